package coverage

import (
	"hash/maphash"
	"slices"
)

// hashSeed is the seed of every hash in this package. Hashes only find candidates; what
// is equal is decided by comparing, so that no result depends on the seed.
var (
	hashSeed = maphash.MakeSeed()
	hashSalt = maphash.String(hashSeed, "salt")
)

// textTable numbers texts from 0 in the order of their coming. It costs a fraction of what
// a map does, in time and in memory.
type textTable[T ~string] struct {
	list  []T
	slots slots // the number of a text and one
}

// number returns the number of a text, or -1.
func (t *textTable[T]) number(text T) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	return find(t, hashText(string(text)), text).number - 1
}

// numberOrAdd returns the number of a text, a new one if need be.
func (t *textTable[T]) numberOrAdd(text T) int32 {
	t.slots = t.slots.room(len(t.list))
	hash := hashText(string(text))
	s := find(t, hash, text)
	if s.number == 0 {
		t.enter(s, hash, text)
	}
	return s.number - 1
}

// numberOrAddBytes is numberOrAdd, without making a string of a text that is known.
func (t *textTable[T]) numberOrAddBytes(text []byte) int32 {
	t.slots = t.slots.room(len(t.list))
	hash := uint32(maphash.Bytes(hashSeed, text))
	s := find(t, hash, text)
	if s.number == 0 {
		t.enter(s, hash, T(text))
	}
	return s.number - 1
}

// numberOfBytes is number without making a string.
func (t *textTable[T]) numberOfBytes(text []byte) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	return find(t, uint32(maphash.Bytes(hashSeed, text)), text).number - 1
}

func hashText(text string) uint32 { return uint32(maphash.String(hashSeed, text)) }

// find returns where a text stands, or the free slot where it belongs.
func find[T ~string, B ~string | ~[]byte](t *textTable[T], hash uint32, text B) *slot {
	mask := len(t.slots) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.number == 0 || s.hash == hash && string(t.list[s.number-1]) == string(text) {
			return s
		}
	}
}

// enter puts a text into a free slot.
func (t *textTable[T]) enter(s *slot, hash uint32, text T) {
	t.list = doubling(t.list, text)
	*s = slot{hash, int32(len(t.list))}
}

// doubling is append for lists that grow to tens of thousands: fewer copies are left
// behind, which are memory that the system has to find.
func doubling[T any](list []T, v T) []T {
	if len(list) == cap(list) {
		list = slices.Grow(list, max(16, len(list)))
	}
	return append(list, v)
}

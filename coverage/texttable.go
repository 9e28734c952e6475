package coverage

import (
	"hash/maphash"
	"slices"
)

// hashSeed is the seed of every hash in this package. Hashes only find candidates; what
// is equal is decided by comparing, so that no result depends on the seed.
var hashSeed = maphash.MakeSeed()

// textTable numbers texts from 0 in the order of their coming. It costs a fraction of what
// a map does, in time and in memory.
type textTable[T ~string] struct {
	list  []T
	slots []textSlot // by hash, open addressing: a power of two, a quarter of them free
}

// textSlot is a text in its slot. The part of its hash that is kept tells most others
// apart without a look at them, and makes growing cheap.
type textSlot struct {
	hash   uint32
	number int32 // and 1; 0 = free
}

// number returns the number of a text, or -1.
func (t *textTable[T]) number(text T) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	return slot(t, hashText(string(text)), text).number - 1
}

// numberOrAdd returns the number of a text, a new one if need be.
func (t *textTable[T]) numberOrAdd(text T) int32 {
	t.room()
	hash := hashText(string(text))
	s := slot(t, hash, text)
	if s.number == 0 {
		t.enter(s, hash, text)
	}
	return s.number - 1
}

// numberOrAddBytes is numberOrAdd, without making a string of a text that is known.
func (t *textTable[T]) numberOrAddBytes(text []byte) int32 {
	t.room()
	hash := uint32(maphash.Bytes(hashSeed, text))
	s := slot(t, hash, text)
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
	return slot(t, uint32(maphash.Bytes(hashSeed, text)), text).number - 1
}

func hashText(text string) uint32 { return uint32(maphash.String(hashSeed, text)) }

// slot returns where a text stands, or the free slot where it belongs.
func slot[T ~string, B ~string | ~[]byte](t *textTable[T], hash uint32, text B) *textSlot {
	mask := len(t.slots) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.number == 0 || s.hash == hash && string(t.list[s.number-1]) == string(text) {
			return s
		}
	}
}

// enter puts a text into a free slot.
func (t *textTable[T]) enter(s *textSlot, hash uint32, text T) {
	t.list = doubling(t.list, text)
	*s = textSlot{hash, int32(len(t.list))}
}

// doubling is append for lists that grow to tens of thousands: fewer copies are left
// behind, which are memory that the system has to find.
func doubling[T any](list []T, v T) []T {
	if len(list) == cap(list) {
		list = slices.Grow(list, max(16, len(list)))
	}
	return append(list, v)
}

// room sees to it that a text can be added.
func (t *textTable[T]) room() {
	if 4*len(t.list) < 3*len(t.slots) {
		return
	}
	old := t.slots
	t.slots = make([]textSlot, max(8, 2*len(old)))
	mask := len(t.slots) - 1
	for _, s := range old {
		if s.number == 0 {
			continue
		}
		i := int(s.hash) & mask
		for t.slots[i].number > 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}

package coverage

import "hash/maphash"

// hashSeed is the seed of every hash in this package. Hashes only find candidates; what
// is equal is decided by comparing, so that no result depends on the seed.
var hashSeed = maphash.MakeSeed()

// textTable numbers texts from 0 in the order of their coming. It costs a fraction of what
// a map does, in time and in memory.
type textTable[T ~string] struct {
	list  []T
	slots []int32 // by hash, open addressing: number + 1; 0 = free
}

// number returns the number of a text, or -1.
func (t *textTable[T]) number(text T) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	return t.slots[t.slot(text)] - 1
}

// slot returns where a text stands, or the free slot where it belongs.
func (t *textTable[T]) slot(text T) int { return slot(t, maphash.String(hashSeed, string(text)), text) }

// numberOfBytes is number without making a string.
func (t *textTable[T]) numberOfBytes(text []byte) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	return t.slots[slot(t, maphash.Bytes(hashSeed, text), text)] - 1
}

func slot[T ~string, B ~string | ~[]byte](t *textTable[T], hash uint64, text B) int {
	mask := len(t.slots) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		if n := t.slots[i]; n == 0 || string(t.list[n-1]) == string(text) {
			return i
		}
	}
}

// add numbers a text that did not come before.
func (t *textTable[T]) add(text T) int32 {
	if 4*len(t.list) >= 3*len(t.slots) {
		t.slots = make([]int32, max(8, 2*len(t.slots)))
		for i, known := range t.list {
			t.slots[t.slot(known)] = int32(i) + 1
		}
	}
	t.list = append(t.list, text)
	t.slots[t.slot(text)] = int32(len(t.list))
	return int32(len(t.list)) - 1
}

// numberOrAdd returns the number of a text, a new one if need be.
func (t *textTable[T]) numberOrAdd(text T) int32 {
	if n := t.number(text); n >= 0 {
		return n
	}
	return t.add(text)
}

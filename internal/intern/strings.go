package intern

import (
	"hash/maphash"
	"slices"
)

var (
	seed = maphash.MakeSeed()
	salt = maphash.String(seed, "salt")
)

// Mix hashes a number (the finisher of SplitMix64, Steele and others 2014), so that
// sums of hashes do not follow sums of numbers.
func Mix(n uint64) uint32 {
	n = (n ^ salt) * 0xBF58476D1CE4E5B9
	n = (n ^ n>>27) * 0x94D049BB133111EB
	return uint32(n >> 32)
}

// Table finds numbers by hash. It is an open-addressing table whose size is a power
// of two, with a quarter of the slots free. The stored hashes rule out most entries
// without a comparison of values, and make growing cheap.
type Table []Slot

// Slot is an entry of a table. Number counts from 1; 0 is a free slot.
type Slot struct {
	Hash   uint32
	Number int32
}

// Grown returns the table with room for one more than this many entries.
func (t Table) Grown(entries int) Table {
	if 4*entries < 3*len(t) {
		return t
	}
	more := make(Table, max(8, 2*len(t)))
	for _, s := range t {
		if s.Number > 0 {
			*more.Find(s.Hash, func(int32) bool { return false }) = s
		}
	}
	return more
}

// Find returns the slot with this hash and a number for which same is true, or the
// free slot where it belongs. The table must have a free slot.
func (t Table) Find(hash uint32, same func(number int32) bool) *Slot {
	mask := len(t) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		if s := &t[i]; s.Number == 0 || s.Hash == hash && same(s.Number) {
			return s
		}
	}
}

// Strings numbers texts from 0 in insertion order. The zero value is empty and ready.
type Strings[T ~string] struct {
	List  []T // by number
	table Table
}

// Number returns the number of a text, or -1.
func (t *Strings[T]) Number(text T) int32 {
	if len(t.table) == 0 {
		return -1
	}
	return slot(t, hashOf(string(text)), text).Number - 1
}

// NumberOfBytes is Number of a text given as bytes.
func (t *Strings[T]) NumberOfBytes(text []byte) int32 {
	if len(t.table) == 0 {
		return -1
	}
	return slot(t, uint32(maphash.Bytes(seed, text)), text).Number - 1
}

// Add returns the number of a text, and adds the text if it is new.
func (t *Strings[T]) Add(text T) int32 {
	t.table = t.table.Grown(len(t.List))
	hash := hashOf(string(text))
	s := slot(t, hash, text)
	if s.Number == 0 {
		t.insert(s, hash, text)
	}
	return s.Number - 1
}

// AddBytes is Add without making a string of a text that is known.
func (t *Strings[T]) AddBytes(text []byte) int32 {
	t.table = t.table.Grown(len(t.List))
	hash := uint32(maphash.Bytes(seed, text))
	s := slot(t, hash, text)
	if s.Number == 0 {
		t.insert(s, hash, T(text))
	}
	return s.Number - 1
}

// Freeze drops what only Number and Add need.
func (t *Strings[T]) Freeze() { t.table = nil }

func hashOf(text string) uint32 { return uint32(maphash.String(seed, text)) }

// slot is [Table.Find] without a function call for every candidate.
func slot[T ~string, B ~string | ~[]byte](t *Strings[T], hash uint32, text B) *Slot {
	mask := len(t.table) - 1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		if s := &t.table[i]; s.Number == 0 || s.Hash == hash && string(t.List[s.Number-1]) == string(text) {
			return s
		}
	}
}

func (t *Strings[T]) insert(s *Slot, hash uint32, text T) {
	t.List = Append(t.List, text)
	*s = Slot{hash, int32(len(t.List))}
}

// Append appends to lists that grow to tens of thousands of values. It doubles
// their capacity, which leaves fewer copies behind than append does.
func Append[T any](list []T, v T) []T {
	if len(list) == cap(list) {
		list = slices.Grow(list, max(16, len(list)))
	}
	return append(list, v)
}

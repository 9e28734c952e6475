package funding

import (
	"math/bits"
	"slices"
)

// binSize is about how many records are compared at once when repetitions are
// looked for, so that the table of one bin stays in the processor's cache.
const binSize = 1 << 14

// bins hold records under their hashes, so that those that are the same stand in
// one bin, in their order.
type bins struct {
	shift uint
	bins  [][]hashed
}

// hashed is a record under the lower half of its hash; the upper half chose its
// bin.
type hashed struct {
	hash  uint32
	index uint32
}

// newBins returns bins for this many records, of which so many come here.
func newBins(records, here int) bins {
	b := bins{shift: uint(64 - bits.Len(uint(records/binSize)))}
	n := 1 << (64 - b.shift)
	room := here/n + here/n/8 + 16 // hashes are spread evenly, but for chance
	all := make([]hashed, n*room)
	b.bins = make([][]hashed, n)
	for i := range b.bins {
		b.bins[i] = all[i*room : i*room : (i+1)*room]
	}
	return b
}

// add takes the next record.
func (b *bins) add(hash uint64, index int) {
	bin := &b.bins[hash>>b.shift]
	*bin = append(*bin, hashed{uint32(hash), uint32(index)})
}

// repeated returns, for each record that is the same as an earlier one, the
// earliest such record; nil while all differ. The records stand in several bins of
// one size, those of the first before those of the next. Records that are the same
// must have the same hash.
func repeated(all []bins, same func(i, j int) bool) map[int]int {
	var found map[int]int
	f := newFilter(longest(all))
	for i := range all[0].bins {
		f.clear()
		for _, b := range all {
			f.add(b.bins[i])
		}
		f.suspects = f.suspects[:0]
		for _, b := range all {
			f.suspect(b.bins[i])
		}
		if len(f.suspects) > 0 {
			found = f.compare(same, found)
		}
	}
	return found
}

// longest returns how many records stand in the fullest bin.
func longest(all []bins) (n int) {
	for i := range all[0].bins {
		here := 0
		for _, b := range all {
			here += len(b.bins[i])
		}
		n = max(n, here)
	}
	return n
}

// compare adds to found those suspects that are the same as an earlier one.
func (f *filter) compare(same func(i, j int) bool, found map[int]int) map[int]int {
	part := f.suspects
	f.slots = slices.Grow(f.slots[:0], tableSize(len(part)))
	slots := f.slots[:tableSize(len(part))]
	clear(slots)
	mask := uint32(len(slots) - 1)
	for at, e := range part {
		slot := e.hash & mask
		for slots[slot] != 0 {
			first := part[slots[slot]-1]
			if first.hash == e.hash && same(int(first.index), int(e.index)) {
				if found == nil {
					found = map[int]int{}
				}
				found[int(e.index)] = int(first.index)
				break
			}
			slot = (slot + 1) & mask
		}
		if slots[slot] == 0 {
			slots[slot] = int32(at + 1)
		}
	}
	return found
}

// filter finds the few records of a bin that share their hash with another, or
// seem to: each record has a bit, and there are some sixteen times as many bits.
// It takes no branch that could be guessed wrong and stays in the processor's
// nearest cache, which brought the time of looking for repetitions down to a
// third.
type filter struct {
	once, twice []uint64 // a power of two
	suspects    []hashed
	slots       []int32 // a table of suspects: 1 + a place
}

// newFilter returns a filter for n records at once.
func newFilter(n int) *filter {
	words := max(1, tableSize(8*n)/64) // sixteen bits a record
	both := make([]uint64, 2*words)
	return &filter{once: both[:words], twice: both[words:], suspects: make([]hashed, 0, n/8)}
}

func (f *filter) clear() { clear(f.once); clear(f.twice) }

// bit returns where the bit of a record stands.
func (f *filter) bit(e hashed) (word int, bit uint64) {
	return int(e.hash/64) & (len(f.once) - 1), 1 << (e.hash % 64)
}

func (f *filter) add(records []hashed) {
	for _, e := range records {
		word, bit := f.bit(e)
		f.twice[word] |= f.once[word] & bit
		f.once[word] |= bit
	}
}

// suspect collects the records whose bit was set twice.
func (f *filter) suspect(records []hashed) {
	for _, e := range records {
		if word, bit := f.bit(e); f.twice[word]&bit != 0 {
			f.suspects = append(f.suspects, e)
		}
	}
}

// tableSize returns the size of a table for n records: a power of two that is at
// least half empty.
func tableSize(n int) int { return 1 << bits.Len(uint(2*n)) }

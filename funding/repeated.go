package funding

import (
	"maps"
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/parallel"
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

// repeated returns, for each allocation that is the same as an earlier one, the
// earliest such allocation; nil while all differ. They stand in several bins of one
// size, those of the first before those of the next. Allocations that are the same
// must have the same hash.
func repeated(all []bins, of records, same func(a, b *Allocation) bool) map[int]int {
	n := parallel.Parts(len(all[0].bins), 1)
	parts := make([]map[int]int, n)
	parallel.Do(n, func(i int) {
		f := filter{of: of, same: same}
		f.grow(longest(all))
		for bin := i; bin < len(all[0].bins); bin += n {
			f.look(all, bin)
		}
		parts[i] = f.found
	})
	for _, part := range parts[1:] {
		if parts[0] == nil {
			parts[0] = part
			continue
		}
		maps.Copy(parts[0], part)
	}
	return parts[0]
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

// filter finds the few records of a bin that share their hash with another, or
// seem to: each record has a bit, and there are some sixteen times as many bits.
// It takes no branch that could be guessed wrong and stays in the processor's
// nearest cache, which brought the time of looking for repetitions down to a
// third.
type filter struct {
	of   records
	same func(a, b *Allocation) bool

	bits     []seenBits // a power of two
	suspects []hashed
	slots    []int32 // a table of suspects: 1 + a place
	a, b     Allocation
	found    map[int]int
}

// seenBits are the bits of records that were seen once, and twice.
type seenBits struct{ once, twice uint64 }

// grow makes room for n records at once.
func (f *filter) grow(n int) {
	f.bits = make([]seenBits, max(1, tableSize(8*n)/64)) // sixteen bits a record
	f.suspects = make([]hashed, 0, n/8)
}

// look finds the repetitions in one bin of each.
func (f *filter) look(all []bins, bin int) {
	clear(f.bits)
	for _, b := range all {
		f.add(b.bins[bin])
	}
	f.suspects = f.suspects[:0]
	for _, b := range all {
		f.suspect(b.bins[bin])
	}
	if len(f.suspects) > 0 {
		f.compare()
	}
}

// add notes the bits of records.
func (f *filter) add(records []hashed) {
	seen := f.bits
	for _, e := range records {
		word, bit := &seen[int(e.hash/64)&(len(seen)-1)], uint64(1)<<(e.hash%64)
		word.twice |= word.once & bit
		word.once |= bit
	}
}

// suspect collects the records whose bit was set twice.
func (f *filter) suspect(records []hashed) {
	seen := f.bits
	for _, e := range records {
		if seen[int(e.hash/64)&(len(seen)-1)].twice>>(e.hash%64)&1 != 0 {
			f.suspects = append(f.suspects, e)
		}
	}
}

// compare finds those suspects that are the same as an earlier one.
func (f *filter) compare() {
	n := tableSize(len(f.suspects))
	f.slots = slices.Grow(f.slots[:0], n)
	slots := f.slots[:n]
	clear(slots)
	mask := uint32(n - 1)
	for at, e := range f.suspects {
		slot := e.hash & mask
		for slots[slot] != 0 {
			if first := f.suspects[slots[slot]-1]; first.hash == e.hash && f.equal(first, e) {
				break
			}
			slot = (slot + 1) & mask
		}
		if slots[slot] == 0 {
			slots[slot] = int32(at + 1)
		}
	}
}

// equal compares a suspect with an earlier one, and notes where it is the same.
func (f *filter) equal(first, e hashed) bool {
	i, j := int(first.index), int(e.index)
	if !f.same(f.of.at(i, &f.a), f.of.at(j, &f.b)) {
		return false
	}
	if f.found == nil {
		f.found = map[int]int{}
	}
	f.found[j] = i
	return true
}

// tableSize returns the size of a table for n records: a power of two that is at
// least half empty.
func tableSize(n int) int { return 1 << bits.Len(uint(2*n)) }

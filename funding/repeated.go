package funding

import (
	"maps"
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// binSize is about how many records are compared at once when repetitions are
// looked for, so that the table of one partition stays in the processor's cache.
const binSize = 1 << 14

// partitions hold records under their hashes, so that those that are the same stand in
// one partition, in their order.
type partitions struct {
	shift uint
	bins  [][]hashEntry
}

// hashEntry is a record under the lower half of its hash; the upper half chose its
// bin.
type hashEntry struct {
	hash  uint32
	index uint32
}

// newPartitions returns partitions for this many records, of which so many come here.
func newPartitions(records, here int) partitions {
	b := partitions{shift: uint(64 - bits.Len(uint(records/binSize)))}
	n := 1 << (64 - b.shift)
	room := here/n + here/n/8 + 16 // hashes are spread evenly, but for chance
	all := make([]hashEntry, n*room)
	b.bins = make([][]hashEntry, n)
	for i := range b.bins {
		b.bins[i] = all[i*room : i*room : (i+1)*room]
	}
	return b
}

// add takes the next record.
func (b *partitions) add(hash uint64, index int) {
	bin := &b.bins[hash>>b.shift]
	*bin = append(*bin, hashEntry{uint32(hash), uint32(index)})
}

// repeated returns, for each allocation that is the same as an earlier one, the
// earliest such allocation; nil while all differ. They stand in several partitions of one
// size, those of the first before those of the next. Allocations that are the same
// must have the same hash.
func repeated(all []partitions, of records, same func(a, b *Allocation) bool) map[int]int {
	n := parallel.Parts(len(all[0].bins), 1)
	parts := make([]map[int]int, n)
	parallel.Do(n, func(i int) {
		f := bitFilter{of: of, same: same}
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
func longest(all []partitions) (n int) {
	for i := range all[0].bins {
		here := 0
		for _, b := range all {
			here += len(b.bins[i])
		}
		n = max(n, here)
	}
	return n
}

// bitFilter finds the few records of a partition that share their hash with another, or
// seem to: each record has a bit, and there are some sixteen times as many bits.
// It takes no branch that could be guessed wrong and stays in the processor's
// nearest cache, which brought the time of looking for repetitions down to a
// third.
type bitFilter struct {
	of   records
	same func(a, b *Allocation) bool

	bits       []seenBits // a power of two
	candidates []hashEntry
	slots      []int32 // a table of suspects: 1 + a place
	a, b       Allocation
	found      map[int]int
}

// seenBits are the bits of records that were seen once, and twice.
type seenBits struct{ once, twice uint64 }

// grow makes room for n records at once.
func (f *bitFilter) grow(n int) {
	f.bits = make([]seenBits, max(1, tableSize(8*n)/64)) // sixteen bits a record
	f.candidates = make([]hashEntry, 0, n/8)
}

// look finds the repetitions in one partition of each.
func (f *bitFilter) look(all []partitions, bin int) {
	clear(f.bits)
	for _, b := range all {
		f.add(b.bins[bin])
	}
	f.candidates = f.candidates[:0]
	for _, b := range all {
		f.collect(b.bins[bin])
	}
	if len(f.candidates) > 0 {
		f.compare()
	}
}

// add notes the bits of records.
func (f *bitFilter) add(records []hashEntry) {
	seen := f.bits
	for _, e := range records {
		word, bit := &seen[int(e.hash/64)&(len(seen)-1)], uint64(1)<<(e.hash%64)
		word.twice |= word.once & bit
		word.once |= bit
	}
}

// collect collects the records whose bit was set twice.
func (f *bitFilter) collect(records []hashEntry) {
	seen := f.bits
	for _, e := range records {
		if seen[int(e.hash/64)&(len(seen)-1)].twice>>(e.hash%64)&1 != 0 {
			f.candidates = append(f.candidates, e)
		}
	}
}

// compare finds those suspects that are the same as an earlier one.
func (f *bitFilter) compare() {
	n := tableSize(len(f.candidates))
	f.slots = slices.Grow(f.slots[:0], n)
	slots := f.slots[:n]
	clear(slots)
	mask := uint32(n - 1)
	for at, e := range f.candidates {
		slot := e.hash & mask
		for slots[slot] != 0 {
			if first := f.candidates[slots[slot]-1]; first.hash == e.hash && f.equal(first, e) {
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
func (f *bitFilter) equal(first, e hashEntry) bool {
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

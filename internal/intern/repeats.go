package intern

import (
	"maps"
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// binSize is about how many records are compared at once when repetitions are
// looked for, so that the table of one partition stays in the processor's cache.
const binSize = 1 << 14

// Partitions hold records by their hashes, so that equal records are in the same
// partition, in order.
type Partitions struct {
	shift uint
	bins  [][]hashEntry
}

// hashEntry is a record with the lower half of its hash; the upper half chose its
// bin.
type hashEntry struct {
	hash  uint32
	index uint32
}

// NewPartitions returns partitions for this many records in all, of which here come
// to these partitions.
func NewPartitions(records, here int) Partitions {
	b := Partitions{shift: uint(64 - bits.Len(uint(records/binSize)))}
	n := 1 << (64 - b.shift)
	room := here/n + here/n/8 + 16 // hashes are spread evenly, but for chance
	all := make([]hashEntry, n*room)
	b.bins = make([][]hashEntry, n)
	for i := range b.bins {
		b.bins[i] = all[i*room : i*room : (i+1)*room]
	}
	return b
}

// Add adds the next record.
func (b *Partitions) Add(hash uint64, index int) {
	bin := &b.bins[hash>>b.shift]
	*bin = append(*bin, hashEntry{uint32(hash), uint32(index)})
}

// Repeats returns, for each record that equals an earlier one, the earliest such
// record; nil if all differ. The records are in several Partitions of one size,
// those of the first before those of the next. Equal records must have equal
// hashes. comparer makes each goroutine a comparison function of its own.
func Repeats(all []Partitions, comparer func() func(i, j int) bool) map[int]int {
	n := parallel.Parts(len(all[0].bins), 1)
	parts := make([]map[int]int, n)
	parallel.Do(n, func(i int) {
		f := bitFilter{comparer: comparer}
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

// longest returns the number of records in the fullest bin.
func longest(all []Partitions) (n int) {
	for i := range all[0].bins {
		here := 0
		for _, b := range all {
			here += len(b.bins[i])
		}
		n = max(n, here)
	}
	return n
}

// bitFilter finds the few records of a partition whose hash equals, or seems to
// equal, that of another: each record sets one of some sixteen times as many bits.
// The filter has no unpredictable branches and stays in the processor's nearest
// cache.
type bitFilter struct {
	comparer func() func(i, j int) bool
	same     func(i, j int) bool // made when first needed

	bits       []seenBits // a power of two
	candidates []hashEntry
	slots      []int32 // a table of candidates: 1 + an index
	found      map[int]int
}

// seenBits are the bits set at least once, and those set twice.
type seenBits struct{ once, twice uint64 }

// grow makes room for n records at once.
func (f *bitFilter) grow(n int) {
	f.bits = make([]seenBits, max(1, tableSize(8*n)/64)) // sixteen bits a record
	f.candidates = make([]hashEntry, 0, n/8)
}

// look finds the repetitions in one partition of each.
func (f *bitFilter) look(all []Partitions, bin int) {
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

// compare finds those candidates that are the same as an earlier one.
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

// equal compares a candidate with an earlier one, and notes where it is the same.
func (f *bitFilter) equal(first, e hashEntry) bool {
	i, j := int(first.index), int(e.index)
	if f.same == nil {
		f.same = f.comparer()
	}
	if !f.same(i, j) {
		return false
	}
	if f.found == nil {
		f.found = map[int]int{}
	}
	f.found[j] = i
	return true
}

package funding

import "math/bits"

// binSize is about how many records are compared at once when repetitions are
// looked for, so that the table of one bin stays in the processor's cache.
const binSize = 1 << 14

// bins hold records under their hashes, so that those that are the same stand in
// one bin, in their order.
type bins struct {
	shift int
	bins  [][]hashed
}

// hashed is a record under the lower half of its hash; the upper half chose its
// bin.
type hashed struct {
	hash  uint32
	index int32
}

// newBins returns bins for this many records, of which so many come here.
func newBins(records, here int) bins {
	b := bins{shift: 64 - bits.Len(uint(records/binSize))}
	n := 1 << (64 - b.shift)
	room := here/n + here/n/8 + 16 // hashes are spread evenly, but for chance
	all := make([]hashed, n*room)
	for i := range n {
		b.bins = append(b.bins, all[i*room:i*room:(i+1)*room])
	}
	return b
}

// add takes the next record.
func (b *bins) add(hash uint64, index int) {
	bin := &b.bins[hash>>b.shift]
	*bin = append(*bin, hashed{uint32(hash), int32(index)})
}

// repeated returns, for each record that is the same as an earlier one, the
// earliest such record; nil while all differ. The records stand in several bins of
// one size, those of the first before those of the next. Records that are the same
// must have the same hash.
func repeated(all []bins, same func(i, j int) bool) map[int]int {
	var found map[int]int
	var part []hashed
	var table []int32 // 1 + a place in the part
	for i := range all[0].bins {
		part = part[:0]
		for _, b := range all {
			part = append(part, b.bins[i]...)
		}
		if n := tableSize(len(part)); n > len(table) {
			table = make([]int32, n)
		}
		slots := table[:tableSize(len(part))]
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
	}
	return found
}

// tableSize returns the size of a table for n records: a power of two that is at
// least half empty.
func tableSize(n int) int { return 1 << bits.Len(uint(2*n)) }

package funding

import "math/bits"

// partSize is about how many records are compared at once when repetitions are
// looked for, so that the table of one part stays in the processor's cache.
const partSize = 1 << 12

// entry is a record under the lower half of its hash; the upper half chose its
// part.
type entry struct {
	hash  uint32
	index int32
}

// repeated returns, for each record that is the same as an earlier one, the
// earliest such record; nil while all differ. Records that are the same must have
// the same hash.
func repeated(hashes []uint64, same func(i, j int) bool) map[int]int {
	var found map[int]int
	parts, longest := partition(hashes)
	table := make([]int32, tableSize(longest)) // 1 + a place in the part
	for _, part := range parts {
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

// partition sorts records into parts by the upper bits of their hashes, each part
// in the order of the records, and returns the length of the longest.
func partition(hashes []uint64) (parts [][]entry, longest int) {
	shift := 64 - bits.Len(uint(len(hashes)/partSize))
	of := func(hash uint64) int { return int(hash >> shift) }
	ends := make([]int, 1<<(64-shift))
	for _, h := range hashes {
		ends[of(h)]++
	}
	at := 0
	for i, n := range ends {
		longest = max(longest, n)
		ends[i] = at
		at += n
	}
	entries := make([]entry, len(hashes))
	for i, h := range hashes {
		part := of(h)
		entries[ends[part]] = entry{uint32(h), int32(i)}
		ends[part]++
	}
	parts = make([][]entry, len(ends))
	at = 0
	for i, end := range ends {
		parts[i], at = entries[at:end], end
	}
	return parts, longest
}

// tableSize returns the size of a table for n records: a power of two that is at
// least half empty.
func tableSize(n int) int { return 1 << bits.Len(uint(2*n)) }

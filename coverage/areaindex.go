package coverage

import (
	"hash/maphash"
	"iter"
	"maps"
)

// hashSeed is the seed of every hash in this package. Hashes only find candidates; what
// is equal is decided by comparing, so that no result depends on the seed.
var hashSeed = maphash.MakeSeed()

// probe is an open-addressing table of positions in some list, without the list: a hash
// gives candidates, and the caller compares. It takes one allocation however much it
// holds.
type probe struct {
	slots []int32 // position + 1; 0 = free
}

// newProbe returns a table for n entries.
func newProbe(n int) probe {
	size := 8
	for size < 2*n {
		size *= 2
	}
	return probe{make([]int32, size)}
}

// find returns the slot and the position of the entry that is the same, or the free slot
// where it belongs and -1.
func (p probe) find(hash uint64, same func(position int32) bool) (slot int, position int32) {
	for slot = int(hash) & (len(p.slots) - 1); ; slot = (slot + 1) & (len(p.slots) - 1) {
		position = p.slots[slot] - 1
		if position < 0 || same(position) {
			return slot, position
		}
	}
}

// areaIndex numbers the areas of a list of cells in the order of their first cells.
type areaIndex struct {
	cells []Population
	table probe
	first []int32 // area number -> its first cell
	last  []int32 // area number -> its last cell
	next  []int32 // cell -> the next cell of the same area, or -1
	area  []int32 // cell -> area number
}

func newAreaIndex(cells []Population) *areaIndex {
	x := &areaIndex{
		cells: cells,
		table: newProbe(len(cells)),
		first: make([]int32, 0, len(cells)),
		last:  make([]int32, 0, len(cells)),
		next:  make([]int32, len(cells)),
		area:  make([]int32, len(cells)),
	}
	for i := range cells {
		x.add(int32(i))
	}
	return x
}

func (x *areaIndex) add(cell int32) {
	x.next[cell] = -1
	code := x.cells[cell].Area
	slot, n := x.find(code)
	if n >= 0 {
		x.next[x.last[n]] = cell
		x.last[n], x.area[cell] = cell, n
		return
	}
	n = int32(len(x.first))
	x.table.slots[slot] = n + 1
	x.first, x.last, x.area[cell] = append(x.first, cell), append(x.last, cell), n
}

func (x *areaIndex) find(code AreaCode) (slot int, n int32) {
	return x.table.find(maphash.String(hashSeed, string(code)), func(n int32) bool { return x.cells[x.first[n]].Area == code })
}

// number returns the number of an area, or -1.
func (x *areaIndex) number(code AreaCode) int32 {
	_, n := x.find(code)
	return n
}

// len returns how many areas there are.
func (x *areaIndex) len() int { return len(x.first) }

// codes yields the areas in order.
func (x *areaIndex) codes() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, cell := range x.first {
			if !yield(string(x.cells[cell].Area)) {
				return
			}
		}
	}
}

// kind returns scheme, entity and country of the first area that has a valid code.
func (x *areaIndex) kind() (Scheme, Entity, string) {
	for i := range x.cells {
		if c := x.cells[i].Area; c.valid() {
			return c.Scheme(), c.Entity(), c.Country()
		}
	}
	return 0, "", ""
}

// withValue returns the first area that has value among its attributes, and the attribute.
func (x *areaIndex) withValue(value string) (area AreaCode, name string, ok bool) {
	for i := range x.cells {
		for name, v := range x.cells[i].Attributes {
			if v == value {
				return x.cells[i].Area, name, true
			}
		}
	}
	return "", "", false
}

// hasCell reports whether area n has a cell with all of these attributes.
func (x *areaIndex) hasCell(n int32, attributes map[string]string) bool {
	for cell := x.first[n]; cell >= 0; cell = x.next[cell] {
		if within(x.cells[cell].Attributes, attributes) {
			return true
		}
	}
	return false
}

// within reports whether a cell with these attributes has all those that are asked for.
func within(have, asked map[string]string) bool {
	for name, value := range asked {
		if v, ok := have[name]; !ok || v != value {
			return false
		}
	}
	return true
}

// duplicates finds, for each cell, an earlier cell of the same area with the same
// attributes; nil when there is none.
func (x *areaIndex) duplicates() map[int32]int32 {
	if x.len() == len(x.cells) {
		return nil
	}
	var found map[int32]int32
	table := newProbe(len(x.cells))
	for i := range x.cells {
		cell := &x.cells[i]
		slot, earlier := table.find(uint64(x.area[i])*0x9E3779B97F4A7C15^hashAttributes(cell.Attributes), func(j int32) bool {
			return x.area[j] == x.area[i] && maps.Equal(x.cells[j].Attributes, cell.Attributes)
		})
		if earlier < 0 {
			table.slots[slot] = int32(i) + 1
			continue
		}
		if found == nil {
			found = map[int32]int32{}
		}
		found[int32(i)] = earlier
	}
	return found
}

// hashAttributes does not depend on the order in which a map is walked.
func hashAttributes(attributes map[string]string) uint64 {
	var sum uint64
	for name, value := range attributes {
		h := maphash.String(hashSeed, name)
		sum += (h<<7 | h>>57) ^ maphash.String(hashSeed, value)*0x9E3779B97F4A7C15
	}
	return sum
}

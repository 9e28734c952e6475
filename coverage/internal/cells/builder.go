package cells

import (
	"iter"
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/intern"
)

// Builder takes cells one by one, in any order, and groups them by area. Cells of
// areas outside the table's own come after the others; these areas are numbered
// separately.
type Builder[C ~string] struct {
	Profiles
	Units, Outside intern.Strings[C] // the codes of the areas, and of those outside
	Count          int               // the number of cells taken

	runs   []areaRun
	chunks []Columns // so that a growing table is never copied
	open   *Columns  // the last chunk
	last   int32     // the area of the last cell: files mostly keep an area's cells together
}

// areaRun is a run of consecutive cells of one area.
type areaRun struct {
	area int32
	chunkRange
}

// chunkRange is a range of cells in one chunk.
type chunkRange struct{ chunk, from, to int32 }

func (r chunkRange) len() int { return int(r.to - r.from) }

// Columns hold cells: for each its people, its profile, and by how many its people
// may be overstated. Hidden ends with the last cell that may be overstated.
type Columns struct {
	People  []int64 // upper bounds
	Profile []int32
	Hidden  []int64
}

// slice returns the cells of a range.
func (c *Columns) slice(r chunkRange) Columns {
	n := int32(len(c.Hidden))
	return Columns{c.People[r.from:r.to], c.Profile[r.from:r.to], c.Hidden[min(r.from, n):min(r.to, n)]}
}

// hide records that the people of cell i may be overstated by n.
func (c *Columns) hide(i int, n int64) {
	if more := i + 1 - len(c.Hidden); more > 0 {
		c.Hidden = append(c.Hidden, make([]int64, more)...)
	}
	c.Hidden[i] = n
}

// HiddenIn returns by how many the people of cell i may be overstated.
func (c *Columns) HiddenIn(i int) int64 {
	if i < len(c.Hidden) {
		return c.Hidden[i]
	}
	return 0
}

const chunkCells = 1 << 15

// NewBuilder returns a builder whose cells have these attributes; others may be
// added later.
func NewBuilder[C ~string](attributes ...string) *Builder[C] {
	return &Builder[C]{Profiles: newProfiles(attributes...), open: new(Columns), last: -1}
}

// Area returns the number of an area of the table's own, and adds the area if it is
// new.
func (b *Builder[C]) Area(code C) int32 {
	if b.last < 0 || b.Units.List[b.last] != code {
		b.last = b.Units.Add(code)
	}
	return b.last
}

// AreaOutside returns the number of an area outside. After the first one no area
// may be added to the table's own.
func (b *Builder[C]) AreaOutside(code C) int32 {
	return int32(len(b.Units.List)) + b.Outside.Add(code)
}

// Reserve begins a chunk with room for this many cells.
func (b *Builder[C]) Reserve(cells int) {
	b.chunks = append(b.chunks, Columns{People: make([]int64, 0, cells), Profile: make([]int32, 0, cells)})
	b.open = &b.chunks[len(b.chunks)-1]
}

// ReservePeople begins a chunk with room for this many cells, whose people are
// added with [Builder.AddPeople] and whose profiles are set with
// [Builder.SetProfiles].
func (b *Builder[C]) ReservePeople(cells int) {
	b.chunks = append(b.chunks, Columns{People: make([]int64, 0, cells)})
	b.open = &b.chunks[len(b.chunks)-1]
}

// SetProfiles sets the profiles of the open chunk.
func (b *Builder[C]) SetProfiles(profiles []int32) { b.open.Profile = profiles }

// AddPeople adds the people of the next cell.
func (b *Builder[C]) AddPeople(people, hidden int64) {
	if hidden != 0 {
		b.open.hide(len(b.open.People), hidden)
	}
	b.open.People = append(b.open.People, people)
	b.Count++
}

// Begin makes the following cells cells of an area.
func (b *Builder[C]) Begin(area int32) {
	if n := len(b.runs); n > 0 && b.runs[n-1].area == area {
		return
	}
	b.flush()
	at := int32(len(b.open.People))
	b.runs = append(b.runs, areaRun{area, chunkRange{int32(len(b.chunks) - 1), at, at}})
}

// flush ends the last run.
func (b *Builder[C]) flush() {
	if n := len(b.runs); n > 0 {
		b.runs[n-1].to = int32(len(b.open.People))
	}
}

// AddCell adds a cell, whose people may be overstated by hidden.
func (b *Builder[C]) AddCell(profile int32, people, hidden int64) {
	if len(b.open.People) == cap(b.open.People) {
		b.nextChunk()
	}
	b.open.Profile = append(b.open.Profile, profile)
	b.AddPeople(people, hidden)
}

// nextChunk begins a new chunk and moves the last run there.
func (b *Builder[C]) nextChunk() {
	last := &b.runs[len(b.runs)-1]
	full := b.open
	last.to = int32(len(full.People))
	moved := full.slice(last.chunkRange)
	full.People, full.Profile, full.Hidden = full.People[:last.from], full.Profile[:last.from], full.Hidden[:min(int(last.from), len(full.Hidden))]
	b.Reserve(max(chunkCells, 2*len(moved.People)))
	b.open.People, b.open.Profile = append(b.open.People, moved.People...), append(b.open.Profile, moved.Profile...)
	b.open.Hidden = append(b.open.Hidden, moved.Hidden...)
	last.chunkRange = chunkRange{chunk: int32(len(b.chunks) - 1)}
}

// inOrder yields the cells in insertion order, in runs of one area.
func (b *Builder[C]) inOrder() iter.Seq2[int32, Columns] {
	b.flush()
	return func(yield func(area int32, some Columns) bool) {
		for _, r := range b.runs {
			if !yield(r.area, b.chunks[r.chunk].slice(r.chunkRange)) {
				return
			}
		}
	}
}

// Duplicate is a cell with the same area and attributes as an earlier one.
type Duplicate struct {
	Cell, Earlier int
	Area, Profile int32
}

// Duplicates are in the order of the cells.
type Duplicates []Duplicate

// Of returns the earlier cell with the same area and attributes as a cell.
func (d Duplicates) Of(cell int) (earlier int, ok bool) {
	i, ok := slices.BinarySearchFunc(d, cell, func(w Duplicate, cell int) int { return w.Cell - cell })
	if !ok {
		return 0, false
	}
	return d[i].Earlier, true
}

// Duplicates finds the cells that are given twice, usually none.
func (b *Builder[C]) Duplicates(c *Cells[C]) Duplicates {
	if !c.Stats.Duplicates {
		return nil
	}
	type key struct{ area, profile int32 }
	var found Duplicates
	first := make(map[key]int, b.Count)
	cell := 0
	for area, some := range b.inOrder() {
		for _, profile := range some.Profile {
			if earlier, ok := first[key{area, profile}]; ok {
				found = append(found, Duplicate{cell, earlier, area, profile})
			} else {
				first[key{area, profile}] = cell
			}
			cell++
		}
	}
	return found
}

// FirstCell returns the first cell whose profile satisfies such.
func (b *Builder[C]) FirstCell(such func(profile int32) bool) (cell int) {
	for _, some := range b.inOrder() {
		for _, profile := range some.Profile {
			if such(profile) {
				return cell
			}
			cell++
		}
	}
	return cell
}

// FirstCells returns the first cell of each area.
func (b *Builder[C]) FirstCells() []int {
	first := make([]int, len(b.Units.List)+len(b.Outside.List))
	for i := range first {
		first[i] = -1
	}
	cell := 0
	for area, some := range b.inOrder() {
		if first[area] < 0 {
			first[area] = cell
		}
		cell += len(some.People)
	}
	return first
}

// MaxCells is the greatest number of cells in a table.
const MaxCells = math.MaxInt32

// Cells groups the cells taken. Stats records whether a cell has more people than
// likely. Cells reports false if there are more than [MaxCells].
func (b *Builder[C]) Cells(likely int64) (*Cells[C], bool) {
	if b.Count > MaxCells {
		return nil, false
	}
	b.flush()
	c := &Cells[C]{Profiles: b.Profiles, units: b.Units, Inside: len(b.Units.List)}
	c.Areas = slices.Concat(b.Units.List, b.Outside.List)
	c.at = make([]chunkRange, len(c.Areas))
	if len(b.runs) == len(c.Areas) { // the cells of each area are adjacent
		c.chunks = b.chunks
		for _, r := range b.runs {
			c.at[r.area] = r.chunkRange
		}
	} else {
		c.chunks = []Columns{b.grouped(c.at)}
	}
	for a := range c.Inside {
		c.UnitCells += c.at[a].len()
	}
	c.inspect(b.Count, likely)
	return c, true
}

// grouped copies the cells of each area next to each other and records where they
// are.
func (b *Builder[C]) grouped(at []chunkRange) Columns {
	for area, some := range b.inOrder() {
		at[area].to += int32(len(some.People))
	}
	from := int32(0)
	for a := range at { // now to is how many
		from, at[a] = from+at[a].to, chunkRange{from: from, to: from}
	}
	all := Columns{People: make([]int64, b.Count), Profile: make([]int32, b.Count)}
	for area, some := range b.inOrder() {
		next := &at[area].to
		copy(all.People[*next:], some.People)
		copy(all.Profile[*next:], some.Profile)
		for i, n := range some.Hidden {
			all.hide(int(*next)+i, n)
		}
		*next += int32(len(some.People))
	}
	return all
}

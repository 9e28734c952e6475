package facts

import (
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// Cube holds the totals of the records of each cell at each state that they have
// had, so that a query that is not about days or amounts reads cells instead of
// records.
type Cube[C comparable] struct {
	Cells   []C     // in order
	Sizes   []int   // how many records each has
	had     []uint8 // the states that the records of each cell have had
	from    []uint32
	entries []Tally // the cells' tallies, one for each state, in order
}

// Schema describes the cells.
type Schema[C comparable] struct {
	Compare func(a, b *C) int // the order of cells
	States  func(c *C) uint8  // which states the records of a cell have had, a bit for each
	Coarser func(c C) C       // the cell of the coarser cube that it is part of
	// Amounts sets the amount of a record with several events at each state, and
	// returns the states that the record has had.
	Amounts func(events Range, at *[States]Amount) uint8
}

// Amount is the amount of a record at a state.
type Amount struct {
	Amount int64
	Known  bool
}

// cubeWorth is how many records a tally must stand for on average, for a cube to be
// worth its memory.
const cubeWorth = 32

// leastRecords is how many records are worth a goroutine of their own.
const leastRecords = 1 << 13

// NewCubes returns the cube of a table's cells and the coarser one. Either is nil
// if there are too few records for its number of cells. Cells are sorted, so that
// those of one group are mostly adjacent.
func NewCubes[C comparable](t *Table, cells []C, s Schema[C]) (fine, coarse *Cube[C]) {
	order := make([]uint32, len(cells))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return s.Compare(&cells[a], &cells[b]) })
	sorted, to := make([]C, len(order)), make([]uint32, len(order))
	for i, cell := range order {
		sorted[i], to[cell] = cells[cell], uint32(i)
	}
	var merged Dict[C]
	further := make([]uint32, len(sorted))
	for i, cell := range sorted {
		further[i] = merged.Add(s.Coarser(cell))
	}
	fine, coarse = newCube(sorted, s), newCube(merged.Values, s)
	switch n := t.Len() / cubeWorth; {
	case len(coarse.entries) > n:
		return nil, nil
	case len(fine.entries) > n:
		for i := range to {
			to[i] = further[to[i]]
		}
		coarse.fill(t, to, s)
		return nil, coarse
	}
	fine.fill(t, to, s)
	coarse.merge(fine, further)
	return fine, coarse
}

func newCube[C comparable](cells []C, s Schema[C]) *Cube[C] {
	c := &Cube[C]{Cells: cells, had: make([]uint8, len(cells)), from: make([]uint32, len(cells))}
	n := 0
	for i := range cells {
		c.had[i], c.from[i] = s.States(&cells[i]), uint32(n)
		n += bits.OnesCount8(c.had[i])
	}
	return c.blank(n)
}

// blank returns a cube of the same cells with this many empty tallies.
func (c *Cube[C]) blank(entries int) *Cube[C] {
	out := *c
	out.Sizes, out.entries = make([]int, len(c.Cells)), make([]Tally, entries)
	return &out
}

// fill adds all records of a table; to maps its cells to those of the cube. Each
// processor fills a cube of its own with a run of blocks.
func (c *Cube[C]) fill(t *Table, to []uint32, s Schema[C]) {
	n := parallel.Parts(t.Len(), leastRecords)
	parts := make([]*Cube[C], n)
	parallel.Do(n, func(i int) {
		parts[i] = c.blank(len(c.entries))
		parts[i].add(t, to, s, len(t.blocks)*i/n, len(t.blocks)*(i+1)/n)
	})
	for _, part := range parts {
		for i, size := range part.Sizes {
			c.Sizes[i] += size
		}
		for i := range part.entries {
			c.entries[i].Merge(&part.entries[i])
		}
	}
}

// add adds the records of blocks. Columns are read sequentially, and the cells of a
// table with few of them stay in the processor's cache.
func (c *Cube[C]) add(t *Table, to []uint32, s Schema[C], from, until int) {
	if from == until {
		return
	}
	var at [States]Amount
	end := int(t.blocks[from])
	for _, cell := range t.Cells[from*Block : min(until*Block, t.Len())] {
		first := end
		end = t.end(first)
		place := to[cell]
		c.Sizes[place]++
		entry := c.from[place]
		if end == first+1 && c.had[place] != 0 {
			c.entries[entry].Add(t.Tags[first].State(), t.Amounts[first], t.Tags[first].Known())
			continue
		}
		for had := s.Amounts(Range{first, end}, &at); had != 0; had &= had - 1 {
			state := bits.TrailingZeros8(had)
			c.entries[entry].Add(uint8(state), at[state].Amount, at[state].Known)
			entry++
		}
	}
}

// merge adds everything in a finer cube; to maps its cells to those of this cube.
func (c *Cube[C]) merge(fine *Cube[C], to []uint32) {
	for i, place := range to {
		c.Sizes[place] += fine.Sizes[i]
		for s := range bits.OnesCount8(fine.had[i]) {
			c.entries[int(c.from[place])+s].Merge(&fine.entries[int(fine.from[i])+s])
		}
	}
}

// At returns the total of the records of a cell at a state that they have had.
func (c *Cube[C]) At(cell int, state uint8) *Tally {
	weaker := c.had[cell] & (1<<state - 1)
	return &c.entries[int(c.from[cell])+bits.OnesCount8(weaker)]
}

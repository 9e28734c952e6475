package funding

import (
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// cube holds what the allocations of each cell add up to at each status that they
// have had, so that a question that is not about days or amounts looks at cells
// and not at allocations. What stands apart is not in it: superseded awards, and
// joint ones where a split is in force, are taken one by one.
type cube struct {
	cells   []cell
	sizes   []int    // how many allocations each cell has
	from    []uint32 // where the entries of each cell begin
	entries []tally  // one for each status that the cell's allocations have had, up the ladder
}

// cubeWorth is how many allocations an entry must stand for, on average, to be
// worth its room.
const cubeWorth = 32

// cubes returns the cube of the index's own cells and a coarser one, in which the
// vanguards of one category, wave and region are one. Either is nil where there
// are too few allocations for so many cells.
func (ix *index) cubes() (fine, coarse *cube) {
	fine, to := ix.finest()
	coarse, further := ix.coarser(fine)
	switch n := ix.len() / cubeWorth; {
	case len(coarse.entries) > n:
		return nil, nil
	case len(fine.entries) > n:
		for i := range to {
			to[i] = further[to[i]]
		}
		ix.fill(coarse, to)
		return nil, coarse
	}
	ix.fill(fine, to)
	coarse.take(fine, further)
	return fine, coarse
}

// finest returns the empty cube of the index's own cells, in order, and where each
// cell stands in it. Cells of one row of a table then mostly follow each other,
// which halved the time of a table of sixty thousand rows.
func (ix *index) finest() (*cube, []uint32) {
	order := make([]uint32, len(ix.cells))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return ix.cells[a].compare(&ix.cells[b]) })
	cells, to := make([]cell, len(order)), make([]uint32, len(order))
	for i, id := range order {
		cells[i], to[id] = ix.cells[id], uint32(i)
	}
	return newCube(cells), to
}

// fill adds all allocations to a cube; to tells where each of the index's cells
// stands in it. Each processor fills a cube of its own with a run of blocks.
func (ix *index) fill(c *cube, to []uint32) {
	n := parallel.Parts(ix.len(), leastPart)
	parts := make([]*cube, n)
	parallel.Do(n, func(i int) {
		parts[i] = newCube(c.cells)
		parts[i].walk(ix, to, len(ix.facts.blocks)*i/n, len(ix.facts.blocks)*(i+1)/n)
	})
	for _, part := range parts {
		for i := range c.sizes {
			c.sizes[i] += part.sizes[i]
		}
		for i := range c.entries {
			c.entries[i].merge(&part.entries[i])
		}
	}
}

// walk adds the allocations of blocks. Columns are read in a stream; the cells of a
// book with few vanguards stay in the processor's cache, and an allocation of one
// event takes some sixty instructions.
func (c *cube) walk(ix *index, to []uint32, from, until int) {
	if from == until {
		return
	}
	end := int(ix.facts.blocks[from])
	for _, id := range ix.facts.cellOf[from*block : min(until*block, ix.len())] {
		first := end
		end = ix.end(first)
		place := to[id]
		c.sizes[place]++
		at := c.from[place]
		if end == first+1 && c.cells[place].had != 0 {
			c.entries[at].add(ix.facts.tags[first].status(), ix.facts.amounts[first], ix.facts.tags[first].known())
			continue
		}
		var f statusFigures
		for e := first; e < end; e++ {
			f.add(ix.facts.tags[e].status(), ix.facts.days[e], ix.facts.amounts[e], ix.facts.tags[e].known(), true)
		}
		for had := f.had; had != 0; had &= had - 1 {
			s := Status(bits.TrailingZeros8(uint8(had)))
			c.entries[at].add(s, f.at[s].pence, f.at[s].known)
			at++
		}
	}
}

// newCube returns a cube of these cells with nothing in it.
func newCube(cells []cell) *cube {
	c := &cube{cells: cells, sizes: make([]int, len(cells)), from: make([]uint32, len(cells))}
	n := 0
	for i := range cells {
		c.from[i] = uint32(n)
		n += bits.OnesCount8(uint8(cells[i].had))
	}
	c.entries = make([]tally, n)
	return c
}

// coarser returns the empty cube in which one party stands for all vanguards that
// no dimension but their own tells apart, and where each cell of the fine one
// stands in it.
func (ix *index) coarser(fine *cube) (*cube, []uint32) {
	parties := ix.alike()
	at := map[cell]uint32{}
	var cells []cell
	to := make([]uint32, len(fine.cells))
	for i, c := range fine.cells {
		c.party = parties[c.party]
		place, known := at[c]
		if !known {
			place = uint32(len(cells))
			at[c] = place
			cells = append(cells, c)
		}
		to[i] = place
	}
	return newCube(cells), to
}

// take adds all that a finer cube holds.
func (c *cube) take(fine *cube, to []uint32) {
	for i, place := range to {
		c.sizes[place] += fine.sizes[i]
		for s := range bits.OnesCount8(uint8(fine.cells[i].had)) {
			c.entries[int(c.from[place])+s].merge(&fine.entries[int(fine.from[i])+s])
		}
	}
}

// alike returns for each party the first one that is like it under every
// dimension but its own. A joint party is like itself only: filters ask who its
// members are.
func (ix *index) alike() []uint32 {
	type dicts struct{ category, wave, region int }
	first := map[dicts]uint32{}
	out := make([]uint32, len(ix.parties))
	for i, p := range ix.parties {
		out[i] = uint32(i)
		if len(p.members) != 1 {
			continue
		}
		at := dicts{p.category, p.wave, p.region}
		if other, known := first[at]; known {
			out[i] = other
		} else {
			first[at] = uint32(i)
		}
	}
	return out
}

// cube returns the cube that answers a question, or nil.
func (q *query) cube(byVanguard bool) *cube {
	if q.dayAsked || q.predicates {
		return nil
	}
	if byVanguard || q.vanguardAsked {
		return q.fine
	}
	return q.coarse
}

// entry returns what the allocations of a cell add up to at a status that they
// have had.
func (c *cube) entry(i int, s Status) *tally {
	weaker := c.cells[i].had & (setOf(s) - 1)
	return &c.entries[int(c.from[i])+bits.OnesCount8(uint8(weaker))]
}

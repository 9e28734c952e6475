package funding

import (
	"maps"
	"slices"
	"sync"
)

// groups finds the tally of a row by its number.
type groups struct {
	layout  *layout
	query   *query // that was asked
	once    sync.Once
	known   vanguardsKnown // once it is asked for
	dense   []tally        // by number; nil where there are too many
	sparse  map[uint64]int
	tallies []tally  // of sparse
	order   []uint64 // the numbers in sparse, once they are settled
}

// denseRows is how many numbers a table may always have to be held in a slice. A
// book of many cells or allocations may fill a larger one.
const denseRows = 1 << 12

func newGroups(l *layout) *groups {
	if l.rows <= uint64(max(denseRows, len(l.cells), l.len()/16)) {
		return &groups{layout: l, dense: make([]tally, l.rows)}
	}
	return &groups{layout: l, sparse: map[uint64]int{}}
}

// at returns the tally of the row with a number, good until the next.
func (g *groups) at(n uint64) *tally {
	if g.dense != nil {
		return &g.dense[n]
	}
	i, ok := g.sparse[n]
	if !ok {
		i = len(g.tallies)
		g.sparse[n] = i
		g.tallies = append(g.tallies, tally{})
	}
	return &g.tallies[i]
}

// find returns the tally of the row with a number, or nil.
func (g *groups) find(n uint64) *tally {
	if g.dense != nil {
		return &g.dense[n]
	}
	i, ok := g.sparse[n]
	if !ok {
		return nil
	}
	return &g.tallies[i]
}

// tally returns the tally of the row with a number, a blank one where there is none.
func (g *groups) tally(n uint64) *tally {
	if t := g.find(n); t != nil {
		return t
	}
	return new(tally)
}

// finishGroups puts the numbers of sparse in order, which each needs.
func (g *groups) finishGroups() {
	if len(g.sparse) > 0 {
		g.order = slices.Sorted(maps.Keys(g.sparse))
	}
}

// each passes the rows that have something, in the order of their numbers.
func (g *groups) each(yield func(uint64, *tally) bool) {
	for n := range g.dense {
		if t := &g.dense[n]; !t.empty() && !yield(uint64(n), t) {
			return
		}
	}
	for _, n := range g.order {
		if t := &g.tallies[g.sparse[n]]; !t.empty() && !yield(n, t) {
			return
		}
	}
}

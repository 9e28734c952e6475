package facts

import (
	"maps"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/exact"
)

// Tally is the total of the records of a group. Its sum has 128 bits, so that only
// the result can overflow, never an intermediate sum.
type Tally struct {
	Sum                       exact.Sum
	Min, Max                  int64
	Count, Unknown, Uncounted int // known amounts, unknown amounts, records without an amount that counts
}

// Add adds a record with its state; state 0 means that no amount of it counts.
func (t *Tally) Add(state uint8, amount int64, known bool) {
	switch {
	case state == 0:
		t.Uncounted++
	case !known:
		t.Unknown++
	default:
		if t.Count == 0 {
			t.Min, t.Max = amount, amount
		}
		t.Min, t.Max = min(t.Min, amount), max(t.Max, amount)
		t.Sum.Add(amount)
		t.Count++
	}
}

// Merge adds another tally.
func (t *Tally) Merge(o *Tally) {
	switch {
	case o.Count == 0:
	case t.Count == 0:
		t.Min, t.Max = o.Min, o.Max
	default:
		t.Min, t.Max = min(t.Min, o.Min), max(t.Max, o.Max)
	}
	t.Sum.AddSum(o.Sum)
	t.Count += o.Count
	t.Unknown += o.Unknown
	t.Uncounted += o.Uncounted
}

// Empty reports whether nothing was added.
func (t *Tally) Empty() bool { return t.Count == 0 && t.Unknown == 0 && t.Uncounted == 0 }

// Groups are the tallies of groups by their numbers: an array if there are few
// numbers, otherwise a hash table.
type Groups struct {
	dense   []Tally // nil if there are too many numbers
	sparse  map[uint64]int
	tallies []Tally  // of sparse
	order   []uint64 // the numbers of sparse, once they are sorted
}

// NewGroups returns empty groups with numbers below n, in an array if n is at most
// dense.
func NewGroups(n, dense uint64) Groups {
	if n <= dense {
		return Groups{dense: make([]Tally, n)}
	}
	return Groups{sparse: map[uint64]int{}}
}

// At returns the tally of a group, for changes before the next call.
func (g *Groups) At(n uint64) *Tally {
	if g.dense != nil {
		return &g.dense[n]
	}
	i, ok := g.sparse[n]
	if !ok {
		i = len(g.tallies)
		g.sparse[n] = i
		g.tallies = append(g.tallies, Tally{})
	}
	return &g.tallies[i]
}

// Get returns the tally of a group, or an empty one if there is none.
func (g *Groups) Get(n uint64) *Tally {
	if g.dense != nil {
		return &g.dense[n]
	}
	if i, ok := g.sparse[n]; ok {
		return &g.tallies[i]
	}
	return new(Tally)
}

// Merge adds the tallies of others.
func (g *Groups) Merge(o *Groups) {
	o.Sort()
	for n, t := range o.All {
		g.At(n).Merge(t)
	}
}

// Sort sorts the numbers, after all tallies have been added.
func (g *Groups) Sort() {
	if len(g.sparse) > 0 {
		g.order = slices.Sorted(maps.Keys(g.sparse))
	}
}

// All yields the groups that are not empty, in the order of their numbers. Sort
// must have been called.
func (g *Groups) All(yield func(uint64, *Tally) bool) {
	for n := range g.dense {
		if t := &g.dense[n]; !t.Empty() && !yield(uint64(n), t) {
			return
		}
	}
	for _, n := range g.order {
		if t := &g.tallies[g.sparse[n]]; !t.Empty() && !yield(n, t) {
			return
		}
	}
}

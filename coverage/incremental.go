package coverage

import (
	"cmp"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Step is one footprint in a stated order.
type Step struct {
	Footprint FootprintID `json:"footprint"` // the footprint's id
	// Added is the people of this footprint who are in none of those before it.
	Added Estimate `json:"added"`
	// Covered is the people in this footprint or in one of those before it.
	Covered Estimate `json:"covered"`
}

// Incremental adds footprints of the selection up one after the other and
// returns what each adds to those before it. What a footprint adds depends on
// the order, so the order is stated: a footprint that comes first adds all its
// people, one that comes last only those whom nobody else covers. Footprints
// that are not named are left out.
//
// An empty order is a Required error, a footprint that is not in the selection
// an Unknown error, and one that is named twice a Duplicate error.
func (s *Selection) Incremental(order ...FootprintID) ([]Step, error) {
	steps, ordered, err := s.ordered(order)
	if err != nil {
		return nil, err
	}
	var w walker
	ordered.each(func(v *zoneView) { w.step(v, steps) })
	for i := range steps[1:] { // what each step adds to the bounds of the union becomes the union up to it
		steps[i+1].Covered.add(steps[i].Covered.Low, steps[i].Covered.High, steps[i].Covered.Approximate)
	}
	return steps, nil
}

// stepped is a block as far as the steps have come.
type stepped struct {
	*block
	order        []int // its parts in the order of the steps
	next         int   // the first of them that is still to come
	largest, all int64 // of the parts before
	about        bool
}

// begin starts again, at a block.
func (s *stepped) begin(b *block) {
	*s = stepped{block: b, order: s.order[:0]}
	for i := range b.in {
		s.order = append(s.order, i)
	}
	slices.SortFunc(s.order, func(i, j int) int { return cmp.Compare(b.in[i], b.in[j]) })
}

// step goes on to a position, and returns what its part adds and the bounds of the
// union so far.
func (s *stepped) step(position int32) (added, union span) {
	if s.next < len(s.order) && s.in[s.order[s.next]] == position {
		p := s.part(s.order[s.next])
		s.next++
		s.about = s.about || p.about
		if s.parts != nil || s.next == 1 { // otherwise all are there already
			added = span{max(0, p.low-s.all), min(p.high, s.people-s.largest), s.about}
		}
		s.largest, s.all = max(s.largest, p.low), min(s.people, s.all+p.high)
	}
	return added, span{s.largest, s.all, s.about}
}

// walker adds the people of views to the steps, and keeps its working memory.
type walker struct {
	blocks   []stepped
	together stepped
}

// step adds the people of a view to the steps: what each adds, and what each adds to
// the bounds of the union.
func (w *walker) step(v *zoneView, steps []Step) {
	slices.Sort(v.named) // in which a block may have its footprints
	blocks := slices.Grow(w.blocks[:0], len(v.blocks))[:len(v.blocks)]
	w.blocks = blocks
	for i := range v.blocks {
		blocks[i].begin(&v.blocks[i])
	}
	var together *stepped
	if v.together != nil {
		together = &w.together
		together.begin(v.together)
	}
	var before span
	for _, position := range v.named {
		var added, union, sureAdded, sureUnion span
		for i := range blocks {
			a, u := blocks[i].step(position)
			if v.blocks[i].parts == nil {
				sureAdded, sureUnion = sureAdded.plus(a), sureUnion.plus(u)
				continue
			}
			added, union = added.plus(a), union.plus(u)
		}
		if together != nil {
			a, u := together.step(position)
			added.low, added.high = max(added.low, a.low), min(added.high, a.high)
			union.low, union.high = max(union.low, u.low), min(union.high, u.high)
		}
		added, union = added.plus(sureAdded), union.plus(sureUnion)
		steps[position].Added.add(added.low, added.high, added.about)
		steps[position].Covered.add(union.low-before.low, union.high-before.high, union.about)
		before = union
	}
}

// ordered returns the footprints of an order, with nobody in them so far, and
// the selection of them by place in the order.
func (s *Selection) ordered(order []FootprintID) ([]Step, *Selection, error) {
	const op = "coverage.Selection.Incremental"
	if len(order) == 0 {
		return nil, nil, fault.New(op, validate.Required, "", "name the footprints in the order in which they are added")
	}
	ordered := &Selection{on: s.on, rank: slices.Repeat([]int32{none}, len(s.rank)), count: int32(len(order)), empty: s.empty}
	steps := make([]Step, len(order))
	for i, id := range order {
		n, ok := slices.BinarySearchFunc(s.atlas().footprints, id, func(f footprint, id FootprintID) int { return cmp.Compare(f.id, id) })
		if !ok || s.rank[n] == none {
			return nil, nil, fault.New(op, validate.Unknown, string(id), "the selection has no such footprint")
		}
		if ordered.rank[n] != none {
			return nil, nil, fault.New(op, validate.Duplicate, string(id), "each footprint is added once")
		}
		ordered.rank[n] = int32(i)
		steps[i] = Step{Footprint: id, Added: s.nobody(), Covered: s.nobody()}
	}
	return steps, ordered, nil
}

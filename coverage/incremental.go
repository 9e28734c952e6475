package coverage

import (
	"cmp"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Step is one footprint in a stated order.
type Step struct {
	Footprint FootprintID `json:"footprint"`
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
	var by []int // the block's parts in the stated order
	ordered.each(func(b *block) {
		if b.parts == nil {
			if len(b.in) > 0 {
				first := &steps[slices.Min(b.in)]
				first.Added.add(b.people, b.people)
				first.Covered.add(b.people, b.people)
			}
			return
		}
		by = by[:0]
		for i := range b.in {
			by = append(by, i)
		}
		slices.SortFunc(by, func(i, j int) int { return cmp.Compare(b.in[i], b.in[j]) })
		var largest, all int64 // of the parts before
		for _, i := range by {
			p, step := b.parts[i], &steps[b.in[i]]
			step.Added.add(max(0, p.low-all), min(p.high, b.people-largest))
			step.Covered.add(max(0, p.low-largest), min(p.high, b.people-min(all, b.people)))
			largest = max(largest, p.low)
			all += p.high
		}
	})
	for i := range steps[1:] { // what each step adds to the bounds of the union becomes the union up to it
		steps[i+1].Covered.add(steps[i].Covered.Low, steps[i].Covered.High)
	}
	return steps, nil
}

// ordered returns the footprints of an order, with nobody in them so far, and
// the selection of them by place in the order.
func (s *Selection) ordered(order []FootprintID) ([]Step, *Selection, error) {
	const op = "coverage.Selection.Incremental"
	if len(order) == 0 {
		return nil, nil, fault.New(op, validate.Required, "", "name the footprints in the order in which they are added")
	}
	ordered := &Selection{atlas: s.atlas, rank: slices.Repeat([]int32{none}, len(s.rank)), count: int32(len(order))}
	steps := make([]Step, len(order))
	for i, id := range order {
		n, ok := slices.BinarySearchFunc(s.atlas.footprints, id, func(f footprint, id FootprintID) int { return cmp.Compare(f.id, id) })
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

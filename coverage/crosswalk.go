package coverage

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Crosswalk says how the people of one set of areas lie in another: practices in
// small areas, small areas in commissioning groups, the groups of 2015 in those of
// 2017. [NewCrosswalk] makes one from the people of areas that nest in both,
// [Succession.Crosswalk] from mergers and splits; [Crosswalk.Then] chains two.
//
// A crosswalk moves counts with [Crosswalk.Counts] and rates with
// [Crosswalk.Rates]. The total is preserved: what comes out, with what has no
// target, is what went in.
type Crosswalk struct {
	// From and To are the editions of the two sets.
	From Edition `json:"from"`
	To   Edition `json:"to"` // the edition that it leads to
	// Method says how the weights were found.
	Method Method `json:"method,omitzero"`
	// Weights are the weights above zero, in any order; each pair of areas once.
	Weights []Weight `json:"weights,omitempty"`
	// Identity says that an area of which no weight leads away stays what it is,
	// beside whatever joins it: that of a succession of events. Pseudo codes and
	// those known to be of another edition than From are in no target, as all such
	// areas are without it.
	Identity bool               `json:"identity,omitzero"`
	Sources  []caremodel.Source `json:"sources,omitempty"` // where it was read
}

// Weight is the share of a source area's people who are in a target area. The
// shares of one source add up to at most the whole; what they leave is people
// who are in no target.
type Weight struct {
	From  AreaCode `json:"from"`           // an area of the edition From
	To    AreaCode `json:"to"`             // an area of the edition To
	Share Share    `json:"share,omitzero"` // zero = all of them
}

// Intersection is the people who are in one area of each of two editions: those
// of a small area that nests in both, or the registrations of one practice in one
// small area. A blank To is people in no target.
type Intersection struct {
	From   AreaCode `json:"from"`        // an area of the one edition
	To     AreaCode `json:"to,omitzero"` // an area of the other
	People int64    `json:"people"`      // who live in both
}

// NewCrosswalk makes a crosswalk from the people whom a source and a target area
// have in common. Intersections of one pair add up. By method:
//
//   - [MethodExact]: every source must have one target; anything else is a
//     [NotConserved] error.
//   - [MethodBestFit]: a source goes whole to the target that has most of its
//     people, on a tie to the one whose code comes first.
//   - [MethodPopulationWeighted]: a source is shared out by its people,
//     p(i and j)/p(i).
//   - [MethodEqualSplit]: a source is shared out in equal parts, whoever lives
//     there.
//
// A source in which nobody lives is shared out in equal parts. Weights are in the
// order of their codes.
func NewCrosswalk(from, to Edition, method Method, parts []Intersection) (Crosswalk, error) {
	c := Crosswalk{From: from, To: to, Method: method}
	parts, err := mergeIntersections(parts)
	if err != nil {
		return Crosswalk{}, err
	}
	for len(parts) > 0 {
		n := 1
		for n < len(parts) && parts[n].From == parts[0].From {
			n++
		}
		if c.Weights, err = appendWeights(c.Weights, method, parts[:n]); err != nil {
			return Crosswalk{}, err
		}
		parts = parts[n:]
	}
	if err := c.Validate().Err(); err != nil {
		return Crosswalk{}, err
	}
	return c, nil
}

// mergeIntersections returns the intersections by source and target, each pair
// once.
func mergeIntersections(parts []Intersection) ([]Intersection, error) {
	const op = "coverage.NewCrosswalk"
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b Intersection) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	merged := parts[:0]
	for _, p := range parts {
		if p.People < 0 {
			return nil, fault.New(op, validate.Range, strconv.FormatInt(p.People, 10), fmt.Sprintf("people of %s in %s: at least 0", p.From, p.To))
		}
		last := len(merged) - 1
		if last < 0 || merged[last].From != p.From || merged[last].To != p.To {
			merged = append(merged, p)
			continue
		}
		if merged[last].People += p.People; merged[last].People < 0 {
			return nil, fault.New(op, validate.Overflow, string(p.From), "the people of this area add up to more than can be held")
		}
	}
	return merged, nil
}

// appendWeights adds the weights of one source.
func appendWeights(weights []Weight, method Method, source []Intersection) ([]Weight, error) {
	const op = "coverage.NewCrosswalk"
	var total int64
	for _, p := range source {
		if total += p.People; total < 0 || total >= shareLimit {
			return nil, fault.New(op, validate.Overflow, string(p.From), "the people of this area add up to more than can be held")
		}
	}
	switch {
	case len(source) == 1:
		return appendWeight(weights, source[0], Share{}), nil
	case method == MethodExact:
		return nil, fault.New(op, NotConserved, string(source[0].From), fmt.Sprintf("by the method exact an area has one target, and this one has %d", len(source)))
	case method == MethodBestFit:
		best := slices.MaxFunc(source, func(a, b Intersection) int { return cmp.Compare(a.People, b.People) })
		return appendWeight(weights, best, Share{}), nil
	case method == MethodEqualSplit || total == 0:
		for _, p := range source {
			weights = appendWeight(weights, p, newShare(1, int64(len(source))))
		}
		return weights, nil
	}
	for _, p := range source {
		if p.People > 0 {
			weights = appendWeight(weights, p, newShare(p.People, total))
		}
	}
	return weights, nil
}

// appendWeight adds one weight, unless it leads nowhere.
func appendWeight(weights []Weight, p Intersection, s Share) []Weight {
	if p.To == "" {
		return weights
	}
	return append(weights, Weight{p.From, p.To, s})
}

// BestFit returns the crosswalk in which every source goes whole to the target
// that has the largest share of it, on a tie to the one whose code comes first. A
// source that is mostly in no target still goes to the largest of its targets.
func (c Crosswalk) BestFit() Crosswalk {
	order := weightOrder(c.Weights)
	weights := make([]Weight, 0, len(c.Weights))
	for len(order) > 0 {
		n := sourceLen(c.Weights, order)
		best := c.Weights[order[0]]
		for _, at := range order[1:n] {
			if w := c.Weights[at]; w.Share.Compare(best.Share) > 0 {
				best = w
			}
		}
		weights = append(weights, Weight{From: best.From, To: best.To})
		order = order[n:]
	}
	c.Weights, c.Sources = weights, deep.Copy(c.Sources)
	if c.Method != MethodExact {
		c.Method = MethodBestFit
	}
	return c
}

// crossing is a crosswalk made ready to move figures.
type crossing struct {
	sources []source
	index   map[AreaCode]int32 // source area to its place among the sources
	targets []AreaCode         // in the order of their codes
}

// source is what becomes of one source area.
type source struct {
	area  AreaCode
	parts []crossPart
	whole bool // the shares add up to the whole: nobody is left over
}

type crossPart struct {
	target int32
	share  Share
}

// withIdentity returns the crosswalk with the weights that Identity gives these areas.
func (c Crosswalk) withIdentity(areas []AreaCode) Crosswalk {
	if !c.Identity {
		return c
	}
	known := make(map[AreaCode]bool, len(c.Weights))
	for _, w := range c.Weights {
		known[w.From] = true
	}
	c.Weights = slices.Clip(c.Weights)
	for _, area := range areas {
		if !known[area] && area.standsIn(c.From) {
			known[area] = true
			c.Weights = append(c.Weights, Weight{From: area, To: area})
		}
	}
	return c
}

// compile checks the crosswalk and makes it ready for figures of these areas.
func (c Crosswalk) compile(areas ...AreaCode) (*crossing, error) {
	if err := c.Validate().Err(); err != nil {
		return nil, err
	}
	c = c.withIdentity(areas)
	x := &crossing{index: make(map[AreaCode]int32, len(c.Weights))}
	x.targets = make([]AreaCode, 0, len(c.Weights))
	for _, w := range c.Weights {
		x.targets = append(x.targets, w.To)
	}
	slices.Sort(x.targets)
	x.targets = slices.Compact(x.targets)
	order := weightOrder(c.Weights)
	parts := make([]crossPart, 0, len(order))
	for len(order) > 0 {
		n := sourceLen(c.Weights, order)
		from := len(parts)
		var sum rational
		for i, at := range order[:n] {
			w := c.Weights[at]
			if i > 0 && c.Weights[order[i-1]] == w {
				continue // a row given twice counts once
			}
			target, _ := slices.BinarySearch(x.targets, w.To)
			parts = append(parts, crossPart{int32(target), w.Share})
			sum.add(w.Share)
		}
		area := c.Weights[order[0]].From
		x.index[area] = int32(len(x.sources))
		x.sources = append(x.sources, source{area, parts[from:len(parts):len(parts)], sum.isOne()})
		order = order[n:]
	}
	return x, nil
}

// areasOf returns the areas of cells.
func areasOf(cells []Population) []AreaCode {
	areas := make([]AreaCode, len(cells))
	for i := range cells {
		areas[i] = cells[i].Area
	}
	return areas
}

// of returns what becomes of an area; false where the crosswalk does not know it.
func (x *crossing) of(area AreaCode) (source, bool) {
	i, ok := x.index[area]
	if !ok {
		return source{}, false
	}
	return x.sources[i], true
}

// Method says how the weights of a [Crosswalk] were found. A higher value leans
// on a stronger assumption. The zero Method is unset.
type Method uint8

// The methods.
const (
	// MethodExact: every source area lies wholly within one target.
	MethodExact Method = iota + 1
	// MethodBestFit: every source area goes to the one target that has most of
	// it, though others have some.
	MethodBestFit
	// MethodPopulationWeighted: a source area is shared out as the people of
	// smaller areas, which nest in both, are.
	MethodPopulationWeighted
	// MethodEqualSplit: a source area is shared out in equal parts, for want of
	// anything better.
	MethodEqualSplit
)

var methodNames = ladder.Names{"exact", "best-fit", "population-weighted", "equal-split"}

package coverage

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Contribution is what one footprint brings to a selection.
type Contribution struct {
	Footprint FootprintID          `json:"footprint"`
	Vanguard  caremodel.VanguardID `json:"vanguard,omitzero"`
	// People is the footprint's own size.
	People Estimate `json:"people"`
	// Exclusive is the people who are in this footprint and in no other of the
	// selection.
	Exclusive Estimate `json:"exclusive"`
	// Marginal is how many people the selection would lose without the
	// footprint: the union less the union of the others. These are the people
	// who are in no other footprint, so that its bounds are those of Exclusive;
	// they are tighter than the difference of the two unions' own bounds.
	Marginal Estimate `json:"marginal"`
	// Attributed is the footprint's part of the covered people when each cell
	// is divided between the footprints on it in proportion to what they hold
	// of it: evenly where all hold it whole. It is additive: over all
	// footprints of the selection it adds up to Covered().High, and so do the
	// sums by category, region or wave.
	Attributed int64 `json:"attributed"`
}

// Each returns what each footprint brings, in the order of their ids.
//
// Attributed divides whole people, cell by cell, by largest remainder; on a tie
// the footprint whose id comes first gets the person. For whole areas it is the
// Shapley value of the union but for that rounding.
func (s *Selection) Contributions() []Contribution {
	list := make([]Contribution, s.count)
	for i, f := range s.members() {
		list[i] = Contribution{Footprint: f.id, Vanguard: f.vanguard, People: s.nobody(), Exclusive: s.nobody(), Marginal: s.nobody()}
	}
	d := divider{cells: s.atlas.cells}
	s.each(func(b *block) {
		if b.parts == nil {
			for _, at := range b.in {
				list[at].People.add(b.people, b.people)
			}
			if len(b.in) == 1 {
				list[b.in[0]].Exclusive.add(b.people, b.people)
			}
		} else {
			exclusive(list, b)
		}
		for i, n := range d.divide(b) {
			list[b.in[i]].Attributed += n
		}
	})
	for i := range list {
		list[i].Marginal = list[i].Exclusive
	}
	return list
}

// exclusive adds the people of a block of parts, and those in one part alone:
// at least what the others cannot cover even when all of them lie in it, at
// most what is left when the largest of them lies outside.
func exclusive(list []Contribution, b *block) {
	var all, first, second int64 // the sum of the parts; the two largest that are sure
	for _, p := range b.parts {
		all += p.high
		second = max(second, min(first, p.low))
		first = max(first, p.low)
	}
	for i, p := range b.parts {
		largest := first
		if p.low == first {
			largest = second
		}
		one := &list[b.in[i]]
		one.People.add(p.low, p.high)
		one.Exclusive.add(max(0, p.low-(all-p.high)), min(p.high, b.people-largest))
	}
}

// divider divides the people of a block between the footprints that hold them,
// and keeps its working memory.
type divider struct {
	cells *cells
	splitter
	weights, shares, left []int64
}

// divide returns how many people of the block each of its footprints gets, by
// position in the block.
func (d *divider) divide(b *block) []int64 {
	k := len(b.in)
	d.shares = zeros(d.shares, k)
	switch {
	case k == 0:
	case b.parts != nil:
		d.weights = d.weights[:0]
		all := int64(0)
		for _, p := range b.parts {
			d.weights = append(d.weights, p.high)
			all += p.high
		}
		d.split(d.shares, min(all, b.people), d.weights, nil)
	case k == 1:
		d.shares[0] = b.people
	default:
		d.even(b, int64(k))
	}
	return d.shares
}

// even divides a block that every footprint holds whole: of each cell everybody
// gets people/k, and the first ones one more until the cell is used up.
func (d *divider) even(b *block, k int64) {
	d.left = zeros(d.left, int(k)) // cells by how many people the division leaves
	each := int64(0)
	divide := func(people int64) {
		each += people / k
		d.left[people%k]++
	}
	if b.areas == nil { // the block is one cell
		divide(b.people)
	}
	for _, area := range b.areas {
		for _, people := range d.cells.of(int(area)).people {
			divide(people)
		}
	}
	more := int64(0)
	for i := k - 1; i >= 0; i-- {
		d.shares[i] = each + more
		more += d.left[i]
	}
}

// zeros returns k zeros, in list's memory if it is large enough.
func zeros(list []int64, k int) []int64 {
	list = slices.Grow(list[:0], k)[:k]
	clear(list)
	return list
}

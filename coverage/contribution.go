package coverage

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/exact"
)

// Contribution is what one footprint contributes to a selection.
type Contribution struct {
	Footprint FootprintID          `json:"footprint"`         // the footprint's id
	Vanguard  caremodel.VanguardID `json:"vanguard,omitzero"` // whose it is
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
	// Attributed is the footprint's part of the covered people when they are
	// divided between the footprints in proportion to what these hold of an area:
	// evenly where all hold it whole. It is additive: over all
	// footprints of the selection it adds up to Covered().High, and so do the
	// sums by category, region or wave.
	Attributed int64 `json:"attributed"`
}

// Contributions returns what each footprint brings, in the order of their ids.
//
// Attributed divides the people covered, the upper bound where it is one, by what
// each footprint holds of them: everybody in k footprints that hold an area whole
// counts 1/k in each, and other people by the size of the parts. The sums are
// brought to whole people once, by largest remainder, so that each is within one
// person of the exact figure however finely the base is cut; on a tie the footprint
// whose id comes first gets the person. For whole areas it is the Shapley value of
// the union but for that rounding.
func (s *Selection) Contributions() []Contribution {
	list := make([]Contribution, s.count)
	for f, at := range s.rank {
		if at == none {
			continue
		}
		p := &s.atlas().footprints[f]
		own := s.own(f)
		list[at] = Contribution{Footprint: p.id, Vanguard: p.vanguard, People: s.empty.people(own.low, own.high), Exclusive: s.nobody()}
		list[at].People.Approximate = p.about
	}
	var sums bounds
	d := newAttributor(int(s.count))
	add := func(at int32, low, high int64, about bool) { list[at].Exclusive.add(low, high, about) }
	s.each(func(v *zoneView) {
		sums.of(v, int(s.count), exclusive, add)
		d.view(v)
	})
	for i, n := range d.attributed(s.Covered().High) {
		list[i].Attributed = n
		list[i].Exclusive.High = min(list[i].Exclusive.High, list[i].People.High)
		list[i].Marginal = list[i].Exclusive
	}
	return list
}

// exclusive is the people of a block who are in one part alone: at least what the
// others cannot cover even when all of them lie in it, at most what is left when the
// largest of them lies outside.
func exclusive(b *block, put func(at int32, low, high int64, about bool)) {
	if b.parts == nil {
		for _, at := range b.in {
			if len(b.in) > 1 {
				put(at, 0, 0, false)
				continue
			}
			put(at, b.people-b.hidden, b.people, false)
		}
		return
	}
	var all, first, second int64 // the sum of the parts; the two largest that are sure
	for _, p := range b.parts {
		all += p.high
		second = max(second, min(first, p.low))
		first = max(first, p.low)
	}
	about := b.about()
	for i, p := range b.parts {
		largest := first
		if p.low == first {
			largest = second
		}
		put(b.in[i], max(0, p.low-(all-p.high)), min(p.high, b.people-largest), about)
	}
}

// attributor divides the people covered between the footprints that hold them.
type attributor struct {
	even  [][]int64 // by how many footprints hold an area whole, then by position: their people
	other []fixed   // by position: what is divided by size
}

func newAttributor(footprints int) *attributor { return &attributor{other: make([]fixed, footprints)} }

// view divides the people of a view: of those who are not certain, each footprint
// gets its part in proportion to how many of them it holds, and never more than that.
func (d *attributor) view(v *zoneView) {
	_, high, _ := v.union()
	open := v.together
	for i := range v.blocks {
		if b := &v.blocks[i]; b.parts == nil {
			d.evenly(b)
			high -= b.people
		} else if v.together == nil {
			open = b
		}
	}
	if open != nil {
		d.bySize(open, high)
	}
}

// evenly divides a block that its footprints hold whole.
func (d *attributor) evenly(b *block) {
	k := len(b.in)
	for len(d.even) <= k {
		d.even = append(d.even, nil)
	}
	if d.even[k] == nil {
		d.even[k] = make([]int64, len(d.other))
	}
	for _, at := range b.in {
		d.even[k][at] += b.people
	}
}

// bySize divides so many people of a block.
func (d *attributor) bySize(b *block, people int64) {
	var sum int64
	for _, p := range b.parts {
		sum += p.high
	}
	for i, p := range b.parts {
		d.other[b.in[i]] = d.other[b.in[i]].plus(fixed{whole: uint64(people)}.times(p.high, sum))
	}
}

// attributed brings the sums to whole people, who add up to this many.
func (d *attributor) attributed(people int64) []int64 {
	out := make([]int64, len(d.other))
	rests := make([]exact.Remainder, len(d.other))
	var sum fixed
	for at := range out {
		quota := d.other[at]
		for k, even := range d.even {
			if even != nil {
				quota = quota.plus(fixed{whole: uint64(even[at])}.times(1, int64(k)))
			}
		}
		sum = sum.plus(quota)
		out[at], rests[at] = int64(quota.whole), exact.Remainder{Index: at, Rest: quota.remainder()}
	}
	left := people
	for _, n := range out {
		left -= n
	}
	for _, r := range exact.Largest(rests, uint64(max(0, min(left, int64(len(out))))), nil) {
		out[r.Index]++
	}
	return out
}

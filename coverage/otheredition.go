package coverage

import (
	"cmp"
	"maps"
	"slices"
)

// otherEditions brings parts that name areas of other editions into the base.
type otherEditions struct {
	cells *cells
	into  map[AreaCode]made // what each area of another edition consists of
}

// crossed is a part, and the crosswalk by which its area was stated; 0 = none.
type crossed struct {
	Part
	walk int32
}

// made is what an area of another edition consists of.
type made struct {
	places []place
	walk   int32 // which crosswalk says so, counted from 1
}

// place is a share of the people of one area of the base.
type place struct {
	area  int32
	share Share
}

// newOtherEditions takes the crosswalks from the base's edition. Where two lead
// to one code the earlier one holds.
func newOtherEditions(c *cells, s Survey) otherEditions {
	into := make(map[AreaCode]made)
	for i, x := range s.Crosswalks {
		if x.From != s.Base.Edition {
			continue
		}
		found := make(map[AreaCode][]place)
		for _, w := range x.Weights {
			if area := c.number(w.From); area >= 0 && c.number(w.To) < 0 && into[w.To].walk == 0 {
				found[w.To] = append(found[w.To], place{area, w.Share})
			}
		}
		for code, places := range found {
			slices.SortFunc(places, func(p, q place) int { return cmp.Compare(c.areas[p.area], c.areas[q.area]) })
			into[code] = made{places, int32(i) + 1}
		}
	}
	return otherEditions{c, into}
}

// parts returns the parts of a footprint with every whole area of another
// edition replaced by the areas of the base that make it up. What several areas
// of one edition have of an area of the base are different people and adds up
// before anything is rounded; those of two editions may be the same people. A
// share of such an area stays as it is: it is a share of all its people together.
// Parts of one edition come together and those of the base last, so that no order
// of the list changes what they add up to.
func (x otherEditions) parts(list []Part) []crossed {
	var out []crossed
	met := make(map[AreaCode][]int) // areas of other editions: where they stand in list
	type origin struct {
		area AreaCode
		walk int32
	}
	parts := make(map[origin][]int) // areas of the base and crosswalks: what came of them, in out
	for i, p := range list {
		m, crosses := x.into[p.Area]
		if !crosses || !p.Share.IsWhole() {
			out = append(out, crossed{p, m.walk})
			continue
		}
		if slices.ContainsFunc(met[p.Area], func(j int) bool { return alike(list[j], p) }) {
			continue
		}
		met[p.Area] = append(met[p.Area], i)
		for _, place := range m.places {
			q := p
			q.Area, q.Share = x.cells.areas[place.area], place.share
			from := origin{q.Area, m.walk}
			if same := slices.IndexFunc(parts[from], func(j int) bool { return alike(out[j].Part, q) }); same >= 0 {
				if sum, ok := addShares(out[parts[from][same]].Share, q.Share); ok {
					out[parts[from][same]].Share = sum
					continue
				}
			}
			parts[from] = append(parts[from], len(out))
			out = append(out, crossed{q, m.walk})
		}
	}
	slices.SortStableFunc(out, func(p, q crossed) int { return cmp.Compare(uint32(p.walk-1), uint32(q.walk-1)) }) // 0 last
	return out
}

// alike reports whether two parts are limited in the same way.
func alike(p, q Part) bool { return p.Bound == q.Bound && maps.Equal(p.Cells, q.Cells) }

// addShares returns the sum of two shares, at most the whole, if it can be held.
func addShares(s, t Share) (Share, bool) {
	var sum rational
	sum.add(s)
	sum.add(t)
	if sum.aboveOne() {
		return Share{}, true
	}
	return exactShare(sum.rat())
}

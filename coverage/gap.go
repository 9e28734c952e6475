package coverage

import "iter"

// Gap is the people of one area whom a selection does not cover. Of counts all
// people of the area.
type Gap struct {
	Area   AreaCode `json:"area"`
	People Estimate `json:"people"`
}

// Uncovered returns the areas where somebody is, or may be, not covered, with how
// many: the units in base order, then the people outside every unit under their
// parent's code.
func (s *Selection) Uncovered() iter.Seq[Gap] {
	c, x := s.atlas.cells, s.atlas.index
	return func(yield func(Gap) bool) {
		for area, code := range c.areas {
			people := c.total[area]
			low, high := people, people
			switch zone := int(x.zone[area]); s.cover(zone) {
			case coverNone:
				low, high = 0, 0
			case coverPart: // a zone of one area
				low, high = s.union(zone)
			}
			if low < people && !yield(Gap{code, Estimate{Low: people - high, High: people - low, Of: people}}) {
				return
			}
		}
	}
}

package funding

import (
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// group is the money that an amount is compared with.
type group struct {
	round  RoundID
	stream Stream
}

// scale is how large the amounts of a group are, in pence. Like [use] it fills a
// cache line.
type scale struct {
	least, most int64
	n           int
	median      int64
	_           [32]byte
}

// unlikelyFactor is how far from the median an amount is probably a mistake:
// pounds entered for thousands, or thousands for pounds.
const unlikelyFactor = 1000

// wide reports whether an amount of the group may be that far from the median,
// wherever between the extremes that lies.
func (s *scale) wide() bool { return s.n > 0 && s.most/unlikelyFactor >= s.least }

// plausible reports whether an amount is near enough to the median.
func (s *scale) plausible(pence int64) bool {
	return pence > s.median/unlikelyFactor && pence/unlikelyFactor < s.median
}

// magnitudeOf returns the size of an event's amount in pence, and whether it is
// one to compare: known, and not zero.
func magnitudeOf(e *Event) (int64, bool) {
	n := e.Figure.Amount.pence
	if n == 0 || e.Figure.Bound == caremodel.NotStated {
		return 0, false
	}
	if n < 0 {
		n = -max(n, -math.MaxInt64)
	}
	return n, true
}

func (s *scale) add(pence int64) {
	s.least, s.most, s.n = min(s.least, pence), max(s.most, pence), s.n+1
}

// scales returns the groups whose amounts lie so far apart that one may be a
// mistake, with their medians; nil while there is none.
func (k *auditor) scales(sizes map[group]*scale) map[group]scale {
	amounts := map[group][]int64{}
	for g, s := range sizes {
		if s.wide() {
			amounts[g] = make([]int64, 0, s.n)
		}
	}
	if len(amounts) == 0 {
		return nil
	}
	for _, a := range each(k.all) {
		g := group{a.Round, a.Stream}
		list, wide := amounts[g]
		if !wide {
			continue
		}
		for j := range a.Events {
			if n, ok := magnitudeOf(&a.Events[j]); ok {
				list = append(list, n)
			}
		}
		amounts[g] = list
	}
	wide := make(map[group]scale, len(amounts))
	for g, list := range amounts {
		s := *sizes[g]
		s.median = median(list)
		wide[g] = s
	}
	return wide
}

// median returns the middle of the amounts, which it sorts; of an even number,
// the mean of the two in the middle.
func median(amounts []int64) int64 {
	slices.Sort(amounts)
	low, high := amounts[(len(amounts)-1)/2], amounts[len(amounts)/2]
	return low + (high-low)/2
}

// scale returns the scale of an allocation's group where an amount may be far
// from the median.
func (s *overview) scale(a *Allocation) (scale, bool) {
	if len(s.scales) == 0 {
		return scale{}, false
	}
	found, ok := s.scales[group{a.Round, a.Stream}]
	return found, ok
}

package coverage

import (
	"cmp"
	"math/bits"
	"slices"
)

// apportioner shares whole people out by largest remainder: everybody gets the
// whole part of the exact share, and who is left goes, one by one, to those
// with the largest remainders. It keeps its working memory between calls.
type apportioner struct {
	order []int32
	rest  []uint64
}

// split shares people out in proportion to weights, and writes the parts to
// out. Ties go to the lower rank, or to the lower position when rank is nil.
// The weights add up to at least as many as there are people, so that no part
// exceeds its weight; all weights zero give zeros.
func (s *apportioner) split(out []int64, people int64, weights []int64, rank []int64) {
	var total uint64
	for _, w := range weights {
		total += uint64(w)
	}
	clear(out)
	if people == 0 || total == 0 {
		return
	}
	s.order, s.rest = s.order[:0], s.rest[:0]
	left := people
	for i, w := range weights {
		hi, lo := bits.Mul64(uint64(people), uint64(w))
		part, rest := bits.Div64(hi, lo, total)
		out[i] = int64(part)
		left -= int64(part)
		s.rest = append(s.rest, rest)
		if rest > 0 {
			s.order = append(s.order, int32(i))
		}
	}
	if left == 0 {
		return
	}
	slices.SortFunc(s.order, func(i, j int32) int {
		c := cmp.Compare(s.rest[j], s.rest[i])
		if c == 0 && rank != nil {
			c = cmp.Compare(rank[i], rank[j])
		}
		return cmp.Or(c, cmp.Compare(i, j))
	})
	for _, i := range s.order[:left] {
		out[i]++
	}
}

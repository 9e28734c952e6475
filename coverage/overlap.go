package coverage

import (
	"slices"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// Matrix is how many people each two footprints of a selection share.
// Footprints are numbered in the order of their ids.
//
// A Matrix is immutable and safe for concurrent use. It holds one or two
// integers for each pair.
type Matrix struct {
	of         int64
	footprints []FootprintID
	low, high  []int64 // the pairs i <= j, row by row; the same slice when every figure is exact
}

// Overlap returns the people whom each two footprints share, in one pass over
// the areas.
func (s *Selection) Overlap() Matrix {
	m := Matrix{of: s.atlas.cells.all, footprints: make([]FootprintID, 0, s.count)}
	for id := range s.Footprints() {
		m.footprints = append(m.footprints, id)
	}
	pairs := m.row(len(m.footprints) - 1)
	if pairs += len(m.footprints); len(m.footprints) == 0 {
		return m
	}
	exact := make([]int64, pairs)
	bounds := sync.OnceValues(func() (low, high []int64) { return make([]int64, pairs), make([]int64, pairs) })
	n := parallel.Parts(s.atlas.index.pairs(), leastPairs)
	bounded := make([]bool, n)
	parallel.Do(n, func(part int) {
		s.each(func(b *block) {
			if b.parts == nil {
				m.whole(b, exact, part, n)
				return
			}
			low, high := bounds()
			m.parts(b, low, high, part, n)
			bounded[part] = true
		})
	})
	if !slices.Contains(bounded, true) {
		m.low, m.high = exact, exact
		return m
	}
	m.low, m.high = bounds()
	for i, people := range exact {
		m.low[i] += people
		m.high[i] += people
	}
	return m
}

// leastPairs is how many pairs that meet somewhere are worth a goroutine of their
// own.
const leastPairs = 1 << 18

// pairs returns about how many pairs of footprints meet, zone by zone.
func (x *index) pairs() (n int) {
	for zone := range x.len() {
		k := len(x.of(zone))
		n += k * k / 2
	}
	return n
}

// whole adds up a block that each of its footprints holds whole. Every nth row of the
// matrix is that of one part, so that goroutines share nothing. An addition takes
// about a nanosecond, in rows that neighbouring zones have brought near.
func (m *Matrix) whole(b *block, people []int64, part, n int) {
	for i, p := range b.in {
		if int(p)%n != part {
			continue
		}
		row := people[m.row(int(p)):]
		for _, q := range b.in[i:] {
			row[q] += b.people
		}
	}
}

// parts adds up the bounds of a block of which some footprint holds a part.
func (m *Matrix) parts(b *block, low, high []int64, part, n int) {
	for i, p := range b.in {
		if int(p)%n != part {
			continue
		}
		row, one := m.row(int(p)), b.parts[i]
		low[row+int(p)] += one.low
		high[row+int(p)] += one.high
		for j := i + 1; j < len(b.in); j++ {
			q, two := int(b.in[j]), b.parts[j]
			low[row+q] += max(0, one.low-(b.people-two.low))
			high[row+q] += min(one.high, two.high)
		}
	}
}

// row is where row i of the triangle begins, less i: entry (i, j), i <= j,
// stands at row(i)+j.
func (m Matrix) row(i int) int { return i * (2*len(m.footprints) - i - 1) / 2 }

// Len returns the number of footprints.
func (m Matrix) Len() int { return len(m.footprints) }

// Footprint returns the id of footprint i, from 0 to Len-1.
func (m Matrix) Footprint(i int) FootprintID { return m.footprints[i] }

// At returns the people who are in both footprint i and footprint j, out of the
// whole base; At(i, i) is the footprint's own size. Parts of one area share at
// least what they hold together beyond all its people, and at most the smaller
// part.
func (m Matrix) At(i, j int) Estimate {
	place := m.row(min(i, j)) + max(i, j)
	return Estimate{Low: m.low[place], High: m.high[place], Of: m.of}
}

// Jaccard returns bounds of the people in both footprints as a share of the
// people in either of them, not known when there are none. They are attained
// where the sizes of both are exact.
func (m Matrix) Jaccard(i, j int) (low, high caremodel.Ratio) {
	one, two, both := m.At(i, i), m.At(j, j), m.At(i, j)
	switch {
	case i == j:
		return peopleRatio(one.High, one.High), peopleRatio(one.High, one.High)
	case both.High == 0:
		nobody := peopleRatio(0, one.High+two.High)
		return nobody, nobody
	}
	either := max(one.Low+two.Low-both.High, one.Low, two.Low, both.High)
	return peopleRatio(both.Low, one.High+two.High-both.Low), peopleRatio(both.High, either)
}

// Coefficient returns bounds of the people in both footprints as a share of the
// smaller one (the overlap coefficient), not known when that has none: 1 means
// that it lies within the larger one. They are attained where the sizes of both
// are exact.
func (m Matrix) Coefficient(i, j int) (low, high caremodel.Ratio) {
	one, two, both := m.At(i, i), m.At(j, j), m.At(i, j)
	smaller := min(one.High, two.High)
	switch {
	case i == j:
		return peopleRatio(one.High, one.High), peopleRatio(one.High, one.High)
	case both.High == 0:
		return peopleRatio(0, smaller), peopleRatio(0, smaller)
	}
	return peopleRatio(both.Low, smaller), peopleRatio(both.High, max(min(one.Low, two.Low), both.High))
}

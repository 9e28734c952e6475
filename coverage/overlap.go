package coverage

import (
	"fmt"
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
	of, hidden int64
	footprints []FootprintID
	vanguards  []vanguard // of the footprints: who they are
	incomplete []bool
	low, high  []int64 // the pairs i <= j, row by row; the same slice when no footprint holds a part
	about      []bool  // of the pairs; nil when no footprint holds a part
}

// Overlap returns the people whom each two footprints share, in one pass over
// the areas.
func (s *Selection) Overlap() Matrix {
	m := Matrix{of: s.atlas().cells.All, hidden: s.atlas().cells.AllHidden, footprints: make([]FootprintID, 0, s.count)}
	for _, f := range s.members() {
		m.footprints = append(m.footprints, f.id)
		v := s.atlas().vanguards[f.owner]
		m.vanguards = append(m.vanguards, vanguard{id: v.id, slug: v.slug, name: v.name})
		m.incomplete = append(m.incomplete, f.incomplete)
	}
	pairs := m.row(len(m.footprints) - 1)
	if pairs += len(m.footprints); len(m.footprints) == 0 {
		return m
	}
	exact := make([]int64, pairs)
	bounds := sync.OnceValue(func() *pairBounds {
		return &pairBounds{make([]int64, pairs), make([]int64, pairs), make([]bool, pairs)}
	})
	n := parallel.Parts(s.atlas().index.pairs(), leastPairs)
	bounded := make([]bool, n)
	parallel.Do(n, func(part int) {
		z := zoneOverlap{m: &m, part: part, n: n, rank: make([]int32, len(m.footprints))}
		pairs, put := z.pairs, z.put
		s.each(func(v *zoneView) {
			if len(v.held) == 0 && v.blocks[0].hidden == 0 {
				m.whole(&v.blocks[0], exact, part, n)
				return
			}
			z.v, z.all, bounded[part] = v, bounds(), true
			for i, position := range v.named {
				z.rank[position] = int32(i)
			}
			z.of(v, len(v.named)*len(v.named), pairs, put)
		})
	})
	if m.low, m.high = exact, exact; slices.Contains(bounded, true) {
		all := bounds()
		for i, people := range exact {
			all.low[i] += people
			all.high[i] += people
		}
		m.low, m.high, m.about = all.low, all.high, all.about
	}
	s.ownSizes(&m)
	return m
}

// pairBounds are the bounds of the pairs, row by row.
type pairBounds struct {
	low, high []int64
	about     []bool
}

// ownSizes puts the footprints' own totals on the diagonal where they are closer.
func (s *Selection) ownSizes(m *Matrix) {
	for f, at := range s.rank {
		if at != none && s.atlas().index.totals[f].known {
			place := m.row(int(at)) + int(at)
			m.low[place], m.high[place] = s.own(f).low, s.own(f).high
		}
	}
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

// zoneOverlap adds up the pairs of zones of which some footprint holds a part, in the
// rows of one part of the matrix.
type zoneOverlap struct {
	bounds
	m       *Matrix
	all     *pairBounds
	part, n int
	v       *zoneView // the current one
	rank    []int32   // by position: the footprint's place among those of the zone
}

// pairs are the pairs of a block, by their places in the zone.
func (z *zoneOverlap) pairs(b *block, put func(key int32, low, high int64, about bool)) {
	k := int32(len(z.v.named))
	for i, p := range b.in {
		if int(p)%z.n != z.part {
			continue
		}
		row, one := z.rank[p]*k, b.part(i)
		put(row+z.rank[p], one.low, one.high, one.about)
		for j := i + 1; j < len(b.in); j++ {
			two := b.part(j)
			if b.parts == nil { // the same people, however many they are
				put(row+z.rank[b.in[j]], one.low, one.high, false)
				continue
			}
			put(row+z.rank[b.in[j]], max(0, one.low-(b.people-two.low)), min(one.high, two.high), one.about || two.about)
		}
	}
}

// put adds a pair of the zone to the matrix.
func (z *zoneOverlap) put(key int32, low, high int64, about bool) {
	k := int32(len(z.v.named))
	place := z.m.row(int(z.v.named[key/k])) + int(z.v.named[key%k])
	z.all.low[place] += low
	z.all.high[place] += high
	z.all.about[place] = z.all.about[place] || about
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
// part. Meant are the vanguards of the two, Missing those of which one of the two
// is incomplete. Like a slice, At panics where i or j is not from 0 to Len-1.
func (m Matrix) At(i, j int) Estimate {
	if n := m.Len(); i < 0 || i >= n || j < 0 || j >= n {
		panic(fmt.Sprintf("coverage: Matrix.At(%d, %d) of %d footprints", i, j, n))
	}
	place := m.row(min(i, j)) + max(i, j)
	e := Estimate{Low: m.low[place], High: m.high[place], Of: m.of, Hidden: m.hidden, Meant: 1, Approximate: m.about != nil && m.about[place]}
	missing := [2]bool{m.incomplete[i], m.incomplete[j]}
	if m.vanguards[i].id == m.vanguards[j].id {
		missing = [2]bool{missing[0] || missing[1]}
	} else {
		e.Meant = 2
	}
	for _, is := range missing {
		if is {
			e.Missing++
		}
	}
	return e
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

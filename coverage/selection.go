package coverage

import (
	"iter"
	"log/slog"
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Selection is some footprints of an atlas, in the order of their ids, and
// answers questions about the people in them. It is immutable and safe for
// concurrent use. The zero Selection is of no footprint in an empty base.
type Selection struct {
	on     *Atlas // nil in the zero Selection
	filter Filter
	rank   []int32 // by footprint: its position in the selection, or none
	count  int32
	empty  Estimate               // nobody, with how many vanguards are meant and missing
	absent int                    // of the vanguards that are missing, those without a footprint or of no known region
	aside  []caremodel.VanguardID // vanguards all of whose footprints stand aside
}

// newSelection returns a selection of so many footprints, where they are few in one
// allocation.
func newSelection(footprints int) *Selection {
	if footprints > 64 {
		return &Selection{rank: make([]int32, footprints)}
	}
	s := new(struct {
		Selection
		few [64]int32
	})
	s.rank = s.few[:footprints]
	return &s.Selection
}

const none = -1

// empty is what the zero Selection is of.
var empty = Atlas{cells: new(baseCells), index: new(index)}

func (s *Selection) atlas() *Atlas {
	if s.on == nil {
		return &empty
	}
	return s.on
}

// MarshalJSON is an error: a selection is an index, and what is stored and sent are
// its answers.
func (s Selection) MarshalJSON() ([]byte, error) {
	return nil, fault.New("coverage.Selection.MarshalJSON", validate.Format, "",
		"a selection is an index: marshal its Account or another of its answers, and tag a field of this type `json:\"-\"`")
}

// LogValue returns the number of footprints.
func (s Selection) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("footprints", int(s.count)))
}

// String returns what a log shows.
func (s Selection) String() string { return s.LogValue().String() }

// Len returns the number of footprints.
func (s *Selection) Len() int { return int(s.count) }

// Footprints returns the ids of the footprints, in order.
func (s *Selection) Footprints() iter.Seq[FootprintID] {
	return func(yield func(FootprintID) bool) {
		for i, at := range s.rank {
			if at != none && !yield(s.atlas().footprints[i].id) {
				return
			}
		}
	}
}

// members returns the footprints by position.
func (s *Selection) members() []*footprint {
	list := make([]*footprint, 0, s.count)
	for i, at := range s.rank {
		if at != none {
			list = append(list, &s.atlas().footprints[i])
		}
	}
	return list
}

// nobody returns an estimate of no people, out of the whole base.
func (s *Selection) nobody() Estimate { return s.empty }

// Covered returns how many people the footprints cover, each person counted once
// (the union), out of the whole base.
//
// An area that one of them covers whole is covered, whatever the others do.
// Elsewhere at least the largest part of an area is covered (all the others may lie
// within it) and at most all its parts together (none need touch another).
func (s *Selection) Covered() Estimate {
	covered := s.nobody()
	var v *zoneView
	for zone, people := range s.atlas().index.people {
		switch s.cover(zone) {
		case coverWhole:
			covered.add(people-s.atlas().index.hidden[zone], people, false)
		case coverPart:
			low, high, about := s.plainUnion(zone)
			covered.add(low, min(high, people), about)
		case coverCells:
			if v == nil {
				v = new(zoneView)
			}
			s.look(v, zone)
			covered.add(v.union())
		}
	}
	covered.Low, covered.High = s.totals().within(covered.Low, covered.High)
	return covered
}

// plainUnion returns at least and at most how many people are covered where all
// parts are of all the zone's people, whom they may exceed together.
func (s *Selection) plainUnion(zone int) (low, high int64, about bool) {
	x := s.atlas().index
	for _, e := range x.of(zone) {
		if s.rank[e.footprint] != none {
			p := &x.portions[e.portion]
			low, high, about = max(low, p.low), high+p.high, about || p.about
		}
	}
	return low, high, about
}

// totals is what the footprints' own totals say of all people covered: at least as
// many as the largest has, and at most as many as all together.
func (s *Selection) totals() total {
	var t total
	x := s.atlas().index
	if !slices.ContainsFunc(x.totals, func(t total) bool { return t.known }) {
		return t
	}
	for f, at := range s.rank {
		if at == none {
			continue
		}
		one := s.own(f)
		t.low, t.high, t.known = max(t.low, one.low), t.high+one.high, true
	}
	return t
}

// own is how many people footprint f has.
func (s *Selection) own(f int) total {
	x := s.atlas().index
	if x.totals[f].known {
		return x.totals[f]
	}
	return x.sums[f]
}

type coverKind int

const (
	coverNone  coverKind = iota // no footprint of the selection lies on the zone
	coverPart                   // some do, none covers it whole
	coverCells                  // the same, and some part is limited to cells
	coverWhole                  // at least one covers it whole
)

func (s *Selection) cover(zone int) coverKind {
	x, found := s.atlas().index, coverNone
	for _, e := range x.of(zone) {
		switch {
		case s.rank[e.footprint] == none:
		case e.portion == whole:
			return coverWhole
		case x.portions[e.portion].cells != nil:
			found = coverCells
		default:
			found = max(found, coverPart)
		}
	}
	return found
}

// Independent returns the number of people covered if the footprints that hold
// a share of the same area had drawn their people independently of each other:
// where the same shares lie 1 - (1-s1)(1-s2)... of the people, summed and brought to
// whole people. It is a guess about who they are, made only when asked for; it lies
// within the bounds of [Selection.Covered]. Parts that are "up to" or "more than" a
// share count with that share.
func (s *Selection) Independent() int64 {
	var sum fixed
	s.each(func(v *zoneView) {
		if len(v.held) == 0 { // everybody
			sum.whole += uint64(v.size)
			return
		}
		for i := range v.strata {
			sum = sum.plus(v.strata[i].independent(v.held))
		}
	})
	covered := s.Covered()
	return min(max(int64(sum.whole+sum.fraction>>63), covered.Low), covered.High)
}

// independent is how many people of the stratum are covered if its portions were
// drawn independently.
func (t *stratum) independent(all []held) fixed {
	left := uint64(scale) // the share of the stratum that is not covered, x 2^62
	for _, at := range t.held {
		if h := all[at]; h.size > 0 {
			left, _, _ = exact.MulDiv(left, uint64(h.size-h.stated), uint64(h.size))
		}
	}
	hi, lo := bits.Mul64(uint64(t.people), scale-left)
	return fixed{hi<<2 | lo>>62, lo << 2}
}

const scale = 1 << 62

// Gap is the people of one area whom a selection does not cover. Of counts all
// people of the area.
type Gap struct {
	Area   AreaCode `json:"area"`   // a unit of the base
	People Estimate `json:"people"` // of it whom nobody covers
}

// Uncovered returns the areas where somebody is, or may be, not covered, with how
// many: the units in base order, then the people outside every unit under their
// parent's code.
func (s *Selection) Uncovered() iter.Seq[Gap] {
	return func(yield func(Gap) bool) {
		s.areas(len(s.atlas().cells.Areas), func(c Cover, _ []int32, whole bool) bool {
			e := c.People
			if whole || e.Low == e.Of && !e.Approximate {
				return true
			}
			return yield(Gap{c.Area, e.people(max(0, e.Of-e.Hidden-e.High), e.Of-e.Low)})
		})
	}
}

// Cover is how one area is covered: how many of its people, and by which footprints
// of the selection, all that name it, in the order of their ids.
type Cover struct {
	Area       AreaCode      `json:"area"`                 // its code
	People     Estimate      `json:"people"`               // covered in it, each once
	Footprints []FootprintID `json:"footprints,omitempty"` // that reach into it
}

// Areas returns how each unit of the base is covered, also those that no footprint
// names, in base order. [NewReport] makes of it a table that joins to boundaries, by
// the code in "area": the properties of a map.
func (s *Selection) Areas() iter.Seq[Cover] {
	return func(yield func(Cover) bool) {
		ids := slices.Collect(s.Footprints())
		s.areas(s.atlas().cells.Inside, func(c Cover, named []int32, _ bool) bool {
			for _, position := range named {
				c.Footprints = append(c.Footprints, ids[position])
			}
			return yield(c)
		})
	}
}

// areas visits the first n areas in base order, with the positions of the footprints
// that name each, and whether one of them holds it whole.
func (s *Selection) areas(n int, visit func(c Cover, named []int32, whole bool) bool) {
	c, x := s.atlas().cells, s.atlas().index
	var v zoneView
	for area, code := range c.Areas[:n] {
		zone, e := int(x.zone[area]), s.empty
		e.Of, e.Hidden = c.Total[area], c.Hidden[area]
		s.look(&v, zone)
		how := s.cover(zone)
		switch how {
		case coverWhole:
			e.Low, e.High = e.Of-e.Hidden, e.Of
		case coverPart, coverCells: // a zone of one area
			e.Low, e.High, e.Approximate = v.union()
		}
		if !visit(Cover{Area: code, People: e}, v.named, how == coverWhole) {
			return
		}
	}
}

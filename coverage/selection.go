package coverage

import (
	"iter"
	"math/bits"
)

// Selection is some footprints of an atlas, in the order of their ids, and
// answers questions about the people in them. It is immutable and safe for
// concurrent use.
type Selection struct {
	atlas *Atlas
	rank  []int32 // by footprint: its position in the selection, or none
	count int32
}

const none = -1

// Len returns the number of footprints.
func (s *Selection) Len() int { return int(s.count) }

// Footprints returns the ids of the footprints, in order.
func (s *Selection) Footprints() iter.Seq[FootprintID] {
	return func(yield func(FootprintID) bool) {
		for i, at := range s.rank {
			if at != none && !yield(s.atlas.footprints[i].id) {
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
			list = append(list, &s.atlas.footprints[i])
		}
	}
	return list
}

// none of the people, out of everybody.
func (s *Selection) nobody() Estimate { return Estimate{Of: s.atlas.cells.all} }

// Covered returns how many people the footprints cover, each person counted once
// (the union), out of the whole base.
//
// An area that one of them covers whole is covered, whatever the others do.
// Elsewhere, in each cell, at least the largest part is covered (all the others
// may lie within it) and at most all parts together (none may touch another).
func (s *Selection) Covered() Estimate {
	covered := s.nobody()
	for zone := range s.atlas.index.len() {
		covered.add(s.union(zone))
	}
	return covered
}

// union returns how many people of a zone are covered.
func (s *Selection) union(zone int) (low, high int64) {
	x := s.atlas.index
	switch s.cover(zone) {
	case coverWhole:
		return x.people[zone], x.people[zone]
	case coverPart:
		for cell, people := range s.atlas.cells.of(x.area(zone)).people {
			l, h := s.unionOf(zone, cell, people)
			low += l
			high += h
		}
	}
	return low, high
}

// unionOf returns how many people of one cell are covered, in a zone of one area
// that no footprint covers whole: at least the largest part, at most all parts
// together.
func (s *Selection) unionOf(zone, cell int, people int64) (low, high int64) {
	x := s.atlas.index
	for _, e := range x.of(zone) {
		if s.rank[e.footprint] != none {
			part := &x.spans[int(e.span)+cell]
			low = max(low, part.low)
			high += part.high
		}
	}
	return low, min(high, people)
}

type cover int

const (
	coverNone  cover = iota // no footprint of the selection lies on the zone
	coverPart               // some do, none covers it whole
	coverWhole              // at least one covers it whole
)

func (s *Selection) cover(zone int) cover {
	found := coverNone
	for _, e := range s.atlas.index.of(zone) {
		if s.rank[e.footprint] == none {
			continue
		}
		if e.span == whole {
			return coverWhole
		}
		found = coverPart
	}
	return found
}

// Independent returns the number of people covered if the footprints that hold
// a share of the same area had drawn their people independently of each other:
// in each cell 1 - (1-s1)(1-s2)... of the people, summed and rounded half to
// even. It is a guess about who they are, made only when asked for; it lies
// within the bounds of [Selection.Covered]. Parts that are "up to" or "more
// than" a share count with that share.
func (s *Selection) Independent() int64 {
	var hi, lo uint64 // people x 2^62
	s.each(func(b *block) {
		left := uint64(scale) // the share of the block that is not covered, x 2^62
		if b.parts == nil {
			left = 0
		}
		for _, p := range b.parts {
			h, l := bits.Mul64(left, uint64(b.people-p.stated))
			left, _ = bits.Div64(h, l, uint64(b.people))
		}
		h, l := bits.Mul64(uint64(b.people), scale-left)
		var carry uint64
		lo, carry = bits.Add64(lo, l, 0)
		hi += h + carry
	})
	people := hi<<2 | lo>>62
	if rest := lo & (scale - 1); rest > scale/2 || rest == scale/2 && people&1 == 1 {
		people++
	}
	covered := s.Covered()
	return min(max(int64(people), covered.Low), covered.High)
}

const scale = 1 << 62

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

// block is people of whom a selection says the same, as far as is known: a zone,
// or one cell of an area of which some footprint holds a part.
type block struct {
	people int64
	in     []int32 // positions of the footprints that hold any of them, ascending
	parts  []span  // how many each of them holds; nil: everybody
	areas  []int32 // the areas of a zone; none for a cell
	// named is set on one block of each zone: by how many footprints its areas
	// are named. It may exceed those that hold any of the block's people.
	named int
	units int // how many areas
}

// each visits the blocks of the zones that the selection's footprints name. It is
// the single pass over the index in which every figure is made. The block is used
// again for the next visit.
func (s *Selection) each(visit func(*block)) {
	c, x := s.atlas.cells, s.atlas.index
	var b block
	var in, at []int32 // the footprints that name the zone: positions, and places in spans
	var holders []int32
	var parts []span
	for z := range x.len() {
		in, at = in[:0], at[:0]
		exact := true
		for _, e := range x.of(z) {
			if position := s.rank[e.footprint]; position != none {
				in = append(in, position)
				at = append(at, e.span)
				exact = exact && e.span == whole
			}
		}
		if len(in) == 0 {
			continue
		}
		areas := x.areas[x.from[z]:x.from[z+1]]
		if exact {
			b = block{people: x.people[z], in: in, areas: areas, named: len(in), units: len(areas)}
			visit(&b)
			continue
		}
		b = block{named: len(in), units: 1}
		for cell, people := range c.of(int(areas[0])).people {
			b.people = people
			holders, parts = holders[:0], parts[:0]
			all := true
			for i, position := range in {
				part := span{b.people, b.people, b.people}
				if at[i] != whole {
					part = x.spans[int(at[i])+cell]
				}
				if part.high > 0 {
					holders = append(holders, position)
					parts = append(parts, part)
					all = all && part.low == b.people
				}
			}
			if len(holders) == 0 {
				continue
			}
			if b.in, b.parts = holders, parts; all {
				b.parts = nil
			}
			visit(&b)
			b.named, b.units = 0, 0
		}
		if b.units > 0 { // nobody lives in the cells that they name
			b.people, b.in, b.parts = 0, nil, nil
			visit(&b)
		}
	}
}

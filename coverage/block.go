package coverage

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/coverage/internal/cells"
)

// block is people of whom a selection says the same, as far as is known: a zone, or
// those cells of an area on which the same portions lie.
type block struct {
	people int64
	hidden int64   // how many of them may not be there, where parts is nil
	in     []int32 // positions of the footprints that hold any of them
	parts  []span  // how many each of them holds; nil: everybody
}

// span is how many people of a block a footprint covers.
type span struct {
	low, high int64 // at least and at most
	about     bool
}

// plus adds two spans of different people.
func (s span) plus(t span) span { return span{s.low + t.low, s.high + t.high, s.about || t.about} }

// union returns how many people of the block are covered: at least the largest part,
// because all the others may lie within it, and at most all parts together, because
// none need touch another (Fréchet).
func (b *block) union() (low, high int64, about bool) {
	if b.parts == nil {
		return b.people - b.hidden, b.people, false
	}
	for _, p := range b.parts {
		if p.low == b.people && !p.about {
			return b.people, b.people, false
		}
		low = max(low, p.low)
		high += p.high
		about = about || p.about
	}
	return low, min(high, b.people), about
}

// part returns how many people of the block its footprint i holds.
func (b *block) part(i int) span {
	if b.parts == nil {
		return span{low: b.people - b.hidden, high: b.people}
	}
	return b.parts[i]
}

// about reports whether a part of the block is approximate.
func (b *block) about() bool {
	return slices.ContainsFunc(b.parts, func(p span) bool { return p.about })
}

// zoneView is one zone as a selection sees it. Its blocks add up. Where portions lie
// across several blocks that are not certain, together is all of these as one: what no
// bound of a block says, because a share may lie in any of its cells, a bound of
// together may. Both are true, and the closer one counts.
type zoneView struct {
	areas    []int32 // that are in the zone
	blocks   []block
	together *block

	size    int64 // the people of the area
	cells   cells.Columns
	held    []held
	strata  []stratum
	of      []int32 // by cell: 1 more than its stratum; nil: all cells are in one
	named   []int32 // positions of the footprints that name the areas
	all     portion // that of a footprint that holds the area whole
	sizes   []int64 // of the strata
	holders []int32 // room for the blocks
	spans   []span
}

// held is a portion, and the position of the footprint that holds it.
type held struct {
	position int32
	*portion
}

// stratum is the cells of an area on which the same portions lie.
type stratum struct {
	people int64
	held   []int32 // which of the view's
}

// each visits the zones that the selection's footprints name. It is the single pass
// over the index in which every figure is made. The view is used again for the next
// visit.
func (s *Selection) each(visit func(*zoneView)) {
	v := zoneView{
		blocks: make([]block, 0, 1), named: make([]int32, 0, s.count), held: make([]held, 0, s.count),
		holders: make([]int32, 0, s.count), spans: make([]span, 0, s.count),
	}
	for zone := range s.atlas().index.len() {
		if s.look(&v, zone) {
			visit(&v)
		}
	}
}

// look has the view show a zone, and reports whether the selection names it.
func (s *Selection) look(v *zoneView, zone int) bool {
	x := s.atlas().index
	v.named, v.held = v.named[:0], v.held[:0]
	entries := x.of(zone)
	exact := true
	for _, e := range entries {
		if position := s.rank[e.footprint]; position != none {
			v.named = append(v.named, position)
			exact = exact && e.portion == whole
		}
	}
	if len(v.named) == 0 {
		return false
	}
	v.areas, v.size, v.together = x.areas[x.from[zone]:x.from[zone+1]], x.people[zone], nil
	if exact {
		v.blocks = append(v.blocks[:0], block{people: v.size, hidden: x.hidden[zone], in: v.named})
		return true
	}
	v.all = portion{next: none, size: v.size, low: v.size - x.hidden[zone], high: v.size, stated: v.size}
	for _, e := range entries {
		position := s.rank[e.footprint]
		switch {
		case position == none:
		case e.portion == whole:
			v.held = append(v.held, held{position, &v.all})
		default:
			for at := e.portion; at != none; at = x.portions[at].next {
				v.held = append(v.held, held{position, &x.portions[at]})
			}
		}
	}
	v.cells = s.atlas().cells.Of(int(v.areas[0]))
	v.stratify()
	v.sizes = v.sizes[:0]
	for t := range v.strata {
		v.sizes = append(v.sizes, v.strata[t].people)
	}
	v.makeBlocks(v.sizes)
	return true
}

// stratify puts the cells on which the same portions lie together.
func (v *zoneView) stratify() {
	if !slices.ContainsFunc(v.held, func(h held) bool { return h.cells != nil }) {
		v.of = nil
		v.strata = slices.Grow(v.strata[:0], 1)[:1]
		all := &v.strata[0]
		all.people, all.held = v.size, all.held[:0]
		for i := range v.held {
			all.held = append(all.held, int32(i))
		}
		return
	}
	v.strata = nil
	v.of = make([]int32, len(v.cells.People))
	classes := int32(1) // class 0: cells on which no portion of cells lies
	for _, h := range v.held {
		moved := map[int32]int32{}
		for _, cell := range h.cells {
			to, known := moved[v.of[cell]]
			if !known {
				to = classes
				moved[v.of[cell]] = to
				classes++
			}
			v.of[cell] = to
		}
	}
	number := make([]int32, classes) // by class: its stratum and 1
	for cell, people := range v.cells.People {
		class := v.of[cell]
		if number[class] == 0 {
			v.strata = append(v.strata, stratum{})
			number[class] = int32(len(v.strata))
		}
		v.of[cell] = number[class]
		v.strata[number[class]-1].people += people
	}
	last := make([]int32, len(v.strata))
	for i, h := range v.held {
		if h.cells == nil {
			for t := range v.strata {
				v.strata[t].held = append(v.strata[t].held, int32(i))
			}
			continue
		}
		for _, cell := range h.cells {
			if t := v.of[cell] - 1; last[t] <= int32(i) {
				last[t] = int32(i) + 1
				v.strata[t].held = append(v.strata[t].held, int32(i))
			}
		}
	}
}

// makeBlocks makes the blocks of a group of people, of whom so many are in each stratum.
// A portion of k of n people has at least k-(n-m) and at most min(k, m) of m of them.
func (v *zoneView) makeBlocks(people []int64) {
	v.blocks, v.together = v.blocks[:0], nil
	v.holders, v.spans = v.holders[:0], v.spans[:0]
	var open []int // the strata that are not certain
	for t := range v.strata {
		stratum, n := &v.strata[t], people[t]
		if len(stratum.held) == 0 || n == 0 {
			continue
		}
		from, sure := len(v.holders), true
		for _, at := range stratum.held {
			h := v.held[at]
			if one := h.of(n); one.high > 0 {
				v.holders, v.spans = append(v.holders, h.position), append(v.spans, one)
				sure = sure && one.low == n && !one.about
			}
		}
		b := block{people: n, in: v.holders[from:], parts: v.spans[from:]}
		if len(b.in) == 0 {
			continue
		}
		if sure {
			b.parts = nil
		} else {
			open = append(open, t)
		}
		v.blocks = append(v.blocks, b)
	}
	if len(open) > 1 {
		v.join(people, open)
	}
}

// join makes one block of the strata that are not certain. Only portions that hold
// their cells whole reach into the others.
func (v *zoneView) join(people []int64, open []int) {
	b := block{parts: []span{}}
	sizes := make([]int64, len(v.held)) // of the group in each portion
	for _, t := range open {
		b.people += people[t]
		for _, at := range v.strata[t].held {
			sizes[at] += people[t]
		}
	}
	for i, h := range v.held {
		one := h.of(sizes[i])
		switch last := len(b.in) - 1; {
		case last >= 0 && b.in[last] == h.position: // the portions of a footprint are different people
			b.parts[last].low += one.low
			b.parts[last].high += one.high
			b.parts[last].about = b.parts[last].about || one.about
		case one.high > 0:
			b.in, b.parts = append(b.in, h.position), append(b.parts, one)
		}
	}
	v.together = &b
}

// of returns how many of n people of its cells the portion has.
func (p *portion) of(n int64) span {
	s := span{low: max(0, p.low-(p.size-n)), high: min(n, p.high)}
	s.about = p.about && s.high > 0
	return s
}

// bounds adds up figures of the view's blocks by key, the closer bounds of the two
// where blocks are also one.
type bounds struct {
	low, high []int64 // of the blocks, by key
	about     []bool
}

// of visits the figures of the view, which add up by key: figure gives those of one
// block. Keys are below n, and together has each key that one of its blocks has.
func (s *bounds) of(v *zoneView, n int, figure func(b *block, put func(key int32, low, high int64, about bool)), put func(key int32, low, high int64, about bool)) {
	if v.together == nil {
		for i := range v.blocks {
			figure(&v.blocks[i], put)
		}
		return
	}
	s.low, s.high = slices.Grow(s.low[:0], n)[:n], slices.Grow(s.high[:0], n)[:n]
	s.about = slices.Grow(s.about[:0], n)[:n]
	clear(s.low)
	clear(s.high)
	clear(s.about)
	for i := range v.blocks {
		if v.blocks[i].parts == nil {
			figure(&v.blocks[i], put)
			continue
		}
		figure(&v.blocks[i], func(key int32, low, high int64, about bool) {
			s.low[key] += low
			s.high[key] += high
			s.about[key] = s.about[key] || about
		})
	}
	figure(v.together, func(key int32, low, high int64, _ bool) {
		put(key, max(low, s.low[key]), min(high, s.high[key]), s.about[key])
	})
}

// union returns how many people of the view are covered.
func (v *zoneView) union() (low, high int64, about bool) {
	var sure span
	for i := range v.blocks {
		l, h, a := v.blocks[i].union()
		if v.blocks[i].parts == nil {
			sure = sure.plus(span{low: l, high: h})
			continue
		}
		low, high, about = low+l, high+h, about || a
	}
	if v.together != nil {
		l, h, _ := v.together.union()
		low, high = max(low, l), min(high, h)
	}
	return sure.low + low, sure.high + high, about
}

package coverage

import (
	"cmp"
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/internal/cells"
	"github.com/newcaremodels/newcaremodels/internal/exact"
)

// index is the inverted index that answers every question: from people to the
// footprints that lie on them.
//
// Areas that the same footprints cover whole are one zone, because every figure
// says the same of all of them; an area of which some footprint holds a part is a
// zone by itself. There are mostly far fewer zones than areas, and at worst as
// many. Zone z has the areas areas[from[z]:from[z+1]] and the entries
// entries[first[z]:first[z+1]], which are in the order of the footprints.
type index struct {
	zone     []int32 // by area
	areas    []int32 // by zone, then in base order
	from     []int32
	people   []int64 // by zone
	hidden   []int64 // by zone: how many of them may not be there
	first    []int
	entries  []entry
	portions []portion
	sums     []total // by footprint: its areas, added up
	totals   []total // by footprint
	lacking  []bool  // by footprint: the base has not all its areas or cells
}

// entry says that a footprint lies on a zone.
type entry struct {
	footprint int32
	portion   int32 // the first of what it holds of the zone's one area; whole = everybody
}

const whole = -1

// portion is how many people of one area, or of some of its cells, a footprint
// covers. Who they are is not known: not which people, and not in which of the
// cells they are. The portions of one footprint in one area are of different cells.
type portion struct {
	next      int32   // another portion of the footprint in this area; none
	cells     []int32 // positions of the cells, ascending; nil = all
	size      int64   // the people of these cells
	low, high int64   // at least and at most so many of them
	stated    int64   // the share as stated: low or high where the part is "up to" or "more than" it, otherwise both
	every     bool    // the share is everybody, however many they are
	about     bool    // the source gives it as "about"
}

// isAll reports whether the portion is everybody, for certain.
func (p *portion) isAll() bool {
	return p.cells == nil && (p.every || p.low == p.size) && !p.about
}

// total is how many people a footprint has where that is known more closely than
// its areas add up: half of an area that lies in two of the base's.
type total struct {
	low, high int64
	known     bool
}

// within returns the bounds low and high, or those of the total where they are
// closer.
func (t total) within(low, high int64) (int64, int64) {
	if !t.known {
		return low, high
	}
	return max(low, t.low), min(high, t.high)
}

// of returns the footprints on a zone.
func (x *index) of(zone int) []entry { return x.entries[x.first[zone]:x.first[zone+1]] }

// len returns the number of zones.
func (x *index) len() int { return len(x.people) }

// indexer builds an index.
type indexer struct {
	cells    *baseCells
	finder   cells.Finder[AreaCode]
	list     []posting
	last     []int // by area: one more than the place of its last entry in list
	portions []portion
	routes   []int32 // by portion: how its part reached the base; 0 = directly

	// of the current footprint:
	start  int               // where its entries begin in list
	owners map[int32][]int32 // by area of which it holds portions of cells: the portion of each cell, from 1 on
	total  total
	spread bool // some share is of an area that lies in several of the base's
	same   bool // some of its parts may be the same people
	lacks  bool
}

// posting is an entry on its way into the index.
type posting struct {
	area int32
	entry
}

// newIndex lays the footprints' parts on the areas. More parts than can be numbered
// are an error.
func newIndex(c *baseCells, s Survey, footprints []Footprint) (*index, error) {
	b := indexer{cells: c, finder: cells.Finder[AreaCode]{Cells: c}, last: make([]int, c.Inside), owners: map[int32][]int32{}}
	routes := newEditions(c, &s)
	parts := 0
	for f := range footprints {
		parts += len(footprints[f].Units)
	}
	b.list = make([]posting, 0, parts)
	totals, lacking := make([]total, len(footprints)), make([]bool, len(footprints))
	for f := range footprints {
		b.footprint(int32(f), routes, &footprints[f])
		if len(b.portions) > math.MaxInt32 {
			return nil, tooMuch(validate.TooLarge, int64(len(b.portions)), "footprints hold at most 2,147,483,647 parts of areas")
		}
		b.total.known = b.spread && !b.same
		totals[f], lacking[f] = b.total, b.lacks
	}
	x := b.zones()
	x.totals, x.lacking = totals, lacking
	x.sum(len(footprints))
	return x, nil
}

// sum adds up what each footprint has.
func (x *index) sum(footprints int) {
	x.sums = make([]total, footprints)
	for zone, people := range x.people {
		for _, e := range x.of(zone) {
			sum := &x.sums[e.footprint]
			if e.portion == whole {
				sum.low, sum.high = sum.low+people-x.hidden[zone], sum.high+people
				continue
			}
			for at := e.portion; at != none; at = x.portions[at].next {
				sum.low += x.portions[at].low
				sum.high += x.portions[at].high
			}
		}
	}
}

// footprint lays the parts of footprint f.
func (b *indexer) footprint(f int32, routes *editions, r *Footprint) {
	b.start, b.total, b.spread, b.same, b.lacks = len(b.list), total{}, false, false, false
	clear(b.owners)
	into := routes.into(r.Edition)
	if into == nil {
		for i := range r.Units {
			b.part(f, &r.Units[i], 0, nil)
		}
		return
	}
	for _, p := range into.parts(r.Units) {
		b.part(f, &p.Part, p.route, p.places)
	}
}

// part lays one part of footprint f, which is of an area of the base or, where there
// are places, of one that lies in these.
func (b *indexer) part(f int32, p *Part, route int32, places []place) {
	if places != nil {
		b.across(f, p, route, places)
		return
	}
	area := b.cells.Number(p.Area)
	if area < 0 {
		b.lacks = true
		return
	}
	one, hidden, ok := b.portion(area, p.Cells)
	if !ok {
		b.lacks = true
		return
	}
	one.bound(p, one.size-hidden)
	b.total.low += one.low
	b.total.high += one.high
	b.enter(f, area, one, route)
}

// portion returns nobody of the cells of an area that have these attributes, and how
// many of their people may not be there; false where there is no such cell.
func (b *indexer) portion(area int32, match map[string]string) (p portion, hidden int64, ok bool) {
	p = portion{next: none, size: b.cells.Total[area]}
	if len(match) == 0 {
		return p, b.cells.Hidden[area], true
	}
	cells := b.finder.Matching(area, match)
	some := b.cells.Of(int(area))
	if len(cells) == 0 || len(cells) == len(some.People) {
		return p, b.cells.Hidden[area], len(cells) > 0
	}
	p.cells, p.size = cells, 0
	for _, c := range cells {
		p.size += some.People[c]
		hidden += some.HiddenIn(int(c))
	}
	return p, hidden, true
}

// bound sets the portion's bounds: a part states a share of its people, who are at
// least so many.
func (p *portion) bound(part *Part, least int64) {
	people := part.Share.Of(p.size)
	p.low, p.high, p.stated = part.Share.Of(least), people, people
	p.every = people == p.size && (part.Bound == caremodel.Exactly || part.Bound == caremodel.AtLeast)
	switch part.Bound {
	case caremodel.About:
		p.about = true
	case caremodel.AtLeast:
		p.high = p.size
	case caremodel.AtMost, caremodel.NotStated:
		p.low = 0
	}
}

// across lays a part of an area that lies in several places: a share of all their
// people together, of whom nobody knows in which place they are.
func (b *indexer) across(f int32, part *Part, route int32, places []place) {
	b.lacks = b.lacks || len(places) == 0
	ones := make([]portion, 0, len(places))
	areas := make([]int32, 0, len(places))
	var least, most int64 // how many people the area has
	for _, p := range places {
		one, hidden, ok := b.portion(p.area, part.Cells)
		if !ok {
			b.lacks = true
			continue
		}
		one.high = p.share.Of(one.size)
		if one.low = p.share.Of(one.size - hidden); p.unsure {
			one.low = 0
		}
		least, most = least+one.low, most+one.high
		ones, areas = append(ones, one), append(areas, p.area)
	}
	all := portion{size: most}
	all.bound(part, least)
	b.spread = b.spread || len(ones) > 1
	b.total.low += all.low
	b.total.high += all.high
	left := all.stated
	for i, one := range ones {
		stated := left // the areas share out what was stated by their people
		if i < len(ones)-1 {
			part, _, _ := exact.MulDiv(uint64(all.stated), uint64(one.high), uint64(max(most, 1)))
			stated = int64(part)
		}
		left -= stated
		one.low, one.high, one.stated = max(0, all.low-(most-one.high)), min(one.high, all.high), min(stated, one.high)
		one.about = all.about
		b.enter(f, areas[i], one, route)
	}
}

// enter adds what footprint f holds of an area.
func (b *indexer) enter(f, area int32, p portion, route int32) {
	if at := b.last[area] - 1; at >= b.start {
		b.list[at].portion = b.merge(area, b.list[at].portion, p, route)
		return
	}
	b.list = append(b.list, posting{area, entry{f, b.keep(p, route)}})
	b.last[area] = len(b.list)
}

// keep returns the place of a portion among the portions.
func (b *indexer) keep(p portion, route int32) int32 {
	if p.isAll() {
		return whole
	}
	b.portions, b.routes = append(b.portions, p), append(b.routes, route)
	return int32(len(b.portions) - 1)
}

// merge adds a portion to those that the footprint has of an area, and returns the
// first. Where it is of other cells it comes beside them; otherwise it is joined
// with those of the same cells, which may be the same people.
func (b *indexer) merge(area, first int32, p portion, route int32) int32 {
	if first == whole || p.isAll() {
		b.same = true
		return whole
	}
	meets := b.meeting(area, first, &p)
	if len(meets) == 0 {
		p.next = first
		at := b.keep(p, route)
		b.own(area, at)
		return at
	}
	rest := int32(none)
	for at := first; at != none; {
		next := b.portions[at].next
		if !slices.Contains(meets, at) {
			b.portions[at].next, rest = rest, at
		}
		at = next
	}
	for _, at := range meets {
		if route == 0 || b.routes[at] != route {
			b.same, route = true, 0
		}
		p.join(&b.portions[at], route != 0, b.cells.Of(int(area)).People)
	}
	p.next = rest
	at := b.keep(p, route)
	if at != whole {
		b.own(area, at)
	}
	return at
}

// meeting returns the portions that have cells in common with p.
func (b *indexer) meeting(area, first int32, p *portion) []int32 {
	if p.cells == nil || b.portions[first].cells == nil {
		var all []int32
		for at := first; at != none; at = b.portions[at].next {
			all = append(all, at)
		}
		return all
	}
	if b.owners[area] == nil {
		b.owners[area] = make([]int32, len(b.cells.Of(int(area)).People))
		for at := first; at != none; at = b.portions[at].next {
			b.own(area, at)
		}
	}
	var meets []int32
	for _, cell := range p.cells {
		if at := b.owners[area][cell] - 1; at >= 0 && !slices.Contains(meets, at) {
			meets = append(meets, at)
		}
	}
	return meets
}

// own notes the cells of a portion as its own.
func (b *indexer) own(area, at int32) {
	if owners := b.owners[area]; owners != nil {
		for _, cell := range b.portions[at].cells {
			owners[cell] = at + 1
		}
	}
}

// join joins q with p: both are of different people (apart), as are what several
// areas of one edition have of an area of the base, or may be of the same.
func (p *portion) join(q *portion, apart bool, people []int64) {
	if p.cells == nil || q.cells == nil {
		p.size = max(p.size, q.size)
		p.cells = nil
	} else if !slices.Equal(p.cells, q.cells) {
		cells := slices.Sorted(slices.Values(slices.Concat(p.cells, q.cells)))
		p.cells, p.size = slices.Compact(cells), 0
		for _, cell := range p.cells {
			p.size += people[cell]
		}
	}
	if apart {
		p.low = min(p.size, p.low+q.low)
	}
	p.low = max(p.low, q.low)
	p.high = min(p.size, p.high+q.high)
	p.stated = min(p.size, p.stated+q.stated)
	p.about = p.about || q.about
}

// byArea sorts entries by area; those of one area, entries[first[area]] up to
// first[area+1], keep their order, which is that of the footprints.
func byArea(list []posting, areas int) (first []int, entries []entry) {
	first = make([]int, areas+1)
	for _, e := range list {
		first[e.area+1]++
	}
	for a := range areas {
		first[a+1] += first[a]
	}
	next := slices.Clone(first)
	entries = make([]entry, len(list))
	for _, e := range list {
		entries[next[e.area]] = e.entry
		next[e.area]++
	}
	return first, entries
}

// zones brings the areas with the same entries together. The place of a portion is
// never the same for two areas, so that only entries for whole areas can agree.
func (b *indexer) zones() *index {
	n := len(b.cells.Areas)
	first, entries := byArea(b.list, n)
	of := func(area int32) []entry { return entries[first[area]:first[area+1]] }
	x := &index{zone: make([]int32, n), areas: make([]int32, n), portions: slices.Clip(b.portions), first: []int{0}}
	for a := range x.areas {
		x.areas[a] = int32(a)
	}
	slices.SortFunc(x.areas, func(a, b int32) int {
		return cmp.Or(slices.CompareFunc(of(a), of(b), compareEntries), cmp.Compare(a, b))
	})
	for i, area := range x.areas {
		if i == 0 || !slices.Equal(of(area), of(x.areas[i-1])) {
			x.from = append(x.from, int32(i))
			x.people, x.hidden = append(x.people, 0), append(x.hidden, 0)
			x.entries = append(x.entries, of(area)...)
			x.first = append(x.first, len(x.entries))
		}
		z := len(x.people) - 1
		x.zone[area] = int32(z)
		x.people[z] += b.cells.Total[area]
		x.hidden[z] += b.cells.Hidden[area]
	}
	x.from = append(x.from, int32(n))
	x.entries = slices.Clip(x.entries)
	return x
}

func compareEntries(a, b entry) int {
	return cmp.Or(cmp.Compare(a.footprint, b.footprint), cmp.Compare(a.portion, b.portion))
}

package coverage

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
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
	zone    []int32 // by area
	areas   []int32 // by zone, then in base order
	from    []int32
	people  []int64 // by zone
	first   []int
	entries []entry
	spans   []span
}

// entry says that a footprint lies on a zone.
type entry struct {
	footprint int32
	span      int32 // where spans says how much of each cell of the zone's one area; whole = everybody
}

const whole = -1

// span is how many people of one cell a footprint covers.
type span struct {
	low, high int64 // at least and at most
	stated    int64 // the share as stated: low or high where the part is "up to" or "more than" it, otherwise both
}

// of returns the footprints on a zone.
func (x *index) of(zone int) []entry { return x.entries[x.first[zone]:x.first[zone+1]] }

// len returns the number of zones.
func (x *index) len() int { return len(x.people) }

// area returns the area of a zone that has only one.
func (x *index) area(zone int) int { return int(x.areas[x.from[zone]]) }

// indexer builds an index.
type indexer struct {
	cells  *cells
	beyond otherEditions
	list   []laid
	last   []int // by area: one more than the place of its last entry in list
	spans  []span

	columns         map[int][]int32 // value numbers by attribute and profile, as far as they were needed
	rank            []int32         // cell order by profile, once it is needed
	weights, shares []int64         // by cell of the part at hand: who may be covered, and how many of them are
	ranks           []int64
	self            [1]place
	splitter
}

// laid is an entry on its way into the index.
type laid struct {
	area int32
	walk int32 // by which crosswalk its part named an area of another edition; 0 = none
	entry
}

// newIndex lays the footprints' parts on the areas. A part names an area of the
// base, or one to which a crosswalk from the base's edition leads. More parts of
// cells than can be numbered are an error.
func newIndex(c *cells, s Survey, footprints []Footprint) (*index, error) {
	b := indexer{cells: c, last: make([]int, c.inside), columns: make(map[int][]int32)}
	b.beyond = newOtherEditions(c, s)
	parts := 0
	for f := range footprints {
		parts += len(footprints[f].Units)
	}
	b.list = make([]laid, 0, parts)
	for f := range footprints {
		b.footprint(int32(f), footprints[f].Units)
		if len(b.spans) > math.MaxInt32 {
			return nil, tooMuch(validate.TooLarge, int64(len(b.spans)), "footprints hold parts of at most 2,147,483,647 cells")
		}
	}
	return b.zones(), nil
}

// footprint lays the parts of footprint f.
func (b *indexer) footprint(f int32, parts []Part) {
	start := len(b.list)
	if len(b.beyond.into) == 0 {
		for i := range parts {
			b.part(f, start, &parts[i], 0)
		}
		return
	}
	for _, p := range b.beyond.parts(parts) {
		b.part(f, start, &p.Part, p.walk)
	}
}

// part lays one part of footprint f, whose entries begin at start. The part was
// stated by the areas to which a crosswalk leads, or by the base's: 0.
func (b *indexer) part(f int32, start int, part *Part, walk int32) {
	area := b.cells.number(part.Area)
	if area >= 0 && part.isWhole() {
		b.enter(laid{area, walk, entry{f, whole}}, start)
		return
	}
	places := b.beyond.into[part.Area].places
	if area >= 0 {
		b.self[0] = place{area: area}
		places = b.self[:]
	}
	b.state(part, places)
	done := 0
	for _, p := range places {
		people := b.cells.of(int(p.area)).people
		next := done + len(people)
		b.enter(laid{p.area, walk, entry{f, b.lay(part, people, done, next)}}, start)
		done = next
	}
}

// enter adds an entry, or merges it with that of another part of the same
// footprint on the same area.
func (b *indexer) enter(e laid, start int) {
	if same := b.last[e.area] - 1; same >= start {
		before := &b.list[same]
		apart := before.walk != 0 && before.walk == e.walk
		before.span = b.merge(before.span, e.span, e.area, apart)
		if !apart {
			before.walk = 0
		}
		return
	}
	b.list = append(b.list, e)
	b.last[e.area] = len(b.list)
}

// merge joins two parts of one footprint on one area. They name different cells
// of it, or different areas of one other edition (apart) that share its people
// out; otherwise they may be the same people.
func (b *indexer) merge(p, q, area int32, apart bool) int32 {
	if p == whole || q == whole {
		return whole
	}
	for i, people := range b.cells.of(int(area)).people {
		one, two := &b.spans[int(p)+i], b.spans[int(q)+i]
		if apart {
			one.low = min(people, one.low+two.low)
		}
		one.low = max(one.low, two.low)
		one.high = min(people, one.high+two.high)
		one.stated = min(people, one.stated+two.stated)
	}
	return p
}

// isWhole reports whether the part covers the whole of its area.
func (p *Part) isWhole() bool { return p.Share.IsWhole() && len(p.Cells) == 0 && !p.unsure() }

// unsure reports whether the part is sure of nobody: "up to" a share, or a part
// of a size that no source gives.
func (p *Part) unsure() bool { return p.Bound == caremodel.AtMost || p.Bound == caremodel.NotStated }

// state sets weights to the people of each cell of the places whom the part may
// cover, and shares to how many of them its share stands for: a share of all of
// them, rounded to whole people, shared out to the cells by largest remainder in
// cell order.
func (b *indexer) state(part *Part, places []place) {
	b.weights, b.ranks = b.weights[:0], b.ranks[:0]
	people := int64(0)
	for i, p := range places {
		people += b.weigh(i, p, part.Cells)
	}
	b.shares = slices.Grow(b.shares[:0], len(b.weights))[:len(b.weights)]
	if part.Share.IsWhole() {
		copy(b.shares, b.weights)
		return
	}
	b.split(b.shares, part.Share.Of(people), b.weights, b.ranks)
}

// weigh adds the cells of place i to weights, without the people of cells that do
// not match, and returns the sum of its people.
func (b *indexer) weigh(i int, p place, match map[string]string) int64 {
	some := b.cells.of(int(p.area))
	start := len(b.weights)
	b.weights = append(b.weights, some.people...)
	weights := b.weights[start:]
	b.restrict(weights, some.profile, match)
	if b.rank == nil {
		b.rank = b.cells.ranks()
	}
	for _, profile := range some.profile {
		b.ranks = append(b.ranks, int64(i)*int64(len(b.rank))+int64(b.rank[profile]))
	}
	people := int64(0)
	for _, n := range weights {
		people += n
	}
	if p.share.IsWhole() {
		return people
	}
	people = p.share.Of(people)
	b.shares = slices.Grow(b.shares[:0], len(weights))[:len(weights)]
	b.split(b.shares, people, weights, b.ranks[start:])
	copy(weights, b.shares)
	return people
}

// restrict takes the people of cells that do not match out of weights.
func (b *indexer) restrict(weights []int64, profiles []int32, match map[string]string) {
	for name, value := range match {
		k := b.cells.attribute(name)
		if k < 0 {
			clear(weights)
			return
		}
		column, ok := b.columns[k]
		if !ok {
			column = b.cells.columns[k]
			b.columns[k] = column
		}
		v := b.cells.values[k].number(value)
		for i, profile := range profiles {
			if column[profile] != v {
				weights[i] = 0
			}
		}
	}
}

// lay adds the spans of one area, whose cells stand at from to to in shares, and
// returns their place, or whole when they turn out to be everybody.
func (b *indexer) lay(part *Part, people []int64, from, to int) int32 {
	weights, shares := b.weights[from:to], b.shares[from:to]
	if !part.unsure() && slices.Equal(shares, people) {
		return whole
	}
	start := int32(len(b.spans))
	for i, n := range shares {
		s := span{n, n, n}
		switch {
		case part.unsure():
			s.low = 0
		case part.Bound == caremodel.AtLeast:
			s.high = weights[i]
		}
		b.spans = append(b.spans, s)
	}
	return start
}

// byArea sorts entries by area; those of one area, entries[first[area]] up to
// first[area+1], keep their order, which is that of the footprints.
func byArea(list []laid, areas int) (first []int, entries []entry) {
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

// zones brings the areas with the same entries together. The place of a span is
// never the same for two areas, so that only entries for whole areas can agree.
func (b *indexer) zones() *index {
	n := len(b.cells.areas)
	first, entries := byArea(b.list, n)
	of := func(area int32) []entry { return entries[first[area]:first[area+1]] }
	x := &index{zone: make([]int32, n), areas: make([]int32, n), spans: slices.Clip(b.spans), first: []int{0}}
	for a := range x.areas {
		x.areas[a] = int32(a)
	}
	slices.SortFunc(x.areas, func(a, b int32) int {
		return cmp.Or(slices.CompareFunc(of(a), of(b), compareEntries), cmp.Compare(a, b))
	})
	for i, area := range x.areas {
		if i == 0 || !slices.Equal(of(area), of(x.areas[i-1])) {
			x.from = append(x.from, int32(i))
			x.people = append(x.people, 0)
			x.entries = append(x.entries, of(area)...)
			x.first = append(x.first, len(x.entries))
		}
		z := len(x.people) - 1
		x.zone[area] = int32(z)
		x.people[z] += b.cells.total[area]
	}
	x.from = append(x.from, int32(n))
	x.entries = slices.Clip(x.entries)
	return x
}

func compareEntries(a, b entry) int {
	return cmp.Or(cmp.Compare(a.footprint, b.footprint), cmp.Compare(a.span, b.span))
}

// otherEditions brings parts that name areas of other editions into the base.
type otherEditions struct {
	cells *cells
	into  map[AreaCode]made // what each area of another edition consists of
}

// crossed is a part, and the crosswalk by which its area was stated; 0 = none.
type crossed struct {
	Part
	walk int32
}

// made is what an area of another edition consists of.
type made struct {
	places []place
	walk   int32 // which crosswalk says so, counted from 1
}

// place is a share of the people of one area of the base.
type place struct {
	area  int32
	share Share
}

// newOtherEditions takes the crosswalks from the base's edition. Where two lead
// to one code the earlier one holds.
func newOtherEditions(c *cells, s Survey) otherEditions {
	into := make(map[AreaCode]made)
	for i, x := range s.Crosswalks {
		if x.From != s.Base.Edition {
			continue
		}
		found := make(map[AreaCode][]place)
		for _, w := range x.Weights {
			if area := c.number(w.From); area >= 0 && c.number(w.To) < 0 && into[w.To].walk == 0 {
				found[w.To] = append(found[w.To], place{area, w.Share})
			}
		}
		for code, places := range found {
			slices.SortFunc(places, func(p, q place) int { return cmp.Compare(c.areas[p.area], c.areas[q.area]) })
			into[code] = made{places, int32(i) + 1}
		}
	}
	return otherEditions{c, into}
}

// parts returns the parts of a footprint with every whole area of another
// edition replaced by the areas of the base that make it up. What several areas
// of one edition have of an area of the base are different people and adds up
// before anything is rounded; those of two editions may be the same people. A
// share of such an area stays as it is: it is a share of all its people together.
// Parts of one edition come together and those of the base last, so that no order
// of the list changes what they add up to.
func (x otherEditions) parts(list []Part) []crossed {
	var out []crossed
	met := make(map[AreaCode][]int) // areas of other editions: where they stand in list
	type origin struct {
		area AreaCode
		walk int32
	}
	parts := make(map[origin][]int) // areas of the base and crosswalks: what came of them, in out
	for i, p := range list {
		m, crosses := x.into[p.Area]
		if !crosses || !p.Share.IsWhole() {
			out = append(out, crossed{p, m.walk})
			continue
		}
		if slices.ContainsFunc(met[p.Area], func(j int) bool { return alike(list[j], p) }) {
			continue
		}
		met[p.Area] = append(met[p.Area], i)
		for _, place := range m.places {
			q := p
			q.Area, q.Share = x.cells.areas[place.area], place.share
			from := origin{q.Area, m.walk}
			if same := slices.IndexFunc(parts[from], func(j int) bool { return alike(out[j].Part, q) }); same >= 0 {
				if sum, ok := addShares(out[parts[from][same]].Share, q.Share); ok {
					out[parts[from][same]].Share = sum
					continue
				}
			}
			parts[from] = append(parts[from], len(out))
			out = append(out, crossed{q, m.walk})
		}
	}
	slices.SortStableFunc(out, func(p, q crossed) int { return cmp.Compare(uint32(p.walk-1), uint32(q.walk-1)) }) // 0 last
	return out
}

// alike reports whether two parts are limited in the same way.
func alike(p, q Part) bool { return p.Bound == q.Bound && maps.Equal(p.Cells, q.Cells) }

// addShares returns the sum of two shares, at most the whole, if it can be held.
func addShares(s, t Share) (Share, bool) {
	var sum rational
	sum.add(s)
	sum.add(t)
	if sum.aboveOne() {
		return Share{}, true
	}
	return exactShare(sum.rat())
}

package coverage

import (
	"iter"
	"math"
	"slices"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Group is the people who share one value of an attribute, such as one decile
// of deprivation.
type Group struct {
	Value string `json:"value"` // of the attribute
	// Covered is how many of them are covered, out of Population.
	Covered Estimate `json:"covered"`
	// Population is everybody with this value, in the whole base; at most so many
	// where numbers are not stated, as Covered's Of and Hidden say.
	Population int64 `json:"population"`
}

// Breakdown is a selection's covered people by the value of one attribute. It
// is immutable and safe for concurrent use.
type Breakdown struct {
	attribute string
	groups    []Group // in natural order
	unknown   Group
}

// A BreakdownOption changes what [Selection.Breakdown] takes shares for.
type BreakdownOption func(*breakdown)

// Proportional spreads a share of an area evenly over its cells, as if the people
// covered were a fair sample of those who live there. That is an assumption, which
// the bounds of a breakdown do without: the groups that it changes say that they
// are approximate ([Estimate]).
func Proportional() BreakdownOption { return func(b *breakdown) { b.proportional = true } }

// Breakdown returns the covered people by attribute, each person counted once within
// a value. An attribute that no cell of the base has is an Unknown error.
//
// A share of an area says nothing about who: a share of k of its n people covers at
// least k-(n-m) and at most min(k, m) of a group of m of them. The groups' bounds
// hold for each group by itself, and where shares lie across groups they do not add
// up to those of [Selection.Covered].
func (s *Selection) Breakdown(attribute string, o ...BreakdownOption) (Breakdown, error) {
	k := s.atlas().cells.Attribute(attribute)
	if k < 0 {
		return Breakdown{}, fault.New("coverage.Selection.Breakdown", validate.Unknown, attribute, "no cell of the base has this attribute")
	}
	t := s.atlas().tables[k]()
	b := breakdown{Selection: s, table: t, covered: slices.Repeat([]Estimate{s.nobody()}, len(t.values))}
	for _, option := range o {
		option(&b)
	}
	for zone := range s.atlas().index.len() {
		switch s.cover(zone) {
		case coverWhole:
			for i := t.first[zone]; i < t.first[zone+1]; i++ {
				b.covered[t.value[i]].add(t.people[i]-t.hidden[i], t.people[i], false)
			}
		case coverPart, coverCells:
			b.part(zone)
		}
	}
	group := func(v int32) Group {
		b.covered[v].Of, b.covered[v].Hidden = t.population[v], t.unsure[v]
		return Group{Value: t.values[v], Covered: b.covered[v], Population: t.population[v]}
	}
	out := Breakdown{attribute: attribute, groups: make([]Group, len(t.order)), unknown: group(0)}
	for i, v := range t.order {
		out.groups[i] = group(v)
	}
	return out, nil
}

// breakdown is a breakdown in the making.
type breakdown struct {
	*Selection
	*table
	proportional bool
	covered      []Estimate // by value number
	view         zoneView
	apportioner
}

// part adds the groups of a zone of which the selection covers a part.
func (b *breakdown) part(zone int) {
	v := &b.view
	b.look(v, zone)
	if b.proportional {
		b.spread(v)
		return
	}
	if v.of == nil {
		for i := b.first[zone]; i < b.first[zone+1]; i++ {
			v.makeBlocks(b.people[i : i+1])
			b.covered[b.value[i]].add(v.union())
		}
		return
	}
	byValue := map[int32][]int64{} // people by stratum
	for cell, people := range v.cells.People {
		value := b.column[v.cells.Profile[cell]]
		if byValue[value] == nil {
			byValue[value] = make([]int64, len(v.strata))
		}
		byValue[value][v.of[cell]-1] += people
	}
	for value, people := range byValue {
		v.makeBlocks(people)
		b.covered[value].add(v.union())
	}
}

// spread adds the cells of a zone, over which each portion is spread evenly, by
// largest remainder.
func (b *breakdown) spread(v *zoneView) {
	rank := b.atlas().ranks()
	order := make([]int64, len(v.cells.People))
	for cell, profile := range v.cells.Profile {
		order[cell] = int64(rank[profile])
	}
	sure := slices.Clone(v.cells.People)
	for cell, n := range v.cells.Hidden {
		sure[cell] -= n
	}
	low, high := make([][]int64, len(v.held)), make([][]int64, len(v.held))
	for i, h := range v.held {
		low[i], high[i] = make([]int64, len(sure)), make([]int64, len(sure))
		b.split(low[i], h.low, h.weights(sure), order)
		b.split(high[i], h.high, h.weights(v.cells.People), order)
	}
	for cell, people := range v.cells.People {
		one := block{people: people, parts: []span{}}
		for i, h := range v.held {
			n := int32(len(one.in)) - 1
			about := h.about || high[i][cell] > 0 && (h.low < h.size || h.high < h.size)
			if n >= 0 && one.in[n] == h.position {
				one.parts[n].low += low[i][cell]
				one.parts[n].high += high[i][cell]
				one.parts[n].about = one.parts[n].about || about
			} else {
				one.in, one.parts = append(one.in, h.position), append(one.parts, span{low[i][cell], high[i][cell], about})
			}
		}
		b.covered[b.column[v.cells.Profile[cell]]].add(one.union())
	}
}

// weights are the people of the cells in which the portion is.
func (p *portion) weights(people []int64) []int64 {
	if p.cells == nil {
		return people
	}
	weights := make([]int64, len(people))
	for _, cell := range p.cells {
		weights[cell] = people[cell]
	}
	return weights
}

// Attribute returns the attribute's name.
func (b Breakdown) Attribute() string { return b.attribute }

// Groups returns the groups in natural order of their values: 1, 2, ..., 10.
// People without the attribute are in none; see [Breakdown.Unknown].
func (b Breakdown) Groups() iter.Seq[Group] { return slices.Values(b.groups) }

// Group returns the group with this value, and whether there is one.
func (b Breakdown) Group(value string) (Group, bool) {
	i := slices.IndexFunc(b.groups, func(g Group) bool { return g.Value == value })
	if i < 0 {
		return Group{}, false
	}
	return b.groups[i], true
}

// Unknown returns the people without the attribute, under a blank value.
func (b Breakdown) Unknown() Group { return b.unknown }

// Bands returns the groups in natural order as bands for the indices of package
// indicator: the share of each group's people who are covered, with the
// standard error of a proportion, sqrt(v(1-v)/n); where all of a group are covered or
// none it is one that gives limits no narrower than Wilson's. Decile 1 is the most deprived
// and comes first, as the indices want it. A full count has no sampling error:
// ask the index for no limits where that is what you have.
//
// Groups without people are left out, and so are the people without the
// attribute: [Breakdown.Unknown] says how many they are. A group whose figure
// is not exact is a Conflict error, because an index of bounds would be
// neither: [Breakdown.SlopeBounds] bounds the slope index. While the areas of some
// vanguard meant are not, or not wholly, known ([Estimate]), or a group has people
// whose number is not stated, the error is [validate.NotKnown].
func (b Breakdown) Bands() ([]indicator.Band, error) {
	bands := make([]indicator.Band, 0, len(b.groups))
	for _, g := range b.groups {
		if err := g.countable("coverage.Breakdown.Bands"); err != nil {
			return nil, err
		}
		switch c := g.Covered; {
		case c.Low != c.High:
			return nil, fault.New("coverage.Breakdown.Bands", validate.Conflict, g.Value,
				"the people covered are known by bounds only: SlopeBounds gives those of the slope index")
		}
		if g.Population > 0 {
			bands = append(bands, band(g.Covered.Low, g.Population))
		}
	}
	return bands, nil
}

// countable is the error of a group that cannot stand in an index.
func (g Group) countable(op string) error {
	switch {
	case !g.Covered.isWhole():
		return fault.New(op, validate.NotKnown, g.Value, g.Covered.missing())
	case g.Covered.Hidden > 0:
		return fault.New(op, validate.NotKnown, g.Value, "the numbers of people of "+thousands(g.Covered.Hidden)+" at most in this group are not stated")
	}
	return nil
}

// band is so many people covered of n.
func band(covered, n int64) indicator.Band {
	value, people := float64(covered)/float64(n), float64(n)
	b := indicator.Band{Population: n, Value: value, StandardError: math.Sqrt(value * (1 - value) / people)}
	if covered == 0 || covered == n {
		// Wilson's limits of all or none are z²/(n+z²) wide: a standard error of
		// z/(n+z²) is as wide. It grows with z up to the root of n; 3.29 is the z of
		// 99.9 %.
		z := min(3.29, math.Sqrt(people))
		b.StandardError = z / (people + z*z)
	}
	return b
}

// table is the people by zone and value of one attribute, so that a zone that is
// covered whole is broken down without looking at its cells. The values of zone z
// are those from first[z] to first[z+1].
type table struct {
	values     []string // by value number
	order      []int32  // value numbers in natural order, without 0
	column     []int32  // value number by profile
	population []int64  // by value number: the whole base
	unsure     []int64  // how many of them may not be there
	first      []int
	value      []int32
	people     []int64
	hidden     []int64
}

// newTables returns one table for each attribute, made when it is first asked for
// and then kept.
func newTables(c *baseCells, x *index) []func() *table {
	tables := make([]func() *table, len(c.Names))
	for k := range tables {
		tables[k] = sync.OnceValue(func() *table { return newTable(c, x, k) })
	}
	return tables
}

func newTable(c *baseCells, x *index, attribute int) *table {
	t := &table{
		values:     c.Values[attribute].List,
		order:      c.Order(attribute),
		column:     c.Columns[attribute],
		population: make([]int64, len(c.Values[attribute].List)),
		unsure:     make([]int64, len(c.Values[attribute].List)),
		first:      make([]int, 1, x.len()+1),
	}
	at := make([]int, len(t.values)) // by value: one more than the place of its last entry
	for zone := range x.len() {
		start := len(t.value)
		for _, area := range x.areas[x.from[zone]:x.from[zone+1]] {
			some := c.Of(int(area))
			for cell, people := range some.People {
				v := t.column[some.Profile[cell]]
				if at[v] <= start {
					t.value = append(t.value, v)
					t.people, t.hidden = append(t.people, 0), append(t.hidden, 0)
					at[v] = len(t.value)
				}
				t.people[at[v]-1] += people
				t.population[v] += people
				if n := some.HiddenIn(cell); n > 0 {
					t.hidden[at[v]-1] += n
					t.unsure[v] += n
				}
			}
		}
		t.first = append(t.first, len(t.value))
	}
	return t
}

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
	Value string `json:"value"`
	// Covered is how many of them are covered, out of Population.
	Covered Estimate `json:"covered"`
	// Population is everybody with this value, in the whole base.
	Population int64 `json:"population"`
}

// Breakdown is a selection's covered people by the value of one attribute. It
// is immutable and safe for concurrent use.
type Breakdown struct {
	attribute string
	groups    []Group // in natural order
	unknown   Group
}

// By returns the covered people by attribute, each person counted once within a
// value. An attribute that no cell of the base has is an Unknown error.
//
// The groups' bounds hold for each group by itself; their sums are those of
// [Selection.Covered].
func (s *Selection) Breakdown(attribute string) (Breakdown, error) {
	k := s.atlas.cells.attribute(attribute)
	if k < 0 {
		return Breakdown{}, fault.New("coverage.Selection.Breakdown", validate.Unknown, attribute, "no cell of the base has this attribute")
	}
	t := s.atlas.tables[k]()
	covered := make([]Estimate, len(t.values)) // by value number
	c, x := s.atlas.cells, s.atlas.index
	for zone := range x.len() {
		switch s.cover(zone) {
		case coverWhole:
			for i := t.first[zone]; i < t.first[zone+1]; i++ {
				covered[t.value[i]].add(t.people[i], t.people[i])
			}
		case coverPart:
			some := c.of(x.area(zone))
			for cell, people := range some.people {
				covered[t.column[some.profile[cell]]].add(s.unionOf(zone, cell, people))
			}
		}
	}
	group := func(v int32) Group {
		covered[v].Of = t.population[v]
		return Group{Value: t.values[v], Covered: covered[v], Population: t.population[v]}
	}
	b := Breakdown{attribute: attribute, groups: make([]Group, len(t.order)), unknown: group(0)}
	for i, v := range t.order {
		b.groups[i] = group(v)
	}
	return b, nil
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

// Lowest returns the breakdown with every group at its Low.
func (b Breakdown) Lowest() Breakdown {
	return b.at(func(e Estimate) int64 { return e.Low })
}

// Highest returns the breakdown with every group at its High.
func (b Breakdown) Highest() Breakdown {
	return b.at(func(e Estimate) int64 { return e.High })
}

func (b Breakdown) at(end func(Estimate) int64) Breakdown {
	fix := func(g Group) Group {
		g.Covered.Low = end(g.Covered)
		g.Covered.High = g.Covered.Low
		return g
	}
	b.groups = slices.Clone(b.groups)
	for i := range b.groups {
		b.groups[i] = fix(b.groups[i])
	}
	b.unknown = fix(b.unknown)
	return b
}

// Bands returns the groups in natural order as bands for the indices of package
// indicator: the share of each group's people who are covered, with the
// standard error of a proportion, sqrt(v(1-v)/n). Decile 1 is the most deprived
// and comes first, as the indices want it. A full count has no sampling error:
// ask the index for no limits where that is what you have.
//
// Groups without people are left out, and so are the people without the
// attribute: [Breakdown.Unknown] says how many they are. A group whose figure
// is not exact is a Conflict error, because an index of bounds would be
// neither: take the bands of [Breakdown.Lowest] and [Breakdown.Highest].
func (b Breakdown) Bands() ([]indicator.Band, error) {
	bands := make([]indicator.Band, 0, len(b.groups))
	for _, g := range b.groups {
		if !g.Covered.Exact() {
			return nil, fault.New("coverage.Breakdown.Bands", validate.Conflict, g.Value,
				"the people covered are known by bounds only: take the bands of Lowest and of Highest")
		}
		if g.Population > 0 {
			n := float64(g.Population)
			value := float64(g.Covered.Low) / n
			bands = append(bands, indicator.Band{
				Population: g.Population, Value: value, StandardError: math.Sqrt(value * (1 - value) / n),
			})
		}
	}
	return bands, nil
}

// table is the people by zone and value of one attribute, so that a zone that is
// covered whole is broken down without looking at its cells. The values of zone z
// are those from first[z] to first[z+1].
type table struct {
	values     []string // by value number
	order      []int32  // value numbers in natural order, without 0
	column     []int32  // value number by profile
	population []int64  // by value number: the whole base
	first      []int
	value      []int32
	people     []int64
}

// newTables returns one table for each attribute, made when it is first asked for
// and then kept.
func newTables(c *cells, x *index) []func() *table {
	tables := make([]func() *table, len(c.names))
	for k := range tables {
		tables[k] = sync.OnceValue(func() *table { return newTable(c, x, k) })
	}
	return tables
}

func newTable(c *cells, x *index, attribute int) *table {
	t := &table{
		values:     c.values[attribute].list,
		order:      c.order(attribute),
		column:     c.columns[attribute],
		population: make([]int64, len(c.values[attribute].list)),
		first:      make([]int, 1, x.len()+1),
	}
	at := make([]int, len(t.values)) // by value: one more than the place of its last entry
	for zone := range x.len() {
		start := len(t.value)
		for _, area := range x.areas[x.from[zone]:x.from[zone+1]] {
			some := c.of(int(area))
			for cell, people := range some.people {
				v := t.column[some.profile[cell]]
				if at[v] <= start {
					t.value = append(t.value, v)
					t.people = append(t.people, 0)
					at[v] = len(t.value)
				}
				t.people[at[v]-1] += people
				t.population[v] += people
			}
		}
		t.first = append(t.first, len(t.value))
	}
	return t
}

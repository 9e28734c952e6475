package coverage

import (
	"fmt"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// cells is the base in columns: areas numbered from 0, and the cells of one
// area side by side.
type cells struct {
	dictionary
	units  textTable[AreaCode]
	areas  []AreaCode // the units' in base order, then the remainder's
	inside int        // how many areas are units
	chunks []columns  // all cells
	at     []stretch  // by area: where its cells stand
	total  []int64    // by area
	hidden []int64    // by area: how many of them may not be there
	all    int64      // everybody
	unsure int64      // how many of them may not be there

	kinds     kinds // of the units
	unitCells int   // how many cells are in units; the others are the remainder's
	looks     looks
}

// of returns the cells of an area.
func (c *cells) of(area int) columns {
	s := c.at[area]
	return c.chunks[s.chunk].of(s)
}

// number returns the number of a unit's area, -1 for any other code: a remainder
// is in no footprint, whatever its code.
func (c *cells) number(code AreaCode) int32 { return c.units.number(code) }

// leastCells is how many cells are worth a goroutine of their own.
const leastCells = 1 << 16

// inspect adds up the people of each area and looks at every cell once.
func (c *cells) inspect(count int) {
	c.total, c.hidden = make([]int64, len(c.areas)), make([]int64, len(c.areas))
	seen := make([]looks, parallel.Parts(count, leastCells))
	parallel.Do(len(seen), func(i int) {
		seen[i] = c.look(len(c.areas)*i/len(seen), len(c.areas)*(i+1)/len(seen))
	})
	for _, l := range seen {
		c.looks.unlikely = c.looks.unlikely || l.unlikely
		c.looks.twice = c.looks.twice || l.twice
		c.looks.bare = c.looks.bare || l.bare
	}
}

// looks is what a look at every cell has shown.
type looks struct {
	unlikely bool // some cell has less than nobody, or more people than is likely
	twice    bool // some area has two cells with the same attributes
	bare     bool // some cell has no attributes
}

// look adds up the people of the areas from first to end.
func (c *cells) look(first, end int) (l looks) {
	seen := make([]int32, c.profiles) // by profile: one more than the last area that has it
	for area := first; area < end; area++ {
		some := c.of(area)
		all, mark := int64(0), int32(area)+1
		for i, people := range some.people {
			all += people
			l.unlikely = l.unlikely || uint64(people) > maxUnit
			profile := some.profile[i]
			l.twice = l.twice || seen[profile] == mark
			seen[profile] = mark
		}
		c.total[area] = all
		for i, n := range some.hidden {
			c.hidden[area] += n
			l.unlikely = l.unlikely || uint64(n) > uint64(some.people[i]) // less than nobody, or less than what is certain
		}
	}
	l.bare = seen[0] > 0
	return l
}

// sum adds everybody up. More than an int64 can hold are an error.
func (c *cells) sum() error {
	c.all, c.unsure = 0, 0
	for _, n := range c.hidden {
		c.unsure += n
	}
	if !c.looks.unlikely { // so many cells of that many people fit
		for _, people := range c.total {
			c.all += people
		}
		return nil
	}
	for area := range c.areas {
		for _, people := range c.of(area).people {
			if c.all += people; c.all < 0 {
				return tooMuch(validate.Overflow, people, "the people of the base add up to more than an int64 can hold")
			}
		}
	}
	return nil
}

// settle drops what only building needs.
func (c *cells) settle() {
	c.dictionary.settle()
	c.units = textTable[AreaCode]{}
}

// valued returns the first area that has a value among its attributes, by value.
func (c *cells) valued() map[string]attributeOfArea {
	first := map[string]attributeOfArea{}
	seen := make([]bool, c.profiles)
	for area := range c.inside {
		for _, profile := range c.of(area).profile {
			if seen[profile] {
				continue
			}
			for k := range c.names {
				value := c.value(profile, k)
				if _, known := first[value]; !known {
					first[value] = attributeOfArea{int32(area), k}
				}
			}
			seen[profile] = true
		}
	}
	return first
}

// lack is an attribute that some of the units' cells have and others do not.
type lack struct {
	name   string
	first  int    // the first cell that has it not
	detail string // for people
}

// lacking finds the attributes that only some of the units' cells have, in the
// order of their numbers.
func (c *cells) lacking(g *gatherer) []lack {
	if !c.looks.bare && !slices.ContainsFunc(c.columns, func(values []int32) bool { return slices.Contains(values[1:], 0) }) {
		return nil
	}
	cells := make([]int, c.profiles) // by profile
	for area := range c.inside {
		for _, profile := range c.of(area).profile {
			cells[profile]++
		}
	}
	var found []lack
	for k, name := range c.names {
		have, all := 0, c.unitCells
		for profile, n := range cells {
			if c.has(int32(profile), k) {
				have += n
			}
		}
		if have > 0 && have < all {
			detail := fmt.Sprintf("%d of %d cells lack this attribute; their people are shown as unknown", all-have, all)
			first := g.first(func(profile int32) bool { return !c.has(profile, k) })
			found = append(found, lack{name, first, detail})
		}
	}
	return found
}

package coverage

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// remark is a warning about a base as a whole, at the cell that it begins with.
type remark struct {
	cell          int
	code          validate.Code
	attribute     string // that it is about; blank = the people
	value, detail string
}

// remarks are the warnings that need every cell: attributes that some units lack,
// and units and cells that are the sum of the others.
func (g *gatherer) remarks(c *cells, lacking []lack) []remark {
	var out []remark
	for _, l := range lacking {
		out = append(out, remark{l.first, MissingAttribute, l.name, l.name, l.detail})
	}
	if c.looks.unlikely { // sums may wrap, and there is worse to mend
		return out
	}
	if areas := c.sumsOfOthers(); len(areas) > 0 {
		first := g.firsts()
		for _, area := range areas {
			detail := fmt.Sprintf("%s has as many people as the other %s areas together: is it their total?", c.areas[area], thousands(int64(c.inside-1)))
			out = append(out, remark{first[area], validate.Unlikely, "", thousands(c.total[area]), detail})
		}
	}
	for k, name := range c.names {
		for _, v := range c.totalValues(k) {
			value := c.values[k].list[v]
			what := validate.Quote(value) + " has"
			if v == 0 {
				what = "the cells without this attribute have"
			}
			cell := g.first(func(profile int32) bool { return c.columns[k][profile] == v })
			out = append(out, remark{cell, validate.Unlikely, name, value, what + " in every area as many people as all other values together: is it their total?"})
		}
	}
	return out
}

// leastAreas is how many areas a base has at least of which one is likely the sum
// of the others: of fewer that may be chance.
const leastAreas = 5

// sumsOfOthers returns the areas that have as many people as all other units, and
// whose codes do not say so already.
func (c *cells) sumsOfOthers() (found []int) {
	if c.inside < leastAreas {
		return nil
	}
	var all int64
	for _, people := range c.total[:c.inside] {
		all += people
	}
	for area, people := range c.total[:c.inside] {
		if people > 0 && people == all-people && !c.kinds.hasTotal(kindOf(c.areas[area])) {
			found = append(found, area)
		}
	}
	return found
}

// totalValues returns the values of an attribute that in every area have as many
// people as all others, which are two or more. Mostly the first area that has
// anybody rules all out.
func (c *cells) totalValues(attribute int) (found []int32) {
	column, values := c.columns[attribute], len(c.values[attribute].list)
	if values < 3 { // with that of no value, which is the first
		return nil
	}
	begun := false
	for area := range c.inside {
		switch {
		case c.total[area] == 0:
		case !begun:
			begun = true
			found = c.halves(area, column, values)
		default:
			found = c.stillHalves(area, column, found)
		}
		if begun && len(found) == 0 {
			return nil
		}
	}
	return found
}

// halves returns the values that have half of the people of an area, the rest being
// of two values or more.
func (c *cells) halves(area int, column []int32, values int) (found []int32) {
	people, some := make([]int64, values), c.of(area)
	for i, profile := range some.profile {
		people[column[profile]] += some.people[i]
	}
	present := 0
	for _, n := range people {
		if n > 0 {
			present++
		}
	}
	for v, n := range people {
		if present > 2 && n == c.total[area]-n {
			found = append(found, int32(v))
		}
	}
	return found
}

// stillHalves returns those values that have half of the people of an area too.
func (c *cells) stillHalves(area int, column, values []int32) (found []int32) {
	some := c.of(area)
	for _, v := range values {
		var people int64
		for i, profile := range some.profile {
			if column[profile] == v {
				people += some.people[i]
			}
		}
		if people == c.total[area]-people {
			found = append(found, v)
		}
	}
	return found
}

// firsts returns the first cell of each area.
func (g *gatherer) firsts() []int {
	first := make([]int, len(g.units.list)+len(g.outside.list))
	for i := range first {
		first[i] = -1
	}
	cell := 0
	for area, some := range g.pieces() {
		if first[area] < 0 {
			first[area] = cell
		}
		cell += len(some.people)
	}
	return first
}

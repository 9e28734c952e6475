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
func remarks(b *baseBuilder, c *baseCells, lacking []missingAttribute) []remark {
	var out []remark
	for _, l := range lacking {
		out = append(out, remark{l.first, MissingAttribute, l.name, l.name, l.detail})
	}
	if c.Stats.Unlikely { // sums may wrap, and there is worse to mend
		return out
	}
	if areas := sumsOfOthers(c); len(areas) > 0 {
		first := b.FirstCells()
		for _, area := range areas {
			detail := fmt.Sprintf("%s has as many people as the other %s areas together: is it their total?", c.Areas[area], thousands(int64(c.Inside-1)))
			out = append(out, remark{first[area], validate.Unlikely, "", thousands(c.Total[area]), detail})
		}
	}
	for k, name := range c.Names {
		for _, v := range totalValues(c, k) {
			value := c.Values[k].List[v]
			what := validate.Quote(value) + " has"
			if v == 0 {
				what = "the cells without this attribute have"
			}
			cell := b.FirstCell(func(profile int32) bool { return c.Columns[k][profile] == v })
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
func sumsOfOthers(c *baseCells) (found []int) {
	if c.Inside < leastAreas {
		return nil
	}
	kinds := countKinds(c.Areas[:c.Inside])
	var all int64
	for _, people := range c.Total[:c.Inside] {
		all += people
	}
	for area, people := range c.Total[:c.Inside] {
		if people > 0 && people == all-people && !kinds.hasTotal(kindOf(c.Areas[area])) {
			found = append(found, area)
		}
	}
	return found
}

// totalValues returns the values of an attribute that in every area have as many
// people as all others, which are two or more. Mostly the first area that has
// anybody rules all out.
func totalValues(c *baseCells, attribute int) (found []int32) {
	column, values := c.Columns[attribute], len(c.Values[attribute].List)
	if values < 3 { // with that of no value, which is the first
		return nil
	}
	begun := false
	for area := range c.Inside {
		switch {
		case c.Total[area] == 0:
		case !begun:
			begun = true
			found = halves(c, area, column, values)
		default:
			found = stillHalves(c, area, column, found)
		}
		if begun && len(found) == 0 {
			return nil
		}
	}
	return found
}

// halves returns the values that have half of the people of an area, the rest being
// of two values or more.
func halves(c *baseCells, area int, column []int32, values int) (found []int32) {
	people, some := make([]int64, values), c.Of(area)
	for i, profile := range some.Profile {
		people[column[profile]] += some.People[i]
	}
	present := 0
	for _, n := range people {
		if n > 0 {
			present++
		}
	}
	for v, n := range people {
		if present > 2 && n == c.Total[area]-n {
			found = append(found, int32(v))
		}
	}
	return found
}

// stillHalves returns those values that have half of the people of an area too.
func stillHalves(c *baseCells, area int, column, values []int32) (found []int32) {
	some := c.Of(area)
	for _, v := range values {
		var people int64
		for i, profile := range some.Profile {
			if column[profile] == v {
				people += some.People[i]
			}
		}
		if people == c.Total[area]-people {
			found = append(found, v)
		}
	}
	return found
}

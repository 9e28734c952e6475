package coverage

import (
	"fmt"
	"iter"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// cells is the base in columns: areas numbered from 0, and the cells of one
// area side by side.
type cells struct {
	dictionary
	units   textTable[AreaCode]
	areas   []AreaCode // the units' in base order, then the remainder's
	inside  int        // how many areas are units
	first   []int32    // the cells of area a are first[a] to first[a+1]
	people  []int64    // by cell
	profile []int32    // by cell
	total   []int64    // by area
	all     int64      // everybody
}

// of returns where the cells of an area begin and end.
func (c *cells) of(area int) (from, to int) { return int(c.first[area]), int(c.first[area+1]) }

// unitCells returns how many cells are in units; the others are the remainder's.
func (c *cells) unitCells() int { return int(c.first[c.inside]) }

// number returns the number of a unit's area, -1 for any other code: a remainder
// is in no footprint, whatever its code.
func (c *cells) number(code AreaCode) int32 { return c.units.number(code) }

// sum adds the people up. More than an int64 can hold are an error.
func (c *cells) sum() error {
	c.total = make([]int64, len(c.areas))
	for area := range c.areas {
		from, to := c.of(area)
		for _, people := range c.people[from:to] {
			c.total[area] += people
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

// codes yields the areas that footprints can name, in base order.
func (c *cells) codes() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, code := range c.areas[:c.inside] {
			if !yield(string(code)) {
				return
			}
		}
	}
}

// kind returns scheme, entity and country of the first unit that has a valid code.
func (c *cells) kind() (Scheme, Entity, string) {
	for _, code := range c.areas[:c.inside] {
		if code.valid() {
			return code.Scheme(), code.Entity(), code.Country()
		}
	}
	return 0, "", ""
}

// hasCell reports whether an area has a cell with all of these attributes.
func (c *cells) hasCell(area int32, attributes map[string]string) bool {
	from, to := c.of(int(area))
	return slices.ContainsFunc(c.profile[from:to], func(profile int32) bool {
		for name, value := range attributes {
			if k := c.attribute(name); k < 0 || c.value(profile, k) != value {
				return false
			}
		}
		return true
	})
}

// withValue returns the first area that has value among its attributes, and the attribute.
func (c *cells) withValue(value string) (area AreaCode, name string, ok bool) {
	for area := range c.inside {
		from, to := c.of(area)
		for _, profile := range c.profile[from:to] {
			for k, name := range c.names {
				if c.value(profile, k) == value {
					return c.areas[area], name, true
				}
			}
		}
	}
	return "", "", false
}

// repeated reports whether an area has two cells with the same attributes.
func (c *cells) repeated() bool {
	seen := make([]int32, len(c.nodes)) // by profile: one more than the last area that has it
	for area := range c.areas {
		from, to := c.of(area)
		for _, profile := range c.profile[from:to] {
			if seen[profile] == int32(area)+1 {
				return true
			}
			seen[profile] = int32(area) + 1
		}
	}
	return false
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
	cells := make([]int, len(c.nodes)) // by profile
	for _, profile := range c.profile[:c.unitCells()] {
		cells[profile]++
	}
	have := make([]int, len(c.names)) // by attribute
	for profile, n := range cells {
		for p := int32(profile); p > 0 && n > 0; p = c.nodes[p].parent {
			have[c.nodes[p].attribute] += n
		}
	}
	var found []lack
	for k, name := range c.names {
		if all := c.unitCells(); have[k] > 0 && have[k] < all {
			detail := fmt.Sprintf("%d of %d cells lack this attribute; their people are shown as unknown", all-have[k], all)
			found = append(found, lack{name, g.without(k), detail})
		}
	}
	return found
}

// Package cells holds a table of people by area and attributes in columns: the
// people of one area with the same attributes are a cell, and the cells of one area
// are adjacent. It knows nothing of what areas and attributes mean.
package cells

import (
	"github.com/newcaremodels/newcaremodels/internal/intern"
	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// Cells is the table. Areas are numbered from 0: the table's own in the order of their
// first cells, then those outside.
type Cells[C ~string] struct {
	Profiles
	Areas     []C
	Inside    int     // how many of Areas are the table's own
	UnitCells int     // how many cells are in these
	Total     []int64 // by area: its people
	Hidden    []int64 // by area: by how many its people may be overstated
	All       int64   // all people, after Sum
	AllHidden int64   // by how many All may be overstated
	Stats     Stats

	units  intern.Strings[C]
	chunks []Columns
	at     []chunkRange // by area: where its cells stand
}

// Stats are findings of a pass over every cell.
type Stats struct {
	Unlikely   bool // some cell has a negative number of people, or more than is likely
	Duplicates bool // some area has two cells with the same attributes
	Bare       bool // some cell has no attributes
}

// Of returns the cells of an area.
func (c *Cells[C]) Of(area int) Columns {
	r := c.at[area]
	return c.chunks[r.chunk].slice(r)
}

// Number returns the number of an area of the table's own, or -1 for any other
// code, including those of areas outside.
func (c *Cells[C]) Number(code C) int32 { return c.units.Number(code) }

// leastCells is how many cells are worth a goroutine of their own.
const leastCells = 1 << 16

// inspect adds up the people of each area and collects the Stats of all cells.
func (c *Cells[C]) inspect(count int, likely int64) {
	c.Total, c.Hidden = make([]int64, len(c.Areas)), make([]int64, len(c.Areas))
	seen := make([]Stats, parallel.Parts(count, leastCells))
	parallel.Do(len(seen), func(i int) {
		seen[i] = c.collect(len(c.Areas)*i/len(seen), len(c.Areas)*(i+1)/len(seen), likely)
	})
	for _, s := range seen {
		c.Stats.Unlikely = c.Stats.Unlikely || s.Unlikely
		c.Stats.Duplicates = c.Stats.Duplicates || s.Duplicates
		c.Stats.Bare = c.Stats.Bare || s.Bare
	}
}

// collect does so for the areas from first to end.
func (c *Cells[C]) collect(first, end int, likely int64) (s Stats) {
	seen := make([]int32, c.ProfileCount) // by profile: one more than the last area that has it
	for area := first; area < end; area++ {
		some := c.Of(area)
		all, mark := int64(0), int32(area)+1
		for i, people := range some.People {
			all += people
			s.Unlikely = s.Unlikely || uint64(people) > uint64(likely)
			profile := some.Profile[i]
			s.Duplicates = s.Duplicates || seen[profile] == mark
			seen[profile] = mark
		}
		c.Total[area] = all
		for i, n := range some.Hidden {
			c.Hidden[area] += n
			s.Unlikely = s.Unlikely || uint64(n) > uint64(some.People[i]) // negative, or less than what may be overstated
		}
	}
	s.Bare = seen[0] > 0
	return s
}

// Sum adds up all people. If they exceed an int64 it reports false, with the people
// of the cell at which that happened.
func (c *Cells[C]) Sum() (people int64, ok bool) {
	c.All, c.AllHidden = 0, 0
	for _, n := range c.Hidden {
		c.AllHidden += n
	}
	if !c.Stats.Unlikely { // so many cells of that many people fit
		for _, people := range c.Total {
			c.All += people
		}
		return 0, true
	}
	for area := range c.Areas {
		for _, people := range c.Of(area).People {
			if c.All += people; c.All < 0 {
				return people, false
			}
		}
	}
	return 0, true
}

// Freeze drops what is only needed for building.
func (c *Cells[C]) Freeze() {
	c.freeze()
	c.units = intern.Strings[C]{}
}

// AreasByValue returns, for each value, the first area that has it among its
// attributes.
func (c *Cells[C]) AreasByValue() map[string]AttributeOfArea {
	first := map[string]AttributeOfArea{}
	seen := make([]bool, c.ProfileCount)
	for area := range c.Inside {
		for _, profile := range c.Of(area).Profile {
			if seen[profile] {
				continue
			}
			for k := range c.Names {
				value := c.Value(profile, k)
				if _, known := first[value]; !known {
					first[value] = AttributeOfArea{int32(area), k}
				}
			}
			seen[profile] = true
		}
	}
	return first
}

// Partial is an attribute that some cells of the table's own areas lack; Have is
// the number of cells with it.
type Partial struct{ Attribute, Have int }

// Partial returns the attributes that some cells have and others lack, in the order
// of their numbers.
func (c *Cells[C]) Partial() (found []Partial) {
	cells := make([]int, c.ProfileCount) // by profile
	for area := range c.Inside {
		for _, profile := range c.Of(area).Profile {
			cells[profile]++
		}
	}
	for k := range c.Names {
		have := 0
		for profile, n := range cells {
			if c.Has(int32(profile), k) {
				have += n
			}
		}
		if have > 0 && have < c.UnitCells {
			found = append(found, Partial{k, have})
		}
	}
	return found
}

package coverage

import (
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// cells is the base in columns: areas numbered from 0, and the cells of one
// area side by side.
type cells struct {
	dictionary
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

// gatherer takes the cells of a base one by one, in any order, and groups them
// by area.
type gatherer struct {
	dictionary
	areas  []AreaCode
	known  map[AreaCode]int32 // the number of each area
	inside int
	rows   [][]row // in chunks, so that a base that streams in is never copied to make room
	count  int
	last   int32 // the area of the last cell: files tend to keep an area together
}

type row struct {
	people  int64
	area    int32
	profile int32
}

const chunk = 1 << 15 // rows

func newGatherer(attributes ...string) *gatherer {
	return &gatherer{dictionary: newDictionary(attributes...), known: make(map[AreaCode]int32)}
}

// find returns the number of an area that came before.
func (g *gatherer) find(code []byte) (int32, bool) {
	if len(g.areas) > 0 && string(g.areas[g.last]) == string(code) {
		return g.last, true
	}
	n, ok := g.known[AreaCode(code)]
	if ok {
		g.last = n
	}
	return n, ok
}

// newArea numbers an area that did not come before.
func (g *gatherer) newArea(code AreaCode) int32 {
	g.last = int32(len(g.areas))
	g.areas = append(g.areas, code)
	g.known[code] = g.last
	return g.last
}

// area returns the number of an area.
func (g *gatherer) area(code AreaCode) int32 {
	if len(g.areas) > 0 && g.areas[g.last] == code {
		return g.last
	}
	if n, ok := g.known[code]; ok {
		g.last = n
		return n
	}
	return g.newArea(code)
}

// add takes one cell.
func (g *gatherer) add(area, profile int32, people int64) {
	if g.count%chunk == 0 {
		g.rows = append(g.rows, make([]row, 0, chunk))
	}
	open := &g.rows[len(g.rows)-1]
	*open = append(*open, row{people, area, profile})
	g.count++
}

// addUnits takes the units of a base.
func (g *gatherer) addUnits(units []Population) {
	for i := range units {
		u := &units[i]
		g.add(g.area(u.Area), g.profile(u.Attributes), u.People)
	}
}

// addRemainder takes the people outside every unit, after the units. It returns
// the numbers of the units, -1 for any other code: a remainder is in no
// footprint, whatever its code.
func (g *gatherer) addRemainder(remainder []Population) func(AreaCode) int32 {
	units := g.known
	g.inside = len(g.areas)
	g.known = make(map[AreaCode]int32)
	for i := range remainder {
		r := &remainder[i]
		n, ok := g.known[r.Area]
		if !ok {
			n = g.newArea(r.Area)
		}
		g.add(n, g.profile(r.Attributes), r.People)
	}
	return func(code AreaCode) int32 {
		if n, ok := units[code]; ok {
			return n
		}
		return -1
	}
}

// tooMuch is the error of a base or footprints beyond what the columns can hold.
func tooMuch(code validate.Code, n int64, detail string) error {
	return fault.New("coverage.NewAtlas", code, thousands(n), detail)
}

// cells groups what was taken. More cells or people than the columns can hold
// are an error.
func (g *gatherer) cells() (*cells, error) {
	if g.count > math.MaxInt32 {
		return nil, tooMuch(validate.TooLarge, int64(g.count), "a base has at most 2,147,483,647 cells")
	}
	c := &cells{
		dictionary: g.dictionary,
		areas:      slices.Clip(g.areas),
		inside:     g.inside,
		first:      make([]int32, len(g.areas)+1),
		people:     make([]int64, g.count),
		profile:    make([]int32, g.count),
		total:      make([]int64, len(g.areas)),
	}
	for _, rows := range g.rows {
		for _, r := range rows {
			c.first[r.area+1]++
			c.total[r.area] += r.people
			if c.all += r.people; c.all < 0 {
				return nil, tooMuch(validate.Overflow, r.people, "the people of the base add up to more than an int64 can hold")
			}
		}
	}
	for a := range g.areas {
		c.first[a+1] += c.first[a]
	}
	next := slices.Clone(c.first)
	for _, rows := range g.rows {
		for _, r := range rows {
			i := next[r.area]
			next[r.area]++
			c.people[i] = r.people
			c.profile[i] = r.profile
		}
	}
	return c, nil
}

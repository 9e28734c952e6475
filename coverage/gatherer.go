package coverage

import (
	"iter"
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// gatherer takes the cells of a base one by one, in any order, and groups them
// by area. The remainder comes after the units, and its areas have numbers of
// their own.
type gatherer struct {
	dictionary
	units, outside textTable[AreaCode]
	runs           []run
	chunks         []*columns // so that a base that streams in is never copied to make room
	open           *columns   // the last of them
	count          int
	last           int32 // the area of the last cell: files tend to keep an area together
}

// run is cells of one area that follow each other, up to the next run's.
type run struct{ area, cell int32 }

// columns are cells.
type columns struct {
	people  []int64
	profile []int32
}

const chunk = 1 << 15 // cells

func newGatherer(attributes ...string) *gatherer {
	return &gatherer{dictionary: newDictionary(attributes...), open: new(columns), last: -1}
}

// area returns the number of a unit's area.
func (g *gatherer) area(code AreaCode) int32 {
	if g.last < 0 || g.units.list[g.last] != code {
		g.last = g.units.numberOrAdd(code)
	}
	return g.last
}

// reserve makes room for so many cells, once there is none.
func (g *gatherer) reserve(cells int) {
	g.chunks = append(g.chunks, &columns{make([]int64, 0, cells), make([]int32, 0, cells)})
	g.open = g.chunks[len(g.chunks)-1]
}

// begin has the cells that follow be of an area.
func (g *gatherer) begin(area int32) {
	if n := len(g.runs); n == 0 || g.runs[n-1].area != area {
		g.runs = append(g.runs, run{area, int32(g.count)})
	}
}

// add takes one cell.
func (g *gatherer) add(profile int32, people int64) {
	if len(g.open.people) == cap(g.open.people) {
		g.reserve(chunk)
	}
	g.open.people = append(g.open.people, people)
	g.open.profile = append(g.open.profile, profile)
	g.count++
}

// addRemainder takes the people outside every unit, after the units.
func (g *gatherer) addRemainder(remainder []Population) {
	for i := range remainder {
		r := &remainder[i]
		g.begin(int32(len(g.units.list)) + g.outside.numberOrAdd(r.Area))
		g.add(g.profile(r.Attributes), r.People)
	}
}

// pieces yields the cells in the order of their coming: some of one area at a time.
func (g *gatherer) pieces() iter.Seq2[int32, columns] {
	return func(yield func(area int32, some columns) bool) {
		cell, runs := 0, g.runs
		for _, chunk := range g.chunks {
			for c := *chunk; len(c.people) > 0; {
				n := len(c.people)
				if len(runs) > 1 {
					n = min(n, int(runs[1].cell)-cell)
				}
				if !yield(runs[0].area, columns{c.people[:n], c.profile[:n]}) {
					return
				}
				c.people, c.profile = c.people[n:], c.profile[n:]
				if cell += n; len(runs) > 1 && int(runs[1].cell) == cell {
					runs = runs[1:]
				}
			}
		}
	}
}

// twin is a cell of which an earlier one has the same area and attributes.
type twin struct {
	cell, earlier int
	area, profile int32
}

// twins are in the order of the cells.
type twins []twin

// of returns the earlier cell with the area and the attributes of a cell.
func (t twins) of(cell int) (earlier int, ok bool) {
	i, ok := slices.BinarySearchFunc(t, cell, func(w twin, cell int) int { return w.cell - cell })
	if !ok {
		return 0, false
	}
	return t[i].earlier, true
}

// twins finds the cells that are given twice. Mostly there is none.
func (g *gatherer) twins(c *cells) twins {
	if !c.repeated() {
		return nil
	}
	type key struct{ area, profile int32 }
	var found twins
	first := make(map[key]int, g.count)
	cell := 0
	for area, some := range g.pieces() {
		for _, profile := range some.profile {
			if earlier, ok := first[key{area, profile}]; ok {
				found = append(found, twin{cell, earlier, area, profile})
			} else {
				first[key{area, profile}] = cell
			}
			cell++
		}
	}
	return found
}

// without returns the first cell that has not the attribute.
func (g *gatherer) without(attribute int) (cell int) {
	for _, some := range g.pieces() {
		for _, profile := range some.profile {
			if !g.has(profile, attribute) {
				return cell
			}
			cell++
		}
	}
	return cell
}

// tooMuch is the error of a base or footprints beyond what the columns can hold.
func tooMuch(code validate.Code, n int64, detail string) error {
	return fault.New("coverage.NewAtlas", code, thousands(n), detail)
}

// cells groups what was taken. More cells than the columns can hold are an error.
func (g *gatherer) cells() (*cells, error) {
	if g.count > math.MaxInt32 {
		return nil, tooMuch(validate.TooLarge, int64(g.count), "a base has at most 2,147,483,647 cells")
	}
	c := &cells{dictionary: g.dictionary, units: g.units, inside: len(g.units.list)}
	c.areas = slices.Concat(g.units.list, g.outside.list)
	c.first = make([]int32, len(c.areas)+1)
	for area, some := range g.pieces() {
		c.first[area+1] += int32(len(some.people))
	}
	for a := range c.areas {
		c.first[a+1] += c.first[a]
	}
	if len(g.chunks) == 1 && len(g.runs) == len(c.areas) { // they stand as they have to
		c.people, c.profile = g.chunks[0].people, g.chunks[0].profile
		return c, nil
	}
	c.people, c.profile = make([]int64, g.count), make([]int32, g.count)
	next := slices.Clone(c.first)
	for area, some := range g.pieces() {
		copy(c.people[next[area]:], some.people)
		copy(c.profile[next[area]:], some.profile)
		next[area] += int32(len(some.people))
	}
	return c, nil
}

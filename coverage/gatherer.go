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
	chunks         []columns // so that a base that streams in is never copied to make room
	open           *columns  // the last of them
	count          int
	last           int32 // the area of the last cell: files tend to keep an area together
}

// run is cells of one area that came one after the other.
type run struct {
	area int32
	stretch
}

// stretch is cells that stand together in one chunk.
type stretch struct{ chunk, from, to int32 }

// columns are cells.
type columns struct {
	people  []int64 // at most so many
	profile []int32
	hidden  []int64 // how many of them may not be there, up to the last cell of which any may
}

func (s stretch) len() int { return int(s.to - s.from) }

// of returns the cells of a stretch.
func (c *columns) of(s stretch) columns {
	n := int32(len(c.hidden))
	return columns{c.people[s.from:s.to], c.profile[s.from:s.to], c.hidden[min(s.from, n):min(s.to, n)]}
}

// hide notes how many people of cell i may not be there.
func (c *columns) hide(i int, n int64) {
	if more := i + 1 - len(c.hidden); more > 0 {
		c.hidden = append(c.hidden, make([]int64, more)...)
	}
	c.hidden[i] = n
}

// hiddenIn returns how many people of cell i may not be there.
func (c *columns) hiddenIn(i int) int64 {
	if i < len(c.hidden) {
		return c.hidden[i]
	}
	return 0
}

const chunkCells = 1 << 15

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

// reserve begins a chunk with room for so many cells.
func (g *gatherer) reserve(cells int) {
	g.chunks = append(g.chunks, columns{people: make([]int64, 0, cells), profile: make([]int32, 0, cells)})
	g.open = &g.chunks[len(g.chunks)-1]
}

// begin has the cells that follow be of an area.
func (g *gatherer) begin(area int32) {
	if n := len(g.runs); n > 0 && g.runs[n-1].area == area {
		return
	}
	g.end()
	at := int32(len(g.open.people))
	g.runs = append(g.runs, run{area, stretch{int32(len(g.chunks) - 1), at, at}})
}

// end ends the last run.
func (g *gatherer) end() {
	if n := len(g.runs); n > 0 {
		g.runs[n-1].to = int32(len(g.open.people))
	}
}

// add takes one cell, of whose people so many may not be there.
func (g *gatherer) add(profile int32, people, hidden int64) {
	if len(g.open.people) == cap(g.open.people) {
		g.turn()
	}
	if hidden != 0 {
		g.open.hide(len(g.open.people), hidden)
	}
	g.open.people = append(g.open.people, people)
	g.open.profile = append(g.open.profile, profile)
	g.count++
}

// turn goes on in a new chunk, into which it takes the last run.
func (g *gatherer) turn() {
	last := &g.runs[len(g.runs)-1]
	full := g.open
	last.to = int32(len(full.people))
	moved := full.of(last.stretch)
	full.people, full.profile, full.hidden = full.people[:last.from], full.profile[:last.from], full.hidden[:min(int(last.from), len(full.hidden))]
	g.reserve(max(chunkCells, 2*len(moved.people)))
	g.open.people, g.open.profile = append(g.open.people, moved.people...), append(g.open.profile, moved.profile...)
	g.open.hidden = append(g.open.hidden, moved.hidden...)
	last.stretch = stretch{chunk: int32(len(g.chunks) - 1)}
}

// addRemainder takes the people outside every unit, after the units.
func (g *gatherer) addRemainder(remainder []Population) {
	for i := range remainder {
		r := &remainder[i]
		g.begin(int32(len(g.units.list)) + g.outside.numberOrAdd(r.Area))
		g.add(g.profile(r.Attributes), r.most(), r.most()-r.People)
	}
}

// pieces yields the cells in the order of their coming: some of one area at a time.
func (g *gatherer) pieces() iter.Seq2[int32, columns] {
	g.end()
	return func(yield func(area int32, some columns) bool) {
		for _, r := range g.runs {
			if !yield(r.area, g.chunks[r.chunk].of(r.stretch)) {
				return
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
	if !c.looks.twice {
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

// first returns the first cell of such a profile.
func (g *gatherer) first(such func(profile int32) bool) (cell int) {
	for _, some := range g.pieces() {
		for _, profile := range some.profile {
			if such(profile) {
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
	g.end()
	c := &cells{dictionary: g.dictionary, units: g.units, inside: len(g.units.list)}
	c.areas = slices.Concat(g.units.list, g.outside.list)
	c.at = make([]stretch, len(c.areas))
	if len(g.runs) == len(c.areas) { // the cells of each area stand together
		c.chunks = g.chunks
		for _, r := range g.runs {
			c.at[r.area] = r.stretch
		}
	} else {
		c.chunks = []columns{g.grouped(c.at)}
	}
	for a := range c.inside {
		c.unitCells += c.at[a].len()
	}
	c.kinds = countKinds(c.areas[:c.inside])
	c.inspect(g.count)
	return c, nil
}

// grouped puts the cells of each area together and notes where they stand.
func (g *gatherer) grouped(at []stretch) columns {
	for area, some := range g.pieces() {
		at[area].to += int32(len(some.people))
	}
	from := int32(0)
	for a := range at { // now to is how many
		from, at[a] = from+at[a].to, stretch{from: from, to: from}
	}
	all := columns{people: make([]int64, g.count), profile: make([]int32, g.count)}
	for area, some := range g.pieces() {
		next := &at[area].to
		copy(all.people[*next:], some.people)
		copy(all.profile[*next:], some.profile)
		for i, n := range some.hidden {
			all.hide(int(*next)+i, n)
		}
		*next += int32(len(some.people))
	}
	return all
}

package coverage

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sort"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// ReadAtlasCSV is [ReadBaseCSV] followed by [NewAtlas] for tables too large to
// be held as records. The table's rows are the units of s, whose own Units are
// empty, and go straight into the atlas; rows of pseudo codes come before s's
// Remainder. The atlas is the same as by way of records, and so are the rules;
// violations of the table name row and column, and when it has any the rest of
// the survey is not checked.
//
// The rows are converted on as many goroutines as there are processors, six at
// most, which have all ended when ReadAtlasCSV returns; r is read on the caller's
// alone. Neither their number nor how r hands out its bytes changes anything in
// the atlas or in what is reported.
//
// While it reads it holds 12 bytes a cell (up to 20 where areas take turns), while
// it builds 24 and afterwards 12, beside one copy of each text for every
// goroutine, one for the atlas, and some blocks of 256 KiB.
func ReadAtlasCSV(r io.Reader, c Columns, p *caremodel.Programme, s Survey) (*Atlas, error) {
	var found validate.Checker
	k := &checker{Checker: &found, programme: p, survey: &s}
	at := k.At("base")
	k.baseHead(at, &s.Base)
	if len(s.Base.Units) > 0 {
		at.At("units").Error(validate.Conflict, "", "the table gives the units: leave them out of the survey")
	}
	c.Attributes = distinct(c.Attributes)
	t := newTableUnits(k, c)
	if err := t.read(r); err != nil || !found.OK() {
		return nil, errors.Join(found.Violations().Err(), err)
	}
	s.Base.Remainder = append(t.pseudo, s.Base.Remainder...)
	t.addRemainder(s.Base.Remainder)
	cells, err := t.cells()
	if err != nil {
		return nil, err
	}
	if err := cells.sum(); err != nil {
		return nil, err
	}
	k.cells, k.areas = cells, cells
	twins := t.check(cells)
	k.remainder(at.At("remainder"), &s.Base, twins)
	caremodel.CheckSources(at.At("sources"), s.Base.Sources, k.day)
	k.rest()
	if err := found.Violations().Err(); err != nil {
		return nil, err
	}
	return newAtlas(p, s, cells, found.Violations())
}

// distinct returns the names, each once, in the order of their first mention.
func distinct(names []string) []string {
	var out []string
	for _, name := range names {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// tableUnits gathers the rows of a table of populations and checks them as units
// of a base.
type tableUnits struct {
	*gatherer
	columns Columns
	rules   unitRules
	pseudo  []Population
	jumps   []jump
}

// jump says that cell number cell came in this row, and the cells after it in the
// rows after it.
type jump struct{ cell, row int }

func newTableUnits(k *checker, c Columns) *tableUnits {
	t := &tableUnits{gatherer: newGatherer(c.Attributes...), columns: c}
	t.rules = unitRules{checker: k, edition: k.survey.Base.Edition}
	t.rules.known, t.rules.hasLast = lastInstances[t.rules.edition]
	return t
}

// maxConverters bounds the goroutines that convert rows. Taking what they made is
// a sixth of all work or more, and each holds texts of its own.
const maxConverters = 6

// read takes every row of a table. Blocks of rows are converted on several
// goroutines and taken here in their order; a block with a row that breaks the
// form of a table is read again here, row by row, to say so in its place.
func (t *tableUnits) read(r io.Reader) error {
	k, rows := t.rules.Checker, sheet.NewReader(r)
	table := baseTable{k: k, names: t.columns}
	if ok, err := table.find(rows); !ok {
		return err
	}
	workers := make([]converter, min(runtime.GOMAXPROCS(0), maxConverters)+1) // the last is for rows that come one by one
	for i := range workers {
		workers[i] = converter{table: &table, dictionary: newDictionary(t.columns.Attributes...), after: make([]int32, 1)}
	}
	own, one := &workers[len(workers)-1], new(batch)
	row := func(row int, fields [][]byte) {
		if _, ok := table.sound(row, fields); ok {
			own.begin(one)
			own.row(row, fields)
			t.take(&own.meaning, own.end())
		}
	}
	batches := sync.Pool{New: func() any { return new(batch) }}
	return sheet.EachBlock(rows, k, len(workers)-1, func(i int, block *sheet.Block) *batch {
		return workers[i].block(block, batches.Get().(*batch))
	}, func(i int, block *sheet.Block, b *batch) {
		if b.unusual {
			block.EachBytes(k, row)
		} else {
			t.take(&workers[i].meaning, b)
		}
		batches.Put(b)
	}, row)
}

// take takes the rows of a batch, whose numbers have this meaning.
func (t *tableUnits) take(m *meaning, b *batch) {
	m.grow(b)
	for from, to := 0, 0; from < len(b.cells); from = to { // rows of one area
		code := b.cells[from].area
		for to < len(b.cells) && b.cells[to].area == code {
			to++
		}
		if m.areas[code] == unknown {
			m.areas[code] = t.place(b.row+from, b.areas[code])
		}
		if m.areas[code] == outside {
			for _, c := range b.cells[from:to] {
				t.pseudo = append(t.pseudo, Population{Area: b.areas[code], People: c.people, Attributes: b.record(c.profile)})
			}
			continue
		}
		if n := len(t.jumps); n == 0 || b.row+from-t.jumps[n-1].row != t.count-t.jumps[n-1].cell {
			t.jumps = append(t.jumps, jump{t.count, b.row + from})
		}
		t.takeRun(m, b, from, to)
	}
}

// takeRun takes rows of one area.
func (t *tableUnits) takeRun(m *meaning, b *batch, from, to int) {
	t.begin(m.areas[b.cells[from].area])
	for i, c := range b.cells[from:to] {
		if c.people > maxUnit {
			t.rules.people(t.rules.Row(b.row+from+i).At(t.columns.People), c.people)
		}
		profile := m.profiles[c.profile]
		if profile == unknown {
			profile = t.adopt(b.row+from+i, m, b, c.profile)
		}
		t.add(profile, c.people)
	}
}

// place returns the number of an area, which it checks at its first row, or
// outside for a pseudo code.
func (t *tableUnits) place(row int, code AreaCode) int32 {
	if area := t.units.number(code); area >= 0 {
		return area
	}
	if code.IsPseudo() {
		return outside
	}
	w, area := &t.rules, t.units.numberOrAdd(code)
	if area == 0 {
		w.scheme, w.entity, w.country = code.Scheme(), code.Entity(), code.Country()
		w.head()
	}
	w.areaOf(w.Row(row).At(t.columns.Area), code)
	return area
}

// adopt returns the profile that one of a batch means, and checks values at their
// first row.
func (t *tableUnits) adopt(row int, m *meaning, b *batch, profile int32) int32 {
	if known := m.profiles[profile]; known != unknown {
		return known
	}
	for k := range t.tuple {
		n := b.columns[k][profile]
		if m.values[k][n] == unknown {
			m.values[k][n] = t.adoptValue(row, k, b.values[k].list[n])
		}
		t.tuple[k] = m.values[k][n]
	}
	m.profiles[profile] = t.here()
	return m.profiles[profile]
}

// adoptValue returns the number of a value, which it checks when it is new.
func (t *tableUnits) adoptValue(row, attribute int, value string) int32 {
	table := &t.values[attribute]
	known := len(table.list)
	n := table.numberOrAdd(value)
	if int(n) == known {
		form.Text(t.rules.Row(row).At(t.columns.Attributes[attribute]), value)
	}
	return n
}

// check applies the rules that need every row. It returns the cells that are
// given twice.
func (t *tableUnits) check(c *cells) twins {
	if c.unitCells == 0 {
		t.rules.At("base").At("units").Error(validate.Required, "", "a base has at least one area")
	}
	for _, l := range c.lacking(t.gatherer) {
		t.rules.Row(t.rowOf(l.first)).At(l.name).Warn(MissingAttribute, l.name, l.detail)
	}
	found := t.twins(c)
	for _, w := range found {
		if w.cell >= c.unitCells {
			break // the rest is the remainder's
		}
		same := ""
		if w.profile > 0 {
			same = " with the same attributes"
		}
		t.rules.Row(t.rowOf(w.cell)).Error(validate.Duplicate, string(c.areas[w.area]), fmt.Sprintf("row %d is the same area%s", t.rowOf(w.earlier), same))
	}
	return found
}

// rowOf returns the row in which a cell came.
func (t *tableUnits) rowOf(cell int) int {
	after := sort.Search(len(t.jumps), func(i int) bool { return t.jumps[i].cell > cell })
	from := t.jumps[after-1]
	return from.row + cell - from.cell
}

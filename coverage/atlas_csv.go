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

// ReadAtlasCSV is [ReadBaseCSV] followed by [NewAtlas] for tables too large to be
// held as records. The table's rows are the units of s, whose own Units are empty,
// and go straight into the atlas; rows of pseudo codes come before s's Remainder.
// The atlas and the rules are the same as with [NewAtlas]; violations of the table
// name row and column, those that need all rows after the others, and when it has
// any the rest of the survey is not checked.
//
// Rows are parsed on up to three goroutines, which have ended when ReadAtlasCSV
// returns; r is read on the caller's alone. The result does not depend on them.
//
// The atlas takes 12 bytes a cell beside one copy of each text. Tables sorted by
// area need the least memory while reading; others take up to 40 bytes a cell.
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
	err := t.read(r)
	if err != nil {
		return nil, errors.Join(found.Violations().Err(), err)
	}
	s.Base.Remainder = append(t.pseudo, s.Base.Remainder...)
	t.addRemainder(s.Base.Remainder)
	units, err := t.cells()
	if err != nil {
		return nil, errors.Join(found.Violations().Err(), err)
	}
	k.cells, k.areas, t.rules.cells = units, units, units
	t.codes()
	if !found.OK() {
		return nil, found.Violations().Err()
	}
	t.rules.remainder(t.check(units))
	caremodel.CheckSources(at.At("sources"), s.Base.Sources, k.day)
	k.alternatives()
	k.rest()
	if err := found.Violations().Err(); err != nil {
		return nil, err
	}
	return newAtlas(p, s, append([]*cells{units}, k.others...), found.Violations())
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
	profile int32   // of the last row
	after   []int32 // by profile: the profile that last came after it
}

// jump says that cell number cell came in this row, and the cells after it in the
// rows after it.
type jump struct{ cell, row int }

func newTableUnits(k *checker, c Columns) *tableUnits {
	t := &tableUnits{gatherer: newGatherer(c.Attributes...), columns: c, after: make([]int32, 1)}
	t.rules = unitRules{checker: k, at: k.At("base"), path: "base", base: &k.survey.Base}
	t.rules.known, t.rules.hasLast = lastInstances[k.survey.Base.Edition]
	return t
}

// maxReaders bounds the goroutines that cut rows. Taking what they cut is half of
// all work, so that more would wait.
const maxReaders = 3

// read takes every row of a table. Blocks of rows are cut on several goroutines and
// taken here in their order; a block with a row that breaks the form of a table is
// read again here, row by row, to say so in its place.
func (t *tableUnits) read(r io.Reader) error {
	k, rows := t.rules.Checker, sheet.NewReader(r)
	table := baseTable{k: k, names: t.columns}
	if ok, err := table.find(rows); !ok {
		return err
	}
	var one batch // for rows that come one by one
	row := func(row int, fields [][]byte) {
		if _, ok := table.sound(row, fields); ok {
			one.begin(&table)
			one.add(row, fields)
			t.take(&one)
		}
	}
	batches := sync.Pool{New: func() any { return new(batch) }}
	return sheet.EachBlock(rows, k, min(runtime.GOMAXPROCS(0), maxReaders), func(_ int, block *sheet.Block) *batch {
		return batches.Get().(*batch).read(&table, block)
	}, func(_ int, block *sheet.Block, b *batch) {
		if b.unusual {
			block.EachBytes(k, row)
		} else {
			t.take(b)
		}
		batches.Put(b)
	}, row)
}

// take takes the rows of a batch.
func (t *tableUnits) take(b *batch) {
	for i, run := range b.codes {
		from, to := run.from, b.end(i)
		area := t.place(run.code)
		if area == outside {
			for i := from; i < to; i++ {
				t.pseudo = append(t.pseudo, Population{Area: AreaCode(run.code), People: b.people[i], Attributes: t.attributes(b.of(i))})
			}
			continue
		}
		if n := len(t.jumps); n == 0 || b.row+from-t.jumps[n-1].row != t.count-t.jumps[n-1].cell {
			t.jumps = append(t.jumps, jump{t.count, b.row + from})
		}
		t.begin(area)
		for i := from; i < to; i++ {
			t.cell(b.row+i, b.people[i], b.of(i))
		}
	}
}

// attributes returns the attributes of a row as a record has them.
func (t *tableUnits) attributes(texts [][]byte) map[string]string {
	var attributes map[string]string
	for k, text := range texts {
		if len(text) == 0 {
			continue
		}
		if attributes == nil {
			attributes = make(map[string]string)
		}
		attributes[t.columns.Attributes[k]] = string(text)
	}
	return attributes
}

// cell takes one row of the area that has begun. What a row costs here is what the
// table as a whole takes at best, because rows are taken in their order by one
// goroutine: the profile at hand is guessed, so that mostly a comparison of its texts
// is all.
func (t *tableUnits) cell(row int, people int64, texts [][]byte) {
	if people > maxUnit {
		t.rules.people(t.rules.Row(row).At(t.columns.People), people)
	}
	last := t.profile
	if t.profile = t.after[last]; !t.isProfile(texts) {
		t.toProfile(row, texts)
		t.after[last] = t.profile
	}
	t.add(t.profile, people, 0)
}

// isProfile reports whether these are the attributes of the profile at hand.
//
// Rows tend to come in runs that have come before, as neighbouring practices list
// the same small areas: the profile that followed the last one before is tried
// first. In a national extract that is nearly always right, and spares looks into
// tables of tens of thousands of texts.
func (t *tableUnits) isProfile(texts [][]byte) bool {
	for k, text := range texts {
		if t.value(t.profile, k) != string(text) {
			return false
		}
	}
	return true
}

// toProfile goes on to the profile of these attributes. It checks values at their
// first row.
func (t *tableUnits) toProfile(row int, texts [][]byte) {
	for k, text := range texts {
		t.tuple[k] = 0
		if len(text) == 0 {
			continue
		}
		values := &t.values[k]
		known := len(values.list)
		if t.tuple[k] = values.numberOrAddBytes(text); len(values.list) > known {
			form.Text(t.rules.Row(row).At(t.columns.Attributes[k]), values.list[known])
		}
	}
	t.profile = t.here()
	for len(t.after) < t.profiles {
		t.after = doubling(t.after, 0)
	}
}

// outside stands for the area of people who are in none.
const outside = -1

// place returns the number of an area, or outside for a pseudo code.
func (t *tableUnits) place(text []byte) int32 {
	if area := t.units.numberOfBytes(text); area >= 0 {
		return area
	}
	code := AreaCode(text)
	if code.IsPseudo() {
		return outside
	}
	return t.units.numberOrAdd(code)
}

// codes checks the areas, each at its first row.
func (t *tableUnits) codes() {
	w, areas := &t.rules, t.units.list
	if len(areas) == 0 {
		return
	}
	w.head()
	var first []int
	for area, code := range areas {
		if w.soundArea(code) {
			continue
		}
		if first == nil {
			first = t.firsts()
		}
		w.areaOf(w.Row(t.rowOf(first[area])).At(t.columns.Area), code)
	}
}

// check applies the rules that need every row. It returns the cells that are
// given twice.
func (t *tableUnits) check(c *cells) twins {
	if c.unitCells == 0 {
		t.rules.at.At("units").Error(validate.Required, "", "a base has at least one area")
	}
	for _, r := range t.remarks(c, c.lacking(t.gatherer)) {
		column := r.attribute
		if column == "" {
			column = t.columns.People
		}
		t.rules.Row(t.rowOf(r.cell)).At(column).Warn(r.code, r.value, r.detail)
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

// batch is rows of a table of populations that follow each other: the numbers are
// read and the codes checked; what codes and attributes mean is left to whoever
// takes the batch. Its texts are parts of the block that the rows came from.
type batch struct {
	table   *baseTable
	row     int // the first
	people  []int64
	codes   []codeRun
	texts   [][]byte // attribute by attribute, row by row
	unusual bool     // not all rows are sound and follow each other: some are missing
}

// codeRun is an area code that stands in several rows, from this one of the batch
// up to the next run's.
type codeRun struct {
	code []byte
	from int
}

// read reads the rows of a block. The batch may have been used before.
func (b *batch) read(table *baseTable, block *sheet.Block) *batch {
	var c validate.Checker
	b.begin(table)
	block.EachBytes(&c, b.add)
	b.unusual = b.unusual || !c.OK()
	return b
}

// begin empties the batch.
func (b *batch) begin(table *baseTable) {
	*b = batch{table: table, people: b.people[:0], codes: b.codes[:0], texts: b.texts[:0]}
}

// add adds one row.
func (b *batch) add(row int, fields [][]byte) {
	if len(b.people) == 0 {
		b.row = row
	}
	people, ok := wholeNumber(fields[b.table.people])
	if !ok || row != b.row+len(b.people) || !b.enter(fields[b.table.area]) {
		b.unusual = true
		return
	}
	b.people = append(b.people, people)
	for _, column := range b.table.attributes {
		b.texts = append(b.texts, fields[column])
	}
}

// enter begins a run where the code is not that of the row before. It reports
// whether the text is a code.
func (b *batch) enter(code []byte) bool {
	if n := len(b.codes); n > 0 && string(b.codes[n-1].code) == string(code) {
		return true // files tend to keep an area together
	}
	if !validCode(code) {
		return false
	}
	b.codes = append(b.codes, codeRun{code, len(b.people)})
	return true
}

// end returns the row of the batch where a run ends.
func (b *batch) end(run int) int {
	if run+1 < len(b.codes) {
		return b.codes[run+1].from
	}
	return len(b.people)
}

// of returns the attributes of a row of the batch.
func (b *batch) of(i int) [][]byte {
	k := len(b.table.attributes)
	return b.texts[i*k : (i+1)*k]
}

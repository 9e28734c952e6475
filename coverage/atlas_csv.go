package coverage

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"sort"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/internal/cells"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/intern"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// ReadAtlasCSV is [ReadBaseCSV] followed by [NewAtlas] for tables too large to be
// held as records. The table's rows are the units of s, whose own Units are empty,
// and go straight into the atlas; rows of pseudo codes come before s's Remainder.
// The atlas and the rules are the same as with [NewAtlas]; violations of the table
// name row and column, those that need all rows after the others, and when it has
// any the rest of the survey is not checked.
//
// The options are those of [ReadBaseCSV], and [Unmatched].
//
// Rows are parsed on up to three goroutines, which have ended when ReadAtlasCSV
// returns; r is read on the caller's alone. The result does not depend on them.
//
// The atlas takes 12 bytes a cell beside one copy of each text. Tables sorted by
// area need the least memory while reading; others take up to 40 bytes a cell.
func ReadAtlasCSV(r io.Reader, c Columns, p *caremodel.Programme, s Survey, o ...BaseOption) (*Atlas, error) {
	var found validate.Checker
	k := &checker{Checker: &found, programme: p, survey: &s}
	at := k.At("base")
	k.baseHead(at, &s.Base)
	if len(s.Base.Units) > 0 {
		at.At("units").Error(validate.Conflict, "", "the table gives the units: leave them out of the survey")
	}
	options := sortOptions(&found, o, "Wide", "PeopleOf", "Suppressed", "Unmatched")
	if options.unmatched {
		s.Footprints = unmatched(s.Footprints)
	}
	t := newTableUnits(k)
	ok, err := t.read(r, c, &options)
	if !ok {
		return nil, errors.Join(found.Violations().Err(), err)
	}
	s.Base.Remainder = append(t.pseudo, s.Base.Remainder...)
	addRemainder(t.baseBuilder, s.Base.Remainder)
	units, err := finish(t.baseBuilder)
	if err != nil {
		return nil, errors.Join(found.Violations().Err(), err)
	}
	k.cells, k.areas, t.rules.cells = units, units, units
	t.codes()
	if !found.OK() {
		return nil, found.Violations().Err()
	}
	t.remainder(t.check(units))
	caremodel.CheckSources(at.At("sources"), s.Base.Sources, k.day)
	k.alternatives()
	k.rest()
	if err := found.Violations().Err(); err != nil {
		return nil, err
	}
	return newAtlas(p, s, append([]*baseCells{units}, k.others...), found.Violations())
}

// tableUnits gathers the rows of a table of populations and checks them as units
// of a base.
type tableUnits struct {
	*baseBuilder
	table      baseTable
	rules      unitRules
	pseudo     []Population
	outside    []int          // the row of each
	empty      validate.Place // where it is told that there is no area
	rowOffsets []rowOffset
	profile    int32   // of the last row
	after      []int32 // by profile: the profile that last came after it
}

// rowOffset says that cell number cell is the first of this row, and the cells after it
// those of the rows after it.
type rowOffset struct{ cell, row int }

func newTableUnits(k *checker) *tableUnits {
	t := &tableUnits{after: make([]int32, 1)}
	t.table.k, t.empty = k.Checker, k.At("base").At("units")
	t.rules = unitRules{checker: k, at: k.At("base"), path: "base", base: &k.survey.Base}
	t.rules.known, t.rules.hasLast = lastInstances[k.survey.Base.Edition]
	return t
}

// maxReaders bounds the goroutines that cut rows. Taking what they cut is half of
// all work, so that more would wait.
const maxReaders = 3

// read takes every row of a table, and reports whether all could be looked at. Blocks
// of rows are cut on several goroutines and taken here in their order; a block with a
// row that breaks the form of a table is read again here, row by row, to say so in its
// place.
func (t *tableUnits) read(r io.Reader, c Columns, o *tableOptions) (bool, error) {
	k, rows, table := t.table.k, sheet.Open(r, o.csv), &t.table
	if ok, err := table.find(rows, c, o, true); !ok {
		return false, err
	}
	t.baseBuilder = cells.NewBuilder[AreaCode](table.names...)
	var one rowBatch // for rows that come one by one
	row := func(row int, fields [][]byte) {
		if one.one(table, row, fields) {
			t.take(&one)
		} else {
			table.tell(row, fields)
		}
	}
	batches := sync.Pool{New: func() any { return new(rowBatch) }}
	err := sheet.EachBlock(rows, k, min(runtime.GOMAXPROCS(0), maxReaders), func(_ int, block *sheet.Block) *rowBatch {
		return batches.Get().(*rowBatch).read(table, block)
	}, func(_ int, block *sheet.Block, b *rowBatch) {
		if b.unusual {
			block.EachBytes(k, row)
		} else {
			t.take(b)
		}
		batches.Put(b)
	}, row)
	return err == nil, err
}

// take takes the rows of a batch.
func (t *tableUnits) take(b *rowBatch) {
	for i, run := range b.codes {
		from, to := run.from, b.end(i)
		area := t.place(run.code)
		if area == outside {
			for i := from; i < to; i++ {
				t.pseudo = append(t.pseudo, b.population(AreaCode(run.code), i, t.attributes(b.of(i))))
				t.outside = append(t.outside, b.row+i/len(t.table.bands))
			}
			continue
		}
		if row := b.row + from/len(t.table.bands); len(t.rowOffsets) == 0 || row != t.rowOf(t.Count) {
			t.rowOffsets = append(t.rowOffsets, rowOffset{t.Count, row})
		}
		t.Begin(area)
		for i := from; i < to; i++ {
			t.cell(b, i)
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
		attributes[t.table.names[k]] = string(text)
	}
	return attributes
}

// cell takes one cell of the area that has begun. What a row costs here is what the
// table as a whole takes at best, because rows are taken in their order by one
// goroutine: the profile is guessed, so that mostly a comparison of its texts
// is all.
func (t *tableUnits) cell(b *rowBatch, i int) {
	row, texts := b.row+i/len(t.table.bands), b.of(i)
	people, hidden := b.numbers(i)
	if people += hidden; people > maxUnit {
		t.rules.people(t.rules.Row(row).At(t.table.peopleLabel(i)), people)
	}
	last := t.profile
	if t.profile = t.after[last]; !t.isProfile(texts) {
		t.toProfile(row, texts)
		t.after[last] = t.profile
	}
	t.AddCell(t.profile, people, hidden)
}

// isProfile reports whether these are the attributes of the current profile.
//
// Rows tend to come in runs that have come before, as neighbouring practices list
// the same small areas: the profile that followed the last one before is tried
// first. In a national extract that is nearly always right, and spares looks into
// tables of tens of thousands of texts.
func (t *tableUnits) isProfile(texts [][]byte) bool {
	for k, text := range texts {
		if t.Value(t.profile, k) != string(text) {
			return false
		}
	}
	return true
}

// toProfile goes on to the profile of these attributes. It checks values at their
// first row.
func (t *tableUnits) toProfile(row int, texts [][]byte) {
	for k, text := range texts {
		t.Current[k] = 0
		if len(text) == 0 {
			continue
		}
		values := &t.Values[k]
		known := len(values.List)
		if t.Current[k] = values.AddBytes(text); len(values.List) > known {
			form.Text(t.rules.Row(row).At(t.table.label(t.table.names[k])), values.List[known])
		}
	}
	t.profile = t.Lookup()
	for len(t.after) < t.ProfileCount {
		t.after = intern.Append(t.after, 0)
	}
}

// outside stands for the area of people who are in none.
const outside = -1

// place returns the number of an area, or outside for a pseudo code.
func (t *tableUnits) place(text []byte) int32 {
	if area := t.Units.NumberOfBytes(text); area >= 0 {
		return area
	}
	code := AreaCode(text)
	if code.IsPseudo() {
		return outside
	}
	return t.Units.Add(code)
}

// codes checks the areas, each at its first row.
func (t *tableUnits) codes() {
	w, areas := &t.rules, t.Units.List
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
			first = t.FirstCells()
		}
		w.areaOf(w.Row(t.rowOf(first[area])).At(t.table.found.Label(0)), code)
	}
}

// check applies the rules that need every row. It returns the cells that are
// given twice.
func (t *tableUnits) check(c *baseCells) cells.Duplicates {
	if c.UnitCells == 0 {
		t.empty.Error(validate.Required, "", "a base has at least one area")
	}
	for _, r := range remarks(t.baseBuilder, c, missingAttributes(t.baseBuilder, c)) {
		column := t.table.label(r.attribute)
		if r.attribute == "" {
			column = t.table.peopleLabel(0)
		}
		t.rules.Row(t.rowOf(r.cell)).At(column).Warn(r.code, r.value, r.detail)
	}
	found := t.Duplicates(c)
	told := 0
	for _, w := range found {
		if w.Cell >= c.UnitCells {
			break // the rest is the remainder's
		}
		row := t.rowOf(w.Cell)
		if row == told {
			continue // another cell of a wide table
		}
		told = row
		same := ""
		if w.Profile > 0 {
			same = " with the same attributes"
		}
		t.rules.Row(row).Error(validate.Duplicate, string(c.Areas[w.Area]), fmt.Sprintf("row %d is the same area%s", t.rowOf(w.Earlier), same))
	}
	return found
}

// remainder checks the people outside every unit: those of the table, and then the
// survey's own.
func (t *tableUnits) remainder(found cells.Duplicates) {
	units := t.rules.cells.UnitCells
	for i := range t.pseudo {
		r, at := &t.pseudo[i], t.rules.Row(t.outside[i])
		t.rules.people(at.At(t.table.peopleLabel(0)), r.most())
		t.rules.attributes(at, r.Attributes)
		if earlier, ok := found.Of(units + i); ok {
			at.Error(validate.Duplicate, string(r.Area), fmt.Sprintf("row %d is the same area%s", t.outside[earlier-units], withAttributes(r.Attributes)))
		}
	}
	t.rules.remainder(found, len(t.pseudo))
}

// rowOf returns the row in which a cell came.
func (t *tableUnits) rowOf(cell int) int {
	after := len(t.rowOffsets)
	if t.rowOffsets[after-1].cell > cell {
		after = sort.Search(after, func(i int) bool { return t.rowOffsets[i].cell > cell })
	}
	from := t.rowOffsets[after-1]
	return from.row + (cell-from.cell)/len(t.table.bands)
}

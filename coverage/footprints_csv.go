package coverage

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/key"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// column is a column of a table of footprints.
type column int

const (
	columnID column = iota
	columnVanguard
	columnArea
	columnLayer
	columnEdition
	columnShare
	columnBound
	columnFrom
	columnUntil
	columnCompleteness
	columnSource      // the first of the footprint's source; title, publisher, url, published
	columnShareSource = iota + 3
)

// cellsPrefix begins the columns that limit a part to cells with an attribute, which
// the rest of the name is.
const cellsPrefix = "cells."

var footprintColumns = []string{
	"id", "vanguard", "area", "layer", "edition", "share", "bound", "from", "until", "completeness",
	"source_title", "source_publisher", "source_url", "source_published",
	"share_source_title", "share_source_publisher", "share_source_url", "share_source_published",
}

// columnSet is a set of columns, one bit each.
type columnSet uint32

func (s columnSet) has(c column) bool { return s&(1<<c) != 0 }

// ReadFootprintsCSV reads a table of footprints: a header, then one row a part.
// Rows with one id make one footprint, in the order of their first rows. The
// columns, in any order and without regard to case:
//
//   - id, area: required in every row;
//   - vanguard (its id, slug, name or an alias; required), layer, edition, from,
//     until, completeness: of the footprint. They may be left blank after its first
//     row and must not contradict it;
//   - share ("50%", "0.5", "1/2"; blank = the whole), bound: of the part;
//   - cells.NAME: limits the part to cells whose attribute NAME has this value;
//   - source_title, source_publisher, source_url, source_published: one of the
//     footprint's sources; the same one on several rows counts once;
//   - share_source_title and so on: where the part's share comes from.
//
// Days are read in every form that has one meaning ("2015-03-10", "20150310", "10
// March 2015"). Any other column is a violation, because a misspelt "share" would make
// every area whole. The options are a [caremodel.CSV], which says how the table is
// written where it differs, and [Unmatched].
//
// On violations, which name row and column, the footprints in all of
// whose rows nothing is wrong are returned beside the error. What else breaks a rule is
// [ValidateFootprintsCSV]'s to tell.
func ReadFootprintsCSV(r io.Reader, p *caremodel.Programme, o ...BaseOption) ([]Footprint, error) {
	var t footprintTable
	options := sortOptions(&t.k, o, "Unmatched")
	err := t.read(r, p, &options)
	return t.sound(), errors.Join(t.k.Violations().Err(), err)
}

// footprintTable collects the footprints of a table.
type footprintTable struct {
	k         validate.Checker
	programme *caremodel.Programme
	columns   sheet.Columns
	dayFirst  bool
	vanguards map[string]caremodel.VanguardID
	all       []Footprint
	rows      []footprintRows // of each
	index     map[FootprintID]int
}

// footprintRows is where a footprint stands in the table.
type footprintRows struct {
	first          int
	units, sources []int     // the row of each
	wrong, unread  columnSet // what is wrong in its rows, and in the first
}

// read reads a table. What is wrong goes on t's list; the error is the reader's own.
func (t *footprintTable) read(r io.Reader, p *caremodel.Programme, o *tableOptions) error {
	t.programme, t.vanguards, t.index = p, map[string]caremodel.VanguardID{}, map[FootprintID]int{}
	if p == nil {
		t.k.At("programme").Error(validate.Required, "", "vanguards are looked up in a programme, and there is none")
	}
	rows := sheet.Open(r, o.csv)
	if !t.k.OK() {
		return nil
	}
	columns, ok, err := rows.Columns(&t.k, sheet.Schema{Names: footprintColumns, Required: footprintColumns[:columnArea+1], Prefix: cellsPrefix})
	if !ok {
		return err
	}
	t.columns, t.dayFirst = columns, rows.DayFirst()
	err = rows.Each(&t.k, func(at validate.Place, fields []string) { t.row(rows.Row(), at, fields) })
	if o.unmatched {
		t.all = unmatched(t.all)
	}
	return err
}

// row takes one part.
func (t *footprintTable) row(n int, at validate.Place, fields []string) {
	r := footprintRow{table: t, n: n, at: at, fields: fields}
	id := FootprintID(r.text(columnID))
	if id == "" {
		r.refuse(columnID, validate.Required, "give the footprint's id")
		return
	}
	if fault := key.Fault(string(id)); fault != "" {
		r.refuse(columnID, validate.Format, fault)
		return
	}
	i, known := t.index[id]
	if !known {
		i = len(t.all)
		t.index[id] = i
		t.all = append(t.all, Footprint{ID: id})
		t.rows = append(t.rows, footprintRows{first: r.n})
	}
	rows := &t.rows[i]
	r.head(&t.all[i], rows, !known)
	if !known {
		rows.unread = r.wrong
	}
	before := r.wrong
	if part := r.part(); r.wrong == before {
		t.all[i].Units, rows.units = append(t.all[i].Units, part), append(rows.units, r.n)
	}
	rows.wrong |= r.wrong
}

// sound returns the footprints in whose rows nothing is wrong.
func (t *footprintTable) sound() []Footprint {
	var out []Footprint
	for i, f := range t.all {
		if t.rows[i].wrong == 0 {
			out = append(out, f)
		}
	}
	return out
}

// footprintRow reads the fields of one row.
type footprintRow struct {
	table  *footprintTable
	n      int
	at     validate.Place
	fields []string
	wrong  columnSet
}

// text returns the field of a column, blank where there is no such column.
func (r *footprintRow) text(c column) string {
	if i := r.table.columns.At[c]; i >= 0 {
		return r.fields[i]
	}
	return ""
}

// head reads what belongs to the footprint as a whole. Later rows are held
// against what could be read of the first.
func (r *footprintRow) head(f *Footprint, rows *footprintRows, first bool) {
	g := Footprint{
		Vanguard:     r.vanguard(first),
		Layer:        r.text(columnLayer),
		Edition:      Edition(r.text(columnEdition)),
		From:         field(r, columnFrom, r.day),
		Until:        field(r, columnUntil, r.day),
		Completeness: field(r, columnCompleteness, func(text string) (Completeness, error) { return ParseCompleteness(strings.ToLower(text)) }),
	}
	if first {
		f.Vanguard, f.Layer, f.Edition, f.From, f.Until, f.Completeness = g.Vanguard, g.Layer, g.Edition, g.From, g.Until, g.Completeness
	} else {
		agree(r, columnVanguard, rows, g.Vanguard, f.Vanguard)
		agree(r, columnLayer, rows, g.Layer, f.Layer)
		agree(r, columnEdition, rows, g.Edition, f.Edition)
		agree(r, columnFrom, rows, g.From, f.From)
		agree(r, columnUntil, rows, g.Until, f.Until)
		agree(r, columnCompleteness, rows, g.Completeness, f.Completeness)
	}
	if s := r.source(columnSource); !s.IsZero() && !slices.ContainsFunc(f.Sources, s.Equal) {
		f.Sources, rows.sources = append(f.Sources, s), append(rows.sources, r.n)
	}
}

// agree refuses a value that contradicts the footprint's first row.
func agree[T comparable](r *footprintRow, c column, rows *footprintRows, value, first T) {
	var blank T
	if value != blank && value != first && !rows.unread.has(c) {
		r.refuse(c, validate.Conflict, "the first row of this footprint says otherwise")
	}
}

// field reads a field that may be blank.
func field[T any](r *footprintRow, c column, parse func(string) (T, error)) T {
	var value T
	text := r.text(c)
	if text == "" {
		return value
	}
	value, err := parse(text)
	if err != nil {
		r.report(c, err)
	}
	return value
}

func (r *footprintRow) place(c column) validate.Place { return r.at.At(r.table.columns.Label(int(c))) }

func (r *footprintRow) report(c column, err error) {
	r.wrong |= 1 << c
	r.place(c).Report(err)
}

func (r *footprintRow) refuse(c column, code validate.Code, detail string) {
	r.wrong |= 1 << c
	r.place(c).Error(code, r.text(c), detail)
}

// day reads a day as spreadsheets write it.
func (r *footprintRow) day(text string) (caremodel.Date, error) {
	if d, err := caremodel.ParseDate(text); err == nil || errors.Is(err, validate.Range) {
		return d, err
	}
	iso, wrong := form.Day(text, r.table.dayFirst)
	if wrong != "" {
		return caremodel.Date{}, fault.New("coverage.ReadFootprintsCSV", validate.Format, text, wrong)
	}
	return caremodel.ParseDate(iso)
}

// vanguard reads an id, a slug, a name or an alias.
func (r *footprintRow) vanguard(required bool) caremodel.VanguardID {
	text := r.text(columnVanguard)
	if text == "" {
		if required {
			r.refuse(columnVanguard, validate.Required, "name the vanguard")
		}
		return caremodel.VanguardID{}
	}
	if id, ok := r.table.vanguards[text]; ok {
		return id
	}
	id, err := r.table.programme.ID(text)
	if err != nil {
		var v caremodel.Vanguard
		v, err = r.table.programme.Find(text)
		id = v.ID
	}
	if err != nil {
		r.report(columnVanguard, err)
		return caremodel.VanguardID{}
	}
	r.table.vanguards[strings.Clone(text)] = id
	return id
}

// part reads what belongs to the part.
func (r *footprintRow) part() Part {
	p := Part{
		Share:  field(r, columnShare, ParseShare),
		Bound:  field(r, columnBound, func(text string) (caremodel.Bound, error) { return caremodel.ParseBound(strings.ToLower(text)) }),
		Source: r.source(columnShareSource),
	}
	area, err := ParseAreaCode(r.text(columnArea))
	if err != nil {
		r.report(columnArea, err)
	}
	p.Area = area
	for _, c := range r.table.columns.Prefixed {
		if value := r.fields[c.At]; value != "" {
			if p.Cells == nil {
				p.Cells = make(map[string]string, len(r.table.columns.Prefixed))
			}
			p.Cells[c.Name] = value
		}
	}
	return p
}

// source reads the four columns from this one on.
func (r *footprintRow) source(first column) caremodel.Source {
	return caremodel.Source{
		Title:     r.text(first),
		Publisher: r.text(first + 1),
		URL:       r.text(first + 2),
		Published: field(r, first+3, r.day),
	}
}

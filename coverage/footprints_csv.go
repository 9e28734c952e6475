package coverage

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/key"
	"github.com/newcaremodels/newcaremodels/internal/near"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// The columns of a table of footprints. A column that begins with cellsPrefix
// limits a part to cells with an attribute, which the rest of its name is.
const (
	columnID           = "id"
	columnVanguard     = "vanguard"
	columnLayer        = "layer"
	columnArea         = "area"
	columnShare        = "share"
	columnBound        = "bound"
	columnFrom         = "from"
	columnUntil        = "until"
	columnCompleteness = "completeness"
	sourcePrefix       = "source_"       // of the footprint
	sharePrefix        = "share_source_" // of the part
	cellsPrefix        = "cells."
)

var (
	footprintColumns = []string{
		columnID, columnVanguard, columnLayer, columnArea, columnShare, columnBound, columnFrom, columnUntil, columnCompleteness,
		"source_title", "source_publisher", "source_url", "source_published",
		"share_source_title", "share_source_publisher", "share_source_url", "share_source_published",
	}
	requiredColumns = []string{columnID, columnVanguard, columnArea}
)

// ReadFootprintsCSV reads a table of footprints: a header, then one row a part.
// Rows with one id make one footprint, in the order of their first rows. The
// columns, in any order:
//
//   - id, area: required in every row;
//   - vanguard (its id, slug, name or an alias; required), layer, from, until,
//     completeness: of the footprint. They may be left blank after its first row
//     and must not contradict it;
//   - share ("50%", "0.5", "1/2"; blank = the whole), bound: of the part;
//   - cells.NAME: limits the part to cells whose attribute NAME has this value;
//   - source_title, source_publisher, source_url, source_published: one of the
//     footprint's sources; the same one on several rows counts once;
//   - share_source_title and so on: where the part's share comes from.
//
// Any other column is a violation, because a misspelt "share" would make every
// area whole. On violations, which name row and column, the footprints in all of
// whose rows nothing is wrong are returned beside the error.
func ReadFootprintsCSV(r io.Reader, p *caremodel.Programme) ([]Footprint, error) {
	if p == nil {
		return nil, fault.New("coverage.ReadFootprintsCSV", validate.Required, "", "vanguards are looked up in a programme, and there is none")
	}
	t := footprintTable{
		programme: p,
		rows:      sheet.NewReader(r),
		vanguards: map[string]caremodel.VanguardID{},
		index:     map[FootprintID]int{},
	}
	err := t.read()
	return t.sound(), errors.Join(t.k.Violations().Err(), err)
}

// footprintTable collects the footprints of a table.
type footprintTable struct {
	k          validate.Checker
	programme  *caremodel.Programme
	rows       *sheet.Reader
	columns    map[string]int
	cells      []cellColumn
	vanguards  map[string]caremodel.VanguardID
	footprints []Footprint
	spoiled    []bool
	index      map[FootprintID]int
}

// cellColumn is a column that limits parts to cells with an attribute.
type cellColumn struct {
	attribute string
	column    int
}

func (t *footprintTable) read() error {
	header, err := t.rows.Header()
	if problem, ok := errors.AsType[sheet.Problem](err); ok {
		problem.Record(&t.k)
		return nil
	}
	if err != nil || !t.find(header) {
		return err
	}
	return t.rows.Each(&t.k, t.row)
}

// find notes where the columns stand.
func (t *footprintTable) find(header []string) bool {
	t.columns = make(map[string]int, len(header))
	for i, name := range header {
		at := t.k.Row(t.rows.Row()).At(name)
		attribute, isCells := strings.CutPrefix(name, cellsPrefix)
		switch _, taken := t.columns[name]; {
		case taken:
			at.Error(validate.Duplicate, name, "another column bears this name")
		case isCells && attribute != "":
			t.cells = append(t.cells, cellColumn{attribute, i})
		case !slices.Contains(footprintColumns, name):
			at.Error(validate.Unknown, name, unknownColumn(name))
		}
		t.columns[name] = i
	}
	for _, name := range requiredColumns {
		if _, ok := t.columns[name]; !ok {
			t.k.Row(t.rows.Row()).At(name).Error(validate.Required, "", "the table must have this column")
		}
	}
	return t.k.OK()
}

func unknownColumn(name string) string {
	if best, ok := near.Best(name, slices.Values(footprintColumns)); ok {
		return "no such column; the nearest is " + best
	}
	return "no such column; there are " + strings.Join(footprintColumns, ", ") + " and " + cellsPrefix + "NAME"
}

// row takes one part.
func (t *footprintTable) row(at validate.Place, fields []string) {
	r := footprintRow{table: t, at: at, fields: fields, ok: true}
	id := FootprintID(r.text(columnID))
	if fault := key.Fault(string(id)); fault != "" {
		at.At(columnID).Error(validate.Format, string(id), fault)
		return
	}
	if id == "" {
		at.At(columnID).Error(validate.Required, "", "give the footprint's id")
		return
	}
	i, known := t.index[id]
	if !known {
		i = len(t.footprints)
		t.index[id] = i
		t.footprints = append(t.footprints, Footprint{ID: id})
		t.spoiled = append(t.spoiled, false)
	}
	r.head(&t.footprints[i], !known, t.spoiled[i])
	if part := r.part(); r.ok {
		t.footprints[i].Units = append(t.footprints[i].Units, part)
	}
	t.spoiled[i] = t.spoiled[i] || !r.ok
}

// sound returns the footprints in whose rows nothing is wrong.
func (t *footprintTable) sound() []Footprint {
	var out []Footprint
	for i, f := range t.footprints {
		if !t.spoiled[i] {
			out = append(out, f)
		}
	}
	return out
}

// footprintRow reads the fields of one row.
type footprintRow struct {
	table  *footprintTable
	at     validate.Place
	fields []string
	ok     bool // nothing is wrong so far
}

// text returns the field of a column, blank where there is no such column.
func (r *footprintRow) text(column string) string {
	if i, ok := r.table.columns[column]; ok {
		return r.fields[i]
	}
	return ""
}

// head reads what belongs to the footprint as a whole. Later rows are held
// against the first one, unless that is spoiled.
func (r *footprintRow) head(f *Footprint, first, spoiled bool) {
	g := Footprint{
		Vanguard:     r.vanguard(first),
		Layer:        r.text(columnLayer),
		From:         field(r, columnFrom, caremodel.ParseDate),
		Until:        field(r, columnUntil, caremodel.ParseDate),
		Completeness: field(r, columnCompleteness, ParseCompleteness),
	}
	switch {
	case first:
		f.Vanguard, f.Layer, f.From, f.Until, f.Completeness = g.Vanguard, g.Layer, g.From, g.Until, g.Completeness
	case !spoiled:
		agree(r, columnVanguard, g.Vanguard, f.Vanguard)
		agree(r, columnLayer, g.Layer, f.Layer)
		agree(r, columnFrom, g.From, f.From)
		agree(r, columnUntil, g.Until, f.Until)
		agree(r, columnCompleteness, g.Completeness, f.Completeness)
	}
	if s := r.source(sourcePrefix); !s.IsZero() && !slices.ContainsFunc(f.Sources, s.Equal) {
		f.Sources = append(f.Sources, s)
	}
}

// agree refuses a value that contradicts the footprint's first row.
func agree[T comparable](r *footprintRow, column string, value, first T) {
	var blank T
	if value != blank && value != first {
		r.refuse(column, validate.Conflict, "the first row of this footprint says otherwise")
	}
}

// field reads a field that may be blank.
func field[T any](r *footprintRow, column string, parse func(string) (T, error)) T {
	var value T
	text := r.text(column)
	if text == "" {
		return value
	}
	value, err := parse(text)
	if err != nil {
		r.at.At(column).Report(err)
		r.ok = false
	}
	return value
}

func (r *footprintRow) refuse(column string, code validate.Code, detail string) {
	r.at.At(column).Error(code, r.text(column), detail)
	r.ok = false
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
		r.at.At(columnVanguard).Report(err)
		r.ok = false
		return caremodel.VanguardID{}
	}
	r.table.vanguards[strings.Clone(text)] = id
	return id
}

// part reads what belongs to the part.
func (r *footprintRow) part() Part {
	p := Part{
		Share:  field(r, columnShare, ParseShare),
		Bound:  field(r, columnBound, caremodel.ParseBound),
		Source: r.source(sharePrefix),
	}
	area, err := ParseAreaCode(r.text(columnArea))
	if err != nil {
		r.at.At(columnArea).Report(err)
		r.ok = false
	}
	p.Area = area
	for _, c := range r.table.cells {
		if value := r.fields[c.column]; value != "" {
			if p.Cells == nil {
				p.Cells = make(map[string]string, len(r.table.cells))
			}
			p.Cells[c.attribute] = value
		}
	}
	return p
}

func (r *footprintRow) source(prefix string) caremodel.Source {
	return caremodel.Source{
		Title:     r.text(prefix + "title"),
		Publisher: r.text(prefix + "publisher"),
		URL:       r.text(prefix + "url"),
		Published: field(r, prefix+"published", caremodel.ParseDate),
	}
}

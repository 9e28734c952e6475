package main

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// lookUp is a footprint file: one row an area, with the footprints that it lies in.
// It is written anew as the table that [coverage.ReadFootprintsCSV] reads, one row
// a part, so that shares, bounds, dates and cells mean what they mean there.
type lookUp struct {
	options
	programme  *caremodel.Programme
	footprints []coverage.Footprint
	names      map[coverage.FootprintID]string
	layers     []coverage.Layer
	limits     []string // attributes that cells.NAME columns are about
	elsewhere  int      // rows of areas of other countries

	table bytes.Buffer
	rows  []int             // the row of the file by row of the table, from the header on
	slugs map[string]string // of whose footprints there are, by their text
	known map[coverage.FootprintID]bool
}

const (
	ownerColumn = "vanguard"
	cellsPrefix = "cells."
)

// extras are the columns that say more about a part or its footprint.
var extras = []string{
	ownerColumn, "edition", "share", "bound", "from", "until", "layer", "completeness", "source_title", "source_publisher", "source_url", "source_published",
	"share_source_title", "share_source_publisher", "share_source_url", "share_source_published",
}

// readFootprints reads the file. Each of the columns named by -in says one
// footprint that the area lies in; blank is none.
func (o options) readFootprints(text []byte) (*lookUp, validate.Violations) {
	l := &lookUp{
		options: o, rows: []int{1}, names: map[coverage.FootprintID]string{},
		slugs: map[string]string{}, known: map[coverage.FootprintID]bool{},
	}
	def := caremodel.Definition{
		Slug: "footprints", Name: "Footprints",
		Categories: []caremodel.CategoryDefinition{{Code: "AREA", Name: "Area"}},
	}
	out := csv.NewWriter(&l.table)
	named := slices.Concat([]string{o.unit}, o.in, o.names)
	more := slices.DeleteFunc(slices.Clone(extras), func(name string) bool {
		return slices.ContainsFunc(named, func(n string) bool { return strings.EqualFold(n, name) })
	})
	owner := slices.Index(more, ownerColumn)
	schema := sheet.Schema{Names: slices.Concat(named, more), Required: named, Prefix: cellsPrefix}
	found := o.eachRow(text, schema, func(c *validate.Checker, columns *sheet.Columns) {
		head := slices.Concat([]string{"id", "area"}, more)
		for _, p := range columns.Prefixed {
			head, l.limits = append(head, cellsPrefix+p.Name), append(l.limits, p.Name)
		}
		if owner < 0 {
			head = append(head, ownerColumn)
		}
		out.Write(head)
		for i, name := range head[2:] {
			there := i >= len(more) || columns.At[len(named)+i] >= 0
			if len(o.in) > 1 && there && name != ownerColumn {
				c.Row(1).At(name).Error(validate.Conflict, name, "of which of "+strings.Join(o.in, ", ")+" is it? Name one column with -in")
			}
		}
	}, func(n int, cells []string) {
		if area := coverage.AreaCode(cells[0]); area.Scheme() != 0 && !o.here(area) {
			l.elsewhere++
			return
		}
		for i := range o.in {
			id := cells[1+i]
			if id == "" || o.only != nil && !slices.Contains(o.only, id) {
				continue
			}
			line := slices.Concat([]string{id, cells[0]}, cells[len(named):])
			if owner < 0 {
				line = append(line, "")
			}
			of := &line[len(line)-1]
			if owner >= 0 {
				of = &line[2+owner]
			}
			name := ""
			if o.names != nil {
				name = cells[1+len(o.in)+i]
			}
			*of = l.whose(&def, coverage.FootprintID(id), *of, name)
			out.Write(line)
			l.rows = append(l.rows, n)
		}
	})
	out.Flush()
	if found.Err() != nil {
		return l, found
	}
	var c validate.Checker
	for _, id := range o.only {
		if !l.known[coverage.FootprintID(id)] {
			c.At("-only").Error(validate.Unknown, id, "the file has no such footprint")
		}
	}
	if found = validate.Join(found, c.Violations()); found.Err() != nil {
		return l, found
	}
	var err error
	if l.programme, err = caremodel.NewProgramme(def); err != nil {
		return l, validate.Of(err)
	}
	l.footprints, err = coverage.ReadFootprintsCSV(bytes.NewReader(l.table.Bytes()), l.programme, l.reading()...)
	if err != nil {
		return l, l.inFile(coverage.ValidateFootprintsCSV(bytes.NewReader(l.table.Bytes()), l.programme, l.reading()...))
	}
	for i := range l.footprints {
		f := &l.footprints[i]
		if f.Sources == nil {
			f.Sources = []caremodel.Source{{Title: tables.Plain(string(o.footprints))}}
		}
		if layer := (coverage.Layer{Name: f.Layer}); f.Layer != "" && !slices.Contains(l.layers, layer) {
			l.layers = append(l.layers, layer)
		}
	}
	return l, found
}

// whose returns the slug of whose footprint a row is of, which the first row of the
// footprint says; where no row does the footprint stands for itself.
func (l *lookUp) whose(def *caremodel.Definition, id coverage.FootprintID, owner, name string) string {
	first := !l.known[id]
	if l.known[id] = true; first && name != "" {
		l.names[id] = name
	}
	if owner == "" && !first {
		return ""
	}
	if owner == "" {
		owner = string(id)
	}
	slug, known := l.slugs[owner]
	if !known {
		slug = "footprints-" + strconv.Itoa(len(l.slugs)+1)
		l.slugs[owner] = slug
		def.Vanguards = append(def.Vanguards, caremodel.Vanguard{Slug: slug, Name: strings.TrimSpace(owner + " " + l.names[id]), Category: "AREA"})
	}
	return slug
}

// reading is how the table is read.
func (l *lookUp) reading() []coverage.BaseOption {
	options := []coverage.BaseOption{caremodel.CSV{DayFirst: l.csv.DayFirst}}
	if l.unmatched {
		options = append(options, coverage.Unmatched())
	}
	return options
}

// check holds the footprints against a survey.
func (l *lookUp) check(s coverage.Survey) validate.Violations {
	found := coverage.ValidateFootprintsCSV(bytes.NewReader(l.table.Bytes()), l.programme, append(l.reading(), coverage.Within(s))...)
	return l.inFile(found.Where(func(v validate.Violation) bool { return !strings.HasSuffix(v.Path, "column source_title") })) // the file is the source
}

var rowPath = regexp.MustCompile(`\brow (\d+)`)

// inFile puts the file's rows and columns in the place of the table's.
func (l *lookUp) inFile(found validate.Violations) validate.Violations {
	inFile := func(text string) string {
		return rowPath.ReplaceAllStringFunc(text, func(row string) string {
			if n, err := strconv.Atoi(row[len("row "):]); err == nil && n <= len(l.rows) {
				return "row " + strconv.Itoa(l.rows[n-1])
			}
			return row
		})
	}
	var c validate.Checker
	for v := range found.All() {
		v.Path, v.Detail = inFile(v.Path), inFile(v.Detail)
		if path, ok := strings.CutSuffix(v.Path, ", column area"); ok {
			v.Path = path + ", column " + sheet.Label(l.unit)
		}
		if path, ok := strings.CutSuffix(v.Path, ", column id"); ok {
			v.Path = path + ", column " + sheet.Label(strings.Join(l.in, " or "))
		}
		c.Add(v)
	}
	sheet.CountOmitted(&c, found)
	return c.Violations()
}

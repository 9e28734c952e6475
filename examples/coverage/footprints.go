package main

import (
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
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

	table bytes.Buffer
	rows  []int             // the row of the file by row of the table, from the header on
	slugs map[string]string // of whose footprints there are, by their text
	known map[coverage.FootprintID]bool
}

// extra tells whether a column says more about a part or its footprint.
func extra(name string) bool {
	switch name {
	case "share", "bound", "from", "until", "layer", "completeness", "vanguard":
		return true
	}
	return strings.HasPrefix(name, "cells.") || strings.HasPrefix(name, "source_") || strings.HasPrefix(name, "share_source_")
}

// readFootprints reads the file. Each of the columns named by -in says one
// footprint that the area lies in; blank is none.
func (o options) readFootprints() (*lookUp, error) {
	l := &lookUp{
		options: o, rows: []int{1}, names: map[coverage.FootprintID]string{},
		slugs: map[string]string{}, known: map[coverage.FootprintID]bool{},
	}
	def := caremodel.Definition{
		Slug: "footprints", Name: "Footprints",
		Categories: []caremodel.CategoryDefinition{{Code: "AREA", Name: "Area"}},
	}
	out := csv.NewWriter(&l.table)
	columns := columns{named: slices.Concat([]string{o.unit}, o.in, o.names), also: extra}
	columns.header = func(header validate.Place, extras []string) {
		for _, name := range extras {
			if len(o.in) > 1 {
				header.At(name).Error(validate.Conflict, name, "of which of "+strings.Join(o.in, ", ")+" is it? Name one column with -in")
			}
			if attribute, ok := strings.CutPrefix(name, "cells."); ok {
				l.limits = append(l.limits, attribute)
			}
		}
		out.Write(append([]string{"id", "vanguard", "area"}, without(extras, extras)...))
	}
	var extras []string
	columns.seen = &extras
	err := o.read(o.footprints, func(r io.Reader) error {
		return eachRow(r, columns, func(row validate.Place, cells, more []string) {
			for i := range o.in {
				id := cells[1+i]
				if id == "" || o.only != nil && !slices.Contains(o.only, id) {
					continue
				}
				whose := id
				if n := slices.Index(extras, "vanguard"); n >= 0 && more[n] != "" {
					whose = more[n]
				}
				first := !l.known[coverage.FootprintID(id)]
				if l.known[coverage.FootprintID(id)] = true; first && o.names != nil {
					l.names[coverage.FootprintID(id)] = cells[1+len(o.in)+i]
				}
				slug := l.slugs[whose]
				if whose == id && !first {
					slug = "" // as the first row says
				} else if slug == "" {
					slug = "footprints-" + strconv.Itoa(len(l.slugs)+1)
					l.slugs[whose] = slug
					name := whose
					if l.names[coverage.FootprintID(id)] != "" {
						name += " " + l.names[coverage.FootprintID(id)]
					}
					def.Vanguards = append(def.Vanguards, caremodel.Vanguard{Slug: slug, Name: name, Category: "AREA"})
				}
				out.Write(append([]string{id, slug, cells[0]}, without(extras, more)...))
				n, _ := rowOf(row.String())
				l.rows = append(l.rows, n)
			}
		})
	})
	if err == nil {
		err = o.chosen(l.known)
	}
	if err != nil {
		return l, err
	}
	out.Flush()
	if l.programme, err = caremodel.NewProgramme(def); err != nil {
		return l, err
	}
	if l.footprints, err = coverage.ReadFootprintsCSV(&l.table, l.programme); err != nil {
		return l, l.inFile(err)
	}
	for i := range l.footprints {
		f := &l.footprints[i]
		if f.Sources == nil {
			f.Sources = []caremodel.Source{{Title: shown(o.footprints)}}
		}
		if layer := (coverage.Layer{Name: f.Layer}); f.Layer != "" && !slices.Contains(l.layers, layer) {
			l.layers = append(l.layers, layer)
		}
	}
	return l, nil
}

// without returns cells without that of the column vanguard, which has been read.
func without(names, cells []string) []string {
	if n := slices.Index(names, "vanguard"); n >= 0 {
		return slices.Concat(cells[:n], cells[n+1:])
	}
	return cells
}

var rowPath = regexp.MustCompile(`\brow (\d+)`)

func rowOf(path string) (int, bool) {
	m := rowPath.FindStringSubmatch(path)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// inFile puts the file's rows and columns in the place of the table's.
func (l *lookUp) inFile(err error) error {
	var c validate.Checker
	for v := range validate.Of(err).All() {
		if n, ok := rowOf(v.Path); ok && n <= len(l.rows) {
			v.Path = rowPath.ReplaceAllString(v.Path, "row "+strconv.Itoa(l.rows[n-1]))
		}
		if path, ok := strings.CutSuffix(v.Path, ", column area"); ok {
			v.Path = path + ", column " + shown(l.unit)
		}
		if path, ok := strings.CutSuffix(v.Path, ", column id"); ok {
			v.Path = path + ", column " + shown(strings.Join(l.in, " or "))
		}
		c.Add(v)
	}
	found := c.Violations()
	if found.Len() == 0 {
		return err
	}
	return found.Under(shown(l.options.footprints)).Err()
}

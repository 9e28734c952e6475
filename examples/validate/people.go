package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// people are the files about who is covered.
type people struct {
	*checks
	records  coverage.Survey
	document checked // the survey
	base     []table // of populations
	rest     []table // the same files, and what they hold of the remainder
	parts    []table // of footprints
	standIn  bool    // the base is not one, but what the footprints name
}

// checkPeople checks survey, populations and footprints, together where several
// are given.
func (c *checks) checkPeople() error {
	if c.surveyFile == "" && c.populations == nil && c.footprints == nil {
		return nil
	}
	if c.programme == nil {
		c.waits(slices.Concat([]string{string(c.surveyFile)}, c.populations, c.footprints)...)
		return nil
	}
	p := people{checks: c}
	for _, step := range []func() error{p.readSurvey, p.readPopulations, p.readFootprints} {
		if err := step(); err != nil {
			return err
		}
	}
	if p.document.note == noteShape {
		for _, t := range p.tables() {
			t.note = noteShape
		}
	} else {
		p.complete()
		p.rules()
	}
	if err := p.places(); err != nil {
		return err
	}
	if p.document.file != "" {
		c.report(p.document)
	}
	for _, t := range p.tables() {
		c.report(t.checked)
	}
	return nil
}

// tables are all tables, those of populations first.
func (p *people) tables() []*table {
	var all []*table
	for i := range p.base {
		all = append(all, &p.base[i])
	}
	for i := range p.parts {
		all = append(all, &p.parts[i])
	}
	return all
}

func (p *people) readSurvey() error {
	name := string(p.surveyFile)
	if i := slices.IndexFunc(p.footprints, isJSON); i >= 0 {
		name = p.footprints[i]
	}
	if name == "" {
		return nil
	}
	var shape error
	if err := p.with(name, func(r io.Reader) { p.records, shape = coverage.ReadSurvey(r, p.programme) }); err != nil {
		return err
	}
	p.document = checked{file: name, holds: count(len(p.records.Footprints), "footprint"), found: validate.Of(shape)}
	if n := len(p.records.Base.Units); n > 0 {
		p.document.holds += ", " + count(n, "unit")
	}
	if shape != nil {
		p.document.note = noteShape
	}
	return nil
}

// readPopulations takes the units of the base from tables.
func (p *people) readPopulations() error {
	base := &p.records.Base
	if p.populations != nil && len(base.Units) > 0 {
		return fmt.Errorf("%s has populations of its own: leave -populations out, or the units of the survey", p.document.file)
	}
	for _, name := range p.populations {
		var read coverage.Base
		var wrong error
		if err := p.with(name, func(r io.Reader) { read, wrong = coverage.ReadBaseCSV(r, p.columns) }); err != nil {
			return err
		}
		units, rest := len(base.Units), len(base.Remainder)
		base.Units, base.Remainder = append(base.Units, read.Units...), append(base.Remainder, read.Remainder...)
		d := checked{file: name, holds: sound(len(read.Units)+len(read.Remainder), "row", wrong), found: validate.Of(wrong)}
		var err error
		if d.rows, err = p.rowsIn(name); err != nil {
			return err
		}
		p.base = append(p.base, table{d, units, len(base.Units)})
		p.rest = append(p.rest, table{d, rest, len(base.Remainder)})
	}
	if p.populations == nil {
		return nil
	}
	if base.Sources == nil { // a table is its own source
		base.Sources = []caremodel.Source{{Title: tables.Plain(strings.Join(p.populations, ", "))}}
	}
	if !p.basis.IsZero() {
		base.Basis = p.basis
	}
	if p.edition != "" {
		base.Edition = coverage.Edition(p.edition)
	}
	if !p.counted.IsZero() {
		base.AsAt = p.counted
	}
	return nil
}

// readFootprints puts the footprints of tables behind those of the survey.
func (p *people) readFootprints() error {
	for _, name := range p.footprints {
		if isJSON(name) {
			continue
		}
		var list []coverage.Footprint
		var wrong error
		if err := p.with(name, func(r io.Reader) { list, wrong = coverage.ReadFootprintsCSV(r, p.programme) }); err != nil {
			return err
		}
		from := len(p.records.Footprints)
		p.records.Footprints = append(p.records.Footprints, list...)
		d := checked{file: name, holds: sound(len(list), "footprint", wrong), found: validate.Of(wrong)}
		var err error
		if d.rows, err = p.rowsIn(name); err != nil {
			return err
		}
		p.parts = append(p.parts, table{d, from, len(p.records.Footprints)})
	}
	return nil
}

// complete fills in what no file gives: from the embedded programme, if the
// programme is, and otherwise with whatever the footprints name, so that the rules
// that need it have nothing to say.
func (p *people) complete() {
	if p.document.file == "" {
		p.records.Layers = layersOf(p.records.Footprints)
		if p.embedded() {
			p.records.Layers = coverage.EnglandSurvey().Layers
		}
	}
	if len(p.records.Base.Units) > 0 || p.populations != nil || p.surveyFile != "" {
		return
	}
	if p.embedded() {
		england := coverage.EnglandSurvey()
		p.records.Base, p.records.Crosswalks = england.Base, append(p.records.Crosswalks, england.Crosswalks...)
		return
	}
	p.standIn = true
	p.records.Base = baseOf(p.records.Footprints)
	p.document.note = noteAreas
	for _, t := range p.tables() {
		t.note = noteAreas
	}
}

const noteAreas = "areas are not checked without -populations"

func layersOf(footprints []coverage.Footprint) []coverage.Layer {
	var layers []coverage.Layer
	known := map[string]bool{"": true}
	for _, f := range footprints {
		if !known[f.Layer] {
			known[f.Layer] = true
			layers = append(layers, coverage.Layer{Name: f.Layer})
		}
	}
	return layers
}

func baseOf(footprints []coverage.Footprint) coverage.Base {
	b := coverage.Base{Basis: coverage.Resident, Edition: "not said", AsAt: caremodel.MustParseDate("0001-01-01")}
	known := map[coverage.AreaCode]bool{}
	for _, f := range footprints {
		for _, part := range f.Units {
			if !known[part.Area] {
				known[part.Area] = true
				b.Units = append(b.Units, coverage.Population{Area: part.Area, Attributes: part.Cells})
			}
		}
	}
	return b
}

// rules checks the rules between records, and says of which file each finding is.
func (p *people) rules() {
	found := p.records.ValidateAsOf(p.programme, p.asAt)
	if found.Err() == nil && p.document.file != "" && !p.standIn {
		atlas, err := coverage.NewAtlas(p.programme, p.records)
		if err != nil {
			found = validate.Join(found, validate.Of(err))
		} else {
			found = atlas.Warnings() // those of before, and the claims that differ
		}
	}
	spoiled := anyFound(p.base) || anyFound(p.parts)
	found = found.Where(func(v validate.Violation) bool {
		return (!spoiled || !follows(v)) && !(p.standIn && strings.HasPrefix(v.Path, "base"))
	})
	ofTable := map[*table]func(v validate.Violation) bool{}
	for i := range p.base {
		ofTable[&p.base[i]] = func(v validate.Violation) bool {
			return p.base[i].holds(indexIn(v.Path, "base.units")) || p.rest[i].holds(indexIn(v.Path, "base.remainder"))
		}
	}
	for i := range p.parts {
		ofTable[&p.parts[i]] = func(v validate.Violation) bool { return p.parts[i].holds(indexIn(v.Path, "footprints")) }
	}
	rest := found.Where(func(v validate.Violation) bool {
		for _, of := range ofTable {
			if of(v) {
				return false
			}
		}
		return true
	})
	for t, of := range ofTable {
		t.found = validate.Join(t.found, found.Where(of))
	}
	if p.document.file != "" {
		p.document.found = rest
		return
	}
	// What is about no row is told with the first table.
	first := p.tables()[0]
	first.found = validate.Join(first.found, p.said(first, rest))
}

// follows tells what may only follow from a row with a mistake: an area or a
// footprint that stands in such a row is not an unknown one, and a table without a
// sound row is not an empty one.
func follows(v validate.Violation) bool {
	if v.Code == coverage.OutsideLayer || v.Path == "base.units" {
		return true
	}
	unknown := v.Code == validate.Unknown || v.Code == coverage.OtherEdition
	return unknown && (strings.HasSuffix(v.Path, ".area") || strings.Contains(v.Path, ".scope."))
}

// said returns what is wrong without what a table of populations cannot say by
// itself, of which the table has a note.
func (p *people) said(first *table, found validate.Violations) validate.Violations {
	var flags []string
	found = found.Where(func(v validate.Violation) bool {
		flag := headFlags[v.Path]
		unsaid := flag != "" && v.Code == validate.Required
		if unsaid {
			flags = append(flags, flag)
		}
		return !unsaid
	})
	if len(flags) > 0 {
		first.note = "what it counts is not checked without " + strings.Join(flags, ", ")
	}
	return found
}

var headFlags = map[string]string{"base.basis": "-basis", "base.edition": "-edition", "base.as_at": "-counted"}

// inFlags puts the flags in the place of the fields that they fill.
func inFlags(path string) string {
	if flag := headFlags[path]; flag != "" {
		return flag
	}
	return path
}

var (
	footprintPath = regexp.MustCompile(`footprints\[(\d+)\](?:\.units\[(\d+)\])?([\w.\[\]]*)`)
	unitPath      = regexp.MustCompile(`base\.units\[(\d+)\]()([\w.\[\]]*)`)
	remainderPath = regexp.MustCompile(`base\.remainder\[(\d+)\]()([\w.\[\]]*)`)
)

// places finds the rows of what the tables hold.
func (p *people) places() error {
	if anyFound(p.base) {
		units, err := p.rowsOf(p.base, p.records.Base.Units)
		if err != nil {
			return err
		}
		remainder, err := p.rowsOf(p.rest, p.records.Base.Remainder)
		if err != nil {
			return err
		}
		for i := range p.base {
			in := func(tables []table, rows map[string][]int) func(record, _ int) (string, int) {
				return func(record, _ int) (string, int) {
					return placed(tables, p.base[i].file, record, func(t table) int {
						if n := record - t.from; n < len(rows[t.file]) {
							return rows[t.file][n]
						}
						return 0
					})
				}
			}
			inUnits := inRows(unitPath, in(p.base, units), p.baseColumn)
			inRemainder := inRows(remainderPath, in(p.rest, remainder), p.baseColumn)
			p.base[i].place = func(text string) string { return inFlags(inRemainder(inUnits(text))) }
		}
	}
	if !anyFound(p.parts) {
		return nil
	}
	rows := map[string]map[string][]int{}
	for _, t := range p.parts {
		var err error
		if rows[t.file], err = p.rowsByKey(t.file, "id"); err != nil {
			return err
		}
	}
	for i := range p.parts {
		p.parts[i].place = inRows(footprintPath, func(record, part int) (string, int) {
			return placed(p.parts, p.parts[i].file, record, func(t table) int {
				return at(rows[t.file][string(p.records.Footprints[record].ID)], part)
			})
		}, partColumn)
	}
	return nil
}

// rowsOf finds the rows of cells by file, which stand in the order of their table.
func (p *people) rowsOf(tables []table, cells []coverage.Population) (map[string][]int, error) {
	rows := map[string][]int{}
	for _, t := range tables {
		var keys []string
		for _, c := range cells[t.from:t.to] {
			keys = append(keys, string(c.Area))
		}
		var err error
		if rows[t.file], err = p.rowsInOrder(t.file, p.columns.Area, keys); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// baseColumn is the column of a cell's field.
func (p *people) baseColumn(field string) string {
	switch field {
	case "area":
		return p.columns.Area
	case "people":
		return p.columns.People
	}
	return "" // an attribute, of which there are several, or the row as a whole
}

// partColumn is the column of a footprint's field.
func partColumn(field string) string {
	switch {
	case field == "sources":
		return "source_title"
	case field == "source":
		return "share_source_title"
	case field == "units":
		return "area"
	case field == "cells":
		return "" // one of several columns
	case strings.HasPrefix(field, "sources."):
		return "source_" + strings.TrimPrefix(field, "sources.")
	case strings.HasPrefix(field, "source."):
		return "share_source_" + strings.TrimPrefix(field, "source.")
	}
	return field
}

package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// people are the files about who is covered.
type people struct {
	*checks
	records  coverage.Survey
	document checked // the survey
	base     checked // the table of populations
	parts    checked // the table of footprints
	first    int     // the first footprint of the table
	standIn  bool    // the base is not one, but what the footprints name
}

// checkPeople checks survey, populations and footprints, together where several
// are given.
func (c *checks) checkPeople() error {
	if c.surveyFile+c.populationsFile+c.footprintsFile == "" {
		return nil
	}
	if c.programme == nil {
		c.waits(c.surveyFile, c.populationsFile, c.footprintsFile)
		return nil
	}
	p := people{checks: c}
	for _, step := range []func() error{p.readSurvey, p.readPopulations, p.readFootprints} {
		if err := step(); err != nil {
			return err
		}
	}
	if p.document.note == noteShape {
		p.base.note, p.parts.note = noteShape, noteShape
	} else {
		p.complete()
		p.rules()
	}
	if err := p.places(); err != nil {
		return err
	}
	for _, d := range []checked{p.document, p.base, p.parts} {
		if d.file != "" {
			c.report(d)
		}
	}
	return nil
}

func (p *people) readSurvey() error {
	name := p.surveyFile
	if name == "" && p.isJSON() {
		name = p.footprintsFile
	}
	if name == "" {
		return nil
	}
	var shape error
	if err := withFile(name, p.progress, func(r io.Reader) { p.records, shape = coverage.ReadSurvey(r, p.programme) }); err != nil {
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

// readPopulations takes the units of the base from a table.
func (p *people) readPopulations() error {
	if p.populationsFile == "" {
		return nil
	}
	base := &p.records.Base
	if len(base.Units) > 0 {
		return fmt.Errorf("%s has populations of its own: leave -populations out, or the units of the survey", p.document.file)
	}
	var table coverage.Base
	var wrong error
	err := withFile(p.populationsFile, p.progress, func(r io.Reader) { table, wrong = coverage.ReadBaseCSV(r, p.columns) })
	base.Units, base.Remainder = table.Units, table.Remainder
	p.base = checked{file: p.populationsFile, holds: sound(len(table.Units)+len(table.Remainder), "row", wrong), found: validate.Of(wrong)}
	if !p.basis.IsZero() {
		base.Basis = p.basis
	}
	if p.edition != "" {
		base.Edition = coverage.Edition(p.edition)
	}
	if !p.counted.IsZero() {
		base.AsAt = p.counted
	}
	return err
}

// readFootprints puts the footprints of the table behind those of the survey.
func (p *people) readFootprints() error {
	p.first = len(p.records.Footprints)
	if p.footprintsFile == "" || p.isJSON() {
		return nil
	}
	var list []coverage.Footprint
	var wrong error
	err := withFile(p.footprintsFile, p.progress, func(r io.Reader) { list, wrong = coverage.ReadFootprintsCSV(r, p.programme) })
	p.parts = checked{file: p.footprintsFile, holds: sound(len(list), "footprint", wrong), found: validate.Of(wrong)}
	p.records.Footprints = append(p.records.Footprints, list...)
	return err
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
	if len(p.records.Base.Units) > 0 || p.populationsFile != "" || p.surveyFile != "" {
		return
	}
	if p.embedded() {
		england := coverage.EnglandSurvey()
		p.records.Base, p.records.Crosswalks = england.Base, append(p.records.Crosswalks, england.Crosswalks...)
		return
	}
	p.standIn = true
	p.records.Base = baseOf(p.records.Footprints)
	for _, d := range []*checked{&p.document, &p.parts} {
		d.note = "areas are not checked without -populations"
	}
}

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
	spoiled := p.base.found.Len()+p.parts.found.Len() > 0
	found = found.Where(func(v validate.Violation) bool { return !spoiled || !follows(v) })
	ofBase := func(v validate.Violation) bool {
		return p.populationsFile != "" && (strings.HasPrefix(v.Path, "base.units") || strings.HasPrefix(v.Path, "base.remainder"))
	}
	ofParts := func(v validate.Violation) bool { return indexIn(v.Path, "footprints") >= p.first }
	p.base.found = validate.Join(p.base.found, found.Where(ofBase))
	p.parts.found = validate.Join(p.parts.found, found.Where(ofParts))
	if p.document.file == "" {
		p.unsaid(found)
		return
	}
	p.document.found = found.Where(func(v validate.Violation) bool {
		return !ofBase(v) && !ofParts(v) && !(p.standIn && strings.HasPrefix(v.Path, "base"))
	})
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

// unsaid notes what a table of populations cannot say by itself.
func (p *people) unsaid(found validate.Violations) {
	var flags []string
	for v := range found.All() {
		if flag := headFlags[v.Path]; flag != "" && v.Code == validate.Required {
			flags = append(flags, flag)
		}
	}
	if p.populationsFile != "" && len(flags) > 0 {
		p.base.note = "what it counts is not checked without " + strings.Join(flags, ", ")
	}
}

var headFlags = map[string]string{"base.basis": "-basis", "base.edition": "-edition", "base.as_at": "-counted"}

var (
	footprintPath = regexp.MustCompile(`footprints\[(\d+)\](?:\.units\[(\d+)\])?([\w.\[\]]*)`)
	unitPath      = regexp.MustCompile(`base\.units\[(\d+)\]()([\w.\[\]]*)`)
	remainderPath = regexp.MustCompile(`base\.remainder\[(\d+)\]()([\w.\[\]]*)`)
)

// places finds the rows of what the tables hold.
func (p *people) places() error {
	if p.base.found.Len() > 0 {
		units, err := p.rowsOf(p.records.Base.Units)
		if err != nil {
			return err
		}
		remainder, err := p.rowsOf(p.records.Base.Remainder)
		if err != nil {
			return err
		}
		inUnits := inRows(unitPath, units, p.baseColumn)
		inRemainder := inRows(remainderPath, remainder, p.baseColumn)
		p.base.place = func(text string) string { return inRemainder(inUnits(text)) }
	}
	if p.parts.found.Len() > 0 {
		rows, err := rowsByKey(p.footprintsFile, p.progress, "id")
		if err != nil {
			return err
		}
		p.parts.place = inRows(footprintPath, func(record, part int) int {
			if record < p.first || record >= len(p.records.Footprints) {
				return 0
			}
			return at(rows[string(p.records.Footprints[record].ID)], part)
		}, partColumn)
	}
	return nil
}

// rowsOf finds the rows of cells, which stand in the order of the table.
func (p *people) rowsOf(cells []coverage.Population) (func(record, part int) int, error) {
	keys := make([]string, len(cells))
	for i, c := range cells {
		keys[i] = string(c.Area)
	}
	rows, err := rowsInOrder(p.populationsFile, p.progress, p.columns.Area, keys)
	return func(record, _ int) int {
		if record < len(rows) {
			return rows[record]
		}
		return 0
	}, err
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

package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// people are the files about who is covered, which are checked together.
type people struct {
	*checks
	records  coverage.Survey
	document checked // the survey
	tables   []*checked
	units    []end // where the cells of each file of populations end
	parts    []end // where the footprints of each file end
	spoiled  bool  // something is wrong with a table of populations
	standIn  bool  // the base is not one, but what the footprints name
}

// checkPeople checks survey, populations and footprints.
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
	if p.document.note != noteShape {
		p.rules()
	}
	if p.document.file != "" {
		c.report(p.document)
	}
	for _, t := range p.tables {
		c.report(*t)
	}
	return nil
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
	p.parts = append(p.parts, end{name, len(p.records.Footprints)})
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
		d := &checked{file: name}
		if err := p.with(name, func(r io.Reader) { read, wrong = coverage.ReadBaseCSV(r, p.columns) }); err != nil {
			return err
		}
		if err := p.with(name, func(r io.Reader) { d.found = coverage.ValidateBaseCSV(r, p.columns) }); err != nil {
			return err
		}
		base.Units, base.Remainder = append(base.Units, read.Units...), append(base.Remainder, read.Remainder...)
		p.units = append(p.units, end{name, len(base.Units)})
		p.spoiled = p.spoiled || d.found.Err() != nil
		if err := p.table(d, sound(len(read.Units)+len(read.Remainder), "row", wrong)); err != nil {
			return err
		}
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

// table keeps what was found in a table.
func (p *people) table(d *checked, holds string) (err error) {
	d.holds = holds
	d.rows, err = p.rowsIn(d.file)
	p.tables = append(p.tables, d)
	return err
}

const noteAreas = "areas are not checked without -populations"

// readFootprints puts the footprints of tables behind those of the survey. They are
// held against its base, that of -populations, or that of the embedded programme, if
// the programme is; otherwise a table stands by itself.
func (p *people) readFootprints() error {
	files := slices.DeleteFunc(slices.Clone([]string(p.footprints)), isJSON)
	england := coverage.EnglandSurvey()
	if p.document.file == "" && p.embedded() {
		p.records.Layers = england.Layers
	}
	if len(p.records.Base.Units) == 0 && p.populations == nil && p.surveyFile == "" {
		switch {
		case p.embedded():
			p.records.Base, p.records.Crosswalks = england.Base, append(p.records.Crosswalks, england.Crosswalks...)
		case p.document.file != "":
			p.standIn, p.records.Base = true, baseOf(p.records.Footprints)
			if p.document.note == "" {
				p.document.note = noteAreas
			}
		}
	}
	for _, name := range files {
		var list []coverage.Footprint
		var wrong error
		d := &checked{file: name}
		if err := p.with(name, func(r io.Reader) { list, wrong = coverage.ReadFootprintsCSV(r, p.programme) }); err != nil {
			return err
		}
		var within []coverage.BaseOption
		if !p.standIn && (len(p.records.Base.Units) > 0 || p.populations != nil || p.document.file != "") {
			within = append(within, coverage.Within(p.records))
		} else {
			d.note = noteAreas
		}
		if err := p.with(name, func(r io.Reader) { d.found = coverage.ValidateFootprintsCSV(r, p.programme, within...) }); err != nil {
			return err
		}
		if p.document.note == noteShape {
			d.found, d.note = validate.Of(wrong), "the rules are checked once the shape of "+tables.Plain(p.document.file)+" is right"
		}
		d.found = d.found.Where(func(v validate.Violation) bool {
			layer := v.Code == validate.Unknown && strings.HasSuffix(v.Path, ", column layer") // of which nothing says what there are
			return !(p.spoiled && follows(v)) && !(layer && p.document.file == "" && !p.embedded())
		})
		p.records.Footprints = append(p.records.Footprints, list...)
		p.parts = append(p.parts, end{name, len(p.records.Footprints)})
		if err := p.table(d, sound(len(list), "footprint", wrong)); err != nil {
			return err
		}
	}
	return nil
}

// baseOf is a base of the areas that footprints name.
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

// follows tells what may only follow from a row with a mistake: an area that stands in
// such a row is not an unknown one, and a table without a sound row is not an empty
// one.
func follows(v validate.Violation) bool {
	if v.Code == coverage.OutsideLayer || v.Path == "base.units" {
		return true
	}
	return (v.Code == validate.Unknown || v.Code == coverage.OtherEdition) && (strings.HasSuffix(v.Path, "area") || strings.Contains(v.Path, ".scope."))
}

// rules checks what the tables do not show each for itself, and says of which file each
// finding is.
func (p *people) rules() {
	if len(p.records.Base.Units) == 0 && p.document.file == "" && p.populations == nil {
		return // the tables stand by themselves
	}
	found := p.records.ValidateAsOf(p.programme, p.asAt)
	if found.Err() == nil && p.document.file != "" && !p.standIn {
		atlas, err := coverage.NewAtlas(p.programme, p.records)
		if err != nil {
			found = validate.Join(found, validate.Of(err))
		} else {
			found = atlas.Warnings() // those of before, and the claims that differ
		}
	}
	if p.spoiled || slices.ContainsFunc(p.tables, func(t *checked) bool { return t.found.Err() != nil }) {
		found = found.Where(func(v validate.Violation) bool { return !follows(v) })
	}
	rest := found.Where(func(v validate.Violation) bool {
		return p.owner(v) == nil && !(p.standIn && strings.HasPrefix(v.Path, "base"))
	})
	for _, t := range p.tables {
		told := t.found
		t.found = validate.Join(told, found.Where(func(v validate.Violation) bool {
			return p.owner(v) == t && (v.Code == validate.Future || v.Code == validate.Duplicate && !tells(told, v))
		}))
		t.place = p.inWords
	}
	if p.document.file != "" {
		p.document.found = rest
		return
	}
	// What is about no row is told with the first table.
	first := p.tables[0]
	first.found = validate.Join(first.found, p.said(first, rest))
}

// tells reports whether something was found in a table already.
func tells(told validate.Violations, v validate.Violation) bool {
	for other := range told.All() {
		if other.Code == v.Code && other.Value == v.Value {
			return true
		}
	}
	return false
}

var recordPath = regexp.MustCompile(`(base\.units|footprints)\[(\d+)\]`)

// owner returns the table that has the record of which a violation tells; nil = none.
func (p *people) owner(v validate.Violation) *checked {
	path := recordPath.FindStringSubmatch(v.Path)
	if path == nil || !strings.HasPrefix(v.Path, path[0]) {
		return nil
	}
	i, _ := strconv.Atoi(path[2])
	files := p.parts
	if path[1] == "base.units" {
		files = p.units
	}
	for _, e := range files {
		if i < e.n {
			at := slices.IndexFunc(p.tables, func(t *checked) bool { return t.file == e.file })
			if at < 0 {
				return nil
			}
			return p.tables[at]
		}
	}
	return nil
}

// inWords names the records of tables by their keys, and the flags in the place of the
// fields that they fill.
func (p *people) inWords(text string) string {
	if flag := headFlags[text]; flag != "" {
		return flag
	}
	return recordPath.ReplaceAllStringFunc(text, func(path string) string {
		groups := recordPath.FindStringSubmatch(path)
		i, _ := strconv.Atoi(groups[2])
		if groups[1] == "footprints" {
			return "footprint " + validate.Quote(string(p.records.Footprints[i].ID))
		}
		return "area " + validate.Quote(string(p.records.Base.Units[i].Area))
	})
}

// said returns what is wrong without what a table of populations cannot say by
// itself, of which the table has a note.
func (p *people) said(first *checked, found validate.Violations) validate.Violations {
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

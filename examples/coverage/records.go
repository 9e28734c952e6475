package main

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// content returns what a file holds, and how it is called in a message.
func (o options) content(name records.Name) (content []byte, shown string, err error) {
	if o.made {
		content, err = sample.ReadFile(string(name))
	} else {
		content, err = records.Content(string(name), o.stdin)
	}
	return content, tables.Plain(string(name)), err
}

// files are what the files hold.
type files struct {
	base      coverage.Base
	elsewhere int64 // people of other countries
	prints    *lookUp
	crosswalk coverage.Crosswalk
	targets   map[coverage.AreaCode]string // their names
	atlas     *coverage.Atlas
}

// read reads the files and checks them, each violation by file, row and column. The
// error is a file that could not be read.
func (o options) read() (f files, found validate.Violations, err error) {
	add := func(more validate.Violations, name string) { found = validate.Join(found, more.Under(name)) }
	prints, shown, err := o.content(o.footprints)
	if err != nil {
		return f, found, err
	}
	var wrong validate.Violations
	if f.prints, wrong = o.readFootprints(prints); wrong.Len() > 0 {
		add(wrong, shown)
	}
	text, base, err := o.content(o.base)
	if err != nil {
		return f, found, err
	}
	add(o.readBase(&f, text, f.prints.limits), base)
	if o.deciles != "" {
		text, shown, err := o.content(o.deciles)
		if err != nil {
			return f, found, err
		}
		add(o.addDeciles(text, f.base), shown)
	}
	if o.crosswalk != "" {
		text, shown, err := o.content(o.crosswalk)
		if err != nil {
			return f, found, err
		}
		add(o.readCrosswalk(&f, text), shown)
	}
	if found.Err() != nil {
		return f, found, nil
	}
	survey := coverage.Survey{Base: f.base, Layers: f.prints.layers, Footprints: f.prints.footprints}
	add(f.prints.check(survey), shown)
	if found.Err() != nil {
		return f, found, nil
	}
	f.atlas, err = coverage.NewAtlas(f.prints.programme, survey)
	rest := validate.Of(err)
	if err == nil {
		rest = f.atlas.Warnings()
	}
	var c validate.Checker
	for v := range rest.All() { // what was not told by its row
		switch {
		case strings.HasPrefix(v.Path, "footprints["):
		case !strings.HasPrefix(v.Path, "base.units["):
			v.Path = base + ": " + v.Path
			c.Add(v)
		case o.deciles != "" && v.Code == coverage.MissingAttribute:
			v.Path = tables.Plain(string(o.deciles)) + ", column " + sheet.Label(o.by)
			c.Add(v)
		}
	}
	found = validate.Join(found, c.Violations())
	return f, found, nil
}

// readBase reads the populations with the attributes that the footprints' cells are
// limited by.
func (o options) readBase(f *files, text []byte, limits []string) validate.Violations {
	columns := coverage.Columns{Area: o.area}
	options := []coverage.BaseOption{o.csv}
	if columns.People = o.people[0]; len(o.people) > 1 {
		columns.People = ""
		options = append(options, coverage.PeopleOf(o.people...))
	}
	if o.marks != nil {
		options = append(options, coverage.Suppressed(o.marks...).UpTo(o.most))
	}
	for _, name := range append(limits, o.by) {
		if name != "" && (name != o.by || o.deciles == "") && !slices.Contains(columns.Attributes, name) {
			columns.Attributes = append(columns.Attributes, name)
		}
	}
	found := coverage.ValidateBaseCSV(bytes.NewReader(text), columns, options...)
	f.base, _ = coverage.ReadBaseCSV(bytes.NewReader(text), columns, options...) // what is wrong was found
	f.base.Name, f.base.Basis, f.base.Edition, f.base.AsAt = o.name, o.basis, coverage.Edition(o.edition), o.counted
	f.base.Sources = []caremodel.Source{{Title: tables.Plain(string(o.base))}}
	if o.country == "" {
		return found
	}
	f.base.Units = slices.DeleteFunc(f.base.Units, func(u coverage.Population) bool {
		if o.here(u.Area) {
			return false
		}
		f.elsewhere += u.People
		return true
	})
	var c validate.Checker
	if len(f.base.Units) == 0 {
		c.Row(1).At(tables.Plain(o.area)).Error(validate.Unknown, o.country, "the file has no area of this country")
	}
	return validate.Join(found.Where(func(v validate.Violation) bool { return v.Code != coverage.Outside }), c.Violations())
}

// here reports whether an area is of the country that is asked for, if any is.
func (o options) here(area coverage.AreaCode) bool {
	return o.country == "" || strings.EqualFold(area.Country(), o.country)
}

// addDeciles gives the cells of a base the attribute of another file. An area that
// the file leaves blank, or does not have, is not known.
func (o options) addDeciles(text []byte, b coverage.Base) validate.Violations {
	attributes := map[string]map[string]string{} // one for each value: cells may share them
	of := map[coverage.AreaCode]map[string]string{}
	found := o.eachRow(text, sheet.Schema{Names: []string{o.decilesArea, o.by}}, nil, func(_ int, cells []string) {
		if cells[1] == "" {
			return
		}
		if attributes[cells[1]] == nil {
			attributes[cells[1]] = map[string]string{o.by: cells[1]}
		}
		of[coverage.AreaCode(cells[0])] = attributes[cells[1]]
	})
	for i := range b.Units {
		u := &b.Units[i]
		if len(u.Attributes) == 0 {
			u.Attributes = of[u.Area]
		} else if value := of[u.Area][o.by]; value != "" {
			u.Attributes = maps.Clone(u.Attributes)
			u.Attributes[o.by] = value
		}
	}
	return found
}

// readCrosswalk reads the look-up to other areas.
func (o options) readCrosswalk(f *files, text []byte) validate.Violations {
	columns := coverage.LookupColumns{From: o.from, To: o.to, People: o.weight}
	parts, err := coverage.ReadIntersectionsCSV(bytes.NewReader(text), columns, o.csv)
	if err == nil {
		f.crosswalk, err = coverage.NewCrosswalk(coverage.Edition(o.edition), coverage.Edition(o.to), o.method, parts)
	}
	if err != nil || o.toName == "" {
		return validate.Of(err)
	}
	f.targets = map[coverage.AreaCode]string{}
	return o.eachRow(text, sheet.Schema{Names: []string{o.to, o.toName}}, nil, func(_ int, cells []string) {
		f.targets[coverage.AreaCode(cells[0])] = cells[1]
	})
}

// eachRow calls row for each row of a table with its number and the cells of the
// schema's columns and of those with its prefix, after header, if any, was told where
// they stand. Columns that the schema does not require may be missing, others are
// passed over.
func (o options) eachRow(text []byte, s sheet.Schema, header func(*validate.Checker, *sheet.Columns), row func(n int, cells []string)) validate.Violations {
	var c validate.Checker
	if s.Others = true; s.Required == nil {
		s.Required = s.Names
	}
	rows := sheet.Open(bytes.NewReader(text), []caremodel.CSV{o.csv})
	columns, ok, err := rows.Columns(&c, s)
	if ok && header != nil {
		header(&c, &columns)
	}
	if ok && c.OK() {
		err = rows.EachBytes(&c, func(n int, fields [][]byte) {
			cells := make([]string, len(s.Names), len(s.Names)+len(columns.Prefixed))
			for i := range s.Names {
				cells[i] = string(columns.Cell(fields, i))
			}
			for _, p := range columns.Prefixed {
				cells = append(cells, string(fields[p.At]))
			}
			row(n, cells)
		})
	}
	c.At("").Report(err)
	return c.Violations()
}

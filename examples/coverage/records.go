package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// read hands a file to a function. What the function finds wrong is told under the
// file's name.
func (o options) read(name string, use func(io.Reader) error) error {
	f, err := o.files(name)
	if err != nil {
		return err
	}
	defer f.Close()
	err = use(bufio.NewReader(f))
	if found := validate.Of(err); found.Len() > 0 {
		return found.Under(name).Err()
	}
	return err
}

// readBase reads the populations, and who of them lives in which decile.
func (o options) readBase() (coverage.Base, error) {
	columns := coverage.Columns{Area: o.area, People: o.people}
	if o.by != "" && o.deciles == "" {
		columns.Attributes = []string{o.by}
	}
	var b coverage.Base
	err := o.read(o.base, func(r io.Reader) (err error) { b, err = coverage.ReadBaseCSV(r, columns); return err })
	b.Name, b.Basis, b.Edition, b.AsAt = o.name, o.basis, coverage.Edition(o.edition), o.counted
	b.Sources = []caremodel.Source{{Title: o.base}}
	if err != nil || o.deciles == "" {
		return b, err
	}
	return b, o.read(o.deciles, func(r io.Reader) error { return o.addDeciles(r, b) })
}

// addDeciles gives the cells of a base the attribute of another file. An area that
// the file leaves blank, or does not have, is not known.
func (o options) addDeciles(r io.Reader, b coverage.Base) error {
	attributes := map[string]map[string]string{} // one for each value: cells may share them
	of := map[coverage.AreaCode]map[string]string{}
	err := eachRow(r, []string{o.decilesArea, o.by}, func(_ validate.Place, cells []string) {
		if cells[1] == "" {
			return
		}
		if attributes[cells[1]] == nil {
			attributes[cells[1]] = map[string]string{o.by: cells[1]}
		}
		of[coverage.AreaCode(cells[0])] = attributes[cells[1]]
	})
	for i := range b.Units {
		b.Units[i].Attributes = of[b.Units[i].Area]
	}
	return err
}

// readFootprints reads a look-up with one row an area. Each of the columns named
// by -in says one footprint that the area lies in; blank is none.
func (o options) readFootprints() ([]coverage.Footprint, map[coverage.FootprintID]string, error) {
	var all []coverage.Footprint
	at := map[coverage.FootprintID]int{}
	names := map[coverage.FootprintID]string{}
	columns := slices.Concat([]string{o.unit}, o.in, o.names)
	err := o.read(o.footprints, func(r io.Reader) error {
		return eachRow(r, columns, func(row validate.Place, cells []string) {
			area, err := coverage.ParseAreaCode(cells[0])
			if err != nil {
				row.At(o.unit).Report(err)
				return
			}
			for i := range o.in {
				id := coverage.FootprintID(cells[1+i])
				if id == "" || o.only != nil && !slices.Contains(o.only, string(id)) {
					continue
				}
				n, known := at[id]
				if !known {
					n = len(all)
					at[id] = n
					all = append(all, coverage.Footprint{ID: id, Vanguard: vanguardOf(id), Sources: []caremodel.Source{{Title: o.footprints}}})
				}
				all[n].Units = append(all[n].Units, coverage.Part{Area: area})
				if o.names != nil {
					names[id] = cells[1+len(o.in)+i]
				}
			}
		})
	})
	if err == nil {
		err = o.chosen(at)
	}
	return all, names, err
}

// chosen reports footprints that -only names and the file does not have.
func (o options) chosen(known map[coverage.FootprintID]int) error {
	var found validate.Checker
	for _, id := range o.only {
		if _, ok := known[coverage.FootprintID(id)]; !ok {
			found.At("-only").Error(validate.Unknown, id, o.footprints+" has no such footprint")
		}
	}
	return found.Violations().Err()
}

// readCrosswalk reads the look-up to other areas.
func (o options) readCrosswalk() (coverage.Crosswalk, error) {
	var parts []coverage.Intersection
	columns := coverage.LookupColumns{From: o.from, To: o.to, People: o.weight}
	err := o.read(o.crosswalk, func(r io.Reader) (err error) {
		parts, err = coverage.ReadIntersectionsCSV(r, columns)
		return err
	})
	if err != nil {
		return coverage.Crosswalk{}, err
	}
	return coverage.NewCrosswalk(coverage.Edition(o.edition), coverage.Edition(o.to), o.method, parts)
}

// programme makes every footprint take part in a programme, which the library
// wants: footprints are somebody's.
func programme(footprints []coverage.Footprint, names map[coverage.FootprintID]string) (*caremodel.Programme, error) {
	const area caremodel.Category = "AREA"
	d := caremodel.Definition{
		Slug: programmeSlug, Name: "Footprints",
		Categories: []caremodel.CategoryDefinition{{Code: area, Name: "Area"}},
	}
	for _, f := range footprints {
		name := string(f.ID)
		if names[f.ID] != "" {
			name += " " + names[f.ID]
		}
		d.Vanguards = append(d.Vanguards, caremodel.Vanguard{Slug: slugOf(f.ID), Name: name, Category: area})
	}
	return caremodel.NewProgramme(d)
}

const programmeSlug = "footprints"

func vanguardOf(id coverage.FootprintID) caremodel.VanguardID {
	return caremodel.VanguardIDFor(programmeSlug, slugOf(id))
}

// slugOf writes an id in lower-case letters, digits and single hyphens.
func slugOf(id coverage.FootprintID) string {
	words := strings.FieldsFunc(strings.ToLower(string(id)), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}

// eachRow reads the columns of a table that are named, without blanks at their
// ends, and calls each for every row with its place. Problems that each reports at
// the place, and those of the table, come back as one error.
func eachRow(r io.Reader, columns []string, each func(row validate.Place, cells []string)) error {
	var found validate.Checker
	table := csv.NewReader(r)
	table.ReuseRecord = true
	header, err := table.Read()
	if errors.Is(err, io.EOF) {
		found.Row(1).Error(validate.Required, "", "the file has no header row")
		return found.Violations().Err()
	}
	where := make([]int, len(columns))
	for i, name := range columns {
		where[i] = slices.IndexFunc(header, func(h string) bool { return strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")) == name })
		if err == nil && where[i] < 0 {
			found.Row(1).At(name).Error(validate.Required, name, "no such column; the header has "+strings.Join(header, ", "))
		}
	}
	cells := make([]string, len(columns))
	for err == nil && !slices.Contains(where, -1) {
		var record []string
		if record, err = table.Read(); err != nil {
			break
		}
		for i, at := range where {
			cells[i] = strings.TrimSpace(record[at])
		}
		line, _ := table.FieldPos(0)
		each(found.Row(line), cells)
	}
	if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
		found.At(fmt.Sprintf("line %d", syntax.Line)).Error(validate.Format, "", syntax.Err.Error())
	} else if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return found.Violations().Err()
}

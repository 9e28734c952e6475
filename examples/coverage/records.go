package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"slices"

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
	text := bufio.NewReader(f)
	if magic, _ := text.Peek(2); string(magic) == "\x1f\x8b" {
		unpacked, err := gzip.NewReader(text)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		text = bufio.NewReader(unpacked)
	}
	err = use(text)
	if found := validate.Of(err); found.Len() > 0 {
		return found.Under(shown(name)).Err()
	}
	return err
}

// readBase reads the populations with the attributes that the footprints' cells
// are limited by, and who of them lives in which decile.
func (o options) readBase(limits []string) (coverage.Base, error) {
	columns := coverage.Columns{Area: o.area, People: o.people}
	for _, name := range append(limits, o.by) {
		if name != "" && (name != o.by || o.deciles == "") && !slices.Contains(columns.Attributes, name) {
			columns.Attributes = append(columns.Attributes, name)
		}
	}
	var b coverage.Base
	err := o.read(o.base, func(r io.Reader) (err error) { b, err = coverage.ReadBaseCSV(r, columns); return err })
	b.Name, b.Basis, b.Edition, b.AsAt = o.name, o.basis, coverage.Edition(o.edition), o.counted
	b.Sources = []caremodel.Source{{Title: shown(o.base)}}
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
	err := eachRow(r, columns{named: []string{o.decilesArea, o.by}}, func(_ validate.Place, cells, _ []string) {
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
			u.Attributes[o.by] = value
		}
	}
	return err
}

// chosen reports footprints that -only names and the file does not have.
func (o options) chosen(known map[coverage.FootprintID]bool) error {
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

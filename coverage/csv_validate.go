package coverage

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// ValidateBaseCSV checks a table of populations before it is taken over: everything
// that [ReadBaseCSV] would refuse, and every rule of [Survey.Validate] about the cells
// of a base. Each violation names row and column, also where a rule is about two rows;
// they stand in the order of the rows. Whom the table counts, of which areas and when
// ([Base]) it does not say, and nothing is said of that.
//
// The rules see the rows that could be read, so each mistake is reported once. An error
// of the underlying reader is a violation too, within the reach of errors.Is.
func ValidateBaseCSV(r io.Reader, c Columns, o ...BaseOption) validate.Violations {
	var shape, rules validate.Checker
	k := &checker{Checker: &rules, survey: new(Survey)}
	t := newTableUnits(k)
	t.table.k = &shape
	options := sortOptions(&shape, o, "Wide", "PeopleOf", "Suppressed")
	_, err := t.read(r, c, &options)
	shape.At("").Report(err)
	if t.baseBuilder == nil { // the header could not be read
		return shape.Violations()
	}
	if t.empty = rules.Row(1); !shape.OK() {
		t.empty = validate.Place{} // where the areas are was told
	}
	k.survey.Base.Remainder = t.pseudo
	addRemainder(t.baseBuilder, t.pseudo)
	units, err := finish(t.baseBuilder)
	rules.Row(1).Report(err)
	if err == nil {
		k.cells, t.rules.cells = units, units
		t.codes()
		t.remainder(t.check(units))
	}
	return sheet.ByRow(shape.Violations(), rules.Violations())
}

// ValidateFootprintsCSV checks a table of footprints before it is taken over:
// everything that [ReadFootprintsCSV] would refuse, and every rule of [Survey.Validate]
// about footprints. Each violation names row and column, also where a rule is about two
// rows; they stand in the order of the rows.
//
// With the option [Within] areas, cells, layers and editions are held against those of
// a survey. Without it the table stands by itself, and what it names is taken to be
// there.
//
// The rules see the cells that could be read, so each mistake is reported once. An
// error of the underlying reader is a violation too, within the reach of errors.Is.
func ValidateFootprintsCSV(r io.Reader, p *caremodel.Programme, o ...BaseOption) validate.Violations {
	var t footprintTable
	options := sortOptions(&t.k, o, "Unmatched", "Within")
	t.k.At("").Report(t.read(r, p, &options))
	if len(t.all) == 0 {
		return t.k.Violations()
	}
	s := options.survey
	if s == nil {
		s = t.alone()
	}
	rules := t.check(&Survey{
		Base: s.Base, Alternatives: s.Alternatives, Crosswalks: s.Crosswalks, Layers: s.Layers, Footprints: t.all,
	}, options.survey == nil)
	return sheet.ByRow(t.k.Violations(), rules)
}

// alone returns a survey of the areas and layers that the footprints name.
func (t *footprintTable) alone() *Survey {
	var s Survey
	layers, areas := map[string]bool{"": true}, map[AreaCode]bool{}
	for i := range t.all {
		if name := t.all[i].Layer; !layers[name] {
			layers[name] = true
			s.Layers = append(s.Layers, Layer{Name: name})
		}
		for _, part := range t.all[i].Units {
			if !areas[part.Area] {
				areas[part.Area] = true
				s.Base.Units = append(s.Base.Units, Population{Area: part.Area})
			}
		}
	}
	return &s
}

// check applies the rules about footprints to those of the table.
func (t *footprintTable) check(s *Survey, alone bool) validate.Violations {
	k := &checker{Checker: new(validate.Checker), programme: t.programme, survey: s}
	k.base()
	k.crosswalks()
	k.allLayers()
	k.beginFootprints()
	var all validate.Checker
	for i := range t.all {
		own := new(validate.Checker)
		k.Checker = own
		k.footprint(own.At("footprints").Index(i), i, &t.all[i])
		found := own.Violations()
		if found.Len() == 0 {
			continue
		}
		for v := range found.All() {
			if at, ok := t.inTable(&all, i, v, alone); ok {
				v.Path = at.String()
				v.Detail = unitOfFootprint.ReplaceAllStringFunc(v.Detail, func(unit string) string {
					number, _, _ := strings.Cut(unit[len("units["):], "]")
					j, _ := strconv.Atoi(number)
					return "row " + strconv.Itoa(t.rows[i].units[j]) + " of this footprint"
				})
				all.Add(v)
			}
		}
		sheet.CountOmitted(&all, found)
	}
	return all.Violations()
}

var unitOfFootprint = regexp.MustCompile(`units\[\d+\] of this footprint`)

// inTable returns the place in the table of what breaks a rule in footprint i, and
// whether it is told there: what could not be read was told already, and of what a table
// that stands alone does not say nobody knows.
func (t *footprintTable) inTable(c *validate.Checker, i int, v validate.Violation, alone bool) (validate.Place, bool) {
	rows := &t.rows[i]
	_, path, _ := strings.Cut(v.Path, "].")
	head, rest, _ := strings.Cut(path, ".")
	field, index, indexed := strings.Cut(head, "[")
	n, _ := strconv.Atoi(strings.TrimSuffix(index, "]"))
	row, below := rows.first, strings.ReplaceAll(rest, ".", "_")
	switch {
	case field == "units" && !indexed:
		return c.Row(row), v.Code != validate.Required || rows.wrong == 0
	case field == "units":
		row, field = rows.units[n], rest
		if part, ok := strings.CutPrefix(below, "source"); ok {
			field = "share_source" + part
		}
	case field == "sources" && indexed:
		row, field = rows.sources[n], "source_"+below
	case field == "sources":
		field = "source_title"
	}
	if alone && field == "cells" && v.Code == validate.Unknown {
		return validate.Place{}, false
	}
	at := c.Row(row)
	if i := slices.Index(footprintColumns, field); i >= 0 {
		return at.At(t.columns.Label(i)), !rows.wrong.has(column(i))
	}
	if field == "" || field == "cells" {
		return at, true
	}
	return at.At(sheet.Label(field)), true
}

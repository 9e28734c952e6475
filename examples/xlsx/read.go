package main

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// content is what a workbook holds of a programme.
type content struct {
	definition  caremodel.Definition
	allocations []funding.Allocation
	survey      coverage.Survey // base, layers and footprints
}

// reading is the work on one workbook.
type reading struct {
	content
	book   *book
	sheets []string
	found  validate.Violations
}

// read reads a workbook into records. The violations name sheet, row and column, and where
// one is an error there are no records.
func read(name string) (records.Records, validate.Violations, error) {
	var out records.Records
	b, err := open(name)
	if err != nil {
		return out, validate.Violations{}, err
	}
	defer b.Close()
	r := reading{book: b, sheets: b.GetSheetList()}
	if err := r.programme(); err != nil || r.found.Err() != nil {
		return out, r.found, err
	}
	if len(r.definition.Vanguards) == 0 {
		var c validate.Checker
		c.At("sheet vanguards").Error(validate.Required, "", "the workbook has no sheet of this name with a row")
		return out, validate.Join(r.found, c.Violations().Under(name)), nil
	}
	if out.Programme, err = caremodel.NewProgramme(r.definition); err != nil {
		return out, validate.Join(r.found, validate.Of(err).Under(name)), nil
	}
	if err := r.money(out.Programme); err != nil {
		return out, r.found, err
	}
	if err := r.people(out.Programme); err != nil || r.found.Err() != nil {
		return out, r.found, err
	}
	out.Ledger = funding.Ledger{Rounds: records.Rounds(nil, r.allocations), Allocations: r.allocations}
	if r.allocations != nil {
		if out.Book, err = funding.NewBook(out.Programme, out.Ledger); err != nil {
			return out, validate.Join(r.found, validate.Of(err).Under(name)), nil
		}
	}
	if r.survey.Base.Units != nil {
		out.Survey = r.survey
		if out.Atlas, err = coverage.NewAtlas(out.Programme, r.survey); err != nil {
			return out, validate.Join(r.found, validate.Of(err).Under(name)), nil
		}
	}
	return out, r.found, nil
}

// with reads a sheet, if the workbook has it, whatever the case of its name.
func (r *reading) with(name string, use func(csv []byte) validate.Violations) error {
	i := slices.IndexFunc(r.sheets, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), name) })
	if i < 0 {
		return nil
	}
	var c validate.Checker
	csv, err := r.book.table(r.sheets[i], &c)
	if err != nil {
		return err
	}
	if lines := bytes.Count(csv, []byte("\n")); lines < 2 {
		return nil // a header alone, as in the template
	}
	r.found = validate.Join(r.found, c.Violations().Under("sheet "+r.sheets[i]))
	if c.OK() {
		r.found = validate.Join(r.found, use(csv).Under("sheet "+r.sheets[i]))
	}
	return nil
}

// rows reads a sheet with these columns, the first of which must be there, and gives each
// row with a function that reports on a cell.
func (r *reading) rows(name string, columns []string, row func(cells []string, place func(column string) validate.Place)) error {
	return r.with(name, func(csv []byte) validate.Violations {
		var c validate.Checker
		in := sheet.NewReader(bytes.NewReader(csv))
		at, ok, err := in.Columns(&c, sheet.Schema{Names: columns, Required: columns[:1]})
		if err == nil && ok {
			err = in.EachBytes(&c, func(n int, fields [][]byte) {
				cells := make([]string, len(columns))
				for i := range cells {
					cells[i] = string(at.Cell(fields, i))
				}
				row(cells, func(column string) validate.Place { return c.Row(n).At(column) })
			})
		}
		c.Row(1).Report(err)
		return c.Violations()
	})
}

// programme reads who takes part. Without sheets of their own the categories are those of
// the embedded programme.
func (r *reading) programme() error {
	d := &r.definition
	about := map[string]*string{"slug": &d.Slug, "name": &d.Name, "population": &r.survey.Base.Name, "edition": (*string)(&r.survey.Base.Edition)}
	err := r.rows("about", aboutColumns, func(cells []string, place func(string) validate.Place) {
		var err error
		switch field := about[cells[0]]; {
		case field != nil:
			*field = cells[1]
		case cells[1] == "":
		case cells[0] == "basis":
			r.survey.Base.Basis, err = coverage.ParseBasis(cells[1])
		case cells[0] == "as_at":
			r.survey.Base.AsAt, err = caremodel.ParseDate(cells[1])
		default:
			place("field").Error(validate.Unknown, cells[0], "the fields are slug, name, population, basis, edition and as_at")
		}
		place("value").Report(err)
	})
	if err != nil {
		return err
	}
	if err := r.rows("categories", categoryColumns, func(cells []string, _ func(string) validate.Place) {
		def := caremodel.CategoryDefinition{Code: caremodel.Category(cells[0]), Name: cells[1], Aim: cells[2]}
		if cells[3] != "" {
			def.Aliases = strings.Split(cells[3], ";")
		}
		d.Categories = append(d.Categories, def)
	}); err != nil {
		return err
	}
	if d.Categories == nil {
		d.Categories = caremodel.EnglandCategories()
	}
	d.Slug, d.Name = cmp.Or(d.Slug, "programme"), cmp.Or(d.Name, "Programme")
	if err := r.rows("waves", waveColumns, func(cells []string, place func(string) validate.Place) {
		day, err := caremodel.ParseDate(cells[1])
		if cells[1] != "" {
			place("announced").Report(err)
		}
		d.Waves = append(d.Waves, caremodel.Wave{Name: cells[0], Announced: day, Source: caremodel.Source{Title: cells[2], URL: cells[3]}})
	}); err != nil {
		return err
	}
	if err := r.with("vanguards", func(csv []byte) validate.Violations {
		d.Vanguards, _ = caremodel.ReadVanguardsCSV(bytes.NewReader(csv), *d)
		return caremodel.ValidateVanguardsCSV(bytes.NewReader(csv), *d)
	}); err != nil {
		return err
	}
	return r.with("partners", func(csv []byte) validate.Violations {
		vanguards, err := caremodel.ReadPartnersCSV(bytes.NewReader(csv), *d)
		d.Vanguards = vanguards
		return validate.Of(err)
	})
}

func (r *reading) money(p *caremodel.Programme) error {
	return r.with("allocations", func(csv []byte) validate.Violations {
		r.allocations, _ = funding.ReadAllocationsCSV(bytes.NewReader(csv), p)
		return funding.ValidateAllocationsCSV(bytes.NewReader(csv), p, funding.Ledger{Rounds: records.Rounds(nil, r.allocations)})
	})
}

func (r *reading) people(p *caremodel.Programme) error {
	s := &r.survey
	if err := r.rows("layers", layerColumns, func(cells []string, place func(string) validate.Place) {
		if cells[2] != "" && cells[2] != "true" {
			place("aside").Error(validate.Format, cells[2], "write true, or leave it blank")
		}
		s.Layers = append(s.Layers, coverage.Layer{Name: cells[0], Within: cells[1], Aside: cells[2] == "true"})
	}); err != nil {
		return err
	}
	if err := r.with("populations", func(csv []byte) validate.Violations {
		columns := coverage.Columns{Area: "area", People: "people"}
		header, _ := sheet.NewReader(bytes.NewReader(csv)).Header()
		for _, column := range header {
			if column != columns.Area && column != columns.People {
				columns.Attributes = append(columns.Attributes, column)
			}
		}
		base, _ := coverage.ReadBaseCSV(bytes.NewReader(csv), columns)
		s.Base.Units, s.Base.Remainder = base.Units, base.Remainder
		return coverage.ValidateBaseCSV(bytes.NewReader(csv), columns)
	}); err != nil {
		return err
	}
	return r.with("footprints", func(csv []byte) validate.Violations {
		s.Footprints, _ = coverage.ReadFootprintsCSV(bytes.NewReader(csv), p)
		if s.Layers == nil {
			for _, f := range s.Footprints {
				if f.Layer != "" && !slices.ContainsFunc(s.Layers, func(l coverage.Layer) bool { return l.Name == f.Layer }) {
					s.Layers = append(s.Layers, coverage.Layer{Name: f.Layer})
				}
			}
		}
		within := *s
		within.Footprints = nil
		return coverage.ValidateFootprintsCSV(bytes.NewReader(csv), p, coverage.Within(within))
	})
}

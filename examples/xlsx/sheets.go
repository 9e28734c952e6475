package main

import (
	"bytes"
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Columns of the sheets that no reader of the library describes.
var (
	aboutColumns     = []string{"field", "value"}
	categoryColumns  = []string{"code", "name", "aim", "aliases"}
	waveColumns      = []string{"name", "announced", "source_title", "source_url"}
	layerColumns     = []string{"name", "within", "aside"}
	footprintColumns = []string{
		"id", "vanguard", "layer", "area", "share", "bound", "edition", "from", "until", "completeness",
		"source_title", "source_publisher", "source_url", "source_published",
		"share_source_title", "share_source_publisher", "share_source_url", "share_source_published",
	}
)

// englandContent is what a workbook can hold of the embedded programme.
func englandContent() content {
	c := content{caremodel.EnglandDefinition(), funding.EnglandLedger().Allocations, coverage.EnglandSurvey()}
	c.survey.Alternatives, c.survey.References, c.survey.Claims, c.survey.Targets = nil, nil, nil, nil
	return c
}

// sheetsOf writes records into the sheets that [read] reads.
func sheetsOf(c content) []page {
	base := c.survey.Base
	about := [][]string{{"slug", c.definition.Slug}, {"name", c.definition.Name}, {"population", base.Name}, {"basis", ""}, {"edition", string(base.Edition)}, {"as_at", base.AsAt.String()}}
	if !base.Basis.IsZero() {
		about[3][1] = base.Basis.String()
	}
	var categories, waves, layers [][]string
	for _, def := range c.definition.Categories {
		categories = append(categories, []string{string(def.Code), def.Name, def.Aim, strings.Join(def.Aliases, ";")})
	}
	for _, w := range c.definition.Waves {
		waves = append(waves, []string{w.Name, w.Announced.String(), w.Source.Title, w.Source.URL})
	}
	for _, l := range c.survey.Layers {
		aside := ""
		if l.Aside {
			aside = "true"
		}
		layers = append(layers, []string{l.Name, l.Within, aside})
	}
	return []page{
		textPage("about", aboutColumns, about), textPage("categories", categoryColumns, categories), textPage("waves", waveColumns, waves),
		csvPage("vanguards", c.definition.WriteCSV), csvPage("partners", c.definition.WritePartnersCSV),
		csvPage("allocations", funding.Ledger{Allocations: c.allocations}.WriteCSV), textPage("layers", layerColumns, layers),
		populations(base), footprints(c.survey.Footprints),
	}
}

// csvPage is a sheet of what the library writes as CSV. A record that a table cannot hold is
// told when the workbook is saved.
func csvPage(name string, write func(io.Writer) error) page {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return page{name: name, err: err}
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) == 0 {
		return page{name: name, err: err}
	}
	return textPage(name, rows[0], rows[1:])
}

func populations(b coverage.Base) page {
	attributes := map[string]bool{}
	all := slices.Concat(b.Units, b.Remainder)
	for _, u := range all {
		for name := range u.Attributes {
			attributes[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(attributes))
	var rows [][]string
	for _, u := range all {
		row := []string{string(u.Area), strconv.FormatInt(u.People, 10)}
		for _, name := range names {
			row = append(row, u.Attributes[name])
		}
		rows = append(rows, row)
	}
	return textPage("populations", append([]string{"area", "people"}, names...), rows)
}

// footprints has a row a part. Sources of a footprint stand on its rows, one each.
func footprints(list []coverage.Footprint) page {
	cells := map[string]bool{}
	for _, f := range list {
		for _, part := range f.Units {
			for name := range part.Cells {
				cells[name] = true
			}
		}
	}
	names := slices.Sorted(maps.Keys(cells))
	header := slices.Clone(footprintColumns)
	for _, name := range names {
		header = append(header, "cells."+name)
	}
	var rows [][]string
	for _, f := range list {
		for i, part := range f.Units {
			share, bound, completeness := "", "", ""
			if !part.Share.IsWhole() {
				share = part.Share.String()
			}
			if part.Bound != caremodel.Exactly {
				bound = part.Bound.String()
			}
			if !f.Completeness.IsZero() {
				completeness = f.Completeness.String()
			}
			row := []string{string(f.ID), f.Vanguard.String(), f.Layer, string(part.Area), share, bound, string(f.Edition), f.From.String(), f.Until.String(), completeness}
			var source caremodel.Source
			if i < len(f.Sources) {
				source = f.Sources[i]
			}
			for _, s := range []caremodel.Source{source, part.Source} {
				row = append(row, s.Title, s.Publisher, s.URL, s.Published.String())
			}
			for _, name := range names {
				row = append(row, part.Cells[name])
			}
			rows = append(rows, row)
		}
	}
	return textPage("footprints", header, rows)
}

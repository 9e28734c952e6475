package main

import (
	"bytes"
	"embed"
	"fmt"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
)

// decile is the attribute of a base's cells by which people are broken down.
const decile = "imd_decile"

// decilesChart is coverage by deprivation: of the caller's files, or of made-up
// data.
func (o options) decilesChart() (chart.Chart, error) {
	if !o.national() {
		return sampleChart()
	}
	survey, err := o.nationalSurvey()
	if err != nil {
		return chart.Chart{}, err
	}
	// The people of the PACS and MCP vanguards.
	ch, err := decilesOf(caremodel.England(), survey, coverage.Filter{Layers: []string{"population"}}, o.source)
	ch.Note += " The PACS and MCP vanguards, in the areas of 2015 as recorded in newcaremodels."
	return ch, err
}

func decilesOf(p *caremodel.Programme, s coverage.Survey, f coverage.Filter, source string) (chart.Chart, error) {
	atlas, err := coverage.NewAtlas(p, s)
	if err != nil {
		return chart.Chart{}, err
	}
	selection, err := atlas.Select(f)
	if err != nil {
		return chart.Chart{}, err
	}
	groups, err := selection.Breakdown(decile)
	if err != nil {
		return chart.Chart{}, err
	}
	return chart.Deciles(groups, source)
}

// sample is a made-up programme: three vanguards in a hundred small areas.
//
//go:embed sample
var sample embed.FS

func sampleChart() (chart.Chart, error) {
	programme, err := read("sample/programme.json", caremodel.ReadProgramme)
	if err != nil {
		return chart.Chart{}, err
	}
	base, err := read("sample/people.csv", func(r io.Reader) (coverage.Base, error) {
		return coverage.ReadBaseCSV(r, coverage.Columns{Area: "area", People: "people", Attributes: []string{decile}})
	})
	if err != nil {
		return chart.Chart{}, err
	}
	base.Name, base.Basis, base.Edition, base.AsAt = "made-up people", coverage.Resident, "made-up areas", caremodel.MustParseDate("2026-06-30")
	footprints, err := read("sample/footprints.csv", func(r io.Reader) ([]coverage.Footprint, error) {
		return coverage.ReadFootprintsCSV(r, programme)
	})
	if err != nil {
		return chart.Chart{}, err
	}
	survey := coverage.Survey{Base: base, Layers: []coverage.Layer{{Name: "population"}}, Footprints: footprints}
	ch, err := decilesOf(programme, survey, coverage.Filter{}, "Three vanguards in a hundred areas; give national files to draw real ones.")
	return ch.MadeUp(), err
}

// read reads one of the sample's files.
func read[T any](name string, from func(io.Reader) (T, error)) (T, error) {
	data, err := sample.ReadFile(name)
	if err != nil {
		var none T
		return none, err
	}
	got, err := from(bytes.NewReader(data))
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return got, err
}

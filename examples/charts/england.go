package main

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Where the embedded figures come from, in a line; each record names its own.
const (
	moneySource  = "Health Service Journal, vanguards and the local press, 2015 to 2018, as recorded in newcaremodels (DATA.md names the source of each figure)."
	peopleSource = "Office for National Statistics, mid-2015 estimates of residents by clinical commissioning group; footprints as recorded in newcaremodels (DATA.md names the source of each)."
)

// fundingChart is the programme's own money.
func fundingChart() (chart.Chart, error) {
	return chart.Funding(funding.England(), funding.StreamTransformation, moneySource)
}

// overlapChart is the footprints of the vanguards, those of hospitals and of
// urgent care too. Care homes are left out: their vanguards serve the residents
// of homes and not the people of an area.
func overlapChart() (chart.Chart, error) {
	atlas, survey := coverage.England(), coverage.EnglandSurvey()
	everywhere, err := atlas.Select(coverage.Filter{})
	if err != nil {
		return chart.Chart{}, err
	}
	aside := map[string]bool{}
	for _, l := range survey.Layers {
		aside[l.Name] = l.Aside
	}
	var order []coverage.FootprintID // of the vanguards, as the programme lists them
	for _, f := range survey.Footprints {
		if !aside[f.Layer] {
			order = append(order, f.ID)
		}
	}
	return chart.Overlap(everywhere.Overlap(), order, peopleSource)
}

// trajectoryChart is how many were covered until the programme ended, and what
// was aimed at.
func trajectoryChart() (chart.Chart, error) {
	programme, atlas := caremodel.England().Definition(), coverage.England()
	everywhere, err := atlas.Select(coverage.Filter{})
	if err != nil {
		return chart.Chart{}, err
	}
	// What sources of the time call covered are the people of these.
	population, err := atlas.Select(coverage.Filter{Layers: []string{"population"}})
	if err != nil {
		return chart.Chart{}, err
	}
	series := []chart.Series{
		{Name: "all vanguards with a known area", Points: until(everywhere, programme.Ends)},
		{Name: "PACS and MCP alone", Points: until(population, programme.Ends)},
	}
	ch, err := chart.Trajectory(series, coverage.EnglandSurvey().Targets, peopleSource)
	ch.Note += " Areas are those of 2015, held until the programme ended: who joined later is not known."
	return ch, err
}

// until observes a selection on every day on which it changed, and on the last.
func until(s *coverage.Selection, last caremodel.Date) []coverage.Observation {
	return append(s.Observe(), s.Observe(last)...)
}

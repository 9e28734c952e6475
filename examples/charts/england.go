package main

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Where the embedded figures come from, in a line; each record names its own.
const (
	moneySource  = "Health Service Journal, vanguards and the local press, 2015 to 2018, as recorded in newcaremodels (DATA.md names the source of each figure)."
	peopleSource = "Office for National Statistics, mid-2015 estimates of residents by clinical commissioning group; footprints as recorded in newcaremodels (DATA.md names the source of each)."
	resultSource = "studies, dashboards and pages of 2015 to 2020, as recorded in newcaremodels (DATA.md names the source of each result)."
)

// What a reader who never heard of the programme has to know.
const (
	whatVanguard   = " A vanguard is a place that NHS England chose in 2015 to try out a new model of care."
	whatPopulation = " PACS and MCP are two models of care: GPs with hospitals, and groups of GP practices."
)

// Where all others come from.
const ownSource = "the reader's own records, whose sources they name."

// explained says what a vanguard is, where the programme is the embedded one.
func (o options) explained(ch chart.Chart, err error) (chart.Chart, error) {
	if o.files.Programme == "" {
		ch.Note += whatVanguard
	}
	return ch, err
}

func (o options) peopleSource() string {
	if o.files.Survey != "" {
		return ownSource
	}
	return peopleSource
}

// fundingChart is the programme's own money.
func (o options) fundingChart() (chart.Chart, error) {
	stream, source := funding.StreamTransformation, moneySource
	if len(o.files.Ledgers) > 0 {
		source = ownSource
		if list := o.records.Ledger.Allocations; len(list) > 0 {
			stream = list[0].Stream
		}
	}
	return o.explained(chart.Funding(o.records.Book, stream, source))
}

// overlapChart is the footprints of the vanguards, those of hospitals and of
// urgent care too. Care homes are left out: their vanguards serve the residents
// of homes and not the people of an area.
func (o options) overlapChart() (chart.Chart, error) {
	atlas, survey := o.records.Atlas, o.records.Survey
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
	return o.explained(chart.Overlap(everywhere, order, chart.FootprintNames(o.records.Programme, survey), o.peopleSource()))
}

// trajectoryChart is how many were covered until the programme ended, and what
// was aimed at.
func (o options) trajectoryChart() (chart.Chart, error) {
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
		{Name: "vanguards for everybody in an area (PACS and MCP)", Points: until(population, programme.Ends)},
	}
	ch, err := chart.Trajectory(series, coverage.EnglandSurvey().Targets, peopleSource)
	ch.Note += " Areas are those of 2015, held until the programme ended: who joined later is not known." + whatPopulation
	return o.explained(ch, err)
}

// until observes a selection on every day on which it changed, and on the last.
func until(s *coverage.Selection, last caremodel.Date) []coverage.Observation {
	return append(s.Observe(), s.Observe(last)...)
}

// peopleChart is the people in the area of each vanguard, but those for care homes.
func (o options) peopleChart() (chart.Chart, error) {
	programme, atlas := o.records.Programme, o.records.Atlas
	names := map[caremodel.Category]string{}
	for _, c := range programme.Definition().Categories {
		names[c.Code] = c.Name
	}
	var all []chart.Reached
	for v := range programme.All() {
		selection, err := atlas.Select(coverage.Filter{Vanguards: []caremodel.VanguardID{v.ID}})
		if err != nil {
			return chart.Chart{}, err
		}
		if _, aside := selection.Aside(); len(aside) > 0 {
			continue // it serves the residents of homes
		}
		all = append(all, chart.Reached{Name: v.Name, Group: names[v.Category], People: selection.Covered()})
	}
	return o.explained(chart.Reach(all, o.peopleSource()))
}

// forestChart is the results on one measure; the embedded record, or the caller's.
func (o options) forestChart() (chart.Chart, error) {
	forest, err := o.records.Evidence.Forest(evaluation.Measure(o.measure), evaluation.RateRatio)
	if err != nil {
		return chart.Chart{}, err
	}
	source := resultSource
	if o.files.Evidence != "" {
		source = ownSource
	}
	whom := func(g evaluation.Group) string {
		var names []string
		for _, id := range g.Vanguards {
			if v, ok := o.records.Programme.Vanguard(id); ok {
				names = append(names, v.Name)
			}
		}
		if len(names) == 0 || len(names) > 2 {
			return g.Name
		}
		return strings.Join(names, " and ") + ": " + g.Name
	}
	return o.explained(chart.Forest(forest, whom, source))
}

package chart_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
	"github.com/newcaremodels/newcaremodels/funding"
)

func everywhere(t *testing.T) *coverage.Selection {
	t.Helper()
	s, err := coverage.England().Select(coverage.Filter{})
	require.NoError(t, err)
	return s
}

// population is what the embedded targets speak of.
func population(t *testing.T) *coverage.Selection {
	t.Helper()
	s, err := coverage.England().Select(coverage.Filter{Layers: []string{"population"}})
	require.NoError(t, err)
	return s
}

// The alternative text has the figures, and what is not known is said.
func TestChart_AlternativeText(t *testing.T) {
	ch, err := chart.Funding(funding.England(), funding.StreamTransformation, "records")
	require.NoError(t, err)
	require.Contains(t, ch.Alt, "Integrated primary and acute care system: 2015/16 £45.85m (9 of 9);")
	require.Contains(t, ch.Alt, "Urgent and emergency care: 2015/16 not known (0 of 8); 2016/17 £5.20m (4 of 8); 2017/18 not known (0 of 8).")

	series := []chart.Series{{Name: "all", Points: everywhere(t).Observe()}, {Name: "PACS and MCP", Points: upTo(population(t), "2018-03-31")}}
	way, err := chart.Trajectory(series, coverage.EnglandSurvey().Targets, "records")
	require.NoError(t, err)
	require.Contains(t, way.Alt, "on 31 March 2018. Target: about 25% by 31 March 2018. Target: at least 50% by 31 December 2020.")
	require.Contains(t, way.Alt, "All: the areas of 9 of 44 are not, or not wholly, known, and more people may be covered.")
	require.NotContains(t, way.Alt, "PACS and MCP: the areas")
}

// upTo observes on every day of change and on a last one.
func upTo(s *coverage.Selection, last string) []coverage.Observation {
	return append(s.Observe(), s.Observe(caremodel.MustParseDate(last))...)
}

// A target is held against observations of its own scope, and no others will do.
func TestChart_TargetsHaveAScope(t *testing.T) {
	target := coverage.EnglandSurvey().Targets
	_, err := chart.Trajectory([]chart.Series{{Name: "all", Points: everywhere(t).Observe()}}, target, "records")
	require.ErrorContains(t, err, "another scope")
}

// Where areas are not known there is no slope index, and the chart says why.
func TestDeciles_OfWhatIsNotKnown(t *testing.T) {
	survey := coverage.EnglandSurvey()
	for i := range survey.Base.Units {
		survey.Base.Units[i].Attributes["imd_decile"] = strconv.Itoa(i%10 + 1)
	}
	atlas, err := coverage.NewAtlas(caremodel.England(), survey)
	require.NoError(t, err)
	for _, c := range []struct {
		filter coverage.Filter
		known  bool
	}{{coverage.Filter{}, false}, {coverage.Filter{Layers: []string{"population"}}, true}} {
		s, err := atlas.Select(c.filter)
		require.NoError(t, err)
		groups, err := s.Breakdown("imd_decile")
		require.NoError(t, err)
		ch, err := chart.Deciles(groups, "records")
		require.NoError(t, err)
		for _, text := range []string{ch.Note, ch.Alt} {
			require.Equal(t, !c.known, strings.Contains(text, "(the least less the most deprived): not known. The areas of 9 of 44 vanguards are not, or not wholly, known"))
			require.Equal(t, c.known, strings.Contains(text, "percentage points"))
		}
	}
}

// Money that has no single year is told, and never drawn as somebody's.
func TestFunding_ThatStandsInNoBar(t *testing.T) {
	split := funding.EnglandLedger()
	for i, a := range split.Allocations {
		if a.Stream == funding.StreamTransformation && a.Year == funding.MustParseFinancialYear("2015/16") && len(a.Recipients) == 1 {
			split.Allocations[i].Through = funding.MustParseFinancialYear("2016/17")
			split.Allocations[i].Round = ""
			break
		}
	}
	book, err := funding.NewBook(caremodel.England(), split)
	require.NoError(t, err)
	ch, err := chart.Funding(book, funding.StreamTransformation, "records")
	require.NoError(t, err)
	require.Contains(t, ch.Note, "of joint or multi-year awards is in no bar.")

	whole, err := chart.Funding(funding.England(), funding.StreamTransformation, "records")
	require.NoError(t, err)
	require.NotContains(t, whole.Note, "in no bar")
}

func plainName(id coverage.FootprintID) string { return string(id) }

func TestChart_WhatCannotBeDrawn(t *testing.T) {
	all := everywhere(t)
	points := upTo(population(t), "2018-03-31")
	series := func(n int) []chart.Series {
		list := make([]chart.Series, n)
		for i := range list {
			list[i] = chart.Series{Name: "s", Points: points}
		}
		return list
	}
	target := coverage.EnglandSurvey().Targets[:1]
	for name, draw := range map[string]func() (chart.Chart, error){
		"an unknown stream":    func() (chart.Chart, error) { return chart.Funding(funding.England(), "gold", "s") },
		"money without a year": func() (chart.Chart, error) { return chart.Funding(before(t), funding.StreamTransformation, "s") },
		"an unknown footprint": func() (chart.Chart, error) {
			return chart.Overlap(all, []coverage.FootprintID{"atlantis"}, plainName, "s")
		},
		"footprints far apart": func() (chart.Chart, error) {
			return chart.Overlap(all, []coverage.FootprintID{"dudley", "encompass"}, plainName, "s")
		},
		"no series":   func() (chart.Chart, error) { return chart.Trajectory(nil, target, "s") },
		"four series": func() (chart.Chart, error) { return chart.Trajectory(series(4), target, "s") },
		"a single observation": func() (chart.Chart, error) {
			return chart.Trajectory([]chart.Series{{Points: points[:1]}}, target, "s")
		},
		"no observation":         func() (chart.Chart, error) { return chart.Trajectory([]chart.Series{{}}, nil, "s") },
		"a target without a day": func() (chart.Chart, error) { return chart.Trajectory(series(1), []coverage.Target{{People: 1}}, "s") },
		"one group":              func() (chart.Chart, error) { return oneGroup(t) },
	} {
		_, err := draw()
		require.Error(t, err, name)
	}
}

// before is the book of a day on which nothing was known.
func before(t *testing.T) *funding.Book {
	t.Helper()
	return funding.England().AsAt(caremodel.MustParseDate("2014-01-01"))
}

// oneGroup is a breakdown with a single value.
func oneGroup(t *testing.T) (chart.Chart, error) {
	t.Helper()
	survey := coverage.EnglandSurvey()
	for i := range survey.Base.Units {
		survey.Base.Units[i].Attributes["imd_decile"] = "1"
	}
	atlas, err := coverage.NewAtlas(caremodel.England(), survey)
	require.NoError(t, err)
	all, err := atlas.Select(coverage.Filter{})
	require.NoError(t, err)
	groups, err := all.Breakdown("imd_decile")
	require.NoError(t, err)
	return chart.Deciles(groups, "s")
}

// full is a disk on which there is no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestChart_WriteErrors(t *testing.T) {
	ch, err := chart.Funding(funding.England(), funding.StreamTransformation, "records")
	require.NoError(t, err)
	require.Error(t, ch.WriteSVG(full{}))
	require.Error(t, ch.WritePNG(full{}))
}

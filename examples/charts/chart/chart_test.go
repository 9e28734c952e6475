package chart_test

import (
	"errors"
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

// The alternative text has the figures, and what is not known is said.
func TestAlternativeText(t *testing.T) {
	ch, err := chart.Funding(funding.England(), funding.StreamTransformation, "records")
	require.NoError(t, err)
	require.Contains(t, ch.Alt, "PACS: 2015/16 £45.85m (9 of 9)")
	require.Contains(t, ch.Alt, "UEC: 2015/16 not known, 2016/17 £5.20m (4 of 8), 2017/18 not known.")

	way, err := chart.Trajectory([]chart.Series{{Name: "all", Points: everywhere(t).Observe()}}, coverage.EnglandSurvey().Targets, "records")
	require.NoError(t, err)
	require.Contains(t, way.Alt, "44.9% to 47.5% on 2015-09-25. Target: about 25% by 2018-03-31. Target: at least 50% by 2020-12-31.")
}

// Money that has no single year is told, and never drawn as somebody's.
func TestFundingThatStandsInNoBar(t *testing.T) {
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
	require.Contains(t, ch.Note, "of joint or multi-year awards stands in no bar.")

	whole, err := chart.Funding(funding.England(), funding.StreamTransformation, "records")
	require.NoError(t, err)
	require.NotContains(t, whole.Note, "stands in no bar")
}

func TestWhatCannotBeDrawn(t *testing.T) {
	all := everywhere(t)
	points := all.Observe()
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
			return chart.Overlap(all.Overlap(), []coverage.FootprintID{"atlantis"}, "s")
		},
		"footprints far apart": func() (chart.Chart, error) {
			return chart.Overlap(all.Overlap(), []coverage.FootprintID{"dudley", "encompass"}, "s")
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

func TestWriteErrors(t *testing.T) {
	ch, err := chart.Funding(funding.England(), funding.StreamTransformation, "records")
	require.NoError(t, err)
	require.Error(t, ch.WriteSVG(full{}))
	require.Error(t, ch.WritePNG(full{}))
}

package evaluation_test

import (
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func ids(findings iter.Seq[evaluation.Finding]) []string {
	var out []string
	for f := range findings {
		id := string(f.Result.ID)
		if f.Shared {
			id += " (shared)"
		}
		out = append(out, id)
	}
	return out
}

// groups is a record with groups of every kind.
func groups() evaluation.Record {
	s := trialStudy("s", "ash")
	s.Design = evaluation.DesignBeforeAfter
	both := []caremodel.VanguardID{vanguard("ash"), vanguard("birch")}
	s.Groups = []evaluation.Group{
		{ID: "ash", Cohort: "whole-population", Vanguards: both[:1]},
		{ID: "both", Vanguards: both},
		{ID: "all-mcp", Categories: []caremodel.Category{"MCP"}, Members: caremodel.ListComplete},
		{ID: "two-mcp", Categories: []caremodel.Category{"MCP"}, Size: 2},
		{ID: "some", Vanguards: both[:1], Members: caremodel.ListExamples},
		{ID: "of-three", Vanguards: both, Size: 3},
		{ID: "four", Categories: []caremodel.Category{"EHCH", "MCP"}, Size: 4},
		{ID: "five", Categories: []caremodel.Category{"EHCH", "MCP"}, Size: 5},
		{ID: "ccgs", Sites: 22},
		{ID: "pioneers", Outside: true},
	}
	r := record([]evaluation.Study{s})
	for _, g := range s.Groups {
		result := effect("s", emergency, evaluation.PercentChange, bare("-5"))
		result.ID, result.Group = evaluation.ResultID(g.ID), g.ID
		r.Results = append(r.Results, result)
	}
	return r
}

func TestEvidence_Of(t *testing.T) {
	e := evidence(t, groups())
	require.Equal(t, []string{"ash", "both (shared)", "all-mcp (shared)", "two-mcp (shared)", "some (shared)", "of-three (shared)", "five (shared)"}, ids(e.Of(vanguard("ash"))))
	require.Equal(t, []string{"both (shared)", "all-mcp (shared)", "two-mcp (shared)", "of-three (shared)", "five (shared)"}, ids(e.Of(vanguard("birch"))))
	require.Equal(t, []string{"five (shared)"}, ids(e.Of(vanguard("elm"))))
	require.Empty(t, ids(e.Of(vanguard("oak"))))
}

func TestEvidence_Where(t *testing.T) {
	e := evidence(t, groups())
	for _, c := range []struct {
		filter evaluation.Filter
		want   []string
	}{
		{evaluation.Filter{Vanguards: []caremodel.VanguardID{vanguard("ash")}}, []string{"ash"}},
		{evaluation.Filter{Vanguards: []caremodel.VanguardID{vanguard("ash")}, Partly: true}, []string{"ash", "both", "all-mcp", "two-mcp", "some", "of-three", "five"}},
		{evaluation.Filter{Categories: []caremodel.Category{"MCP"}}, []string{"ash", "both", "all-mcp", "two-mcp"}},
		{evaluation.Filter{Categories: []caremodel.Category{"EHCH"}}, nil},
		{evaluation.Filter{Categories: []caremodel.Category{"EHCH"}, Partly: true}, []string{"four", "five"}},
		{evaluation.Filter{Categories: []caremodel.Category{"EHCH", "MCP"}}, []string{"ash", "both", "all-mcp", "two-mcp", "four", "five"}},
		{evaluation.Filter{Cohorts: []string{"whole-population"}}, []string{"ash"}},
		{evaluation.Filter{Measures: []evaluation.Measure{"seen-in-time"}}, nil},
	} {
		chosen, err := e.Where(c.filter)
		require.NoError(t, err)
		var got []string
		for f := range chosen.Findings() {
			got = append(got, string(f.Result.ID))
		}
		require.Equal(t, c.want, got, "%+v", c.filter)
		require.Equal(t, len(c.want), chosen.Len())
	}
	all, err := e.Where(evaluation.Filter{})
	require.NoError(t, err)
	require.Equal(t, e.Len(), all.Len())
	chosen, err := e.Where(evaluation.Filter{Vanguards: []caremodel.VanguardID{vanguard("ash")}})
	require.NoError(t, err)
	_, ok := chosen.Finding("both")
	require.False(t, ok)
	_, ok = chosen.Finding("ash")
	require.True(t, ok)
	again, err := chosen.Where(evaluation.Filter{Categories: []caremodel.Category{"EHCH"}, Partly: true})
	require.NoError(t, err)
	require.Zero(t, again.Len())
}

func TestEvidence_WhereByConstantsAndDates(t *testing.T) {
	r := three()
	r.Studies[1].Design, r.Studies[1].Relation = evaluation.DesignBeforeAfter, evaluation.RelationOwn
	r.Studies[1].Period = period("2014")
	r.Studies[2].Period = evaluation.Period{Words: "year 2"}
	e := evidence(t, r)
	for _, c := range []struct {
		filter evaluation.Filter
		want   string
	}{
		{evaluation.Filter{Designs: []evaluation.Design{evaluation.DesignBeforeAfter}}, "b"},
		{evaluation.Filter{Tiers: []evaluation.Tier{evaluation.TierControlled}}, "ac"},
		{evaluation.Filter{Relations: []evaluation.Relation{evaluation.RelationOwn}}, "b"},
		{evaluation.Filter{Kinds: []evaluation.Kind{evaluation.KindLevel}}, ""},
		{evaluation.Filter{Scales: []evaluation.Scale{evaluation.PercentChange}}, "c"},
		{evaluation.Filter{Until: day("2015-01-01")}, "b"},
		{evaluation.Filter{From: day("2015-01-01")}, "a"},
		{evaluation.Filter{From: day("2014-12-31"), Until: day("2016-04-01")}, "ab"},
	} {
		chosen, err := e.Where(c.filter)
		require.NoError(t, err)
		var got []byte
		for f := range chosen.Findings() {
			got = append(got, f.Study.ID...)
		}
		require.ElementsMatch(t, []byte(c.want), got, "%+v", c.filter)
	}
}

// Every wrong value is told at once, with the nearest.
func TestEvidence_WhereRefuses(t *testing.T) {
	_, err := evidence(t, groups()).Where(evaluation.Filter{
		Categories: []caremodel.Category{"mcp"}, Vanguards: []caremodel.VanguardID{vanguard("oak")}, Measures: []evaluation.Measure{"emergency-admission"},
		Designs: []evaluation.Design{0}, Tiers: []evaluation.Tier{9}, Relations: []evaluation.Relation{9}, Kinds: []evaluation.Kind{9}, Scales: []evaluation.Scale{99},
		Cohorts: []string{"whole-populations"}, From: day("2016-01-01"), Until: day("2015-01-01"),
	})
	require.Equal(t, []string{
		"error unknown categories[0]", "error unknown vanguards[0]", "error unknown measures[0]", "error range designs[0]", "error range tiers[0]",
		"error range relations[0]", "error range kinds[0]", "error range scales[0]", "error unknown cohorts[0]", "error order until",
	}, listed(validate.Of(err)))
	require.ErrorContains(t, err, `the nearest is "emergency-admissions"`)
	_, err = evidence(t, groups()).Where(evaluation.Filter{Cohorts: []string{"whole-populations"}})
	require.ErrorContains(t, err, `the nearest is "whole-population"`)
}

func TestEvidence_Tally(t *testing.T) {
	r := groups()
	r.Studies[0].Relation = evaluation.RelationOwn
	other := trialStudy("c", "cedar")
	other.Relation = 0
	r.Studies = append(r.Studies, other)
	r.Results = append(r.Results, effect("c", "avoidable-admissions", evaluation.RateRatio, limited("1.5", "1.2", "1.9")), effect("c", "seen-in-time", evaluation.PercentagePoints, limited("1", "-1", "3")))
	e := evidence(t, r)

	total := e.Tally()
	require.Equal(t, []evaluation.Count{{
		Better: 9, Worse: 1, Inconclusive: 1, Results: 11, Studies: 2, Own: 9, Tiers: []evaluation.Tier{evaluation.TierControlled, evaluation.TierUncontrolled},
	}}, total)
	require.Equal(t, "9 better, 1 worse, 1 inconclusive (of tiers controlled and uncontrolled; 9 by the vanguards themselves)", total[0].String())

	keys := func(d ...evaluation.Dimension) [][]string {
		var out [][]string
		for _, c := range e.Tally(d...) {
			out = append(out, c.Key)
		}
		return out
	}
	require.Equal(t, [][]string{{"MCP"}, {"EHCH"}, {"MCP+EHCH"}, {"not known"}}, keys(evaluation.ByCategory))
	require.Equal(t, [][]string{{"ash"}, {"cedar"}, {"several"}, {"not known"}}, keys(evaluation.ByVanguard))
	require.Equal(t, [][]string{{"own", "emergency-admissions"}, {"not known", "avoidable-admissions"}, {"not known", "seen-in-time"}}, keys(evaluation.ByRelation, evaluation.ByMeasure))
	require.Equal(t, [][]string{{"matched-cohort"}, {"before-after"}}, keys(evaluation.ByDesign))
	require.Equal(t, [][]string{{"controlled"}, {"uncontrolled"}}, keys(evaluation.ByTier))
	require.Equal(t, [][]string{{"effect"}}, keys(evaluation.ByKind))
	require.Equal(t, [][]string{{"interval"}, {"sign"}}, keys(evaluation.ByGrounds))
	require.Equal(t, [][]string{{"care-home-residents"}, {"whole-population"}, {"not known"}}, keys(evaluation.ByCohort))
	require.Equal(t, [][]string{{"not known"}}, keys(99))
	require.Equal(t, "MCP: 6 better (6 by the vanguards themselves)", e.Tally(evaluation.ByCategory)[0].String())
	require.Equal(t, "no results", new(evaluation.Evidence).Tally()[0].String())
}

func TestEvidence_Forest(t *testing.T) {
	r := three()
	r.Studies[1].Design = evaluation.DesignRandomised
	growth := effect("a", emergency, evaluation.PercentChange, bare("-4"))
	growth.ID, growth.Kind = "growth", evaluation.KindChange
	odds := effect("a", emergency, evaluation.OddsRatio, bare("0.5"))
	odds.ID = "odds"
	crude := effect("a", emergency, evaluation.RateRatio, bare("0.5"))
	crude.ID, crude.Adjustment = "crude", evaluation.Crude
	r.Results[0].Adjustment = evaluation.Adjusted
	minutes := effect("a", emergency, evaluation.Difference, bare("-3"))
	minutes.ID, minutes.Unit = "minutes", "minutes"
	who := effect("a", emergency, evaluation.Plain, bare("3"))
	who.ID, who.Kind = "who", evaluation.KindCharacteristic
	bareEffect := effect("c", emergency, evaluation.PercentChange, bare("-5"))
	bareEffect.ID, bareEffect.Period = "bare", period("2015")
	r.Results = append(r.Results, growth, odds, crude, minutes, who, bareEffect)
	e := evidence(t, r)

	f, err := e.Forest(emergency, evaluation.RateRatio)
	require.NoError(t, err)
	require.InDelta(t, 1, f.Null, 0)
	require.True(t, f.Log)
	require.Equal(t, emergency, f.Measure.Code)
	var rows []string
	for _, row := range f.Rows {
		rows = append(rows, string(row.Finding.Result.ID))
	}
	require.Equal(t, []string{"b/emergency-admissions", "a/emergency-admissions", "c/emergency-admissions", "bare"}, rows)
	require.Equal(t, indicator.Interval{Value: 0.73, Low: 0.55, High: 0.98, Confidence: 0.95}, f.Rows[2].Effect)
	require.Equal(t, indicator.Interval{Value: 0.95, Low: 0.95, High: 0.95}, f.Rows[3].Effect)
	require.Equal(t, map[evaluation.ResultID]validate.Code{
		"growth": evaluation.NotAnEffect, "odds": evaluation.OtherScale, "crude": evaluation.NotAdjusted, "minutes": evaluation.OtherScale, "who": evaluation.NotAnEffect,
	}, left(f.Left))

	f, err = e.Forest(emergency, evaluation.Difference)
	require.NoError(t, err)
	require.Empty(t, f.Rows) // minutes are not the measure's unit
	require.Zero(t, f.Null)
	require.False(t, f.Log)

	_, err = e.Forest("x", evaluation.RateRatio)
	require.ErrorIs(t, err, validate.Unknown)
	for _, s := range []evaluation.Scale{0, evaluation.Plain, 99} {
		_, err = e.Forest(emergency, s)
		require.ErrorIs(t, err, validate.Range)
	}
}

func TestEvidence_Conflicts(t *testing.T) {
	own := func(id evaluation.StudyID) evaluation.Study {
		s := trialStudy(id, "cedar")
		s.Design, s.Relation, s.Comparator = evaluation.DesignBeforeAfter, evaluation.RelationOwn, evaluation.Comparator{Kind: evaluation.ComparatorBefore}
		return s
	}
	controlled := trialStudy("controlled", "cedar")
	conflicts := func(studies []evaluation.Study, results ...evaluation.Result) []string {
		var out []string
		for _, c := range evidence(t, record(studies, results...)).Conflicts() {
			out = append(out, c.Kind.String()+" "+string(c.A.Result.ID)+" "+string(c.B.Result.ID))
			require.NotEmpty(t, c.Reason)
		}
		return out
	}
	better := effect("own", emergency, evaluation.PercentChange, bare("-13"))
	better.Kind = evaluation.KindChange
	open := effect("controlled", emergency, evaluation.PercentChange, limited("-1", "-9", "8"))
	worse := effect("controlled", emergency, evaluation.PercentChange, limited("27", "10", "47"))
	studies := []evaluation.Study{own("own"), controlled}
	require.Equal(t, []string{"not-confirmed own/emergency-admissions controlled/emergency-admissions"}, conflicts(studies, better, open))
	require.Equal(t, []string{"opposite controlled/emergency-admissions own/emergency-admissions"}, conflicts(studies, better, worse))

	other := worse
	other.Measure = "avoidable-admissions" // a part, which contradicts nothing about the whole
	require.Empty(t, conflicts(studies, better, other))
	apart := own("own")
	apart.Period = period("2013")
	require.Empty(t, conflicts([]evaluation.Study{apart, controlled}, better, worse))
	elsewhere := own("own")
	elsewhere.Groups[0].Cohort = "enrolled-patients"
	require.Empty(t, conflicts([]evaluation.Study{elsewhere, controlled}, better, worse))
	unknown := own("own")
	unknown.Groups[0].Vanguards, unknown.Groups[0].Size = nil, 3
	require.Empty(t, conflicts([]evaluation.Study{unknown, controlled}, better, worse))

	again := worse
	again.ID, again.Source.URL, again.Estimate = "again", "https://example.org/other", limited("28", "10", "49")
	require.Equal(t, []string{"figure controlled/emergency-admissions again"}, conflicts(studies[1:], worse, again))
	again.Estimate.Value = worse.Estimate.Value
	require.Empty(t, conflicts(studies[1:], worse, again))
}

func TestEvidence_Unconfirmed(t *testing.T) {
	own := trialStudy("own", "cedar")
	own.Design, own.Relation = evaluation.DesignBeforeAfter, evaluation.RelationOwn
	forecast := trialStudy("forecast", "damson")
	forecast.Design = evaluation.DesignForecast
	national := trialStudy("national", "elm")
	national.Design, national.Relation = evaluation.DesignMonitoring, evaluation.RelationNational
	both := trialStudy("both", "cedar")
	both.Groups[0].Vanguards = []caremodel.VanguardID{vanguard("cedar"), vanguard("elm")}
	claim := func(id evaluation.StudyID, m evaluation.Measure) evaluation.Result {
		return effect(id, m, evaluation.PercentChange, bare("-13"))
	}
	r := record([]evaluation.Study{own, forecast, national, both},
		claim("own", emergency), claim("own", "avoidable-admissions"), claim("forecast", emergency), claim("national", "avoidable-admissions"), claim("both", emergency))
	e := evidence(t, r)
	require.Equal(t, []string{"forecast/emergency-admissions", "own/avoidable-admissions"}, ids(e.Unconfirmed()))
	// What is covered does not depend on what is asked for.
	chosen, err := e.Where(evaluation.Filter{Relations: []evaluation.Relation{evaluation.RelationOwn}})
	require.NoError(t, err)
	require.Equal(t, []string{"own/avoidable-admissions"}, ids(chosen.Unconfirmed()))
}

// Nothing that is returned shares memory with the evidence.
func TestEvidence_IsImmutable(t *testing.T) {
	r := fullRecord()
	e := evidence(t, r)
	r.Studies[0].Groups[0].Vanguards[0] = vanguard("elm")
	r.Measures[0].Name = "changed"
	before, _ := e.Finding("ash-study/2")
	s, ok := e.Study("ash-study")
	require.True(t, ok)
	s.Groups[0].Vanguards[0], s.Sources[1].For[0] = vanguard("elm"), "changed"
	e.Measures()[0].Aliases[0] = "changed"
	f, _ := e.Finding("ash-study/2")
	f.Group.Vanguards[0], f.Group.Categories[0], f.Study.Sources[1].For[0] = vanguard("elm"), "changed", "changed"
	after, _ := e.Finding("ash-study/2")
	require.Equal(t, before, after)
	require.Equal(t, vanguard("ash"), after.Group.Vanguards[0])
	require.Nil(t, after.Study.Groups)
	again, _ := e.Study("ash-study")
	require.Equal(t, fullRecord().Studies[0], again)
	require.Equal(t, trialMeasures(), e.Measures())
}

func TestEvidence_TheZeroIsEmpty(t *testing.T) {
	var e evaluation.Evidence
	require.Zero(t, e.Len())
	require.Empty(t, ids(e.Findings()))
	require.Empty(t, ids(e.Of(vanguard("ash"))))
	require.Empty(t, ids(e.Unconfirmed()))
	require.Empty(t, e.Conflicts())
	require.Empty(t, e.Measures())
	_, ok := e.Study("x")
	require.False(t, ok)
	_, ok = e.Finding("x")
	require.False(t, ok)
	require.Empty(t, e.Tally(evaluation.ByTier))
	all, err := e.Where(evaluation.Filter{})
	require.NoError(t, err)
	require.Zero(t, all.Len())
	_, err = e.Forest(emergency, evaluation.RateRatio)
	require.ErrorIs(t, err, validate.Unknown)
}

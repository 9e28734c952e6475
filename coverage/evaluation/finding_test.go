package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestFinding_On(t *testing.T) {
	on := func(r evaluation.Result, s evaluation.Scale) (indicator.Interval, error) {
		return judged(t, r, nil).On(s)
	}
	none := func(v float64) indicator.Interval { return indicator.Interval{Value: v, Low: v, High: v} }

	percent := effect("s", "emergency-admissions", evaluation.PercentChange, limited("-29", "-43", "-11"))
	i, err := on(percent, evaluation.RateRatio)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: 0.71, Low: 0.57, High: 0.89, Confidence: 0.95}, i)
	i, err = on(percent, evaluation.PercentChange)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: -29, Low: -43, High: -11, Confidence: 0.95}, i)

	rate := effect("s", "emergency-admissions", evaluation.RateRatio, bare("0.60"))
	i, err = on(rate, evaluation.PercentChange)
	require.NoError(t, err)
	require.Equal(t, none(-40), i)

	share := effect("s", "seen-in-time", evaluation.Plain, bare("91.8"))
	share.Kind, share.Comparator = evaluation.KindLevel, bare("85.2")
	for _, s := range []evaluation.Scale{evaluation.PercentagePoints, evaluation.Difference} {
		i, err = on(share, s)
		require.NoError(t, err)
		require.InDelta(t, 6.6, i.Value, 1e-9)
		require.Zero(t, i.Confidence)
	}
	i, err = on(share, evaluation.Plain)
	require.NoError(t, err)
	require.Equal(t, none(91.8), i)

	growth := effect("s", "emergency-admissions", evaluation.PercentChange, limited("8.8", "4.5", "13.1"))
	growth.Kind, growth.Comparator = evaluation.KindChange, limited("12", "9.5", "13.6")
	i, err = on(growth, evaluation.PercentagePoints)
	require.NoError(t, err)
	want, err := indicator.DifferenceOfEstimates(
		indicator.Interval{Value: 8.8, Low: 4.5, High: 13.1, Confidence: 0.95}, indicator.Interval{Value: 12, Low: 9.5, High: 13.6, Confidence: 0.95}, 0.95)
	require.NoError(t, err)
	require.Equal(t, want.Interval, i)

	alone := growth
	alone.Comparator = evaluation.Figure{}
	odds := effect("s", "emergency-admissions", evaluation.OddsRatio, bare("0.6"))
	said := evaluation.Result{Measure: "emergency-admissions", Kind: evaluation.KindEffect, Reads: evaluation.ReadsBetter}
	lone := share
	lone.Comparator = evaluation.Figure{}
	for name, c := range map[string]struct {
		r evaluation.Result
		s evaluation.Scale
	}{
		"an odds ratio as a rate ratio": {odds, evaluation.RateRatio}, "a percent change as an odds ratio": {percent, evaluation.OddsRatio},
		"an effect as a level": {percent, evaluation.Plain}, "growth beside others on its own scale": {growth, evaluation.PercentChange},
		"growth against others, not known": {alone, evaluation.PercentChange}, "words": {said, evaluation.RateRatio},
		"a level beside nothing": {lone, evaluation.Difference}, "no such scale": {percent, 0}, "nor this": {percent, 99},
		"growth beside others as a difference": {growth, evaluation.Difference},
	} {
		_, err := on(c.r, c.s)
		require.ErrorIs(t, err, evaluation.OtherScale, name)
	}
}

func TestFinding_String(t *testing.T) {
	before := func(s *evaluation.Study) {
		s.Comparator = evaluation.Comparator{Kind: evaluation.ComparatorBefore, Words: "2014/15"}
	}
	wordless := func(k evaluation.ComparatorKind) func(*evaluation.Study) {
		return func(s *evaluation.Study) { s.Comparator = evaluation.Comparator{Kind: k} }
	}
	change := effect("s", "emergency-admissions", evaluation.PercentChange, bare("15.6"))
	change.Kind = evaluation.KindChange
	beside := change
	beside.Comparator = limited("-2", "-3", "-1")
	beside.Confidence = num("0.9")
	level := effect("s", "seen-in-time", evaluation.Plain, bare("91.8"))
	level.Kind, level.Comparator, level.Before = evaluation.KindLevel, bare("85.2"), bare("80")
	people := effect("s", "emergency-admissions", evaluation.Plain, evaluation.Figure{Value: num("17000"), Bound: caremodel.AtLeast})
	people.Kind = evaluation.KindCharacteristic
	money := effect("s", "emergency-admissions", evaluation.Difference, evaluation.Figure{Value: num("-1200000"), Bound: caremodel.About})
	money.Unit = "GBP a year"
	saved := money
	saved.Estimate = evaluation.Figure{Value: num("1200000"), Bound: caremodel.AtMost}
	said := evaluation.Result{Measure: "emergency-admissions", Kind: evaluation.KindEffect, Reads: evaluation.ReadsWorse, Conclusive: evaluation.NotConclusive}
	quoted := said
	quoted.Words = "weak evidence"
	tested := effect("s", "emergency-admissions", evaluation.HazardRatio, bare("0.8"))
	tested.P = num("0.03")
	for _, c := range []struct {
		result evaluation.Result
		study  func(*evaluation.Study)
		want   string
	}{
		{effect("s", "emergency-admissions", evaluation.PercentChange, limited("33", "16", "54")), nil, "Emergency admissions 33% higher (95% limits 16% to 54%) than matched controls: worse, by its interval"},
		{effect("s", "emergency-admissions", evaluation.PercentChange, bare("-4.3")), wordless(evaluation.ComparatorSynthetic), "Emergency admissions 4.3% lower than a synthetic control: better, by its bare figure"},
		{effect("s", "emergency-admissions", evaluation.PercentChange, bare("0")), nil, "Emergency admissions no higher than matched controls: not judged"},
		{effect("s", "emergency-admissions", evaluation.RateRatio, limited("0.50", "0.30", "0.82")), nil, "Emergency admissions rate ratio 0.50 (95% limits 0.30 to 0.82) against matched controls: better, by its interval"},
		{effect("s", "emergency-admissions", evaluation.PercentagePoints, evaluation.Figure{Value: num("3"), Low: num("1")}), nil, "Emergency admissions 3 percentage points higher (95% lower limit 1) than matched controls: worse, by its interval"},
		{effect("s", "emergency-admissions", evaluation.PercentChange, evaluation.Figure{Low: num("1"), High: num("2")}), nil, "Emergency admissions by a figure not printed (95% limits 1% to 2%) than matched controls: worse, by its interval"},
		{tested, wordless(evaluation.ComparatorAreas), "Emergency admissions hazard ratio 0.8 against other areas: better, by its p value"},
		{change, before, "Emergency admissions up 15.6% on 2014/15: worse, by its bare figure"},
		{change, wordless(evaluation.ComparatorBefore), "Emergency admissions up 15.6%: worse, by its bare figure"},
		{beside, nil, "Emergency admissions up 15.6%, beside -2% (90% limits -3% to -1%) in matched controls: worse, by its bare figure"},
		{beside, wordless(0), "Emergency admissions up 15.6%, beside -2% (90% limits -3% to -1%): worse, by its bare figure"},
		{level, wordless(evaluation.ComparatorNonParticipants), "Seen in time 91.8% beside 85.2% for those who did not take part, before 80%: better, by its bare figure"},
		{people, nil, "Emergency admissions, at least 17,000 admissions: not judged"},
		{money, nil, "Emergency admissions about £1,200,000 a year lower than matched controls: better, by its bare figure"},
		{saved, wordless(0), "Emergency admissions of at most £1,200,000 a year: worse, by its bare figure"},
		{said, nil, "Emergency admissions against matched controls, read as worse, not conclusive: inconclusive, by its words"},
		{quoted, wordless(evaluation.ComparatorProjection), `Emergency admissions against what was expected, read as worse, "weak evidence": inconclusive, by its words`},
	} {
		require.Equal(t, c.want, judged(t, c.result, c.study).String())
	}
}

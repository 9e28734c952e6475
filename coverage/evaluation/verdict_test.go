package evaluation_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
)

// judged returns the finding of one result of a study that change may change.
func judged(t require.TestingT, r evaluation.Result, change func(*evaluation.Study)) evaluation.Finding {
	s := trialStudy("s", "ash")
	r.ID, r.Study, r.Group, r.Check = "1", "s", "all", evaluation.CheckedText
	if change != nil {
		change(&s)
	}
	f, ok := evidence(t, record([]evaluation.Study{s}, r)).Finding("1")
	require.True(t, ok)
	return f
}

// The rules of verdicts, each at its edges.
func TestEvidence_Verdicts(t *testing.T) {
	type result = evaluation.Result
	of := func(m evaluation.Measure, k evaluation.Kind, s evaluation.Scale, f evaluation.Figure) result {
		r := result{Measure: m, Kind: k, Scale: s, Estimate: f}
		if f.Low.Known() || f.High.Known() {
			r.Confidence = num("0.95")
		}
		return r
	}
	with := func(r result, change func(*result)) result { change(&r); return r }
	less := func(s evaluation.Scale, f evaluation.Figure) result {
		return of("emergency-admissions", evaluation.KindEffect, s, f)
	}
	change := func(f evaluation.Figure) result {
		return of("emergency-admissions", evaluation.KindChange, evaluation.PercentChange, f)
	}
	level := func(f, beside evaluation.Figure) result {
		r := of("seen-in-time", evaluation.KindLevel, evaluation.Plain, f)
		r.Comparator = beside
		return r
	}
	before := func(s *evaluation.Study) { s.Comparator = evaluation.Comparator{Kind: evaluation.ComparatorBefore} }
	nobody := func(s *evaluation.Study) { s.Comparator = evaluation.Comparator{} }
	p := func(r result, p string, b caremodel.Bound) result {
		r.P, r.PBound = num(p), b
		return r
	}
	said := func(reads evaluation.Reading, c evaluation.Conclusion) result {
		return result{Measure: "emergency-admissions", Kind: evaluation.KindEffect, Reads: reads, Conclusive: c}
	}
	const (
		better, worse, none, open, not           = evaluation.Better, evaluation.Worse, evaluation.NoDifference, evaluation.Inconclusive, evaluation.NotJudged
		interval, test, difference, words, sign_ = evaluation.ByInterval, evaluation.ByTest, evaluation.ByDifference, evaluation.ByWords, evaluation.BySign
		toBetter, toWorse                        = evaluation.ReadsBetter, evaluation.ReadsWorse
	)
	for _, c := range []struct {
		name    string
		result  result
		study   func(*evaluation.Study)
		verdict evaluation.Verdict
		grounds evaluation.Grounds
		lean    evaluation.Reading
	}{
		// an effect's limits
		{"limits above", less(evaluation.PercentChange, limited("33", "16", "54")), nil, worse, interval, toWorse},
		{"limits below", less(evaluation.PercentChange, limited("-29", "-43", "-11")), nil, better, interval, toBetter},
		{"limits on both sides", less(evaluation.RateRatio, limited("1.17", "0.76", "1.81")), nil, open, interval, toWorse},
		{"a limit on the null", less(evaluation.RateRatio, limited("0.8", "0.64", "1.00")), nil, open, interval, toBetter},
		{"limits around nothing", less(evaluation.Difference, limited("0", "-1", "1")), nil, open, interval, 0},
		{"limits alone", less(evaluation.RateRatio, evaluation.Figure{Low: num("1.1"), High: num("1.3")}), nil, worse, interval, toWorse},
		{"a coefficient", less(evaluation.Coefficient, limited("-0.031", "-0.062", "-0.001")), nil, better, interval, toBetter},
		{"more is better", of("seen-in-time", evaluation.KindEffect, evaluation.PercentagePoints, limited("5", "1", "9")), nil, better, interval, toBetter},
		{"a lower limit above", less(evaluation.RateRatio, evaluation.Figure{Value: num("1.4"), Low: num("1.1")}), nil, worse, interval, toWorse},
		{"a lower limit that is not", less(evaluation.RateRatio, evaluation.Figure{Value: num("1.4"), Low: num("0.9")}), nil, open, interval, toWorse},
		{"a limit on the other side", less(evaluation.RateRatio, evaluation.Figure{Value: num("0.8"), Low: num("0.7")}), nil, better, sign_, toBetter},
		{"an upper limit below", less(evaluation.RateRatio, evaluation.Figure{Value: num("0.8"), High: num("0.9")}), nil, better, interval, toBetter},
		{"limits before p", p(less(evaluation.RateRatio, limited("0.8", "0.64", "1.00")), "0.04", 0), nil, open, interval, toBetter},

		// p
		{"p below", p(less(evaluation.RateRatio, bare("0.8")), "0.049", 0), nil, better, test, toBetter},
		{"p of 0.05", p(less(evaluation.RateRatio, bare("0.8")), "0.05", 0), nil, open, test, toBetter},
		{"p above", p(less(evaluation.RateRatio, bare("1.8")), "0.2", 0), nil, open, test, toWorse},
		{"p<0.05", p(less(evaluation.RateRatio, bare("0.8")), "0.05", caremodel.AtMost), nil, better, test, toBetter},
		{"p<0.1", p(less(evaluation.RateRatio, bare("0.8")), "0.1", caremodel.AtMost), nil, better, sign_, toBetter},
		{"p>0.05", p(less(evaluation.RateRatio, bare("0.8")), "0.05", caremodel.AtLeast), nil, open, test, toBetter},
		{"p>0.01", p(less(evaluation.RateRatio, bare("0.8")), "0.01", caremodel.AtLeast), nil, better, sign_, toBetter},
		{"p at 99 %", with(p(less(evaluation.RateRatio, bare("0.8")), "0.02", 0), func(r *result) { r.Confidence = num("0.99") }), nil, open, test, toBetter},
		{"p without an estimate", p(said(evaluation.ReadsWorse, 0), "0.001", 0), nil, worse, words, toWorse},
		{"p before words", p(with(less(evaluation.RateRatio, bare("0.8")), func(r *result) { r.Reads = evaluation.ReadsBetter }), "0.2", 0), nil, open, test, toBetter},

		// the difference of two estimates
		{"growth beside more", with(change(limited("6.4", "3.8", "9.0")), func(r *result) { r.Comparator = limited("12", "9.5", "13.6") }), nil, better, difference, toBetter},
		{"growth beside hardly more", with(change(limited("8.8", "4.5", "13.1")), func(r *result) { r.Comparator = limited("12", "9.5", "13.6") }), nil, open, difference, toBetter},
		{"growth whose difference ends at none", with(change(limited("-0.1", "-0.6", "0.4")), func(r *result) { r.Comparator = limited("-1.4", "-2.6", "-0.2") }), nil, open, difference, toWorse},
		{"a level beside another", with(level(limited("91", "90", "92"), limited("85", "84", "86")), func(*result) {}), nil, better, difference, toBetter},

		// words
		{"read as better", said(evaluation.ReadsBetter, 0), nil, better, words, toBetter},
		{"significantly worse", said(evaluation.ReadsWorse, evaluation.Conclusive), nil, worse, words, toWorse},
		{"weak evidence of more", said(evaluation.ReadsWorse, evaluation.NotConclusive), nil, open, words, toWorse},
		{"nothing conclusive", said(0, evaluation.NotConclusive), nil, open, words, 0},
		{"no impact", said(evaluation.ReadsNoDifference, 0), nil, none, words, 0},
		{"significantly, by its side", with(less(evaluation.RateRatio, bare("1.2")), func(r *result) { r.Conclusive = evaluation.Conclusive }), nil, worse, words, toWorse},
		{"may be chance", with(less(evaluation.RateRatio, bare("1.2")), func(r *result) { r.Conclusive = evaluation.NotConclusive }), nil, open, words, toWorse},
		{"conclusive, without a side", said(0, evaluation.Conclusive), nil, not, 0, 0},
		{"growth called lower than elsewhere", with(change(bare("1.6")), func(r *result) { r.Reads, r.Conclusive = evaluation.ReadsBetter, evaluation.Conclusive }), nil, better, words, toBetter},
		{"words before a bare growth beside less", with(change(bare("3")), func(r *result) { r.Comparator = bare("2"); r.Conclusive = evaluation.NotConclusive }), nil, open, words, toWorse},

		// the side of a bare figure
		{"a bare effect", less(evaluation.PercentChange, bare("-18")), nil, better, sign_, toBetter},
		{"a bare effect of none", less(evaluation.PercentChange, bare("0.0")), nil, not, 0, 0},
		{"a change against its own past", change(bare("15.6")), before, worse, sign_, toWorse},
		{"a change against nothing named", change(bare("-5")), nobody, better, sign_, toBetter},
		{"a change against others, not known", change(bare("1.6")), nil, not, 0, 0},
		{"a change beside others", with(change(bare("2.5")), func(r *result) { r.Comparator = bare("3") }), nil, better, sign_, toBetter},
		{"a change whose limits hold no change", change(limited("-3", "-10", "4")), before, open, interval, toBetter},
		{"a change whose limits hold the change of others", with(change(limited("8.8", "4.5", "13.1")), func(r *result) { r.Comparator = bare("12") }), nil, open, interval, toBetter},
		{"a change with limits of growth", change(limited("6.4", "3.8", "9.0")), before, worse, sign_, toWorse},
		{"a level beside its comparator", level(bare("91.8"), bare("85.2")), nil, better, sign_, toBetter},
		{"a level beside the same", level(bare("85.20"), bare("85.2")), nil, not, 0, 0},
		{"a level beside its baseline", with(level(bare("80"), evaluation.Figure{}), func(r *result) { r.Before = bare("85") }), nil, worse, sign_, toWorse},
		{"a level beside nothing", level(bare("80"), evaluation.Figure{}), nil, not, 0, 0},

		// not judged
		{"a forecast", less(evaluation.PercentChange, limited("-3", "-4", "-2")), func(s *evaluation.Study) { s.Design = evaluation.DesignForecast }, not, 0, toBetter},
		{"a characteristic", of("emergency-admissions", evaluation.KindCharacteristic, evaluation.Plain, limited("7.9", "7.8", "8.1")), nil, not, 0, 0},
		{"no better and worse", of("outpatient-attendances", evaluation.KindEffect, evaluation.RateRatio, limited("1.3", "1.1", "1.5")), nil, not, 0, 0},
		{"no better and worse, inconclusive all the same", of("outpatient-attendances", evaluation.KindEffect, evaluation.RateRatio, limited("1.28", "0.88", "1.86")), nil, open, interval, 0},
		{"no better and worse, but the source judges", with(of("outpatient-attendances", evaluation.KindChange, evaluation.PercentChange, bare("-18")), func(r *result) { r.Reads = evaluation.ReadsBetter }), before, better, words, toBetter},
		{"limits, and the source judges", with(of("outpatient-attendances", evaluation.KindEffect, evaluation.RateRatio, limited("1.3", "1.1", "1.5")), func(r *result) { r.Reads = evaluation.ReadsWorse }), nil, worse, words, toWorse},
		{"crude with no adjusted beside it", with(less(evaluation.RateRatio, bare("0.7")), func(r *result) { r.Adjustment = evaluation.Crude }), nil, better, sign_, toBetter},
	} {
		f := judged(t, c.result, c.study)
		require.Equal(t, [3]any{c.verdict, c.grounds, c.lean}, [3]any{f.Verdict, f.Grounds, f.Lean}, c.name)
		require.NotEmpty(t, f.Reason, c.name)
	}
}

// A crude figure is not judged beside an adjusted one of the same study, group,
// measure and period.
func TestEvidence_CrudeBesideAdjusted(t *testing.T) {
	adjusted := effect("s", "emergency-admissions", evaluation.RateRatio, limited("0.60", "0.42", "0.86"))
	adjusted.Adjustment = evaluation.Adjusted
	crude := effect("s", "emergency-admissions", evaluation.Plain, bare("0.59"))
	crude.ID, crude.Kind, crude.Comparator, crude.Adjustment = "crude", evaluation.KindLevel, bare("0.93"), evaluation.Crude
	elsewhere := crude
	elsewhere.ID, elsewhere.Period = "elsewhere", period("2014")
	e := evidence(t, record([]evaluation.Study{trialStudy("s", "ash")}, crude, elsewhere, adjusted))
	f, _ := e.Finding("crude")
	require.Equal(t, evaluation.NotJudged, f.Verdict)
	require.Equal(t, evaluation.ReadsBetter, f.Lean)
	require.Contains(t, f.Reason, "adjusted")
	f, _ = e.Finding("elsewhere")
	require.Equal(t, evaluation.Better, f.Verdict)
}

// percents are percent changes of one decimal place, above -100.
func percents() *rapid.Generator[int64] { return rapid.Int64Range(-999, 1999) }

// percent and ratio write the same figure, in tenths of a per cent.
func percent(t require.TestingT, tenths int64) evaluation.Number {
	n, err := evaluation.NumberFromDecimal(decimal.New(tenths, -1))
	require.NoError(t, err)
	return n
}

func ratio(t require.TestingT, tenths int64) evaluation.Number {
	n, err := evaluation.NumberFromDecimal(decimal.New(1000+tenths, -3))
	require.NoError(t, err)
	return n
}

// A verdict does not depend on whether a result is written as percent or ratio.
func TestEvidence_VerdictIsTheSameAsPercentAndAsRatio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]evaluation.Kind{evaluation.KindEffect, evaluation.KindChange}).Draw(t, "kind")
		comparator := rapid.SampledFrom([]evaluation.ComparatorKind{evaluation.ComparatorBefore, evaluation.ComparatorMatched}).Draw(t, "comparator")
		figure := func(name string) (a, b evaluation.Figure) {
			limits := rapid.SliceOfN(percents(), 3, 3).Draw(t, name)
			low, value, high := min(limits[0], limits[1], limits[2]), max(min(limits[0], limits[1]), min(max(limits[0], limits[1]), limits[2])), max(limits[0], limits[1], limits[2])
			a.Value, b.Value = percent(t, value), ratio(t, value)
			if rapid.Bool().Draw(t, name+" low") {
				a.Low, b.Low = percent(t, low), ratio(t, low)
			}
			if rapid.Bool().Draw(t, name+" high") {
				a.High, b.High = percent(t, high), ratio(t, high)
			}
			return a, b
		}
		asPercent := evaluation.Result{Measure: "emergency-admissions", Kind: kind, Scale: evaluation.PercentChange, Confidence: num("0.95")}
		asRatio := asPercent
		asRatio.Scale = evaluation.RateRatio
		asPercent.Estimate, asRatio.Estimate = figure("estimate")
		if kind == evaluation.KindChange && rapid.Bool().Draw(t, "beside") {
			asPercent.Comparator, asRatio.Comparator = figure("comparator")
		}
		if rapid.Bool().Draw(t, "p") {
			asPercent.P = num("0.03")
			asRatio.P = asPercent.P
		}
		change := func(s *evaluation.Study) { s.Comparator.Kind = comparator }
		a, b := judged(t, asPercent, change), judged(t, asRatio, change)
		require.Equal(t, [3]any{a.Verdict, a.Grounds, a.Lean}, [3]any{b.Verdict, b.Grounds, b.Lean})
		x, errX := a.On(evaluation.RateRatio)
		y, errY := b.On(evaluation.RateRatio)
		require.Equal(t, errX == nil, errY == nil)
		require.InDelta(t, x.Value, y.Value, 1e-12)
		require.InDelta(t, x.High, y.High, 1e-12)
		require.InDelta(t, x.Confidence, y.Confidence, 0)
	})
}

func TestEvidence_BeforeProgramme(t *testing.T) {
	r := effect("s", "emergency-admissions", evaluation.PercentChange, bare("-5"))
	for words, want := range map[string]bool{"to 2015-02": true, "to 2015-03": false, "2014": true, "2014 on": false, "2016": false} {
		r.Period = period(words)
		require.Equal(t, want, judged(t, r, nil).BeforeProgramme, words)
	}
}

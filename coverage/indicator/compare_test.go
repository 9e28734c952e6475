package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestCompare_Published(t *testing.T) {
	polarity := map[string]indicator.Polarity{
		"low is good": indicator.LowIsGood, "high is good": indicator.HighIsGood, "no judgement": indicator.NoJudgement,
	}
	limits := func(r row, value, low, high string, confidence float64) indicator.Interval {
		if r[low] == "" {
			return indicator.Interval{Value: r.number(t, value), Low: r.number(t, value), High: r.number(t, value)}
		}
		return indicator.Interval{Value: r.number(t, value), Low: r.number(t, low), High: r.number(t, high), Confidence: confidence}
	}
	for _, r := range published(t, "indicator/benchmark_cases.csv") {
		want := indicator.NotCompared
		if r["expected"] != "none" {
			var err error
			want, err = indicator.ParseComparison(r["expected"])
			require.NoError(t, err)
		}
		p, benchmark := polarity[r["polarity"]], r.number(t, "comparator")
		inner := limits(r, "value", "lower95", "upper95", 0.95)
		switch r["method"] {
		case "one_level":
			require.Equal(t, want, indicator.Compare(inner, benchmark, p), r)
		case "two_levels":
			got, err := indicator.CompareTwoLevels(inner, limits(r, "value", "lower998", "upper998", 0.998), benchmark, p)
			require.NoError(t, err)
			require.Equal(t, want, got, r)
		case "double":
			other := limits(r, "comparator", "comparator_lower95", "comparator_upper95", 0.95)
			require.Equal(t, want, indicator.CompareIntervals(inner, other, p), r)
		default:
			kind, confidence := indicator.FunnelProportionWilson, 0.95
			if r["method"][:7] == "spc_dsr" {
				kind = indicator.FunnelStandardisedRate
			}
			if r["method"][8:] == "998" || r["method"][9:] == "998" {
				confidence = 0.998
			}
			unit := r.number(t, "unit")
			n, value := r.number(t, "denominator"), r.number(t, "value")
			got, err := indicator.CompareAround(kind, indicator.FunnelUnit{Base: n, Rate: value}, benchmark, confidence, p, indicator.Per(unit))
			require.NoError(t, err)
			require.Equal(t, want, got, r)
			got, err = indicator.CompareAround(kind, indicator.FunnelUnit{Base: n, Events: value * n / unit}, benchmark, confidence, p, indicator.Per(unit))
			require.NoError(t, err)
			require.Equal(t, want, got, r)
		}
	}
}

func TestCompare_Sides(t *testing.T) {
	i := interval(10, 8, 12)
	for benchmark, want := range map[float64][3]indicator.Comparison{
		7:  {indicator.Better, indicator.Worse, indicator.Higher},
		8:  {indicator.Similar, indicator.Similar, indicator.Similar},
		12: {indicator.Similar, indicator.Similar, indicator.Similar},
		13: {indicator.Worse, indicator.Better, indicator.Lower},
	} {
		for k, p := range []indicator.Polarity{indicator.HighIsGood, indicator.LowIsGood, indicator.NoJudgement} {
			require.Equal(t, want[k], indicator.Compare(i, benchmark, p))
			require.Equal(t, want[k], indicator.CompareIntervals(i, interval(benchmark, benchmark, benchmark), p))
		}
	}
	outer := indicator.Interval{Value: 10, Low: 6, High: 14, Confidence: 0.998}
	for benchmark, want := range map[float64][2]indicator.Comparison{
		5: {indicator.Best, indicator.Highest}, 6: {indicator.Better, indicator.Higher}, 7: {indicator.Better, indicator.Higher},
		10: {indicator.Similar, indicator.Similar}, 14: {indicator.Worse, indicator.Lower}, 15: {indicator.Worst, indicator.Lowest},
	} {
		for k, p := range []indicator.Polarity{indicator.HighIsGood, indicator.NoJudgement} {
			got, err := indicator.CompareTwoLevels(i, outer, benchmark, p)
			require.NoError(t, err)
			require.Equal(t, want[k], got)
		}
	}
}

func TestCompare_NotCompared(t *testing.T) {
	bare, i := indicator.Interval{Value: 5, Low: 5, High: 5}, interval(10, 8, 12)
	require.Equal(t, indicator.NotCompared, indicator.Compare(bare, 5, indicator.HighIsGood))
	require.Equal(t, indicator.NotCompared, indicator.Compare(i, math.NaN(), indicator.HighIsGood))
	require.Equal(t, indicator.NotCompared, indicator.Compare(interval(5, math.NaN(), 6), 5, indicator.HighIsGood))
	require.Equal(t, indicator.NotCompared, indicator.CompareIntervals(i, bare, indicator.HighIsGood))
	require.Equal(t, indicator.NotCompared, indicator.CompareIntervals(bare, i, indicator.HighIsGood))
	got, err := indicator.CompareTwoLevels(bare, i, 5, indicator.HighIsGood)
	require.NoError(t, err)
	require.Equal(t, indicator.NotCompared, got)
	got, err = indicator.CompareAround(indicator.FunnelRate, indicator.FunnelUnit{Events: 1, Base: 1}, 1, 0, indicator.HighIsGood)
	require.NoError(t, err)
	require.Equal(t, indicator.NotCompared, got)
}

func TestCompareTwoLevels_Refuses(t *testing.T) {
	i, outer := interval(10, 8, 12), indicator.Interval{Value: 10, Low: 6, High: 14, Confidence: 0.998}
	_, err := indicator.CompareTwoLevels(outer, i, 9, indicator.HighIsGood)
	require.ErrorIs(t, err, indicator.Range)
	outer.Low = 9
	_, err = indicator.CompareTwoLevels(i, outer, 9, indicator.HighIsGood)
	require.ErrorIs(t, err, indicator.Range)
	_, err = indicator.CompareTwoLevels(i, outer, 9, 77)
	require.ErrorIs(t, err, indicator.Range)
}

func TestCompareAround_Refuses(t *testing.T) {
	u := indicator.FunnelUnit{Events: 5, Base: 100}
	for _, c := range []struct {
		kind                  indicator.FunnelKind
		u                     indicator.FunnelUnit
		benchmark, confidence float64
		p                     indicator.Polarity
		code                  error
	}{
		{0, u, 0.1, 0.95, indicator.HighIsGood, indicator.Range},
		{indicator.FunnelRate, indicator.FunnelUnit{}, 0.1, 0.95, indicator.HighIsGood, indicator.Range},
		{indicator.FunnelRate, u, -0.1, 0.95, indicator.HighIsGood, indicator.Range},
		{indicator.FunnelProportion, u, 1.1, 0.95, indicator.HighIsGood, indicator.Range},
		{indicator.FunnelRate, u, math.NaN(), 0.95, indicator.HighIsGood, indicator.NotFinite},
		{indicator.FunnelRate, u, 0.1, 95, indicator.HighIsGood, indicator.Range},
		{indicator.FunnelRate, u, 0.1, 0.95, 9, indicator.Range},
	} {
		_, err := indicator.CompareAround(c.kind, c.u, c.benchmark, c.confidence, c.p)
		require.ErrorIs(t, err, c.code, "%+v", c)
	}
}

// A unit that has the benchmark itself is similar, whatever its size.
func TestCompareAround_ItselfIsSimilar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]indicator.FunnelKind{1, 2, 3, 4, 5}).Draw(t, "kind")
		base := rapid.Float64Range(1, 1e6).Draw(t, "base")
		benchmark := rapid.Float64Range(1e-6, 1).Draw(t, "benchmark")
		got, err := indicator.CompareAround(kind, indicator.FunnelUnit{Base: base, Rate: benchmark}, benchmark, 0.95, indicator.HighIsGood)
		require.NoError(t, err)
		require.Equal(t, indicator.Similar, got)
	})
}

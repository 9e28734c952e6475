package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestRecentTrend_Published(t *testing.T) {
	series := map[string][]indicator.TrendPoint{}
	for _, r := range published(t, "indicator/trend_inputs.csv") {
		p := indicator.TrendPoint{Year: int(r.count(t, "year"))}
		if r["count"] != "" && r["denominator"] != "" {
			p.Count = indicator.Count{Events: int64(r.number(t, "count")), Population: int64(r.number(t, "denominator"))}
		}
		if r["value"] != "" {
			p.Value = interval(r.number(t, "value"), r.number(t, "lower95"), r.number(t, "upper95"))
		}
		series[r["series"]] = append(series[r["series"]], p)
	}
	direction := map[string]indicator.Direction{"none": indicator.NoChange, "increasing": indicator.Rising, "decreasing": indicator.Falling}
	for _, r := range published(t, "indicator/trend_expected.csv") {
		kind := indicator.TrendValue
		if r["method"] == "proportion" {
			kind = indicator.TrendProportion
		}
		got, err := indicator.RecentTrend(series[r["series"]], kind, indicator.HighIsGood)
		if r["direction"] == "cannot be calculated" {
			require.ErrorIs(t, err, indicator.NotEstimable, r)
			continue
		}
		require.NoError(t, err, r)
		near(t, r.number(t, "chi2"), got.ChiSquare, tight, r)
		near(t, r.number(t, "p_value"), got.P, tight, r)
		require.Equal(t, direction[r["direction"]], got.Direction, r)
		require.Equal(t, r["significant"] == "true", got.Significant && got.Stable, r)
		slope := "slope_weighted"
		if kind == indicator.TrendProportion {
			slope = "slope_logit"
			chi2, p, err := indicator.TrendInProportions(trendCounts(series[r["series"]]))
			require.NoError(t, err)
			near(t, r.number(t, "r_prop_trend_chi2"), chi2, tight, r)
			near(t, r.number(t, "r_prop_trend_p"), p, tight, r)
		}
		near(t, r.number(t, slope), got.Slope, tight, r)
	}
}

func trendCounts(points []indicator.TrendPoint) (groups []indicator.Count, scores []float64) {
	for _, p := range points {
		groups, scores = append(groups, p.Count), append(scores, float64(p.Year))
	}
	return groups, scores
}

func TestTrendInProportions_Published(t *testing.T) {
	groups, scores, want := map[string][]indicator.Count{}, map[string][]float64{}, map[string]row{}
	for _, r := range published(t, "indicator/trend_prop_examples.csv") {
		name := r["example"]
		groups[name] = append(groups[name], indicator.Count{Events: r.count(t, "x"), Population: r.count(t, "n")})
		scores[name] = append(scores[name], r.number(t, "score"))
		want[name] = r
	}
	for name, r := range want {
		if len(groups[name]) < 4 {
			continue // some groups are not here
		}
		chi2, p, err := indicator.TrendInProportions(groups[name], scores[name])
		require.NoError(t, err)
		near(t, r.number(t, "chi2"), chi2, tight, r)
		near(t, r.number(t, "p"), p, tight, r)
	}
}

// Fleiss 1981, as R's help of prop.test prints it: X-squared = 8.2249, p = 0.004132.
func TestTrendInProportions_Smokers(t *testing.T) {
	smokers := []indicator.Count{{Events: 83, Population: 86}, {Events: 90, Population: 93}, {Events: 129, Population: 136}, {Events: 70, Population: 82}}
	chi2, p, err := indicator.TrendInProportions(smokers, []float64{1, 2, 3, 4})
	require.NoError(t, err)
	require.InDelta(t, 8.2249, chi2, 0.00005)
	require.InDelta(t, 0.004132, p, 0.0000005)
	other, _, err := indicator.TrendInProportions(smokers, []float64{2001, 2003, 2005, 2007})
	require.NoError(t, err)
	near(t, chi2, other, tighter, "the unit of scores does not matter")
}

// Typed from Fingertips' own tests: 46.77.
func fingertipsTrend() []indicator.TrendPoint {
	return []indicator.TrendPoint{
		{Year: 2014, Count: indicator.Count{Events: 994, Population: 40299}, Value: interval(24.67, 23.16, 26.25)},
		{Year: 2015, Count: indicator.Count{Events: 1023, Population: 41527}, Value: interval(24.6, 23.15, 26.19)},
		{Year: 2016, Count: indicator.Count{Events: 1199, Population: 42811}, Value: interval(28, 26.44, 29.64)},
		{Year: 2017, Count: indicator.Count{Events: 1332, Population: 44064}, Value: interval(30.2, 28.63, 31.9)},
		{Year: 2018, Count: indicator.Count{Events: 1367, Population: 44701}, Value: interval(30.6, 28.98, 32.25)},
	}
}

func TestRecentTrend_TypedCases(t *testing.T) {
	got, err := indicator.RecentTrend(fingertipsTrend(), indicator.TrendValue, indicator.LowIsGood)
	require.NoError(t, err)
	near(t, 46.76531579206233, got.ChiSquare, tight)
	near(t, 8.001712776725456e-12, got.P, tight)
	near(t, 1.7515662226629487, got.Slope, tight)
	require.True(t, got.Significant && got.Stable)
	require.Equal(t, indicator.Rising, got.Direction)
	require.Equal(t, indicator.Worse, got.Comparison)

	got, err = indicator.RecentTrend(fingertipsTrend(), indicator.TrendProportion, indicator.NoJudgement)
	require.NoError(t, err)
	near(t, 47.89667670758932, got.ChiSquare, tight)
	near(t, 0.06524964077898354, got.Slope, tight)
	require.Equal(t, indicator.Higher, got.Comparison)
}

func TestRecentTrend_LastFiveUnbroken(t *testing.T) {
	points := fingertipsTrend()
	want, err := indicator.RecentTrend(points, indicator.TrendValue, indicator.HighIsGood)
	require.NoError(t, err)
	older := append([]indicator.TrendPoint{{Year: 2018 - 40, Value: interval(99, 98, 100)}, {Year: 2013}}, points...)
	got, err := indicator.RecentTrend(older, indicator.TrendValue, indicator.HighIsGood)
	require.NoError(t, err)
	require.Equal(t, want, got)
	rapid.Check(t, func(t *rapid.T) {
		got, err := indicator.RecentTrend(rapid.Permutation(points).Draw(t, "permuted"), indicator.TrendValue, indicator.HighIsGood)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
	points[1].Year = 2012
	_, err = indicator.RecentTrend(points, indicator.TrendValue, indicator.HighIsGood)
	require.ErrorIs(t, err, indicator.TooFewGroups)
	points[1].Year = 2014
	_, err = indicator.RecentTrend(points, indicator.TrendValue, indicator.HighIsGood)
	require.ErrorIs(t, err, indicator.Range)
	_, err = indicator.RecentTrend(nil, indicator.TrendValue, indicator.HighIsGood)
	require.ErrorIs(t, err, indicator.TooFewGroups)
}

// One year that carries the whole trend does not make one.
func TestRecentTrend_Unstable(t *testing.T) {
	var points []indicator.TrendPoint
	for i, v := range []float64{10, 9.9, 9.8, 9.7, 30} {
		points = append(points, indicator.TrendPoint{Year: 2014 + i, Value: interval(v, v-0.5, v+0.5)})
	}
	got, err := indicator.RecentTrend(points, indicator.TrendValue, indicator.HighIsGood)
	require.NoError(t, err)
	require.True(t, got.Significant)
	require.False(t, got.Stable)
	require.Equal(t, indicator.NoChange, got.Direction)
	require.Equal(t, indicator.Similar, got.Comparison)
}

// Limits at 99.8 % are read as those at 95 % of the same standard error.
func TestRecentTrend_OtherLevel(t *testing.T) {
	points := fingertipsTrend()
	z95, _ := indicator.NormalQuantile(0.975)
	z998, _ := indicator.NormalQuantile(0.999)
	for i, p := range points {
		half := (p.Value.High - p.Value.Low) / 2 * z998 / z95
		points[i].Value = indicator.Interval{Value: p.Value.Value, Low: p.Value.Value - half, High: p.Value.Value + half, Confidence: 0.998}
	}
	got, err := indicator.RecentTrend(points, indicator.TrendValue, indicator.LowIsGood)
	require.NoError(t, err)
	near(t, 46.76531579206233, got.ChiSquare, tight)
}

func TestRecentTrend_Refuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func([]indicator.TrendPoint)
		kind   indicator.TrendKind
		code   error
	}{
		"no limits":    {func(p []indicator.TrendPoint) { p[2].Value = indicator.Interval{Value: 1, Low: 1, High: 1} }, indicator.TrendValue, indicator.NotEstimable},
		"equal limits": {func(p []indicator.TrendPoint) { p[2].Value = interval(1, 1, 1) }, indicator.TrendValue, indicator.NotEstimable},
		"not a number": {func(p []indicator.TrendPoint) { p[2].Value.High = math.NaN() }, indicator.TrendValue, indicator.NotFinite},
		"everybody":    {func(p []indicator.TrendPoint) { p[2].Count.Events = p[2].Count.Population }, indicator.TrendProportion, indicator.NotEstimable},
		"nobody":       {func(p []indicator.TrendPoint) { p[2].Count.Events = 0 }, indicator.TrendProportion, indicator.NotEstimable},
		"no people":    {func(p []indicator.TrendPoint) { p[2].Count.Population = 0 }, indicator.TrendProportion, indicator.Range},
		"no kind":      {func([]indicator.TrendPoint) {}, 0, indicator.Range},
	} {
		points := fingertipsTrend()
		c.change(points)
		_, err := indicator.RecentTrend(points, c.kind, indicator.HighIsGood)
		require.ErrorIs(t, err, c.code, name)
	}
	_, err := indicator.RecentTrend(fingertipsTrend(), indicator.TrendValue, 9)
	require.ErrorIs(t, err, indicator.Range)
	some := indicator.Count{Events: 1, Population: 2}
	for name, c := range map[string]struct {
		groups []indicator.Count
		scores []float64
		code   error
	}{
		"one group":    {[]indicator.Count{some}, []float64{1}, indicator.TooFewGroups},
		"scores":       {[]indicator.Count{some, some}, []float64{1}, indicator.Range},
		"equal scores": {[]indicator.Count{some, some}, []float64{1, 1}, indicator.ZeroDenominator},
		"no score":     {[]indicator.Count{some, some}, []float64{1, math.NaN()}, indicator.NotFinite},
		"nobody":       {[]indicator.Count{{Population: 1}, {Population: 2}}, []float64{1, 2}, indicator.NotEstimable},
		"too many":     {[]indicator.Count{{Events: 2, Population: 1}, some}, []float64{1, 2}, indicator.Range},
	} {
		_, _, err := indicator.TrendInProportions(c.groups, c.scores)
		require.ErrorIs(t, err, c.code, name)
	}
}

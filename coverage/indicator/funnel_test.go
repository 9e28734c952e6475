package indicator_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

var publishedSignal = map[string]indicator.Signal{
	"Low (0.001)": indicator.SignalLow998, "Low (0.025)": indicator.SignalLow95, "Not significant": indicator.SignalNone,
	"High (0.025)": indicator.SignalHigh95, "High (0.001)": indicator.SignalHigh998,
}

func funnelUnits(t testing.TB, file, events, base, rate string) []indicator.FunnelUnit {
	var units []indicator.FunnelUnit
	for _, r := range published(t, "indicator/"+file) {
		u := indicator.FunnelUnit{Events: r.number(t, events)}
		if base != "" {
			u.Base = r.number(t, base)
		}
		if rate != "" {
			u.Rate = r.number(t, rate)
		}
		units = append(units, u)
	}
	return units
}

func TestFunnelLimits_PublishedProportions(t *testing.T) {
	units := funnelUnits(t, "funnel_prop_inputs.csv", "numerator", "denominator", "")
	for _, r := range published(t, "indicator/funnel_prop_limits.csv") {
		used := units
		if r["case"] == "prop_under_31000" {
			used = slices.DeleteFunc(slices.Clone(units), func(u indicator.FunnelUnit) bool { return u.Base >= 31_000 })
		}
		target, err := indicator.FunnelTarget(indicator.FunnelProportion, used, indicator.Per(100))
		require.NoError(t, err)
		near(t, r.number(t, "baseline"), target, tighter, r)
		size := r.number(t, "Population")
		limits, err := indicator.FunnelLimits(indicator.FunnelProportion, target, []float64{size}, indicator.Per(100))
		require.NoError(t, err)
		l := limits[0]
		require.Equal(t, size, l.Low95.At)
		for column, got := range map[string]float64{
			"lower_2s_limit": l.Low95.Limit, "upper_2s_limit": l.High95.Limit, "lower_3s_limit": l.Low998.Limit, "upper_3s_limit": l.High998.Limit,
		} {
			near(t, r.number(t, column), got, tighter, column, r)
		}
	}
	target, err := indicator.FunnelTarget(indicator.FunnelProportion, units)
	require.NoError(t, err)
	for _, r := range published(t, "indicator/funnel_prop_significance.csv") {
		got, err := indicator.FunnelSignal(indicator.FunnelProportion,
			indicator.FunnelUnit{Events: r.number(t, "numerator"), Base: r.number(t, "denominator")}, target)
		require.NoError(t, err)
		require.Equal(t, publishedSignal[r["significance"]], got, r)
	}
}

func TestFunnelLimits_PublishedRatios(t *testing.T) {
	for _, r := range published(t, "indicator/funnel_ratio_limits.csv") {
		x := r.number(t, "observed_events")
		limits, err := indicator.FunnelLimits(indicator.FunnelRatio, 100, []float64{x}, indicator.Per(100))
		require.NoError(t, err)
		l := limits[0]
		for suffix, p := range map[string]indicator.FunnelPoint{"lower_2s": l.Low95, "upper_2s": l.High95, "lower_3s": l.Low998, "upper_3s": l.High998} {
			near(t, r.number(t, "exact_"+suffix+"_exp"), p.At, tighter, r)
			near(t, 100*x/r.number(t, "exact_"+suffix+"_exp"), p.Limit, tighter, r)
			bisected := r.number(t, suffix+"_exp")
			v := bisected / (1 + x + bisected)
			require.InDelta(t, bisected, p.At, 1.3e-7*(1+x)/((1-v)*(1-v)), r)
		}
	}
	for _, r := range published(t, "indicator/funnel_ratio_significance.csv") {
		u := indicator.FunnelUnit{Events: r.number(t, "obs"), Base: r.number(t, "expected")}
		got, err := indicator.FunnelSignal(indicator.FunnelRatio, u, 1)
		require.NoError(t, err)
		require.Equal(t, publishedSignal[r["significance"]], got, r)
		got, err = indicator.FunnelSignal(indicator.FunnelRatio, u, 100, indicator.Per(100))
		require.NoError(t, err)
		require.Equal(t, publishedSignal[r["significance"]], got, r)
	}
}

func TestFunnelLimits_PublishedRates(t *testing.T) {
	standard := funnelUnits(t, "funnel_rate_inputs.csv", "ev", "", "rate")
	most := 0
	for i, u := range standard {
		if u.Events > standard[most].Events {
			most = i
		}
	}
	five := slices.Clone(standard)
	five[most].Events = 5
	crude := funnelUnits(t, "funnel_rate_zero_inputs.csv", "ev", "pop", "rate")
	for _, r := range published(t, "indicator/funnel_rate_limits.csv") {
		c := map[string]struct {
			kind  indicator.FunnelKind
			units []indicator.FunnelUnit
		}{
			"rate_dsr_3y": {indicator.FunnelStandardisedRate, standard}, "rate_crude_max_to_5": {indicator.FunnelRate, five},
			"rate_crude_zero": {indicator.FunnelRate, crude},
		}[r["case"]]
		o := []indicator.FunnelOption{indicator.Per(100_000), indicator.Years(3)}
		target, err := indicator.FunnelTarget(c.kind, c.units, o...)
		require.NoError(t, err)
		if r["case"] != "rate_crude_zero" { // some inputs of that case are not here
			near(t, r.number(t, "baseline"), target, tight, r)
		}
		x := r.number(t, "Events")
		limits, err := indicator.FunnelLimits(c.kind, r.number(t, "baseline"), []float64{x}, o...)
		require.NoError(t, err)
		l := limits[0]
		for suffix, p := range map[string]indicator.FunnelPoint{"lower_2s": l.Low95, "upper_2s": l.High95, "lower_3s": l.Low998, "upper_3s": l.High998} {
			expected := x / p.Limit * r.number(t, "baseline")
			v := expected / (1 + x + expected)
			tolerance := 1.3e-7 * (1 + x) / ((1 - v) * (1 - v)) / expected
			require.InEpsilon(t, r.number(t, suffix+"_limit"), p.Limit, tolerance, r)
			require.InEpsilon(t, r.number(t, suffix+"_population_1_year"), p.At, tolerance, r)
		}
	}
}

func TestFunnelSignal_PublishedRates(t *testing.T) {
	rows := published(t, "indicator/funnel_rate_significance.csv")
	for column, c := range map[string]struct {
		kind indicator.FunnelKind
		per  float64
	}{
		"dsr_per_100000_with_0": {indicator.FunnelStandardisedRate, 100_000}, "crude_per_100000_with_0": {indicator.FunnelRate, 100_000},
		"crude_per_100_with_0": {indicator.FunnelRate, 100},
	} {
		// The baseline is of 40 areas, of which some are not here: there must be one
		// near that of those here which gives every flag.
		units := make([]indicator.FunnelUnit, len(rows))
		for i, r := range rows {
			units[i] = indicator.FunnelUnit{Events: r.number(t, "count"), Base: r.number(t, "pop")}
			if c.kind == indicator.FunnelStandardisedRate && units[i].Events > 0 {
				units[i].Rate = r.number(t, "rate_dsr")
			}
		}
		near, err := indicator.FunnelTarget(c.kind, units, indicator.Per(c.per))
		require.NoError(t, err)
		best := 0
		for shift := -0.05; shift < 0.05; shift += 0.0005 {
			agree := 0
			for i, r := range rows {
				got, err := indicator.FunnelSignal(c.kind, units[i], near*(1+shift), indicator.Per(c.per))
				if c.kind == indicator.FunnelStandardisedRate && units[i].Events < 10 {
					require.ErrorIs(t, err, indicator.TooFewEvents)
					agree++
					continue
				}
				require.NoError(t, err)
				if got == publishedSignal[r[column]] {
					agree++
				}
			}
			best = max(best, agree)
		}
		require.Equal(t, len(rows), best, column)
	}
}

func TestFunnelPosition_Published(t *testing.T) {
	rows := published(t, "indicator/funnel_points_expected.csv")
	most := 0
	for i, r := range rows {
		if r.number(t, "ev") > rows[most].number(t, "ev") {
			most = i
		}
	}
	for i, r := range rows {
		for _, c := range []struct {
			suffix string
			kind   indicator.FunnelKind
			years  float64
			most   float64 // events in place of the largest
		}{
			{"", indicator.FunnelStandardisedRate, 3, 5}, {"_crude", indicator.FunnelRate, 3, r.number(t, "ev")},
			{"_crude_with_denom", indicator.FunnelRate, 5, 0},
		} {
			u := indicator.FunnelUnit{Events: r.number(t, "ev"), Rate: r.number(t, "rate"), Base: r.number(t, "pop")}
			if i == most {
				u.Events = c.most
			}
			got, err := indicator.FunnelPosition(c.kind, u, indicator.Per(100_000), indicator.Years(c.years))
			if c.kind == indicator.FunnelStandardisedRate && u.Events < 10 {
				require.ErrorIs(t, err, indicator.TooFewEvents)
				require.Empty(t, r["rate_chart"+c.suffix])
				continue
			}
			require.NoError(t, err)
			near(t, r.number(t, "denominator_derived"+c.suffix), got.At, tight, r)
			near(t, r.number(t, "rate_chart"+c.suffix), got.Limit, tight, r)
		}
	}
}

// Typed from PHEindicatormethods 2.1.0 (ratio lines by the chi-square quantile).
func TestFunnelLimits_TypedCases(t *testing.T) {
	limits, err := indicator.FunnelLimits(indicator.FunnelRatio, 1, []float64{1, 4})
	require.NoError(t, err)
	for i, want := range [][4]float64{
		{5.571643390938899, 0.025317807984289876, 9.233413476451585, 0.0010005003335835335},
		{10.241588675403698, 1.0898653736263249, 14.794149222537209, 0.4285524136284229},
	} {
		l := limits[i]
		near(t, want[0], l.Low95.At, tighter)
		near(t, want[1], l.High95.At, tighter)
		near(t, want[2], l.Low998.At, tighter)
		near(t, want[3], l.High998.At, tighter)
		near(t, l.Size/want[0], l.Low95.Limit, tighter)
	}
	limits, err = indicator.FunnelLimits(indicator.FunnelProportion, 80.64244785714956, []float64{1, 4}, indicator.Per(100))
	require.NoError(t, err)
	near(t, 3.2042636518087906, limits[0].Low95.Limit, tighter)
	require.Equal(t, [2]float64{0, 100}, [2]float64{limits[0].Low998.Limit, limits[0].High95.Limit})
	near(t, 19.594902991554665, limits[1].Low998.Limit, tighter)
}

// Millions of events take no longer than a few, and lie where the normal
// approximation of so many must lie.
func TestFunnelLimits_ManyEvents(t *testing.T) {
	for _, x := range []float64{49_000, 51_000, 1e6, 1e9, 1e15} {
		limits, err := indicator.FunnelLimits(indicator.FunnelRatio, 1, []float64{x})
		require.NoError(t, err)
		z := 1.959963984540054
		// Root of (E − x)² = z² E with the first correction of skewness.
		require.InEpsilon(t, x+z*math.Sqrt(x)+(z*z+2)/3, limits[0].Low95.At, 1/x, x)
		require.InEpsilon(t, x-z*math.Sqrt(x)+(z*z-1)/3, limits[0].High95.At, 1/x, x)
	}
	limits, err := indicator.FunnelLimits(indicator.FunnelRatio, 1, []float64{49_999, 50_001})
	require.NoError(t, err)
	require.InDelta(t, 2+2*1.96/2/math.Sqrt(50_000), limits[1].Low95.At-limits[0].Low95.At, 1e-4, "the two methods meet")
}

func TestFunnelLimits_TargetOfNothing(t *testing.T) {
	for _, kind := range []indicator.FunnelKind{indicator.FunnelRate, indicator.FunnelRatio, indicator.FunnelStandardisedRate} {
		limits, err := indicator.FunnelLimits(kind, 0, []float64{0, 5})
		require.NoError(t, err)
		require.Equal(t, []indicator.FunnelLimit{{}, {Size: 5}}, limits)
	}
	limits, err := indicator.FunnelLimits(indicator.FunnelProportion, 0, []float64{5})
	require.NoError(t, err)
	require.Equal(t, indicator.FunnelPoint{At: 5}, limits[0].High998)
}

func TestFunnel_Nested(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]indicator.FunnelKind{1, 2, 3, 4, 5}).Draw(t, "kind")
		target := rapid.Float64Range(0.001, 0.999).Draw(t, "target")
		size := rapid.Float64Range(1, 1e7).Draw(t, "size")
		limits, err := indicator.FunnelLimits(kind, target, []float64{size})
		require.NoError(t, err)
		l := limits[0]
		require.LessOrEqual(t, l.Low998.Limit, l.Low95.Limit)
		require.LessOrEqual(t, l.Low95.Limit, target)
		require.LessOrEqual(t, target, l.High95.Limit)
		require.LessOrEqual(t, l.High95.Limit, l.High998.Limit)
	})
}

// Bigger figures never have lower signals, and the target itself has none.
func TestFunnelSignal_Grows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]indicator.FunnelKind{indicator.FunnelProportion, indicator.FunnelProportionWilson, indicator.FunnelRatio, indicator.FunnelRate}).Draw(t, "kind")
		base := float64(rapid.IntRange(1, 5000).Draw(t, "base"))
		less := float64(rapid.IntRange(0, int(base)).Draw(t, "less"))
		more := float64(rapid.IntRange(int(less), int(base)).Draw(t, "more"))
		target := rapid.Float64Range(0, 1).Draw(t, "target")
		low, err := indicator.FunnelSignal(kind, indicator.FunnelUnit{Events: less, Base: base}, target)
		require.NoError(t, err)
		high, err := indicator.FunnelSignal(kind, indicator.FunnelUnit{Events: more, Base: base}, target)
		require.NoError(t, err)
		require.LessOrEqual(t, low, high)
		same, err := indicator.FunnelSignal(kind, indicator.FunnelUnit{Events: more, Base: base}, more/base)
		require.NoError(t, err)
		require.Equal(t, indicator.SignalNone, same)
	})
}

func TestFunnelTarget_IgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) indicator.FunnelUnit {
			return indicator.FunnelUnit{Events: rapid.Float64Range(0, 1e5).Draw(t, "events"), Rate: rapid.Float64Range(1, 1e4).Draw(t, "rate"), Base: 1}
		}), 1, 12).Draw(t, "units")
		want, err := indicator.FunnelTarget(indicator.FunnelRate, units)
		require.NoError(t, err)
		got, err := indicator.FunnelTarget(indicator.FunnelRate, rapid.Permutation(units).Draw(t, "permuted"))
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

func TestFunnel_Refuses(t *testing.T) {
	unit := indicator.FunnelUnit{Events: 10, Base: 100}
	for _, c := range []struct {
		kind   indicator.FunnelKind
		u      indicator.FunnelUnit
		option indicator.FunnelOption
		code   error
	}{
		{0, unit, indicator.Per(1), indicator.Range},
		{9, unit, indicator.Per(1), indicator.Range},
		{indicator.FunnelRate, unit, indicator.Per(0), indicator.Range},
		{indicator.FunnelRate, unit, indicator.Per(math.NaN()), indicator.NotFinite},
		{indicator.FunnelRate, unit, indicator.Years(0), indicator.Range},
		{indicator.FunnelRate, unit, indicator.Years(math.Inf(1)), indicator.Range},
		{indicator.FunnelRate, indicator.FunnelUnit{}, indicator.Per(1), indicator.Range},
		{indicator.FunnelRate, indicator.FunnelUnit{Events: 5}, indicator.Per(1), indicator.Range},
		{indicator.FunnelRate, indicator.FunnelUnit{Events: -1, Base: 5}, indicator.Per(1), indicator.Range},
		{indicator.FunnelRate, indicator.FunnelUnit{Events: math.NaN(), Base: 5}, indicator.Per(1), indicator.NotFinite},
		{indicator.FunnelProportion, indicator.FunnelUnit{Events: 6, Base: 5}, indicator.Per(1), indicator.Range},
		{indicator.FunnelStandardisedRate, unit, indicator.Per(1), indicator.Range},
	} {
		_, err := indicator.FunnelPosition(c.kind, c.u, c.option)
		require.ErrorIs(t, err, c.code, "%+v", c)
		_, err = indicator.FunnelSignal(c.kind, c.u, 0.5, c.option)
		require.ErrorIs(t, err, c.code, "%+v", c)
		_, err = indicator.FunnelTarget(c.kind, []indicator.FunnelUnit{c.u}, c.option)
		require.ErrorIs(t, err, c.code, "%+v", c)
	}
	_, err := indicator.FunnelTarget(indicator.FunnelRate, nil)
	require.ErrorIs(t, err, indicator.TooFewGroups)
	_, err = indicator.FunnelTarget(indicator.FunnelStandardisedRate, []indicator.FunnelUnit{{Base: 100}})
	require.ErrorIs(t, err, indicator.ZeroDenominator)
	for target, code := range map[float64]error{-1: indicator.Range, 2: indicator.Range, math.Inf(1): indicator.NotFinite} {
		_, err = indicator.FunnelSignal(indicator.FunnelProportion, unit, target)
		require.ErrorIs(t, err, code)
		_, err = indicator.FunnelLimits(indicator.FunnelProportion, target, []float64{1})
		require.ErrorIs(t, err, code)
	}
	for size, code := range map[float64]error{0: indicator.Range, -1: indicator.Range, math.Inf(1): indicator.NotFinite} {
		_, err = indicator.FunnelLimits(indicator.FunnelRate, 1, []float64{5, size})
		require.ErrorIs(t, err, code)
	}
	_, err = indicator.FunnelLimits(indicator.FunnelRate, 1e-320, []float64{5})
	require.ErrorIs(t, err, indicator.NotFinite)
}

package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestEffectFromCounts_Published(t *testing.T) {
	measures := map[string]indicator.EffectMeasure{
		"RR": indicator.RiskRatio, "OR": indicator.OddsRatio, "RD": indicator.RiskDifference,
	}
	for _, r := range published(t, "indicator/pool_effects_from_counts.csv") {
		m, ok := measures[r["measure"]]
		require.True(t, ok, r)
		got, err := indicator.EffectFromCounts(r["study"], m,
			indicator.Count{Events: r.count(t, "a"), Population: r.count(t, "n1")},
			indicator.Count{Events: r.count(t, "c"), Population: r.count(t, "n2")})
		require.NoError(t, err)
		require.Equal(t, r["study"], got.Label)
		require.InDelta(t, r.number(t, "yi"), got.Estimate, 1e-10*max(1, math.Abs(r.number(t, "yi"))), r)
		near(t, r.number(t, "vi"), got.StandardError*got.StandardError, tighter, r)
	}
}

// The first trial of BCG of Colditz et al. 1994, as metafor 3.8-1 has it.
func TestEffectFromCounts_TypedCases(t *testing.T) {
	treated, control := indicator.Count{Events: 4, Population: 123}, indicator.Count{Events: 11, Population: 139}
	got, err := indicator.EffectFromCounts("Aronson", indicator.RiskRatio, treated, control)
	require.NoError(t, err)
	near(t, -0.8893113339202054, got.Estimate, tighter)
	near(t, 0.32558476500396133, got.StandardError*got.StandardError, tighter)

	rate, err := indicator.EffectFromCounts("", indicator.RateRatio, treated, control)
	require.NoError(t, err)
	near(t, got.Estimate, rate.Estimate, tighter)
	near(t, 1./4+1./11, rate.StandardError*rate.StandardError, tighter)

	// Nobody with an event: ½ in every cell.
	nobody := indicator.Count{Population: 10}
	got, err = indicator.EffectFromCounts("", indicator.RiskRatio, nobody, indicator.Count{Events: 2, Population: 10})
	require.NoError(t, err)
	near(t, math.Log(0.5/2.5), got.Estimate, tighter)
	near(t, 1/0.5-1./11+1/2.5-1./11, got.StandardError*got.StandardError, tighter)
}

func TestEffectFromCounts_Refuses(t *testing.T) {
	good := indicator.Count{Events: 1, Population: 10}
	for _, c := range []struct {
		m     indicator.EffectMeasure
		count indicator.Count
		code  error
	}{
		{0, good, indicator.Range},
		{9, good, indicator.Range},
		{indicator.OddsRatio, indicator.Count{Events: 1}, indicator.Range},
		{indicator.OddsRatio, indicator.Count{Events: -1, Population: 10}, indicator.Range},
		{indicator.OddsRatio, indicator.Count{Events: 11, Population: 10}, indicator.Range},
		{indicator.RateRatio, indicator.Count{Events: 0, Population: 10}, indicator.ZeroDenominator},
	} {
		_, err := indicator.EffectFromCounts("", c.m, c.count, good)
		require.ErrorIs(t, err, c.code, "%+v", c)
		_, err = indicator.EffectFromCounts("", c.m, good, c.count)
		require.ErrorIs(t, err, c.code, "%+v", c)
	}
	_, err := indicator.EffectFromCounts("", indicator.RateRatio, indicator.Count{Events: 30, Population: 10}, good)
	require.NoError(t, err, "events may outnumber people")
}

func TestEffectFromLimits(t *testing.T) {
	e, err := indicator.EffectFromLimits("Principia", interval(0.67, 0.46, 0.98), indicator.EffectRatio)
	require.NoError(t, err)
	require.Equal(t, "Principia", e.Label)
	near(t, math.Log(0.67), e.Estimate, tighter)
	require.InDelta(t, 0.1929, e.StandardError, 0.00005) // Altman and Bland 2003

	e, err = indicator.EffectFromLimits("", interval(-57, -66.6, -47.4), indicator.EffectDifference)
	require.NoError(t, err)
	near(t, -57, e.Estimate, tighter)
	near(t, 19.2/2/1.959963984540054, e.StandardError, tighter)
}

// Print rounds: what can be even before rounding is even, and no more.
func TestEffectFromLimits_Evenness(t *testing.T) {
	ratio, difference := indicator.EffectRatio, indicator.EffectDifference
	for _, c := range []struct {
		i     indicator.Interval
		scale indicator.EffectScale
		even  bool
	}{
		{interval(0.67, 0.46, 0.98), ratio, true},
		{interval(0.76, 0.5, 1.16), ratio, true},
		{interval(0.67, 0.46, 1.2), ratio, false},
		{interval(0.67, 0.46, 0.88), ratio, false}, // even as it stands, not on the logarithm
		{interval(0.67, 0.46, 0.88), difference, true},
		{interval(0.5, 0.1, 3), ratio, true}, // one place each: 0.55 (0.10 to 3.00) prints so
		{interval(1, 1.0/3, 3), ratio, true},
		{interval(1, 1.0/3, 3.001), ratio, false},
		{interval(6.4, 3.8, 9), difference, true},
		{interval(6.4, 3.8, 9.3), difference, false},
		{interval(1e15, 1e15-10, 1e15+10), difference, true},
	} {
		_, err := indicator.EffectFromLimits("", c.i, c.scale)
		if c.even {
			require.NoError(t, err, "%+v", c)
		} else {
			require.ErrorIs(t, err, indicator.NotEstimable, "%+v", c)
		}
	}
	_, err := indicator.EffectFromLimits("", indicator.Interval{Value: 1, Low: 1, High: 1}, ratio)
	require.ErrorIs(t, err, indicator.NotEstimable)
	_, err = indicator.EffectFromLimits("", interval(1, 1, 1), ratio)
	require.ErrorIs(t, err, indicator.NotEstimable)
	_, err = indicator.EffectFromLimits("", interval(1, 0, 2), ratio)
	require.ErrorIs(t, err, indicator.Range)
	_, err = indicator.EffectFromLimits("", interval(1, 0.5, 2), 0)
	require.ErrorIs(t, err, indicator.Range)
	_, err = indicator.EffectFromLimits("", interval(1, math.Inf(-1), 2), difference)
	require.ErrorIs(t, err, indicator.NotFinite)
}

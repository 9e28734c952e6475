package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestRate(t *testing.T) {
	// Runs of the official English package, PHEindicatormethods 2.1.0: exact
	// below 10 events, Byar from there.
	for _, c := range []struct {
		events, population int64
		value, low, high   float64
	}{
		{0, 1000, 0, 0, 368.8879454113935},
		{2, 100, 2000, 242.209278543965, 7224.687667723959},
		{6, 100, 6000, 2201.8942534908515, 13059.474022518685},
		{9, 100, 9000, 4115.373097378333, 17084.80345141917},
		{9, 54321, 16.568178052686807, 7.5760260256223795, 31.4515628420301},
		{10, 1000, 1000, 478.7449913967564, 1839.1458605756472},
		{15, 54321, 27.613630087811345, 15.44386887799202, 45.5470837120805},
		{100, 100, 100000, 81362.10549052789, 121627.93757920651},
		{11, 55_000_000, 0.02, 0.00997034581536359, 0.03578770384753889},
	} {
		got, err := indicator.Rate(c.events, c.population, 100_000, 0.95)
		require.NoError(t, err)
		near(t, c.value, got.Value, tight)
		near(t, c.low, got.Low, tight)
		near(t, c.high, got.High, tight)
	}
}

func TestRate_OfAFullCountHasNoLimits(t *testing.T) {
	got, err := indicator.Rate(9, 1000, 1000, 0)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: 9, Low: 9, High: 9}, got)
}

func TestRate_Refuses(t *testing.T) {
	for _, c := range []struct {
		events, population int64
		per, confidence    float64
		code               validate.Code
	}{
		{-1, 1, 1, 0.95, indicator.Range},
		{1, 0, 1, 0.95, indicator.Range},
		{1, 1, 0, 0.95, indicator.Range},
		{1, 1, -1, 0.95, indicator.Range},
		{1, 1, math.NaN(), 0.95, indicator.NotFinite},
		{1, 1, math.Inf(1), 0.95, indicator.NotFinite},
		{1, 1, 1, 1, indicator.Range},
		{math.MaxInt64, 1, math.MaxFloat64, 0.95, indicator.NotFinite},
	} {
		got, err := indicator.Rate(c.events, c.population, c.per, c.confidence)
		require.ErrorIs(t, err, c.code, "%+v", c)
		require.Zero(t, got)
	}
}

// poissonAtMost is the probability of at most n events where mean are expected.
func poissonAtMost(n int64, mean float64) float64 {
	sum, term := 0.0, math.Exp(-mean)
	for k := int64(0); k <= n; k++ {
		sum += term
		term *= mean / float64(k+1)
	}
	return sum
}

func TestRate_ExactLimitsAreThoseOfThePoissonDistribution(t *testing.T) {
	for events := range int64(10) {
		for _, confidence := range []float64{0.5, 0.9, 0.95, 0.998} {
			got, err := indicator.Rate(events, 1, 1, confidence)
			require.NoError(t, err)
			tail := (1 - confidence) / 2
			require.InEpsilon(t, tail, poissonAtMost(events, got.High), 1e-12)
			if events > 0 {
				require.InDelta(t, tail, 1-poissonAtMost(events-1, got.Low), 1e-14)
			}
		}
	}
}

func TestRate_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.OneOf(rapid.Int64Range(0, 30), rapid.Int64Range(0, math.MaxInt64)).Draw(t, "events")
		population := rapid.Int64Range(1, math.MaxInt64).Draw(t, "population")
		level := confidence().Draw(t, "confidence")
		got, err := indicator.Rate(events, population, 100_000, level)
		require.NoError(t, err)
		sound(t, got)
		require.GreaterOrEqual(t, got.Low, 0.0)

		finer, err := indicator.Rate(events, population, 1000, level)
		require.NoError(t, err)
		require.InDelta(t, got.High, finer.High*100, got.High*1e-12, "the unit is a unit")
	})
}

func FuzzRate(f *testing.F) {
	f.Add(int64(9), int64(1000), 100000.0, 0.95)
	f.Add(int64(10), int64(1), 1e308, 0.0)
	f.Fuzz(func(t *testing.T, events, population int64, per, confidence float64) {
		got, err := indicator.Rate(events, population, per, confidence)
		if err != nil {
			require.Zero(t, got)
			return
		}
		sound(t, got)
	})
}

package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func interval(value, low, high float64) indicator.Interval {
	return indicator.Interval{Value: value, Low: low, High: high, Confidence: 0.95}
}

// Altman and Bland, BMJ 2003;326:219.
func TestRatioOfEstimates_Published(t *testing.T) {
	w, err := indicator.RatioOfEstimates(interval(0.67, 0.46, 0.98), interval(0.88, 0.71, 1.08), 0.95)
	require.NoError(t, err)
	require.InDelta(t, -0.2726, math.Log(w.Interval.Value), 0.00005)
	require.InDelta(t, 0.2206, w.StandardError, 0.00005)
	require.InDelta(t, -1.24, w.Z, 0.005)
	require.InDelta(t, 0.76, w.Interval.Value, 0.005)
	require.InDelta(t, 0.2, w.P, 0.05)
	require.InDelta(t, 0.49, w.Interval.Low, 0.005)
	require.InDelta(t, 1.17, w.Interval.High, 0.005)
	for _, r := range published(t, "indicator/ratio_of_ratios_published.csv") {
		w, err := indicator.RatioOfEstimates(
			interval(r.number(t, "ratio1"), r.number(t, "lower1"), r.number(t, "upper1")),
			interval(r.number(t, "ratio2"), r.number(t, "lower2"), r.number(t, "upper2")), 0.95)
		require.NoError(t, err)
		require.InDelta(t, r.number(t, "log_difference"), w.Z*w.StandardError, 0.00005)
		require.InDelta(t, r.number(t, "log_se"), w.StandardError, 0.00005)
		require.InDelta(t, r.number(t, "z"), w.Z, 0.005)
		require.InDelta(t, r.number(t, "ratio_of_ratios"), w.Interval.Value, 0.005)
	}
}

// Each estimate is read at the confidence of its own limits.
func TestDifferenceOfEstimates_OwnConfidence(t *testing.T) {
	z95, err := indicator.NormalQuantile(0.975)
	require.NoError(t, err)
	z998, err := indicator.NormalQuantile(0.999)
	require.NoError(t, err)
	a := indicator.Interval{Value: 10, Low: 10 - 3*z95, High: 10 + 3*z95, Confidence: 0.95}
	b := indicator.Interval{Value: 2, Low: 2 - 4*z998, High: 2 + 4*z998, Confidence: 0.998}
	w, err := indicator.DifferenceOfEstimates(a, b, 0.95)
	require.NoError(t, err)
	require.InEpsilon(t, 5, w.StandardError, 1e-14)
	require.InEpsilon(t, 1.6, w.Z, 1e-14)
	require.InEpsilon(t, 8-5*z95, w.Interval.Low, 1e-13)
	require.InEpsilon(t, 8+5*z95, w.Interval.High, 1e-13)
	require.InEpsilon(t, 0.10959858339911596, w.P, 1e-9) // 2(1 − Φ(1.6)), Abramowitz and Stegun, table 26.1

	bare, err := indicator.DifferenceOfEstimates(a, b, 0)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: 8, Low: 8, High: 8}, bare.Interval)
	require.Equal(t, w.P, bare.P)
}

// Limits that overlap do not say that there is no difference.
func TestDifferenceOfEstimates_OverlapMayDiffer(t *testing.T) {
	a, b := interval(10, 8, 12), interval(13, 11, 15)
	w, err := indicator.DifferenceOfEstimates(b, a, 0.95)
	require.NoError(t, err)
	require.Less(t, w.P, 0.05)
	require.Greater(t, w.Interval.Low, 0.0)
}

func TestDifferenceOfEstimates_Antisymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) indicator.Interval {
			v := rapid.Float64Range(0.01, 100).Draw(t, label)
			f := rapid.Float64Range(1.01, 5).Draw(t, label+" width")
			return interval(v, v/f, v*f)
		}
		a, b := draw("a"), draw("b")
		there, err := indicator.RatioOfEstimates(a, b, 0.95)
		require.NoError(t, err)
		back, err := indicator.RatioOfEstimates(b, a, 0.95)
		require.NoError(t, err)
		require.Equal(t, there.P, back.P)
		require.InEpsilon(t, 1/there.Interval.High, back.Interval.Low, 1e-12)
		there, err = indicator.DifferenceOfEstimates(a, b, 0.9)
		require.NoError(t, err)
		back, err = indicator.DifferenceOfEstimates(b, a, 0.9)
		require.NoError(t, err)
		require.Equal(t, there.Interval.Low, -back.Interval.High)
	})
}

func TestDifferenceOfEstimates_Refuses(t *testing.T) {
	good := interval(1, 0.5, 2)
	for _, c := range []struct {
		a          indicator.Interval
		confidence float64
		code       error
	}{
		{good, 1, indicator.Range},
		{good, -0.1, indicator.Range},
		{indicator.Interval{Value: 1, Low: 1, High: 1}, 0.95, indicator.NotEstimable},
		{interval(1, 2, 0.5), 0.95, indicator.Range},
		{interval(3, 0.5, 2), 0.95, indicator.Range},
		{interval(math.NaN(), 0.5, 2), 0.95, indicator.NotFinite},
		{interval(1, 0.5, math.Inf(1)), 0.95, indicator.NotFinite},
		{indicator.Interval{Value: 1, Low: 0.5, High: 2, Confidence: 95}, 0.95, indicator.Range},
	} {
		for _, f := range []func(a, b indicator.Interval, confidence float64) (indicator.Wald, error){
			indicator.DifferenceOfEstimates, indicator.RatioOfEstimates,
		} {
			got, err := f(c.a, good, c.confidence)
			require.ErrorIs(t, err, c.code, "%+v", c)
			require.Zero(t, got)
			_, err = f(good, c.a, c.confidence)
			require.ErrorIs(t, err, c.code, "%+v", c)
		}
	}
	_, err := indicator.RatioOfEstimates(interval(1, 0, 2), good, 0.95)
	require.ErrorIs(t, err, indicator.Range)
	_, err = indicator.DifferenceOfEstimates(interval(1, 1, 1), interval(2, 2, 2), 0.95)
	require.ErrorIs(t, err, indicator.NotEstimable)
	_, err = indicator.DifferenceOfEstimates(interval(0, -math.MaxFloat64, math.MaxFloat64), good, 0.95)
	require.NoError(t, err)
	_, err = indicator.RatioOfEstimates(interval(1, 1e-300, 1e300), interval(1, 1e-300, 1e300), 0.95)
	require.ErrorIs(t, err, indicator.NotFinite)
}

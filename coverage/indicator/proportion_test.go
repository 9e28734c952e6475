package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestProportion(t *testing.T) {
	// Runs of the official English package, PHEindicatormethods 2.1.0.
	for _, c := range []struct {
		x, n                         int64
		confidence, value, low, high float64
	}{
		{0, 2, 0.95, 0, 0, 0.6576197724933468},
		{2, 2, 0.95, 1, 0.3423802275066532, 1},
		{2, 5, 0.95, 0.4, 0.11762077423264795, 0.769275718723987},
		{2, 5, 0.998, 0.4, 0.06335234383248219, 0.8679169406174748},
		{3, 50, 0.95, 0.06, 0.02061497034897396, 0.16217091688838167},
		{0, 1000, 0.95, 0, 0, 0.0038267584855551217},
		{1, 55_000_000, 0.95, 1.818181818181818e-08, 3.2095373696673176e-09, 1.0299879740668139e-07},
		{54_999_999, 55_000_000, 0.95, 0.9999999818181818, 0.9999998970012027, 0.9999999967904627},
		{570_000, 57_000_000, 0.95, 0.01, 0.009974202773586766, 0.010025863272542896},
		{570_000, 57_000_000, 0.998, 0.01, 0.009959356056203414, 0.01004080812876894},
	} {
		got, err := indicator.Proportion(c.x, c.n, c.confidence)
		require.NoError(t, err)
		require.Equal(t, c.confidence, got.Confidence)
		near(t, c.value, got.Value, tight)
		near(t, c.low, got.Low, tight)
		near(t, c.high, got.High, tight)
	}
}

func TestProportion_OfAFullCountHasNoLimits(t *testing.T) {
	got, err := indicator.Proportion(5_000_000, 57_024_156, 0)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: 5_000_000.0 / 57_024_156, Low: 5_000_000.0 / 57_024_156, High: 5_000_000.0 / 57_024_156}, got)
}

func TestProportion_Refuses(t *testing.T) {
	for _, c := range []struct {
		x, n       int64
		confidence float64
	}{
		{-1, 2, 0.95}, {3, 2, 0.95}, {0, 0, 0.95}, {0, -1, 0.95},
		{1, 2, 95}, {1, 2, 1}, {1, 2, -0.95}, {1, 2, math.NaN()}, {1, 2, math.Inf(1)},
	} {
		got, err := indicator.Proportion(c.x, c.n, c.confidence)
		require.ErrorIs(t, err, indicator.Range, "%+v", c)
		require.Zero(t, got)
	}
	_, err := indicator.Proportion(3, 2, 0.95)
	require.EqualError(t, err, "indicator.Proportion: 3 of 2: the numerator must be between 0 and the denominator")
}

// confidence draws a level of confidence, 0 included.
func confidence() *rapid.Generator[float64] {
	return rapid.OneOf(rapid.SampledFrom([]float64{0, 0.5, 0.9, 0.95, 0.998, math.Nextafter(1, 0)}), rapid.Float64Range(0, 0.999999))
}

// sound asserts what every interval keeps.
func sound(t require.TestingT, i indicator.Interval) {
	for _, v := range []float64{i.Value, i.Low, i.High, i.Confidence} {
		require.False(t, math.IsNaN(v) || math.IsInf(v, 0), "%+v", i)
	}
	require.LessOrEqual(t, i.Low, i.Value)
	require.LessOrEqual(t, i.Value, i.High)
	if i.Confidence == 0 {
		require.Equal(t, i.Value, i.Low)
		require.Equal(t, i.Value, i.High)
	}
}

func TestProportion_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, math.MaxInt64).Draw(t, "n")
		x := rapid.Int64Range(0, n).Draw(t, "x")
		level := confidence().Draw(t, "confidence")
		got, err := indicator.Proportion(x, n, level)
		require.NoError(t, err)
		sound(t, got)
		require.GreaterOrEqual(t, got.Low, 0.0)
		require.LessOrEqual(t, got.High, 1.0)

		others, err := indicator.Proportion(n-x, n, level)
		require.NoError(t, err)
		require.InDelta(t, 1-got.High, others.Low, 1e-12, "those who are not counted have the mirrored limits")

		wider, err := indicator.Proportion(x, n, min(level+(1-level)/2, math.Nextafter(1, 0)))
		require.NoError(t, err)
		require.LessOrEqual(t, wider.Low, got.Low*(1+1e-12))
		require.GreaterOrEqual(t, wider.High, got.High*(1-1e-12))
	})
}

func FuzzProportion(f *testing.F) {
	f.Add(int64(2), int64(5), 0.95)
	f.Add(int64(0), int64(math.MaxInt64), 0.0)
	f.Add(int64(-1), int64(1), math.NaN())
	f.Fuzz(func(t *testing.T, x, n int64, confidence float64) {
		got, err := indicator.Proportion(x, n, confidence)
		if err != nil {
			require.ErrorIs(t, err, indicator.Range)
			require.Zero(t, got)
			return
		}
		sound(t, got)
	})
}

package indicator_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// Student's deviate is the half-width of the limits of a mean of n values with
// the standard deviation √n.
func TestMeanOf_StudentDeviate(t *testing.T) {
	for _, c := range []struct {
		degrees    int64
		confidence float64
		want       float64
	}{
		// qt of R 4.2.2, confirmed by arithmetic of 40 digits.
		{2, 0.95, 4.30265272974946},
		{2, 0.998, 22.3271247701199},
		// By arithmetic of 40 digits.
		{1, 0.95, 12.706204736174705},
		{1, 0.998, 318.30883898555045},
		{2, 0.5, 0.81649658092772603},
		{3, 0.5, 0.76489232840434528},
		{3, 0.95, 3.1824463052837096},
		{3, 0.998, 10.214531852407387},
		{4, 0.95, 2.7764451051977944},
		{7, 0.5, 0.71114177808178631},
		{7, 0.95, 2.3646242515927853},
		{10, 0.95, 2.2281388519862747},
		{25, 0.998, 3.450188726973064},
		{29, 0.95, 2.0452296421327043},
		{100, 0.5, 0.67695104301147148},
		{100, 0.998, 3.1737394937387829},
		{999, 0.95, 1.96234146113345},
		{999, 0.998, 3.0984103617533125},
		{9999, 0.95, 1.9602012636213577},
		{9999, 0.998, 3.091047597579455},
		{10000, 0.5, 0.67451428448359243},
		{10000, 0.95, 1.9602012398906263},
		{10000, 0.998, 3.0910475160306121},
		{100000, 0.95, 1.9599877075346096},
	} {
		n := c.degrees + 1
		got, err := indicator.MeanOf(n, 0, math.Sqrt(float64(n)), c.confidence)
		require.NoError(t, err)
		require.InEpsilon(t, c.want, got.High, 1e-12, "%+v", c)
	}
}

func TestMean_Published(t *testing.T) {
	values := map[string][]float64{}
	for _, r := range published(t, "indicator/mean_inputs.csv") {
		values[r["area"]] = append(values[r["area"]], r.number(t, "values"))
	}
	for _, r := range published(t, "indicator/mean_expected.csv") {
		if doc, ok := strings.CutPrefix(r["area"], "doc:"); ok {
			for text := range strings.SplitSeq(doc, ";") {
				v, err := strconv.ParseFloat(text, 64)
				require.NoError(t, err)
				values[r["area"]] = append(values[r["area"]], v)
			}
		}
		confidence := r.number(t, "confidence")
		got, err := indicator.Mean(values[r["area"]], confidence)
		require.NoError(t, err)
		of, err := indicator.MeanOf(r.count(t, "value_count"), got.Value, r.number(t, "stdev"), confidence)
		require.NoError(t, err)
		for _, i := range []indicator.Interval{got, of} {
			near(t, r.number(t, "value"), i.Value, tighter, r)
			near(t, r.number(t, "lowercl"), i.Low, 3*tight, r) // the weaker quantile of the file's second way
			near(t, r.number(t, "uppercl"), i.High, tight, r)
		}
		if strings.HasPrefix(r["area"], "doc:") {
			delete(values, r["area"])
		}
	}
}

func TestMean_TypedCases(t *testing.T) {
	// The documented example of PHEindicatormethods 2.1.0, phe_mean.
	got, err := indicator.Mean([]float64{20, 30, 40}, 0.95)
	require.NoError(t, err)
	near(t, 5.158622882496701, got.Low, tight)
	near(t, 54.8413771175033, got.High, tighter)

	one, err := indicator.Mean([]float64{7}, 0.95)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: 7, Low: 7, High: 7}, one)

	equal, err := indicator.Mean([]float64{0.1, 0.1, 0.1}, 0.95)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: 0.1, Low: 0.1, High: 0.1, Confidence: 0.95}, equal)
}

func TestMean_Refuses(t *testing.T) {
	for _, c := range []struct {
		values     []float64
		confidence float64
		code       error
	}{
		{nil, 0.95, indicator.TooFewGroups},
		{[]float64{1, math.NaN()}, 0.95, indicator.NotFinite},
		{[]float64{1, math.Inf(1)}, 0.95, indicator.NotFinite},
		{[]float64{1, 2}, 95, indicator.Range},
		{[]float64{math.MaxFloat64, -math.MaxFloat64}, 0.95, indicator.NotFinite},
		{[]float64{math.MaxFloat64, math.MaxFloat64}, 0.95, indicator.NotFinite},
	} {
		got, err := indicator.Mean(c.values, c.confidence)
		require.ErrorIs(t, err, c.code, "%v", c.values)
		require.Zero(t, got)
	}
	_, err := indicator.MeanOf(0, 1, 1, 0.95)
	require.ErrorIs(t, err, indicator.Range)
	_, err = indicator.MeanOf(2, 1, -1, 0.95)
	require.ErrorIs(t, err, indicator.Range)
	_, err = indicator.MeanOf(2, math.NaN(), 1, 0.95)
	require.ErrorIs(t, err, indicator.NotFinite)
}

func TestMean_IgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e9, 1e9), 1, 20).Draw(t, "values")
		want, err := indicator.Mean(values, 0.95)
		require.NoError(t, err)
		got, err := indicator.Mean(rapid.Permutation(values).Draw(t, "permuted"), 0.95)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// shareBands are bands of five people with their standard errors √(p(1 − p)/n).
func shareBands(covered ...int) []indicator.Band {
	bands := make([]indicator.Band, len(covered))
	for i, x := range covered {
		p := float64(x) / 5
		bands[i] = indicator.Band{Population: 5, Value: p, StandardError: math.Sqrt(p * (1 - p) / 5)}
	}
	return bands
}

// A band that is covered wholly or not at all is no surer than one of which one
// person in five is not.
func TestSlopeIndex_WhollyCovered(t *testing.T) {
	width := func(covered ...int) float64 {
		slope, err := indicator.SlopeIndex(shareBands(covered...), 0.95)
		require.NoError(t, err)
		gap, err := indicator.Gap(shareBands(covered...), indicator.WithLimits(0.95))
		require.NoError(t, err)
		require.Positive(t, gap.High-gap.Low)
		return slope.SII.High - slope.SII.Low
	}
	inner := width(4, 4, 3, 2, 1)
	require.GreaterOrEqual(t, width(5, 4, 3, 2, 0), inner)
	require.GreaterOrEqual(t, width(5, 5, 5, 0, 0), width(4, 4, 4, 1, 1))
}

// The limits of such a band alone reach as far as Wilson's: two bands, of which
// the other is known.
func TestGap_ReachesWilson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1e6).Draw(t, "n")
		confidence := rapid.SampledFrom([]float64{0.9, 0.95, 0.998}).Draw(t, "confidence")
		bands := []indicator.Band{{Population: 1e15, Value: 0.5, StandardError: 1e-300}, {Population: n, Value: 1}}
		gap, err := indicator.Gap(bands, indicator.WithLimits(confidence))
		require.NoError(t, err)
		wilson, err := indicator.Proportion(n, n, confidence)
		require.NoError(t, err)
		require.InDelta(t, wilson.Low, gap.Low+0.5, 1e-12)
	})
}

// A full count that is said to be one, and figures that are no shares, keep limits
// of no width.
func TestSlopeIndex_FullCount(t *testing.T) {
	for _, bands := range [][]indicator.Band{
		{{Population: 5, Value: 1}, {Population: 5, Value: 0.4}, {Population: 5, Value: 0.2}},
		{{Population: 5, Value: 1}, {Population: 5, Value: 2}},
	} {
		slope, err := indicator.SlopeIndex(bands, 0.95)
		require.NoError(t, err)
		require.Equal(t, slope.SII.Low, slope.SII.High)
	}
	slope, err := indicator.SlopeIndex(shareBands(5, 5, 0), 0)
	require.NoError(t, err)
	require.Equal(t, slope.SII.Low, slope.SII.High)
}

// The tool of the World Health Organization (healthequal 1.0.1) on its sample of
// births attended by wealth.
func TestConcentrationIndex_Limits(t *testing.T) {
	c, err := indicator.ConcentrationIndex(whoBands(t, "who/ordered_sample.csv"), indicator.Bounds(0, 100), indicator.ConcentrationLimits(0.95))
	require.NoError(t, err)
	near(t, 0.014018310649917159, c.StandardError, tight)
	near(t, 0.019475217569776999, c.Limits.Low, tight)
	near(t, 0.074425985565640812, c.Limits.High, tight)
	near(t, 1.284030856911877, c.StandardError*c.Absolute/c.Relative, tight)
	near(t, 0.051361234276474842, c.StandardError*c.Erreygers/c.Relative, tight)
	near(t, 0.16681891881242944, c.StandardError*c.Wagstaff/c.Relative, tight)
}

func TestConcentrationIndex_LimitsTypedCase(t *testing.T) {
	// The same sample, people to the nearest one: five digits remain.
	var bands []indicator.Band
	for i, people := range []int64{2072436, 2112204, 1983059, 2052124, 1884510} {
		bands = append(bands, indicator.Band{Population: people, Value: []float64{75.605300903320312, 91.019966125488281, 96.039588928222656, 97.042228698730469, 99.224052429199219}[i]})
	}
	c, err := indicator.ConcentrationIndex(bands)
	require.NoError(t, err)
	require.InEpsilon(t, 0.0140183, c.StandardError, 1e-5)
	require.Zero(t, c.Limits)
	_, err = indicator.ConcentrationIndex(bands[:2], indicator.ConcentrationLimits(0.95))
	require.ErrorIs(t, err, indicator.TooFewGroups)
	_, err = indicator.ConcentrationIndex(bands, indicator.ConcentrationLimits(95))
	require.ErrorIs(t, err, indicator.Range)
	two, err := indicator.ConcentrationIndex(bands[:2])
	require.NoError(t, err)
	require.Zero(t, two.StandardError)
}

// Of a hundred groups of one person each, the middle of a block of an even number
// of people lies on a boundary: it belongs to the group that begins there.
func TestWeightedQuantiles_ExactAtBoundaries(t *testing.T) {
	for _, q := range []int{3, 7, 10, 29, 100, 1000} {
		for k := 1; k < q; k++ {
			// Below 2k-1 people, two in the block: its middle is 2k of 2q.
			values, people := make([]float64, q+3), make([]int64, q+3) // with areas of nobody, since there must be one a group
			copy(people, []int64{int64(2*k - 1), 2, int64(2*q - 2*k - 1)})
			for i := range values {
				values[i] = float64(i)
			}
			groups, err := indicator.WeightedQuantiles(values, people, q)
			require.NoError(t, err)
			require.Equal(t, k+1, groups[1], "%d of %d", k, q)
		}
	}
	groups, err := indicator.WeightedQuantiles([]float64{1, 2}, []int64{math.MaxInt64 - 1, 1}, 2)
	require.NoError(t, err)
	require.Equal(t, []int{1, 2}, groups)
	_, err = indicator.WeightedQuantiles([]float64{1, 2}, []int64{math.MaxInt64, 1}, 2)
	require.ErrorIs(t, err, indicator.Range)
}

// Sums are as if rounded once: what cancels, cancels.
func TestMean_Cancels(t *testing.T) {
	got, err := indicator.Mean([]float64{1e16, 1, -1e16}, 0)
	require.NoError(t, err)
	require.Equal(t, 1./3, got.Value)
}

// What is just enough is enough: three bands for limits, a sigma of nothing, areas of
// nobody before others.
func TestBounds_JustEnough(t *testing.T) {
	bands := []indicator.Band{{Population: 100, Value: 5}, {Population: 100, Value: 4}, {Population: 100, Value: 2}}
	_, err := indicator.ConcentrationIndex(bands, indicator.ConcentrationLimits(0.95))
	require.NoError(t, err)
	_, err = indicator.ConcentrationIndex(bands[:2], indicator.ConcentrationLimits(0.95))
	require.ErrorIs(t, err, indicator.TooFewGroups)

	chart, err := indicator.ControlChart(chartPoints(5, 5, 6), indicator.Centre(5, 0))
	require.NoError(t, err)
	require.Equal(t, 5.0, chart.Parts[0].High)
	_, err = indicator.ControlChart(chartPoints(5, 5, 6), indicator.Centre(5, -1))
	require.ErrorIs(t, err, indicator.Range)

	groups, err := indicator.WeightedQuantiles([]float64{1, 2, 3}, []int64{0, 5, 5}, 2)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1, 2}, groups)

	target, p, err := indicator.TrendInProportions([]indicator.Count{{Events: 1, Population: 2}, {Events: 1, Population: 3}}, []float64{7, 7})
	require.ErrorIs(t, err, indicator.ZeroDenominator)
	require.Zero(t, target)
	require.Zero(t, p)
}

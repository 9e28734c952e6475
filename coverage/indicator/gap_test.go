package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestGap_AndRatio(t *testing.T) {
	// Runs of healthequal 1.0.1 on its own sample.
	gap, err := indicator.Gap(births(), indicator.WithLimits(0.95))
	require.NoError(t, err)
	near(t, 23.618751525878906, gap.Value, tight)
	near(t, 20.453040043032097, gap.Low, tight)
	near(t, 26.784463008725716, gap.High, tight)
	ratio, err := indicator.Ratio(births(), indicator.WithLimits(0.95))
	require.NoError(t, err)
	near(t, 1.3123954437544161, ratio.Value, tight)
	near(t, 1.2587905339337855, ratio.Low, tight)
	near(t, 1.3682830894865554, ratio.High, tight)
}

func TestGap_AndRatioHaveNoLimitsUnlessAsked(t *testing.T) {
	bands := []indicator.Band{{1, 2, 0.5}, {1, -7, 9}, {1, 3, 0.5}}
	gap, err := indicator.Gap(bands)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: 1, Low: 1, High: 1}, gap)
	ratio, err := indicator.Ratio(bands)
	require.NoError(t, err)
	require.Equal(t, indicator.Interval{Value: 1.5, Low: 1.5, High: 1.5}, ratio)
}

func TestGap_AndRatioRefuse(t *testing.T) {
	for name, c := range map[string]struct {
		first, last float64
		options     []indicator.GapOption
		code        validate.Code
	}{
		"first band of 0":      {0, 1, nil, indicator.ZeroDenominator},
		"limits of a negative": {-1, 1, []indicator.GapOption{indicator.WithLimits(0.95)}, indicator.Range},
		"limits of 0":          {1, 0, []indicator.GapOption{indicator.WithLimits(0.95)}, indicator.Range},
		"confidence of 95":     {1, 1, []indicator.GapOption{indicator.WithLimits(95)}, indicator.Range},
		"too large":            {5e-324, 1e300, nil, indicator.NotFinite},
	} {
		_, err := indicator.Ratio([]indicator.Band{{1, c.first, 0}, {1, c.last, 0}}, c.options...)
		require.ErrorIs(t, err, c.code, name)
	}
	_, err := indicator.Gap(nil)
	require.ErrorIs(t, err, indicator.TooFewGroups)
	_, err = indicator.Gap([]indicator.Band{{1, -math.MaxFloat64, 0}, {1, math.MaxFloat64, 0}})
	require.ErrorIs(t, err, indicator.NotFinite)
}

func TestPopulationAttributable(t *testing.T) {
	// A run of healthequal 1.0.1: the richest fifth is the reference.
	got, err := indicator.PopulationAttributable(births(), 4)
	require.NoError(t, err)
	require.Equal(t, 4, got.Reference)
	near(t, 7.6273622874049636, got.Risk, tight)
	near(t, 0.083271156147646739, got.Fraction, tight)

	for _, reference := range []int{-1, 5} {
		_, err := indicator.PopulationAttributable(births(), reference)
		require.ErrorIs(t, err, indicator.Range)
	}
	_, err = indicator.PopulationAttributable([]indicator.Band{{1, -1, 0}, {1, 1, 0}}, 0)
	require.ErrorIs(t, err, indicator.ZeroDenominator)
	_, err = indicator.PopulationAttributable(births()[:1], 0)
	require.ErrorIs(t, err, indicator.TooFewGroups)
}

func TestAttributable_RisksAddUpToNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bands := bandsOf(1, 100).Draw(t, "bands")
		total, sum := 0.0, 0.0
		for _, b := range bands {
			total += float64(b.Population)
		}
		for i, b := range bands {
			got, err := indicator.PopulationAttributable(bands, i)
			require.NoError(t, err)
			sum += got.Risk * float64(b.Population) / total
		}
		require.InDelta(t, 0, sum, 1e-9, "weighed by people, what all references give cancels out")
	})
}

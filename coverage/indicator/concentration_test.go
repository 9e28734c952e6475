package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// births is the sample of the World Health Organization's package healthequal
// 1.0.1: births attended by skilled personnel, per cent, poorest fifth first. Its
// populations are in thousands with eleven binary digits after the point.
func births() []indicator.Band {
	bands := []indicator.Band{
		{0, 75.605300903320312, 1.5996130704879761},
		{0, 91.019966125488281, 1.1351504325866699},
		{0, 96.039588928222656, 0.64619463682174683},
		{0, 97.042228698730469, 0.56762063503265381},
		{0, 99.224052429199219, 0.22376826405525208},
	}
	for i, thousands := range []float64{2072.43603515625, 2112.2041015625, 1983.0592041015625, 2052.123779296875, 1884.5098876953125} {
		bands[i].Population = int64(thousands * (1 << 20))
	}
	return bands
}

func TestConcentrationIndex(t *testing.T) {
	got, err := indicator.ConcentrationIndex(births(), indicator.Bounds(0, 100))
	require.NoError(t, err)
	// A run of healthequal 1.0.1.
	near(t, 0.046950601567708902, got.Relative, tight)
	near(t, 4.3005197037682725, got.Absolute, tight)
	near(t, 0.17202078815073088, got.Erreygers, tight)
	near(t, 0.55871558183543724, got.Wagstaff, tight)
	require.True(t, got.Bounded)
}

func TestConcentrationIndex_OfTwoHalves(t *testing.T) {
	// All coverage in the less deprived half: the index is (n-1)/n of what it
	// could be, here 1/2.
	got, err := indicator.ConcentrationIndex([]indicator.Band{{50, 0, 0}, {50, 1, 0}})
	require.NoError(t, err)
	require.Equal(t, indicator.Concentration{Relative: 0.5, Absolute: 0.25, Erreygers: 1, Wagstaff: 1, Bounded: true}, got)
}

func TestConcentrationIndex_WithoutBounds(t *testing.T) {
	got, err := indicator.ConcentrationIndex([]indicator.Band{{50, 10, 0}, {50, 30, 0}})
	require.NoError(t, err)
	require.Equal(t, indicator.Concentration{Relative: 0.25, Absolute: 5}, got)
}

func TestConcentrationIndex_AtABound(t *testing.T) {
	got, err := indicator.ConcentrationIndex([]indicator.Band{{50, 1, 0}, {50, 1, 0}})
	require.NoError(t, err)
	require.Equal(t, indicator.Concentration{Bounded: true}, got, "everybody covered: nothing is concentrated")
}

func TestConcentrationIndex_Refuses(t *testing.T) {
	bands := []indicator.Band{{50, 10, 0}, {50, 30, 0}}
	for name, c := range map[string]struct {
		bands   []indicator.Band
		options []indicator.ConcentrationOption
		code    validate.Code
	}{
		"one band":       {bands[:1], nil, indicator.TooFewGroups},
		"mean of 0":      {[]indicator.Band{{50, -1, 0}, {50, 1, 0}}, nil, indicator.ZeroDenominator},
		"outside bounds": {bands, []indicator.ConcentrationOption{indicator.Bounds(0, 20)}, indicator.Range},
		"bounds crossed": {bands, []indicator.ConcentrationOption{indicator.Bounds(100, 0)}, indicator.Range},
		"bound of NaN":   {bands, []indicator.ConcentrationOption{indicator.Bounds(0, math.NaN())}, indicator.Range},
	} {
		got, err := indicator.ConcentrationIndex(c.bands, c.options...)
		require.ErrorIs(t, err, c.code, name)
		require.Zero(t, got, name)
	}
}

func TestConcentrationIndex_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bands := bandsOf(0.001, 1).Draw(t, "bands")
		got, err := indicator.ConcentrationIndex(bands)
		require.NoError(t, err)
		require.True(t, got.Bounded)
		require.LessOrEqual(t, math.Abs(got.Relative), 1.0)
		require.InDelta(t, 4*got.Absolute, got.Erreygers, 1e-15)

		// The share not covered has the same Erreygers index with the other sign.
		var without []indicator.Band
		var halves []indicator.Band
		for _, b := range bands {
			without = append(without, indicator.Band{Population: b.Population, Value: 1 - b.Value})
			half := indicator.Band{Population: b.Population, Value: b.Value}
			halves = append(halves, half, half)
		}
		if mirrored, err := indicator.ConcentrationIndex(without); err == nil {
			require.InDelta(t, -got.Erreygers, mirrored.Erreygers, 1e-12)
			require.InDelta(t, -got.Wagstaff, mirrored.Wagstaff, 1e-6)
		}

		// Cutting a band in two like ones changes nothing.
		cut, err := indicator.ConcentrationIndex(halves)
		require.NoError(t, err)
		require.InDelta(t, got.Relative, cut.Relative, 1e-12)
	})
}

func TestDispersed(t *testing.T) {
	got, err := indicator.Dispersed([]indicator.Band{{50, 1, 0}, {50, 3, 0}})
	require.NoError(t, err)
	require.Equal(t, 2.0, got.Mean)
	require.Equal(t, 1.0, got.Variance)
	require.Equal(t, 1.0, got.StandardDeviation)
	require.Equal(t, 0.5, got.CoefficientOfVariation)
	require.Equal(t, 1.0, got.MeanDifference)
	require.Equal(t, 0.5, got.IndexOfDisparity)
	near(t, (math.Log(0.5)+3*math.Log(1.5))/4, got.Theil, 1e-14)
	near(t, -(math.Log(0.5)+math.Log(1.5))/2, got.MeanLogDeviation, 1e-14)
}

func TestDispersed_Refuses(t *testing.T) {
	_, err := indicator.Dispersed([]indicator.Band{{50, 1, 0}, {50, 0, 0}})
	require.ErrorIs(t, err, indicator.Range)
	_, err = indicator.Dispersed(nil)
	require.ErrorIs(t, err, indicator.TooFewGroups)
	_, err = indicator.Dispersed([]indicator.Band{{50, 1e300, 0}, {50, 1e-300, 0}})
	require.ErrorIs(t, err, indicator.NotFinite)
}

func TestDispersed_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := bandsOf(1, 1000).Draw(t, "groups")
		got, err := indicator.Dispersed(groups)
		require.NoError(t, err)
		require.GreaterOrEqual(t, got.Theil, 0.0)
		require.GreaterOrEqual(t, got.MeanLogDeviation, 0.0)
		require.LessOrEqual(t, got.MeanDifference, got.StandardDeviation*(1+1e-12)+1e-12)

		shuffled := rapid.Permutation(groups).Draw(t, "shuffled")
		other, err := indicator.Dispersed(shuffled)
		require.NoError(t, err)
		require.InDelta(t, got.Theil, other.Theil, 1e-12, "the order does not matter")
		require.InDelta(t, got.Variance, other.Variance, 1e-6)
	})
}

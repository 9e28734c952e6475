package coverage_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// fifths has areas of so many people, one in each fifth (or tenth) of deprivation, of each
// of which at most the upper bound and at least the lower is covered.
func fifths(t fails, people, low, high []int64) coverage.Breakdown {
	s := atlasSurvey()
	f := coverage.Footprint{ID: "f", Vanguard: atlasVanguard(0), Layer: "population"}
	for i := range people {
		s.Base.Units = append(s.Base.Units,
			coverage.Population{Area: areaCode(2 * i), People: max(1, people[i]-high[i]+low[i]), Attributes: map[string]string{"fifth": fmt.Sprint(i + 1)}},
			coverage.Population{Area: areaCode(2*i + 1), People: high[i] - low[i], Attributes: map[string]string{"fifth": fmt.Sprint(i + 1)}})
		if low[i] > 0 {
			share, err := coverage.ShareOf(low[i], max(1, people[i]-high[i]+low[i]))
			require.NoError(t, err)
			f.Units = append(f.Units, coverage.Part{Area: areaCode(2 * i), Share: share})
		}
		f.Units = append(f.Units, coverage.Part{Area: areaCode(2*i + 1), Bound: caremodel.AtMost})
	}
	s.Footprints = []coverage.Footprint{f}
	all, err := newAtlas(t, s).Select(coverage.Filter{Layers: population})
	require.NoError(t, err)
	b, err := all.Breakdown("fifth")
	require.NoError(t, err)
	return b
}

// Whatever the figures within their bounds are, their slope and their relative index
// lie within those of the breakdown.
func TestBreakdown_SlopeBoundsContainEverySlope(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var people, low, high []int64
		for range rapid.IntRange(2, 6).Draw(t, "groups") {
			n := rapid.Int64Range(20, 200).Draw(t, "people")
			l := rapid.Int64Range(1, n-1).Draw(t, "low")
			people, low, high = append(people, n), append(low, l), append(high, rapid.Int64Range(l, n-1).Draw(t, "high"))
		}
		b := fifths(t, people, low, high)
		var bands []indicator.Band
		for g := range b.Groups() {
			n := rapid.Int64Range(g.Covered.Low, g.Covered.High).Draw(t, "covered")
			bands = append(bands, indicator.Band{Population: g.Population, Value: float64(n) / float64(g.Population)})
		}
		least, greatest, err := b.SlopeBounds(0)
		one, slopeErr := indicator.SlopeIndex(bands, 0)
		const tiny = 1e-9
		require.LessOrEqual(t, least.SII.Value, one.SII.Value+tiny)
		require.GreaterOrEqual(t, greatest.SII.Value, one.SII.Value-tiny)
		require.LessOrEqual(t, least.Intercept, one.Intercept+tiny)
		require.GreaterOrEqual(t, greatest.Intercept, one.Intercept-tiny)
		if err != nil {
			require.ErrorIs(t, err, indicator.ZeroDenominator)
			return
		}
		require.NoError(t, slopeErr)
		require.LessOrEqual(t, least.RII.Value, one.RII.Value+tiny*(1+one.RII.Value*one.RII.Value))
		require.GreaterOrEqual(t, greatest.RII.Value, one.RII.Value-tiny*(1+one.RII.Value*one.RII.Value))
	})
}

// Tenths of England (residents of mid-2017 by the deprivation of 2015) and bounds of who is
// covered in each. Groups that are all at their lowest, or all at their highest, give
// slopes of -1.3 and +1.8, which bound nothing: the least and the greatest are -3.9 and
// +4.4 percentage points.
func TestBreakdown_SlopeBoundsOfTenths(t *testing.T) {
	people := []int64{5_599_597, 5_726_334, 5_761_977, 5_699_103, 5_581_143, 5_574_827, 5_500_617, 5_464_378, 5_425_795, 5_285_659}
	low := []int64{521_419, 529_271, 439_087, 465_035, 397_817, 418_359, 477_457, 392_811, 390_066, 454_735}
	high := []int64{611_528, 640_036, 535_352, 564_981, 497_898, 550_132, 617_136, 548_137, 590_692, 722_801}
	least, greatest, err := fifths(t, people, low, high).SlopeBounds(0)
	require.NoError(t, err)
	require.InDelta(t, -0.0394, least.SII.Value, 0.0001)
	require.InDelta(t, 0.0442, greatest.SII.Value, 0.0001)
	for covered, want := range map[*[]int64]float64{&low: -0.0131, &high: 0.0179} {
		bands, err := fifths(t, people, *covered, *covered).Bands()
		require.NoError(t, err)
		slope, err := indicator.SlopeIndex(bands, 0)
		require.NoError(t, err)
		require.InDelta(t, want, slope.SII.Value, 0.0001)
	}
}

// Five of five covered have limits no narrower than Wilson's, and a slope of such
// bands limits that are no narrower than with four of five.
func TestBreakdown_BandsOfAllOrNone(t *testing.T) {
	bands := func(covered ...int64) []indicator.Band {
		b, err := fifths(t, []int64{5, 5, 5, 5, 5}, covered, covered).Bands()
		require.NoError(t, err)
		return b
	}
	all := bands(5, 5, 5, 0, 0)
	for _, confidence := range []float64{0.9, 0.95, 0.99, 0.998} {
		wilson, err := indicator.Proportion(5, 5, confidence)
		require.NoError(t, err)
		gap, err := indicator.Gap([]indicator.Band{{Population: 5, Value: 0}, all[0]}, indicator.WithLimits(confidence))
		require.NoError(t, err)
		require.LessOrEqual(t, gap.Low, wilson.Low+1e-9, "at %v", confidence)
	}
	certain, err := indicator.SlopeIndex(all, 0.95)
	require.NoError(t, err)
	require.Greater(t, certain.SII.High-certain.SII.Low, 0.9)
}

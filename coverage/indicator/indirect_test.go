package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestIndirectlyStandardisedRate_Published(t *testing.T) {
	type place struct {
		observed int64
		strata   []indicator.ReferenceStratum
	}
	places := map[string]place{}
	for _, r := range published(t, "indicator/isr_inputs.csv") {
		p := places[r["set"]+r["area"]]
		p.observed += r.count(t, "count")
		p.strata = append(p.strata, indicator.ReferenceStratum{
			Population: r.count(t, "pop"), ReferenceEvents: r.count(t, "ref_count"), ReferencePopulation: r.count(t, "ref_pop"),
		})
		places[r["set"]+r["area"]] = p
	}
	for _, r := range published(t, "indicator/isr_expected.csv") {
		p, per, confidence := places[r["set"]+r["area"]], r.number(t, "multiplier"), r.number(t, "confidence")
		require.Equal(t, r.count(t, "observed"), p.observed)
		expected, rate, err := indicator.ExpectedEvents(p.strata)
		require.NoError(t, err)
		near(t, r.number(t, "expected"), expected, tighter, r)
		var got indicator.Interval
		if r["measure"] == "rate" {
			near(t, r.number(t, "ref_rate"), rate*per, tighter, r)
			got, err = indicator.IndirectlyStandardisedRate(p.observed, p.strata, per, confidence)
		} else {
			got, err = indicator.StandardisedRatio(p.observed, expected, per, confidence)
		}
		require.NoError(t, err)
		near(t, r.number(t, "value"), got.Value, tighter, r)
		near(t, r.number(t, "lower"), got.Low, tighter, r)
		near(t, r.number(t, "upper"), got.High, tighter, r)
	}
}

func TestStandardisedRatio_Published(t *testing.T) {
	for _, r := range published(t, "indicator/smr_pairs.csv") {
		got, err := indicator.StandardisedRatio(r.count(t, "observed"), r.number(t, "expected"), 100, r.number(t, "confidence"))
		require.NoError(t, err)
		near(t, r.number(t, "ratio_x100"), got.Value, tighter, r)
		near(t, r.number(t, "lower"), got.Low, tighter, r)
		near(t, r.number(t, "upper"), got.High, tighter, r)
	}
	for _, r := range published(t, "indicator/isr_published_xlsx.csv") {
		per, rate := 1.0, 1.0
		switch r["statistic"] {
		case "indirectly standardised ratio x 100":
			per = 100
		case "indirectly standardised ratio x 1":
		default:
			rate = r.number(t, "ref_rate")
		}
		for suffix, confidence := range map[string]float64{"95_0cl": 0.95, "99_8cl": 0.998} {
			if r["lower"+suffix] == "" {
				continue
			}
			got, err := indicator.StandardisedRatio(r.count(t, "observed"), r.number(t, "expected"), per*rate, confidence)
			require.NoError(t, err)
			near(t, r.number(t, "value"), got.Value, tighter, r)
			near(t, r.number(t, "lower"+suffix), got.Low, tighter, r)
			near(t, r.number(t, "upper"+suffix), got.High, tighter, r)
		}
	}
}

// Typed from PHEindicatormethods 2.1.0.
func TestStandardisedRatio_TypedCases(t *testing.T) {
	for _, c := range []struct {
		observed                   int64
		expected, value, low, high float64
	}{
		{0, 240.6273499, 0, 0, 1.533025840847668},
		{6, 4.293052052, 139.7607093350938, 51.289717124791366, 304.20022548840706},
		{16, 36.38844667, 43.96999999780425, 25.116512945510085, 71.40848420848862},
		{895, 835.8835612311743, 107.07232939020275, 100.17147712553987, 114.3233287248989}, // PHE's own workbook
		{0, 5, 0, 0, 73.77759},
	} {
		got, err := indicator.StandardisedRatio(c.observed, c.expected, 100, 0.95)
		require.NoError(t, err)
		near(t, c.value, got.Value, tighter)
		near(t, c.low, got.Low, tighter)
		near(t, c.high, got.High, 2e-7)
	}
}

func TestExpectedEvents_NobodyAddsNothing(t *testing.T) {
	strata := []indicator.ReferenceStratum{{Population: 10, ReferenceEvents: 1, ReferencePopulation: 10}, {ReferenceEvents: 5, ReferencePopulation: 10}, {}}
	expected, rate, err := indicator.ExpectedEvents(strata)
	require.NoError(t, err)
	near(t, 1, expected, tighter)
	near(t, 0.3, rate, tighter)
}

func TestIndirectlyStandardisedRate_IgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		strata := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) indicator.ReferenceStratum {
			return indicator.ReferenceStratum{
				Population: rapid.Int64Range(0, 1e6).Draw(t, "people"), ReferenceEvents: rapid.Int64Range(1, 1e5).Draw(t, "events"),
				ReferencePopulation: rapid.Int64Range(1, 1e8).Draw(t, "reference"),
			}
		}), 1, 20).Draw(t, "strata")
		strata = append(strata, indicator.ReferenceStratum{Population: 1, ReferenceEvents: 1, ReferencePopulation: 1})
		want, err := indicator.IndirectlyStandardisedRate(12, strata, 1000, 0.95)
		require.NoError(t, err)
		got, err := indicator.IndirectlyStandardisedRate(12, rapid.Permutation(strata).Draw(t, "permuted"), 1000, 0.95)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

func TestStandardisedRatio_Refuses(t *testing.T) {
	for _, c := range []struct {
		observed                  int64
		expected, per, confidence float64
		code                      error
	}{
		{-1, 1, 1, 0.95, indicator.Range},
		{1, 0, 1, 0.95, indicator.ZeroDenominator},
		{0, 0, 1, 0.95, indicator.ZeroDenominator},
		{1, -1, 1, 0.95, indicator.Range},
		{1, math.NaN(), 1, 0.95, indicator.NotFinite},
		{1, 1, 0, 0.95, indicator.Range},
		{1, 1, 1, 95, indicator.Range},
		{1, 1e-310, 1, 0.95, indicator.NotFinite},
	} {
		got, err := indicator.StandardisedRatio(c.observed, c.expected, c.per, c.confidence)
		require.ErrorIs(t, err, c.code, "%+v", c)
		require.Zero(t, got)
	}
	for _, c := range []struct {
		strata []indicator.ReferenceStratum
		code   error
	}{
		{nil, indicator.TooFewGroups},
		{[]indicator.ReferenceStratum{{}}, indicator.ZeroDenominator},
		{[]indicator.ReferenceStratum{{Population: -1, ReferencePopulation: 1}}, indicator.Range},
		{[]indicator.ReferenceStratum{{Population: 1, ReferenceEvents: -1, ReferencePopulation: 1}}, indicator.Range},
		{[]indicator.ReferenceStratum{{Population: 1}}, indicator.Range},
		{[]indicator.ReferenceStratum{{ReferenceEvents: 1}}, indicator.Range},
	} {
		_, _, err := indicator.ExpectedEvents(c.strata)
		require.ErrorIs(t, err, c.code, "%+v", c)
		_, err = indicator.IndirectlyStandardisedRate(1, c.strata, 1, 0.95)
		require.ErrorIs(t, err, c.code, "%+v", c)
	}
}

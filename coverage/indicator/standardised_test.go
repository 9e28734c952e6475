package indicator_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

var bandPopulations = [19]int64{636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207}

// ageBands returns the strata of 19 age bands.
func ageBands(events [19]int64) []indicator.Stratum {
	strata := make([]indicator.Stratum, len(events))
	for i, band := range indicator.ESP2013() {
		strata[i] = indicator.Stratum{Events: events[i], Population: bandPopulations[i], Standard: band.Standard}
	}
	return strata
}

func big() []indicator.Stratum {
	return ageBands([19]int64{127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91})
}

func TestStandardisedRate(t *testing.T) {
	// Runs of the official English package, PHEindicatormethods 2.1.0.
	small := ageBands([19]int64{12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4})
	for _, c := range []struct {
		strata                       []indicator.Stratum
		confidence, value, low, high float64
	}{
		{big(), 0.95, 1043.0247991469425, 971.77090679856849, 1117.8940915479252},
		{big(), 0.998, 1043.0247991469425, 932.32878802199059, 1162.0595999522061},
		{small, 0.95, 110.3212025300104, 87.745576753670903, 136.70882227251795},
		{small, 0.998, 110.3212025300104, 76.364203579398776, 153.00328948244763},
	} {
		got, err := indicator.StandardisedRate(c.strata, 10_000, c.confidence)
		require.NoError(t, err)
		near(t, c.value, got.Value, tight)
		near(t, c.low, got.Low, tight)
		near(t, c.high, got.High, tight)
	}
}

func TestStandardisedRate_OfRecurringEvents(t *testing.T) {
	// A run of the official English package, PHEindicatormethods 2.1.0.
	got, err := indicator.StandardisedRateRecurring([]indicator.Recurring{
		{Times: 1, Strata: ageBands([19]int64{7, 4, 3, 0, 3, 4, 5, 2, 2, 3, 4, 5, 3, 5, 5, 3, 5, 5, 4})},
		{Times: 2, Strata: ageBands([19]int64{1})},
		{Times: 3, Strata: ageBands([19]int64{1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1})},
	}, 10_000, 0.95)
	require.NoError(t, err)
	near(t, 108.29541984124428, got.Value, tight)
	near(t, 81.76860975453846, got.Low, tight)
	near(t, 139.35588492706057, got.High, tight)
}

func TestStandardisedRate_NeedsTenEvents(t *testing.T) {
	nine := []indicator.Stratum{{Events: 4, Population: 100, Standard: 1}, {Events: 5, Population: 100, Standard: 1}}
	for _, confidence := range []float64{0, 0.95} {
		got, err := indicator.StandardisedRate(nine, 1000, confidence)
		require.ErrorIs(t, err, indicator.TooFewEvents)
		require.Zero(t, got)
	}
	nine[0].Events++
	_, err := indicator.StandardisedRate(nine, 1000, 0.95)
	require.NoError(t, err)
}

func TestStandardisedRate_Refuses(t *testing.T) {
	ok := indicator.Stratum{Events: 20, Population: 100, Standard: 1}
	with := func(change func(*indicator.Stratum)) []indicator.Stratum {
		s := ok
		change(&s)
		return []indicator.Stratum{ok, s}
	}
	for name, c := range map[string]struct {
		strata []indicator.Stratum
		per    float64
		level  float64
		code   validate.Code
	}{
		"none":              {nil, 1, 0.95, indicator.Range},
		"negative events":   {with(func(s *indicator.Stratum) { s.Events = -1 }), 1, 0.95, indicator.Range},
		"nobody":            {with(func(s *indicator.Stratum) { s.Population = 0 }), 1, 0.95, indicator.Range},
		"negative weight":   {with(func(s *indicator.Stratum) { s.Standard = -1 }), 1, 0.95, indicator.Range},
		"weight of NaN":     {with(func(s *indicator.Stratum) { s.Standard = math.NaN() }), 1, 0.95, indicator.NotFinite},
		"infinite weight":   {with(func(s *indicator.Stratum) { s.Standard = math.Inf(1) }), 1, 0.95, indicator.NotFinite},
		"no weight":         {[]indicator.Stratum{{Events: 20, Population: 100}}, 1, 0.95, indicator.Range},
		"per 0":             {[]indicator.Stratum{ok}, 0, 0.95, indicator.Range},
		"confidence of 95":  {[]indicator.Stratum{ok}, 1, 95, indicator.Range},
		"more than a float": {[]indicator.Stratum{{Events: math.MaxInt64, Population: 1, Standard: 1}}, math.MaxFloat64, 0.95, indicator.NotFinite},
	} {
		got, err := indicator.StandardisedRate(c.strata, c.per, c.level)
		require.ErrorIs(t, err, c.code, name)
		require.Zero(t, got, name)
	}
}

func TestRecurring_GroupsListTheSameStrata(t *testing.T) {
	strata := func(population int64, standard float64) []indicator.Stratum {
		return []indicator.Stratum{{Events: 20, Population: population, Standard: standard}}
	}
	for name, groups := range map[string][]indicator.Recurring{
		"no group":           {},
		"no times":           {{Strata: strata(100, 1)}},
		"another population": {{Times: 1, Strata: strata(100, 1)}, {Times: 2, Strata: strata(101, 1)}},
		"another weight":     {{Times: 1, Strata: strata(100, 1)}, {Times: 2, Strata: strata(100, 2)}},
		"one stratum less":   {{Times: 1, Strata: strata(100, 1)}, {Times: 2}},
	} {
		_, err := indicator.StandardisedRateRecurring(groups, 1, 0.95)
		require.ErrorIs(t, err, indicator.Range, name)
	}
}

func TestESP2013(t *testing.T) {
	bands := indicator.ESP2013()
	require.Len(t, bands, 19)
	sum := 0.0
	for _, b := range bands {
		sum += b.Standard
	}
	require.Equal(t, 100_000.0, sum)
	bands[0].Standard = 0
	require.Equal(t, 5000.0, indicator.ESP2013()[0].Standard, "the slice is the caller's own")
}

func TestStandardisedRate_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		strata := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) indicator.Stratum {
			return indicator.Stratum{
				Events:     rapid.Int64Range(0, 1_000_000).Draw(t, "events"),
				Population: rapid.Int64Range(1, 1_000_000_000).Draw(t, "population"),
				Standard:   rapid.Float64Range(1, 1e6).Draw(t, "standard"),
			}
		}), 1, 20).Draw(t, "strata")
		level := confidence().Draw(t, "confidence")
		got, err := indicator.StandardisedRate(strata, 1000, level)
		if err != nil {
			require.ErrorIs(t, err, indicator.TooFewEvents)
			return
		}
		sound(t, got)

		// Only the proportions of the weights count, and the rate lies between
		// the lowest and the highest of the strata.
		low, high := math.Inf(1), 0.0
		doubled := make([]indicator.Stratum, len(strata))
		for i, s := range strata {
			rate := float64(s.Events) / float64(s.Population) * 1000
			low, high = min(low, rate), max(high, rate)
			s.Standard *= 2
			doubled[i] = s
		}
		require.GreaterOrEqual(t, got.Value, low*(1-1e-12))
		require.LessOrEqual(t, got.Value, high*(1+1e-12))
		same, err := indicator.StandardisedRate(doubled, 1000, level)
		require.NoError(t, err)
		require.InEpsilon(t, got.High, same.High, 1e-12)

		once, err := indicator.StandardisedRateRecurring([]indicator.Recurring{{Times: 1, Strata: strata}}, 1000, level)
		require.NoError(t, err)
		require.Equal(t, got, once)
	})
}

func TestStandardisedRate_OfOneStratumIsItsRate(t *testing.T) {
	for _, events := range []int64{10, 11, 100, 12345} {
		crude, err := indicator.Rate(events, 98765, 1000, 0.95)
		require.NoError(t, err)
		got, err := indicator.StandardisedRate([]indicator.Stratum{{Events: events, Population: 98765, Standard: 7}}, 1000, 0.95)
		require.NoError(t, err)
		near(t, crude.Value, got.Value, 1e-14)
		near(t, crude.Low, got.Low, 1e-12)
		near(t, crude.High, got.High, 1e-12)
	}
}

func FuzzStandardisedRate(f *testing.F) {
	f.Add(int64(9), int64(1000), 1.0, int64(4), int64(500), 2.0, 1000.0, 0.95)
	f.Add(int64(math.MaxInt64), int64(1), math.MaxFloat64, int64(math.MaxInt64), int64(1), 5e-324, 1.0, 0.5)
	f.Fuzz(func(t *testing.T, e1, n1 int64, w1 float64, e2, n2 int64, w2, per, confidence float64) {
		got, err := indicator.StandardisedRate([]indicator.Stratum{{e1, n1, w1}, {e2, n2, w2}}, per, confidence)
		if err != nil {
			require.Zero(t, got)
			return
		}
		sound(t, got)
	})
}

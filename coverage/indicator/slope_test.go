package indicator_test

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// lifeExpectancy is a sample of the official English package: ten bands of an
// area, the most deprived first.
func lifeExpectancy() []indicator.Band {
	return []indicator.Band{
		{7291, 75.9334590103081, 1.638472426358545},
		{7997, 78.3442382727843, 1.578192884542907},
		{6105, 83.8360631041654, 1.5134355059640296},
		{7666, 83.6375399664931, 1.7754906175801293},
		{5790, 80.4655031529559, 1.7013390591981388},
		{6934, 81.1156759857022, 1.56412107376755},
		{5918, 81.6930835718562, 1.3681148366878566},
		{5974, 84.1900062060987, 1.4001418005940802},
		{7147, 80.5955641081472, 2.4328463975781616},
		{7534, 86.2894349578624, 1.5665181695934678},
	}
}

// obesity is another, of shares. The package has standard errors of logits; the
// delta method brings them to the scale of the shares.
func obesity() []indicator.Band {
	bands := []indicator.Band{
		{34353, 0.21212121212121202, 0.013197018471840493},
		{32112, 0.214281265570503, 0.013599402535469379},
		{27715, 0.204077214504781, 0.014903436058054755},
		{25372, 0.19186504808450303, 0.015942525582502205},
		{23889, 0.174808489262841, 0.01703390526979317},
		{23260, 0.16663800515907098, 0.017593885815626962},
		{23180, 0.156039689387403, 0.018098141690297317},
		{24193, 0.146571322283305, 0.018176743057472546},
		{23609, 0.140370197805921, 0.01873422095544007},
		{24488, 0.120875530872264, 0.019601724030759937},
	}
	for i, b := range bands {
		bands[i].StandardError = b.StandardError * b.Value * (1 - b.Value)
	}
	return bands
}

// mortality is a third, of rates, with standard errors of logarithms.
func mortality() []indicator.Band {
	bands := []indicator.Band{
		{13837, 4.89675, 0.010463435871035195},
		{14519, 4.5678, 0.01122050955493271},
		{14940, 4.67666, 0.010958123027823953},
		{14599, 4.35666, 0.011766994423542733},
		{12311, 3.9, 0.013152502465522992},
		{21675, 3.8, 0.013500612615903717},
		{20065, 3.5, 0.014665074213694304},
		{19750, 3.2, 0.01604944525779827},
		{24713, 3.21, 0.015999100476435324},
		{20112, 2.8, 0.01836058663905341},
	}
	for i, b := range bands {
		bands[i].StandardError = b.StandardError * b.Value
	}
	return bands
}

func TestSlopeIndex(t *testing.T) {
	// Runs of the official English package, PHEindicatormethods 2.1.0; its limits
	// come from 100,000 random draws.
	for name, c := range map[string]struct {
		bands                       []indicator.Band
		options                     []indicator.SlopeOption
		sii, siiLow, siiHigh        float64
		rii, riiLow, riiHigh, start float64
	}{
		"linear": {
			lifeExpectancy(), nil,
			6.9346164736688189, 3.1275946176508169, 10.7586873680794,
			1.0888180804446217, 1.0383690591642838, 1.1412993360251238, 78.076630782316712,
		},
		"logit": {
			obesity(), []indicator.SlopeOption{indicator.Logit()},
			-0.1096462611125906, -0.11490838449464633, -0.10443087776045443,
			0.53417757432539459, 0.51853338500746282, 0.5501741213468927, 0.23538210070887111,
		},
		"logarithm": {
			mortality(), []indicator.SlopeOption{indicator.Log()},
			-2.2954691808474057, -2.4232236888525982, -2.1680757851505641,
			0.54461447597370527, 0.52707454415684196, 0.56277497454053882, 5.0407161838435188,
		},
	} {
		got, err := indicator.SlopeIndex(c.bands, 0.95, c.options...)
		require.NoError(t, err, name)
		near(t, c.sii, got.SII.Value, tighter, name)
		near(t, c.rii, got.RII.Value, tighter, name)
		near(t, c.start, got.Intercept, tighter, name)
		require.InDelta(t, c.siiLow, got.SII.Low, simulated*(c.siiHigh-c.siiLow), name)
		require.InDelta(t, c.siiHigh, got.SII.High, simulated*(c.siiHigh-c.siiLow), name)
		require.InDelta(t, c.riiLow, got.RII.Low, simulated*(c.riiHigh-c.riiLow), name)
		require.InDelta(t, c.riiHigh, got.RII.High, simulated*(c.riiHigh-c.riiLow), name)
	}
}

func TestSlopeIndex_OfAStraightLine(t *testing.T) {
	// Four bands of 10, 20, 30 and 40 people in a hundred stand at 0.05, 0.2, 0.45
	// and 0.8; values on the line 2 + 3b have the index 3 and the intercept 2.
	bands := []indicator.Band{{10, 2.15, 0}, {20, 2.6, 0}, {30, 3.35, 0}, {40, 4.4, 0}}
	got, err := indicator.SlopeIndex(bands, 0.95)
	require.NoError(t, err)
	near(t, 3, got.SII.Value, 1e-14)
	near(t, 2, got.Intercept, 1e-14)
	near(t, 2.5, got.RII.Value, 1e-14)
	require.Equal(t, got.SII.Value, got.SII.Low, "a full count has no sampling error")
	require.Equal(t, 0.95, got.SII.Confidence)
	near(t, 2.5, got.RII.High, 1e-14)
}

func TestSlopeIndex_OfTwoBandsOfOneSize(t *testing.T) {
	// Two halves stand at 1/4 and 3/4: the index is twice their difference, its
	// variance four times the sum of theirs, and the ends 3/2 of one less 1/2 of
	// the other.
	got, err := indicator.SlopeIndex([]indicator.Band{{50, 10, 0.3}, {50, 14, 0.4}}, 0.95)
	require.NoError(t, err)
	near(t, 8, got.SII.Value, 1e-14)
	near(t, 8-1.959963984540054*2*0.5, got.SII.Low, 1e-14)
	near(t, 8, got.Intercept, 1e-14)
	near(t, 2, got.RII.Value, 1e-14)

	// Fieller: every limit r solves (Y1 - r Y0)² = z² Var(Y1 - r Y0).
	const z2 = 1.959963984540054 * 1.959963984540054
	variance := func(r float64) float64 {
		first, second := -0.5-1.5*r, 1.5+0.5*r // weights of the two bands in Y1 - r Y0
		return first*first*0.3*0.3 + second*second*0.4*0.4
	}
	for _, r := range []float64{got.RII.Low, got.RII.High} {
		near(t, z2*variance(r), (16-r*8)*(16-r*8), 1e-12)
	}
}

func TestReversed(t *testing.T) {
	for _, o := range [][]indicator.SlopeOption{nil, {indicator.Logit()}, {indicator.Log()}} {
		plain, err := indicator.SlopeIndex(obesity(), 0.95, o...)
		require.NoError(t, err)
		reversed, err := indicator.SlopeIndex(obesity(), 0.95, append(o, indicator.Reversed())...)
		require.NoError(t, err)
		require.Equal(t, indicator.Interval{Value: -plain.SII.Value, Low: -plain.SII.High, High: -plain.SII.Low, Confidence: 0.95}, reversed.SII)
		near(t, 1/plain.RII.Value, reversed.RII.Value, 1e-12)
		near(t, 1/plain.RII.High, reversed.RII.Low, 1e-12)
		near(t, 1/plain.RII.Low, reversed.RII.High, 1e-12)
		require.Equal(t, plain.Intercept, reversed.Intercept)
	}
}

func TestSlope_NoLimitsOnRequest(t *testing.T) {
	for _, o := range [][]indicator.SlopeOption{nil, {indicator.Logit()}, {indicator.Reversed()}} {
		got, err := indicator.SlopeIndex(obesity(), 0, o...)
		require.NoError(t, err)
		sound(t, got.SII)
		sound(t, got.RII)
		require.Zero(t, got.SII.Confidence)
		require.Zero(t, got.RII.Confidence)
	}
}

func TestSlope_RelativeIndexWithoutDenominator(t *testing.T) {
	// The line through 1 at 1/4 and 3 at 3/4 starts at 0.
	zero := []indicator.Band{{50, 1, 0.1}, {50, 3, 0.1}}
	got, err := indicator.SlopeIndex(zero, 0.95)
	require.ErrorIs(t, err, indicator.ZeroDenominator)
	near(t, 4, got.SII.Value, 1e-14)
	require.Zero(t, got.Intercept)
	require.Zero(t, got.RII)

	reversed, err := indicator.SlopeIndex(zero, 0.95, indicator.Reversed())
	require.NoError(t, err, "reversed it divides by the other end")
	require.Zero(t, reversed.RII.Value)

	// Not zero, but not to be told from it: the index stands, its limits do not.
	near0, err := indicator.SlopeIndex([]indicator.Band{{50, 1.1, 0.4}, {50, 3, 0.4}}, 0.95)
	require.NoError(t, err)
	require.Equal(t, 0.95, near0.SII.Confidence)
	require.Zero(t, near0.RII.Confidence)
	sound(t, near0.RII)
}

func TestSlopeIndex_Refuses(t *testing.T) {
	ok := indicator.Band{Population: 1, Value: 0.5}
	with := func(b indicator.Band) []indicator.Band { return []indicator.Band{ok, b} }
	for name, c := range map[string]struct {
		bands   []indicator.Band
		level   float64
		options []indicator.SlopeOption
		code    validate.Code
	}{
		"no band":             {nil, 0.95, nil, indicator.TooFewGroups},
		"one band":            {[]indicator.Band{ok}, 0.95, nil, indicator.TooFewGroups},
		"negative population": {with(indicator.Band{Population: -200, Value: 0.2}), 0.95, nil, indicator.Range},
		"nobody":              {with(indicator.Band{Value: 0.2}), 0.95, nil, indicator.Range},
		"negative error":      {with(indicator.Band{Population: 1, Value: 0.2, StandardError: -5}), 0.95, nil, indicator.Range},
		"value of NaN":        {with(indicator.Band{Population: 1, Value: math.NaN()}), 0.95, nil, indicator.NotFinite},
		"infinite error":      {with(indicator.Band{Population: 1, StandardError: math.Inf(1)}), 0.95, nil, indicator.NotFinite},
		"confidence of 95":    {with(ok), 95, nil, indicator.Range},
		"logit of 1":          {with(indicator.Band{Population: 1, Value: 1}), 0.95, []indicator.SlopeOption{indicator.Logit()}, indicator.Range},
		"logarithm of 0":      {with(indicator.Band{Population: 1}), 0.95, []indicator.SlopeOption{indicator.Log()}, indicator.Range},
		"too large":           {[]indicator.Band{{1, -math.MaxFloat64, 0}, {1, math.MaxFloat64, 0}}, 0.95, nil, indicator.NotFinite},
		"too uncertain":       {[]indicator.Band{{1, 1, math.MaxFloat64}, {1, 2, 0}}, 0.95, nil, indicator.NotFinite},
	} {
		got, err := indicator.SlopeIndex(c.bands, c.level, c.options...)
		require.ErrorIs(t, err, c.code, name)
		require.Zero(t, got, name)
	}
}

// bandsOf draws bands with values in a range.
func bandsOf(low, high float64) *rapid.Generator[[]indicator.Band] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) indicator.Band {
		return indicator.Band{
			Population:    rapid.Int64Range(1, 10_000_000).Draw(t, "population"),
			Value:         rapid.Float64Range(low, high).Draw(t, "value"),
			StandardError: rapid.Float64Range(0, (high-low)/10).Draw(t, "standard error"),
		}
	}), 2, 12)
}

func TestSlopeIndex_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bands := bandsOf(10, 20).Draw(t, "bands")
		level := confidence().Draw(t, "confidence")
		got, err := indicator.SlopeIndex(bands, level)
		require.NoError(t, err)
		sound(t, got.SII)
		sound(t, got.RII)
		near(t, 1+got.SII.Value/got.Intercept, got.RII.Value, 1e-9)

		// Another unit scales it, another origin does not move it.
		k, origin := rapid.Float64Range(0.1, 10).Draw(t, "k"), rapid.Float64Range(-50, 50).Draw(t, "origin")
		moved := make([]indicator.Band, len(bands))
		backwards := make([]indicator.Band, len(bands))
		for i, b := range bands {
			moved[i] = indicator.Band{Population: b.Population, Value: k*b.Value + origin, StandardError: k * b.StandardError}
			backwards[len(bands)-1-i] = b
		}
		other, err := indicator.SlopeIndex(moved, level)
		if err == nil {
			require.InDelta(t, k*got.SII.Value, other.SII.Value, 1e-8)
			require.InDelta(t, k*got.SII.High, other.SII.High, 1e-6)
		} else {
			require.ErrorIs(t, err, indicator.ZeroDenominator)
		}

		// Read from the other end it has the other sign.
		mirrored, err := indicator.SlopeIndex(backwards, level)
		require.NoError(t, err)
		require.InDelta(t, -got.SII.Value, mirrored.SII.Value, 1e-9)
	})
}

func TestSlope_TransformedSlopesStayInTheirRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bands := bandsOf(0.001, 0.999).Draw(t, "bands")
		level := confidence().Draw(t, "confidence")
		logit, err := indicator.SlopeIndex(bands, level, indicator.Logit())
		if err != nil {
			require.ErrorIs(t, err, indicator.ZeroDenominator)
			return
		}
		sound(t, logit.SII)
		sound(t, logit.RII)
		require.GreaterOrEqual(t, logit.SII.Low, -1.0)
		require.LessOrEqual(t, logit.SII.High, 1.0)
		require.GreaterOrEqual(t, logit.RII.Low, 0.0)
	})
}

// decodeBands makes bands of raw bytes, 24 for each.
func decodeBands(data []byte) []indicator.Band {
	var bands []indicator.Band
	for ; len(data) >= 24; data = data[24:] {
		bands = append(bands, indicator.Band{
			Population:    int64(binary.LittleEndian.Uint64(data)),
			Value:         math.Float64frombits(binary.LittleEndian.Uint64(data[8:])),
			StandardError: math.Float64frombits(binary.LittleEndian.Uint64(data[16:])),
		})
	}
	return bands
}

func encodeBands(bands []indicator.Band) (data []byte) {
	for _, b := range bands {
		data = binary.LittleEndian.AppendUint64(data, uint64(b.Population))
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(b.Value))
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(b.StandardError))
	}
	return data
}

// FuzzBands runs everything that takes bands on any bands: there is an error or
// there are finite numbers, and never a panic.
func FuzzBands(f *testing.F) {
	f.Add(encodeBands(lifeExpectancy()), 0.95, 0)
	f.Add(encodeBands(obesity()), 0.0, 9)
	f.Add(encodeBands([]indicator.Band{{1, 5e-324, 5e-324}, {math.MaxInt64, math.MaxFloat64, 1}}), 0.5, 1)
	f.Fuzz(func(t *testing.T, data []byte, confidence float64, reference int) {
		bands := decodeBands(data)
		for _, o := range [][]indicator.SlopeOption{
			nil, {indicator.Logit()}, {indicator.Log()}, {indicator.Reversed()}, {indicator.Logit(), indicator.Reversed()}, {indicator.Log(), indicator.Reversed()},
		} {
			slope, _ := indicator.SlopeIndex(bands, confidence, o...)
			sound(t, slope.SII)
			sound(t, slope.RII)
			sound(t, indicator.Interval{Value: slope.Intercept, Low: slope.Intercept, High: slope.Intercept})
		}
		finite := func(values ...float64) {
			for _, v := range values {
				require.False(t, math.IsNaN(v) || math.IsInf(v, 0))
			}
		}
		gap, _ := indicator.Gap(bands, indicator.WithLimits(confidence))
		sound(t, gap)
		ratio, _ := indicator.Ratio(bands, indicator.WithLimits(confidence))
		sound(t, ratio)
		c, _ := indicator.ConcentrationIndex(bands)
		finite(c.Relative, c.Absolute, c.Erreygers, c.Wagstaff)
		par, _ := indicator.PopulationAttributable(bands, reference)
		finite(par.Risk, par.Fraction)
		d, _ := indicator.Dispersed(bands)
		finite(d.Mean, d.Variance, d.StandardDeviation, d.MeanDifference, d.CoefficientOfVariation, d.IndexOfDisparity, d.Theil, d.MeanLogDeviation)
	})
}

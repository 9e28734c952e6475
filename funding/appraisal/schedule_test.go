package appraisal_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

func rate(hundredths int64) decimal.Decimal { return decimal.New(hundredths, -4) }

// HM Treasury, Discounting: Green Book supplementary guidance (February 2026),
// annex A, tables A.1 and A.2; beyond year 30 the Northern Ireland Guide to
// Expenditure Appraisal, appendix 4, table 1, which has the same bands.
func TestSchedule_FactorPublished(t *testing.T) {
	for _, c := range []struct {
		s    appraisal.Schedule
		want map[int]string
	}{
		{appraisal.GreenBook2026(), map[int]string{
			0: "1", 1: "0.9662", 2: "0.9335", 4: "0.8714", 7: "0.786", 9: "0.7337", 12: "0.6618", 16: "0.5767", 19: "0.5202",
			22: "0.4692", 25: "0.4231", 28: "0.3817", 30: "0.3563", 40: "0.2651", 50: "0.1973", 60: "0.1468", 75: "0.0942",
			90: "0.0651", 100: "0.0508", 125: "0.0274", 200: "0.0062", 250: "0.0029", 300: "0.0014", 350: "0.0009", 400: "0.0005", 500: "0.0002",
		}},
		{appraisal.GreenBookHealth2026(), map[int]string{
			0: "1", 2: "0.9707", 4: "0.9422", 5: "0.9283", 7: "0.901", 10: "0.8617", 13: "0.824", 18: "0.7649", 22: "0.7207", 24: "0.6995", 30: "0.6398",
		}},
	} {
		for year, want := range c.want {
			w, err := decimal.NewFromString(want)
			require.NoError(t, err)
			require.True(t, c.s.Factor(year).Round(4).Equal(w), "%s, year %d", c.s.Name(), year)
		}
	}
}

// The bands of the Green Book 2026 in the Department for Transport's table of 16
// April 2026.
func TestSchedule_RatePublished(t *testing.T) {
	for _, c := range []struct {
		s    appraisal.Schedule
		want [6]int64
	}{
		{appraisal.GreenBook2026(), [6]int64{350, 300, 250, 200, 150, 100}},
		{appraisal.GreenBookHealth2026(), [6]int64{150, 129, 107, 86, 64, 43}},
		{appraisal.GreenBookReduced2026(), [6]int64{300, 257, 214, 171, 129, 86}},
	} {
		bands := [6][2]int{{0, 30}, {31, 75}, {76, 125}, {126, 200}, {201, 300}, {301, math.MaxInt}}
		for i, b := range bands {
			for _, year := range b {
				require.True(t, c.s.Rate(year).Equal(rate(c.want[i])), "%s, year %d", c.s.Name(), year)
			}
		}
		require.True(t, c.s.Rate(-5).Equal(rate(c.want[0])))
		var firsts []int
		for b := range c.s.Bands() {
			firsts = append(firsts, b.First)
		}
		require.Equal(t, []int{0, 31, 76, 126, 201, 301}, firsts)
		require.NoError(t, c.s.Err())
		require.Equal(t, "HM Treasury", c.s.Source().Publisher)
	}
	for b := range appraisal.GreenBook2026().Bands() {
		require.Equal(t, 0, b.First)
		break
	}
	require.Equal(t, appraisal.GreenBook2026(), appraisal.GreenBook2026(), "one immutable handle")
}

func TestSchedule_FactorExact(t *testing.T) {
	half := big.NewRat(1, 2)
	schedule := rapid.OneOf(
		rapid.SampledFrom([]appraisal.Schedule{appraisal.GreenBook2026(), appraisal.GreenBookHealth2026(), appraisal.GreenBookReduced2026()}),
		rapid.Map(rapid.Int64Range(0, 1e11), func(n int64) appraisal.Schedule { return appraisal.FlatRate(decimal.New(n, -10)) }),
	)
	rapid.Check(t, func(t *rapid.T) {
		s, year := schedule.Draw(t, "schedule"), rapid.IntRange(-3, 140).Draw(t, "year")
		growth := big.NewRat(1, 1)
		for step := 1; step <= year; step++ {
			growth.Mul(growth, new(big.Rat).Add(big.NewRat(1, 1), s.Rate(step).Rat()))
		}
		off := new(big.Rat).Sub(s.Factor(year).Rat(), growth.Inv(growth))
		off.Mul(off, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(20), nil)))
		require.LessOrEqual(t, off.Abs(off).Cmp(half), 0, "right to 20 decimals")
		require.Equal(t, int32(-20), s.Factor(year).Exponent())

		if year >= 0 { // a single flow is worth its factor
			flows := append(make([]funding.Money, year), funding.Pence(1e15))
			npv, err := appraisal.NPV(flows, s)
			require.NoError(t, err)
			require.True(t, s.Factor(year).Shift(15).RoundBank(0).Equal(decimal.New(npv.Pence(), 0)))
		}
	})
}

func TestSchedule_FactorFarOff(t *testing.T) {
	require.True(t, appraisal.GreenBook2026().Factor(math.MaxInt).IsZero())
	require.True(t, appraisal.FlatRate(decimal.New(10, 0)).Factor(math.MaxInt).IsZero())
	require.True(t, appraisal.FlatRate(decimal.Decimal{}).Factor(math.MaxInt).Equal(decimal.New(1, 0)))
	require.True(t, appraisal.GreenBook2026().Factor(math.MinInt).Equal(decimal.New(1, 0)))
}

func TestSchedule_Refuses(t *testing.T) {
	for code, s := range map[validate.Code][]appraisal.Schedule{
		validate.Required: {{}},
		validate.Range: {
			appraisal.FlatRate(rate(-1)), appraisal.FlatRate(decimal.New(1001, -2)), appraisal.FlatRate(decimal.New(1, -11)),
			appraisal.FlatRate(decimal.New(1, 1_000_000)), appraisal.FlatRate(decimal.New(1, -1_000_000)), appraisal.FlatRate(decimal.New(1, math.MinInt32)),
		},
	} {
		for _, s := range s {
			require.ErrorIs(t, s.Err(), code)
			_, err := appraisal.NPV([]funding.Money{funding.Pence(1)}, s)
			require.ErrorIs(t, err, code)
			require.True(t, s.Factor(5).IsZero())
			require.True(t, s.Rate(5).IsZero())
			require.Empty(t, slices.Collect(s.Bands()))
			require.Empty(t, s.Name())
			require.Zero(t, s.Source())
		}
	}
	require.True(t, appraisal.Schedule{}.IsZero())
	require.Equal(t, "flat 3.5%", appraisal.FlatRate(rate(350)).Name())

	for _, c := range []struct {
		bands []appraisal.Band
		code  validate.Code
	}{
		{nil, validate.Required},
		{[]appraisal.Band{{First: 1, Rate: rate(350)}}, validate.Order},
		{[]appraisal.Band{{Rate: rate(350)}, {First: 0, Rate: rate(300)}}, validate.Order},
		{[]appraisal.Band{{Rate: rate(350)}, {First: 31, Rate: rate(-300)}}, validate.Range},
	} {
		s, err := appraisal.NewSchedule("x", caremodel.Source{}, c.bands...)
		require.ErrorIs(t, err, c.code)
		require.True(t, s.IsZero())
	}
	s, err := appraisal.NewSchedule("later edition", caremodel.Source{Publisher: "HM Treasury"}, appraisal.Band{Rate: rate(300)}, appraisal.Band{First: 31, Rate: rate(250)})
	require.NoError(t, err)
	require.Equal(t, "later edition", s.Name())
	require.True(t, s.Rate(30).Equal(rate(300)))
	require.True(t, s.Rate(31).Equal(rate(250)))
}

func BenchmarkFactor30(b *testing.B) {
	s := appraisal.GreenBook2026()
	for b.Loop() {
		_ = s.Factor(30)
	}
}

func BenchmarkNPV60(b *testing.B) {
	s, flows := appraisal.GreenBook2026(), make([]funding.Money, 60)
	for i := range flows {
		flows[i] = funding.Pence(int64(i*7919%1000-300) * 100_000)
	}
	for b.Loop() {
		if _, err := appraisal.NPV(flows, s); err != nil {
			b.Fatal(err)
		}
	}
}

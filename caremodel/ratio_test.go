package caremodel_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

func ratios() *rapid.Generator[caremodel.Ratio] {
	edges := []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, 2, 3, math.MaxInt64 - 1, math.MaxInt64}
	nums := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000), rapid.SampledFrom(edges))
	dens := rapid.OneOf(rapid.Int64Range(1, math.MaxInt64), rapid.Int64Range(1, 1000), rapid.SampledFrom([]int64{1, 2, math.MaxInt64}))
	return rapid.Custom(func(t *rapid.T) caremodel.Ratio {
		return caremodel.Ratio{Num: nums.Draw(t, "num"), Den: dens.Draw(t, "den")}
	})
}

func exact(r caremodel.Ratio) *big.Rat { return big.NewRat(r.Num, r.Den) }

func TestParseRatio(t *testing.T) {
	for text, want := range map[string]caremodel.Ratio{
		"1/2":    {Num: 1, Den: 2},
		"2/4":    {Num: 2, Den: 4}, // kept as written
		"0/7":    {Num: 0, Den: 7},
		"-3/4":   {Num: -3, Den: 4},
		"-0/4":   {Num: 0, Den: 4},
		"50%":    {Num: 50, Den: 100},
		"100%":   {Num: 100, Den: 100},
		"12.5%":  {Num: 125, Den: 1000},
		"-0.5%":  {Num: -5, Den: 1000},
		"0.5":    {Num: 5, Den: 10},
		"0.50":   {Num: 50, Den: 100},
		"7":      {Num: 7, Den: 1},
		"0":      {Num: 0, Den: 1},
		"5/1000": {Num: 5, Den: 1000},
		"9223372036854775807/9223372036854775807": {Num: math.MaxInt64, Den: math.MaxInt64},
		"-9223372036854775808/1":                  {Num: math.MinInt64, Den: 1},
		"0.000000000000000001":                    {Num: 1, Den: 1e18},
		"0.0000000000000001%":                     {Num: 1, Den: 1e18},
		"9.223372036854775807":                    {Num: math.MaxInt64, Den: 1e18},
	} {
		r, err := caremodel.ParseRatio(text)
		require.NoError(t, err, text)
		require.Equal(t, want, r, text)
		requireTextLaws(t, caremodel.ParseRatio, text, caremodel.Ratio{Num: 1, Den: 3})
	}
	for text, code := range map[string]validate.Code{
		"": validate.Format, "/": validate.Format, "1/": validate.Format, "/2": validate.Format, "%": validate.Format,
		"-": validate.Format, ".": validate.Format, "1.": validate.Format, ".5": validate.Format, "-.5": validate.Format,
		"+1/2": validate.Format, "1/-2": validate.Format, "--1/2": validate.Format, "1/+2": validate.Format, "1-/2": validate.Format,
		" 1/2": validate.Format, "1 /2": validate.Format, "1/2/3": validate.Format, "1/2%": validate.Format, "50%%": validate.Format,
		"50 %": validate.Format, "1e3": validate.Format, "0x1/2": validate.Format, "1_0/2": validate.Format, "1,000/2": validate.Format,
		"007": validate.Format, "01/2": validate.Format, "1/02": validate.Format, "00.5": validate.Format, "050%": validate.Format,
		"0.-5": validate.Format, "1.5/2": validate.Format, "１/2": validate.Format, "∞": validate.Format, "NaN": validate.Format,
		"1.2.3": validate.Format, "not known": validate.Format, "−1/2": validate.Format,
		"1/0": validate.Range, "0/0": validate.Range, "-1/0": validate.Range,
		"0.0000000000000000001": validate.Precision, "0.00000000000000001%": validate.Precision,
		"0." + strings.Repeat("0", 1<<16): validate.Precision,
		"9223372036854775808/1":           validate.Overflow, "1/9223372036854775808": validate.Overflow,
		"-9223372036854775809/1": validate.Overflow, "9223372036854775808": validate.Overflow,
		"1" + strings.Repeat("0", 1<<16): validate.Overflow, "99.999999999999999999": validate.Overflow,
	} {
		_, err := caremodel.ParseRatio(text)
		require.ErrorIs(t, err, code, validate.Quote(text))
		requireTextLaws(t, caremodel.ParseRatio, text, caremodel.Ratio{Num: 1, Den: 3})
	}
}

func TestRatioOf(t *testing.T) {
	r, err := caremodel.RatioOf(2, 4)
	require.NoError(t, err)
	require.Equal(t, caremodel.Ratio{Num: 2, Den: 4}, r)
	for _, den := range []int64{0, -1, math.MinInt64} {
		r, err := caremodel.RatioOf(1, den)
		require.ErrorIs(t, err, validate.Range)
		require.Zero(t, r)
	}
}

// Every known ratio has a text that comes back as the same ratio, and compares
// as the exact fraction does.
func TestRatio_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, s := ratios().Draw(t, "r"), ratios().Draw(t, "s")
		requireRoundTrip(t, caremodel.ParseRatio, r)
		requireDatabaseLaws(t, r, s)
		require.Equal(t, exact(r).Cmp(exact(s)), r.Compare(s))
		require.Equal(t, -s.Compare(r), r.Compare(s))
		require.Equal(t, r.Compare(s) == 0, r.Equal(s))

		float, _ := exact(r).Float64()
		require.InEpsilon(t, 1+math.Abs(float), 1+math.Abs(r.Float64()), 1e-15)
	})
}

func TestRatio_Float64IsNearest(t *testing.T) {
	small := rapid.Int64Range(-1<<53, 1<<53)
	rapid.Check(t, func(t *rapid.T) {
		r := caremodel.Ratio{Num: small.Draw(t, "num"), Den: rapid.Int64Range(1, 1<<53).Draw(t, "den")}
		want, _ := exact(r).Float64()
		require.Equal(t, want, r.Float64())
	})
}

// Percent against math/big: half to even on the decimal digits.
func TestRatio_Percent(t *testing.T) {
	for _, tc := range []struct {
		r      caremodel.Ratio
		places int
		want   string
	}{
		{caremodel.Ratio{Num: 5_000_000, Den: 54_786_327}, 1, "9.1%"}, // five million people of England, ONS mid-2015
		{caremodel.Ratio{Num: 1, Den: 2}, 0, "50%"},
		{caremodel.Ratio{Num: 1, Den: 200}, 0, "0%"},   // 0.5 to the even 0
		{caremodel.Ratio{Num: 3, Den: 200}, 0, "2%"},   // 1.5 to the even 2
		{caremodel.Ratio{Num: -1, Den: 200}, 0, "0%"},  // no minus before nothing
		{caremodel.Ratio{Num: -3, Den: 200}, 0, "-2%"}, // mirrored
		{caremodel.Ratio{Num: 1, Den: 3}, 9, "33.333333333%"},
		{caremodel.Ratio{Num: 1, Den: 3}, 99, "33.333333333%"},
		{caremodel.Ratio{Num: 1, Den: 3}, -1, "33%"},
		{caremodel.Ratio{Num: 1, Den: math.MaxInt64}, 3, "0.000%"},
		{caremodel.Ratio{Num: 9912294471208215, Den: 2}, 9, "495614723560410750.000000000%"}, // a carry of 64 bits from the part
		{caremodel.Ratio{Num: 8116567392432202711, Den: 11}, 0, "73786976294838206464%"},     // and one from rounding up
		{caremodel.Ratio{Num: math.MaxInt64, Den: 1}, 2, "922337203685477580700.00%"},
		{caremodel.Ratio{Num: math.MinInt64, Den: 1}, 0, "-922337203685477580800%"},
		{caremodel.Ratio{}, 1, "not known"},
		{caremodel.Ratio{Num: 1, Den: -2}, 1, "not known"},
	} {
		require.Equal(t, tc.want, tc.r.Percent(tc.places), tc.r)
	}
	rapid.Check(t, func(t *rapid.T) {
		r, places := ratios().Draw(t, "r"), rapid.IntRange(0, 9).Draw(t, "places")
		require.Equal(t, percent(r, places), r.Percent(places))
	})
}

func percent(r caremodel.Ratio, places int) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)+2), nil)
	scaled := new(big.Rat).Mul(exact(r), new(big.Rat).SetInt(scale))
	whole, rest := new(big.Int).QuoRem(new(big.Int).Abs(scaled.Num()), scaled.Denom(), new(big.Int))
	switch rest.Lsh(rest, 1).Cmp(scaled.Denom()) {
	case 1:
		whole.Add(whole, big.NewInt(1))
	case 0:
		whole.Add(whole, new(big.Int).And(whole, big.NewInt(1)))
	}
	if r.Num < 0 {
		whole.Neg(whole)
	}
	scale.Quo(scale, big.NewInt(100))
	return new(big.Rat).SetFrac(whole, scale).FloatString(places) + "%"
}

func TestRatios_ThatAreNotKnown(t *testing.T) {
	for _, r := range []caremodel.Ratio{{}, {Num: 1}, {Num: 1, Den: -2}, {Den: math.MinInt64}} {
		require.False(t, r.Known())
		require.Equal(t, "not known", r.String())
		require.Zero(t, r.Float64())
		requireNoText(t, r)
		require.Equal(t, -1, r.Compare(caremodel.Ratio{Num: math.MinInt64, Den: 1}))
		require.Equal(t, 1, caremodel.Ratio{Num: math.MinInt64, Den: 1}.Compare(r))
		require.True(t, r.Equal(caremodel.Ratio{}))
	}
	require.True(t, caremodel.Ratio{}.IsZero())
	require.False(t, caremodel.Ratio{Num: 0, Den: 5}.IsZero(), "nothing of five is known")
	require.True(t, caremodel.Ratio{Num: 0, Den: 5}.Known())

	encoded, err := json.Marshal(struct {
		Share caremodel.Ratio `json:"share,omitzero"`
	}{})
	require.NoError(t, err)
	require.Equal(t, "{}", string(encoded))
}

func FuzzParseRatio(f *testing.F) {
	for _, seed := range []string{"1/2", "50%", "12.5%", "0.5", "-0", "9223372036854775807/1", "1/0", "007", "1e3", "0.0000000000000000001"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		requireTextLaws(t, caremodel.ParseRatio, input, caremodel.Ratio{Num: 1, Den: 3})
		r, err := caremodel.ParseRatio(input)
		if err != nil {
			return
		}
		// What is accepted means what it says.
		plain, isPercent := strings.CutSuffix(input, "%")
		want, ok := new(big.Rat).SetString(plain)
		require.True(t, ok)
		if isPercent {
			want.Quo(want, big.NewRat(100, 1))
		}
		require.Zero(t, want.Cmp(exact(r)))
	})
}

func TestRatio_Allocations(t *testing.T) {
	buffer := make([]byte, 0, 64)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		r, _ := caremodel.ParseRatio("5000000/54786327")
		buffer, _ = r.AppendText(buffer[:0])
		_ = r.Compare(caremodel.Ratio{Num: 1, Den: 3})
	}))
}

func BenchmarkParseRatio(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = caremodel.ParseRatio("12.5%")
	}
}

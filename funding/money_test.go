package funding_test

import (
	"database/sql"
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

const (
	leastMoney    = "-92233720368547758.08"
	greatestMoney = "92233720368547758.07"
)

func anyMoney() *rapid.Generator[funding.Money] {
	edges := []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64 - 1, math.MaxInt64}
	return rapid.Map(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1e11, 1e11), rapid.SampledFrom(edges)), funding.Pence)
}

// requireMoneyOrOverflow checks got against an exact result.
func requireMoneyOrOverflow(t require.TestingT, want *big.Int, got funding.Money, err error) {
	if !want.IsInt64() {
		require.ErrorIs(t, err, validate.Overflow)
		require.Zero(t, got)
		return
	}
	require.NoError(t, err)
	require.Equal(t, want.Int64(), got.Pence())
}

func TestParseMoney(t *testing.T) {
	for text, pence := range map[string]int64{
		"0":                                    0,
		"-0":                                   0,
		"£0":                                   0,
		"0.00":                                 0,
		"£4.59m":                               459_000_000,
		"£4.59M":                               459_000_000,
		"£4.59 million":                        459_000_000,
		"£200 million":                         20_000_000_000,
		"£200\u00a0million":                    20_000_000_000,
		"£200mn":                               20_000_000_000,
		"£0.2bn":                               20_000_000_000,
		"£22 Billion":                          2_200_000_000_000,
		"£950k":                                95_000_000,
		"3 thousand":                           300_000,
		"4,590,000":                            459_000_000,
		"£1,234":                               123_400,
		"999":                                  99_900,
		"12.34":                                1234,
		"12.3":                                 1230,
		"12.340000":                            1234,
		"0.05":                                 5,
		"-£5":                                  -500,
		"−£5":                                  -500,
		"£0.00000001m":                         1,
		"£0.00000000001bn":                     1,
		greatestMoney:                          math.MaxInt64,
		leastMoney:                             math.MinInt64,
		"£92,233,720,368,547,758.07":           math.MaxInt64,
		"-£92233720.36854775808bn":             math.MinInt64,
		"0." + strings.Repeat("0", 60):         0,
		"£1." + strings.Repeat("0", 55) + "bn": 100_000_000_000,
	} {
		got, err := funding.ParseMoney(text)
		require.NoError(t, err, text)
		require.Equal(t, pence, got.Pence(), text)
	}
}

func TestParseMoney_Refuses(t *testing.T) {
	for code, texts := range map[validate.Code][]string{
		validate.Format: {
			"", " ", "£", "-", "-£", "£-5", "+5", "--5", "£5p", "50p", "5 p", "$5", "GBP 5", "5 GBP", "£ 5", " 5", "5 ", "£5 ", "\t5",
			"1e5", "1E5", "1e1000000", "0x10", "1_000", "NaN", "Inf", "Infinity", "-Infinity", "null", "½", "１２", "£５", "٣", "1٣",
			".5", "5.", "£.5m", "5.m", "1.2.3", "007", "00", "00.5", "1.-5", "1.+5", "5-",
			"1,00", "1,0000", "12,34,567", "1234,567", "0,123", ",123", "1,", "1,234,", "1,,234", "1.234,56", "1,234.5,6", "1 000",
			"£5x", "£5b", "£5mm", "£5m m", "£5  m", "£5\u2009m", "£5 trillion", "£5 million pounds", "£5\u212a", "5€", "£5\x00", "£\xff",
		},
		validate.Precision: {"0.001", "12.345", "-0.009", "£0.000000001m", "£1.0000000000000000001", "£0.000000000001bn", "0." + strings.Repeat("0", 60) + "1"},
		validate.Overflow: {
			"92233720368547758.08", "-92233720368547758.09", "£92,233,720,368,547,758.08", "99999999999999999999", "92233721bn",
			strings.Repeat("9", 60), "£184467440737095516.16", "18446744073709551616", "1" + strings.Repeat("0", 40),
		},
		validate.TooLarge: {strings.Repeat("9", 4096), strings.Repeat("1,234", 900), "0." + strings.Repeat("0", 63), strings.Repeat("£", 4096)[:100] + "5"},
	} {
		for _, text := range texts {
			got, err := funding.ParseMoney(text)
			require.ErrorIs(t, err, code, "%q", text)
			require.Zero(t, got)
			require.Contains(t, err.Error(), "funding.ParseMoney")
			require.Less(t, len(err.Error()), 600)
		}
	}
}

func TestMustParseMoney(t *testing.T) {
	require.Equal(t, int64(459_000_000), funding.MustParseMoney("£4.59m").Pence())
	require.Panics(t, func() { funding.MustParseMoney("4.59 millions") })
}

func TestPounds(t *testing.T) {
	m, err := funding.Pounds(-92_233_720_368_547_758)
	require.NoError(t, err)
	require.Equal(t, "-92233720368547758.00", m.String())
	for _, n := range []int64{92_233_720_368_547_759, -92_233_720_368_547_759, math.MaxInt64, math.MinInt64} {
		_, err = funding.Pounds(n)
		require.ErrorIs(t, err, validate.Overflow)
	}
}

func TestMoney_Text(t *testing.T) {
	for pence, text := range map[int64]string{
		0: "0.00", 1: "0.01", -1: "-0.01", 10: "0.10", 99: "0.99", 100: "1.00", -100: "-1.00", 1_234_567_890: "12345678.90",
		math.MaxInt64: greatestMoney, math.MinInt64: leastMoney,
	} {
		m := funding.Pence(pence)
		require.Equal(t, text, m.String())
		b, err := m.MarshalText()
		require.NoError(t, err)
		require.Equal(t, text, string(b))
		b, err = m.AppendText([]byte("£"))
		require.NoError(t, err)
		require.Equal(t, "£"+text, string(b))

		var back funding.Money
		require.NoError(t, back.UnmarshalText([]byte(text)))
		require.Equal(t, m, back)
	}
}

func TestMoney_TextIsPlain(t *testing.T) {
	for _, text := range []string{"", "£5", "5m", "£4.59m", "4,590,000", "−5", "1e2", "5.", ".5", "05", "12.345", "NaN", " 5", "92233720368547758.08"} {
		m := funding.Pence(7)
		require.Error(t, m.UnmarshalText([]byte(text)), text)
		require.Equal(t, funding.Pence(7), m, "%q must leave the value alone", text)
	}
	for text, pence := range map[string]int64{"5": 500, "-5.5": -550, "4590000": 459_000_000, "12.3400": 1234} {
		var m funding.Money
		require.NoError(t, m.UnmarshalText([]byte(text)))
		require.Equal(t, pence, m.Pence())
	}
}

func TestMoney_JSON(t *testing.T) {
	type record struct {
		Amount   funding.Money            `json:"amount"`
		Optional funding.Money            `json:"optional,omitzero"`
		By       map[funding.Money]string `json:"by,omitempty"`
	}
	b, err := json.Marshal(record{Amount: funding.Pence(459_000_000), By: map[funding.Money]string{funding.Pence(-5): "x"}})
	require.NoError(t, err)
	require.JSONEq(t, `{"amount":"4590000.00","by":{"-0.05":"x"}}`, string(b))
	require.Contains(t, string(b), `"amount":"4590000.00"`)

	var back record
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, funding.Pence(459_000_000), back.Amount)
	require.Equal(t, "x", back.By[funding.Pence(-5)])

	for _, bad := range []string{`4590000.00`, `5`, `null`, `""`, `"£5"`, `"5m"`, `true`, `{}`, `["5"]`, `"1e3"`, `1e400`} {
		m := funding.Pence(7)
		require.Error(t, json.Unmarshal([]byte(bad), &m), bad)
		require.Equal(t, funding.Pence(7), m, bad)
	}
	var m funding.Money
	require.ErrorIs(t, m.UnmarshalJSON([]byte(`12.34`)), validate.Format)
	require.NoError(t, json.Unmarshal([]byte(`"\u0035.50"`), &m))
	require.Equal(t, funding.Pence(550), m)
}

func TestMoney_SQL(t *testing.T) {
	v, err := funding.Pence(-459_000_001).Value()
	require.NoError(t, err)
	require.Equal(t, "-4590000.01", v)

	var m funding.Money
	require.NoError(t, m.Scan("4590000.01"))
	require.Equal(t, int64(459_000_001), m.Pence())
	require.NoError(t, m.Scan([]byte("12.3400")))
	require.Equal(t, int64(1234), m.Pence())
	for _, bad := range []any{nil, "", "£5", true, []byte("NaN"), math.NaN(), math.Inf(-1), 0.30000000000000004, 12.345, int64(math.MaxInt64), 1e15} {
		require.Error(t, m.Scan(bad), "%v", bad)
		require.Equal(t, int64(1234), m.Pence())
	}
	require.ErrorIs(t, m.Scan(nil), validate.Required)

	var n sql.Null[funding.Money]
	require.NoError(t, n.Scan(nil))
	require.False(t, n.Valid)
}

// What SQLite makes of a text in a column of each affinity comes back the same, or
// was refused when it was written.
func TestMoney_SQLNumericColumns(t *testing.T) {
	affinities := map[string]func(text string) any{
		"TEXT": func(text string) any { return text },
		"BLOB": func(text string) any { return []byte(text) },
		"REAL": func(text string) any { f, _ := strconv.ParseFloat(text, 64); return f },
		"NUMERIC": func(text string) any {
			if whole, ok := strings.CutSuffix(text, ".00"); ok {
				n, _ := strconv.ParseInt(whole, 10, 64)
				return n
			}
			f, _ := strconv.ParseFloat(text, 64)
			return f
		},
	}
	for _, text := range []string{"4590000.00", "4590000.50", "70368744177664.00", "-70368744177663.99"} {
		_, err := funding.MustParseMoney(text).Value()
		require.NoError(t, err, text)
	}
	for _, text := range []string{"70368744177664.01", "90071992547409.93", "-92233720368547758.08"} {
		_, err := funding.MustParseMoney(text).Value()
		require.ErrorIs(t, err, validate.Overflow, text)
	}
	rapid.Check(t, func(t *rapid.T) {
		m := funding.Pence(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1e6, 1e6), rapid.Int64Range(7e15, 7_036_874_417_766_400)).Draw(t, "pence"))
		stored, err := m.Value()
		if err != nil {
			require.ErrorIs(t, err, validate.Overflow)
			return
		}
		for name, column := range affinities {
			var back funding.Money
			require.NoError(t, back.Scan(column(stored.(string))), name)
			require.Equal(t, m, back, name)
		}
	})
}

func TestMoney_Arithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, n := anyMoney().Draw(t, "m"), anyMoney().Draw(t, "n")
		a, b := big.NewInt(m.Pence()), big.NewInt(n.Pence())

		sum, err := m.Add(n)
		requireMoneyOrOverflow(t, new(big.Int).Add(a, b), sum, err)
		diff, err := m.Sub(n)
		requireMoneyOrOverflow(t, new(big.Int).Sub(a, b), diff, err)
		neg, err := m.Neg()
		requireMoneyOrOverflow(t, new(big.Int).Neg(a), neg, err)
		abs, err := m.Abs()
		requireMoneyOrOverflow(t, new(big.Int).Abs(a), abs, err)

		require.Equal(t, a.Cmp(b), m.Compare(n))
		require.Equal(t, a.Sign(), m.Sign())
		require.Equal(t, a.Sign() == 0, m.IsZero())
		require.Equal(t, m == n, m.Equal(n))
	})
}

func TestMoney_OverflowNamesBoth(t *testing.T) {
	_, err := funding.MustParseMoney(greatestMoney).Add(funding.Pence(1))
	require.ErrorIs(t, err, validate.Overflow)
	require.ErrorContains(t, err, greatestMoney+" + 0.01")
	_, err = funding.MustParseMoney(leastMoney).Sub(funding.Pence(1))
	require.ErrorContains(t, err, leastMoney+" - 0.01")
}

func TestSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(anyMoney(), 0, 40).Draw(t, "list")
		want := new(big.Int)
		for _, m := range list {
			want.Add(want, big.NewInt(m.Pence()))
		}
		got, err := funding.Sum(slices.Values(list))
		requireMoneyOrOverflow(t, want, got, err)
	})
	most := funding.MustParseMoney(greatestMoney)
	least := funding.MustParseMoney(leastMoney)
	got, err := funding.Sum(slices.Values([]funding.Money{most, most, most, least, least, least, funding.Pence(3)}))
	require.NoError(t, err, "partial sums beyond the range do no harm")
	require.Zero(t, got)
	_, err = funding.Sum(slices.Values([]funding.Money{most, most}))
	require.ErrorIs(t, err, validate.Overflow)
	_, err = funding.Sum(slices.Values([]funding.Money{least, funding.Pence(-1)}))
	require.ErrorIs(t, err, validate.Overflow)
}

// roundRat is IEEE 754-2019, section 4.3, written the long way round.
func roundRat(r *big.Rat, mode funding.Rounding) *big.Int {
	floor := new(big.Int).Div(r.Num(), r.Denom()) // Euclidean: down for a positive divisor
	if r.IsInt() {
		return floor
	}
	ceiling := new(big.Int).Add(floor, big.NewInt(1))
	nearer := new(big.Rat).Sub(r, new(big.Rat).SetInt(floor)).Cmp(big.NewRat(1, 2))
	switch mode {
	case funding.Floor:
		return floor
	case funding.Ceiling:
		return ceiling
	case funding.TowardZero:
		if r.Sign() < 0 {
			return ceiling
		}
		return floor
	case funding.HalfEven:
		if nearer < 0 || nearer == 0 && floor.Bit(0) == 0 {
			return floor
		}
		return ceiling
	case funding.HalfAwayFromZero:
		if nearer < 0 || nearer == 0 && r.Sign() < 0 {
			return floor
		}
		return ceiling
	}
	panic("no such rounding")
}

func anyRounding() *rapid.Generator[funding.Rounding] {
	return rapid.SampledFrom([]funding.Rounding{funding.HalfEven, funding.HalfAwayFromZero, funding.TowardZero, funding.Floor, funding.Ceiling})
}

func TestMoney_MulRatio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, mode := anyMoney().Draw(t, "m"), anyRounding().Draw(t, "mode")
		small := rapid.Int64Range(1, 8)
		r := caremodel.Ratio{
			Num: rapid.OneOf(rapid.Int64(), small, rapid.Just[int64](math.MinInt64)).Draw(t, "num"),
			Den: rapid.OneOf(rapid.Int64Range(1, math.MaxInt64), small).Draw(t, "den"),
		}
		exact := new(big.Rat).Mul(new(big.Rat).SetInt64(m.Pence()), new(big.Rat).SetFrac64(r.Num, r.Den))
		got, err := m.MulRatio(r, mode)
		requireMoneyOrOverflow(t, roundRat(exact, mode), got, err)
	})
}

func TestMoney_MulRatioRounds(t *testing.T) {
	half := caremodel.Ratio{Num: 1, Den: 2}
	for mode, want := range map[funding.Rounding][4]int64{ // of 1, 3, -1 and -3 pence
		funding.HalfEven:         {0, 2, 0, -2},
		funding.HalfAwayFromZero: {1, 2, -1, -2},
		funding.TowardZero:       {0, 1, 0, -1},
		funding.Floor:            {0, 1, -1, -2},
		funding.Ceiling:          {1, 2, 0, -1},
	} {
		for i, pence := range []int64{1, 3, -1, -3} {
			got, err := funding.Pence(pence).MulRatio(half, mode)
			require.NoError(t, err)
			require.Equal(t, want[i], got.Pence(), "%v of %dp", mode, pence)
		}
	}
}

func TestMoney_MulRatioRefuses(t *testing.T) {
	_, err := funding.Pence(5).MulRatio(caremodel.Ratio{}, funding.HalfEven)
	require.ErrorIs(t, err, validate.Range, "a ratio that is not known")
	_, err = funding.Pence(5).MulRatio(caremodel.Ratio{Num: 1, Den: 2}, 0)
	require.ErrorIs(t, err, validate.Range, "no rounding")
	_, err = funding.Pence(5).MulRatio(caremodel.Ratio{Num: 1, Den: 2}, 9)
	require.ErrorIs(t, err, validate.Range)
}

func TestMoney_Decimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoney().Draw(t, "m")
		back, err := funding.MoneyFromDecimal(m.Decimal())
		require.NoError(t, err)
		require.Equal(t, m, back)
	})
	rapid.Check(t, func(t *rapid.T) {
		coefficient := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-99999, 99999)).Draw(t, "coefficient")
		exponent := rapid.Int32Range(-25, 20).Draw(t, "exponent")
		mode := anyRounding().Draw(t, "mode")
		d := decimal.New(coefficient, exponent)
		pence := new(big.Rat).Mul(d.Rat(), big.NewRat(100, 1))
		got, err := funding.RoundMoney(d, mode)
		requireMoneyOrOverflow(t, roundRat(pence, mode), got, err)

		exact, err := funding.MoneyFromDecimal(d)
		switch {
		case !pence.IsInt():
			require.Error(t, err)
		default:
			requireMoneyOrOverflow(t, pence.Num(), exact, err)
		}
	})
}

// Exponents are looked at before any arithmetic: shopspring/decimal issue 226
// and pull request 427 tell what happens otherwise.
func TestMoney_DecimalExtremes(t *testing.T) {
	huge := decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1_000_000), 0)
	for name, c := range map[string]struct {
		d    decimal.Decimal
		code validate.Code
	}{
		"1e1000000":           {decimal.New(1, 1_000_000), validate.Overflow},
		"1e2147483647":        {decimal.New(1, math.MaxInt32), validate.Overflow},
		"1e-1000000":          {decimal.New(1, -1_000_000), validate.Precision},
		"1e-2147483648":       {decimal.New(1, math.MinInt32), validate.Precision},
		"300000 digits":       {huge, validate.TooLarge},
		"1e19 pence and more": {decimal.New(1, 17), validate.Overflow},
		"finer than a penny":  {decimal.New(12345, -3), validate.Precision},
	} {
		_, err := funding.MoneyFromDecimal(c.d)
		require.ErrorIs(t, err, c.code, name)
	}
	for _, exponent := range []int32{math.MinInt32, -1_000_000, 0, 1_000_000, math.MaxInt32} {
		m, err := funding.MoneyFromDecimal(decimal.New(0, exponent))
		require.NoError(t, err)
		require.Zero(t, m)
	}
	m, err := funding.MoneyFromDecimal(decimal.Decimal{})
	require.NoError(t, err)
	require.Zero(t, m)
	m, err = funding.RoundMoney(decimal.New(1, math.MinInt32), funding.Ceiling)
	require.NoError(t, err)
	require.Equal(t, int64(1), m.Pence())
	m, err = funding.MoneyFromDecimal(decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(300), nil), -300))
	require.NoError(t, err)
	require.Equal(t, "1.00", m.String())
	_, err = funding.RoundMoney(decimal.New(1, 0), 0)
	require.ErrorIs(t, err, validate.Range)
	_, err = funding.RoundMoney(decimal.New(1, 1_000_000), funding.HalfEven)
	require.ErrorIs(t, err, validate.Overflow)
}

func TestMoney_Format(t *testing.T) {
	for text, want := range map[string][3]string{
		"0":              {"£0.00", "£0.0m", "£0.00"},
		"-0.05":          {"-£0.05", "£0.0m", "-£0.05"},
		"999.99":         {"£999.99", "£0.0m", "£999.99"},
		"1000":           {"£1,000.00", "£0.0m", "£1.0k"},
		"50000":          {"£50,000.00", "£0.0m", "£50.0k"}, // a half, to even
		"150000":         {"£150,000.00", "£0.2m", "£150.0k"},
		"950000":         {"£950,000.00", "£1.0m", "£950.0k"}, // a half, to even
		"999949.99":      {"£999,949.99", "£1.0m", "£999.9k"},
		"999999":         {"£999,999.00", "£1.0m", "£1.0m"},
		"12345678.90":    {"£12,345,678.90", "£12.3m", "£12.3m"},
		"-4590000":       {"-£4,590,000.00", "-£4.6m", "-£4.6m"},
		"1234000000":     {"£1,234,000,000.00", "£1,234.0m", "£1.2bn"},
		"22000000000":    {"£22,000,000,000.00", "£22,000.0m", "£22.0bn"},
		"1234500000000":  {"£1,234,500,000,000.00", "£1,234,500.0m", "£1,234.5bn"},
		greatestMoney:    {"£92,233,720,368,547,758.07", "£92,233,720,368.5m", "£92,233,720.4bn"},
		leastMoney:       {"-£92,233,720,368,547,758.08", "-£92,233,720,368.5m", "-£92,233,720.4bn"},
		"1000000.05":     {"£1,000,000.05", "£1.0m", "£1.0m"},
		"1050000":        {"£1,050,000.00", "£1.0m", "£1.0m"}, // a half, to even
		"-1050000.01":    {"-£1,050,000.01", "-£1.1m", "-£1.1m"},
		"99999999999.99": {"£99,999,999,999.99", "£100,000.0m", "£100.0bn"},
	} {
		m := funding.MustParseMoney(text)
		require.Equal(t, want, [3]string{m.FormatPounds(), m.FormatMillions(1), m.FormatShort(1)}, text)
	}
	m := funding.MustParseMoney("12345678.90")
	require.Equal(t, "£12m", m.FormatShort(0))
	require.Equal(t, "£12m", m.FormatShort(-3))
	require.Equal(t, "£12.3456789m", m.FormatShort(7))
	require.Equal(t, "£12.34567890m", m.FormatShort(100))
	require.Equal(t, "£4.59000k", funding.MustParseMoney("4590").FormatShort(100), "never finer than the penny")
	require.Equal(t, "£1m", funding.MustParseMoney("999500").FormatShort(0))
}

// What is written for people reads back as the same amount, or as one within
// what was rounded off.
func TestMoney_FormatReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoney().Draw(t, "m")
		back, err := funding.ParseMoney(m.FormatPounds())
		require.NoError(t, err)
		require.Equal(t, m, back)

		places := rapid.IntRange(0, 8).Draw(t, "places")
		for _, text := range []string{m.FormatShort(places), m.FormatMillions(places)} {
			back, err := funding.ParseMoney(text)
			if err != nil { // the last millions of the range round out of it
				require.ErrorIs(t, err, validate.Overflow)
				continue
			}
			off := new(big.Int).Abs(new(big.Int).Sub(big.NewInt(m.Pence()), big.NewInt(back.Pence())))
			require.LessOrEqual(t, off.Int64()*2, int64(1e11))
		}
	})
}

// Changing every setting of the decimal package changes nothing here. The
// settings are the process's, so this test is not parallel.
func TestMoney_DecimalSettingsDoNotMatter(t *testing.T) {
	outcome := func() []any {
		var out []any
		keep := func(v any, err error) { out = append(out, v, err) }
		d := decimal.New(123456789, -7)
		keep(funding.MoneyFromDecimal(decimal.New(1234, -2)))
		keep(funding.RoundMoney(d, funding.HalfEven))
		keep(json.Marshal(funding.Pence(1050)))
		keep(funding.ParseMoney("£10.50"))
		keep(funding.Pence(1050).Decimal().Coefficient().Int64(), nil)
		_, err := funding.MoneyFromDecimal(d)
		keep(err.Error(), nil)
		_, err = funding.MoneyFromDecimal(decimal.New(1, 1_000_000))
		keep(err.Error(), nil)
		keep(funding.GDPDeflators2025().Real(funding.Pence(100_000), funding.MustParseFinancialYear("2015/16"), funding.MustParseFinancialYear("2025/26")))
		for p := range funding.GDPDeflators2025().All() {
			keep(p.Index.Coefficient().Int64(), nil)
		}
		return out
	}
	before := outcome()

	division, power, quotes := decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes
	trim, scientific := decimal.TrimTrailingZeros, decimal.UseScientificNotation
	iterations, exponent, zero := decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero
	defer func() {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes = division, power, quotes
		decimal.TrimTrailingZeros, decimal.UseScientificNotation = trim, scientific
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero = iterations, exponent, zero
	}()
	decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes = 1, 1, true
	decimal.TrimTrailingZeros, decimal.UseScientificNotation = false, true
	decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero = 1, 1, decimal.New(7, 0)

	require.Equal(t, before, outcome())
}

func TestMoney_Allocations(t *testing.T) {
	m, n := funding.Pence(1_234_567_890), funding.Pence(-5)
	list := slices.Repeat([]funding.Money{m, n}, 50)
	r := caremodel.Ratio{Num: 2, Den: 3}
	buf := make([]byte, 0, 64)
	var sink struct {
		m funding.Money
		s string
		n int
	}
	for name, c := range map[string]struct {
		budget float64
		run    func()
	}{
		"Add":      {0, func() { sink.m, _ = m.Add(n) }},
		"Compare":  {0, func() { sink.n = m.Compare(n) }},
		"MulRatio": {0, func() { sink.m, _ = m.MulRatio(r, funding.HalfEven) }},
		"Sum": {3, func() { // the sequence itself, whatever its length
			sink.m, _ = funding.Sum(slices.Values(list))
		}},
		"ParseMoney":   {0, func() { sink.m, _ = funding.ParseMoney("£12,345,678.90") }},
		"ParseMoney m": {0, func() { sink.m, _ = funding.ParseMoney("£4.59 million") }},
		"AppendText":   {0, func() { buf, _ = m.AppendText(buf[:0]) }},
		"String":       {1, func() { sink.s = m.String() }},
		"FormatPounds": {1, func() { sink.s = m.FormatPounds() }},
		"FormatShort":  {1, func() { sink.s = m.FormatShort(1) }},
	} {
		require.LessOrEqual(t, testing.AllocsPerRun(100, c.run), c.budget, name)
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, seed := range []string{"£4.59m", "£200 million", "£0.2bn", "4,590,000", "12.34", "-£5", "−£5", "1e5", leastMoney, greatestMoney, "£\xff", "1,2345"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := funding.ParseMoney(text)
		if err != nil {
			require.Zero(t, m)
			require.Positive(t, validate.Of(err).Len())
			return
		}
		require.LessOrEqual(t, len(text), 64)
		for _, again := range []string{m.String(), m.FormatPounds()} {
			back, err := funding.ParseMoney(again)
			require.NoError(t, err)
			require.Equal(t, m, back)
		}
		var plain funding.Money
		if plain.UnmarshalText([]byte(text)) == nil {
			require.Equal(t, m, plain, "the plain form means the same in both grammars")
		}
	})
}

func FuzzMoneyJSON(f *testing.F) {
	for _, seed := range []string{`"4590000.00"`, `"-0.05"`, `4590000`, `null`, `"£5"`, `"\u0031"`, `"1"x`, `"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := funding.Pence(7)
		if json.Unmarshal(data, &m) != nil {
			require.Equal(t, funding.Pence(7), m)
			return
		}
		b, err := json.Marshal(m)
		require.NoError(t, err)
		require.Equal(t, `"`+m.String()+`"`, string(b))
		var text funding.Money
		require.NoError(t, text.UnmarshalText([]byte(m.String())))
		require.Equal(t, m, text)
	})
}

func BenchmarkParseMoney(b *testing.B) {
	for b.Loop() {
		if _, err := funding.ParseMoney("£12,345,678.90"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMoneyAppendText(b *testing.B) {
	m := funding.Pence(1_234_567_890)
	buf := make([]byte, 0, 32)
	for b.Loop() {
		buf, _ = m.AppendText(buf[:0])
	}
}

func BenchmarkMoneyFormatPounds(b *testing.B) {
	m := funding.Pence(1_234_567_890)
	for b.Loop() {
		_ = m.FormatPounds()
	}
}

func BenchmarkSum(b *testing.B) {
	list := slices.Repeat([]funding.Money{funding.Pence(1_234_567_890)}, 1000)
	for b.Loop() {
		if _, err := funding.Sum(slices.Values(list)); err != nil {
			b.Fatal(err)
		}
	}
}

// An amount with the noise of a floating-point number is refused with its cause,
// whoever reads it.
func TestMoney_FloatNoise(t *testing.T) {
	const header = "id,recipients,year,stream,kind,status,amount,source_publisher\n"
	for amount, noise := range map[string]bool{
		"99.994999999999997": true, "-0.30000000000000004": true, "41133.770000000004": true,
		"12.3456": false, "0.0001": false, "1234567.12345": false,
	} {
		_, parsed := funding.ParseMoney(amount)
		var m funding.Money
		_, table := funding.ReadAllocationsCSV(strings.NewReader(header+"a,morecambe-bay,2015/16,transformation,revenue,approved,"+amount+",x\n"), caremodel.England())
		for reader, err := range map[string]error{"ParseMoney": parsed, "JSON": json.Unmarshal([]byte(`"`+amount+`"`), &m), "CSV": table} {
			require.ErrorIs(t, err, validate.Precision, "%s of %s", reader, amount)
			require.Equal(t, noise, strings.Contains(err.Error(), "noise of a floating-point number"), "%s of %s: %v", reader, amount, err)
		}
	}
}

package evaluation_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
)

func TestParseNumber(t *testing.T) {
	for text, places := range map[string]int{
		"0": 0, "0.30": 2, "-4.3": 1, "27000000": 0, "-0.065": 3, "999999999999999": 0, "0.00000000000001": 14, "-99999999999999.9": 1,
	} {
		n, err := evaluation.ParseNumber(text)
		require.NoError(t, err, text)
		require.Equal(t, text, n.String())
		require.Equal(t, places, n.Places(), text)
		require.True(t, n.Known())
		require.False(t, n.IsZero())
	}
	for text, code := range map[string]validate.Code{
		"": validate.Format, " 1": validate.Format, "1 ": validate.Format, "+1": validate.Format, "1e3": validate.Format, "1,000": validate.Format,
		".5": validate.Format, "5.": validate.Format, "01": validate.Format, "-0": validate.Format, "-0.0": validate.Format, "--1": validate.Format,
		"1.2.3": validate.Format, "29%": validate.Format, "−1": validate.Format, "NaN": validate.Format, "٣": validate.Format,
		"1000000000000000": validate.Precision, "0.000000000000001": validate.Precision, "1.000000000000000000000000000000000000001": validate.Precision,
	} {
		n, err := evaluation.ParseNumber(text)
		require.ErrorIs(t, err, code, text)
		require.Zero(t, n)
	}
}

func TestNumber_TheZeroIsNotStated(t *testing.T) {
	var n evaluation.Number
	require.False(t, n.Known())
	require.True(t, n.IsZero())
	require.Empty(t, n.String())
	require.NotEqual(t, num("0"), n)
	_, err := n.MarshalText()
	require.ErrorIs(t, err, validate.Required)
	_, err = json.Marshal(n)
	require.Error(t, err)
	_, err = n.Value()
	require.Error(t, err)
	require.Equal(t, -1, n.Compare(num("-5")))
	require.Equal(t, 1, num("-5").Compare(n))
	require.Equal(t, 0, n.Compare(evaluation.Number{}))
}

func TestNumber_PlacesTellNumbersApart(t *testing.T) {
	require.NotEqual(t, num("0.3"), num("0.30"))
	require.False(t, num("0.3").Equal(num("0.30")))
	require.Equal(t, 0, num("0.3").Compare(num("0.30")))
	require.Equal(t, -1, num("-4.3").Compare(num("0")))
	require.Equal(t, 1, num("10").Compare(num("9.999")))
	require.InDelta(t, -0.065, num("-0.065").Float64(), 0)
	require.True(t, num("-0.065").Decimal().Equal(decimal.RequireFromString("-0.065")))
}

func TestNumberFromDecimal(t *testing.T) {
	for text, want := range map[string]string{"0.30": "0.30", "-4.3": "-4.3", "1e3": "1000", "0": "0", "-1200e-2": "-12.00", "0e5": "0", "1e14": "100000000000000"} {
		n, err := evaluation.NumberFromDecimal(decimal.RequireFromString(text))
		require.NoError(t, err, text)
		require.Equal(t, want, n.String(), text)
		parsed, err := evaluation.ParseNumber(want)
		require.NoError(t, err)
		require.Equal(t, parsed, n)
	}
	for _, d := range []decimal.Decimal{
		decimal.New(1, 15), decimal.New(1, 5_000_000), decimal.New(1, -15), decimal.New(1, -5_000_000), decimal.New(1_000_000_000_000_000, 0),
		decimal.New(9_000_000_000_000_000_000, 3), decimal.RequireFromString("123456789012345678901234567890"),
	} {
		_, err := evaluation.NumberFromDecimal(d)
		require.ErrorIs(t, err, validate.Precision)
	}
}

// A number keeps its places in JSON, under either engine.
func TestNumber_InJSON(t *testing.T) {
	type record struct {
		N evaluation.Number `json:"n,omitzero"`
	}
	text, err := json.Marshal([]record{{}, {num("0.30")}, {num("-12")}})
	require.NoError(t, err)
	require.Equal(t, `[{},{"n":0.30},{"n":-12}]`, string(text))
	var read []record
	require.NoError(t, json.Unmarshal(text, &read))
	require.Equal(t, []record{{}, {num("0.30")}, {num("-12")}}, read)
	for _, odd := range []string{`"0.3"`, `1e3`, `true`, `{}`} {
		n := num("7")
		require.Error(t, json.Unmarshal([]byte(odd), &n), odd)
		require.Equal(t, num("7"), n)
	}
	var direct evaluation.Number
	require.Error(t, direct.UnmarshalJSON([]byte("null")))
}

func TestNumber_InGobAndDatabases(t *testing.T) {
	type record struct{ A, B evaluation.Number }
	var b bytes.Buffer
	require.NoError(t, gob.NewEncoder(&b).Encode(record{A: num("0.30")}))
	var read record
	require.NoError(t, gob.NewDecoder(&b).Decode(&read))
	require.Equal(t, record{A: num("0.30")}, read)
	require.Error(t, read.A.UnmarshalBinary([]byte("x")))
	require.NoError(t, read.A.UnmarshalBinary(nil))
	require.Zero(t, read.A)

	stored, err := num("-0.50").Value()
	require.NoError(t, err)
	require.Equal(t, "-0.50", stored)
	require.Equal(t, "-0.50", num("-0.50").LogValue().String())
	require.Empty(t, evaluation.Number{}.LogValue().String())
	n := num("7")
	require.Error(t, n.Scan(nil))
	require.Error(t, n.Scan(1.5))
	require.Equal(t, num("7"), n)
	require.NoError(t, n.Scan(stored))
	require.Equal(t, num("-0.50"), n)
}

func numbers() *rapid.Generator[evaluation.Number] {
	return rapid.Custom(func(t *rapid.T) evaluation.Number {
		n, err := evaluation.NumberFromDecimal(decimal.New(rapid.Int64Range(-99999, 99999).Draw(t, "digits"), -int32(rapid.IntRange(0, 4).Draw(t, "places"))))
		require.NoError(t, err)
		return n
	})
}

func TestNumber_OrdersAsDecimalsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := numbers().Draw(t, "a"), numbers().Draw(t, "b")
		require.Equal(t, a.Decimal().Cmp(b.Decimal()), a.Compare(b))
		require.Equal(t, a == b, a.String() == b.String())
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, seed := range []string{"0.30", "-4.3", "", "-0", "1e3", "27000000", "0.000000000000001", "999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := evaluation.ParseNumber(text)
		if err != nil {
			require.Zero(t, n)
			return
		}
		require.Equal(t, text, n.String())
		encoded, err := json.Marshal(n)
		require.NoError(t, err)
		require.Equal(t, text, string(encoded))
		var read evaluation.Number
		require.NoError(t, json.Unmarshal(encoded, &read))
		require.Equal(t, n, read)
		again, err := evaluation.NumberFromDecimal(n.Decimal())
		require.NoError(t, err)
		require.Equal(t, n, again)
		v, _ := n.Decimal().Float64()
		require.InDelta(t, v, n.Float64(), 0)
	})
}

package coverage_test

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

func share(t require.TestingT, text string) coverage.Share {
	s, err := coverage.ParseShare(text)
	require.NoError(t, err)
	return s
}

func TestShare_OneValueOneForm(t *testing.T) {
	half := share(t, "1/2")
	for _, text := range []string{"50%", "0.5", "2/4", "0.50", "50.0%"} {
		require.True(t, half == share(t, text), text)
	}
	for _, text := range []string{"1", "100%", "3/3", "1.0"} {
		require.True(t, share(t, text) == coverage.Share{}, text)
		require.True(t, share(t, text).IsWhole(), text)
	}
	require.Equal(t, "1/1", coverage.Share{}.String())
	text, err := half.AppendText([]byte("share="))
	require.NoError(t, err)
	require.Equal(t, "share=1/2", string(text))
	require.Equal(t, caremodel.Ratio{Num: 1, Den: 1}, coverage.Share{}.Ratio())
	require.False(t, half.IsWhole())
	require.True(t, half.Equal(share(t, "0.5")))
	require.Negative(t, half.Compare(coverage.Share{}))
	require.Positive(t, half.Compare(share(t, "1/3")))
}

func TestShare_Refuses(t *testing.T) {
	for text, code := range map[string]validate.Code{
		"":                      validate.Format,
		"0":                     validate.Range,
		"0/5":                   validate.Range,
		"-1/2":                  validate.Range,
		"101%":                  validate.Range,
		"3/2":                   validate.Range,
		"1/0":                   validate.Range,
		"half":                  validate.Format,
		"1/2 ":                  validate.Format,
		".5":                    validate.Format,
		"0.0000000000000000001": validate.Precision,
	} {
		_, err := coverage.ParseShare(text)
		require.ErrorIs(t, err, code, "%q", text)
		require.ErrorContains(t, err, "coverage.ParseShare", "%q", text)
	}
	for _, pair := range [][2]int64{{0, 1}, {1, 0}, {-1, -2}, {2, 1}, {math.MinInt64, math.MinInt64}} {
		_, err := coverage.ShareOf(pair[0], pair[1])
		require.ErrorIs(t, err, validate.Range, "%v", pair)
	}
	_, err := coverage.ShareOf(1, math.MaxInt64)
	require.ErrorIs(t, err, validate.Precision)
	whole, err := coverage.ShareOf(math.MaxInt64, math.MaxInt64)
	require.NoError(t, err)
	require.True(t, whole.IsWhole())
}

func TestShareOf(t *testing.T) {
	for _, tt := range []struct {
		share     string
		n, people int64
	}{
		{"1/2", 3, 2}, // half to even
		{"1/2", 5, 2},
		{"1/2", 1, 0},
		{"1/3", 4, 1},
		{"2/3", 4, 3},
		{"1/1", math.MaxInt64, math.MaxInt64},
		{"1/2", math.MinInt64, math.MinInt64 / 2},
		{"1/2", -3, -2},
		{"999999999999999999/1000000000000000000", math.MaxInt64, 9223372036854775798},
	} {
		require.Equal(t, tt.people, share(t, tt.share).Of(tt.n), "%s of %d", tt.share, tt.n)
	}
}

func shares() *rapid.Generator[coverage.Share] {
	return rapid.Custom(func(t *rapid.T) coverage.Share {
		den := rapid.Int64Range(1, 999_999_999_999_999_999).Draw(t, "den")
		s, err := coverage.ShareOf(rapid.Int64Range(1, den).Draw(t, "num"), den)
		require.NoError(t, err)
		return s
	})
}

func TestShare_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := shares().Draw(t, "share")
		n := rapid.Int64Range(0, math.MaxInt64).Draw(t, "people")
		r := s.Ratio()

		exact := new(big.Rat).Mul(big.NewRat(r.Num, r.Den), new(big.Rat).SetInt64(n))
		off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(s.Of(n)))
		require.LessOrEqual(t, off.Abs(off).Cmp(big.NewRat(1, 2)), 0)
		require.Equal(t, -s.Of(n), s.Of(-n))

		require.True(t, s == share(t, s.String()))
		text, err := json.Marshal(s)
		require.NoError(t, err)
		var back coverage.Share
		require.NoError(t, json.Unmarshal(text, &back))
		require.True(t, s == back)
		scaled, err := coverage.ShareOf(r.Num, r.Den)
		require.NoError(t, err)
		require.True(t, s == scaled)
	})
}

func TestShare_UnmarshalAssignsOnlyOnSuccess(t *testing.T) {
	s := share(t, "1/3")
	require.Error(t, s.UnmarshalText([]byte("2")))
	require.Error(t, s.Scan(nil))
	require.Error(t, s.Scan(""))
	require.Equal(t, "1/3", s.String())
	require.NoError(t, s.Scan([]byte("25%")))
	v, err := s.Value()
	require.NoError(t, err)
	require.Equal(t, "1/4", v)
}

func FuzzParseShare(f *testing.F) {
	for _, seed := range []string{"1/2", "50%", "0.5", "100%", "12.5%", "1/0", "-1", "2/1", "999999999999999999/999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := coverage.ParseShare(text)
		if err != nil {
			require.Positive(t, validate.Of(err).Len())
			return
		}
		r := s.Ratio()
		require.True(t, r.Num > 0 && r.Num <= r.Den)
		again, err := coverage.ParseShare(s.String())
		require.NoError(t, err)
		require.True(t, s == again)
		whole, err := json.Marshal(s)
		require.NoError(t, err)
		require.JSONEq(t, `"`+s.String()+`"`, string(whole))
	})
}

package funding_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

func TestRounding_Text(t *testing.T) {
	for r, text := range map[funding.Rounding]string{
		funding.HalfEven:         "half-even",
		funding.HalfAwayFromZero: "half-away-from-zero",
		funding.TowardZero:       "toward-zero",
		funding.Floor:            "floor",
		funding.Ceiling:          "ceiling",
	} {
		require.Equal(t, text, r.String())
		require.False(t, r.IsZero())
		b, err := json.Marshal(map[string]funding.Rounding{"mode": r})
		require.NoError(t, err)
		require.JSONEq(t, `{"mode":"`+text+`"}`, string(b))
		b, err = json.Marshal(map[funding.Rounding]int{r: 1})
		require.NoError(t, err)
		require.JSONEq(t, `{"`+text+`":1}`, string(b))

		v, err := r.Value()
		require.NoError(t, err)
		require.Equal(t, text, v)
		var back funding.Rounding
		require.NoError(t, back.Scan(v))
		require.Equal(t, r, back)
	}
}

func TestRounding_Invalid(t *testing.T) {
	for _, r := range []funding.Rounding{0, 6, math.MaxUint8} {
		_, err := r.MarshalText()
		require.Error(t, err)
		_, err = r.Value()
		require.Error(t, err)
		require.Contains(t, r.String(), "Rounding(")
	}
	require.True(t, funding.Rounding(0).IsZero())
	for _, text := range []string{"", "Half-Even", "half even", "bankers", "1"} {
		r := funding.Floor
		require.ErrorIs(t, r.UnmarshalText([]byte(text)), validate.Format)
		require.Equal(t, funding.Floor, r)
	}
	r := funding.Floor
	require.ErrorIs(t, r.Scan(nil), validate.Required)
	require.Equal(t, funding.Floor, r)
}

func FuzzRounding(f *testing.F) {
	for _, seed := range []string{"half-even", "ceiling", "", "Rounding(1)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := funding.ParseRounding(text)
		if err != nil {
			require.ErrorIs(t, err, validate.Format)
			require.Zero(t, r)
			return
		}
		require.Equal(t, text, r.String())
	})
}

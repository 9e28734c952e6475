package caremodel_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

func TestBound_Codec(t *testing.T) {
	words := []string{"exactly", "about", "at-least", "at-most", "not-stated"}
	for i, word := range words {
		b := caremodel.Bound(i)
		require.Equal(t, word, b.String())
		requireRoundTrip(t, caremodel.ParseBound, b)
	}
	for _, b := range []caremodel.Bound{caremodel.Bound(len(words)), 255} {
		requireNoText(t, b)
		require.Contains(t, b.String(), "Bound(")
	}
	require.Equal(t, "exactly", caremodel.Bound(0).String(), "a figure without a word is exact")
}

// In an object an exact figure needs no word.
func TestBound_InObjects(t *testing.T) {
	type figure struct {
		Bound caremodel.Bound `json:"bound,omitzero"`
	}
	encoded, err := json.Marshal([]figure{{}, {caremodel.AtLeast}})
	require.NoError(t, err)
	require.Equal(t, `[{},{"bound":"at-least"}]`, string(encoded))
	_, err = caremodel.ParseBound("at least")
	require.EqualError(t, err, `caremodel.ParseBound "at least": use one of exactly, about, at-least, at-most, not-stated`)
	require.ErrorIs(t, err, validate.Format)
}

func FuzzParseBound(f *testing.F) {
	for _, seed := range []string{"exactly", "about", "at-least", "at-most", "not-stated", "", "About", "0", "Bound(9)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) { requireTextLaws(t, caremodel.ParseBound, input, caremodel.NotStated) })
}

package caremodel_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

func TestStage_Codec(t *testing.T) {
	for i, word := range []string{"selected", "designing", "delivering", "completed", "merged", "withdrawn"} {
		s := caremodel.StageSelected + caremodel.Stage(i)
		require.Equal(t, word, s.String())
		requireRoundTrip(t, caremodel.ParseStage, s)
		require.False(t, s.IsZero())
	}
	require.True(t, caremodel.Stage(0).IsZero())
	for _, s := range []caremodel.Stage{0, caremodel.StageWithdrawn + 1, 255} {
		requireNoText(t, s)
	}
	require.Equal(t, "not known", caremodel.Stage(0).String())
	require.Equal(t, "Stage(9)", caremodel.Stage(9).String())
}

// The same bytes in both JSON engines, as a value, as a key and left out.
func TestStage_InJSON(t *testing.T) {
	type record struct {
		Stage caremodel.Stage         `json:"stage,omitzero"`
		Count map[caremodel.Stage]int `json:"count,omitempty"`
	}
	encoded, err := json.Marshal([]record{{}, {caremodel.StageMerged, map[caremodel.Stage]int{caremodel.StageSelected: 2}}})
	require.NoError(t, err)
	require.Equal(t, `[{},{"stage":"merged","count":{"selected":2}}]`, string(encoded))
}

func FuzzParseStage(f *testing.F) {
	for _, seed := range []string{"selected", "withdrawn", "not known", "", "Merged", "1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		requireTextLaws(t, caremodel.ParseStage, input, caremodel.StageDesigning)
	})
}

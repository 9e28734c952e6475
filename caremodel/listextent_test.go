package caremodel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

func TestListExtent_Codec(t *testing.T) {
	for e, word := range map[caremodel.ListExtent]string{caremodel.ListComplete: "complete", caremodel.ListExamples: "examples"} {
		require.Equal(t, word, e.String())
		require.False(t, e.IsZero())
		requireRoundTrip(t, caremodel.ParseListExtent, e)
		requireDatabaseLaws(t, e, caremodel.ListComplete)
	}
	require.True(t, caremodel.ListExtent(0).IsZero())
	require.Equal(t, "not known", caremodel.ListExtent(0).String())
	require.Equal(t, "ListExtent(3)", caremodel.ListExtent(3).String())
	requireNoText(t, caremodel.ListExtent(0))
	requireNoText(t, caremodel.ListExtent(3))
}

func FuzzParseListExtent(f *testing.F) {
	for _, seed := range []string{"complete", "examples", "not known", "", "Complete"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		requireTextLaws(t, caremodel.ParseListExtent, input, caremodel.ListExamples)
	})
}

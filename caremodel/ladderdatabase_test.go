package caremodel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// A database holds the words of the ladders, never their numbers.
func TestStage_InDatabases(t *testing.T) {
	for s := caremodel.StageSelected; s <= caremodel.StageWithdrawn; s++ {
		requireDatabaseLaws(t, s, caremodel.StageDesigning)
	}
}

func TestBound_InDatabases(t *testing.T) {
	for b := caremodel.Exactly; b <= caremodel.NotStated; b++ {
		stored, err := b.Value()
		require.NoError(t, err)
		require.Equal(t, b.String(), stored)
		read := caremodel.About
		require.NoError(t, read.Scan(stored))
		require.Equal(t, b, read)
	}
	_, err := caremodel.Bound(9).Value()
	require.Error(t, err)
	read := caremodel.About
	require.ErrorIs(t, read.Scan(nil), validate.Required)
	require.Error(t, read.Scan(int64(2)))
	require.Equal(t, caremodel.About, read)
}

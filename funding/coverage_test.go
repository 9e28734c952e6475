package funding_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/funding"
)

// Where nobody says how much there is, nothing is known in full.
func TestCoverage(t *testing.T) {
	for _, tt := range []struct {
		coverage funding.KnownOf
		full     bool
		text     string
	}{
		{funding.KnownOf{}, true, "0 of 0 known"},
		{funding.KnownOf{Known: 19, Of: 50}, false, "19 of 50 known"},
		{funding.KnownOf{Known: 50, Of: 50}, true, "50 of 50 known"},
		{funding.KnownOf{Known: 0, Of: 50}, false, "0 of 50 known"},
		{funding.KnownOf{Known: 11}, false, "11 known, of how many is not said"},
	} {
		require.Equal(t, tt.full, tt.coverage.Full(), tt.text)
		require.Equal(t, tt.text, tt.coverage.String())
	}
}

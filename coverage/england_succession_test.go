package coverage_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// Newcastle Gateshead lives on; Cumbria gave its south to Lancashire North in
// April 2017 (ONS look-ups), and Wirral became part of nothing else.
func TestEnglandSuccession_LeadsToLaterCodes(t *testing.T) {
	s := coverage.EnglandSuccession()
	require.NoError(t, s.Validate().Err())
	day := caremodel.MustParseDate
	walk, err := s.Crosswalk(coverage.Vintage{Edition: coverage.EditionCCG2015, On: day("2015-04-01")}, coverage.Vintage{Edition: coverage.EditionCCG2017, On: day("2017-04-01")}, "01H", "12F")
	require.NoError(t, err)
	require.Len(t, walk.Weights, 3)
	s.Events[0].From = "changed"
	require.NotEqual(t, s, coverage.EnglandSuccession())
}

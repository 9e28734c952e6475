package coverage_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/internal/schematest"
)

// The schema names the fields of the records, what is required, and the words of
// the ladders.
func TestSchema(t *testing.T) {
	schematest.Check(t, coverage.Schema(), coverage.Format, coverage.Survey{})
}

func TestSchema_IsAFreshCopy(t *testing.T) {
	coverage.Schema()[0] = 'x'
	require.Equal(t, byte('{'), coverage.Schema()[0])
}

package funding_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/schematest"
)

// The schema names the fields of the records, what is required, and the words of
// the ladders.
func TestSchema(t *testing.T) {
	schematest.Check(t, funding.Schema(), funding.Format, funding.Ledger{})
}

func TestSchema_IsAFreshCopy(t *testing.T) {
	funding.Schema()[0] = 'x'
	require.Equal(t, byte('{'), funding.Schema()[0])
}

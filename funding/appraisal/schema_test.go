package appraisal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/funding/appraisal"
	"github.com/newcaremodels/newcaremodels/internal/schematest"
)

// The schema names the fields of the records, which of them are required, and the
// words of the enumerations.
func TestSchema(t *testing.T) {
	schematest.Check(t, appraisal.Schema(), appraisal.Format, appraisal.Case{})
}

func TestSchema_IsAFreshCopy(t *testing.T) {
	appraisal.Schema()[0] = 'x'
	require.Equal(t, byte('{'), appraisal.Schema()[0])
}

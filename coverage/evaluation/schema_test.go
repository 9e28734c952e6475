package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/internal/schematest"
)

// The schema names the fields of the records, what is required, and the words of
// the constants.
func TestSchema(t *testing.T) {
	schematest.Check(t, evaluation.Schema(), evaluation.Format, evaluation.Record{})
}

func TestSchema_IsAFreshCopy(t *testing.T) {
	evaluation.Schema()[0] = 'x'
	require.Equal(t, byte('{'), evaluation.Schema()[0])
}

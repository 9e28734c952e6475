package caremodel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/schematest"
)

// The schema names the fields of the records, what is required, and the words of
// the ladders.
func TestSchema(t *testing.T) {
	schematest.Check(t, caremodel.Schema(), caremodel.Format, caremodel.Definition{})
}

func TestSchema_IsAFreshCopy(t *testing.T) {
	caremodel.Schema()[0] = 'x'
	require.Equal(t, byte('{'), caremodel.Schema()[0])
}

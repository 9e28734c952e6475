package delivery_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/internal/schematest"
)

// The schema names the fields of the records, which of them are required, and the
// words of the enumerations.
func TestSchema(t *testing.T) {
	schematest.Check(t, delivery.Schema(), delivery.Format, delivery.Plan{})
}

func TestSchema_IsAFreshCopy(t *testing.T) {
	delivery.Schema()[0] = 'x'
	require.Equal(t, byte('{'), delivery.Schema()[0])
}

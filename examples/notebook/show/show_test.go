package show_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/notebook/show"
)

func TestPeople(t *testing.T) {
	for want, e := range map[string]coverage.Estimate{
		"1,200":          {Low: 1200, High: 1200, Of: 5000},
		"1,200 to 1,300": {Low: 1200, High: 1300, Of: 5000},
		"about 1,200":    {Low: 1200, High: 1200, Of: 5000, Approximate: true},
		"not known":      {Of: 5000, Missing: 2, Meant: 2},
	} {
		require.Equal(t, want, show.People(e))
	}
}

func TestWords(t *testing.T) {
	require.Equal(t, "cannot be checked", show.Words(coverage.CannotBeChecked))
	require.Equal(t, "-1,234,567", show.Number(-1234567))
}

func TestMust(t *testing.T) { require.Equal(t, 3, show.Must(3, nil)) }

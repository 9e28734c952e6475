package coverage_test

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// An index is no document: encoding it is an error that says what to encode, by value
// as by pointer and within other records.
func TestAtlas_MarshalJSON(t *testing.T) {
	a := coverage.England()
	s, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	for _, v := range []any{a, *a, struct{ Atlas coverage.Atlas }{*a}, s, *s, struct{ Selection coverage.Selection }{*s}, coverage.Atlas{}, coverage.Selection{}} {
		_, err := json.Marshal(v)
		require.ErrorIs(t, err, validate.Format)
		require.ErrorContains(t, err, `json:"-"`)
	}
}

func TestAtlas_LogValue(t *testing.T) {
	a := coverage.England()
	s, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	var out strings.Builder
	slog.New(slog.NewTextHandler(&out, nil)).Info("read", "atlas", a, "none", coverage.Atlas{}, "selection", s)
	require.Contains(t, out.String(), "atlas.footprints=")
	require.Contains(t, out.String(), "selection.footprints=")
	require.NotContains(t, out.String(), "none")
}

package coverage_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

func written(t *testing.T, s coverage.Survey) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, s.WriteJSON(&b))
	return b.String()
}

func TestReadAtlas(t *testing.T) {
	a, err := coverage.ReadAtlas(strings.NewReader(written(t, coverage.EnglandSurvey())), caremodel.England())
	require.NoError(t, err)
	require.Equal(t, coverage.England().Population(), a.Population())
}

// What is wrong with the shape and what breaks a rule come together, less what
// only follows.
func TestReadAtlas_ReportsShapeAndRules(t *testing.T) {
	s := coverage.EnglandSurvey()
	s.Base.Units[0].People = -1
	document := strings.Replace(written(t, s), `"people": 273951`, `"people": "many"`, 1)
	require.Contains(t, document, "many")
	_, err := coverage.ReadAtlas(strings.NewReader(document), caremodel.England())
	paths := map[string]validate.Code{}
	for v := range validate.Of(err).Errors().All() {
		paths[v.Path] = v.Code
	}
	require.Equal(t, map[string]validate.Code{"base.units[0].people": validate.Range, "base.units[1].people": validate.Format}, paths)

	_, err = coverage.ReadAtlas(strings.NewReader(document[:len(document)/2]), caremodel.England())
	require.ErrorIs(t, err, validate.Format)
}

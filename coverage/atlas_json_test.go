package coverage_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// What an atlas answers has one form in JSON, under either engine.
func TestAtlas_AnswersInJSON(t *testing.T) {
	county := countyAtlas()
	all, err := county.Select(coverage.Filter{})
	require.NoError(t, err)
	deciles, err := all.Breakdown("imd_decile")
	require.NoError(t, err)
	steps, err := all.Incremental("vale", "hills")
	require.NoError(t, err)
	target := coverage.Target{Share: caremodel.Ratio{Num: 3, Den: 4}, By: caremodel.MustParseDate("2019-12-31")}
	trajectory, err := coverage.TrajectoryTo(target, county.Observe())
	require.NoError(t, err)
	nobody, err := county.Select(coverage.Filter{Waves: []string{"third"}})
	require.NoError(t, err)

	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetIndent("", "  ")
	require.NoError(t, e.Encode(struct {
		Account    coverage.Account          `json:"account"`
		Nobody     coverage.Account          `json:"nobody"`
		Each       []coverage.Contribution   `json:"each"`
		Steps      []coverage.Step           `json:"steps"`
		Groups     []coverage.Group          `json:"groups"`
		Uncovered  []coverage.Gap            `json:"uncovered"`
		Reconciled []coverage.Reconciliation `json:"reconciled"`
		Trajectory coverage.Trajectory       `json:"trajectory"`
	}{
		all.Account(), nobody.Account(), all.Contributions(), steps, slices.Collect(deciles.Groups()), slices.Collect(all.Uncovered()),
		county.Reconcile(), trajectory,
	}))

	goldentest.Equal(t, "atlas.golden.json", got.Bytes())
}

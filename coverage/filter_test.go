package coverage_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// A survey may have a claim of exactly the scopes that can be selected.
func TestFilter_ValidateAcceptsWhatSelectDoes(t *testing.T) {
	pick := func(t *rapid.T, field string, values ...string) []string {
		return rapid.SliceOfN(rapid.SampledFrom(values), 0, 2).Draw(t, field)
	}
	rapid.Check(t, func(t *rapid.T) {
		f := coverage.Filter{
			Waves:   pick(t, "waves", "first", "third", "fourth", ""),
			Regions: pick(t, "regions", "North", "West", ""),
			Layers:  pick(t, "layers", "population", "care-homes", "homes", ""),
		}
		for _, c := range pick(t, "categories", "PACS", "EHCH", "pacs", "XYZ", "") {
			f.Categories = append(f.Categories, caremodel.Category(c))
		}
		for _, id := range pick(t, "footprints", "hills", "mills", "") {
			f.Footprints = append(f.Footprints, coverage.FootprintID(id))
		}
		f.Vanguards = rapid.SliceOfN(rapid.SampledFrom([]caremodel.VanguardID{atlasVanguard(0), {1}, {}}), 0, 2).Draw(t, "vanguards")
		s := overlapping()
		_, err := newAtlas(t, s).Select(f)
		s.Claims = []coverage.Claim{{Scope: f, People: 1}}
		found := s.Validate(atlasProgramme()).Errors()
		require.Equal(t, err == nil, found.Len() == 0, "%v, %v", err, found)
		require.Equal(t, validate.Of(err).Len(), found.Len(), "every wrong name at once")
	})
}

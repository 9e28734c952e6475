package coverage_test

import (
	"encoding/json"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// twoBases has the residents of two areas, and the patients of the first on lists.
func twoBases() coverage.Survey {
	s := atlasSurvey(coverage.Population{Area: areaCode(0), People: 1_000}, coverage.Population{Area: areaCode(1), People: 3_000})
	lists := s.Base
	lists.Name, lists.Basis = "lists", coverage.Registered
	lists.Units = []coverage.Population{{Area: areaCode(0), People: 1_100}}
	lists.Remainder = []coverage.Population{{Area: "E40000001", People: 3_300}}
	s.Alternatives = []coverage.Base{lists}
	s.Footprints = []coverage.Footprint{
		{ID: "hills", Vanguard: atlasVanguard(0), Layer: "population", Units: []coverage.Part{{Area: areaCode(0)}}},
		{ID: "vale", Vanguard: atlasVanguard(1), Layer: "population", Units: []coverage.Part{{Area: areaCode(0)}, {Area: areaCode(1)}}},
	}
	return s
}

// The same footprints on another base; one of which it has not all areas is missing
// there, and never smaller.
func TestAtlas_OnAnotherBasis(t *testing.T) {
	a := newAtlas(t, twoBases())
	lists, err := a.On(coverage.Registered)
	require.NoError(t, err)
	require.EqualValues(t, 4_400, lists.Population())
	require.Equal(t, coverage.Registered, lists.Basis())
	of := func(a *coverage.Atlas, id coverage.FootprintID) coverage.Estimate {
		s, err := a.Select(coverage.Filter{Footprints: []coverage.FootprintID{id}})
		require.NoError(t, err)
		return s.Covered()
	}
	require.Equal(t, coverage.Estimate{Low: 1_100, High: 1_100, Of: 4_400, Meant: 1}, of(lists, "hills"))
	require.Equal(t, coverage.Estimate{Low: 1_100, High: 1_100, Of: 4_400, Missing: 1, Meant: 1}, of(lists, "vale"))
	require.Equal(t, coverage.Estimate{Low: 4_000, High: 4_000, Of: 4_000, Meant: 1}, of(a, "vale"))

	residents, err := lists.On(coverage.Resident)
	require.NoError(t, err)
	require.Same(t, a, residents)
	named, err := a.OnBase("lists")
	require.NoError(t, err)
	require.Same(t, lists, named)
	_, err = a.OnBase("list")
	require.ErrorIs(t, err, validate.Unknown)
	_, err = a.On(coverage.Weighted)
	require.ErrorIs(t, err, validate.Unknown)

	s := twoBases()
	again := s.Alternatives[0]
	again.Name, again.AsAt = "lists of 2016", caremodel.MustParseDate("2016-06-30")
	s.Alternatives = append(s.Alternatives, again)
	_, err = newAtlas(t, s).On(coverage.Registered)
	require.ErrorIs(t, err, validate.Conflict)
	require.ErrorContains(t, err, "OnBase")
}

// A claim is held against the base of its own basis, and one without a basis is
// reported on each.
func TestReconcile_OnTheBaseOfTheClaim(t *testing.T) {
	a := newAtlas(t, twoBases())
	hills := coverage.Filter{Footprints: []coverage.FootprintID{"hills"}}
	all := a.Reconcile(
		coverage.Claim{Scope: hills, People: 1_100, Basis: coverage.Registered},
		coverage.Claim{Scope: hills, People: 1_100},
		coverage.Claim{Scope: hills, People: 1_000, Share: caremodel.Ratio{Num: 60, Den: 100}},
	)
	require.Equal(t, coverage.Agrees, all[0].Verdict)
	require.EqualValues(t, 4_400, all[0].Covered.Of)
	require.Len(t, all[0].Bases, 1)
	require.Equal(t, coverage.Differs, all[1].Verdict)
	require.EqualValues(t, 100, all[1].Difference)
	require.Equal(t, []coverage.Verdict{coverage.Differs, coverage.Agrees}, []coverage.Verdict{all[1].Bases[0].Verdict, all[1].Bases[1].Verdict})
	require.Equal(t, coverage.CannotBeChecked, all[2].Verdict, "people and share contradict each other")
	require.Contains(t, all[2].Reason, "contradicts itself")

	s := twoBases()
	s.Claims = []coverage.Claim{{Scope: hills, People: 1_000, Share: caremodel.Ratio{Num: 60, Den: 100}}, {Scope: hills, People: 1_000, Share: caremodel.Ratio{Num: 25, Den: 100}}}
	found := listed(s.Validate(atlasProgramme()))
	require.Contains(t, found, "warning conflict claims[0].share")
	require.NotContains(t, found, "warning conflict claims[1].share")
}

func TestAtlas_IsNoRecord(t *testing.T) {
	a := newAtlas(t, overlapping())
	_, err := json.Marshal(a)
	require.ErrorContains(t, err, "marshal the Survey")
	require.Equal(t, slog.KindGroup, a.LogValue().Kind())
	require.Equal(t, []string{"age"}, a.Attributes())
	require.Equal(t, []string{"North", "South"}, a.Regions())
	require.Equal(t, overlapping().Layers, a.Layers())
	m := selectAll(t, overlapping()).Overlap()
	require.PanicsWithValue(t, "coverage: Matrix.At(0, 3) of 3 footprints", func() { m.At(0, 3) })
	require.Panics(t, func() { m.At(-1, 0) })
}

// Vanguards without an area are not nobody, and those that stand aside are told.
func TestEstimate_NotKnownIsNotNobody(t *testing.T) {
	acc := england(t, coverage.Filter{Categories: []caremodel.Category{caremodel.ACC}})
	require.Regexp(t, `^[0-9,]+ to [0-9,]+ of 54,786,327 \([0-9.]+% to [0-9.]+%\); the areas of 9 of 13 vanguards are not, or not wholly, known$`, acc.Covered().String())
	require.True(t, acc.Covered().Known())
	require.EqualValues(t, residents2015, acc.Covered().Upper())

	homes := england(t, coverage.Filter{Categories: []caremodel.Category{caremodel.EHCH}})
	require.False(t, homes.Covered().Known())
	require.False(t, homes.Covered().Exact())
	require.Contains(t, homes.Covered().String(), "not known")
	require.Contains(t, homes.Covered().String(), "care-homes")
	layers, vanguards := homes.Aside()
	require.Equal(t, []string{"care-homes"}, layers)
	require.Len(t, vanguards, 6)

	p := caremodel.England()
	merit, err := p.Find("merit")
	require.NoError(t, err)
	nobody := england(t, coverage.Filter{Vanguards: []caremodel.VanguardID{merit.ID}}).Covered()
	require.Equal(t, "not known", nobody.String())
	low, high := nobody.Share()
	require.False(t, low.Known() || high.Known())
	text, err := json.Marshal(nobody)
	require.NoError(t, err)
	require.JSONEq(t, `{"of": 54786327, "missing": 1, "meant": 1}`, string(text))
	for _, e := range []coverage.Estimate{nobody, acc.Covered(), homes.Covered(), {Low: 1, High: 2, Of: 3}} {
		text, err := json.Marshal(e)
		require.NoError(t, err)
		var read coverage.Estimate
		require.NoError(t, json.Unmarshal(text, &read))
		require.Equal(t, e, read)
	}
	require.Error(t, json.Unmarshal([]byte(`{"of": 3}`), new(coverage.Estimate)), "an unknown figure says of whom")

	require.Regexp(t, `^about [0-9,]+ of 54,786,327 \(0\.6%\)$`, england(t, coverage.Filter{Footprints: []coverage.FootprintID{"morecambe-bay"}}).Covered().String())

	s := overlapping() // the network has no region
	north, err := newAtlas(t, s).Select(coverage.Filter{Regions: []string{"North"}})
	require.NoError(t, err)
	require.Equal(t, 1, north.Covered().Missing)
	require.Equal(t, 2, north.Covered().Meant)
	b, err := north.Breakdown("age")
	require.NoError(t, err)
	_, err = b.Bands()
	require.ErrorIs(t, err, validate.NotKnown)
	_, _, err = b.SlopeBounds(0.95)
	require.ErrorIs(t, err, validate.NotKnown)
}

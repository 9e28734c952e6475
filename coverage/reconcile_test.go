package coverage_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// reconciled lays one footprint on 1,000 of 4,000 people, shared is how much of
// it, and returns the verdict on a claim.
func reconciled(t *testing.T, part coverage.Part, completeness coverage.Completeness, claim coverage.Claim) coverage.Reconciliation {
	s := atlasSurvey(coverage.Population{Area: areaCode(0), People: 1_000}, coverage.Population{Area: areaCode(1), People: 3_000})
	s.References = []coverage.Reference{{Name: "lists", Basis: coverage.Registered, AsAt: caremodel.MustParseDate("2015-06-30"), People: 4_400}}
	part.Area = areaCode(0)
	scoped := claim
	if claim.Scope.IsZero() { // the one vanguard of which something is known
		scoped.Scope.Layers = population
	}
	s.Footprints = []coverage.Footprint{{ID: "f", Vanguard: atlasVanguard(0), Layer: "population", Units: []coverage.Part{part}, Completeness: completeness}}
	all := newAtlas(t, s).Reconcile(scoped)
	require.Len(t, all, 1)
	require.Equal(t, scoped, all[0].Claim)
	all[0].Claim = claim
	return all[0]
}

func TestReconcile_Verdicts(t *testing.T) {
	half, _ := coverage.ShareOf(1, 2)
	page := caremodel.Source{Title: "a vanguard's page", URL: "https://example.org/"}
	whole, upTo := coverage.Part{}, coverage.Part{Share: half, Bound: caremodel.AtMost}
	for _, c := range []struct {
		name         string
		part         coverage.Part
		completeness coverage.Completeness
		claim        coverage.Claim
		want         coverage.Verdict
		difference   int64
	}{
		{"the same number", whole, coverage.Complete, coverage.Claim{People: 1_000}, coverage.Agrees, 0},
		{"a precision below nothing", whole, coverage.Complete, coverage.Claim{People: 1_000, Precision: -1}, coverage.Agrees, 0},
		{"more than fewer", whole, coverage.Complete, coverage.Claim{People: 900, Bound: caremodel.AtLeast}, coverage.Agrees, 0},
		{"up to more", whole, coverage.Complete, coverage.Claim{People: 1_100, Bound: caremodel.AtMost}, coverage.Agrees, 0},
		{"a quarter", whole, coverage.Complete, coverage.Claim{Share: caremodel.Ratio{Num: 1, Den: 4}}, coverage.Agrees, 0},
		{"between the bounds", upTo, coverage.Complete, coverage.Claim{People: 300}, coverage.InsideBounds, 0},
		{"more than a number between the bounds", upTo, coverage.Complete, coverage.Claim{People: 300, Bound: caremodel.AtLeast}, coverage.InsideBounds, 0},
		{"up to the higher bound", upTo, coverage.Complete, coverage.Claim{People: 500, Bound: caremodel.AtMost}, coverage.Agrees, 0},
		{"a rounded number", whole, coverage.Complete, coverage.Claim{People: 1_040, Precision: 50}, coverage.WithinRounding, 40},
		{"a rounded number, too low", whole, coverage.Complete, coverage.Claim{People: 960, Precision: 50, Bound: caremodel.About}, coverage.WithinRounding, -40},
		{"a share to the hundredth of a percent", whole, coverage.Complete, coverage.Claim{Share: caremodel.Ratio{Num: 2496, Den: 10_000}}, coverage.Differs, -2},
		{"a share to the tenth of a percent", whole, coverage.Complete, coverage.Claim{Share: caremodel.Ratio{Num: 245, Den: 1_000}}, coverage.Differs, -20},
		{"more than a share", whole, coverage.Complete, coverage.Claim{Share: caremodel.Ratio{Num: 2504, Den: 10_000}, Bound: caremodel.AtLeast}, coverage.Differs, 2},
		{"a share by the percent, rounded", upTo, coverage.Complete, coverage.Claim{Share: caremodel.Ratio{Num: 13, Den: 100}}, coverage.WithinRounding, 20},
		{"a third", whole, coverage.Complete, coverage.Claim{Share: caremodel.Ratio{Num: 1, Den: 3}}, coverage.Differs, 333},
		{"beyond rounding", whole, coverage.Complete, coverage.Claim{People: 1_100, Precision: 50}, coverage.Differs, 100},
		{"more than more", whole, coverage.Complete, coverage.Claim{People: 1_200, Bound: caremodel.AtLeast}, coverage.Differs, 200},
		{"up to fewer", whole, coverage.Complete, coverage.Claim{People: 900, Bound: caremodel.AtMost}, coverage.Differs, -100},
		{"the source of the share", coverage.Part{Share: half, Source: page}, coverage.Complete, coverage.Claim{People: 500, Source: page}, coverage.NotIndependent, 0},
		{"another page", coverage.Part{Share: half, Source: page}, coverage.Complete, coverage.Claim{People: 500, Source: caremodel.Source{Title: "another"}}, coverage.Agrees, 0},
		{"incomplete: the same number", whole, coverage.Incomplete, coverage.Claim{People: 1_000}, coverage.CannotBeChecked, 0},
		{"incomplete: a higher number", whole, coverage.Incomplete, coverage.Claim{People: 2_000}, coverage.CannotBeChecked, 0},
		{"incomplete: a lower number", whole, coverage.Incomplete, coverage.Claim{People: 700, Precision: 50}, coverage.Differs, -300},
		{"incomplete: more than is listed", whole, coverage.Incomplete, coverage.Claim{People: 1_000, Bound: caremodel.AtLeast}, coverage.Agrees, 0},
		{"incomplete: more than more", whole, coverage.Incomplete, coverage.Claim{People: 1_001, Bound: caremodel.AtLeast}, coverage.CannotBeChecked, 0},
		{"derived", whole, coverage.Derived, coverage.Claim{People: 1_000}, coverage.Agrees, 0},
		{"another basis", whole, coverage.Complete, coverage.Claim{People: 1_000, Basis: coverage.Registered}, coverage.CannotBeChecked, 0},
		{"people served", whole, coverage.Complete, coverage.Claim{People: 1_000, Basis: coverage.Served}, coverage.CannotBeChecked, 0},
		{"the base's basis", whole, coverage.Complete, coverage.Claim{People: 1_000, Basis: coverage.Resident}, coverage.Agrees, 0},
		{"no footprint", whole, coverage.Complete, coverage.Claim{People: 1_000, Scope: coverage.Filter{Waves: []string{"third"}}}, coverage.CannotBeChecked, 0},
		{"an unknown scope", whole, coverage.Complete, coverage.Claim{People: 1_000, Scope: coverage.Filter{Waves: []string{"fourth"}}}, coverage.CannotBeChecked, 0},
		{"no figure", whole, coverage.Complete, coverage.Claim{Words: "many"}, coverage.CannotBeChecked, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := reconciled(t, c.part, c.completeness, c.claim)
			require.Equal(t, c.want, got.Verdict, got.Reason)
			require.Equal(t, c.difference, got.Difference)
			require.Equal(t, c.claim, got.Claim)
			if c.want == coverage.CannotBeChecked || c.want == coverage.NotIndependent {
				require.NotEmpty(t, got.Reason)
			}
		})
	}
}

// A claim without a basis is tried on every one that the survey has.
func TestReconcile_TriesEveryBasis(t *testing.T) {
	base := coverage.Reference{Name: "Sample, mid-2015", Basis: coverage.Resident, AsAt: caremodel.MustParseDate("2015-06-30"), People: 4_000}
	lists := coverage.Reference{Name: "lists", Basis: coverage.Registered, AsAt: caremodel.MustParseDate("2015-06-30"), People: 4_400}
	quarter := caremodel.Ratio{Num: 25, Den: 100}

	people := reconciled(t, coverage.Part{}, coverage.Complete, coverage.Claim{People: 1_000})
	require.Equal(t, []coverage.OnBasis{
		{Reference: base, People: 1_000, Share: caremodel.Ratio{Num: 1_000, Den: 4_000}, Verdict: coverage.Agrees},
		{Reference: lists, People: 1_000, Share: caremodel.Ratio{Num: 1_000, Den: 4_400}, Verdict: coverage.CannotBeChecked},
	}, people.Bases)

	share := reconciled(t, coverage.Part{}, coverage.Complete, coverage.Claim{Share: quarter})
	require.Equal(t, []coverage.OnBasis{
		{Reference: base, People: 1_000, Share: quarter, Verdict: coverage.Agrees},
		{Reference: lists, People: 1_100, Share: quarter, Verdict: coverage.CannotBeChecked},
	}, share.Bases)

	// With both, each denominator says whether the two fit each other.
	both := coverage.Claim{People: 1_000, Share: quarter}
	require.Equal(t, []coverage.OnBasis{
		{Reference: base, People: 1_000, Share: caremodel.Ratio{Num: 1_000, Den: 4_000}, Verdict: coverage.Agrees},
		{Reference: lists, People: 1_000, Share: caremodel.Ratio{Num: 1_000, Den: 4_400}, Verdict: coverage.Differs},
	}, reconciled(t, coverage.Part{}, coverage.Complete, both).Bases)
	both.Precision = 100
	require.Equal(t, coverage.WithinRounding, reconciled(t, coverage.Part{}, coverage.Complete, both).Bases[1].Verdict)
	both.Basis = coverage.Registered
	require.Len(t, reconciled(t, coverage.Part{}, coverage.Complete, both).Bases, 1)
}

// The claims of the survey come first, then the extra ones, and neither list is
// changed.
func TestReconcile_KeepsOrder(t *testing.T) {
	s := overlapping()
	s.Claims = []coverage.Claim{{People: 1, Words: "one"}, {People: 2, Words: "two"}}
	a := newAtlas(t, s)
	for range 2 {
		var words []string
		for _, r := range a.Reconcile(coverage.Claim{People: 3, Words: "three"}) {
			words = append(words, r.Claim.Words)
		}
		require.Equal(t, []string{"one", "two", "three"}, words)
	}
	require.Len(t, a.Reconcile(), 2)
}

func TestReconciliation_InWords(t *testing.T) {
	r := reconciled(t, coverage.Part{}, coverage.Derived, coverage.Claim{People: 1_200, Precision: 50, Words: "some 1,200 people"})
	require.Equal(t, "some 1,200 people: differs, 200 too many, areas in its scope were drawn from partners, who may work for a part of them only; "+
		"recomputed 1,000 of 4,000 (25.0%); 1,200 is 30.0% of 4,000 (resident); 1,200 is 27.3% of 4,400 (registered)", r.String())
}

// A vanguard without a footprint may cover anybody or nobody: no claim about it
// differs, and "more than" is true of what is known.
func TestReconcile_ScopeWithAVanguardWithoutFootprint(t *testing.T) {
	s := atlasSurvey(coverage.Population{Area: areaCode(0), People: 1_000}, coverage.Population{Area: areaCode(1), People: 3_000})
	s.Footprints = []coverage.Footprint{{ID: "f", Vanguard: atlasVanguard(0), Layer: "population", Units: []coverage.Part{{Area: areaCode(0)}}}}
	scope := coverage.Filter{Vanguards: []caremodel.VanguardID{atlasVanguard(0), atlasVanguard(1)}}
	for _, c := range []struct {
		people, precision int64
		bound             caremodel.Bound
		want              coverage.Verdict
	}{
		{700, 50, caremodel.Exactly, coverage.CannotBeChecked},
		{980, 50, caremodel.About, coverage.CannotBeChecked},
		{700, 0, caremodel.AtMost, coverage.CannotBeChecked},
		{700, 0, caremodel.AtLeast, coverage.Agrees},
		{1_000, 0, caremodel.AtLeast, coverage.Agrees},
		{1_000, 0, caremodel.Exactly, coverage.CannotBeChecked},
		{2_000, 0, caremodel.Exactly, coverage.CannotBeChecked},
	} {
		got := newAtlas(t, s).Reconcile(coverage.Claim{Scope: scope, People: c.people, Precision: c.precision, Bound: c.bound})
		require.Equal(t, c.want, got[0].Verdict, got[0])
		require.Equal(t, 1, got[0].Covered.Missing)
		require.Zero(t, got[0].Difference)
	}
	got := newAtlas(t, s).Reconcile(coverage.Claim{Scope: scope, People: 700})
	require.Equal(t, "the areas of 1 of 2 vanguards are not, or not wholly, known, and those known cover 300 more", got[0].Reason)

	got = newAtlas(t, s).Reconcile(coverage.Claim{Scope: scope, People: 700, Note: "Of one only."}, coverage.Claim{Scope: scope, People: 700, Bound: caremodel.AtLeast, Note: "Of one only."})
	require.Equal(t, "the areas of 1 of 2 vanguards are not, or not wholly, known, and those known cover 300 more; Of one only.", got[0].Reason)
	require.Empty(t, got[1].Reason, "it agrees")
}

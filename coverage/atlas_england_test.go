package coverage_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// This file tells the story of the programme's coverage with the library's own
// records. The residents of England are those of mid-2015 (Office for National
// Statistics, SAPE18DT5: 54,786,327), by clinical commissioning group of April
// 2015.

func england(t *testing.T, f coverage.Filter) *coverage.Selection {
	s, err := coverage.England().Select(f)
	require.NoError(t, err)
	return s
}

// In March 2016 NHS England wrote of "more than five million people, around nine
// per cent of the total population". Five million are 9.1 % of the residents and
// 8.8 % of the patients on practice lists: the quoted share fits both, and the
// source does not say which it means.
func TestEngland_FiveMillionPeople(t *testing.T) {
	claim := coverage.Claim{
		Scope:  coverage.Filter{Layers: []string{"population"}},
		People: 5_000_000, Precision: 500_000, Share: caremodel.Ratio{Num: 9, Den: 100}, Bound: caremodel.AtLeast,
	}
	all := coverage.England().Reconcile(claim)
	r := all[len(all)-1]
	require.Equal(t, coverage.WithinRounding, r.Verdict, "inside the bounds, which are about")
	require.Len(t, r.Bases, 2)
	require.Equal(t, coverage.Resident, r.Bases[0].Reference.Basis)
	require.EqualValues(t, residents2015, r.Bases[0].Reference.People)
	require.Equal(t, "9.1%", r.Bases[0].Share.Percent(1))
	require.Equal(t, coverage.Registered, r.Bases[1].Reference.Basis)
	require.Equal(t, "8.8%", r.Bases[1].Share.Percent(1))
	for _, trial := range r.Bases {
		require.Equal(t, coverage.WithinRounding, trial.Verdict)
	}
}

// The populations of the primary and acute care systems and of the community
// providers do not lie over each other: the sum is the people, between 4.5 and 5.5
// million, because some of them cover a part of their areas that no source
// states.
func TestEngland_PopulationVanguards(t *testing.T) {
	account := england(t, coverage.Filter{Layers: []string{"population"}}).Account()
	require.Equal(t, coverage.Estimate{Low: 4_487_879, High: 5_524_136, Of: residents2015, Meant: 23, Approximate: true}, account.Covered)
	require.Equal(t, account.Covered.High, account.Naive)
	require.Zero(t, account.DoubleCounted.Low)
	require.Equal(t, []string{"population"}, account.Layers)
	for _, m := range account.Multiplicity {
		require.Equal(t, 1, m.Times)
	}
}

// Urgent-care networks and alliances of hospitals lie above them. Added up, the
// programme has 30.6 million people; at most 26.3 million are real, 48.1 % of
// England.
func TestEngland_CountsEachPersonOnce(t *testing.T) {
	all := england(t, coverage.Filter{})
	account := all.Account()
	require.EqualValues(t, 30_604_709, account.Naive)
	require.Equal(t, coverage.Estimate{Low: 24_911_333, High: 26_330_959, Of: residents2015, Missing: 9, Meant: 44, Approximate: true}, account.Covered)
	require.Equal(t, coverage.Estimate{Low: 4_273_750, High: 5_693_376, Of: residents2015}, bare(account.DoubleCounted))
	require.Equal(t, []string{"population", "network", "provider"}, account.Layers)

	layers := int64(0)
	for _, layer := range account.Layers {
		layers += england(t, coverage.Filter{Layers: []string{layer}}).Account().Naive
	}
	require.Equal(t, account.Naive, layers)

	attributed := map[caremodel.Category]int64{}
	sum := int64(0)
	for _, one := range all.Contributions() {
		v, ok := caremodel.England().Vanguard(one.Vanguard)
		require.True(t, ok)
		attributed[v.Category] += one.Attributed
		sum += one.Attributed
	}
	require.Equal(t, account.Covered.High, sum, "parts by category add up to the people")
	require.Len(t, attributed, 4, "care homes stand aside")
}

// Rushcliffe is Principia's and lies in Greater Nottingham's network; Chester is in
// the women's and children's partnership of Cheshire and Merseyside: the smaller
// footprint is wholly within the larger one.
func TestEngland_NestedFootprints(t *testing.T) {
	m := england(t, coverage.Filter{}).Overlap()
	whole := caremodel.Ratio{Num: 1, Den: 1}
	for inner, outer := range map[coverage.FootprintID]coverage.FootprintID{
		"principia":         "greater-nottingham-uec",
		"erewash":           "greater-nottingham-uec",
		"west-cheshire-way": "cheshire-merseyside-women-children",
		"wirral-partners":   "cheshire-merseyside-women-children",
		"northumberland":    "north-east-uec",
		"salford-together":  "accountable-cancer-network/greater-manchester",
	} {
		i, j := index(m, inner), index(m, outer)
		require.GreaterOrEqual(t, i, 0, inner)
		require.GreaterOrEqual(t, j, 0, outer)
		require.Equal(t, bare(m.At(i, i)), bare(m.At(i, j)), inner)
		low, high := m.Coefficient(i, j)
		require.Equal(t, low, high)
		require.Zero(t, low.Compare(whole), inner)
	}
}

// "Over nine million people" of the eight urgent-care vanguards is borne out; so
// is "18 % of England" for the cancer network, whose areas are official, with West
// Essex, which its own page names. Of residents its "10.7 million people" is not:
// 10.7 of 54.8 million would be 19.5 %. They are patients.
func TestEngland_ClaimsAboutNetworks(t *testing.T) {
	require.Equal(t, coverage.Estimate{Low: 9_073_739, High: 9_073_739, Of: residents2015, Meant: 8},
		england(t, coverage.Filter{Categories: []caremodel.Category{caremodel.UEC}}).Covered())

	network := coverage.Filter{Footprints: []coverage.FootprintID{
		"accountable-cancer-network/greater-manchester",
		"accountable-cancer-network/north-central-and-north-east-london",
		"accountable-cancer-network/north-west-and-south-west-london",
	}}
	require.Equal(t, coverage.Estimate{Low: 9_990_786, High: 9_990_786, Of: residents2015, Meant: 1}, england(t, network).Covered())
	all := coverage.England().Reconcile(
		coverage.Claim{Scope: network, Share: caremodel.Ratio{Num: 18, Den: 100}},
		coverage.Claim{Scope: network, People: 10_700_000, Precision: 50_000},
		coverage.Claim{Scope: network, People: 10_000_000, Precision: 500_000, Bound: caremodel.AtLeast})
	all = all[len(all)-3:]
	require.Equal(t, coverage.WithinRounding, all[0].Verdict)
	require.Equal(t, coverage.Differs, all[1].Verdict)
	require.EqualValues(t, 709_214, all[1].Difference)
	require.Equal(t, "19.5%", all[1].Bases[0].Share.Percent(1))
	require.Equal(t, coverage.WithinRounding, all[2].Verdict)
}

// A share that was made from a published number says nothing about that number.
func TestEngland_ClaimsBehindShares(t *testing.T) {
	verdicts := map[coverage.Verdict]int{}
	var notIndependent []caremodel.VanguardID
	for _, r := range coverage.England().Reconcile() {
		verdicts[r.Verdict]++
		require.NotZero(t, r.Verdict)
		if r.Verdict == coverage.NotIndependent {
			notIndependent = append(notIndependent, r.Claim.Scope.Vanguards...)
		}
	}
	for _, slug := range []string{"south-somerset-symphony", "modality-birmingham-sandwell"} {
		require.Contains(t, notIndependent, caremodel.VanguardIDFor("england-2015", slug))
	}
	require.Positive(t, verdicts[coverage.Agrees])
	require.Positive(t, verdicts[coverage.InsideBounds])
	require.Positive(t, verdicts[coverage.CannotBeChecked])

	unreconciled := 0
	for range coverage.England().Warnings().All() {
		unreconciled++
	}
	require.Equal(t, verdicts[coverage.Differs], unreconciled, "each claim that differs is a warning, and nothing else is odd")
}

// Care-home vanguards serve residents of homes: they count only when named, and
// then between hardly anybody and everybody of their areas.
func TestEngland_CareHomesStandAside(t *testing.T) {
	all := slices.Collect(england(t, coverage.Filter{}).Footprints())
	homes := england(t, coverage.Filter{Layers: []string{"care-homes"}})
	require.Equal(t, 6, homes.Len())
	for id := range homes.Footprints() {
		require.NotContains(t, all, id)
	}
	require.Zero(t, england(t, coverage.Filter{Categories: []caremodel.Category{caremodel.EHCH}}).Len())
	covered := homes.Covered()
	require.Less(t, covered.Low, int64(10_000))
	require.Greater(t, covered.High, int64(1_000_000))
}

// Three announcements, three steps: the targets were a quarter of the country by
// the end of March 2018 and half of it by 2020.
func TestEngland_OnTheWayToItsTargets(t *testing.T) {
	points := coverage.England().Observe()
	require.Len(t, points, 3)
	var days []string
	for _, p := range points {
		days = append(days, p.On.String())
		require.EqualValues(t, residents2015, p.Covered.Of)
	}
	require.Equal(t, []string{"2015-03-10", "2015-07-24", "2015-09-25"}, days)

	// What the programme meant are the populations of PACS and MCP, and the targets
	// are judged by these: of the quarter they were far away.
	a := coverage.England()
	targets := coverage.EnglandSurvey().Targets
	_, err := coverage.TrajectoryTo(targets[0], points)
	require.ErrorIs(t, err, validate.Conflict, "the whole programme is another scope")
	quarter, err := a.Trajectory(targets[0], caremodel.MustParseDate("2015-03-10"), caremodel.MustParseDate("2015-09-25"), caremodel.MustParseDate("2017-04-01"))
	require.NoError(t, err)
	require.Equal(t, coverage.OffTrack, quarter.OnTrack)
	require.Equal(t, coverage.OffTrack, quarter.Points[1].Track, "and not reached in September 2015")
	require.Positive(t, quarter.Points[1].Gap.Low)
	require.EqualValues(t, 13_696_582-5_524_136, quarter.Gap.Low)
	require.Zero(t, quarter.Gap.Missing)

	half, err := a.Trajectory(targets[1])
	require.NoError(t, err)
	require.Equal(t, coverage.Undecided, half.OnTrack, "one observation is on any line")
	require.Positive(t, half.Gap.Low)
	require.True(t, half.Majority.IsZero())

	// Of the whole programme nine vanguards are not known, so that it cannot be off
	// track.
	everything := targets[0]
	everything.Scope = coverage.Filter{}
	all, err := a.Trajectory(everything)
	require.NoError(t, err)
	require.Equal(t, coverage.OnTrack, all.OnTrack)
	require.Equal(t, 9, all.Points[2].Covered.Missing)
}

// By region the people add up to England, those outside every listed group
// included.
func TestEngland_ByRegion(t *testing.T) {
	all := england(t, coverage.Filter{})
	b, err := all.Breakdown("region")
	require.NoError(t, err)
	var people, covered int64
	var regions []string
	for g := range b.Groups() {
		regions = append(regions, g.Value)
		people += g.Population
		covered += g.Covered.High
	}
	require.Equal(t, []string{"London", "Midlands and East of England", "North of England", "South of England"}, regions)
	require.EqualValues(t, residents2015, people)
	require.Equal(t, all.Covered().High, covered)
	require.Zero(t, b.Unknown().Population)

	gaps := map[coverage.AreaCode]coverage.Estimate{}
	for g := range all.Uncovered() {
		gaps[g.Area] = bare(g.People)
	}
	for _, r := range coverage.EnglandSurvey().Base.Remainder {
		require.Equal(t, coverage.Estimate{Low: r.People, High: r.People, Of: r.People}, gaps[r.Area])
	}
}

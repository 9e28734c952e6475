package newcaremodels_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// The five texts of the programme (the support package of July 2015, two pieces by
// its director, her talk at The King's Fund, a recruiter's page of 2017): what
// they state, and where it is.
func TestEnglandHoldsItsFiveTexts(t *testing.T) {
	facts := map[string]bool{}
	for f := range caremodel.England().Facts() {
		facts[f.Key+" "+f.Value] = true
	}
	for _, fact := range []string{
		"vanguards_total 50", "population_first_wave 5000000", "population_share_england 9", "gp_practices_supporting 1000", "ccgs_supporting 40",
		"programme_director_appointed 2015-01", "vanguards_after_first_wave 21", "vanguards_acc 15", "transformation_fund_2015_16 200000000",
		"nhs_efficiency_gap 22000000000", "wessex_lmc_attendance 125", "sites_visited 29", "support_package_areas 8", "new_money_2017_18 100000000",
		"principles_people_and_communities_board 6", "coverage_ambition majority of the country",
	} {
		require.True(t, facts[fact], fact)
	}
	for _, name := range []string{
		"My Life A Full Life (Isle of Wight)", "Cheshire and Merseyside Women and Children's Services", "Connecting Care – Wakefield District",
		"Better Care Together (Morecambe Bay Health Community)", "South Somerset's Symphony Integrated Healthcare",
		"Fylde Coast Local Health Economy Vanguard", "Better Health and Care for Sunderland", "Northumberland Accountable Care Organisation",
		"Better Care Together (Morecambe)", "Better Local Care (Southern Hampshire)", "Salford Together", "Wirral Partners", "Vitality vanguard",
	} {
		_, err := caremodel.England().Find(name)
		require.NoError(t, err, name)
	}
	people := map[string]bool{}
	for p := range caremodel.England().People() {
		people[p.Name] = true
	}
	for _, name := range []string{"Samantha Jones", "Simon Stevens", "Jim Mackey", "Dr Nick Harding", "Don Berwick"} {
		require.True(t, people[name], name)
	}
	plan := delivery.EnglandPlan()
	require.Len(t, plan.Principles, 6)
	require.Len(t, plan.Packages[0].Areas, 8)
	require.Subset(t, []string{"time-that-change-takes", "wish-for-quick-results", "technology", "system-leadership", "workforce", "national-contract",
		"pricing", "collaboration", "procurement"}, []string{plan.Barriers[0].Slug, plan.Barriers[8].Slug})
	pledged := map[funding.AllocationID]string{
		"2015-16/transformation/sunderland": "£6.5m", "2015-16/transformation/northumberland": "£8.3m",
		"2015-16/transformation/south-somerset-symphony": "£4.9m", "2015-16/transformation/joint-july-2015": "£41m",
	}
	for _, a := range funding.EnglandLedger().Allocations {
		if want, ok := pledged[a.ID]; ok {
			require.Equal(t, funding.MustParseMoney(want), a.Events[0].Figure.Amount, a.ID)
			delete(pledged, a.ID)
		}
	}
	require.Empty(t, pledged)
	require.EqualValues(t, 5_000_000, coverage.EnglandSurvey().Claims[1].People, "of the support package")
}

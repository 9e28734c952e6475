package main

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// requireAtlas requires the accounts that an atlas of the whole gives.
func requireAtlas(t *testing.T, s coverage.Survey, got []PeopleAccount) {
	t.Helper()
	atlas, err := coverage.NewAtlas(caremodel.England(), s)
	require.NoError(t, err)
	questions := peopleQuestions(caremodel.England())
	require.Len(t, got, len(questions))
	for i, q := range questions {
		selection, err := atlas.Select(q.Filter)
		require.NoError(t, err)
		require.Equal(t, q.Name, got[i].Name)
		want, err := json.Marshal(selection.Account())
		require.NoError(t, err)
		have, err := json.Marshal(got[i].Account)
		require.NoError(t, err)
		require.Equal(t, string(want), string(have), q.Name)
	}
}

// The embedded programme: union, naive sum, double counting and how many people
// are in how many footprints, of the whole and of each category.
func TestPeople_EnglandsPeople(t *testing.T) {
	answer := onBeam(t, Job{Money: MoneyQuestion{Filter: national}})
	requireAtlas(t, coverage.EnglandSurvey(), answer.Accounts)
}

// A generated survey whose areas and footprints lie in several files in no order:
// cells by age, shares of areas, parts limited to an age, people outside every unit.
func TestPeople_GeneratedPeople(t *testing.T) {
	g := rand.New(rand.NewPCG(2018, 4))
	survey := randomSurvey(t, g, 2000)
	setting := Setting{Survey: surveyText(t, survey), Attributes: []string{"age"}, AtOnce: 100}
	answer := onBeam(t, Job{
		Setting: setting, Money: MoneyQuestion{Filter: national},
		People:     spread(t, g, peopleLines(survey.Base, setting)),
		Footprints: spread(t, g, footprintLines(survey.Footprints, setting)),
	})
	requireAtlas(t, survey, answer.Accounts)
	all := answer.Accounts[0].Account
	require.Greater(t, all.DoubleCounted.Low, int64(0))
	require.False(t, all.Covered.Exact())
	require.Greater(t, len(all.Multiplicity), 3)
}

// Accounts add up in any order and any grouping.
func TestPeople_MergeAccounts(t *testing.T) {
	account := func(times int, people int64) coverage.Account {
		e := coverage.Estimate{Low: people, High: 2 * people, Of: 3 * people}
		return coverage.Account{
			Naive: people, Covered: e, Multiplicity: []coverage.Multiple{{Times: times, People: e, Units: 1}}, Layers: []string{string(rune('a' + times))},
		}
	}
	var m mergeAccounts
	merge := func(a, b coverage.Account) coverage.Account {
		sum, err := m.MergeAccumulators(a, b)
		require.NoError(t, err)
		return sum
	}
	a, b, c := account(2, 1), account(1, 10), account(2, 100)
	want := merge(merge(a, b), c)
	require.Equal(t, want, merge(a, merge(b, c)))
	require.Equal(t, want, merge(c, merge(a, b)))
	require.Equal(t, want, merge(want, coverage.Account{}))
	require.Equal(t, int64(111), want.Naive)
	require.Equal(t, []coverage.Multiple{
		{Times: 1, People: coverage.Estimate{Low: 10, High: 20, Of: 30}, Units: 1},
		{Times: 2, People: coverage.Estimate{Low: 101, High: 202, Of: 303}, Units: 2},
	}, want.Multiplicity)

	_, err := m.MergeAccumulators(account(1, 1<<61), account(1, 1<<61))
	require.ErrorContains(t, err, "more people")
}

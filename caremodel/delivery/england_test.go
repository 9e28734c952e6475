package delivery_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

func TestEnglandIsSound(t *testing.T) {
	plan := delivery.EnglandPlan()
	require.Zero(t, plan.Validate(caremodel.England()).Len(), "not even a warning")
	require.Zero(t, delivery.England().Warnings().Len())
	require.NoError(t, plan.ValidateAsOf(caremodel.England(), date("2015-07-31")).Err(), "the latest dated source is of that day")
	require.ErrorIs(t, plan.ValidateAsOf(caremodel.England(), date("2015-07-30")).Err(), validate.Future)
	require.Equal(t, plan, delivery.England().Plan())
}

// What is embedded is what the library writes.
func TestEnglandRoundTrip(t *testing.T) {
	document, err := os.ReadFile("data/england.json")
	require.NoError(t, err)
	plan, err := delivery.ReadPlan(bytes.NewReader(document), caremodel.England())
	require.NoError(t, err)
	require.Equal(t, delivery.EnglandPlan(), plan)
	require.Equal(t, string(document), string(written(t, plan)))
}

// Six principles (People and Communities Board), eight areas of the support
// package (NHS England, 31 July 2015); no text names the leads of a workstream or
// rates a vanguard.
func TestEnglandCounts(t *testing.T) {
	plan := delivery.EnglandPlan()
	require.Equal(t, delivery.StandardPrinciples(), plan.Principles)
	require.Len(t, plan.Principles, 6)
	require.Equal(t, delivery.StandardAreas(), plan.Areas)
	require.Len(t, plan.Areas, 8)
	require.Len(t, plan.Barriers, 15)
	require.Len(t, plan.Milestones, 64)
	require.Empty(t, plan.Assessments)
	require.Empty(t, plan.Workstreams)
	require.Equal(t, plan.Areas, delivery.England().UnledAreas())
	for i, c := range delivery.England().Principles() {
		require.Equal(t, delivery.PrincipleCount{Principle: plan.Principles[i], NotAssessed: 50}, c)
	}

	stages := map[caremodel.Stage]int{}
	for _, m := range plan.Milestones {
		stages[m.Stage]++
	}
	require.Equal(t, map[caremodel.Stage]int{caremodel.StageSelected: 50, caremodel.StageDelivering: 10, caremodel.StageCompleted: 3, caremodel.StageMerged: 1}, stages)
}

// The themes of the texts: how long change takes and the wish for quick results,
// technology, system leadership, the workforce, the national contract; pricing,
// collaboration and procurement for the national bodies; and what The King's Fund
// and its readers added.
func TestEnglandThemes(t *testing.T) {
	themes := map[delivery.Theme]int{}
	for _, line := range delivery.England().Themes() {
		themes[line.Theme] = line.Barriers
		require.Zero(t, line.Removed, "no text says that a barrier is gone")
	}
	require.Equal(t, map[delivery.Theme]int{
		delivery.ThemePace: 2, delivery.ThemeTechnology: 1, delivery.ThemeLeadership: 2, delivery.ThemeWorkforce: 1, delivery.ThemeContract: 1,
		delivery.ThemePricing: 1, delivery.ThemeCollaboration: 1, delivery.ThemeProcurement: 1,
		"capacity": 2, "commissioning": 1, "engagement": 1, "finance": 1,
	}, themes)
}

func TestEnglandRecordsHaveSources(t *testing.T) {
	plan := delivery.EnglandPlan()
	require.NotEmpty(t, plan.Sources)
	check := func(where string, sources []caremodel.Source) {
		require.NotEmpty(t, sources, where)
		for _, s := range sources {
			require.True(t, s.Title != "" || s.URL != "", where)
		}
	}
	for _, b := range plan.Barriers {
		check(b.Slug, b.Sources)
		require.NotEmpty(t, b.RaisedBy, b.Slug)
	}
	for _, m := range plan.Milestones {
		check(m.Title, m.Sources)
	}
	check("plan", plan.Sources)
}

// Every vanguard is selected on the day of its announcement, and the plan says of
// no vanguard what the programme does not.
func TestEnglandMilestonesAgreeWithTheProgramme(t *testing.T) {
	p := caremodel.England()
	selected := map[caremodel.VanguardID]int{}
	for _, m := range delivery.EnglandPlan().Milestones {
		v, ok := p.Vanguard(m.Vanguard)
		require.True(t, ok)
		if m.Stage == caremodel.StageSelected {
			selected[v.ID]++
			require.Equal(t, v.Announced, m.On, v.Slug)
			require.Equal(t, caremodel.Exactly, m.Bound, v.Slug)
			continue
		}
		require.Equal(t, v.Stage, m.Stage, v.Slug)
	}
	require.Len(t, selected, 50)
	for id, n := range selected {
		require.Equal(t, 1, n, id)
	}
	for i, s := range delivery.England().Progress(date("2018-06-30")) {
		v, _ := p.Vanguard(s.Vanguard)
		position, _ := p.Position(s.Vanguard)
		require.Equal(t, i, position, "the programme's order")
		require.False(t, v.Stage != 0 && s.Stage > v.Stage, v.Slug)
	}
}

// The days of the three announcements (NHS England), the first group of hospitals
// on 1 April 2017, and West Wakefield's merger into Connecting Care in April 2017
// (The Health Foundation).
func TestEnglandProgress(t *testing.T) {
	for _, c := range []struct {
		asAt                              string
		none, selected, delivering, ended int
	}{
		{"2015-03-09", 50, 0, 0, 0},
		{"2015-03-10", 21, 29, 0, 0},
		{"2015-04-29", 21, 29, 0, 0},
		{"2015-04-30", 21, 28, 1, 0}, // the same-day hub in Gosport, by the end of April
		{"2015-07-23", 21, 27, 2, 0},
		{"2015-07-24", 13, 35, 2, 0},
		{"2015-09-24", 13, 34, 3, 0},
		{"2015-09-25", 0, 47, 3, 0},
		{"2017-03-31", 0, 45, 5, 0},
		{"2017-04-01", 0, 44, 6, 0},
		{"2017-04-29", 0, 44, 6, 0},
		{"2017-04-30", 0, 43, 6, 1},
		{"2018-03-31", 0, 36, 10, 4},
	} {
		var none, selected, delivering, ended int
		for _, s := range delivery.England().Progress(date(c.asAt)) {
			switch {
			case s.Stage == 0:
				none++
			case s.Stage == caremodel.StageSelected:
				selected++
			case s.Stage == caremodel.StageDelivering:
				delivering++
			default:
				ended++
			}
		}
		require.Equal(t, []int{c.none, c.selected, c.delivering, c.ended}, []int{none, selected, delivering, ended}, c.asAt)
	}
	west, err := caremodel.England().Find("West Wakefield")
	require.NoError(t, err)
	position, _ := caremodel.England().Position(west.ID)
	before, after := delivery.England().Progress(date("2017-04-29"))[position], delivery.England().Progress(date("2017-04-30"))[position]
	require.Equal(t, delivery.Standing{Vanguard: west.ID, Stage: caremodel.StageSelected, Since: date("2015-03-10"), Reached: 1, Ahead: 1}, before)
	require.Equal(t, delivery.Standing{Vanguard: west.ID, Stage: caremodel.StageMerged, Since: date("2017-04-30"), Reached: 2}, after)
}

func TestEnglandIsAFreshCopy(t *testing.T) {
	plan := delivery.EnglandPlan()
	for i := range plan.Barriers {
		plan.Barriers[i].Sources[0].Title = "changed"
	}
	for i := range plan.Milestones {
		plan.Milestones[i].Sources[0].URL = "changed"
	}
	plan.Principles[0], plan.Areas[0], plan.Sources[0].Title = "changed", "changed", "changed"
	require.NotEqual(t, plan, delivery.EnglandPlan())
	require.Zero(t, delivery.EnglandPlan().Validate(caremodel.England()).Len())
	principles, areas := delivery.StandardPrinciples(), delivery.StandardAreas()
	principles[0], areas[0] = "changed", "changed"
	require.Equal(t, delivery.PersonCentredCare, delivery.StandardPrinciples()[0])
	require.Equal(t, delivery.DesigningNewCareModels, delivery.StandardAreas()[0])
}

// Another programme does not have England's vanguards.
func TestEnglandPlanOfAnotherProgramme(t *testing.T) {
	_, err := delivery.NewDelivery(fens(t), delivery.EnglandPlan())
	require.ErrorIs(t, err, validate.Unknown)
	require.Equal(t, 64, validate.Of(err).Len())
}

package delivery_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

func TestEngland_IsSound(t *testing.T) {
	plan := delivery.EnglandPlan()
	require.Zero(t, plan.Validate(caremodel.England()).Len(), "not even a warning")
	require.Zero(t, delivery.England().Warnings().Len())
	require.NoError(t, plan.ValidateAsOf(caremodel.England(), date("2026-11-30")).Err())
	require.ErrorIs(t, plan.ValidateAsOf(caremodel.England(), date("2015-07-30")).Err(), validate.Future)
	require.Equal(t, plan, delivery.England().Plan())
}

// The embedded document is in the form that the library writes.
func TestEngland_RoundTrip(t *testing.T) {
	document, err := os.ReadFile("data/england.json")
	require.NoError(t, err)
	plan, err := delivery.ReadPlan(bytes.NewReader(document), caremodel.England())
	require.NoError(t, err)
	goldentest.File(t, "data/england.json", written(t, plan))
	require.Equal(t, delivery.EnglandPlan(), plan)
}

// Six principles (People and Communities Board), eight areas of the support
// package (NHS England, 31 July 2015); no text names the leads of a workstream or
// rates a vanguard.
func TestEngland_Counts(t *testing.T) {
	plan := delivery.EnglandPlan()
	require.Equal(t, delivery.StandardPrinciples(), plan.Principles)
	require.Len(t, plan.Principles, 6)
	require.Equal(t, delivery.StandardAreas(), plan.Packages[0].Areas)
	require.Len(t, plan.Packages[0].Areas, 8)
	require.Len(t, plan.Barriers, 17)
	require.Empty(t, plan.Assessments)
	require.Empty(t, plan.Workstreams)
	var areas []int
	for _, p := range plan.Packages {
		areas = append(areas, len(p.Areas))
	}
	require.Equal(t, []int{8, 10, 9, 0}, areas, "of a later page the number alone is known: seven")
	require.Len(t, delivery.England().UnledAreas(), 10)
	for i, c := range delivery.England().Principles() {
		require.Equal(t, delivery.PrincipleCount{Principle: plan.Principles[i].Code, Name: plan.Principles[i].Name, NotAssessed: 50}, c)
	}
}

// The programme's own milestones: visits to all 29 sites, and the second support
// package, which came ten days after the month for which it was announced.
func TestEngland_ProgrammeMilestones(t *testing.T) {
	slipped := map[string]int{}
	titles := map[string]string{}
	for _, m := range delivery.England().MilestonesOf(caremodel.VanguardID{}) {
		titles[m.Title] = m.Reached.String()
		if days, ok := m.Slippage(); ok {
			slipped[m.Title] = days
		}
	}
	require.Equal(t, "2015-05-31", titles["Visits to all 29 sites of the first wave, in April and May"])
	require.Equal(t, map[string]int{"Support for the vanguards of the second and third waves published": 10}, slipped)
}

// The themes of the texts: how long change takes and the wish for quick results,
// technology, system leadership, the workforce and the national contract; pricing,
// collaboration and procurement for the national bodies; and those that The King's
// Fund and its readers added.
func TestEngland_Themes(t *testing.T) {
	themes := map[delivery.Theme]int{}
	for _, line := range delivery.England().Themes() {
		themes[line.Theme] = line.Barriers
		require.Zero(t, line.Removed, "no text says that a barrier is gone")
	}
	require.Equal(t, map[delivery.Theme]int{
		delivery.ThemePace: 2, delivery.ThemeTechnology: 1, delivery.ThemeLeadership: 3, delivery.ThemeWorkforce: 1, delivery.ThemeContract: 1,
		delivery.ThemePricing: 1, delivery.ThemeCollaboration: 1, delivery.ThemeProcurement: 1,
		"capacity": 2, "commissioning": 1, "engagement": 1, "finance": 2,
	}, themes)
}

func TestEngland_RecordsHaveSources(t *testing.T) {
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

// Every vanguard is selected on the day of its announcement, and its last stage by
// the milestones is that of the programme, if the programme gives one.
func TestEngland_MilestonesAgreeWithTheProgramme(t *testing.T) {
	p, d := caremodel.England(), delivery.England()
	known := map[caremodel.Stage]int{}
	for v := range p.All() {
		milestones := d.MilestonesOf(v.ID)
		require.NotEmpty(t, milestones, v.Slug)
		selected := 0
		for _, m := range milestones {
			if m.Stage == caremodel.StageSelected {
				selected++
				require.Equal(t, v.Announced, m.Reached, v.Slug)
				require.Equal(t, caremodel.Exactly, m.Bound, v.Slug)
			}
		}
		require.Equal(t, 1, selected, v.Slug)
		standing, ok := d.StandingOf(v.ID)
		require.True(t, ok)
		if v.Stage == 0 {
			require.Equal(t, caremodel.StageSelected, standing.Stage, v.Slug)
			continue
		}
		require.Equal(t, v.Stage, standing.Stage, v.Slug)
		known[standing.Stage]++
	}
	for stage, n := range p.CountByStage() {
		if stage != 0 {
			require.Equal(t, n, known[stage], stage)
		}
	}
	for i, s := range d.Progress(date("2018-06-30")) {
		position, _ := p.Position(s.Vanguard)
		require.Equal(t, i, position, "the programme's order")
	}
}

// The days of the three announcements (NHS England), the same-day hub in Gosport
// by the end of April 2015, the first group of hospitals on 1 April 2017, and the
// end of West Wakefield's pilot in April 2017 (NHS Wakefield CCG).
func TestEngland_Progress(t *testing.T) {
	at := func(day string) (none, selected, later int) {
		for _, s := range delivery.England().Progress(date(day)) {
			switch s.Stage {
			case 0:
				none++
			case caremodel.StageSelected:
				selected++
			default:
				later++
			}
		}
		return none, selected, later
	}
	for _, c := range []struct {
		day                   string
		none, selected, later int
	}{
		{"2015-03-09", 50, 0, 0}, {"2015-03-10", 21, 29, 0}, {"2015-04-29", 21, 29, 0}, {"2015-04-30", 21, 28, 1},
	} {
		none, selected, later := at(c.day)
		require.Equal(t, []int{c.none, c.selected, c.later}, []int{none, selected, later}, c.day)
	}
	for day, none := range map[string]int{"2015-07-23": 21, "2015-07-24": 13, "2015-09-24": 13, "2015-09-25": 0} {
		got, _, _ := at(day)
		require.Equal(t, none, got, day)
	}
	for name, since := range map[string]string{"West Wakefield": "2017-04-30", "salford-wigan-foundation-chain": "2017-04-01"} {
		v, err := caremodel.England().Find(name)
		require.NoError(t, err)
		standing, _ := delivery.England().StandingOf(v.ID)
		require.Equal(t, since, standing.Since.String(), name)
	}
}

func TestEngland_IsAFreshCopy(t *testing.T) {
	plan := delivery.EnglandPlan()
	for i := range plan.Barriers {
		plan.Barriers[i].Sources[0].Title = "changed"
	}
	for i := range plan.Milestones {
		plan.Milestones[i].Sources[0].URL = "changed"
	}
	plan.Principles[0].Name, plan.Packages[0].Areas[0].Name, plan.Sources[0].Title = "changed", "changed", "changed"
	require.NotEqual(t, plan, delivery.EnglandPlan())
	require.Zero(t, delivery.EnglandPlan().Validate(caremodel.England()).Len())
	principles, areas := delivery.StandardPrinciples(), delivery.StandardAreas()
	principles[0].Code, areas[0].Code = "changed", "changed"
	require.Equal(t, delivery.PersonCentredCare, delivery.StandardPrinciples()[0].Code)
	require.Equal(t, delivery.DesigningNewCareModels, delivery.StandardAreas()[0].Code)
}

// Another programme does not have England's vanguards.
func TestEnglandPlan_OfAnotherProgramme(t *testing.T) {
	_, err := delivery.NewDelivery(fens(t), delivery.EnglandPlan())
	require.ErrorIs(t, err, validate.Unknown)
	require.GreaterOrEqual(t, validate.Of(err).Errors().Len(), 50)
}

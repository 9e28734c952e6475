package delivery_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
)

// fullPlan is a plan in which every field of every record is given.
func fullPlan() delivery.Plan {
	sources := func(title string, fields ...string) []caremodel.Source {
		return []caremodel.Source{{
			Title: title, Publisher: "Fens Integrated Care Board", URL: "https://fens.example/board", Published: date("2028-05-12"), For: fields,
		}}
	}
	return delivery.Plan{
		Principles: []delivery.PrincipleDefinition{
			{Code: delivery.Carers, Name: "Carers", Aim: "Carers take part."}, {Code: "sustainability", Name: "Sustainability"},
		},
		Assessments: []delivery.Assessment{{
			Vanguard: ely, Principle: delivery.Carers, Rating: delivery.RatingPartlyMet, Evidence: "A register of carers in 3 of 5 practices.\nNo survey yet.",
			Assessed: date("2028-03-01"), Assessor: "Healthwatch", Sources: sources("Assessment", "rating"),
		}},
		Packages: []delivery.Package{{
			Name: "First package", Published: date("2027-05-01"), From: date("2027-04-01"), Until: date("2028-03-31"), Waves: []string{"spring"},
			Areas: []delivery.AreaDefinition{
				{Code: delivery.HarnessingTechnology, Name: "Harnessing technology", Aim: "Shared records."}, {Code: "estates", Name: "Estates"},
			},
			Sources: sources("Support package", "areas"),
		}},
		Workstreams: []delivery.Workstream{{
			Title: "Shared record", Area: delivery.HarnessingTechnology,
			VanguardLeader: delivery.Leader{Name: "A. Leader", Vanguard: wisbech},
			NationalExpert: delivery.Expert{Name: "B. Expert", Body: delivery.NHSEngland},
			Bodies:         []delivery.NationalBody{delivery.NHSEngland, "department-of-health"},
			Starts:         date("2027-07-01"), Ends: date("2028-06-30"), Sources: sources("Support package", "ends"),
		}},
		Bodies: []delivery.BodyDefinition{
			{Code: delivery.NHSEngland, Name: "NHS England", Aim: "Runs it."}, {Code: delivery.Monitor, Name: "Monitor"},
			{Code: "department-of-health", Name: "Department of Health"},
		},
		Barriers: []delivery.Barrier{{
			Slug: "prices", Theme: delivery.ThemePricing, Summary: "Prices pay for visits.", RaisedBy: "GPs & nurses", Vanguard: march,
			Category: "NETWORK", Raised: date("2027-09-09"), Status: delivery.BarrierBeingAddressed,
			Bodies: []delivery.NationalBody{delivery.Monitor}, Sources: sources("Thematic review", "theme"),
		}},
		Milestones: []delivery.Milestone{{
			Vanguard: chatteris, Stage: caremodel.StageDelivering, Title: "First team <at work>", Due: date("2027-12-31"), Reached: date("2028-01-31"),
			Bound: caremodel.AtMost, Sources: sources("Newsletter", "reached", "stage"),
		}},
		Sources: sources("Plan", "barriers"),
	}
}

// barePlan is a plan with only the required fields.
func barePlan() delivery.Plan {
	return delivery.Plan{
		Principles:  []delivery.PrincipleDefinition{{Code: delivery.Carers, Name: "Carers"}},
		Assessments: []delivery.Assessment{{Vanguard: ely, Principle: delivery.Carers, Rating: delivery.RatingMet}},
		Packages:    []delivery.Package{{Name: "First package", Areas: []delivery.AreaDefinition{{Code: delivery.HarnessingTechnology, Name: "Technology"}}}},
		Bodies:      []delivery.BodyDefinition{{Code: delivery.Monitor, Name: "Monitor"}},
		Workstreams: []delivery.Workstream{{
			Title: "Shared record", Area: delivery.HarnessingTechnology,
			VanguardLeader: delivery.Leader{Name: "A. Leader"}, NationalExpert: delivery.Expert{Name: "B. Expert"},
		}},
		Barriers:   []delivery.Barrier{{Slug: "prices", Theme: delivery.ThemePricing, Summary: "Prices pay for visits."}},
		Milestones: []delivery.Milestone{{Title: "Announced", Due: date("2027-04-01")}},
		Sources:    []caremodel.Source{{Title: "Plan"}},
	}
}

func anyDate(t *rapid.T) caremodel.Date {
	return date("2027-01-01").AddDays(rapid.IntRange(0, 1500).Draw(t, "day"))
}

// maybe draws a value or the zero of its type.
func maybe[T any](t *rapid.T, draw func(*rapid.T) T) T {
	if rapid.Bool().Draw(t, "given") {
		return draw(t)
	}
	var zero T
	return zero
}

func pick[T any](t *rapid.T, from ...T) T { return rapid.SampledFrom(from).Draw(t, "value") }

// subset draws some elements of a list, in its order; the result is never nil.
func subset[T any](t *rapid.T, list ...T) []T {
	var some []T
	for _, v := range list {
		if rapid.Bool().Draw(t, "in") {
			some = append(some, v)
		}
	}
	return some
}

// line draws a text for people, with characters that are difficult in JSON.
func line(t *rapid.T) string {
	return pick(t, "Ynys Môn", `"quoted" \ slashed`, "<b>&amp;</b>", "line\u2028separator", "\U0001F3E5 hospital", "it's", "a/b")
}

// anyPlan draws a valid plan.
func anyPlan(t *rapid.T) delivery.Plan {
	vanguards := []caremodel.VanguardID{ely, march, wisbech, chatteris}
	anyVanguard := func(t *rapid.T) caremodel.VanguardID { return pick(t, vanguards...) }
	sources := func(t *rapid.T) []caremodel.Source {
		return subset(t, caremodel.Source{Title: line(t), Published: maybe(t, anyDate)}, caremodel.Source{URL: "https://fens.example/?a=1&b=<2>"})
	}
	bodies := func(t *rapid.T) []delivery.NationalBody {
		return subset(t, delivery.NHSEngland, delivery.Monitor, delivery.NationalBody("cqc"))
	}
	plan := delivery.Plan{
		Principles: append(subset(t, delivery.StandardPrinciples()...), delivery.PrincipleDefinition{Code: "sustainability", Name: line(t)}),
		Packages: []delivery.Package{
			{Name: "First", Published: maybe(t, anyDate), Waves: subset(t, "spring", "autumn"), Areas: subset(t, delivery.StandardAreas()...), Sources: sources(t)},
			{Name: "Second", From: maybe(t, anyDate), Areas: append(subset(t, delivery.StandardAreas()...), delivery.AreaDefinition{Code: "estates", Name: line(t), Aim: maybe(t, line)})},
		},
		Bodies:  subset(t, delivery.BodyDefinition{Code: delivery.NHSEngland, Name: line(t)}),
		Sources: sources(t),
	}
	if len(plan.Bodies) > 0 {
		plan.Bodies = append(plan.Bodies, delivery.BodyDefinition{Code: delivery.Monitor, Name: "Monitor"}, delivery.BodyDefinition{Code: "cqc", Name: "CQC"})
	}
	areas := slices.Concat(plan.Packages[0].Areas, plan.Packages[1].Areas)
	type sitting struct {
		vanguard  caremodel.VanguardID
		principle delivery.Principle
		day       caremodel.Date
	}
	sat := map[sitting]bool{}
	for range rapid.IntRange(0, 12).Draw(t, "assessments") {
		a := delivery.Assessment{
			Vanguard: anyVanguard(t), Principle: pick(t, plan.Principles...).Code, Rating: pick(t, delivery.RatingNotMet, delivery.RatingPartlyMet, delivery.RatingMet),
			Evidence: maybe(t, line), Assessed: maybe(t, anyDate), Assessor: maybe(t, line), Sources: sources(t),
		}
		if key := (sitting{a.Vanguard, a.Principle, a.Assessed}); !sat[key] {
			sat[key] = true
			plan.Assessments = append(plan.Assessments, a)
		}
	}
	for range rapid.IntRange(0, 4).Draw(t, "workstreams") {
		w := delivery.Workstream{
			Title: line(t), Area: pick(t, areas...).Code, VanguardLeader: delivery.Leader{Name: line(t), Vanguard: maybe(t, anyVanguard)},
			NationalExpert: delivery.Expert{Name: line(t), Body: pick(t, "", delivery.Monitor)}, Bodies: bodies(t), Starts: maybe(t, anyDate), Sources: sources(t),
		}
		w.Ends = maybe(t, func(*rapid.T) caremodel.Date { return w.Starts.AddDays(90) })
		plan.Workstreams = append(plan.Workstreams, w)
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "barriers") {
		plan.Barriers = append(plan.Barriers, delivery.Barrier{
			Slug: fmt.Sprintf("barrier-%d", i), Theme: pick(t, delivery.ThemePace, delivery.ThemePricing, "capacity"), Summary: line(t), RaisedBy: maybe(t, line),
			Vanguard: maybe(t, anyVanguard), Category: pick[caremodel.Category](t, "", "NETWORK", "NEIGHBOURHOOD"), Raised: maybe(t, anyDate),
			Status: pick(t, 0, delivery.BarrierRaised, delivery.BarrierBeingAddressed, delivery.BarrierRemoved), Bodies: bodies(t), Sources: sources(t),
		})
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "milestones") {
		plan.Milestones = append(plan.Milestones, delivery.Milestone{
			Vanguard: anyVanguard(t), Stage: pick(t, caremodel.StageSelected, caremodel.StageDesigning, caremodel.StageDelivering, caremodel.StageCompleted),
			Title: fmt.Sprintf("Milestone %d", i), Due: maybe(t, anyDate), Reached: anyDate(t),
			Bound: pick(t, caremodel.Exactly, caremodel.About, caremodel.AtMost), Sources: sources(t),
		})
		last := &plan.Milestones[i]
		switch rapid.IntRange(0, 5).Draw(t, "sort") {
		case 0:
			last.Vanguard, last.Stage = caremodel.VanguardID{}, 0
		case 1:
			last.Stage = 0
		case 2:
			last.Due, last.Reached = last.Reached, caremodel.Date{}
		}
	}
	return plan
}

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
	sources := func(title string) []caremodel.Source {
		return []caremodel.Source{{Title: title, Publisher: "Fens Integrated Care Board", URL: "https://fens.example/board", Published: date("2028-05-12")}}
	}
	return delivery.Plan{
		Principles: []delivery.Principle{delivery.Carers, "sustainability"},
		Assessments: []delivery.Assessment{{
			Vanguard: ely, Principle: delivery.Carers, Rating: delivery.RatingPartlyMet, Evidence: "A register of carers in 3 of 5 practices.\nNo survey yet.",
			Assessed: date("2028-03-01"), Assessor: "Healthwatch", Sources: sources("Assessment"),
		}},
		Areas: []delivery.Area{delivery.HarnessingTechnology, "estates"},
		Workstreams: []delivery.Workstream{{
			Title: "Shared record", Area: delivery.HarnessingTechnology,
			VanguardLeader: delivery.Leader{Name: "A. Leader", Vanguard: wisbech},
			NationalExpert: delivery.Expert{Name: "B. Expert", Body: delivery.NHSEngland},
			Bodies:         []delivery.NationalBody{delivery.NHSEngland, "department-of-health"},
			Starts:         date("2027-07-01"), Ends: date("2028-06-30"), Sources: sources("Support package"),
		}},
		Barriers: []delivery.Barrier{{
			Slug: "prices", Theme: delivery.ThemePricing, Summary: "Prices pay for visits.", RaisedBy: "GPs & nurses", Vanguard: march,
			Category: "NETWORK", Raised: date("2027-09-09"), Status: delivery.BarrierBeingAddressed,
			Bodies: []delivery.NationalBody{delivery.Monitor}, Sources: sources("Thematic review"),
		}},
		Milestones: []delivery.Milestone{{
			Vanguard: chatteris, Stage: caremodel.StageDelivering, Title: "First team <at work>", On: date("2028-01-31"), Bound: caremodel.AtMost,
			Sources: sources("Newsletter"),
		}},
		Sources: sources("Plan"),
	}
}

// barePlan is a plan with the required fields alone.
func barePlan() delivery.Plan {
	return delivery.Plan{
		Principles:  []delivery.Principle{delivery.Carers},
		Assessments: []delivery.Assessment{{Vanguard: ely, Principle: delivery.Carers, Rating: delivery.RatingMet}},
		Areas:       []delivery.Area{delivery.HarnessingTechnology},
		Workstreams: []delivery.Workstream{{
			Title: "Shared record", Area: delivery.HarnessingTechnology,
			VanguardLeader: delivery.Leader{Name: "A. Leader"}, NationalExpert: delivery.Expert{Name: "B. Expert"},
		}},
		Barriers:   []delivery.Barrier{{Slug: "prices", Theme: delivery.ThemePricing, Summary: "Prices pay for visits."}},
		Milestones: []delivery.Milestone{{Vanguard: chatteris, Stage: caremodel.StageSelected, Title: "Announced", On: date("2027-04-01")}},
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

// subset draws some of a list, in its order; none is nil.
func subset[T any](t *rapid.T, list ...T) []T {
	var some []T
	for _, v := range list {
		if rapid.Bool().Draw(t, "in") {
			some = append(some, v)
		}
	}
	return some
}

// line draws a text that people read, with what JSON writers stumble over.
func line(t *rapid.T) string {
	return pick(t, "Ynys Môn", `"quoted" \ slashed`, "<b>&amp;</b>", "line\u2028separator", "\U0001F3E5 hospital", "it's", "a/b")
}

// anyPlan draws a plan that is in order.
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
		Principles: slices.Concat([]delivery.Principle{delivery.Carers}, subset(t, delivery.Equality, delivery.Volunteering)),
		Areas:      slices.Concat([]delivery.Area{"estates"}, subset(t, delivery.StandardAreas()...)),
		Sources:    sources(t),
	}
	type sitting struct {
		vanguard  caremodel.VanguardID
		principle delivery.Principle
		day       caremodel.Date
	}
	sat := map[sitting]bool{}
	for range rapid.IntRange(0, 12).Draw(t, "assessments") {
		a := delivery.Assessment{
			Vanguard: anyVanguard(t), Principle: pick(t, plan.Principles...), Rating: pick(t, delivery.RatingNotMet, delivery.RatingPartlyMet, delivery.RatingMet),
			Evidence: maybe(t, line), Assessed: maybe(t, anyDate), Assessor: maybe(t, line), Sources: sources(t),
		}
		if key := (sitting{a.Vanguard, a.Principle, a.Assessed}); !sat[key] {
			sat[key] = true
			plan.Assessments = append(plan.Assessments, a)
		}
	}
	for range rapid.IntRange(0, 4).Draw(t, "workstreams") {
		w := delivery.Workstream{
			Title: line(t), Area: pick(t, plan.Areas...), VanguardLeader: delivery.Leader{Name: line(t), Vanguard: maybe(t, anyVanguard)},
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
			Title: fmt.Sprintf("Milestone %d", i), On: anyDate(t), Bound: pick(t, caremodel.Exactly, caremodel.About, caremodel.AtMost), Sources: sources(t),
		})
	}
	return plan
}

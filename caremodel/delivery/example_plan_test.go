package delivery_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
)

// twoSites is a made-up programme with the plan of its first year.
func twoSites() (*caremodel.Programme, delivery.Plan) {
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "sites", Name: "Two sites", Categories: []caremodel.CategoryDefinition{{Code: "PCN", Name: "Primary care network"}},
		Vanguards: []caremodel.Vanguard{{Slug: "ash", Name: "Ash", Category: "PCN"}, {Slug: "birch", Name: "Birch", Category: "PCN"}},
	})
	if err != nil {
		panic(err)
	}
	ash := caremodel.VanguardIDFor("sites", "ash")
	return p, delivery.Plan{
		Barriers: []delivery.Barrier{{
			Slug: "posts", Theme: delivery.ThemeWorkforce, Summary: "Posts stay empty.", Status: delivery.BarrierRaised,
			Bodies: []delivery.NationalBody{delivery.HealthEducationEngland},
		}},
		Bodies: []delivery.BodyDefinition{{Code: delivery.HealthEducationEngland, Name: "Health Education England"}},
		Milestones: []delivery.Milestone{
			{Vanguard: ash, Title: "Plan agreed", Due: caremodel.MustParseDate("2025-04-01"), Reached: caremodel.MustParseDate("2025-04-15")},
			{Vanguard: ash, Title: "Hub open", Stage: caremodel.StageDelivering, Due: caremodel.MustParseDate("2025-10-01")},
		},
	}
}

// sitesDelivery returns the index of that plan.
func sitesDelivery() *delivery.Delivery {
	p, plan := twoSites()
	d, err := delivery.NewDelivery(p, plan)
	if err != nil {
		panic(err)
	}
	return d
}

// A plan says how a programme is run; a delivery answers where it stands on a day.
func Example() {
	p, plan := twoSites()
	d, err := delivery.NewDelivery(p, plan)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range d.Progress(caremodel.MustParseDate("2025-12-31")) {
		fmt.Println(p.NameOf(s.Vanguard), "reached", s.Reached, "overdue", s.Overdue)
	}
	for _, line := range d.Themes(delivery.ByTheme) {
		fmt.Println(line.Theme, line.Barriers)
	}
	// Output:
	// Ash reached 1 overdue 1
	// Birch reached 0 overdue 0
	// workforce 1
}

func ExampleMilestone_Slippage() {
	_, plan := twoSites()
	fmt.Println(plan.Milestones[0].Slippage())
	fmt.Println(plan.Milestones[1].Slippage())
	// Output:
	// 14 true
	// 0 false
}

func ExampleDelivery_MilestonesOf() {
	for _, m := range sitesDelivery().MilestonesOf(caremodel.VanguardIDFor("sites", "ash")) {
		fmt.Printf("%s due %v, reached %q\n", m.Title, m.Due, m.Reached)
	}
	// Output:
	// Plan agreed due 2025-04-01, reached "2025-04-15"
	// Hub open due 2025-10-01, reached ""
}

func ExampleDelivery_StandingOf() {
	s, ok := sitesDelivery().StandingOf(caremodel.VanguardIDFor("sites", "ash"))
	fmt.Println(s.Reached, s.Ahead, s.Overdue, ok)
	// Output:
	// 1 0 1 true
}

func ExampleDelivery_Barriers() {
	for _, b := range sitesDelivery().Barriers(delivery.ThemeWorkforce) {
		fmt.Println(b.Summary, b.Bodies)
	}
	// Output:
	// Posts stay empty. [health-education-england]
}

func ExampleDelivery_Plan() {
	fmt.Println(len(sitesDelivery().Plan().Milestones))
	// Output:
	// 2
}

func ExampleDelivery_Warnings() {
	fmt.Println(sitesDelivery().Warnings().Len() > 0)
	// Output:
	// true
}

func ExamplePlan_Validate() {
	p, plan := twoSites()
	plan.Milestones[0].Vanguard = caremodel.VanguardIDFor("sites", "oak")
	fmt.Println(plan.Validate(p).Errors())
	// Output:
	// milestones[0].vanguard: "a94f8e64-c230-5590-bf0a-1d81f6190eb8": no vanguard of this programme has this id (unknown)
}

// A milestone that was reached after the day of the check is an error.
func ExamplePlan_ValidateAsOf() {
	p, plan := twoSites()
	fmt.Println(plan.ValidateAsOf(p, caremodel.MustParseDate("2025-04-14")).Errors())
	// Output:
	// milestones[0].reached: "2025-04-15": after 2025-04-14, the day of this check (future)
}

func ExamplePlan_WriteJSON() {
	fmt.Println(delivery.Plan{Principles: []delivery.PrincipleDefinition{{Code: delivery.Carers, Name: "Carers"}}}.WriteJSON(os.Stdout))
	// Output:
	// {
	//   "format": "newcaremodels/delivery/1",
	//   "principles": [
	//     {
	//       "code": "carers",
	//       "name": "Carers"
	//     }
	//   ]
	// }
	// <nil>
}

func ExampleEngland() {
	fmt.Println(len(delivery.England().Principles()))
	// Output:
	// 6
}

// EnglandPlan returns a fresh copy each time.
func ExampleEnglandPlan() {
	for _, m := range delivery.EnglandPlan().Milestones {
		if m.Vanguard.IsZero() {
			fmt.Println(m.Title)
			break
		}
	}
	// Output:
	// 29 vanguards of the first wave announced
}

func ExampleStandardAreas() {
	for _, a := range delivery.StandardAreas()[:2] {
		fmt.Println(a.Code, "-", a.Name)
	}
	// Output:
	// designing-new-care-models - Designing new care models
	// evaluation-and-metrics - Evaluation and metrics
}

func ExampleStandardPrinciples() {
	for _, p := range delivery.StandardPrinciples()[:2] {
		fmt.Println(p.Code, "-", p.Name)
	}
	// Output:
	// person-centred-care - Person-centred care
	// partnership-with-communities - Partnership with communities
}

func ExampleParseRating() {
	fmt.Println(delivery.ParseRating("partly-met"))
	// Output:
	// partly-met <nil>
}

func ExampleParseBarrierStatus() {
	fmt.Println(delivery.ParseBarrierStatus("removed"))
	// Output:
	// removed <nil>
}

func ExampleParseGrouping() {
	fmt.Println(delivery.ParseGrouping("theme"))
	// Output:
	// theme <nil>
}

func ExampleSchema() {
	fmt.Println(strings.Contains(string(delivery.Schema()), "newcaremodels/delivery/1"))
	// Output:
	// true
}

package delivery_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// A workstream without a leader from a vanguard is rejected.
func ExampleNewDelivery() {
	programme := caremodel.England()
	symphony, err := programme.Find("South Somerset Symphony Programme")
	if err != nil {
		fmt.Println(err)
		return
	}
	plan := delivery.Plan{
		Principles: delivery.StandardPrinciples(),
		Packages: []delivery.Package{{
			Name: "Support package", Areas: delivery.StandardAreas(), Sources: []caremodel.Source{{Title: "Support package"}},
		}},
		Workstreams: []delivery.Workstream{{
			Title:          "Shared care records",
			Area:           delivery.HarnessingTechnology,
			NationalExpert: delivery.Expert{Name: "B. Expert", Body: delivery.NHSEngland},
			Sources:        []caremodel.Source{{Title: "Support package"}},
		}},
	}
	_, err = delivery.NewDelivery(programme, plan)
	for v := range validate.Of(err).All() {
		fmt.Println(v.Path, v.Code)
	}

	plan.Workstreams[0].VanguardLeader = delivery.Leader{Name: "A. Leader", Vanguard: symphony.ID}
	d, err := delivery.NewDelivery(programme, plan)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("areas without a workstream:", len(d.UnledAreas()))
	// Output:
	// workstreams[0].vanguard_leader delivery.unled
	// areas without a workstream: 7
}

// Documents name vanguards by slug or by id, and are written with ids.
func ExampleReadPlan() {
	plan, err := delivery.ReadPlan(strings.NewReader(`{
		"format": "newcaremodels/delivery/1",
		"milestones": [
			{"vanguard": "morecambe-bay", "stage": "delivering", "title": "Let's Get Moving launched", "reached": "2017-12-31", "bound": "at-most"}
		]
	}`), caremodel.England())
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := plan.WriteJSON(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//   "format": "newcaremodels/delivery/1",
	//   "milestones": [
	//     {
	//       "vanguard": "2ba7c662-0279-54b6-a921-16ad03a83e24",
	//       "title": "Let's Get Moving launched",
	//       "stage": "delivering",
	//       "reached": "2017-12-31",
	//       "bound": "at-most"
	//     }
	//   ]
	// }
}

// Vanguards that were not assessed are not counted as failing.
func ExampleDelivery_Principles() {
	programme := caremodel.England()
	fylde, err := programme.Find("Fylde Coast")
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := delivery.NewDelivery(programme, delivery.Plan{
		Principles: []delivery.PrincipleDefinition{{Code: delivery.Carers, Name: "Carers"}, {Code: delivery.Volunteering, Name: "Volunteering"}},
		Assessments: []delivery.Assessment{
			{Vanguard: fylde.ID, Principle: delivery.Carers, Rating: delivery.RatingMet, Assessed: caremodel.MustParseDate("2016-10-01")},
			{Vanguard: fylde.ID, Principle: delivery.Carers, Rating: delivery.RatingPartlyMet, Assessed: caremodel.MustParseDate("2015-10-01")},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range d.Principles() {
		fmt.Printf("%s: %d met, %d partly, %d not, %d not assessed\n", c.Name, c.Met, c.PartlyMet, c.NotMet, c.NotAssessed)
	}
	// Output:
	// Carers: 1 met, 0 partly, 0 not, 49 not assessed
	// Volunteering: 0 met, 0 partly, 0 not, 50 not assessed
}

// No published text names the two leads of a workstream, so all ten areas of 2015
// are without a workstream.
func ExampleDelivery_UnledAreas() {
	for _, area := range delivery.England().UnledAreas() {
		fmt.Println(area)
	}
	// Output:
	// designing-new-care-models
	// evaluation-and-metrics
	// integrated-commissioning-and-provision
	// empowering-patients-and-communities
	// harnessing-technology
	// workforce-redesign
	// local-leadership-and-delivery
	// communications-and-engagement
	// governance-accountability-and-regulation
	// new-operating-models
}

// The thematic review, by theme.
func ExampleDelivery_Themes() {
	for _, line := range delivery.England().Themes(delivery.ByTheme)[:4] {
		fmt.Printf("%s: %d, removed %d\n", line.Theme, line.Barriers, line.Removed)
	}
	for _, b := range delivery.England().Barriers(delivery.ThemePace) {
		fmt.Println("-", b.Summary)
	}
	// Output:
	// leadership: 3, removed 0
	// capacity: 2, removed 0
	// finance: 2, removed 0
	// pace: 2, removed 0
	// - Not everybody understands how long change of this kind takes.
	// - Results are wanted sooner than the work can show them.
}

// Where the vanguards stood when the second wave had been announced.
func ExampleDelivery_Progress() {
	count := make(map[caremodel.Stage]int)
	for _, s := range delivery.England().Progress(caremodel.MustParseDate("2015-07-24")) {
		count[s.Stage]++
	}
	fmt.Println("not yet selected:", count[0])
	fmt.Println("selected:", count[caremodel.StageSelected])
	fmt.Println("delivering:", count[caremodel.StageDelivering])
	// Output:
	// not yet selected: 13
	// selected: 33
	// delivering: 4
}

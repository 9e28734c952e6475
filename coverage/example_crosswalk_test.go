package coverage_test

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// On 1 April 2017 the south of Cumbria joined Lancashire North. The ODS codes 01H and
// 01K stayed and the ONS gave new codes, so that a figure for "01H" of 2015 and one for
// "01H" of 2017 are about different people.
//
// Shares are by residents of mid-2017 in the small areas that moved: 186,184 of 504,475
// (ONS look-ups of July 2015 and April 2017, ONS mid-2017 estimates). The residents
// moved here are those of mid-2015 (ONS, SAPE18DT5).
func ExampleSuccession() {
	april := caremodel.MustParseDate("2017-04-01")
	stay, _ := coverage.ShareOf(318_291, 504_475)
	move, _ := coverage.ShareOf(186_184, 504_475)
	succession := coverage.Succession{Events: []coverage.Event{
		{Kind: coverage.EventSplit, On: april, From: "E38000041", To: "E38000215", Share: stay}, // Cumbria -> North Cumbria
		{Kind: coverage.EventSplit, On: april, From: "E38000041", To: "E38000216", Share: move}, // Cumbria -> Morecambe Bay
		{Kind: coverage.EventMerge, On: april, From: "E38000093", To: "E38000216"},              // Lancashire North -> Morecambe Bay
	}}
	c, err := succession.Crosswalk(
		coverage.Vintage{Edition: coverage.EditionCCG2015, On: caremodel.MustParseDate("2015-06-30")},
		coverage.Vintage{Edition: coverage.EditionCCG2017, On: april},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	moved, err := c.Counts([]coverage.Population{
		{Area: "E38000041", People: 504_052},
		{Area: "E38000093", People: 161_456},
		{Area: "E38000228", People: 1}, // not in the succession: kept apart, never dropped
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range moved.Units {
		fmt.Println(u.Area, u.People)
	}
	fmt.Println(moved.People())
	// Output:
	// E38000215 318024
	// E38000216 347484
	// 665508 1
}

// The weights come from the people of smaller areas, which nest in both.
func ExampleNewCrosswalk() {
	c, err := coverage.NewCrosswalk(coverage.EditionCCG2015, coverage.EditionCCG2017, coverage.MethodPopulationWeighted, []coverage.Intersection{
		{From: "E38000041", To: "E38000215", People: 318_291},
		{From: "E38000041", To: "E38000216", People: 186_184},
		{From: "E38000093", To: "E38000216", People: 161_895},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range c.Weights {
		fmt.Println(w.From, w.To, w.Share)
	}
	// Output:
	// E38000041 E38000215 18723/29675
	// E38000041 E38000216 10952/29675
	// E38000093 E38000216 1/1
}

// A rate does not add up: what comes together is averaged by people.
func ExampleCrosswalk_Rates() {
	merger := coverage.Crosswalk{
		From: coverage.EditionCCG2016, To: coverage.EditionCCG2017, Method: coverage.MethodExact,
		Weights: []coverage.Weight{{From: "00W", To: "14L"}, {From: "01M", To: "14L"}, {From: "01N", To: "14L"}},
	}
	m, err := merger.Rates([]coverage.AreaRate{
		{Area: "00W", Value: 20, People: 200_000},
		{Area: "01M", Value: 10, People: 150_000},
		{Area: "01N", Value: 10, People: 150_000},
	})
	fmt.Println(m.Rates, err)
	// Output:
	// [{14L 14 500000}] <nil>
}

// Through small areas from one edition of groups to another.
func ExampleCrosswalk_Then() {
	old := coverage.Crosswalk{
		From: coverage.EditionLSOA2011, To: coverage.EditionCCG2015, Method: coverage.MethodExact,
		Weights: []coverage.Weight{{From: "E01000001", To: "E38000041"}, {From: "E01000002", To: "E38000041"}},
	}
	current := coverage.Crosswalk{
		From: coverage.EditionLSOA2011, To: coverage.EditionCCG2017, Method: coverage.MethodExact,
		Weights: []coverage.Weight{{From: "E01000001", To: "E38000215"}, {From: "E01000002", To: "E38000216"}},
	}
	down, err := old.Back([]coverage.Population{{Area: "E01000001", People: 1200}, {Area: "E01000002", People: 600}})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := down.Then(current)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.From, "to", c.To, "by", c.Method)
	for _, w := range c.Weights {
		fmt.Println(w.From, w.To, w.Share)
	}
	// Output:
	// CCG April 2015 to CCG April 2017 by population-weighted
	// E38000041 E38000215 2/3
	// E38000041 E38000216 1/3
}

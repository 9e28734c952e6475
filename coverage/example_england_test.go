package coverage_test

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// "More than five million people, around nine per cent" lies between the bounds
// of the primary and acute care systems and the community providers.
func ExampleEngland() {
	a := coverage.England()
	s, err := a.Select(coverage.Filter{Categories: []caremodel.Category{caremodel.PACS, caremodel.MCP}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Covered())
	fmt.Println(a.Reconcile()[0].Verdict)
	// Output:
	// about 4,487,879 to 5,524,136 of 54,786,327 (8.2% to 10.1%)
	// within-rounding
}

// The records are the caller's to change: here the share of Calderdale that the
// vanguard covers, once its half had become the whole.
func ExampleEnglandSurvey() {
	s := coverage.EnglandSurvey()
	for i, f := range s.Footprints {
		if f.ID == "calderdale" {
			s.Footprints[i].Units[0].Share = coverage.Share{}
		}
	}
	a, err := coverage.NewAtlas(caremodel.England(), s)
	if err != nil {
		fmt.Println(err)
		return
	}
	calderdale, err := a.Select(coverage.Filter{Footprints: []coverage.FootprintID{"calderdale"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(calderdale.Covered())
	// Output: 208,402 of 54,786,327 (0.4%)
}

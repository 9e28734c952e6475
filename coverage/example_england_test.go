package coverage_test

import (
	"fmt"
	"slices"

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

// Footprints of 2015 on the areas of July 2022: residents of mid-2017 (ONS) in seven
// sub-ICB locations. How many of Kent and Medway's people were in Canterbury's group of
// 2015 does not follow from them, so that Encompass has from nobody to its share of all.
func ExampleEnglandSuccession() {
	became := coverage.EnglandSuccession()
	april, july := caremodel.MustParseDate("2015-04-01"), caremodel.MustParseDate("2022-07-01")
	crosswalk, err := became.Crosswalk(
		coverage.Vintage{Edition: coverage.EditionCCG2015, On: april},
		coverage.Vintage{Edition: "sub-ICB location July 2022", On: july},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	s := coverage.EnglandSurvey()
	s.Alternatives, s.References, s.Claims, s.Targets = nil, nil, nil, nil
	s.Crosswalks = []coverage.Crosswalk{crosswalk}
	s.Base = coverage.Base{
		Name: "residents, mid-2017", Basis: coverage.Resident, Edition: "sub-ICB location July 2022", AsAt: caremodel.MustParseDate("2017-06-30"),
		Units: []coverage.Population{
			{Area: "01H", People: 318_291}, {Area: "01K", People: 328_671}, {Area: "02M", People: 190_711}, {Area: "12F", People: 322_796},
			{Area: "15E", People: 1_351_056}, {Area: "91Q", People: 1_832_252}, {Area: "D2P2L", People: 1_186_098},
		},
	}
	asked := map[coverage.FootprintID]bool{"wirral-partners": true, "morecambe-bay": true, "encompass": true}
	s.Footprints = slices.DeleteFunc(s.Footprints, func(f coverage.Footprint) bool { return !asked[f.ID] })
	a, err := coverage.NewAtlas(caremodel.England(), s)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range s.Footprints {
		covered, err := a.Select(coverage.Filter{Footprints: []coverage.FootprintID{f.ID}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(f.ID, covered.Covered())
	}
	for _, w := range crosswalk.Weights {
		if w.From == "05L" {
			fmt.Printf("%s of %s: %s\n", w.Share, became.Name(w.From, april), became.Name(w.To, july))
		}
	}
	// Output:
	// wirral-partners 322,796 of 5,529,875 (5.8%)
	// morecambe-bay about 349,348 of 5,529,875 (6.3%)
	// encompass about 0 to 1,500,016 of 5,529,875 (0.0% to 27.1%)
	// 46/139 of NHS Sandwell and West Birmingham CCG: NHS Birmingham and Solihull ICB - 15E
	// 93/139 of NHS Sandwell and West Birmingham CCG: NHS Black Country ICB - D2P2L
}

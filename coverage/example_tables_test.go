package coverage_test

import (
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// A practice list with a column a band, of men and of women.
func ExampleWide() {
	table := `Practice Name,Practice Code,Male 0-74,Female 0-74,Male 75+,Female 75+
The Densham Surgery,A81001,1800,1750,210,290
Queens Park,A81002,9000,9100,800,1100
`
	base, err := coverage.ReadBaseCSV(strings.NewReader(table), coverage.Columns{Area: "Practice Code"},
		coverage.Wide("age", map[string]string{"Male 0-74": "0-74", "Female 0-74": "0-74", "Male 75+": "75+", "Female 75+": "75+"}))
	fmt.Println(err)
	for _, cell := range base.Units {
		fmt.Println(cell.Area, cell.Attributes["age"], cell.People)
	}
	// Output:
	// <nil>
	// A81001 0-74 3550
	// A81001 75+ 500
	// A81002 0-74 18100
	// A81002 75+ 1900
}

// Men and women are added up.
func ExamplePeopleOf() {
	base, err := coverage.ReadBaseCSV(strings.NewReader("LSOA_CODE;Male;Female\nE01000001;700;837\n"), coverage.Columns{Area: "LSOA_CODE"},
		coverage.PeopleOf("Male", "Female"), caremodel.CSV{Comma: ';'})
	fmt.Println(base.Units[0].Area, base.Units[0].People, err)
	// Output: E01000001 1537 <nil>
}

// What a table does not show is not nobody: every figure is known within bounds.
func ExampleSuppressed() {
	p := caremodel.England()
	survey := coverage.Survey{Base: coverage.Base{
		Name: "A made-up list", Basis: coverage.Registered, Edition: "LSOA 2011", AsAt: caremodel.MustParseDate("2016-04-01"),
	}}
	northumberland, _ := p.Find("Northumberland")
	survey.Footprints = []coverage.Footprint{{ID: "all", Vanguard: northumberland.ID, Units: []coverage.Part{{Area: "E01000001"}, {Area: "E01000002"}}}}
	table := "LSOA_CODE,PATIENTS\nE01000001,1500\nE01000002,*\nE01000003,900\n"
	a, err := coverage.ReadAtlasCSV(strings.NewReader(table), coverage.Columns{Area: "LSOA_CODE", People: "PATIENTS"}, p, survey, coverage.Suppressed("*"))
	if err != nil {
		fmt.Println(err)
		return
	}
	s, _ := a.Select(coverage.Filter{Vanguards: []caremodel.VanguardID{northumberland.ID}})
	fmt.Println(s.Covered())
	// Output: 1,500 to 1,507 of 2,400 to 2,407 (62.3% to 62.8%)
}

// A register names practices that have closed: they are told, and the rest is used.
func ExampleUnmatched() {
	p := caremodel.England()
	table := "id,vanguard,area\nnorth,Northumberland,A84001\nnorth,,A84002\nnorth,,A84099\n"
	footprints, err := coverage.ReadFootprintsCSV(strings.NewReader(table), p, coverage.Unmatched())
	fmt.Println(len(footprints), err)
	a, err := coverage.NewAtlas(p, coverage.Survey{
		Base: coverage.Base{
			Name: "A made-up list", Basis: coverage.Registered, Edition: "practices, April 2016", AsAt: caremodel.MustParseDate("2016-04-01"),
			Units: []coverage.Population{{Area: "A84001", People: 7000}, {Area: "A84002", People: 5000}},
		},
		Footprints: footprints,
	})
	fmt.Println(err)
	for v := range a.Warnings().Where(func(v validate.Violation) bool { return strings.HasPrefix(v.Path, "footprints[0].units") }).All() {
		fmt.Println(v)
	}
	s, _ := a.Select(coverage.Filter{Footprints: []coverage.FootprintID{"north"}})
	fmt.Println("at least", s.Covered().Low)
	// Output:
	// 1 <nil>
	// <nil>
	// footprints[0].units[2].area: "A84099": the base has no such area (warning: coverage.unmatched)
	// footprints[0].units: 1 of 3 parts are not in the base: the others are used, and the footprint counts as incomplete (warning: not-known)
	// at least 12000
}

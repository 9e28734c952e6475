package coverage_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// A table as the Office for National Statistics publishes it: other columns are passed
// over, patients without a small area stay apart, and a row that is wrong is named.
func ExampleReadBaseCSV() {
	table := `LSOA11CD,LSOA11NM,age,patients
E01010638,"Bradford 004A, Keighley",0-64,1211
E01010638,"Bradford 004A, Keighley",65+,326
E01010639,Bradford 004B,65+,many
NO2011,No small area,65+,17
`
	base, err := coverage.ReadBaseCSV(strings.NewReader(table), coverage.Columns{
		Area: "LSOA11CD", People: "patients", Attributes: []string{"age"},
	})
	fmt.Println(err)
	for _, cell := range base.Units {
		fmt.Println(cell.Area, cell.Attributes["age"], cell.People)
	}
	fmt.Println("outside:", base.Remainder[0].Area, base.Remainder[0].People)
	// Output:
	// row 4, column patients: "many": write a whole number, as in "1537" or "1,537" (format)
	// E01010638 0-64 1211
	// E01010638 65+ 326
	// outside: NO2011 17
}

// Rows with one id are one footprint. Vanguards go by slug, name or alias.
func ExampleReadFootprintsCSV() {
	table := `id,vanguard,area,share,share_source_title
bay,Morecambe Bay Health Community,01K,,
bay,,01H,117/324,ONS look-ups of 2015 and 2017
`
	footprints, err := coverage.ReadFootprintsCSV(strings.NewReader(table), caremodel.England())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, part := range footprints[0].Units {
		fmt.Println(part.Area, part.Share)
	}
	// Output:
	// 01K 1/1
	// 01H 13/36
}

func ExampleParseShare() {
	for _, text := range []string{"50%", "0.5", "2/4", "100%", "150%"} {
		s, err := coverage.ParseShare(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(s, s.IsWhole(), s.Of(1001))
	}
	// Output:
	// 1/2 false 500
	// 1/2 false 500
	// 1/2 false 500
	// 1/1 true 1001
	// coverage.ParseShare "150%": a share is above nothing and at most the whole
}

func ExampleAreaCode_Entity() {
	for _, code := range []coverage.AreaCode{"E01010638", "E38000041", "01H", "X2C4Y", "A81001", "NO2011"} {
		fmt.Println(code, code.Scheme(), code.Entity())
	}
	// Output:
	// E01010638 gss lsoa
	// E38000041 gss clinical-commissioning-group
	// 01H ods clinical-commissioning-group
	// X2C4Y ods clinical-commissioning-group
	// A81001 ods gp-practice
	// NO2011 ods pseudo
}

// Everything that is wrong comes at once, with its place and with what would be right.
func ExampleSurvey_Validate() {
	p := caremodel.England()
	s := coverage.EnglandSurvey()
	s.Footprints[0].Units[0].Area = "12E"
	s.Footprints[1].Until = caremodel.MustParseDate("2014-01-01")
	s.Claims[0].Scope.Categories[0] = "pacs"
	err := s.Validate(p).Err()
	for v := range validate.Of(err).Errors().All() {
		fmt.Println(v.Path, v.Code, v.Value)
	}
	// Output:
	// footprints[0].units[0].area unknown "12E"
	// footprints[1].until order "2014-01-01"
	// claims[0].scope.categories[0] unknown "pacs"
}

func ExampleSurvey_WriteJSON() {
	half, _ := coverage.ShareOf(1, 2)
	s := coverage.Survey{
		Base: coverage.Base{Basis: coverage.Resident, Edition: coverage.EditionCCG2015, AsAt: caremodel.MustParseDate("2015-06-30")},
		Footprints: []coverage.Footprint{{
			ID: "calderdale", Vanguard: caremodel.VanguardIDFor("england-2015", "calderdale"),
			Units: []coverage.Part{{Area: "02T", Share: half}},
		}},
	}
	if err := s.WriteJSON(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//   "format": "newcaremodels/survey/1",
	//   "base": {
	//     "basis": "resident",
	//     "edition": "CCG April 2015",
	//     "as_at": "2015-06-30"
	//   },
	//   "footprints": [
	//     {
	//       "id": "calderdale",
	//       "vanguard": "96a3a6a3-9309-539a-b3d8-5bd109ede991",
	//       "units": [
	//         {
	//           "area": "02T",
	//           "share": "1/2"
	//         }
	//       ]
	//     }
	//   ]
	// }
}

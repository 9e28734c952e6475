package validatetest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/caremodel/validate/validatetest"
)

// printer stands in for the *testing.T of a test.
type printer struct{ testing.TB }

func (printer) Helper()                        {}
func (printer) Log(a ...any)                   { fmt.Println(a...) }
func (printer) Error(a ...any)                 { fmt.Println(a...) }
func (printer) Errorf(format string, a ...any) { fmt.Printf(format+"\n", a...) }

var t = printer{}

// In a test of one's own, t is the test's *testing.T.
func ExampleCheck() {
	programme := caremodel.Definition{
		Slug: "fens-2027", Name: "Fens neighbourhood health programme",
		Categories: []caremodel.CategoryDefinition{{Code: "NHS", Name: "Neighbourhood health service"}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "ely", Name: "Ely", Category: "NHS"},
			{Slug: "Wisbech", Name: "Wisbech", Category: "neighbourhood health service"},
			{Slug: "march", Category: "NHS"},
		},
	}
	validatetest.Check(t, programme.Validate())
	// Output:
	// warnings and remarks: 3
	// required, warning: 3
	//     vanguards[0].sources: say where this was read
	//     vanguards[1].sources: say where this was read
	//     vanguards[2].sources: say where this was read
	// 3 errors
	// format, error: 1
	//     vanguards[1].slug: "Wisbech": a slug is lower-case letters, digits and single hyphens between them, at most 80: "south-somerset-symphony"
	// required, error: 1
	//     vanguards[2].name: this must be given
	// unknown, error: 1
	//     vanguards[1].category: "neighbourhood health service": write the category's code, "NHS"
}

func ExampleNoError() {
	_, err := caremodel.ReadDefinition(strings.NewReader(`{"format": "newcaremodels/programme/1", "slug": "fens-2027",
		"name": "Fens", "categories": [], "vanguard": [], "starts": "1 April 2027"}`))
	validatetest.NoError(t, err)
	// Output:
	// 3 errors
	// format, error: 1
	//     starts: "1 April 2027": write a date as "2015-03-10"
	// required, error: 1
	//     vanguards: this field must be given
	// unknown, error: 1
	//     vanguard: "vanguard": no such field; the nearest is "vanguards"
}

// A rule of one's own is tested with a record that breaks it.
func ExampleExpect() {
	visits := []struct{ day string }{{"2015-03-10"}, {""}}
	var c validate.Checker
	for i, visit := range visits {
		if visit.day == "" {
			c.At("visits").Index(i).At("day").Error(validate.Required, "", "give the day of the visit")
		}
	}
	validatetest.Expect(t, c.Violations(), validatetest.Want{Path: "visits[1].day", Code: validate.Required})
	validatetest.Expect(t, c.Violations(), validatetest.Want{Path: "visits[0].day", Code: validate.Required})
	// Output:
	// the violations are not those expected:
	// unexpected required, error: visits[1].day: give the day of the visit
	// missing required: visits[0].day
}

// A test of one's own data files is one call a file: what is wrong fails it, with each
// problem named, and a warning does not.
func Example() {
	_, err := caremodel.ReadDefinition(strings.NewReader(`{"format": "newcaremodels/programme/1", "slug": "fens", "name": "Fens"}`))
	validatetest.NoError(t, err)
	// Output:
	// 2 errors
	// required, error: 2
	//     categories: this field must be given
	//     vanguards: this field must be given
}

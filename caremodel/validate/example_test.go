package validate_test

import (
	"errors"
	"fmt"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Visit is a caller's own record.
type Visit struct {
	Day    string
	People int
}

func check(visits []Visit) error {
	var c validate.Checker
	for i, visit := range visits {
		at := c.At("visits").Index(i)
		if visit.Day == "" {
			at.At("day").Error(validate.Required, "", "give the day of the visit")
		}
		if visit.People > 20 {
			at.At("people").Warn(validate.Unlikely, fmt.Sprint(visit.People), "more than the minibus holds")
		}
	}
	return c.Violations().Err()
}

// A Checker collects everything that is wrong with the caller's own records, not
// only the first problem.
func ExampleChecker() {
	err := check([]Visit{{Day: "2016-03-01", People: 4}, {People: 25}, {}})
	fmt.Println(err)
	fmt.Println(errors.Is(err, validate.Required))
	// Output:
	// visits[1].day: give the day of the visit (required)
	// visits[2].day: give the day of the visit (required)
	// true
}

// Of leads from an error, however wrapped, back to the whole list with its
// warnings.
func ExampleOf() {
	err := fmt.Errorf("tuesday: %w", check([]Visit{{People: 25}}))
	for v := range validate.Of(err).Under("visits.json").All() {
		fmt.Println(v)
	}
	// Output:
	// visits.json: visits[0].day: give the day of the visit (required)
	// visits.json: visits[0].people: "25": more than the minibus holds (warning: unlikely)
}

func ExampleViolations_Summary() {
	err := check([]Visit{{People: 25}, {People: 30}, {Day: "2016-03-02", People: 21}})
	for _, s := range validate.Of(err).Summary() {
		fmt.Printf("%v %v: %d (%.0f%%)\n", s.Severity, s.Code, s.Count, 100*s.Share)
	}
	// Output:
	// error required: 2 (40%)
	// warning unlikely: 3 (60%)
}

// Rows are counted as in a spreadsheet, where the header is row 1.
func ExampleChecker_Row() {
	var c validate.Checker
	c.Row(17).At("amount").Error(validate.Format, "£4.5.9m", "write an amount as in £4.59m")
	fmt.Println(c.Violations().Under("allocations.csv").Err())
	// Output:
	// allocations.csv: row 17, column amount: "£4.5.9m": write an amount as in £4.59m (format)
}

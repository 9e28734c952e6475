package validate_test

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Every problem of a record at once, each with where it is, which rule it breaks, the
// value, and what would be right.
func Example() {
	var c validate.Checker
	at := c.At("visits").Index(3)
	at.At("day").Error(validate.Format, "31/02/2016", "February 2016 has 29 days")
	at.At("people").Warn(validate.Unlikely, "25", "more than the minibus holds")

	err := c.Violations().Err() // nil while there are warnings alone
	fmt.Println(errors.Is(err, validate.Format))
	fmt.Println(validate.Of(err))
	// Output:
	// true
	// visits[3].day: "31/02/2016": February 2016 has 29 days (format)
	// visits[3].people: "25": more than the minibus holds (warning: unlikely)
}

func ExampleChecker_Violations() {
	var c validate.Checker
	fmt.Println(c.OK(), c.Violations().Len(), c.Violations().Err())
	c.At("name").Error(validate.Required, "", "give a name")
	fmt.Println(c.OK(), c.Violations().Len())
	// Output:
	// true 0 <nil>
	// false 1
}

func ExampleChecker_Add() {
	var c validate.Checker
	c.Add(validate.Violation{Path: "row 7", Code: "visits.no-driver", Severity: validate.SeverityWarning, Detail: "nobody drives"})
	fmt.Println(c.Violations())
	// Output:
	// row 7: nobody drives (warning: visits.no-driver)
}

func ExamplePlace_Index() {
	var c validate.Checker
	fmt.Println(c.At("visits").Index(3).At("people").Index(0).At("name"))
	fmt.Println(c.Row(17).At("amount"))
	// Output:
	// visits[3].people[0].name
	// row 17, column amount
}

func ExamplePlace_Info() {
	var c validate.Checker
	c.At("visits").Info(validate.NotKnown, "", "2 of 9 visits have no day")
	fmt.Println(c.Violations(), c.Violations().Err())
	// Output:
	// visits: 2 of 9 visits have no day (info: not-known) <nil>
}

// Report puts the error of a Parse function at the place of its text.
func ExamplePlace_Report() {
	var c validate.Checker
	_, err := strconv.Atoi("many")
	c.At("people").Report(err)
	fmt.Println(c.Violations())
	// Output:
	// people: strconv.Atoi: parsing "many": invalid syntax (format)
}

// three is a list of an error and two warnings.
func three() validate.Violations {
	var c validate.Checker
	c.At("day").Error(validate.Required, "", "give the day")
	c.At("people").Warn(validate.Unlikely, "25", "more than the minibus holds")
	c.At("note").Warn(validate.TooLarge, "", "longer than a page")
	return c.Violations()
}

func ExampleViolations_Errors() {
	fmt.Println(three().Len(), three().Errors().Len(), three().Warnings().Len())
	// Output:
	// 3 1 2
}

func ExampleViolations_All() {
	for v := range three().All() {
		fmt.Println(v.Path, v.Code, v.Severity)
	}
	// Output:
	// day required error
	// people unlikely warning
	// note too-large warning
}

func ExampleViolations_Where() {
	fmt.Println(three().Where(func(v validate.Violation) bool { return v.Code == validate.Unlikely }))
	// Output:
	// people: "25": more than the minibus holds (warning: unlikely)
}

// The lists of two files, each path with its file's name in front.
func ExampleViolations_Under() {
	fmt.Println(validate.Join(three().Errors().Under("may.json"), three().Errors().Under("june.json")))
	// Output:
	// may.json: day: give the day (required)
	// june.json: day: give the day (required)
}

// At most 100 violations of each severity and code are kept; the others are
// counted.
func ExampleViolations_Omitted() {
	var c validate.Checker
	for i := range 250 {
		c.At("visits").Index(i).Error(validate.Required, "", "give the day")
	}
	fmt.Println(c.Violations().Len(), "kept,", c.Violations().Omitted(), "more counted")
	// Output:
	// 100 kept, 150 more counted
}

func ExampleQuote() {
	fmt.Println(validate.Quote("two\nlines"))
	// Output:
	// "two\nlines"
}

func ExampleParseSeverity() {
	fmt.Println(validate.ParseSeverity("warning"))
	// Output:
	// warning <nil>
}

func ExampleJoin() {
	all := validate.Join(three().Errors(), three().Warnings())
	fmt.Println(all.Len())
	// Output:
	// 3
}

// Err is nil unless at least one violation is an error.
func ExampleViolations_Err() {
	fmt.Println(three().Warnings().Err())
	fmt.Println(three().Err())
	// Output:
	// <nil>
	// day: give the day (required)
}

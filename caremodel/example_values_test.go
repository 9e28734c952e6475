package caremodel_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

func ExampleDateOf() {
	fmt.Println(caremodel.DateOf(2016, time.February, 29))
	fmt.Println(caremodel.DateOf(2015, time.February, 29))
	// Output:
	// 2016-02-29 <nil>
	//  caremodel.DateOf "2015-02-29": no such day in the years 1 to 9999
}

func ExampleDate_AddDays() {
	d := caremodel.MustParseDate("2016-02-28")
	fmt.Println(d.AddDays(2), d.AddDays(2).Sub(d), d.Before(d.AddDays(1)), d.After(d))
	fmt.Println(d.Year(), d.Month(), d.Day())
	// Output:
	// 2016-03-01 2 true false
	// 2016 February 28
}

// A day has no time and no place until one is named.
func ExampleDate_Time() {
	d := caremodel.MustParseDate("2015-03-10")
	fmt.Println(d.Time(time.UTC))
	fmt.Println(caremodel.DateFromTime(time.Date(2015, time.March, 10, 23, 59, 0, 0, time.UTC)))
	// Output:
	// 2015-03-10 00:00:00 +0000 UTC
	// 2015-03-10
}

// A record of one's own leaves an unset date out with omitzero; without it an unset
// date is an error, and never a day.
func ExampleDate_MarshalText() {
	type visit struct {
		On   caremodel.Date `json:"on"`
		Next caremodel.Date `json:"next,omitzero"`
	}
	out, err := json.Marshal(visit{On: caremodel.MustParseDate("2016-03-01")})
	fmt.Println(string(out), err)
	_, err = json.Marshal(visit{})
	fmt.Println(err != nil)
	// Output:
	// {"on":"2016-03-01"} <nil>
	// true
}

func ExampleRatioOf() {
	r, err := caremodel.RatioOf(1, 3)
	fmt.Println(r, r.Percent(1), r.Float64(), r.Known(), err)
	fmt.Println(caremodel.Ratio{}.Known())
	// Output:
	// 1/3 33.3% 0.3333333333333333 true <nil>
	// false
}

func ExampleParseRatio() {
	for _, text := range []string{"50%", "0.5", "1/2"} {
		r, _ := caremodel.ParseRatio(text)
		fmt.Println(r, r.Compare(caremodel.Ratio{Num: 1, Den: 2}))
	}
	// Output:
	// 50/100 0
	// 5/10 0
	// 1/2 0
}

func ExampleParseVanguardID() {
	id, err := caremodel.ParseVanguardID("2BA7C662-0279-54B6-A921-16AD03A83E24")
	fmt.Println(id, err)
	_, err = caremodel.ParseVanguardID("{2ba7c662-0279-54b6-a921-16ad03a83e24}")
	fmt.Println(err)
	// Output:
	// 2ba7c662-0279-54b6-a921-16ad03a83e24 <nil>
	// caremodel.ParseVanguardID "{2ba7c662-0279-54b6-a921-16ad03a83e24}": write an id as 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12
}

func ExampleParseODSCode() {
	fmt.Println(caremodel.ParseODSCode("A81001"))
	fmt.Println(caremodel.ParseODSCode("A81-001"))
	// Output:
	// A81001 <nil>
	//  caremodel.ParseODSCode "A81-001": an ODS code is 1 to 9 capital letters and digits, as in "12F" or "RTE"
}

func ExampleParseStage() {
	fmt.Println(caremodel.ParseStage("delivering"))
	fmt.Println(caremodel.ParseStage("Delivered"))
	// Output:
	// delivering <nil>
	// not known caremodel.ParseStage "Delivered": use one of "selected", "designing", "delivering", "completed", "merged" or "withdrawn"
}

func ExampleParseBound() {
	fmt.Println(caremodel.ParseBound("at-least"))
	// Output:
	// at-least <nil>
}

func ExampleParseListExtent() {
	fmt.Println(caremodel.ParseListExtent("examples"))
	// Output:
	// examples <nil>
}

// A database column gives a date, or nothing: take sql.Null for columns that may be
// empty.
func ExampleDate_Scan() {
	var d caremodel.Date
	fmt.Println(d.Scan("2015-03-10"), d)
	fmt.Println(d.Scan(nil))
	// Output:
	// <nil> 2015-03-10
	// caremodel.Date.Scan: the column is NULL: scan into sql.Null[caremodel.Date]
}

// What is not known is no share of nothing.
func ExampleRatio_Known() {
	half, _ := caremodel.RatioOf(1, 2)
	fmt.Println(half.Known(), half.Percent(0))
	fmt.Println(caremodel.Ratio{}.Known(), caremodel.Ratio{}.Percent(0))
	// Output:
	// true 50%
	// false not known
}

// A database gets the text of a value, and an unset one is stored as NULL with
// sql.Null.
func ExampleDate_Value() {
	fmt.Println(caremodel.MustParseDate("2015-03-10").Value())
	_, err := caremodel.Date{}.Value()
	fmt.Println(err)
	// Output:
	// 2015-03-10 <nil>
	// caremodel.Date: an unset date has no text
}

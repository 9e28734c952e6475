package funding_test

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

func ExampleParseFinancialYear() {
	for _, text := range []string{"2015/16", "2015-16", "2015–16", "2015/2016", "FY2015/16", "FY15/16", "1999/00"} {
		y, err := funding.ParseFinancialYear(text)
		fmt.Println(y, err)
	}
	_, err := funding.ParseFinancialYear("2015/17")
	fmt.Println(err)
	// Output:
	// 2015/16 <nil>
	// 2015/16 <nil>
	// 2015/16 <nil>
	// 2015/16 <nil>
	// 2015/16 <nil>
	// 2015/16 <nil>
	// 1999/00 <nil>
	// funding.ParseFinancialYear "2015/17": the second year must follow the first
}

func ExampleFinancialYearOf() {
	y := funding.FinancialYearOf(caremodel.MustParseDate("2016-03-31"))
	fmt.Println(y, y.Start(), y.End(), y.Days())
	// Output: 2015/16 2015-04-01 2016-03-31 366
}

func ExampleFinancialYear_Quarter() {
	y := funding.MustParseFinancialYear("2015/16")
	for n := 1; n <= 4; n++ {
		q, err := y.Quarter(n)
		fmt.Println(q, q.Start(), q.End(), err)
	}
	// Output:
	// 2015/16 Q1 2015-04-01 2015-06-30 <nil>
	// 2015/16 Q2 2015-07-01 2015-09-30 <nil>
	// 2015/16 Q3 2015-10-01 2015-12-31 <nil>
	// 2015/16 Q4 2016-01-01 2016-03-31 <nil>
}

func ExampleFinancialYear_Through() {
	for y := range funding.MustParseFinancialYear("2015/16").Through(funding.MustParseFinancialYear("2017/18")) {
		fmt.Println(y)
	}
	// Output:
	// 2015/16
	// 2016/17
	// 2017/18
}

func ExampleFinancialYearStarting() {
	y := must(funding.FinancialYearStarting(2015))
	fmt.Println(y, y.Start(), y.End(), y.Days(), y.StartYear())
	fmt.Println(y.Prev(), y.Next(), y.Add(5), y.Next().Sub(y))
	// Output:
	// 2015/16 2015-04-01 2016-03-31 366 2015
	// 2014/15 2016/17 2020/21 1
}

func ExampleFinancialYear_Contains() {
	y := funding.MustParseFinancialYear("2015/16")
	fmt.Println(y.Contains(caremodel.MustParseDate("2016-03-31")), y.Contains(caremodel.MustParseDate("2016-04-01")))
	// Output:
	// true false
}

func ExampleQuarterOf() {
	q := funding.QuarterOf(caremodel.MustParseDate("2016-02-29"))
	fmt.Println(q, q.Number(), q.Year(), q.Start(), q.End())
	fmt.Println(q.Prev(), q.Next(), q.Contains(caremodel.MustParseDate("2016-04-01")))
	// Output:
	// 2015/16 Q4 4 2015/16 2016-01-01 2016-03-31
	// 2015/16 Q3 2016/17 Q1 false
}

func ExampleParseQuarter() {
	fmt.Println(funding.ParseQuarter("2015/16 Q4"))
	// Output:
	// 2015/16 Q4 <nil>
}

package indicator_test

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// Deaths by place and sex: two small counts, and what protects them.
func ExampleSuppress() {
	t, err := indicator.Suppress([][]int64{
		{25, 10, 31},
		{3, 16, 15},
		{42, 14, 19},
	}, indicator.RowTotals|indicator.ColumnTotals, indicator.SuppressionRule{Threshold: 5, KeepZeros: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, row := range t.Cells {
		fmt.Println(row, t.RowTotals[i])
	}
	fmt.Println(t.ColumnTotals, t.Hidden, t.Exact)
	// Output:
	// [* * 31] 66
	// [* * 15] 34
	// [42 14 19] 75
	// [70 40 65] 4 true
}

func ExampleRoundCount() {
	for _, n := range []int64{0, 3, 12, 13} {
		central, err := indicator.RoundCount(n, indicator.RoundCentral)
		if err != nil {
			fmt.Println(err)
			return
		}
		star, err := indicator.RoundCount(n, indicator.RoundStar)
		fmt.Println(n, central, star, err)
	}
	// Output:
	// 0 0 0 <nil>
	// 3 5 * <nil>
	// 12 10 10 <nil>
	// 13 15 15 <nil>
}

// Deaths from cholera in 1849 and 1854, before and after one of London's water
// companies moved its intake (Snow 1855).
func ExampleDifferenceInDifferences() {
	c := indicator.BeforeAfter{
		TreatedBefore: indicator.Count{Events: 3905, Population: 300_149}, TreatedAfter: indicator.Count{Events: 2547, Population: 300_149},
		ControlBefore: indicator.Count{Events: 2261, Population: 167_654}, ControlAfter: indicator.Count{Events: 2458, Population: 167_654},
	}
	d, err := indicator.DifferenceInDifferences(indicator.CountOfEvents, c, 10_000, 0.95)
	fmt.Printf("%.1f per 10,000 (%.1f to %.1f) %v\n", d.Interval.Value, d.Interval.Low, d.Interval.High, err)
	r, err := indicator.RatioOfRatios(indicator.CountOfEvents, c, 0.95)
	fmt.Printf("%.2f times (%.2f to %.2f) %v\n", r.Interval.Value, r.Interval.Low, r.Interval.High, err)
	// Output:
	// -57.0 per 10,000 (-66.6 to -47.4) <nil>
	// 0.60 times (0.56 to 0.65) <nil>
}

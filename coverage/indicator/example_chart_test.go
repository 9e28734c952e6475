package indicator_test

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// Emergency admissions a month, where fewer are better: the last month is below
// what chance explains, but the target will be met by chance only.
func ExampleControlChart() {
	var points []indicator.ChartPoint
	for i, v := range []float64{312, 305, 318, 309, 301, 314, 307, 311, 303, 316, 299, 310, 306, 297, 268} {
		points = append(points, indicator.ChartPoint{Label: fmt.Sprintf("month %d", i+1), Value: v})
	}
	c, err := indicator.ControlChart(points, indicator.Improvement(indicator.LowIsGood), indicator.Target(280))
	if err != nil {
		fmt.Println(err)
		return
	}
	part := c.Parts[0]
	fmt.Printf("%.1f (%.1f to %.1f)\n", part.Mean, part.Low, part.High)
	for _, p := range c.Points {
		if p.Cause != indicator.CauseNone {
			fmt.Println(p.Label, p.Value, p.Cause, p.Variation)
		}
	}
	fmt.Println(c.Variation, c.Assurance)
	// Output:
	// 305.1 (276.2 to 333.9)
	// month 15 268 below-limit improvement
	// improvement inconsistent
}

// The model of care started with the ninth month: a new part begins there.
func ExampleRebaseAt() {
	var points []indicator.ChartPoint
	for _, v := range []float64{52, 48, 51, 49, 53, 47, 50, 50, 41, 39, 42, 38, 40, 40, 41, 39} {
		points = append(points, indicator.ChartPoint{Value: v})
	}
	c, err := indicator.ControlChart(points, indicator.RebaseAt(8))
	for _, part := range c.Parts {
		fmt.Printf("points %d to %d: %.1f (%.1f to %.1f) short: %v\n", part.First, part.Last, part.Mean, part.Low, part.High, part.Short)
	}
	fmt.Println(err)
	// Output:
	// points 0 to 7: 50.0 (41.6 to 58.4) short: true
	// points 8 to 15: 40.0 (34.7 to 45.3) short: true
	// <nil>
}

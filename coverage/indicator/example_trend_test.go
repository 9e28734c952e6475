package indicator_test

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func ExampleRecentTrend() {
	var points []indicator.TrendPoint
	for i, c := range []indicator.Count{
		{Events: 994, Population: 40_299}, {Events: 1023, Population: 41_527}, {Events: 1199, Population: 42_811},
		{Events: 1332, Population: 44_064}, {Events: 1367, Population: 44_701},
	} {
		points = append(points, indicator.TrendPoint{Year: 2014 + i, Count: c})
	}
	t, err := indicator.RecentTrend(points, indicator.TrendProportion, indicator.LowIsGood)
	fmt.Printf("chi-square %.1f: %v, %v %v\n", t.ChiSquare, t.Direction, t.Comparison, err)
	// Output: chi-square 47.9: rising, worse <nil>
}

// Smokers among patients of four studies (Fleiss 1981).
func ExampleTrendInProportions() {
	smokers := []indicator.Count{{Events: 83, Population: 86}, {Events: 90, Population: 93}, {Events: 129, Population: 136}, {Events: 70, Population: 82}}
	chi2, p, err := indicator.TrendInProportions(smokers, []float64{1, 2, 3, 4})
	fmt.Printf("chi-square %.2f, P %.4f %v\n", chi2, p, err)
	// Output: chi-square 8.22, P 0.0041 <nil>
}

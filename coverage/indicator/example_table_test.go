package indicator_test

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func ExampleCompareTwoLevels() {
	inner := indicator.Interval{Value: 96, Low: 92, High: 99, Confidence: 0.95}
	outer := indicator.Interval{Value: 96, Low: 89, High: 103, Confidence: 0.998}
	for _, benchmark := range []float64{98, 100, 110} {
		c, err := indicator.CompareTwoLevels(inner, outer, benchmark, indicator.LowIsGood)
		fmt.Println(benchmark, c, err)
	}
	// Output:
	// 98 similar <nil>
	// 100 better <nil>
	// 110 best <nil>
}

func ExampleRatioOfRatios() {
	r, err := indicator.RatioOfRatios(indicator.CountOfPeople, indicator.BeforeAfter{
		TreatedBefore: indicator.Count{Events: 200, Population: 1000}, TreatedAfter: indicator.Count{Events: 150, Population: 1000},
		ControlBefore: indicator.Count{Events: 210, Population: 1000}, ControlAfter: indicator.Count{Events: 215, Population: 1000},
	}, 0.95)
	fmt.Printf("%.2f (%.2f to %.2f), P %.3f %v\n", r.Interval.Value, r.Interval.Low, r.Interval.High, r.P, err)
	// Output: 0.73 (0.57 to 0.95), P 0.017 <nil>
}

func ExampleStandardisedRatios() {
	for _, r := range indicator.StandardisedRatios([]indicator.TableRow{
		{Group: "north", Stratum: "0-64", Numerator: 900, Denominator: 12_000, Reference: 900_000, ReferencePopulation: 9_000_000},
		{Group: "north", Stratum: "65+", Numerator: 990, Denominator: 3_000, Reference: 600_000, ReferencePopulation: 2_000_000},
		{Group: "south", Stratum: "0-64", Numerator: 4, Denominator: 0, Reference: 900_000, ReferencePopulation: 9_000_000},
	}, 100, 0.95) {
		fmt.Printf("%s %.1f (%.1f to %.1f) %v\n", r.Group, r.Result.Value, r.Result.Low, r.Result.High, r.Err)
	}
	// Output:
	// north 90.0 (86.0 to 94.2) <nil>
	// south 0.0 (0.0 to 0.0) indicator.StandardisedRatio: no events are expected: the ratio divides by them
}

func ExampleConcentrationLimits() {
	c, err := indicator.ConcentrationIndex([]indicator.Band{
		{Population: 1000, Value: 0.70}, {Population: 1000, Value: 0.76}, {Population: 1000, Value: 0.75}, {Population: 1000, Value: 0.82}, {Population: 1000, Value: 0.84},
	}, indicator.ConcentrationLimits(0.95))
	fmt.Printf("%.3f (%.3f to %.3f) %v\n", c.Relative, c.Limits.Low, c.Limits.High, err)
	// Output: 0.035 (0.023 to 0.048) <nil>
}

func ExampleFunnelPosition() {
	p, err := indicator.FunnelPosition(indicator.FunnelStandardisedRate, indicator.FunnelUnit{Events: 414, Rate: 184}, indicator.Per(100_000), indicator.Years(3))
	fmt.Printf("%.0f people, %.0f per 100,000 a year %v\n", p.At, p.Limit, err)
	// Output: 75000 people, 184 per 100,000 a year <nil>
}

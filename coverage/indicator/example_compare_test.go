package indicator_test

import (
	"errors"
	"fmt"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func ExampleExpectedEvents() {
	expected, rate, err := indicator.ExpectedEvents([]indicator.ReferenceStratum{
		{Population: 12_000, ReferenceEvents: 900_000, ReferencePopulation: 9_000_000},
		{Population: 3_000, ReferenceEvents: 600_000, ReferencePopulation: 2_000_000},
	})
	fmt.Printf("%.0f expected at %.3f a person %v\n", expected, rate, err)
	// Output: 2100 expected at 0.136 a person <nil>
}

func ExampleStandardisedRatio() {
	r, err := indicator.StandardisedRatio(1890, 2100, 100, 0.95)
	fmt.Printf("%.1f (%.1f to %.1f) %v\n", r.Value, r.Low, r.High, err)
	_, err = indicator.StandardisedRatio(3, 0, 100, 0.95)
	fmt.Println(errors.Is(err, indicator.ZeroDenominator))
	// Output:
	// 90.0 (86.0 to 94.2) <nil>
	// true
}

func ExampleIndirectlyStandardisedRate() {
	r, err := indicator.IndirectlyStandardisedRate(1890, []indicator.ReferenceStratum{
		{Population: 12_000, ReferenceEvents: 900_000, ReferencePopulation: 9_000_000},
		{Population: 3_000, ReferenceEvents: 600_000, ReferencePopulation: 2_000_000},
	}, 1000, 0.95)
	fmt.Printf("%.1f per 1,000 (%.1f to %.1f) %v\n", r.Value, r.Low, r.High, err)
	// Output: 122.7 per 1,000 (117.3 to 128.4) <nil>
}

func ExampleCompare() {
	admissions := indicator.Interval{Value: 96, Low: 92, High: 99, Confidence: 0.95}
	fmt.Println(indicator.Compare(admissions, 100, indicator.LowIsGood))
	fmt.Println(indicator.Compare(admissions, 99, indicator.LowIsGood))
	fmt.Println(indicator.Compare(admissions, 100, indicator.NoJudgement))
	// Output:
	// better
	// similar
	// lower
}

// The published rule calls two figures similar that a test tells apart.
func ExampleCompareIntervals() {
	here := indicator.Interval{Value: 112, Low: 104, High: 120, Confidence: 0.95}
	there := indicator.Interval{Value: 100, Low: 92, High: 108, Confidence: 0.95}
	fmt.Println(indicator.CompareIntervals(here, there, indicator.LowIsGood))
	w, err := indicator.DifferenceOfEstimates(here, there, 0.95)
	fmt.Printf("P %.3f %v\n", w.P, err)
	// Output:
	// similar
	// P 0.038 <nil>
}

func ExampleCompareAround() {
	practice := indicator.FunnelUnit{Events: 457, Base: 5930}
	c, err := indicator.CompareAround(indicator.FunnelProportionWilson, practice, 8.96, 0.95, indicator.LowIsGood, indicator.Per(100))
	fmt.Println(c, err)
	// Output: better <nil>
}

func ExampleLifeExpectancy() {
	people := []float64{7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601, 50209, 56416, 46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936}
	deaths := []int64{17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937}
	var bands []indicator.LifeBand
	for i := range people {
		from := max(0, 5*(i-1))
		if i == 1 {
			from = 1
		}
		bands = append(bands, indicator.LifeBand{From: from, Population: people[i], Deaths: deaths[i]})
	}
	rows, err := indicator.LifeExpectancy(bands, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range []int{0, 14} {
		e := rows[i].Expectancy
		fmt.Printf("at %d: %.1f years (%.1f to %.1f)\n", rows[i].From, e.Value, e.Low, e.High)
	}
	// Output:
	// at 0: 80.2 years (79.9 to 80.5)
	// at 65: 18.8 years (18.6 to 19.0)
}

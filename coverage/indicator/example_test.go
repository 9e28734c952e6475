package indicator_test

import (
	"errors"
	"fmt"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// The coverage of general practice access in a sample of 1,250 people asked.
func ExampleProportion() {
	p, err := indicator.Proportion(1000, 1250, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f %% (%.1f to %.1f)\n", 100*p.Value, 100*p.Low, 100*p.High)
	// Output: 80.0 % (77.7 to 82.1)
}

// Five million of 57,024,156 registered patients were counted, not sampled: no
// limits are asked for.
func ExampleProportion_fullCount() {
	p, err := indicator.Proportion(5_000_000, 57_024_156, 0)
	fmt.Printf("%.1f %% %v %v\n", 100*p.Value, p.Low == p.High, err)
	// Output: 8.8 % true <nil>
}

func ExampleRate() {
	r, err := indicator.Rate(15, 54_321, 100_000, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f per 100,000 (%.1f to %.1f)\n", r.Value, r.Low, r.High)
	// Output: 27.6 per 100,000 (15.4 to 45.5)
}

func ExampleStandardisedRate() {
	events := []int64{2, 0, 1, 0, 1, 1, 2, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7}
	var strata []indicator.Stratum
	for i, band := range indicator.ESP2013() {
		strata = append(strata, indicator.Stratum{Events: events[i], Population: 10_000, Standard: band.Standard})
	}
	r, err := indicator.StandardisedRate(strata, 100_000, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f per 100,000 (%.1f to %.1f)\n", r.Value, r.Low, r.High)

	_, err = indicator.StandardisedRate(strata[:5], 100_000, 0.95)
	fmt.Println(errors.Is(err, indicator.TooFewEvents), err)
	// Output:
	// 21.1 per 100,000 (15.0 to 28.6)
	// true indicator.StandardisedRate: 4 events: a standardised rate needs at least 10
}

// Admissions of the same people: four people had one each, four had two.
func ExampleStandardisedRateRecurring() {
	strata := func(people int64) []indicator.Stratum {
		return []indicator.Stratum{{Events: people, Population: 1000, Standard: 1}}
	}
	together, err := indicator.StandardisedRateRecurring([]indicator.Recurring{
		{Times: 1, Strata: strata(4)},
		{Times: 2, Strata: strata(4)},
	}, 1000, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	apart, err := indicator.StandardisedRate(strata(12), 1000, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f (%.1f to %.1f), and as independent events %.0f (%.1f to %.1f)\n",
		together.Value, together.Low, together.High, apart.Value, apart.Low, apart.High)
	// Output: 12 (4.5 to 23.6), and as independent events 12 (6.2 to 21.0)
}

func ExampleESP2013() {
	for _, band := range indicator.ESP2013()[:3] {
		fmt.Println(band.Ages, band.Standard)
	}
	// Output:
	// 0-4 5000
	// 5-9 5500
	// 10-14 5500
}

// Coverage by fifths of deprivation, the most deprived first: more is covered
// among the most deprived, so that the slope index is negative.
func ExampleSlopeIndex() {
	fifths := []indicator.Band{
		{Population: 11_200_000, Value: 0.131},
		{Population: 11_100_000, Value: 0.104},
		{Population: 10_900_000, Value: 0.092},
		{Population: 10_800_000, Value: 0.085},
		{Population: 10_700_000, Value: 0.071},
	}
	slope, err := indicator.SlopeIndex(fifths, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("slope index %.1f percentage points, relative index %.2f, from %.1f %%\n",
		100*slope.SII.Value, slope.RII.Value, 100*slope.Intercept)
	// Output: slope index -7.0 percentage points, relative index 0.47, from 13.2 %
}

// Of mortality more is worse: the published index has the other sign.
func ExampleReversed() {
	halves := []indicator.Band{
		{Population: 50_000, Value: 600, StandardError: 10},
		{Population: 50_000, Value: 400, StandardError: 10},
	}
	slope, err := indicator.SlopeIndex(halves, 0.95, indicator.Reversed())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f (%.0f to %.0f), %.2f times\n", slope.SII.Value, slope.SII.Low, slope.SII.High, slope.RII.Value)
	// Output: 400 (345 to 455), 2.33 times
}

func ExampleLogit() {
	fifths := []indicator.Band{
		{Population: 100, Value: 0.80}, {Population: 100, Value: 0.93}, {Population: 100, Value: 0.97},
		{Population: 100, Value: 0.98}, {Population: 100, Value: 0.99},
	}
	straight, err := indicator.SlopeIndex(fifths, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	curved, err := indicator.SlopeIndex(fifths, 0, indicator.Logit())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("a line ends at %.3f, a logistic curve at %.3f\n",
		straight.Intercept+straight.SII.Value, curved.Intercept+curved.SII.Value)
	// Output: a line ends at 1.041, a logistic curve at 0.994
}

func ExampleConcentrationIndex() {
	fifths := []indicator.Band{
		{Population: 100, Value: 0.75}, {Population: 100, Value: 0.91}, {Population: 100, Value: 0.96},
		{Population: 100, Value: 0.97}, {Population: 100, Value: 0.99},
	}
	c, err := indicator.ConcentrationIndex(fifths)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("relative %.3f, Erreygers %.3f\n", c.Relative, c.Erreygers)
	// Output: relative 0.047, Erreygers 0.173
}

func ExampleGap() {
	bands := []indicator.Band{
		{Population: 100, Value: 0.75, StandardError: 0.016},
		{Population: 100, Value: 0.90, StandardError: 0.010},
		{Population: 100, Value: 0.99, StandardError: 0.002},
	}
	gap, err := indicator.Gap(bands, indicator.WithLimits(0.95))
	if err != nil {
		fmt.Println(err)
		return
	}
	ratio, err := indicator.Ratio(bands)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("gap %.2f (%.2f to %.2f), ratio %.2f\n", gap.Value, gap.Low, gap.High, ratio.Value)
	// Output: gap 0.24 (0.21 to 0.27), ratio 1.32
}

// If everybody were covered like the least deprived band.
func ExamplePopulationAttributable() {
	bands := []indicator.Band{{Population: 100, Value: 0.75}, {Population: 100, Value: 0.90}, {Population: 100, Value: 0.99}}
	a, err := indicator.PopulationAttributable(bands, len(bands)-1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f more, which is %.1f %% of today's %.2f\n", a.Risk, 100*a.Fraction, a.Risk/a.Fraction)
	// Output: 0.11 more, which is 12.5 % of today's 0.88
}

// Scores are higher where an area is more deprived: negated, group 1 is the most
// deprived.
func ExampleQuantiles() {
	scores := []float64{12.5, 60.1, 33.0, 8.7}
	for i := range scores {
		scores[i] = -scores[i]
	}
	groups, err := indicator.Quantiles(scores, 2)
	fmt.Println(groups, err)
	// Output: [2 1 1 2] <nil>
}

func ExampleWeightedQuantiles() {
	groups, err := indicator.WeightedQuantiles([]float64{1, 2, 3}, []int64{100, 100, 200}, 2)
	fmt.Println(groups, err)
	// Output: [1 1 2] <nil>
}

func ExampleDispersed() {
	d, err := indicator.Dispersed([]indicator.Band{{Population: 300, Value: 0.9}, {Population: 100, Value: 0.5}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("mean %.2f, Theil %.4f\n", d.Mean, d.Theil)
	// Output: mean 0.80, Theil 0.0259
}

// The relative gap with its limits.
func ExampleRatio() {
	ratio, err := indicator.Ratio([]indicator.Band{
		{Population: 100, Value: 0.75, StandardError: 0.016},
		{Population: 100, Value: 0.99, StandardError: 0.002},
	}, indicator.WithLimits(0.95))
	fmt.Printf("%.2f (%.2f to %.2f) %v\n", ratio.Value, ratio.Low, ratio.High, err)
	// Output: 1.32 (1.27 to 1.38) <nil>
}

// Rates of deaths cannot fall below 0, so the line is fitted to their logarithms.
func ExampleLog() {
	s, err := indicator.SlopeIndex([]indicator.Band{
		{Population: 1000, Value: 60}, {Population: 1000, Value: 30}, {Population: 1000, Value: 15},
	}, 0, indicator.Log())
	fmt.Printf("%.1f, %.3f times %v\n", s.SII.Value, s.RII.Value, err)
	// Output: -74.2, 0.125 times <nil>
}

// Percentages lie between 0 and 100: without bounds stated, only values from 0 to 1
// are taken to have them.
func ExampleBounds() {
	bands := []indicator.Band{{Population: 100, Value: 30}, {Population: 100, Value: 20}}
	plain, _ := indicator.ConcentrationIndex(bands)
	bounded, err := indicator.ConcentrationIndex(bands, indicator.Bounds(0, 100))
	fmt.Println(plain.Bounded)
	fmt.Printf("%.2f %.2f %v\n", bounded.Relative, bounded.Erreygers, err)
	// Output:
	// false
	// -0.10 -0.10 <nil>
}

// The quantiles behind every limit here.
func ExampleNormalQuantile() {
	z, err := indicator.NormalQuantile(0.975)
	fmt.Printf("%.6f %v\n", z, err)
	// Output: 1.959964 <nil>
}

// Exact limits of 3 events, by way of the chi-square distribution.
func ExampleChiSquareQuantile() {
	low, err := indicator.ChiSquareQuantile(0.025, 6)
	if err != nil {
		fmt.Println(err)
		return
	}
	high, err := indicator.ChiSquareQuantile(0.975, 8)
	fmt.Printf("%.3f to %.3f %v\n", low/2, high/2, err)
	// Output: 0.619 to 8.767 <nil>
}

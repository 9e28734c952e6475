package indicator_test

import (
	"errors"
	"fmt"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func ExampleMean() {
	m, err := indicator.Mean([]float64{20, 30, 40}, 0.95)
	fmt.Printf("%.1f (%.1f to %.1f) %v\n", m.Value, m.Low, m.High, err)
	// Output: 30.0 (5.2 to 54.8) <nil>
}

// A study printed no more than a mean, a standard deviation and a number.
func ExampleMeanOf() {
	m, err := indicator.MeanOf(120, 6.4, 3.1, 0.95)
	fmt.Printf("%.2f (%.2f to %.2f) %v\n", m.Value, m.Low, m.High, err)
	// Output: 6.40 (5.84 to 6.96) <nil>
}

// Two dashboards: 112 (104 to 120) admissions per 1,000 in one place and 100 (92
// to 108) in another. The limits overlap, and yet the difference is unlikely to
// be chance.
func ExampleDifferenceOfEstimates() {
	here := indicator.Interval{Value: 112, Low: 104, High: 120, Confidence: 0.95}
	there := indicator.Interval{Value: 100, Low: 92, High: 108, Confidence: 0.95}
	w, err := indicator.DifferenceOfEstimates(here, there, 0.95)
	fmt.Printf("%.0f (%.1f to %.1f), P %.3f %v\n", w.Interval.Value, w.Interval.Low, w.Interval.High, w.P, err)
	// Output: 12 (0.7 to 23.3), P 0.038 <nil>
}

// The example of Altman and Bland (BMJ 2003;326:219).
func ExampleRatioOfEstimates() {
	elderly := indicator.Interval{Value: 0.67, Low: 0.46, High: 0.98, Confidence: 0.95}
	younger := indicator.Interval{Value: 0.88, Low: 0.71, High: 1.08, Confidence: 0.95}
	w, err := indicator.RatioOfEstimates(elderly, younger, 0.95)
	fmt.Printf("%.2f (%.2f to %.2f), P %.1f %v\n", w.Interval.Value, w.Interval.Low, w.Interval.High, w.P, err)
	// Output: 0.76 (0.49 to 1.17), P 0.2 <nil>
}

func ExampleEffectFromLimits() {
	printed := indicator.Interval{Value: 0.67, Low: 0.46, High: 0.98, Confidence: 0.95}
	e, err := indicator.EffectFromLimits("homes A", printed, indicator.EffectRatio)
	fmt.Printf("%s: %.3f, standard error %.3f %v\n", e.Label, e.Estimate, e.StandardError, err)

	printed.High = 1.2 // a misprint, or limits of another scale
	_, err = indicator.EffectFromLimits("homes A", printed, indicator.EffectRatio)
	fmt.Println(errors.Is(err, indicator.NotEstimable))
	// Output:
	// homes A: -0.400, standard error 0.193 <nil>
	// true
}

func ExampleEffectFromCounts() {
	e, err := indicator.EffectFromCounts("first trial of BCG", indicator.RiskRatio,
		indicator.Count{Events: 4, Population: 123}, indicator.Count{Events: 11, Population: 139})
	fmt.Printf("%s: %.3f, standard error %.3f %v\n", e.Label, e.Estimate, e.StandardError, err)
	// Output: first trial of BCG: -0.889, standard error 0.571 <nil>
}

func ExamplePool() {
	var effects []indicator.Effect
	for _, ratio := range []indicator.Interval{
		{Value: 0.50, Low: 0.35, High: 0.71, Confidence: 0.95},
		{Value: 0.71, Low: 0.55, High: 0.92, Confidence: 0.95},
		{Value: 1.02, Low: 0.80, High: 1.30, Confidence: 0.95},
	} {
		e, err := indicator.EffectFromLimits("", ratio, indicator.EffectRatio)
		if err != nil {
			fmt.Println(err)
			return
		}
		effects = append(effects, e)
	}
	p, err := indicator.Pool(effects, indicator.RandomEffects, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	ratio, err := p.Ratio()
	fmt.Printf("%.2f (%.2f to %.2f), I² %.0f %% %v\n", ratio.Value, ratio.Low, ratio.High, p.I2, err)
	// Output: 0.72 (0.49 to 1.06), I² 82 % <nil>
}

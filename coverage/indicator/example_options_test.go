package indicator_test

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// Official indicator methods on plain numbers: a share with Wilson's limits, held
// against a benchmark.
func Example() {
	share, err := indicator.Proportion(65, 100, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.3f (%.3f to %.3f)\n", share.Value, share.Low, share.High)
	fmt.Println("beside 0.5:", indicator.Compare(share, 0.5, indicator.HighIsGood))
	// Output:
	// 0.650 (0.553 to 0.736)
	// beside 0.5: better
}

// The events of all units per 100,000 of their people.
func ExamplePer() {
	units := []indicator.FunnelUnit{{Events: 30, Base: 90_000}, {Events: 45, Base: 60_000}}
	centre, err := indicator.FunnelTarget(indicator.FunnelRate, units, indicator.Per(100_000))
	fmt.Printf("%.1f %v\n", centre, err)
	// Output:
	// 50.0 <nil>
}

// Events of three years, on an axis of people.
func ExampleYears() {
	u := indicator.FunnelUnit{Events: 30, Base: 90_000}
	p, err := indicator.FunnelPosition(indicator.FunnelRate, u, indicator.Per(100_000), indicator.Years(3))
	fmt.Println(p.At, err)
	// Output:
	// 30000 <nil>
}

func ExampleFunnelTarget() {
	_, err := indicator.FunnelTarget(indicator.FunnelProportion, nil)
	fmt.Println(err)
	// Output:
	// indicator.FunnelTarget: there is no unit
}

// months is a process that falls in its second half.
func months() []indicator.ChartPoint {
	var points []indicator.ChartPoint
	for _, v := range []float64{52, 48, 51, 49, 53, 47, 50, 50, 52, 49, 51, 50, 46, 45, 44, 43, 42, 41, 40, 39} {
		points = append(points, indicator.ChartPoint{Value: v})
	}
	return points
}

// The limits of the first twelve months, against which the rest is held.
func ExampleFixAfter() {
	c, err := indicator.ControlChart(months(), indicator.FixAfter(12), indicator.Improvement(indicator.LowIsGood))
	last := c.Points[len(c.Points)-1]
	fmt.Printf("%.1f %s %s %v\n", c.Parts[0].Mean, last.Cause, last.Variation, err)
	// Output:
	// 50.2 below-limit improvement <nil>
}

func ExampleTarget() {
	c, err := indicator.ControlChart(months(), indicator.FixAfter(12), indicator.Improvement(indicator.LowIsGood), indicator.Target(30))
	fmt.Println(c.Assurance, err)
	// Output:
	// consistent-fail <nil>
}

func ExampleImprovement() {
	c, _ := indicator.ControlChart(months(), indicator.FixAfter(12))
	fmt.Println(c.Variation)
	c, _ = indicator.ControlChart(months(), indicator.FixAfter(12), indicator.Improvement(indicator.HighIsGood))
	fmt.Println(c.Variation)
	// Output:
	// low
	// concern
}

// Every rule that a point breaks, not only the first.
func ExampleSpecialCauses_Has() {
	c, _ := indicator.ControlChart(months(), indicator.FixAfter(12))
	last := c.Points[len(c.Points)-1].All
	fmt.Println(last.Has(indicator.BelowLimit), last.Has(indicator.TrendDown), last.Has(indicator.ShiftHigh))
	// Output:
	// true true false
}

func ExampleTrendOf() {
	c, _ := indicator.ControlChart(months(), indicator.FixAfter(12), indicator.TrendOf(9), indicator.ShiftOf(9))
	fmt.Println(c.Points[15].All.Has(indicator.TrendDown))
	// Output:
	// true
}

func ExampleShiftOf() {
	_, err := indicator.ControlChart(months(), indicator.ShiftOf(1))
	fmt.Println(err)
	// Output:
	// indicator.ControlChart: a shift of 1 points: it takes at least 2
}

// A process whose mean and standard deviation are known from elsewhere.
func ExampleCentre() {
	c, err := indicator.ControlChart(months(), indicator.Centre(50, 2))
	fmt.Println(c.Parts[0].Low, c.Parts[0].High, err)
	// Output:
	// 44 56 <nil>
}

func ExampleScreenRanges() {
	points := months()
	points[5].Value = 90
	c, err := indicator.ControlChart(points, indicator.ScreenRanges())
	fmt.Println(c.Parts[0].Screened, err)
	// Output:
	// 2 <nil>
}

func ExamplePooled_Ratio() {
	effect, err := indicator.EffectFromLimits("Ash", indicator.Interval{Value: 0.5, Low: 0.3, High: 0.8333, Confidence: 0.95}, indicator.EffectRatio)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, _ := indicator.Pool([]indicator.Effect{effect}, indicator.CommonEffect, 0.95)
	ratio, err := p.Ratio()
	fmt.Printf("%.2f (%.2f to %.2f) %v\n", ratio.Value, ratio.Low, ratio.High, err)
	// Output:
	// 0.50 (0.30 to 0.83) <nil>
}

func ExampleRates() {
	rows := []indicator.TableRow{
		{Group: "Ash", Stratum: "0-74", Numerator: 40, Denominator: 9_000}, {Group: "Ash", Stratum: "75+", Numerator: 60, Denominator: 1_000},
		{Group: "Birch", Numerator: 5},
	}
	for _, g := range indicator.Rates(rows, 1_000, 0.95) {
		fmt.Printf("%s %.1f %v\n", g.Group, g.Result.Value, g.Err)
	}
	// Output:
	// Ash 10.0 <nil>
	// Birch 0.0 indicator.Rate: a population of 0: it must be at least 1
}

func ExampleStandardisedRates() {
	rows := []indicator.TableRow{
		{Group: "Ash", Stratum: "0-74", Numerator: 40, Denominator: 9_000, Weight: 90},
		{Group: "Ash", Stratum: "75+", Numerator: 60, Denominator: 1_000, Weight: 10},
		{Group: "Birch", Stratum: "0-74", Numerator: 4, Denominator: 900, Weight: 90},
	}
	for _, g := range indicator.StandardisedRates(rows, 1_000, 0.95) {
		fmt.Printf("%s %.1f %v\n", g.Group, g.Result.Value, g.Err)
	}
	// Output:
	// Ash 10.0 <nil>
	// Birch 0.0 indicator.StandardisedRate: 4 events: a standardised rate needs at least 10
}

func ExampleWithLimits() {
	bands := []indicator.Band{{Population: 1_000, Value: 20, StandardError: 2}, {Population: 1_000, Value: 12, StandardError: 1.5}}
	g, err := indicator.Gap(bands, indicator.WithLimits(0.95))
	fmt.Printf("%.1f (%.1f to %.1f) %v\n", g.Value, g.Low, g.High, err)
	// Output:
	// -8.0 (-12.9 to -3.1) <nil>
}

func ExampleParsePolarity() {
	fmt.Println(indicator.ParsePolarity("low-is-good"))
	fmt.Println(indicator.ParseFunnelKind("proportion"))
	fmt.Println(indicator.ParsePoolModel("random-effects"))
	// Output:
	// low-is-good <nil>
	// proportion <nil>
	// random-effects <nil>
}

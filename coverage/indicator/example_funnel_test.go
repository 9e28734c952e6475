package indicator_test

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// Emergency admissions in three places of 2015/16, per 1,000 people.
func ExampleFunnelSignal() {
	places := []indicator.FunnelUnit{{Events: 5_210, Base: 48_000}, {Events: 12_870, Base: 113_000}, {Events: 1_690, Base: 17_500}}
	per := indicator.Per(1000)
	target, err := indicator.FunnelTarget(indicator.FunnelRate, places, per)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("all places: %.1f\n", target)
	for _, u := range places {
		p, err := indicator.FunnelPosition(indicator.FunnelRate, u, per)
		if err != nil {
			fmt.Println(err)
			return
		}
		signal, err := indicator.FunnelSignal(indicator.FunnelRate, u, target, per)
		fmt.Printf("%.0f people, %.1f: %v %v\n", p.At, p.Limit, signal, err)
	}
	// Output:
	// all places: 110.8
	// 48000 people, 108.5: none <nil>
	// 113000 people, 113.9: high-99.8 <nil>
	// 17500 people, 96.6: low-99.8 <nil>
}

func ExampleFunnelLimits() {
	limits, err := indicator.FunnelLimits(indicator.FunnelProportion, 80, []float64{50, 200}, indicator.Per(100))
	for _, l := range limits {
		fmt.Printf("%.0f people: %.1f to %.1f, 99.8 %%: %.1f to %.1f\n", l.Size, l.Low95.Limit, l.High95.Limit, l.Low998.Limit, l.High998.Limit)
	}
	fmt.Println(err)
	// Each line of counts has its own place on the axis.
	limits, err = indicator.FunnelLimits(indicator.FunnelRatio, 100, []float64{20}, indicator.Per(100))
	fmt.Printf("20 events: below %.1f at %.1f expected, above %.1f at %.1f %v\n",
		limits[0].Low95.Limit, limits[0].Low95.At, limits[0].High95.Limit, limits[0].High95.At, err)
	// Output:
	// 50 people: 68.9 to 91.1, 99.8 %: 62.5 to 97.5
	// 200 people: 74.5 to 85.5, 99.8 %: 71.3 to 88.7
	// <nil>
	// 20 events: below 64.7 at 30.9 expected, above 163.7 at 12.2 <nil>
}

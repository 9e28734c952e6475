package evaluation

import (
	"cmp"
	"math"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// A Number's digits are fewer than 10^15 and its places at most 15, so that all
// sums here fit in an int64 and all divisions are of two whole numbers.

// power returns 10^n.
func power(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// against returns -1, 0 or +1 as the figure is below, on or above the null of the
// scale.
func (n Number) against(s Scale) int {
	if s.ratio() {
		return cmp.Compare(n.digits, power(n.places))
	}
	return cmp.Compare(n.digits, 0)
}

// halfUnit is half a unit of the last place that was printed.
func (n Number) halfUnit() float64 { return 0.5 / float64(power(n.places)) }

// on returns the figure of one scale on another; only percent changes and rate
// ratios turn into one another.
func (n Number) on(from, to Scale) float64 {
	unit := power(n.places)
	switch {
	case from == PercentChange && to == RateRatio:
		return float64(100*unit+n.digits) / float64(100*unit)
	case from == RateRatio && to == PercentChange:
		return float64(100*(n.digits-unit)) / float64(unit)
	}
	return n.Float64()
}

// plainest is the scale on which two changes are subtracted.
func (s Scale) plainest() Scale {
	if s == RateRatio {
		return PercentChange
	}
	return s
}

// on returns the figure with its limits on a scale, without limits where
// one is missing.
func (f Figure) on(from, to Scale, confidence float64) indicator.Interval {
	value := f.Value.on(from, to)
	if !f.limited() || confidence == 0 {
		return indicator.Interval{Value: value, Low: value, High: value}
	}
	return indicator.Interval{Value: value, Low: f.Low.on(from, to), High: f.High.on(from, to), Confidence: confidence}
}

// even reports whether a ratio can be the geometric mean of its limits, each as
// it was before it was rounded to the places printed: limits that were made on the
// logarithm are.
func (f Figure) even(s Scale) bool {
	scaled := func(n Number) (least, most float64) {
		v, half := n.on(s, RateRatio), n.halfUnit()
		if s == PercentChange {
			half /= 100
		}
		return max(0, v-half), v + half
	}
	least, most := scaled(f.Value)
	low1, low2 := scaled(f.Low)
	high1, high2 := scaled(f.High)
	const slack = 1e-9 // of the arithmetic
	return least*least <= low2*high2*(1+slack) && most*most*(1+slack) >= low1*high1
}

// centred is even for differences: the estimate can be the middle of its limits.
func (f Figure) centred() bool {
	off := math.Abs(f.Low.Float64()/2 + f.High.Float64()/2 - f.Value.Float64())
	room := f.Low.halfUnit()/2 + f.High.halfUnit()/2 + f.Value.halfUnit()
	return off <= room*(1+1e-9)
}

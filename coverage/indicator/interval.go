package indicator

import "cmp"

// Interval is a figure with its confidence limits, in the unit of the figure.
//
// An Interval without limits, because they were not requested or do not exist, has
// Confidence 0 and Low == High == Value. Every field is a finite number.
type Interval struct {
	Value      float64 `json:"value"`      // the estimate
	Low        float64 `json:"low"`        // lower limit
	High       float64 `json:"high"`       // upper limit
	Confidence float64 `json:"confidence"` // 0.95 for 95 % limits; 0 for none
}

// exact returns the interval of a figure without limits.
func exact(value float64) Interval { return Interval{Value: value, Low: value, High: value} }

// checked returns i, or a NotFinite error if a field is not a finite number.
func (i Interval) checked(op string) (Interval, error) {
	if !finite(i.Value, i.Low, i.High) {
		return Interval{}, fail(op, NotFinite, "the answer is too large for a number: use a smaller unit")
	}
	return i, nil
}

// scaled returns i in another unit.
func (i Interval) scaled(factor float64) Interval {
	i.Value, i.Low, i.High = i.Value*factor, i.Low*factor, i.High*factor
	if factor < 0 {
		i.Low, i.High = i.High, i.Low
	}
	return i
}

// level checks a confidence level and returns the probability in each tail; exactly
// 0.5 means no limits.
func level(op string, confidence float64) (tail float64, err error) {
	if !(confidence >= 0 && confidence < 1) {
		return 0, fail(op, Range, "the confidence is "+number(confidence)+": write 95 % as 0.95, and 0 for no limits")
	}
	return (1 - confidence) / 2, nil
}

// deviate returns z, the standard normal deviate with this probability above it.
func deviate(tail float64) float64 { return -normalQuantile(tail) }

// around returns the interval with normal limits of the given standard error.
func around(value, standardError, confidence, tail float64) Interval {
	if confidence == 0 {
		return exact(value)
	}
	half := deviate(tail) * standardError
	return Interval{Value: value, Low: value - half, High: value + half, Confidence: confidence}
}

func finite(values ...float64) bool {
	for _, v := range values {
		if v-v != 0 { // true for infinities and NaN
			return false
		}
	}
	return true
}

// clamp returns v within low and high.
func clamp[T cmp.Ordered](v, low, high T) T { return max(low, min(v, high)) }

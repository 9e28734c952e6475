package indicator

import "math"

// Proportion returns x/n with Wilson's score limits, a share between 0 and 1. n
// must be at least 1, x between 0 and n, and the confidence below 1 (0.95 for 95
// %). Confidence 0 gives no limits: the share of a full count, such as every person
// on a list, is not an estimate from a sample.
//
// Limits (Wilson 1927; Newcombe and Altman, in Altman et al., Statistics with
// Confidence, 2000), with z = Φ⁻¹(1 − α/2):
//
//	(2x + z² ± z √(z² + 4x(1 − x/n))) / 2(n + z²)
func Proportion(x, n int64, confidence float64) (Interval, error) {
	const op = "Proportion"
	tail, err := level(op, confidence)
	switch {
	case err != nil:
		return Interval{}, err
	case n < 1:
		return Interval{}, fail(op, Range, count(x)+" of "+count(n)+": the denominator must be at least 1")
	case x < 0 || x > n:
		return Interval{}, fail(op, Range, count(x)+" of "+count(n)+": the numerator must be between 0 and the denominator")
	case confidence == 0:
		return exact(float64(x) / float64(n)), nil
	}
	low, high := wilson(float64(x), float64(n), deviate(tail))
	value := float64(x) / float64(n)
	return Interval{Value: value, Low: min(low, value), High: max(high, value), Confidence: confidence}, nil
}

// wilson returns the limits in a form without cancellation: the lower limit is the
// quotient of 2x²/n and the numerator of the upper one. At the two ends of the
// range one limit is the end itself.
func wilson(x, n, z float64) (low, high float64) {
	sum := 2*x + z*z + z*math.Sqrt(z*z+4*x*(1-x/n))
	low, high = 0, 1
	if x > 0 {
		low = 2 * x * (x / n) / sum
	}
	if x < n {
		high = min(1, sum/(2*(n+z*z)))
	}
	return low, high
}

package indicator

import "math"

// Mean returns the mean of values with Student's limits, in their unit. The
// confidence must be below 1; 0 gives no limits. A single value has no limits.
//
//	x̄ ± t(1 − α/2; n − 1) s / √n    s² = Σ(x − x̄)² / (n − 1)
//
// (Altman et al., Statistics with Confidence, 2000.) The values must be independent
// and not too skewed: for counts use [Rate], for shares [Proportion]. Equal values
// have limits equal to the mean.
//
// Without values the error is [TooFewGroups]; a value that is not a finite number
// is a [NotFinite] error and is not skipped.
func Mean(values []float64, confidence float64) (Interval, error) {
	const op = "Mean"
	if len(values) == 0 {
		return Interval{}, fail(op, TooFewGroups, "there is no value")
	}
	for i, v := range values {
		if !finite(v) {
			return Interval{}, fail(op, NotFinite, "value "+count(int64(i))+" is "+number(v)+": it must be a finite number")
		}
	}
	n := float64(len(values))
	mean := average(values)
	squares := make([]float64, len(values))
	for i, v := range values {
		squares[i] = (v - mean) * (v - mean)
	}
	deviation := 0.0
	if len(values) > 1 {
		deviation = math.Sqrt(sum(squares) / (n - 1))
	}
	return meanOf(op, n, mean, deviation, confidence)
}

// MeanOf is [Mean] for n values given by their mean and their standard deviation,
// the square root of Σ(x − x̄)² / (n − 1), as publications give them.
func MeanOf(n int64, mean, standardDeviation, confidence float64) (Interval, error) {
	const op = "MeanOf"
	switch {
	case n < 1:
		return Interval{}, fail(op, Range, "a mean of "+count(n)+" values: there must be at least 1")
	case !finite(mean, standardDeviation):
		return Interval{}, fail(op, NotFinite, "the mean and the standard deviation must be finite numbers")
	case standardDeviation < 0:
		return Interval{}, fail(op, Range, "a standard deviation of "+number(standardDeviation)+": it cannot be negative")
	}
	return meanOf(op, float64(n), mean, standardDeviation, confidence)
}

func meanOf(op string, n, mean, deviation, confidence float64) (Interval, error) {
	tail, err := level(op, confidence)
	switch {
	case err != nil:
		return Interval{}, err
	case confidence == 0 || n == 1:
		return exact(mean).checked(op)
	}
	half := studentDeviate(tail, n-1) * (deviation / math.Sqrt(n))
	return Interval{Value: mean, Low: mean - half, High: mean + half, Confidence: confidence}.checked(op)
}

package indicator

import "math"

// Wald is an estimate with its standard error, its normal limits and the test of no
// effect. For a ratio, Interval is that of the ratio, and StandardError, Z and P
// are those of its natural logarithm.
type Wald struct {
	Interval      Interval `json:"interval"`       // the estimate with its limits
	StandardError float64  `json:"standard_error"` // above 0
	Z             float64  `json:"z"`              // the estimate, or its logarithm, divided by its standard error
	P             float64  `json:"p"`              // two-sided; 0 if it is too small for a float64
}

// wald returns the test and the limits of an estimate around 0.
func wald(op string, estimate, standardError, confidence, tail float64) (Wald, error) {
	switch {
	case !finite(estimate, standardError):
		return Wald{}, fail(op, NotFinite, "the answer is too large for a number: use a smaller unit")
	case standardError <= 0:
		return Wald{}, fail(op, NotEstimable, "the standard error is 0: there is no variation that limits or a test could rest on")
	}
	w := Wald{
		Interval:      around(estimate, standardError, confidence, tail),
		StandardError: standardError,
		Z:             estimate / standardError,
	}
	w.P = math.Erfc(math.Abs(w.Z) / math.Sqrt2)
	if !finite(w.Z, w.Interval.Low, w.Interval.High) {
		return Wald{}, fail(op, NotFinite, "the answer is too large for a number: use a smaller unit")
	}
	return w, nil
}

// waldRatio is [wald] for a ratio given by its logarithm.
func waldRatio(op string, logarithm, standardError, confidence, tail float64) (Wald, error) {
	w, err := wald(op, logarithm, standardError, confidence, tail)
	if err != nil {
		return Wald{}, err
	}
	w.Interval, err = w.Interval.exp(op)
	if err != nil {
		return Wald{}, err
	}
	return w, nil
}

// exp returns the interval of a ratio from that of its logarithm. A ratio of 0 is
// too small for a float64 and an error.
func (i Interval) exp(op string) (Interval, error) {
	i.Value, i.Low, i.High = math.Exp(i.Value), math.Exp(i.Low), math.Exp(i.High)
	if i.Low == 0 || !finite(i.Value, i.High) {
		return Interval{}, fail(op, NotFinite, "the ratio or its limits are too large or too small for a number")
	}
	return i, nil
}

package indicator

import "math"

// DifferenceOfEstimates tests a − b for two independent estimates that are
// published with limits, each at its own confidence level, and returns the
// difference with limits at the given level (0: none). It needs nothing else from
// the two studies:
//
//	SE = (High − Low) / 2z    SE(a − b) = √(SE(a)² + SE(b)²)    Z = (a − b) / SE(a − b)
//
// (Altman and Bland, Interaction revisited: the difference between two estimates,
// BMJ 2003;326:219.) Limits are assumed to be symmetric about their estimate. For
// ratios use [RatioOfEstimates]; two estimates for the same people, or against the
// same controls, are not independent.
//
// Figures whose intervals overlap may still differ: this function tests the
// difference, while [CompareIntervals] is the published rule for colouring.
//
// An estimate without limits is a [NotEstimable] error; limits in the wrong order
// are a [Range] error.
func DifferenceOfEstimates(a, b Interval, confidence float64) (Wald, error) {
	const op = "DifferenceOfEstimates"
	return betweenEstimates(op, EffectDifference, a, b, confidence)
}

// RatioOfEstimates tests a / b for two independent ratios that are published with
// limits, such as a rate ratio among the treated and that among others. It is
// [DifferenceOfEstimates] on the natural logarithm, transformed back: 0.67 (0.46 to
// 0.98) divided by 0.88 (0.71 to 1.08) is 0.76 (0.49 to 1.17), P 0.2 (Altman and
// Bland 2003).
//
// A ratio or limit that is not above 0 is a [Range] error.
func RatioOfEstimates(a, b Interval, confidence float64) (Wald, error) {
	const op = "RatioOfEstimates"
	return betweenEstimates(op, EffectRatio, a, b, confidence)
}

func betweenEstimates(op string, s EffectScale, a, b Interval, confidence float64) (Wald, error) {
	tail, err := level(op, confidence)
	if err != nil {
		return Wald{}, err
	}
	first, err := estimateOf(op, "the first estimate", a, s)
	if err != nil {
		return Wald{}, err
	}
	second, err := estimateOf(op, "the second estimate", b, s)
	if err != nil {
		return Wald{}, err
	}
	difference := first.Estimate - second.Estimate
	standardError := math.Hypot(first.StandardError, second.StandardError)
	if s == EffectRatio {
		return waldRatio(op, difference, standardError, confidence, tail)
	}
	return wald(op, difference, standardError, confidence, tail)
}

// estimateOf returns an interval's estimate and its standard error on the scale.
func estimateOf(op, what string, i Interval, s EffectScale) (Effect, error) {
	switch {
	case !finite(i.Value, i.Low, i.High):
		return Effect{}, fail(op, NotFinite, what+" and its limits must be finite numbers")
	case i.Confidence == 0:
		return Effect{}, fail(op, NotEstimable, what+" has no limits: its standard error is not known")
	case !(i.Confidence > 0 && i.Confidence < 1):
		return Effect{}, fail(op, Range, what+": a confidence of "+number(i.Confidence)+": write 95 % as 0.95")
	case i.Low > i.Value || i.Value > i.High:
		return Effect{}, fail(op, Range, what+" is "+number(i.Value)+" with limits of "+number(i.Low)+" and "+number(i.High)+": it must lie between them")
	case s == EffectRatio && i.Low <= 0:
		return Effect{}, fail(op, Range, what+" has a limit of "+number(i.Low)+": a ratio and its limits must be above 0")
	}
	if s == EffectRatio {
		i.Value, i.Low, i.High = math.Log(i.Value), math.Log(i.Low), math.Log(i.High)
	}
	e := Effect{Estimate: i.Value, StandardError: (i.High/2 - i.Low/2) / deviate((1-i.Confidence)/2)}
	if !finite(e.StandardError) {
		return Effect{}, fail(op, NotFinite, what+": the limits are too far apart for a number: use a smaller unit")
	}
	return e, nil
}

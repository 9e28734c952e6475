package indicator

import "math"

// BeforeAfter is the counts of two groups before and after a change that affects
// one of them.
type BeforeAfter struct {
	TreatedBefore Count `json:"treated_before"` // the group with the new care model, before it
	TreatedAfter  Count `json:"treated_after"`  // the same group after it
	ControlBefore Count `json:"control_before"` // the controls in the first period
	ControlAfter  Count `json:"control_after"`  // the controls in the second
}

// DifferenceInDifferences returns by how much more the treated group's rate or
// proportion rose than that of the controls, times per:
//
//	D = (p₁₁ − p₁₀) − (p₀₁ − p₀₀)    variance Σ x/n² of events, Σ p(1 − p)/n of people
//
// with normal limits (Angrist and Pischke, Mostly Harmless Econometrics, 2009,
// chapter 5; Snow's cholera data as worked by Coleman 2019).
//
// It measures the effect of the treatment only if both groups would have changed
// alike without it, on this scale: if the groups start at different levels, a
// difference of rates and a ratio of rates ([RatioOfRatios]) cannot both stay
// equal. The four counts are assumed to be independent and to vary only by chance;
// people with several events, or more variation between places, make the limits too
// narrow.
//
// Counts without any variation are a [NotEstimable] error.
func DifferenceInDifferences(kind CountKind, c BeforeAfter, per, confidence float64) (Wald, error) {
	const op = "DifferenceInDifferences"
	tail, err := c.check(op, kind, confidence)
	if err == nil {
		err = checkPer(op, per)
	}
	if err != nil {
		return Wald{}, err
	}
	variance := 0.0
	for _, k := range c.counts() {
		p, n := k.rate(), float64(k.Population)
		if kind == CountOfPeople {
			p *= 1 - p
		}
		variance += p / n
	}
	difference := (c.TreatedAfter.rate() - c.TreatedBefore.rate()) - (c.ControlAfter.rate() - c.ControlBefore.rate())
	return wald(op, per*difference, per*math.Sqrt(variance), confidence, tail)
}

// RatioOfRatios returns by what factor more the treated group's rate or proportion
// grew than that of the controls:
//
//	p₁₁ p₀₀ / (p₁₀ p₀₁)    variance of its logarithm Σ 1/x of events, Σ (1/x − 1/n) of people
//
// with limits from the logarithm. The assumptions are those of
// [DifferenceInDifferences], on the logarithm. A count of 0 is a [ZeroDenominator]
// error.
func RatioOfRatios(kind CountKind, c BeforeAfter, confidence float64) (Wald, error) {
	const op = "RatioOfRatios"
	tail, err := c.check(op, kind, confidence)
	if err != nil {
		return Wald{}, err
	}
	variance := 0.0
	for i, k := range c.counts() {
		if k.Events == 0 {
			return Wald{}, fail(op, ZeroDenominator, beforeAfterNames[i]+": a count of 0: there is no ratio")
		}
		x := float64(k.Events)
		if kind == CountOfPeople {
			variance += float64(k.Population-k.Events) / float64(k.Population) / x
		} else {
			variance += 1 / x
		}
	}
	logarithm := math.Log(c.TreatedAfter.rate()) - math.Log(c.TreatedBefore.rate()) - math.Log(c.ControlAfter.rate()) + math.Log(c.ControlBefore.rate())
	return waldRatio(op, logarithm, math.Sqrt(variance), confidence, tail)
}

var beforeAfterNames = [4]string{"the treated before", "the treated after", "the controls before", "the controls after"}

func (c BeforeAfter) counts() [4]Count {
	return [4]Count{c.TreatedBefore, c.TreatedAfter, c.ControlBefore, c.ControlAfter}
}

func (c BeforeAfter) check(op string, kind CountKind, confidence float64) (tail float64, err error) {
	if tail, err = level(op, confidence); err != nil {
		return 0, err
	}
	if err := checkCountKind(op, kind); err != nil {
		return 0, err
	}
	for i, k := range c.counts() {
		if err := k.check(op, beforeAfterNames[i], kind); err != nil {
			return 0, err
		}
	}
	return tail, nil
}

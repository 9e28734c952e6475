package indicator

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Comparison is the result of comparing a figure with a benchmark.
type Comparison uint8

// The comparisons. Best and worst, highest and lowest need limits at two levels.
const (
	Best        Comparison = iota + 1 // better than the benchmark at both levels
	Better                            // than the benchmark
	Similar                           // the benchmark is within the limits
	Worse                             // than the benchmark
	Worst                             // worse than the benchmark at both levels
	Highest                           // without a judgement, like the next three
	Higher                            // than the benchmark
	Lower                             // than the benchmark
	Lowest                            // lower than the benchmark at both levels
	NotCompared                       // there are no limits
)

var comparisonNames = ladder.Names{
	"best", "better", "similar", "worse", "worst", "highest", "higher", "lower", "lowest", "not-compared",
}

// beside returns the comparison for a figure above (or below) its benchmark.
func (p Polarity) beside(above, beyondOuter bool) Comparison {
	c := [...]Comparison{standsBetter: Better, standsWorse: Worse, standsHigher: Higher, standsLower: Lower}[p.of(above)]
	if !beyondOuter {
		return c
	}
	return map[Comparison]Comparison{Better: Best, Worse: Worst, Higher: Highest, Lower: Lowest}[c]
}

// limited reports whether an interval has limits to compare with.
func (i Interval) limited() bool {
	return i.Confidence > 0 && i.Low <= i.High && finite(i.Low, i.High)
}

// Compare compares a figure with a benchmark without limits, such as the national
// figure or a target. The figure is similar if the benchmark is within the figure's
// limits, ends included; otherwise the polarity decides what its side means (Office
// for Health Improvement and Disparities, Fingertips technical guidance). A figure
// without limits, or a benchmark that is not a finite number, is NotCompared.
func Compare(i Interval, benchmark float64, p Polarity) Comparison {
	switch {
	case !i.limited() || !finite(benchmark):
		return NotCompared
	case benchmark < i.Low:
		return p.beside(true, false)
	case benchmark > i.High:
		return p.beside(false, false)
	}
	return Similar
}

// CompareTwoLevels is [Compare] with limits at two levels, usually 95 and 99.8 %:
// beyond the outer ones a figure is best or worst, highest or lowest.
//
// If the outer interval does not have a higher confidence than the inner one, or
// does not enclose it, the error is [Range].
func CompareTwoLevels(inner, outer Interval, benchmark float64, p Polarity) (Comparison, error) {
	const op = "CompareTwoLevels"
	if err := checkPolarity(op, p); err != nil {
		return 0, err
	}
	if !inner.limited() || !outer.limited() {
		return NotCompared, nil
	}
	switch {
	case outer.Confidence <= inner.Confidence:
		return 0, fail(op, Range, "the outer limits are at "+number(outer.Confidence)+", the inner at "+number(inner.Confidence)+": the outer must be at the higher level")
	case outer.Low > inner.Low || outer.High < inner.High:
		return 0, fail(op, Range, "outer limits of "+number(outer.Low)+" and "+number(outer.High)+" do not enclose "+number(inner.Low)+" and "+number(inner.High))
	case !finite(benchmark):
		return NotCompared, nil
	case benchmark < inner.Low:
		return p.beside(true, benchmark < outer.Low), nil
	case benchmark > inner.High:
		return p.beside(false, benchmark > outer.High), nil
	}
	return Similar, nil
}

// CompareIntervals compares a figure with a benchmark that has limits: they are
// similar if the two intervals overlap, ends included. This is the published rule.
// It is stricter than a test: figures whose intervals overlap slightly may well
// differ, for which [DifferenceOfEstimates] tests.
func CompareIntervals(i, benchmark Interval, p Polarity) Comparison {
	switch {
	case !i.limited() || !benchmark.limited():
		return NotCompared
	case i.Low > benchmark.High:
		return p.beside(true, false)
	case i.High < benchmark.Low:
		return p.beside(false, false)
	}
	return Similar
}

// CompareAround compares a unit's figure with the limits of chance around the
// benchmark for a unit of its size, instead of the benchmark with the unit's own
// limits: Wilson's for [FunnelProportionWilson], those of a funnel for
// [FunnelProportion], and Poisson limits of benchmark × Base / Per events for
// ratios and rates. The figure is Rate if it is given, else Events / Base × Per; on
// a limit it is similar. Confidence 0 gives NotCompared.
func CompareAround(kind FunnelKind, u FunnelUnit, benchmark, confidence float64, p Polarity, o ...FunnelOption) (Comparison, error) {
	const op = "CompareAround"
	tail, err := level(op, confidence)
	if err == nil {
		err = checkPolarity(op, p)
	}
	if err != nil {
		return 0, err
	}
	f, err := newFunnel(op, kind, o)
	if err == nil {
		err = f.checkTarget(op, kind, benchmark)
	}
	if err != nil {
		return 0, err
	}
	if kind == FunnelStandardisedRate { // the figure may be stated, or follow from the base
		kind = FunnelRate
	}
	base, known, err := f.base(op, oneUnit, kind, u)
	switch {
	case err != nil:
		return 0, err
	case !known:
		return 0, fail(op, Range, "the unit has no base: its size is not known")
	case confidence == 0:
		return NotCompared, nil
	}
	value := u.Rate
	if value == 0 {
		value = u.Events / base * f.per
	}
	low, high := f.limitsAround(kind, benchmark, base, tail)
	switch {
	case value > high:
		return p.beside(true, false), nil
	case value < low:
		return p.beside(false, false), nil
	}
	return Similar, nil
}

// limitsAround returns the limits of chance around a benchmark at one level.
func (f funnel) limitsAround(kind FunnelKind, benchmark, base, tail float64) (low, high float64) {
	switch kind {
	case FunnelProportionWilson:
		low, high = wilson(benchmark/f.per*base, base, deviate(tail))
		return low * f.per, high * f.per
	case FunnelProportion:
		p := benchmark / f.per
		half := deviate(tail) * standardError(p, base)
		return within1(p-half) * f.per, within1(p+half) * f.per
	}
	low, high = poissonLimits(benchmark*(base/f.per), tail)
	return low / base * f.per, high / base * f.per
}

package indicator

import "math"

// fewEvents is the number of events below which limits of a rate are exact and a
// standardised rate is an error.
const fewEvents = 10

// Rate returns events / population × per with its confidence limits: per is 100,000
// for a rate per 100,000. The population must be at least 1 (people or
// person-years; there may be more events), per above 0, and the confidence below 1;
// 0 gives no limits.
//
// Limits are Byar's approximation (Breslow and Day, Statistical Methods in
// Cancer Research II, 1987, page 69) from 10 events on, and below that the exact
// Poisson limits from the chi-square distribution (Ulm 1990). With O
// events and z = Φ⁻¹(1 − α/2), Byar's are
//
//	O (1 − 1/9O − z/3√O)³  and  (O+1) (1 − 1/9(O+1) + z/3√(O+1))³
//
// and the exact ones χ²⁻¹(α/2; 2O)/2, which is 0 at O = 0, and
// χ²⁻¹(1 − α/2; 2O + 2)/2.
func Rate(events, population int64, per, confidence float64) (Interval, error) {
	const op = "Rate"
	tail, err := level(op, confidence)
	switch {
	case err != nil:
		return Interval{}, err
	case events < 0:
		return Interval{}, fail(op, Range, count(events)+" events: a count cannot be negative")
	case population < 1:
		return Interval{}, fail(op, Range, "a population of "+count(population)+": it must be at least 1")
	}
	if err := checkPer(op, per); err != nil {
		return Interval{}, err
	}
	o, n := float64(events), float64(population)
	result := exact(o / n * per)
	if confidence > 0 {
		low, high := poissonLimits(o, tail)
		result.Low, result.High, result.Confidence = low/n*per, high/n*per, confidence
	}
	return result.checked(op)
}

func checkPer(op string, per float64) error {
	switch {
	case !finite(per):
		return fail(op, NotFinite, "a rate per "+number(per)+": the multiplier must be a finite number")
	case per <= 0:
		return fail(op, Range, "a rate per "+number(per)+": the multiplier must be above 0")
	}
	return nil
}

// poissonLimits returns the limits of a count of o events.
func poissonLimits(o, tail float64) (low, high float64) {
	if o >= fewEvents {
		return byar(o, deviate(tail))
	}
	if o > 0 {
		low = chiSquareLower(tail, 2*o) / 2
	}
	return low, chiSquareUpper(tail, 2*o+2) / 2
}

func byar(o, z float64) (low, high float64) {
	b := newByar(o)
	return b.limits(z)
}

// byarCount holds the parts of Byar's limits of a count that do not depend on the
// level.
type byarCount struct{ o, low, high, below, above float64 }

func newByar(o float64) byarCount {
	return byarCount{o, 1 - 1/(9*o), 1 - 1/(9*(o+1)), 3 * math.Sqrt(o), 3 * math.Sqrt(o+1)}
}

func (b *byarCount) limits(z float64) (low, high float64) {
	return b.o * cube(b.low-z/b.below), (b.o + 1) * cube(b.high+z/b.above)
}

func cube(v float64) float64 { return v * v * v }

package indicator

// A ReferenceStratum is one age band, or any other part of a population, for
// indirect standardisation: its people in the place, and the events of the
// reference population.
type ReferenceStratum struct {
	Population          int64 `json:"population"`           // of the place; 0 adds no expected events
	ReferenceEvents     int64 `json:"reference_events"`     // of the reference population
	ReferencePopulation int64 `json:"reference_population"` // at least 1 if Population is
}

// ExpectedEvents returns the events that the place would have had at the rates of
// the reference population, Σ n X/N, and the crude rate of the reference
// population, ΣX / ΣN, per person. Without strata the error is [TooFewGroups]; with
// an empty reference population it is [ZeroDenominator].
func ExpectedEvents(strata []ReferenceStratum) (expected, referenceRate float64, err error) {
	return expectedEvents("ExpectedEvents", strata)
}

func expectedEvents(op string, strata []ReferenceStratum) (expected, referenceRate float64, err error) {
	if len(strata) == 0 {
		return 0, 0, fail(op, TooFewGroups, "there is no stratum")
	}
	var sums [3]total
	for i, s := range strata {
		if err := s.check(op, i); err != nil {
			return 0, 0, err
		}
		if s.Population > 0 {
			sums[0].add(float64(s.Population) * (float64(s.ReferenceEvents) / float64(s.ReferencePopulation)))
		}
		sums[1].add(float64(s.ReferenceEvents))
		sums[2].add(float64(s.ReferencePopulation))
	}
	if sums[2].value() == 0 {
		return 0, 0, fail(op, ZeroDenominator, "the reference population is nobody: there is no rate to expect")
	}
	return sums[0].value(), sums[1].value() / sums[2].value(), nil
}

func (s ReferenceStratum) check(op string, i int) error {
	where := func() string { return "stratum " + count(int64(i)) + ": " }
	switch {
	case s.Population < 0:
		return fail(op, Range, where()+"a population of "+count(s.Population)+": it cannot be negative")
	case s.ReferenceEvents < 0:
		return fail(op, Range, where()+count(s.ReferenceEvents)+" reference events: a count cannot be negative")
	case s.ReferencePopulation < 0 || s.ReferencePopulation == 0 && (s.Population > 0 || s.ReferenceEvents > 0):
		return fail(op, Range, where()+"a reference population of "+count(s.ReferencePopulation)+": it must be at least 1")
	}
	return nil
}

// StandardisedRatio returns observed divided by expected events, times per, with
// the limits of the observed count as in [Rate]: the standardised mortality or
// admission ratio (SMR, SAR; usually per 100, 1 for a plain ratio). Confidence 0
// gives no limits.
//
// Limits are Byar's from 10 observed events on and exact Poisson below, divided by
// the expected events, which are assumed to have no error (Breslow and Day,
// Statistical Methods in Cancer Research II, 1987, page 69; Office for Health
// Improvement and Disparities, technical guide).
//
// Ratios compare each place with the reference population, not places with each
// other: for that use [StandardisedRate], unless the places are too small.
//
// Expected events of 0 are a [ZeroDenominator] error.
func StandardisedRatio(observed int64, expected, per, confidence float64) (Interval, error) {
	return byExpected("StandardisedRatio", observed, expected, 1, per, confidence)
}

// IndirectlyStandardisedRate returns the [StandardisedRatio] times the crude rate
// of the reference population, times per (100,000 for a rate per 100,000).
func IndirectlyStandardisedRate(observed int64, strata []ReferenceStratum, per, confidence float64) (Interval, error) {
	const op = "IndirectlyStandardisedRate"
	expected, referenceRate, err := expectedEvents(op, strata)
	if err != nil {
		return Interval{}, err
	}
	return byExpected(op, observed, expected, referenceRate, per, confidence)
}

func byExpected(op string, observed int64, expected, rate, per, confidence float64) (Interval, error) {
	tail, err := level(op, confidence)
	if err == nil {
		err = checkPer(op, per)
	}
	switch {
	case err != nil:
		return Interval{}, err
	case observed < 0:
		return Interval{}, fail(op, Range, count(observed)+" events: a count cannot be negative")
	case !finite(expected):
		return Interval{}, fail(op, NotFinite, number(expected)+" expected events: it must be a finite number")
	case expected < 0:
		return Interval{}, fail(op, Range, number(expected)+" expected events: it cannot be negative")
	case expected == 0:
		return Interval{}, fail(op, ZeroDenominator, "no events are expected: the ratio divides by them")
	}
	o := float64(observed)
	result := exact(o / expected * rate * per)
	if confidence > 0 {
		low, high := poissonLimits(o, tail)
		result.Low, result.High, result.Confidence = low/expected*rate*per, high/expected*rate*per, confidence
	}
	return result.checked(op)
}

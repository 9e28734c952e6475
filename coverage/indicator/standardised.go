package indicator

import "math"

// A Stratum is one age band, or any other part of a population, for a standardised
// rate.
type Stratum struct {
	// Events is the number of events in the stratum.
	Events int64 `json:"events"`
	// Population is the number of people in the stratum, at least 1.
	Population int64 `json:"population"`
	// Standard is the stratum's weight in the standard population, such as 5,000 of
	// 100,000. Only the ratios of weights matter.
	Standard float64 `json:"standard"`
}

// StandardisedRate returns the directly standardised rate: the rate that the
// standard population would have with the stratum rates given, times per
// (100,000 for a rate per 100,000), with Dobson's confidence limits.
//
// Fewer than 10 events in all are a [TooFewEvents] error, as in the official
// method, with or without limits: the strata are then too small. Confidence 0 gives
// no limits.
//
// With stratum events x, populations n and weights w, O = Σx events and Byar's
// limits B of O (Dobson, Kuulasmaa, Eberle and Scherer 1991):
//
//	D = Σ(w x/n) / Σw    V = Σ(w² x/n²) / (Σw)²    limits D + √(V/O) (B − O)
//
// If a few events have a heavy weight, the lower limit can be below 0; it is
// returned as the formula gives it.
func StandardisedRate(strata []Stratum, per, confidence float64) (Interval, error) {
	return standardised("StandardisedRate", []Recurring{{Times: 1, Strata: strata}}, per, confidence)
}

// Recurring is a group of people who had the same number of events: a stratum's
// Events counts those people, each with Times events.
type Recurring struct {
	// Times is the number of events that each person had, at least 1.
	Times int64 `json:"times"`
	// Strata are the same in every group, except for Events.
	Strata []Stratum `json:"strata"`
}

// StandardisedRateRecurring returns the directly standardised rate of events that
// are not independent, such as admissions, of which a person may have several:
// people are grouped by the number of their events. The rate is that of all events;
// the variance of each group's part is multiplied by the square of its Times:
//
//	V = Σ Times² V(group)
//
// (Public Health England, Technical Guide: confidence intervals, on events that
// are not independent). Every group lists the same strata in the same order,
// with the same populations and weights. With one group of Times 1 it is
// [StandardisedRate].
func StandardisedRateRecurring(groups []Recurring, per, confidence float64) (Interval, error) {
	return standardised("StandardisedRateRecurring", groups, per, confidence)
}

func standardised(op string, groups []Recurring, per, confidence float64) (Interval, error) {
	tail, err := level(op, confidence)
	if err != nil {
		return Interval{}, err
	}
	if err := checkPer(op, per); err != nil {
		return Interval{}, err
	}
	sum, err := addStrata(op, groups)
	if err != nil {
		return Interval{}, err
	}
	result := exact(sum.rate)
	if confidence > 0 {
		low, high := byar(sum.events, deviate(tail))
		unit := math.Sqrt(sum.variance / sum.events)
		result = Interval{
			Value: sum.rate, Low: sum.rate + unit*(low-sum.events), High: sum.rate + unit*(high-sum.events),
			Confidence: confidence,
		}
	}
	return result.scaled(per).checked(op)
}

// strataSum holds the sums for a standardised rate, per person.
type strataSum struct{ events, rate, variance float64 }

func addStrata(op string, groups []Recurring) (s strataSum, err error) {
	if err := checkGroups(op, groups); err != nil {
		return s, err
	}
	shares := standardShares(groups[0].Strata)
	for _, group := range groups {
		times := float64(group.Times)
		for i, stratum := range group.Strata {
			x, n := times*float64(stratum.Events), float64(stratum.Population)
			s.events += x
			s.rate += shares[i] * (x / n)
			s.variance += shares[i] * shares[i] * times * (x / n / n)
		}
	}
	if s.events < fewEvents {
		return s, fail(op, TooFewEvents, number(s.events)+" events: a standardised rate needs at least 10")
	}
	return s, nil
}

// checkGroups returns the first problem. Without one there is a group, every group
// has the strata of the first, and a stratum has a weight.
func checkGroups(op string, groups []Recurring) error {
	if len(groups) == 0 {
		return fail(op, Range, "there is no group")
	}
	heaviest := 0.0
	for g, group := range groups {
		where := "group " + count(int64(g)) + ": "
		switch {
		case group.Times < 1:
			return fail(op, Range, where+count(group.Times)+" events a person: it must be at least 1")
		case len(group.Strata) != len(groups[0].Strata):
			return fail(op, Range, where+"it must list the strata of group 0")
		}
		for i, stratum := range group.Strata {
			if err := stratum.check(op, i); err != nil {
				return err
			}
			first := groups[0].Strata[i]
			if stratum.Population != first.Population || stratum.Standard != first.Standard {
				return fail(op, Range, where+"stratum "+count(int64(i))+" must have the population and the weight that it has in group 0")
			}
			heaviest = max(heaviest, stratum.Standard)
		}
	}
	if heaviest == 0 {
		return fail(op, Range, "no stratum has a weight in the standard population")
	}
	return nil
}

// standardShares returns each stratum's share of the standard population. Weights
// are divided by the greatest first, so that their sum is finite.
func standardShares(strata []Stratum) []float64 {
	shares := make([]float64, len(strata))
	heaviest, sum := 0.0, 0.0
	for _, stratum := range strata {
		heaviest = max(heaviest, stratum.Standard)
	}
	for i, stratum := range strata {
		shares[i] = stratum.Standard / heaviest
		sum += shares[i]
	}
	for i := range shares {
		shares[i] /= sum
	}
	return shares
}

func (s Stratum) check(op string, i int) error {
	where := "stratum " + count(int64(i)) + ": "
	switch {
	case s.Events < 0:
		return fail(op, Range, where+count(s.Events)+" events: a count cannot be negative")
	case s.Population < 1:
		return fail(op, Range, where+"a population of "+count(s.Population)+": it must be at least 1")
	case !finite(s.Standard):
		return fail(op, NotFinite, where+"a weight of "+number(s.Standard)+": it must be a finite number")
	case s.Standard < 0:
		return fail(op, Range, where+"a weight of "+number(s.Standard)+": it cannot be negative")
	}
	return nil
}

// AgeBand is one band of a standard population.
type AgeBand struct {
	// Ages names the band: "0-4", and "90+" for the last.
	Ages string
	// Standard is the number of people of the band, of 100,000 in all bands.
	Standard float64
}

// ESP2013 returns the European Standard Population of 2013: 19 bands of five years,
// the last of 90 and over, of 100,000 people (Eurostat, Revision of the European
// Standard Population, 2013). Each call returns a new slice.
func ESP2013() []AgeBand {
	return []AgeBand{
		{"0-4", 5000}, {"5-9", 5500}, {"10-14", 5500}, {"15-19", 5500}, {"20-24", 6000},
		{"25-29", 6000}, {"30-34", 6500}, {"35-39", 7000}, {"40-44", 7000}, {"45-49", 7000},
		{"50-54", 7000}, {"55-59", 6500}, {"60-64", 6000}, {"65-69", 5500}, {"70-74", 5000},
		{"75-79", 4000}, {"80-84", 2500}, {"85-89", 1500}, {"90+", 1000},
	}
}

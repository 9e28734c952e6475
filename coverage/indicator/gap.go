package indicator

import "math"

// A GapOption changes what [Gap] and [Ratio] return.
type GapOption func(*gapModel)

type gapModel struct{ confidence float64 }

// WithLimits adds confidence limits; confidence is 0.95 for 95 %.
func WithLimits(confidence float64) GapOption {
	return func(m *gapModel) { m.confidence = confidence }
}

// Gap returns the figure of the last band, the least deprived, minus that of the
// first, the most deprived, in the unit of the values and with the sign of the
// slope index. It uses only the two ends, without weights; the slope index uses
// everybody.
//
// Limits are normal, from the two standard errors taken as independent.
func Gap(bands []Band, o ...GapOption) (Interval, error) {
	const op = "Gap"
	first, last, m, tail, err := ends(op, bands, o)
	if err != nil {
		return Interval{}, err
	}
	standardError := math.Hypot(first.StandardError, last.StandardError)
	return around(last.Value-first.Value, standardError, m.confidence, tail).checked(op)
}

// Ratio returns the figure of the last band, the least deprived, divided by that of
// the first, the most deprived. If the first is 0 the error is [ZeroDenominator].
//
// Limits are those of the logarithm (delta method), from the two standard errors
// assumed to be independent; both figures must then be above 0.
func Ratio(bands []Band, o ...GapOption) (Interval, error) {
	const op = "Ratio"
	first, last, m, tail, err := ends(op, bands, o)
	switch {
	case err != nil:
		return Interval{}, err
	case first.Value == 0:
		return Interval{}, fail(op, ZeroDenominator, "the first band has 0: nothing can be divided by it")
	}
	value := last.Value / first.Value
	if m.confidence == 0 {
		return exact(value).checked(op)
	}
	if first.Value < 0 || last.Value <= 0 {
		return Interval{}, fail(op, Range, "limits of a ratio need two figures above 0")
	}
	relative := math.Hypot(first.StandardError/first.Value, last.StandardError/last.Value)
	factor := math.Exp(deviate(tail) * relative)
	return Interval{Value: value, Low: value / factor, High: value * factor, Confidence: m.confidence}.checked(op)
}

// ends checks the bands and the options, and returns the two bands compared.
func ends(op string, bands []Band, o []GapOption) (first, last Band, m gapModel, tail float64, err error) {
	for _, option := range o {
		option(&m)
	}
	if tail, err = level(op, m.confidence); err != nil {
		return first, last, m, tail, err
	}
	if _, err = rank(op, bands); err != nil {
		return first, last, m, tail, err
	}
	bands = estimated(bands, m.confidence, tail)
	return bands[0], bands[len(bands)-1], m, tail, nil
}

// Attributable is the part of the population's figure that is due to inequality
// between bands.
type Attributable struct {
	// Reference is the index of the band with which the others are compared.
	Reference int `json:"reference"`
	// Risk is the reference band's figure minus the mean of the population: by how
	// much the mean would rise if every band were like the reference. It is
	// negative if the reference has less, as with mortality.
	Risk float64 `json:"risk"`
	// Fraction is Risk divided by the mean.
	Fraction float64 `json:"fraction"`
}

// PopulationAttributable returns the population attributable risk (PAR) and
// fraction (PAF) of two or more bands; reference is the index of the reference
// band, len(bands)-1 for the least deprived. (World Health Organization, Handbook
// on health inequality monitoring, 2013, which sets a figure of the unexpected sign
// to 0; here it is returned.)
//
// A mean of 0 is a [ZeroDenominator] error.
func PopulationAttributable(bands []Band, reference int) (Attributable, error) {
	const op = "PopulationAttributable"
	places, err := rank(op, bands)
	switch {
	case err != nil:
		return Attributable{}, err
	case reference < 0 || reference >= len(bands):
		return Attributable{}, fail(op, Range, "band "+count(int64(reference))+" as reference: there are bands 0 to "+count(int64(len(bands)-1)))
	}
	mu := mean(bands, places)
	if mu == 0 {
		return Attributable{}, fail(op, ZeroDenominator, "the mean of the bands is 0: there is no fraction of it")
	}
	risk := bands[reference].Value - mu
	if !finite(risk, risk/mu) {
		return Attributable{}, fail(op, NotFinite, "the values are too large for a number: use a smaller unit")
	}
	return Attributable{Reference: reference, Risk: risk, Fraction: risk / mu}, nil
}

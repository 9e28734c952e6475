package indicator

import "math"

// Concentration is the concentration index of a figure over the ranked population,
// in its relative and absolute forms and corrected for bounds. It is negative if
// the figure is concentrated among the most deprived.
type Concentration struct {
	// Relative is the concentration index, from -1 to 1 for values that are not
	// negative.
	Relative float64 `json:"relative"`
	// Absolute is the mean times the relative index, in the unit of the values.
	Absolute float64 `json:"absolute"`
	// Erreygers is the index for a figure with bounds, from -1 to 1; replacing
	// coverage by the share not covered only changes its sign. It is 0 unless
	// Bounded.
	Erreygers float64 `json:"erreygers"`
	// Wagstaff is the index for a figure with bounds, divided by its greatest
	// possible value. It is 0 unless Bounded, and if the mean is at a bound.
	Wagstaff float64 `json:"wagstaff"`
	// Bounded means that the values have bounds, so that Erreygers and Wagstaff are
	// defined.
	Bounded bool `json:"bounded"`
	// StandardError is the standard error of Relative, from the distances of the
	// bands from a straight line; it is 0 for two bands, which always lie on one.
	// Those of the other indices are in proportion: that of Absolute is the mean
	// times it.
	StandardError float64 `json:"standard_error"`
	// Limits are the normal limits of Relative, with [ConcentrationLimits];
	// otherwise the zero Interval.
	Limits Interval `json:"limits,omitzero"`
}

// A ConcentrationOption changes how [ConcentrationIndex] reads the values, or adds
// limits.
type ConcentrationOption func(*concentrationModel)

type concentrationModel struct {
	bounds
	confidence float64
	limited    bool
}

type bounds struct {
	low, high float64
	stated    bool
}

// ConcentrationLimits adds limits of the relative index; confidence is 0.95 for 95
// %. At least three bands are needed.
func ConcentrationLimits(confidence float64) ConcentrationOption {
	return func(m *concentrationModel) { m.confidence, m.limited = confidence, true }
}

// Bounds states the least and the greatest possible figure of a band: 0 and 100 for
// percentages. Without it the bounds are 0 and 1 if every value is between them;
// otherwise there are none.
func Bounds(low, high float64) ConcentrationOption {
	return func(m *concentrationModel) { m.bounds = bounds{low, high, true} }
}

// ConcentrationIndex returns the concentration index of two or more bands, the most
// deprived first, each at the middle of its part of the ranked population. With a =
// n/Σn, b the middle of the band's part (0 to 1) and the mean μ = Σ a y:
//
//	Relative = 2/μ Σ a y b − 1      Absolute = μ Relative
//	Erreygers = 4 Absolute / (high − low)
//	Wagstaff = Absolute (high − low) / ((high − μ)(μ − low))
//
// (Kakwani, Wagstaff and van Doorslaer 1997; Erreygers 2009; Wagstaff 2005. For
// values from 0 to 1 Wagstaff's is Relative/(1 − μ).) Coverage has bounds: show
// Erreygers beside Relative.
//
// The standard error is that of the slope of 2s²y/μ on b, s² being the variance of
// b, by least squares weighted by a (Kakwani, Wagstaff and van Doorslaer 1997; the
// tool of the World Health Organization prints it too). It measures how unevenly
// the figure rises from band to band, does not use the bands' own standard errors,
// and is rough for few bands.
//
// A mean of 0 is a [ZeroDenominator] error, a value outside stated bounds a
// [Range] error.
func ConcentrationIndex(bands []Band, o ...ConcentrationOption) (Concentration, error) {
	const op = "ConcentrationIndex"
	places, err := rank(op, bands)
	if err != nil {
		return Concentration{}, err
	}
	var m concentrationModel
	for _, option := range o {
		option(&m)
	}
	tail, err := level(op, m.confidence)
	if err == nil {
		err = m.settle(op, bands)
	}
	switch {
	case err != nil:
		return Concentration{}, err
	case m.limited && len(bands) < 3:
		return Concentration{}, fail(op, TooFewGroups, count(int64(len(bands)))+" bands: limits need at least 3")
	}
	mu, absolute := mean(bands, places), 0.0
	for i, p := range places {
		absolute += 2 * p.share * p.offset * bands[i].Value
	}
	if mu == 0 {
		return Concentration{}, fail(op, ZeroDenominator, "the mean of the bands is 0: there is nothing to concentrate")
	}
	c := m.correct(mu, absolute)
	c.Relative, c.Absolute = absolute/mu, absolute
	c.StandardError = scatter(bands, places, mu, c.Relative)
	if m.limited {
		c.Limits = around(c.Relative, c.StandardError, m.confidence, tail)
	}
	if !finite(c.StandardError, c.Limits.Low, c.Limits.High, c.Relative, c.Absolute, c.Erreygers, c.Wagstaff) {
		return Concentration{}, fail(op, NotFinite, "the values are too large or too small for an index: use another unit")
	}
	return c, nil
}

// scatter returns the standard error of the relative index.
func scatter(bands []Band, places []ranked, mu, index float64) float64 {
	if len(bands) < 3 {
		return 0
	}
	spread, squares := 0.0, 0.0
	for _, p := range places {
		spread += p.share * p.offset * p.offset
	}
	for i, p := range places {
		off := 2*spread*(bands[i].Value/mu-1) - index*p.offset
		squares += p.share * off * off
	}
	return math.Sqrt(squares / float64(len(bands)-2) / spread)
}

// settle checks the given bounds, or determines whether 0 and 1 are bounds.
func (b *bounds) settle(op string, bands []Band) error {
	if b.stated {
		if !finite(b.low, b.high, b.high-b.low) || b.low >= b.high {
			return fail(op, Range, "bounds of "+number(b.low)+" and "+number(b.high)+": the first must be below the second")
		}
	} else {
		b.high = 1
	}
	for i, band := range bands {
		if band.Value >= b.low && band.Value <= b.high {
			continue
		}
		if b.stated {
			return fail(op, Range, "band "+count(int64(i))+": a value of "+number(band.Value)+": it must lie within the bounds")
		}
		b.high = 0
		return nil
	}
	return nil
}

// correct returns the indices for figures with bounds.
func (b bounds) correct(mu, absolute float64) (c Concentration) {
	width := b.high - b.low
	if width == 0 {
		return c
	}
	c.Bounded = true
	c.Erreygers = clamp(4*absolute/width, -1, 1)
	if above, below := (b.high-mu)/width, (mu-b.low)/width; above > 0 && below > 0 {
		c.Wagstaff = clamp(absolute/width/above/below, -1, 1)
	}
	return c
}

package indicator

// Concentration is the concentration index of a figure over the ranked
// population, in its relative and absolute forms and corrected for bounds. A
// negative index means more of the figure among the most deprived.
type Concentration struct {
	// Relative is the concentration index, from -1 to 1 for values that are not
	// negative.
	Relative float64 `json:"relative"`
	// Absolute is the mean times the relative index, in the unit of the values.
	Absolute float64 `json:"absolute"`
	// Erreygers is the index for a figure with bounds, from -1 to 1; it does not
	// change when coverage is turned into the share not covered, but for its
	// sign. 0 unless Bounded.
	Erreygers float64 `json:"erreygers"`
	// Wagstaff is the index for a figure with bounds, divided by what it could
	// be at most. 0 unless Bounded, and where the mean is at a bound.
	Wagstaff float64 `json:"wagstaff"`
	// Bounded says that the values have bounds, so that Erreygers and Wagstaff
	// stand for something.
	Bounded bool `json:"bounded"`
}

// A ConcentrationOption changes how [ConcentrationIndex] reads the values.
type ConcentrationOption func(*bounds)

type bounds struct {
	low, high float64
	stated    bool
}

// Bounds states the least and the greatest figure that a band could have: 0 and
// 100 for percentages. Without it the bounds are 0 and 1 if every value lies
// there, and none otherwise.
func Bounds(low, high float64) ConcentrationOption {
	return func(b *bounds) { *b = bounds{low, high, true} }
}

// ConcentrationIndex returns the concentration index of two bands or more, the
// most deprived first, each standing at the middle of its part of the ranked
// population. With a = n/Σn, b the middle of the band's part (0 to 1) and the
// mean μ = Σ a y:
//
//	Relative = 2/μ Σ a y b − 1      Absolute = μ Relative
//	Erreygers = 4 Absolute / (high − low)
//	Wagstaff = Absolute (high − low) / ((high − μ)(μ − low))
//
// (Kakwani, Wagstaff and van Doorslaer 1997; Erreygers 2009; Wagstaff 2005. For
// values from 0 to 1 Wagstaff's is Relative/(1 − μ).) Coverage has bounds: show
// Erreygers beside Relative. Standard errors of the bands are not used.
//
// A mean of 0 is a [ZeroDenominator] error, a value outside stated bounds a
// [Range] error.
func ConcentrationIndex(bands []Band, o ...ConcentrationOption) (Concentration, error) {
	const op = "ConcentrationIndex"
	places, err := rank(op, bands)
	if err != nil {
		return Concentration{}, err
	}
	var within bounds
	for _, option := range o {
		option(&within)
	}
	if err := within.settle(op, bands); err != nil {
		return Concentration{}, err
	}
	mu, absolute := mean(bands, places), 0.0
	for i, p := range places {
		absolute += 2 * p.share * p.offset * bands[i].Value
	}
	if mu == 0 {
		return Concentration{}, fail(op, ZeroDenominator, "the mean of the bands is 0: there is nothing to concentrate")
	}
	c := within.correct(mu, absolute)
	c.Relative, c.Absolute = absolute/mu, absolute
	if !finite(c.Relative, c.Absolute, c.Erreygers, c.Wagstaff) {
		return Concentration{}, fail(op, NotFinite, "the values are too large or too small for an index: use another unit")
	}
	return c, nil
}

// settle checks stated bounds, or finds out whether 0 and 1 are bounds.
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

// correct returns the indices that need bounds.
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

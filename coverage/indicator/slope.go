package indicator

import "math"

// Slope is the slope index of inequality with its relative form.
type Slope struct {
	// SII is the slope index of inequality: the modelled figure at the least
	// deprived end of the population minus that at the most deprived end, in the
	// unit of the bands' values.
	SII Interval `json:"sii"`
	// RII is the relative index of inequality: the modelled figure at the least
	// deprived end divided by that at the most deprived end.
	RII Interval `json:"rii"`
	// Intercept is the modelled figure at the most deprived end. Neither Reversed
	// nor a transformation affects its sign or unit.
	Intercept float64 `json:"intercept"`
}

// A SlopeOption changes how [SlopeIndex] fits or reports.
type SlopeOption func(*slopeModel)

// Logit fits the line to the logits of the values, which must then be between 0 and
// 1, both excluded, and transforms its two ends back. Use it for proportions near
// an end of their range, which a straight line would leave.
func Logit() SlopeOption { return func(m *slopeModel) { m.scale = logistic } }

// Log fits the line to the logarithms of the values, which must then be above 0,
// and transforms its two ends back. Use it for rates.
func Log() SlopeOption { return func(m *slopeModel) { m.scale = logarithmic } }

// Reversed compares the most deprived end with the least deprived one: −SII and
// 1/RII. This is the published sign for indicators of which more is worse, such as
// mortality: a positive index then means that the deprived are worse off, whichever
// direction of the indicator is good.
func Reversed() SlopeOption { return func(m *slopeModel) { m.reversed = true } }

// SlopeIndex returns the slope and relative indices of inequality of two or more
// bands, the most deprived first. Unless reversed, a negative SII and an RII below
// 1 mean a higher figure among the most deprived: good for coverage, bad for
// mortality.
//
// Every band is at the middle of its part of the population ranked by deprivation,
// b (Low and Low 2004, Journal of Public Health 26:388-395; Office for Health
// Improvement and Disparities, technical guide to the SII). The line is fitted by
// least squares weighted by population, a = n/Σn:
//
//	SII = Σ a (b − ½) y / Σ a (b − ½)²    Intercept = Σ a y − SII/2    RII = (Intercept + SII) / Intercept
//
// # Limits
//
// Limits are in closed form; the official package draws 100,000 random values for
// every band instead, and its limits converge to these. The SII is a weighted sum
// of the values, so its standard error is exactly √Σ(c s)², c the weights and s the
// bands' standard errors. Limits of the RII are Fieller's (1954), the percentiles
// of a quotient of two correlated normal variables. For rates and proportions the
// package draws on the logarithm and the logit; the resulting skewness moved its
// published limits by less than a hundredth of their width.
//
// With [Logit] or [Log] the standard errors are transformed to the scale of the fit
// (delta method), and the limits of both indices are those of the slope there, with
// the line turned about its mean, transformed back. Like the official limits they
// leave out the uncertainty of the mean itself.
//
// A band that is covered completely or not at all (a share of 1 or 0 whose standard
// error is 0, among shares) has limits no narrower than Wilson's: see [Band].
//
// Confidence 0 gives no limits. The RII has no limits (its Confidence is 0) if its
// denominator is not significantly different from 0 at the given level: Fieller's
// limits are then unbounded.
//
// # Errors
//
// If the intercept is 0, or with Reversed the other end, the error is
// [ZeroDenominator]. SII and Intercept are returned with an error of the RII.
func SlopeIndex(bands []Band, confidence float64, o ...SlopeOption) (Slope, error) {
	const op = "SlopeIndex"
	tail, err := level(op, confidence)
	if err != nil {
		return Slope{}, err
	}
	var m slopeModel
	for _, option := range o {
		option(&m)
	}
	if err := m.fit(op, estimated(bands, confidence, tail)); err != nil {
		return Slope{}, err
	}
	intercept, _ := m.ends(m.rise)
	sii, err := m.difference(confidence, tail).checked(op)
	if err != nil {
		return Slope{}, err
	}
	s := Slope{SII: sii, Intercept: intercept}
	s.RII, err = m.quotient(op, confidence, tail)
	return s, err
}

// scale is the scale on which the line is fitted.
type scale uint8

const (
	linear scale = iota
	logarithmic
	logistic
)

// domain returns the condition on values for the scale, and whether y satisfies it.
func (s scale) domain(y float64) (string, bool) {
	switch s {
	case logarithmic:
		return "above 0", y > 0
	case logistic:
		return "between 0 and 1, both excluded", y > 0 && y < 1
	}
	return "", true
}

// fitted returns y on the scale of the fit.
func (s scale) fitted(y float64) float64 {
	switch s {
	case logarithmic:
		return math.Log(y)
	case logistic:
		return math.Log(y) - math.Log1p(-y)
	}
	return y
}

// value is the inverse of fitted.
func (s scale) value(f float64) float64 {
	switch s {
	case logarithmic:
		return math.Exp(f)
	case logistic:
		return 1 / (1 + math.Exp(-f))
	}
	return f
}

// slope is the derivative of value, given the value.
func (s scale) slope(y float64) float64 {
	switch s {
	case logarithmic:
		return y
	case logistic:
		return y * (1 - y)
	}
	return 1
}

// slopeModel is the fitted line on the scale of the fit: its height in the middle,
// its rise from the most to the least deprived end, and their variances.
type slopeModel struct {
	scale    scale
	reversed bool

	mean, rise                        float64
	varRise, varMost, varLeast, covar float64 // of the rise and of the two ends
}

func (m *slopeModel) fit(op string, bands []Band) error {
	places, err := rank(op, bands)
	if err != nil {
		return err
	}
	spread := 0.0
	for _, p := range places {
		spread += p.share * p.offset * p.offset
	}
	for i, p := range places {
		y := bands[i].Value
		if must, ok := m.scale.domain(y); !ok {
			return fail(op, Range, "band "+count(int64(i))+": a value of "+number(y)+": it must be "+must)
		}
		m.add(m.scale.fitted(y), bands[i].StandardError/m.scale.slope(y), p.share, p.share*p.offset/spread)
	}
	if !finite(m.mean, m.rise, m.varRise, m.varMost, m.varLeast, m.covar) {
		return fail(op, NotFinite, "the values are too large for a number: use a smaller unit")
	}
	return nil
}

// add adds a band with its weights in the mean and in the rise. The ends are the
// mean minus and plus half the rise.
func (m *slopeModel) add(y, standardError, a, c float64) {
	most, least, variance := a-c/2, a+c/2, standardError*standardError
	m.mean += a * y
	m.rise += c * y
	m.varRise += c * c * variance
	m.varMost += most * most * variance
	m.varLeast += least * least * variance
	m.covar += most * least * variance
}

// ends returns the figures at the two ends of a line with this rise.
func (m *slopeModel) ends(rise float64) (most, least float64) {
	return m.scale.value(m.mean - rise/2), m.scale.value(m.mean + rise/2)
}

// difference returns the SII. It increases with the rise, so that limits of the
// rise give limits of the index.
func (m *slopeModel) difference(confidence, tail float64) Interval {
	i := around(m.rise, math.Sqrt(m.varRise), confidence, tail)
	for _, v := range []*float64{&i.Value, &i.Low, &i.High} {
		most, least := m.ends(*v)
		*v = least - most
	}
	if m.reversed {
		return i.scaled(-1)
	}
	return i
}

// quotient returns the RII.
func (m *slopeModel) quotient(op string, confidence, tail float64) (Interval, error) {
	most, least := m.ends(m.rise)
	if m.reversed {
		most, least = least, most
	}
	if most == 0 {
		return Interval{}, fail(op, ZeroDenominator, "the line is 0 at the end that the relative index divides by: it has none")
	}
	rii := exact(least / most)
	switch {
	case confidence == 0:
	case m.scale == linear:
		rii = m.fieller(rii, most, confidence, deviate(tail))
	default:
		rii = m.turned(rii, confidence, tail)
	}
	return rii.checked(op)
}

// turned adds limits of the RII from limits of the rise: the RII increases with the
// rise, or decreases if reversed.
func (m *slopeModel) turned(rii Interval, confidence, tail float64) Interval {
	rise := around(m.rise, math.Sqrt(m.varRise), confidence, tail)
	if m.reversed {
		rise.Low, rise.High = rise.High, rise.Low
	}
	quotient := func(rise float64) float64 {
		most, least := m.ends(rise)
		if m.reversed {
			return most / least
		}
		return least / most
	}
	low, high := quotient(rise.Low), quotient(rise.High)
	if !finite(low, high) {
		return rii
	}
	return Interval{Value: rii.Value, Low: low, High: high, Confidence: confidence}
}

// fieller adds the two r that solve (least − r most)² = z² Var(least − r most), or
// no limits if they are unbounded. The divisor is the end that is called most.
func (m *slopeModel) fieller(rii Interval, divisor, confidence, z float64) Interval {
	varMost, varLeast := m.varMost, m.varLeast
	if m.reversed {
		varMost, varLeast = varLeast, varMost
	}
	r, unit := rii.Value, z/divisor
	v0, v1, c := varMost*unit*unit, varLeast*unit*unit, m.covar*unit*unit
	if !(v0 < 1) {
		return rii
	}
	middle := (r - c) / (1 - v0)
	half := math.Sqrt(max(0, v1-2*r*c+r*r*v0-(v0*v1-c*c))) / (1 - v0)
	if !finite(middle, half) {
		return rii
	}
	return Interval{Value: r, Low: min(middle-half, r), High: max(middle+half, r), Confidence: confidence}
}

package indicator

import "math"

// A FunnelPoint is a point of a line. For a number of events, each line has its own
// position on the axis; lines of proportions share it.
type FunnelPoint struct {
	At    float64 `json:"at"`    // on the axis: people, people per year, or expected events
	Limit float64 `json:"limit"` // in the unit of the target
}

// A FunnelLimit is one point of each of the four lines.
type FunnelLimit struct {
	Size    float64     `json:"size"`     // people of a proportion, events of the others
	Low95   FunnelPoint `json:"low_95"`   // lower 95 % line
	High95  FunnelPoint `json:"high_95"`  // upper 95 % line
	Low998  FunnelPoint `json:"low_998"`  // lower 99.8 % line
	High998 FunnelPoint `json:"high_998"` // upper 99.8 % line
}

// The tails outside limits at 95 and 99.8 %, and their deviates.
const (
	tail95, tail998       = 0.025, 0.001
	deviate95, deviate998 = 1.959963984540054, 3.090232306167814
)

// FunnelLimits returns the lines of a funnel around the target at each of the
// sizes: people for proportions, numbers of events for ratios and rates.
//
// Lines of a proportion are those of its kind, P ± z √(P(1 − P)/n) or Wilson's
// limits, within 0 and Per. Lines of counts are exact: for x events, the expected
// number E for which x or fewer (or x or more) events have the probability of the
// tail,
//
//	lower line  E = χ²⁻¹(1 − p; 2x + 2)/2    upper line  E = χ²⁻¹(p; 2x)/2
//
// drawn at E × Per / target / Years with the limit target × x / E (Spiegelhalter,
// Statistics in Medicine 2005;24:1185; Office for Health Improvement and
// Disparities, technical guide to funnel plots). For a target of 0 all lines are 0.
//
// The lines allow for chance only. Places also differ for many other reasons, so
// many large places lie outside.
func FunnelLimits(kind FunnelKind, target float64, sizes []float64, o ...FunnelOption) ([]FunnelLimit, error) {
	const op = "FunnelLimits"
	f, err := newFunnel(op, kind, o)
	if err == nil {
		err = f.checkTarget(op, kind, target)
	}
	if err != nil {
		return nil, err
	}
	p, limits := target/f.per, make([]FunnelLimit, len(sizes))
	for i, size := range sizes {
		switch {
		case size-size != 0:
			return nil, fail(op, NotFinite, "size "+count(int64(i))+" is "+number(size)+": it must be a finite number")
		case size < 0 || size == 0 && (kind.proportion() || target > 0):
			return nil, fail(op, Range, "size "+count(int64(i))+" is "+number(size)+": it must be above 0")
		}
		l := &limits[i]
		if l.Size = size; kind.proportion() {
			at := f.normalLines(p, size)
			if kind == FunnelProportionWilson {
				at = f.wilsonLines(p, size)
			}
			l.Low95, l.High95 = FunnelPoint{size, max(0, at.low95)}, FunnelPoint{size, min(f.per, at.high95)}
			l.Low998, l.High998 = FunnelPoint{size, max(0, at.low998)}, FunnelPoint{size, min(f.per, at.high998)}
			continue
		}
		if target == 0 {
			continue
		}
		point := func(expected float64) FunnelPoint {
			return FunnelPoint{At: expected * (f.per / target) / f.years, Limit: target * (size / expected)}
		}
		l.Low95, l.High95 = point(chiSquareUpper(tail95, 2*size+2)/2), point(chiSquareLower(tail95, 2*size)/2)
		l.Low998, l.High998 = point(chiSquareUpper(tail998, 2*size+2)/2), point(chiSquareLower(tail998, 2*size)/2)
		// Lines of counts are further out for smaller tails.
		if !finite(l.Low998.At, l.High998.Limit) {
			return nil, fail(op, NotFinite, "the lines at size "+number(size)+" are too large for a number: use another unit")
		}
	}
	return limits, nil
}

// lines are limits at both levels.
type lines struct{ low998, low95, high95, high998 float64 }

// normalLines are P ± z √(P(1 − P)/n), also where they leave the range of a proportion.
func (f funnel) normalLines(p, n float64) lines {
	deviation := standardError(p, n)
	inner, outer := deviate95*deviation, deviate998*deviation
	return lines{(p - outer) * f.per, (p - inner) * f.per, (p + inner) * f.per, (p + outer) * f.per}
}

func (f funnel) wilsonLines(p, n float64) (l lines) {
	l.low95, l.high95 = wilson(p*n, n, deviate95)
	l.low998, l.high998 = wilson(p*n, n, deviate998)
	return lines{l.low998 * f.per, l.low95 * f.per, l.high95 * f.per, l.high998 * f.per}
}

// standardError is the standard error of a proportion of n people whose expectation
// is p.
func standardError(p, n float64) float64 { return math.Sqrt(p * (1 - p) / n) }

func within1(p float64) float64 {
	if p < 0 {
		return 0
	}
	if p > 1 {
		return 1
	}
	return p
}

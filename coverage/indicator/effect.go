package indicator

import (
	"math"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// An Effect is the result of one study, ready for [Pool]: a difference in any unit,
// or the natural logarithm of a ratio.
type Effect struct {
	Label         string  `json:"label,omitzero"` // the name of the study
	Estimate      float64 `json:"estimate"`       // difference, or logarithm of the ratio
	StandardError float64 `json:"standard_error"` // above 0
}

// EffectScale is the scale on which limits are symmetric about an estimate. The
// zero EffectScale is unset.
type EffectScale uint8

// The scales.
const (
	EffectDifference EffectScale = iota + 1 // unchanged: a difference, percentage points
	EffectRatio                             // the natural logarithm: risk, rate, odds and hazard ratios
)

var effectScaleNames = ladder.Names{"difference", "ratio"}

func checkScale(op string, s EffectScale) error {
	if s != EffectDifference && s != EffectRatio {
		return fail(op, Range, s.String()+" is no scale: use EffectDifference or EffectRatio")
	}
	return nil
}

// EffectFromLimits returns the effect of a study that was published with limits:
//
//	StandardError = (High − Low) / 2z, of the logarithms for EffectRatio
//
// (Cochrane Handbook for Systematic Reviews of Interventions, 6.3.1 and 6.3.2).
// Confidence is that of the published limits.
//
// Limits that are not symmetric about the estimate on that scale were not computed
// on it, or contain a misprint: the error is [NotEstimable]. Symmetry is checked to
// the printed precision, which is the greatest number of decimal places of the
// three numbers: 0.67 (0.46 to 0.98) is symmetric, 0.67 (0.46 to 1.20) is not.
func EffectFromLimits(label string, i Interval, s EffectScale) (Effect, error) {
	const op = "EffectFromLimits"
	if err := checkScale(op, s); err != nil {
		return Effect{}, err
	}
	e, err := estimateOf(op, "the estimate", i, s)
	switch {
	case err != nil:
		return Effect{}, err
	case e.StandardError == 0:
		return Effect{}, fail(op, NotEstimable, "the limits are equal: there is no standard error")
	case !even(i, s):
		return Effect{}, fail(op, NotEstimable, "limits of "+number(i.Low)+" and "+number(i.High)+" do not lie evenly around "+
			number(i.Value)+" on the scale of a "+s.String()+": its standard error cannot be told from them")
	}
	e.Label = label
	return e, nil
}

// even reports whether the estimate can be the middle of its limits, given that
// each of the three may be off by half a unit of the last place printed.
func even(i Interval, s EffectScale) bool {
	places := max(decimals(i.Value), decimals(i.Low), decimals(i.High))
	half := 0.5 * math.Pow10(-places)
	half = max(half, 1e-9*max(math.Abs(i.Value), math.Abs(i.Low), math.Abs(i.High))) // for computed figures
	least, most := i.Low-half, i.Low+half
	if s == EffectRatio {
		least, most = math.Sqrt(max(0, least)*(i.High-half)), math.Sqrt(most*(i.High+half))
	} else {
		least, most = (least+i.High-half)/2, (most+i.High+half)/2
	}
	return least <= i.Value+half*(1+1e-9) && most >= i.Value-half*(1+1e-9)
}

// decimals returns the number of decimal places in the shortest text of v.
func decimals(v float64) int {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	return len(fraction)
}

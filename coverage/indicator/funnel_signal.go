package indicator

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Signal says where a unit lies relative to the lines of its funnel.
type Signal uint8

// The signals.
const (
	SignalLow998  Signal = iota + 1 // below the lower line of 99.8 %
	SignalLow95                     // below that of 95 % only
	SignalNone                      // within the lines: no more than chance
	SignalHigh95                    // above the upper line of 95 % only
	SignalHigh998                   // above that of 99.8 %
)

var signalNames = ladder.Names{"low-99.8", "low-95", "none", "high-95", "high-99.8"}

// FunnelSignal returns where a unit lies relative to the lines, those of 99.8 %
// first. A proportion is compared with its lines around the target; for a ratio or
// rate, the target is compared with the unit's own limits (Byar's, exact below 10
// events, as in [Rate]). A unit on a line is within.
//
// One unit in twenty lies outside the 95 % lines by chance.
//
// A standardised rate of fewer than 10 events is a [TooFewEvents] error.
func FunnelSignal(kind FunnelKind, u FunnelUnit, target float64, o ...FunnelOption) (Signal, error) {
	const op = "FunnelSignal"
	f, base := funnel{per: 1, years: 1}, u.Base
	if len(o) > 0 || !u.plain(kind) {
		var err error
		if f, base, err = placed(op, kind, u, o); err != nil {
			return 0, err
		}
	}
	if err := f.checkTarget(op, kind, target); err != nil {
		return 0, err
	}
	if kind.proportion() {
		at := f.normalLines(target/f.per, base)
		if kind == FunnelProportionWilson {
			at = f.wilsonLines(target/f.per, base)
		}
		return at.signal(u.Events / base * f.per), nil
	}
	// A target below the unit's limits makes the unit high.
	own := countLimits(u.Events).signal(target * (base / f.per))
	return SignalLow998 + SignalHigh998 - own, nil
}

// countLimits returns the limits of a count of events at both levels.
func countLimits(events float64) (l lines) {
	if events >= fewEvents {
		b := newByar(events)
		l.low95, l.high95 = b.limits(deviate95)
		l.low998, l.high998 = b.limits(deviate998)
	} else {
		l.low95, l.high95 = poissonLimits(events, tail95)
		l.low998, l.high998 = poissonLimits(events, tail998)
	}
	return l
}

// signal returns where a figure lies; on a line it is within. It counts the lines
// that the figure is beyond, because comparisons in unsorted figures are
// unpredictable branches.
func (l lines) signal(value float64) Signal {
	return SignalLow998 + crossed(value >= l.low998) + crossed(value >= l.low95) + crossed(value > l.high95) + crossed(value > l.high998)
}

func crossed(line bool) Signal {
	if line {
		return 1
	}
	return 0
}

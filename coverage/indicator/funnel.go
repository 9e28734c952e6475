package indicator

import (
	"math"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// A FunnelUnit is a place in a funnel: its count, and the base of the count.
// Published inputs are not always whole numbers, so the fields are float64.
type FunnelUnit struct {
	// Events is the count, or the numerator of a proportion; not negative.
	Events float64 `json:"events"`
	// Base is the base of the count: people, person-years over all years, or the
	// expected events.
	Base float64 `json:"base,omitzero"`
	// Rate is the published rate, which is required for a standardised rate: the
	// base is then derived from it, Per × Events / Rate, and Base is not used.
	Rate float64 `json:"rate,omitzero"`
}

// FunnelKind says what a funnel compares. The zero FunnelKind is unset.
type FunnelKind uint8

// The kinds of funnel. There are two funnels for proportions: the first has the
// lines of PHEindicatormethods, the second those of Fingertips' tests around a
// benchmark.
const (
	FunnelProportion       FunnelKind = iota + 1 // P ± z √(P(1 − P)/n), within 0 and 1
	FunnelProportionWilson                       // Wilson's limits around P
	FunnelRatio                                  // events by events expected, Poisson
	FunnelRate                                   // a crude rate, Poisson
	FunnelStandardisedRate                       // a directly standardised rate, Poisson
)

var funnelKindNames = ladder.Names{"proportion", "proportion-wilson", "ratio", "rate", "standardised-rate"}

func (k FunnelKind) proportion() bool { return k == FunnelProportion || k == FunnelProportionWilson }

// A FunnelOption sets the unit of a funnel.
type FunnelOption func(*funnel)

type funnel struct{ per, years float64 }

// Per sets the multiplier of rates, proportions and ratios, including targets and
// limits: 100,000 for rates per 100,000, 100 for percentages. The default is 1.
func Per(multiplier float64) FunnelOption { return func(f *funnel) { f.per = multiplier } }

// Years sets the number of years over which events were counted, so that the axis
// shows people instead of person-years. The default is 1.
func Years(n float64) FunnelOption { return func(f *funnel) { f.years = n } }

func newFunnel(op string, kind FunnelKind, o []FunnelOption) (funnel, error) {
	f := funnel{per: 1, years: 1}
	for _, option := range o {
		option(&f)
	}
	if kind == 0 || int(kind) > len(funnelKindNames) {
		return f, fail(op, Range, kind.String()+" is no kind of funnel: use one of the constants, as FunnelRate")
	}
	if err := checkPer(op, f.per); err != nil {
		return f, err
	}
	if !finite(f.years) || f.years <= 0 {
		return f, fail(op, Range, number(f.years)+" years: the number must be above 0")
	}
	return f, nil
}

func (f funnel) checkTarget(op string, kind FunnelKind, target float64) error {
	if target >= 0 && target <= f.per {
		return nil
	}
	return f.refuseTarget(op, kind, target)
}

func (f funnel) refuseTarget(op string, kind FunnelKind, target float64) error {
	switch {
	case !finite(target):
		return fail(op, NotFinite, "a target of "+number(target)+": it must be a finite number")
	case target < 0:
		return fail(op, Range, "a target of "+number(target)+": it cannot be negative")
	case kind.proportion() && target > f.per:
		return fail(op, Range, "a target of "+number(target)+": a proportion per "+number(f.per)+" cannot be above that")
	}
	return nil
}

// oneUnit is the index of a unit on its own.
const oneUnit = -1

func unitName(index int) string {
	if index == oneUnit {
		return "the unit"
	}
	return "unit " + count(int64(index))
}

// plain reports whether a unit is an ordinary one that needs no further checks: its
// base is given.
func (u FunnelUnit) plain(kind FunnelKind) bool {
	return u.Events >= 0 && u.Events <= u.Base && u.Base > 0 && u.Base <= math.MaxFloat64 && u.Rate == 0 && kind-1 < FunnelStandardisedRate-1
}

// base returns the base of the unit's events, and whether it is known; it also
// checks the unit.
func (f funnel) base(op string, index int, kind FunnelKind, u FunnelUnit) (base float64, known bool, err error) {
	switch {
	case !finite(u.Events, u.Base, u.Rate):
		return 0, false, fail(op, NotFinite, unitName(index)+": the events, the base and the rate must be finite numbers")
	case min(u.Events, u.Base, u.Rate) < 0:
		return 0, false, fail(op, Range, unitName(index)+": "+number(min(u.Events, u.Base, u.Rate))+": events, base and rate cannot be negative")
	case u.Events > 0 && u.Rate > 0:
		base = f.per * u.Events / u.Rate
	case kind == FunnelStandardisedRate && u.Events > 0:
		return 0, false, fail(op, Range, unitName(index)+": a standardised rate must be stated: it does not follow from events and people")
	default:
		base = u.Base
	}
	switch {
	case !finite(base):
		return 0, false, fail(op, NotFinite, unitName(index)+": its base is too large for a number")
	case kind.proportion() && u.Events > base && base > 0:
		return 0, false, fail(op, Range, unitName(index)+": "+number(u.Events)+" of "+number(base)+": the first must be at most the second")
	case base == 0 && u.Events > 0:
		return 0, false, fail(op, Range, unitName(index)+": events without a base: state what they came from, or their rate")
	}
	return base, base > 0, nil
}

// placed returns the funnel of a unit on its own, and the unit's base.
func placed(op string, kind FunnelKind, u FunnelUnit, o []FunnelOption) (f funnel, base float64, err error) {
	if f, err = newFunnel(op, kind, o); err != nil {
		return f, 0, err
	}
	base, known, err := f.base(op, oneUnit, kind, u)
	switch {
	case err != nil:
	case kind == FunnelStandardisedRate && u.Events < fewEvents:
		err = fail(op, TooFewEvents, number(u.Events)+" events: a standardised rate needs at least 10")
	case !known:
		err = fail(op, Range, "neither events nor a base: the unit has no place")
	}
	return f, base, err
}

// FunnelTarget returns the centre of a funnel: all events divided by all bases, ×
// Per. A standardised rate of no events has no base, and is left out.
//
// If no unit has a base the error is [ZeroDenominator]; without units it is
// [TooFewGroups].
func FunnelTarget(kind FunnelKind, units []FunnelUnit, o ...FunnelOption) (float64, error) {
	const op = "FunnelTarget"
	f, err := newFunnel(op, kind, o)
	switch {
	case err != nil:
		return 0, err
	case len(units) == 0:
		return 0, fail(op, TooFewGroups, "there is no unit")
	}
	var events, bases total
	for i, u := range units {
		if u.plain(kind) {
			events.add(u.Events)
			bases.add(u.Base)
			continue
		}
		base, known, err := f.base(op, i, kind, u)
		switch {
		case err != nil:
			return 0, err
		case kind == FunnelStandardisedRate && u.Events == 0:
			continue
		case !known:
			return 0, fail(op, Range, "unit "+count(int64(i))+": neither events nor a base")
		}
		events.add(u.Events)
		bases.add(base)
	}
	all := bases.value()
	if all == 0 {
		return 0, fail(op, ZeroDenominator, "no unit has events: there is no rate to compare with")
	}
	target := events.value() / all * f.per
	if !finite(target) {
		return 0, fail(op, NotFinite, "the target is too large for a number: use a smaller unit")
	}
	return target, nil
}

// FunnelPosition returns the position of a unit in its funnel: At on the axis (its
// people, people per year, or expected events), and its figure as Limit.
//
// A unit with neither events nor a base is a [Range] error, a standardised rate of
// fewer than 10 events a [TooFewEvents] error.
func FunnelPosition(kind FunnelKind, u FunnelUnit, o ...FunnelOption) (FunnelPoint, error) {
	const op = "FunnelPosition"
	if len(o) == 0 && u.plain(kind) {
		return FunnelPoint{At: u.Base, Limit: u.Events / u.Base}, nil
	}
	f, base, err := placed(op, kind, u, o)
	if err != nil {
		return FunnelPoint{}, err
	}
	p := FunnelPoint{At: base / f.years, Limit: u.Rate}
	if u.Rate == 0 {
		p.Limit = u.Events / base * f.per
	}
	if !finite(p.At, p.Limit) {
		return FunnelPoint{}, fail(op, NotFinite, "the unit's place is too large for a number: use a smaller unit")
	}
	return p, nil
}

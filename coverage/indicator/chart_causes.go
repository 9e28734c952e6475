package indicator

import (
	"math"
	"strings"

	"github.com/newcaremodels/newcaremodels/internal/jsontext"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// SpecialCause is the rule by which a point is more than chance.
type SpecialCause uint8

// The special causes.
const (
	CauseNone      SpecialCause = iota + 1 // common cause: nothing but the usual variation
	AboveLimit                             // above the upper limit
	BelowLimit                             // below the lower limit
	TrendUp                                // in a run of points, each above the one before
	TrendDown                              // in a run of points, each below the one before
	TwoOfThreeHigh                         // near the upper limit, like another of three points in a row
	TwoOfThreeLow                          // near the lower limit, like another of three points in a row
	ShiftHigh                              // in a run of points above the mean
	ShiftLow                               // in a run of points below the mean
)

var specialCauseNames = ladder.Names{
	"none", "above-limit", "below-limit", "trend-up", "trend-down", "two-of-three-high", "two-of-three-low", "shift-high", "shift-low",
}

// high reports whether the cause points upwards. It must not be CauseNone.
func (s SpecialCause) high() bool {
	return s == AboveLimit || s == TrendUp || s == TwoOfThreeHigh || s == ShiftHigh
}

// SpecialCauses is a set of special causes. The zero value is the empty set. Its
// text lists them in the order of the constants, separated by commas:
// "trend-up,shift-high".
type SpecialCauses uint16

func (s SpecialCause) set() SpecialCauses {
	if s <= CauseNone || s > ShiftLow {
		return 0
	}
	return 1 << (s - AboveLimit)
}

// Has reports whether the set holds the cause; false for CauseNone.
func (s SpecialCauses) Has(cause SpecialCause) bool { return s&cause.set() != 0 }

// String returns the causes separated by commas, or "none".
func (s SpecialCauses) String() string {
	var names []string
	for cause := AboveLimit; cause <= ShiftLow; cause++ {
		if s.Has(cause) {
			names = append(names, cause.String())
		}
	}
	if names == nil {
		return CauseNone.String()
	}
	return strings.Join(names, ",")
}

// MarshalText returns what String returns.
func (s SpecialCauses) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes, the causes in any order; on
// failure s is unchanged.
func (s *SpecialCauses) UnmarshalText(text []byte) error {
	var set SpecialCauses
	for name := range strings.SplitSeq(string(text), ",") {
		cause, err := ParseSpecialCause(name)
		if err != nil {
			return err
		}
		set |= cause.set()
	}
	*s = set
	return nil
}

// UnmarshalJSON reads a text in quotes as UnmarshalText does. Null is an error.
func (s *SpecialCauses) UnmarshalJSON(data []byte) error {
	return jsontext.Unmarshal(data, "indicator.SpecialCauses", s)
}

// place is the position of a figure relative to its part's mean and limits.
type place struct {
	side int8 // 1 above the mean, -1 below it, 0 on it
	near bool // beyond two thirds of the way to the limit, and within it
}

// flag sets the causes of one part's points.
func (c *chart) flag(points []ChartedPoint, index int, part ChartPart) {
	// The mean and the limits are rounded numbers: a figure that differs from one
	// by no more than the rounding is on it.
	slack := 0.0
	for i := range points {
		points[i].Part = index
		if !points[i].Missing {
			slack = max(slack, math.Abs(points[i].Value))
		}
	}
	slack = max(slack, math.Abs(part.Low), math.Abs(part.High)) * 0x1p-50

	var before [2]place // of the two points before, the nearer first
	rises, falls, same := 1, 1, 0
	for i := range points {
		p := &points[i]
		if p.Missing {
			before, rises, falls, same = [2]place{}, 1, 1, 0
			continue
		}
		at := c.at(p, &part, slack)
		if i == 0 || points[i-1].Missing {
			rises, falls = 1, 1
		} else {
			rises, falls = run(rises, p.Value > points[i-1].Value), run(falls, p.Value < points[i-1].Value)
		}
		if at.side == before[0].side {
			same++
		} else {
			same = 1
		}
		c.flagRun(points[:i+1], rises, c.trend, TrendUp)
		c.flagRun(points[:i+1], falls, c.trend, TrendDown)
		if at.side != 0 {
			c.flagRun(points[:i+1], same, c.shift, sided(at.side, ShiftHigh, ShiftLow))
			twoOfThree(points[:i+1], at, before)
		}
		before = [2]place{at, before[0]}
	}
	for i := range points {
		p := &points[i]
		p.Cause = first(p.All, p.Cause)
		p.Variation = c.variation(p, &part)
	}
}

func run(length int, goesOn bool) int {
	if goesOn {
		return length + 1
	}
	return 1
}

func sided(side int8, high, low SpecialCause) SpecialCause {
	if side > 0 {
		return high
	}
	return low
}

// at returns the figure's place, and flags the figure if it is outside the limits.
func (c *chart) at(p *ChartedPoint, part *ChartPart, slack float64) (at place) {
	off := p.Value - part.Mean
	switch {
	case off > slack:
		at.side = 1
	case off < -slack:
		at.side = -1
	}
	if !part.Limited {
		return at
	}
	switch {
	case p.Value > part.High+slack:
		p.All |= AboveLimit.set()
	case p.Value < part.Low-slack:
		p.All |= BelowLimit.set()
	default:
		at.near = math.Abs(off) > (part.High-part.Mean)*2/3+slack
	}
	return at
}

// flagRun flags the points of a run that the last point completes or extends. A
// point in two trends keeps the later one as its cause.
func (c *chart) flagRun(points []ChartedPoint, length, needed int, cause SpecialCause) {
	if length < needed {
		return
	}
	from := len(points) - needed
	if length > needed {
		from = len(points) - 1 // the others are flagged already
	}
	for i := from; i < len(points); i++ {
		points[i].All |= cause.set()
		if cause == TrendUp || cause == TrendDown {
			points[i].Cause = cause
		}
	}
}

// twoOfThree flags those of the last three points that are near the limit.
func twoOfThree(points []ChartedPoint, at place, before [2]place) {
	if len(points) < 3 || before[0].side != at.side || before[1].side != at.side {
		return
	}
	trio := [3]bool{before[1].near, before[0].near, at.near}
	if !(trio[0] && trio[1] || trio[0] && trio[2] || trio[1] && trio[2]) {
		return
	}
	for i, near := range trio {
		if near {
			points[len(points)-3+i].All |= sided(at.side, TwoOfThreeHigh, TwoOfThreeLow).set()
		}
	}
}

// first returns the cause with the highest precedence; trend is the direction of
// the last trend that the point is in.
func first(all SpecialCauses, trend SpecialCause) SpecialCause {
	switch {
	case all == 0:
		return CauseNone
	case all.Has(AboveLimit):
		return AboveLimit
	case all.Has(BelowLimit):
		return BelowLimit
	case all.Has(TrendUp) || all.Has(TrendDown):
		return trend
	}
	for cause := TwoOfThreeHigh; cause <= ShiftLow; cause++ {
		if all.Has(cause) {
			return cause
		}
	}
	return CauseNone
}

func (c *chart) variation(p *ChartedPoint, part *ChartPart) Variation {
	switch {
	case p.Missing || !part.Limited:
		return 0
	case p.Cause == CauseNone:
		return VariationCommon
	}
	return [...]Variation{
		standsBetter: VariationImprovement, standsWorse: VariationConcern, standsHigher: VariationHigh, standsLower: VariationLow,
	}[c.polarity.of(p.Cause.high())]
}

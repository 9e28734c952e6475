package indicator

import (
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// A ChartPoint is one figure of a control chart, in order of time.
type ChartPoint struct {
	Label string  `json:"label,omitzero"` // the month, or what the caller calls it
	Value float64 `json:"value"`          // ignored if Missing
	// Missing means that there is no figure: Value is not read, and the point is
	// left out of means and ranges, ends every run and has no cause.
	Missing bool `json:"missing,omitzero"`
}

// A Chart is a control chart of individual values and moving ranges (XmR), which
// separates usual variation from special causes.
type Chart struct {
	Parts  []ChartPart    `json:"parts"`  // one, or more if limits were rebased
	Points []ChartedPoint `json:"points"` // in the given order, with their causes
	// Variation is the variation of the last point that has a figure.
	Variation Variation `json:"variation,omitzero"`
	// Assurance says whether the last part's variation meets the target; zero
	// without a target, a judgement or limits.
	Assurance Assurance `json:"assurance,omitzero"`
}

// A ChartPart is a stretch of points with one mean and one pair of limits.
type ChartPart struct {
	First int `json:"first"` // index of its first point
	Last  int `json:"last"`  // index of its last point

	Mean         float64 `json:"mean"`          // of the points that have a figure
	Low          float64 `json:"low"`           // lower process limit; the mean unless Limited
	High         float64 `json:"high"`          // upper process limit; the mean unless Limited
	AverageRange float64 `json:"average_range"` // the mean moving range that the limits are made of

	Limited  bool `json:"limited"`           // false unless two neighbouring points both have a figure
	Short    bool `json:"short,omitzero"`    // fewer than 13 figures: the limits may move
	Screened int  `json:"screened,omitzero"` // number of ranges that [ScreenRanges] left out
}

// A ChartedPoint is a point and what is special about it.
type ChartedPoint struct {
	ChartPoint
	Part int `json:"part"` // index of its part
	// Cause is the first of outside the limits, trend, two of three and shift.
	Cause SpecialCause `json:"cause"`
	// All holds every rule that the point breaks.
	All SpecialCauses `json:"all,omitzero"`
	// Variation is zero if the point is missing or its part has no limits.
	Variation Variation `json:"variation,omitzero"`
}

// Variation is what a point indicates about the process.
type Variation uint8

// The kinds of variation.
const (
	VariationCommon      Variation = iota + 1 // chance
	VariationImprovement                      // a special cause for the better
	VariationConcern                          // a special cause for the worse
	VariationHigh                             // a special cause upwards, without a judgement
	VariationLow                              // a special cause downwards, without a judgement
)

var variationNames = ladder.Names{"common", "improvement", "concern", "high", "low"}

// Assurance says whether the process, if it does not change, will meet a target.
type Assurance uint8

// The kinds of assurance.
const (
	ConsistentPass Assurance = iota + 1 // the target is outside the limits, on the worse side
	Inconsistent                        // the target is within the limits: met or missed by chance
	ConsistentFail                      // the target is outside the limits, on the better side
)

var assuranceNames = ladder.Names{"consistent-pass", "inconsistent", "consistent-fail"}

// ControlChart returns the control chart of points in order of time. In each
// part, with the moving range between neighbours:
//
//	mean of the values    limits  mean ± 2.66 × mean moving range
//
// (Wheeler, Understanding Variation, 1993; NHS England, Making Data Count.)
// A point has a special cause if it is
//
//   - outside the limits;
//   - in a trend of 7 points, each above (or each below) the one before;
//   - one of at least two of three points in a row that lie beyond two thirds of
//     the way to the same limit, and within it, all three on that side of the mean;
//   - in a shift of 7 points on one side of the mean; a point on the mean ends it.
//
// All points of a trend or shift are flagged, and no rule applies across parts.
//
// The chart is for one process counted at even intervals. Its limits are not meant
// for small monthly counts, or for rates with very different denominators, and 12
// or fewer figures give limits that will still move ([ChartPart] then has Short
// set). Use [RebaseAt] for a known change of the process, and do not rebase without
// one.
//
// If all points are missing, the error is [NotEstimable]; without points it is
// [TooFewGroups].
func ControlChart(points []ChartPoint, o ...ChartOption) (Chart, error) {
	const op = "ControlChart"
	c := chart{shift: 7, trend: 7}
	for _, option := range o {
		option(&c)
	}
	if err := c.check(op, points); err != nil {
		return Chart{}, err
	}
	result := Chart{Points: make([]ChartedPoint, len(points))}
	for i, p := range points {
		result.Points[i] = ChartedPoint{ChartPoint: p, Cause: CauseNone}
	}
	starts := append([]int{0}, c.rebase...)
	slices.Sort(starts)
	starts = slices.Compact(starts)
	result.Parts = make([]ChartPart, len(starts))
	room := ranges{values: make([]float64, 0, len(points)), moves: make([]float64, 0, len(points))}
	for i, first := range starts {
		last := len(points) - 1
		if i+1 < len(starts) {
			last = starts[i+1] - 1
		}
		part := c.part(points[first:last+1], room)
		part.First, part.Last = first, last
		if !finite(part.Mean, part.Low, part.High) {
			return Chart{}, fail(op, NotFinite, "the values are too large for a number: use a smaller unit")
		}
		result.Parts[i] = part
		c.flag(result.Points[first:last+1], i, part)
	}
	for _, p := range slices.Backward(result.Points) {
		if !p.Missing {
			result.Variation = p.Variation
			break
		}
	}
	result.Assurance = c.assurance(result.Parts[len(starts)-1])
	return result, nil
}

// limitFactor is 3/1.128, rounded as in the method: three standard deviations in
// units of the mean moving range.
const limitFactor = 2.66

// screenFactor is the upper limit of a moving range in mean moving ranges.
const screenFactor = 3.267

// fewPoints is the number of figures below which limits are called short.
const fewPoints = 13

// ranges holds buffers for the figures of a part and the ranges between them.
type ranges struct{ values, moves []float64 }

// part returns the mean and the limits of one part.
func (c *chart) part(points []ChartPoint, room ranges) ChartPart {
	values, moves := room.values[:0], room.moves[:0]
	figures := 0
	for i, p := range points {
		if p.Missing {
			continue
		}
		if figures++; c.fix > 0 && figures > c.fix {
			continue
		}
		values = append(values, p.Value)
		if i > 0 && !points[i-1].Missing {
			moves = append(moves, math.Abs(p.Value-points[i-1].Value))
		}
	}
	part := ChartPart{Short: figures < fewPoints, Limited: len(moves) > 0}
	if figures > 0 {
		part.Mean = average(values)
	}
	if part.Limited {
		part.AverageRange = average(moves)
		if c.screen && part.AverageRange > 0 && finite(part.AverageRange) {
			kept := slices.DeleteFunc(moves, func(r float64) bool { return r >= screenFactor*part.AverageRange })
			part.Screened = len(moves) - len(kept)
			part.AverageRange = average(kept)
		}
	}
	reach := limitFactor * part.AverageRange
	if c.centred {
		part.Mean, part.Limited, reach = c.mean, true, 3*c.sigma
	}
	part.Low, part.High = part.Mean-reach, part.Mean+reach
	return part
}

func (c *chart) assurance(last ChartPart) Assurance {
	if !c.targeted || !last.Limited || c.polarity != HighIsGood && c.polarity != LowIsGood {
		return 0
	}
	switch {
	case c.target >= last.Low && c.target <= last.High:
		return Inconsistent
	case (c.target > last.High) == (c.polarity == HighIsGood):
		return ConsistentFail
	}
	return ConsistentPass
}

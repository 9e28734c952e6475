package coverage

import (
	"math"
	"math/big"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Trajectory is where a programme stands on its way to a target: how far the last
// observation is from it, and whether each one was on the straight line from the
// first to the target.
type Trajectory struct {
	Target Target `json:"target"` // the target asked about
	// Points are the observations in the order of their days.
	Points []Point `json:"points"`
	// Gap is how many people the last observation is short of the target, out of
	// its population; Low is zero where the target may have been reached.
	Gap Estimate `json:"gap"`
	// Days are those left from the last observation to the target's day; none or
	// fewer when that has come.
	Days int `json:"days"`
	// Pace is how many more people must be covered in a year (365.25 days),
	// from the last observation on, to close the gap by the target's day,
	// rounded up, out of the last observation's population: its shares are
	// percentage points a year. Zero people of nobody (not known) when no day
	// is left and a gap is.
	Pace Estimate `json:"pace"`
	// OnTrack is the last point's.
	OnTrack Track `json:"on_track"`
	// Majority is the first day observed on which more than half of the
	// population was covered for certain; zero = none.
	Majority caremodel.Date `json:"majority,omitzero"`
}

// Point is one observation beside the target.
type Point struct {
	Observation
	// Needed is how many people the straight line from the first observation to
	// the target asks for on this day, rounded up, and never more than the target
	// itself. It has bounds when the first observation has.
	Needed Estimate `json:"needed"`
	// Gap is how many people this observation is short of the target.
	Gap Estimate `json:"gap"`
	// Track says whether the observation is on the line, above it or below it.
	Track Track `json:"track"`
}

// TrajectoryTo puts observations beside a target: a share of the population, or a
// number of people where the target gives no share. The straight line runs from
// the first observation to the target on its day, and stays level after it. More
// than the target is not asked for, whatever its bound, and more than everybody
// never: a number of people above the population counts as the population.
//
// The observations come in any order and are in the scope that the target has
// ([Atlas.Trajectory] makes them so); one that says another scope is a Conflict
// error. Nothing is off track while the areas of some vanguard meant are not, or
// not wholly, known ([Estimate]), nor on track where none is; a single observation that
// is short of the target is undecided. None at all, an unset day and a target without a day
// or a figure are Required errors; a day observed twice is a Duplicate error, a
// share outside 0 to 1 and people who are not within their population are Range
// errors.
func TrajectoryTo(target Target, points []Observation) (Trajectory, error) {
	if err := checkTrajectory(target, points); err != nil {
		return Trajectory{}, err
	}
	points = slices.SortedFunc(slices.Values(points), func(a, b Observation) int { return a.On.Compare(b.On) })
	t := Trajectory{Target: deep.Copy(target), Points: make([]Point, len(points))}
	for i, o := range points {
		t.Points[i] = target.point(points[0], o)
		if t.Majority.IsZero() && o.Covered.Low > o.Covered.Of-o.Covered.Low {
			t.Majority = o.On
		}
	}
	last := &t.Points[len(points)-1]
	if len(points) == 1 && last.Gap.High > 0 && last.On.Before(target.By) {
		last.Track = Undecided // one point is on any line
	}
	t.OnTrack, t.Gap, t.Days = last.Track, last.Gap, target.By.Sub(last.On)
	t.Pace = pace(t.Gap, t.Days)
	return t, nil
}

func checkTrajectory(target Target, points []Observation) error {
	refuse := func(code validate.Code, value, detail string) error {
		return fault.New("coverage.TrajectoryTo", code, value, detail)
	}
	switch one := (caremodel.Ratio{Num: 1, Den: 1}); {
	case target.By.IsZero():
		return refuse(validate.Required, "", "the target has no day")
	case !target.Share.Known() && target.People <= 0:
		return refuse(validate.Required, "", "the target gives neither a share nor people")
	case target.Share.Known() && (target.Share.Num <= 0 || target.Share.Compare(one) > 0):
		return refuse(validate.Range, target.Share.String(), "a target is above nothing and at most the whole population")
	case len(points) == 0:
		return refuse(validate.Required, "", "there is no observation")
	}
	seen := make(map[caremodel.Date]bool, len(points))
	for _, o := range points {
		switch c := o.Covered; {
		case o.Scope != nil && !o.Scope.same(target.Scope):
			return refuse(validate.Conflict, o.On.String(), "this observation is of another scope than the target")
		case o.On.IsZero():
			return refuse(validate.Required, "", "an observation has no day")
		case seen[o.On]:
			return refuse(validate.Duplicate, o.On.String(), "two observations are of one day")
		case c.Low < 0 || c.Low > c.High || c.High > c.Of || c.Of == 0:
			return refuse(validate.Range, o.On.String(), "people covered lie between 0 and the population, which is above 0")
		}
		seen[o.On] = true
	}
	return nil
}

// goal is the target in people of a population of so many.
func (t Target) goal(of int64) *big.Rat {
	goal := big.NewRat(min(t.People, of), 1)
	if t.Share.Known() {
		goal = new(big.Rat).Mul(big.NewRat(t.Share.Num, t.Share.Den), big.NewRat(of, 1))
	}
	return goal
}

// point puts observation o beside the target and the line that starts at first.
func (t Target) point(first, o Observation) Point {
	of := o.Covered.Of
	least := max(1, of-o.Covered.Hidden)
	lowest, goal := ceil(t.goal(least)), ceil(t.goal(of))
	p := Point{Observation: o, Needed: Estimate{Low: lowest, High: goal, Of: of, Hidden: o.Covered.Hidden}}
	p.Gap = o.Covered.people(max(0, lowest-o.Covered.High), max(0, goal-o.Covered.Low))
	if o.On.Before(t.By) {
		low, high := first.Covered.Low, first.Covered.Upper()
		p.Needed.Low = min(lowest, ceil(t.line(first, big.NewRat(low, first.Covered.Of), o, least)))
		p.Needed.High = min(goal, ceil(t.line(first, big.NewRat(high, max(1, high, first.Covered.Of-first.Covered.Hidden)), o, of)))
	}
	switch {
	case !o.Covered.Known():
		p.Track = Undecided
	case o.Covered.Low >= p.Needed.High, o.On == first.On && o.On.Before(t.By):
		p.Track = OnTrack
	case o.Covered.Upper() < p.Needed.Low && first.Covered.isWhole():
		p.Track = OffTrack
	default:
		p.Track = Undecided
	}
	return p
}

// line is the people, of so many, whom the straight line asks for on a day before
// the target's, when this share was covered at first: shares of their own day's
// population move evenly with the days.
func (t Target) line(first Observation, start *big.Rat, o Observation, of int64) *big.Rat {
	end := new(big.Rat).Quo(t.goal(of), big.NewRat(of, 1))
	done := big.NewRat(int64(o.On.Sub(first.On)), int64(t.By.Sub(first.On)))
	share := end.Sub(end, start)
	share.Mul(share, done).Add(share, start)
	return share.Mul(share, big.NewRat(of, 1))
}

// Projected continues the straight line through the first and the last
// observation to a day, as people of the last observation's population: at least
// nobody and at most everybody. A day up to the last observation gives that
// observation, and so does a single observation for any day. It is arithmetic and
// no forecast.
func (t Trajectory) Projected(on caremodel.Date) Estimate {
	if len(t.Points) == 0 {
		return Estimate{}
	}
	first, last := t.Points[0], t.Points[len(t.Points)-1]
	if days := last.On.Sub(first.On); days > 0 && on.After(last.On) {
		low := project(first.Covered.Upper(), first.Covered.Of, last.Covered.Low, last.Covered.Of, days, on.Sub(last.On))
		high := project(first.Covered.Low, first.Covered.Of, last.Covered.High, last.Covered.Of, days, on.Sub(last.On))
		return last.Covered.people(floor(low), ceil(high))
	}
	return last.Covered
}

// project continues the shares a/aOf and b/bOf, so many days apart, by so many
// days more, in people of bOf.
func project(a, aOf, b, bOf int64, days, more int) *big.Rat {
	share := big.NewRat(b, bOf)
	change := new(big.Rat).Sub(share, big.NewRat(a, aOf))
	share.Add(share, change.Mul(change, big.NewRat(int64(more), int64(days))))
	switch one := big.NewRat(1, 1); {
	case share.Sign() < 0:
		share.SetInt64(0)
	case share.Cmp(one) > 0:
		share = one
	}
	return share.Mul(share, big.NewRat(bOf, 1))
}

// pace is the gap spread over the days that are left, by the year.
func pace(gap Estimate, days int) Estimate {
	yearly := func(people int64) int64 {
		return ceil(new(big.Rat).Mul(big.NewRat(people, 1), big.NewRat(1461, 4*int64(days))))
	}
	switch {
	case gap.High == 0:
		return gap
	case days <= 0:
		return Estimate{}
	}
	return gap.people(yearly(gap.Low), yearly(gap.High))
}

// floor is the whole part of r, as near as can be held.
func floor(r *big.Rat) int64 {
	switch n := new(big.Int).Div(r.Num(), r.Denom()); {
	case n.IsInt64():
		return n.Int64()
	case n.Sign() < 0:
		return math.MinInt64 + 1
	}
	return math.MaxInt64
}

func ceil(r *big.Rat) int64 { return -floor(new(big.Rat).Neg(r)) }

// Track says whether an observation is on the way to a target. The zero Track is
// unset.
type Track uint8

// The tracks.
const (
	OnTrack   Track = iota + 1 // on the straight line to the target, or above it
	OffTrack                   // below it
	Undecided                  // the bounds allow both
)

var trackNames = ladder.Names{"on-track", "off-track", "undecided"}

package coverage

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/deep"
)

// Observation is how many people were covered on a day. Covered.Of is the
// population of that day, so that a share over time moves with both.
type Observation struct {
	On      caremodel.Date `json:"on"`      // the day
	Covered Estimate       `json:"covered"` // on that day, of its own population
	// Scope is what was observed; nil = not stated, and taken for that of any
	// target.
	Scope *Filter `json:"scope,omitzero"`
}

// Observe returns the people covered on each day by the footprints of the whole
// programme that were open on it, in the order given. Without days it takes every
// day on which that may have changed: the first day of a footprint, and the first
// day after one ended.
//
// Days come from the footprints; the people are always those of the base's own
// date ([Atlas.AsAt]). A population that grew or fell meanwhile does not show.
func (a *Atlas) Observe(dates ...caremodel.Date) []Observation {
	s, err := a.Select(Filter{})
	if err != nil {
		return nil // the zero Atlas: the filter names nothing that could be unknown
	}
	return s.Observe(dates...)
}

// Trajectory observes the footprints in the target's own scope on each day and puts
// them beside the target ([TrajectoryTo]). Without days it takes those of
// [Atlas.Observe]. A scope that names something unknown is an Unknown error.
func (a *Atlas) Trajectory(target Target, days ...caremodel.Date) (Trajectory, error) {
	s, err := a.Select(target.Scope)
	if err != nil {
		return Trajectory{}, err
	}
	return TrajectoryTo(target, s.Observe(days...))
}

// Observe is [Atlas.Observe] for the footprints of a selection: those of a
// target's scope.
func (s *Selection) Observe(dates ...caremodel.Date) []Observation {
	if len(dates) == 0 {
		dates = s.changes()
	}
	points := make([]Observation, len(dates))
	scope := deep.Copy(s.filter)
	for i, on := range dates {
		points[i] = Observation{On: on, Covered: s.atlas().choose(s.filter, on).Covered(), Scope: &scope}
	}
	return points
}

// changes returns the days on which a footprint begins or has just ended, in
// order, each once.
func (s *Selection) changes() []caremodel.Date {
	var days []caremodel.Date
	for _, f := range s.members() {
		days = append(days, f.from, f.until.AddDays(1))
	}
	days = slices.DeleteFunc(days, caremodel.Date.IsZero)
	slices.SortFunc(days, caremodel.Date.Compare)
	return slices.Compact(days)
}

package delivery

import (
	"cmp"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/deep"
)

// Milestone is a dated step from planning to delivery, of a vanguard or of the
// programme. The day for which it was planned and the day on which it was reached
// are separate fields; at least one is required.
type Milestone struct {
	// Vanguard is the vanguard that takes the step; zero = the programme itself, as
	// for "visits to all 29 sites".
	Vanguard caremodel.VanguardID `json:"vanguard,omitzero"`
	// Title says what is done, in a few words.
	Title string `json:"title"`
	// Stage is the stage that the vanguard reaches with it; zero = the same as
	// before.
	Stage caremodel.Stage `json:"stage,omitzero"`
	// Due is the day for which it was planned; zero = not known.
	Due caremodel.Date `json:"due,omitzero"`
	// Reached is the day on which it was reached; zero = not known to be reached.
	Reached caremodel.Date `json:"reached,omitzero"`
	// Bound says how the source gives the day: Exactly, About, or AtMost if it
	// gives a month or a year, whose last day it then is.
	Bound caremodel.Bound `json:"bound,omitzero"`
	// Sources are where it was read.
	Sources []caremodel.Source `json:"sources,omitempty"`
}

// Slippage returns by how many days the milestone was reached after the day for
// which it was planned, negative if before, and whether both days are known.
func (m Milestone) Slippage() (days int, ok bool) {
	if m.Due.IsZero() || m.Reached.IsZero() {
		return 0, false
	}
	return m.Reached.Sub(m.Due), true
}

// day returns the day on which a milestone was reached, or else is due.
func (m *Milestone) day() caremodel.Date {
	if m.Reached.IsZero() {
		return m.Due
	}
	return m.Reached
}

// moves reports whether the milestone takes a vanguard from this stage to its own:
// to a later stage always, to an earlier one only if the day is exact, because the
// event may otherwise have happened before.
func (m *Milestone) moves(from caremodel.Stage) bool {
	return m.Stage > from || m.Stage != 0 && m.Stage < from && m.Bound == caremodel.Exactly
}

// inOrder returns the indices of milestones by day, then by stage, then by title.
func inOrder(list []Milestone) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &list[i], &list[j]
		return cmp.Or(a.day().Compare(b.day()), cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.Title, b.Title))
	})
	return order
}

// MilestonesOf returns the milestones of a vanguard, or for the zero id those of
// the programme itself, in the order of the days on which they were reached or
// are due.
func (d *Delivery) MilestonesOf(id caremodel.VanguardID) []Milestone {
	var found []Milestone
	for _, i := range d.order {
		if m := d.plan.Milestones[i]; m.Vanguard == id {
			found = append(found, deep.Copy(m))
		}
	}
	return found
}

package delivery

import "github.com/newcaremodels/newcaremodels/caremodel"

// Standing is where a vanguard stood on a day.
type Standing struct {
	// Vanguard is the vanguard.
	Vanguard caremodel.VanguardID `json:"vanguard"`
	// Stage is the stage that it had reached; zero = not known.
	Stage caremodel.Stage `json:"stage,omitzero"`
	// Since is the day on which it reached that stage; zero = the stage is not
	// known.
	Since caremodel.Date `json:"since,omitzero"`
	// Reached counts the milestones that were reached by the day, Overdue those
	// that were due by the day and not reached by then, Ahead the others.
	Reached int `json:"reached"`
	Ahead   int `json:"ahead"`   // due later
	Overdue int `json:"overdue"` // due by then, and not reached
}

// Progress returns where every vanguard of the programme stood at the end of
// the day asAt, in the programme's order.
//
// The stage is that of the latest milestone reached by then; of milestones on one
// day, the latest stage. A day that a source gives only as "at the latest" counts
// from that day on. A milestone with an inexact day cannot move a vanguard back to
// an earlier stage, because the event may have happened before. Milestones that are
// due do not change the stage.
func (d *Delivery) Progress(asAt caremodel.Date) []Standing {
	standings := make([]Standing, len(d.seats))
	for i, s := range d.seats {
		standings[i].Vanguard = s.id
	}
	for _, i := range d.order {
		m := &d.plan.Milestones[i]
		if position, ok := d.p.Position(m.Vanguard); ok {
			standings[position].count(m, asAt)
		}
	}
	return standings
}

// StandingOf returns where a vanguard stood once all its reached milestones had
// been reached, and whether the programme has the vanguard.
func (d *Delivery) StandingOf(id caremodel.VanguardID) (Standing, bool) {
	if d.p == nil {
		return Standing{}, false // the zero Delivery
	}
	position, ok := d.p.Position(id)
	if !ok {
		return Standing{}, false
	}
	return d.Progress(lastDay)[position], true
}

// lastDay is the last day that a date can hold.
var lastDay = caremodel.MustParseDate("9999-12-31")

// count adds a milestone of the vanguard; milestones come in the order of their
// days.
func (s *Standing) count(m *Milestone, asAt caremodel.Date) {
	switch {
	case !m.Reached.IsZero() && !m.Reached.After(asAt):
		s.Reached++
		if m.moves(s.Stage) {
			s.Stage, s.Since = m.Stage, m.Reached
		}
	case !m.Due.IsZero() && !m.Due.After(asAt):
		s.Overdue++
	default:
		s.Ahead++
	}
}

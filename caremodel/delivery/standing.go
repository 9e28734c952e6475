package delivery

import "github.com/newcaremodels/newcaremodels/caremodel"

// Standing is where a vanguard stood on a day.
type Standing struct {
	// Vanguard is the one that stood there.
	Vanguard caremodel.VanguardID `json:"vanguard"`
	// Stage is the one that it had reached; zero = none is known.
	Stage caremodel.Stage `json:"stage,omitzero"`
	// Since is the day on which it came to that stage; zero = no stage is known.
	Since caremodel.Date `json:"since,omitzero"`
	// Reached and Ahead count the milestones up to the day, and after it.
	Reached int `json:"reached"`
	Ahead   int `json:"ahead"`
}

// Progress returns where every vanguard of the programme stood at the end of
// the day asAt, in the programme's order.
//
// The latest milestone up to then gives the stage, and of milestones on one day
// the one furthest up the ladder. A day that a source gives only as "by then at
// the latest" counts from then on. Because what it tells may have come earlier,
// a milestone whose day is not exact never takes a vanguard back to an earlier
// stage; an exact one does.
func (d *Delivery) Progress(asAt caremodel.Date) []Standing {
	standings := make([]Standing, len(d.seats))
	for i, s := range d.seats {
		standings[i].Vanguard = s.id
	}
	for _, i := range d.order {
		m := d.plan.Milestones[i]
		position, _ := d.p.Position(m.Vanguard)
		s := &standings[position]
		if m.On.After(asAt) {
			s.Ahead++
			continue
		}
		s.Reached++
		if m.Stage > s.Stage || m.Stage < s.Stage && m.Bound == caremodel.Exactly {
			s.Stage, s.Since = m.Stage, m.On
		}
	}
	return standings
}

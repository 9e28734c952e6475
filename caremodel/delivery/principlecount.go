package delivery

import "github.com/newcaremodels/newcaremodels/caremodel"

// PrincipleCount is how many vanguards meet a principle. The four numbers add up
// to the number of vanguards of the programme.
type PrincipleCount struct {
	// Principle is the principle.
	Principle Principle `json:"principle"`
	// Name is what people call it.
	Name string `json:"name"`
	// Met, PartlyMet and NotMet count the vanguards with that latest rating.
	Met       int `json:"met"`
	PartlyMet int `json:"partly_met"` // rated partly met
	NotMet    int `json:"not_met"`    // rated not met
	// NotAssessed counts the vanguards without a rating.
	NotAssessed int `json:"not_assessed"`
}

// Principles returns, for each principle in the plan's order, how many vanguards
// meet it by their latest assessment. Vanguards without an assessment are counted
// as not assessed.
func (d *Delivery) Principles() []PrincipleCount {
	position := make(map[Principle]int, len(d.plan.Principles))
	counts := make([]PrincipleCount, len(d.plan.Principles))
	for i, principle := range d.plan.Principles {
		position[principle.Code] = i
		counts[i] = PrincipleCount{Principle: principle.Code, Name: principle.Name, NotAssessed: d.p.Len()}
	}
	for _, a := range d.latest() {
		c := &counts[position[a.Principle]]
		c.NotAssessed--
		switch a.Rating {
		case RatingMet:
			c.Met++
		case RatingPartlyMet:
			c.PartlyMet++
		case RatingNotMet:
			c.NotMet++
		}
	}
	return counts
}

// subject is what is assessed: a vanguard against a principle.
type subject struct {
	vanguard  caremodel.VanguardID
	principle Principle
}

// latest returns the latest assessment of each subject. No subject has two on one
// day, so that the order of the records makes no difference.
func (d *Delivery) latest() map[subject]Assessment {
	latest := make(map[subject]Assessment, len(d.plan.Assessments))
	for _, a := range d.plan.Assessments {
		s := subject{a.Vanguard, a.Principle}
		if before, ok := latest[s]; !ok || a.Assessed.After(before.Assessed) {
			latest[s] = a
		}
	}
	return latest
}

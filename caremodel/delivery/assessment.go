package delivery

import "github.com/newcaremodels/newcaremodels/caremodel"

// Assessment says how far a vanguard meets a principle. Later assessments of the
// same vanguard and principle take the place of earlier ones.
type Assessment struct {
	// Vanguard is the one that was assessed.
	Vanguard caremodel.VanguardID `json:"vanguard"`
	// Principle is what it was assessed against, one of the plan's.
	Principle Principle `json:"principle"`
	// Rating is how far it meets the principle.
	Rating Rating `json:"rating"`
	// Evidence is what the rating rests on.
	Evidence string `json:"evidence,omitzero"`
	// Assessed is the day of the assessment; zero = not known, and before every
	// dated one.
	Assessed caremodel.Date `json:"assessed,omitzero"`
	// Assessor is who made it.
	Assessor string `json:"assessor,omitzero"`
	// Sources are where it was read.
	Sources []caremodel.Source `json:"sources,omitempty"`
}

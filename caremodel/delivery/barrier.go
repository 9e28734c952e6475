package delivery

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Barrier is something that stands in the way of a new care model.
type Barrier struct {
	// Slug is the barrier's short name, unique in the plan.
	Slug string `json:"slug"`
	// Theme is what it is about.
	Theme Theme `json:"theme"`
	// Summary says what stands in the way, in a sentence.
	Summary string `json:"summary"`
	// RaisedBy is who named it, in words.
	RaisedBy string `json:"raised_by,omitzero"`
	// Vanguard is the vanguard that named it; zero = several, or none in
	// particular.
	Vanguard caremodel.VanguardID `json:"vanguard,omitzero"`
	// Category is the care model that it hinders; blank = the vanguard's, or all.
	Category caremodel.Category `json:"category,omitzero"`
	// Raised is when it was named; zero = not known to the day.
	Raised caremodel.Date `json:"raised,omitzero"`
	// Status is what has become of it; zero = not known.
	Status BarrierStatus `json:"status,omitzero"`
	// Bodies are the national bodies responsible for removing it; empty = no source
	// says who.
	Bodies []NationalBody `json:"bodies,omitempty"`
	// Sources are where it was read.
	Sources []caremodel.Source `json:"sources,omitempty"`
}

// BarrierStatus is what has become of a barrier. The zero value means not known.
type BarrierStatus uint8

// The stages of a barrier.
const (
	BarrierRaised         BarrierStatus = iota + 1 // raised by somebody
	BarrierBeingAddressed                          // work on it has begun
	BarrierRemoved                                 // it is gone
)

var barrierStatusNames = ladder.Names{"raised", "being-addressed", "removed"}

// String returns the status's word, "not known" for the zero BarrierStatus, and
// "BarrierStatus(9)" for an invalid one.
func (s BarrierStatus) String() string {
	if s == 0 {
		return "not known"
	}
	return barrierStatusNames.String("BarrierStatus", uint8(s))
}

package delivery

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// BarrierStatus is what has become of a barrier. The zero value means not known.
type BarrierStatus uint8

// What becomes of a barrier.
const (
	BarrierRaised         BarrierStatus = iota + 1 // somebody named it
	BarrierBeingAddressed                          // somebody works on it
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

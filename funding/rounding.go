package funding

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Rounding says which way a result goes that lies between two pennies. It is
// always an argument, never a setting. The zero value is unset and not a
// rounding: an operation that is given it returns an error.
//
// The names are those of IEEE 754-2019, section 4.3.
type Rounding uint8

// The roundings.
const (
	HalfEven         Rounding = iota + 1 // to the nearest penny, a half to the even one
	HalfAwayFromZero                     // to the nearest penny, a half away from zero: as published figures do
	TowardZero                           // cut off
	Floor                                // down, a debt further below zero
	Ceiling                              // up
)

var roundingNames = ladder.Names{"half-even", "half-away-from-zero", "toward-zero", "floor", "ceiling"}

// roundingDetail tells what an operation wants in place of an invalid mode.
const roundingDetail = "name a rounding, such as funding.HalfEven"

func (r Rounding) valid() bool { return r >= HalfEven && r <= Ceiling }

// away reports whether a magnitude that was cut off goes one step further from
// zero. half compares what was cut off with one half (-1 less, 0 equal,
// 1 more); it is called only when something was.
func (r Rounding) away(negative, odd bool, half int) bool {
	switch r {
	case HalfEven:
		return half > 0 || half == 0 && odd
	case HalfAwayFromZero:
		return half >= 0
	case Floor:
		return negative
	case Ceiling:
		return !negative
	}
	return false
}

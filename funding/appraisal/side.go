package appraisal

//go:generate go run ../../internal/laddergen

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Side says whether a line is a cost or a benefit. The zero value is unset and
// not a side. Amounts are positive on both sides.
type Side uint8

// The sides.
const (
	Cost    Side = iota + 1 // what the care model takes
	Benefit                 // what it gives
)

var sideNames = ladder.Names{"cost", "benefit"}

package appraisal

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Denominator says what a benefit-cost ratio divides by. The zero value is unset:
// an appraisal without a denominator has no ratio, because a ratio means nothing
// while nobody says of what. The Green Book wants it stated (edition of 2020,
// paragraphs 5.54 to 5.56).
type Denominator uint8

// The denominators.
const (
	// AllCosts divides the present value of all benefits by that of all costs.
	AllCosts Denominator = iota + 1
	// Budget divides by the present value of the cashable costs, which are what the
	// public budget has to find; the other costs are taken off the benefits.
	Budget
)

var denominatorNames = ladder.Names{"all-costs", "budget"}

package appraisal

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Nature says what kind of value a line is, and so what it can be added to. The
// zero value is unset and not a nature.
//
// Only cashable lines are money that leaves or comes back: they make the net cash
// by year, the payback and the contribution to a target. All natures enter the
// net present social value. The words are those of HM Treasury and partners,
// Supporting public service transformation: cost benefit analysis guidance for
// local partnerships (2014).
type Nature uint8

// The natures.
const (
	Cashable    Nature = iota + 1 // money that is spent, or can be taken out of a budget
	NonCashable                   // capacity that is freed or used, such as bed days or staff time
	Social                        // value to society outside public budgets
	Health                        // health effects, such as quality-adjusted life years, in money: takes the health schedule
)

var natureNames = ladder.Names{"cashable", "non-cashable", "social", "health"}

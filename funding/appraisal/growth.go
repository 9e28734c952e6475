package appraisal

import (
	"math"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// CAGR returns the compound annual growth rate from first to last over a number
// of years, as 0.035 for 3.5 % a year:
//
//	(last / first)^(1/years) - 1
//
// A first amount that is not above zero, a negative last one, and fewer than 1 or
// more than 1,000 years are errors of code [validate.Range].
func CAGR(first, last funding.Money, years int) (float64, error) {
	const op = "appraisal.CAGR"
	switch {
	case years < 1 || years > maxYears:
		return 0, fault.New(op, validate.Range, strconv.Itoa(years), "growth takes 1 to 1,000 years")
	case first.Sign() <= 0:
		return 0, fault.New(op, validate.Range, first.String(), "growth starts from an amount above zero")
	case last.Sign() < 0:
		return 0, fault.New(op, validate.Range, last.String(), "growth cannot end below zero")
	}
	return math.Pow(float64(last.Pence())/float64(first.Pence()), 1/float64(years)) - 1, nil
}

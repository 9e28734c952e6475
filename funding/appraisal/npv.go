package appraisal

import (
	"math"
	"math/big"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// NPV returns the net present value of yearly flows: each times the factor of its
// year, the first at t = 0, added up exactly and rounded once, half to even, at the
// end. An empty list is worth £0.00.
//
// For the result of the NPV function of spreadsheets, which discounts the first
// flow by a year, put a zero in front of the flows.
//
// Errors: those of [Schedule.Err], [validate.TooLarge] for more than 1,001 flows,
// [validate.Overflow] for a result that does not fit.
func NPV(flows []funding.Money, s Schedule) (funding.Money, error) {
	const op = "appraisal.NPV"
	if err := s.Err(); err != nil {
		return funding.Money{}, err
	}
	if err := checkLength(op, len(flows)); err != nil {
		return funding.Money{}, err
	}
	sum, each := new(big.Int), new(big.Int)
	for year, factor := range s.factors(len(flows)) {
		sum.Add(sum, each.Mul(factor, big.NewInt(flows[year].Pence())))
	}
	return money(op, sum, factorPlaces)
}

// checkLength limits the number of flows.
func checkLength(op string, n int) error {
	if n > maxYears+1 {
		return fault.New(op, validate.TooLarge, strconv.Itoa(n), "at most 1,001 flows: year 0 and 1,000 after it")
	}
	return nil
}

// CAGR returns the compound annual growth rate from first to last over a number
// of years, as 0.035 for 3.5 % a year:
//
//	(last / first)^(1/years) - 1
//
// A first amount that is not above zero, a negative last amount, and fewer than 1
// or more than 1,000 years are errors of code [validate.Range].
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

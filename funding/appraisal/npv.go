package appraisal

import (
	"math/big"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// NPV returns the net present value of yearly flows: each times the factor of its
// year, the first at t = 0, added up exactly and rounded once, half to even, at
// the end. No flows are worth £0.00.
//
// Put a zero in front of the flows to have what the NPV function of spreadsheets
// gives, which discounts the first flow by a year.
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

// checkLength bounds a list of flows.
func checkLength(op string, n int) error {
	if n > maxYears+1 {
		return fault.New(op, validate.TooLarge, strconv.Itoa(n), "at most 1,001 flows: year 0 and 1,000 after it")
	}
	return nil
}

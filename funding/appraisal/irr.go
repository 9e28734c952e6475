package appraisal

import (
	"iter"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// maxTurning is the greatest number of flows whose sign may change more than once.
const maxTurning = 101

// leastRate is the rate below which a rate is disregarded if there is another: when
// all but a hundredth is lost every year, a penny in the last year makes a rate.
const leastRate = -0.99

// IRR returns the internal rate of return of yearly flows, the first at t = 0:
// the rate above -1 at which their net present value is zero, as 0.035 for 3.5 %,
// to the nearest float64.
//
// Flows without such a rate are an error of code [NoRate], and flows with several
// rates an error of code [ManyRates], since then none of them is meaningful: use
// the net present value instead, or [IRRs]. A rate of -99 % or below does not count
// if there is another. Spreadsheets start from a guess and return the first rate
// that they find; IRR needs no guess and finds all rates.
//
// More than 1,001 flows, or more than 101 if the sign changes more than once, are
// an error of code [validate.TooLarge].
func IRR(flows []funding.Money) (float64, error) {
	const op = "appraisal.IRR"
	rates, err := rates(op, flows)
	if err != nil {
		return 0, err
	}
	return theRate(op, rates)
}

// theRate returns the rate of return, given all rates in rising order.
func theRate(op string, rates []float64) (float64, error) {
	if len(rates) == 0 {
		return 0, fault.New(op, NoRate, "", "the value of these flows is zero at no rate")
	}
	for len(rates) > 1 && rates[0] <= leastRate {
		rates = rates[1:]
	}
	switch {
	case len(rates) > 1:
		return 0, fault.New(op, ManyRates, "", "the value of these flows is zero at several rates: "+listRates(rates))
	case math.IsInf(rates[0], 1):
		return 0, fault.New(op, validate.Overflow, "", "the rate is above 1.8e308, the greatest number that a float64 holds")
	}
	return rates[0], nil
}

// IRRs returns every internal rate of return of the flows, in rising order; the
// list is empty if there is none. Errors of code [validate.TooLarge] are those of
// [IRR].
func IRRs(flows []funding.Money) ([]float64, error) { return rates("appraisal.IRRs", flows) }

func listRates(rates []float64) string {
	var texts []string
	for _, r := range rates[:min(len(rates), 5)] {
		if r < 1e6 {
			texts = append(texts, strconv.FormatFloat(r*100, 'f', 2, 64)+"%")
		} else {
			texts = append(texts, "more than 100,000,000%")
		}
	}
	return strings.Join(texts, ", ")
}

// rates solves for q = 1+rate. The value of the flows at the end of their last year
// is a polynomial in q whose coefficients are the flows, the last first.
func rates(op string, flows []funding.Money) ([]float64, error) {
	if err := checkLength(op, len(flows)); err != nil {
		return nil, err
	}
	var p polynomial
	for _, m := range slices.Backward(flows) {
		if c := big.NewInt(m.Pence()); len(p) > 0 || c.Sign() != 0 {
			p = append(p, c)
		}
	}
	if p = p.trim(); len(p) > maxTurning && p.changes() > 1 {
		return nil, fault.New(op, validate.TooLarge, strconv.Itoa(len(p)), "at most 101 flows where the sign changes more than once")
	}
	var rates []float64
	for _, q := range p.positiveRoots() {
		rates = append(rates, q.lessOne())
	}
	return rates, nil
}

// signChanges returns how often the sign of the values changes; zeros are skipped.
func signChanges[T any](values iter.Seq[T], sign func(T) int) int {
	changes, last := 0, 0
	for v := range values {
		s := sign(v)
		if s != 0 && last != 0 && s != last {
			changes++
		}
		if s != 0 {
			last = s
		}
	}
	return changes
}

// MIRR returns the modified internal rate of return of n+1 yearly flows, the first
// at t = 0: receipts are carried to the last year at the reinvestment rate and
// payments discounted to t = 0 at the finance rate, both as 0.035 for 3.5 %, and
//
//	MIRR = (final value of receipts / present value of payments)^(1/n) - 1
//
// as in spreadsheets. Errors: [NoRate] for flows without a receipt or without a
// payment, [validate.Range] unless both rates are above -1 and at most 10,
// [validate.TooLarge] for more than 1,001 flows, and [validate.Overflow] for values
// beyond the greatest float64.
func MIRR(flows []funding.Money, finance, reinvest decimal.Decimal) (float64, error) {
	const op = "appraisal.MIRR"
	if err := checkLength(op, len(flows)); err != nil {
		return 0, err
	}
	f, err := ratio(op, finance)
	if err != nil {
		return 0, err
	}
	r, err := ratio(op, reinvest)
	if err != nil {
		return 0, err
	}
	var receipts, payments float64
	var signs [3]bool
	last := len(flows) - 1
	for year, m := range flows {
		signs[m.Sign()+1] = true
		switch amount := float64(m.Pence()); m.Sign() {
		case 1:
			receipts += amount * math.Pow(1+r, float64(last-year))
		case -1:
			payments -= amount * math.Pow(1+f, -float64(year))
		}
	}
	if !signs[0] || !signs[2] {
		return 0, fault.New(op, NoRate, "", "the flows need a receipt and a payment")
	}
	if multiple := receipts / payments; multiple > 0 && !math.IsInf(multiple, 0) {
		return math.Pow(multiple, 1/float64(last)) - 1, nil
	}
	return 0, fault.New(op, validate.Overflow, "", "the values are beyond all floats")
}

// ratio returns a rate as a float64.
func ratio(op string, rate decimal.Decimal) (float64, error) {
	n, ok := fixed(rate, ratePlaces)
	if !ok || n <= -unit || n > 10*unit {
		return 0, fault.New(op, validate.Range, showDecimal(rate), "a rate is above -1 and at most 10, and has at most ten decimals")
	}
	return float64(n) / unit, nil
}

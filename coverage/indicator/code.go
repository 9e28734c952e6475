package indicator

import (
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// The problems that a function of this package reports. Codes are stable:
// errors.Is(err, indicator.TooFewEvents).
const (
	// Range is an argument for which the formula is not defined: a negative count,
	// a confidence of 95 instead of 0.95, a band without people.
	Range validate.Code = "indicator.range"

	// NotFinite is an argument that is not a finite number, or arguments so large
	// or small that the result is not finite.
	NotFinite validate.Code = "indicator.not-finite"

	// TooFewEvents is a directly standardised rate of fewer than 10 events.
	TooFewEvents validate.Code = "indicator.too-few-events"

	// TooFewGroups is a comparison with too few groups: one band, or fewer areas
	// than quantiles.
	TooFewGroups validate.Code = "indicator.too-few-groups"

	// ZeroDenominator is an index that divides by a figure that is zero: an
	// intercept, a mean or a band.
	ZeroDenominator validate.Code = "indicator.zero-denominator"

	// NotEstimable is a figure that the data do not determine: a standard error of
	// 0, limits that are missing or not symmetric about the estimate, an oldest age
	// band without deaths.
	NotEstimable validate.Code = "indicator.not-estimable"

	// TooFewPeople is life expectancy of 5,000 people or fewer.
	TooFewPeople validate.Code = "indicator.too-few-people"

	// WrongBands is a life table with age bands other than those of the method.
	WrongBands validate.Code = "indicator.wrong-bands"
)

// problem is the error of one call.
type problem struct {
	op        string // the function's name
	violation validate.Violation
}

func fail(op string, code validate.Code, detail string) error {
	return &problem{op, validate.Violation{Code: code, Severity: validate.SeverityError, Detail: detail}}
}

func (p *problem) Error() string { return "indicator." + p.op + ": " + p.violation.Detail }
func (p *problem) Unwrap() error { return p.violation }

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
func count(v int64) string    { return strconv.FormatInt(v, 10) }

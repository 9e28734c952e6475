package indicator

import "strconv"

// Code says what kind of problem an error of this package is. Codes are stable
// and comparable: errors.Is(err, indicator.TooFewEvents).
type Code string

// The problems that a function of this package reports.
const (
	// Range is an argument outside what the formula is defined for: a negative
	// count, a confidence of 95 in place of 0.95, a band without people.
	Range Code = "indicator.range"

	// NotFinite is an argument that is not a finite number, or arguments so
	// large or small that the answer is not one.
	NotFinite Code = "indicator.not-finite"

	// TooFewEvents is a directly standardised rate of fewer than 10 events.
	TooFewEvents Code = "indicator.too-few-events"

	// TooFewGroups is a comparison of fewer groups than it needs: one band, or
	// fewer areas than quantiles.
	TooFewGroups Code = "indicator.too-few-groups"

	// ZeroDenominator is an index that divides by a figure that is zero: an
	// intercept, a mean or a band.
	ZeroDenominator Code = "indicator.zero-denominator"
)

// Error returns the code's text, so that a Code can be the target of errors.Is.
func (c Code) Error() string { return string(c) }

// problem is the error of one call.
type problem struct {
	op     string // the function as callers name it
	code   Code
	detail string
}

func fail(op string, code Code, detail string) error { return &problem{op, code, detail} }

func (p *problem) Error() string { return "indicator." + p.op + ": " + p.detail }
func (p *problem) Unwrap() error { return p.code }

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
func count(v int64) string    { return strconv.FormatInt(v, 10) }

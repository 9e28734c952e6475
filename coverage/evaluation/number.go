package evaluation

import (
	"cmp"
	"database/sql/driver"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Number is a figure as it was printed, with its decimal places: "0.30" is not
// "0.3", because a reader of 0.30 knows that the figure lies between 0.295 and
// 0.305. It has at most 15 digits, so that every Number is exact as a float64.
//
// The zero Number is not stated. It is never nought: nought is the Number "0".
//
// Numbers are comparable with ==, which tells "0.30" from "0.3"; [Number.Compare]
// compares their values. In JSON a Number is a number.
type Number struct {
	digits int64 // the figure without its point
	places uint8
	known  bool
}

const (
	maxDigits = 15
	limit     = 1e15 // the digits of a Number are fewer
)

// ParseNumber reads a plain decimal number: digits, with a minus sign before
// them where it is below nought and a point between whole and decimal places
// ("-4.3", "0.30", "27000000"). Nothing else is taken: no sign, thousands
// separators, exponent, unit or blank, no noughts in front and no "-0".
// More than 15 digits are a [validate.Precision] error.
func ParseNumber(text string) (Number, error) {
	n, code, detail := parseNumber(text)
	if code != "" {
		return Number{}, fault.New("evaluation.ParseNumber", code, text, detail)
	}
	return n, nil
}

const numberForm = `write a plain number, as in "-4.3"`

func parseNumber(text string) (n Number, code validate.Code, detail string) {
	if len(text) > 2*maxDigits {
		return Number{}, validate.Precision, "a number has at most 15 digits"
	}
	unsigned, negative := strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(unsigned, ".")
	digits := whole + fraction
	switch {
	case whole == "" || point && fraction == "" || strings.Trim(digits, "0123456789") != "":
		return Number{}, validate.Format, numberForm
	case len(whole) > 1 && whole[0] == '0':
		return Number{}, validate.Format, "leave out the noughts in front"
	case len(digits) > maxDigits:
		return Number{}, validate.Precision, "a number has at most 15 digits"
	}
	value, _ := strconv.ParseInt(digits, 10, 64) // at most 15 digits
	if negative && value == 0 {
		return Number{}, validate.Format, "nought has no sign"
	}
	if negative {
		value = -value
	}
	return Number{value, uint8(len(fraction)), true}, "", ""
}

// NumberFromDecimal returns d with the places that it has. One that needs more
// than 15 digits, noughts between its point and its first digit included, is a
// [validate.Precision] error.
func NumberFromDecimal(d decimal.Decimal) (Number, error) {
	exponent := d.Exponent()
	coefficient := d.Coefficient()
	n := Number{places: uint8(max(0, -min(exponent, 0))), known: true}
	fits := coefficient.IsInt64() && exponent >= -maxDigits && exponent <= maxDigits
	if fits {
		n.digits = coefficient.Int64()
		for range max(0, exponent) {
			if n.digits >= limit || n.digits <= -limit {
				break
			}
			n.digits *= 10
		}
		fits = len(strings.Trim(n.String(), "-"))-min(1, int(n.places)) <= maxDigits
	}
	if !fits {
		return Number{}, fault.New("evaluation.NumberFromDecimal", validate.Precision, "", "a number has at most 15 digits")
	}
	return n, nil
}

// Known reports whether the figure is stated.
func (n Number) Known() bool { return n.known }

// IsZero reports whether the figure is not stated; nought is stated.
func (n Number) IsZero() bool { return !n.known }

// Places returns how many decimal places were printed.
func (n Number) Places() int { return int(n.places) }

// Decimal returns the figure, nought where none is stated.
func (n Number) Decimal() decimal.Decimal { return decimal.New(n.digits, -int32(n.places)) }

// Float64 returns the figure, 0 where none is stated.
func (n Number) Float64() float64 {
	return float64(n.digits) / float64(power(n.places)) // of two numbers that a float64 holds: the nearest
}

// Equal reports whether both are the same figure with the same places, as ==
// does.
func (n Number) Equal(m Number) bool { return n == m }

// Compare returns -1, 0 or +1 as n is less than, equal to or more than m,
// whatever their places. What is not stated is less than every number.
func (n Number) Compare(m Number) int {
	switch {
	case !n.known || !m.known:
		return boolean(n.known) - boolean(m.known)
	case n.places == m.places || n.negative() != m.negative():
		return cmp.Compare(n.digits, m.digits)
	}
	order := exact.CompareProducts(exact.Magnitude(n.digits), uint64(power(m.places)), exact.Magnitude(m.digits), uint64(power(n.places)))
	if n.negative() {
		return -order
	}
	return order
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// negative reports whether n is below nought.
func (n Number) negative() bool { return n.digits < 0 }

// unsigned returns the figure without its sign.
func (n Number) unsigned() Number {
	n.digits = max(n.digits, -n.digits)
	return n
}

// String returns the figure as it was printed, blank where none is stated.
func (n Number) String() string {
	if !n.known {
		return ""
	}
	var room [24]byte
	return string(n.append(room[:0]))
}

func (n Number) append(b []byte) []byte {
	if n.digits < 0 {
		b = append(b, '-')
	}
	first := len(b)
	b = strconv.AppendInt(b, max(n.digits, -n.digits), 10)
	for len(b)-first <= int(n.places) {
		b = slices.Insert(b, first, '0')
	}
	if n.places > 0 {
		b = slices.Insert(b, len(b)-int(n.places), '.')
	}
	return b
}

// AppendText appends the figure as it was printed. One that is not stated is an
// error.
func (n Number) AppendText(b []byte) ([]byte, error) {
	if !n.known {
		return b, fault.New("evaluation.Number", validate.Required, "", "a figure that is not stated has no text")
	}
	return n.append(b), nil
}

// MarshalText returns the figure as it was printed. One that is not stated is an
// error.
func (n Number) MarshalText() ([]byte, error) { return n.AppendText(nil) }

// UnmarshalText reads what [ParseNumber] reads; on failure n is unchanged.
func (n *Number) UnmarshalText(text []byte) error {
	parsed, err := ParseNumber(string(text))
	if err != nil {
		return err
	}
	*n = parsed
	return nil
}

// MarshalJSON returns the figure as a JSON number, with its places. One that is
// not stated is an error: tag such a field omitzero.
func (n Number) MarshalJSON() ([]byte, error) { return n.AppendText(nil) }

// UnmarshalJSON reads a JSON number of the form that [ParseNumber] reads. A text,
// null and an exponent are errors; on failure n is unchanged.
func (n *Number) UnmarshalJSON(text []byte) error { return n.UnmarshalText(text) }

// MarshalBinary returns the figure's text, blank where none is stated; gob uses
// it.
func (n Number) MarshalBinary() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalBinary reads what MarshalBinary returns; on failure n is unchanged.
func (n *Number) UnmarshalBinary(data []byte) error {
	if len(data) == 0 {
		*n = Number{}
		return nil
	}
	return n.UnmarshalText(data)
}

// LogValue returns the figure as it was printed for a log, blank where none is
// stated.
func (n Number) LogValue() slog.Value { return slog.StringValue(n.String()) }

// Value returns the figure's text for a database. One that is not stated is an
// error: store a sql.Null[evaluation.Number] where it may be missing.
func (n Number) Value() (driver.Value, error) { return sqltext.Value(n) }

// Scan reads the text that Value stores. NULL and blank text are errors that
// leave n unchanged: scan into a sql.Null[evaluation.Number].
func (n *Number) Scan(src any) error { return sqltext.Scan(n, "evaluation.Number", src, ParseNumber) }

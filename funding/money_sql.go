package funding

import (
	"database/sql/driver"
	"math"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// maxReal is the greatest number of pounds, 2^46, up to which a float64 tells
// neighbouring pennies apart.
const maxReal = 1 << 46

// Value returns the text of m for a database: "4590000.00". SQLite turns it into a
// floating-point number in a column of type NUMERIC, DECIMAL or REAL, so an amount
// beyond £70,368,744,177,664.00 either way, which could not be read back from there,
// is an error of code [validate.Overflow]: store the text of [Money.String].
func (m Money) Value() (driver.Value, error) {
	if m.pence < -maxReal*100 || m.pence > maxReal*100 {
		return nil, fault.New("funding.Money.Value", validate.Overflow, m.String(),
			"a numeric column of SQLite could not give this back to the penny: store the text of String in a column of text")
	}
	return m.String(), nil
}

// Scan reads what a database has in a column of text or of exact numbers, as
// [Money.UnmarshalText] does, and where it is exact what SQLite has in a numeric
// column: an integer is pounds (not pence), and a floating-point number is the
// amount of whole pennies to which it is the nearest. Anything else, as the noise of
// a sum of such numbers, is an error of code [validate.Precision], and what is too
// large one of [validate.Overflow]. NULL is an error: scan into sql.Null[Money].
func (m *Money) Scan(src any) (err error) {
	scanned := *m
	switch n := src.(type) {
	case int64:
		scanned, err = Pounds(n)
	case float64:
		scanned, err = fromReal(n)
	default:
		err = sqltext.Scan(&scanned, "funding.Money", src, parsePlain)
	}
	if err == nil {
		*m = scanned
	}
	return err
}

// fromReal returns the amount of whole pennies to which f is the nearest float64.
func fromReal(f float64) (Money, error) {
	const op = "funding.Money.Scan"
	text := strconv.FormatFloat(f, 'g', -1, 64)
	if math.IsNaN(f) {
		return Money{}, fault.New(op, validate.Format, text, "an amount is a number")
	}
	if math.Abs(f) > maxReal {
		return Money{}, fault.New(op, validate.Overflow, text, "a floating-point number of this size does not hold pennies: keep amounts as text")
	}
	near := int64(math.Round(f * 100))
	for _, pence := range [...]int64{near, near - 1, near + 1} { // the product is rounded
		if float64(pence)/100 == f {
			return Money{pence}, nil
		}
	}
	return Money{}, fault.New(op, validate.Precision, text, "not a whole number of pennies: keep amounts as text, or round the sum in the query")
}

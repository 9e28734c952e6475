package appraisal

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Denominator says what a benefit-cost ratio divides by. The zero value is unset:
// an appraisal without a denominator has no ratio, because a ratio means nothing
// while nobody says of what. The Green Book wants it stated (edition of 2020,
// paragraphs 5.54 to 5.56).
type Denominator uint8

// The ladder of denominators.
const (
	// AllCosts divides the present value of all benefits by that of all costs.
	AllCosts Denominator = iota + 1
	// Budget divides by the present value of the cashable costs, which are what the
	// public budget has to find; the other costs are taken off the benefits.
	Budget
)

var denominatorNames = ladder.Names{"all-costs", "budget"}

// ParseDenominator reads "all-costs" or "budget", and nothing else.
func ParseDenominator(text string) (Denominator, error) {
	return ladder.Parse[Denominator](denominatorNames, "appraisal.ParseDenominator", text)
}

// IsZero reports whether d is unset.
func (d Denominator) IsZero() bool { return d == 0 }

// String returns the denominator's word, or "Denominator(9)" for a value off the ladder.
func (d Denominator) String() string { return denominatorNames.String("Denominator", uint8(d)) }

// AppendText appends the denominator's word. A value off the ladder is an error.
func (d Denominator) AppendText(b []byte) ([]byte, error) {
	return denominatorNames.Append(b, "Denominator", uint8(d))
}

// MarshalText returns the denominator's word. A value off the ladder is an error.
func (d Denominator) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads what [ParseDenominator] reads; on failure d is unchanged.
func (d *Denominator) UnmarshalText(text []byte) error {
	parsed, err := ParseDenominator(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value returns the denominator's word for a database.
func (d Denominator) Value() (driver.Value, error) { return sqltext.Value(d) }

// Scan reads the denominator's word from a database. NULL is an error: scan into
// sql.Null[Denominator].
func (d *Denominator) Scan(src any) error {
	return sqltext.Scan(d, "appraisal.Denominator", src, ParseDenominator)
}

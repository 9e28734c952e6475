package funding

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Strength is how firm money is, from a wish to a payment. The words pledge,
// commitment and disbursement are those of the International Aid Transparency
// Initiative. The zero value is unset: nothing is promised.
type Strength uint8

// The ladder of strengths.
const (
	Request      Strength = iota + 1 // requested
	Pledge                           // earmarked, or approved in principle
	Commitment                       // approved
	Disbursement                     // paid
)

var strengthNames = ladder.Names{"request", "pledge", "commitment", "disbursement"}

// ParseStrength reads "request", "pledge", "commitment" or "disbursement", and
// nothing else.
func ParseStrength(text string) (Strength, error) {
	return ladder.Parse[Strength](strengthNames, "funding.ParseStrength", text)
}

// IsZero reports whether s is unset.
func (s Strength) IsZero() bool { return s == 0 }

// String returns the strength's word, or "Strength(9)" for a value off the
// ladder.
func (s Strength) String() string { return strengthNames.String("Strength", uint8(s)) }

// AppendText appends the strength's word. A value off the ladder is an error.
func (s Strength) AppendText(b []byte) ([]byte, error) {
	return strengthNames.Append(b, "Strength", uint8(s))
}

// MarshalText returns the strength's word. A value off the ladder is an error.
func (s Strength) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads what [ParseStrength] reads; on failure s is unchanged.
func (s *Strength) UnmarshalText(text []byte) error {
	parsed, err := ParseStrength(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// Value returns the strength's word for a database.
func (s Strength) Value() (driver.Value, error) { return sqltext.Value(s) }

// Scan reads the strength's word from a database. NULL is an error: scan into
// sql.Null[Strength].
func (s *Strength) Scan(src any) error {
	return sqltext.Scan(s, "funding.Strength", src, ParseStrength)
}

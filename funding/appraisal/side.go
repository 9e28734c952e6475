package appraisal

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Side says whether a line is a cost or a benefit. The zero value is unset and
// not a side. Amounts are positive on both sides.
type Side uint8

// The ladder of sides.
const (
	Cost    Side = iota + 1 // what the care model takes
	Benefit                 // what it gives
)

var sideNames = ladder.Names{"cost", "benefit"}

// ParseSide reads "cost" or "benefit", and nothing else.
func ParseSide(text string) (Side, error) {
	return ladder.Parse[Side](sideNames, "appraisal.ParseSide", text)
}

// IsZero reports whether s is unset.
func (s Side) IsZero() bool { return s == 0 }

// String returns the side's word, or "Side(9)" for a value off the ladder.
func (s Side) String() string { return sideNames.String("Side", uint8(s)) }

// AppendText appends the side's word. A value off the ladder is an error.
func (s Side) AppendText(b []byte) ([]byte, error) {
	return sideNames.Append(b, "Side", uint8(s))
}

// MarshalText returns the side's word. A value off the ladder is an error.
func (s Side) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads what [ParseSide] reads; on failure s is unchanged.
func (s *Side) UnmarshalText(text []byte) error {
	parsed, err := ParseSide(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// Value returns the side's word for a database.
func (s Side) Value() (driver.Value, error) { return sqltext.Value(s) }

// Scan reads the side's word from a database. NULL is an error: scan into
// sql.Null[Side].
func (s *Side) Scan(src any) error {
	return sqltext.Scan(s, "appraisal.Side", src, ParseSide)
}

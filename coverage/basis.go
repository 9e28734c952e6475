package coverage

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Basis says which people a figure counts. Two figures of different bases are
// never added, subtracted or divided: lists of registered patients in England
// were 57.0 million in 2015 when about 54.8 million people lived there, and by
// clinical commissioning group the one is 0.84 to 1.45 times the other. The zero
// Basis is unset.
type Basis uint8

// The ladder of bases.
const (
	Resident   Basis = iota + 1 // people who live in an area (census and mid-year estimates)
	Registered                  // patients on the lists of general practices
	Weighted                    // registered patients weighted for need, as in payment formulas
	Served                      // people a service enrols, as care-home residents: never compared with an area
)

var basisNames = ladder.Names{"resident", "registered", "weighted", "served"}

// ParseBasis reads "resident", "registered", "weighted" or "served", and nothing
// else.
func ParseBasis(text string) (Basis, error) {
	return ladder.Parse[Basis](basisNames, "coverage.ParseBasis", text)
}

// IsZero reports whether b is unset.
func (b Basis) IsZero() bool { return b == 0 }

// String returns the basis's word, or "Basis(7)" for a value off the ladder.
func (b Basis) String() string { return basisNames.String("Basis", uint8(b)) }

// AppendText appends the basis's word. A value off the ladder is an error.
func (b Basis) AppendText(text []byte) ([]byte, error) {
	return basisNames.Append(text, "Basis", uint8(b))
}

// MarshalText returns the basis's word. A value off the ladder is an error.
func (b Basis) MarshalText() ([]byte, error) { return b.AppendText(nil) }

// UnmarshalText reads what [ParseBasis] reads; on failure b is unchanged.
func (b *Basis) UnmarshalText(text []byte) error {
	parsed, err := ParseBasis(string(text))
	if err != nil {
		return err
	}
	*b = parsed
	return nil
}

// Value returns the basis's word for a database. An unset basis is an error:
// store a sql.Null[coverage.Basis] where it may be missing.
func (b Basis) Value() (driver.Value, error) { return sqltext.Value(b) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave b unchanged: scan into a sql.Null[coverage.Basis].
func (b *Basis) Scan(src any) error { return sqltext.Scan(b, "coverage.Basis", src, ParseBasis) }

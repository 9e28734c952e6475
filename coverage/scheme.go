package coverage

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Scheme says who gives out an area code. The zero Scheme is unset.
type Scheme uint8

// The ladder of schemes.
const (
	SchemeGSS Scheme = iota + 1 // the Government Statistical Service: ONS Register of Geographic Codes
	SchemeODS                   // the NHS Organisation Data Service
)

var schemeNames = ladder.Names{"gss", "ods"}

// ParseScheme reads "gss" or "ods", and nothing else.
func ParseScheme(text string) (Scheme, error) {
	return ladder.Parse[Scheme](schemeNames, "coverage.ParseScheme", text)
}

// IsZero reports whether s is unset.
func (s Scheme) IsZero() bool { return s == 0 }

// String returns the scheme's word, or "Scheme(7)" for a value off the ladder.
func (s Scheme) String() string { return schemeNames.String("Scheme", uint8(s)) }

// AppendText appends the scheme's word. A value off the ladder is an error.
func (s Scheme) AppendText(text []byte) ([]byte, error) {
	return schemeNames.Append(text, "Scheme", uint8(s))
}

// MarshalText returns the scheme's word. A value off the ladder is an error.
func (s Scheme) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads what [ParseScheme] reads; on failure s is unchanged.
func (s *Scheme) UnmarshalText(text []byte) error {
	parsed, err := ParseScheme(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// Value returns the scheme's word for a database. An unset scheme is an error:
// store a sql.Null[coverage.Scheme] where it may be missing.
func (s Scheme) Value() (driver.Value, error) { return sqltext.Value(s) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave s unchanged: scan into a sql.Null[coverage.Scheme].
func (s *Scheme) Scan(src any) error { return sqltext.Scan(s, "coverage.Scheme", src, ParseScheme) }

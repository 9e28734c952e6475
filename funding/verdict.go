package funding

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Verdict says how a published total and the sum of a book's own figures go
// together. The zero value is unset and not a verdict.
type Verdict uint8

// The ladder of verdicts.
const (
	Agrees          Verdict = iota + 1 // to the penny, or as the total's bound has it
	WithinRounding                     // within what the figures are rounded to
	Over                               // what is known exceeds the total already
	Short                              // everything is known, and it is less
	CannotBeChecked                    // not enough is known to say
)

var verdictNames = ladder.Names{"agrees", "within-rounding", "over", "short", "cannot-be-checked"}

// ParseVerdict reads a verdict's word ("within-rounding") and nothing else.
func ParseVerdict(text string) (Verdict, error) {
	return ladder.Parse[Verdict](verdictNames, "funding.ParseVerdict", text)
}

// IsZero reports whether v is unset.
func (v Verdict) IsZero() bool { return v == 0 }

// String returns the verdict's word, or "Verdict(9)" for a value off the ladder.
func (v Verdict) String() string { return verdictNames.String("Verdict", uint8(v)) }

// AppendText appends the verdict's word. A value off the ladder is an error.
func (v Verdict) AppendText(b []byte) ([]byte, error) {
	return verdictNames.Append(b, "Verdict", uint8(v))
}

// MarshalText returns the verdict's word. A value off the ladder is an error.
func (v Verdict) MarshalText() ([]byte, error) { return v.AppendText(nil) }

// UnmarshalText reads what [ParseVerdict] reads; on failure v is unchanged.
func (v *Verdict) UnmarshalText(text []byte) error {
	parsed, err := ParseVerdict(string(text))
	if err != nil {
		return err
	}
	*v = parsed
	return nil
}

// Value returns the verdict's word for a database.
func (v Verdict) Value() (driver.Value, error) { return sqltext.Value(v) }

// Scan reads the verdict's word from a database. NULL is an error: scan into
// sql.Null[Verdict].
func (v *Verdict) Scan(src any) error {
	return sqltext.Scan(v, "funding.Verdict", src, ParseVerdict)
}

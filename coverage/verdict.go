package coverage

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Verdict is how a published claim stands beside the recomputed figure. The zero
// Verdict is unset.
type Verdict uint8

// The ladder of verdicts.
const (
	Agrees          Verdict = iota + 1 // the figure is exact and the claim is true of it
	InsideBounds                       // the figure is not exact, and the claim lies between its bounds
	WithinRounding                     // the claim differs by no more than what its source rounds to
	Differs                            // the claim differs by more than that
	NotIndependent                     // a share of a footprint was made from this very source: agreement proves nothing
	CannotBeChecked                    // the footprints are incomplete or none, or the bases differ
)

var verdictNames = ladder.Names{"agrees", "inside-bounds", "within-rounding", "differs", "not-independent", "cannot-be-checked"}

// ParseVerdict reads "agrees", "inside-bounds", "within-rounding", "differs",
// "not-independent" or "cannot-be-checked", and nothing else.
func ParseVerdict(text string) (Verdict, error) {
	return ladder.Parse[Verdict](verdictNames, "coverage.ParseVerdict", text)
}

// IsZero reports whether v is unset.
func (v Verdict) IsZero() bool { return v == 0 }

// String returns the verdict's words, or "Verdict(9)" for a value off the ladder.
func (v Verdict) String() string { return verdictNames.String("Verdict", uint8(v)) }

// AppendText appends the verdict's words. A value off the ladder is an error.
func (v Verdict) AppendText(text []byte) ([]byte, error) {
	return verdictNames.Append(text, "Verdict", uint8(v))
}

// MarshalText returns the verdict's words. A value off the ladder is an error.
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

// Value returns the verdict's words for a database. An unset verdict is an error:
// store a sql.Null[coverage.Verdict] where it may be missing.
func (v Verdict) Value() (driver.Value, error) { return sqltext.Value(v) }

// Scan reads the words that Value stores. NULL and blank text are errors that
// leave v unchanged: scan into a sql.Null[coverage.Verdict].
func (v *Verdict) Scan(src any) error { return sqltext.Scan(v, "coverage.Verdict", src, ParseVerdict) }

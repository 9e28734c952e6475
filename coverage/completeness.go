package coverage

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Completeness says how far a footprint's list of areas can be trusted. The zero
// Completeness is not stated, which every calculation takes as [Complete].
type Completeness uint8

// The ladder of completeness.
const (
	Complete   Completeness = iota + 1 // a source lists the areas
	Incomplete                         // more areas exist than are listed: every figure is a lower bound
	Derived                            // drawn from the vanguard's partners, not from a list of areas
)

var completenessNames = ladder.Names{"complete", "incomplete", "derived"}

// ParseCompleteness reads "complete", "incomplete" or "derived", and nothing
// else.
func ParseCompleteness(text string) (Completeness, error) {
	return ladder.Parse[Completeness](completenessNames, "coverage.ParseCompleteness", text)
}

// IsZero reports whether c is not stated.
func (c Completeness) IsZero() bool { return c == 0 }

// String returns the word, or "Completeness(7)" for a value off the ladder.
func (c Completeness) String() string { return completenessNames.String("Completeness", uint8(c)) }

// AppendText appends the word. A value off the ladder is an error.
func (c Completeness) AppendText(text []byte) ([]byte, error) {
	return completenessNames.Append(text, "Completeness", uint8(c))
}

// MarshalText returns the word. A value off the ladder is an error.
func (c Completeness) MarshalText() ([]byte, error) { return c.AppendText(nil) }

// UnmarshalText reads what [ParseCompleteness] reads; on failure c is unchanged.
func (c *Completeness) UnmarshalText(text []byte) error {
	parsed, err := ParseCompleteness(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// Value returns the word for a database. What is not stated is an error: store a
// sql.Null[coverage.Completeness] where it may be missing.
func (c Completeness) Value() (driver.Value, error) { return sqltext.Value(c) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave c unchanged: scan into a sql.Null[coverage.Completeness].
func (c *Completeness) Scan(src any) error {
	return sqltext.Scan(c, "coverage.Completeness", src, ParseCompleteness)
}

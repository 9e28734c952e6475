package appraisal

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Nature says what kind of value a line is, and so what it can be added to. The
// zero value is unset and not a nature.
//
// Only cashable lines are money that leaves or comes back: they make the net cash
// by year, the payback and the contribution to a target. All natures enter the
// net present social value. The words are those of HM Treasury and partners,
// Supporting public service transformation: cost benefit analysis guidance for
// local partnerships (2014).
type Nature uint8

// The ladder of natures.
const (
	Cashable    Nature = iota + 1 // money that is spent, or can be taken out of a budget
	NonCashable                   // capacity that is freed or used, such as bed days or staff time
	Social                        // value to society outside public budgets
	Health                        // health effects, such as quality-adjusted life years, in money: takes the health schedule
)

var natureNames = ladder.Names{"cashable", "non-cashable", "social", "health"}

// ParseNature reads "cashable", "non-cashable", "social" or "health", and nothing else.
func ParseNature(text string) (Nature, error) {
	return ladder.Parse[Nature](natureNames, "appraisal.ParseNature", text)
}

// IsZero reports whether n is unset.
func (n Nature) IsZero() bool { return n == 0 }

// String returns the nature's word, or "Nature(9)" for a value off the ladder.
func (n Nature) String() string { return natureNames.String("Nature", uint8(n)) }

// AppendText appends the nature's word. A value off the ladder is an error.
func (n Nature) AppendText(b []byte) ([]byte, error) {
	return natureNames.Append(b, "Nature", uint8(n))
}

// MarshalText returns the nature's word. A value off the ladder is an error.
func (n Nature) MarshalText() ([]byte, error) { return n.AppendText(nil) }

// UnmarshalText reads what [ParseNature] reads; on failure n is unchanged.
func (n *Nature) UnmarshalText(text []byte) error {
	parsed, err := ParseNature(string(text))
	if err != nil {
		return err
	}
	*n = parsed
	return nil
}

// Value returns the nature's word for a database.
func (n Nature) Value() (driver.Value, error) { return sqltext.Value(n) }

// Scan reads the nature's word from a database. NULL is an error: scan into
// sql.Null[Nature].
func (n *Nature) Scan(src any) error {
	return sqltext.Scan(n, "appraisal.Nature", src, ParseNature)
}

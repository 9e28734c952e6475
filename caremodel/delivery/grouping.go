package delivery

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Grouping is what the thematic review groups barriers by. The zero value is
// unset and not a grouping.
type Grouping uint8

// The groupings of [Delivery.Themes].
const (
	ByTheme    Grouping = iota + 1 // what a barrier is about
	ByCategory                     // the care model that it hinders
	ByBody                         // the national body whose part it is
)

var groupings = ladder.Names{"theme", "category", "body"}

// ParseGrouping reads "theme", "category" or "body".
func ParseGrouping(text string) (Grouping, error) {
	return ladder.Parse[Grouping](groupings, "delivery.ParseGrouping", text)
}

// IsZero reports whether g is unset.
func (g Grouping) IsZero() bool { return g == 0 }

// String returns the grouping's word, or "Grouping(9)" for an invalid one.
func (g Grouping) String() string { return groupings.String("Grouping", uint8(g)) }

// AppendText appends the grouping's word. An invalid grouping is an error.
func (g Grouping) AppendText(b []byte) ([]byte, error) {
	return groupings.Append(b, "Grouping", uint8(g))
}

// MarshalText returns the grouping's word. An invalid grouping is an error.
func (g Grouping) MarshalText() ([]byte, error) { return g.AppendText(nil) }

// UnmarshalText reads what [ParseGrouping] reads; on failure g is unchanged.
func (g *Grouping) UnmarshalText(text []byte) error {
	parsed, err := ParseGrouping(string(text))
	if err != nil {
		return err
	}
	*g = parsed
	return nil
}

// Value returns the grouping's word for a database. An invalid grouping is an
// error.
func (g Grouping) Value() (driver.Value, error) { return sqltext.Value(g) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave g unchanged: scan into a sql.Null[delivery.Grouping].
func (g *Grouping) Scan(src any) error {
	return sqltext.Scan(g, "delivery.Grouping", src, ParseGrouping)
}

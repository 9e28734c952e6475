package funding

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Dimension is something that a [Table] divides money by. The zero value is unset
// and not a dimension.
//
// The values of each have an order, which is the order of a table's rows:
// vanguards as the programme lists them, categories as its taxonomy, waves as the
// programme, regions by name, years as they pass (multi-year money after its
// first year alone), streams as the constants stand and then by name, kinds,
// statuses and strengths up their ladders, funds by key, rounds by year and key.
// Joint awards that straddle come after the values, what has none comes last.
type Dimension uint8

// The dimensions.
const (
	ByVanguard Dimension = iota + 1
	ByCategory
	ByWave
	ByRegion
	ByYear
	ByStream
	ByKind
	ByStatus
	ByStrength
	ByFund
	ByRound
)

var dimensionNames = ladder.Names{
	"vanguard", "category", "wave", "region", "year", "stream", "kind", "status", "strength", "fund", "round",
}

// ParseDimension reads a dimension's word ("vanguard", "year") and nothing else.
func ParseDimension(text string) (Dimension, error) {
	return ladder.Parse[Dimension](dimensionNames, "funding.ParseDimension", text)
}

// IsZero reports whether d is unset.
func (d Dimension) IsZero() bool { return d == 0 }

// String returns the dimension's word, or "Dimension(99)" for a value off the
// ladder.
func (d Dimension) String() string { return dimensionNames.String("Dimension", uint8(d)) }

// AppendText appends the dimension's word. A value off the ladder is an error.
func (d Dimension) AppendText(b []byte) ([]byte, error) {
	return dimensionNames.Append(b, "Dimension", uint8(d))
}

// MarshalText returns the dimension's word. A value off the ladder is an error.
func (d Dimension) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads what [ParseDimension] reads; on failure d is unchanged.
func (d *Dimension) UnmarshalText(text []byte) error {
	parsed, err := ParseDimension(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value returns the dimension's word for a database.
func (d Dimension) Value() (driver.Value, error) { return sqltext.Value(d) }

// Scan reads the dimension's word from a database. NULL is an error: scan into
// sql.Null[Dimension].
func (d *Dimension) Scan(src any) error {
	return sqltext.Scan(d, "funding.Dimension", src, ParseDimension)
}

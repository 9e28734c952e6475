package coverage

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Method says how the weights of a [Crosswalk] were found. A higher value leans
// on a stronger assumption. The zero Method is unset.
type Method uint8

// The ladder of methods.
const (
	// MethodExact: every source area lies wholly within one target.
	MethodExact Method = iota + 1
	// MethodBestFit: every source area goes to the one target that has most of
	// it, though others have some.
	MethodBestFit
	// MethodPopulationWeighted: a source area is shared out as the people of
	// smaller areas, which nest in both, are.
	MethodPopulationWeighted
	// MethodEqualSplit: a source area is shared out in equal parts, for want of
	// anything better.
	MethodEqualSplit
)

var methodNames = ladder.Names{"exact", "best-fit", "population-weighted", "equal-split"}

// ParseMethod reads "exact", "best-fit", "population-weighted" or "equal-split",
// and nothing else.
func ParseMethod(text string) (Method, error) {
	return ladder.Parse[Method](methodNames, "coverage.ParseMethod", text)
}

// IsZero reports whether m is unset.
func (m Method) IsZero() bool { return m == 0 }

// String returns the method's word, or "Method(7)" for a value off the ladder.
func (m Method) String() string { return methodNames.String("Method", uint8(m)) }

// AppendText appends the method's word. A value off the ladder is an error.
func (m Method) AppendText(text []byte) ([]byte, error) {
	return methodNames.Append(text, "Method", uint8(m))
}

// MarshalText returns the method's word. A value off the ladder is an error.
func (m Method) MarshalText() ([]byte, error) { return m.AppendText(nil) }

// UnmarshalText reads what [ParseMethod] reads; on failure m is unchanged.
func (m *Method) UnmarshalText(text []byte) error {
	parsed, err := ParseMethod(string(text))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}

// Value returns the method's word for a database. An unset method is an error:
// store a sql.Null[coverage.Method] where it may be missing.
func (m Method) Value() (driver.Value, error) { return sqltext.Value(m) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave m unchanged: scan into a sql.Null[coverage.Method].
func (m *Method) Scan(src any) error { return sqltext.Scan(m, "coverage.Method", src, ParseMethod) }

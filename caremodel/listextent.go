package caremodel

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// ListExtent is how a source's list reads: all there are, or some of them. The
// zero value means not known. A count over a list that is not complete is a lower
// bound.
type ListExtent uint8

// How a list may read.
const (
	ListComplete ListExtent = iota + 1 // "is made up of": all there are
	ListExamples                       // "partners include": some of them
)

var listExtents = ladder.Names{"complete", "examples"}

// ParseListExtent reads "complete" or "examples".
func ParseListExtent(text string) (ListExtent, error) {
	return ladder.Parse[ListExtent](listExtents, "caremodel.ParseListExtent", text)
}

// IsZero reports whether e is not known.
func (e ListExtent) IsZero() bool { return e == 0 }

// String returns the extent's word, "not known" for the zero ListExtent, and
// "ListExtent(9)" for an invalid one.
func (e ListExtent) String() string {
	if e == 0 {
		return "not known"
	}
	return listExtents.String("ListExtent", uint8(e))
}

// AppendText appends the extent's word. The zero and any invalid ListExtent are
// errors.
func (e ListExtent) AppendText(b []byte) ([]byte, error) {
	return listExtents.Append(b, "ListExtent", uint8(e))
}

// MarshalText returns the extent's word. The zero and any invalid ListExtent are
// errors; tag a field of JSON that may be unset with omitzero.
func (e ListExtent) MarshalText() ([]byte, error) { return e.AppendText(nil) }

// UnmarshalText reads what [ParseListExtent] reads; on failure e is unchanged.
func (e *ListExtent) UnmarshalText(text []byte) error {
	parsed, err := ParseListExtent(string(text))
	if err != nil {
		return err
	}
	*e = parsed
	return nil
}

// Value returns the extent's word for a database. The zero and any invalid
// ListExtent are errors: store a sql.Null[caremodel.ListExtent] where it may be
// missing.
func (e ListExtent) Value() (driver.Value, error) { return sqltext.Value(e) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave e unchanged: scan into a sql.Null[caremodel.ListExtent].
func (e *ListExtent) Scan(src any) error {
	return sqltext.Scan(e, "caremodel.ListExtent", src, ParseListExtent)
}

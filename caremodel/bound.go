package caremodel

import (
	"database/sql/driver"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/jsontext"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Bound is how a source puts a figure. The zero value, Exactly, is a figure
// without any such word.
type Bound uint8

// How a source may put a figure.
const (
	Exactly   Bound = iota // "£8.3m"
	About                  // "around nine per cent"
	AtLeast                // "more than five million"
	AtMost                 // "up to £10m"
	NotStated              // the decision is known, the figure is not
)

var boundNames = [...]string{"exactly", "about", "at-least", "at-most", "not-stated"}

// ParseBound reads "exactly", "about", "at-least", "at-most" or "not-stated".
func ParseBound(text string) (Bound, error) {
	for i, name := range boundNames {
		if name == text {
			return Bound(i), nil
		}
	}
	return 0, fault.New("caremodel.ParseBound", validate.Format, text, "use one of "+strings.Join(boundNames[:], ", "))
}

// String returns the bound's word, or "Bound(9)" for an invalid one.
func (b Bound) String() string {
	if int(b) >= len(boundNames) {
		return "Bound(" + strconv.Itoa(int(b)) + ")"
	}
	return boundNames[b]
}

// AppendText appends the bound's word. An invalid bound is an error.
func (b Bound) AppendText(text []byte) ([]byte, error) {
	if int(b) >= len(boundNames) {
		return text, fmt.Errorf("%v has no text", b)
	}
	return append(text, boundNames[b]...), nil
}

// MarshalText returns the bound's word. An invalid bound is an error.
func (b Bound) MarshalText() ([]byte, error) { return b.AppendText(nil) }

// UnmarshalText reads what [ParseBound] reads; on failure b is unchanged.
func (b *Bound) UnmarshalText(text []byte) error {
	parsed, err := ParseBound(string(text))
	if err != nil {
		return err
	}
	*b = parsed
	return nil
}

// UnmarshalJSON reads a text in quotes as UnmarshalText does. Null is an error.
func (b *Bound) UnmarshalJSON(data []byte) error {
	return jsontext.Unmarshal(data, "caremodel.Bound", b)
}

// LogValue returns the bound's word for a log.
func (b Bound) LogValue() slog.Value { return slog.StringValue(b.String()) }

// Value returns the bound's word for a database. An invalid bound is an error.
func (b Bound) Value() (driver.Value, error) { return sqltext.Value(b) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave b unchanged: scan into a sql.Null[caremodel.Bound].
func (b *Bound) Scan(src any) error { return sqltext.Scan(b, "caremodel.Bound", src, ParseBound) }

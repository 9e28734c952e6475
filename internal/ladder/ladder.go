// Package ladder holds the text codec of enumerations: small integer types whose
// values count from 1 and whose zero value is invalid.
//
// An enumeration is an integer rather than a string type because a string type with
// text methods encodes differently as a map key in the two JSON engines of the
// standard library.
package ladder

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Names are the texts of an enumeration: Names[i] is that of value i+1.
type Names []string

// Append appends the text of v. A value that is not one of the constants is an
// error that names kind.
func (n Names) Append(b []byte, kind string, v uint8) ([]byte, error) {
	if v == 0 || int(v) > len(n) {
		return b, fmt.Errorf("%s(%d) has no text: use one of %s", kind, v, n.list())
	}
	return append(b, n[v-1]...), nil
}

// String returns the text of v, or "Kind(7)" for a value that is not one of the
// constants.
func (n Names) String(kind string, v uint8) string {
	if v == 0 || int(v) > len(n) {
		return kind + "(" + strconv.Itoa(int(v)) + ")"
	}
	return n[v-1]
}

// LogValue returns the text of v for a log, blank where it is unset.
func LogValue(v interface {
	fmt.Stringer
	IsZero() bool
}) slog.Value {
	if v.IsZero() {
		return slog.StringValue("")
	}
	return slog.StringValue(v.String())
}

// Parse returns the value that has exactly this text; the error of op lists the
// valid texts.
func Parse[T ~uint8](n Names, op, text string) (T, error) {
	for i, name := range n {
		if name == text {
			return T(i + 1), nil
		}
	}
	return 0, fault.New(op, validate.Format, text, "use one of "+n.list())
}

// list returns the texts for people: "requested", "approved" or "paid".
func (n Names) list() string {
	quoted := make([]string, len(n))
	for i, name := range n {
		quoted[i] = strconv.Quote(name)
	}
	last := len(quoted) - 1
	if last < 1 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

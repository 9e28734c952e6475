package validate

import (
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

// maxValue is how many runes of an offending value a violation repeats.
const maxValue = 80

// Violation is one problem of one record. Violations are comparable with ==.
type Violation struct {
	// Path is where: "vanguards[3].partners[0].code", or "row 17, column amount".
	// It is blank if the value stands alone, as in an error of a Parse function.
	Path string `json:"path"`
	// Code is which rule.
	Code Code `json:"code"`
	// Severity is how bad.
	Severity Severity `json:"severity"`
	// Value is the offending value, quoted, at most 80 runes of it; blank if there
	// is no value to show.
	Value string `json:"value,omitzero"`
	// Detail is what is wrong and what would be right, for people.
	Detail string `json:"detail"`
}

// Error returns the violation on one line: path, value, detail and code, and the
// severity if it is milder than an error.
func (v Violation) Error() string {
	var b strings.Builder
	for _, part := range [...]string{v.Path, v.Value, v.Detail} {
		if part == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(ascii.Escape(part))
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteByte('(')
	if v.Severity > SeverityError {
		b.WriteString(v.Severity.String())
		b.WriteString(": ")
	}
	b.WriteString(string(v.Code))
	b.WriteByte(')')
	return b.String()
}

// Unwrap returns the violation's code, so that errors.Is finds it.
func (v Violation) Unwrap() error { return v.Code }

// Quote returns value in quotes, with control characters escaped, cut at 80
// runes, as violations show values. A value that was cut ends in "…".
func Quote(value string) string {
	runes := 0
	for i := range value {
		if runes == maxValue {
			return strconv.Quote(value[:i]) + "…"
		}
		runes++
	}
	return strconv.Quote(value)
}

package validate

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
)

// Severity says how bad a violation is. A larger value is milder; the zero
// value is invalid.
type Severity uint8

// The severities.
const (
	SeverityError   Severity = iota + 1 // the record is refused
	SeverityWarning                     // odd, but the record is kept
	SeverityInfo                        // worth knowing
)

var severityNames = [...]string{"", "error", "warning", "info"}

// ParseSeverity reads "error", "warning" or "info", and nothing else.
func ParseSeverity(text string) (Severity, error) {
	for i, name := range severityNames {
		if name == text && i > 0 {
			return Severity(i), nil
		}
	}
	return 0, fmt.Errorf("validate.ParseSeverity: %w", Violation{
		Code: Format, Severity: SeverityError, Value: Quote(text),
		Detail: `a severity is one of "error", "warning" or "info"`,
	})
}

// UnmarshalJSON reads a word in quotes as UnmarshalText does. Null is an error.
func (s *Severity) UnmarshalJSON(data []byte) error {
	var word string
	if string(data) == "null" || json.Unmarshal(data, &word) != nil {
		word = string(data)
	}
	return s.UnmarshalText([]byte(word))
}

// LogValue returns the severity's word for a log, blank where it is unset.
func (s Severity) LogValue() slog.Value {
	if s == 0 {
		return slog.StringValue("")
	}
	return slog.StringValue(s.String())
}

func (s Severity) valid() bool { return s >= SeverityError && s <= SeverityInfo }

// String returns the severity's word, or "Severity(7)" for an invalid one.
func (s Severity) String() string {
	if !s.valid() {
		return "Severity(" + strconv.Itoa(int(s)) + ")"
	}
	return severityNames[s]
}

// AppendText appends the severity's word. An invalid severity is an error.
func (s Severity) AppendText(b []byte) ([]byte, error) {
	if !s.valid() {
		return b, fmt.Errorf("%v has no text", s)
	}
	return append(b, severityNames[s]...), nil
}

// MarshalText returns the severity's word. An invalid severity is an error.
func (s Severity) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads what [ParseSeverity] reads; on failure s is unchanged.
func (s *Severity) UnmarshalText(text []byte) error {
	parsed, err := ParseSeverity(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// Package key holds the rule for callers' own keys: those of footprints, funds,
// rounds and allocations.
package key

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

// MaxBytes is the longest key.
const MaxBytes = 80

// Fault says what is wrong with a key, or returns "". Whether a key may be blank is
// for the caller to decide.
func Fault(key string) string {
	if len(key) > MaxBytes {
		return "a key has at most 80 bytes"
	}
	if ascii.Printable(key) {
		return ""
	}
	if strings.ContainsRune(key, utf8.RuneError) { // also found in invalid UTF-8
		return "a key is UTF-8 text without the replacement character U+FFFD"
	}
	for _, r := range key {
		if unicode.IsControl(r) {
			return "a key has no control characters"
		}
	}
	return ""
}

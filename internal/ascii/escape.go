package ascii

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape returns text with everything that is not graphic escaped as in Go: line
// breaks, escape codes, marks that change the direction of writing, bytes that are
// not UTF-8. A name from outside can then neither break a line nor control a
// terminal.
func Escape(text string) string {
	if Printable(text) || isGraphic(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch _, size := utf8.DecodeRuneInString(text[i:]); {
		case r == utf8.RuneError && size == 1:
			b.WriteString(`\x`)
			b.WriteByte(hex[text[i]>>4])
			b.WriteByte(hex[text[i]&15])
		case unicode.IsGraphic(r):
			b.WriteRune(r)
		default:
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

const hex = "0123456789abcdef"

// isGraphic reports whether text has graphic characters only.
func isGraphic(text string) bool {
	for _, r := range text {
		if r == utf8.RuneError || !unicode.IsGraphic(r) {
			return false
		}
	}
	return true
}

package chart

import (
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// sentence is a text with a capital at its beginning.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// people writes a number with thousands apart.
func people(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// spoken writes a day as people read it: 31 March 2018.
func spoken(d caremodel.Date) string {
	return fmt.Sprintf("%d %s %d", d.Day(), d.Month(), d.Year())
}

// between writes two bounds, or one number where they are equal.
func between(low, high string) string {
	if low == high {
		return low
	}
	return low + " to " + high
}

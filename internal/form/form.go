// Package form holds the rules for the texts of records: short names that
// programs use, names and texts that people read, and addresses.
package form

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

const (
	MaxWord = 80       // bytes of a word
	MaxText = 64 << 10 // bytes of any other text
)

// Word reports whether text is lower-case letters and digits with single separators
// between them, as in "harnessing-technology", at most [MaxWord] bytes. A blank
// text is not a word.
func Word(text string, separator byte) bool {
	before := separator
	for _, b := range []byte(text) {
		if b == separator && before == separator {
			return false
		}
		if b != separator && (b < 'a' || b > 'z') && (b < '0' || b > '9') {
			return false
		}
		before = b
	}
	return before != separator && len(text) <= MaxWord
}

// Name checks a name that must be given and is shown to people on one line.
func Name(at validate.Place, text string) {
	switch {
	case text == "":
		at.Error(validate.Required, "", "this must be given")
	case strings.TrimSpace(text) != text:
		at.Error(validate.Format, text, "leave out the blanks at the ends")
	case strings.ContainsAny(text, "\t\n"):
		at.Error(validate.Format, text, "leave out tabs and line breaks")
	default:
		Text(at, text)
	}
}

// Text checks a text that may be left out and may have several lines. A text that
// passes can be written to a document and read back.
func Text(at validate.Place, text string) {
	if code, detail := fault(text); detail != "" {
		at.Error(code, text, detail)
	}
}

// IsText reports whether [Text] finds nothing wrong with text.
func IsText(text string) bool {
	if len(text) <= MaxText && ascii.Printable(text) {
		return true
	}
	_, detail := fault(text)
	return detail == ""
}

// fault says what is wrong with a text, or nothing.
func fault(text string) (validate.Code, string) {
	odd := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	switch {
	case len(text) > MaxText:
		return validate.TooLarge, "a text has at most " + strconv.Itoa(MaxText) + " bytes"
	case strings.ContainsRune(text, utf8.RuneError): // also found in invalid UTF-8
		return validate.Format, "this is not valid UTF-8, or was damaged: it holds the replacement character U+FFFD"
	case strings.ContainsFunc(text, odd):
		return validate.Format, "leave out control characters"
	}
	return "", ""
}

// Address reports whether text is an address with a scheme and has graphic
// characters only.
func Address(text string) bool {
	odd := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError }
	return len(text) <= MaxText && strings.Contains(text, "://") && !strings.ContainsFunc(text, odd)
}

// Package fold normalises names, so that the spellings of different sources compare
// as equal.
package fold

import (
	"strings"
	"unicode"
)

// Key returns text in lower case, with apostrophes removed, every other run of
// punctuation and blanks replaced by one blank, and the words "and" and "the" left
// out: "Airedale & Partners" and "AIREDALE AND PARTNERS" have the same key. A text
// with no other words keeps "and" and "the".
func Key(text string) string { return strings.Join(Words(text), " ") }

// Parts splits a name that ends in parentheses, as "East Midlands Radiology
// Consortium (EMRAD)", into the text before and the text within them. It returns
// nil for other names.
func Parts(name string) []string {
	front, rest, _ := strings.Cut(name, "(")
	inner, after, ok := strings.Cut(rest, ")")
	if !ok || strings.TrimSpace(after) != "" {
		return nil
	}
	return []string{front, inner}
}

// Words returns the words of [Key].
func Words(text string) []string {
	all := strings.FieldsFunc(strings.Map(fold, text), func(r rune) bool { return r == ' ' })
	words := make([]string, 0, len(all))
	for _, w := range all {
		if w != "and" && w != "the" {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return all
	}
	return words
}

func fold(r rune) rune {
	switch {
	case r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´' || r == 'ʼ':
		return -1
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
		return unicode.ToLower(r)
	}
	return ' '
}

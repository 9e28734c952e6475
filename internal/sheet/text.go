package sheet

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// windows1252 holds the characters of 0x80 to 0x9F; the other bytes stand for the code point of the same number. The five
// bytes that the code page leaves undefined become control characters, as the WHATWG Encoding Standard has it.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

// clean returns a field as text in UTF-8 without blanks at its ends.
func clean(field []byte) []byte {
	n := len(field)
	if n == 0 || visible(field[0]) && visible(field[n-1]) && utf8.Valid(field) {
		return field
	}
	return bytes.TrimFunc(toUTF8(field), unicode.IsSpace)
}

// visible reports whether a byte is an ASCII character other than a blank.
func visible(b byte) bool { return b > ' ' && b < utf8.RuneSelf }

// toUTF8 returns a field as UTF-8: unchanged if it is valid, otherwise read as Windows-1252, which is what spreadsheets on
// Windows save as "CSV".
func toUTF8(field []byte) []byte {
	if utf8.Valid(field) {
		return field
	}
	out := make([]byte, 0, len(field)+8)
	for _, b := range field {
		switch {
		case b < utf8.RuneSelf:
			out = append(out, b)
		case b < 0xA0:
			out = utf8.AppendRune(out, windows1252[b-0x80])
		default:
			out = utf8.AppendRune(out, rune(b))
		}
	}
	return out
}

package grants360

import "strings"

const notAnAddress = `a web address has a scheme and no blanks, as in "https://www.england.nhs.uk/"`

// isAddress reports whether a text has the form of a URI with a scheme (RFC 3986):
// validators of the schema reject any other.
func isAddress(text string) bool {
	scheme, rest, ok := strings.Cut(text, ":")
	if !ok || rest == "" || scheme == "" || !isLetter(scheme[0]) {
		return false
	}
	for i := range len(scheme) {
		if c := scheme[i]; !isLetter(c) && !isDigit(c) && !strings.ContainsRune("+-.", rune(c)) {
			return false
		}
	}
	if authority, ok := strings.CutPrefix(rest, "//"); ok && (authority == "" || strings.ContainsAny(authority[:1], "/?#")) {
		return false
	}
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '%':
			if i+2 >= len(rest) || !isHex(rest[i+1]) || !isHex(rest[i+2]) {
				return false
			}
		case !isUnreserved(c) && !strings.ContainsRune(":/?#[]@!$&'()*+,;=", rune(c)):
			return false
		}
	}
	return true
}

// escaped escapes a text for a path: unreserved characters and slashes stay as they
// are, all others are percent-encoded.
func escaped(text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; isUnreserved(c) || c == '/' {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func isUnreserved(c byte) bool {
	return isLetter(c) || isDigit(c) || strings.IndexByte("-._~", c) >= 0
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isHex(c byte) bool    { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

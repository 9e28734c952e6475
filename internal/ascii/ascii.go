// Package ascii tests whether text is printable ASCII, as nearly all keys and names
// are, and escapes text that is not graphic.
package ascii

// Printable reports whether text is printable ASCII: bytes from blank to tilde. It
// tests eight bytes at a time, because checks call it for every text of every
// record.
func Printable[T ~string | ~[]byte](text T) bool {
	n := len(text)
	if n < 8 {
		return shortPrintable(text)
	}
	odd := uint64(0)
	for i := 0; i < n-8; i += 8 {
		odd |= unprintable(word(text, i))
	}
	return odd|unprintable(word(text, n-8)) == 0 // the last eight overlap those before
}

// shortPrintable is Printable for up to seven bytes, packed into one word: from
// four bytes on as two halves that overlap.
func shortPrintable[T ~string | ~[]byte](text T) bool {
	n := len(text)
	w := uint64(lowBits * ' ')
	if n >= 4 {
		w = uint64(half(text, 0)) | uint64(half(text, n-4))<<32
	} else {
		for i := range n {
			w = w<<8 | uint64(text[i])
		}
	}
	return unprintable(w) == 0
}

// half returns the four bytes at i.
func half[T ~string | ~[]byte](text T, i int) uint32 {
	b := text[i : i+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// unprintable sets the high bit of each byte below blank or above tilde, and
// possibly of bytes above such a byte. It is zero only if all eight bytes are
// printable (Hacker's Delight, 6-1).
func unprintable(w uint64) uint64 { return (w | (w - lowBits*' ') | (w + lowBits)) & highBits }

// word returns the eight bytes at i.
func word[T ~string | ~[]byte](text T, i int) uint64 {
	b := text[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

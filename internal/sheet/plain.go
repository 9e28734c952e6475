package sheet

import (
	"encoding/binary"
	"math/bits"
)

// plain reads the next line if the buffer holds it whole, it is not empty, and it has no quotation mark, NUL byte or
// carriage return but at its end: nearly every line of a national file. The fields are exactly those of the general way.
// Otherwise plain consumes nothing and returns false.
//
// It looks at eight bytes at a time and goes from one separator to the next.
func (s *source) plain() bool {
	if s.comma != ',' {
		return false
	}
	b := s.buf[s.from:s.to]
	s.fields = s.fields[:0]
	start := 0
	var all uint64 // the high bits tell whether everything is ASCII
	blank := false // a field but the last begins or ends in a blank
	for i := 0; i+8 <= len(b); i += 8 {
		word := binary.LittleEndian.Uint64(b[i:])
		all |= word
		for found := low(word); found != 0; found &= found - 1 {
			at := i + bits.TrailingZeros64(found)/8
			switch b[at] {
			case ',':
				blank = blank || b[start] <= ' ' || at > 0 && b[at-1] <= ' '
				s.fields = append(s.fields, b[start:at])
				start = at + 1
			case '"', 0:
				return false
			case '\r':
				if at+1 < len(b) && b[at+1] != '\n' {
					return false
				}
			case '\n':
				s.ascii = all&highBits == 0
				s.tidy = s.ascii && !blank
				return s.endPlain(b, start, at)
			}
		}
	}
	return false // the last lines of a buffer go the general way
}

// endPlain takes the last field of a line that ends at the line break at end.
func (s *source) endPlain(b []byte, start, end int) bool {
	last := end
	if last > start && b[last-1] == '\r' {
		last--
	}
	if last == 0 || end >= MaxRecordBytes {
		return false
	}
	s.fields = append(s.fields, b[start:last])
	s.tidy = s.tidy && b[last-1] > ' ' && b[start] > ' ' // false for a line break, so that the last field has content
	s.from += end + 1
	s.lines++
	return true
}

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// low sets the high bits of the bytes of word up to the comma, and perhaps of a byte above one of them (Hacker's Delight,
// 6-1). Apart from the separators these are blanks, quotation marks and a few others that are rare.
func low(word uint64) uint64 { return (word - lowBits*(','+1)) &^ word & highBits }

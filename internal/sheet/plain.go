package sheet

import (
	"encoding/binary"
	"math/bits"
)

// plain reads the next line if it is held whole, has no quotation mark and is not empty, which is nearly every line of a national
// file. It finds the separators of eight bytes at a time, and gives exactly the fields that the other way gives. Otherwise nothing
// is used up and the result is false.
func (s *source) plain() bool {
	b := s.buf[s.from:s.to]
	s.fields = s.fields[:0]
	start := 0
	var all uint64 // the high bits tell whether everything is ASCII
	for i := 0; i+8 <= len(b); i += 8 {
		word := binary.LittleEndian.Uint64(b[i:])
		all |= word
		for found := likely(word, ',') | likely(word, '\n') | likely(word, '"'); found != 0; found &= found - 1 {
			at := i + bits.TrailingZeros64(found)/8
			switch b[at] {
			case ',':
				s.fields = append(s.fields, b[start:at])
				start = at + 1
			case '"':
				return false
			case '\n':
				return s.endPlain(b, start, at, all)
			}
		}
	}
	return false // the last lines of a buffer go the other way
}

// endPlain takes the last field of a line that ends at the line break at end.
func (s *source) endPlain(b []byte, start, end int, all uint64) bool {
	last := end
	if last > start && b[last-1] == '\r' {
		last--
	}
	if last == 0 || end >= MaxRecordBytes {
		return false
	}
	s.fields = append(s.fields, b[start:last])
	s.from += end + 1
	s.lines++
	s.ascii = all&highBits == 0
	return true
}

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// likely marks the bytes of word that are c, by their high bits, and perhaps a byte above one that is (Hacker's Delight, 6-1).
func likely(word uint64, c byte) uint64 {
	x := word ^ lowBits*uint64(c)
	return (x - lowBits) &^ x & highBits
}

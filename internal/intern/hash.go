// Package intern numbers values, so that values compared often become small
// integers: texts, and any others that have a hash. Its tables take a fraction of
// the time and memory of maps. Hashes are seeded and only find candidates; equality
// is always decided by comparing, so that no result depends on the seed.
package intern

import (
	"hash/maphash"
	"math/bits"
)

// Fold folds n into a hash.
func Fold(hash, n uint64) uint64 {
	hi, lo := bits.Mul64(hash^0x9e3779b97f4a7c15, n^0xd6e8feb86659fd93)
	return hi ^ lo
}

// Hasher hashes texts. Most keys are short: up to sixteen bytes are two words,
// which hash faster than with [maphash.String]. Both ways are seeded, the first in
// both words, so that nobody can construct texts with equal hashes.
type Hasher struct {
	seed maphash.Seed
	salt uint64
}

// NewHasher returns a hasher with a seed of its own.
func NewHasher() Hasher {
	seed := maphash.MakeSeed()
	return Hasher{seed, maphash.String(seed, "salt")}
}

// Hash hashes a text.
func (h *Hasher) Hash(text string) uint64 {
	if len(text) > WholeEnds {
		return maphash.String(h.seed, text)
	}
	first, last := Ends(text)
	return h.HashWords(first, last, len(text))
}

// HashBytes is Hash of a text given as bytes.
func (h *Hasher) HashBytes(text []byte) uint64 {
	if len(text) > WholeEnds {
		return maphash.Bytes(h.seed, text)
	}
	first, last := Ends(text)
	return h.HashWords(first, last, len(text))
}

// HashWords hashes two words of a value of this size. It salts both, since a
// product with zero would be zero.
func (h *Hasher) HashWords(first, last uint64, size int) uint64 {
	return Fold(first^h.salt, last+uint64(size)+h.salt)
}

// WholeEnds is the greatest length of a text that its [Ends] contain whole.
const WholeEnds = 16

// Ends returns the first and the last eight bytes of a text, or halves of a shorter
// text. Together with the length they identify a text of up to [WholeEnds] bytes.
func Ends[T ~string | ~[]byte](t T) (first, last uint64) {
	switch n := len(t); {
	case n >= 8:
		return half(t[:4]) | half(t[4:8])<<32, half(t[n-8:n-4]) | half(t[n-4:])<<32
	case n >= 4:
		return half(t[:4]), half(t[n-4:])
	case n > 0:
		return uint64(t[0]), uint64(t[n/2])<<8 | uint64(t[n-1])
	}
	return 0, 0
}

// half returns four bytes as a number.
func half[T ~string | ~[]byte](t T) uint64 {
	_ = t[3]
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24
}

// tableSize returns the size of a table for n records: a power of two that is at least
// half empty.
func tableSize(n int) int { return 1 << bits.Len(uint(2*n)) }

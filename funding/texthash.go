package funding

import "hash/maphash"

// texthash hashes the texts of records. Keys and elements are mostly short: up to
// sixteen bytes are two words, which takes a third of the instructions that
// [maphash.String] takes. Both ways are seeded, and both words, so that nobody can
// write a ledger of texts that have one hash.
type texthash struct {
	seed maphash.Seed
	salt uint64
}

func newTexthash() texthash {
	seed := maphash.MakeSeed()
	return texthash{seed, maphash.String(seed, "salt")}
}

func (h *texthash) of(text string) uint64 {
	if len(text) > wholeEnds {
		return maphash.String(h.seed, text)
	}
	first, last := ends(text)
	return h.mix(first, last, len(text))
}

// ofBytes is of for bytes.
func (h *texthash) ofBytes(text []byte) uint64 {
	if len(text) > wholeEnds {
		return maphash.Bytes(h.seed, text)
	}
	first, last := ends(text)
	return h.mix(first, last, len(text))
}

// mix salts either factor, as a product with nothing would be nothing.
func (h *texthash) mix(first, last uint64, size int) uint64 {
	return mix(first^h.salt, last+uint64(size)+h.salt)
}

// wholeEnds is how many bytes a text may have for its ends to be all of it.
const wholeEnds = 16

// ends returns the first eight bytes of a text and the last eight, or halves of
// that of a shorter one. Together with its length they tell texts of up to
// [wholeEnds] bytes apart.
func ends[T ~string | ~[]byte](t T) (first, last uint64) {
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

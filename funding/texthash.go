package funding

import "hash/maphash"

// texthash hashes the texts of records. Keys and elements are mostly short: up to
// sixteen bytes are two words, which takes a third of the instructions that
// [maphash.String] takes. Both are seeded, so that nobody can write a ledger of
// texts that have one hash.
type texthash struct {
	seed maphash.Seed
	salt uint64
}

func newTexthash() texthash {
	seed := maphash.MakeSeed()
	return texthash{seed, maphash.String(seed, "salt")}
}

func (h *texthash) of(text string) uint64 {
	n := len(text)
	switch {
	case n > 16:
		return maphash.String(h.seed, text)
	case n >= 8:
		return mix(word(text)^h.salt, word(text[n-8:])+uint64(n))
	case n >= 4:
		return mix(half(text)^h.salt, half(text[n-4:])+uint64(n))
	case n > 0:
		return mix(uint64(text[0])<<16|uint64(text[n/2])<<8|uint64(text[n-1])^h.salt, uint64(n))
	}
	return h.salt
}

// word returns the first eight bytes of a text.
func word(t string) uint64 { return half(t) | half(t[4:])<<32 }

// half returns the first four bytes of a text.
func half(t string) uint64 {
	_ = t[3]
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24
}

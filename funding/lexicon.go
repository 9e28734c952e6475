package funding

import "hash/maphash"

// lexicon numbers texts in the order in which they first appear. It holds the
// bytes of all of them in one piece, so that millions of keys cost little more
// than their length.
type lexicon struct {
	seed  maphash.Seed
	bytes []byte
	ends  []uint64 // where each text ends in bytes
	slots []uint32 // open addressing by hash: the number of a text + 1
}

func newLexicon() *lexicon { return &lexicon{seed: maphash.MakeSeed(), slots: make([]uint32, 64)} }

// len returns how many texts there are.
func (x *lexicon) len() int { return len(x.ends) }

// text returns the text with a number, valid as long as the lexicon.
func (x *lexicon) text(n uint32) string { return string(x.at(n)) }

func (x *lexicon) at(n uint32) []byte {
	start := uint64(0)
	if n > 0 {
		start = x.ends[n-1]
	}
	return x.bytes[start:x.ends[n]]
}

// number returns the number of a text, and whether it has appeared before.
func (x *lexicon) number(text string) (n uint32, known bool) {
	slot := x.find(text)
	if at := x.slots[slot]; at > 0 {
		return at - 1, true
	}
	x.bytes = append(x.bytes, text...)
	x.ends = append(x.ends, uint64(len(x.bytes)))
	n = uint32(len(x.ends))
	x.slots[slot] = n
	if 2*len(x.ends) > len(x.slots) {
		x.grow()
	}
	return n - 1, false
}

// lookup returns the number of a text that has appeared.
func (x *lexicon) lookup(text string) (n uint32, known bool) {
	at := x.slots[x.find(text)]
	return at - 1, at > 0
}

// find returns the slot of a text, or the free one where it belongs.
func (x *lexicon) find(text string) uint64 {
	mask := uint64(len(x.slots) - 1)
	slot := maphash.String(x.seed, text) & mask
	for x.slots[slot] > 0 && string(x.at(x.slots[slot]-1)) != text {
		slot = (slot + 1) & mask
	}
	return slot
}

// grow doubles the slots.
func (x *lexicon) grow() {
	x.slots = make([]uint32, 2*len(x.slots))
	mask := uint64(len(x.slots) - 1)
	for n := range x.ends {
		slot := maphash.Bytes(x.seed, x.at(uint32(n))) & mask
		for x.slots[slot] > 0 {
			slot = (slot + 1) & mask
		}
		x.slots[slot] = uint32(n + 1)
	}
}

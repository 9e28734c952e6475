package funding

import (
	"hash/maphash"
	"strings"
)

// lexicon numbers texts in the order in which they first appear. It holds the
// bytes of all of them in one piece, so that millions of keys cost little more
// than their length.
//
// As long as each text is greater than the one before it, as in a table that is
// sorted by its keys, none can have appeared before, and none is hashed.
type lexicon struct {
	seed   maphash.Seed
	texts  strings.Builder
	ends   []uint64 // where each text ends
	slots  []entry  // open addressing by hash; nil while the texts ascend
	looked int      // how many texts stand in slots
	most   int      // how many may: further texts get a number each time
}

// entry is a text in a slot: the lower half of its hash, and its number + 1.
// With the hash beside it a text that only shares the slot is told without a look
// at its bytes, which among millions are in no cache: a profile showed a fifth of
// the time of reading a table in those looks.
type entry struct{ hash, number uint32 }

// newLexicon returns a lexicon that looks up so many texts.
func newLexicon(most int) *lexicon { return &lexicon{seed: maphash.MakeSeed(), most: most} }

// len returns how many texts there are.
func (x *lexicon) len() int { return len(x.ends) }

// text returns the text with a number.
func (x *lexicon) text(n uint32) string {
	start := uint64(0)
	if n > 0 {
		start = x.ends[n-1]
	}
	return x.texts.String()[start:x.ends[n]]
}

// number returns the number of a text, and whether it has appeared before.
func (x *lexicon) number(text []byte) (n uint32, known bool) {
	if x.slots == nil {
		last := uint32(len(x.ends)) - 1
		if len(x.ends) == 0 {
			return x.add(text), false
		}
		switch before := x.text(last); {
		case string(text) > before:
			return x.add(text), false
		case string(text) == before:
			return last, true
		}
		x.look()
	}
	hash := uint32(maphash.Bytes(x.seed, text))
	slot := x.find(hash, text)
	if at := x.slots[slot].number; at > 0 {
		return at - 1, true
	}
	n = x.add(text)
	if x.looked < x.most {
		x.enter(slot, entry{hash, n + 1})
	}
	return n, false
}

// add adds a text.
func (x *lexicon) add(text []byte) uint32 {
	if x.texts.Cap()-x.texts.Len() < len(text) {
		x.texts.Grow(x.texts.Len() + len(text))
	}
	x.texts.Write(text)
	x.ends = push(x.ends, uint64(x.texts.Len()))
	return uint32(len(x.ends)) - 1
}

// look begins to look texts up.
func (x *lexicon) look() {
	x.slots = make([]entry, tableSize(min(len(x.ends), x.most)))
	for n := range min(len(x.ends), x.most) {
		hash := uint32(maphash.String(x.seed, x.text(uint32(n))))
		x.enter(x.free(hash), entry{hash, uint32(n) + 1})
	}
}

// find returns the slot of a text, or the free one where it belongs.
func (x *lexicon) find(hash uint32, text []byte) uint32 {
	mask := uint32(len(x.slots) - 1)
	for slot := hash & mask; ; slot = (slot + 1) & mask {
		p := x.slots[slot]
		if p.number == 0 || p.hash == hash && x.text(p.number-1) == string(text) {
			return slot
		}
	}
}

// free returns the free slot for a hash.
func (x *lexicon) free(hash uint32) uint32 {
	mask := uint32(len(x.slots) - 1)
	slot := hash & mask
	for x.slots[slot].number > 0 {
		slot = (slot + 1) & mask
	}
	return slot
}

// enter puts an entry into a free slot, and doubles the slots when half of them are
// taken.
func (x *lexicon) enter(slot uint32, e entry) {
	x.slots[slot] = e
	if x.looked++; 2*x.looked <= len(x.slots) {
		return
	}
	old := x.slots
	x.slots = make([]entry, 2*len(old))
	for _, e := range old {
		if e.number > 0 {
			x.slots[x.free(e.hash)] = e
		}
	}
}

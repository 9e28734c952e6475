package intern

import "strings"

// Arena numbers texts in the order in which they first appear. It holds their bytes in
// large pieces, so that millions of keys cost little more than their length; [Strings]
// is for fewer texts, which are asked for as strings.
//
// While each text is greater than the one before it, as in a table sorted by its
// keys, a text can only repeat the last one, and no hashes are computed.
type Arena struct {
	hasher Hasher
	pieces []*strings.Builder
	places List[place]
	last   string  // the text that was added last
	slots  []entry // open addressing by hash; nil while the texts ascend
	looked int     // how many texts are in slots
	most   int     // how many may be: a further text gets a new number each time
}

// pieceBytes is the size of a piece; a longer text gets a piece of its own.
const pieceBytes = 1 << 18

// place is where a text is: the number of its piece, its offset there, and its
// length. A text is shorter than a record of a table.
type place uint64

func newPlace(piece, from, size int) place {
	return place(piece)<<40 | place(from)<<20 | place(size)
}

// maxTextBytes is the greatest length of a text.
const maxTextBytes = 1<<20 - 1

// entry is a text in a slot: the lower half of its hash, and its number + 1.
// Comparing hashes first saves reading the bytes of a text that only shares the
// slot; among millions they are in no cache.
type entry struct{ hash, number uint32 }

// NewArena returns an arena that recognises repetitions of the first most texts.
func NewArena(most int) *Arena { return &Arena{hasher: NewHasher(), most: most} }

// Len returns how many texts there are.
func (x *Arena) Len() int { return x.places.Len() }

// Text returns the text with a number.
func (x *Arena) Text(n uint32) string {
	at := *x.places.At(int(n))
	from := at >> 20 & maxTextBytes
	return x.pieces[at>>40].String()[from : from+at&maxTextBytes]
}

// Number returns the number of a text, and whether it has appeared before.
func (x *Arena) Number(text []byte) (n uint32, known bool) {
	if x.slots == nil {
		switch {
		case x.Len() == 0 || string(text) > x.last:
			return x.add(text), false
		case string(text) == x.last:
			return uint32(x.Len()) - 1, true
		}
		x.look()
	}
	hash := uint32(x.hasher.HashBytes(text))
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
func (x *Arena) add(text []byte) uint32 {
	last := len(x.pieces) - 1
	if last < 0 || x.pieces[last].Cap()-x.pieces[last].Len() < len(text) {
		piece := new(strings.Builder)
		piece.Grow(max(pieceBytes, len(text)))
		x.pieces = append(x.pieces, piece)
		last++
	}
	piece := x.pieces[last]
	from := piece.Len()
	piece.Write(text)
	x.last = piece.String()[from:]
	x.places.Push(newPlace(last, from, len(text)))
	return uint32(x.Len()) - 1
}

// look fills the slots with the texts so far, from when texts no longer ascend.
func (x *Arena) look() {
	x.slots = make([]entry, tableSize(min(x.Len(), x.most)))
	for n := range min(x.Len(), x.most) {
		hash := uint32(x.hasher.Hash(x.Text(uint32(n))))
		x.enter(x.free(hash), entry{hash, uint32(n) + 1})
	}
}

// find returns the slot of a text, or the free one where it belongs.
func (x *Arena) find(hash uint32, text []byte) uint32 {
	mask := uint32(len(x.slots) - 1)
	for slot := hash & mask; ; slot = (slot + 1) & mask {
		p := x.slots[slot]
		if p.number == 0 || p.hash == hash && x.Text(p.number-1) == string(text) {
			return slot
		}
	}
}

// free returns the free slot for a hash.
func (x *Arena) free(hash uint32) uint32 {
	mask := uint32(len(x.slots) - 1)
	slot := hash & mask
	for x.slots[slot].number > 0 {
		slot = (slot + 1) & mask
	}
	return slot
}

// enter puts an entry into a free slot, and doubles the slots when half of them are
// taken.
func (x *Arena) enter(slot uint32, e entry) {
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

package intern

// Keys numbers keys. It is a table with open addressing, for keys that are cheap to
// hash.
type Keys[K comparable] struct {
	hash  func(K) uint64
	slots []numbered[K] // a power of two; three quarters are free, in a large table one quarter
	count int
}

// largeTable is from how many slots on a table is filled further: one beyond the
// processor's nearest caches gains more from being small than from few collisions.
const largeTable = 1 << 16

// numbered is a key in its slot.
type numbered[K comparable] struct {
	key   K
	place uint32 // its number + 1; 0 = a free slot
}

// NewKeys returns a table with room for n keys.
func NewKeys[K comparable](n int, hash func(K) uint64) Keys[K] {
	return Keys[K]{hash: hash, slots: make([]numbered[K], tableSize(n))}
}

// Find returns the number of a key with this hash. The caller computes the hash,
// which saves a call through a function value.
func (t *Keys[K]) Find(hash uint64, k K) (n uint32, known bool) {
	mask := uint64(len(t.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		if s := &t.slots[at]; s.place == 0 || s.key == k {
			return s.place - 1, s.place > 0
		}
	}
}

// Len returns how many keys there are.
func (t *Keys[K]) Len() int { return t.count }

// Put gives a key that the table does not have a number.
func (t *Keys[K]) Put(k K, n uint32) {
	if t.count++; t.count > len(t.slots)/4 && (len(t.slots) < largeTable || 4*t.count > 3*len(t.slots)) {
		t.grow()
	}
	t.place(numbered[K]{k, n + 1})
}

func (t *Keys[K]) place(s numbered[K]) {
	mask := uint64(len(t.slots) - 1)
	at := t.hash(s.key) & mask
	for t.slots[at].place > 0 {
		at = (at + 1) & mask
	}
	t.slots[at] = s
}

func (t *Keys[K]) grow() {
	old := t.slots
	t.slots = make([]numbered[K], 2*len(old))
	for _, s := range old {
		if s.place > 0 {
			t.place(s)
		}
	}
}

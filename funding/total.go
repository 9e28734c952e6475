package funding

import "math/bits"

// total is a sum of pence that cannot overflow.
type total struct{ hi, lo uint64 }

func (t *total) add(pence int64) {
	var carry uint64
	t.lo, carry = bits.Add64(t.lo, uint64(pence), 0)
	t.hi, _ = bits.Add64(t.hi, uint64(pence>>63), carry)
}

// money returns the sum as money, or the end of the type that it is beyond.
func (t total) money() Money {
	switch {
	case t.hi == uint64(int64(t.lo)>>63):
		return Money{int64(t.lo)}
	case int64(t.hi) < 0:
		return Money{-1 << 63}
	}
	return Money{1<<63 - 1}
}

func (t total) exceeds(m Money) bool {
	hi, lo := m.pence>>63, uint64(m.pence)
	return int64(t.hi) > hi || int64(t.hi) == hi && t.lo > lo
}

func (t total) String() string { return t.money().String() }

// plus adds another total.
func (t *total) plus(o total) {
	var carry uint64
	t.lo, carry = bits.Add64(t.lo, o.lo, 0)
	t.hi, _ = bits.Add64(t.hi, o.hi, carry)
}

// sub takes pence from t.
func (t *total) sub(pence int64) {
	var borrow uint64
	t.lo, borrow = bits.Sub64(t.lo, uint64(pence), 0)
	t.hi, _ = bits.Sub64(t.hi, uint64(pence>>63), borrow)
}

// exact returns t as money, and whether it fits.
func (t total) exact() (Money, bool) {
	return Money{int64(t.lo)}, t.hi == uint64(int64(t.lo)>>63)
}

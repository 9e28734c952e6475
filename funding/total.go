package funding

import "math/bits"

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

package exact

import (
	"cmp"
	"math"
	"math/bits"
)

// Sum is a sum of int64 in 128 bits: no order of any number of terms that memory
// can hold makes it wrap. The zero Sum is 0.
type Sum struct{ hi, lo uint64 }

// Add adds n.
func (s *Sum) Add(n int64) { s.AddSum(Sum{uint64(n >> 63), uint64(n)}) }

// AddSum adds another sum.
func (s *Sum) AddSum(o Sum) {
	var carry uint64
	s.lo, carry = bits.Add64(s.lo, o.lo, 0)
	s.hi, _ = bits.Add64(s.hi, o.hi, carry)
}

// Sub takes n away.
func (s *Sum) Sub(n int64) {
	var borrow uint64
	s.lo, borrow = bits.Sub64(s.lo, uint64(n), 0)
	s.hi, _ = bits.Sub64(s.hi, uint64(n>>63), borrow)
}

// Int64 returns the sum, and whether it fits.
func (s Sum) Int64() (int64, bool) { return int64(s.lo), s.hi == uint64(int64(s.lo)>>63) }

// Clamp returns the sum, or the nearest int64 if it does not fit.
func (s Sum) Clamp() int64 {
	switch n, ok := s.Int64(); {
	case ok:
		return n
	case int64(s.hi) < 0:
		return math.MinInt64
	}
	return math.MaxInt64
}

// Compare compares the sum with n.
func (s Sum) Compare(n int64) int {
	return cmp.Or(cmp.Compare(int64(s.hi), n>>63), cmp.Compare(s.lo, uint64(n)))
}

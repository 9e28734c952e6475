package coverage

import (
	"math/big"
	"math/bits"
)

// rational is an exact sum of shares: as two int64 while they hold it, then as a
// big.Rat. The zero value is 0.
type rational struct {
	num, den int64 // den 0 = 1
	large    *big.Rat
}

// add adds a share.
func (r *rational) add(s Share) {
	t := s.Ratio()
	if r.large == nil && r.addSmall(t.Num, t.Den) {
		return
	}
	if r.large == nil {
		r.large = big.NewRat(r.num, max(r.den, 1))
	}
	r.large.Add(r.large, big.NewRat(t.Num, t.Den))
}

// addSmall adds num/den if the result can be held in two int64.
func (r *rational) addSmall(num, den int64) bool {
	if r.den == 0 {
		r.num, r.den = num, den
		return true
	}
	d := gcd(r.den, den)
	a, okA := mul(r.num, den/d)
	b, okB := mul(num, r.den/d)
	common, okC := mul(r.den, den/d)
	if !okA || !okB || !okC || a+b < 0 {
		return false
	}
	sum := a + b
	if d = gcd(sum, common); d > 1 {
		sum, common = sum/d, common/d
	}
	r.num, r.den = sum, common
	return true
}

// mul multiplies two numbers that are not negative, and reports whether the
// product fits.
func mul(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(lo), hi == 0 && lo < 1<<63
}

func (r *rational) aboveOne() bool {
	if r.large != nil {
		return r.large.Cmp(one) > 0
	}
	return r.num > r.den
}

func (r *rational) isOne() bool {
	if r.large != nil {
		return r.large.Cmp(one) == 0
	}
	return r.num == r.den && r.den > 0
}

// rat returns the sum as a big.Rat of its own.
func (r *rational) rat() *big.Rat {
	if r.large != nil {
		return new(big.Rat).Set(r.large)
	}
	return big.NewRat(r.num, max(r.den, 1))
}

// one is only read.
var one = big.NewRat(1, 1)

// rat returns the share as a big.Rat of its own.
func (s Share) rat() *big.Rat {
	r := s.Ratio()
	return big.NewRat(r.Num, r.Den)
}

// exactShare returns a share that is above nothing and at most the whole, if its
// terms can be held.
func exactShare(r *big.Rat) (Share, bool) {
	if !r.Denom().IsInt64() || r.Denom().Int64() >= shareLimit {
		return Share{}, false
	}
	return newShare(r.Num().Int64(), r.Denom().Int64()), true
}

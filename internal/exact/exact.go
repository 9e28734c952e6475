// Package exact is integer arithmetic that never wraps and never rounds unasked:
// products of two 64-bit numbers divided by a third, sums in 128 bits, and the
// method of largest remainders. Money and people are counted with it.
package exact

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strconv"
)

// Magnitude returns |n|, also for the least integer.
func Magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// One returns 1 for true and 0 for false.
func One(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Signed returns the integer of this magnitude and sign, and whether it fits.
func Signed(magnitude uint64, negative bool) (int64, bool) {
	if negative {
		return -int64(magnitude), magnitude <= 1<<63
	}
	return int64(magnitude), magnitude <= math.MaxInt64
}

// MulDiv returns a × b / den, truncated, and the remainder in parts of den. It
// reports false if the quotient does not fit; den must be above zero.
func MulDiv(a, b, den uint64) (quo, rem uint64, ok bool) {
	hi, lo := bits.Mul64(a, b)
	if hi >= den {
		return 0, 0, false
	}
	quo, rem = bits.Div64(hi, lo, den)
	return quo, rem, true
}

// CompareProducts compares a × b with c × d.
func CompareProducts(a, b, c, d uint64) int {
	hi1, lo1 := bits.Mul64(a, b)
	hi2, lo2 := bits.Mul64(c, d)
	return cmp.Or(cmp.Compare(hi1, hi2), cmp.Compare(lo1, lo2))
}

// CompareHalf compares rem/den, which is less than one, with one half.
func CompareHalf(rem, den uint64) int { return cmp.Compare(rem, den-rem) }

// HalfEven reports whether quo, truncated from quo + rem/den, goes up to the next
// integer when rounded half to even.
func HalfEven(quo, rem, den uint64) bool {
	half := CompareHalf(rem, den)
	return half > 0 || half == 0 && quo&1 == 1
}

// AppendGrouped appends n with a comma before every third digit from the end.
func AppendGrouped(b []byte, n uint64) []byte {
	if n < 1000 {
		return strconv.AppendUint(b, n, 10)
	}
	b = append(AppendGrouped(b, n/1000), ',')
	n %= 1000
	return append(b, byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
}

// Grouped returns n with its sign and a comma before every third digit from the
// end: "-1,234".
func Grouped(n int64) string {
	b := make([]byte, 0, 27)
	if n < 0 {
		b = append(b, '-')
	}
	return string(AppendGrouped(b, Magnitude(n)))
}

// Remainder is what the part at an index lost when it was truncated to an integer,
// in parts of a denominator that all remainders of one apportionment share.
type Remainder struct {
	Index int
	Rest  uint64
}

// Largest returns the n largest of the remainders: the parts that go up by one in
// the method of largest remainders (Hamilton, with the Hare quota; Balinski and
// Young, "Fair Representation", 1982). Of two equal remainders the one that tie
// puts first comes first, or without a tie rule the one with the lower index.
// Largest reorders all. The remainders must add up to n units, each less than one
// unit, so that there are at least n.
func Largest(all []Remainder, n uint64, tie func(i, j int) int) []Remainder {
	if n > 0 {
		slices.SortFunc(all, func(a, b Remainder) int {
			c := cmp.Compare(b.Rest, a.Rest)
			if c == 0 && tie != nil {
				c = tie(a.Index, b.Index)
			}
			return cmp.Or(c, cmp.Compare(a.Index, b.Index))
		})
	}
	return all[:n]
}

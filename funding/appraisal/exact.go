package appraisal

import (
	"math"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// unit is 1 in rates, biases and changes, which have ten decimals.
const unit = 1e10

func pow10(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// fixed returns d in units of 10^-places, and whether it can be held exactly. The
// exponent is checked before any arithmetic.
func fixed(d decimal.Decimal, places int32) (int64, bool) {
	n := d.Coefficient()
	zeros := int64(d.Exponent()) + int64(places)
	switch {
	case n.Sign() == 0:
		return 0, true
	case n.BitLen() > 256 || zeros > 18 || zeros < -80:
		return 0, false
	case zeros >= 0:
		n.Mul(n, pow10(zeros))
	default:
		if _, rem := n.QuoRem(n, pow10(-zeros), new(big.Int)); rem.Sign() != 0 {
			return 0, false
		}
	}
	return n.Int64(), n.IsInt64()
}

// showDecimal writes a decimal as coefficient and exponent: its own String depends
// on package settings and would write an exponent of a million out in full.
func showDecimal(d decimal.Decimal) string {
	n := d.Coefficient()
	if n.BitLen() > 256 {
		return "a decimal of " + strconv.Itoa(n.BitLen()) + " bits"
	}
	return n.String() + "e" + strconv.Itoa(int(d.Exponent()))
}

// plain writes a number in units of 10^-10 without trailing zeros: "0.035".
func plain(n int64) string {
	var b []byte
	if n < 0 {
		b = append(b, '-')
	}
	whole, part := new(big.Int).QuoRem(new(big.Int).Abs(big.NewInt(n)), big.NewInt(unit), new(big.Int))
	b = whole.Append(b, 10)
	if part.Sign() == 0 {
		return string(b)
	}
	point := len(b)
	b = part.Add(part, big.NewInt(unit)).Append(b, 10)
	b[point] = '.'
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return string(b)
}

// percent writes a rate as "3.5%".
func percent(rate decimal.Decimal) string {
	if n, ok := fixed(rate, ratePlaces); ok && n < math.MaxInt64/100 && n > math.MinInt64/100 {
		return plain(n*100) + "%"
	}
	return showDecimal(rate)
}

// money rounds an amount in units of 10^-places of a penny, half to even.
func money(op string, n *big.Int, places int64) (funding.Money, error) {
	den := pow10(places)
	quo, rem := new(big.Int).QuoRem(n, den, new(big.Int))
	half := rem.Abs(rem).Lsh(rem, 1).Cmp(den)
	if half > 0 || half == 0 && quo.Bit(0) == 1 {
		quo.Add(quo, big.NewInt(int64(n.Sign())))
	}
	if !quo.IsInt64() {
		return funding.Money{}, fault.New(op, validate.Overflow, "", "the result does not fit into Money")
	}
	return funding.Pence(quo.Int64()), nil
}

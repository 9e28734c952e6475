package funding

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// MoneyFromDecimal returns the amount of d pounds, exactly.
//
// Errors: [validate.Precision] for an amount finer than a penny,
// [validate.Overflow] for one that [Money] cannot hold, [validate.TooLarge] for
// a decimal of more than some 300 digits. Exponents are looked at before any
// arithmetic, so a decimal like 1e1000000 costs nothing.
func MoneyFromDecimal(d decimal.Decimal) (Money, error) {
	return fromDecimal("funding.MoneyFromDecimal", d, 0)
}

// RoundMoney returns the amount of d pounds, rounded to the penny as mode
// says. Errors are those of [MoneyFromDecimal], with [validate.Range] for an invalid
// mode in place of [validate.Precision].
func RoundMoney(d decimal.Decimal, mode Rounding) (Money, error) {
	const op = "funding.RoundMoney"
	if !mode.valid() {
		return Money{}, fault.New(op, validate.Range, mode.String(), roundingDetail)
	}
	return fromDecimal(op, d, mode)
}

// Decimal returns the amount in pounds. The result's exponent is always -2.
func (m Money) Decimal() decimal.Decimal { return decimal.New(m.pence, -2) }

func fromDecimal(op string, d decimal.Decimal, mode Rounding) (Money, error) {
	pence, code := scaleDecimal(d, 2, mode)
	switch code {
	case "":
		return Money{pence}, nil
	case validate.TooLarge:
		return Money{}, fault.New(op, code, "", "a decimal has at most 300 digits")
	case validate.Precision:
		return Money{}, fault.New(op, code, decimalText(d), "finer than a penny: round it with RoundMoney")
	}
	return Money{}, fault.New(op, code, decimalText(d), moneyRange)
}

// The bounds of a decimal that is looked at: its coefficient has at most this
// many bits, which is 308 digits.
const (
	maxDecimalBits   = 1024
	maxDecimalDigits = 309
)

// scaleDecimal returns d × 10^places as an integer, rounded as mode says, or what
// is wrong. Without a mode it must come out exactly.
func scaleDecimal(d decimal.Decimal, places int, mode Rounding) (int64, validate.Code) {
	n, negative := d.Coefficient(), d.Sign() < 0
	n.Abs(n)
	zeros := int64(d.Exponent()) + int64(places)
	switch {
	case n.Sign() == 0:
		return 0, ""
	case n.BitLen() > maxDecimalBits:
		return 0, validate.TooLarge
	case zeros > 19 || zeros >= 0 && n.BitLen() > 64:
		return 0, validate.Overflow
	case zeros >= 0:
		n.Mul(n, pow10(zeros))
	case !cut(n, min(-zeros, maxDecimalDigits+1), negative, mode):
		// Beyond so many places every coefficient within the bound is less than
		// a tenth, however far beyond.
		return 0, validate.Precision
	}
	if n.IsUint64() {
		if m, ok := signed(n.Uint64(), negative); ok {
			return m.pence, ""
		}
	}
	return 0, validate.Overflow
}

// cut divides the magnitude n by ten to the power of places and rounds; without
// a mode it reports whether nothing had to be rounded.
func cut(n *big.Int, places int64, negative bool, mode Rounding) bool {
	den := pow10(places)
	rem := new(big.Int)
	n.QuoRem(n, den, rem)
	if rem.Sign() == 0 {
		return true
	}
	half := rem.Lsh(rem, 1).Cmp(den)
	if mode.away(negative, n.Bit(0) == 1, half) {
		n.Add(n, big.NewInt(1))
	}
	return mode.valid()
}

func pow10(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// decimalText shows a decimal as coefficient and exponent. Its own String would
// read package settings, and would write an exponent of a million out in full.
func decimalText(d decimal.Decimal) string {
	return d.Coefficient().String() + "e" + strconv.Itoa(int(d.Exponent()))
}

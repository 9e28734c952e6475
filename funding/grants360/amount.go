package grants360

import (
	"errors"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

const (
	// maxNumber is how long the text of an amount or a day may be.
	maxNumber = 64
	// maxExponent stands for every exponent that is greater: no number of 64
	// characters is an amount with it.
	maxExponent = 1000
)

// amountOf reads the text of a JSON number as pounds, exactly: "1000.1", "40000.0"
// and "15e3" are amounts.
func amountOf(number string) (funding.Money, error) {
	const op = "grants360.Read"
	if len(number) > maxNumber {
		return funding.Money{}, fault.New(op, validate.TooLarge, number, "an amount has at most 64 characters")
	}
	mantissa, power := number, ""
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		mantissa, power = number[:i], number[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	n, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok {
		return funding.Money{}, fault.New(op, validate.Format, number, "a number is needed here")
	}
	// Of a power beyond the type ParseInt returns the nearest that it has.
	exponent, _ := strconv.ParseInt(power, 10, 32)
	exponent = max(-maxExponent, min(exponent, maxExponent)) - int64(len(fraction))
	m, err := funding.MoneyFromDecimal(decimal.NewFromBigInt(n, int32(exponent)))
	switch {
	case errors.Is(err, validate.Precision):
		return m, fault.New(op, validate.Precision, number, "finer than a penny")
	case err != nil:
		return m, fault.New(op, validate.Overflow, number, "more than pounds are counted here")
	}
	return m, nil
}

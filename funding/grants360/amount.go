package grants360

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

const (
	// maxNumber is the greatest length of the text of an amount or a day.
	maxNumber = 64
	// maxExponent replaces every greater exponent: with it no number of 64
	// characters is an amount.
	maxExponent = 1000
)

// amountOf reads the text of a JSON number as pounds, exactly: "1000.1", "40000.0"
// and "15e3" are amounts. "41133.770000000004" is read with a remark: programs that
// compute in binary floating-point numbers write £41,133.77 like this.
func amountOf(number string) (m funding.Money, remark string, err error) {
	if len(number) > maxNumber {
		return m, "", fault.New("grants360.Read", validate.TooLarge, number, "an amount has at most 64 characters")
	}
	mantissa, power := number, ""
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		mantissa, power = number[:i], number[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	n, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok {
		return m, "", fault.New("grants360.Read", validate.Format, number, "a number is needed here")
	}
	// For an exponent out of range ParseInt returns the nearest integer in range.
	exponent, _ := strconv.ParseInt(power, 10, 32)
	exponent = max(-maxExponent, min(exponent, maxExponent)) - int64(len(fraction))
	m, err = funding.MoneyFromDecimal(decimal.NewFromBigInt(n, int32(exponent)))
	switch {
	case errors.Is(err, validate.Precision):
		if m, ok := withoutNoise(number); ok {
			return m, "the noise of a floating-point number: read as " + m.String(), nil
		}
		return m, "", fault.New("grants360.Read", validate.Precision, number, form.FinerThanPenny(number))
	case err != nil:
		return m, "", fault.New("grants360.Read", validate.Overflow, number, "more than pounds are counted here")
	}
	return m, "", nil
}

// withoutNoise returns the amount in whole pennies from which a number differs by
// no more than a few steps of a float64, and by no more than a millionth of a
// pound.
func withoutNoise(number string) (funding.Money, bool) {
	exact, ok := rational(number)
	if f, _ := strconv.ParseFloat(number, 64); ok && math.Abs(f) < 1e13 {
		pence := math.Round(f * 100)
		near := math.Abs(pence / 100)
		off, _ := exact.Sub(exact, big.NewRat(int64(pence), 100)).Float64()
		return funding.Pence(int64(pence)), math.Abs(off) <= min(4*(math.Nextafter(near, math.Inf(1))-near), 1e-6)
	}
	return funding.Money{}, false
}

// rational reads a number whose exponent has at most two digits.
func rational(number string) (*big.Rat, bool) {
	_, power, _ := strings.Cut(strings.ToLower(number), "e")
	if len(number) > maxNumber || len(strings.TrimLeft(power, "+-")) > 2 {
		return nil, false
	}
	return new(big.Rat).SetString(number)
}

// monthsOf reads a duration in months; ok is false if it is not a duration.
func monthsOf(number json.Number) (months *big.Rat, ok bool) {
	months, ok = rational(number.String())
	return months, ok && months.Sign() > 0 && months.Cmp(big.NewRat(maxMonths, 1)) <= 0
}

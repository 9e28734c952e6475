package funding

import (
	"math/bits"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// maxMoneyText is the longest text of an amount in bytes.
const maxMoneyText = 64

// ParseMoney reads an amount as people write it: "£4.59m", "£200 million",
// "£0.2bn", "4,590,000", "12.34", "-£5".
//
//	money    = [ sign ] [ "£" ] number [ [ space ] scale ]
//	sign     = "-" | "−" (U+2212)
//	number   = integer [ "." digit { digit } ]
//	integer  = "0" | nonzero { digit } | nonzero [ digit [ digit ] ] "," three { "," three }
//	three    = digit digit digit
//	space    = U+0020 | U+00A0
//	scale    = "k" | "thousand" | "m" | "mn" | "million" | "bn" | "billion"
//
// Digits are ASCII, a scale is of any case, and a billion is a thousand
// million. There are no exponents, no other currencies, no pence ("50p"), no
// white space around the amount, and at most 64 bytes.
//
// Errors: [validate.Format] off the grammar, [validate.Precision] for an amount
// finer than a penny, [validate.Overflow] for one that [Money] cannot hold and
// [validate.TooLarge] for a text over 64 bytes.
func ParseMoney(text string) (Money, error) {
	s := moneyScanner{text: text, rest: text}
	s.negative = s.skip("-") || s.skip("−")
	s.skip("£")
	code := s.number(true)
	if code == "" && s.rest != "" {
		code = s.scale()
	}
	return s.money("funding.ParseMoney", code)
}

// MustParseMoney is [ParseMoney] for tests and constants: it panics on an
// error.
func MustParseMoney(text string) Money { return fault.Must(ParseMoney(text)) }

// parsePlain reads what [Money.UnmarshalText] reads.
func parsePlain(text string) (Money, error) {
	s := moneyScanner{text: text, rest: text}
	s.negative = s.skip("-")
	code := s.number(false)
	if code == "" && s.rest != "" {
		code = validate.Format
	}
	return s.money("funding.Money.UnmarshalText", code)
}

// halfPlace returns half of the last place that an amount is printed to: £500,000
// of "£26m", £5,000 of "£4.59m". It is what "about" leaves open. A text that
// [ParseMoney] does not read leaves nothing open, and neither does one with pence.
func halfPlace(text string) Money {
	s := moneyScanner{text: text, rest: text}
	_ = s.skip("-") || s.skip("−")
	s.skip("£")
	if s.number(true) != "" || s.rest != "" && s.scale() != "" || s.places > s.power+1 {
		return Money{}
	}
	half := int64(5) // tenths of a pound are 10 pence
	for range s.power + 1 - s.places {
		half *= 10
	}
	return Money{half}
}

// moneyScanner takes an amount apart from left to right.
type moneyScanner struct {
	text     string // all of it
	rest     string // what is not taken yet
	negative bool
	whole    string // digits before the point, with any separators
	decimals string // digits after the point, without trailing zeros
	places   int    // how many digits stand after the point
	power    int    // the scale as a power of ten
}

func (s *moneyScanner) skip(prefix string) bool {
	rest, found := strings.CutPrefix(s.rest, prefix)
	s.rest = rest
	return found
}

// number takes the number; separators say whether commas may group it.
func (s *moneyScanner) number(separators bool) validate.Code {
	if len(s.text) > maxMoneyText {
		return validate.TooLarge
	}
	n := digits(s.rest)
	if n == 0 || n > 1 && s.rest[0] == '0' {
		return validate.Format
	}
	if separators && n <= 3 && s.rest[0] != '0' {
		for len(s.rest) > n && s.rest[n] == ',' {
			if digits(s.rest[n+1:]) != 3 {
				return validate.Format
			}
			n += 4
		}
	}
	s.whole, s.rest = s.rest[:n], s.rest[n:]
	if !s.skip(".") {
		return ""
	}
	n = digits(s.rest)
	if n == 0 {
		return validate.Format
	}
	s.decimals, s.places, s.rest = strings.TrimRight(s.rest[:n], "0"), n, s.rest[n:]
	return ""
}

// digits returns how many ASCII digits text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// scale takes all that is left as a scale.
func (s *moneyScanner) scale() validate.Code {
	_ = s.skip(" ") || s.skip("\u00a0")
	for _, word := range [...]struct {
		text  string
		power int
	}{{"m", 6}, {"bn", 9}, {"million", 6}, {"billion", 9}, {"k", 3}, {"thousand", 3}, {"mn", 6}} {
		if equalFold(s.rest, word.text) {
			s.power = word.power
			return ""
		}
	}
	return validate.Format
}

// equalFold compares ASCII only: strings.EqualFold would take the Kelvin sign
// for a "k".
func equalFold(text, lower string) bool {
	if len(text) != len(lower) {
		return false
	}
	for i := range len(text) {
		if text[i]|0x20 != lower[i] {
			return false
		}
	}
	return true
}

// money puts the amount together, or makes the error of op.
func (s *moneyScanner) money(op string, code validate.Code) (Money, error) {
	if code == "" {
		var m Money
		if m, code = s.value(); code == "" {
			return m, nil
		}
	}
	return Money{}, fault.New(op, code, s.text, moneyDetail(op, code, s.text))
}

func (s *moneyScanner) value() (Money, validate.Code) {
	zeros := s.power + 2 - len(s.decimals)
	if zeros < 0 {
		return Money{}, validate.Precision
	}
	var pence uint64
	fits := true
	for _, part := range [...]string{s.whole, s.decimals} {
		for i := range len(part) {
			if part[i] != ',' {
				pence, fits = shift(pence, part[i]-'0', fits)
			}
		}
	}
	for range zeros {
		pence, fits = shift(pence, 0, fits)
	}
	m, ok := signed(pence, s.negative)
	if !fits || !ok {
		return Money{}, validate.Overflow
	}
	return m, ""
}

// shift returns n × 10 + digit and whether that, and all before it, did fit.
func shift(n uint64, digit byte, fits bool) (uint64, bool) {
	hi, lo := bits.Mul64(n, 10)
	sum, carry := bits.Add64(lo, uint64(digit), 0)
	return sum, fits && hi == 0 && carry == 0
}

func moneyDetail(op string, code validate.Code, text string) string {
	switch code {
	case validate.Precision:
		return form.FinerThanPenny(text)
	case validate.Overflow:
		return moneyRange
	case validate.TooLarge:
		return "an amount has at most 64 bytes"
	}
	if op == "funding.ParseMoney" {
		return `write an amount as "£4.59m", "£200 million", "4,590,000" or "12.34"`
	}
	return `write an amount as a plain number of pounds: "4590000.00"`
}

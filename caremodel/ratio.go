package caremodel

import (
	"cmp"
	"database/sql/driver"
	"log/slog"
	"math/bits"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/jsontext"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Ratio is Num divided by Den: a share of money or of people that keeps both
// numbers, so that nothing is lost to rounding and the reader sees what of what.
// The zero Ratio, 0/0, is not known. A Ratio whose denominator is zero or
// negative is not known either.
//
// Ratios are comparable with ==, which compares the two numbers; [Ratio.Compare]
// compares what they stand for. The text is "1/2".
type Ratio struct {
	Num int64 // what is counted
	Den int64 // of what; zero or less = not known
}

// RatioOf returns num/den as it stands, not in lowest terms. A denominator of
// zero or less is a [validate.Range] error.
func RatioOf(num, den int64) (Ratio, error) {
	if den <= 0 {
		return Ratio{}, fault.New("caremodel.RatioOf", validate.Range, string(Ratio{num, den}.appendTo(nil)), "the denominator must be above zero")
	}
	return Ratio{num, den}, nil
}

// ParseRatio reads a fraction, a percentage or a decimal:
//
//	ratio    = [ "-" ] ( number "/" number | number [ "." digits ] [ "%" ] )
//	number   = "0" | nonzero { digit }
//
// as in "1/2", "50%", "12.5%" and "0.5". Digits are ASCII; there are no
// separators, blanks or exponents. A fraction is kept as written; a percentage
// becomes a number of hundredths (or finer), a decimal one of tenths (or finer).
//
// Errors: [validate.Format] off the grammar, [validate.Range] for a denominator
// of zero, [validate.Precision] for more than 18 decimal places (16 of a
// percentage) and [validate.Overflow] for a number that an int64 cannot hold.
func ParseRatio(text string) (Ratio, error) {
	unsigned, negative := strings.CutPrefix(text, "-")
	r, code := parseFraction(unsigned, negative)
	if code == "" {
		return r, nil
	}
	return Ratio{}, fault.New("caremodel.ParseRatio", code, text, ratioDetail(code))
}

func ratioDetail(code validate.Code) string {
	switch code {
	case validate.Range:
		return "the denominator must be above zero"
	case validate.Precision:
		return "at most 18 decimal places can be held exactly"
	case validate.Overflow:
		return "the number is too large to be held exactly"
	}
	return `write a ratio as "1/2", "50%" or "0.5"`
}

func parseFraction(text string, negative bool) (Ratio, validate.Code) {
	before, after, ok := strings.Cut(text, "/")
	if !ok {
		return parseDecimal(text, negative)
	}
	num, code1 := number(before, "", negative)
	den, code2 := number(after, "", false)
	code := cmp.Or(code1, code2)
	if code == "" && den == 0 {
		code = validate.Range
	}
	return Ratio{num, den}, code
}

func parseDecimal(text string, negative bool) (Ratio, validate.Code) {
	text, percent := strings.CutSuffix(text, "%")
	whole, decimals, point := strings.Cut(text, ".")
	if _, ok := digits(decimals); point && !ok {
		return Ratio{}, validate.Format
	}
	num, code := number(whole, decimals, negative)
	places := len(decimals)
	if percent {
		places += 2
	}
	if code != validate.Format && places > 18 {
		return Ratio{}, validate.Precision
	}
	den := int64(1)
	for range min(places, 18) {
		den *= 10
	}
	return Ratio{num, den}, code
}

// number reads whole, which has no needless zeros in front, and the digits of
// decimals as one number.
func number(whole, decimals string, negative bool) (int64, validate.Code) {
	if _, ok := digits(whole); !ok || len(whole) > 1 && whole[0] == '0' {
		return 0, validate.Format
	}
	text := whole + decimals
	if negative {
		text = "-" + text
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil { // there is nothing in it but digits
		return 0, validate.Overflow
	}
	return n, ""
}

// Known reports whether r stands for a number.
func (r Ratio) Known() bool { return r.Den > 0 }

// IsZero reports whether r is the zero Ratio, which is not known. A known ratio
// of nothing, 0/n, is not IsZero.
func (r Ratio) IsZero() bool { return r == Ratio{} }

// Equal reports whether r and s stand for the same number, or are both not
// known: 1/2 equals 2/4.
func (r Ratio) Equal(s Ratio) bool { return r.Compare(s) == 0 }

// Compare returns -1, 0 or +1 as r is smaller than, the same as or larger than
// s, exactly (128-bit products). What is not known comes before every number.
func (r Ratio) Compare(s Ratio) int {
	if !r.Known() || !s.Known() {
		return cmp.Compare(boolInt(r.Known()), boolInt(s.Known()))
	}
	rNeg, sNeg := r.Num < 0, s.Num < 0
	if rNeg != sNeg {
		return cmp.Compare(boolInt(sNeg), boolInt(rNeg))
	}
	c := exact.CompareProducts(exact.Magnitude(r.Num), uint64(s.Den), exact.Magnitude(s.Num), uint64(r.Den))
	if rNeg {
		return -c
	}
	return c
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Percent returns r as a percentage with this many decimal places (0 to 9),
// rounded half to even: "9.1%". What is not known gives "not known".
func (r Ratio) Percent(places int) string {
	if !r.Known() {
		return "not known"
	}
	places = min(max(places, 0), 9)
	scale := uint64(100)
	for range places {
		scale *= 10
	}
	den := uint64(r.Den)
	whole, part := exact.Magnitude(r.Num)/den, exact.Magnitude(r.Num)%den
	// whole*scale needs up to 101 bits; part*scale/den is below scale.
	hi, lo := bits.Mul64(whole, scale)
	pHi, pLo := bits.Mul64(part, scale)
	q, rem := bits.Div64(pHi, pLo, den)
	lo, carry := bits.Add64(lo, q, 0)
	hi += carry
	if exact.HalfEven(lo, rem, den) {
		lo, carry = bits.Add64(lo, 1, 0)
		hi += carry
	}
	text := decimal128(hi, lo)
	if pad := places + 1 - len(text); pad > 0 {
		text = strings.Repeat("0", pad) + text
	}
	sign := ""
	if r.Num < 0 && hi|lo != 0 {
		sign = "-"
	}
	if places == 0 {
		return sign + text + "%"
	}
	return sign + text[:len(text)-places] + "." + text[len(text)-places:] + "%"
}

// decimal128 writes hi*2^64+lo, hi small, in decimal.
func decimal128(hi, lo uint64) string {
	if hi == 0 {
		return strconv.FormatUint(lo, 10)
	}
	const group = 1e18
	q, rem := bits.Div64(hi%group, lo, group)
	low := strconv.FormatUint(rem, 10)
	return strconv.FormatUint(q, 10) + strings.Repeat("0", 18-len(low)) + low
}

// Float64 returns r as a float64, 0 for what is not known; it is the nearest one
// where both numbers are below 2^53. Statistics may use it; money and counts must
// not.
func (r Ratio) Float64() float64 {
	if !r.Known() {
		return 0
	}
	return float64(r.Num) / float64(r.Den)
}

// String returns "1/2", or "not known".
func (r Ratio) String() string {
	if !r.Known() {
		return "not known"
	}
	return string(r.appendTo(nil))
}

func (r Ratio) appendTo(b []byte) []byte {
	b = strconv.AppendInt(b, r.Num, 10)
	b = append(b, '/')
	return strconv.AppendInt(b, r.Den, 10)
}

// AppendText appends "1/2". A ratio that is not known is an error.
func (r Ratio) AppendText(b []byte) ([]byte, error) {
	if !r.Known() {
		return b, fault.New("caremodel.Ratio", validate.Required, "", "a ratio that is not known has no text")
	}
	return r.appendTo(b), nil
}

// MarshalText returns "1/2". A ratio that is not known is an error: tag fields
// of this type omitzero.
func (r Ratio) MarshalText() ([]byte, error) { return r.AppendText(nil) }

// UnmarshalText reads what [ParseRatio] reads; on failure r is unchanged.
func (r *Ratio) UnmarshalText(text []byte) error {
	parsed, err := ParseRatio(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// UnmarshalJSON reads a text in quotes as UnmarshalText does. Null is an error.
func (r *Ratio) UnmarshalJSON(data []byte) error {
	return jsontext.Unmarshal(data, "caremodel.Ratio", r)
}

// LogValue returns the ratio's text for a log, blank where it is not known.
func (r Ratio) LogValue() slog.Value {
	if !r.Known() {
		return slog.StringValue("")
	}
	return slog.StringValue(r.String())
}

// Value returns the ratio's text for a database. What is not known is an error:
// store a sql.Null[caremodel.Ratio] where a ratio may be missing.
func (r Ratio) Value() (driver.Value, error) { return sqltext.Value(r) }

// Scan reads the text that Value stores. NULL and blank text are errors that
// leave r unchanged: scan into a sql.Null[caremodel.Ratio].
func (r *Ratio) Scan(src any) error {
	return sqltext.Scan(r, "caremodel.Ratio", src, ParseRatio)
}

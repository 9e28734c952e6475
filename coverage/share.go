package coverage

import (
	"database/sql/driver"
	"errors"
	"log/slog"
	"math/big"
	"math/bits"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/jsontext"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Share is how much of an area is meant: a fraction above nothing and up to the
// whole, in lowest terms. The zero Share is the whole, because most footprints
// cover whole areas.
//
// Shares are comparable with ==, and equal shares are identical: 2/4 is 1/2, and
// 3/3 is the zero Share. The text is "1/2"; that of the whole is "1/1". In lowest
// terms both numbers have at most 18 digits.
type Share struct {
	num, den int64 // 0 < num < den < shareLimit without a common factor; or 0, 0
}

// shareLimit is above every denominator: a share's text is read back by
// [ParseShare], which takes 18 digits.
const shareLimit = 1_000_000_000_000_000_000

// ShareOf returns num/den. Both must be above zero and num at most den; anything
// else is a [validate.Range] error. Numbers of more than 18 digits in lowest terms
// are a [validate.Precision] error.
func ShareOf(num, den int64) (Share, error) {
	const op = "coverage.ShareOf"
	if num <= 0 || den <= 0 || num > den {
		return Share{}, fault.New(op, validate.Range, fractionText(num, den), "a share is above nothing and at most the whole")
	}
	s := newShare(num, den)
	if s.den >= shareLimit {
		return Share{}, fault.New(op, validate.Precision, fractionText(num, den), "at most 18 digits can be held exactly")
	}
	return s, nil
}

func fractionText(num, den int64) string {
	return strconv.FormatInt(num, 10) + "/" + strconv.FormatInt(den, 10)
}

// newShare is ShareOf for arguments that are in range.
func newShare(num, den int64) Share {
	if num == den {
		return Share{}
	}
	d := gcd(num, den)
	return Share{num / d, den / d}
}

// ParseShare reads a share in any of the forms of [caremodel.ParseRatio]: a
// percentage "50%", a decimal "0.5" or a fraction "1/2". Nothing, less than
// nothing and more than the whole are [validate.Range] errors.
func ParseShare(text string) (Share, error) {
	const op = "coverage.ParseShare"
	r, err := caremodel.ParseRatio(text)
	if err != nil {
		return Share{}, refused(op, text, err)
	}
	if r.Num <= 0 || r.Num > r.Den {
		return Share{}, fault.New(op, validate.Range, text, "a share is above nothing and at most the whole")
	}
	return newShare(r.Num, r.Den), nil
}

// IsWhole reports whether s is the whole: the zero Share.
func (s Share) IsWhole() bool { return s == Share{} }

// Ratio returns the share as two numbers in lowest terms; 1/1 for the whole.
func (s Share) Ratio() caremodel.Ratio {
	if s.IsWhole() {
		return caremodel.Ratio{Num: 1, Den: 1}
	}
	return caremodel.Ratio{Num: s.num, Den: s.den}
}

// Of returns how many of n people the share is, rounded half to even. It never
// overflows; a negative n gives the mirrored result.
func (s Share) Of(n int64) int64 {
	if s.IsWhole() {
		return n
	}
	if n < 0 {
		return -int64(s.of(-uint64(n)))
	}
	return int64(s.of(uint64(n)))
}

func (s Share) of(n uint64) uint64 {
	hi, lo := bits.Mul64(n, uint64(s.num))
	whole, rest := bits.Div64(hi, lo, uint64(s.den)) // num < den, so that the quotient is below n
	switch twice := 2 * rest; {
	case twice > uint64(s.den), twice == uint64(s.den) && whole%2 == 1:
		whole++
	}
	return whole
}

// Equal reports whether s and t are the same share, as == does.
func (s Share) Equal(t Share) bool { return s == t }

// Compare returns -1, 0 or +1 as s is smaller than, the same as or larger than
// t, exactly.
func (s Share) Compare(t Share) int { return s.Ratio().Compare(t.Ratio()) }

// String returns the share as "1/2"; the whole is "1/1".
func (s Share) String() string { return string(s.appendTo(nil)) }

// AppendText appends the share as "1/2"; the whole is "1/1".
func (s Share) AppendText(b []byte) ([]byte, error) { return s.appendTo(b), nil }

func (s Share) appendTo(b []byte) []byte {
	r := s.Ratio()
	b = strconv.AppendInt(b, r.Num, 10)
	b = append(b, '/')
	return strconv.AppendInt(b, r.Den, 10)
}

// MarshalText returns the share as "1/2"; the whole is "1/1". In JSON objects
// the whole is left out.
func (s Share) MarshalText() ([]byte, error) { return s.appendTo(nil), nil }

// UnmarshalText reads what [ParseShare] reads; on failure s is unchanged.
func (s *Share) UnmarshalText(text []byte) error {
	parsed, err := ParseShare(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// UnmarshalJSON reads a text in quotes as UnmarshalText does. Null is an error.
func (s *Share) UnmarshalJSON(data []byte) error {
	return jsontext.Unmarshal(data, "coverage.Share", s)
}

// MarshalBinary returns the text of s, as encoding/gob wants it.
func (s Share) MarshalBinary() ([]byte, error) { return s.MarshalText() }

// UnmarshalBinary reads what MarshalBinary gives; on failure s is unchanged.
func (s *Share) UnmarshalBinary(data []byte) error { return s.UnmarshalText(data) }

// LogValue returns the text of s for a log.
func (s Share) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Value returns the share's text for a database; the whole is "1/1".
func (s Share) Value() (driver.Value, error) { return sqltext.Value(s) }

// Scan reads the text that Value stores. NULL and blank text are errors that
// leave s unchanged: scan into a sql.Null[coverage.Share].
func (s *Share) Scan(src any) error { return sqltext.Scan(s, "coverage.Share", src, ParseShare) }

// refused is the error of op for what a parser that it stands on refused.
func refused(op, text string, err error) error {
	v, ok := errors.AsType[validate.Violation](err)
	if !ok {
		v = validate.Violation{Code: validate.Format, Detail: err.Error()}
	}
	return fault.New(op, v.Code, text, v.Detail)
}

// gcd returns the greatest common divisor of two numbers above zero.
func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

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

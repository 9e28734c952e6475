package funding

import (
	"iter"
	"log/slog"
	"math"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/jsontext"
)

// Money is an amount of pounds sterling, to the penny. The zero value is £0.00,
// which is an amount like any other.
//
// It holds whole pence, from -£92,233,720,368,547,758.08 to
// £92,233,720,368,547,758.07. One amount has one representation, so Money
// compares with == and works as a map key. No operation wraps: a result that
// does not fit is an error of code [validate.Overflow].
//
// Its text, in JSON and in databases too, is the plain number with two decimals:
// "4590000.00". The written forms of published documents ("£4.59m") are
// [ParseMoney]'s to read and those of the Format methods to write.
type Money struct{ pence int64 }

// The bounds of the type, as texts of error messages.
const moneyRange = "money runs from -£92,233,720,368,547,758.08 to £92,233,720,368,547,758.07"

// Pence returns n pence.
func Pence(n int64) Money { return Money{n} }

// Pounds returns n pounds, or an error of code [validate.Overflow] beyond
// £92,233,720,368,547,758 either way.
func Pounds(n int64) (Money, error) {
	if n > math.MaxInt64/100 || n < math.MinInt64/100 {
		return Money{}, fault.New("funding.Pounds", validate.Overflow, strconv.FormatInt(n, 10), moneyRange)
	}
	return Money{n * 100}, nil
}

// Pence returns the amount in pence.
func (m Money) Pence() int64 { return m.pence }

// Add returns m + n, or an error of code [validate.Overflow].
func (m Money) Add(n Money) (Money, error) {
	sum := m.pence + n.pence
	if (m.pence^sum)&(n.pence^sum) < 0 {
		return Money{}, overflow("funding.Money.Add", m, " + ", n)
	}
	return Money{sum}, nil
}

// Sub returns m - n, or an error of code [validate.Overflow].
func (m Money) Sub(n Money) (Money, error) {
	diff := m.pence - n.pence
	if (m.pence^n.pence)&(m.pence^diff) < 0 {
		return Money{}, overflow("funding.Money.Sub", m, " - ", n)
	}
	return Money{diff}, nil
}

// Neg returns -m. Only the least amount has no negative: an error of code
// [validate.Overflow].
func (m Money) Neg() (Money, error) {
	if m.pence == math.MinInt64 {
		return Money{}, fault.New("funding.Money.Neg", validate.Overflow, m.String(), moneyRange)
	}
	return Money{-m.pence}, nil
}

// Abs returns m without its sign. Only the least amount has no such value: an
// error of code [validate.Overflow].
func (m Money) Abs() (Money, error) {
	if m.pence >= 0 {
		return m, nil
	}
	if m.pence == math.MinInt64 {
		return Money{}, fault.New("funding.Money.Abs", validate.Overflow, m.String(), moneyRange)
	}
	return Money{-m.pence}, nil
}

// overflow is the error of an operation on two amounts; it names both.
func overflow(op string, m Money, sign string, n Money) error {
	return fault.New(op, validate.Overflow, m.String()+sign+n.String(), moneyRange)
}

// MulRatio returns m × r, rounded to the penny as mode says. The product is held
// in 128 bits, so only a result that does not fit is an error of code
// [validate.Overflow]; a ratio that is not known and an invalid mode are
// errors of code [validate.Range].
func (m Money) MulRatio(r caremodel.Ratio, mode Rounding) (Money, error) {
	const op = "funding.Money.MulRatio"
	switch {
	case !r.Known():
		return Money{}, fault.New(op, validate.Range, ratioText(r), "the ratio is not known: its denominator must be above zero")
	case !mode.valid():
		return Money{}, fault.New(op, validate.Range, mode.String(), roundingDetail)
	}
	negative, den := (m.pence < 0) != (r.Num < 0), uint64(r.Den)
	if quo, rem, ok := exact.MulDiv(exact.Magnitude(m.pence), exact.Magnitude(r.Num), den); ok {
		up := rem != 0 && mode.away(negative, quo&1 == 1, exact.CompareHalf(rem, den))
		if up {
			quo++ // wraps to 0 only from far beyond the range
		}
		if result, ok := signed(quo, negative); ok && (quo != 0 || !up) {
			return result, nil
		}
	}
	return Money{}, fault.New(op, validate.Overflow, m.String()+" × "+ratioText(r), moneyRange)
}

func ratioText(r caremodel.Ratio) string {
	return strconv.FormatInt(r.Num, 10) + "/" + strconv.FormatInt(r.Den, 10)
}

// signed returns the amount of this magnitude in pence and this sign.
func signed(pence uint64, negative bool) (Money, bool) {
	n, ok := exact.Signed(pence, negative)
	return Money{n}, ok
}

// Sum returns the sum of a sequence; of an empty one £0.00. It adds in 128 bits:
// only a result that does not fit is an error of code [validate.Overflow],
// whatever the partial sums and whatever the order.
func Sum(seq iter.Seq[Money]) (Money, error) {
	var sum exact.Sum
	for m := range seq {
		sum.Add(m.pence)
	}
	pence, ok := sum.Int64()
	if !ok {
		return Money{}, fault.New("funding.Sum", validate.Overflow, "", "the sum does not fit: "+moneyRange)
	}
	return Money{pence}, nil
}

// Compare returns -1 if m is less than n, 0 if they are equal and 1 if m is
// more.
func (m Money) Compare(n Money) int {
	switch {
	case m.pence < n.pence:
		return -1
	case m.pence > n.pence:
		return 1
	}
	return 0
}

// Equal reports whether m and n are the same amount, as == does.
func (m Money) Equal(n Money) bool { return m == n }

// IsZero reports whether m is £0.00.
func (m Money) IsZero() bool { return m.pence == 0 }

// Sign returns -1, 0 or 1, the sign of m.
func (m Money) Sign() int { return m.Compare(Money{}) }

// String returns the plain number of pounds with two decimals: "12345678.90",
// "-0.05".
func (m Money) String() string {
	var buf [24]byte
	return string(m.append(buf[:0]))
}

// AppendText appends what [Money.String] returns. The error is always nil.
func (m Money) AppendText(b []byte) ([]byte, error) { return m.append(b), nil }

// MarshalText returns what [Money.String] returns. The error is always nil.
func (m Money) MarshalText() ([]byte, error) { return m.append(nil), nil }

func (m Money) append(b []byte) []byte {
	if m.pence < 0 {
		b = append(b, '-')
	}
	pence := exact.Magnitude(m.pence)
	b = strconv.AppendUint(b, pence/100, 10)
	return append(b, '.', byte('0'+pence/10%10), byte('0'+pence%10))
}

// UnmarshalText reads a plain number of pounds: an optional "-", digits without
// separators or leading zeros and, after a point, decimals that do not go below
// the penny. Everything else that [ParseMoney] takes is an error here. On
// failure m is unchanged.
func (m *Money) UnmarshalText(text []byte) error {
	parsed, err := parsePlain(string(text))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}

// UnmarshalJSON reads a JSON string as [Money.UnmarshalText] does. A bare number
// is an error, because most programs would have passed it through a float, and
// so is null, because it would keep what m held before. On failure m is
// unchanged.
func (m *Money) UnmarshalJSON(data []byte) error {
	if len(data) == 0 || data[0] != '"' {
		return fault.New("funding.Money.UnmarshalJSON", validate.Format, string(data), `write an amount as a text in quotes: "4590000.00"`)
	}
	return jsontext.Unmarshal(data, "funding.Money", m)
}

// MarshalBinary returns the text of m, as encoding/gob wants it.
func (m Money) MarshalBinary() ([]byte, error) { return m.MarshalText() }

// UnmarshalBinary reads what MarshalBinary gives; on failure m is unchanged.
func (m *Money) UnmarshalBinary(data []byte) error { return m.UnmarshalText(data) }

// LogValue returns the text of m for a log.
func (m Money) LogValue() slog.Value { return slog.StringValue(m.String()) }

// FormatPounds returns the exact amount for people: "£12,345,678.90", "-£0.05".
// [ParseMoney] reads it back.
func (m Money) FormatPounds() string { return m.format(unit{}, 2) }

// FormatMillions returns the amount in millions with this many decimals, 0 to 8,
// rounded half to even: "£12.3m", "£0.5m", "£1,234.0m". The rows of a table want
// one unit; a single figure reads better with [Money.FormatShort].
func (m Money) FormatMillions(places int) string { return m.format(millions, places) }

// FormatShort returns the amount with this many decimals, 0 to 8, rounded half to
// even, in the unit that suits it: "£950.0k", "£12.3m", "£1.2bn". An amount that
// rounds to a thousand of one unit is one of the next: £999,999 is "£1.0m".
// Below £1,000 it is exact, as [Money.FormatPounds].
func (m Money) FormatShort(places int) string {
	if exact.Magnitude(m.pence) < 100_000 {
		return m.FormatPounds()
	}
	for _, u := range [...]unit{thousands, millions} {
		if n, scale := u.round(exact.Magnitude(m.pence), places); n < 1000*scale {
			return m.format(u, places)
		}
	}
	return m.format(billions, places)
}

// unit is what a formatted figure counts; the zero unit is the pound.
type unit struct {
	zeros  int // the unit is ten to this power of pounds
	suffix string
}

var (
	thousands = unit{3, "k"}
	millions  = unit{6, "m"}
	billions  = unit{9, "bn"}
)

// round returns the amount of pence as a count of the unit's places-th decimals,
// and how many of those make one unit.
func (u unit) round(pence uint64, places int) (n, scale uint64) {
	step := uint64(1)
	for range u.zeros + 2 - u.clamp(places) {
		step *= 10
	}
	scale = 1
	for range u.clamp(places) {
		scale *= 10
	}
	n, rem := pence/step, pence%step
	if rem != 0 && exact.HalfEven(n, rem, step) {
		n++
	}
	return n, scale
}

// clamp keeps places from 0 to 8, and above the penny.
func (u unit) clamp(places int) int { return min(max(places, 0), u.zeros+2, 8) }

func (m Money) format(u unit, places int) string {
	n, scale := u.round(exact.Magnitude(m.pence), places)
	var buf [40]byte
	b := buf[:0]
	if m.pence < 0 && n > 0 {
		b = append(b, '-')
	}
	b = append(b, "£"...)
	b = exact.AppendGrouped(b, n/scale)
	if scale > 1 {
		// One above the decimals keeps their leading zeros; a point takes its place.
		point := len(b)
		b = strconv.AppendUint(b, scale+n%scale, 10)
		b[point] = '.'
	}
	return string(append(b, u.suffix...))
}

// total is a sum of pence that cannot overflow.
type total struct{ exact.Sum }

func (t *total) add(pence int64) { t.Add(pence) }
func (t *total) sub(pence int64) { t.Sub(pence) }
func (t *total) plus(o total)    { t.AddSum(o.Sum) }

// money returns the sum as money, or the end of the type that it is beyond.
func (t total) money() Money { return Money{t.Clamp()} }

// exact returns the sum as money, and whether it fits.
func (t total) exact() (Money, bool) {
	pence, ok := t.Int64()
	return Money{pence}, ok
}

func (t total) exceeds(m Money) bool { return t.Compare(m.pence) > 0 }

func (t total) String() string { return t.money().String() }

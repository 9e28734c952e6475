package funding

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"iter"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/jsontext"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// FinancialYear is a year of British public accounts: 1 April to 31 March, both
// included. (The personal tax year, from 6 April, is another thing.) It is named
// by the year in which it starts: 2015/16. The zero value is unset.
//
// Years run from 0001/02 to 9998/99, the whole ones of [caremodel.Date].
type FinancialYear struct{ start uint16 }

// The first and the last year by their start.
const (
	firstYear = 1
	finalYear = 9998
)

// FinancialYearStarting returns the financial year that starts on 1 April of
// year y, from 1 to 9998; anything else is an error of code [validate.Range].
func FinancialYearStarting(y int) (FinancialYear, error) {
	if y < firstYear || y > finalYear {
		return FinancialYear{}, fault.New("funding.FinancialYearStarting", validate.Range, strconv.Itoa(y),
			"a financial year starts in a year from 1 to 9998")
	}
	return FinancialYear{uint16(y)}, nil
}

// ParseFinancialYear reads a financial year as published documents write it:
// "2015/16", "2015-16", "2015–16", "2015/2016", "2015 to 2016", "FY2015/16" or
// "FY15/16".
//
//	year  = [ fy ] start sep end | fy two sep two
//	fy    = ( "F" | "f" ) ( "Y" | "y" ) [ " " ]
//	start = digit digit digit digit
//	end   = two | start
//	two   = digit digit
//	sep   = mark | " " mark " " | " to "
//	mark  = "/" | "-" | "_" | "‐" (U+2010) | "‑" (U+2011) | "–" (U+2013) | "—" (U+2014)
//
// The second year must follow the first, so "2015/17" is an error; "1999/00" is
// not. Two digits alone stand for 1950 to 2049. Errors are of code
// [validate.Format].
func ParseFinancialYear(text string) (FinancialYear, error) {
	const op = "funding.ParseFinancialYear"
	rest, short := text, false
	if len(text) > 2 && strings.EqualFold(text[:2], "FY") {
		rest, short = strings.TrimPrefix(text[2:], " "), true
	}
	first, last, ok := cutYear(rest)
	if !ok || len(first) == 2 && !short || digits(last) != len(last) || len(last) != 2 && len(last) != len(first) {
		return FinancialYear{}, fault.New(op, validate.Format, text, notAYear(text))
	}
	start, end := number(first), number(last)
	if len(first) == 2 {
		start = century(start)
	}
	if next := start + 1; end != next && (len(last) != 2 || end != next%100) {
		return FinancialYear{}, fault.New(op, validate.Format, text, "the second year must follow the first")
	}
	if start < firstYear || start > finalYear {
		return FinancialYear{}, fault.New(op, validate.Format, text, "a financial year starts in a year from 1 to 9998")
	}
	return FinancialYear{uint16(start)}, nil
}

// MustParseFinancialYear is [ParseFinancialYear] for tests and constants: it panics
// on an error.
func MustParseFinancialYear(text string) FinancialYear { return fault.Must(ParseFinancialYear(text)) }

// cutYear takes two or four digits and a separator off the front of text.
func cutYear(text string) (year, rest string, ok bool) {
	n := digits(text)
	if n != 2 && n != 4 {
		return "", "", false
	}
	if rest, found := strings.CutPrefix(text[n:], " to "); found {
		return text[:n], rest, true
	}
	for _, mark := range [...]string{"/", "-", "–", "_", "—", "\u2010", "\u2011"} {
		for _, sep := range [...]string{mark, " " + mark + " "} {
			if rest, found := strings.CutPrefix(text[n:], sep); found {
				return text[:n], rest, true
			}
		}
	}
	return "", "", false
}

// notAYear says what would be right in place of text. Of "11/12" a spreadsheet makes
// December 2011, and shows it as "Dec-11".
func notAYear(text string) string {
	const help = `write a financial year as "2015/16"`
	for _, layout := range [...]string{"Jan-06", "Jan-2006", "02/01/2006"} {
		if month, err := time.Parse(layout, text); err == nil {
			return fmt.Sprintf(`%s; has a spreadsheet made a month of "%02d/%02d"? Format the column as text`, help, month.Year()%100, month.Month())
		}
	}
	return help
}

// number returns the value of at most four digits.
func number(text string) int {
	n := 0
	for i := range len(text) {
		n = n*10 + int(text[i]-'0')
	}
	return n
}

// century puts two digits into 1950 to 2049.
func century(two int) int {
	if two < 50 {
		return 2000 + two
	}
	return 1900 + two
}

// FinancialYearOf returns the financial year that holds d; for an unset date,
// and for the months before 0001/02 and after 9998/99, the unset year.
func FinancialYearOf(d caremodel.Date) FinancialYear {
	y := d.Year()
	if d.Month() < time.April {
		y--
	}
	if d.IsZero() || y < firstYear || y > finalYear {
		return FinancialYear{}
	}
	return FinancialYear{uint16(y)}
}

// StartYear returns the calendar year in which y starts; 0 for the unset year.
func (y FinancialYear) StartYear() int { return int(y.start) }

// Start returns 1 April, the first day of y; the unset date for the unset year.
func (y FinancialYear) Start() caremodel.Date { return y.day(0, time.April, 1) }

// End returns 31 March, the last day of y; the unset date for the unset year.
func (y FinancialYear) End() caremodel.Date { return y.day(1, time.March, 31) }

// day returns a day of the calendar year in which y starts, or of the next.
func (y FinancialYear) day(next int, month time.Month, day int) caremodel.Date {
	if y.IsZero() {
		return caremodel.Date{}
	}
	d, err := caremodel.DateOf(int(y.start)+next, month, day)
	if err != nil {
		return caremodel.Date{} // not reached: years end in 9999
	}
	return d
}

// Days returns how many days y has: 365 or 366; 0 for the unset year.
func (y FinancialYear) Days() int {
	if y.IsZero() {
		return 0
	}
	return y.End().Sub(y.Start()) + 1
}

// Contains reports whether d is a day of y. An unset date is of no year.
func (y FinancialYear) Contains(d caremodel.Date) bool {
	return !y.IsZero() && FinancialYearOf(d) == y
}

// Add returns the year n years later, or earlier where n is negative. Beyond the
// first and the last year, and from the unset year, it returns the unset year.
func (y FinancialYear) Add(n int) FinancialYear {
	if y.IsZero() || n < -finalYear || n > finalYear {
		return FinancialYear{}
	}
	start := int(y.start) + n
	if start < firstYear || start > finalYear {
		return FinancialYear{}
	}
	return FinancialYear{uint16(start)}
}

// Next returns the year after y, as [FinancialYear.Add] does.
func (y FinancialYear) Next() FinancialYear { return y.Add(1) }

// Prev returns the year before y, as [FinancialYear.Add] does.
func (y FinancialYear) Prev() FinancialYear { return y.Add(-1) }

// Sub returns how many years y comes after o; negative where it comes before.
func (y FinancialYear) Sub(o FinancialYear) int { return int(y.start) - int(o.start) }

// Through returns the years from y to last, both included, in order; none where
// last comes first or either is unset.
func (y FinancialYear) Through(last FinancialYear) iter.Seq[FinancialYear] {
	return func(yield func(FinancialYear) bool) {
		if y.IsZero() {
			return
		}
		for s := y.start; s <= last.start; s++ {
			if !yield(FinancialYear{s}) {
				return
			}
		}
	}
}

// Compare returns -1 if y comes before o, 0 if they are the same year and 1 if y
// comes after. The unset year comes first.
func (y FinancialYear) Compare(o FinancialYear) int { return cmp.Compare(y.start, o.start) }

// Equal reports whether y and o are the same year, as == does.
func (y FinancialYear) Equal(o FinancialYear) bool { return y == o }

// IsZero reports whether y is unset.
func (y FinancialYear) IsZero() bool { return y.start == 0 }

// String returns the year as "2015/16"; blank for the unset year.
func (y FinancialYear) String() string {
	if y.IsZero() {
		return ""
	}
	var buf [7]byte
	return string(y.append(buf[:0]))
}

func (y FinancialYear) append(b []byte) []byte {
	s, e := int(y.start), int(y.start)+1
	return append(b,
		byte('0'+s/1000), byte('0'+s/100%10), byte('0'+s/10%10), byte('0'+s%10), '/',
		byte('0'+e/10%10), byte('0'+e%10))
}

// AppendText appends the year as "2015/16". The unset year is an error.
func (y FinancialYear) AppendText(b []byte) ([]byte, error) {
	if y.IsZero() {
		return b, fault.New("funding.FinancialYear.AppendText", validate.Required, "", "an unset financial year has no text")
	}
	return y.append(b), nil
}

// MarshalText returns the year as "2015/16". The unset year is an error.
func (y FinancialYear) MarshalText() ([]byte, error) { return y.AppendText(nil) }

// UnmarshalText reads what [ParseFinancialYear] reads; on failure y is
// unchanged.
func (y *FinancialYear) UnmarshalText(text []byte) error {
	parsed, err := ParseFinancialYear(string(text))
	if err != nil {
		return err
	}
	*y = parsed
	return nil
}

// UnmarshalJSON reads a text in quotes as UnmarshalText does. Null is an error.
func (y *FinancialYear) UnmarshalJSON(data []byte) error {
	return jsontext.Unmarshal(data, "funding.FinancialYear", y)
}

// MarshalBinary returns the text of y, and nothing for the zero FinancialYear, as encoding/gob wants it.
func (y FinancialYear) MarshalBinary() ([]byte, error) { return jsontext.MarshalBinary(y) }

// UnmarshalBinary reads what MarshalBinary gives; on failure y is unchanged.
func (y *FinancialYear) UnmarshalBinary(data []byte) error { return jsontext.UnmarshalBinary(data, y) }

// LogValue returns the text of y for a log, blank where it is unset.
func (y FinancialYear) LogValue() slog.Value { return slog.StringValue(y.String()) }

// Value returns the year as "2015/16" for a database. The unset year is an
// error: store sql.Null[FinancialYear].
func (y FinancialYear) Value() (driver.Value, error) { return sqltext.Value(y) }

// Scan reads a year from a database's text. NULL is an error: scan into
// sql.Null[FinancialYear].
func (y *FinancialYear) Scan(src any) error {
	return sqltext.Scan(y, "funding.FinancialYear", src, ParseFinancialYear)
}

// Quarter is a quarter of a financial year: the first is April to June, the
// fourth January to March. The zero value is unset.
type Quarter struct {
	year FinancialYear
	n    uint8
}

// Quarter returns quarter n of y, from 1 to 4. Another n is an error of code
// [validate.Range], the unset year one of [validate.Required].
func (y FinancialYear) Quarter(n int) (Quarter, error) {
	const op = "funding.FinancialYear.Quarter"
	if y.IsZero() {
		return Quarter{}, fault.New(op, validate.Required, "", "an unset financial year has no quarters")
	}
	if n < 1 || n > 4 {
		return Quarter{}, fault.New(op, validate.Range, strconv.Itoa(n), "a quarter is 1 to 4")
	}
	return Quarter{y, uint8(n)}, nil
}

// QuarterOf returns the quarter that holds d; the unset quarter where
// [FinancialYearOf] gives the unset year.
func QuarterOf(d caremodel.Date) Quarter {
	y := FinancialYearOf(d)
	if y.IsZero() {
		return Quarter{}
	}
	return Quarter{y, uint8((d.Month()+8)%12/3 + 1)}
}

// ParseQuarter reads "2015/16 Q1": a financial year in that one form, a space,
// "Q" and a digit from 1 to 4. Errors are of code [validate.Format].
func ParseQuarter(text string) (Quarter, error) {
	if len(text) == 10 && text[4] == '/' && text[7:9] == " Q" {
		y, err := ParseFinancialYear(text[:7])
		if n := int(text[9]) - '0'; err == nil && n >= 1 && n <= 4 {
			return Quarter{y, uint8(n)}, nil
		}
	}
	return Quarter{}, fault.New("funding.ParseQuarter", validate.Format, text, `write a quarter as "2015/16 Q1"`)
}

// Year returns the financial year of q.
func (q Quarter) Year() FinancialYear { return q.year }

// Number returns 1 to 4; 0 for the unset quarter.
func (q Quarter) Number() int { return int(q.n) }

// Start returns the first day of q; the unset date for the unset quarter.
func (q Quarter) Start() caremodel.Date {
	switch q.n {
	case 1:
		return q.year.day(0, time.April, 1)
	case 2:
		return q.year.day(0, time.July, 1)
	case 3:
		return q.year.day(0, time.October, 1)
	}
	return q.year.day(1, time.January, 1)
}

// End returns the last day of q; the unset date for the unset quarter.
func (q Quarter) End() caremodel.Date {
	switch q.n {
	case 1:
		return q.year.day(0, time.June, 30)
	case 2:
		return q.year.day(0, time.September, 30)
	case 3:
		return q.year.day(0, time.December, 31)
	}
	return q.year.day(1, time.March, 31)
}

// Contains reports whether d is a day of q. An unset date is of no quarter.
func (q Quarter) Contains(d caremodel.Date) bool { return !q.IsZero() && QuarterOf(d) == q }

// Next returns the quarter after q; the unset quarter after the last.
func (q Quarter) Next() Quarter {
	if q.n == 4 {
		q = Quarter{q.year.Next(), 0}
	}
	if q.year.IsZero() {
		return Quarter{}
	}
	return Quarter{q.year, q.n + 1}
}

// Prev returns the quarter before q; the unset quarter before the first.
func (q Quarter) Prev() Quarter {
	if q.n == 1 {
		q = Quarter{q.year.Prev(), 5}
	}
	if q.year.IsZero() {
		return Quarter{}
	}
	return Quarter{q.year, q.n - 1}
}

// Compare returns -1 if q comes before o, 0 if they are the same quarter and 1
// if q comes after. The unset quarter comes first.
func (q Quarter) Compare(o Quarter) int {
	return cmp.Or(q.year.Compare(o.year), cmp.Compare(q.n, o.n))
}

// Equal reports whether q and o are the same quarter, as == does.
func (q Quarter) Equal(o Quarter) bool { return q == o }

// IsZero reports whether q is unset.
func (q Quarter) IsZero() bool { return q == Quarter{} }

// String returns the quarter as "2015/16 Q1"; blank for the unset quarter.
func (q Quarter) String() string {
	if q.IsZero() {
		return ""
	}
	return string(q.append(nil))
}

func (q Quarter) append(b []byte) []byte { return append(q.year.append(b), ' ', 'Q', '0'+q.n) }

// AppendText appends the quarter as "2015/16 Q1". The unset quarter is an error.
func (q Quarter) AppendText(b []byte) ([]byte, error) {
	if q.IsZero() {
		return b, fault.New("funding.Quarter.AppendText", validate.Required, "", "an unset quarter has no text")
	}
	return q.append(b), nil
}

// MarshalText returns the quarter as "2015/16 Q1". The unset quarter is an
// error.
func (q Quarter) MarshalText() ([]byte, error) { return q.AppendText(nil) }

// UnmarshalText reads what [ParseQuarter] reads; on failure q is unchanged.
func (q *Quarter) UnmarshalText(text []byte) error {
	parsed, err := ParseQuarter(string(text))
	if err != nil {
		return err
	}
	*q = parsed
	return nil
}

// UnmarshalJSON reads a text in quotes as UnmarshalText does. Null is an error.
func (q *Quarter) UnmarshalJSON(data []byte) error {
	return jsontext.Unmarshal(data, "funding.Quarter", q)
}

// MarshalBinary returns the text of q, and nothing for the zero Quarter, as encoding/gob wants it.
func (q Quarter) MarshalBinary() ([]byte, error) { return jsontext.MarshalBinary(q) }

// UnmarshalBinary reads what MarshalBinary gives; on failure q is unchanged.
func (q *Quarter) UnmarshalBinary(data []byte) error { return jsontext.UnmarshalBinary(data, q) }

// LogValue returns the text of q for a log, blank where it is unset.
func (q Quarter) LogValue() slog.Value { return slog.StringValue(q.String()) }

// Value returns the quarter as "2015/16 Q1" for a database. The unset quarter
// is an error: store sql.Null[Quarter].
func (q Quarter) Value() (driver.Value, error) { return sqltext.Value(q) }

// Scan reads a quarter from a database's text. NULL is an error: scan into
// sql.Null[Quarter].
func (q *Quarter) Scan(src any) error {
	return sqltext.Scan(q, "funding.Quarter", src, ParseQuarter)
}

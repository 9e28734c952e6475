package caremodel

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"log/slog"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/jsontext"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Date is a calendar day of the years 1 to 9999 in the Gregorian calendar,
// without a time or a zone. The zero Date is unset: it is no day, orders before
// every day, and has no text in JSON.
//
// Dates are comparable with ==, fit in four bytes, and their text is that of ISO
// 8601: "2015-03-10".
type Date struct {
	n int32 // days since 31 December of the year 0; 0 = unset
}

const (
	dateLength = len("2006-01-02")
	lastDay    = 3652059 // 9999-12-31
)

// DateOf returns the day with this year (1 to 9999), month and day of the month.
// A day that the calendar does not have, as 2015-02-29, is a [validate.Range]
// error; nothing is normalised.
func DateOf(year int, month time.Month, day int) (Date, error) {
	d, ok := dateOf(year, month, day)
	if !ok {
		text := fmt.Sprintf("%d-%02d-%02d", year, int(month), day)
		return Date{}, fault.New("caremodel.DateOf", validate.Range, text, "no such day in the years 1 to 9999")
	}
	return d, nil
}

func dateOf(year int, month time.Month, day int) (Date, bool) {
	if year < 1 || year > 9999 || month < time.January || month > time.December || day < 1 || day > daysIn(year, month) {
		return Date{}, false
	}
	before := year - 1
	n := before*365 + before/4 - before/100 + before/400 + daysBefore(year, month) + day
	return Date{int32(n)}, true
}

// ParseDate reads a day of the form "2015-03-10": four digits, two, two, with
// hyphens between them, and nothing else.
func ParseDate(text string) (Date, error) {
	const op = "caremodel.ParseDate"
	if len(text) != dateLength || text[4] != '-' || text[7] != '-' {
		return Date{}, fault.New(op, validate.Format, text, `write a date as "2015-03-10"`)
	}
	year, ok1 := digits(text[:4])
	month, ok2 := digits(text[5:7])
	day, ok3 := digits(text[8:])
	if !ok1 || !ok2 || !ok3 {
		return Date{}, fault.New(op, validate.Format, text, `write a date as "2015-03-10"`)
	}
	d, ok := dateOf(year, time.Month(month), day)
	if !ok {
		return Date{}, fault.New(op, validate.Range, text, "no such day in the years 1 to 9999")
	}
	return d, nil
}

// MustParseDate is [ParseDate] for tests and constants: it panics on an error.
func MustParseDate(text string) Date { return fault.Must(ParseDate(text)) }

// DateFromTime returns the day of t in t's own location. Days outside the years
// 1 to 9999, and the zero time, give the zero Date.
func DateFromTime(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	d, _ := dateOf(t.Date())
	return d
}

// Date returns year, month and day of the month; zeros for the zero Date.
func (d Date) Date() (year int, month time.Month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	// Count whole cycles of the calendar off the days before d; the last year of
	// a cycle is the longer one, hence the bounds.
	n := int(d.n) - 1
	cycles := n / 146097 // of 400 years
	n -= cycles * 146097
	centuries := min(n/36524, 3)
	n -= centuries * 36524
	fours := n / 1461
	n -= fours * 1461
	ones := min(n/365, 3)
	n -= ones * 365

	year = cycles*400 + centuries*100 + fours*4 + ones + 1
	month = time.Month(n/31 + 1) // right, or one month early
	if month < time.December && n >= daysBefore(year, month+1) {
		month++
	}
	return year, month, n - daysBefore(year, month) + 1
}

// Year returns the year, 0 for the zero Date.
func (d Date) Year() int { y, _, _ := d.Date(); return y }

// Month returns the month, 0 for the zero Date.
func (d Date) Month() time.Month { _, m, _ := d.Date(); return m }

// Day returns the day of the month, 0 for the zero Date.
func (d Date) Day() int { _, _, day := d.Date(); return day }

// IsZero reports whether d is unset.
func (d Date) IsZero() bool { return d.n == 0 }

// Equal reports whether d and e are the same day, as == does.
func (d Date) Equal(e Date) bool { return d == e }

// Compare returns -1, 0 or +1 as d is before, the same as or after e. The zero
// Date is before every day.
func (d Date) Compare(e Date) int { return cmp.Compare(d.n, e.n) }

// Before reports whether d is before e.
func (d Date) Before(e Date) bool { return d.n < e.n }

// After reports whether d is after e.
func (d Date) After(e Date) bool { return d.n > e.n }

// AddDays returns the day n days later, or earlier for a negative n. The zero
// Date, and any result outside the years 1 to 9999, give the zero Date.
func (d Date) AddDays(n int) Date {
	if d.IsZero() || n > lastDay || n < -lastDay {
		return Date{}
	}
	if n += int(d.n); n < 1 || n > lastDay {
		return Date{}
	}
	return Date{int32(n)}
}

// Sub returns the number of days from e to d, 0 when either is unset.
func (d Date) Sub(e Date) int {
	if d.IsZero() || e.IsZero() {
		return 0
	}
	return int(d.n) - int(e.n)
}

// Time returns midnight at the start of the day in loc, or the first moment of
// the day where a clock change leaves midnight out; where one makes it come
// twice, it is the one that [time.Date] takes. A nil loc is UTC. The zero Date
// gives the zero time.
func (d Date) Time(loc *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	if loc == nil {
		loc = time.UTC
	}
	year, month, day := d.Date()
	t := time.Date(year, month, day, 0, 0, 0, 0, loc)
	if t.Day() != day {
		_, t = t.ZoneBounds() // time.Date took the clock before the change
	}
	return t
}

// String returns the day as "2015-03-10", or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	var buf [dateLength]byte
	return string(d.appendTo(buf[:0]))
}

// AppendText appends the day as "2015-03-10". The zero Date is an error.
func (d Date) AppendText(b []byte) ([]byte, error) {
	if d.IsZero() {
		return b, fault.New("caremodel.Date", validate.Required, "", "an unset date has no text")
	}
	return d.appendTo(b), nil
}

func (d Date) appendTo(b []byte) []byte {
	year, month, day := d.Date()
	return append(b,
		byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-',
		byte('0'+month/10), byte('0'+month%10), '-',
		byte('0'+day/10), byte('0'+day%10))
}

// MarshalText returns the day as "2015-03-10". The zero Date is an error: tag
// fields of this type omitzero.
func (d Date) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads what [ParseDate] reads; on failure d is unchanged.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// UnmarshalJSON reads a text in quotes as UnmarshalText does. Null is an error.
func (d *Date) UnmarshalJSON(data []byte) error {
	return jsontext.Unmarshal(data, "caremodel.Date", d)
}

// MarshalBinary returns the text of d, and nothing for the zero Date, as encoding/gob wants it.
func (d Date) MarshalBinary() ([]byte, error) { return jsontext.MarshalBinary(d) }

// UnmarshalBinary reads what MarshalBinary gives; on failure d is unchanged.
func (d *Date) UnmarshalBinary(data []byte) error { return jsontext.UnmarshalBinary(data, d) }

// LogValue returns the text of d for a log, blank where it is unset.
func (d Date) LogValue() slog.Value { return slog.StringValue(d.String()) }

// Value returns the day's text for a database. The zero Date is an error: store
// a sql.Null[caremodel.Date] where a date may be missing.
func (d Date) Value() (driver.Value, error) { return sqltext.Value(d) }

// Scan reads the text that Value stores. NULL and blank text are errors that
// leave d unchanged: scan into a sql.Null[caremodel.Date]. A time.Time, as some
// drivers give for a DATE column, is taken when it is midnight; the zero time is
// an error as blank text is.
func (d *Date) Scan(src any) error {
	if t, ok := src.(time.Time); ok {
		src = t.Format(time.DateOnly)
		if h, m, s := t.Clock(); h|m|s|t.Nanosecond() != 0 {
			src = t.Format(time.RFC3339Nano)
		}
		if t.IsZero() {
			src = ""
		}
	}
	return sqltext.Scan(d, "caremodel.Date", src, ParseDate)
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// daysBefore returns the days of the year before the first of the month.
func daysBefore(year int, month time.Month) int {
	n := int([...]int16{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}[month-1])
	if month > time.February && leap(year) {
		n++
	}
	return n
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.February:
		if leap(year) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

// digits reads a run of ASCII digits, and reports whether text is one. Only of a
// short run is the number right.
func digits(text string) (int, bool) {
	n := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, len(text) > 0
}

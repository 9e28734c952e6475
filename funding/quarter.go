package funding

import (
	"cmp"
	"database/sql/driver"
	"strconv"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

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

// Value returns the quarter as "2015/16 Q1" for a database. The unset quarter
// is an error: store sql.Null[Quarter].
func (q Quarter) Value() (driver.Value, error) { return sqltext.Value(q) }

// Scan reads a quarter from a database's text. NULL is an error: scan into
// sql.Null[Quarter].
func (q *Quarter) Scan(src any) error {
	return sqltext.Scan(q, "funding.Quarter", src, ParseQuarter)
}

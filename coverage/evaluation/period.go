package evaluation

import (
	"strconv"
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Period is the time that a result is about, both ends included. A month or a
// year counts whole: "2015-07" is 1 to 31 July. An end that is zero is open, or
// not stated. The zero Period is not stated.
type Period struct {
	From  caremodel.Date `json:"from,omitzero"`  // first day; zero = open, or not stated
	Until caremodel.Date `json:"until,omitzero"` // last day; zero = open, or not stated
	// Words are the period as it was printed: "2018/19", "year 2".
	Words string `json:"words,omitzero"`
}

// ParsePeriod reads a period and keeps its text as its words. A time is a day
// ("2015-07-01"), a month ("2015-07"), a year ("2015") or a financial year from
// April to March ("2018/19"). A period is one of
//
//	2018/19               that time
//	2015-07 to 2017-05    from the start of one to the end of the other
//	12 months to 2017-09  the months (or years) that end with it
//	to 2015-06            until its end
//	2014-08 on            from its start
//	by 2021               until its end
//
// Anything else, blanks at the ends included, is a [validate.Format] error. A
// period that ends before it starts is a [validate.Order] error.
func ParsePeriod(text string) (Period, error) {
	const op = "evaluation.ParsePeriod"
	p, ok := parsePeriod(text)
	switch {
	case !ok:
		return Period{}, fault.New(op, validate.Format, text,
			`write "2018/19", "2015-07 to 2017-05", "12 months to 2017-09", "to 2015-06", "2014-08 on" or "by 2021"`)
	case p.reversed():
		return Period{}, fault.New(op, validate.Order, text, "the period ends before it starts")
	}
	p.Words = text
	return p, nil
}

func parsePeriod(text string) (Period, bool) {
	for _, word := range [...]string{"to ", "by "} {
		if end, ok := strings.CutPrefix(text, word); ok {
			_, until, ok := parseTime(end)
			return Period{Until: until}, ok
		}
	}
	if start, ok := strings.CutSuffix(text, " on"); ok {
		from, _, ok := parseTime(start)
		return Period{From: from}, ok
	}
	start, end, isRange := strings.Cut(text, " to ")
	if !isRange {
		from, until, ok := parseTime(text)
		return Period{From: from, Until: until}, ok
	}
	_, until, ok := parseTime(end)
	if !ok {
		return Period{}, false
	}
	if months, ok := parseLength(start); ok {
		from := monthsBefore(until, months)
		return Period{From: from, Until: until}, !from.IsZero()
	}
	from, _, ok := parseTime(start)
	return Period{From: from, Until: until}, ok
}

// parseLength reads "12 months" or "2 years", as months.
func parseLength(text string) (months int, ok bool) {
	count, unit, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 || n > 999 || strconv.Itoa(n) != count {
		return 0, false
	}
	switch unit {
	case "month", "months":
		return n, true
	case "year", "years":
		return n * 12, true
	}
	return 0, false
}

// monthsBefore returns the first day of the months that end with this day.
func monthsBefore(until caremodel.Date, months int) caremodel.Date {
	next := until.AddDays(1)
	year, month, day := next.Date()
	at := year*12 + int(month) - 1 - months
	if at < 12 {
		return caremodel.Date{}
	}
	for ; day > 0; day-- { // of a month that is too short, its last day
		if d, err := caremodel.DateOf(at/12, time.Month(at%12+1), day); err == nil {
			return d
		}
	}
	return caremodel.Date{}
}

// parseTime reads a day, a month, a year or a financial year, and returns its
// first and last day.
func parseTime(text string) (from, until caremodel.Date, ok bool) {
	if len(text) == len("2015/16") && text[4] == '/' {
		first, ok1 := number(text[:4])
		second, ok2 := number(text[5:])
		if !ok1 || !ok2 || (first+1)%100 != second {
			return from, until, false
		}
		from, _ = caremodel.DateOf(first, time.April, 1)
		until, _ = caremodel.DateOf(first+1, time.March, 31)
		return from, until, !from.IsZero() && !until.IsZero()
	}
	switch len(text) {
	case len("2015-07-01"):
		d, err := caremodel.ParseDate(text)
		return d, d, err == nil
	case len("2015-07"):
		from, err := caremodel.ParseDate(text + "-01")
		if err != nil {
			return from, until, false
		}
		year, month, _ := from.Date()
		return from, endOfMonth(year, month), true
	case len("2015"):
		year, ok := number(text)
		from, err := caremodel.DateOf(year, time.January, 1)
		if !ok || err != nil {
			return from, until, false
		}
		return from, endOfMonth(year, time.December), true
	}
	return from, until, false
}

func endOfMonth(year int, month time.Month) caremodel.Date {
	var last caremodel.Date
	for day := 28; day <= 31; day++ {
		if d, err := caremodel.DateOf(year, month, day); err == nil {
			last = d
		}
	}
	return last
}

// number reads a text of digits alone.
func number(text string) (int, bool) {
	if strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// IsZero reports whether nothing is said of the period.
func (p Period) IsZero() bool { return p == Period{} }

// String returns the words, on one line, and where there are none the two ends.
func (p Period) String() string {
	switch {
	case p.Words != "":
		return ascii.Escape(p.Words)
	case p.From.IsZero() && p.Until.IsZero():
		return ""
	case p.From.IsZero():
		return "to " + p.Until.String()
	case p.Until.IsZero():
		return p.From.String() + " on"
	}
	return p.From.String() + " to " + p.Until.String()
}

// reversed reports whether the period ends before it starts.
func (p Period) reversed() bool {
	return !p.From.IsZero() && !p.Until.IsZero() && p.Until.Before(p.From)
}

// meets reports whether the two may have a day in common: an end that is not
// stated may be any day.
func (p Period) meets(q Period) bool {
	return !before(p.Until, q.From) && !before(q.Until, p.From)
}

// before reports whether both days are known and the first is the earlier.
func before(a, b caremodel.Date) bool { return !a.IsZero() && !b.IsZero() && a.Before(b) }

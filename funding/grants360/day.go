package grants360

import (
	"errors"
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// edge says which day of a month or year is meant, if no day is given.
type edge uint8

const (
	noEdge edge = iota // a day is required
	firstDay
	lastDay
)

// dayOf reads a day. The standard has "2015-03-10" and a full date-time, whose day
// is taken as written. Every other form that spreadsheets and people write (see
// [form.Day]) is read with a remark, with the day before the month as in British
// usage; so is a month or a year, if edge says which of its days is meant.
func dayOf(text string, e edge) (day caremodel.Date, remark string, err error) {
	if _, err := time.Parse(time.RFC3339, text); err == nil && len(text) <= maxNumber {
		day, err = caremodel.ParseDate(text[:len("2015-03-10")])
		return day, "", err
	}
	if day, err = caremodel.ParseDate(text); err == nil || errors.Is(err, validate.Range) {
		return day, "", err
	}
	if e != noEdge && (matches(text, "0000-00") || matches(text, "0000")) {
		if day, err = edgeOf(text, e); err != nil {
			return caremodel.Date{}, "", err
		}
		return day, "read as " + day.String(), nil
	}
	iso, wrong := form.Day(text, true)
	if wrong != "" {
		return caremodel.Date{}, "", fault.New("grants360.Read", validate.Format, text, wrong)
	}
	if day, err = caremodel.ParseDate(iso); err != nil {
		return caremodel.Date{}, "", err
	}
	remark = "days are written as 2015-03-10: read as " + iso
	if _, unsure := form.Day(text, false); unsure != "" {
		remark += ", the day before the month"
	}
	return day, remark, nil
}

// momentOf reads a date-time, and with a remark the other forms that publishers
// write: a day, taken as midnight, and the forms of [dayOf].
func momentOf(text string) (moment time.Time, remark string, err error) {
	if moment, err = time.Parse(time.RFC3339, text); err == nil && len(text) <= maxNumber {
		if _, err = moment.MarshalText(); err == nil {
			return moment, "", nil
		}
		return time.Time{}, "", notADay(text)
	}
	day, _, err := dayOf(text, noEdge)
	if err != nil {
		return time.Time{}, "", err
	}
	moment = day.Time(time.UTC)
	if clock, ok := clockOf(text); ok {
		moment = moment.Add(clock)
	} else if strings.Contains(text, ":") {
		return time.Time{}, "", notADay(text)
	}
	return moment, "a date-time is written as 2015-03-10T00:00:00Z: read as " + moment.Format(time.RFC3339), nil
}

// clockOf returns the time of day, "13:05" or "13:05:06", that ends a text.
func clockOf(text string) (sinceMidnight time.Duration, ok bool) {
	text = strings.TrimSpace(text)
	clock := text[strings.LastIndexAny(text, "T ")+1:]
	if !matches(clock, "00:00") && !matches(clock, "00:00:00") {
		return 0, false
	}
	at, err := time.Parse("15:04:05"[:len(clock)], clock)
	return at.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)), err == nil
}

// edgeOf returns the first or the last day of "2015-03" or "2015".
func edgeOf(text string, e edge) (caremodel.Date, error) {
	from, through := "-01", "-12"
	if len(text) > len("2015") {
		from, through = "", ""
	}
	if e == firstDay {
		return caremodel.ParseDate(text + from + "-01")
	}
	start, err := caremodel.ParseDate(text + through + "-01")
	if err != nil {
		return start, err
	}
	return caremodel.DateFromTime(start.Time(time.UTC).AddDate(0, 1, -1)), nil
}

func notADay(text string) error {
	return fault.New("grants360.Read", validate.Format, text, "a day is written as 2015-03-10")
}

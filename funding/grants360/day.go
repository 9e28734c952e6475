package grants360

import (
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// edge says which day of a month or year stands for it, where no day is given.
type edge uint8

const (
	noEdge edge = iota // a day must be given
	firstDay
	lastDay
)

// dayOf reads a day. The standard has "2015-03-10" and a full date-time, of which
// the day is taken as written; of what else publishers write a day is read with a
// remark:
//
//	date-time without a zone      2015-03-10T00:00:00, 2015-03-10 00:00:00
//	day before month, as British  10/03/2015, 10-03-2015, with or without a time
//	a month or a year (edge)      2015-03, 2015
func dayOf(text string, e edge) (day caremodel.Date, remark string, err error) {
	if len(text) > maxNumber {
		return day, "", notADay(text)
	}
	if _, err := time.Parse(time.RFC3339, text); err == nil {
		day, err = caremodel.ParseDate(text[:len("2015-03-10")])
		return day, "", err
	}
	front, clock, timed := cutClock(text)
	if timed && !plausibleClock(clock) {
		return day, "", notADay(text)
	}
	switch {
	case matches(front, "0000-00-00"):
		day, err = caremodel.ParseDate(front)
		if timed {
			remark = "a date-time has a time zone: read as " + front
		}
	case matches(front, "00/00/0000"), matches(front, "00-00-0000"):
		front = front[6:] + "-" + front[3:5] + "-" + front[:2]
		day, err = caremodel.ParseDate(front)
		remark = "days are written as 2015-03-10: read as " + front + ", the day before the month"
	case e != noEdge && !timed && (matches(front, "0000-00") || matches(front, "0000")):
		day, err = edgeOf(front, e)
		remark = "read as " + day.String()
	default:
		err = notADay(text)
	}
	if err != nil {
		return caremodel.Date{}, "", err
	}
	return day, remark, nil
}

// momentOf reads a date-time, and with a remark what else publishers write:
// a day, which stands for its midnight, and the forms of [dayOf].
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
	if _, clock, timed := cutClock(text); timed {
		hours, _ := time.Parse("15:04:05"[:len(clock)], clock)
		moment = moment.Add(hours.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)))
	}
	return moment, "a date-time is written as 2015-03-10T00:00:00Z: read as " + moment.Format(time.RFC3339), nil
}

// cutClock parts a day from its time.
func cutClock(text string) (day, clock string, timed bool) {
	i := strings.IndexAny(text, "T ")
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// plausibleClock reports whether a text is a time of day.
func plausibleClock(clock string) bool {
	if !matches(clock, "00:00") && !matches(clock, "00:00:00") {
		return false
	}
	_, err := time.Parse("15:04:05"[:len(clock)], clock)
	return err == nil
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

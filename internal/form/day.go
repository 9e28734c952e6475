package form

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// dayHelp is the advice for a text that is not a day in any known form.
const dayHelp = `write a date as "2015-03-10"`

// mostDayText bounds the length of the texts that are parsed.
const mostDayText = 64

var (
	dashes     = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-", "\u2212", "-")
	clock      = regexp.MustCompile(`(?i)[T ] ?([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?( ?[AP]M)?( ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?$`)
	yearFirst  = regexp.MustCompile(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})Z?$|^(\d{4})()(\d\d)()(\d\d)$`)
	yearLast   = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{2}|\d{4})$`)
	dayMonth   = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)?[-/. ]+([a-z]{3,9})[-/., ]+(\d{2}|\d{4})$`)
	monthDay   = regexp.MustCompile(`(?i)^([a-z]{3,9})[-. ]+(\d{1,2})(?:st|nd|rd|th)?[-., ]+(\d{2}|\d{4})$`)
	weekday    = regexp.MustCompile(`(?i)^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +`)
	serial     = regexp.MustCompile(`^(\d{5})(\.\d+)?$`)
	epoch      = regexp.MustCompile(`^\d{10}$|^\d{13}$`)
	partOfADay = regexp.MustCompile(`(?i)^\d{4}([-/.]\d{1,2})?$|^[a-z]{3,9}[- ]\d{2,4}$`)
)

// Day reads a day as spreadsheets, databases and people write it, and returns it as "2015-03-10", or else says what is
// wrong and what would be right. It accepts every form that can mean only one day: the year first, in digits; the month by
// its name; a time of day, which is dropped. If day and month are numbers and the year is last, dayFirst says that the day
// comes first; without it a day up to the 12th is ambiguous and rejected. Years have four digits.
func Day(text string, dayFirst bool) (iso, fault string) {
	if len(text) > mostDayText {
		return "", dayHelp
	}
	plain := strings.TrimFunc(dashes.Replace(text), unicode.IsSpace)
	rest := weekday.ReplaceAllString(strings.Join(strings.Fields(clock.ReplaceAllString(plain, "")), " "), "")
	if m := yearFirst.FindStringSubmatch(rest); m != nil && m[2] == m[4] && m[7] == m[9] {
		return date(m[1]+m[6], m[3]+m[8], m[5]+m[10])
	}
	if m := dayMonth.FindStringSubmatch(rest); m != nil {
		return named(m[1], m[2], m[3])
	}
	if m := monthDay.FindStringSubmatch(rest); m != nil {
		return named(m[2], m[1], m[3])
	}
	if m := yearLast.FindStringSubmatch(rest); m != nil && m[2] == m[4] {
		return byNumbers(m[1], m[3], m[5], dayFirst)
	}
	return "", noDay(rest)
}

// byNumbers reads a day whose parts are numbers with the year last.
func byNumbers(first, second, year string, dayFirst bool) (iso, fault string) {
	if len(year) == 2 {
		return "", "write the year with four digits, as in 10/03/2015"
	}
	asDay, fault := date(year, second, first)
	asMonth, american := date(year, first, second)
	switch {
	case dayFirst || american != "" || asDay == asMonth:
		return asDay, fault
	case fault != "":
		return "", "is the month first? Write " + asMonth
	}
	return "", "this is " + asDay + " or " + asMonth + ": say that the day comes first (DayFirst), or write one of these"
}

// named reads a day whose month is given by name.
func named(day, month, year string) (iso, fault string) {
	if len(year) == 2 {
		return "", "write the year with four digits, as in 10 March 2015"
	}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if text := strings.ToLower(month); text == name[:3] || text == name || m == time.September && text == "sept" {
			return date(year, strconv.Itoa(int(m)), day)
		}
	}
	return "", dayHelp
}

// date returns a day of the calendar in ISO 8601.
func date(year, month, day string) (iso, fault string) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1 || t.Year() != y || int(t.Month()) != m || t.Day() != d {
		return "", "there is no such day in the calendar"
	}
	return t.Format(time.DateOnly), ""
}

// noDay describes a text that is not a day, such as the number by which a program
// counts days.
func noDay(text string) string {
	switch {
	case serial.MatchString(text):
		n, _ := strconv.Atoi(text[:5])
		day := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		return "this is how Excel numbers days (" + day.Format(time.DateOnly) + ", if it counts from 1900): format the column as dates and save it again"
	case epoch.MatchString(text):
		return "this counts seconds or milliseconds since 1970; " + dayHelp
	case partOfADay.MatchString(text):
		return "this is not a single day; " + dayHelp
	}
	return dayHelp
}

package form_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

func TestDay_Forms(t *testing.T) {
	for _, text := range []string{
		"2016-04-01", " 2016-04-01\u00a0", "2016-04-01T00:00:00Z", "2016-04-01T23:00:00.000Z", "2016-04-01T00:00:00+01:00", "2016-04-01T00:00:00+0000",
		"2016-04-01T00:00:00", "2016-04-01 00:00:00+00:00", "2016-04-01 00:00:00 UTC", "2016-04-01Z", "2016-04-01T00:00Z", "2016-4-1", "2016/04/01",
		"2016.04.01", "20160401", "2016\u201104\u201101", "2016–04–01", "01-Apr-2016", "1 April 2016", "1st April 2016", "April 1, 2016", "01 APR 2016",
		"Fri, 01 Apr 2016 00:00:00 GMT", "Friday 1 April 2016",
	} {
		iso, fault := form.Day(text, false)
		require.Empty(t, fault, "%q", text)
		require.Equal(t, "2016-04-01", iso, "%q", text)
	}
	for _, text := range []string{"01/04/2016", "1/4/2016", "1-4-2016", "01.04.2016", "01/04/2016 00:00", "1/4/2016 12:30 PM"} {
		iso, fault := form.Day(text, true)
		require.Empty(t, fault, "%q", text)
		require.Equal(t, "2016-04-01", iso, "%q", text)
	}
	for text, want := range map[string]string{"25/04/2016": "2016-04-25", "04/04/2016": "2016-04-04", "31/12/1999": "1999-12-31"} {
		iso, fault := form.Day(text, false)
		require.Empty(t, fault, "%q", text)
		require.Equal(t, want, iso, "%q", text)
	}
}

func TestDay_Faults(t *testing.T) {
	for text, want := range map[string]string{
		"01/04/2016":            "this is 2016-04-01 or 2016-01-04: say that the day comes first",
		"04/25/2016":            "is the month first? Write 2016-04-25",
		"01/04/16":              "the year with four digits",
		"1-Apr-16":              "the year with four digits",
		"42461":                 "how Excel numbers days (2016-04-01",
		"42461.0":               "how Excel numbers days (2016-04-01",
		"1459468800":            "since 1970",
		"2016":                  "not a single day",
		"2016-04":               "not a single day",
		"April 2016":            "not a single day",
		"2015-02-29":            "no such day",
		"29/02/2015":            "no such day",
		"31/04/2016":            "no such day",
		"0000-00-00":            "no such day",
		"1900-01-00":            "no such day",
		"2016-04-01T24:00:00Z":  "write a date",
		"2016-04-01T23:59:60Z":  "write a date",
		"2016-04/01":            "write a date",
		"1 Sprout 2016":         "write a date",
		"TBC":                   "write a date",
		"n/a":                   "write a date",
		"":                      "write a date",
		"２０１６-04-01":            "write a date",
		strings.Repeat("2", 99): "write a date",
	} {
		iso, fault := form.Day(text, false)
		require.Empty(t, iso, "%q", text)
		require.Contains(t, fault, want, "%q", text)
	}
}

// Every day of the calendar is read in every form, or rejected if the form is
// ambiguous.
func TestDay_IsTheSameInEveryForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(rapid.IntRange(1000, 9999).Draw(t, "year"), 1, rapid.IntRange(1, 365).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		for _, layout := range []string{time.DateOnly, time.DateTime, time.RFC3339, time.RFC1123, "20060102", "2 January 2006", "02-Jan-2006"} {
			iso, fault := form.Day(day.Format(layout), rapid.Bool().Draw(t, "day first"))
			require.Empty(t, fault)
			require.Equal(t, day.Format(time.DateOnly), iso)
		}
		iso, fault := form.Day(day.Format("02/01/2006"), true)
		require.Empty(t, fault)
		require.Equal(t, day.Format(time.DateOnly), iso)
		iso, fault = form.Day(day.Format("02/01/2006"), false)
		require.Equal(t, fault == "", iso == day.Format(time.DateOnly))
	})
}

func TestAmount(t *testing.T) {
	for text, want := range map[string]string{
		"700000": "700000", "700000.5": "700000.5", "£4.59m": "£4.59m", "-£5": "-£5", "£200 million": "£200 million",
		" £700,000.00 ": "£700,000.00", "£ 700,000": "£700,000", "£-500,000.00": "-£500,000.00", " (£500,000.00)": "-£500,000.00", "(500,000)": "-500,000",
		"£(500)": "-£500", "500,000-": "-500,000", "−£5": "-£5", "\u00a0700,000": "700,000", "GBP 700,000": "£700,000", "700 000": "700000", "700\u00a0000.50": "700000.50",
		"7.0E+05": "700000", "1e3": "1000", "4.59E6": "4590000", "£1.234567E+02": "£123.4567", "5E-02": "0.05", "1.5E-1": "0.15", "-7.0E+05": "-700000",
		"TBC": "TBC", "12 34": "12 34", "1E99": "1E99", "0.125": "0.125",
	} {
		plain, fault := form.Amount(text)
		require.Empty(t, fault, "%q", text)
		require.Equal(t, want, plain, "%q", text)
	}
	for text, want := range map[string]string{
		"£-": "£0.00 as Excel shows it", " £-   ": "£0.00 as Excel shows it", "-": "£0.00 as Excel shows it", "–": "£0.00 as Excel shows it", "£ –": "£0.00 as Excel shows it",
		"#REF!": "an error of the spreadsheet", "#N/A": "an error of the spreadsheet", "########": "an error of the spreadsheet",
		"700.000": "Write 700000", "1.250.000,00": "Write 1250000.00",
	} {
		_, fault := form.Amount(text)
		require.Contains(t, fault, want, "%q", text)
	}
}

func TestCount(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "1537": 1537, "1,537": 1537, " 1537": 1537, "1537 ": 1537, "1537.0": 1537, "1,537.00": 1537, "1.537E+03": 1537, "1 537": 1537, "\u00a01537": 1537,
		"1\u202f537": 1537, "1.2E+06": 1_200_000, "999999999999999999": 999_999_999_999_999_999,
	} {
		n, code, fault := form.Count([]byte(text))
		require.Empty(t, code, "%q: %s", text, fault)
		require.Equal(t, want, n, "%q", text)
	}
	for text, want := range map[string]validate.Code{
		"": validate.Required, " ": validate.Required, "-5": validate.Range, "-5.0": validate.Range, "1537.5": validate.Precision, "1.000": validate.Format,
		"1,00": validate.Format, "12,34,567": validate.Format, "+5": validate.Format, "(1537)": validate.Format, "*": validate.Format, "<5": validate.Format,
		"#REF!": validate.Format, "1'000": validate.Format, "9999999999999999999": validate.Overflow, "9E+19": validate.Overflow, "NaN": validate.Format, "Inf": validate.Format,
		"0x10": validate.Format, "1e-3": validate.Precision, strings.Repeat("9", 99): validate.TooLarge, "1537*": validate.Format,
	} {
		_, code, fault := form.Count([]byte(text))
		require.Equal(t, want, code, "%q", text)
		require.NotEmpty(t, fault)
	}
}

func TestCount_CostsNoMemory(t *testing.T) {
	text := []byte("1,537")
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _, _ = form.Count(text) }))
}

// A text that is not a number is never read as a number.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{"1.5E+03", "(£5)", "1/2/2016", "2016-04-01", "1 537.0", "£-", "1.000", "-£1.0E3-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if iso, fault := form.Day(text, true); fault == "" {
			_, err := time.Parse(time.DateOnly, iso)
			require.NoError(t, err)
			again, fault := form.Day(iso, false)
			require.Empty(t, fault)
			require.Equal(t, iso, again)
		}
		if plain, fault := form.Amount(text); fault == "" && plain != text {
			again, fault := form.Amount(plain)
			require.Empty(t, fault, "%q of %q", plain, text)
			require.Equal(t, plain, again)
		}
		if n, code, _ := form.Count([]byte(text)); code == "" {
			again, code, _ := form.Count(strconv.AppendInt(nil, n, 10))
			require.Empty(t, code)
			require.Equal(t, n, again)
		}
	})
}

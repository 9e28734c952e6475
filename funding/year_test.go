package funding_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// publishedCases reads a reference file of published cases, as one map a row;
// the test is skipped where the file is not available.
func publishedCases(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("../../shared/reference/funding/" + name)
	if err != nil {
		t.Skip("reference file " + name + " is not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 1)
	cases := make([]map[string]string, 0, len(rows))
	for _, row := range rows[1:] {
		c := make(map[string]string, len(row))
		for i, cell := range row {
			c[rows[0][i]] = cell
		}
		cases = append(cases, c)
	}
	return cases
}

func day(text string) caremodel.Date { return caremodel.MustParseDate(text) }

func anyYear() *rapid.Generator[funding.FinancialYear] {
	return rapid.Map(rapid.IntRange(1, 9998), func(y int) funding.FinancialYear {
		year, err := funding.FinancialYearStarting(y)
		if err != nil {
			panic(err)
		}
		return year
	})
}

func TestParseFinancialYear(t *testing.T) {
	for text, want := range map[string]string{
		"2015/16":   "2015/16",
		"2015-16":   "2015/16",
		"2015–16":   "2015/16",
		"2015/2016": "2015/16",
		"2015-2016": "2015/16",
		"2015–2016": "2015/16",
		"FY2015/16": "2015/16",
		"FY2015-16": "2015/16",
		"FY15/16":   "2015/16",
		"FY15-16":   "2015/16",
		"1999/00":   "1999/00",
		"1999/2000": "1999/00",
		"FY99/00":   "1999/00",
		"FY49/50":   "2049/50",
		"FY50/51":   "1950/51",
		"0001/02":   "0001/02",
		"9998/99":   "9998/99",
		"9998/9999": "9998/99",

		"2015 to 2016": "2015/16", "2015_16": "2015/16", "FY 2015/16": "2015/16", "fy2015/16": "2015/16", "FY 15/16": "2015/16",
		"2015—16": "2015/16", "2015\u201116": "2015/16", "2015\u20102016": "2015/16", "2015 / 16": "2015/16", "2015 – 2016": "2015/16",
	} {
		y, err := funding.ParseFinancialYear(text)
		require.NoError(t, err, text)
		require.Equal(t, want, y.String(), text)
	}
	for _, text := range []string{
		"", "2015", "2015/", "/16", "2015/17", "2015/15", "2015/2017", "2015/2015", "2015/16 ", " 2015/16", "2015 /16", "2015//16",
		"2015/6", "2015/016", "215/16", "02015/16", "15/16", "15/2016", "FY15/2016", "FYFY2015/16", "FY", "FY16", "15 to 16",
		"2015.16", "201516", "1516", "Dec-11", "01/12/2011", "2015/ 16", "2015  to 2016", "FY  2015/16", "1999/01", "1999/1900", "1999/99", "0000/01", "9999/00", "9999/10000", "２０１５/16",
		"2015/１６", "2015/1é", "-2015/16", "FY15/17", strings.Repeat("2015/16", 600),
	} {
		y, err := funding.ParseFinancialYear(text)
		require.ErrorIs(t, err, validate.Format, "%q", text)
		require.Zero(t, y)
	}
	require.Panics(t, func() { funding.MustParseFinancialYear("2015/17") })
	for _, text := range []string{"Dec-11", "01/12/2011"} {
		_, err := funding.ParseFinancialYear(text)
		require.ErrorContains(t, err, `has a spreadsheet made a month of "11/12"? Format the column as text`)
	}
}

func TestFinancialYearStarting(t *testing.T) {
	for _, y := range []int{1, 1999, 9998} {
		year, err := funding.FinancialYearStarting(y)
		require.NoError(t, err)
		require.Equal(t, y, year.StartYear())
	}
	for _, y := range []int{-1, 0, 9999, 1 << 40} {
		_, err := funding.FinancialYearStarting(y)
		require.ErrorIs(t, err, validate.Range)
	}
}

// The government's year starts on 1 April, not on 6 April as the personal tax
// year does (uktrade/data-hub-api, pull request 1401), and is named by its start.
func TestFinancialYearOf(t *testing.T) {
	for text, want := range map[string]string{
		"2012-03-31": "2011/12", // Public-Health-Scotland/phsmethods, test-extract_fin_year.R
		"2012-04-01": "2012/13",
		"2018-04-01": "2018/19", // uktrade/data-hub-api, test_query_utils.py
		"2018-04-06": "2018/19",
		"2017-01-01": "2016/17",
		"2017-03-31": "2016/17",
		"2015-05-30": "2015/16",
		"0001-04-01": "0001/02",
		"9999-03-31": "9998/99",
	} {
		y := funding.FinancialYearOf(day(text))
		require.Equal(t, want, y.String(), text)
		require.True(t, y.Contains(day(text)))
	}
	for _, d := range []caremodel.Date{{}, day("0001-01-01"), day("0001-03-31"), day("9999-04-01"), day("9999-12-31")} {
		require.True(t, funding.FinancialYearOf(d).IsZero(), d)
		require.False(t, funding.FinancialYear{}.Contains(d))
	}
}

func TestFinancialYear_Bounds(t *testing.T) {
	for text, want := range map[string]string{
		"1999/00": "1999-04-01..2000-03-31 366",
		"2000/01": "2000-04-01..2001-03-31 365",
		"2015/16": "2015-04-01..2016-03-31 366",
		"2098/99": "2098-04-01..2099-03-31 365",
		"2099/00": "2099-04-01..2100-03-31 365", // 2100 is no leap year
	} {
		require.Equal(t, want, bounds(funding.MustParseFinancialYear(text)))
	}
	var unset funding.FinancialYear
	require.True(t, unset.Start().IsZero())
	require.True(t, unset.End().IsZero())
	require.Zero(t, unset.Days())
}

func bounds(y funding.FinancialYear) string {
	return fmt.Sprintf("%v..%v %d", y.Start(), y.End(), y.Days())
}

func TestFinancialYear_PublishedCases(t *testing.T) {
	ran := map[string]int{}
	for _, c := range publishedCases(t, "financial_year_cases.csv") {
		input, want := c["input"], c["expected"]
		ran[c["kind"]]++
		switch c["kind"] {
		case "date_to_financial_year":
			require.Equal(t, want, funding.FinancialYearOf(day(input)).String(), input)
		case "date_to_financial_year_long":
			y, err := funding.ParseFinancialYear(want)
			require.NoError(t, err)
			require.Equal(t, y, funding.FinancialYearOf(day(input)), input)
		case "date_to_financial_quarter":
			q := funding.QuarterOf(day(input))
			name, number, long := strings.Cut(want, " ") // "2019 Q4" or "Q3"
			if !long {
				name, number = "", want
			}
			require.Equal(t, number, fmt.Sprintf("Q%d", q.Number()), input)
			require.Contains(t, q.Year().String(), name, input)
		case "financial_year_bounds_days":
			require.Equal(t, want, bounds(funding.MustParseFinancialYear(input)), input)
		case "quarter_bounds":
			number, name, _ := strings.Cut(input, " ")
			q, err := funding.MustParseFinancialYear(name).Quarter(int(number[1] - '0'))
			require.NoError(t, err)
			require.Equal(t, want, fmt.Sprintf("%v..%v", q.Start(), q.End()), input)
		case "parse_invalid":
			_, err := funding.ParseFinancialYear(input)
			require.ErrorIs(t, err, validate.Format, input)
		case "parse_six_digits", "half_or_open_bounds":
			// "199900" and "H1 23/24" are forms that the grammar leaves out.
			_, err := funding.ParseFinancialYear(input)
			require.ErrorIs(t, err, validate.Format, input)
		default:
			t.Fatalf("a kind of case without a test: %s", c["kind"])
		}
	}
	require.Equal(t, 101, ran["financial_year_bounds_days"])
	require.Equal(t, 20, ran["date_to_financial_year"])
}

func TestFinancialYear_Steps(t *testing.T) {
	y := funding.MustParseFinancialYear("2015/16")
	require.Equal(t, "2016/17", y.Next().String())
	require.Equal(t, "2014/15", y.Prev().String())
	require.Equal(t, "2020/21", y.Add(5).String())
	require.Equal(t, 5, y.Add(5).Sub(y))
	require.Equal(t, -1, y.Compare(y.Next()))
	require.Equal(t, 1, y.Compare(funding.FinancialYear{}))

	first, last := funding.MustParseFinancialYear("0001/02"), funding.MustParseFinancialYear("9998/99")
	require.True(t, first.Prev().IsZero())
	require.True(t, last.Next().IsZero())
	require.True(t, funding.FinancialYear{}.Next().IsZero())
	require.True(t, y.Add(1<<62).IsZero())
	require.True(t, y.Add(-1<<62).IsZero())

	var names []string
	for each := range y.Through(funding.MustParseFinancialYear("2017/18")) {
		names = append(names, each.String())
	}
	require.Equal(t, []string{"2015/16", "2016/17", "2017/18"}, names)
	require.Empty(t, slices.Collect(y.Through(y.Prev())))
	require.Empty(t, slices.Collect(y.Through(funding.FinancialYear{})))
	require.Empty(t, slices.Collect(funding.FinancialYear{}.Through(y)))
	require.Equal(t, []funding.FinancialYear{last}, slices.Collect(last.Through(last)))
	for each := range y.Through(last) {
		require.Equal(t, y, each)
		break
	}
}

func TestFinancialYear_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := anyYear().Draw(t, "y")
		require.Equal(t, y, funding.FinancialYearOf(y.Start()))
		require.Equal(t, y, funding.FinancialYearOf(y.End()))
		require.NotEqual(t, y, funding.FinancialYearOf(y.End().AddDays(1)))
		require.Contains(t, []int{365, 366}, y.Days())

		text := y.String()
		for _, form := range []string{text, "FY" + text, strings.Replace(text, "/", "–", 1), fmt.Sprintf("%04d-%04d", y.StartYear(), y.StartYear()+1)} {
			back, err := funding.ParseFinancialYear(form)
			require.NoError(t, err, form)
			require.Equal(t, y, back, form)
		}
		n := rapid.IntRange(-50, 50).Draw(t, "n")
		if later := y.Add(n); !later.IsZero() {
			require.Equal(t, n, later.Sub(y))
			require.Equal(t, y, later.Add(-n))
		}
	})
}

func TestFinancialYear_Codec(t *testing.T) {
	type record struct {
		Year  funding.FinancialYear `json:"year"`
		Until funding.FinancialYear `json:"until,omitzero"`
	}
	b, err := json.Marshal(record{Year: funding.MustParseFinancialYear("FY15/16")})
	require.NoError(t, err)
	require.Equal(t, `{"year":"2015/16"}`, string(b))
	var back record
	require.NoError(t, json.Unmarshal([]byte(`{"year":"2015-2016"}`), &back))
	require.Equal(t, funding.MustParseFinancialYear("2015/16"), back.Year)
	for _, bad := range []string{`{"year":""}`, `{"year":2015}`, `{"year":"2015/17"}`} {
		kept := record{Year: back.Year}
		require.Error(t, json.Unmarshal([]byte(bad), &kept), bad)
		require.Equal(t, back.Year, kept.Year)
	}
	_, err = json.Marshal(record{})
	require.Error(t, err, "an unset year has no text")
	_, err = funding.FinancialYear{}.Value()
	require.ErrorIs(t, err, validate.Required)
	require.Empty(t, funding.FinancialYear{}.String())

	v, err := back.Year.Value()
	require.NoError(t, err)
	require.Equal(t, "2015/16", v)
	var y funding.FinancialYear
	require.NoError(t, y.Scan([]byte("2015/16")))
	require.Equal(t, back.Year, y)
	require.ErrorIs(t, y.Scan(nil), validate.Required)
	require.Error(t, y.Scan(2015))
	require.Equal(t, back.Year, y)
}

func TestYear_Quarters(t *testing.T) {
	y := funding.MustParseFinancialYear("2015/16")
	var got []string
	for n := 1; n <= 4; n++ {
		q, err := y.Quarter(n)
		require.NoError(t, err)
		got = append(got, fmt.Sprintf("%v %v..%v", q, q.Start(), q.End()))
	}
	require.Equal(t, []string{
		"2015/16 Q1 2015-04-01..2015-06-30",
		"2015/16 Q2 2015-07-01..2015-09-30",
		"2015/16 Q3 2015-10-01..2015-12-31",
		"2015/16 Q4 2016-01-01..2016-03-31",
	}, got)
	for _, n := range []int{-1, 0, 5, 1 << 40} {
		_, err := y.Quarter(n)
		require.ErrorIs(t, err, validate.Range)
	}
	_, err := funding.FinancialYear{}.Quarter(1)
	require.ErrorIs(t, err, validate.Required)

	var unset funding.Quarter
	require.True(t, unset.IsZero() && unset.Start().IsZero() && unset.End().IsZero())
	require.True(t, unset.Next().IsZero() && unset.Prev().IsZero())
	require.False(t, unset.Contains(day("2015-04-01")))
	require.False(t, unset.Contains(caremodel.Date{}))
	require.Empty(t, unset.String())
	_, err = unset.MarshalText()
	require.ErrorIs(t, err, validate.Required)

	first, err := funding.MustParseFinancialYear("0001/02").Quarter(1)
	require.NoError(t, err)
	last, err := funding.MustParseFinancialYear("9998/99").Quarter(4)
	require.NoError(t, err)
	require.True(t, first.Prev().IsZero())
	require.True(t, last.Next().IsZero())
}

func TestQuarter_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := day("0001-04-01").AddDays(rapid.IntRange(0, 3_651_000).Draw(t, "days"))
		q := funding.QuarterOf(d)
		require.True(t, q.Contains(d))
		require.Equal(t, funding.FinancialYearOf(d), q.Year())
		require.LessOrEqual(t, q.Start().Compare(d), 0)
		require.GreaterOrEqual(t, q.End().Compare(d), 0)
		require.Equal(t, q, funding.QuarterOf(q.Start()))
		require.Equal(t, q, funding.QuarterOf(q.End()))
		require.Equal(t, q.Next(), funding.QuarterOf(q.End().AddDays(1)))
		require.Equal(t, q, q.Next().Prev())
		require.Equal(t, -1, q.Compare(q.Next()))
		require.Equal(t, time.April, q.Year().Start().Month())

		b, err := q.MarshalText()
		require.NoError(t, err)
		var back funding.Quarter
		require.NoError(t, back.UnmarshalText(b))
		require.True(t, q.Equal(back))
		v, err := q.Value()
		require.NoError(t, err)
		require.NoError(t, back.Scan(v))
		require.Equal(t, q, back)
	})
	for _, text := range []string{"", "2015/16", "2015/16 Q0", "2015/16 Q5", "2015/16 q1", "2015/16  Q1", "2015-16 Q1", "Q1 2015/16", "2015/17 Q1", "2015/16 Q1 ", "2015/16 Q۱"} {
		_, err := funding.ParseQuarter(text)
		require.ErrorIs(t, err, validate.Format, text)
	}
}

func TestFinancialYear_Allocations(t *testing.T) {
	y, d := funding.MustParseFinancialYear("2015/16"), day("2015-12-31")
	buf := make([]byte, 0, 16)
	var sink struct {
		y funding.FinancialYear
		b bool
		s string
	}
	for name, c := range map[string]struct {
		budget float64
		run    func()
	}{
		"Parse":      {0, func() { sink.y, _ = funding.ParseFinancialYear("2015–16") }},
		"Of":         {0, func() { sink.y = funding.FinancialYearOf(d) }},
		"Contains":   {0, func() { sink.b = y.Contains(d) }},
		"AppendText": {0, func() { buf, _ = y.AppendText(buf[:0]) }},
		"String":     {1, func() { sink.s = y.String() }},
	} {
		require.LessOrEqual(t, testing.AllocsPerRun(100, c.run), c.budget, name)
	}
}

func FuzzFinancialYear(f *testing.F) {
	for _, seed := range []string{"2015/16", "2015-16", "2015–16", "2015/2016", "FY2015/16", "FY15/16", "1999/00", "2015/17", "9998/99", "FY\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		y, err := funding.ParseFinancialYear(text)
		if err != nil {
			require.ErrorIs(t, err, validate.Format)
			require.Zero(t, y)
			return
		}
		back, err := funding.ParseFinancialYear(y.String())
		require.NoError(t, err)
		require.Equal(t, y, back)
		b, err := json.Marshal(y)
		require.NoError(t, err)
		require.Equal(t, `"`+y.String()+`"`, string(b))
	})
}

func FuzzQuarter(f *testing.F) {
	for _, seed := range []string{"2015/16 Q1", "1999/00 Q4", "2015/16 Q5", "2015/16"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := funding.ParseQuarter(text)
		if err != nil {
			require.ErrorIs(t, err, validate.Format)
			return
		}
		require.Equal(t, text, q.String(), "there is one form only")
	})
}

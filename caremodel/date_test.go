package caremodel_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"
	_ "time/tzdata"
	"unsafe"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

var (
	firstDay = caremodel.MustParseDate("0001-01-01")
	lastDay  = caremodel.MustParseDate("9999-12-31")
	anyDay   = caremodel.MustParseDate("2016-02-29")
)

func days() *rapid.Generator[caremodel.Date] {
	return rapid.Custom(func(t *rapid.T) caremodel.Date {
		return firstDay.AddDays(rapid.IntRange(0, lastDay.Sub(firstDay)).Draw(t, "days"))
	})
}

// requireSameDay checks a date against package time in every respect.
func requireSameDay(t require.TestingT, d caremodel.Date, want time.Time) {
	year, month, day := want.Date()
	if y, m, dd := d.Date(); y != year || m != month || dd != day || d.String() != want.Format(time.DateOnly) {
		require.Equal(t, want.Format(time.DateOnly), d.String())
		t.FailNow()
	}
	made, err := caremodel.DateOf(year, month, day)
	if err != nil || made != d || !d.Time(nil).Equal(want) {
		require.NoError(t, err)
		require.Equal(t, d, made)
		t.FailNow()
	}
}

// Every 11th day of the years 1 to 9999, and the days around every turn of a
// month, are the same as package time's.
func TestDate_AgainstPackageTime(t *testing.T) {
	first, last := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	require.Equal(t, 3652058, lastDay.Sub(firstDay))
	for n := 0; n <= 3652058; n += 11 {
		requireSameDay(t, firstDay.AddDays(n), first.AddDate(0, 0, n))
	}
	for turn := first; turn.Before(last); turn = turn.AddDate(0, 1, 0) {
		d, err := caremodel.DateOf(turn.Year(), turn.Month(), 1)
		require.NoError(t, err)
		requireSameDay(t, d, turn)
		if d != firstDay {
			requireSameDay(t, d.AddDays(-1), turn.AddDate(0, 0, -1))
		}
	}
	requireSameDay(t, lastDay, last)
}

// DateOf takes exactly the days that the calendar has and normalises nothing.
func TestDateOf_RefusesOtherDays(t *testing.T) {
	for _, year := range []int{-1, 0, 1, 4, 100, 400, 1900, 2000, 2015, 2016, 9999, 10000, math.MaxInt, math.MinInt} {
		for month := time.Month(-1); month <= 14; month++ {
			for day := -1; day <= 33; day++ {
				d, err := caremodel.DateOf(year, month, day)
				want := time.Date(min(max(year, -9), 20000), month, day, 0, 0, 0, 0, time.UTC)
				y, m, dd := want.Date()
				if year >= 1 && year <= 9999 && y == year && m == month && dd == day {
					require.NoError(t, err)
					continue
				}
				require.ErrorIs(t, err, validate.Range)
				require.True(t, d.IsZero())
			}
		}
	}
	_, err := caremodel.DateOf(2015, time.February, 29)
	require.EqualError(t, err, `caremodel.DateOf "2015-02-29": no such day in the years 1 to 9999`)
}

func TestParseDate_IsStrict(t *testing.T) {
	for text, code := range map[string]validate.Code{
		"": validate.Format, "2015": validate.Format, "2015-3-10": validate.Format, "2015-03-1": validate.Format,
		"15-03-10": validate.Format, "2015/03/10": validate.Format, "20150310": validate.Format, "10-03-2015": validate.Format,
		" 2015-03-10": validate.Format, "2015-03-10 ": validate.Format, "2015-03-10T00:00:00Z": validate.Format,
		"+015-03-10": validate.Format, "2015-+3-10": validate.Format, "2015-03--1": validate.Format, "２０15-03-10": validate.Format,
		"2015-O3-10": validate.Format, "02015-03-10": validate.Format, "2015‐03‐10": validate.Format,
		"0000-01-01": validate.Range, "2015-00-10": validate.Range, "2015-13-10": validate.Range, "2015-03-00": validate.Range,
		"2015-03-32": validate.Range, "2015-02-29": validate.Range, "1900-02-29": validate.Range, "0000-00-00": validate.Range,
	} {
		_, err := caremodel.ParseDate(text)
		require.ErrorIs(t, err, code, text)
		requireTextLaws(t, caremodel.ParseDate, text, anyDay)
	}
	require.Panics(t, func() { caremodel.MustParseDate("2015-02-29") })
}

func TestDate_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, e := days().Draw(t, "d"), days().Draw(t, "e")
		requireRoundTrip(t, caremodel.ParseDate, d)
		requireDatabaseLaws(t, d, e)

		require.Equal(t, d.Time(nil).Compare(e.Time(nil)), d.Compare(e))
		require.Equal(t, d.Compare(e) < 0, d.Before(e))
		require.Equal(t, d.Compare(e) > 0, d.After(e))
		require.Equal(t, d.Compare(e) == 0, d.Equal(e))
		require.Equal(t, d.Compare(e), -e.Compare(d))
		require.Equal(t, d, e.AddDays(d.Sub(e)))
		require.Equal(t, -e.Sub(d), d.Sub(e))
		require.Equal(t, []int{d.Year(), int(d.Month()), d.Day()}, func() []int { y, m, dd := d.Date(); return []int{y, int(m), dd} }())
		require.Equal(t, d.Compare(e), compareStrings(d.String(), e.String()), "texts order as days do")

		n := rapid.Int().Draw(t, "n")
		if later := d.AddDays(n); later.IsZero() {
			require.True(t, n > lastDay.Sub(d) || n < firstDay.Sub(d))
		} else {
			require.Equal(t, n, later.Sub(d))
		}
	})
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestDate_ZeroDate(t *testing.T) {
	var zero caremodel.Date
	require.True(t, zero.IsZero())
	require.False(t, firstDay.IsZero())
	require.Empty(t, zero.String())
	requireNoText(t, zero)
	require.True(t, zero.Before(firstDay))
	require.Equal(t, []int{0, 0, 0}, []int{zero.Year(), int(zero.Month()), zero.Day()})
	require.True(t, zero.AddDays(1).IsZero())
	require.Zero(t, zero.Sub(anyDay))
	require.Zero(t, anyDay.Sub(zero))
	require.True(t, zero.Time(time.UTC).IsZero())
	require.True(t, firstDay.AddDays(-1).IsZero())
	require.True(t, lastDay.AddDays(1).IsZero())
	require.True(t, anyDay.AddDays(math.MaxInt).IsZero())
	require.True(t, anyDay.AddDays(math.MinInt).IsZero())
	require.Equal(t, uintptr(4), unsafe.Sizeof(zero))

	// In an object a zero date is left out.
	encoded, err := json.Marshal(struct {
		Day caremodel.Date `json:"day,omitzero"`
	}{})
	require.NoError(t, err)
	require.Equal(t, "{}", string(encoded))
}

func TestDateFromTime(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	late := time.Date(2015, 7, 24, 23, 30, 0, 0, time.UTC)
	require.Equal(t, "2015-07-24", caremodel.DateFromTime(late).String())
	require.Equal(t, "2015-07-25", caremodel.DateFromTime(late.In(london)).String(), "the day is that of the time's own zone")
	require.True(t, caremodel.DateFromTime(time.Time{}).IsZero())
	require.True(t, caremodel.DateFromTime(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero())
	require.True(t, caremodel.DateFromTime(time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC)).IsZero())
	rapid.Check(t, func(t *rapid.T) {
		d := days().Filter(func(d caremodel.Date) bool { return d != firstDay }).Draw(t, "d")
		require.Equal(t, d, caremodel.DateFromTime(d.Time(london)))
	})
}

// Where a clock change leaves midnight out, the day begins with its first moment
// and not with the evening before.
func TestDate_TimeWithoutMidnight(t *testing.T) {
	for _, tc := range []struct{ zone, day, want string }{
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"},
		{"America/Indiana/Vincennes", "1955-05-01", "1955-05-01T01:00:00-05:00"},
		{"Asia/Beirut", "2022-03-27", "2022-03-27T01:00:00+03:00"},
		{"Europe/London", "2015-03-29", "2015-03-29T00:00:00Z"},
		{"Europe/London", "2015-03-30", "2015-03-30T00:00:00+01:00"},
	} {
		zone, err := time.LoadLocation(tc.zone)
		require.NoError(t, err)
		require.Equal(t, tc.want, caremodel.MustParseDate(tc.day).Time(zone).Format(time.RFC3339))
	}
}

// Drivers give a DATE column as a time at midnight; anything else is no day.
func TestDate_ScanTime(t *testing.T) {
	zone := time.FixedZone("", 3600)
	d := anyDay
	require.NoError(t, d.Scan(time.Date(2015, 3, 10, 0, 0, 0, 0, zone)))
	require.Equal(t, "2015-03-10", d.String())
	for src, code := range map[time.Time]validate.Code{
		time.Date(2015, 3, 10, 0, 0, 0, 1, zone):      validate.Format,
		time.Date(2015, 3, 10, 12, 0, 0, 0, time.UTC): validate.Format,
		time.Date(12015, 3, 10, 0, 0, 0, 0, time.UTC): validate.Format,
		{}: validate.Required,
		time.Date(0, 3, 10, 0, 0, 0, 0, time.UTC):       validate.Range,
		time.Date(-2015, 3, 10, 0, 0, 0, 0, time.UTC):   validate.Format,
		time.Date(2015, 3, 10, 0, 0, 59, 0, time.Local): validate.Format,
	} {
		d := anyDay
		require.ErrorIs(t, d.Scan(src), code, src)
		require.Equal(t, anyDay, d)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2015-03-10", "2016-02-29", "2015-02-29", "0001-01-01", "9999-12-31", "", "2015-3-10", "２０15-03-10"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		requireTextLaws(t, caremodel.ParseDate, input, anyDay)
		d, err := caremodel.ParseDate(input)
		want, stdErr := time.Parse(time.DateOnly, input)
		require.Equal(t, stdErr == nil && want.Year() > 0, err == nil, input)
		if err == nil {
			require.Equal(t, input, d.String())
			require.True(t, d.Time(nil).Equal(want))
			requireDatabaseLaws(t, d, anyDay)
		}
	})
}

func TestDate_Allocations(t *testing.T) {
	buffer := make([]byte, 0, 32)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		d, _ := caremodel.ParseDate("2015-03-10")
		buffer, _ = d.AppendText(buffer[:0])
		d = d.AddDays(d.Sub(anyDay))
		_ = d.Compare(anyDay)
	}))
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = anyDay.String() }), 1.)
}

func BenchmarkParseDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = caremodel.ParseDate("2015-03-10")
	}
}

func BenchmarkDateAppendText(b *testing.B) {
	buffer := make([]byte, 0, 32)
	b.ReportAllocs()
	for b.Loop() {
		buffer, _ = anyDay.AppendText(buffer[:0])
	}
}

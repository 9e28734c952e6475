package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
)

func TestParsePeriod(t *testing.T) {
	for text, want := range map[string][2]string{
		"2015-07 to 2017-05":       {"2015-07-01", "2017-05-31"},
		"2018/19":                  {"2018-04-01", "2019-03-31"},
		"1999/00":                  {"1999-04-01", "2000-03-31"},
		"12 months to 2017-09":     {"2016-10-01", "2017-09-30"},
		"999 months to 2017-09":    {"1934-07-01", "2017-09-30"},
		"1 month to 2016-02":       {"2016-02-01", "2016-02-29"},
		"2 years to 2015":          {"2014-01-01", "2015-12-31"},
		"6 months to 2017-05-15":   {"2016-11-16", "2017-05-15"},
		"1 month to 2017-03-30":    {"2017-02-28", "2017-03-30"},
		"to 2015-06":               {"", "2015-06-30"},
		"2014-08 on":               {"2014-08-01", ""},
		"by 2021":                  {"", "2021-12-31"},
		"by 2020/21":               {"", "2021-03-31"},
		"2014/15 to 2017/18":       {"2014-04-01", "2018-03-31"},
		"2016":                     {"2016-01-01", "2016-12-31"},
		"2016-02":                  {"2016-02-01", "2016-02-29"},
		"2016-02-14 to 2017-03-19": {"2016-02-14", "2017-03-19"},
		"2016-02-14":               {"2016-02-14", "2016-02-14"},
	} {
		p, err := evaluation.ParsePeriod(text)
		require.NoError(t, err, text)
		require.Equal(t, want, [2]string{p.From.String(), p.Until.String()}, text)
		require.Equal(t, text, p.Words)
		require.Equal(t, text, p.String())
	}
	for _, text := range []string{
		"", " ", "2018/20", "2018/2019", "18/19", "2018-13", "to", "on", "2015 on on", "by", "x to 2015", "2015 to x", "2015-02-30", " 2015", "2015 ",
		"0 months to 2015", "1000 months to 2015", "01 months to 2015", "twelve months to 2015", "12 weeks to 2015", "0000", "9999/00", "13 months to 0001",
		"year 2", "2015–2016", "+201",
	} {
		p, err := evaluation.ParsePeriod(text)
		require.ErrorIs(t, err, validate.Format, text)
		require.Zero(t, p)
	}
	_, err := evaluation.ParsePeriod("2017-05 to 2015-07")
	require.ErrorIs(t, err, validate.Order)
}

func TestPeriod_StringWithoutWords(t *testing.T) {
	from, until := day("2015-07-01"), day("2017-05-31")
	require.Equal(t, "2015-07-01 to 2017-05-31", evaluation.Period{From: from, Until: until}.String())
	require.Equal(t, "to 2017-05-31", evaluation.Period{Until: until}.String())
	require.Equal(t, "2015-07-01 on", evaluation.Period{From: from}.String())
	require.Empty(t, evaluation.Period{}.String())
	require.True(t, evaluation.Period{}.IsZero())
	require.False(t, evaluation.Period{Words: "year 2"}.IsZero())
}

func FuzzParsePeriod(f *testing.F) {
	for _, seed := range []string{"2018/19", "2015-07 to 2017-05", "12 months to 2017-09", "to 2015-06", "2014-08 on", "by 2021", "0001 on", "9999", "999 months to 9999-12-31"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := evaluation.ParsePeriod(text)
		if err != nil {
			require.Zero(t, p)
			return
		}
		require.False(t, p.From.IsZero() && p.Until.IsZero())
		require.False(t, !p.From.IsZero() && !p.Until.IsZero() && p.Until.Before(p.From))
		again, err := evaluation.ParsePeriod(p.String())
		require.NoError(t, err)
		require.Equal(t, p, again)
		// Its two ends, written out, are the same time.
		p.Words = ""
		bare, err := evaluation.ParsePeriod(p.String())
		require.NoError(t, err)
		require.Equal(t, [2]string{p.From.String(), p.Until.String()}, [2]string{bare.From.String(), bare.Until.String()})
	})
}

package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// forms are the kinds of values that have a form: a document with a place for
// one, texts that are of the form, and texts that are not.
var forms = []struct {
	name, kind, document string
	right, wrong         []string
}{
	{
		"date", "programme", `{"format": "newcaremodels/programme/1", "slug": "x", "name": "x", "categories": [], "vanguards": [], "starts": %s}`,
		[]string{"2015-03-10", "0001-01-01", "9999-12-31", "2016-02-29", "2000-02-29", "0010-10-31", "0100-04-30"},
		[]string{"", "2015-3-10", "2015-03-1", "2015/03/10", "10-03-2015", "20150310", "2015-13-01", "2015-00-01", "2015-01-00", "2015-01-32", "2015-02-29", "1900-02-29", "2015-04-31",
			"0000-01-01", "10000-01-01", "-001-01-01", "+2015-03-10", "2015-03-10T00:00:00Z", " 2015-03-10", "2015-03-10 ", "2015-03-10\n", "２０１５-03-10", "2015‐03‐10"},
	},
	{
		"year", "ledger", `{"format": "newcaremodels/ledger/1", "rounds": [{"id": "x", "year": %s}]}`,
		[]string{"2015/16", "2015-16", "2015–16", "2015/2016", "2015-2016", "FY2015/16", "FY2015/2016", "FY15/16", "FY15-16", "FY15–16", "1999/00", "1999/2000", "FY99/00", "0001/02", "9998/99",
			"FY 2015/16", "fy2015/16", "2015_16", "2015—16", "2015‑16", "2015 / 16", "2015 to 2016", "fy 15 - 16"},
		[]string{"", "2015", "15/16", "2015/6", "2015/016", "2015//16", "2015 /16", "2015/ 16", "2015/16 ", "FY  2015/16", "FYFY15/16", "FY15/2016", "2015to2016", "15 to 16", "2015/16/17", "2015/16\n", "115/16"},
	},
	{
		"money", "ledger", `{"format": "newcaremodels/ledger/1", "funds": [{"id": "x", "limits": [{"amount": %s}]}]}`,
		[]string{"0", "0.00", "-0", "-0.00", "1", "12.3", "12.34", "12.340", "12.34000000", "4590000.00", "-5.50", "92233720368547758.07", "-92233720368547758.08", "10000000000000000"},
		[]string{"", "-", "+1", "--1", "00", "007", "01.00", ".5", "5.", "1.234", "1.001", "1,000", "1e3", "£5", "5p", "5m", " 1", "1 ", "1\n", "0x10", "NaN", "Infinity", "1.-5", "−5", "１", "1.0" + strings.Repeat("0", 64),
			"100000000000000000"},
	},
	{
		"ratio", "survey", `{"format": "newcaremodels/survey/1", "base": {"edition": "x"}, "claims": [{"share": %s}]}`,
		[]string{"1/2", "0/1", "2/4", "3/2", "-1/2", "50%", "-12.5%", "0.5", "0", "1", "7", "150%", "9223372036854775807/9223372036854775807", "-9223372036854775808/1",
			"0.123456789012345678", "1234567890123456789", "1234.567890123456789", "0.1234567890123456%", "1000%"},
		[]string{"", "-", "1/", "/2", "1/0", "1/00", "1/02", "007", "01/2", "00", "00.5", "1//2", "1/2/3", "1/-2", "--1/2", "+1/2", "1/2%", "1 /2", "50 %", "%", ".5", "5.", "1.%", "1.2.3", "1e2",
			"half", "1/2\n", "½", "1,5", "12345678901234567890", "1/12345678901234567890", "0.1234567890123456789", "0.12345678901234567%"},
	},
	{
		"share", "survey", `{"format": "newcaremodels/survey/1", "base": {"edition": "x"}, "crosswalks": [{"from": "x", "to": "x", "weights": [{"from": "x", "to": "x", "share": %s}]}]}`,
		[]string{"1/2", "1/1", "2/4", "50%", "100%", "100.0%", "0.5%", "9.0%", "0.5", "1", "1.0", "0.100000000000000001", "1.000000000000000000", "99.9999999999999999%", "100.0000000000000000%",
			"1234567890123456789/9223372036854775807"},
		[]string{"", "0", "0.0", "00", "0%", "0.00%", "0/5", "1/0", "01/2", "-1/2", "-0.5", "-50%", "1.5", "2", "1.01", "10", "100.1%", "101%", "1000%", "150.0%", "050%", "1/2%", ".5", "5.", "1.%",
			"0.1234567890123456789", "0.12345678901234567%", "1.0000000000000000000", "12345678901234567890/12345678901234567890"},
	},
	{
		"id", "programme", `{"format": "newcaremodels/programme/1", "slug": "x", "name": "x", "categories": [], "vanguards": [{"slug": "x", "name": "x", "category": "x", "id": %s}]}`,
		[]string{"2ba7c662-0279-54b6-a921-16ad03a83e24", "2BA7C662-0279-54B6-A921-16AD03A83E24", "ffffffff-ffff-ffff-ffff-ffffffffffff"},
		[]string{"", "2ba7c662027954b6a92116ad03a83e24", "{2ba7c662-0279-54b6-a921-16ad03a83e24}", "urn:uuid:2ba7c662-0279-54b6-a921-16ad03a83e24", "2ba7c662-0279-54b6-a921-16ad03a83e2", "2ba7c662-0279-54b6-a921-16ad03a83e244",
			"2ba7c662-0279-54b6-a92116ad-03a83e24", "2ba7c66g-0279-54b6-a921-16ad03a83e24", "00000000-0000-0000-0000-000000000000", " 2ba7c662-0279-54b6-a921-16ad03a83e24", "morecambe-bay"},
	},
	{
		"vanguard", "plan", `{"format": "newcaremodels/delivery/1", "barriers": [{"slug": "x", "theme": "x", "summary": "x", "vanguard": %s}]}`,
		[]string{"morecambe-bay", "2ba7c662-0279-54b6-a921-16ad03a83e24", "2BA7C662-0279-54B6-A921-16AD03A83E24"},
		[]string{"", "Morecambe Bay", "Morecambe-Bay", "morecambe_bay", "morecambe--bay", "-morecambe-bay", "morecambe-bay-", " morecambe-bay", "morecambe-bay\n", "00000000-0000-0000-0000-000000000000",
			"2BA7C662-0279-54B6-A921-16AD03A83E2", strings.Repeat("x", 81)},
	},
	{
		"text", "plan", `{"format": "newcaremodels/delivery/1", "packages": [{"name": "x", "waves": [%s]}]}`,
		[]string{"", "estates", "two\nlines", "Ynys Môn", "\U0001F3E5", "\x00"},
		[]string{"M\uFFFDn", "\uFFFD"},
	},
}

// verdict says whether the schema, and the reader, accept a text at the place of a
// form.
func verdict(t *testing.T, all schemas, kind, document, text string) (schema bool, reader error) {
	t.Helper()
	quoted, err := json.Marshal(text)
	require.NoError(t, err)
	problems, reader := verdicts(all, kind, fmt.Appendf(nil, document, quoted))
	return len(problems) == 0, reader
}

func TestTexts_Forms(t *testing.T) {
	all := ready(t)
	for _, f := range forms {
		for _, text := range f.right {
			schema, reader := verdict(t, all, f.kind, f.document, text)
			require.True(t, schema, "%s %q", f.name, text)
			require.NoError(t, reader, "%s %q", f.name, text)
		}
		for _, text := range f.wrong {
			schema, reader := verdict(t, all, f.kind, f.document, text)
			require.False(t, schema, "%s %q", f.name, text)
			require.Error(t, reader, "%s %q", f.name, text)
		}
	}
}

func TestTexts_WholeNumbers(t *testing.T) {
	all := ready(t)
	const document = `{"format": "newcaremodels/survey/1", "base": {"edition": "x"}, "references": [{"people": %s}]}`
	for number, right := range map[string]bool{
		"0": true, "-0": true, "1": true, "-1": true, "9223372036854775807": true, "-9223372036854775808": true,
		"9223372036854775808": false, "-9223372036854775809": false, "1.5": false, "1e-1": false, "1e300": false, `"1"`: false, "true": false,
	} {
		problems, err := verdicts(all, "survey", fmt.Appendf(nil, document, number))
		require.Equal(t, right, len(problems) == 0, "%s: %v", number, problems)
		require.Equal(t, right, err == nil, "%s: %v", number, err)
	}
}

// The schema never refuses what the reader accepts, and where it accepts what the
// reader refuses, the reason is one that no schema can know.
func FuzzForms(f *testing.F) {
	for i, form := range forms {
		for _, text := range form.right {
			f.Add(uint8(i), text)
		}
		for _, text := range form.wrong {
			f.Add(uint8(i), text)
		}
	}
	all := ready(f)
	f.Fuzz(func(t *testing.T, i uint8, text string) {
		form := forms[int(i)%len(forms)]
		schema, reader := verdict(t, all, form.kind, form.document, text)
		switch {
		case schema == (reader == nil):
		case !schema:
			t.Fatalf("the schema refuses %s %q, which the reader accepts", form.name, text)
		default:
			require.True(t, beyondSchema(form.name, text, reader), "the schema accepts %s %q: %v", form.name, text, reader)
		}
	})
}

// beyondSchema says whether only arithmetic or the programme shows what is wrong.
func beyondSchema(form, text string, err error) bool {
	for v := range validate.Of(err).All() {
		switch form {
		case "money":
			return v.Code == validate.Overflow
		case "ratio":
			return v.Code == validate.Overflow
		case "share":
			return v.Code == validate.Overflow || v.Code == validate.Range && strings.Contains(text, "/")
		case "vanguard":
			return v.Code == validate.Unknown
		case "year":
			return !follows(text)
		}
	}
	return false
}

// follows reports whether the second year of a text is the one after the first,
// and both are years that there are.
func follows(text string) bool {
	text = strings.TrimPrefix(text, "FY")
	first, second, ok := strings.Cut(strings.NewReplacer("-", "/", "–", "/").Replace(text), "/")
	a, errA := strconv.Atoi(first)
	b, errB := strconv.Atoi(second)
	if !ok || errA != nil || errB != nil {
		return false
	}
	if len(first) == 2 {
		return b == (a+1)%100
	}
	return a >= 1 && a <= 9998 && (len(second) == 2 && b == (a+1)%100 || len(second) == 4 && b == a+1)
}

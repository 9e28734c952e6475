package grants360_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

func TestRead_Sound(t *testing.T) {
	g, err := read(`{"version":"1.4","title":"T","publisher":{"name":"P"},"grants":[` + grant("360G-x-1", `"amountAppliedFor":120.5,"amountDisbursed":0`) + `]}`)
	require.NoError(t, err)
	require.Empty(t, found(g.Warnings()))
	require.Equal(t, grants360.Package{Version: "1.4", Title: "T", Publisher: &grants360.Publisher{Name: "P"}}, g.Package)
	require.Equal(t, []grants360.Grant{{
		ID: "360G-x-1", Title: "A", Description: "For a thing", Currency: "GBP",
		AmountAppliedFor: amount("120.50"), AmountAwarded: pounds("100"), AmountDisbursed: amount("0"), AwardDate: day("2015-07-31"),
		RecipientOrganization: []grants360.Organization{{ID: "GB-CHC-1", Name: "R"}},
		FundingOrganization:   []grants360.Organization{{ID: "GB-CHC-2", Name: "F"}},
	}}, g.Records)
}

// What is reported of a file, and how many of its grants are kept.
func TestRead_Oddities(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string
		kept       int
	}{
		{"no object", `[]`, []string{"error format file"}, 0},
		{"nothing", ``, []string{"error format file"}, 0},
		{"no grants", `{"title":"T"}`, []string{"error required grants"}, 0},
		{"grants are no list", `{"grants":{"a":[1]}}`, []string{"error format grants"}, 0},
		{"an empty list", `{"grants":[]}`, []string{"warning required grants"}, 0},
		{"the list twice", `{"grants":[` + grant("a", "") + `],"grants":[` + grant("b", "") + `]}`, []string{"error duplicate grants"}, 1},
		{"cut off", `{"grants":[` + grant("a", "") + `,{"id":`, []string{"error format grants[1].id"}, 1},
		{"more follows", pack(grant("a", "")) + ` {}`, []string{"error format file"}, 1},
		{"a byte-order mark", "\ufeff" + pack(grant("a", "")), []string{"warning format file"}, 1},
		{"no grant", pack(`1`, `null`, `[{}]`, grant("a", "")), []string{"error format grants[0]", "error format grants[1]", "error format grants[2]"}, 1},
		{"nothing known", pack(`{}`), []string{
			"error required grants[0].amountAwarded", "error required grants[0].id", "warning required grants[0].title", "warning required grants[0].description",
			"error required grants[0].currency", "error required grants[0].awardDate", "error required grants[0].recipientOrganization", "error required grants[0].fundingOrganization"}, 0},

		{"no id", pack(without("id", "")), []string{"error required grants[0].id"}, 0},
		{"an id twice", pack(grant("a", ""), grant("b", ""), grant("a", "")), []string{"error duplicate grants[2].id"}, 2},
		{"an id that is a number", pack(without("id", "7")), []string{"warning format grants[0].id"}, 1},
		{"an id that is a list", pack(without("id", `["a"]`)), []string{"error format grants[0].id"}, 0},
		{"no title", pack(without("title", "")), []string{"warning required grants[0].title"}, 1},
		{"a title that is a number", pack(without("title", "9001")), []string{"warning format grants[0].title"}, 1},
		{"a title that is no text", pack(without("title", "{}")), []string{"warning format grants[0].title", "warning required grants[0].title"}, 1},
		{"a long title", pack(without("title", `"`+strings.Repeat("é", 141)+`"`)), []string{"info range grants[0].title"}, 1},
		{"no description", pack(without("description", "")), []string{"warning required grants[0].description"}, 1},
		{"the title again", pack(without("description", `"A"`)), []string{"info unlikely grants[0].description"}, 1},
		{"no currency", pack(without("currency", "")), []string{"error required grants[0].currency"}, 0},
		{"euros", pack(without("currency", `"EUR"`)), []string{"error grants360.currency grants[0].currency"}, 0},
		{"euros in a transaction", pack(grant("a", `"commitmentTransaction":[{"value":100,"currency":"EUR"}]`)), []string{"error grants360.currency grants[0].commitmentTransaction[0].currency"}, 0},
		{"no recipient", pack(without("recipientOrganization", "")), []string{"error required grants[0].recipientOrganization"}, 0},
		{"a null recipient", pack(without("recipientOrganization", "null")), []string{"info format grants[0].recipientOrganization", "error required grants[0].recipientOrganization"}, 0},
		{"an empty recipient", pack(without("recipientOrganization", "[{}]")), []string{"error required grants[0].recipientOrganization"}, 0},
		{"a recipient without an id", pack(without("recipientOrganization", `[{"name":"R"}]`)), []string{"warning required grants[0].recipientOrganization[0].id"}, 1},
		{"a recipient without a name", pack(without("recipientOrganization", `[{"id":"R"}]`)), []string{"warning required grants[0].recipientOrganization[0].name"}, 1},
		{"a recipient without either", pack(without("recipientOrganization", `[{"postalCode":"R"}]`)), []string{"error required grants[0].recipientOrganization[0]"}, 0},
		{"a recipient whose id is unreadable", pack(without("recipientOrganization", `[{"id":{}}]`)), []string{"error format grants[0].recipientOrganization[0].id"}, 0},
		{"an individual", pack(without("recipientOrganization", `[],"recipientIndividual":{"id":"I","name":"N"},"toIndividualsDetails":{"grantPurpose":["GTIP010"]}`)), []string{}, 1},
		{"an individual without a name", pack(without("recipientOrganization", `[],"recipientIndividual":{"id":"I"}`)), []string{"warning required grants[0].recipientIndividual.name"}, 1},
		{"an individual that is nobody", pack(without("recipientOrganization", `[],"recipientIndividual":{}`)), []string{"error required grants[0].recipientIndividual"}, 0},
		{"an individual too", pack(grant("a", `"recipientIndividual":{"id":"I","name":"N"}`)), []string{"warning conflict grants[0].recipientOrganization"}, 1},
		{"no funder", pack(without("fundingOrganization", "")), []string{"error required grants[0].fundingOrganization"}, 0},
		{"a funder that is no list", pack(without("fundingOrganization", `{"id":"F","name":"F"}`)), []string{"warning format grants[0].fundingOrganization"}, 1},
		{"a funder that is a text", pack(without("fundingOrganization", `"F"`)), []string{"error format grants[0].fundingOrganization"}, 0},
		{"a funder's second name", pack(grant("a", ""), strings.Replace(grant("b", ""), `"name":"F"`, `"name":"E"`, 1)), []string{"warning conflict grants[1].fundingOrganization[0].name"}, 2},
		{"a funder's second id", pack(grant("a", ""), strings.Replace(grant("b", ""), "GB-CHC-2", "GB-CHC-3", 1)), []string{"warning conflict grants[1].fundingOrganization[0].id"}, 2},

		{"no amount", pack(without("amountAwarded", "")), []string{"error required grants[0].amountAwarded"}, 0},
		{"a null amount", pack(without("amountAwarded", "null")), []string{"info format grants[0].amountAwarded", "error required grants[0].amountAwarded"}, 0},
		{"finer than a penny", pack(without("amountAwarded", "0.001")), []string{"error precision grants[0].amountAwarded"}, 0},
		{"finer than a penny, applied for", pack(grant("a", `"amountAppliedFor":100.005`)), []string{"error precision grants[0].amountAppliedFor"}, 0},
		{"too much", pack(without("amountAwarded", "1e17")), []string{"error overflow grants[0].amountAwarded"}, 0},
		{"an exponent of a billion", pack(without("amountAwarded", "1e1000000000")), []string{"error overflow grants[0].amountAwarded"}, 0},
		{"an exponent beyond numbers", pack(without("amountAwarded", "1e99999999999")), []string{"error overflow grants[0].amountAwarded"}, 0},
		{"a small exponent", pack(without("amountAwarded", "1e-1000000000")), []string{"error precision grants[0].amountAwarded"}, 0},
		{"a number without end", pack(without("amountAwarded", strings.Repeat("7", 65))), []string{"error too-large grants[0].amountAwarded"}, 0},
		{"an amount as text", pack(without("amountAwarded", `"£1,000.50"`)), []string{"warning format grants[0].amountAwarded"}, 1},
		{"no amount as text", pack(without("amountAwarded", `"a lot"`)), []string{"error format grants[0].amountAwarded"}, 0},
		{"an amount that is a list", pack(without("amountAwarded", `[1]`)), []string{"error format grants[0].amountAwarded"}, 0},
		{"an award of £0.00", pack(without("amountAwarded", "0.0")), []string{"warning unlikely grants[0].amountAwarded"}, 1},
		{"an award below zero", pack(without("amountAwarded", "-5")), []string{"warning funding.negative grants[0].amountAwarded"}, 1},
		{"more than applied for", pack(grant("a", `"amountAppliedFor":99.99`)), []string{"warning funding.approved-above-requested grants[0].amountAwarded"}, 1},
		{"paid more than awarded", pack(grant("a", `"amountDisbursed":100.01`)), []string{"warning funding.paid-above-approved grants[0].amountDisbursed"}, 1},
		{"transactions that add up", pack(grant("a", `"commitmentTransaction":[{"value":150},{"value":-50}]`)), []string{}, 1},
		{"transactions that do not add up", pack(grant("a", `"commitmentTransaction":[{"id":"111","value":23.50}]`)), []string{"warning unreconciled grants[0].commitmentTransaction"}, 1},
		{"a transaction of an unknown value", pack(grant("a", `"commitmentTransaction":[{"id":"111"},{"value":1}]`)), []string{}, 1},
		{"a transaction of no value", pack(grant("a", `"commitmentTransaction":[{"value":"x"}]`)), []string{"error format grants[0].commitmentTransaction[0].value"}, 0},
		{"a transaction of an odd day", pack(grant("a", `"commitmentTransaction":[{"value":100,"transactionDate":"then"}]`)), []string{"warning format grants[0].commitmentTransaction[0].transactionDate"}, 1},

		{"no day", pack(without("awardDate", "")), []string{"error required grants[0].awardDate"}, 0},
		{"no day at all", pack(without("awardDate", `"bad date"`)), []string{"error format grants[0].awardDate"}, 0},
		{"a day that does not exist", pack(without("awardDate", `"2015-02-30"`)), []string{"error range grants[0].awardDate"}, 0},
		{"a day as British", pack(without("awardDate", `"31/07/2015"`)), []string{"warning format grants[0].awardDate"}, 1},
		{"a period that ends before it starts", pack(grant("a", `"plannedDates":[{"startDate":"2015-04-01","endDate":"2015-03-31"}]`)), []string{"warning order grants[0].plannedDates[0].startDate"}, 1},
		{"a duration as text", pack(grant("a", `"actualDates":[{"duration":"30"}]`)), []string{"warning format grants[0].actualDates[0].duration"}, 1},
		{"a duration below zero", pack(grant("a", `"actualDates":[{"duration":-1}]`)), []string{"warning range grants[0].actualDates[0].duration"}, 1},
		{"a duration that is no number", pack(grant("a", `"actualDates":[{"duration":"long"}]`)), []string{"warning format grants[0].actualDates[0].duration"}, 1},
		{"a period that is a text", pack(grant("a", `"plannedDates":["2015",null]`)), []string{"warning format grants[0].plannedDates[0]", "info format grants[0].plannedDates[1]"}, 1},
		{"dates that are a text", pack(grant("a", `"plannedDates":"2015"`)), []string{"warning format grants[0].plannedDates"}, 1},
		{"one date in place of a list", pack(grant("a", `"plannedDates":{"startDate":"2015-04-01"}`)), []string{"warning format grants[0].plannedDates"}, 1},
		{"a related grant in place of a list", pack(grant("a", `"relatedActivity":"b"`)), []string{"warning format grants[0].relatedActivity"}, 1},

		{"yes in another form", pack(grant("a", `"fromOpenCall":"Y"`), grant("b", `"fromOpenCall":false`)), []string{"warning format grants[0].fromOpenCall", "warning format grants[1].fromOpenCall", "warning format grants[1].fromOpenCall"}, 2},
		{"perhaps", pack(grant("a", `"fromOpenCall":"perhaps"`)), []string{"warning unknown grants[0].fromOpenCall"}, 1},
		{"an unknown code", pack(grant("a", `"regrantType":"BAD","locationScope":"GLS010"`)), []string{"warning unknown grants[0].regrantType"}, 1},
		{"no address", pack(grant("a", `"url":"This should be a uri","dataSource":"http://a b"`)), []string{"warning format grants[0].url", "warning format grants[0].dataSource"}, 1},
		{"an address of somebody", pack(grant("a", `"relatedActivity":["write to bob@bop.com."]`)), []string{"warning grants360.personal-data grants[0].relatedActivity[0]"}, 1},
		{"an address where it belongs", pack(without("recipientOrganization", `[{"id":"R","name":"R","email":"info@example.org"}]`)), []string{}, 1},
		{"no address of anybody", pack(grant("a", `"relatedActivity":["Free@Last. @home.com x@y"]`)), []string{}, 1},
		{"damaged", pack(grant("a", `"relatedActivity":["`+"a\xff"+`"]`)), []string{"warning format grants[0].relatedActivity[0]"}, 1},
		{"a key twice", pack(grant("a", `"amountAwarded":200`)), []string{"error duplicate grants[0].amountAwarded"}, 0},
		{"a key twice below", pack(grant("a", `"plannedDates":[{"title":"a","title":{"x":1}}]`)), []string{"error duplicate grants[0].plannedDates[0].title"}, 0},
		{"package", `{"version":"1.4.0","license":"none","downloadURL":"x","accessURL":"y","publisher":{"website":"z","logo":":"},"issued":"soon","grants":[` + grant("a", "") + `]}`,
			[]string{"warning format issued", "warning format version", "warning format downloadURL", "warning format accessURL", "warning format license",
				"warning required publisher.name", "warning format publisher.website", "warning format publisher.logo"}, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g, err := read(tc.text)
			require.Equal(t, tc.want, all(g, err))
			require.Len(t, g.Records, tc.kept)
			require.Equal(t, strings.Contains(strings.Join(tc.want, " "), "error"), err != nil)
		})
	}
}

// Fields that the standard does not have are reported once for each name, with how
// often they were seen.
func TestRead_UnknownFields(t *testing.T) {
	g, err := read(`{"x":1,"grants":[` + grant("a", `"Grant type":{"y":[1,{"z":2}]},"plannedDates":[{"when":1},{"when":2}]`) + `,` +
		grant("b", `"Grant type":"large","a.b":1,"AmountAwarded":5`) + `]}`)
	require.NoError(t, err)
	var lines []string
	for v := range g.Warnings().All() {
		require.Equal(t, validate.Unknown, v.Code)
		require.Equal(t, validate.SeverityInfo, v.Severity)
		lines = append(lines, v.Path+": "+v.Value+": "+v.Detail)
	}
	require.Equal(t, []string{
		`x: "x": the standard has no such field: left out, once in all`,
		`grants[0].Grant type: "grants[].Grant type": the standard has no such field: left out, 2 times in all`,
		`grants[0].plannedDates[0].when: "grants[].plannedDates[].when": the standard has no such field: left out, 2 times in all`,
		`grants[1]."a.b": "grants[].a.b": the standard has no such field: left out, once in all`,
		`grants[1].AmountAwarded: "grants[].AmountAwarded": the standard has no such field: left out, once in all`,
	}, lines)
}

func TestRead_Days(t *testing.T) {
	for _, tc := range []struct {
		text, start, end string // what it is as a start, and as an end
		odd              bool
	}{
		{"2015-03-10", "2015-03-10", "2015-03-10", false},
		{"2015-06-01T00:00:00+00:00", "2015-06-01", "2015-06-01", false},
		{"2026-07-15T15:00:00Z", "2026-07-15", "2026-07-15", false},
		{"2015-06-01T23:30:00.5-05:00", "2015-06-01", "2015-06-01", false},
		{"2015-06-01T00:00:00", "2015-06-01", "2015-06-01", true},
		{"2015-06-01 12:30", "2015-06-01", "2015-06-01", true},
		{"05/06/2014", "2014-06-05", "2014-06-05", true},
		{"17/08/2015 00:00", "2015-08-17", "2015-08-17", true},
		{"13-03-2015", "2015-03-13", "2015-03-13", true},
		{"2016-02", "2016-02-01", "2016-02-29", true},
		{"2015", "2015-01-01", "2015-12-31", true},
		{"12/31/2014", "", "", true},
		{"2015-13", "", "", true},
		{"31/04/2015", "", "", true},
		{"1/4/2015", "2015-04-01", "2015-04-01", true},
		{"20150401", "2015-04-01", "2015-04-01", true},
		{"01-Apr-2015", "2015-04-01", "2015-04-01", true},
		{"2015-04-01T00:00:00+0000", "2015-04-01", "2015-04-01", true},
		{"2015-04-01T00:00:00.000", "2015-04-01", "2015-04-01", true},
		{"2015-02-29", "", "", true},
		{"0000-00-00", "", "", true},
		{"42095", "", "", true},
		{"01/04/15", "", "", true},
		{"2015-06-01T", "", "", true},
		{"2015-06-01 25:00", "", "", true},
		{"2015-06-01T00:00:00 00:00", "", "", true},
		{"0000-01-01", "", "", true},
		{"0000", "", "", true},
		{" 2015-06-01", "2015-06-01", "2015-06-01", true},
		{"２０１５-06-01", "", "", true},
		{"May 2015", "", "", true},
		{"", "", "", true},
	} {
		t.Run(tc.text, func(t *testing.T) {
			g, err := read(pack(grant("a", fmt.Sprintf(`"plannedDates":[{"title":"p","startDate":%q},{"title":"p","endDate":%q}]`, tc.text, tc.text))))
			require.NoError(t, err)
			periods := g.Records[0].PlannedDates
			require.Equal(t, tc.start, periods[0].StartDate.String())
			require.Equal(t, tc.end, periods[1].EndDate.String())
			require.Equal(t, tc.odd, g.Warnings().Len() > 0)
		})
	}
}

// A month or a year is not a day of an award.
func TestRead_AwardDates(t *testing.T) {
	for _, text := range []string{"2015-03", "2015", "03/2015"} {
		_, err := read(pack(without("awardDate", `"`+text+`"`)))
		require.ErrorIs(t, err, validate.Format)
	}
}

func TestRead_Moments(t *testing.T) {
	for text, want := range map[string]string{
		"2019-05-15T00:00:00+00:00": "2019-05-15T00:00:00Z",
		"2019-05-15T10:20:30+01:00": "2019-05-15T10:20:30+01:00",
		"17/08/2015 13:05":          "2015-08-17T13:05:00Z",
		"2015-08-17 13:05:06":       "2015-08-17T13:05:06Z",
		"2015-03-14":                "2015-03-14T00:00:00Z",
		"13-03-2015":                "2015-03-13T00:00:00Z",
		" 2015-08-17T13:05":         "2015-08-17T13:05:00Z",
		"1 April 2015":              "2015-04-01T00:00:00Z",
		"17/08/2015 1:05 PM":        "",
		"2015-03":                   "",
		"2015-03-14T00:00:00+99:00": "",
		"yesterday":                 "",
	} {
		g, err := read(pack(grant("a", fmt.Sprintf(`"dateModified":%q`, text))))
		require.NoError(t, err)
		got := ""
		if m := g.Records[0].DateModified; !m.IsZero() {
			got = m.Format(time.RFC3339)
		}
		require.Equal(t, want, got, text)
		require.Equal(t, len(text) < len("2019-05-15T00:00:00+00:00") || want == "", g.Warnings().Len() > 0, text)
	}
}

func TestRead_FailingReader(t *testing.T) {
	broken := errors.New("the line is down")
	g, err := grants360.Read(io.MultiReader(strings.NewReader(`{"grants":[`+grant("a", "")+`,{`), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)
	require.ErrorIs(t, err, validate.Unreadable)
	require.Len(t, g.Records, 1)

	for _, wrap := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
		g, err := grants360.Read(wrap(strings.NewReader("\ufeff" + pack(grant("a", ""), grant("b", "")))))
		require.NoError(t, err)
		require.Len(t, g.Records, 2)
	}
}

// A number in any notation is read as exactly its amount, or rejected.
func TestRead_AmountsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pence := rapid.Int64().Draw(t, "pence")
		plain := funding.Pence(pence).String()
		if rapid.Bool().Draw(t, "zeros") {
			plain += strings.Repeat("0", rapid.IntRange(0, 9).Draw(t, "how many"))
		} else if n := rapid.IntRange(0, 4).Draw(t, "exponent"); n > 0 {
			plain = fmt.Sprintf("%s%s", strings.Replace(plain, ".", "", 1), fmt.Sprintf("e-%d", 2))
			if strings.HasPrefix(strings.TrimPrefix(plain, "-"), "0") { // JSON has no leading zeros
				plain = fmt.Sprintf("%de-2", pence)
			}
		}
		g, err := read(pack(without("amountAwarded", plain)))
		require.NoError(t, err, plain)
		require.Equal(t, pence, g.Records[0].AmountAwarded.Pence(), plain)

		finer := funding.Pence(pence).String() + "00" + rapid.SampledFrom([]string{"1", "5", "9"}).Draw(t, "finer")
		_, err = read(pack(without("amountAwarded", finer)))
		require.ErrorIs(t, err, validate.Precision, finer)

		require.Contains(t, string(written(t, g)), `"amountAwarded": `+funding.Pence(pence).String()+",\n")
	})
}

// Amounts that programs computed in floating-point numbers, as in a file of
// 360Giving's own tests.
func TestRead_FloatNoise(t *testing.T) {
	for number, want := range map[string]string{
		"41133.770000000004": "41133.77", "41133.769999999997": "41133.77", "0.30000000000000004": "0.30", "-41133.770000000004": "-41133.77",
		"1100.1000000000001": "1100.10", "4.1133770000000004e4": "41133.77",
	} {
		g, err := read(pack(without("amountAwarded", number), `null`))
		require.Error(t, err, "the null")
		require.Len(t, g.Records, 1, number)
		require.Equal(t, pounds(want), g.Records[0].AmountAwarded, number)
		require.Contains(t, found(g.Warnings()), "info precision grants[0].amountAwarded")
	}
	for _, number := range []string{"99.994999999999997", "12.345", "41133.7701", "41133.77000001", "0.001", "1e-17", "10000000000000.004"} {
		_, err := read(pack(without("amountAwarded", number)))
		require.ErrorIs(t, err, validate.Precision, number)
		require.Equal(t, number == "99.994999999999997" || number == "10000000000000.004", strings.Contains(err.Error(), "noise of a floating-point number"), number)
	}
}

func TestRead_BlanksAroundNames(t *testing.T) {
	g, err := read(pack(grant(` a\t`, `"grantProgramme":[{"code":"b ","title":" kept "}]`), without("fundingOrganization", `[{"id":"f","name":" Two\nlines "}]`)))
	require.NoError(t, err)
	require.Equal(t, []string{"info format grants[0].id", "info format grants[0].grantProgramme[0].code", "info format grants[1].fundingOrganization[0].name"}, found(g.Warnings()))
	require.Equal(t, []string{"a", "b", " kept ", "Two lines"},
		[]string{g.Records[0].ID, g.Records[0].GrantProgramme[0].Code, g.Records[0].GrantProgramme[0].Title, g.Records[1].FundingOrganization[0].Name})
}

// realFile opens a published file of the reference folder. The sums and counts that
// the tests expect were computed with Python's decimal module, as in
//
//	grants = json.load(open(name), parse_float=Decimal, parse_int=Decimal)["grants"]
//	sum(g["amountAwarded"] for g in grants)
func realFile(t testing.TB, name string) *os.File {
	file, err := os.Open("../../../shared/reference/funding/samples/360giving/" + name)
	if os.IsNotExist(err) {
		t.Skipf("reference file %s is not here", name)
	}
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// Power to Change, 2015 to 2019 (CC BY 4.0); Wolfson Foundation, 2014; Lloyds Bank
// Foundation for England and Wales, 2010 to 2015, first 500: as changed for the
// tests of GrantNav.
func TestRead_RealFiles(t *testing.T) {
	for _, tc := range []struct {
		name                       string
		grants                     int
		applied, awarded, paid     string // sums; blank = none given
		appliedZero, zero, unpaid  int    // how many of each are £0.00
		lowest, highest            string // awards
		earliest, latest           string // days of award
		funder                     string
		recipients                 int // different ids
		warnings                   map[validate.Code]int
		periods, undated, modified int
		blanks                     int
	}{
		{
			name: "power-to-change_2015-2019.json", grants: 870,
			applied: "52777419.46", awarded: "51625696.54", paid: "38711248.17",
			appliedZero: 52, zero: 0, unpaid: 111, lowest: "150", highest: "661200", earliest: "2015-01-30", latest: "2019-05-13",
			funder: "GB-CHC-1159982", recipients: 694,
			warnings: map[validate.Code]int{funding.ApprovedAboveRequested: 122, funding.PaidAboveApproved: 9, validate.Order: 5},
			periods:  652, undated: 2, modified: 870,
		},
		{
			name: "wolfson_2014.json", grants: 379, awarded: "31178456", paid: "8933771",
			zero: 114, unpaid: 235, lowest: "0", highest: "3000000", earliest: "2014-06-05", latest: "2014-12-04",
			funder: "GB-CHC-1156077", recipients: 305,
			warnings: map[validate.Code]int{validate.Unlikely: 114, validate.Format: 758}, // 379 days of award, 379 of change
			modified: 379,
		},
		{
			name: "lloyds-bank-foundation_2010-2015_first500.json", grants: 500, awarded: "21751247.96",
			lowest: "3090", highest: "1000000", earliest: "2010-01-27", latest: "2015-12-17",
			funder: "GB-CHC-327114", recipients: 494,
			warnings: map[validate.Code]int{validate.Required: 2, validate.Format: 500}, // no description; "Y" and "N"
			periods:  500, blanks: 10,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g, err := grants360.Read(realFile(t, tc.name))
			require.NoError(t, err)
			require.Len(t, g.Records, tc.grants)
			got := map[validate.Code]int{}
			for _, c := range g.Warnings().Summary() {
				if c.Severity == validate.SeverityWarning {
					got[c.Code] = c.Count
				}
			}
			require.Equal(t, tc.warnings, got)
			require.Equal(t, tc.blanks, count(g.Warnings(), validate.SeverityInfo, validate.Format), "names with blanks at their ends")
			require.Len(t, slices.Collect(g.Warnings().Where(func(v validate.Violation) bool { return v.Severity == validate.SeverityInfo }).All()), tc.blanks)

			var applied, awarded, paid []funding.Money
			recipients := map[string]bool{}
			var zero, appliedZero, unpaid, periods, undated, modified int
			earliest, latest := g.Records[0].AwardDate, g.Records[0].AwardDate
			for _, r := range g.Records {
				awarded = append(awarded, r.AmountAwarded)
				if r.AmountAwarded.IsZero() {
					zero++
				}
				if r.AmountAppliedFor != nil {
					applied = append(applied, *r.AmountAppliedFor)
					if r.AmountAppliedFor.IsZero() {
						appliedZero++
					}
				}
				if r.AmountDisbursed != nil {
					paid = append(paid, *r.AmountDisbursed)
					if r.AmountDisbursed.IsZero() {
						unpaid++
					}
				}
				if r.AwardDate.Before(earliest) {
					earliest = r.AwardDate
				}
				if r.AwardDate.After(latest) {
					latest = r.AwardDate
				}
				for _, p := range r.PlannedDates {
					periods++
					if p.StartDate.IsZero() {
						undated++
					}
				}
				if !r.DateModified.IsZero() {
					modified++
				}
				require.Len(t, r.RecipientOrganization, 1)
				recipients[r.RecipientOrganization[0].ID] = true
				require.Len(t, r.FundingOrganization, 1)
				require.Equal(t, tc.funder, r.FundingOrganization[0].ID)
				require.Len(t, r.GrantProgramme, 1)
			}
			requireSum(t, tc.applied, applied)
			requireSum(t, tc.awarded, awarded)
			requireSum(t, tc.paid, paid)
			require.Equal(t, []int{tc.appliedZero, tc.zero, tc.unpaid}, []int{appliedZero, zero, unpaid})
			require.Equal(t, []int{tc.periods, tc.undated, tc.modified, tc.recipients}, []int{periods, undated, modified, len(recipients)})
			require.Equal(t, []string{tc.earliest, tc.latest}, []string{earliest.String(), latest.String()})
			low, high := awarded[0], awarded[0]
			for _, m := range awarded {
				if m.Compare(low) < 0 {
					low = m
				}
				if m.Compare(high) > 0 {
					high = m
				}
			}
			require.Equal(t, []funding.Money{pounds(tc.lowest), pounds(tc.highest)}, []funding.Money{low, high})
		})
	}
}

func requireSum(t *testing.T, want string, amounts []funding.Money) {
	t.Helper()
	if want == "" {
		require.Empty(t, amounts)
		return
	}
	sum, err := funding.Sum(func(yield func(funding.Money) bool) {
		for _, m := range amounts {
			if !yield(m) {
				return
			}
		}
	})
	require.NoError(t, err)
	require.Equal(t, pounds(want), sum)
}

// The grants read are the same when written and read again.
func TestRead_RealFilesComeBack(t *testing.T) {
	for _, name := range []string{"power-to-change_2015-2019.json", "wolfson_2014.json", "lloyds-bank-foundation_2010-2015_first500.json"} {
		g, err := grants360.Read(realFile(t, name))
		require.NoError(t, err)
		again, err := read(string(written(t, g)))
		require.NoError(t, err)
		require.Equal(t, g.Package, again.Package)
		require.Equal(t, written(t, g), written(t, again))
		require.Zero(t, count(again.Warnings(), validate.SeverityWarning, validate.Format), "in the standard's form")
	}
}

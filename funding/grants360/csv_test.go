package grants360_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

const (
	titles = "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name"
	rowA   = "a,A,For a thing,GBP,100,2015-07-31,GB-CHC-1,R,GB-CHC-2,F"
)

// A table is read like the equivalent document.
func TestRead_Table(t *testing.T) {
	want, err := read(pack(grant("a", "")))
	require.NoError(t, err)
	for name, text := range map[string]string{
		"titles":         titles + "\n" + rowA + "\n",
		"a mark, quotes": "\ufeff\"" + strings.ReplaceAll(titles, ",", "\",\"") + "\"\r\n" + rowA + "\r\n",
		"other case":     strings.ToUpper(titles) + "\n" + rowA,
		"names of fields": "id,title,description,currency,amountAwarded,awardDate,recipientOrganization/0/id,recipientOrganization/0/name," +
			"fundingOrganization/0/id,fundingOrganization/0/name\n" + rowA,
		"places from one on": strings.ReplaceAll(titles, "Org:", "Org:3:") + "\n" + rowA,
		"further columns":    titles + ",Blank,Recipient Org:City\n" + rowA + ", ,\n",
	} {
		g, err := read(text)
		require.NoError(t, err, name)
		require.Empty(t, found(g.Warnings()), name)
		require.Equal(t, want.Records, g.Records, name)
	}
	g, err := grants360.Read(strings.NewReader("ref;Title;Description;Currency;£;When;Recipient Org:Identifier;Recipient Org:Name;Funding Org:Identifier;Funding Org:Name;Secret\n"+
		strings.ReplaceAll(rowA, ",", ";")+";x\n"), caremodel.CSV{Comma: ';', Columns: map[string]string{"REF": "Identifier", "£": "Amount Awarded", "When": "Award Date", "Secret": ""}})
	require.NoError(t, err)
	require.Empty(t, found(g.Warnings()))
	require.Equal(t, want.Records, g.Records)
}

func TestRead_TableFields(t *testing.T) {
	g, err := read(titles + ",Amount Applied For,Planned Dates:Start Date,Planned Dates:Duration (months),Beneficiary Location:0:Name,Beneficiary Location:1:Name," +
		"Beneficiary Location:1:Latitude,Last Modified,From An Open Call?,Related Activity,Grant Programme:Title,Recipient Org:Location:0:Geographic Code,Data Source\n" +
		rowA + ",\"£ 1,000\",01/04/2016,24.0,Here,There,51.50,2016-01-02T03:04:05Z,y,360G-b,P,E06000001,https://example.org/\n")
	require.NoError(t, err)
	require.Equal(t, []string{"warning format row 2, column Amount Applied For", `warning format row 2, column "Planned Dates:Start Date"`, "warning format row 2, column fromOpenCall"}, found(g.Warnings()))
	r := g.Records[0]
	require.Equal(t, amount("1000"), r.AmountAppliedFor)
	require.Equal(t, []grants360.Period{{StartDate: day("2016-04-01"), Duration: "24.0"}}, r.PlannedDates)
	require.Equal(t, []grants360.Location{{Name: "Here"}, {Name: "There", Latitude: "51.50"}}, r.BeneficiaryLocation)
	require.Equal(t, "2016-01-02 03:04:05 +0000 UTC", r.DateModified.String())
	require.Equal(t, []string{"Yes", "360G-b", "P", "E06000001"}, []string{r.FromOpenCall, r.RelatedActivity[0], r.GrantProgramme[0].Title, r.RecipientOrganization[0].Location[0].GeoCode})
}

// Problems of a table are reported by row and column, and the valid rows are kept.
func TestRead_TableOddities(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string
		kept       int
	}{
		{"words", "Some words", []string{"error required row 1, column Identifier"}, 0},
		{"a header alone", titles + "\n", []string{"warning required grants"}, 0},
		{"no identifier", "Title\nx\n", []string{"error required row 1, column Identifier"}, 0},
		{"one field twice", titles + ",id\n" + rowA + ",b\n", []string{`error duplicate row 1, column id`}, 0},
		{"no amount", titles + "\na,A,For a thing,GBP,,2015-07-31,GB-CHC-1,R,GB-CHC-2,F\n" + strings.Replace(rowA, "a,", "b,", 1), []string{"error required row 2, column amountAwarded"}, 1},
		{"£-", titles + "\n" + strings.Replace(rowA, "100", "£-", 1), []string{"error format row 2, column Amount Awarded"}, 0},
		{"finer", titles + "\n" + strings.Replace(rowA, "100", "1.005", 1), []string{"error precision row 2, column Amount Awarded"}, 0},
		{"euros", titles + "\n" + strings.Replace(rowA, "GBP", "EUR", 1), []string{"error grants360.currency row 2, column currency"}, 0},
		{"an identifier twice", titles + "\n" + rowA + "\n" + rowA, []string{"error duplicate row 3, column id"}, 1},
		{"a short row", titles + "\na,b\n" + rowA, []string{"error format row 2"}, 1},
		{"no such day", titles + "\n" + strings.Replace(rowA, "2015-07-31", "2015-02-30", 1), []string{"error range row 2, column Award Date"}, 0},
		{"an unknown column", titles + ",Ask\n" + rowA + ",me@example.org\n", []string{"warning grants360.personal-data row 2, column Ask", "info unknown row 2, column Ask"}, 1},
	} {
		g, err := read(tc.text)
		got := found(validate.Of(err))
		if err == nil {
			got = found(g.Warnings())
		}
		require.Subset(t, got, tc.want, tc.name)
		require.Len(t, g.Records, tc.kept, tc.name)
	}
	_, err := read("PK\x03\x04" + titles)
	require.ErrorContains(t, err, "workbook")
	_, err = grants360.Read(strings.NewReader(titles+"\n"+rowA), caremodel.CSV{Columns: map[string]string{"Nowhere": "Title"}})
	require.ErrorIs(t, err, validate.Unknown)
}

// Any text in a cell is read back.
func TestRead_TableTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab,\"\n=@;é\u200f'")), 1, 20, -1).Draw(t, "text")
		if strings.TrimSpace(text) != text {
			return
		}
		var b strings.Builder
		w := csv.NewWriter(&b)
		require.NoError(t, w.WriteAll([][]string{strings.Split(titles, ","), {"a", text, "D", "GBP", "100", "2015-07-31", "o", "O", "f", "F"}}))
		g, err := read(b.String())
		require.NoError(t, err)
		require.Equal(t, text, g.Records[0].Title)
	})
}

func TestRead_TablesAsPublished(t *testing.T) {
	for _, name := range []string{"fundingproviders_grants_2_grants.csv", "fundingproviders-grants_2_grants_cp1252.csv"} {
		g, err := grants360.Read(realFile(t, name))
		require.NoError(t, err)
		require.Len(t, g.Records, 2)
		require.Equal(t, pounds("331495"), awarded(t, g.Records))
		require.Equal(t, "2014-07-24", g.Records[0].AwardDate.String())
		require.Equal(t, 6, count(g.Warnings(), validate.SeverityInfo, validate.Unknown))
	}
	g, err := grants360.Read(realFile(t, "fundingtrust-grants_dc.txt"), caremodel.CSV{Columns: map[string]string{"Award date:Start date": "Award Date"}})
	require.NoError(t, err)
	require.Len(t, g.Records, 9)
	require.Equal(t, "2013-07-16", g.Records[0].AwardDate.String())
}

package grants360_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// Records that callers fill are checked by the same rules as those read.
func TestValidate(t *testing.T) {
	sound, err := read(pack(grant("a", ""), grant("b", "")))
	require.NoError(t, err)
	require.Empty(t, found(sound.Validate()))
	require.Empty(t, found(grants360.Grants{}.Validate()))
	for name, tc := range map[string]struct {
		change func(g *grants360.Grants)
		want   []string
	}{
		"a blank grant": {func(g *grants360.Grants) { g.Records[1] = grants360.Grant{} }, []string{
			"error required grants[1].id", "warning required grants[1].title", "warning required grants[1].description", "error required grants[1].currency",
			"error required grants[1].awardDate", "error required grants[1].recipientOrganization", "error required grants[1].fundingOrganization",
			"warning unlikely grants[1].amountAwarded"}},
		"an id twice":       {func(g *grants360.Grants) { g.Records[1].ID = "a" }, []string{"error duplicate grants[1].id"}},
		"euros":             {func(g *grants360.Grants) { g.Records[0].Currency = "EUR" }, []string{"error grants360.currency grants[0].currency"}},
		"pounds, as a word": {func(g *grants360.Grants) { g.Records[0].Currency = "gbp" }, []string{"error grants360.currency grants[0].currency"}},
		"paid too much":     {func(g *grants360.Grants) { g.Records[0].AmountDisbursed = amount("100.01") }, []string{"warning funding.paid-above-approved grants[0].amountDisbursed"}},
		"a transaction in euros": {func(g *grants360.Grants) {
			g.Records[0].DisbursementTransaction = []grants360.Transaction{{Currency: "EUR"}}
		}, []string{"error grants360.currency grants[0].disbursementTransaction[0].currency"}},
		"transactions beyond any amount": {func(g *grants360.Grants) {
			most := grants360.Transaction{Value: amount("92233720368547758.07")}
			g.Records[0].CommitmentTransaction = []grants360.Transaction{most, most}
		}, []string{"warning overflow grants[0].commitmentTransaction"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := sound
			g.Records = slices.Clone(g.Records)
			tc.change(&g)
			require.Equal(t, tc.want, found(g.Validate()))
		})
	}
}

func TestValidate_AsOf(t *testing.T) {
	g, err := read(pack(grant("a", "")))
	require.NoError(t, err)
	require.Empty(t, found(g.ValidateAsOf(day("2015-07-31"))))
	require.Equal(t, []string{"error future grants[0].awardDate"}, found(g.ValidateAsOf(day("2015-07-30"))))
	require.ErrorIs(t, g.ValidateAsOf(day("2015-07-30")).Err(), validate.Future)
}

// What is a web address, by RFC 3986.
func TestValidate_Addresses(t *testing.T) {
	g, err := read(pack(grant("a", "")))
	require.NoError(t, err)
	for text, sound := range map[string]bool{
		"https://www.england.nhs.uk/": true, "http://x": true, "urn:isbn:1": true, "https://x/?a=%20&b=(1)#c": true, "a+b-c.1:x": true, "mailto:a@b": true, "HTTPS://X/%aF": true, "x:%4G": false, "x:%G4": false,
		"www.england.nhs.uk": false, "/path": false, "://x": false, "http:": false, "http://": false, "http:///x": false, "1a:x": false, "é:x": false, "a_b:x": false,
		"http://a b": false, "http://x/%2": false, "http://x/%zz": false, "http://x/|": false, "http://x/é": false, "http://x/\n": false, `http://x/"`: false,
	} {
		g.Records[0].URL = text
		require.Equal(t, sound, g.Validate().Len() == 0, text)
	}
}

package grants360_test

import (
	"encoding/csv"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// paths lists the places of violations.
func paths(vs validate.Violations) []string {
	var out []string
	for v := range vs.All() {
		out = append(out, v.Path)
	}
	return out
}

// The data of the tool's own tests gives the places that they expect
// (ThreeSixtyGiving/dataquality, cove/cove_360/tests/tests.py).
func TestGrants_ChecksAsPublished(t *testing.T) {
	g, err := grants360.Read(realFile(t, "dataquality_test_grants.json"))
	require.NoError(t, err)
	rows, err := csv.NewReader(realFile(t, "dataquality_expected_checks.csv")).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 29)

	index := regexp.MustCompile(`/(\d+)`)
	checks := g.Checks(day("2026-11-21"))
	require.Len(t, checks, 28)
	for i, row := range rows[1:] {
		var want []string
		for _, at := range regexp.MustCompile(` grants/`).Split(" "+row[6], -1)[1:] {
			want = append(want, strings.ReplaceAll(index.ReplaceAllString("grants/"+at, "[$1]"), "/", "."))
		}
		require.Equal(t, row[1], checks[i].Name)
		require.Equal(t, row[0] == "usefulness", checks[i].Usefulness)
		require.ElementsMatch(t, want, paths(checks[i].Found), checks[i].Name)
	}
	for _, c := range g.Checks(caremodel.Date{}) {
		if strings.HasPrefix(c.Name, "Far") || c.Name == "PostDatedAwardDates" {
			require.Zero(t, c.Found.Len(), "there is no day to tell by")
		}
	}
}

// A valid grant passes all checks, and each check finds its problem in grants that
// were not read from a file.
func TestGrants_Checks(t *testing.T) {
	sound := func() grants360.Grant {
		return grants360.Grant{
			ID: "360G-x-1", Title: "A", Description: "For a thing", Currency: "GBP", AmountAwarded: funding.Pence(1), AwardDate: day("2015-07-31"),
			RecipientOrganization: []grants360.Organization{{ID: "GB-COH-SC123456", Name: "R", CompanyNumber: "SC123456", CharityNumber: "SC012345"}},
			FundingOrganization:   []grants360.Organization{{ID: "US-EIN-1", Name: "F"}},
			BeneficiaryLocation:   []grants360.Location{{Name: "N", GeoCode: "E06000001"}},
			GrantProgramme:        []grants360.GrantProgramme{{Title: "P"}},
			DateModified:          time.Date(2015, 8, 1, 0, 0, 0, 0, time.UTC), DataSource: "https://example.org/",
		}
	}
	for name, tc := range map[string]struct {
		change func(*grants360.Grant)
		at     string
	}{
		"":                               {func(*grants360.Grant) {}, ""},
		"ZeroAmountTest":                 {func(g *grants360.Grant) { g.AmountAwarded = funding.Money{} }, "grants[0].amountAwarded"},
		"FundingOrgUnrecognisedPrefix":   {func(g *grants360.Grant) { g.FundingOrganization[0].ID = "GB-ABC-1" }, "grants[0].fundingOrganization[0].id"},
		"RecipientOrgUnrecognisedPrefix": {func(g *grants360.Grant) { g.RecipientOrganization[0].ID = "1234567" }, "grants[0].recipientOrganization[0].id"},
		"OrganizationIdLooksInvalid":     {func(g *grants360.Grant) { g.RecipientOrganization[0].ID = "GB-CHC-12" }, "grants[0].recipientOrganization[0].id"},
		"RecipientOrgCharityNumber":      {func(g *grants360.Grant) { g.RecipientOrganization[0].CharityNumber = "12 345" }, "grants[0].recipientOrganization[0].charityNumber"},
		"RecipientOrgCompanyNumber":      {func(g *grants360.Grant) { g.RecipientOrganization[0].CompanyNumber = "123456" }, "grants[0].recipientOrganization[0].companyNumber"},
		"LooksLikeEmail":                 {func(g *grants360.Grant) { g.GrantProgramme[0].Title = "ask me@example.org" }, "grants[0].grantProgramme[0].title"},
		"PostDatedAwardDates":            {func(g *grants360.Grant) { g.AwardDate = day("2016-01-02") }, "grants[0].awardDate"},
		"FarPastDates":                   {func(g *grants360.Grant) { g.AwardDate = day("1990-12-31") }, "grants[0].awardDate"},
		"FarFuturePlannedDates":          {func(g *grants360.Grant) { g.PlannedDates = []grants360.Period{{EndDate: day("2028-01-02")}} }, "grants[0].plannedDates[0].endDate"},
		"FarFutureActualDates":           {func(g *grants360.Grant) { g.ActualDates = []grants360.Period{{StartDate: day("2021-01-02")}} }, "grants[0].actualDates[0].startDate"},
		"RecipientOrg360GPrefix":         {func(g *grants360.Grant) { g.RecipientOrganization[0].ID = "360G-x" }, "grants[0].recipientOrganization[0].id"},
		"FundingOrg360GPrefix":           {func(g *grants360.Grant) { g.FundingOrganization[0].ID = "360G-x" }, "grants[0].fundingOrganization[0].id"},
		"NoRecipientOrgCompanyCharityNumber": {func(g *grants360.Grant) {
			g.RecipientOrganization[0].CharityNumber, g.RecipientOrganization[0].CompanyNumber = "", ""
		}, "grants[0].recipientOrganization[0].id"},
		"NoGrantProgramme":                 {func(g *grants360.Grant) { g.GrantProgramme = nil }, "grants[0].id"},
		"NoBeneficiaryLocation":            {func(g *grants360.Grant) { g.BeneficiaryLocation = nil }, "grants[0].id"},
		"NoDataSource":                     {func(g *grants360.Grant) { g.DataSource = "" }, "grants[0].id"},
		"BeneficiaryLocationNameButNoCode": {func(g *grants360.Grant) { g.BeneficiaryLocation[0].GeoCode = "" }, "grants[0].beneficiaryLocation[0].name"},
	} {
		g := sound()
		tc.change(&g)
		for _, c := range (grants360.Grants{Records: []grants360.Grant{g}}).Checks(day("2016-01-01")) {
			if c.Name == name {
				require.Equal(t, []string{tc.at}, paths(c.Found), name)
			} else {
				require.Empty(t, paths(c.Found), "%s: %s", name, c.Name)
			}
		}
	}
}

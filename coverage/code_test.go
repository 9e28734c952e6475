package coverage_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// The codes are real ones of national files: ONS look-ups of 2013 to 2024, ODS extracts
// of 2015 to 2022, practice lists of the NHS Business Services Authority.
func TestAreaCode_ByShape(t *testing.T) {
	const gss, ods = coverage.SchemeGSS, coverage.SchemeODS
	for _, tt := range []struct {
		code    coverage.AreaCode
		scheme  coverage.Scheme
		entity  coverage.Entity
		country string
	}{
		{"E00088976", gss, coverage.EntityOA, "England"},
		{"E01010638", gss, coverage.EntityLSOA, "England"},
		{"E01035762", gss, coverage.EntityLSOA, "England"},
		{"W01001958", gss, coverage.EntityLSOA, "Wales"},
		{"E02003672", gss, coverage.EntityMSOA, "England"},
		{"E06000006", gss, coverage.EntityLAD, "England"},
		{"E07000105", gss, coverage.EntityLAD, "England"},
		{"E08000032", gss, coverage.EntityLAD, "England"},
		{"E09000001", gss, coverage.EntityLAD, "England"},
		{"E12000007", gss, coverage.EntityRegion, "England"},
		{"E37000023", gss, coverage.EntityLEP, "England"},
		{"E52000001", gss, coverage.EntityLEPOverlapping, "England"},
		{"E38000041", gss, coverage.EntityCCG, "England"},
		{"E39000009", gss, coverage.EntityNHSLocalOffice, "England"},
		{"E40000001", gss, coverage.EntityNHSRegion, "England"},
		{"E54000008", gss, coverage.EntityICB, "England"},
		{"E56000003", gss, coverage.EntityCancerAlliance, "England"},
		{"E57000001", gss, coverage.EntityCancerVanguard, "England"},
		{"E59000001", gss, coverage.EntityICS, "England"},
		{"E92000001", gss, coverage.EntityCountry, "England"},
		{"K02000001", gss, coverage.EntityCountry, ""},
		{"W11000023", gss, coverage.EntityHealthBoard, "Wales"},
		{"S08000015", gss, coverage.EntityHealthBoard, "Scotland"},
		{"N09000001", gss, coverage.EntityLAD, "Northern Ireland"},
		{"E99999999", gss, coverage.EntityPseudo, "England"},
		{"E77000001", gss, "", "England"},
		{"00C", ods, coverage.EntityCCG, ""},
		{"12F", ods, coverage.EntityCCG, ""},
		{"52R", ods, coverage.EntityCCG, ""},
		{"X2C4Y", ods, coverage.EntityCCG, ""},
		{"A3A8R", ods, coverage.EntityCCG, ""},
		{"5E1", ods, coverage.EntityPCT, ""},
		{"QYG", ods, coverage.EntityICB, ""},
		{"QOP", ods, coverage.EntityICB, ""},
		{"Q71", ods, coverage.EntityNHSLocalOffice, ""},
		{"Y54", ods, coverage.EntityNHSRegion, ""},
		{"RTE", ods, coverage.EntityTrust, ""},
		{"R0A", ods, coverage.EntityTrust, ""},
		{"TAF", ods, coverage.EntityTrust, ""},
		{"R0A02", ods, coverage.EntityTrustSite, ""},
		{"A81001", ods, coverage.EntityPractice, ""},
		{"Y00898", ods, coverage.EntityPractice, ""},
		{"W00005", ods, coverage.EntityPractice, ""},
		{"ALD001", ods, coverage.EntityPractice, ""},
		{"U89141", ods, coverage.EntityPCN, ""},
		{"U", ods, coverage.EntityPseudo, ""},
		{"V81999", ods, coverage.EntityPseudo, ""},
		{"NO2011", ods, coverage.EntityPseudo, ""},
		{"07L00", ods, "", ""},
		{"NI300", ods, "", ""},
		{"", 0, "", ""},
		{"e01010638", 0, "", ""},
		{"E0101 638", 0, "", ""},
		{"E010106381234", 0, "", ""},
	} {
		require.Equal(t, tt.scheme, tt.code.Scheme(), "%q", tt.code)
		require.Equal(t, tt.entity, tt.code.Entity(), "%q", tt.code)
		require.Equal(t, tt.country, tt.code.Country(), "%q", tt.code)
		require.Equal(t, tt.entity == coverage.EntityPseudo, tt.code.IsPseudo(), "%q", tt.code)
	}
}

func TestParseAreaCode_Refuses(t *testing.T) {
	for text, tt := range map[string]struct {
		code validate.Code
		help string
	}{
		"":               {validate.Required, "missing"},
		"e01012345":      {validate.Format, "write E01012345"},
		" 12F":           {validate.Format, "write 12F"},
		`="00C"`:         {validate.Format, "write 00C"},
		"'00C":           {validate.Format, "write 00C"},
		"12F\x00":        {validate.Format, "capital letters and digits"},
		"E38-000143":     {validate.Format, "capital letters and digits"},
		"ABCDEFGHIJKLM":  {validate.Format, "1 to 12"},
		"É01012345":      {validate.Format, "capital letters and digits"},
		"\x92":           {validate.Format, "capital letters and digits"},
		"07L 00":         {validate.Format, "capital letters and digits"},
		"E01012345\tE01": {validate.Format, "capital letters and digits"},
	} {
		_, err := coverage.ParseAreaCode(text)
		require.ErrorIs(t, err, tt.code, "%q", text)
		require.ErrorContains(t, err, tt.help, "%q", text)
	}
}

func FuzzParseAreaCode(f *testing.F) {
	for _, seed := range []string{"E01012345", "12F", "X2C4Y", "NO2011", "e01", "", "R0A02", "E99999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := coverage.ParseAreaCode(text)
		if err != nil {
			require.NotEmpty(t, validate.Of(err).Len())
			require.Zero(t, coverage.AreaCode(text).Scheme())
			return
		}
		require.Equal(t, text, string(c))
		require.NotZero(t, c.Scheme())
		require.LessOrEqual(t, len(text), 12)
		require.Equal(t, text, strings.ToUpper(text))
		require.Equal(t, c.IsPseudo(), c.Entity() == coverage.EntityPseudo)
		if c.Scheme() == coverage.SchemeODS {
			require.Empty(t, c.Country())
		}
	})
}

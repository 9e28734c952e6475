package grants360_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// found lists violations as "severity code path".
func found(vs validate.Violations) []string {
	out := []string{}
	for v := range vs.All() {
		out = append(out, v.Severity.String()+" "+string(v.Code)+" "+v.Path)
	}
	return out
}

// all lists everything that reading a file reported.
func all(g grants360.Grants, err error) []string {
	if err != nil {
		return found(validate.Of(err))
	}
	return found(g.Warnings())
}

// count returns how often a code was found, including those beyond the bound.
func count(vs validate.Violations, severity validate.Severity, code validate.Code) int {
	for _, c := range vs.Summary() {
		if c.Severity == severity && c.Code == code {
			return c.Count
		}
	}
	return 0
}

func read(text string) (grants360.Grants, error) { return grants360.Read(strings.NewReader(text)) }

// grant is a valid grant as text; with holds further fields.
func grant(id string, with string) string {
	if with != "" {
		with = "," + with
	}
	return `{"id":"` + id + `","title":"A","description":"For a thing","currency":"GBP","amountAwarded":100,"awardDate":"2015-07-31",
		"recipientOrganization":[{"id":"GB-CHC-1","name":"R"}],"fundingOrganization":[{"id":"GB-CHC-2","name":"F"}]` + with + `}`
}

func pack(grants ...string) string { return `{"grants":[` + strings.Join(grants, ",") + `]}` }

// without is a grant that is valid except for one field, which has the given value,
// or is missing if that is blank.
func without(field, value string) string {
	fields := []string{`"id":"g"`, `"title":"A"`, `"description":"For a thing"`, `"currency":"GBP"`, `"amountAwarded":100`, `"awardDate":"2015-07-31"`,
		`"recipientOrganization":[{"id":"GB-CHC-1","name":"R"}]`, `"fundingOrganization":[{"id":"GB-CHC-2","name":"F"}]`}
	var kept []string
	for _, f := range fields {
		if !strings.HasPrefix(f, `"`+field+`":`) {
			kept = append(kept, f)
		}
	}
	if value != "" {
		kept = append(kept, `"`+field+`":`+value)
	}
	return "{" + strings.Join(kept, ",") + "}"
}

func written(t require.TestingT, g grants360.Grants) []byte {
	var b bytes.Buffer
	require.NoError(t, g.WriteJSON(&b))
	return b.Bytes()
}

// decoded returns a JSON object unchanged.
func decoded(t require.TestingT, r io.Reader) map[string]any {
	var object map[string]any
	require.NoError(t, json.NewDecoder(r).Decode(&object))
	return object
}

func pounds(text string) funding.Money       { return funding.MustParseMoney(text) }
func amount(text string) *funding.Money      { m := pounds(text); return &m }
func day(text string) caremodel.Date         { return caremodel.MustParseDate(text) }
func year(text string) funding.FinancialYear { return funding.MustParseFinancialYear(text) }

// trial is a programme of five vanguards.
func trial(t require.TestingT) *caremodel.Programme {
	v := func(slug string, c caremodel.Category, host string) caremodel.Vanguard {
		return caremodel.Vanguard{Slug: slug, Name: strings.ToUpper(slug[:1]) + slug[1:] + " & Co", Category: c, Area: "The " + slug + " wood", Host: host}
	}
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "trial", Name: "A trial programme", Categories: caremodel.EnglandCategories(),
		Vanguards: []caremodel.Vanguard{
			v("ash", caremodel.PACS, "Ash Hospital"), v("birch", caremodel.PACS, ""), v("cedar", caremodel.MCP, ""),
			v("damson", caremodel.EHCH, ""), v("elder", caremodel.UEC, ""),
		},
	})
	require.NoError(t, err)
	return p
}

// who returns the ids of vanguards of the trial programme.
func who(slugs ...string) []caremodel.VanguardID {
	var out []caremodel.VanguardID
	for _, s := range slugs {
		out = append(out, caremodel.VanguardIDFor("trial", s))
	}
	return out
}

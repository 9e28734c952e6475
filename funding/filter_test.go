package funding_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// some draws up to two of these values.
func some[T any](t *rapid.T, name string, values ...T) []T {
	return rapid.SliceOfN(rapid.SampledFrom(values), 0, 2).Draw(t, name)
}

// drawScope draws a filter that names things that there are and things that there
// are not.
func drawScope(t *rapid.T) funding.Filter {
	day := caremodel.MustParseDate
	days := []caremodel.Date{{}, {}, day("2015-06-30"), day("2016-06-30")}
	amounts := []*funding.Money{nil, nil, new(funding.Money), money("10")}
	return funding.Filter{
		Years:      some(t, "years", funding.MustParseFinancialYear("2015/16"), funding.MustParseFinancialYear("2050/51"), funding.MustParseFinancialYear("2016/17"), funding.FinancialYear{}),
		Streams:    some(t, "streams", funding.StreamTransformation, funding.StreamCentralSupport, "charity", "charitee", ""),
		Kinds:      some(t, "kinds", funding.Revenue, funding.Unspecified, funding.Revenue, 0, 9),
		Statuses:   some(t, "statuses", funding.Requested, funding.Paid, funding.Withdrawn, 0, 99),
		Strengths:  some(t, "strengths", funding.Request, funding.Disbursement, 0, 9),
		Categories: some(t, "categories", caremodel.PACS, caremodel.UEC, caremodel.MCP, "mcp", "", "NHP"),
		Waves:      some(t, "waves", "first", "second", "", "First", "third"),
		Regions:    some(t, "regions", "North", "South", "", "north", "East"),
		Vanguards:  some(t, "vanguards", append(who("ash", "fir", "yew"), caremodel.VanguardID{})...),
		Funds:      some(t, "funds", funding.FundID("main"), "extra", "", "mian"),
		Rounds:     some(t, "rounds", funding.RoundID("a"), "loose", "", "z", "y"),
		From:       rapid.SampledFrom(days).Draw(t, "from"), Until: rapid.SampledFrom(days).Draw(t, "until"),
		AtLeast: rapid.SampledFrom(amounts).Draw(t, "at least"), AtMost: rapid.SampledFrom(amounts).Draw(t, "at most"),
	}
}

func money(text string) *funding.Money {
	m := funding.MustParseMoney(text)
	return &m
}

// TestLedger_ValidateRefusesTheScopesThatWhereRefuses: with the same words, each at
// its place.
func TestLedger_ValidateRefusesTheScopesThatWhereRefuses(t *testing.T) {
	p := testProgramme(t)
	refused, accepted := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		b, err := funding.NewBook(p, l)
		require.NoError(t, err)
		scope := drawScope(t)
		_, err = b.Where(scope)
		l.Stated = []funding.Stated{{Name: "a total", Scope: scope, Figure: funding.Figure{Source: caremodel.Source{Title: "here"}}}}
		var want, got []validate.Violation
		for v := range validate.Of(err).All() {
			v.Path = "stated[0].scope." + v.Path
			want = append(want, v)
		}
		for v := range l.Validate(p).Errors().All() {
			got = append(got, v)
		}
		require.Equal(t, want, got)
		if err == nil {
			accepted++
		} else {
			refused++
		}
	})
	if !testing.Short() { // of twenty scopes all may be refused
		require.Positive(t, accepted)
		require.Positive(t, refused)
	}
}

// A wave is known once it is declared, whether or not a vanguard belongs to it.
func TestBook_WhereOfAWaveWithoutVanguards(t *testing.T) {
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "trial", Name: "A trial", Categories: caremodel.EnglandCategories(),
		Waves:     []caremodel.Wave{{Name: "first", Announced: caremodel.MustParseDate("2015-03-10")}, {Name: "second", Announced: caremodel.MustParseDate("2015-07-01")}},
		Vanguards: []caremodel.Vanguard{{Slug: "ash", Name: "Ash", Category: caremodel.PACS, Wave: "first"}},
	})
	require.NoError(t, err)
	l := funding.Ledger{Stated: []funding.Stated{{Name: "none yet", Scope: funding.Filter{Waves: []string{"second"}}}}}
	require.NoError(t, l.Validate(p).Err())
	b, err := funding.NewBook(p, l)
	require.NoError(t, err)
	second, err := b.Where(funding.Filter{Waves: []string{"second"}})
	require.NoError(t, err)
	require.Zero(t, second.Len())
}

// Every wrong name is told at once, with the one that was probably meant.
func TestBook_WhereNamesWhatWasProbablyMeant(t *testing.T) {
	_, err := funding.England().Where(funding.Filter{
		Categories: []caremodel.Category{"mcp", "pac"}, Regions: []string{"Nroth of England"}, Streams: []funding.Stream{"transformations", "local"},
	})
	require.EqualError(t, err, `funding.Book.Where: streams[0]: "transformations": no such stream; the nearest is "transformation" (unknown)
streams[1]: "local": no such stream; there are "transformation", "matched", "central-support", "elsewhere" (unknown)
categories[0]: "mcp": write the category's code, "MCP" (unknown)
categories[1]: "pac": write the category's code, "PACS" (unknown)
regions[0]: "Nroth of England": no such region; the nearest is "North of England" (unknown)`)
}

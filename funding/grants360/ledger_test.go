package grants360_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// toAsh matches every organisation except those whose id begins with an X: to one
// vanguard, or to two if the id has a "+".
func toAsh(o grants360.Organization) []caremodel.VanguardID {
	switch {
	case strings.HasPrefix(o.ID, "X"):
		return nil
	case strings.Contains(o.ID, "+"):
		return who("ash", "birch")
	}
	return who("ash")
}

// history writes the events of an allocation as text.
func history(a funding.Allocation) []string {
	var out []string
	for _, e := range a.Events {
		line := e.Status.String() + " " + e.Figure.Amount.String()
		if !e.On.IsZero() {
			line = e.On.String() + " " + line
		}
		if e.Reason != "" {
			line += ": " + e.Reason
		}
		out = append(out, line)
	}
	return out
}

// The history of one grant.
func TestLedger_History(t *testing.T) {
	for _, tc := range []struct {
		name, with string
		want       []string
		told       []string
	}{
		{"an award", ``, []string{"2015-07-31 approved 100.00"}, nil},
		{"applied for and paid", `"amountAppliedFor":120,"amountDisbursed":0`, []string{"requested 120.00", "2015-07-31 approved 100.00", "paid 0.00: disbursed"}, nil},
		{"transactions", `"amountAppliedFor":120,"amountDisbursed":70,
			"applicationTransaction":[{"value":120,"transactionDate":"2015-05-01","description":"bid"}],
			"commitmentTransaction":[{"value":-50,"transactionDate":"2015-09-01"},{"value":150,"transactionDate":"2015-07-31"}],
			"disbursementTransaction":[{"value":-10},{"value":50,"transactionDate":"2015-12-01","description":"last"},{"value":30,"transactionDate":"2015-08-01"}]`,
			[]string{"2015-05-01 requested 120.00: bid", "2015-07-31 approved 150.00", "2015-08-01 paid 30.00: disbursed", "2015-09-01 approved 100.00", "2015-12-01 paid 50.00: last", "paid -10.00: disbursed"},
			nil},
		{"transactions without days", `"commitmentTransaction":[{"value":60},{"value":40}]`, []string{"2015-07-31 approved 60.00", "approved 100.00"}, nil},
		{"transactions of an unknown amount", `"applicationTransaction":[{"value":60},{"value":40}]`, []string{"requested 60.00", "requested 100.00", "2015-07-31 approved 100.00"}, nil},
		{"transactions that do not add up", `"commitmentTransaction":[{"value":60}],"disbursementTransaction":[{"value":1}],"amountDisbursed":2`,
			[]string{"2015-07-31 approved 100.00", "paid 2.00: disbursed"}, []string{"warning unreconciled grants[0].commitmentTransaction", "warning unreconciled grants[0].disbursementTransaction"}},
		{"a transaction without a value", `"disbursementTransaction":[{"id":"x"}]`, []string{"2015-07-31 approved 100.00"}, []string{"warning unreconciled grants[0].disbursementTransaction"}},
		{"steps below zero", `"commitmentTransaction":[{"value":-50,"transactionDate":"2015-07-31"},{"value":150,"transactionDate":"2015-09-01"}]`,
			[]string{"2015-07-31 approved 100.00"}, []string{"warning funding.negative grants[0].commitmentTransaction[0].value"}},
		{"applied for below zero", `"amountAppliedFor":-1`, []string{"2015-07-31 approved 100.00"}, []string{"warning funding.negative grants[0].applicationTransaction"}},
		{"paid before the award", `"amountDisbursed":10,"disbursementTransaction":[{"value":10,"transactionDate":"2015-06-01"}]`, []string{"2015-06-01 paid 10.00: disbursed", "2015-07-31 approved 100.00"}, nil},
		{"applied for after the award", `"amountAppliedFor":100,"applicationTransaction":[{"value":100,"transactionDate":"2015-08-01"}]`,
			[]string{"requested 100.00", "2015-07-31 approved 100.00"}, []string{"warning order grants[0]"}},
		{"approved before the award", `"commitmentTransaction":[{"value":60},{"value":40,"transactionDate":"2015-07-01"}]`,
			[]string{"approved 60.00", "2015-07-01 approved 100.00"}, []string{"warning order grants[0]"}},
		{"a clawback", `"amountDisbursed":-5`, []string{"2015-07-31 approved 100.00", "paid -5.00: disbursed"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g, err := read(pack(grant("g", tc.with)))
			require.NoError(t, err)
			imported, err := g.Ledger(toAsh, grants360.LedgerOptions{})
			require.NoError(t, err)
			require.Len(t, imported.Ledger.Allocations, 1)
			require.Equal(t, tc.want, history(imported.Ledger.Allocations[0]))
			require.Equal(t, append([]string{}, tc.told...), found(imported.Warnings))
			_, err = funding.NewBook(trial(t), imported.Ledger)
			require.NoError(t, err)
		})
	}
}

// The years, the round and the kind of a grant.
func TestLedger_Fields(t *testing.T) {
	for _, tc := range []struct {
		name, with string
		check      func(t *testing.T, l funding.Ledger, a funding.Allocation)
	}{
		{"nothing", ``, func(t *testing.T, l funding.Ledger, a funding.Allocation) {
			require.Equal(t, funding.Allocation{
				ID: "g", Recipients: who("ash"), Year: year("2015/16"), Stream: funding.StreamElsewhere, Kind: funding.Unspecified,
				Events:  []funding.Event{{On: day("2015-07-31"), Status: funding.Approved, Figure: funding.Figure{Amount: pounds("100")}}},
				Sources: []caremodel.Source{{Title: "360Giving data", Publisher: "F"}},
			}, a)
			require.Empty(t, l.Funds)
			require.Empty(t, l.Rounds)
		}},
		{"planned in one year", `"plannedDates":[{"startDate":"2016-04-01","endDate":"2017-03-31"}]`, years("2016/17", "")},
		{"planned across years", `"plannedDates":[{"startDate":"2016-03-31","endDate":"2016-04-01"}]`, years("2015/16", "2016/17")},
		{"planned for months", `"plannedDates":[{"startDate":"2016-05-01","duration":12}]`, years("2016/17", "2017/18")},
		{"planned for eleven months", `"plannedDates":[{"startDate":"2016-05-01","duration":11}]`, years("2016/17", "")},
		{"planned in parts", `"plannedDates":[{"startDate":"2018-04-01","endDate":"2018-05-01"},{"startDate":"2016-05-01","endDate":"2016-06-01"}]`, years("2016/17", "2018/19")},
		{"planned backwards", `"plannedDates":[{"startDate":"2018-04-01","endDate":"2017-05-01"}]`, years("2015/16", "")},
		{"planned from a day", `"plannedDates":[{"startDate":"2018-04-01"}]`, years("2015/16", "")},
		{"planned for ever", `"plannedDates":[{"startDate":"2018-04-01","duration":100000}]`, years("2015/16", "")},
		{"a programme", `"grantProgramme":[{"code":"P1","title":"The programme"}],"dataSource":"https://example.org/","dateModified":"2016-01-02T00:00:00Z"`, func(t *testing.T, l funding.Ledger, a funding.Allocation) {
			source := []caremodel.Source{{Title: "360Giving data", Publisher: "F", URL: "https://example.org/", Published: day("2016-01-02")}}
			require.Equal(t, []funding.Fund{{ID: "GB-CHC-2", Name: "F", Owner: "F", Sources: source}}, l.Funds)
			require.Equal(t, []funding.Round{{ID: "P1", Fund: "GB-CHC-2", Name: "The programme", Sources: source}}, l.Rounds)
			require.Equal(t, funding.RoundID("P1"), a.Round)
			require.Equal(t, source, a.Sources)
		}},
		{"a programme without a code", `"grantProgramme":[{"title":"The programme"}]`, func(t *testing.T, _ funding.Ledger, a funding.Allocation) {
			require.Equal(t, funding.RoundID("The programme"), a.Round)
		}},
		{"a programme that is no key", `"grantProgramme":[{"title":"` + strings.Repeat("x", 81) + `"}]`, func(t *testing.T, l funding.Ledger, a funding.Allocation) {
			require.Empty(t, a.Round)
			require.Empty(t, l.Funds)
		}},
		{"words of ours", `"fundingType":[{"vocabulary":"newcaremodels kind","code":"capital"}],
			"classifications":[{"vocabulary":"other","code":"x"},{"vocabulary":"newcaremodels stream","code":"transformation"},{"vocabulary":"newcaremodels element","code":"evaluation"}]`,
			func(t *testing.T, _ funding.Ledger, a funding.Allocation) {
				require.Equal(t, []any{funding.Capital, funding.StreamTransformation, "evaluation"}, []any{a.Kind, a.Stream, a.Element})
			}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g, err := read(pack(grant("g", tc.with)))
			require.NoError(t, err)
			imported, err := g.Ledger(toAsh, grants360.LedgerOptions{})
			require.NoError(t, err)
			tc.check(t, imported.Ledger, imported.Ledger.Allocations[0])
			_, err = funding.NewBook(trial(t), imported.Ledger)
			require.NoError(t, err)
		})
	}
}

func years(from, through string) func(*testing.T, funding.Ledger, funding.Allocation) {
	return func(t *testing.T, _ funding.Ledger, a funding.Allocation) {
		require.Equal(t, []string{from, through}, []string{a.Year.String(), a.Through.String()})
	}
}

// Recipients that are not vanguards are reported; several vanguards are a joint
// award.
func TestLedger_Recipients(t *testing.T) {
	to := func(id, recipients string) string {
		return strings.Replace(grant(id, ""), `[{"id":"GB-CHC-1","name":"R"}]`, recipients, 1)
	}
	g, err := read(pack(
		to("one", `[{"id":"a","name":"A"}]`),
		to("nobody", `[{"id":"X1","name":"N"}]`),
		to("joint", `[{"id":"a+b","name":"A and B"}]`),
		to("both", `[{"id":"a","name":"A"},{"id":"a+b","name":"A and B"}]`),
		to("in part", `[{"id":"a","name":"A"},{"id":"X2","name":"N"}]`),
		to("a person", `[],"recipientIndividual":{"id":"I","name":"N"}`),
		to("one again", `[{"id":"a","name":"A"}]`),
	))
	require.NoError(t, err)
	imported, err := g.Ledger(toAsh, grants360.LedgerOptions{Stream: "lottery"})
	require.NoError(t, err)
	require.Equal(t, []int{1, 4, 5}, imported.Unmatched)
	require.Equal(t, []int{0, 2, 3, 6}, imported.Origins)
	require.Equal(t, []string{
		"warning grants360.unmatched grants[1].recipientOrganization[0]",
		"warning grants360.unmatched grants[4].recipientOrganization[1]",
		"warning grants360.unmatched grants[5].recipientIndividual",
	}, found(imported.Warnings))
	for i, want := range []struct {
		recipients []caremodel.VanguardID
		element    string
	}{{who("ash"), ""}, {who("ash", "birch"), ""}, {who("ash", "birch"), "both"}, {who("ash"), "one again"}} {
		a := imported.Ledger.Allocations[i]
		require.Equal(t, want.recipients, a.Recipients)
		require.Equal(t, want.element, a.Element)
		require.Equal(t, funding.Stream("lottery"), a.Stream)
	}
	book, err := funding.NewBook(trial(t), imported.Ledger)
	require.NoError(t, err)
	total, err := book.Total()
	require.NoError(t, err)
	require.Equal(t, pounds("400"), total)
}

// Two funders may have programmes of the same name; a grant of several funders has
// no fund.
func TestLedger_Rounds(t *testing.T) {
	programme := `"grantProgramme":[{"code":"P"},{"code":"Q"}]`
	other := strings.Replace(grant("b", programme), `{"id":"GB-CHC-2","name":"F"}`, `{"id":"GB-CHC-3","name":"E"}`, 1)
	both := strings.Replace(grant("c", programme), `{"id":"GB-CHC-2","name":"F"}`, `{"id":"GB-CHC-2","name":"F"},{"id":"GB-CHC-3","name":"E"}`, 1)
	g, err := read(pack(grant("a", programme), other, both, grant("d", programme)))
	require.NoError(t, err)
	imported, err := g.Ledger(toAsh, grants360.LedgerOptions{})
	require.NoError(t, err)
	var rounds []funding.RoundID
	for _, a := range imported.Ledger.Allocations {
		rounds = append(rounds, a.Round)
	}
	require.Equal(t, []funding.RoundID{"P", "GB-CHC-3/P", "", "P"}, rounds)
	require.Len(t, imported.Ledger.Funds, 2)
	require.Len(t, imported.Ledger.Rounds, 2)
	require.Contains(t, found(imported.Warnings), "warning conflict grants[2].fundingOrganization")
	_, err = funding.NewBook(trial(t), imported.Ledger)
	require.NoError(t, err)
}

// Grants that cannot be in a ledger are errors, with which the rest is returned.
func TestLedger_Refusals(t *testing.T) {
	g, err := read(pack(grant("good", ""), grant("euros", ""), grant("negative", ""), grant("long-"+strings.Repeat("x", 80), ""), grant("odd\\u0007", ""), grant("p-", ""), grant("undated", "")))
	require.NoError(t, err)
	g.Records[1].Currency = "EUR"
	g.Records[2].AmountAwarded = funding.Pence(-1)
	g.Records[6].AwardDate = caremodel.Date{}
	imported, err := g.Ledger(toAsh, grants360.LedgerOptions{Prefix: "p"})
	require.Equal(t, []string{
		"error grants360.currency grants[1].currency", "error funding.negative grants[2].amountAwarded", "error too-large grants[3].id",
		"error format grants[4].id", "error required grants[5].id", "error required grants[6].awardDate",
	}, found(validate.Of(err)))
	require.Equal(t, []int{0}, imported.Origins)
	require.Len(t, imported.Ledger.Allocations, 1)

	_, err = g.Ledger(nil, grants360.LedgerOptions{})
	require.ErrorIs(t, err, validate.Required)
}

// Every grant of Power to Change, given to five vanguards in turn: its money has
// the sums that Python computes from the file (see realFile), by every status.
func TestLedger_OfARealFile(t *testing.T) {
	g, err := grants360.Read(realFile(t, "power-to-change_2015-2019.json"))
	require.NoError(t, err)
	vanguards := who("ash", "birch", "cedar", "damson", "elder")
	var seen []string
	imported, err := g.Ledger(func(o grants360.Organization) []caremodel.VanguardID {
		i := slices.Index(seen, o.ID)
		if i < 0 {
			i, seen = len(seen), append(seen, o.ID)
		}
		return vanguards[i%5 : i%5+1]
	}, grants360.LedgerOptions{})
	require.NoError(t, err)
	require.Empty(t, imported.Unmatched)
	require.Len(t, seen, 694)
	require.Len(t, imported.Ledger.Allocations, 870)
	require.Len(t, imported.Ledger.Rounds, 20)

	book, err := funding.NewBook(trial(t), imported.Ledger)
	require.NoError(t, err)
	for status, want := range map[funding.Status]string{funding.Requested: "52777419.46", funding.Approved: "51625696.54", funding.Paid: "38711248.17"} {
		view, err := book.Where(funding.Filter{Statuses: []funding.Status{status}})
		require.NoError(t, err)
		total, err := view.Total()
		require.NoError(t, err)
		require.Equal(t, pounds(want), total)
		require.Equal(t, 870, view.Len())
	}
	require.Equal(t, 122, count(book.Warnings(), validate.SeverityWarning, funding.ApprovedAboveRequested))
	require.Equal(t, 9, count(book.Warnings(), validate.SeverityWarning, funding.PaidAboveApproved))
}

func TestLedger_Matchers(t *testing.T) {
	p := trial(t)
	ids := grants360.MatchIDs(p, "")
	for id, want := range map[string][]caremodel.VanguardID{
		"360G-trial:org-ash":          who("ash"),
		"360G-trial:org-ash+elder":    who("ash", "elder"),
		"360G-trial:org-ash+nowhere":  nil,
		"360G-trial:org-":             nil,
		"360G-trial:org":              nil,
		"360G-other:org-ash":          nil,
		"ash":                         nil,
		"":                            nil,
		"360G-trial:org-ash:org-ash":  nil,
		"360G-trial:org-ASH":          nil,
		"360G-trial:funder-somebody":  nil,
		"360G-trial:org-ash+ash":      {who("ash")[0], who("ash")[0]},
		"360G-trial:org-ash+birch+":   nil,
		" 360G-trial:org-ash":         nil,
		"360G-trial:org-elder+damson": who("elder", "damson"),
	} {
		require.Equal(t, want, ids(grants360.Organization{ID: id, Name: "Ash & Co"}), id)
	}
	require.Equal(t, who("ash"), grants360.MatchIDs(p, "360G-other")(grants360.Organization{ID: "360G-other:org-ash"}))

	names := grants360.MatchNames(p)
	require.Equal(t, who("ash"), names(grants360.Organization{Name: "ash and co"}))
	require.Equal(t, who("birch"), names(grants360.Organization{Name: "Somebody", AlternateName: "Birch & Co"}))
	require.Empty(t, names(grants360.Organization{Name: "Somebody"}))
	require.Empty(t, names(grants360.Organization{}))
}

// The matcher of names matches like Find.
func TestMatchNames_AsFind(t *testing.T) {
	p := caremodel.England()
	match := grants360.MatchNames(p)
	for v := range p.All() {
		for _, name := range append([]string{v.Slug, v.Name, strings.ToUpper(v.Name), v.Name + " Trust"}, v.Aliases...) {
			for _, text := range append(strings.FieldsFunc(name, func(r rune) bool { return r == '(' || r == ')' }), name) {
				var want []caremodel.VanguardID
				if found, err := p.Find(text); err == nil {
					want = []caremodel.VanguardID{found.ID}
				}
				require.Equal(t, want, match(grants360.Organization{Name: text}), text)
				require.Equal(t, want, match(grants360.Organization{Name: "Nobody", AlternateName: text}), text)
			}
		}
	}
}

// A duration counts whole months, and for a part of a month each day or part of a
// day.
func TestGrants_LedgerDurations(t *testing.T) {
	for duration, want := range map[string]string{
		"24": "2016/17 2017/18", "24.0": "2016/17 2017/18", "24.00": "2016/17 2017/18", "2.4e1": "2016/17 2017/18", "24.5": "2016/17 2018/19",
		"24.01": "2016/17 2018/19", "18.5": "2016/17 2017/18", "12.0": "2016/17 2016/17", "12.001": "2016/17 2017/18", "0.5": "2016/17 2016/17",
		"1200": "2016/17 2115/16",
	} {
		a, warnings := lasting(t, duration)
		require.Equal(t, want, a.Year.String()+" "+a.LastYear().String(), duration)
		require.Empty(t, warnings, duration)
	}
	for _, duration := range []string{"1201", "0", "0.0", "-3", "1e99", "1e9999999"} {
		a, warnings := lasting(t, duration)
		require.Equal(t, "2015/16 2015/16", a.Year.String()+" "+a.LastYear().String(), "%s: that of the award", duration)
		require.Equal(t, []string{"warning range grants[0].plannedDates[0].duration"}, warnings, duration)
	}
}

func lasting(t *testing.T, duration string) (funding.Allocation, []string) {
	g, err := read(pack(without("recipientOrganization", `[{"id":"o","name":"Ash & Co"}],"plannedDates":[{"startDate":"2016-04-01","duration":`+duration+`}]`)))
	require.NoError(t, err)
	imported, err := g.Ledger(grants360.MatchNames(trial(t)), grants360.LedgerOptions{})
	require.NoError(t, err)
	return imported.Ledger.Allocations[0], found(g.Warnings())
}

package grants360_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// event is an event of a test: its day ("" = not known), status and pounds ("" =
// not stated).
func event(on string, status funding.Status, amount string) funding.Event {
	e := funding.Event{Status: status, Figure: funding.Figure{Bound: caremodel.NotStated}}
	if on != "" {
		e.On = day(on)
	}
	if amount != "" {
		e.Figure = funding.Figure{Amount: pounds(amount)}
	}
	return e
}

func because(e funding.Event, reason string) funding.Event {
	e.Reason = reason
	return e
}

// sorts is a ledger with allocations of all kinds.
func sorts() funding.Ledger {
	paper := caremodel.Source{Title: "Board paper", Publisher: "NHS England", URL: "https://example.org/paper?a=1&b=2", Published: day("2016-05-19")}
	y := year("2016/17")
	a := func(id string, recipients []caremodel.VanguardID, events ...funding.Event) funding.Allocation {
		return funding.Allocation{ID: funding.AllocationID(id), Round: "r16", Recipients: recipients, Year: y, Stream: funding.StreamTransformation, Kind: funding.Unspecified, Events: events, Sources: []caremodel.Source{paper}}
	}
	history := a("history", who("ash"),
		because(event("2016-01-10", funding.Requested, "1000000"), "first bid"), event("2016-02-10", funding.Requested, "900000.50"),
		because(event("2016-04-01", funding.Approved, "500000"), "first tranche"), event("2016-06-01", funding.Paid, "400000"),
		event("2016-09-01", funding.Approved, "450000"), because(event("2016-10-01", funding.Paid, "-0.01"), "clawback: a milestone was missed"))
	history.Kind, history.Element = funding.Capital, "evaluation"
	history.Note = "A note <with> marks & \"quotes\""
	history.Conditions = []funding.Condition{{Text: "all milestones are met.", By: day("2017-12-31"), Amount: pounds("45000"), Met: true}, {Text: "spread"}}

	rounded := a("rounded", who("birch"), event("", funding.Requested, ""), event("", funding.Earmarked, "2000000"), event("", funding.ApprovedInPrinciple, "2000000"), event("", funding.Approved, "2100000"))
	last := &rounded.Events[3]
	last.Figure.Bound, last.Figure.Precision, last.Figure.Source, last.Figure.Note = caremodel.AtLeast, pounds("50000"), paper, "Others say less."
	last.Others = []funding.Figure{{Amount: pounds("2000000")}, {Amount: pounds("2200000")}}

	paid := a("paid only", who("cedar"), because(event("", funding.Paid, "100"), "first"), event("2016-12-01", funding.Paid, "50.25"))
	paid.Kind = funding.Revenue
	joint := a("joint", who("damson", "elder"), event("2016-04-02", funding.Approved, "4000000"))
	settling := a("settling", who("ash"), event("2016-11-01", funding.Approved, "1250000"))
	settling.Supersedes = []funding.AllocationID{"to be settled", "promise", "wholly settled"}
	settling.Element = "share"
	toSettle := a("to be settled", who("ash", "birch", "cedar"), event("2016-04-03", funding.Requested, "9000000"), event("2016-04-03", funding.Approved, "2000000"), event("2016-04-04", funding.Approved, "3000000"), event("", funding.Paid, "10"))
	multi := a("multi-year", who("elder"), event("2016-07-01", funding.Approved, "0"))
	multi.Through, multi.Stream, multi.Sources = year("2018/19"), funding.StreamElsewhere, []caremodel.Source{{URL: "https://example.org/a|b", Publisher: "Somebody"}}

	only := func(id string, stream funding.Stream, recipients []caremodel.VanguardID, events ...funding.Event) funding.Allocation {
		x := a(id, recipients, events...)
		x.Stream, x.Element = stream, id
		return x
	}
	return funding.Ledger{
		Funds: []funding.Fund{
			{ID: "pot", Name: "The pot", Owner: "NHS England & NHS Improvement", Limits: []funding.Limit{{From: y, Through: year("2018/19"), Amount: pounds("200000000")}}, Sources: []caremodel.Source{paper}},
			{ID: "nobody's", Sources: []caremodel.Source{paper}},
		},
		Rounds: []funding.Round{
			{ID: "r16", Fund: "pot", Name: "Allocations 2016/17", Year: y, Announced: day("2016-04-01"), Sources: []caremodel.Source{{Publisher: "x"}, paper}},
			{ID: "loose", Fund: "nobody's", Sources: []caremodel.Source{paper}},
		},
		Allocations: []funding.Allocation{
			history, rounded, paid, joint, toSettle, settling, multi,
			only("wholly settled", funding.StreamTransformation, who("ash"), event("2016-04-01", funding.Approved, "7")),
			only("promise", funding.StreamTransformation, who("ash", "birch"), event("2016-04-01", funding.ApprovedInPrinciple, "41000000")),
			only("requested", funding.StreamTransformation, who("ash"), event("2016-04-01", funding.Requested, "5")),
			only("withdrawn", funding.StreamTransformation, who("ash"), event("2016-04-01", funding.Approved, "5"), event("2016-05-01", funding.Withdrawn, "")),
			only("unstated", funding.StreamTransformation, who("ash"), event("2016-04-01", funding.Approved, "")),
			only("clawed back", funding.StreamTransformation, who("ash"), because(event("2016-04-01", funding.Paid, "-5"), "clawback")),
			only("support", funding.StreamCentralSupport, nil, event("2016-04-01", funding.Paid, "5")),
			only("nobody", funding.StreamTransformation, nil, event("2016-04-01", funding.Paid, "5")),
			only("own", funding.StreamMatched, who("ash"), event("2016-04-01", funding.Paid, "5")),
			func() funding.Allocation {
				x := only("outside", funding.StreamTransformation, who("ash"), event("2016-04-01", funding.Approved, "5"))
				x.Round = ""
				return x
			}(),
			func() funding.Allocation {
				x := only("no funder", funding.StreamTransformation, who("ash"), event("2016-04-01", funding.Paid, "5"))
				x.Round = "loose"
				return x
			}(),
		},
		Stated: []funding.Stated{{Name: "all", Figure: funding.Figure{Amount: pounds("5"), Source: paper}}},
	}
}

// TestWrite_Sorts checks the grants from allocations of all kinds, and what is
// reported as lost.
func TestWrite_Sorts(t *testing.T) {
	var b bytes.Buffer
	lost, err := grants360.Write(&b, sorts(), trial(t), grants360.Options{
		Streams: []funding.Stream{funding.StreamTransformation, funding.StreamElsewhere, funding.StreamCentralSupport},
		BaseURL: "https://example.org/grants/", Modified: time.Date(2017, 1, 2, 3, 4, 5, 0, time.UTC),
	})
	require.NoError(t, err)
	goldentest.Equal(t, "sorts.golden.json", b.String())
	var lines strings.Builder
	for v := range lost.All() {
		fmt.Fprintln(&lines, v)
	}
	goldentest.Equal(t, "lost.golden.txt", lines.String())
}

// A named funder also gives awards whose fund has no owner.
func TestWrite_Funder(t *testing.T) {
	g, _, err := grants360.FromLedger(sorts(), trial(t), grants360.Options{
		Prefix: "360G-nhse", Funder: grants360.Organization{ID: "XI-X", Name: "NHS England"},
		Streams: []funding.Stream{funding.StreamTransformation, funding.StreamElsewhere},
		Recipient: func(v []caremodel.Vanguard) grants360.Organization {
			return grants360.Organization{ID: v[0].Slug, Name: v[0].Name}
		},
	})
	require.NoError(t, err)
	var ids []string
	for _, r := range g.Records {
		require.Equal(t, "XI-X", r.FundingOrganization[0].ID)
		require.Len(t, r.RecipientOrganization, 1)
		ids = append(ids, r.ID)
	}
	require.Equal(t, []string{"360G-nhse-history", "360G-nhse-rounded", "360G-nhse-paid only", "360G-nhse-joint", "360G-nhse-to be settled",
		"360G-nhse-settling", "360G-nhse-multi-year", "360G-nhse-outside", "360G-nhse-no funder"}, ids)
	require.Equal(t, "damson", g.Records[3].RecipientOrganization[0].ID)
}

func TestWrite_Refusals(t *testing.T) {
	p := trial(t)
	bad := sorts()
	bad.Allocations[0].Recipients = []caremodel.VanguardID{{1}}
	bad.Allocations[1].Year = funding.FinancialYear{}
	huge := sorts()
	most := funding.Pence(1<<63 - 1)
	huge.Funds[0].Limits = nil
	approved := sorts()
	approved.Funds[0].Limits = nil
	approved.Allocations[0].Events = []funding.Event{{Status: funding.Approved, Figure: funding.Figure{Amount: most}}, {Status: funding.Paid, Figure: funding.Figure{Amount: most}}, {Status: funding.Paid, Figure: funding.Figure{Amount: most}}}
	huge.Allocations[2].Events = []funding.Event{{Status: funding.Paid, Figure: funding.Figure{Amount: most}}, {Status: funding.Paid, Figure: funding.Figure{Amount: most}}}
	for name, tc := range map[string]struct {
		ledger  funding.Ledger
		p       *caremodel.Programme
		options grants360.Options
		codes   []validate.Code
	}{
		"no programme":          {sorts(), nil, grants360.Options{}, []validate.Code{validate.Required}},
		"a ledger out of order": {bad, p, grants360.Options{}, []validate.Code{validate.Unknown, validate.Required}},
		"too much money":        {huge, p, grants360.Options{}, []validate.Code{validate.Overflow}},
		"too much paid":         {approved, p, grants360.Options{}, []validate.Code{validate.Overflow}},
		"a prefix of nobody":    {sorts(), p, grants360.Options{Prefix: "360G-"}, []validate.Code{validate.Format}},
		"a prefix with blanks":  {sorts(), p, grants360.Options{Prefix: "360G-a b"}, []validate.Code{validate.Format}},
		"another prefix":        {sorts(), p, grants360.Options{Prefix: "GB-CHC-1"}, []validate.Code{validate.Format}},
		"a funder without name": {sorts(), p, grants360.Options{Funder: grants360.Organization{ID: "x"}}, []validate.Code{validate.Required}},
		"no address":            {sorts(), p, grants360.Options{BaseURL: "grants/"}, []validate.Code{validate.Format}},
		"a recipient of nobody": {sorts(), p, grants360.Options{Recipient: func([]caremodel.Vanguard) grants360.Organization { return grants360.Organization{} }}, []validate.Code{validate.Required}},
		"nothing to write":      {sorts(), p, grants360.Options{Streams: []funding.Stream{funding.StreamCentralSupport}}, []validate.Code{validate.Required}},
		"an empty ledger":       {funding.Ledger{}, p, grants360.Options{}, []validate.Code{validate.Required}},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			_, err := grants360.Write(&b, tc.ledger, tc.p, tc.options)
			for _, code := range tc.codes {
				require.ErrorIs(t, err, code)
			}
			require.Empty(t, b.String(), "nothing is written")
		})
	}
}

// What is left of an award after larger amounts is nothing; it does not wrap.
func TestWrite_Remainders(t *testing.T) {
	l := sorts()
	l.Funds[0].Limits = nil
	most := funding.Figure{Amount: funding.Pence(1<<63 - 1)}
	for i := range l.Allocations {
		if l.Allocations[i].ID == "settling" {
			l.Allocations[i].Events[0].Figure = most
		}
	}
	twice := l.Allocations[5]
	twice.ID, twice.Element = "settling too", "a second share"
	l.Allocations = append(l.Allocations, twice)
	g, lost, err := grants360.FromLedger(l, trial(t), grants360.Options{})
	require.NoError(t, err)
	require.False(t, slices.ContainsFunc(g.Records, func(r grants360.Grant) bool { return r.ID == "360G-trial-to be settled" }))
	require.Contains(t, found(lost), "warning grants360.not-written allocations[4]")
}

// The bound of a figure is stated in words; a title is cut at 140 characters.
func TestWrite_Words(t *testing.T) {
	for bound, want := range map[caremodel.Bound]string{
		caremodel.Exactly: "Award for 2015/16 to Ash & Co.",
		caremodel.About:   "The source gives the amount as approximate.",
		caremodel.AtLeast: "The source gives the amount as the least that it may be.",
		caremodel.AtMost:  "The source gives the amount as the most that it may be.",
	} {
		l := funding.Ledger{Allocations: []funding.Allocation{{
			ID: "a", Recipients: who("ash"), Year: year("2015/16"), Stream: funding.StreamTransformation, Kind: funding.Revenue, Element: strings.Repeat("é", 200),
			Events: []funding.Event{{Status: funding.Approved, Reason: "given", Figure: funding.Figure{Amount: pounds("5"), Bound: bound, Note: "Or so"}}},
		}}}
		g, lost, err := grants360.FromLedger(l, trial(t), grants360.Options{Funder: grants360.Organization{ID: "F", Name: "F"}})
		require.NoError(t, err)
		require.Contains(t, g.Records[0].Description, want)
		require.Contains(t, g.Records[0].Description, " Or so.")
		require.Equal(t, "given. Or so", g.Records[0].CommitmentTransaction[0].Description)
		require.Equal(t, "Funding 2015/16: Ash & Co ("+strings.Repeat("é", 112)+"…", g.Records[0].Title)
		require.Len(t, []rune(g.Records[0].Title), 140)
		require.Empty(t, g.Records[0].GrantProgramme)
		require.Equal(t, bound != caremodel.Exactly, count(lost, validate.SeverityInfo, grants360.LostPrecision) == 1)
	}
}

type failing struct{ error }

func (f failing) Write([]byte) (int, error) { return 0, f.error }

func TestWrite_ToAFailingWriter(t *testing.T) {
	full := errors.New("the disk is full")
	lost, err := grants360.Write(failing{full}, funding.EnglandLedger(), caremodel.England(), grants360.Options{})
	require.ErrorIs(t, err, full)
	require.NotZero(t, lost.Len())
}

// The published money of England: the grants are the committed transformation money
// of the book, £182.26m in 60 awards, and none of it is lost when read back.
func TestWrite_England(t *testing.T) {
	var b bytes.Buffer
	lost, err := grants360.Write(&b, funding.EnglandLedger(), caremodel.England(), grants360.Options{})
	require.NoError(t, err)
	transformation, err := funding.England().Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}})
	require.NoError(t, err)
	want, err := transformation.Total()
	require.NoError(t, err)
	require.Equal(t, pounds("182260000"), want)

	g, err := grants360.Read(&b)
	require.NoError(t, err)
	require.Len(t, g.Records, 60)
	require.Equal(t, 131-60, count(lost, validate.SeverityWarning, grants360.NotWritten))
	require.Equal(t, want, awarded(t, g.Records))
	require.Zero(t, lost.Omitted(), "every loss is named")
	require.Zero(t, lost.Errors().Len())

	imported, err := g.Ledger(grants360.MatchIDs(caremodel.England(), ""), grants360.LedgerOptions{Prefix: "360G-england-2015"})
	require.NoError(t, err)
	require.Empty(t, found(imported.Warnings))
	require.Empty(t, imported.Unmatched)
	back, err := funding.NewBook(caremodel.England(), imported.Ledger)
	require.NoError(t, err)
	require.Empty(t, found(back.Warnings()))
	for _, dims := range [][]funding.Dimension{{}, {funding.ByVanguard}, {funding.ByYear, funding.ByStream, funding.ByKind}, {funding.ByRound}} {
		before, err := transformation.Table(dims...)
		require.NoError(t, err)
		after, err := back.Table(dims...)
		require.NoError(t, err)
		require.Equal(t, sums(before), sums(after), "%v", dims)
	}
	requested := funding.Filter{Statuses: []funding.Status{funding.Requested}}
	was, err := transformation.Where(requested)
	require.NoError(t, err)
	is, err := back.Where(requested)
	require.NoError(t, err)
	a, err := was.Total()
	require.NoError(t, err)
	z, err := is.Total()
	require.NoError(t, err)
	require.Equal(t, a, z)
}

// sums are the known sums of a table by key.
func sums(t funding.Table) map[funding.Key]funding.Money {
	out := map[funding.Key]funding.Money{}
	for r := range t.Rows() {
		if r.Count > 0 {
			out[r.Key] = r.Sum
		}
	}
	return out
}

func awarded(t require.TestingT, grants []grants360.Grant) funding.Money {
	sum, err := funding.Sum(func(yield func(funding.Money) bool) {
		for i := range grants {
			if !yield(grants[i].AmountAwarded) {
				return
			}
		}
	})
	require.NoError(t, err)
	return sum
}

// drawLedger draws a valid ledger: awards of every status, including joint awards,
// some of them settled by others.
func drawLedger(t *rapid.T) funding.Ledger {
	slugs := []string{"ash", "birch", "cedar", "damson", "elder"}
	l := funding.Ledger{Funds: []funding.Fund{{ID: "pot", Owner: "O"}}, Rounds: []funding.Round{{ID: "r", Fund: "pot"}}}
	for i := range rapid.IntRange(0, 8).Draw(t, "allocations") {
		a := funding.Allocation{
			ID:         funding.AllocationID(fmt.Sprintf("a/%d ü&", i)),
			Element:    rapid.SampledFrom([]string{fmt.Sprint(i), fmt.Sprint(i) + "é\""}).Draw(t, "element"),
			Round:      rapid.SampledFrom([]funding.RoundID{"", "r"}).Draw(t, "round"),
			Recipients: who(rapid.Permutation(slugs).Draw(t, "recipients")[:rapid.SampledFrom([]int{1, 1, 2, 3, 5}).Draw(t, "how many")]...),
			Year:       year("2015/16").Add(rapid.IntRange(0, 2).Draw(t, "year")),
			Stream:     rapid.SampledFrom([]funding.Stream{funding.StreamTransformation, funding.StreamTransformation, funding.StreamElsewhere}).Draw(t, "stream"),
			Kind:       rapid.SampledFrom([]funding.Kind{funding.Revenue, funding.Capital, funding.Unspecified}).Draw(t, "kind"),
			Events:     drawEvents(t),
		}
		if rapid.IntRange(0, 4).Draw(t, "multi-year") == 0 {
			a.Through = a.Year.Add(rapid.IntRange(1, 2).Draw(t, "more years"))
		}
		for j := range i {
			if rapid.IntRange(0, 4).Draw(t, "supersedes") == 0 {
				a.Supersedes = append(a.Supersedes, l.Allocations[j].ID)
			}
		}
		l.Allocations = append(l.Allocations, a)
	}
	return l
}

// drawEvents draws a valid history whose payments never sum to less than zero.
func drawEvents(t *rapid.T) []funding.Event {
	var out []funding.Event
	var before funding.Status
	on, paid := day("2015-04-01"), int64(0)
	for range rapid.IntRange(1, 6).Draw(t, "events") {
		var legal []funding.Status
		for s := funding.Requested; s <= funding.Withdrawn; s++ {
			if before.CanBecome(s) && (s < funding.Declined || rapid.IntRange(0, 3).Draw(t, "end") == 0) {
				legal = append(legal, s)
			}
		}
		if len(legal) == 0 {
			break
		}
		e := funding.Event{Status: rapid.SampledFrom(legal).Draw(t, "status"), Reason: rapid.SampledFrom([]string{"", "drawn"}).Draw(t, "reason")}
		before = e.Status
		if rapid.Bool().Draw(t, "dated") {
			on = on.AddDays(rapid.IntRange(0, 90).Draw(t, "days"))
			e.On = on
		}
		pence := rapid.Int64Range(0, 1e12).Draw(t, "pence")
		switch {
		case rapid.IntRange(0, 6).Draw(t, "unstated") == 0:
			e.Figure.Bound = caremodel.NotStated
		case e.Status == funding.Paid && rapid.IntRange(0, 3).Draw(t, "clawback") == 0:
			e.Reason, pence = "clawback", -min(pence, paid)
			fallthrough
		default:
			e.Figure.Amount = funding.Pence(pence)
			if e.Status == funding.Paid {
				paid += pence
			}
		}
		out = append(out, e)
	}
	return out
}

// TestWrite_NoMoneyIsLost checks for any ledger that the grants add up to the
// committed sum of the book, that each allocation is a grant or reported, and that
// grants read again as a ledger are committed in the same years, to the same
// vanguards.
func TestWrite_NoMoneyIsLost(t *testing.T) {
	p := trial(t)
	streams := []funding.Stream{funding.StreamTransformation, funding.StreamElsewhere}
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		kept := streams[:rapid.IntRange(1, 2).Draw(t, "streams")]
		o := grants360.Options{Streams: kept, Funder: grants360.Organization{ID: "F", Name: "F"}}
		book, err := funding.NewBook(p, l)
		require.NoError(t, err)
		keptOf := func(b *funding.Book) *funding.Book {
			if len(l.Allocations) == 0 {
				return b
			}
			b, err := b.Where(funding.Filter{Streams: slices.DeleteFunc(slices.Clone(kept), func(s funding.Stream) bool {
				return !slices.ContainsFunc(l.Allocations, func(a funding.Allocation) bool { return a.Stream == s })
			})})
			require.NoError(t, err)
			return b
		}
		if len(kept) == 1 && !slices.ContainsFunc(l.Allocations, func(a funding.Allocation) bool { return a.Stream == kept[0] }) {
			return
		}
		view := keptOf(book)
		want, err := view.Summary()
		require.NoError(t, err)

		g, lost, err := grants360.FromLedger(l, p, o)
		require.NoError(t, err)
		require.Equal(t, want.Sum, awarded(t, g.Records))
		require.Equal(t, len(l.Allocations), len(g.Records)+count(lost, validate.SeverityWarning, grants360.NotWritten))
		if len(g.Records) == 0 {
			return
		}
		again, err := read(string(written(t, g)))
		require.NoError(t, err)
		require.Equal(t, g.Records, again.Records)
		for i := range again.Records {
			requireSteps(t, &again.Records[i])
		}
		require.Zero(t, count(again.Warnings(), validate.SeverityWarning, validate.Unreconciled))

		imported, err := again.Ledger(grants360.MatchIDs(p, ""), grants360.LedgerOptions{Prefix: "360G-trial"})
		require.NoError(t, err)
		require.Empty(t, imported.Unmatched)
		require.Len(t, imported.Origins, len(g.Records))
		back, err := funding.NewBook(p, imported.Ledger)
		require.NoError(t, err)
		before, err := view.Table(funding.ByYear, funding.ByStream, funding.ByKind)
		require.NoError(t, err)
		after, err := back.Table(funding.ByYear, funding.ByStream, funding.ByKind)
		require.NoError(t, err)
		require.Equal(t, nonzero(sums(before)), nonzero(sums(after)))
	})
}

func nonzero(m map[funding.Key]funding.Money) map[funding.Key]funding.Money {
	for k, v := range m {
		if v.IsZero() {
			delete(m, k)
		}
	}
	return m
}

// requireSteps checks that transactions add up to their amounts.
func requireSteps(t require.TestingT, g *grants360.Grant) {
	for _, s := range []struct {
		steps []grants360.Transaction
		total *funding.Money
	}{{g.ApplicationTransaction, g.AmountAppliedFor}, {g.CommitmentTransaction, &g.AmountAwarded}, {g.DisbursementTransaction, g.AmountDisbursed}} {
		if len(s.steps) == 0 {
			continue
		}
		sum := funding.Money{}
		for _, step := range s.steps {
			var err error
			sum, err = sum.Add(*step.Value)
			require.NoError(t, err)
		}
		require.Equal(t, *s.total, sum)
	}
}

var odd = map[string]string{
	"currency": "GBP", "url": "https://example.org/u", "website": "https://example.org/w", "logo": "https://example.org/l", "license": "https://example.org/c",
	"downloadURL": "https://example.org/d", "accessURL": "https://example.org/a", "dataSource": "https://example.org/s", "countryCode": "GB",
	"fromOpenCall": "Yes", "regrantType": "FRG030", "locationScope": "GLS030", "version": "1.4",
}

// fill gives every field of a record a distinct value.
func fill(v reflect.Value, n *int) {
	for i := range v.NumField() {
		f, tag := v.Field(i), v.Type().Field(i).Tag.Get("giving")
		if tag == "" {
			continue
		}
		name, _, _ := strings.Cut(tag, ",")
		*n++
		fillValue(f, name, n)
	}
}

func fillValue(f reflect.Value, name string, n *int) {
	switch f.Interface().(type) {
	case funding.Money:
		f.Set(reflect.ValueOf(funding.Pence(int64(*n))))
		return
	case *funding.Money:
		m := funding.Pence(int64(*n))
		f.Set(reflect.ValueOf(&m))
		return
	case caremodel.Date:
		f.Set(reflect.ValueOf(day("2015-01-01").AddDays(*n)))
		return
	case time.Time:
		f.Set(reflect.ValueOf(time.Unix(int64(*n)*100_000, 0).UTC()))
		return
	}
	switch f.Kind() {
	case reflect.String:
		text, ok := odd[name]
		switch {
		case ok:
		case f.Type().Name() == "Number":
			text = fmt.Sprintf("%d.50", *n)
		default:
			text = fmt.Sprintf("%s %d", name, *n)
		}
		f.SetString(text)
	case reflect.Slice:
		element := reflect.New(f.Type().Elem()).Elem()
		if element.Kind() == reflect.Struct {
			fill(element, n)
		} else {
			fillValue(element, name, n)
		}
		f.Set(reflect.Append(f, element))
	case reflect.Pointer:
		f.Set(reflect.New(f.Type().Elem()))
		fill(f.Elem(), n)
	}
}

// TestWrite_EveryField checks that a package with every field is the same when read
// back.
func TestWrite_EveryField(t *testing.T) {
	var g grants360.Grants
	n := 0
	fill(reflect.ValueOf(&g.Package).Elem(), &n)
	for i := range 2 {
		var r grants360.Grant
		fill(reflect.ValueOf(&r).Elem(), &n)
		if i == 0 {
			r.RecipientIndividual, r.ToIndividualsDetails = nil, nil
		} else {
			r.RecipientOrganization = nil
		}
		g.Records = append(g.Records, r)
	}
	text := string(written(t, g))
	goldentest.Equal(t, "full.golden.json", text)
	again, err := read(text)
	require.NoError(t, err)
	require.Zero(t, count(again.Warnings(), validate.SeverityInfo, validate.Unknown))
	require.Zero(t, count(again.Warnings(), validate.SeverityWarning, validate.Format))
	require.Equal(t, g.Package, again.Package)
	require.Equal(t, g.Records, again.Records)
	require.Equal(t, text, string(written(t, again)))
}

// TestWrite_FieldsOfTheStandard checks that the records have exactly the fields of
// the published schema.
func TestWrite_FieldsOfTheStandard(t *testing.T) {
	names := func(file string, path ...string) []string {
		document := decoded(t, realFile(t, file))
		for _, step := range path {
			document = document[step].(map[string]any)
		}
		var out []string
		for name := range document["properties"].(map[string]any) {
			out = append(out, name)
		}
		slices.Sort(out)
		return out
	}
	const grant, about = "360-giving-schema.json", "360-giving-package-schema.json"
	for _, tc := range []struct {
		record any
		want   []string
	}{
		{grants360.Grant{}, names(grant)},
		{grants360.Organization{}, names(grant, "$defs", "Organization")},
		{grants360.Individual{}, names(grant, "$defs", "Person")},
		{grants360.IndividualDetails{}, names(grant, "properties", "toIndividualsDetails")},
		{grants360.Location{}, names(grant, "$defs", "Location")},
		{grants360.Classification{}, names(grant, "$defs", "Classification")},
		{grants360.GrantProgramme{}, names(grant, "$defs", "GrantProgramme")},
		{grants360.Document{}, names(grant, "$defs", "Documents")},
		{grants360.Transaction{}, names(grant, "$defs", "Transaction")},
		{grants360.Period{}, names(grant, "$defs", "Event")},
		{grants360.Package{}, slices.DeleteFunc(names(about), func(s string) bool { return s == "grants" })},
		{grants360.Publisher{}, names(about, "properties", "publisher")},
	} {
		var got []string
		record := reflect.TypeOf(tc.record)
		for field := range record.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("giving"), ",")
			got = append(got, name)
		}
		slices.Sort(got)
		require.Equal(t, tc.want, got, record.Name())
	}
}

// Amounts are numbers with two decimals, and texts are written without escapes.
func TestWrite_JSONText(t *testing.T) {
	g, err := read(pack(without("title", `"<b> & \u20ac \u2028"`)))
	require.NoError(t, err)
	text := string(written(t, g))
	require.Contains(t, text, `"title": "<b> & € \u2028"`)
	require.Regexp(t, regexp.MustCompile(`"amountAwarded": 100\.00,\n`), text)
	require.Contains(t, text, `"awardDate": "2015-07-31T00:00:00Z"`)
}

func TestWrite_JSONRefusals(t *testing.T) {
	sound, err := read(pack(grant("a", `"plannedDates":[{"duration":1}]`)))
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		spoil func(g *grants360.Grants)
		want  validate.Code
	}{
		"no grants":    {func(g *grants360.Grants) { g.Records = nil }, validate.Required},
		"no id":        {func(g *grants360.Grants) { g.Records[0].ID = "" }, validate.Required},
		"euros":        {func(g *grants360.Grants) { g.Records[0].Currency = "EUR" }, grants360.WrongCurrency},
		"damaged text": {func(g *grants360.Grants) { g.Records[0].Title = "a\xff" }, validate.Format},
	} {
		t.Run(name, func(t *testing.T) {
			g := sound
			g.Records = slices.Clone(g.Records)
			tc.spoil(&g)
			var b bytes.Buffer
			require.ErrorIs(t, g.WriteJSON(&b), tc.want)
			require.Empty(t, b.String())
		})
	}
	sound.Records[0].PlannedDates[0].Duration = "soon"
	require.Error(t, sound.WriteJSON(new(bytes.Buffer)))
}

// award is money to ash for 2015/16, outside any round.
func award(on string) funding.Allocation {
	return funding.Allocation{
		ID: "x", Recipients: who("ash"), Year: year("2015/16"), Stream: funding.StreamTransformation, Kind: funding.Unspecified,
		Events: []funding.Event{event(on, funding.Approved, "100")}, Sources: []caremodel.Source{{Title: "A paper"}},
	}
}

// A day that nobody published is described as such, and is never after the last
// change of the records.
func TestWrite_MadeUpAwardDate(t *testing.T) {
	undated := award("")
	undated.Events[0].Figure.Source.Published = caremodel.Date{}
	for name, tc := range map[string]struct {
		modified string
		want     string
		says     string
	}{
		"not said":         {"", "2016-03-31", "The day of the award is not published: 2016-03-31 is the end of its financial year."},
		"later":            {"2016-05-01", "2016-03-31", "The day of the award is not published: 2016-03-31 is the end of its financial year."},
		"within the year":  {"2015-12-01", "2015-12-01", "The day of the award is not published: 2015-12-01 is the day on which the records were last changed."},
		"before the award": {"2014-12-01", "2014-12-01", "The day of the award is not published: 2014-12-01 is"},
	} {
		o := grants360.Options{Funder: grants360.Organization{ID: "f", Name: "F"}}
		if tc.modified != "" {
			o.Modified = day(tc.modified).Time(time.UTC)
		}
		g, lost, err := grants360.FromLedger(funding.Ledger{Allocations: []funding.Allocation{undated}}, trial(t), o)
		require.NoError(t, err, name)
		require.Equal(t, tc.want, g.Records[0].AwardDate.String(), name)
		require.Contains(t, g.Records[0].Description, tc.says, name)
		require.Equal(t, 1, count(lost, validate.SeverityInfo, grants360.LostDay), name)
	}
	dated := award("2015-07-31")
	g, _, err := grants360.FromLedger(funding.Ledger{Allocations: []funding.Allocation{dated}}, trial(t),
		grants360.Options{Funder: grants360.Organization{ID: "f", Name: "F"}, Modified: day("2015-01-01").Time(time.UTC)})
	require.NoError(t, err)
	require.Equal(t, dated.Events[0].On, g.Records[0].AwardDate, "a published day stays")
	require.NotContains(t, g.Records[0].Description, "not published")
}

// The error alone says why nothing is a grant.
func TestWrite_NothingIsAGrant(t *testing.T) {
	var b strings.Builder
	a := award("2015-07-31")
	a.Stream = funding.StreamMatched
	_, err := grants360.Write(&b, funding.Ledger{Allocations: []funding.Allocation{a}}, trial(t), grants360.Options{})
	require.ErrorIs(t, err, validate.Required)
	require.ErrorContains(t, err, `none of the 1 allocations of the ledger is a grant; of the first, "x": not the funder's money to give, but of the stream "matched"`)
	_, err = grants360.Write(&b, funding.Ledger{}, trial(t), grants360.Options{})
	require.ErrorContains(t, err, "the ledger has no allocations")
	require.Empty(t, b.String())
}

// Each field of a grant is in the ledger, or is reported as lost or odd.
func TestGrants_LedgerLosesNothingSilently(t *testing.T) {
	ledger := func(g grants360.Grant) grants360.Imported {
		imported, err := (grants360.Grants{Records: []grants360.Grant{g}}).Ledger(toAsh, grants360.LedgerOptions{})
		require.NoError(t, err)
		return imported
	}
	file, err := read(pack(grant("a", "")))
	require.NoError(t, err)
	plain := file.Records[0]
	plain.Title, plain.Description = "", ""
	before := ledger(plain)
	require.Equal(t, []string{"info grants360.lost-record grants[0].recipientOrganization", "info grants360.lost-record grants[0].fundingOrganization"},
		found(before.Lost), "names of recipients are read as ids, and without a round there is no fund")
	n := 1000
	for i := range reflect.TypeFor[grants360.Grant]().NumField() {
		f := reflect.TypeFor[grants360.Grant]().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("giving"), ",")
		if slices.Contains([]string{"currency", "recipientOrganization", "recipientIndividual"}, name) {
			continue
		}
		g := plain
		v := reflect.ValueOf(&g).Elem().Field(i)
		v.SetZero()
		fillValue(v, name, &n)
		after := ledger(g)
		if reflect.DeepEqual(before.Ledger, after.Ledger) {
			require.Contains(t, strings.Join(found(validate.Join(after.Lost, after.Warnings)), " "), "grants[0]."+name, name)
		}
	}
}

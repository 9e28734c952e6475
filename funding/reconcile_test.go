package funding_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// rounded is an event whose source rounds to twice the half-width.
func rounded(s funding.Status, amount, half string) funding.Event {
	e := event("", s, amount)
	e.Figure.Precision = sterling(half)
	return e
}

func bounded(s funding.Status, amount string, b caremodel.Bound) funding.Event {
	e := event("", s, amount)
	e.Figure.Bound = b
	return e
}

// total is a published total for so many recipients.
func total(amount string, b caremodel.Bound, half string, items int) funding.Stated {
	s := funding.Stated{Name: "a total", Items: items, Figure: funding.Figure{Bound: b, Precision: sterling(half)}}
	if b != caremodel.NotStated {
		s.Figure.Amount = sterling(amount)
	}
	return s
}

func TestReconcile_Verdicts(t *testing.T) {
	const (
		exactly = caremodel.Exactly
		about   = caremodel.About
		atLeast = caremodel.AtLeast
		atMost  = caremodel.AtMost
	)
	three := []funding.Allocation{
		award("a", "ash", rounded(approved, "£1.1m", "£50,000")), award("b", "birch", rounded(approved, "£2.2m", "£50,000")), award("c", "cedar", rounded(approved, "£3.3m", "£50,000")),
	}
	unstated := []funding.Allocation{three[0], three[1], award("c", "cedar", event("", approved, ""))}
	least := []funding.Allocation{three[0], award("b", "birch", bounded(approved, "£2.2m", atLeast))}
	most := []funding.Allocation{three[0], award("b", "birch", bounded(approved, "£2.2m", atMost))}
	for _, tt := range []struct {
		allocations []funding.Allocation
		stated      funding.Stated
		want        funding.Verdict
		reason      string
	}{
		{three, total("£6.6m", exactly, "0", 3), funding.Agrees, "to the penny; 3 of 3 known"},
		{three, total("£6.6m", about, "0", 0), funding.Agrees, "to the penny; 3 known, of how many is not said"},
		{three, total("£6.7m", exactly, "0", 3), funding.WithinRounding, "differs by £100,000.00, within ±£150,000.00 of rounding; 3 of 3 known"},
		{three, total("£6.4m", exactly, "£50,000", 3), funding.WithinRounding, "differs by £200,000.00, within ±£200,000.00 of rounding; 3 of 3 known"},
		{three, total("£7m", about, "£500,000", 3), funding.WithinRounding, "differs by £400,000.00, within ±£650,000.00 of rounding; 3 of 3 known"},
		{three, total("£6.4m", exactly, "0", 3), funding.Over, "exceeds the total by £200,000.00; 3 of 3 known"},
		{three, total("£5m", about, "0", 50), funding.Over, "exceeds the total by £1,600,000.00; 3 of 50 known"},
		{three, total("£8m", exactly, "0", 3), funding.Short, "less than the total by £1,400,000.00; 3 of 3 known"},
		{three, total("£8m", exactly, "0", 50), funding.CannotBeChecked, "3 of 50 known, £1,400,000.00 left for the rest"},
		{three, total("£8m", exactly, "0", 0), funding.CannotBeChecked, "3 known, of how many is not said, £1,400,000.00 left for the rest"},
		{unstated, total("£8m", exactly, "0", 3), funding.CannotBeChecked, "2 of 3 known, £4,700,000.00 left for the rest"},
		{unstated, total("£8m", exactly, "0", 2), funding.CannotBeChecked, "2 of 2 known, £4,700,000.00 left for the rest"},

		{three, total("£6m", atLeast, "0", 3), funding.Agrees, "£6,600,000.00 is at least £6,000,000.00; 3 of 3 known"},
		{three, total("£6.6m", atLeast, "0", 9), funding.Agrees, "£6,600,000.00 is at least £6,600,000.00; 3 of 9 known"},
		{three, total("£6.7m", atLeast, "0", 3), funding.WithinRounding, "differs by £100,000.00, within ±£150,000.00 of rounding; 3 of 3 known"},
		{three, total("£7m", atLeast, "0", 3), funding.Short, "less than the total by £400,000.00; 3 of 3 known"},
		{three, total("£7m", atLeast, "0", 4), funding.CannotBeChecked, "3 of 4 known, £400,000.00 left for the rest"},

		{three, total("£7m", atMost, "0", 3), funding.Agrees, "£6,600,000.00 is at most £7,000,000.00; 3 of 3 known"},
		{three, total("£6.6m", atMost, "0", 3), funding.Agrees, "£6,600,000.00 is at most £6,600,000.00; 3 of 3 known"},
		{three, total("£7m", atMost, "0", 4), funding.CannotBeChecked, "3 of 4 known, £400,000.00 left for the rest"},
		{three, total("£6.6m", atMost, "0", 4), funding.CannotBeChecked, "3 of 4 known, £0.00 left for the rest"},
		{three, total("£6m", atMost, "0", 4), funding.Over, "exceeds the total by £600,000.00; 3 of 4 known"},

		{three, total("", caremodel.NotStated, "0", 3), funding.CannotBeChecked, "the total itself is not stated"},
		{least, total("£9m", exactly, "0", 2), funding.CannotBeChecked, "2 of 2 known, £5,700,000.00 left for the rest"},
		{least, total("£9m", atMost, "0", 2), funding.CannotBeChecked, "2 of 2 known, £5,700,000.00 left for the rest"},
		{least, total("£1m", exactly, "0", 2), funding.Over, "exceeds the total by £2,300,000.00; 2 of 2 known"},
		{most, total("£1m", exactly, "0", 2), funding.CannotBeChecked, "exceeds the total by £2,300,000.00, but an amount is only a bound; 2 of 2 known"},
		{most, total("£1m", atLeast, "0", 2), funding.CannotBeChecked, "exceeds the total by £2,300,000.00, but an amount is only a bound; 2 of 2 known"},
		{most, total("£9m", exactly, "0", 2), funding.Short, "less than the total by £5,700,000.00; 2 of 2 known"},
		{nil, total("£0", exactly, "0", 0), funding.Agrees, "to the penny; 0 known, of how many is not said"},
	} {
		got := trial(t, tt.allocations...).Reconcile(tt.stated)
		require.Len(t, got, 1)
		require.Equal(t, tt.want, got[0].Verdict, "%v: %s", tt.stated.Figure, got[0].Reason)
		require.Equal(t, tt.reason, got[0].Reason)
		require.Equal(t, tt.stated, got[0].Stated)
	}
}

// What a total covers: its scope, its day, joint awards, parts and instalments.
func TestReconcile_Scope(t *testing.T) {
	local := award("local", "ash", rounded(paid, "£1m", "£5,000"), rounded(paid, "£2m", "£5,000"))
	local.Stream = funding.StreamMatched
	b := trial(t,
		award("joint", "ash birch cedar", event("2015-07-31", inPrinc, "£9m"), event("2015-12-31", approved, "£6m")),
		award("more", "ash", event("2015-07-31", approved, "£1m")),
		award("open", "damson", event("2015-07-31", approved, "£1m"), event("2015-08-31", approved, "")),
		local,
	)
	national := []funding.Stream{funding.StreamTransformation}
	stated := func(amount, day string, f funding.Filter) funding.Stated {
		s := total(amount, caremodel.Exactly, "0", 4)
		s.Scope = f
		if day != "" {
			s.AsAt = caremodel.MustParseDate(day)
		}
		return s
	}
	one := func(s funding.Stated, b *funding.Book) funding.Reconciliation {
		all := b.Reconcile(s)
		require.Len(t, all, 1)
		return all[0]
	}
	r := one(stated("£7m", "", funding.Filter{Streams: national}), b)
	require.Equal(t, funding.Agrees, r.Verdict)
	require.Equal(t, funding.KnownOf{Known: 3, Of: 4}, r.Coverage, "a joint award speaks for all its recipients, an unstated one for none")
	require.Equal(t, 1, r.Unknown)

	r = one(stated("£2m", "2015-07-31", funding.Filter{Streams: national}), b)
	require.Equal(t, funding.Agrees, r.Verdict, "as at the total's day")
	require.Equal(t, 2, r.Coverage.Known)

	r = one(stated("£9m", "", funding.Filter{Statuses: []funding.Status{inPrinc}}), b)
	require.Equal(t, funding.Agrees, r.Verdict)

	r = one(stated("£3m", "", funding.Filter{Streams: []funding.Stream{funding.StreamMatched}}), b)
	require.Equal(t, sterling("£10,000"), r.Tolerance, "of both instalments")

	// The view's day counts where it is earlier, its filters do not.
	early := where(t, b, funding.Filter{Vanguards: who("ash")}).AsAt(caremodel.MustParseDate("2015-07-31"))
	require.Equal(t, sterling("£2m"), one(stated("£7m", "", funding.Filter{Streams: national}), early).Sum)
	require.Equal(t, sterling("£2m"), one(stated("£7m", "2015-12-31", funding.Filter{Streams: national}), early).Sum)

	// A split makes filters by vanguard possible, and its parts are rounded once.
	split, err := b.WithSplit(funding.Split{Method: funding.SplitEqually, Source: caremodel.Source{Title: "a guess"}})
	require.NoError(t, err)
	r = one(stated("£3m", "", funding.Filter{Streams: national, Vanguards: who("ash")}), split)
	require.Equal(t, funding.Agrees, r.Verdict)

	// What cannot be asked cannot be checked.
	r = one(stated("£7m", "", funding.Filter{}), b)
	require.Equal(t, funding.CannotBeChecked, r.Verdict)
	require.Contains(t, r.Reason, "several streams")
	r = one(stated("£7m", "", funding.Filter{Funds: []funding.FundID{"mian"}}), b)
	require.Equal(t, funding.CannotBeChecked, r.Verdict)
	require.Contains(t, r.Reason, "mian")
	huge := trial(t, award("a", "ash", event("", approved, "£92,233,720,368,547,758.07")), award("b", "ash", event("", approved, "£1")))
	require.Contains(t, one(stated("£7m", "", funding.Filter{}), huge).Reason, "add up to more than fits")
	low := stated("0", "", funding.Filter{})
	low.Figure.Amount = funding.Pence(-1 << 63)
	require.Contains(t, one(low, b.AsAt(caremodel.MustParseDate("2015-07-31"))).Reason, "funding.Money.Sub")
}

// The ledger's own totals come first, then the caller's, none sharing memory.
func TestReconcile_Order(t *testing.T) {
	l := funding.Ledger{Stated: []funding.Stated{total("1", caremodel.Exactly, "0", 0), total("2", caremodel.Exactly, "0", 0)}}
	l.Stated[0].Scope.Categories = []caremodel.Category{"PACS"}
	b, err := funding.NewBook(testProgramme(t), l)
	require.NoError(t, err)
	l.Stated[0].Scope.Categories[0] = "nothing"
	got := b.Reconcile(total("3", caremodel.Exactly, "0", 0))
	require.Len(t, got, 3)
	require.Equal(t, []caremodel.Category{"PACS"}, got[0].Stated.Scope.Categories)
	got[0].Stated.Scope.Categories[0] = "changed"
	require.Equal(t, []caremodel.Category{"PACS"}, b.Reconcile()[0].Stated.Scope.Categories)
	require.Equal(t, sterling("3"), got[2].Stated.Figure.Amount)
}

// The verdict follows from sum, bound and tolerance; a total that is the sum
// itself always agrees.
func TestReconcile_Property(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, l := testProgramme(t), drawLedger(t)
		b, err := funding.NewBook(p, l)
		require.NoError(t, err)
		f := drawFilter(t)
		s := funding.Stated{Name: "drawn", Scope: f, AsAt: drawDay(t, "as at"), Items: rapid.IntRange(0, 7).Draw(t, "items")}
		view, err := b.AsAt(s.AsAt).Where(f)
		require.NoError(t, err)
		table, err := view.Table()
		if err != nil {
			require.ErrorIs(t, err, funding.MixedStreams)
			require.Equal(t, funding.CannotBeChecked, b.Reconcile(s)[0].Verdict)
			return
		}
		sum := table.Total().Sum
		s.Figure.Amount = sum
		require.Equal(t, funding.Agrees, b.Reconcile(s)[0].Verdict)

		s.Figure.Amount = funding.Pence(rapid.Int64Range(-50, 4000).Draw(t, "total"))
		s.Figure.Precision = funding.Pence(rapid.Int64Range(0, 60).Draw(t, "half-width"))
		r := b.Reconcile(s)[0]
		require.Equal(t, sum, r.Sum)
		switch diff := s.Figure.Amount.Pence() - sum.Pence(); {
		case diff == 0:
			require.Equal(t, funding.Agrees, r.Verdict)
		case max(diff, -diff) <= s.Figure.Precision.Pence(): // drawn amounts are exact
			require.Equal(t, funding.WithinRounding, r.Verdict)
		case diff < 0:
			require.Contains(t, []funding.Verdict{funding.Over, funding.CannotBeChecked}, r.Verdict)
		case s.Items == 0 || !r.Coverage.Full() || r.Unknown > 0:
			require.Equal(t, funding.CannotBeChecked, r.Verdict)
		default:
			require.Contains(t, []funding.Verdict{funding.Short, funding.CannotBeChecked}, r.Verdict)
		}
	})
}

// "About £26m" is £26m give or take £500,000: £25.54m, all known, is within rounding
// and not short.
func TestReconcile_AboutIsATolerance(t *testing.T) {
	five := []funding.Allocation{
		award("a", "ash", event("", approved, "£8.6m")), award("b", "birch", event("", approved, "£7.3m")), award("c", "cedar", event("", approved, "£9.64m")),
	}
	got := trial(t, five...).Reconcile(total("£26m", caremodel.About, "£500,000", 3), total("£26m", caremodel.Exactly, "0", 3), total("£27m", caremodel.About, "£500,000", 3))
	require.Equal(t, funding.WithinRounding, got[0].Verdict)
	require.Equal(t, "differs by £460,000.00, within ±£500,000.00 of rounding; 3 of 3 known", got[0].Reason)
	require.Equal(t, funding.Short, got[1].Verdict)
	require.Equal(t, funding.Short, got[2].Verdict)
}

// More recipients with a known amount than the total covers is a violation of the
// stated total, and no verdict says "5 of 4 known".
func TestReconcile_MoreKnownThanItCovers(t *testing.T) {
	l := funding.Ledger{Stated: []funding.Stated{total("£1m", caremodel.Exactly, "0", 1)}}
	for _, slug := range []string{"ash", "birch"} {
		a := award(slug, slug, event("", approved, "£1m"))
		a.Recipients, a.Year = who(slug), funding.MustParseFinancialYear("2016/17")
		l.Allocations = append(l.Allocations, a)
	}
	p := testProgramme(t)
	require.Contains(t, findings(l.Validate(p)), failure("stated[0].items", validate.Conflict))
	_, err := funding.NewBook(p, l)
	require.ErrorIs(t, err, validate.Conflict)
	l.Stated[0].Items = 2
	require.NoError(t, l.Validate(p).Err())
	b, err := funding.NewBook(p, l)
	require.NoError(t, err)
	r := b.Reconcile(total("£3m", caremodel.Exactly, "0", 1))[1]
	require.Equal(t, funding.CannotBeChecked, r.Verdict)
	require.Equal(t, "2 known, where the total covers 1, £1,000,000.00 left for the rest", r.Reason)
}

// What is about so much says how far off it may be: required of a stated total, a
// warning elsewhere. A reader of a table derives it from what is printed.
func TestFigure_AboutNeedsAPrecision(t *testing.T) {
	l := inOrder()
	l.Stated[0].Figure.Bound, l.Allocations[2].Events[0].Figure.Bound = caremodel.About, caremodel.About
	require.Equal(t, []finding{
		warning("allocations[2].events[0].figure.precision", validate.Required), failure("stated[0].figure.precision", validate.Required),
	}, findings(l.Validate(nil)))
	l.Stated[0].Figure.Precision, l.Allocations[2].Events[0].Figure.Precision = sterling("£500,000"), sterling("£500,000")
	require.Empty(t, findings(l.Validate(nil)))

	for text, want := range map[string]string{
		"£26m": "500000.00", "£4.59m": "5000.00", "£0.2bn": "50000000.00", "£4.50m": "5000.00", "26,000,000": "0.50", "£ 26": "0.50", "12.5": "0.05", "12.34": "0.00",
		"£200 million": "500000.00", "7k": "500.00", "(£26m)": "500000.00",
	} {
		all, err := funding.ReadAllocationsCSV(strings.NewReader("id,recipients,year,stream,status,amount,bound\na,,2015/16,central-support,paid,\""+text+"\",about\n"), nil)
		require.NoError(t, err, text)
		require.Equal(t, want, all[0].Events[0].Figure.Precision.String(), text)
	}
}

// A sum of nothing that is known is left out of JSON.
func TestReconciliation_JSONLeavesOutWhatIsNotKnown(t *testing.T) {
	hidden := trial(t, award("a", "ash", event("", approved, "")))
	encoded, err := json.Marshal(hidden.Reconcile(total("£8m", caremodel.Exactly, "0", 3)))
	require.NoError(t, err)
	require.NotContains(t, string(encoded), `"sum"`)
	require.Contains(t, string(encoded), `"verdict":"cannot-be-checked","difference":"8000000.00"`)
}

package funding_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// settling is an award that supersedes others.
func settling(a funding.Allocation, awards ...funding.AllocationID) funding.Allocation {
	a.Supersedes = awards
	return a
}

// totalOf is the sum of a view.
func totalOf(t testing.TB, b *funding.Book) string {
	t.Helper()
	total, err := b.Total()
	require.NoError(t, err)
	return total.String()
}

// byStatus is the filter of these statuses.
func byStatus(s ...funding.Status) funding.Filter { return funding.Filter{Statuses: s} }

// equally divides every joint award in equal parts.
func equally(t testing.TB, b *funding.Book) *funding.Book {
	t.Helper()
	view, err := b.WithSplit(funding.Split{Method: funding.SplitEqually, Source: caremodel.Source{Title: "a guess"}})
	require.NoError(t, err)
	return view
}

// fundOf is a ledger of allocations that all draw on one fund of this limit.
func fundOf(limit string, allocations ...funding.Allocation) funding.Ledger {
	l := funding.Ledger{Allocations: slices.Clone(allocations)}
	l.Funds, l.Rounds = trialFunds()
	y := funding.MustParseFinancialYear("2015/16")
	l.Funds[0].Limits = []funding.Limit{{From: y, Through: y.Add(9), Amount: sterling(limit)}}
	for i := range l.Allocations {
		l.Allocations[i].Round = "a"
	}
	return l
}

// left is what a fund's only limit leaves, from requests to disbursements.
func left(t testing.TB, l funding.Ledger) (out [4]string, found validate.Violations) {
	t.Helper()
	b, err := funding.NewBook(testProgramme(t), l)
	require.NoError(t, err)
	rooms, err := b.Headroom("main")
	require.NoError(t, err)
	for i, h := range rooms {
		out[i] = h.Left.String()
	}
	return out, b.Warnings()
}

// warned reports whether a rule had something to say at a path.
func warned(vs validate.Violations, code validate.Code, path string) bool {
	for v := range vs.All() {
		if v.Code == code && v.Path == path {
			return true
		}
	}
	return false
}

// Nobody's later award takes a payment back.
func TestSupersession_LeavesPaymentsAlone(t *testing.T) {
	joint := award("j", "ash birch cedar", event("2015-06-01", approved, "£10m"), event("2015-07-01", paid, "£3m"))
	own := settling(award("own", "ash", event("2015-08-01", approved, "£4m"), event("2015-09-01", paid, "£4m")), "j")
	b := trial(t, joint, own)
	require.Equal(t, "7000000.00", totalOf(t, where(t, b, byStatus(paid))))
	require.Equal(t, "10000000.00", totalOf(t, b))
	rooms, _ := left(t, fundOf("£10m", joint, own))
	require.Equal(t, [4]string{"0.00", "0.00", "0.00", "3000000.00"}, rooms)

	flow := trial(t, award("j", "ash birch cedar", event("2015-09-01", paid, "£3m")),
		settling(award("a", "ash", event("2015-10-01", paid, "£1")), "j"),
		settling(award("b", "birch", event("2015-11-01", paid, "£1m")), "j"))
	for day, want := range map[string]string{"2015-09-01": "3000000.00", "2015-10-01": "3000001.00", "2015-11-01": "4000001.00"} {
		require.Equal(t, want, totalOf(t, flow.AsAt(caremodel.MustParseDate(day))), day)
	}
	// A clawback of more than was paid stands as it is.
	negative := trial(t, award("j", "ash birch", event("2015-09-01", paid, "-£5")), settling(award("a", "ash", event("2015-10-01", paid, "£1")), "j"))
	require.Equal(t, "-5.00", totalOf(t, negative.AsAt(caremodel.MustParseDate("2015-09-30"))))
	require.Equal(t, "-4.00", totalOf(t, negative))
}

// It is judged whatever the filter keeps: recipients, years, streams, predicates.
func TestSupersession_IsJudgedByStatusAndDayAlone(t *testing.T) {
	joint := award("j", "ash birch cedar", event("2015-06-01", approved, "£10m"))
	b := equally(t, trial(t, joint, settling(award("own", "ash", event("2015-08-01", approved, "£5m")), "j")))
	rows := rowsOf(t, b, funding.ByVanguard)
	require.Equal(t, sterling("£2.5m"), rows[funding.Key{Vanguard: who("birch")[0]}].Sum)
	require.Equal(t, "2500000.00", totalOf(t, where(t, b, funding.Filter{Vanguards: who("birch")})))
	require.Equal(t, "5000000.00", totalOf(t, where(t, b, funding.Filter{Vanguards: who("ash")})), "its own alone")

	next := placed(settling(award("own", "ash", event("2015-08-01", approved, "£4m")), "j"), "", "2016/17", funding.StreamElsewhere)
	years := trial(t, joint, next)
	require.Equal(t, sterling("£6m"), rowsOf(t, years, funding.ByYear, funding.ByStream)[funding.Key{Year: joint.Year, Stream: joint.Stream}].Sum)
	least := sterling("£9m")
	for _, f := range []funding.Filter{
		{Years: []funding.FinancialYear{joint.Year}}, {Streams: []funding.Stream{joint.Stream}}, {Joint: new(bool(true))},
		{Waves: []string{"first"}, Streams: []funding.Stream{joint.Stream}}, {AtLeast: &least}, {Until: caremodel.MustParseDate("2015-06-30")},
	} {
		require.Equal(t, "6000000.00", totalOf(t, where(t, years, f)), "%+v", f)
	}
	require.Equal(t, "10000000.00", totalOf(t, years.AsAt(caremodel.MustParseDate("2015-07-31"))))
}

// An heir is taken off once, in the order of days, then keys, and of its list.
func TestSupersession_TakesAnHeirOffOnce(t *testing.T) {
	first, second := award("j1", "ash birch", event("", approved, "£10m")), award("j2", "ash cedar", event("", approved, "£5m"))
	heir := award("heir", "ash", event("", approved, "£6m"))
	for _, awards := range [][]funding.Allocation{
		{first, second, settling(heir, "j1", "j2")}, {settling(heir, "j1", "j2"), second, first}, {first, second, settling(heir, "j2", "j1")},
	} {
		require.Equal(t, "15000000.00", totalOf(t, trial(t, awards...)))
	}
	amounts := func(b *funding.Book) map[funding.Key]funding.Row { return rowsOf(t, equally(t, b), funding.ByVanguard) }
	rows := amounts(trial(t, first, second, settling(heir, "j2", "j1")))
	require.Equal(t, sterling("£9m"), rows[funding.Key{Vanguard: who("birch")[0]}].Sum, "the rest of the first of the list")
	require.Equal(t, sterling("£0"), rows[funding.Key{Vanguard: who("cedar")[0]}].Sum)
	require.Equal(t, sterling("£6m"), rows[funding.Key{Vanguard: who("ash")[0]}].Sum, "one of its own, under both")

	// The earlier day comes first, whatever the keys; then the key.
	early, late := settling(award("y", "ash", event("2015-05-01", approved, "£5m")), "j1", "j2"), settling(award("x", "ash", event("2015-06-01", approved, "£8m")), "j1")
	late.Element = "more"
	rows = amounts(trial(t, late, first, second, early))
	require.Equal(t, sterling("£0"), rows[funding.Key{Vanguard: who("birch")[0]}].Sum)
	require.Equal(t, sterling("£5m"), rows[funding.Key{Vanguard: who("cedar")[0]}].Sum)
	early.Events[0].On = late.Events[0].On // now x comes first, and leaves £2m of j1
	rows = amounts(trial(t, early, late, first, second))
	require.Equal(t, sterling("£2m"), rows[funding.Key{Vanguard: who("cedar")[0]}].Sum)
}

// In a chain an award loses the greater of its heir's figure and what that heir and
// its heirs come to.
func TestSupersession_Chains(t *testing.T) {
	joint := award("j", "ash birch cedar", event("", approved, "£10m"))
	pair := settling(award("pair", "ash birch", event("", approved, "£6m")), "j")
	own := award("own", "ash", event("", approved, "£4m"))
	require.Equal(t, "10000000.00", totalOf(t, trial(t, joint, pair, settling(own, "pair"))))
	for _, list := range [][]funding.AllocationID{{"pair", "j"}, {"j", "pair"}} {
		b := trial(t, joint, pair, settling(own, list...))
		require.Equal(t, "10000000.00", totalOf(t, b))
		require.True(t, warned(b.Warnings(), funding.Supersession, "allocations[2].supersedes["+map[bool]string{true: "1", false: "0"}[list[1] == "j"]+"]"))
	}
	more := settling(award("own", "ash", event("", approved, "£8m")), "pair")
	require.Equal(t, sumRow(funding.Key{}, "£2m", "£0", "£8m"), rowOf(t, trial(t, joint, pair, more)))
	most := settling(award("own", "ash", event("", approved, "£11m")), "pair")
	require.Equal(t, sumRow(funding.Key{}, "£0", "£0", "£11m"), rowOf(t, trial(t, joint, pair, most)))
	// An award in between that counts for nothing hands on what settles it.
	wish := settling(award("pair", "ash birch", event("", requested, "£6m")), "j")
	require.Equal(t, "10000000.00", totalOf(t, trial(t, joint, wish, settling(own, "pair"))))
	require.Equal(t, "10000000.00", totalOf(t, trial(t, joint, wish, settling(own, "pair", "j"))))
}

// A request settles no award.
func TestSupersession_NeedsTheStrength(t *testing.T) {
	joint := award("j", "ash birch", event("", approved, "£10m"))
	b := trial(t, joint, settling(award("a", "ash", event("", requested, "£1")), "j"), settling(award("b", "birch", event("", requested, "£1")), "j"))
	require.Equal(t, "10000000.00", totalOf(t, b))
	require.Equal(t, "10000002.00", totalOf(t, where(t, b, byStatus(requested, approved))))
	promise := award("j", "ash birch", event("", inPrinc, "£10m"))
	b = trial(t, promise, settling(award("a", "ash", event("", approved, "£4m")), "j"))
	require.Equal(t, "10000000.00", totalOf(t, where(t, b, byStatus(inPrinc))), "asked for promises alone it counts in full")
	require.Equal(t, "10000000.00", totalOf(t, where(t, b, byStatus(inPrinc, approved))))
	require.Equal(t, sterling("£6m"), rowsOf(t, b, funding.ByStatus)[funding.Key{Status: inPrinc}].Sum)
}

// Money settles money of the same recipients; the book and its fund agree.
func TestSupersession_NeedsARecipientInCommon(t *testing.T) {
	joint := award("j", "ash birch", event("", approved, "£9m"))
	stranger := settling(award("s", "cedar", event("", approved, "£5m")), "j")
	rooms, found := left(t, fundOf("£10m", joint, stranger))
	require.Equal(t, "-4000000.00", rooms[2])
	require.True(t, warned(found, validate.Conflict, "allocations[1].supersedes[0]"))
	require.True(t, warned(found, funding.Overcommitted, "funds[0].limits[0].amount"))
	require.Equal(t, "14000000.00", totalOf(t, trial(t, joint, stranger)))
	partly := settling(award("s", "ash cedar", event("", approved, "£5m")), "j")
	require.Equal(t, "9000000.00", totalOf(t, trial(t, joint, partly)), "with some in common it counts in full")

	central := func(a funding.Allocation) funding.Allocation {
		return placed(a, "a", "2015/16", funding.StreamCentralSupport)
	}
	l := fundOf("£10m", central(award("c", "", event("", approved, "£9m"))), central(settling(award("d", "", event("", approved, "£5m")), "c")),
		settling(award("ash", "ash", event("", approved, "£4m")), "c"))
	rooms, found = left(t, l)
	require.Equal(t, "1000000.00", rooms[2], "£9m")
	require.False(t, warned(found, funding.Overcommitted, "funds[0].limits[0].amount"))
	require.True(t, warned(found, validate.Conflict, "allocations[2].supersedes[0]"))
	rooms, _ = left(t, fundOf("£20m", l.Allocations[0], l.Allocations[2]))
	require.Equal(t, "7000000.00", rooms[2], "money without a recipient is settled by such money alone")
}

// Use of a fund never falls with a weaker strength.
func TestHeadroom_CountsWhatWasPaid(t *testing.T) {
	joint := award("j", "ash birch", event("", approved, "£10m"), event("", paid, "£9m"))
	for name, tt := range map[string]struct {
		allocations []funding.Allocation
		want        [4]string
		unknown     int
	}{
		"paid, then withdrawn":       {[]funding.Allocation{award("a", "ash", event("", approved, "£10m"), event("", paid, "£7m"), event("", withdrawn, "0"))}, [4]string{"3", "3", "3", "3"}, 0},
		"more paid than approved":    {[]funding.Allocation{award("a", "ash", event("", approved, "£5m"), event("", paid, "£6m"))}, [4]string{"4", "4", "4", "4"}, 0},
		"approved is not stated":     {[]funding.Allocation{award("a", "ash", event("", approved, ""), event("", paid, "£3m"))}, [4]string{"7", "7", "7", "7"}, 1},
		"settled, with more paid":    {[]funding.Allocation{joint, settling(award("a", "ash", event("", approved, "£3m")), "j"), settling(award("b", "birch", event("", approved, "£3m")), "j")}, [4]string{"-5", "-5", "-5", "1"}, 0},
		"a pledge, of which is paid": {[]funding.Allocation{award("a", "ash", event("", requested, "£9m"), event("", inPrinc, "£8m"), event("", paid, "£2m"))}, [4]string{"2", "2", "8", "8"}, 0},
	} {
		l := fundOf("£10m", tt.allocations...)
		rooms, _ := left(t, l)
		for i := range tt.want {
			tt.want[i] = sterling(tt.want[i] + "m").String()
		}
		require.Equal(t, tt.want, rooms, name)
		b, err := funding.NewBook(testProgramme(t), l)
		require.NoError(t, err)
		h, err := b.Headroom("main")
		require.NoError(t, err)
		require.Equal(t, tt.unknown, h[2].Unknown, name)
		split, err := equally(t, b).Headroom("main")
		require.NoError(t, err)
		require.Equal(t, h, split, "a split does not change what is used")
	}
}

// What was ended is no promise any more.
func TestFilter_Ended(t *testing.T) {
	b := trial(t, award("a", "ash", event("", approved, "£100"), event("", withdrawn, "0")), award("b", "birch", event("", approved, "£7")))
	require.Equal(t, "7.00", totalOf(t, where(t, b, byStatus(approved))))
	require.Equal(t, "7.00", totalOf(t, where(t, b, funding.Filter{Strengths: []funding.Strength{funding.Commitment}})))
	require.Equal(t, "107.00", totalOf(t, where(t, b, funding.Filter{Statuses: []funding.Status{approved}, Ended: true})))
	require.Equal(t, "7.00", totalOf(t, where(t, b, funding.Filter{Ended: true})), "it changes nothing where no status is asked for")
}

// Each instalment of a joint award is divided by itself, so that none of its
// recipients' shares falls when the next is paid.
func TestWithSplit_DividesInstalments(t *testing.T) {
	b := equally(t, trial(t, award("j", "ash birch cedar", event("2015-05-01", paid, "0.01"), event("2015-06-01", paid, "0.01"), event("2015-07-01", paid, "0.02"))))
	rows := rowsOf(t, b, funding.ByVanguard)
	require.Equal(t, "0.03", rows[funding.Key{Vanguard: who("ash")[0]}].Sum.String())
	require.Equal(t, "0.01", rows[funding.Key{Vanguard: who("birch")[0]}].Sum.String())
	require.Equal(t, "0.00", rows[funding.Key{Vanguard: who("cedar")[0]}].Sum.String())
	late := where(t, b, funding.Filter{From: caremodel.MustParseDate("2015-07-01"), Vanguards: who("birch")})
	require.Equal(t, "0.01", totalOf(t, late), "its own share of the instalments that are asked for")
}

// What is left for those who wait rests on what the others have received.
func TestWithSplit_RestsOnUnknownHeirs(t *testing.T) {
	b := trial(t, award("j", "ash birch cedar", event("", approved, "£10m")), settling(award("a", "ash", event("", approved, "")), "j"))
	rows := rowsOf(t, equally(t, b), funding.ByVanguard)
	require.Equal(t, funding.Row{Key: funding.Key{Vanguard: who("birch")[0]}, Unknown: 1}, rows[funding.Key{Vanguard: who("birch")[0]}])
	full := trial(t, award("j", "ash birch cedar", event("", approved, "£10m")), settling(award("a", "ash", event("", approved, "")), "j"), settling(award("b", "birch", event("", approved, "£12m")), "j"))
	require.Equal(t, sumRow(funding.Key{Vanguard: who("cedar")[0]}, "0"), rowsOf(t, equally(t, full), funding.ByVanguard)[funding.Key{Vanguard: who("cedar")[0]}], "nothing is left whatever it was")
}

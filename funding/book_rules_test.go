package funding_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// award is an allocation of the trial programme: a key, the recipients' slugs and
// its events; 2015/16, transformation, revenue unless it is changed.
func award(id, recipients string, events ...funding.Event) funding.Allocation {
	return funding.Allocation{
		ID: funding.AllocationID(id), Element: id, Recipients: who(strings.Fields(recipients)...),
		Year: funding.MustParseFinancialYear("2015/16"), Stream: funding.StreamTransformation, Kind: funding.Revenue,
		Events: events,
	}
}

// event is a decision on a day, which may be blank, about an amount: "" is not
// stated.
func event(day string, s funding.Status, amount string) funding.Event {
	e := funding.Event{Status: s, Reason: "a test"}
	if day != "" {
		e.On = caremodel.MustParseDate(day)
	}
	if amount == "" {
		e.Figure.Bound = caremodel.NotStated
	} else {
		e.Figure.Amount = funding.MustParseMoney(amount)
	}
	return e
}

// trial is a book of these allocations.
func trial(t testing.TB, allocations ...funding.Allocation) *funding.Book {
	t.Helper()
	l := funding.Ledger{Allocations: allocations}
	l.Funds, l.Rounds = trialFunds()
	b, err := funding.NewBook(testProgramme(t), l)
	require.NoError(t, err)
	return b
}

// where is a view, of a filter that must be in order.
func where(t require.TestingT, b *funding.Book, f funding.Filter) *funding.Book {
	view, err := b.Where(f)
	require.NoError(t, err)
	return view
}

// rowOf returns the only row of a view: what it adds up to.
func rowOf(t testing.TB, b *funding.Book) funding.Row {
	t.Helper()
	table, err := b.Table()
	require.NoError(t, err)
	requireTotal(t, table.Total(), b)
	require.Equal(t, table.Total().Count+table.Total().Unknown, b.Len())
	return table.Total()
}

// requireTotal requires that the total of a view is the amount of its row: that it
// is known where the row's is.
func requireTotal(t require.TestingT, row funding.Row, b *funding.Book) {
	total, err := b.Total()
	amount, known := row.Amount()
	if !known {
		require.ErrorIs(t, err, validate.NotKnown)
		return
	}
	require.NoError(t, err)
	require.Equal(t, amount, total)
}

// rowsOf returns the rows of a table by key.
func rowsOf(t testing.TB, b *funding.Book, dims ...funding.Dimension) map[funding.Key]funding.Row {
	t.Helper()
	table, err := b.Table(dims...)
	require.NoError(t, err)
	out := map[funding.Key]funding.Row{}
	for row := range table.Rows() {
		out[row.Key] = row
	}
	require.Len(t, out, table.Len())
	return out
}

func sterling(text string) funding.Money { return funding.MustParseMoney(text) }

// sumRow is a row of these known amounts.
func sumRow(k funding.Key, amounts ...string) funding.Row {
	r := funding.Row{Key: k}
	for _, a := range amounts {
		m := sterling(a)
		r.Sum, _ = r.Sum.Add(m)
		if r.Count == 0 || m.Compare(r.Min) < 0 {
			r.Min = m
		}
		if r.Count == 0 || m.Compare(r.Max) > 0 {
			r.Max = m
		}
		r.Count++
	}
	return r
}

const (
	requested = funding.Requested
	earmarked = funding.Earmarked
	inPrinc   = funding.ApprovedInPrinciple
	approved  = funding.Approved
	paid      = funding.Paid
	declined  = funding.Declined
	withdrawn = funding.Withdrawn
)

// Without a status in the filter what is committed counts, once.
func TestBook_CommittedCounts(t *testing.T) {
	for name, tt := range map[string]struct {
		events []funding.Event
		want   funding.Row
	}{
		"approved":                      {[]funding.Event{event("", approved, "5")}, sumRow(funding.Key{}, "5")},
		"requested, then approved":      {[]funding.Event{event("", requested, "9"), event("", approved, "5")}, sumRow(funding.Key{}, "5")},
		"a later level replaces":        {[]funding.Event{event("", approved, "5"), event("", approved, "7")}, sumRow(funding.Key{}, "7")},
		"a level before a flow":         {[]funding.Event{event("", approved, "5"), event("", paid, "2"), event("", paid, "1")}, sumRow(funding.Key{}, "5")},
		"a tranche after a payment":     {[]funding.Event{event("", approved, "5"), event("", paid, "5"), event("", approved, "8")}, sumRow(funding.Key{}, "8")},
		"paid, never approved":          {[]funding.Event{event("", requested, "9"), event("", paid, "2"), event("", paid, "3")}, sumRow(funding.Key{}, "5")},
		"a clawback":                    {[]funding.Event{event("", paid, "5"), event("", paid, "-2")}, sumRow(funding.Key{}, "3")},
		"zero is a decision":            {[]funding.Event{event("", approved, "0")}, sumRow(funding.Key{}, "0")},
		"not stated is not zero":        {[]funding.Event{event("", approved, "")}, funding.Row{Unknown: 1}},
		"the last level is not stated":  {[]funding.Event{event("", approved, "5"), event("", approved, "")}, funding.Row{Unknown: 1}},
		"an instalment is not stated":   {[]funding.Event{event("", paid, "5"), event("", paid, "")}, funding.Row{Unknown: 1}},
		"requested only":                {[]funding.Event{event("", requested, "9")}, funding.Row{Uncommitted: 1}},
		"earmarked only":                {[]funding.Event{event("", earmarked, "9")}, funding.Row{Uncommitted: 1}},
		"in principle only, not stated": {[]funding.Event{event("", inPrinc, "")}, funding.Row{Uncommitted: 1}},
		"declined":                      {[]funding.Event{event("", requested, "9"), event("", declined, "")}, funding.Row{Uncommitted: 1}},
		"withdrawn":                     {[]funding.Event{event("", approved, "9"), event("", withdrawn, "0")}, funding.Row{Uncommitted: 1}},
		"paid, then withdrawn":          {[]funding.Event{event("", paid, "9"), event("", withdrawn, "0")}, funding.Row{Uncommitted: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			b := trial(t, award("a", "ash", tt.events...))
			require.Equal(t, tt.want, rowOf(t, b))
		})
	}
	require.Equal(t, funding.Row{}, rowOf(t, trial(t)), "no record is neither zero nor unknown")
}

// With statuses or strengths in the filter the strongest of them counts. What has
// ended was asked for, and what was paid was paid, but it is no promise any more,
// unless the filter asks for that too.
func TestBook_AskedStatusCounts(t *testing.T) {
	history := []funding.Event{
		event("", requested, "9"), event("", earmarked, "8"), event("", inPrinc, "7"),
		event("", approved, "6"), event("", approved, "5"), event("", paid, "2"), event("", paid, "2")}
	b := trial(t, award("a", "ash", history...), award("b", "birch", event("", requested, "100"), event("", declined, "0")),
		award("c", "cedar", slices.Concat(history, []funding.Event{event("", withdrawn, "1")})...))
	status := func(s ...funding.Status) funding.Filter { return funding.Filter{Statuses: s} }
	strength := func(s ...funding.Strength) funding.Filter { return funding.Filter{Strengths: s} }
	for _, tt := range []struct {
		filter      funding.Filter
		want, ended []string
	}{
		{status(requested), []string{"9", "100", "9"}, []string{"9", "100", "9"}},
		{status(earmarked), []string{"8"}, []string{"8", "8"}},
		{status(inPrinc), []string{"7"}, []string{"7", "7"}},
		{status(approved), []string{"5"}, []string{"5", "5"}},
		{status(paid), []string{"4", "4"}, []string{"4", "4"}},
		{status(withdrawn), []string{"1"}, []string{"1"}},
		{status(declined), []string{"0"}, []string{"0"}},
		{status(earmarked, requested), []string{"8", "100", "9"}, []string{"8", "100", "8"}},
		{status(earmarked, inPrinc), []string{"7"}, []string{"7", "7"}},
		{status(requested, approved), []string{"5", "100", "9"}, []string{"5", "100", "5"}},
		{status(paid, approved), []string{"4", "4"}, []string{"4", "4"}},
		{status(requested, declined), []string{"9", "100", "9"}, []string{"9", "100", "9"}},
		{status(approved, withdrawn), []string{"5", "1"}, []string{"5", "5"}},
		{status(declined, withdrawn), []string{"0", "1"}, []string{"0", "1"}},
		{strength(funding.Request), []string{"9", "100", "9"}, []string{"9", "100", "9"}},
		{strength(funding.Pledge), []string{"7"}, []string{"7", "7"}},
		{strength(funding.Commitment), []string{"5"}, []string{"5", "5"}},
		{strength(funding.Disbursement), []string{"4", "4"}, []string{"4", "4"}},
		{strength(funding.Request, funding.Commitment), []string{"5", "100", "9"}, []string{"5", "100", "5"}},
		{funding.Filter{Statuses: []funding.Status{requested, earmarked, paid}, Strengths: []funding.Strength{funding.Pledge, funding.Request}}, []string{"8", "100", "9"}, []string{"8", "100", "8"}},
		{funding.Filter{Statuses: []funding.Status{paid}, Strengths: []funding.Strength{funding.Pledge}}, nil, nil},
		{funding.Filter{}, []string{"5"}, []string{"5"}},
	} {
		row := func(f funding.Filter) funding.Row {
			table, err := where(t, b, f).Table()
			require.NoError(t, err)
			r := table.Total()
			r.Uncommitted = 0
			return r
		}
		require.Equal(t, sumRow(funding.Key{}, tt.want...), row(tt.filter), "%v", tt.filter)
		tt.filter.Ended = true
		require.Equal(t, sumRow(funding.Key{}, tt.ended...), row(tt.filter), "ended, %v", tt.filter)
	}
	// Views of views ask for what both name, and for what has ended if both do.
	both := where(t, where(t, b, status(requested, approved)), status(requested, paid))
	require.Equal(t, sumRow(funding.Key{}, "9", "100", "9"), rowOf(t, both))
	ended := status(approved)
	ended.Ended = true
	require.Equal(t, sumRow(funding.Key{}, "5", "5"), rowOf(t, where(t, where(t, b, ended), funding.Filter{Vanguards: who("ash", "cedar")})))
	require.Equal(t, sumRow(funding.Key{}, "5"), rowOf(t, where(t, where(t, b, ended), status(approved))), "a view of a view is no wider")
}

// By status and by strength each allocation stands in one row: its strongest, or
// where it ended.
func TestBook_ByStatus(t *testing.T) {
	b := trial(t,
		award("a", "ash", event("", requested, "9"), event("", approved, "5"), event("", paid, "2")),
		award("b", "birch", event("", requested, "9"), event("", earmarked, "4"), event("", inPrinc, "3")),
		award("c", "cedar", event("", requested, "7")),
		award("d", "damson", event("", requested, "6"), event("", declined, "0")),
		award("e", "elder", event("", approved, "5"), event("", withdrawn, "")),
	)
	require.Equal(t, map[funding.Key]funding.Row{
		{Status: paid}:      sumRow(funding.Key{Status: paid}, "2"),
		{Status: inPrinc}:   sumRow(funding.Key{Status: inPrinc}, "3"),
		{Status: requested}: sumRow(funding.Key{Status: requested}, "7"),
		{Status: declined}:  sumRow(funding.Key{Status: declined}, "0"),
		{Status: withdrawn}: {Key: funding.Key{Status: withdrawn}, Unknown: 1},
	}, rowsOf(t, b, funding.ByStatus))

	table, err := b.Table(funding.ByStrength)
	require.NoError(t, err)
	ended := sumRow(funding.Key{}, "0")
	ended.Unknown = 1
	require.Equal(t, []funding.Row{
		sumRow(funding.Key{Strength: funding.Request}, "7"), sumRow(funding.Key{Strength: funding.Pledge}, "3"),
		sumRow(funding.Key{Strength: funding.Disbursement}, "2"), ended,
	}, slices.Collect(table.Rows()))

	// The statuses that a filter names decide among themselves.
	require.Equal(t, map[funding.Key]funding.Row{
		{Status: approved}:  sumRow(funding.Key{Status: approved}, "5"),
		{Status: requested}: sumRow(funding.Key{Status: requested}, "9", "7", "6"),
	}, rowsOf(t, where(t, b, funding.Filter{Statuses: []funding.Status{requested, approved}}), funding.ByStatus))
}

// National money never adds up silently with local money.
func TestBook_MixedStreams(t *testing.T) {
	local := award("b", "ash", event("", paid, "3"))
	local.Stream = funding.StreamMatched
	wish := award("c", "ash", event("", requested, "7"))
	wish.Stream = funding.StreamElsewhere
	b := trial(t, award("a", "birch", event("", approved, "5")), local, wish)

	_, err := b.Total()
	require.ErrorIs(t, err, funding.MixedStreams)
	require.ErrorContains(t, err, "transformation and matched")
	_, err = b.Table(funding.ByVanguard)
	require.ErrorIs(t, err, funding.MixedStreams, "the rows do not mix, but their total would")

	require.Len(t, rowsOf(t, b, funding.ByStream), 3)
	both := where(t, b, funding.Filter{Streams: []funding.Stream{funding.StreamMatched, funding.StreamTransformation}})
	require.Equal(t, sumRow(funding.Key{}, "5", "3"), rowOf(t, both))
	alone := where(t, b, funding.Filter{Vanguards: who("birch")})
	require.Equal(t, sumRow(funding.Key{}, "5"), rowOf(t, alone))
	// What is not committed adds up with nothing.
	wishes := where(t, b, funding.Filter{Vanguards: who("ash"), Streams: []funding.Stream{funding.StreamElsewhere}})
	require.Equal(t, funding.Row{Uncommitted: 1}, rowOf(t, wishes))
}

// A joint award is counted once. By recipient it stands where all its recipients
// agree, otherwise under Joint.
func TestBook_JointAwards(t *testing.T) {
	b := trial(t,
		award("north", "ash fir", event("", approved, "10")),       // both PACS and North, two waves
		award("mixed", "birch cedar", event("", approved, "20")),   // two categories and regions, one wave
		award("blank", "damson gean", event("", approved, "30")),   // both MCP without a region, one without a wave
		award("single", "ash", event("", approved, "1")),           // one vanguard
		award("central", "", event("", approved, "2")),             // the programme's own
		award("all", "ash birch cedar", event("", approved, "40")), // first wave only
	)
	require.Equal(t, sumRow(funding.Key{}, "10", "20", "30", "1", "2", "40"), rowOf(t, b))

	key := func(k funding.Key, amounts ...string) funding.Row { return sumRow(k, amounts...) }
	require.Equal(t, map[funding.Key]funding.Row{
		{Category: "PACS"}: key(funding.Key{Category: "PACS"}, "10", "1"),
		{Category: "MCP"}:  key(funding.Key{Category: "MCP"}, "30"),
		{Joint: true}:      key(funding.Key{Joint: true}, "20", "40"),
		{}:                 key(funding.Key{}, "2"),
	}, rowsOf(t, b, funding.ByCategory))
	require.Equal(t, map[funding.Key]funding.Row{
		{Region: "North"}: key(funding.Key{Region: "North"}, "10", "1"),
		{Joint: true}:     key(funding.Key{Joint: true}, "20", "40"),
		{}:                key(funding.Key{}, "30", "2"),
	}, rowsOf(t, b, funding.ByRegion), "without a region stands with the programme's own")
	require.Equal(t, map[funding.Key]funding.Row{
		{Vanguard: who("ash")[0], Category: "PACS"}: key(funding.Key{Vanguard: who("ash")[0], Category: "PACS"}, "1"),
		{Category: "PACS", Joint: true}:             key(funding.Key{Category: "PACS", Joint: true}, "10"),
		{Category: "MCP", Joint: true}:              key(funding.Key{Category: "MCP", Joint: true}, "30"),
		{Joint: true}:                               key(funding.Key{Joint: true}, "20", "40"),
		{}:                                          key(funding.Key{}, "2"),
	}, rowsOf(t, b, funding.ByVanguard, funding.ByCategory), "what agrees is told though something else differs")
	require.Equal(t, map[funding.Key]funding.Row{
		{Wave: "first", Region: "North"}: key(funding.Key{Wave: "first", Region: "North"}, "1"),
		{Region: "North", Joint: true}:   key(funding.Key{Region: "North", Joint: true}, "10"),
		{Wave: "first", Joint: true}:     key(funding.Key{Wave: "first", Joint: true}, "20", "40"),
		{Joint: true}:                    key(funding.Key{Joint: true}, "30"),
		{}:                               key(funding.Key{}, "2"),
	}, rowsOf(t, b, funding.ByWave, funding.ByRegion), "one key is one row, whichever differs")

	// A filter keeps it only where all its recipients are meant.
	categories := func(c ...caremodel.Category) funding.Filter { return funding.Filter{Categories: c} }
	require.Equal(t, sumRow(funding.Key{}, "10", "1"), rowOf(t, where(t, b, categories("PACS"))))
	require.Equal(t, sumRow(funding.Key{}, "10", "20", "30", "1", "40"), rowOf(t, where(t, b, categories("PACS", "MCP"))), "central money has no category")
	require.Equal(t, sumRow(funding.Key{}, "20", "1", "40"), rowOf(t, where(t, b, funding.Filter{Waves: []string{"first"}})))
	require.Equal(t, sumRow(funding.Key{}, "30", "2"), rowOf(t, where(t, b, funding.Filter{Regions: []string{""}})), "what a table shows under blank")
	require.Equal(t, sumRow(funding.Key{}, "2"), rowOf(t, where(t, b, funding.Filter{Regions: []string{""}, Waves: []string{""}})))
	require.Equal(t, sumRow(funding.Key{}, "30"), rowOf(t, where(t, b, funding.Filter{Regions: []string{""}, Categories: []caremodel.Category{"MCP"}})), "central money has no category")
	require.Equal(t, sumRow(funding.Key{}, "1"), rowOf(t, where(t, b, funding.Filter{Vanguards: who("ash", "birch")})))
	yes, no := true, false
	require.Equal(t, sumRow(funding.Key{}, "10", "20", "30", "40"), rowOf(t, where(t, b, funding.Filter{Joint: &yes})))
	require.Equal(t, sumRow(funding.Key{}, "1", "2"), rowOf(t, where(t, b, funding.Filter{Joint: &no})))

	// Undivided lists what cannot be told apart.
	require.Equal(t, []int{0, 1, 2, 5}, slices.Collect(b.Undivided()))
	require.Equal(t, []int{1, 5}, slices.Collect(where(t, b, categories("PACS")).Undivided()))
	require.Equal(t, []int{0, 1, 5}, slices.Collect(where(t, b, funding.Filter{Vanguards: who("ash", "birch")}).Undivided()))
	require.Empty(t, slices.Collect(where(t, b, funding.Filter{Joint: &no}).Undivided()))
}

// A split that somebody names divides joint awards, to the penny.
func TestBook_WithSplit(t *testing.T) {
	b := trial(t,
		award("pair", "birch ash", event("", approved, "0.03")),
		award("three", "ash birch cedar", event("", approved, "1.00")),
		award("wish", "ash cedar", event("", requested, "7")),
		award("unknown", "ash cedar", event("", approved, "")),
		award("single", "ash", event("", approved, "5")),
	)
	source := caremodel.Source{Title: "the treasurer"}
	equal, err := b.WithSplit(funding.Split{Method: funding.SplitEqually, Source: source})
	require.NoError(t, err)
	ash, birch, cedar := funding.Key{Vanguard: who("ash")[0]}, funding.Key{Vanguard: who("birch")[0]}, funding.Key{Vanguard: who("cedar")[0]}
	with := func(r funding.Row, unknown, uncommitted int) funding.Row {
		r.Unknown, r.Uncommitted = unknown, uncommitted
		return r
	}
	require.Equal(t, map[funding.Key]funding.Row{
		ash:   with(sumRow(ash, "0.02", "0.34", "5"), 1, 1),
		birch: sumRow(birch, "0.01", "0.33"),
		cedar: with(sumRow(cedar, "0.33"), 1, 1),
	}, rowsOf(t, equal, funding.ByVanguard), "the odd penny goes to the earlier vanguard of the programme")
	require.Equal(t, with(sumRow(funding.Key{}, "0.01", "0.33"), 0, 0), rowOf(t, where(t, equal, funding.Filter{Vanguards: who("birch")})))
	require.Equal(t, []int{0, 1, 3, 4}, slices.Collect(equal.Positions()), "each allocation once")
	require.Equal(t, []int{2}, slices.Collect(equal.Uncommitted()))
	require.Equal(t, 4, equal.Len())
	require.Empty(t, slices.Collect(equal.Undivided()))

	weights := map[caremodel.VanguardID]int64{who("ash")[0]: 1, who("birch")[0]: 2, who("cedar")[0]: 7}
	later, err := equal.WithSplit(funding.Split{Method: funding.SplitByWeight, Weights: weights, Awards: []int{1}, Source: source})
	require.NoError(t, err)
	weights[who("ash")[0]] = 1000 // the view keeps its own
	require.Equal(t, sumRow(cedar, "0.70").Sum, rowsOf(t, later, funding.ByVanguard)[cedar].Sum)
	require.Equal(t, with(sumRow(ash, "0.02", "0.10", "5"), 1, 1), rowsOf(t, later, funding.ByVanguard)[ash], "other awards keep the earlier split")
	splits := later.Splits()
	require.Len(t, splits, 2)
	require.Equal(t, source, splits[1].Source)
	require.Equal(t, int64(1), splits[1].Weights[who("ash")[0]])
	require.Empty(t, b.Splits())

	for _, tt := range []struct {
		split funding.Split
		path  string
		code  validate.Code
	}{
		{funding.Split{Source: source}, "method", validate.Required},
		{funding.Split{Method: 9, Source: source}, "method", validate.Required},
		{funding.Split{Method: funding.SplitEqually}, "source.title", validate.Required},
		{funding.Split{Method: funding.SplitEqually, Weights: weights, Source: source}, "weights", validate.Conflict},
		{funding.Split{Method: funding.SplitEqually, Awards: []int{0, 4}, Source: source}, "awards[1]", validate.Unknown},
		{funding.Split{Method: funding.SplitEqually, Awards: []int{-1}, Source: source}, "awards[0]", validate.Unknown},
		{funding.Split{Method: funding.SplitEqually, Awards: []int{5}, Source: source}, "awards[0]", validate.Unknown},
		{funding.Split{Method: funding.SplitByWeight, Weights: map[caremodel.VanguardID]int64{who("ash")[0]: 1, who("birch")[0]: 1}, Source: source}, "weights", validate.Required},
		{funding.Split{Method: funding.SplitByWeight, Weights: map[caremodel.VanguardID]int64{who("ash")[0]: 0, who("birch")[0]: 1, who("cedar")[0]: 1}, Source: source}, "weights", validate.Range},
		{funding.Split{Method: funding.SplitByWeight, Weights: map[caremodel.VanguardID]int64{who("ash")[0]: 1 << 62, who("birch")[0]: 1 << 62, who("cedar")[0]: 1}, Source: source}, "weights", validate.Overflow},
		{funding.Split{Method: funding.SplitByWeight, Weights: map[caremodel.VanguardID]int64{who("oak")[0]: 1, who("ash")[0]: 1, who("birch")[0]: 1, who("cedar")[0]: 1}, Source: source}, "weights", validate.Unknown},
	} {
		_, err := b.WithSplit(tt.split)
		require.ErrorIs(t, err, tt.code, "%v", tt.split)
		require.ErrorContains(t, err, "funding.Book.WithSplit")
		v := slices.Collect(validate.Of(err).All())[0]
		require.Equal(t, tt.path, v.Path)
	}
}

// A joint award that later awards settle stands for what its recipients have not
// received under those, and for nothing once each has one.
func TestBook_Supersession(t *testing.T) {
	settles := func(a funding.Allocation, awards ...funding.AllocationID) funding.Allocation {
		a.Supersedes = awards
		return a
	}
	joint := award("joint", "ash birch cedar", event("2015-07-31", inPrinc, "£41m"))
	first := settles(award("first", "ash", event("2015-08-31", approved, "£10m")), "joint")
	second := settles(award("second", "birch", event("2015-09-30", approved, "£20m")), "joint")
	third := settles(award("third", "cedar", event("2015-10-31", approved, "£2m")), "joint")
	promised := funding.Filter{Statuses: []funding.Status{inPrinc, approved}}
	inPrinciple := funding.Filter{Statuses: []funding.Status{inPrinc}}

	b := trial(t, joint, first, second, third)
	for day, want := range map[string][]string{
		"2015-07-31": {"41m"}, "2015-08-31": {"31m", "10m"}, "2015-09-30": {"11m", "10m", "20m"}, "2015-10-31": {"10m", "20m", "2m"},
	} {
		view := b.AsAt(caremodel.MustParseDate(day))
		require.Equal(t, sumRow(funding.Key{}, want...), rowOf(t, where(t, view, promised)), day)
		require.Equal(t, sumRow(funding.Key{}, "41m"), rowOf(t, where(t, view, inPrinciple)), "asked for promises alone it counts in full")
		if len(want) < 3 {
			require.Equal(t, len(want)-1, rowOf(t, view).Count, "a promise is not a commitment")
			require.Equal(t, 1, rowOf(t, view).Uncommitted)
		}
	}
	require.Equal(t, []int{1, 2, 3}, slices.Collect(where(t, b, promised).Positions()), "settled, it stands for nothing")
	require.Equal(t, sumRow(funding.Key{}, "10m", "20m", "2m"), rowOf(t, b), "nor is it waiting to be committed")

	// Never below zero: the recipients have had more, and one is still waiting.
	more := trial(t, joint, first, settles(award("second", "birch", event("", approved, "£50m")), "joint"))
	require.Equal(t, sumRow(funding.Key{}, "0", "10m", "50m"), rowOf(t, where(t, more, promised)))
	// An heir that counts for nothing yet settles nothing; one that is not stated has its recipient served.
	wish := trial(t, joint, settles(award("wish", "ash", event("", requested, "£10m")), "joint"))
	require.Equal(t, sumRow(funding.Key{}, "41m"), rowOf(t, where(t, wish, promised)))
	hidden := trial(t, joint, first, second, settles(award("third", "cedar", event("", approved, "")), "joint"))
	require.Equal(t, funding.Row{Sum: sterling("30m"), Min: sterling("10m"), Max: sterling("20m"), Count: 2, Unknown: 1}, rowOf(t, where(t, hidden, promised)))
	// Supersession is judged whatever the filter keeps.
	next := first
	next.Year = next.Year.Next()
	years := trial(t, joint, next)
	this := where(t, where(t, years, promised), funding.Filter{Years: []funding.FinancialYear{joint.Year}})
	require.Equal(t, sumRow(funding.Key{}, "31m"), rowOf(t, this))
	require.Equal(t, sumRow(funding.Key{}, "31m", "10m"), rowOf(t, where(t, years, promised)))
	// In a chain the award in between stands for itself against the first.
	chain := trial(t, joint, settles(award("pair", "ash birch", event("", inPrinc, "£30m")), "joint"), settles(award("one", "ash", event("", approved, "£12m")), "pair"))
	require.Equal(t, sumRow(funding.Key{}, "11m", "18m", "12m"), rowOf(t, where(t, chain, promised)))
	// An award to somebody else settles nothing of it.
	other := trial(t, joint, settles(award("other", "elder", event("", approved, "£5m")), "joint"))
	require.Equal(t, sumRow(funding.Key{}, "41m", "5m"), rowOf(t, where(t, other, promised)))
	// Money without a recipient waits for money without a recipient.
	central := award("central", "", event("", inPrinc, "£34m"))
	central.Stream = funding.StreamCentralSupport
	handed := trial(t, central, settles(award("a", "ash", event("", approved, "£4m")), "central"))
	handed = where(t, where(t, handed, promised), funding.Filter{Streams: []funding.Stream{funding.StreamCentralSupport, funding.StreamTransformation}})
	require.Equal(t, sumRow(funding.Key{}, "34m", "4m"), rowOf(t, handed))
	// Under a split the rest is for those who wait.
	split, err := where(t, trial(t, joint, first), promised).WithSplit(funding.Split{Method: funding.SplitEqually, Source: caremodel.Source{Title: "a guess"}})
	require.NoError(t, err)
	rows := rowsOf(t, split, funding.ByVanguard)
	require.Equal(t, sterling("10m"), rows[funding.Key{Vanguard: who("ash")[0]}].Sum)
	require.Equal(t, sterling("15.5m"), rows[funding.Key{Vanguard: who("birch")[0]}].Sum)
	require.Equal(t, sterling("15.5m"), rows[funding.Key{Vanguard: who("cedar")[0]}].Sum)
}

// Multi-year money that no source divides stands under a key of its own and is
// kept only by a filter that names all its years.
func TestBook_MultiYear(t *testing.T) {
	y := funding.MustParseFinancialYear("2015/16")
	whole := award("a", "ash", event("2015-05-01", approved, "19m"))
	whole.Through = y.Add(2)
	same := award("b", "ash", event("2015-05-01", approved, "1m"))
	same.Through = y // the same as none
	b := trial(t, whole, same, award("c", "ash", event("2015-05-01", approved, "2m")))
	require.Equal(t, map[funding.Key]funding.Row{
		{Year: y}:                    sumRow(funding.Key{Year: y}, "1m", "2m"),
		{Year: y, Through: y.Add(2)}: sumRow(funding.Key{Year: y, Through: y.Add(2)}, "19m"),
	}, rowsOf(t, b, funding.ByYear))
	years := func(n int) funding.Filter {
		return funding.Filter{Years: slices.Collect(y.Through(y.Add(n - 1)))}
	}
	require.Equal(t, sumRow(funding.Key{}, "1m", "2m"), rowOf(t, where(t, b, years(1))))
	require.Equal(t, sumRow(funding.Key{}, "1m", "2m"), rowOf(t, where(t, b, years(2))))
	require.Equal(t, sumRow(funding.Key{}, "19m", "1m", "2m"), rowOf(t, where(t, b, years(3))))
	require.Equal(t, funding.Row{}, rowOf(t, where(t, b, funding.Filter{Years: []funding.FinancialYear{y.Add(9)}})))
}

// The predicates are asked of the event that counts, of payments each instalment.
func TestBook_Predicates(t *testing.T) {
	b := trial(t,
		award("a", "ash", event("2015-05-01", requested, "9"), event("2015-08-01", approved, "5"), event("2015-11-01", approved, "6")),
		award("b", "birch", event("2015-06-01", paid, "2"), event("2015-09-01", paid, "3"), event("2015-12-01", paid, "-1")),
		award("c", "cedar", event("2015-07-01", approved, "")),
		award("d", "damson", event("2015-07-01", requested, "9")),
	)
	day := caremodel.MustParseDate
	amount := func(text string) *funding.Money { m := sterling(text); return &m }
	for _, tt := range []struct {
		filter funding.Filter
		want   funding.Row
	}{
		{funding.Filter{}, funding.Row{Sum: sterling("10"), Min: sterling("4"), Max: sterling("6"), Count: 2, Unknown: 1, Uncommitted: 1}},
		{funding.Filter{From: day("2015-11-01")}, sumRow(funding.Key{}, "6", "-1")},
		{funding.Filter{Until: day("2015-10-31")}, funding.Row{Sum: sterling("5"), Min: sterling("5"), Max: sterling("5"), Count: 1, Unknown: 1}},
		{funding.Filter{From: day("2015-09-01"), Until: day("2015-09-01")}, sumRow(funding.Key{}, "3")},
		{funding.Filter{AtLeast: amount("3")}, sumRow(funding.Key{}, "6", "3")},
		{funding.Filter{AtMost: amount("2.99")}, sumRow(funding.Key{}, "1")},
		{funding.Filter{AtLeast: amount("2"), AtMost: amount("2")}, sumRow(funding.Key{}, "2")},
		{funding.Filter{Statuses: []funding.Status{requested}, Until: day("2015-06-30")}, sumRow(funding.Key{}, "9")},
	} {
		require.Equal(t, tt.want, rowOf(t, where(t, b, tt.filter)), "%+v", tt.filter)
	}
	narrow := where(t, where(t, b, funding.Filter{From: day("2015-06-01"), AtMost: amount("3")}), funding.Filter{Until: day("2015-09-01"), AtLeast: amount("3")})
	require.Equal(t, sumRow(funding.Key{}, "3"), rowOf(t, narrow), "predicates of views of views combine")
}

// What was known on a day; an event without a day rests on the rule.
func TestBook_AsAt(t *testing.T) {
	published := event("", approved, "3")
	published.Figure.Source.Published = caremodel.MustParseDate("2015-10-10")
	b := trial(t,
		award("dated", "ash", event("2015-05-01", requested, "9"), event("2015-08-01", approved, "5"), event("2015-11-01", approved, "6")),
		award("published", "birch", published),
		award("next", "cedar", event("", approved, "7"), event("", approved, "8"), event("2015-12-24", paid, "8")),
		award("year", "damson", event("", approved, "1")),
		award("ended", "elder", event("2015-05-01", approved, "4"), event("2015-06-01", withdrawn, "0")),
	)
	for day, want := range map[string]funding.Row{
		"2015-04-30": {},
		"2015-05-01": {Sum: sterling("4"), Min: sterling("4"), Max: sterling("4"), Count: 1, Uncommitted: 1},
		"2015-06-01": {Uncommitted: 2},
		"2015-08-01": {Sum: sterling("5"), Min: sterling("5"), Max: sterling("5"), Count: 1, Uncommitted: 1},
		"2015-10-10": {Sum: sterling("8"), Min: sterling("3"), Max: sterling("5"), Count: 2, Uncommitted: 1},
		"2015-12-23": {Sum: sterling("9"), Min: sterling("3"), Max: sterling("6"), Count: 2, Uncommitted: 1},
		"2015-12-24": {Sum: sterling("17"), Min: sterling("3"), Max: sterling("8"), Count: 3, Uncommitted: 1},
		"2016-03-30": {Sum: sterling("17"), Min: sterling("3"), Max: sterling("8"), Count: 3, Uncommitted: 1},
		"2016-03-31": {Sum: sterling("18"), Min: sterling("1"), Max: sterling("8"), Count: 4, Uncommitted: 1},
	} {
		view := b.AsAt(caremodel.MustParseDate(day))
		require.Equal(t, want, rowOf(t, view), day)
		require.Equal(t, want, rowOf(t, view.AsAt(caremodel.MustParseDate("2020-01-01"))), "the earlier day holds")
		require.Equal(t, []int{1, 2, 3}, slices.Collect(view.Undated()))
	}
	require.Same(t, b, b.AsAt(caremodel.Date{}))
	require.Equal(t, []int{2}, slices.Collect(where(t, b, funding.Filter{Vanguards: who("cedar")}).Undated()))
}

// What leads nowhere is an error with its place, not a zero.
func TestBook_WhereRefuses(t *testing.T) {
	b := trial(t, award("a", "ash", event("", approved, "5")))
	most, least := sterling("1"), sterling("2")
	for _, tt := range []struct {
		filter funding.Filter
		path   string
		code   validate.Code
	}{
		{funding.Filter{Categories: []caremodel.Category{"PACS", "PAC"}}, "categories[1]", validate.Unknown},
		{funding.Filter{Waves: []string{"thrid"}}, "waves[0]", validate.Unknown},
		{funding.Filter{Regions: []string{"East"}}, "regions[0]", validate.Unknown},
		{funding.Filter{Vanguards: who("oak")}, "vanguards[0]", validate.Unknown},
		{funding.Filter{Funds: []funding.FundID{"mian"}}, "funds[0]", validate.Unknown},
		{funding.Filter{Rounds: []funding.RoundID{"", "c"}}, "rounds[1]", validate.Unknown},
		{funding.Filter{Streams: []funding.Stream{"tranformation"}}, "streams[0]", validate.Unknown},
		{funding.Filter{Years: make([]funding.FinancialYear, 1)}, "years[0]", validate.Required},
		{funding.Filter{Kinds: []funding.Kind{0}}, "kinds[0]", validate.Range},
		{funding.Filter{Kinds: []funding.Kind{9}}, "kinds[0]", validate.Range},
		{funding.Filter{Statuses: []funding.Status{8}}, "statuses[0]", validate.Range},
		{funding.Filter{Strengths: []funding.Strength{0}}, "strengths[0]", validate.Range},
		{funding.Filter{From: caremodel.MustParseDate("2016-01-01"), Until: caremodel.MustParseDate("2015-01-01")}, "until", validate.Order},
		{funding.Filter{AtLeast: &least, AtMost: &most}, "at_most", validate.Order},
	} {
		_, err := b.Where(tt.filter)
		require.ErrorIs(t, err, tt.code, tt.path)
		require.ErrorContains(t, err, "funding.Book.Where")
		found := slices.Collect(validate.Of(err).All())
		require.Len(t, found, 1)
		require.Equal(t, tt.path, found[0].Path)
	}
	_, err := b.Where(funding.Filter{Funds: []funding.FundID{"mian"}, Categories: []caremodel.Category{"X"}, Statuses: []funding.Status{9}})
	require.Equal(t, 3, validate.Of(err).Len(), "every value, not the first")
	require.ErrorContains(t, err, `the nearest is "main"`)
	// What is known but has no money is a zero.
	require.Equal(t, funding.Row{}, rowOf(t, where(t, b, funding.Filter{Categories: []caremodel.Category{"UEC"}})))
	require.Equal(t, funding.Row{}, rowOf(t, where(t, b, funding.Filter{Streams: []funding.Stream{funding.StreamElsewhere}})))
	require.Equal(t, funding.Row{}, rowOf(t, where(t, b, funding.Filter{Funds: []funding.FundID{"main"}})))
	require.Equal(t, sumRow(funding.Key{}, "5"), rowOf(t, where(t, b, funding.Filter{Rounds: []funding.RoundID{""}})), "blank is outside any round")
}

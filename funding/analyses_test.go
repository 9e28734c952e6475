package funding_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// in puts an allocation into a round, a year and a stream.
func placed(a funding.Allocation, round funding.RoundID, year string, s funding.Stream) funding.Allocation {
	a.Round, a.Year, a.Stream = round, funding.MustParseFinancialYear(year), s
	return a
}

func moneyRatio(part, whole string) caremodel.Ratio {
	return caremodel.Ratio{Num: sterling(part).Pence(), Den: sterling(whole).Pence()}
}

func TestShortfall(t *testing.T) {
	b := trial(t,
		award("a", "ash", event("", requested, "£10m"), event("", approved, "£4m")),
		award("b", "birch", event("", requested, "£5m"), event("", approved, "£6m")),
		award("c", "cedar", event("", requested, "£9m")),
		award("d", "cedar", event("", requested, "£3m"), event("", approved, "£1m"), event("", withdrawn, "0")),
		award("e", "damson", event("", requested, ""), event("", approved, "£2m")),
		award("f", "elder fir", event("", approved, "£7m")),
		award("g", "", event("", requested, "£2m"), event("", approved, "£2m")),
	)
	got, err := b.Shortfall(funding.ByCategory)
	require.NoError(t, err)
	require.Equal(t, []funding.Shortfall{
		{funding.Key{Category: "PACS"}, sterling("£15m"), sterling("£10m"), sterling("£5m"), moneyRatio("10m", "15m"), funding.KnownOf{Known: 2, Of: 3}},
		{funding.Key{Category: "MCP"}, sterling("£3m"), sterling("£1m"), sterling("£2m"), moneyRatio("1m", "3m"), funding.KnownOf{Known: 1, Of: 3}},
		{funding.Key{Joint: true}, funding.Money{}, funding.Money{}, funding.Money{}, caremodel.Ratio{}, funding.KnownOf{Known: 0, Of: 2}},
		{funding.Key{}, sterling("£2m"), sterling("£2m"), funding.Money{}, moneyRatio("2m", "2m"), funding.KnownOf{Known: 1, Of: 1}},
	}, got)

	all, err := b.Shortfall()
	require.NoError(t, err)
	require.Equal(t, sterling("£7m"), all[0].Difference)
	require.Equal(t, "3 of 7 known", all[0].Coverage.String(), "the programme itself is no vanguard")
	south, err := where(t, b, funding.Filter{Regions: []string{"South"}}).Shortfall()
	require.NoError(t, err)
	require.Equal(t, []funding.Shortfall{{Requested: sterling("£5m"), Approved: sterling("£6m"), Difference: sterling("-£1m"), Rate: moneyRatio("6m", "5m"), Coverage: funding.KnownOf{Known: 1, Of: 2}}}, south)

	_, err = where(t, b, funding.Filter{Statuses: []funding.Status{approved}}).Shortfall()
	require.ErrorIs(t, err, validate.Conflict)
	_, err = b.Shortfall(funding.ByStatus)
	require.ErrorIs(t, err, validate.Conflict)
	_, err = b.Shortfall(funding.ByYear, funding.ByYear)
	require.ErrorIs(t, err, validate.Duplicate)
	local := placed(award("h", "ash", event("", requested, "£1m")), "", "2015/16", funding.StreamMatched)
	_, err = trial(t, award("a", "ash", event("", requested, "£10m")), local).Shortfall()
	require.ErrorIs(t, err, funding.MixedStreams)
}

func TestRemaining(t *testing.T) {
	b := trial(t,
		award("a", "ash", event("", approved, "£10m"), event("", paid, "£4m"), event("", paid, "£1m")),
		award("b", "birch", event("", approved, "£5m"), event("", paid, "£6m")),
		award("c", "cedar", event("", approved, "£9m")),
		award("d", "damson", event("", paid, "£3m")),
		award("e", "damson", event("", approved, "£3m"), event("", paid, "£1m"), event("", withdrawn, "0")),
		award("f", "gean", event("", approved, "£3m"), event("", paid, "")),
	)
	got, err := b.Remaining(funding.ByCategory)
	require.NoError(t, err)
	require.Equal(t, []funding.Remaining{
		{funding.Key{Category: "PACS"}, sterling("£15m"), sterling("£11m"), sterling("£4m"), funding.KnownOf{Known: 2, Of: 3}},
		{funding.Key{Category: "MCP"}, funding.Money{}, funding.Money{}, funding.Money{}, funding.KnownOf{Known: 0, Of: 3}},
	}, got)
	_, err = where(t, b, funding.Filter{Strengths: []funding.Strength{funding.Commitment}}).Remaining()
	require.ErrorIs(t, err, validate.Conflict)
}

func TestMatch(t *testing.T) {
	const national, local = funding.StreamTransformation, funding.StreamMatched
	b := trial(t,
		placed(award("a", "ash", event("", approved, "£4m")), "a", "2015/16", national),
		placed(award("b", "ash", event("", paid, "£7m")), "", "2015/16", local),
		placed(award("c", "ash", event("", paid, "£1m")), "", "2015/16", local),
		placed(award("d", "ash", event("", approved, "£9m")), "a", "2016/17", national), // nothing local
		placed(award("e", "birch", event("", approved, "£2m")), "a", "2015/16", national),
		placed(award("f", "birch", event("", paid, "")), "", "2015/16", local),
		placed(award("g", "fir", event("", approved, "0")), "a", "2015/16", national),
		placed(award("h", "fir", event("", paid, "£2m")), "", "2015/16", local),
		placed(award("i", "cedar", event("", approved, "£1m")), "", "2015/16", funding.StreamElsewhere),
	)
	got, err := b.Match(funding.ByCategory)
	require.NoError(t, err)
	require.Equal(t, []funding.Match{
		{funding.Key{Category: "PACS"}, sterling("£10m"), sterling("£4m"), moneyRatio("10m", "4m"), funding.KnownOf{Known: 2, Of: 3}},
	}, got)
	byYear, err := where(t, b, funding.Filter{Vanguards: who("ash", "fir")}).Match(funding.ByVanguard, funding.ByYear)
	require.NoError(t, err)
	ash, fir := who("ash")[0], who("fir")[0]
	y := funding.MustParseFinancialYear("2015/16")
	require.Equal(t, []funding.Match{
		{funding.Key{Vanguard: ash, Year: y}, sterling("£8m"), sterling("£4m"), moneyRatio("8m", "4m"), funding.KnownOf{Known: 1, Of: 1}},
		{funding.Key{Vanguard: ash, Year: y.Next()}, funding.Money{}, funding.Money{}, caremodel.Ratio{}, funding.KnownOf{Known: 0, Of: 1}},
		{funding.Key{Vanguard: fir, Year: y}, sterling("£2m"), funding.Money{}, caremodel.Ratio{}, funding.KnownOf{Known: 1, Of: 1}},
	}, byYear)
	_, err = b.Match(funding.ByRound)
	require.ErrorIs(t, err, validate.Conflict)
}

func TestChange(t *testing.T) {
	y := funding.MustParseFinancialYear("2015/16")
	multi := placed(award("m", "ash", event("", approved, "£90m")), "", "2015/16", funding.StreamTransformation)
	multi.Through = y.Next()
	b := trial(t,
		placed(award("a", "ash", event("", approved, "£4m")), "", "2015/16", funding.StreamTransformation),
		placed(award("b", "ash", event("", approved, "£2m")), "", "2016/17", funding.StreamTransformation),
		placed(award("c", "ash", event("", approved, "£1m")), "", "2016/17", funding.StreamTransformation),
		placed(award("d", "birch", event("", approved, "£5m")), "", "2015/16", funding.StreamTransformation), // nothing after
		placed(award("e", "cedar", event("", approved, "£1m")), "", "2015/16", funding.StreamTransformation),
		placed(award("f", "cedar", event("", approved, "")), "", "2016/17", funding.StreamTransformation),
		placed(award("g", "fir", event("", approved, "0")), "", "2015/16", funding.StreamTransformation),
		placed(award("h", "fir", event("", approved, "£2m")), "", "2016/17", funding.StreamTransformation),
		multi,
	)
	got, err := b.Change(y, y.Next(), funding.ByCategory)
	require.NoError(t, err)
	require.Equal(t, []funding.Change{
		{funding.Key{Category: "PACS"}, y, y.Next(), sterling("£4m"), sterling("£5m"), sterling("£1m"), moneyRatio("1m", "4m"), funding.KnownOf{Known: 2, Of: 3}},
		{funding.Key{Category: "MCP"}, y, y.Next(), funding.Money{}, funding.Money{}, funding.Money{}, caremodel.Ratio{}, funding.KnownOf{Known: 0, Of: 3}},
	}, got)
	back, err := b.Change(y.Next(), y, funding.ByVanguard)
	require.NoError(t, err)
	require.Equal(t, sterling("£1m"), back[0].Difference)

	for _, tt := range []struct {
		from, to funding.FinancialYear
		dim      funding.Dimension
		code     validate.Code
	}{
		{funding.FinancialYear{}, y, funding.ByCategory, validate.Required},
		{y, y, funding.ByCategory, validate.Conflict},
		{y, y.Next(), funding.ByYear, validate.Conflict},
		{y, y.Next(), funding.ByFund, validate.Conflict},
	} {
		_, err := b.Change(tt.from, tt.to, tt.dim)
		require.ErrorIs(t, err, tt.code)
	}
}

func TestPerHead(t *testing.T) {
	people := func(id caremodel.VanguardID) (int64, bool) {
		n, ok := map[caremodel.VanguardID]int64{who("ash")[0]: 100_000, who("birch")[0]: 50_000, who("cedar")[0]: 30_000, who("damson")[0]: 0}[id]
		return n, ok
	}
	b := trial(t,
		award("a", "ash", event("", approved, "£1m")), award("b", "ash", event("", approved, "£500,000")),
		award("c", "birch", event("", approved, "£1m")), award("d", "birch", event("", approved, "")),
		award("e", "ash birch", event("", approved, "£2m")),
		award("f", "cedar", event("", approved, "£1m")), award("g", "damson", event("", approved, "£7m")),
		award("h", "cedar elder", event("", approved, "£9m")),
	)
	got, err := b.PerHead(people, funding.ByCategory)
	require.NoError(t, err)
	require.Equal(t, []funding.PerHead{
		{funding.Key{Category: "PACS"}, sterling("£3.5m"), 150_000, funding.KnownOf{Known: 2, Of: 3}}, // birch's people through the joint award
		{funding.Key{Category: "MCP"}, sterling("£1m"), 30_000, funding.KnownOf{Known: 1, Of: 3}},
		{funding.Key{Joint: true}, funding.Money{}, 0, funding.KnownOf{Known: 0, Of: 2}},
	}, got)
	each, err := got[0].Amount(funding.HalfEven)
	require.NoError(t, err)
	require.Equal(t, sterling("£23.33"), each)
	_, err = got[2].Amount(funding.HalfEven)
	require.ErrorIs(t, err, validate.Range)

	_, err = b.PerHead(nil, funding.ByCategory)
	require.ErrorIs(t, err, validate.Required)
	_, err = b.PerHead(people, funding.ByStrength)
	require.ErrorIs(t, err, validate.Conflict)
	_, err = b.PerHead(func(caremodel.VanguardID) (int64, bool) { return math.MaxInt64, true })
	require.ErrorIs(t, err, validate.Overflow)
}

func TestRealTerms(t *testing.T) {
	y := funding.MustParseFinancialYear
	multi := placed(award("m", "ash", event("", approved, "£90m")), "", "2015/16", funding.StreamTransformation)
	multi.Through = y("2016/17")
	b := trial(t,
		placed(award("a", "ash", event("", approved, "£1m")), "", "2015/16", funding.StreamTransformation),
		placed(award("b", "ash", event("", approved, "£1m")), "", "2016/17", funding.StreamTransformation),
		placed(award("c", "birch", event("", approved, "")), "", "2016/17", funding.StreamTransformation), multi,
	)
	d := funding.GDPDeflators2025()
	first, err := d.Real(sterling("£1m"), y("2015/16"), y("2024/25"))
	require.NoError(t, err)
	second, err := d.Real(sterling("£1m"), y("2016/17"), y("2024/25"))
	require.NoError(t, err)
	both, err := first.Add(second)
	require.NoError(t, err)

	got, err := b.RealTerms(d, y("2024/25"), funding.ByCategory)
	require.NoError(t, err)
	require.Equal(t, []funding.RealTerms{{funding.Key{Category: "PACS"}, y("2024/25"), sterling("£2m"), both, sterling("£90m"), funding.KnownOf{Known: 2, Of: 4}}}, got)
	byYear, err := b.RealTerms(d, y("2024/25"), funding.ByYear)
	require.NoError(t, err)
	require.Equal(t, []funding.RealTerms{
		{funding.Key{Year: y("2015/16")}, y("2024/25"), sterling("£1m"), first, funding.Money{}, funding.KnownOf{Known: 1, Of: 1}},
		{funding.Key{Year: y("2015/16"), Through: y("2016/17")}, y("2024/25"), funding.Money{}, funding.Money{}, sterling("£90m"), funding.KnownOf{Known: 0, Of: 1}},
		{funding.Key{Year: y("2016/17")}, y("2024/25"), sterling("£1m"), second, funding.Money{}, funding.KnownOf{Known: 1, Of: 2}},
	}, byYear)

	_, err = b.RealTerms(d, y("1999/00"))
	require.ErrorIs(t, err, validate.Unknown)
	_, err = b.RealTerms(d, funding.FinancialYear{})
	require.ErrorIs(t, err, validate.Required)
	_, err = b.RealTerms(d, y("2024/25"), funding.ByYear, funding.ByYear)
	require.ErrorIs(t, err, validate.Duplicate)
}

// Only a fund's own rounds use it, each allocation once, at the strength asked.
func TestHeadroom(t *testing.T) {
	y := funding.MustParseFinancialYear("2015/16")
	funds, rounds := trialFunds()
	funds[0].Limits = []funding.Limit{{From: y.Add(1), Through: y.Add(2), Amount: sterling("£50m")}, {From: y, Amount: sterling("£20m")}}
	rounds = append(rounds, funding.Round{ID: "c", Fund: "main", Year: y})
	multi := placed(award("m", "ash", event("", approved, "£3m")), "c", "2015/16", funding.StreamTransformation)
	multi.Through = y.Next()
	central := placed(award("central", "", event("", approved, "£4m")), "c", "2015/16", funding.StreamCentralSupport)
	l := funding.Ledger{Funds: funds, Rounds: rounds, Allocations: []funding.Allocation{
		placed(award("a", "ash", event("2015-05-01", requested, "£9m"), event("2015-06-01", approved, "£6m"), event("2015-07-01", paid, "£2m")), "c", "2015/16", funding.StreamTransformation),
		placed(award("b", "birch", event("2015-05-01", requested, "£8m"), event("2015-06-01", earmarked, "£5m")), "c", "2015/16", funding.StreamTransformation),
		placed(award("c", "cedar", event("2015-05-01", requested, "£7m")), "c", "2015/16", funding.StreamTransformation),
		placed(award("d", "damson", event("2015-05-01", approved, "£7m"), event("2015-06-01", paid, "£1m"), event("2015-07-01", withdrawn, "0")), "c", "2015/16", funding.StreamTransformation),
		placed(award("e", "elder", event("2015-05-01", approved, "£30m")), "a", "2016/17", funding.StreamTransformation),
		placed(award("f", "fir", event("2015-05-01", approved, "")), "a", "2016/17", funding.StreamTransformation),
		placed(award("local", "ash", event("2015-05-01", paid, "£99m")), "", "2015/16", funding.StreamMatched),
		placed(award("other", "ash", event("2015-05-01", paid, "£99m")), "z", "2015/16", funding.StreamTransformation),
		central, multi,
	}}
	b, err := funding.NewBook(testProgramme(t), l)
	require.NoError(t, err)
	got, err := b.Headroom("main")
	require.NoError(t, err)
	row := func(from, through funding.FinancialYear, s funding.Strength, limit, used, left string, known, unknown, undivided int) funding.Headroom {
		return funding.Headroom{Fund: "main", From: from, Through: through, Strength: s, Limit: sterling(limit), Used: sterling(used), Left: sterling(left), Coverage: funding.KnownOf{Known: known, Of: 7}, Unknown: unknown, MultiYear: undivided}
	}
	require.Equal(t, []funding.Headroom{
		row(y, y, funding.Request, "£20m", "£23m", "-£3m", 4, 0, 1),
		row(y, y, funding.Pledge, "£20m", "£16m", "£4m", 3, 0, 1),
		row(y, y, funding.Commitment, "£20m", "£11m", "£9m", 2, 0, 1),
		row(y, y, funding.Disbursement, "£20m", "£3m", "£17m", 2, 0, 0),
		row(y.Add(1), y.Add(2), funding.Request, "£50m", "£30m", "£20m", 1, 1, 1),
		row(y.Add(1), y.Add(2), funding.Pledge, "£50m", "£30m", "£20m", 1, 1, 1),
		row(y.Add(1), y.Add(2), funding.Commitment, "£50m", "£30m", "£20m", 1, 1, 1),
		row(y.Add(1), y.Add(2), funding.Disbursement, "£50m", "0", "£50m", 0, 0, 0),
	}, got)
	for _, h := range got {
		require.True(t, h.UpperBound())
	}
	only, err := where(t, b, funding.Filter{Vanguards: who("elder")}).Headroom("main")
	require.NoError(t, err)
	require.False(t, only[6].UpperBound(), "everybody that is meant is known")

	_, err = b.Headroom("mian")
	require.ErrorIs(t, err, validate.Unknown)
	require.ErrorContains(t, err, `the nearest is "main"`)
	_, err = b.Headroom("extra")
	require.ErrorIs(t, err, validate.Required)
	_, err = where(t, b, funding.Filter{Statuses: []funding.Status{paid}}).Headroom("main")
	require.ErrorIs(t, err, validate.Conflict)
}

// What no analysis knows is left out of JSON: it is not £0.00.
func TestAnalyses_JSONLeavesOutWhatIsNotKnown(t *testing.T) {
	y := funding.MustParseFinancialYear("2015/16")
	hidden := trial(t, award("a", "ash", event("", requested, ""), event("", approved, ""), event("", paid, "")),
		placed(award("b", "ash", event("", approved, "")), "", "2016/17", funding.StreamTransformation),
		placed(award("c", "ash", event("", paid, "")), "", "2015/16", funding.StreamMatched))
	hidden = where(t, hidden, funding.Filter{Streams: []funding.Stream{funding.StreamTransformation, funding.StreamMatched}, Vanguards: who("ash")})
	for name, ask := range map[string]func() (any, error){
		"shortfall": func() (any, error) { return hidden.Shortfall() },
		"remaining": func() (any, error) { return hidden.Remaining() },
		"match":     func() (any, error) { return hidden.Match() },
		"per head": func() (any, error) {
			return hidden.PerHead(func(caremodel.VanguardID) (int64, bool) { return 9, true })
		},
	} {
		rows, err := ask()
		require.NoError(t, err)
		encoded, err := json.Marshal(rows)
		require.NoError(t, err)
		require.JSONEq(t, `[{"key":{},"coverage":{"known":0,"of":1}}]`, string(encoded), name)
	}
	change, err := hidden.Change(y, y.Next())
	require.NoError(t, err)
	encoded, err := json.Marshal(change)
	require.NoError(t, err)
	require.JSONEq(t, `[{"key":{},"from":"2015/16","to":"2016/17","coverage":{"known":0,"of":1}}]`, string(encoded))
	real, err := hidden.RealTerms(funding.GDPDeflators2025(), y)
	require.NoError(t, err)
	encoded, err = json.Marshal(real)
	require.NoError(t, err)
	require.JSONEq(t, `[{"key":{},"prices":"2015/16","coverage":{"known":0,"of":3}}]`, string(encoded))

	stated, err := trial(t, award("a", "", event("", requested, "£2"), event("", approved, "£1"))).Shortfall()
	require.NoError(t, err)
	encoded, err = json.Marshal(stated)
	require.NoError(t, err)
	require.JSONEq(t, `[{"key":{},"requested":"2.00","approved":"1.00","difference":"1.00","rate":"100/200","coverage":{"known":0,"of":7}}]`, string(encoded), "the programme's own is known, and no vanguard's")
}

// Money per head, and from year to year, adds up no streams unasked.
func TestAnalyses_RefuseMixedStreams(t *testing.T) {
	y := funding.MustParseFinancialYear("2015/16")
	b := trial(t, award("a", "ash", event("", approved, "£1")), placed(award("b", "birch", event("", paid, "£2")), "", "2015/16", funding.StreamMatched))
	people := func(caremodel.VanguardID) (int64, bool) { return 100, true }
	_, err := b.PerHead(people)
	require.ErrorIs(t, err, funding.MixedStreams)
	_, err = b.PerHead(people, funding.ByVanguard)
	require.ErrorIs(t, err, funding.MixedStreams)
	rows, err := b.PerHead(people, funding.ByStream)
	require.NoError(t, err)
	require.Len(t, rows, 2)
	_, err = b.Change(y, y.Next())
	require.ErrorIs(t, err, funding.MixedStreams)
	_, err = b.Change(y, y.Next(), funding.ByStream)
	require.NoError(t, err)
	_, err = where(t, b, funding.Filter{Streams: []funding.Stream{funding.StreamMatched, funding.StreamTransformation}}).Change(y, y.Next())
	require.NoError(t, err)
}

// Sums over allocations of which both figures are known, whatever the dimensions:
// rows of any division add up to the whole, and to the records.
func TestAnalyses_AddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, l := testProgramme(t), drawLedger(t)
		for i := range l.Allocations {
			l.Allocations[i].Supersedes = nil
			l.Allocations[i].Stream = funding.StreamTransformation
		}
		b, err := funding.NewBook(p, l)
		require.NoError(t, err)
		dims := slices.DeleteFunc(drawDimensions(t), func(d funding.Dimension) bool { return d == funding.ByStatus || d == funding.ByStrength })

		last := func(a funding.Allocation, s funding.Status) (pence int64, known bool) {
			for _, e := range a.Events {
				switch {
				case e.Status != s:
				case s == paid:
					pence, known = pence+e.Figure.Amount.Pence(), true
				default:
					pence, known = e.Figure.Amount.Pence(), e.Figure.Known()
				}
			}
			if s == paid && slices.ContainsFunc(a.Events, func(e funding.Event) bool { return e.Status == paid && !e.Figure.Known() }) {
				known = false
			}
			return pence, known
		}
		var asked, given, owed int64
		for _, a := range l.Allocations {
			r, knownR := last(a, requested)
			g, knownG := last(a, approved)
			d, knownD := last(a, paid)
			if knownR && knownG {
				asked, given = asked+r, given+g
			}
			ended := slices.ContainsFunc(a.Events, func(e funding.Event) bool { return e.Status == withdrawn })
			if knownG && knownD && !ended {
				owed += g - d
			}
		}
		short, err := b.Shortfall(dims...)
		require.NoError(t, err)
		for _, s := range short {
			require.Equal(t, s.Requested.Pence()-s.Approved.Pence(), s.Difference.Pence())
			require.LessOrEqual(t, s.Coverage.Known, s.Coverage.Of)
			asked, given = asked-s.Requested.Pence(), given-s.Approved.Pence()
		}
		rest, err := b.Remaining(dims...)
		require.NoError(t, err)
		for _, r := range rest {
			owed -= r.Remaining.Pence()
		}
		require.Equal(t, [3]int64{}, [3]int64{asked, given, owed})
	})
}

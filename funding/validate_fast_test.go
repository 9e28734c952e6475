package funding_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// twist makes one thing about an allocation unusual, mostly wrong.
func twist(t *rapid.T, a *funding.Allocation) {
	texts := rapid.SampledFrom([]string{"", "x", "a\x01b", "£5", "\xff", "\ufffd", strings.Repeat("k", 81), strings.Repeat("t", 64<<10+1)})
	text := func() string { return texts.Draw(t, "text") }
	day := func() caremodel.Date {
		return rapid.SampledFrom([]caremodel.Date{
			{}, caremodel.MustParseDate("2015-03-31"), caremodel.MustParseDate("2016-03-31"), caremodel.MustParseDate("2016-04-01"),
			caremodel.MustParseDate("2017-03-31"), caremodel.MustParseDate("2017-06-30"), caremodel.MustParseDate("2017-07-01"), caremodel.MustParseDate("2030-01-01"),
		}).Draw(t, "day")
	}
	year := func() funding.FinancialYear {
		return rapid.SampledFrom([]funding.FinancialYear{
			{}, funding.MustParseFinancialYear("2015/16"), funding.MustParseFinancialYear("2016/17"), funding.MustParseFinancialYear("2019/20"),
		}).Draw(t, "year")
	}
	pence := func() funding.Money {
		return funding.Pence(rapid.SampledFrom([]int64{math.MinInt64, -1, 0, 1, 500_000, math.MaxInt64}).Draw(t, "pence"))
	}
	source := func() caremodel.Source {
		return rapid.SampledFrom([]caremodel.Source{
			{}, {Title: "x"}, {Title: "a\x01b"}, {URL: "example.org"}, {URL: "https://example.org/a b"}, {Publisher: "\xff"},
			{Published: caremodel.MustParseDate("2029-01-01")}, {Title: "x", Published: caremodel.MustParseDate("2029-01-01")},
		}).Draw(t, "source")
	}
	if len(a.Events) == 0 {
		a.Events = make([]funding.Event, 1)
	}
	e := &a.Events[rapid.IntRange(0, len(a.Events)-1).Draw(t, "event")]
	twists := []func(){
		func() { a.ID = funding.AllocationID(text()) },
		func() {
			a.Round = funding.RoundID(rapid.SampledFrom([]string{"", "round", "nowhere"}).Draw(t, "round"))
		},
		func() { a.Recipients = nil },
		func() { a.Recipients = append(slices.Clone(a.Recipients), place(1)) },
		func() { a.Recipients = []caremodel.VanguardID{{}} },
		func() { a.Recipients = []caremodel.VanguardID{place(99)} },
		func() { a.Year = year() },
		func() { a.Through = year() },
		func() { a.Element = text() },
		func() {
			a.Stream = funding.Stream(rapid.SampledFrom([]string{"", "matched", "Matched", "other", "a\x01"}).Draw(t, "stream"))
		},
		func() { a.Kind = funding.Kind(rapid.IntRange(0, 255).Draw(t, "kind")) },
		func() { a.Supersedes = []funding.AllocationID{"nothing"} },
		func() { a.Conditions = []funding.Condition{{Text: text(), Amount: pence()}} },
		func() { a.Note = text() },
		func() { a.Sources = nil },
		func() { a.Sources = []caremodel.Source{source()} },
		func() { a.Sources = []caremodel.Source{source(), source()} },
		func() { a.Events = nil },
		func() { a.Events = append(slices.Clone(a.Events), *e) },
		func() { e.On = day() },
		func() { e.Status = funding.Status(rapid.IntRange(0, 9).Draw(t, "status")) },
		func() { e.Status = funding.Status(rapid.IntRange(0, 255).Draw(t, "any status")) },
		func() { e.Reason = text() },
		func() { e.Others = []funding.Figure{{Amount: pence(), Source: source()}} },
		func() { e.Figure.Amount = pence() },
		func() { e.Figure.Precision = pence() },
		func() { e.Figure.Bound = caremodel.Bound(rapid.IntRange(0, 9).Draw(t, "bound")) },
		func() { e.Figure.Note = text() },
		func() { e.Figure.Source = source() },
	}
	twists[rapid.IntRange(0, len(twists)-1).Draw(t, "twist")]()
}

// plainLedger is a ledger of one allocation about which there is nothing to say.
func plainLedger() funding.Ledger {
	y := funding.MustParseFinancialYear("2016/17")
	return funding.Ledger{
		Funds:  []funding.Fund{{ID: "fund", Limits: []funding.Limit{{From: y, Amount: funding.MustParseMoney("£9bn")}}, Sources: said()}},
		Rounds: []funding.Round{{ID: "round", Fund: "fund", Year: y, Sources: said()}},
		Allocations: []funding.Allocation{{
			ID: "a", Round: "round", Recipients: []caremodel.VanguardID{place(0)}, Year: y, Stream: funding.StreamTransformation,
			Kind: funding.Revenue, Sources: said(),
			Events: []funding.Event{on("2016-05-19", funding.Requested, "£5,000"), on("2016-05-19", funding.Approved, "£5,000"), on("2016-12-01", funding.Paid, "£5,000")},
		}},
	}
}

// What the check passes as plain breaks no rule, however odd it is.
func TestValidate_PlainBreaksNoRule(t *testing.T) {
	p := smallProgramme(t, 5)
	plain, said := funding.Plain(plainLedger(), p, caremodel.Date{})
	require.True(t, plain[0])
	require.Zero(t, said[0].Len())
	odd := 0
	rapid.Check(t, func(t *rapid.T) {
		l := plainLedger()
		for range rapid.IntRange(1, 3).Draw(t, "twists") {
			twist(t, &l.Allocations[0])
		}
		programme, day := p, caremodel.Date{}
		if rapid.Bool().Draw(t, "without a programme") {
			programme = nil
		}
		if rapid.Bool().Draw(t, "with a day") {
			day = caremodel.MustParseDate("2018-01-01")
		}
		plain, said := funding.Plain(l, programme, day)
		if plain[0] {
			require.Zero(t, said[0].Len(), "%v of %+v", said[0], l.Allocations[0])
		}
		if said[0].Len() > 0 {
			odd++
		}
	})
	require.NotZero(t, odd)
}

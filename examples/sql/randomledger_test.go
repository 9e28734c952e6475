package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

var randomStreams = []funding.Stream{funding.StreamTransformation, funding.StreamMatched, "charity"}

// randomLedger returns a ledger in order with this many allocations for England's
// vanguards, the same for the same seed.
func randomLedger(t *testing.T, seed uint64, n int) funding.Ledger {
	t.Helper()
	g := ledgerMaker{Rand: rand.New(rand.NewPCG(seed, 15))}
	for v := range caremodel.England().All() {
		g.vanguards = append(g.vanguards, v.ID)
	}
	l := funding.Ledger{Funds: []funding.Fund{{ID: "fund"}}}
	for i := range 3 {
		l.Rounds = append(l.Rounds, funding.Round{ID: funding.RoundID(fmt.Sprint("round ", i)), Fund: "fund", Year: g.year(i)})
	}
	for i := range n {
		l.Allocations = append(l.Allocations, g.allocation(i, l.Allocations))
	}
	require.NoError(t, l.Validate(caremodel.England()).Err())
	return l
}

type ledgerMaker struct {
	*rand.Rand
	vanguards []caremodel.VanguardID
}

func (g ledgerMaker) year(i int) funding.FinancialYear {
	return funding.MustParseFinancialYear("2015/16").Add(i)
}

func (g ledgerMaker) often(percent int) bool { return g.IntN(100) < percent }

func (g ledgerMaker) allocation(i int, earlier []funding.Allocation) funding.Allocation {
	year := g.IntN(3)
	a := funding.Allocation{
		ID: funding.AllocationID(fmt.Sprintf("a%04d", i)), Element: fmt.Sprint("element ", i),
		Year: g.year(year), Stream: randomStreams[g.IntN(len(randomStreams))], Kind: funding.Kind(1 + g.IntN(3)),
	}
	if g.often(80) {
		a.Round = funding.RoundID(fmt.Sprint("round ", year))
	}
	if g.often(10) {
		a.Through = a.Year.Add(1 + g.IntN(2))
	}
	a.Recipients = g.recipients()
	if len(earlier) > 0 && g.often(40) {
		award := earlier[g.IntN(len(earlier))]
		if len(award.Supersedes) > 0 {
			award = g.first(award, earlier)
		}
		a.Supersedes, a.Stream = []funding.AllocationID{award.ID}, award.Stream
		if len(award.Recipients) > 0 && g.often(80) {
			a.Recipients = award.Recipients[:1+g.IntN(len(award.Recipients))]
		}
	}
	a.Events = g.events(a.Year)
	return a
}

// first returns the award that another supersedes: no heir has heirs of its own.
func (ledgerMaker) first(heir funding.Allocation, earlier []funding.Allocation) funding.Allocation {
	i := slices.IndexFunc(earlier, func(a funding.Allocation) bool { return a.ID == heir.Supersedes[0] })
	return earlier[i]
}

// recipients returns one vanguard as a rule, several of a joint award, and none of
// central support.
func (g ledgerMaker) recipients() []caremodel.VanguardID {
	n := 1
	if g.often(30) {
		n = 2 + g.IntN(3)
	} else if g.often(10) {
		return nil
	}
	ids := slices.Clone(g.vanguards)
	g.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids[:n]
}

// events returns a history in which each decision may follow the one before it.
func (g ledgerMaker) events(year funding.FinancialYear) []funding.Event {
	var events []funding.Event
	var last funding.Status
	day := year.Start()
	for range 1 + g.IntN(5) {
		var next []funding.Status
		for s := funding.Requested; s <= funding.Withdrawn; s++ {
			if last.CanBecome(s) && (s <= funding.Paid || g.often(30)) {
				next = append(next, s)
			}
		}
		if len(next) == 0 {
			break
		}
		last = next[g.IntN(len(next))]
		day = day.AddDays(g.IntN(90))
		events = append(events, g.event(last, day))
	}
	return events
}

func (g ledgerMaker) event(s funding.Status, day caremodel.Date) funding.Event {
	e := funding.Event{Status: s, Reason: "as the minutes have it"}
	if g.often(60) {
		e.On = day
	} else if g.often(50) {
		e.Figure.Source = caremodel.Source{Title: "Minutes", Published: day.AddDays(g.IntN(200))}
	}
	switch {
	case s.Strength() == 0:
	case g.often(10):
		e.Figure.Bound = caremodel.NotStated
	case s == funding.Paid && g.often(10):
		e.Figure.Amount = funding.Pence(-g.Int64N(1_000_000))
	default:
		e.Figure.Amount = funding.Pence(g.Int64N(1_000_000_00))
		e.Figure.Precision = funding.Pence(g.Int64N(2) * 500_00)
	}
	if g.often(10) {
		e.Others = []funding.Figure{{Amount: funding.Pence(g.Int64N(100)), Bound: caremodel.AtMost}, {Bound: caremodel.NotStated}}
	}
	return e
}

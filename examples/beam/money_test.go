package main

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// onBeam runs a job and returns its answer.
func onBeam(t *testing.T, job Job) Answer {
	t.Helper()
	job.Output = filepath.Join(t.TempDir(), "answer")
	require.NoError(t, job.run(t.Context()))
	answer, err := job.answer()
	require.NoError(t, err)
	return answer
}

// onOneMachine returns the rows of a book's own table.
func onOneMachine(t *testing.T, l funding.Ledger, q MoneyQuestion) []funding.Row {
	t.Helper()
	book, err := funding.NewBook(caremodel.England(), l)
	require.NoError(t, err)
	book, err = book.AsAt(q.AsAt).Where(q.Filter)
	require.NoError(t, err)
	table, err := book.Table(q.By...)
	require.NoError(t, err)
	return slices.Collect(table.Rows())
}

var (
	national = funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}}
	first    = funding.MustParseFinancialYear("2015/16")
)

// The embedded programme: the table of the whole, row by row and in its order.
func TestMoney_EnglandsMoney(t *testing.T) {
	for _, q := range []MoneyQuestion{
		{By: []funding.Dimension{funding.ByCategory, funding.ByYear}, Filter: national},
		{By: []funding.Dimension{funding.ByStream, funding.ByVanguard, funding.ByStatus}},
		{By: []funding.Dimension{funding.ByCategory, funding.ByYear}, Filter: national, AsAt: caremodel.MustParseDate("2015-12-31")},
		{By: []funding.Dimension{funding.ByRound, funding.ByWave}, Filter: funding.Filter{
			Streams: national.Streams, Statuses: []funding.Status{funding.ApprovedInPrinciple, funding.Requested}, Years: []funding.FinancialYear{first},
		}},
	} {
		answer := onBeam(t, Job{Money: q})
		require.NotEmpty(t, answer.Rows)
		require.Equal(t, onOneMachine(t, funding.EnglandLedger(), q), answer.Rows)
	}
}

// A generated feed in several files, its lines in no order: awards meet those that
// settle them, wherever they stood, and histories are put together before anything
// is counted.
func TestMoney_GeneratedMoney(t *testing.T) {
	g := rand.New(rand.NewPCG(2015, 3))
	ledger := randomLedger(t, g, 4000)
	lines, err := allocationLines(ledger)
	require.NoError(t, err)
	require.Greater(t, len(lines), 8000)
	for i, q := range []MoneyQuestion{
		{By: []funding.Dimension{funding.ByStream, funding.ByCategory, funding.ByYear}},
		{By: []funding.Dimension{funding.ByVanguard, funding.ByFund, funding.ByKind}, Filter: funding.Filter{Streams: []funding.Stream{"charity"}}, AsAt: first.End()},
		{By: []funding.Dimension{funding.ByRegion, funding.ByStrength, funding.ByStream}},
	} {
		setting := Setting{AtOnce: []int{10, 97, 0}[i]} // many parts of each row, some, and few
		answer := onBeam(t, Job{Setting: setting, Money: q, Allocations: spread(t, g, lines)})
		require.Equal(t, onOneMachine(t, ledger, q), answer.Rows)
	}
}

// The feed has what it is meant to have.
func TestMoney_GeneratedLedger(t *testing.T) {
	ledger := randomLedger(t, rand.New(rand.NewPCG(2015, 3)), 4000)
	var joint, central, settling, undated, years, clawed int
	for _, a := range ledger.Allocations {
		joint += one(a.Joint())
		central += one(len(a.Recipients) == 0)
		settling += one(len(a.Supersedes) > 0)
		years += one(a.LastYear() != a.Year)
		for _, e := range a.Events {
			undated += one(e.On.IsZero())
			clawed += one(e.Figure.Amount.Sign() < 0)
		}
	}
	for _, n := range []int{joint, central, settling, undated, years, clawed} {
		require.Greater(t, n, 50)
	}
	q := MoneyQuestion{By: []funding.Dimension{funding.ByStream}}
	whole := onOneMachine(t, ledger, q)
	for i := range ledger.Allocations {
		ledger.Allocations[i].Supersedes = nil
	}
	require.NotEqual(t, whole, onOneMachine(t, ledger, q), "supersession makes a difference")
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Rows that come in any order stand in that of a book's table, by every dimension.
func TestMoney_Order(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	for _, l := range []funding.Ledger{funding.EnglandLedger(), randomLedger(t, g, 500)} {
		o := newOrder(caremodel.England(), l)
		for d := funding.ByVanguard; d <= funding.ByRound; d++ {
			for e := funding.ByVanguard; e <= funding.ByRound; e++ {
				q := MoneyQuestion{By: []funding.Dimension{d, e, funding.ByStream}}
				if d == e || d == funding.ByStream || e == funding.ByStream {
					continue
				}
				want := onOneMachine(t, l, q)
				got := slices.Clone(want)
				g.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
				o.sort(got, q.By)
				require.Equal(t, want, got, "%v", q.By)
			}
		}
	}
}

// Whoever supersedes whom stands together, in any order of the pairs.
func TestMoney_Lineages(t *testing.T) {
	pairs := [][2]string{{"c", "b"}, {"e", "d"}, {"b", "a"}, {"g", "e"}, {"g", "d"}}
	for range len(pairs) {
		pairs = append(pairs[1:], pairs[0])
		f, i := &lineages{}, 0
		next := func(heir, award *string) bool {
			if i == len(pairs) {
				return false
			}
			*heir, *award = pairs[i][0], pairs[i][1]
			i++
			return true
		}
		for id, want := range map[string]string{"a": "a", "b": "a", "c": "a", "d": "d", "e": "d", "g": "d", "z": "z"} {
			f.ProcessElement(id, funding.Allocation{}, next, func(key string, _ funding.Allocation) { require.Equal(t, want, key, id) })
		}
	}
}

package funding_test

import (
	"cmp"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// drawAnyView draws views in any order of AsAt, Where and WithSplit.
func drawAnyView(t *rapid.T, b *funding.Book, l funding.Ledger) *funding.Book {
	for _, kind := range rapid.SliceOfN(rapid.SampledFrom([]string{"as at", "where", "split"}), 0, 3).Draw(t, "view") {
		var err error
		switch kind {
		case "as at":
			b = b.AsAt(drawDay(t, "as at"))
		case "where":
			b, err = b.Where(drawFilter(t))
		case "split":
			b, err = b.WithSplit(drawSplit(t, testProgramme(t), l))
		}
		require.NoError(t, err)
	}
	return b
}

// The view behind a row is the row: for every table, every row, and every order of
// views.
func TestTable_ViewIsTheRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		whole, err := funding.NewBook(testProgramme(t), l)
		require.NoError(t, err)
		b := drawAnyView(t, whole, l)
		table, err := b.Table(drawDimensions(t)...)
		if err != nil {
			require.ErrorIs(t, err, funding.MixedStreams)
			return
		}
		var behind []int
		for row := range table.Rows() {
			view, err := table.View(row.Key)
			require.NoError(t, err)
			again, err := view.Table()
			require.NoError(t, err)
			want := row
			want.Key = funding.Key{}
			require.Equal(t, want, again.Total())
			requireTotal(t, row, view)
			positions := slices.Collect(view.Positions())
			require.Equal(t, len(positions), view.Len())
			if len(b.Splits()) == 0 {
				require.Equal(t, row.Count+row.Unknown, view.Len())
			}
			behind = append(behind, positions...)
			summary, err := view.Summary()
			require.NoError(t, err)
			require.Equal(t, table.Vanguards(row.Key), summary.Vanguards)
			same, err := view.Table(table.Dimensions()...)
			require.NoError(t, err)
			require.Equal(t, []funding.Row{row}, slices.Collect(same.Rows()))
			encoded, err := json.Marshal(row)
			require.NoError(t, err)
			var back funding.Row
			require.NoError(t, json.Unmarshal(encoded, &back))
			if row.Count > 0 {
				require.Equal(t, row, back)
			}
		}
		slices.Sort(behind)
		if table.Len() > 0 && !slices.Contains(table.Dimensions(), funding.ByStatus) && !slices.Contains(table.Dimensions(), funding.ByStrength) {
			require.Equal(t, slices.Collect(b.Positions()), slices.Compact(behind))
		}
		_, err = table.View(funding.Key{Round: "nowhere"})
		require.ErrorIs(t, err, validate.Unknown)
	})
}

// A filter with the plain values of a row's key keeps the same.
func TestTable_ViewIsTheFilter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		whole, err := funding.NewBook(testProgramme(t), l)
		require.NoError(t, err)
		b := drawAnyView(t, whole, l)
		d := rapid.SampledFrom([]funding.Dimension{funding.ByVanguard, funding.ByCategory, funding.ByWave, funding.ByRegion, funding.ByYear, funding.ByStream, funding.ByKind, funding.ByFund, funding.ByRound}).Draw(t, "by")
		table, err := b.Table(d, funding.ByStream)
		if d == funding.ByStream {
			table, err = b.Table(d)
		}
		require.NoError(t, err)
		for row := range table.Rows() {
			k := row.Key
			f := funding.Filter{}
			if !slices.Contains([]funding.Stream{funding.StreamTransformation, funding.StreamMatched, funding.StreamElsewhere, "charity"}, k.Stream) || k.Joint {
				continue
			}
			f.Streams = []funding.Stream{k.Stream}
			switch {
			case d == funding.ByVanguard && !k.Vanguard.IsZero():
				f.Vanguards = []caremodel.VanguardID{k.Vanguard}
			case d == funding.ByCategory && k.Category != "":
				f.Categories = []caremodel.Category{k.Category}
			case d == funding.ByWave:
				f.Waves = []string{k.Wave}
			case d == funding.ByRegion:
				f.Regions = []string{k.Region}
			case d == funding.ByYear && k.Through.IsZero():
				f.Years = []funding.FinancialYear{k.Year}
			case d == funding.ByKind && k.Kind != 0:
				f.Kinds = []funding.Kind{k.Kind}
			case d == funding.ByFund:
				f.Funds = []funding.FundID{k.Fund}
			case d == funding.ByRound:
				f.Rounds = []funding.RoundID{k.Round}
			case d != funding.ByStream:
				continue
			}
			kept, err := where(t, b, f).Table()
			require.NoError(t, err)
			row.Key = funding.Key{}
			require.Equal(t, row, kept.Total(), "%v", f)
		}
	})
}

// Pages of all vanguards, with what is undivided and what has no recipient, add up
// to the whole; pages of years with what is of several years do.
func TestBook_PagesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		whole, err := funding.NewBook(testProgramme(t), l)
		require.NoError(t, err)
		view := where(t, drawAnyView(t, whole, l), funding.Filter{Streams: []funding.Stream{funding.StreamTransformation, funding.StreamMatched}})
		sum := func(b *funding.Book) int64 {
			s, err := b.Summary()
			require.NoError(t, err)
			return s.Sum.Pence()
		}
		var vanguards, years int64
		for _, id := range who(slugs()...) {
			vanguards += sum(where(t, view, funding.Filter{Vanguards: []caremodel.VanguardID{id}}))
		}
		for c := range view.Contributions() {
			if c.Amount == nil {
				continue
			}
			a := l.Allocations[c.Position]
			if len(a.Recipients) == 0 || len(a.Recipients) > 1 && !isPart(view, c.Position) {
				vanguards += c.Amount.Pence()
			}
			if a.LastYear() != a.Year {
				years += c.Amount.Pence()
			}
		}
		for y := range 5 {
			years += sum(where(t, view, funding.Filter{Years: []funding.FinancialYear{funding.MustParseFinancialYear("2015/16").Add(y)}}))
		}
		require.Equal(t, sum(view), vanguards)
		require.Equal(t, sum(view), years)
	})
}

// isPart reports whether a split divides the award at a position.
func isPart(b *funding.Book, position int) bool {
	return slices.ContainsFunc(b.Splits(), func(s funding.Split) bool {
		return len(s.Awards) == 0 || slices.Contains(s.Awards, position)
	})
}

// What was paid never falls from one day to the next but for a clawback, in no view
// of one recipient either.
func TestBook_PaidNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		for i := range l.Allocations {
			l.Allocations[i].Stream = funding.StreamTransformation
			for j := range l.Allocations[i].Events {
				f := &l.Allocations[i].Events[j].Figure
				f.Amount, _ = f.Amount.Abs()
				if !f.Known() {
					f.Bound = caremodel.Exactly // else the sum is not known any more
				}
			}
		}
		b, err := funding.NewBook(testProgramme(t), l)
		require.NoError(t, err)
		if rapid.Bool().Draw(t, "split") {
			b, err = b.WithSplit(drawSplit(t, testProgramme(t), l))
			require.NoError(t, err)
		}
		f := byStatus(paid)
		f.Vanguards = drawSome(t, "vanguards", who(slugs()...)...)
		view := where(t, b, f)
		day, last := caremodel.MustParseDate("2015-03-01"), int64(0)
		for range 12 {
			day = day.AddDays(rapid.IntRange(0, 200).Draw(t, "days"))
			s, err := view.AsAt(day).Summary()
			require.NoError(t, err)
			require.GreaterOrEqual(t, s.Sum.Pence(), last)
			last = s.Sum.Pence()
		}
	})
}

// No answer depends on the order of the records.
func TestBook_PermutedInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, l := testProgramme(t), drawLedger(t)
		other := l
		other.Allocations = rapid.Permutation(l.Allocations).Draw(t, "order")
		day, f, dims := drawDay(t, "as at"), drawFilter(t), drawDimensions(t)
		split := drawSplit(t, testProgramme(t), l)
		split.Awards = nil
		rows := func(l funding.Ledger) ([]funding.Row, validate.Code) {
			b, err := funding.NewBook(p, l)
			require.NoError(t, err)
			b, err = where(t, b.AsAt(day), f).WithSplit(split)
			require.NoError(t, err)
			table, err := b.Table(dims...)
			if err != nil {
				require.ErrorIs(t, err, funding.MixedStreams)
				return nil, funding.MixedStreams
			}
			return slices.Collect(table.Rows()), ""
		}
		first, code := rows(l)
		second, also := rows(other)
		require.Equal(t, code, also)
		require.Equal(t, first, second)
	})
}

// drawFundLedger draws a ledger whose rounds draw on a fund with limits.
func drawFundLedger(t *rapid.T) funding.Ledger {
	l := drawLedger(t)
	y := funding.MustParseFinancialYear("2015/16")
	for i := range l.Funds {
		l.Funds[i].Limits = []funding.Limit{
			{From: y, Amount: funding.Pence(rapid.Int64Range(0, 3000).Draw(t, "limit"))},
			{From: y.Next(), Through: y.Add(9), Amount: funding.Pence(rapid.Int64Range(0, 3000).Draw(t, "limit"))},
		}
	}
	for i := range l.Allocations {
		l.Allocations[i].Round = rapid.SampledFrom([]funding.RoundID{"a", "b", "z", ""}).Draw(t, "drawn on")
	}
	return l
}

// A fund is reported as overcommitted exactly where its headroom at commitment is
// below zero, and use never falls with a weaker strength.
func TestHeadroom_AgreesWithValidate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawFundLedger(t)
		b, err := funding.NewBook(testProgramme(t), l)
		if err != nil {
			require.ErrorIs(t, err, funding.Overspent)
			return
		}
		for i, f := range l.Funds {
			rooms, err := b.Headroom(f.ID)
			require.NoError(t, err)
			for j := range f.Limits {
				of := rooms[j*4 : j*4+4]
				path := "funds[" + string(rune('0'+i)) + "].limits[" + string(rune('0'+j)) + "].amount"
				require.Equal(t, of[funding.Commitment-1].Left.Sign() < 0, warned(b.Warnings(), funding.Overcommitted, path))
				for s := range 3 {
					require.GreaterOrEqual(t, of[s].Used.Pence(), of[s+1].Used.Pence(), "%v", funding.Strength(s+1))
				}
			}
		}
	})
}

// Where each heir names one award, an award loses the greater of its heir's figure
// and what the heir and its heirs come to.
func TestSupersession_ChainFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "awards")
		allocations := make([]funding.Allocation, n)
		heirs := map[int][]int{}
		figure := make([]*big.Int, n)
		for i := range allocations {
			pence := rapid.Int64Range(0, 20).Draw(t, "pence")
			figure[i] = big.NewInt(pence)
			recipients := "ash birch cedar damson"
			allocations[i] = award(string(rune('a'+i)), recipients, event("", approved, funding.Pence(pence).String()))
			if i > 0 && rapid.IntRange(0, 4).Draw(t, "settles") > 0 {
				to := rapid.IntRange(0, i-1).Draw(t, "award")
				allocations[i].Supersedes = []funding.AllocationID{allocations[to].ID}
				heirs[to] = append(heirs[to], i)
				allocations[i].Recipients = allocations[i].Recipients[:rapid.IntRange(1, 3).Draw(t, "recipients")]
			}
			allocations[i].Recipients = append(allocations[i].Recipients, who("elder")...) // who has nothing else
			if len(allocations[i].Supersedes) > 0 {
				allocations[i].Recipients = allocations[i].Recipients[:len(allocations[i].Recipients)-1]
			}
		}
		served := func(i int) bool { // every recipient has an award of its own
			for _, r := range allocations[i].Recipients {
				if !slices.ContainsFunc(heirs[i], func(h int) bool { return slices.Contains(allocations[h].Recipients, r) }) {
					return false
				}
			}
			return true
		}
		var left, comes func(i int) int64
		left = func(i int) int64 {
			rest := figure[i].Int64()
			for _, h := range heirs[i] {
				if slices.ContainsFunc(allocations[h].Recipients, func(r caremodel.VanguardID) bool { return slices.Contains(allocations[i].Recipients, r) }) {
					rest -= comes(h)
				}
			}
			if served(i) {
				return 0
			}
			return max(rest, 0)
		}
		comes = func(i int) int64 {
			all := left(i)
			for _, h := range heirs[i] {
				all += comes(h)
			}
			return max(figure[i].Int64(), all)
		}
		want := map[int]int64{}
		for i := range allocations {
			if !served(i) {
				want[i] = left(i)
			}
		}
		got := map[int]int64{}
		for c := range trialOf(t, allocations).Contributions() {
			got[c.Position] = c.Amount.Pence()
		}
		require.Equal(t, want, got)
	})
}

func trialOf(t *rapid.T, allocations []funding.Allocation) *funding.Book {
	l := funding.Ledger{Allocations: allocations}
	l.Funds, l.Rounds = trialFunds()
	b, err := funding.NewBook(testProgramme(t), l)
	require.NoError(t, err)
	return b
}

// Of how many vanguards a row is known: those with an amount and none that is not
// stated, of all that the key and the view mean.
func TestTable_Vanguards(t *testing.T) {
	b := trial(t,
		award("a", "ash", event("", approved, "1")), award("b", "ash", event("", approved, "")),
		award("c", "birch", event("", approved, "2")), award("d", "fir birch", event("", approved, "4")),
		award("e", "cedar", event("", requested, "8")), award("f", "", event("", approved, "16")),
		award("g", "ash damson", event("", approved, "32")),
	)
	table, err := b.Table(funding.ByCategory)
	require.NoError(t, err)
	for k, want := range map[funding.Key]funding.KnownOf{
		{Category: "PACS"}: {Known: 2, Of: 3}, // birch and fir; something of ash is not stated
		{Category: "MCP"}:  {Known: 0, Of: 3},
		{Category: "EHCH"}: {Known: 0, Of: 1}, // no row
		{Joint: true}:      {Known: 2, Of: 2},
		{}:                 {Known: 0, Of: 0},
	} {
		require.Equal(t, want, table.Vanguards(k), "%v", k)
	}
	require.Equal(t, funding.KnownOf{}, table.Vanguards(funding.Key{Category: "none"}))
	require.Equal(t, funding.KnownOf{}, funding.Table{}.Vanguards(funding.Key{}))
	summary, err := b.Summary()
	require.NoError(t, err)
	require.Equal(t, funding.KnownOf{Known: 3, Of: 7}, summary.Vanguards)
	for _, dims := range [][]funding.Dimension{nil, {funding.ByStream}, {funding.ByYear, funding.ByKind}} {
		table, err := b.Table(dims...)
		require.NoError(t, err)
		require.Equal(t, summary.Vanguards, table.Vanguards(funding.Key{}), "%v: no row is blank", dims)
	}
	require.Equal(t, "£55.00, known for 3 of 7 vanguards", summary.String())
	north, err := where(t, b, funding.Filter{Regions: []string{"North"}}).Summary()
	require.NoError(t, err)
	require.Equal(t, "£1.00, known for 0 of 3 vanguards", north.String(), "more of ash is not stated")
	hidden, err := trial(t, award("a", "ash", event("", approved, ""))).Summary()
	require.NoError(t, err)
	require.Equal(t, "not known for any of 7 vanguards", hidden.String())
	encoded, err := json.Marshal(hidden)
	require.NoError(t, err)
	require.JSONEq(t, `{"key":{},"count":0,"unknown":1,"uncommitted":0,"vanguards":{"known":0,"of":7}}`, string(encoded))
}

// The counts of a large book, taken from its cells, are those of its records.
func TestTable_VanguardsOfManyAllocations(t *testing.T) {
	b := flatBook(t, 50_000, 50)
	table, err := b.Table(funding.ByCategory, funding.ByStream, funding.ByYear)
	require.NoError(t, err)
	late, err := b.AsAt(caremodel.MustParseDate("2100-01-01")).Table(funding.ByCategory, funding.ByStream, funding.ByYear)
	require.NoError(t, err)
	byDay, err := where(t, b, funding.Filter{From: caremodel.MustParseDate("2000-01-01"), Streams: []funding.Stream{funding.StreamTransformation, funding.StreamMatched, funding.StreamElsewhere}}).Table(funding.ByCategory, funding.ByStream, funding.ByYear)
	require.NoError(t, err)
	counts := map[funding.Key]funding.KnownOf{}
	for r := range table.Rows() {
		counts[r.Key] = table.Vanguards(r.Key)
		require.Equal(t, counts[r.Key], late.Vanguards(r.Key))
		require.Equal(t, counts[r.Key], byDay.Vanguards(r.Key))
		view, err := table.View(r.Key)
		require.NoError(t, err)
		total, err := view.Total()
		require.NoError(t, err)
		require.Equal(t, r.Sum, total)
	}
	require.NotEmpty(t, slices.SortedFunc(maps.Keys(counts), func(a, b funding.Key) int { return cmp.Compare(a.Category, b.Category) }))
}

// A figure that is not stated is not £0.00.
func TestBook_NotKnown(t *testing.T) {
	hidden := trial(t, award("a", "ash", event("", approved, "")))
	_, err := hidden.Total()
	require.ErrorIs(t, err, validate.NotKnown)
	_, err = trial(t).Total()
	require.ErrorIs(t, err, validate.NotKnown, "no record is no figure")
	require.Equal(t, "0.00", totalOf(t, trial(t, award("a", "ash", event("", requested, "9")))), "none is committed")
	require.Equal(t, "0.00", totalOf(t, trial(t, award("a", "ash", event("", approved, "0")))))
	row := rowOf(t, hidden)
	_, known := row.Amount()
	require.False(t, known)
	encoded, err := json.Marshal(row)
	require.NoError(t, err)
	require.JSONEq(t, `{"key":{},"count":0,"unknown":1,"uncommitted":0}`, string(encoded))
	encoded, err = json.Marshal(rowOf(t, trial(t, award("a", "ash", event("", requested, "9")))))
	require.NoError(t, err)
	require.JSONEq(t, `{"key":{},"sum":"0.00","count":0,"unknown":0,"uncommitted":1}`, string(encoded))
}

// One award may supersede many, and have many payments without a day.
func TestNewBook_GrowsInStep(t *testing.T) {
	const n = 3000
	l := funding.Ledger{}
	l.Funds, l.Rounds = trialFunds()
	heir := award("heir", "ash", event("2016-01-01", approved, "1"))
	for i := range n {
		a := award("x"+funding.Pence(int64(i)).String(), "ash birch", event("2015-06-01", approved, "2"))
		l.Allocations = append(l.Allocations, a)
		heir.Supersedes = append(heir.Supersedes, a.ID)
	}
	payments := award("payments", "ash", event("", approved, "25000"))
	for range 25_000 {
		payments.Events = append(payments.Events, event("", paid, "1"))
	}
	l.Allocations = append(l.Allocations, heir, payments)
	b, err := funding.NewBook(testProgramme(t), l)
	require.NoError(t, err)
	require.Equal(t, "31000.00", totalOf(t, b), "3,000 awards of £2, £1 of the first of which is the heir's")
}

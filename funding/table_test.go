package funding_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

func TestTable_Refuses(t *testing.T) {
	b := trial(t, award("a", "ash", event("", approved, "5")))
	_, err := b.Table(funding.ByYear, funding.ByYear)
	require.ErrorIs(t, err, validate.Duplicate)
	_, err = b.Table(0)
	require.ErrorIs(t, err, validate.Range)
	_, err = b.Table(funding.ByRound + 1)
	require.ErrorIs(t, err, validate.Range)
	require.ErrorContains(t, err, "funding.Book.Table")
}

func TestTable_Row(t *testing.T) {
	b := trial(t, award("a", "ash", event("", approved, "5")), award("b", "birch cedar", event("", approved, "7")))
	table, err := b.Table(funding.ByCategory, funding.ByYear)
	require.NoError(t, err)
	require.Equal(t, []funding.Dimension{funding.ByCategory, funding.ByYear}, table.Dimensions())
	y := funding.MustParseFinancialYear("2015/16")
	row, ok := table.Row(funding.Key{Category: "PACS", Year: y})
	require.True(t, ok)
	require.Equal(t, funding.KnownOf{Known: 1, Of: 1}, row.Amounts())
	_, ok = table.Row(funding.Key{Joint: true, Year: y})
	require.True(t, ok)
	for _, k := range []funding.Key{
		{}, {Category: "PACS"}, {Category: "MCP", Year: y}, {Category: "nothing", Year: y}, {Category: "PACS", Year: y.Next()},
		{Category: "PACS", Year: y, Stream: funding.StreamTransformation}, {Category: "PACS", Year: y, Joint: true}, {Year: y},
	} {
		_, ok := table.Row(k)
		require.False(t, ok, "%+v", k)
	}
	var none funding.Table
	require.Zero(t, none.Len())
	require.Equal(t, funding.Row{}, none.Total())
	_, ok = none.Row(funding.Key{})
	require.False(t, ok)
}

// Rows of two parts of the data add up to the row of the whole, in any grouping
// and any order.
func TestRow_Merge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLedger(t)
		for i := range l.Allocations {
			l.Allocations[i].Supersedes = nil // what settles an award must be in its part
		}
		parts := make([]funding.Ledger, rapid.IntRange(1, 4).Draw(t, "parts"))
		for _, a := range l.Allocations {
			p := &parts[rapid.IntRange(0, len(parts)-1).Draw(t, "part")]
			p.Allocations = append(p.Allocations, a)
		}
		dims := drawDimensions(t)
		if !slices.Contains(dims, funding.ByStream) {
			dims = append(dims, funding.ByStream)
		}
		merged := map[funding.Key]funding.Row{}
		for _, i := range rapid.Permutation(slices.Collect(func(yield func(int) bool) {
			for i := range parts {
				if !yield(i) {
					return
				}
			}
		})).Draw(t, "order") {
			parts[i].Funds, parts[i].Rounds = l.Funds, l.Rounds
			table := tableOf(t, parts[i], dims...)
			for row := range table.Rows() {
				sum, err := merged[row.Key].Merge(row)
				require.NoError(t, err)
				other, err := row.Merge(merged[row.Key])
				require.NoError(t, err)
				require.Equal(t, sum, other)
				merged[row.Key] = sum
			}
		}
		whole := tableOf(t, l, dims...)
		require.Equal(t, whole.Len(), len(merged))
		for row := range whole.Rows() {
			require.Equal(t, row, merged[row.Key])
		}
	})
}

func tableOf(t require.TestingT, l funding.Ledger, dims ...funding.Dimension) funding.Table {
	b, err := funding.NewBook(testProgramme(t), l)
	require.NoError(t, err)
	table, err := b.Table(dims...)
	require.NoError(t, err)
	return table
}

func TestRow_MergeRefuses(t *testing.T) {
	a := funding.Row{Key: funding.Key{Joint: true}, Sum: funding.Pence(math.MaxInt64), Count: 1}
	_, err := a.Merge(funding.Row{Sum: funding.Pence(1), Count: 1})
	require.ErrorIs(t, err, validate.Conflict)
	_, err = a.Merge(a)
	require.ErrorIs(t, err, validate.Overflow)
	require.ErrorContains(t, err, "92233720368547758.07 + 92233720368547758.07")
	_, err = funding.Row{Count: math.MaxInt}.Merge(funding.Row{Count: 1})
	require.ErrorIs(t, err, validate.Overflow)
	same, err := a.Merge(funding.Row{})
	require.NoError(t, err)
	require.Equal(t, a, same)
}

// Every answer is the same whatever the order of the records, the way the
// questions are answered, and the number of processors.
func TestTable_OrderIndependence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, l := testProgramme(t), drawLedger(t)
		f := drawFilter(t)
		day := drawDay(t, "as at")
		dims := drawDimensions(t)
		if !slices.Contains(dims, funding.ByStream) {
			dims = append(dims, funding.ByStream)
		}
		ask := func(l funding.Ledger) []funding.Row {
			b, err := funding.NewBook(p, l)
			require.NoError(t, err)
			view, err := b.AsAt(day).Where(f)
			require.NoError(t, err)
			table, err := view.Table(dims...)
			require.NoError(t, err)
			return slices.Collect(table.Rows())
		}
		want := ask(l)
		l.Allocations = rapid.Permutation(l.Allocations).Draw(t, "allocations")
		l.Rounds = rapid.Permutation(l.Rounds).Draw(t, "rounds")
		l.Funds = rapid.Permutation(l.Funds).Draw(t, "funds")
		require.Equal(t, want, ask(l))
	})
}

// manyOf repeats a ledger's allocations, with keys of their own.
func manyOf(l funding.Ledger, times int) funding.Ledger {
	once := l.Allocations
	l.Allocations = nil
	for n := range times {
		for _, a := range once {
			a.ID, a.Element = funding.AllocationID(fmt.Sprintf("%s/%d", a.ID, n)), fmt.Sprintf("%s/%d", a.Element, n)
			a.Supersedes = slices.Clone(a.Supersedes)
			for i := range a.Supersedes {
				a.Supersedes[i] += funding.AllocationID(fmt.Sprintf("/%d", n))
			}
			l.Allocations = append(l.Allocations, a)
		}
	}
	return l
}

// A large book answers from what it has added up beforehand; the answers are those
// of walking over the allocations, and of the model.
func TestTable_OfManyAllocations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, l := testProgramme(t), manyOf(drawLedger(t), 150)
		b, err := funding.NewBook(p, l)
		require.NoError(t, err)
		f := drawFilter(t)
		view, err := b.Where(f)
		require.NoError(t, err)
		if rapid.Bool().Draw(t, "split") {
			view, err = view.WithSplit(drawSplit(t, testProgramme(t), l))
			require.NoError(t, err)
		}
		dims := drawDimensions(t)
		if !slices.Contains(dims, funding.ByStream) {
			dims = append(dims, funding.ByStream)
		}
		table, err := view.Table(dims...)
		require.NoError(t, err)
		walked, err := view.AsAt(caremodel.MustParseDate("2100-01-01")).Table(dims...) // nothing is later
		require.NoError(t, err)
		require.Equal(t, slices.Collect(walked.Rows()), slices.Collect(table.Rows()))
		require.Equal(t, walked.Total(), table.Total())
	})
}

// Many processors give what one gives.
func TestTable_Processors(t *testing.T) {
	book := flatBook(t, 100_000, 500)
	view := book.AsAt(caremodel.MustParseDate("2017-12-31"))
	dims := []funding.Dimension{funding.ByVanguard, funding.ByYear, funding.ByStream, funding.ByStatus}
	ask := func(processors int) []funding.Row {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		table, err := view.Table(dims...)
		require.NoError(t, err)
		return slices.Collect(table.Rows())
	}
	one := ask(1)
	require.NotEmpty(t, one)
	for _, n := range []int{2, 7} {
		require.Equal(t, one, ask(n))
	}
}

// A book is the same whatever the order of its records and the number of
// processors that built it.
func TestNewBook_Processors(t *testing.T) {
	p, l := smallProgramme(t, 500), flatLedger(100_000, 500)
	dims := []funding.Dimension{funding.ByVanguard, funding.ByYear, funding.ByStream, funding.ByStatus}
	build := func(processors int) []funding.Row {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		book, err := funding.NewBook(p, l)
		require.NoError(t, err)
		var rows []funding.Row
		for _, view := range []*funding.Book{book, book.AsAt(caremodel.MustParseDate("2017-12-31"))} {
			table, err := view.Table(dims...)
			require.NoError(t, err)
			rows = slices.AppendSeq(rows, table.Rows())
		}
		return rows
	}
	one := build(1)
	require.NotEmpty(t, one)
	random := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{1, 2, 7} {
		random.Shuffle(len(l.Allocations), func(i, j int) { l.Allocations[i], l.Allocations[j] = l.Allocations[j], l.Allocations[i] })
		require.Equal(t, one, build(n), n)
	}
}

// A book may be asked by many at once.
func TestBook_ConcurrentReaders(t *testing.T) {
	book := funding.England()
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(n)))
			for range 20 {
				year := funding.MustParseFinancialYear("2015/16").Add(random.IntN(3))
				view, err := book.AsAt(year.End()).Where(funding.Filter{Years: []funding.FinancialYear{year}})
				if err != nil {
					t.Error(err)
					return
				}
				table, err := view.Table(funding.ByCategory, funding.ByStream, funding.ByStatus)
				if err != nil {
					t.Error(err)
					return
				}
				for row := range table.Rows() {
					if again, ok := table.Row(row.Key); !ok || again != row {
						t.Error(row)
					}
				}
				book.Reconcile()
			}
		})
	}
	group.Wait()
}

// A sum that does not fit is an error that says what was added up; one that fits
// is right however large its parts.
func TestTable_Overflow(t *testing.T) {
	most := "92,233,720,368,547,758.07"
	b := trial(t, award("a", "ash", event("", paid, most), event("", paid, "-"+most)), award("b", "ash", event("", approved, most)), award("c", "birch", event("", paid, "-1")))
	require.Equal(t, funding.MustParseMoney("92,233,720,368,547,757.07"), rowOf(t, b).Sum)

	over := trial(t, award("a", "ash", event("", approved, most)), award("b", "ash", event("", approved, "0.01")))
	_, err := over.Total()
	require.ErrorIs(t, err, validate.Overflow)
	require.ErrorContains(t, err, "2 amounts from £0.01 to £92,233,720,368,547,758.07")
	_, err = over.Table(funding.ByYear)
	require.ErrorIs(t, err, validate.Overflow)
	apart := trial(t, award("a", "ash", event("", approved, most)), award("b", "birch", event("", approved, "0.01")))
	_, err = apart.Table(funding.ByVanguard)
	require.ErrorIs(t, err, validate.Overflow, "the rows fit, their total does not")
	require.ErrorContains(t, err, "2 amounts from £0.01 to £92,233,720,368,547,758.07")

	l := funding.Ledger{Allocations: []funding.Allocation{award("a", "ash", event("", paid, most), event("", paid, "0.01"))}}
	_, err = funding.NewBook(testProgramme(t), l)
	require.ErrorIs(t, err, validate.Overflow, "payments that cannot be added up")
	require.ErrorContains(t, err, `"a"`)
}

func TestTable_Shares(t *testing.T) {
	b := trial(t, award("a", "ash", event("", approved, "1")), award("b", "cedar", event("", approved, "1")), award("c", "elder", event("", approved, "1")), award("d", "", event("", approved, "0")))
	table, err := b.Table(funding.ByCategory)
	require.NoError(t, err)
	shares, err := table.Shares(1)
	require.NoError(t, err)
	var texts []string
	for k, share := range shares {
		texts = append(texts, string(k.Category)+" "+share.Percent(1))
	}
	require.Equal(t, []string{"PACS 33.4%", "MCP 33.3%", "EHCH 33.3%", " 0.0%"}, texts)

	for _, places := range []int{-1, 10} {
		_, err := table.Shares(places)
		require.ErrorIs(t, err, validate.Range)
	}
	for _, b := range []*funding.Book{trial(t), trial(t, award("a", "ash", event("", paid, "-5")))} {
		table, err := b.Table(funding.ByCategory)
		require.NoError(t, err)
		_, err = table.Shares(2)
		require.ErrorIs(t, err, validate.Range)
	}
}

// Shares add up to exactly 100 % and are the exact shares to the last place.
func TestTable_SharesProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []funding.Allocation
		for i, slug := range slugs() {
			e := event("", approved, "0")
			e.Figure.Amount = funding.Pence(rapid.Int64Range(0, 1<<40).Draw(t, "pence"))
			all = append(all, award(fmt.Sprint(i), slug, e))
		}
		b, err := funding.NewBook(testProgramme(t), funding.Ledger{Allocations: all})
		require.NoError(t, err)
		table, err := b.Table(funding.ByVanguard)
		require.NoError(t, err)
		places := rapid.IntRange(0, 9).Draw(t, "places")
		shares, err := table.Shares(places)
		if table.Total().Sum.IsZero() {
			require.ErrorIs(t, err, validate.Range)
			return
		}
		require.NoError(t, err)
		var sum, whole int64
		for k, share := range shares {
			row, _ := table.Row(k)
			sum, whole = sum+share.Num, share.Den
			exact := float64(row.Sum.Pence()) / float64(table.Total().Sum.Pence())
			require.InDelta(t, exact, share.Float64(), 1/float64(share.Den)+1e-12)
		}
		require.Equal(t, whole, sum)
	})
}

// writing is a table with every kind of label.
func writing(t testing.TB) funding.Table {
	multi := award("e", "fir", event("", approved, "£1.5m"))
	multi.Through = multi.Year.Next()
	b := trial(t,
		award("a", "ash", event("", approved, "£4.59m")), award("b", "birch cedar", event("", approved, "£41m")),
		award("c", "damson", event("", approved, "")), award("d", "", event("", approved, "£34m")), multi,
		award("f", "ash", event("", requested, "£9m")))
	table, err := b.Table(funding.ByVanguard, funding.ByYear)
	require.NoError(t, err)
	return table
}

func TestTable_WriteText(t *testing.T) {
	var b strings.Builder
	require.NoError(t, writing(t).WriteText(&b))
	require.Equal(t, `Vanguard          Year                         Sum  Amounts  Left out  Vanguards
The ash vanguard  2015/16            £4,590,000.00   1 of 1         1     1 of 1
The damson vang…  2015/16                not known   0 of 1         0     0 of 1
The fir vanguard  2015/16 to 2016…   £1,500,000.00   1 of 1         0     1 of 1
several jointly   2015/16           £41,000,000.00   1 of 1         0     2 of 2
no recipient      2015/16           £34,000,000.00   1 of 1         0     0 of 0
Total                               £81,090,000.00   4 of 5         1     4 of 7
`, b.String())
}

func TestTable_WriteMarkdown(t *testing.T) {
	var b strings.Builder
	require.NoError(t, writing(t).WriteMarkdown(&b))
	require.Equal(t, `| Vanguard | Year | Sum | Min | Max | Amounts | Left out | Vanguards |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
| The ash vanguard | 2015/16 | £4,590,000.00 | £4,590,000.00 | £4,590,000.00 | 1 of 1 | 1 | 1 of 1 |
| The damson vanguard | 2015/16 | not known |  |  | 0 of 1 | 0 | 0 of 1 |
| The fir vanguard | 2015/16 to 2016/17 | £1,500,000.00 | £1,500,000.00 | £1,500,000.00 | 1 of 1 | 0 | 1 of 1 |
| several jointly | 2015/16 | £41,000,000.00 | £41,000,000.00 | £41,000,000.00 | 1 of 1 | 0 | 2 of 2 |
| no recipient | 2015/16 | £34,000,000.00 | £34,000,000.00 | £34,000,000.00 | 1 of 1 | 0 | 0 of 0 |
| **Total** |  | **£81,090,000.00** | **£1,500,000.00** | **£41,000,000.00** | **4 of 5** | **1** | **4 of 7** |
`, b.String())
}

func TestTable_WriteCSV(t *testing.T) {
	var b strings.Builder
	require.NoError(t, writing(t).WriteCSV(&b))
	require.Equal(t, `vanguard,vanguard_name,year,through,joint,sum,min,max,count,unknown,uncommitted,vanguards_known,vanguards
ash,The ash vanguard,2015/16,,,4590000.00,4590000.00,4590000.00,1,0,1,1,1
damson,The damson vanguard,2015/16,,,,,,0,1,0,0,1
fir,The fir vanguard,2015/16,2016/17,,1500000.00,1500000.00,1500000.00,1,0,0,1,1
,,2015/16,,true,41000000.00,41000000.00,41000000.00,1,0,0,2,2
,,2015/16,,,34000000.00,34000000.00,34000000.00,1,0,0,0,0
`, b.String())
}

// However many dimensions and however long the names, text fits a terminal.
func TestTable_WriteTextWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dims := drawDimensions(t)
		if !slices.Contains(dims, funding.ByStream) {
			dims = append(dims, funding.ByStream)
		}
		table, err := funding.England().Table(dims...)
		require.NoError(t, err)
		var b strings.Builder
		require.NoError(t, table.WriteText(&b))
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		require.Len(t, lines, table.Len()+2)
		for _, line := range lines {
			require.LessOrEqual(t, utf8.RuneCountInString(line), 80)
			require.Equal(t, utf8.RuneCountInString(lines[0]), utf8.RuneCountInString(line), "%s", line)
		}
	})
}

func TestTable_WriteEmpty(t *testing.T) {
	var b strings.Builder
	var none funding.Table
	require.NoError(t, none.WriteText(&b))
	require.NoError(t, none.WriteMarkdown(&b))
	require.NoError(t, none.WriteCSV(&b))
	require.Equal(t, "Sum  Amounts  Left out  Vanguards\n"+
		"| Sum | Min | Max | Amounts | Left out | Vanguards |\n| ---: | ---: | ---: | ---: | ---: | ---: |\n"+
		"sum,min,max,count,unknown,uncommitted,vanguards_known,vanguards\n", b.String())
}

// failing is a writer that fails after some bytes.
type failing struct{ left int }

var errNoRoom = errors.New("no room")

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errNoRoom
	}
	return len(p), nil
}

func TestTable_WriteFails(t *testing.T) {
	table := writing(t)
	require.ErrorIs(t, table.WriteText(&failing{}), errNoRoom)
	require.ErrorIs(t, table.WriteMarkdown(&failing{}), errNoRoom)
	require.ErrorIs(t, table.WriteCSV(&failing{}), errNoRoom)
}

// The words of dimensions, split methods and verdicts are their text everywhere.
func TestBook_Ladders(t *testing.T) {
	requireLadder(t, funding.ParseDimension, "vanguard", "category", "wave", "region", "year", "stream", "kind", "status", "strength", "fund", "round")
	requireLadder(t, funding.ParseSplitMethod, "equally", "by-weight")
	requireLadder(t, funding.ParseVerdict, "agrees", "within-rounding", "over", "short", "cannot-be-checked")
}

// Answers are written as JSON in the library's own form, the same under both
// engines of the standard library.
func TestBook_JSON(t *testing.T) {
	b := trial(t, award("a", "ash birch", event("", approved, "5")), award("b", "elder", event("", approved, "")))
	table, err := b.Table(funding.ByCategory, funding.ByYear)
	require.NoError(t, err)
	rows, err := json.Marshal(slices.Collect(table.Rows()))
	require.NoError(t, err)
	require.Equal(t, `[{"key":{"category":"PACS","year":"2015/16"},"sum":"5.00","min":"5.00","max":"5.00","count":1,"unknown":0,"uncommitted":0},`+
		`{"key":{"category":"EHCH","year":"2015/16"},"count":0,"unknown":1,"uncommitted":0}]`, string(rows))

	yes, most := true, sterling("7")
	stated := total("5", caremodel.AtLeast, "0", 2)
	stated.Scope = funding.Filter{Years: englandYear(2015).Years, Statuses: []funding.Status{approved}, Joint: &yes, AtMost: &most}
	reconciled, err := json.Marshal(b.Reconcile(stated))
	require.NoError(t, err)
	require.Equal(t, `[{"stated":{"name":"a total","scope":{"years":["2015/16"],"statuses":["approved"],"joint":true,"at_most":"7.00"},"figure":{"amount":"5.00","bound":"at-least"},"items":2},`+
		`"verdict":"agrees","sum":"5.00","difference":"0.00","tolerance":"0.00","coverage":{"known":2,"of":2},"unknown":0,"reason":"£5.00 is at least £5.00; 2 of 2 known"}]`, string(reconciled))

	match, err := b.Match()
	require.NoError(t, err)
	short, err := json.Marshal(match)
	require.NoError(t, err)
	require.Equal(t, `[{"key":{},"coverage":{"known":0,"of":7}}]`, string(short))

	split := funding.Split{Method: funding.SplitByWeight, Weights: map[caremodel.VanguardID]int64{who("ash")[0]: 2}, Source: caremodel.Source{Title: "me"}}
	text, err := json.Marshal(split)
	require.NoError(t, err)
	require.Equal(t, `{"method":"by-weight","weights":{"`+who("ash")[0].String()+`":2},"source":{"title":"me"}}`, string(text))
	var back funding.Split
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, split, back)
}

// largeLedger is a flat ledger with joint, superseded and multi-event awards, each
// figure with a precision of its own.
func largeLedger(n int) funding.Ledger {
	l := flatLedger(n, 50)
	ids := make([]caremodel.VanguardID, 50)
	for i := range ids {
		ids[i] = l.Allocations[i].Recipients[0]
	}
	for i := range l.Allocations {
		a := &l.Allocations[i]
		a.Events[0].Figure.Precision = funding.Pence(int64(i % 1000))
		switch {
		case i%97 == 0:
			a.Recipients = ids[i%47 : i%47+3]
		case i%97 == 1:
			a.Supersedes = []funding.AllocationID{l.Allocations[i-1].ID}
			a.Recipients = ids[(i-1)%47 : (i-1)%47+1]
		case i%13 == 0:
			later := a.Events[0]
			later.Status, later.Reason = funding.Withdrawn, "a test"
			a.Events = append(a.Events, later)
		}
	}
	return l
}

// A large book with everything in it: what the processors count together, what is
// added up beforehand and what one walk gives are the same.
func TestTable_LargeBook(t *testing.T) {
	l := largeLedger(60_000)
	book, err := funding.NewBook(smallProgramme(t, 50), l)
	require.NoError(t, err)
	last := caremodel.MustParseDate("2100-01-01")
	split, err := book.WithSplit(funding.Split{Method: funding.SplitEqually, Source: caremodel.Source{Title: "a test"}})
	require.NoError(t, err)
	for _, view := range []*funding.Book{book, split, where(t, book, funding.Filter{Strengths: []funding.Strength{funding.Commitment, funding.Disbursement}})} {
		for _, dims := range [][]funding.Dimension{
			{funding.ByStream}, {funding.ByCategory, funding.ByYear, funding.ByStream},
			{funding.ByVanguard, funding.ByYear, funding.ByStream, funding.ByKind, funding.ByStatus},
		} {
			table, err := view.Table(dims...)
			require.NoError(t, err)
			walked, err := view.AsAt(last).Table(dims...)
			require.NoError(t, err)
			require.Equal(t, slices.Collect(walked.Rows()), slices.Collect(table.Rows()))
			require.Equal(t, view.AsAt(last).Len(), view.Len())
		}
		_, err := view.Total()
		require.ErrorIs(t, err, funding.MixedStreams)
		_, err = view.AsAt(last).Total()
		require.ErrorIs(t, err, funding.MixedStreams)
	}
	// The half-widths of all amounts, however many different ones there are.
	year := funding.Stated{Name: "a year", Figure: funding.Figure{Amount: funding.Pence(1)}}
	year.Scope = funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}, Joint: new(bool)}
	var width int64
	for i := range where(t, book, year.Scope).Positions() {
		width += l.Allocations[i].Events[0].Figure.Precision.Pence()
	}
	require.Equal(t, width, book.Reconcile(year)[0].Tolerance.Pence())
}

// Who looks for the first stops at the first.
func TestTable_IteratorsStop(t *testing.T) {
	england := funding.England()
	july := england.AsAt(caremodel.MustParseDate("2015-07-31"))
	for name, seq := range map[string]func(func(int) bool){
		"positions": england.Positions(), "uncommitted": july.Uncommitted(), "undated": england.Undated(), "straddling": july.Undivided(),
	} {
		n := 0
		for range seq {
			n++
			break
		}
		require.Equal(t, 1, n, name)
	}
	split, err := july.WithSplit(funding.Split{Method: funding.SplitEqually, Source: caremodel.Source{Title: "a test"}})
	require.NoError(t, err)
	for i := range split.Uncommitted() {
		require.Equal(t, 0, i)
		break
	}
	table, err := england.Table(funding.ByStream)
	require.NoError(t, err)
	shares, err := table.Shares(0)
	require.NoError(t, err)
	for k := range shares {
		require.Equal(t, funding.StreamTransformation, k.Stream)
		break
	}
	require.Equal(t, "england-2015", england.Programme().Slug())
}

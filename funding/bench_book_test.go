package funding_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// flatLedger is a ledger in order of n allocations of one event each, spread over
// vanguards, four years, three streams and two kinds.
func flatLedger(n, vanguards int) funding.Ledger {
	ids := make([]caremodel.VanguardID, vanguards)
	for i := range ids {
		ids[i] = caremodel.VanguardIDFor("test", fmt.Sprintf("place-%d", i))
	}
	first := funding.MustParseFinancialYear("2015/16")
	streams := []funding.Stream{funding.StreamTransformation, funding.StreamMatched, funding.StreamElsewhere}
	sources := []caremodel.Source{{Publisher: "test"}}
	l := funding.Ledger{Allocations: make([]funding.Allocation, n)}
	for i := range l.Allocations {
		year := first.Add(i / vanguards % 4)
		event := funding.Event{On: year.Start().AddDays(i % 300), Status: funding.Approved, Figure: funding.Figure{Amount: funding.Pence(int64(100_000 + i*7919%90_000_000))}}
		if i%3 == 1 {
			event.Status = funding.Paid
		}
		l.Allocations[i] = funding.Allocation{
			ID: funding.AllocationID(fmt.Sprintf("allocation-%d", i)), Element: fmt.Sprint(i),
			Recipients: ids[i%vanguards : i%vanguards+1], Year: year, Stream: streams[i%3], Kind: funding.Revenue + funding.Kind(i%2),
			Events: []funding.Event{event}, Sources: sources,
		}
	}
	return l
}

func flatBook(tb testing.TB, n, vanguards int) *funding.Book {
	tb.Helper()
	b, err := funding.NewBook(smallProgramme(tb, vanguards), flatLedger(n, vanguards))
	require.NoError(tb, err)
	return b
}

func perAllocation(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/allocation")
}

func BenchmarkTable(b *testing.B) {
	byCategory := []funding.Dimension{funding.ByCategory, funding.ByYear, funding.ByStream}
	byVanguard := []funding.Dimension{funding.ByVanguard, funding.ByYear, funding.ByStream}
	byStatus := []funding.Dimension{funding.ByStatus, funding.ByStream}
	from := caremodel.MustParseDate("2016-06-01")
	least := funding.MustParseMoney("£500,000")
	for _, size := range []struct{ n, vanguards int }{{1_000_000, 50}, {1_000_000, 5000}} {
		book := flatBook(b, size.n, size.vanguards)
		predicate, err := book.Where(funding.Filter{From: from, AtLeast: &least})
		require.NoError(b, err)
		for _, view := range []struct {
			name string
			book *funding.Book
			dims []funding.Dimension
		}{
			{"by-category", book, byCategory}, {"by-vanguard", book, byVanguard}, {"by-status", book, byStatus},
			{"predicate", predicate, byCategory}, {"as-at", book.AsAt(from), byCategory},
		} {
			b.Run(fmt.Sprintf("%d/%d/%s", size.n, size.vanguards, view.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := view.book.Table(view.dims...); err != nil {
						b.Fatal(err)
					}
				}
				perAllocation(b, size.n)
			})
		}
	}
}

// BenchmarkAnalyses asks the embedded book what is not a plain table.
func BenchmarkAnalyses(b *testing.B) {
	book := funding.England()
	first, last := funding.MustParseFinancialYear("2015/16"), funding.MustParseFinancialYear("2016/17")
	transformation, err := book.Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}})
	require.NoError(b, err)
	people := func(caremodel.VanguardID) (int64, bool) { return 100_000, true }
	for _, analysis := range []struct {
		name string
		ask  func() error
	}{
		{"headroom", func() error { _, err := book.Headroom("transformation-2015-16"); return err }},
		{"match", func() error { _, err := book.Match(funding.ByYear); return err }},
		{"shortfall", func() error { _, err := transformation.Shortfall(funding.ByYear); return err }},
		{"remaining", func() error { _, err := transformation.Remaining(funding.ByVanguard); return err }},
		{"change", func() error { _, err := transformation.Change(first, last, funding.ByVanguard); return err }},
		{"per-head", func() error { _, err := transformation.PerHead(people, funding.ByVanguard); return err }},
		{"real-terms", func() error {
			_, err := transformation.RealTerms(funding.GDPDeflators2025(), last, funding.ByYear)
			return err
		}},
		{"reconcile", func() error { book.Reconcile(); return nil }},
	} {
		b.Run(analysis.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := analysis.ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReadLedger reads and checks the embedded ledger as a document.
func BenchmarkReadLedger(b *testing.B) {
	document, err := os.ReadFile("data/england.json")
	require.NoError(b, err)
	p := caremodel.England()
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := funding.ReadLedger(bytes.NewReader(document), p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLedgerWriteJSON(b *testing.B) {
	l := funding.EnglandLedger()
	b.ReportAllocs()
	for b.Loop() {
		if err := l.WriteJSON(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStream reads columns of the same width as a book's and adds up what
// meets a predicate: the least that a question with a predicate can take.
func BenchmarkStream(b *testing.B) {
	const n = 1_000_000
	amounts, days, cells, tags := make([]int64, n), make([]int32, n), make([]uint32, n), make([]uint16, n)
	for i := range n {
		amounts[i], days[i], cells[i], tags[i] = int64(i*7919%90_000_000), int32(i%300), uint32(i%600), uint16(i%3)
	}
	sums := make([]int64, 600)
	for b.Loop() {
		for i := range n {
			if days[i] >= 60 && amounts[i] >= 50_000_000 && tags[i] < 2 {
				sums[cells[i]] += amounts[i]
			}
		}
	}
	perAllocation(b, n)
}

func BenchmarkNewBook(b *testing.B) {
	const n = 200_000
	p, l := smallProgramme(b, 50), flatLedger(n, 50)
	for b.Loop() {
		if _, err := funding.NewBook(p, l); err != nil {
			b.Fatal(err)
		}
	}
	perAllocation(b, n)
}

// BenchmarkGroupByMap is what a developer would write by hand instead: one map
// over the same records.
func BenchmarkGroupByMap(b *testing.B) {
	const n = 200_000
	p, l := smallProgramme(b, 50), flatLedger(n, 50)
	category := map[caremodel.VanguardID]caremodel.Category{}
	for v := range p.All() {
		category[v.ID] = v.Category
	}
	type key struct {
		category caremodel.Category
		year     funding.FinancialYear
		stream   funding.Stream
	}
	for b.Loop() {
		sums := map[key]int64{}
		for i := range l.Allocations {
			a := &l.Allocations[i]
			sums[key{category[a.Recipients[0]], a.Year, a.Stream}] += a.Events[len(a.Events)-1].Figure.Amount.Pence()
		}
	}
	perAllocation(b, n)
}

func BenchmarkReadBookCSV(b *testing.B) {
	const n = 100_000
	p, l := smallProgramme(b, 50), flatLedger(n, 50)
	var table bytes.Buffer
	require.NoError(b, l.WriteCSV(&table))
	for b.Loop() {
		if _, err := funding.ReadBookCSV(bytes.NewReader(table.Bytes()), p, funding.Ledger{}); err != nil {
			b.Fatal(err)
		}
	}
	perAllocation(b, n)
}

// What a book keeps of an allocation stays within 24 bytes.
func TestBook_Memory(t *testing.T) {
	const n = 200_000
	p, l := smallProgramme(t, 50), flatLedger(n, 50)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	book, err := funding.NewBook(p, l)
	require.NoError(t, err)
	runtime.GC()
	runtime.ReadMemStats(&after)
	kept := float64(after.HeapAlloc-before.HeapAlloc) / n
	require.LessOrEqual(t, kept, 24.0)
	require.Equal(t, n, book.Len())
	runtime.KeepAlive(slices.Clone(l.Allocations[:1]))
}

// A question about dimensions allocates next to nothing, however large the book;
// one that has to look at every allocation what its goroutines hold.
func TestTable_Allocations(t *testing.T) {
	book := flatBook(t, 50_000, 50)
	approved, err := book.Where(funding.Filter{Statuses: []funding.Status{funding.Approved}, Streams: []funding.Stream{funding.StreamMatched}})
	require.NoError(t, err)
	for name, question := range map[string]struct {
		book   *funding.Book
		dims   []funding.Dimension
		budget float64
	}{
		"by category": {book, []funding.Dimension{funding.ByCategory, funding.ByYear, funding.ByStream}, 5},
		"by vanguard": {book, []funding.Dimension{funding.ByVanguard, funding.ByYear, funding.ByStream}, 5},
		"by status":   {book, []funding.Dimension{funding.ByStatus, funding.ByStream}, 5},
		"approved":    {approved, []funding.Dimension{funding.ByWave, funding.ByRound, funding.ByFund, funding.ByKind}, 5},
		"as at a day": {book.AsAt(caremodel.MustParseDate("2016-06-01")), []funding.Dimension{funding.ByYear, funding.ByStream}, 12 + 8*float64(runtime.GOMAXPROCS(0))},
	} {
		allocations := testing.AllocsPerRun(10, func() {
			if _, err := question.book.Table(question.dims...); err != nil {
				t.Fatal(err)
			}
		})
		require.LessOrEqual(t, allocations, question.budget, name)
	}
}

package funding_test

import (
	"fmt"
	"testing"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// smallProgramme is a programme of n vanguards of one category.
func smallProgramme(tb testing.TB, n int) *caremodel.Programme {
	tb.Helper()
	d := caremodel.Definition{Slug: "test", Name: "Test", Categories: caremodel.EnglandCategories()}
	for i := range n {
		d.Vanguards = append(d.Vanguards, caremodel.Vanguard{
			Slug: fmt.Sprintf("place-%d", i), Name: fmt.Sprintf("Place %d", i), Category: d.Categories[i%5].Code,
		})
	}
	p, err := caremodel.NewProgramme(d)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// manyAllocations is a ledger in order: n allocations of two events each.
func manyAllocations(tb testing.TB, n, vanguards int) funding.Ledger {
	tb.Helper()
	sources := []caremodel.Source{{Publisher: "test", URL: "https://example.org/funding"}}
	year := funding.MustParseFinancialYear("2016/17")
	l := funding.Ledger{
		Funds: []funding.Fund{{ID: "fund", Limits: []funding.Limit{{From: year, Amount: funding.MustParseMoney("£900bn")}}, Sources: sources}},
	}
	rounds := max(1, n/vanguards/2)
	for r := range rounds {
		l.Rounds = append(l.Rounds, funding.Round{ID: funding.RoundID(fmt.Sprintf("round-%d", r)), Fund: "fund", Year: year, Sources: sources})
	}
	requested, approved := caremodel.MustParseDate("2016-02-01"), caremodel.MustParseDate("2016-05-19")
	for i := range n {
		a := funding.Allocation{
			ID:         funding.AllocationID(fmt.Sprintf("2016-17/transformation/%d", i)),
			Round:      l.Rounds[i/vanguards/2%rounds].ID,
			Recipients: []caremodel.VanguardID{caremodel.VanguardIDFor("test", fmt.Sprintf("place-%d", i%vanguards))},
			Year:       year, Stream: funding.StreamTransformation,
			Kind: funding.Revenue + funding.Kind(i/vanguards%2),
			Events: []funding.Event{
				{On: requested, Status: funding.Requested, Figure: funding.Figure{Amount: funding.Pence(int64(500000000 + i%1000))}},
				{On: approved, Status: funding.Approved, Figure: funding.Figure{Amount: funding.Pence(int64(400000000 + i%1000))}},
			},
			Sources: sources,
		}
		if i/vanguards/2 >= rounds {
			a.Element = fmt.Sprint(i / vanguards)
		}
		l.Allocations = append(l.Allocations, a)
	}
	return l
}

func BenchmarkValidate(b *testing.B) {
	const n = 200_000
	p, l := smallProgramme(b, 50), manyAllocations(b, n, 50)
	if vs := l.Validate(p); vs.Len() > 0 {
		b.Fatal(vs.All())
	}
	b.ReportAllocs()
	for b.Loop() {
		l.Validate(p)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/allocation")
}

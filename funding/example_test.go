package funding_test

import (
	"fmt"
	"log"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// vale is a made-up programme of three networks.
func vale() *caremodel.Programme {
	return must(caremodel.NewProgramme(caremodel.Definition{
		Slug: "vale", Name: "Vale networks",
		Categories: []caremodel.CategoryDefinition{{Code: "PCN", Name: "Primary care network"}, {Code: "INT", Name: "Integrator"}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "ash", Name: "Ash", Category: "PCN"},
			{Slug: "birch", Name: "Birch", Category: "PCN"},
			{Slug: "cedar", Name: "Cedar", Category: "INT"},
		},
	}))
}

// valeLedger is its money: Ash was awarded £1m and paid £400,000 of it, Birch was
// awarded a sum that nobody published, and Cedar asked for £2m.
func valeLedger() funding.Ledger {
	p := vale()
	limit := funding.MustParseMoney("£3m")
	year := funding.MustParseFinancialYear("2025/26")
	award := func(slug string, events ...funding.Event) funding.Allocation {
		v := must(p.Find(slug))
		return funding.Allocation{
			ID: funding.AllocationID(slug + "-1"), Round: "r1", Recipients: []caremodel.VanguardID{v.ID}, Year: year,
			Stream: funding.StreamTransformation, Kind: funding.Revenue, Events: events,
			Sources: []caremodel.Source{{Title: "Minutes of the board"}},
		}
	}
	event := func(day string, s funding.Status, amount string) funding.Event {
		return funding.Event{On: caremodel.MustParseDate(day), Status: s, Figure: funding.Figure{Amount: funding.MustParseMoney(amount)}}
	}
	unpublished := event("2025-05-01", funding.Approved, "0.00")
	unpublished.Figure.Bound = caremodel.NotStated
	return funding.Ledger{
		Funds:  []funding.Fund{{ID: "f1", Name: "Vale fund", Limits: []funding.Limit{{From: year, Amount: limit}}}},
		Rounds: []funding.Round{{ID: "r1", Fund: "f1", Name: "Round 1", Year: year}},
		Allocations: []funding.Allocation{
			award("ash", event("2025-04-10", funding.Requested, "1200000"), event("2025-05-01", funding.Approved, "1000000"), event("2025-09-30", funding.Paid, "400000")),
			award("birch", unpublished),
			award("cedar", event("2025-04-10", funding.Requested, "2000000")),
		},
	}
}

// valeBook is the index of that ledger.
func valeBook() *funding.Book { return must(funding.NewBook(vale(), valeLedger())) }

// A ledger holds what was asked for, promised and paid; a book adds it up. What counts
// is what was committed: Ash's £1m. Cedar's request is no commitment, and Birch's
// award is not known, which is not nothing.
func Example() {
	book, err := funding.NewBook(vale(), valeLedger())
	if err != nil {
		log.Fatal(err) // every violation, with its place
	}
	fmt.Println(book.Summary())

	requests, err := book.Where(funding.Filter{Statuses: []funding.Status{funding.Requested}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(requests.Total())

	table, err := book.Table(funding.ByVanguard)
	if err != nil {
		log.Fatal(err)
	}
	for row := range table.Rows() {
		name := book.Programme().NameOf(row.Key.Vanguard)
		if amount, known := row.Amount(); known {
			fmt.Println(name, amount.FormatPounds())
		} else {
			fmt.Println(name, "not known")
		}
	}
	// Output:
	// £1.00m, known for 1 of 3 vanguards <nil>
	// 3200000.00 <nil>
	// Ash £1,000,000.00
	// Birch not known
	// Cedar £0.00
}

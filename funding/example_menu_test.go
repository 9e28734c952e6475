package funding_test

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// The years, streams, funds and rounds of a view, for a menu.
func ExampleBook_Years() {
	fmt.Println(slices.Collect(valeBook().Years()))
	// Output:
	// [2025/26]
}

func ExampleBook_Streams() {
	fmt.Println(slices.Collect(valeBook().Streams()))
	// Output:
	// [transformation]
}

func ExampleBook_Funds() {
	for f := range valeBook().Funds() {
		fmt.Println(f.ID, f.Name)
	}
	// Output:
	// f1 Vale fund
}

func ExampleBook_Rounds() {
	for r := range valeBook().Rounds() {
		fmt.Println(r.ID, r.Name, r.Year)
	}
	// Output:
	// r1 Round 1 2025/26
}

// Len counts the allocations that count: Birch's, whose amount is unknown, and not
// Cedar's, which is no commitment.
func ExampleBook_Len() {
	fmt.Println(valeBook().Len())
	// Output:
	// 2
}

func ExampleBook_Programme() {
	fmt.Println(valeBook().Programme().Name())
	// Output:
	// Vale networks
}

// Uncommitted gives the allocations that a total leaves out because nothing was
// committed.
func ExampleBook_Uncommitted() {
	ledger := valeLedger()
	for i := range valeBook().Uncommitted() {
		fmt.Println(ledger.Allocations[i].ID)
	}
	// Output:
	// cedar-1
}

// Splits are the rules by which a view divides joint awards; a book has none of its own.
func ExampleBook_Splits() {
	book := valeBook()
	fmt.Println(len(book.Splits()))
	split := must(book.WithSplit(funding.Split{Method: funding.SplitEqually, Source: caremodel.Source{Title: "Finance group"}}))
	fmt.Println(split.Splits()[0].Source.Title)
	// Output:
	// 0
	// Finance group
}

// Warnings do not prevent a ledger from being used.
func ExampleBook_Warnings() {
	ledger := valeLedger()
	ledger.Allocations[0].Sources = nil
	book := must(funding.NewBook(vale(), ledger))
	fmt.Println(book.Warnings())
	// Output:
	// funds[0].sources: say where this was read (warning: required)
	// rounds[0].sources: say where this was read (warning: required)
	// allocations[0].sources: say where this was read: a title, a publisher or an address, here or with each figure (warning: required)
}

func ExampleTable_Rows() {
	table := must(valeBook().Table(funding.ByVanguard))
	for row := range table.Rows() {
		fmt.Println(vale().NameOf(row.Key.Vanguard), row.Sum, row.Amounts(), row.Uncommitted)
	}
	// Output:
	// Ash 1000000.00 1 of 1 known 0
	// Birch 0.00 0 of 1 known 0
	// Cedar 0.00 0 of 0 known 1
}

func ExampleTable_Row() {
	table := must(valeBook().Table(funding.ByCategory))
	row, ok := table.Row(funding.Key{Category: "PCN"})
	fmt.Println(row.Sum, ok)
	_, ok = table.Row(funding.Key{Category: "ACC"})
	fmt.Println(ok)
	// Output:
	// 1000000.00 true
	// false
}

// The total row of a table says what it rests on.
func ExampleTable_Total() {
	total := must(valeBook().Table(funding.ByVanguard)).Total()
	fmt.Println(total.Sum, "from", total.Count, "known and", total.Unknown, "unknown amounts")
	// Output:
	// 1000000.00 from 1 known and 1 unknown amounts
}

// Vanguards says of how many of the vanguards that a row means everything is known.
func ExampleTable_Vanguards() {
	table := must(valeBook().Table(funding.ByCategory))
	fmt.Println(table.Vanguards(funding.Key{Category: "PCN"}))
	// Output:
	// 1 of 2 known
}

func ExampleTable_Dimensions() {
	table := must(valeBook().Table(funding.ByCategory, funding.ByYear))
	fmt.Println(table.Dimensions(), table.Len())
	// Output:
	// [category year] 2
}

func ExampleTable_WriteText() {
	table := must(valeBook().Table(funding.ByVanguard))
	fmt.Println(table.WriteText(os.Stdout))
	// Output:
	// Vanguard            Sum  Amounts  Left out  Vanguards
	// Ash       £1,000,000.00   1 of 1         0     1 of 1
	// Birch         not known   0 of 1         0     0 of 1
	// Cedar             £0.00   0 of 0         1     0 of 1
	// Total     £1,000,000.00   1 of 2         1     1 of 3
	// <nil>
}

// An amount is £0.00 only where something is known to be nothing.
func ExampleRow_Amount() {
	table := must(valeBook().Table(funding.ByVanguard))
	birch := must(vale().Find("Birch"))
	row, _ := table.Row(funding.Key{Vanguard: birch.ID})
	amount, known := row.Amount()
	fmt.Println(amount, known)
	// Output:
	// 0.00 false
}

func ExampleRow_Amounts() {
	amounts := must(valeBook().Table()).Total().Amounts()
	fmt.Println(amounts, amounts.Full())
	// Output:
	// 1 of 2 known false
}

func ExampleKnownOf_Full() {
	fmt.Println(funding.KnownOf{Known: 9, Of: 9}.Full(), funding.KnownOf{Known: 8, Of: 14}.Full())
	// Output:
	// true false
}

func ExampleReport_WriteCSV() {
	book := valeBook()
	rows := must(book.Remaining(funding.ByVanguard))
	fmt.Println(funding.NewReport(book, rows, funding.ByVanguard).WriteCSV(os.Stdout))
	// Output:
	// vanguard,vanguard_name,joint,approved,paid,remaining,known,of
	// ash,Ash,,1000000.00,400000.00,600000.00,1,1
	// birch,Birch,,,,,0,1
	// <nil>
}

func ExampleReport_WriteMarkdown() {
	book := valeBook()
	rows := must(book.Headroom("f1"))
	fmt.Println(funding.NewReport(book, rows).WriteMarkdown(os.Stdout))
	// Output:
	// | Fund | Years | Strength | Limit | Used | Left | Vanguards |
	// | --- | --- | --- | ---: | ---: | ---: | ---: |
	// | f1 | 2025/26 | request | £3,000,000.00 | £3,000,000.00 | £0.00 | 2 of 3 |
	// | f1 | 2025/26 | pledge | £3,000,000.00 | £1,000,000.00 | £2,000,000.00 | 1 of 3 |
	// | f1 | 2025/26 | commitment | £3,000,000.00 | £1,000,000.00 | £2,000,000.00 | 1 of 3 |
	// | f1 | 2025/26 | disbursement | £3,000,000.00 | £400,000.00 | £2,600,000.00 | 1 of 3 |
	// <nil>
}

func ExampleReport_WriteText() {
	book := valeBook()
	rows := must(book.Shortfall(funding.ByVanguard))
	fmt.Println(funding.NewReport(book, rows, funding.ByVanguard).WriteText(os.Stdout))
	// Output:
	// Vanguard      Requested       Approved    Shortfall       Rate  Vanguards
	// Ash       £1,200,000.00  £1,000,000.00  £200,000.00      83.3%     1 of 1
	// Birch         not known      not known    not known  not known     0 of 1
	// Cedar         not known      not known    not known  not known     0 of 1
	// <nil>
}

// While the amount of any recipient is unknown, what is left of a fund is an upper
// bound.
func ExampleHeadroom_UpperBound() {
	for _, h := range must(valeBook().Headroom("f1")) {
		fmt.Println(h.Strength, h.Left, h.UpperBound())
	}
	// Output:
	// request 0.00 true
	// pledge 2000000.00 true
	// commitment 2000000.00 true
	// disbursement 2600000.00 true
}

func ExamplePerHead_Amount() {
	people := func(caremodel.VanguardID) (int64, bool) { return 30_000, true }
	rows := must(valeBook().PerHead(people))
	fmt.Println(rows[0].Amount(funding.HalfEven))
	// Output:
	// 33.33 <nil>
}

// Filter fields combine: awards of any round of the fund, to one recipient alone, of
// half a million pounds or more. Funds {""} would ask for money outside any fund.
func ExampleFilter() {
	joint, least := false, funding.MustParseMoney("£500,000")
	view := must(valeBook().Where(funding.Filter{Joint: &joint, AtLeast: &least, Funds: []funding.FundID{"f1"}}))
	fmt.Println(view.Total())
	outside := must(valeBook().Where(funding.Filter{Funds: []funding.FundID{""}}))
	fmt.Println(outside.Len())
	// Output:
	// 1000000.00 <nil>
	// 0
}

// The day of an event that bears none is worked out: see [funding.Book].
func ExampleAllocation_Day() {
	a := valeLedger().Allocations[0]
	a.Events[0].On = caremodel.Date{}
	fmt.Println(a.Day(0))
	fmt.Println(a.Day(1))
	// Output:
	// 2025-05-01 false
	// 2025-05-01 true
}

func ExampleAllocation_Joint() {
	p := vale()
	a := funding.Allocation{Recipients: []caremodel.VanguardID{must(p.Find("Ash")).ID, must(p.Find("Birch")).ID}}
	fmt.Println(a.Joint())
	// Output:
	// true
}

func ExampleAllocation_LastYear() {
	a := funding.Allocation{Year: funding.MustParseFinancialYear("2025/26"), Through: funding.MustParseFinancialYear("2027/28")}
	fmt.Println(a.LastYear())
	a.Through = funding.FinancialYear{}
	fmt.Println(a.LastYear())
	// Output:
	// 2027/28
	// 2025/26
}

func ExampleLimit_LastYear() {
	l := funding.Limit{From: funding.MustParseFinancialYear("2025/26"), Amount: funding.MustParseMoney("£3m")}
	fmt.Println(l.LastYear())
	// Output:
	// 2025/26
}

func ExampleFigure_Known() {
	fmt.Println(funding.Figure{Amount: funding.MustParseMoney("£5")}.Known(), funding.Figure{Bound: caremodel.NotStated}.Known())
	// Output:
	// true false
}

func ExampleLedger_WriteJSON() {
	fmt.Println(funding.Ledger{Funds: []funding.Fund{{ID: "f1", Name: "Vale fund"}}}.WriteJSON(os.Stdout))
	// Output:
	// {
	//   "format": "newcaremodels/ledger/1",
	//   "funds": [
	//     {
	//       "id": "f1",
	//       "name": "Vale fund"
	//     }
	//   ]
	// }
	// <nil>
}

func ExampleEngland() {
	fmt.Println(funding.England().Len() > 100, funding.England().Programme().Len())
	// Output:
	// true 50
}

func ExampleSchema() {
	fmt.Println(strings.Contains(string(funding.Schema()), "newcaremodels/ledger/1"))
	// Output:
	// true
}

// A file that somebody uploads is checked in one call, here as of a day: what is
// dated later is wrong.
func ExampleValidateAllocationsCSVAsOf() {
	upload := "id,recipients,year,stream,kind,on,status,amount,source_title\n" +
		"a1,Ash,2025/26,transformation,revenue,2031-05-01,approved,\"£1,000,000\",Minutes\n" +
		"a2,Elm,2025/26,transformation,revenue,2025-05-01,approved,lots,Minutes\n"
	day := caremodel.MustParseDate("2025-12-31")
	fmt.Println(funding.ValidateAllocationsCSVAsOf(strings.NewReader(upload), vale(), funding.Ledger{}, day))
	// Output:
	// row 2, column on: "2031-05-01": after 2025-12-31, the day of this check (future)
	// row 3, column recipients: "Elm": no vanguard has this name (unknown)
	// row 3, column amount: "lots": write an amount as "£4.59m", "£200 million", "4,590,000" or "12.34" (format)
}

func ExampleStatus_Strength() {
	for _, s := range []funding.Status{funding.Requested, funding.ApprovedInPrinciple, funding.Approved, funding.Paid} {
		fmt.Println(s, "->", s.Strength())
	}
	fmt.Println(funding.Declined.Strength() == 0)
	// Output:
	// requested -> request
	// approved-in-principle -> pledge
	// approved -> commitment
	// paid -> disbursement
	// true
}

// A series of one's own: any price index with a name and a source.
func ExampleNewDeflators() {
	index := []funding.DeflatorPoint{
		{Year: funding.MustParseFinancialYear("2024/25"), Index: decimal.RequireFromString("100")},
		{Year: funding.MustParseFinancialYear("2025/26"), Index: decimal.RequireFromString("102.5")},
	}
	d := must(funding.NewDeflators("pay index", caremodel.Source{Title: "Pay circular"}, index))
	fmt.Println(d.Name(), d.Source().Title)
	fmt.Println(d.Real(funding.MustParseMoney("1000"), index[0].Year, index[1].Year))
	// Output:
	// pay index Pay circular
	// 1025.00 <nil>
}

func ExampleGDPDeflators2025() {
	d := funding.GDPDeflators2025()
	fmt.Println(d.Factor(funding.MustParseFinancialYear("2015/16"), funding.MustParseFinancialYear("2016/17")))
	point, ok := d.Point(funding.MustParseFinancialYear("2015/16"))
	fmt.Println(point.Index, ok)
	// Output:
	// 7632860000/7482850000 <nil>
	// 74.8285 true
}

func ExampleDeflators_All() {
	n := 0
	for point := range funding.GDPDeflatorsNovember2025().All() {
		if n++; n == 1 {
			fmt.Println(point.Year)
		}
	}
	fmt.Println(n)
	// Output:
	// 2007/08
	// 24
}

package funding_test

import (
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// must stands for the error handling of a program.
func must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// twoYears keeps the transformation money of 2015/16 and 2016/17.
func twoYears() funding.Filter {
	return funding.Filter{
		Years:   []funding.FinancialYear{funding.MustParseFinancialYear("2015/16"), funding.MustParseFinancialYear("2016/17")},
		Streams: []funding.Stream{funding.StreamTransformation},
	}
}

// of2016 keeps the transformation money of 2016/17.
func of2016() funding.Filter {
	f := twoYears()
	f.Years = f.Years[1:]
	return f
}

func ExampleNewBook() {
	p := caremodel.England()
	sunderland, err := p.Find("Sunderland")
	if err != nil {
		log.Fatal(err)
	}
	source := caremodel.Source{Title: "Vanguard support package launched", Publisher: "NHS England"}
	ledger := funding.Ledger{Allocations: []funding.Allocation{{
		ID:         "sunderland-2015-16",
		Recipients: []caremodel.VanguardID{sunderland.ID},
		Year:       funding.MustParseFinancialYear("2015/16"),
		Stream:     funding.StreamTransformation,
		Kind:       funding.Unspecified,
		Events: []funding.Event{
			{On: caremodel.MustParseDate("2015-07-31"), Status: funding.Earmarked, Figure: funding.Figure{Amount: funding.MustParseMoney("£6.5m"), Source: source}},
			{On: caremodel.MustParseDate("2016-03-31"), Status: funding.Approved, Figure: funding.Figure{Amount: funding.MustParseMoney("£6.77m"), Source: source}},
		},
	}}}
	book, err := funding.NewBook(p, ledger)
	if err != nil {
		log.Fatal(err) // every violation, with its place
	}
	total, err := book.Total()
	fmt.Println(total, err)
	early, err := book.AsAt(caremodel.MustParseDate("2015-12-31")).Total()
	fmt.Println(early, err)
	// Output:
	// 6770000.00 <nil>
	// 0.00 <nil>
}

func ExampleBook_Table() {
	view := must(funding.England().Where(twoYears()))
	table := must(view.Table(funding.ByCategory, funding.ByYear))
	if err := table.WriteText(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// Category  Year                 Sum   Amounts  Left out  Vanguards
	// PACS      2015/16   £45,850,000.00    9 of 9         0     9 of 9
	// PACS      2016/17    £6,375,000.00    3 of 8         0     3 of 9
	// MCP       2015/16   £31,270,000.00    7 of 7         0    7 of 14
	// MCP       2016/17   £23,530,000.00   9 of 13         0    9 of 14
	// EHCH      2015/16    £1,080,000.00    1 of 1         0     1 of 6
	// EHCH      2016/17        not known    0 of 6         0     0 of 6
	// UEC       2016/17    £5,200,000.00    4 of 8         0     4 of 8
	// ACC       2015/16    £6,570,000.00    3 of 3         0    3 of 13
	// ACC       2016/17   £19,700,000.00   6 of 12         0    6 of 13
	// Total              £139,575,000.00  42 of 67         0   25 of 50
}

func ExampleBook_Where() {
	asked := of2016()
	asked.Statuses = []funding.Status{funding.Requested}
	requested := must(funding.England().Where(asked))
	fmt.Println("requested:", must(requested.Total()).FormatMillions(1), "for", requested.Len())

	// A name that leads nowhere is an error and not a zero.
	_, err := funding.England().Where(funding.Filter{Funds: []funding.FundID{"vanguards-2016-71"}})
	fmt.Println(err)
	// Output:
	// requested: £193.5m for 19
	// funding.Book.Where: funds[0]: "vanguards-2016-71": no such fund; the nearest is "vanguards-2016-17" (unknown)
}

func ExampleBook_Total() {
	// National and local money add up only when somebody says so.
	_, err := funding.England().Total()
	fmt.Println(err)
	// Output:
	// funding.Book.Total: the money is of several streams, such as transformation and central-support: name in the filter those that may be added up, or ask ByStream
}

func ExampleBook_AsAt() {
	july := funding.England().AsAt(caremodel.MustParseDate("2015-07-31"))
	pledged := must(july.Where(funding.Filter{Strengths: []funding.Strength{funding.Pledge}}))
	table := must(pledged.Table(funding.ByCategory, funding.ByStatus))
	if err := table.WriteText(os.Stdout); err != nil {
		log.Fatal(err)
	}
	fmt.Println("committed:", must(july.Total()))
	// Output:
	// Category         Status                        Sum  Amounts  Left out  Vanguards
	// PACS             earmarked          £13,200,000.00   2 of 2         0     2 of 9
	// MCP              earmarked           £6,500,000.00   1 of 1         0    1 of 14
	// several jointly  approved-in-prin…  £41,000,000.00   1 of 1         0     5 of 5
	// Total                               £60,700,000.00   4 of 4         0    8 of 50
	// committed: 0.00
}

func ExampleBook_WithSplit() {
	july := funding.England().AsAt(caremodel.MustParseDate("2015-07-31"))
	pledged := must(july.Where(funding.Filter{Strengths: []funding.Strength{funding.Pledge}}))
	split := must(pledged.WithSplit(funding.Split{
		Method: funding.SplitEqually,
		Source: caremodel.Source{Title: "an assumption of this example"},
	}))
	table := must(split.Table(funding.ByCategory))
	if err := table.WriteText(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// Category             Sum  Amounts  Left out  Vanguards
	// PACS      £46,000,000.00   6 of 6         0     6 of 9
	// MCP       £14,700,000.00   2 of 2         0    2 of 14
	// Total     £60,700,000.00   8 of 8         0    8 of 50
}

func ExampleBook_Positions() {
	ledger := funding.EnglandLedger()
	view := must(funding.England().Where(of2016()))
	view = must(view.Where(funding.Filter{Categories: []caremodel.Category{caremodel.PACS}, AtLeast: new(funding.Money)}))
	for i := range view.Positions() {
		a := ledger.Allocations[i]
		fmt.Println(a.ID, a.Events[len(a.Events)-1].Figure.Amount)
	}
	// Output:
	// 2016-17/transformation/wirral-partners 75000.00
	// 2016-17/transformation/morecambe-bay 4700000.00
	// 2016-17/transformation/harrogate-rural-district 1600000.00
}

func ExampleBook_Undivided() {
	ledger := funding.EnglandLedger()
	pacs := must(funding.England().Where(funding.Filter{Categories: []caremodel.Category{caremodel.PACS}}))
	for i := range pacs.Undivided() {
		fmt.Println(ledger.Allocations[i].ID, len(ledger.Allocations[i].Recipients))
	}
	// Output:
	// 2015-16/transformation/joint-july-2015 5
}

func ExampleBook_Reconcile() {
	for _, r := range funding.England().Reconcile()[:7] {
		fmt.Printf("%s\n  %s against %s: %v\n  %s\n", r.Stated.Name, r.Stated.Figure.Amount.FormatMillions(2), r.Sum.FormatMillions(2), r.Verdict, r.Reason)
	}
	// Output:
	// transformation funding of eight vanguards, July 2015
	//   £60.00m against £60.70m: agrees
	//   £60,700,000.00 is at least £60,000,000.00; 8 of 8 known
	// approved in principle for five vanguards, July 2015
	//   £41.00m against £41.00m: agrees
	//   to the penny; 5 of 5 known
	// approved in principle for five vanguards, against what they received
	//   £41.00m against £25.54m: short
	//   less than the total by £15,460,000.00; 5 of 5 known
	// transformation funding of the PACS vanguards, 2015/16
	//   £45.85m against £45.85m: agrees
	//   to the penny; 9 of 9 known
	// matched resources of the PACS vanguards, 2015/16
	//   £49.43m against £49.43m: agrees
	//   to the penny; 9 of 9 known
	// transformation funding of the ACC vanguards but Salford and Wigan, 2015/16
	//   £13.90m against £3.34m: cannot-be-checked
	//   2 of 12 known, £10,560,000.00 left for the rest
	// transformation funding to vanguards, 2015/16
	//   £132.60m against £84.77m: cannot-be-checked
	//   20 of 50 known, £47,830,000.00 left for the rest
}

func ExampleBook_Shortfall() {
	view := must(funding.England().Where(of2016()))
	for _, s := range must(view.Shortfall(funding.ByCategory)) {
		fmt.Printf("%-4s  %7s asked  %6s given  %7s short  %5s  %v\n", s.Key.Category,
			s.Requested.FormatMillions(1), s.Approved.FormatMillions(1), s.Difference.FormatMillions(1), s.Rate.Percent(0), s.Coverage)
	}
	// Output:
	// PACS   £26.1m asked   £6.3m given   £19.8m short    24%  2 of 9 known
	// MCP    £68.0m asked  £23.4m given   £44.6m short    34%  7 of 14 known
	// EHCH    £0.0m asked   £0.0m given    £0.0m short  not known  0 of 6 known
	// UEC    £31.4m asked   £5.2m given   £26.2m short    17%  4 of 8 known
	// ACC    £68.0m asked  £19.7m given   £48.3m short    29%  6 of 13 known
}

func ExampleBook_Headroom() {
	july := funding.England().AsAt(caremodel.MustParseDate("2015-07-31"))
	for _, h := range must(july.Headroom("transformation-2015-16")) {
		fmt.Printf("%-12v %s of %s left, %v, upper bound: %v\n", h.Strength, h.Left.FormatMillions(1), h.Limit.FormatMillions(0), h.Coverage, h.UpperBound())
	}
	// Output:
	// request      £139.3m of £200m left, 8 of 50 known, upper bound: true
	// pledge       £139.3m of £200m left, 8 of 50 known, upper bound: true
	// commitment   £200.0m of £200m left, 0 of 50 known, upper bound: true
	// disbursement £200.0m of £200m left, 0 of 50 known, upper bound: true
}

func ExampleBook_Match() {
	for _, m := range must(funding.England().Match(funding.ByCategory))[:2] {
		fmt.Println(m.Key.Category, m.Local.FormatMillions(2), "beside", m.National.FormatMillions(2), m.Ratio.Percent(0), m.Coverage)
	}
	// Output:
	// PACS £49.43m beside £45.85m 108% 9 of 9 known
	// MCP £6.45m beside £14.03m 46% 2 of 14 known
}

func ExampleBook_Change() {
	view := must(funding.England().Where(twoYears()))
	from, to := funding.MustParseFinancialYear("2015/16"), funding.MustParseFinancialYear("2016/17")
	for _, c := range must(view.Change(from, to)) {
		fmt.Println(c.Before.FormatMillions(2), "to", c.After.FormatMillions(2), c.Rate.Percent(1), c.Coverage)
	}
	// Output:
	// £42.54m to £32.53m -23.5% 11 of 50 known
}

func ExampleBook_PerHead() {
	populations := map[string]int64{"isle-of-wight": 142_000, "dudley": 318_000} // as the vanguards state them
	people := func(id caremodel.VanguardID) (int64, bool) {
		v, _ := caremodel.England().Vanguard(id)
		n, ok := populations[v.Slug]
		return n, ok
	}
	view := must(funding.England().Where(twoYears()))
	view = must(view.Where(funding.Filter{Years: twoYears().Years[:1]}))
	for _, h := range must(view.PerHead(people)) {
		fmt.Println(must(h.Amount(funding.HalfEven)).FormatPounds(), "for each of", h.People, "people,", h.Coverage)
	}
	// Output:
	// £13.96 for each of 460000 people, 2 of 50 known
}

func ExampleBook_RealTerms() {
	view := must(funding.England().Where(twoYears()))
	for _, r := range must(view.RealTerms(funding.GDPDeflators2025(), funding.MustParseFinancialYear("2024/25"), funding.ByYear)) {
		fmt.Println(r.Key.Year, r.Cash.FormatMillions(1), "is", r.Real.FormatMillions(1), "in prices of", r.Prices)
	}
	// Output:
	// 2015/16 £84.8m is £113.3m in prices of 2024/25
	// 2016/17 £54.8m is £71.8m in prices of 2024/25
}

func ExampleBook_Remaining() {
	const table = `id,recipients,year,stream,status,amount
a,sunderland,2016/17,transformation,approved,£4.8m
a,,,,paid,£1.2m
a,,,,paid,£1.2m
b,dudley,2016/17,transformation,approved,£4.4m
`
	book := must(funding.ReadBookCSV(strings.NewReader(table), caremodel.England(), funding.Ledger{}))
	for _, r := range must(book.Remaining()) {
		fmt.Println(r.Approved, "-", r.Paid, "=", r.Remaining, r.Coverage)
	}
	// Output:
	// 4800000.00 - 2400000.00 = 2400000.00 1 of 50 known
}

func ExampleTable_Shares() {
	view := must(funding.England().Where(of2016()))
	table := must(view.Table(funding.ByCategory))
	for key, share := range must(table.Shares(1)) {
		fmt.Println(key.Category, share.Percent(1))
	}
	// Output:
	// PACS 11.6%
	// MCP 42.9%
	// EHCH 0.0%
	// UEC 9.5%
	// ACC 36.0%
}

func ExampleTable_WriteMarkdown() {
	view := must(funding.England().Where(of2016()))
	table := must(view.Table(funding.ByWave))
	if err := table.WriteMarkdown(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// | Wave | Sum | Min | Max | Amounts | Left out | Vanguards |
	// | --- | ---: | ---: | ---: | ---: | ---: | ---: |
	// | first | £29,905,000.00 | £75,000.00 | £4,800,000.00 | 12 of 27 | 0 | 12 of 29 |
	// | second | £5,200,000.00 | £1,300,000.00 | £1,300,000.00 | 4 of 8 | 0 | 4 of 8 |
	// | third | £19,700,000.00 | £200,000.00 | £8,000,000.00 | 6 of 12 | 0 | 6 of 13 |
	// | **Total** | **£54,805,000.00** | **£75,000.00** | **£8,000,000.00** | **22 of 47** | **0** | **22 of 50** |
}

func ExampleTable_WriteCSV() {
	view := must(funding.England().Where(of2016()))
	table := must(view.Table(funding.ByCategory))
	if err := table.WriteCSV(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// category,joint,sum,min,max,count,unknown,uncommitted,vanguards_known,vanguards
	// PACS,,6375000.00,75000.00,4700000.00,3,5,0,3,9
	// MCP,,23530000.00,75000.00,4800000.00,9,4,0,9,14
	// EHCH,,,,,0,6,0,0,6
	// UEC,,5200000.00,1300000.00,1300000.00,4,4,0,4,8
	// ACC,,19700000.00,200000.00,8000000.00,6,6,0,6,13
}

func ExampleRow_Merge() {
	// Two machines have each counted a part of the same allocations.
	here := funding.Row{Sum: funding.MustParseMoney("£7m"), Min: funding.MustParseMoney("£3m"), Max: funding.MustParseMoney("£4m"), Count: 2}
	there := funding.Row{Sum: funding.MustParseMoney("£1m"), Min: funding.MustParseMoney("£1m"), Max: funding.MustParseMoney("£1m"), Count: 1, Unknown: 5}
	whole := must(here.Merge(there))
	fmt.Println(whole.Sum, whole.Min, whole.Max, whole.Amounts())
	// Output:
	// 8000000.00 1000000.00 4000000.00 3 of 8 known
}

func ExampleReadBookCSV() {
	const table = `id,recipients,year,stream,on,status,amount,source_publisher
1,Northumberland,2015/16,transformation,2015-07-31,earmarked,£8.3m,NHS England
2,"morecambe-bay; southern-hampshire; isle-of-wight; salford-together; wirral-partners",2015/16,transformation,2015-07-31,approved in principle,£41m,NHS England
1,,,,,allocated,£8.6m,Health Service Journal
`
	book, err := funding.ReadBookCSV(strings.NewReader(table), caremodel.England(), funding.Ledger{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(must(book.Total()).FormatPounds(), book.Len())
	// Output:
	// £8,600,000.00 1
}

// Events without a day of their own count in a view of a day by a rule; these are
// the allocations whose place in time rests on it.
func ExampleBook_Undated() {
	l := funding.EnglandLedger()
	b := must(funding.England().Where(of2016()))
	n := 0
	for i := range b.Undated() {
		if n++; n == 1 {
			e := l.Allocations[i].Events
			fmt.Println(l.Allocations[i].ID, e[0].Status, "by", e[1].On, "when it was", e[1].Status)
		}
	}
	fmt.Println(n, "allocations")
	// Output:
	// 2016-17/transformation/morecambe-bay requested by 2016-05-19 when it was approved
	// 19 allocations
}

// A document with several things wrong: its shape and its rules, all at once.
func ExampleReadBook() {
	_, err := funding.ReadBook(strings.NewReader(`{
		"format": "newcaremodels/ledger/1",
		"rounds": [{"id": "july", "fund": "transformation", "sources": [{"title": "A table"}]}],
		"allocations": [{"id": "a", "round": "july", "year": "2015/17", "stream": "matched", "kind": "revenue",
			"recipients": ["sunderland"], "events": [{"status": "paid", "figure": {"amount": 4590000}}]}]
	}`), caremodel.England())
	for v := range validate.Of(err).Errors().All() {
		fmt.Println(v.Path, v.Code)
	}
	// Output:
	// allocations[0].year format
	// allocations[0].events[0].figure.amount format
	// rounds[0].fund unknown
}

// The honest first answer of a view says for how many vanguards it is known.
func ExampleBook_Summary() {
	b, err := funding.England().Where(funding.Filter{
		Years:      []funding.FinancialYear{funding.MustParseFinancialYear("2016/17")},
		Categories: []caremodel.Category{caremodel.PACS},
		Streams:    []funding.Stream{funding.StreamTransformation},
	})
	if err != nil {
		log.Fatal(err)
	}
	s, err := b.Summary()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s)
	// Output: £6.38m, known for 3 of 9 vanguards
}

// A row of a table leads to the view behind it, and so to the records.
func ExampleTable_View() {
	b, err := funding.England().Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}})
	if err != nil {
		log.Fatal(err)
	}
	t, err := b.Table(funding.ByCategory, funding.ByYear)
	if err != nil {
		log.Fatal(err)
	}
	k := funding.Key{Category: caremodel.MCP, Year: funding.MustParseFinancialYear("2017/18")}
	view, err := t.View(k)
	if err != nil {
		log.Fatal(err)
	}
	total, err := view.Total()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(total.FormatPounds(), "in", view.Len(), "allocations; vanguards:", t.Vanguards(k))
	// Output: £20,045,000.00 in 14 allocations; vanguards: 8 of 14 known
}

// The amounts behind a view add up to its total.
func ExampleBook_Contributions() {
	b, err := funding.England().Where(funding.Filter{
		Years:      []funding.FinancialYear{funding.MustParseFinancialYear("2016/17")},
		Categories: []caremodel.Category{caremodel.PACS},
		Streams:    []funding.Stream{funding.StreamTransformation},
	})
	if err != nil {
		log.Fatal(err)
	}
	for c := range b.Contributions() {
		if c.Amount != nil {
			fmt.Println(c.Status, c.Amount.FormatPounds())
		}
	}
	// Output:
	// approved £75,000.00
	// approved £4,700,000.00
	// approved £1,600,000.00
}

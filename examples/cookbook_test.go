package examples_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"log"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// COOKBOOK.md is written from the examples of this file: the first paragraph of a
// comment is the question, and the name begins with the chapter.

// must stands for the error handling of a program, as check does.
func must[T any](v T, err error) T {
	check(err)
	return v
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// Who is the vanguard called X?
//
// caremodel.Programme.Find takes any name a source uses; an ambiguous one lists the
// candidates.
func Example_whoFind() {
	v, err := caremodel.England().Find("morecambe bay")
	check(err)
	fmt.Println(v.Name, v.Category, v.Wave, v.Announced)
	// Output:
	// Better Care Together (Morecambe Bay Health Community) PACS first 2015-03-10
}

// What if a name fits several?
func Example_whoAmbiguous() {
	_, err := caremodel.England().Find("Wakefield")
	for _, id := range caremodel.Candidates(err) {
		v, _ := caremodel.England().Vanguard(id)
		fmt.Println(v.Name)
	}
	// Output:
	// West Wakefield Health and Wellbeing Ltd
	// Connecting Care – Wakefield District
}

// Who takes part in a vanguard?
func Example_whoPartners() {
	v := must(caremodel.England().Find("Airedale and Partners"))
	for _, partner := range v.Partners {
		fmt.Println(partner.Organisation)
	}
	// Output:
	// NHS East Lancashire CCG
	// Airedale NHS Foundation Trust
	// NHS Airedale, Wharfedale and Craven CCG
	// NHS Bradford City CCG
	// NHS Bradford Districts CCG
	// Yorkshire and Humber Academic Health Science Network
}

// How many vanguards are of each kind?
func Example_whoCount() {
	for category, n := range caremodel.England().CountByCategory() {
		fmt.Println(category, n)
	}
	// Output:
	// PACS 9
	// MCP 14
	// EHCH 6
	// UEC 8
	// ACC 13
}

// Which category does a text mean?
func Example_whoCategory() {
	category, err := caremodel.England().Taxonomy().Parse("multispecialty community providers")
	fmt.Println(category, err)
	// Output:
	// MCP <nil>
}

// How do I describe my own programme?
//
// Categories, streams and layers are yours to name. NewProgramme names every rule
// that is broken.
func Example_whoOwn() {
	programme := must(caremodel.NewProgramme(caremodel.Definition{
		Slug: "river-2027", Name: "River neighbourhood programme",
		Categories: []caremodel.CategoryDefinition{{Code: "NHS", Name: "Neighbourhood health service"}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "upper-river", Name: "Upper River", Category: "NHS"},
			{Slug: "lower-river", Name: "Lower River", Category: "NHS"},
		},
	}))
	fmt.Println(programme.Len(), must(programme.Find("upper river")).ID)
	// Output:
	// 2 8a649373-fc45-56d3-aae4-3f848755617e
}

// What was committed, and how much of it is known?
func Example_moneyTotal() {
	view := must(funding.England().Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}}))
	fmt.Println(must(view.Summary()))
	// Output:
	// £182.26m, known for 14 of 50 vanguards
}

// What money did a category get by year?
//
// Amounts are those known of those there are; Vanguards are those whose money is
// known in full.
func Example_moneyTable() {
	view := must(funding.England().Where(funding.Filter{
		Categories: []caremodel.Category{caremodel.PACS},
		Streams:    []funding.Stream{funding.StreamTransformation},
	}))
	check(must(view.Table(funding.ByYear)).WriteText(os.Stdout))
	// Output:
	// Year                Sum   Amounts  Left out  Vanguards
	// 2015/16  £45,850,000.00    9 of 9         0     9 of 9
	// 2016/17   £6,375,000.00    3 of 8         0     3 of 9
	// 2017/18  £10,490,000.00    4 of 8         0     4 of 9
	// Total    £62,715,000.00  16 of 25         0     4 of 9
}

// How do I use the figures of a table in code?
func Example_moneyRow() {
	view := must(funding.England().Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}}))
	for row := range must(view.Table(funding.ByCategory)).Rows() {
		if sum, known := row.Amount(); known { // what is not known is not £0.00
			fmt.Println(row.Key.Category, sum.FormatPounds())
		}
	}
	// Output:
	// PACS £62,715,000.00
	// MCP £74,845,000.00
	// EHCH £2,680,000.00
	// UEC £5,200,000.00
	// ACC £36,820,000.00
}

// What was known on a day?
func Example_moneyAsAt() {
	july := funding.England().AsAt(caremodel.MustParseDate("2015-07-31"))
	pledged := must(july.Where(funding.Filter{Strengths: []funding.Strength{funding.Pledge}}))
	fmt.Println("promised: ", must(pledged.Summary()))
	fmt.Println("committed:", must(july.Total()).FormatPounds())
	// Output:
	// promised:  £60.70m, known for 8 of 50 vanguards
	// committed: £0.00
}

// How much less was given than asked for?
func Example_moneyShortfall() {
	view := must(funding.England().Where(funding.Filter{
		Years:   []funding.FinancialYear{funding.MustParseFinancialYear("2016/17")},
		Streams: []funding.Stream{funding.StreamTransformation},
	}))
	rows := must(view.Shortfall(funding.ByCategory))
	check(funding.NewReport(view, rows, funding.ByCategory).WriteText(os.Stdout))
	// Output:
	// Category       Requested        Approved       Shortfall       Rate  Vanguards
	// PACS      £26,100,000.00   £6,300,000.00  £19,800,000.00      24.1%     2 of 9
	// MCP       £68,000,000.00  £23,380,000.00  £44,620,000.00      34.4%    7 of 14
	// EHCH           not known       not known       not known  not known     0 of 6
	// UEC       £31,400,000.00   £5,200,000.00  £26,200,000.00      16.6%     4 of 8
	// ACC       £68,000,000.00  £19,700,000.00  £48,300,000.00      29.0%    6 of 13
}

// What is left of a fund?
func Example_moneyHeadroom() {
	july := funding.England().AsAt(caremodel.MustParseDate("2015-07-31"))
	for _, h := range must(july.Headroom("transformation-2015-16")) {
		fmt.Println(h.Strength, h.Left.FormatPounds(), "at most:", h.UpperBound())
	}
	// Output:
	// request £139,300,000.00 at most: true
	// pledge £139,300,000.00 at most: true
	// commitment £200,000,000.00 at most: true
	// disbursement £200,000,000.00 at most: true
}

// What would a joint award be, divided?
//
// Nothing is divided unless you say how and on whose word.
func Example_moneyJoint() {
	july := funding.England().AsAt(caremodel.MustParseDate("2015-07-31"))
	pledged := must(july.Where(funding.Filter{Strengths: []funding.Strength{funding.Pledge}}))
	split := must(pledged.WithSplit(funding.Split{Method: funding.SplitEqually, Source: caremodel.Source{Title: "our assumption"}}))
	check(must(split.Table(funding.ByCategory)).WriteText(os.Stdout))
	// Output:
	// Category             Sum  Amounts  Left out  Vanguards
	// PACS      £46,000,000.00   6 of 6         0     6 of 9
	// MCP       £14,700,000.00   2 of 2         0    2 of 14
	// Total     £60,700,000.00   8 of 8         0    8 of 50
}

// What is it worth in prices of another year?
func Example_moneyReal() {
	view := must(funding.England().Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}}))
	for _, r := range must(view.RealTerms(funding.GDPDeflators2025(), funding.MustParseFinancialYear("2024/25"), funding.ByYear)) {
		fmt.Println(r.Key.Year, r.Cash.FormatMillions(1), "is", r.Real.FormatMillions(1))
	}
	// Output:
	// 2015/16 £84.8m is £113.3m
	// 2016/17 £54.8m is £71.8m
	// 2017/18 £42.7m is £55.2m
}

// Does a total that somebody published agree with the records?
func Example_moneyReconcile() {
	for _, r := range funding.England().Reconcile()[:3] {
		fmt.Println(r.Stated.Name, "-", r.Verdict)
	}
	// Output:
	// transformation funding of eight vanguards, July 2015 - agrees
	// approved in principle for five vanguards, July 2015 - agrees
	// approved in principle for five vanguards, against what they received - short
}

// Which records is a figure made of?
//
// Positions are indexes of the ledger's allocations.
func Example_moneyRecords() {
	ledger := funding.EnglandLedger()
	salford := must(caremodel.England().Find("Salford Together"))
	view := must(funding.England().Where(funding.Filter{Vanguards: []caremodel.VanguardID{salford.ID}}))
	for i := range view.Positions() {
		a := ledger.Allocations[i]
		fmt.Println(a.ID, a.Year, a.Stream, len(a.Events))
	}
	// Output:
	// 2015-16/transformation/salford-together 2015/16 transformation 1
	// 2015-16/matched/salford-together 2015/16 matched 1
	// 2016-17/elsewhere/salford-together 2016/17 elsewhere 1
}

// How do I divide a sum to the penny?
func Example_moneyApportion() {
	parts := must(funding.MustParseMoney("£100").Split(3))
	fmt.Println(parts)
	// Output:
	// [33.34 33.33 33.33]
}

// How do I send an answer as JSON?
//
// Tables, summaries, estimates and violations marshal as they are; what is not known
// is left out.
func Example_moneyJson() {
	view := must(funding.England().Where(funding.Filter{Categories: []caremodel.Category{caremodel.EHCH}, Streams: []funding.Stream{funding.StreamTransformation}}))
	page := must(json.Marshal(must(view.Summary())))
	fmt.Println(string(page))
	// Output:
	// {"key":{},"sum":"2680000.00","min":"1080000.00","max":"1600000.00","count":2,"unknown":11,"uncommitted":0,"vanguards":{"known":0,"of":6}}
}

// How many people are covered?
//
// Each person counts once. Bounds say that a source means part of an area, and not
// which part.
func Example_peopleCovered() {
	view := must(coverage.England().Select(coverage.Filter{Categories: []caremodel.Category{caremodel.PACS, caremodel.MCP}}))
	fmt.Println(view.Covered())
	// Output:
	// about 4,487,879 to 5,524,136 of 54,786,327 (8.2% to 10.1%)
}

// Who is counted twice?
func Example_peopleTwice() {
	account := must(coverage.England().Select(coverage.Filter{})).Account()
	fmt.Println("added up:     ", account.Naive)
	fmt.Println("each once:    ", account.Covered)
	fmt.Println("counted twice:", account.DoubleCounted)
	// Output:
	// added up:      30604709
	// each once:     about 24,911,333 to 26,330,959 of 54,786,327 (45.5% to 48.1%); the areas of 9 of 44 vanguards are not, or not wholly, known
	// counted twice: about 4,273,750 to 5,693,376 of 54,786,327 (7.8% to 10.4%); the areas of 9 of 44 vanguards are not, or not wholly, known
}

// Which vanguards share people?
func Example_peopleOverlap() {
	m := must(coverage.England().Select(coverage.Filter{})).Overlap()
	for i := range m.Len() {
		for j := i + 1; j < m.Len(); j++ {
			if both := m.At(i, j); both.Low > 400_000 {
				fmt.Println(m.Footprint(i), "and", m.Footprint(j), both)
			}
		}
	}
	// Output:
	// accountable-cancer-network/north-central-and-north-east-london and bhr-uec 747,857 of 54,786,327 (1.4%)
	// cheshire-merseyside-women-children and neuro-network 686,275 of 54,786,327 (1.3%); the areas of 1 of 2 vanguards are not, or not wholly, known
}

// Is the target on track?
//
// The line runs from the first observation to the target. Atlas.Trajectory makes the
// observations from footprints that have days.
func Example_peopleTarget() {
	day := caremodel.MustParseDate
	t := must(coverage.TrajectoryTo(
		coverage.Target{Share: caremodel.Ratio{Num: 1, Den: 2}, By: day("2030-03-31")},
		[]coverage.Observation{
			{On: day("2027-03-31"), Covered: coverage.Estimate{Low: 100_000, High: 100_000, Of: 1_000_000}},
			{On: day("2028-03-31"), Covered: coverage.Estimate{Low: 180_000, High: 240_000, Of: 1_000_000}},
		}))
	fmt.Println(t.OnTrack, "- to go:", t.Gap, "- a year:", t.Pace)
	// Output:
	// undecided - to go: 260,000 to 320,000 of 1,000,000 (26.0% to 32.0%) - a year: 130,090 to 160,110 of 1,000,000 (13.0% to 16.0%)
}

// Is a published number of people right?
func Example_peopleClaim() {
	claim := coverage.England().Reconcile()[0]
	fmt.Println(claim.Claim.Words)
	fmt.Println(claim.Covered, "-", claim.Verdict)
	// Output:
	// the first 29 vanguards: over five million patients are to benefit
	// about 4,487,879 to 5,524,136 of 54,786,327 (8.2% to 10.1%) - within-rounding
}

// What is a footprint of 2015 on the areas of today?
//
// Cumbria and Lancashire North, with what each area of 2022 got of them. With the
// crosswalk in Survey.Crosswalks a footprint of 2015 is counted on a base of 2022.
func Example_peopleSuccession() {
	became, july := coverage.EnglandSuccession(), caremodel.MustParseDate("2022-07-01")
	moved := must(became.Crosswalk(
		coverage.Vintage{Edition: coverage.EditionCCG2015, On: caremodel.MustParseDate("2015-04-01")},
		coverage.Vintage{Edition: "sub-ICB locations July 2022", On: july},
		"01H", "01K", // Cumbria, Lancashire North
	))
	for _, w := range moved.Weights {
		fmt.Println(w.Share, "of", w.From, "to", became.Name(w.To, july))
	}
	// Output:
	// 23/36 of 01H to NHS North East and North Cumbria ICB - 01H
	// 13/36 of 01H to NHS Lancashire and South Cumbria ICB - 01K
	// 89/99 of 01K to NHS Lancashire and South Cumbria ICB - 01K
	// 10/99 of 01K to NHS Lancashire and South Cumbria ICB - 02M
}

// What changed, by how strong the evidence is?
func Example_changeTier() {
	for _, c := range evaluation.England().Tally(evaluation.ByTier) {
		fmt.Println(c)
	}
	// Output:
	// controlled: 21 better, 4 worse, 18 inconclusive, 19 not judged
	// uncontrolled: 29 better, 10 worse, 3 inconclusive (23 by the vanguards themselves)
	// not-measured: 1 better, 2 no difference, 21 not judged (2 by the vanguards themselves)
}

// What do several results say together?
func Example_changePool() {
	var effects []indicator.Effect
	for _, printed := range []indicator.Interval{
		{Value: 0.50, Low: 0.35, High: 0.71, Confidence: 0.95},
		{Value: 0.71, Low: 0.55, High: 0.92, Confidence: 0.95},
		{Value: 1.02, Low: 0.80, High: 1.30, Confidence: 0.95},
	} {
		effects = append(effects, must(indicator.EffectFromLimits("", printed, indicator.EffectRatio)))
	}
	pooled := must(indicator.Pool(effects, indicator.RandomEffects, 0.95))
	ratio := must(pooled.Ratio())
	fmt.Printf("%.2f (%.2f to %.2f), I² %.0f %%\n", ratio.Value, ratio.Low, ratio.High, pooled.I2)
	// Output:
	// 0.72 (0.49 to 1.06), I² 82 %
}

// Is a month out of the ordinary, and how do I draw it?
//
// With the same months in a table: go run . -out pictures -control months.csv -better
// low-is-good, in examples/charts, which also draws forests, funnels, money and people.
func Example_changeChart() {
	var points []indicator.ChartPoint
	for _, v := range []float64{312, 305, 318, 309, 301, 314, 307, 311, 303, 316, 299, 310, 306, 297, 268} {
		points = append(points, indicator.ChartPoint{Value: v})
	}
	chart := must(indicator.ControlChart(points, indicator.Improvement(indicator.LowIsGood)))
	last := chart.Points[len(points)-1]
	fmt.Println(last.Cause, last.Variation)
	// Output:
	// below-limit improvement
}

// Is a place out of line with the others, given its size?
func Example_changeFunnel() {
	places := []indicator.FunnelUnit{{Events: 5_210, Base: 48_000}, {Events: 12_870, Base: 113_000}, {Events: 1_690, Base: 17_500}}
	target := must(indicator.FunnelTarget(indicator.FunnelRate, places, indicator.Per(1000)))
	for _, place := range places {
		fmt.Println(place.Base, must(indicator.FunnelSignal(indicator.FunnelRate, place, target, indicator.Per(1000))))
	}
	// Output:
	// 48000 none
	// 113000 high-99.8
	// 17500 low-99.8
}

// Are there more cases than age would explain?
func Example_changeRatio() {
	expected, _, err := indicator.ExpectedEvents([]indicator.ReferenceStratum{
		{Population: 12_000, ReferenceEvents: 900_000, ReferencePopulation: 9_000_000},
		{Population: 3_000, ReferenceEvents: 600_000, ReferencePopulation: 2_000_000},
	})
	check(err)
	r := must(indicator.StandardisedRatio(1890, expected, 100, 0.95))
	fmt.Printf("%.1f (%.1f to %.1f), %v\n", r.Value, r.Low, r.High, indicator.Compare(r, 100, indicator.LowIsGood))
	// Output:
	// 90.0 (86.0 to 94.2), better
}

// What is wrong with my file?
//
// Every problem at once, by row and column.
func Example_filesWrong() {
	table := `id,recipients,year,stream,status,amount
1,Northumberland,2015/16,transformation,approved,£8.3m
2,Northumberlnd,2015/17,transformation,approved,£1.2m
`
	fmt.Println(funding.ValidateAllocationsCSV(strings.NewReader(table), caremodel.England(), funding.Ledger{}).Errors())
	// Output:
	// row 3, column recipients: "Northumberlnd": no vanguard has this name; the nearest is "Northumberland Accountable Care Organisation" (unknown)
	// row 3, column year: "2015/17": the second year must follow the first (format)
}

// How do I get the problems out of an error?
func Example_filesError() {
	_, err := funding.ReadLedger(strings.NewReader(`{"format": "newcaremodels/ledger/1", "fund": []}`), caremodel.England())
	for v := range validate.Of(err).All() {
		fmt.Println(v.Path, v.Code, v.Value)
	}
	// Output:
	// fund unknown "fund"
}

// How do I add up a 360Giving file?
func Example_filesGrants() {
	file := `{"grants": [{
	"id": "360G-example-1", "title": "Home visits", "description": "A night team", "currency": "GBP",
	"amountAwarded": 50000, "awardDate": "2016-05-19",
	"recipientOrganization": [{"id": "X-1", "name": "Modality, Birmingham & Sandwell"}],
	"fundingOrganization": [{"id": "X-F", "name": "A foundation"}]}]}`
	grants := must(grants360.Read(strings.NewReader(file)))
	imported := must(grants.Ledger(grants360.MatchNames(caremodel.England()), grants360.LedgerOptions{}))
	book := must(funding.NewBook(caremodel.England(), imported.Ledger))
	fmt.Println(must(book.Total()).FormatPounds())
	// Output:
	// £50,000.00
}

// chapters are in the order of the page, by the first word of an example's name.
var chapters = []struct{ word, title string }{
	{"who", "Who takes part"}, {"money", "Money"}, {"people", "People covered"}, {"change", "What changed"}, {"files", "Files"},
}

// The page is exactly what the examples say; with -update it is written anew.
func TestCookbook(t *testing.T) {
	const file = "cookbook_test.go"
	source := string(must(os.ReadFile(file)))
	files := token.NewFileSet()
	parsed := must(parser.ParseFile(files, file, source, parser.ParseComments))
	examples := doc.Examples(parsed)
	slices.SortFunc(examples, func(a, b *doc.Example) int { return a.Order - b.Order })

	var page strings.Builder
	page.WriteString("# Cookbook\n\nQuestions, and the few lines that answer each. `must` and `check` stand for your error handling: they take the error\n" +
		"and stop. Every answer is run by a test, with the output shown; this page is written from `cookbook_test.go`.\n")
	for _, chapter := range chapters {
		page.WriteString("\n## " + chapter.title + "\n")
		for _, e := range examples {
			if !strings.HasPrefix(e.Name, "_"+chapter.word) {
				continue
			}
			question, note, _ := strings.Cut(strings.TrimSpace(e.Doc), "\n\n")
			page.WriteString("\n### " + question + "\n\n")
			if note != "" {
				page.WriteString(note + "\n\n")
			}
			body := e.Code.(*ast.BlockStmt)
			first, last := files.Position(body.List[0].Pos()).Offset, files.Position(body.List[len(body.List)-1].End()).Offset
			page.WriteString("```go\n" + strings.ReplaceAll(source[first:last], "\n\t", "\n") + "\n```\n\n```text\n" + e.Output + "```\n")
		}
	}
	goldentest.File(t, "COOKBOOK.md", page.String())
}

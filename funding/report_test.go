package funding_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// reports are all analyses of England's money, with what each is divided by.
func reports(t testing.TB) map[string]funding.Report {
	book := funding.England()
	year := funding.MustParseFinancialYear("2015/16")
	view := where(t, book, funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}})
	people := func(id caremodel.VanguardID) (int64, bool) { return 100_000, id[0] > 100 }
	dims := []funding.Dimension{funding.ByVanguard}
	out := map[string]funding.Report{}
	report := func(name string, r funding.Report, err error) {
		require.NoError(t, err, name)
		out[name] = r
	}
	shortfall, err := view.Shortfall(dims...)
	report("shortfall", funding.NewReport(view, shortfall, dims...), err)
	remaining, err := view.Remaining(dims...)
	report("remaining", funding.NewReport(view, remaining, dims...), err)
	match, err := book.Match(dims...)
	report("match", funding.NewReport(book, match, dims...), err)
	change, err := view.Change(year, year.Next(), dims...)
	report("change", funding.NewReport(view, change, dims...), err)
	perHead, err := view.PerHead(people, funding.ByCategory)
	report("per-head", funding.NewReport(view, perHead, funding.ByCategory), err)
	real, err := view.RealTerms(funding.GDPDeflators2025(), year, funding.ByYear)
	report("real-terms", funding.NewReport(view, real, funding.ByYear), err)
	headroom, err := book.Headroom("transformation-2015-16")
	report("headroom", funding.NewReport(book, headroom), err)
	report("reconciliation", funding.NewReport(book, book.Reconcile()), nil)
	report("nothing", funding.NewReport[funding.Match](book, nil, dims...), nil)
	return out
}

// Every analysis comes out as data and for people: unique columns of snake_case,
// plain numbers, one row for each, text of 80 columns.
func TestReport_AllAnalyses(t *testing.T) {
	for name, r := range reports(t) {
		var table, text, markdown strings.Builder
		require.NoError(t, r.WriteCSV(&table))
		rows, err := csv.NewReader(strings.NewReader(table.String())).ReadAll()
		require.NoError(t, err, name)
		head := rows[0]
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(head))), len(head), name)
		for _, column := range head {
			require.Regexp(t, "^[a-z]+(_[a-z]+)*$", column, name)
		}
		require.NoError(t, r.WriteText(&text))
		lines := strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
		require.Len(t, lines, len(rows), name)
		for _, line := range lines {
			require.LessOrEqual(t, utf8.RuneCountInString(line), 80, "%s: %s", name, line)
		}
		require.NoError(t, r.WriteMarkdown(&markdown))
		require.Equal(t, len(rows)+1, strings.Count(markdown.String(), "\n"), name)

		document, err := json.Marshal(r)
		require.NoError(t, err, name)
		var objects []map[string]any
		require.NoError(t, json.Unmarshal(document, &objects), name)
		require.Len(t, objects, len(rows)-1, name)
		for i, o := range objects { // the same figures, under the same names
			for j, column := range head {
				if value, there := o[column]; there {
					require.NotEmpty(t, rows[i+1][j], name)
					if s, is := value.(string); is {
						require.Equal(t, rows[i+1][j], s)
					}
				}
			}
		}
	}
	var blank strings.Builder
	require.NoError(t, funding.Report{}.WriteCSV(&blank))
	document, err := json.Marshal(funding.Report{})
	require.NoError(t, err)
	require.Equal(t, "[]", string(document))
}

// What is not known never looks like zero.
func TestReport_NotKnown(t *testing.T) {
	b := trial(t, award("a", "ash", event("", requested, "£1m"), event("", approved, "")))
	rows, err := b.Shortfall()
	require.NoError(t, err)
	r := funding.NewReport(b, rows)
	var table strings.Builder
	require.NoError(t, r.WriteCSV(&table))
	require.Equal(t, "requested,approved,difference,rate_percent,known,of\n,,,,0,7\n", table.String())
	document, err := json.Marshal(r)
	require.NoError(t, err)
	require.Equal(t, `[{"key":{},"known":0,"of":7}]`, string(document))
}

func ExampleNewReport() {
	view := must(funding.England().Where(of2016()))
	rows := must(view.Shortfall(funding.ByCategory))
	if err := funding.NewReport(view, rows, funding.ByCategory).WriteText(os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// Category       Requested        Approved       Shortfall       Rate  Vanguards
	// PACS      £26,100,000.00   £6,300,000.00  £19,800,000.00      24.1%     2 of 9
	// MCP       £68,000,000.00  £23,380,000.00  £44,620,000.00      34.4%    7 of 14
	// EHCH           not known       not known       not known  not known     0 of 6
	// UEC       £31,400,000.00   £5,200,000.00  £26,200,000.00      16.6%     4 of 8
	// ACC       £68,000,000.00  £19,700,000.00  £48,300,000.00      29.0%    6 of 13
}

// A published total is shown as its source puts it, and of how many its records are known
// only where somebody says so.
func TestReport_PublishedTotals(t *testing.T) {
	var b strings.Builder
	book := funding.England()
	require.NoError(t, funding.NewReport(book, book.Reconcile()).WriteMarkdown(&b))
	require.Contains(t, b.String(), "| at least £60,000,000.00 | £60,700,000.00 | 8 of 8 |")
	require.Contains(t, b.String(), "| about £112,000,000.00 |")
	require.NotContains(t, b.String(), " of 0 |")
}

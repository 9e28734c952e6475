package tables_test

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

type sale struct {
	place, year, note string
	sum               int
}

// sales is a table of a place, a year and a sum.
func sales(rows ...sale) tables.Table {
	t := tables.Of(tables.Table{Name: "sales", Title: "Sales", Across: "Year"}, slices.Values(rows), func(s sale) []tables.Field {
		return []tables.Field{tables.Key("note", s.note), tables.Word("place", "Place", s.place), tables.Word("year", "Year", s.year), tables.Count("sum", "Sum", s.sum)}
	})
	return t
}

func text(t require.TestingT, width int, list ...tables.Table) string {
	var b strings.Builder
	require.NoError(t, tables.Report{Title: "Report", Tables: list}.WriteText(&b, width))
	return b.String()
}

func TestReport_WriteText(t *testing.T) {
	rows := []sale{{"Ash", "2015", "", 1234}, {"Ash", "2016", "", 5}, {"Birch and Beech", "2016", "", -1234567}}
	require.Equal(t, `Report
======

Sales
-----
Place             2015        2016
Ash              1,234           5
Birch and Beech         -1,234,567
`, text(t, 80, sales(rows...)), "years side by side")
	require.Equal(t, `Report
======

Sales
-----
Place  Year         Sum
Ash    2015       1,234
Ash    2016           5
Birch  2016  -1,234,567
and
Beech
`, text(t, 23, sales(rows...)), "or below each other, words whole")
	require.Equal(t, `Report
======

Sales
-----
Place:
  Birch and
  Beech
Year: 2016
Sum:
  -1,234,567
`, text(t, 13, sales(rows[2])), "or a column a line")
	require.Contains(t, text(t, 80, sales()), "\nNothing is on record.\n")

	apart := sales(rows...)
	apart.Apart = "Place"
	require.Contains(t, text(t, 80, apart), "\nAsh\n 2015  2016\n1,234     5\n\nBirch and Beech\n")
	apart.Total([]tables.Field{tables.Key("", ""), tables.Shown("", "all"), tables.Shown("", "2016"), tables.Shown("", "9")})
	require.Contains(t, text(t, 80, apart), "\nall\n2016\n   9\n")
}

func TestTable_Data(t *testing.T) {
	table := sales(sale{"=Ash", "2015", "", 1234})
	table.Total([]tables.Field{tables.Shown("", "all")})
	var b strings.Builder
	require.NoError(t, table.WriteCSV(&b, false))
	require.Equal(t, "note,place,year,sum\n,=Ash,2015,1234\n", b.String(), "no total, plain numbers")
	b.Reset()
	require.NoError(t, table.WriteCSV(&b, true))
	require.Contains(t, b.String(), ",'=Ash,")
	b.Reset()
	require.NoError(t, table.WriteJSON(&b))
	require.JSONEq(t, `[{"place": "=Ash", "year": "2015", "sum": 1234}]`, b.String())

	wrong := tables.Of(tables.Table{Name: "t"}, slices.Values([]int{0}), func(int) []tables.Field { return []tables.Field{tables.Figure("n", "", "about 5", "")} })
	require.Error(t, wrong.WriteJSON(&b), "a number that is none")
}

// Whatever the texts are: lines fit, no word is broken, and data come back.
func TestReport_AnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "of", "neighbourhood", "=1", "<b>", "|", "\x1b[31m", "\u202e", "é", "\n", ","})
		words := rapid.Map(rapid.SliceOfN(word, 1, 8), func(w []string) string { return strings.Join(w, " ") })
		var rows []sale
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			rows = append(rows, sale{words.Draw(t, "place"), words.Draw(t, "year"), words.Draw(t, "note"), rapid.Int().Draw(t, "sum")})
		}
		width := rapid.IntRange(20, 100).Draw(t, "width")
		out := text(t, width, sales(rows...))
		for line := range strings.Lines(out) {
			line = strings.TrimSuffix(line, "\n")
			if strings.Contains(strings.TrimSpace(line), " ") && !strings.HasPrefix(line, "  ") {
				require.LessOrEqual(t, utf8.RuneCountInString(line), max(width, 30), line)
			}
			require.NotContains(t, line, "\x1b")
			require.NotContains(t, line, "\u202e")
		}
		var b strings.Builder
		require.NoError(t, sales(rows...).WriteCSV(&b, false))
		lines, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		require.NoError(t, err)
		for i, s := range rows {
			require.Equal(t, []string{s.note, s.place, s.year}, lines[i+1][:3])
		}
		b.Reset()
		require.NoError(t, sales(rows...).WriteJSON(&b))
		var read []struct{ Place string }
		require.NoError(t, json.Unmarshal([]byte(b.String()), &read))
		require.Equal(t, rows[0].place, read[0].Place)
		for _, write := range []func(*strings.Builder) error{
			func(b *strings.Builder) error {
				return tables.Report{Title: rows[0].place, Tables: []tables.Table{sales(rows...)}}.WriteHTML(b)
			},
			func(b *strings.Builder) error {
				return tables.Report{Title: rows[0].place, Tables: []tables.Table{sales(rows...)}}.WriteMarkdown(b)
			},
		} {
			b.Reset()
			require.NoError(t, write(&b))
			require.NotRegexp(t, `[^\\]<b>`, b.String())
			require.NotContains(t, b.String(), "\x1b")
		}
	})
}

func TestWidth(t *testing.T) {
	require.Equal(t, 80, tables.Width(""))
	require.Equal(t, 80, tables.Width("-3"))
	require.Equal(t, 132, tables.Width("132"))
}

func TestPlain(t *testing.T) {
	require.Equal(t, `a b \x1b[31m \u202e é`, tables.Plain("a\nb \x1b[31m \u202e é"))
}

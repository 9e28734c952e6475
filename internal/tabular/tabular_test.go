package tabular_test

import (
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

func table(rows ...[]tabular.Cell) tabular.Table {
	return tabular.Table{
		Columns: []tabular.Column{
			{Name: "vanguard"}, {Name: "vanguard_name", Head: "Vanguard"}, {Head: "Note"}, {Name: "sum", Head: "Sum", Figure: true},
		},
		Rows: slices.Values(rows),
	}
}

func row(slug, name, note, data, text string) []tabular.Cell {
	return []tabular.Cell{{Data: slug}, tabular.Same(name), {Text: note}, {Data: data, Text: text}}
}

func written(t require.TestingT, write func(*strings.Builder) error) string {
	var b strings.Builder
	require.NoError(t, write(&b))
	return b.String()
}

func TestTable_WriteCSV(t *testing.T) {
	tab := table(row("ash", "Ash, the \"first\"", "cut", "1.50", "£1.50"), row("birch", "Birch\nand more", "", "", "not known"))
	tab.Total = row("", "Total", "", "1.50", "£1.50")
	require.Equal(t, "vanguard,vanguard_name,sum\nash,\"Ash, the \"\"first\"\"\",1.50\nbirch,\"Birch\nand more\",\n",
		written(t, func(b *strings.Builder) error { return tab.WriteCSV(b) }))
}

func TestTable_WriteText(t *testing.T) {
	tab := table(row("ash", "Ash", "seen", "1.50", "£1.50"), row("birch", "Birch\nand \x1b[31mmore", "", "", "not known"))
	require.Equal(t, ""+
		"Vanguard                Note        Sum\n"+
		"Ash                     seen      £1.50\n"+
		"Birch and \\x1b[31mmore        not known\n",
		written(t, func(b *strings.Builder) error { return tab.WriteText(b) }))
	tab.Total = row("", "Total", "", "", "£1.50")
	require.Contains(t, written(t, func(b *strings.Builder) error { return tab.WriteText(b) }), "\nTotal                             £1.50\n")
}

func TestTable_WriteMarkdown(t *testing.T) {
	tab := table(row("ash", "A|B *bold* _x_ `c` <b> [l](u) A&amp;E \\ ~", "two\nlines", "1.50", "£1.50"))
	tab.Total = row("", "Total", "", "1.50", "£1.50")
	require.Equal(t, ""+
		"| Vanguard | Note | Sum |\n| --- | --- | ---: |\n"+
		"| A\\|B \\*bold\\* \\_x\\_ \\`c\\` &lt;b&gt; \\[l\\](u) A\\&amp;E \\\\ \\~ | two lines | £1.50 |\n"+
		"| **Total** |  | **£1.50** |\n",
		written(t, func(b *strings.Builder) error { return tab.WriteMarkdown(b) }))
}

// For any texts, CSV reads back as written, and text has one line for each row, of
// at most 80 characters.
func TestTable_AnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// encoding/csv reads "\r\n" as one line break, and the texts of records
		// have no "\r".
		text := rapid.Map(rapid.String(), func(s string) string { return strings.ReplaceAll(s, "\r", "") })
		var rows [][]tabular.Cell
		want := [][]string{{"vanguard", "vanguard_name", "sum"}}
		for range rapid.IntRange(0, 4).Draw(t, "rows") {
			slug, name := text.Draw(t, "slug"), text.Draw(t, "name")
			rows = append(rows, row(slug, name, text.Draw(t, "note"), "7", "£7.00"))
			want = append(want, []string{slug, name, "7"})
		}
		tab := table(rows...)
		got, err := csv.NewReader(strings.NewReader(written(t, func(b *strings.Builder) error { return tab.WriteCSV(b) }))).ReadAll()
		require.NoError(t, err)
		require.Equal(t, want, got)
		lines := strings.Split(strings.TrimSuffix(written(t, func(b *strings.Builder) error { return tab.WriteText(b) }), "\n"), "\n")
		require.Len(t, lines, len(rows)+1)
		for _, line := range lines {
			require.LessOrEqual(t, utf8.RuneCountInString(line), 80)
		}
		require.Equal(t, len(rows)+2, strings.Count(written(t, func(b *strings.Builder) error { return tab.WriteMarkdown(b) }), "\n"))
	})
}

// Figures are never cut, and something is left of every label.
func TestTable_WriteTextOfWideFigures(t *testing.T) {
	figure := strings.Repeat("9", 90)
	got := written(t, func(b *strings.Builder) error {
		return table(row("", "a long name of a vanguard", "a remark", "", figure)).WriteText(b)
	})
	require.Contains(t, got, "…  …  "+figure)
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

var errFull = errors.New("no room left")

func TestTable_WriteErrors(t *testing.T) {
	tab := table(row("", strings.Repeat("x", 10_000), "", "", ""))
	require.ErrorIs(t, tab.WriteCSV(full{}), errFull)
	require.ErrorIs(t, tab.WriteText(full{}), errFull)
	require.ErrorIs(t, tab.WriteMarkdown(full{}), errFull)
}

func TestSplice(t *testing.T) {
	for _, tc := range []struct{ object, want string }{
		{`{}`, `{"slug":"a\"b","name":"N"}`},
		{`{"sum":"1.00"}`, `{"slug":"a\"b","name":"N","sum":"1.00"}`},
	} {
		got, err := tabular.Splice([]byte(tc.object), tabular.Field{Name: "slug", Text: `a"b`}, tabular.Field{Name: "none"}, tabular.Field{Name: "name", Text: "N"})
		require.NoError(t, err)
		require.Equal(t, tc.want, string(got))
	}
	for _, object := range []string{`{}`, `{"sum":"1.00"}`} {
		got, err := tabular.Splice([]byte(object), tabular.Field{Name: "slug"})
		require.NoError(t, err)
		require.Equal(t, object, string(got))
	}
}

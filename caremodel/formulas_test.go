package caremodel_test

import (
	"encoding/csv"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

func TestQuoteFormulas(t *testing.T) {
	for in, want := range map[string]string{
		"name,sum\n":                         "name,sum\n",
		"=1+1,-500.00\n":                     "'=1+1,-500.00\n",
		"\"=HYPERLINK(\"\"x\"\",1)\",+5\r\n": "\"'=HYPERLINK(\"\"x\"\",1)\",+5\r\n",
		"@x,-,-5-5,+,-.\n":                   "'@x,'-,'-5-5,'+,'-.\n",
		"\"\tx\",\"a\n=b\",a=b\n":            "\"'\tx\",\"a\n=b\",a=b\n",
		"＝1,-1.5,\"-2.50\"\n":                "'＝1,-1.5,\"-2.50\"\n",
		",,\n\n":                             ",,\n\n",
	} {
		var b strings.Builder
		n, err := caremodel.QuoteFormulas(&b).Write([]byte(in))
		require.NoError(t, err)
		require.Equal(t, len(in), n)
		require.Equal(t, want, b.String())
	}
}

// Written in pieces of any size it is the same, nothing but apostrophes is added,
// and no cell is left that a spreadsheet would compute.
func TestQuoteFormulas_AnyTable(t *testing.T) {
	cell := rapid.StringOf(rapid.SampledFrom([]rune("=+-@\t,;\"'\n a1.£＝")))
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 4), 1, 4).Draw(t, "rows")
		var table, whole, parts strings.Builder
		require.NoError(t, csv.NewWriter(&table).WriteAll(rows))
		_, err := caremodel.QuoteFormulas(&whole).Write([]byte(table.String()))
		require.NoError(t, err)
		w := caremodel.QuoteFormulas(&parts)
		for i := range table.Len() {
			_, err := w.Write([]byte{table.String()[i]})
			require.NoError(t, err)
		}
		require.Equal(t, whole.String(), parts.String())

		read := csv.NewReader(strings.NewReader(whole.String()))
		read.FieldsPerRecord = -1
		got, err := read.ReadAll()
		require.NoError(t, err)
		require.Len(t, got, len(rows))
		for i, row := range rows {
			require.Len(t, got[i], len(row))
			for j, text := range row {
				require.Contains(t, []string{text, "'" + text}, got[i][j])
				if text != "" && strings.ContainsAny(text[:1], "=@\t") {
					require.Equal(t, "'"+text, got[i][j])
				}
			}
		}
	})
}

var errQuoted = errors.New("no room")

type noRoom struct{}

func (noRoom) Write([]byte) (int, error) { return 0, errQuoted }

func TestQuoteFormulas_WriteError(t *testing.T) {
	_, err := caremodel.QuoteFormulas(noRoom{}).Write([]byte("a\n"))
	require.ErrorIs(t, err, errQuoted)
}

func ExampleQuoteFormulas() {
	out := csv.NewWriter(caremodel.QuoteFormulas(os.Stdout))
	_ = out.WriteAll([][]string{{"note", "sum"}, {"=cmd|' /C calc'!A0", "-500.00"}})
	// Output:
	// note,sum
	// '=cmd|' /C calc'!A0,-500.00
}

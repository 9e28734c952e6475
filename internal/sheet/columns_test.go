package sheet_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

var awards = sheet.Schema{Names: []string{"id", "year", "amount", "note"}, Required: []string{"id", "amount"}, Prefix: "cells."}

// found returns what a schema finds in a text: the positions of its columns, and
// the violations.
func found(text string, s sheet.Schema, o ...sheet.Options) (sheet.Columns, []string, bool) {
	var c validate.Checker
	columns, ok, err := sheet.Open(strings.NewReader(text), o).Columns(&c, s)
	var said []string
	for v := range c.Violations().All() {
		said = append(said, v.Error())
	}
	if err != nil {
		said = append(said, err.Error())
	}
	return columns, said, ok
}

func TestColumns_Found(t *testing.T) {
	others := sheet.Schema{Names: []string{"area", "people"}, Required: []string{"area", "people"}, Others: true}
	for name, tt := range map[string]struct {
		text    string
		schema  sheet.Schema
		options sheet.Options
		at      []int
		labels  []string
	}{
		"in any order and case":  {"Amount,ID,note\n", awards, sheet.Options{}, []int{1, -1, 0, 2}, []string{"id", "year", "amount", "note"}},
		"blanks within a name":   {"id,\"Amount  \npaid\"\n", awards, sheet.Options{Columns: map[string]string{"amount paid": "amount"}}, []int{0, -1, 1, -1}, []string{"id", "year", `"Amount  \npaid"`, "note"}},
		"mapped":                 {"Key,Sum (£),what\n", awards, sheet.Options{Columns: map[string]string{"key": "ID", "Sum (£)": "amount", "what": ""}}, []int{0, -1, 1, -1}, []string{"Key", "year", "Sum (£)", "note"}},
		"unnamed at the right":   {"id,amount,,\n", awards, sheet.Options{}, []int{0, -1, 1, -1}, []string{"id", "year", "amount", "note"}},
		"by semicolons":          {"id;amount\n", awards, sheet.Options{Comma: ';'}, []int{0, -1, 1, -1}, []string{"id", "year", "amount", "note"}},
		"others are passed over": {"x,People,area,area name\n", others, sheet.Options{}, []int{2, 1}, []string{"area", "people"}},
		"told apart by spelling": {"AREA,area,people\n", others, sheet.Options{}, []int{1, 2}, []string{"area", "people"}},
		"without a header":       {"a1,5\n", awards, sheet.Options{NoHeader: true, Header: []string{"id", "amount"}}, []int{0, -1, 1, -1}, []string{"id", "year", "amount", "note"}},
		"by numbers":             {"x,a1,5\n", awards, sheet.Options{NoHeader: true, Columns: map[string]string{"2": "id", "3": "amount"}}, []int{1, -1, 2, -1}, []string{"2", "year", "3", "note"}},
	} {
		t.Run(name, func(t *testing.T) {
			columns, said, ok := found(tt.text, tt.schema, tt.options)
			require.Empty(t, said)
			require.True(t, ok)
			require.Equal(t, tt.at, columns.At)
			for i, label := range tt.labels {
				require.Equal(t, label, columns.Label(i))
			}
		})
	}
}

func TestColumns_Prefixed(t *testing.T) {
	columns, said, ok := found("id,amount,cells.age,Cells.Need\n", awards)
	require.Empty(t, said)
	require.True(t, ok)
	require.Equal(t, []sheet.Prefixed{{Name: "age", At: 2}, {Name: "Need", At: 3}}, columns.Prefixed)
}

func TestColumns_Problems(t *testing.T) {
	others := sheet.Schema{Names: []string{"LSOA", "people"}, Required: []string{"LSOA", "people"}, Others: true}
	for name, tt := range map[string]struct {
		text    string
		schema  sheet.Schema
		options []sheet.Options
		want    []string
	}{
		"misspelt": {"id,amount,yaer\n", awards, nil, []string{`row 1, column yaer: "yaer": no such column; the nearest is year (unknown)`}},
		"unlike any": {"id,amount,remarks of the council\n", awards, nil, []string{
			`row 1, column remarks of the council: "remarks of the council": no such column; there are id, year, amount, note and cells.NAME (unknown)`,
		}},
		"unlike any, with a line break and an escape code": {"id,amount,\"x: nothing\nis wrong\",\x1b[31mred\n", awards, nil, []string{
			`row 1, column "x: nothing\nis wrong": "x: nothing\nis wrong": no such column; there are id, year, amount, note and cells.NAME (unknown)`,
			`row 1, column "\x1b[31mred": "\x1b[31mred": no such column; there are id, year, amount, note and cells.NAME (unknown)`,
		}},
		"twice":   {"id,amount,Amount\n", awards, nil, []string{`row 1, column Amount: "Amount": columns 2 and 3 both have this name (duplicate)`}},
		"missing": {"id,note\n", awards, nil, []string{"row 1, column amount: the table must have this column (required)"}},
		"missing, of the caller's": {"a,b\n", others, nil, []string{
			"row 1, column LSOA: the table must have this column; the header has a, b (required)",
			"row 1, column people: the table must have this column; the header has a, b (required)",
		}},
		"unnamed in between": {"id,,amount\n", awards, nil, []string{"row 1: column 2 has no name (required)"}},
		"semicolons": {"id;amount\na;5\n", awards, nil, []string{
			`row 1: "id;amount": the cells are separated by semicolons: read the file with the separator ";", or save it with commas (format)`,
		}},
		"tabs": {"id\tamount\n", awards, nil, []string{
			`row 1: "id\tamount": the cells are separated by tabs: read the file with the separator "\t", or save it with commas (format)`,
		}},
		"titles": {"Awards; 2015,\n,\nid,amount\n", awards, nil, []string{`row 1: "Awards; 2015": the header is in row 3: take out the rows above it (required)`}},
		"no header": {"A81001,4000\n", others, nil, []string{
			"row 1, column LSOA: the table must have this column; the header has A81001, 4000; is the first row data? A file without a header is read with NoHeader (required)",
			"row 1, column people: the table must have this column; the header has A81001, 4000; is the first row data? A file without a header is read with NoHeader (required)",
		}},
		"empty":         {"", awards, nil, []string{"row 1: the file has no header row (required)"}},
		"options twice": {"id,amount\n", awards, []sheet.Options{{}, {}}, []string{"row 1: give the options of a table once (conflict)"}},
		"a separator of two bytes": {"id,amount\n", awards, []sheet.Options{{Comma: '·'}}, []string{
			`row 1: "·": cells are separated by one ASCII character, as in ';' or '\t' (format)`,
		}},
		"another separator": {"sep=;\nid;amount\n", awards, []sheet.Options{{Comma: ','}}, []string{
			`row 1: "sep=;": the file says that its cells are separated by ';'; it was to be read by ',' (conflict)`,
		}},
		"a header, and one more": {"id,amount\n", awards, []sheet.Options{{Header: []string{"id"}}}, []string{
			"row 1: Header names the columns of a file without a header: set NoHeader too (conflict)",
		}},
		"mapped from nothing": {"id,amount\n", awards, []sheet.Options{{Columns: map[string]string{"Anno": "year"}}}, []string{
			`row 1, column Anno: "Anno": the options map this column, but the file does not have it; the header has id, amount (unknown)`,
		}},
		"mapped to nothing": {"id,amount,Anno\n", awards, []sheet.Options{{Columns: map[string]string{"Anno": "yeer"}}}, []string{
			`row 1, column Anno: "yeer": no such column; the nearest is year (unknown)`,
		}},
		"mapped onto another": {"id,amount,Sum\n", awards, []sheet.Options{{Columns: map[string]string{"Sum": "amount"}}}, []string{
			`row 1, column Sum: "Sum": columns 2 and 3 both have this name (duplicate)`,
		}},
		"mapped twice": {"id,amount,Sum\n", awards, []sheet.Options{{Columns: map[string]string{"Sum": "note", "sum": "note"}}}, []string{
			`row 1, column Sum: "Sum": the options map this column twice, also as "sum" (duplicate)`,
		}},
		"columns without names": {"a,5\n", awards, []sheet.Options{{NoHeader: true}}, []string{
			"row 1, column id: the table must have this column; name the columns of a file without a header by Header, or by their numbers (required)",
			"row 1, column amount: the table must have this column; name the columns of a file without a header by Header, or by their numbers (required)",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			_, said, ok := found(tt.text, tt.schema, tt.options...)
			require.Equal(t, tt.want, said)
			require.Equal(t, strings.HasPrefix(name, "unlike any"), ok, "the rows are read where no column that is meant is missing")
		})
	}
}

// With columns mapped, the file is somebody else's and may have other columns.
func TestColumns_OthersBesideMapped(t *testing.T) {
	options := sheet.Options{Columns: map[string]string{"Sum": "amount"}}
	_, said, ok := found("id,Sum,Remarks of the council\n", awards, options)
	require.Equal(t, []string{
		`row 1, column Remarks of the council: "Remarks of the council": not a column of the table, nor among the options: skipped (warning: unknown)`,
	}, said)
	require.True(t, ok)
	_, said, ok = found("id,Sum,yer\n", awards, options)
	require.Equal(t, []string{`row 1, column yer: "yer": no such column; the nearest is year (unknown)`}, said)
	require.False(t, ok)
}

// Rows of a table without a header are numbered from 1, and cells beyond the named columns are skipped.
func TestReader_NoHeader(t *testing.T) {
	var c validate.Checker
	r := sheet.Open(strings.NewReader("\uFEFFa,1,x,y\n\nb,2,\n\"c,d\",3\n"), []sheet.Options{{NoHeader: true, Header: []string{"id", "amount"}}})
	_, ok, err := r.Columns(&c, awards)
	require.NoError(t, err)
	require.True(t, ok)
	var rows []string
	require.NoError(t, r.EachBytes(&c, func(n int, fields [][]byte) { rows = append(rows, oneRow(n, fields)) }))
	require.Equal(t, []string{`1 ["a" "1"]`, `3 ["b" "2"]`, `4 ["c,d" "3"]`}, rows)
	require.NoError(t, c.Violations().Err())
}

func TestReader_Separators(t *testing.T) {
	for comma, text := range map[rune]string{';': "a;b\n1;2,5\n\"x;y\"; \"z\"\n;3\n", '\t': "a\tb\n1\t2,5\n\"x;y\"\tz\n\t3\n", '|': "a|b\n1|2,5\n\"x;y\"|z\n|3\n"} {
		var c validate.Checker
		var rows []string
		r := sheet.Open(strings.NewReader(text), []sheet.Options{{Comma: comma}})
		require.NoError(t, sheet.EachBlock(r, &c, 2,
			func(_ int, b *sheet.Block) (out []string) {
				b.EachBytes(&c, func(n int, fields [][]byte) { out = append(out, oneRow(n, fields)) })
				return out
			},
			func(_ int, _ *sheet.Block, more []string) { rows = append(rows, more...) },
			func(n int, fields [][]byte) { rows = append(rows, oneRow(n, fields)) }))
		require.Equal(t, []string{`2 ["1" "2,5"]`, `3 ["x;y" "z"]`, `4 ["" "3"]`}, rows)
		require.NoError(t, c.Violations().Err())
	}
}

func TestOpen_NoReader(t *testing.T) {
	var c validate.Checker
	_, ok, err := sheet.Open[sheet.Options](nil, nil).Columns(&c, awards)
	require.NoError(t, err)
	require.False(t, ok)
	require.ErrorIs(t, c.Violations().Err(), validate.Unreadable)
}

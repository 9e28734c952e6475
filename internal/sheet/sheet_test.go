package sheet_test

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

type row struct {
	n      int
	fields []string
}

func readAll(t *testing.T, text string) (header []string, rows []row, vs validate.Violations) {
	t.Helper()
	r := sheet.NewReader(strings.NewReader(text))
	var c validate.Checker
	header, err := r.Header()
	if p, ok := errors.AsType[sheet.Problem](err); ok {
		p.Record(&c)
		return nil, nil, c.Violations()
	}
	require.NoError(t, err)
	require.NoError(t, r.Each(&c, func(_ validate.Place, fields []string) {
		rows = append(rows, row{r.Row(), slices.Clone(fields)})
	}))
	return header, rows, c.Violations()
}

func TestSheet_WhatRealFilesContain(t *testing.T) {
	for name, tt := range map[string]struct {
		text   string
		header []string
		rows   []row
	}{
		"plain":                         {"a,b\n1,2\n", []string{"a", "b"}, []row{{2, []string{"1", "2"}}}},
		"no line break at the end":      {"a,b\n1,2", []string{"a", "b"}, []row{{2, []string{"1", "2"}}}},
		"carriage returns":              {"a,b\r\n1,2\r\n", []string{"a", "b"}, []row{{2, []string{"1", "2"}}}},
		"byte-order mark":               {"\uFEFFF_LSOA11CD,b\n1,2\n", []string{"F_LSOA11CD", "b"}, []row{{2, []string{"1", "2"}}}},
		"mark before quotes":            {"\uFEFF\"a\",b\n1,2\n", []string{"a", "b"}, []row{{2, []string{"1", "2"}}}},
		"Windows-1252":                  {"a\nNHS Bournemouth\x92s \x80\n", []string{"a"}, []row{{2, []string{"NHS Bournemouth’s €"}}}},
		"each field has its own coding": {"a,b\nMôn,M\xf4n\n", []string{"a", "b"}, []row{{2, []string{"Môn", "Môn"}}}},
		"blanks around":                 {" a ,b\t\n1 ,\u00a02 \u00a0\n", []string{"a", "b"}, []row{{2, []string{"1", "2"}}}},
		"blank before quotes":           {"a, \"b\"\n1, \"2,0\"\n", []string{"a", "b"}, []row{{2, []string{"1", "2,0"}}}},
		"two marks":                     {"\uFEFF\uFEFFa\n1\n", []string{"a"}, []row{{2, []string{"1"}}}},
		"mark as Windows-1252":          {"ï»¿a\n1\n", []string{"a"}, []row{{2, []string{"1"}}}},
		"line with the separator":       {"sep=;\r\na;b\r\n1;2,5\r\n", []string{"a", "b"}, []row{{2, []string{"1", "2,5"}}}},
		"separator and commas":          {"\"sep=,\",\na,b\n1,2\n", []string{"a", "b"}, []row{{2, []string{"1", "2"}}}},
		"unnamed at the right":          {"a,b,,\n1,2,,\n3,4\n5,6,,,\n", []string{"a", "b"}, []row{{2, []string{"1", "2"}}, {3, []string{"3", "4"}}, {4, []string{"5", "6"}}}},
		"commas below the header":       {"a,b\n1,2,\n3,4,\n", []string{"a", "b"}, []row{{2, []string{"1", "2"}}, {3, []string{"3", "4"}}}},
		"two carriage returns":          {"a,b\r\r\n1,2\r\r\n", []string{"a", "b"}, []row{{2, []string{"1", "2"}}}},
		"mark at the end":               {"a,b\n1,2\n\x1a", []string{"a", "b"}, []row{{2, []string{"1", "2"}}}},
		"quoted comma":                  {"a,b\n\"x, y\",2\n", []string{"a", "b"}, []row{{2, []string{"x, y", "2"}}}},
		"quoted quote":                  {"a\n\"say \"\"aah\"\"\"\n", []string{"a"}, []row{{2, []string{`say "aah"`}}}},
		"line break in quotes":          {"a,b\n\"x\r\ny\",2\n3,4\n", []string{"a", "b"}, []row{{2, []string{"x\ny", "2"}}, {3, []string{"3", "4"}}}},
		"line break in the header":      {"\"a\nb\",c\n1,2\n", []string{"a\nb", "c"}, []row{{2, []string{"1", "2"}}}},
		"blank rows count":              {"a,b\n\n1,2\n , \n\n3,4\n", []string{"a", "b"}, []row{{3, []string{"1", "2"}}, {6, []string{"3", "4"}}}},
		"only a header":                 {"a,b\n", []string{"a", "b"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			header, rows, vs := readAll(t, tt.text)
			require.NoError(t, vs.Err())
			require.Equal(t, tt.header, header)
			require.Equal(t, tt.rows, rows)
		})
	}
}

func TestSheet_Problems(t *testing.T) {
	long := strings.Repeat("x", sheet.MaxRecordBytes)
	for name, tt := range map[string]struct {
		text string
		want []string // path and code
		rows []int    // which rows were read
	}{
		"empty":              {"", []string{"row 1 required"}, nil},
		"blank":              {"\n \n\n", []string{"row 1 required"}, nil},
		"short row":          {"a,b\n1\n3,4\n", []string{"row 2 format"}, []int{3}},
		"long row":           {"a,b\n1,2,3\n3,4\n", []string{"row 2 format"}, []int{3}},
		"bare quote":         {"a,b\n1,5\" pipe\n3,4\n", []string{"row 2 format"}, []int{3}},
		"after the quote":    {"a,b\n\"1\"x,2\n3,4\n", []string{"row 2 format"}, []int{3}},
		"broken, two lines":  {"a,b\n\"1\n\"x,2\n3,4\n", []string{"row 2 format"}, []int{3}},
		"quote never closed": {"a,b\n1,2\n\"3,4\n5,6\n", []string{"row 3 format"}, []int{2}},
		"broken header":      {"a,\"b\"c\n1,2\n", []string{"row 1 format"}, nil},
		"record too long":    {"a,b\n1,2\n3," + long + "\n5,6\n", []string{"row 3 too-large"}, []int{2}},
		"unclosed and long":  {"a,b\n1,2\n\"" + strings.Repeat("3,4\n", 1<<20), []string{"row 3 too-large"}, []int{2}},
		"header too wide":    {strings.Repeat("a,", sheet.MaxColumns) + "b\n", []string{"row 1 too-large"}, nil},
		"UTF-16":             {"\xff\xfea\x00,\x00b\x00\n\x00", []string{"row 1 format"}, nil},
		"UTF-16 unmarked":    {"a\x00,\x00b\x00\n\x00", []string{"row 1 format"}, nil},
		"UTF-16 big-endian":  {"\x00a\x00,\x00b\x00\n", []string{"row 1 format"}, nil},
		"workbook":           {"PK\x03\x04\x14\x00", []string{"row 1 format"}, nil},
		"old workbook":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", []string{"row 1 format"}, nil},
		"gzip":               {"\x1f\x8b\x08\x00\x00", []string{"row 1 format"}, nil},
		"old Macintosh":      {"a,b\r1,2\r3,\"4\"\r", []string{"row 1 format"}, nil},
		"return within":      {"a,b\n1,2\r3,4\n5,6\n", []string{"row 2, column b format"}, []int{3}},
		"NUL":                {"a,b\n1,2\x00\n3,4\n", []string{"row 2, column b format"}, []int{3}},
		"content unnamed":    {"a,b,\n1,2,x\n3,4\n", []string{"row 2 format"}, []int{3}},
	} {
		t.Run(name, func(t *testing.T) {
			_, rows, vs := readAll(t, tt.text)
			var got []string
			for v := range vs.All() {
				got = append(got, v.Path+" "+string(v.Code))
			}
			require.Equal(t, tt.want, got)
			var read []int
			for _, r := range rows {
				read = append(read, r.n)
			}
			require.Equal(t, tt.rows, read)
		})
	}
}

// A misplaced quotation mark is reported with its line in the file, whatever
// precedes it and however many lines its record has, and with its byte in the line.
func TestSheet_LineOfABrokenQuote(t *testing.T) {
	for text, want := range map[string]string{
		"a,b\n1,5\" pipe\n":                      "line 2 of the file, byte 4",
		"a,b\n\n\n1,5\" pipe\n":                  "line 4 of the file, byte 4",
		"a,b\n\"1\n2\",3\n4,5\" pipe\n":          "line 4 of the file, byte 4",
		"a,b\n\"1\n2\",5\" pipe\n":               "line 3 of the file, byte 5",
		"a,b\n\"x\ny\nz\",1\n\"1\n2\"3,4\n5,6\n": "line 6 of the file, byte 2",
	} {
		_, _, vs := readAll(t, text)
		require.ErrorContains(t, vs.Err(), want, "%q", text)
	}
}

// A record with quotation marks may be as long as any other, but no longer.
func TestSheet_LongestQuotedRecord(t *testing.T) {
	record := func(length int) string { return "\"" + strings.Repeat("x", length-3) + "\"\n" }
	_, rows, vs := readAll(t, "a\n"+record(sheet.MaxRecordBytes))
	require.NoError(t, vs.Err())
	require.Len(t, rows[0].fields[0], sheet.MaxRecordBytes-3)
	_, _, vs = readAll(t, "a\n"+record(sheet.MaxRecordBytes+1))
	require.ErrorIs(t, vs.Err(), validate.TooLarge)
}

func TestSheet_FatalProblemIsSaidAgain(t *testing.T) {
	r := sheet.NewReader(strings.NewReader(""))
	_, first := r.Next()
	_, second := r.Next()
	require.ErrorIs(t, first, validate.Required)
	require.Equal(t, first, second)
}

func TestSheet_ReadErrorComesThrough(t *testing.T) {
	broken := errors.New("connection reset")
	r := sheet.NewReader(io.MultiReader(strings.NewReader("a,b\n1,2\n"), iotest.ErrReader(broken)))
	var c validate.Checker
	err := r.Each(&c, func(validate.Place, []string) {})
	require.ErrorIs(t, err, broken)
	require.ErrorIs(t, err, validate.Unreadable)
	require.EqualError(t, err, "row 3: unreadable: the rest of the file could not be read: connection reset (unreadable)")
	require.Equal(t, 1, validate.Of(err).Len())
	require.NoError(t, c.Violations().Err())
}

// The problem of a row that is rejected names the cause.
func TestProblem_NamesItsCause(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"number with a comma": {"a,b\nx,1,250\n", `row 2: "x,1,250": has 3 fields; the header has 2; is "1,250" one number? Then put it in quotes (format)`},
		"pounds and pence":    {"a,b\n£1,250,000.50,x\n", `row 2: "£1,250,000.50,x": has 4 fields; the header has 2; is "£1,250,000.50" one number? Then put it in quotes (format)`},
		"no name":             {"a,b,,\n1,2,,x\n", `row 2: "1,2,,x": column 4, which has no name in the header, says "x" (format)`},
		"semicolons below":    {"a,b\n1;2\n", `row 2: "1;2": has 1 field; the header has 2; its cells are separated by semicolons: read the file with the separator ";", or save it with commas (format)`},
		"too wide":            {"a,b\n1,2,3\n", `row 2: "1,2,3": has 3 fields; the header has 2 (format)`},
		"gzip":                {"\x1f\x8b\x08", "row 1: this is compressed with gzip, not CSV in UTF-8: save or unpack it as that (format)"},
		"formula of a text":   {"a,b\n1,=\"00C\"\n", `row 2: a cell is a formula of a spreadsheet, as in ="00C": write the text alone, 00C (line 2 of the file, byte 4) (format)`},
		"mark out of place":   {"a,b\n1,x\"y\n", "row 2: there is a quotation mark in a field that does not begin with one (line 2 of the file, byte 4) (format)"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, vs := readAll(t, tt.text)
			require.EqualError(t, vs.Err(), tt.want)
		})
	}
}

// Every byte of Windows-1252 becomes its character.
func TestReader_EveryByteOfWindows(t *testing.T) {
	for b := 0x80; b <= 0xFF; b++ {
		field := string([]byte{'x', byte(b), 'y'})
		_, rows, vs := readAll(t, "a\n"+field+"\n")
		require.NoError(t, vs.Err(), "%x", b)
		require.Equal(t, []row{{2, []string{strings.TrimSpace(fromWindows(field))}}}, rows, "%x", b)
	}
}

// UTF-16 without a byte-order mark is recognised from two characters on, in either
// byte order.
func TestReader_UTF16WithoutMark(t *testing.T) {
	for text, refused := range map[string]bool{
		"a\x00b\x00": true, "\x00a\x00b": true, "a\x00": false, "a\x00b\x00,\x00" + strings.Repeat("c\x00", 40): true, "ab\x00c": false,
	} {
		_, err := sheet.NewReader(strings.NewReader(text)).Header()
		if refused {
			require.ErrorContains(t, err, "UTF-16", "%q", text)
		} else if err != nil {
			require.NotContains(t, err.Error(), "UTF-16", "%q", text)
		}
	}
}

// A problem prints as the violation that it becomes, and Cell returns nothing for a column that is absent.
func TestProblem_PrintsAsViolation(t *testing.T) {
	p := sheet.Problem{Row: 3, Name: "amount", Code: validate.Format, Value: "x", Detail: "no number"}
	require.EqualError(t, p, `row 3, column amount: "x": no number (format)`)
	c := sheet.Columns{At: []int{1, -1}}
	require.Equal(t, "b", string(c.Cell([][]byte{[]byte("a"), []byte("b")}, 0)))
	require.Nil(t, c.Cell([][]byte{[]byte("a"), []byte("b")}, 1))
	require.Equal(t, "a", string((&sheet.Columns{At: []int{0}}).Cell([][]byte{[]byte("a")}, 0)))
}

// idle is a reader that never returns anything.
type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

func TestReader_NoProgress(t *testing.T) {
	_, err := sheet.NewReader(idle{}).Header()
	require.ErrorIs(t, err, io.ErrNoProgress)
}

// A file that is not a table is recognised without a header too.
func TestReader_NoHeaderNoTable(t *testing.T) {
	header, err := sheet.Open(strings.NewReader("\x1f\x8b\x08"), []sheet.Options{{NoHeader: true, Header: []string{"a"}}}).Header()
	require.ErrorIs(t, err, validate.Format)
	require.Nil(t, header)
}

// FuzzReader compares the package with encoding/csv: the records are the same, apart from blanks at the ends and the
// character set.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "a,b\r\n\"1\n2\",3\r\n", "\uFEFFa\n\"x\"\"y\"\n", "a,b\n\n,\n1\n", "a\n\x92\xff\n", "a\n\"unclosed", "a\nb\"c\nd\n", "\r\r\n\r",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > sheet.MaxRecordBytes/2 || !tableText(text) {
			return
		}
		want, wantBad := records(strings.TrimPrefix(text, "\uFEFF"))
		var got [][]string
		gotBad, last := 0, 0
		r := sheet.NewReader(strings.NewReader(text))
		header, err := r.Header()
		if err == nil {
			got = append(got, slices.Clone(header))
		}
		for err == nil || errors.As(err, new(sheet.Problem)) {
			if p, ok := errors.AsType[sheet.Problem](err); ok && p.Fatal {
				return
			} else if ok {
				gotBad++
			}
			var fields []string
			if fields, err = r.Next(); err == nil {
				got = append(got, slices.Clone(fields))
				require.Greater(t, r.Row(), last)
				last = r.Row()
			}
		}
		require.ErrorIs(t, err, io.EOF)
		require.LessOrEqual(t, r.Row(), strings.Count(text, "\n")+1)
		ragged := 0
		for i, rec := range want {
			want[i] = fitted(rec, len(header))
		}
		want = slices.DeleteFunc(want, func(rec []string) bool {
			if len(rec) != len(header) {
				ragged++
				return true
			}
			return false
		})
		require.Equal(t, want, got)
		require.Equal(t, wantBad+ragged, gotBad)
		for _, fields := range got {
			for _, field := range fields {
				require.True(t, utf8.ValidString(field))
				require.Equal(t, strings.TrimFunc(field, unicode.IsSpace), field)
			}
		}
	})
}

// tableText reports whether a text has nothing that encoding/csv takes for text but that a table never means.
func tableText(text string) bool {
	return !regexp.MustCompile(`^(ï»¿|\x{FEFF}\x{FEFF}|PK\x03\x04|%PDF)|(?i:sep=)|[\x00\x1a]|\r[^\n]`).MatchString(text) &&
		(text == "" || strings.IndexByte("\xff\xfe\xd0\x1f", text[0]) < 0)
}

// fitted gives a record the header's width if the cells beyond it are blank.
func fitted(record []string, width int) []string {
	for len(record) > width && width > 0 && record[len(record)-1] == "" {
		record = record[:len(record)-1]
	}
	return record
}

// records reads text with encoding/csv alone: its records without blank rows, and how many rows it rejects.
func records(text string) (good [][]string, bad int) {
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord = -1
	c.TrimLeadingSpace = true
	for {
		rec, err := c.Read()
		if errors.Is(err, io.EOF) {
			return good, bad
		}
		if err != nil {
			bad++
			continue
		}
		content := false
		for i, field := range rec {
			if !utf8.ValidString(field) {
				field = fromWindows(field)
			}
			rec[i] = strings.TrimFunc(field, unicode.IsSpace)
			content = content || rec[i] != ""
		}
		if content {
			good = append(good, rec)
		}
	}
}

// fromWindows reads Windows-1252 by the table in the WHATWG Encoding Standard, index-windows-1252.
func fromWindows(field string) string {
	const high = "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
		"\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178"
	runes := []rune(high)
	var b strings.Builder
	for i := range len(field) {
		switch c := field[i]; {
		case c >= 0x80 && c < 0xA0:
			b.WriteRune(runes[c-0x80])
		default:
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}

func BenchmarkReader(b *testing.B) {
	text := "LSOA11CD,LSOA11NM,CCG15CD,FID\n" + strings.Repeat("E01010638,Bradford 004A,E38000001,1\n", 30_000)
	b.Run("strings", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			var c validate.Checker
			if err := sheet.NewReader(strings.NewReader(text)).Each(&c, func(validate.Place, []string) {}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bytes", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			var c validate.Checker
			if err := sheet.NewReader(strings.NewReader(text)).EachBytes(&c, func(int, [][]byte) {}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// TestSheet_BytesCostNoMemory checks that reading a national table allocates
// nothing for each row.
func TestSheet_BytesCostNoMemory(t *testing.T) {
	const rows = 10_000
	text := "area,people\n" + strings.Repeat("E01010638,1537\n", rows)
	allocs := testing.AllocsPerRun(5, func() {
		var c validate.Checker
		require.NoError(t, sheet.NewReader(strings.NewReader(text)).EachBytes(&c, func(int, [][]byte) {}))
	})
	require.Less(t, allocs, 20.0)
}

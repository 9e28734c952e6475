package funding_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

const uploadHead = "id,round,recipients,year,stream,kind,on,status,amount,source_title\n"

// uploadLedger is a ledger with a fund of £10m and one round, for uploads.
func uploadLedger() funding.Ledger {
	y := funding.MustParseFinancialYear("2016/17")
	return funding.Ledger{
		Funds:  []funding.Fund{{ID: "fund", Sources: said(), Limits: []funding.Limit{{From: y, Amount: funding.MustParseMoney("£10m")}}}},
		Rounds: []funding.Round{{ID: "r", Fund: "fund", Year: y, Sources: said()}},
	}
}

// upload checks rows and returns what is wrong, with its words.
func upload(t require.TestingT, rows string, options ...caremodel.CSV) []string {
	var out []string
	for v := range funding.ValidateAllocationsCSV(strings.NewReader(uploadHead+rows), testProgramme(t), uploadLedger(), options...).All() {
		out = append(out, v.Error())
	}
	return out
}

func TestValidateAllocationsCSV_InOrder(t *testing.T) {
	require.Empty(t, upload(t, ""+
		"a,r,ash,2016/17,transformation,revenue,2016-05-19,approved,£1m,table 1\n"+
		"b,r,The birch vanguard,2016 to 2017,transformation,revenue,19 May 2016,approved,\"£ 500,000\",table 1\n"))
}

// Shape and rules, by row and column, each once.
func TestValidateAllocationsCSV_EveryProblem(t *testing.T) {
	require.Equal(t, []string{
		`row 3, column amount: "lots": write an amount as "£4.59m", "£200 million", "4,590,000" or "12.34" (format)`,
		`row 3, column round: "s": no such round; the nearest is "r" (unknown)`,
		`row 4: "c": round, recipients, years, stream, kind and element are those of row 2; a further decision is a further event, a part of its own has an element (duplicate)`,
		`row 5, column year: "201x": write a financial year as "2015/16" (format)`,
		`row 5, column source_title: say where this was read: a title, a publisher or an address, here or with each figure (warning: required)`,
		`row 7, column on: "2016-05-18": an earlier event is dated 2016-05-19 (order)`,
	}, upload(t, ""+
		"a,r,ash,2016/17,transformation,revenue,2016-05-19,approved,£1m,table 1\n"+
		"b,s,birch,2016/17,transformation,revenue,2016-05-19,approved,lots,table 1\n"+
		"c,r,ash,2016/17,transformation,revenue,2016-05-19,approved,£1m,table 1\n"+
		"d,r,ash,201x,transformation,revenue,2016-05-19,approved,£1m,\n"+
		"e,r,fir,2016/17,transformation,revenue,2016-05-19,requested,£1m,table 1\n"+
		"e,,,,,,2016-05-18,approved,£1m,table 1\n"))
}

// What the table does to a fund is told, what is wrong with the ledger alone is not.
func TestValidateAllocationsCSV_Funds(t *testing.T) {
	l := uploadLedger()
	l.Funds[0].Owner = "an\x00owner"
	l.Allocations = []funding.Allocation{{
		ID: "own", Round: "nowhere", Recipients: who("ash"), Year: funding.MustParseFinancialYear("2016/17"), Stream: funding.StreamTransformation,
		Events: []funding.Event{on("2016-05-19", funding.Approved, "£6m")}, Sources: said(), Kind: funding.Revenue,
	}}
	l.Allocations[0].Round = "r"
	rows := uploadHead + "a,r,birch,2016/17,transformation,revenue,2016-05-19,approved,£5m,table 1\nown,r,cedar,2016/17,transformation,revenue,2016-05-19,approved,£1,table 1\n"
	require.Equal(t, []finding{
		failure("row 3, column id", validate.Duplicate), warning("funds[0].limits[0].amount", funding.Overcommitted),
	}, findings(funding.ValidateAllocationsCSV(strings.NewReader(rows), testProgramme(t), l)))
}

// A total is named as what it is, an ambiguous amount or day with its meanings, and
// an option settles which.
func TestValidateAllocationsCSV_Causes(t *testing.T) {
	row := func(on, amount string) string {
		return fmt.Sprintf("a,r,ash,2016/17,transformation,revenue,%s,approved,%q,table 1\n", on, amount)
	}
	for _, tc := range []struct{ rows, path, words string }{
		{row("2016-05-19", "£1m") + ",,,,,,,Total,£1m,\n", "row 3, column id", "total"},
		{row("2016-05-19", "£1m") + "Total,,,,,,,,£1m,\n", "row 3, column id", "total"},
		{row("2016-05-19", "£-"), "row 2, column amount", "not known"},
		{row("2016-05-19", "#REF!"), "row 2, column amount", "error of the spreadsheet"},
		{row("2016-05-19", "700.000"), "row 2, column amount", "separate thousands"},
		{row("2016-05-19", "Â£1m"), "row 2, column amount", "UTF-8"},
		{row("42461", "£1m"), "row 2, column on", "number"},
		{row("03/06/2016", "£1m"), "row 2, column on", "day"},
	} {
		vs := funding.ValidateAllocationsCSV(strings.NewReader(uploadHead+tc.rows), testProgramme(t), uploadLedger())
		require.Equal(t, 1, vs.Len(), "%s: %v", tc.rows, vs.Err())
		for v := range vs.All() {
			require.Equal(t, tc.path, v.Path)
			require.Contains(t, v.Detail, tc.words)
		}
	}
	require.Empty(t, upload(t, row("03/06/2016", "£1m"), caremodel.CSV{DayFirst: true}))
}

// The shapes in which the same table comes from spreadsheets: read, or refused in one
// line that names the cause.
func TestValidateAllocationsCSV_Shapes(t *testing.T) {
	const table = uploadHead + "a,r,ash,2016/17,transformation,revenue,2016-05-19,approved,£1m,table 1\n"
	shape := strings.NewReplacer
	for name, tc := range map[string]struct{ text, words string }{
		"as it is":                 {table, ""},
		"byte-order mark":          {"\uFEFF" + table, ""},
		"Windows-1252":             {strings.ReplaceAll(table, "£", "\xa3"), ""},
		"line ends of Windows":     {shape("\n", "\r\n").Replace(table), ""},
		"trailing commas":          {shape("\n", ",,\n").Replace(table), ""},
		"sep=":                     {"sep=,\n" + table, ""},
		"header in capitals":       {strings.ToUpper(uploadHead) + table[len(uploadHead):], ""},
		"blanks around cells":      {shape(",", " , ").Replace(table), ""},
		"no-break spaces":          {shape(",", "\u00a0,").Replace(table), ""},
		"carriage returns alone":   {shape("\n", "\r").Replace(table), "carriage return"},
		"formulas of texts":        {strings.ReplaceAll(table, "ash", `="ash"`), "formula of a spreadsheet"},
		"semicolons":               {shape(",", ";").Replace(table), "semicolons"},
		"tabs":                     {shape(",", "\t").Replace(table), "tabs"},
		"titles above":             {"Awards of 2016/17\n\n" + table, "row 3"},
		"a workbook":               {"PK\x03\x04" + strings.Repeat("\x00", 100), "workbook"},
		"UTF-16":                   {"\xff\xfei\x00d\x00", "UTF-16"},
		"an amount without quotes": {shape("£1m", "1,000,000").Replace(table), "quotes"},
	} {
		vs := funding.ValidateAllocationsCSV(strings.NewReader(tc.text), testProgramme(t), uploadLedger())
		if tc.words == "" {
			require.NoError(t, vs.Err(), name)
			require.Zero(t, vs.Len(), name)
			continue
		}
		require.Equal(t, 1, vs.Len(), "%s: %v", name, vs.Err())
		require.ErrorContains(t, vs.Err(), tc.words, name)
	}
}

// FuzzValidateAllocationsCSV: whatever the text, the check ends, and says of each
// problem where it is.
func FuzzValidateAllocationsCSV(f *testing.F) {
	f.Add(uploadHead + "a,r,ash,2016/17,transformation,revenue,2016-05-19,approved,£1m,table 1\n,,,,,,,Total,£-,\n")
	f.Add(uploadHead + "a,s,ash;birch,2016 to 2017,matched,,03/06/2016,paid,(500),\na,,,,,,,spent,7.0E+05,\"x\n")
	p := testProgramme(f)
	f.Fuzz(func(t *testing.T, text string) {
		for v := range funding.ValidateAllocationsCSV(strings.NewReader(text), p, uploadLedger()).All() {
			require.NotContains(t, v.Path+v.Detail, "allocations[")
			require.Regexp(t, `^(row \d+|funds\[|rounds\[)`, v.Path)
		}
	})
}

func TestReadAllocationsCSV_AmountsOfSpreadsheets(t *testing.T) {
	for text, want := range map[string]string{
		" £700,000.00 ": "700000.00", "£ 700,000": "700000.00", "(500,000)": "-500000.00", " (£500,000.00)": "-500000.00",
		"£-500,000.00": "-500000.00", "500,000-": "-500000.00", "7.0E+05": "700000.00", "1537.0": "1537.00", "GBP 700,000": "700000.00",
		"\u00a0700,000": "700000.00", "£0.7m": "700000.00", "1 250 000": "1250000.00",
	} {
		rows := uploadHead + fmt.Sprintf("a,r,ash,2016/17,transformation,revenue,2016-05-19,paid,\"%s\",table 1\n", text)
		all, err := funding.ReadAllocationsCSV(strings.NewReader(rows), testProgramme(t))
		require.NoError(t, err, text)
		require.Equal(t, want, all[0].Events[0].Figure.Amount.String(), text)
		b, err := funding.ReadBookCSV(strings.NewReader(strings.Replace(rows, ",paid,", ",approved,", 1)), testProgramme(t), uploadLedger())
		if strings.HasPrefix(want, "-") {
			require.ErrorIs(t, err, funding.Negative)
			continue
		}
		require.NoError(t, err, text)
		total, err := b.Total()
		require.NoError(t, err)
		require.Equal(t, want, total.String(), text)
	}
}

// The options of a table: other headers, another separator, no header; problems name
// the columns as the file has them.
func TestReadAllocationsCSV_Options(t *testing.T) {
	const theirs = "Ref;Vanguard;FY;Route;Decision;Amount (£);Officer\na;ash;2016/17;transformation;approved;1000;Smith\nb;birch;2016/17;transformation;approved;lots;Jones\n"
	options := caremodel.CSV{Comma: ';', Columns: map[string]string{
		"ref": "id", "Vanguard": "recipients", "FY": "year", "Route": "stream", "Decision": "status", "amount (£)": "amount", "Officer": "",
	}}
	all, err := funding.ReadAllocationsCSV(strings.NewReader(theirs), testProgramme(t), options)
	require.Equal(t, []finding{failure("row 3, column Amount (£)", validate.Format)}, findings(validate.Of(err)))
	require.Len(t, all, 1)
	require.Equal(t, []string{"row 3, column Amount (£)"}, pathsOf(funding.ValidateAllocationsCSV(strings.NewReader(theirs), testProgramme(t), funding.Ledger{}, options).Errors()))

	bare := caremodel.CSV{NoHeader: true, Header: []string{"id", "recipients", "year", "stream", "status", "amount"}}
	b, err := funding.ReadBookCSV(strings.NewReader("a,ash,2016/17,transformation,approved,1000\n"), testProgramme(t), funding.Ledger{}, bare)
	require.NoError(t, err)
	require.Equal(t, 1, b.Len())
	_, err = funding.ReadBookCSV(strings.NewReader(""), testProgramme(t), funding.Ledger{}, bare, bare)
	require.ErrorIs(t, err, validate.Conflict)
}

func TestValidateAllocationsCSV_ReadError(t *testing.T) {
	broken := errors.New("connection reset")
	vs := funding.ValidateAllocationsCSV(iotest.ErrReader(broken), testProgramme(t), funding.Ledger{})
	require.ErrorIs(t, vs.Err(), broken)
}

// The count of problems holds where they are too many to keep.
func TestValidateAllocationsCSV_Flood(t *testing.T) {
	vs := funding.ValidateAllocationsCSV(strings.NewReader(uploadHead+strings.Repeat("a,r,nowhere,2016/17,transformation,revenue,2016-05-19,approved,lots,table 1\n", 5_000)), testProgramme(t), uploadLedger())
	total := 0
	for _, n := range vs.Summary() {
		total += n.Count
	}
	require.Equal(t, 10_000, total)
	require.LessOrEqual(t, vs.Len(), 300)
}

// A table is found in order exactly when its rows can be read and the ledger with
// them breaks no rule.
func TestValidateAllocationsCSV_IsBothChecks(t *testing.T) {
	p := testProgramme(t)
	rapid.Check(t, func(t *rapid.T) {
		cells := [][]string{
			{"a", "b", "c", "c", ""}, {"r", "r", "s", ""}, {"ash", "birch", "ash;birch", "", "nobody"}, {"2016/17", "2016/17", "2017/18", "x"},
			{"transformation", "transformation", "matched", ""}, {"revenue", "", "x"}, {"2016-05-19", "2016-05-20", "", "x"},
			{"approved", "requested", "paid", "planned"}, {"£1m", "£2m", "0", "", "lots", "-5"}, {"table 1", ""},
		}
		var rows strings.Builder
		rows.WriteString(uploadHead)
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			line := make([]string, len(cells))
			for i, some := range cells {
				line[i] = rapid.SampledFrom(some).Draw(t, "cell")
			}
			rows.WriteString(strings.Join(line, ",") + "\n")
		}
		l := uploadLedger()
		got := funding.ValidateAllocationsCSV(strings.NewReader(rows.String()), p, l)
		all, err := funding.ReadAllocationsCSV(strings.NewReader(rows.String()), p)
		if err != nil {
			for v := range validate.Of(err).All() { // all of it is told
				require.Contains(t, pathsOf(got), v.Path)
			}
			return
		}
		l.Allocations = all
		want := l.Validate(p)
		require.ElementsMatch(t, want.Summary(), got.Summary(), rows.String())
		for v := range got.All() {
			require.True(t, strings.HasPrefix(v.Path, "row ") || strings.HasPrefix(v.Path, "funds["), v.Path)
			require.NotContains(t, v.Detail, "allocations[")
		}
	})
}

// With a day, what is dated after it is told by its row too.
func TestValidateAllocationsCSVAsOf(t *testing.T) {
	const table = "id,recipients,year,stream,status,amount,on,source_title\nx,Northumberland,2015/16,transformation,approved,100,2015-06-01,A page\n"
	check := func(day string) validate.Violations {
		return funding.ValidateAllocationsCSVAsOf(strings.NewReader(table), caremodel.England(), funding.Ledger{}, caremodel.MustParseDate(day)).Errors()
	}
	require.Zero(t, check("2015-06-01").Len())
	require.Equal(t, []string{"row 2, column on"}, pathsOf(check("2015-05-31")))
	require.ErrorIs(t, check("2015-05-31").Err(), validate.Future)
}

func ExampleValidateAllocationsCSV() {
	const table = `id,recipients,year,stream,status,amount
1,Northumberland,2015/16,transformation,approved,£8.3m
2,Northumberlnd,2015/16,transformation,approved,"£ 1,200,000"
3,Northumberland,2015/16,transformation,approved,£-
`
	for v := range funding.ValidateAllocationsCSV(strings.NewReader(table), caremodel.England(), funding.Ledger{}).Errors().All() {
		fmt.Println(v)
	}
	// Output:
	// row 3, column recipients: "Northumberlnd": no vanguard has this name; the nearest is "Northumberland Accountable Care Organisation" (unknown)
	// row 4, column amount: "£-": this is £0.00 as Excel shows it, or an amount that is not known: write 0, or leave the cell blank (format)
	// row 4: "3": round, recipients, years, stream, kind and element are those of row 2; a further decision is a further event, a part of its own has an element (duplicate)
}

package funding_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// byWayOfRecords reads a table as records and makes a book of them.
func byWayOfRecords(r io.Reader, p *caremodel.Programme, l funding.Ledger) (*funding.Book, error) {
	all, err := funding.ReadAllocationsCSV(r, p)
	if err != nil {
		return nil, err
	}
	l.Allocations = all
	return funding.NewBook(p, l)
}

// A table gives the same book, and is refused for the same reasons, whether its
// rows are held as records or not; also where rows of one allocation stand apart
// and where cells are spoiled.
func TestReadBookCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, l := testProgramme(t), drawLedger(t)
		half := funding.Pence(700)
		l.Funds[0].Limits = []funding.Limit{{From: funding.MustParseFinancialYear("2015/16"), Through: funding.MustParseFinancialYear("2017/18"), Amount: half}}
		var b bytes.Buffer
		require.NoError(t, l.WriteCSV(&b))
		table := spoilTable(t, b.Bytes())
		l.Allocations = nil

		requireSameBook(t, p, l, table)
	})
}

// requireSameBook reads a table both ways and returns what both refused it for, or
// were warned of.
func requireSameBook(t require.TestingT, p *caremodel.Programme, l funding.Ledger, table []byte) validate.Violations {
	want, wantErr := byWayOfRecords(bytes.NewReader(table), p, l)
	got, err := funding.ReadBookCSV(bytes.NewReader(table), p, l)
	found := validate.Of(err)
	require.Equal(t, slices.Collect(validate.Of(wantErr).All()), slices.Collect(found.All()), "%s", table)
	if wantErr != nil {
		require.Error(t, err)
		return found
	}
	require.NoError(t, err)
	require.Equal(t, slices.Collect(want.Warnings().All()), slices.Collect(got.Warnings().All()))
	requireSameAnswers(t, want, got)
	return got.Warnings()
}

// Each rule that concerns several rows is kept where no records are held.
func TestReadBookCSV_Rules(t *testing.T) {
	p := testProgramme(t)
	funds, rounds := trialFunds()
	funds[0].Limits = []funding.Limit{{From: funding.MustParseFinancialYear("2016/17"), Amount: sterling("£10m")}}
	l := funding.Ledger{Funds: funds, Rounds: rounds}
	const head = "id,round,recipients,year,element,stream,on,status,amount,supersedes,source_url,note\n"
	for name, tt := range map[string]struct {
		rows string
		want validate.Code
	}{
		"same money":           {"x,a,ash,2016/17,,transformation,,approved,1,,,\ny,a,ash,2016/17,,transformation,,approved,2,,,\n", validate.Duplicate},
		"unknown round":        {"x,q,ash,2016/17,,transformation,,approved,1,,,\n", validate.Unknown},
		"outside the fund":     {"x,a,ash,2015/16,,transformation,,approved,1,,,\n", funding.OutsideFund},
		"no way back":          {"x,,ash,2016/17,,transformation,,approved,1,,,\ny,,birch,2016/17,,transformation,,approved,1,,,\nx,,,,,,,requested,1,,,\n", funding.Transition},
		"days run backwards":   {"x,,ash,2016/17,,transformation,2016-05-02,approved,1,,,\ny,,birch,2016/17,,transformation,,approved,1,,,\nx,,,,,,2016-05-01,approved,1,,,\n", validate.Order},
		"below zero":           {"x,,ash,2016/17,,transformation,,paid,-1,,,\n", funding.Negative},
		"overspent":            {"x,a,ash,2016/17,,transformation,,paid,£6m,,,\ny,a,birch,2016/17,,transformation,,paid,£5m,,,\n", funding.Overspent},
		"in a circle":          {"x,,ash,2016/17,,transformation,,approved,1,y,,\ny,,birch,2016/17,,transformation,,approved,1,z,,\nz,,cedar,2016/17,,transformation,,approved,1,x,,\n", funding.Supersession},
		"settles nothing":      {"x,,ash,2016/17,,transformation,,approved,1,y,,\n", validate.Unknown},
		"no address":           {"x,,ash,2016/17,,transformation,,approved,1,,nowhere,\n", validate.Format},
		"another round later":  {"x,a,ash,2016/17,,transformation,,requested,1,,,\ny,,birch,2016/17,,transformation,,approved,1,,,\nx,b,,,,,,approved,1,,,\n", validate.Conflict},
		"another element":      {"x,a,ash,2016/17,one,transformation,,requested,1,,,\ny,,birch,2016/17,,transformation,,approved,1,,,\nx,,,,two,,,approved,1,,,\n", validate.Conflict},
		"another note":         {"x,a,ash,2016/17,,transformation,,requested,1,,,one\ny,,birch,2016/17,,transformation,,approved,1,,,\nx,,,,,,,approved,1,,,two\n", validate.Conflict},
		"others than the five": {"x,,ash;birch,2016/17,,transformation,,approved in principle,1,,,\ny,,cedar,2016/17,,transformation,,approved,1,x,,\n", validate.Conflict},
		"thousands for pounds": {strings.Repeat("x,,ash,2016/17,,transformation,,requested,£1m,,,\n", 4) + "y,,birch,2016/17,,transformation,,approved,£1000,,,\n", validate.Unlikely},
		"over-planned":         {"x,a,ash,2016/17,,transformation,,approved,£6m,,,\ny,a,birch,2016/17,,transformation,,approved,£5m,,,\n", funding.Overcommitted},
		"settled in the fund":  {"x,a,ash;birch,2016/17,,transformation,,approved,£9m,,,\ny,a,birch,2016/17,,transformation,,approved,£5m,x,,\n", validate.Required},
	} {
		found := requireSameBook(t, p, l, []byte(head+tt.rows))
		require.True(t, slices.ContainsFunc(slices.Collect(found.All()), func(v validate.Violation) bool { return v.Code == tt.want }), name)
		require.False(t, name == "settled in the fund" && slices.ContainsFunc(slices.Collect(found.All()), func(v validate.Violation) bool { return v.Code == funding.Overcommitted }))
	}
}

// requireSameAnswers asks two books a question about everything.
func requireSameAnswers(t require.TestingT, want, got *funding.Book) {
	all := []funding.Dimension{
		funding.ByVanguard, funding.ByCategory, funding.ByWave, funding.ByRegion, funding.ByYear, funding.ByStream,
		funding.ByKind, funding.ByStatus, funding.ByFund, funding.ByRound,
	}
	views := []func(*funding.Book) *funding.Book{
		func(b *funding.Book) *funding.Book { return b },
		func(b *funding.Book) *funding.Book { return b.AsAt(caremodel.MustParseDate("2016-06-30")) },
		func(b *funding.Book) *funding.Book {
			view, err := b.Where(funding.Filter{Statuses: []funding.Status{funding.Requested}})
			require.NoError(t, err)
			return view
		},
	}
	for _, view := range views {
		w, g := view(want), view(got)
		for _, dims := range [][]funding.Dimension{all, {funding.ByStream, funding.ByCategory}} {
			wt, err := w.Table(dims...)
			require.NoError(t, err)
			gt, err := g.Table(dims...)
			require.NoError(t, err)
			require.Equal(t, slices.Collect(wt.Rows()), slices.Collect(gt.Rows()))
		}
		require.Equal(t, slices.Collect(w.Positions()), slices.Collect(g.Positions()))
		require.Equal(t, slices.Collect(w.Undated()), slices.Collect(g.Undated()))
		require.Equal(t, slices.Collect(w.Undivided()), slices.Collect(g.Undivided()))
	}
}

// spoilTable moves rows, leaves out what later rows repeat, and now and then
// writes into a cell what does not belong there.
func spoilTable(t *rapid.T, table []byte) []byte {
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	require.NoError(t, err)
	body := rows[1:]
	if rapid.IntRange(0, 2).Draw(t, "apart") == 0 {
		body = scatter(t, body)
	}
	seen := map[string]bool{}
	for _, row := range body {
		if seen[row[0]] && rapid.Bool().Draw(t, "leave out") {
			for c := 1; c < 8; c++ {
				row[c] = ""
			}
		}
		seen[row[0]] = true
	}
	if len(body) > 0 && rapid.IntRange(0, 1).Draw(t, "spoil") == 0 {
		for range rapid.IntRange(1, 3).Draw(t, "cells") {
			row := rapid.SampledFrom(body).Draw(t, "row")
			column := rapid.IntRange(0, len(row)-1).Draw(t, "column")
			other := rapid.SampledFrom(body).Draw(t, "other row")
			row[column] = rapid.SampledFrom([]string{
				"", other[column], other[column], other[column], "a0;a1;a2", "nonsense", "2015-03-01", "2018/19", "-5", "declined", "approved", "example.org",
			}).Draw(t, "cell")
		}
	}
	if rapid.Bool().Draw(t, "long") { // then rows are read by blocks, and the odd ones stand within one
		at := rapid.IntRange(0, len(body)).Draw(t, "where")
		body = slices.Concat(filler(rows[0], "first", 60), body[:at], filler(rows[0], "then", 60), body[at:], filler(rows[0], "last", 60))
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	require.NoError(t, w.WriteAll(slices.Concat(rows[:1], body)))
	return out.Bytes()
}

// filler is n plain rows of a table with this header.
func filler(header []string, name string, n int) [][]string {
	rows := make([][]string, n)
	for i := range rows {
		cells := map[string]string{
			"id": fmt.Sprintf("%s-%03d", name, i), "recipients": "ash", "year": "2016/17", "element": fmt.Sprintf("%s %d", name, i/2), "stream": "elsewhere",
			"kind": []string{"revenue", "capital"}[i%2], "on": "2016-05-01", "status": "approved", "amount": fmt.Sprintf("%d.50", 1000+i), "source_url": "https://example.org/filler",
		}
		for _, column := range header {
			rows[i] = append(rows[i], cells[column])
		}
	}
	return rows
}

// scatter mixes the rows of different allocations; those of one stay in order.
func scatter(t *rapid.T, body [][]string) [][]string {
	events := map[string][][]string{}
	for _, row := range body {
		events[row[0]] = append(events[row[0]], row)
	}
	var out [][]string
	for _, row := range rapid.Permutation(body).Draw(t, "order") {
		out = append(out, events[row[0]][0])
		events[row[0]] = events[row[0]][1:]
	}
	return out
}

func TestReadBookCSV_Refuses(t *testing.T) {
	p := testProgramme(t)
	_, err := funding.ReadBookCSV(strings.NewReader(""), p, funding.Ledger{Allocations: make([]funding.Allocation, 1)})
	require.ErrorIs(t, err, validate.Conflict)
	_, err = funding.ReadBookCSV(strings.NewReader(""), nil, funding.Ledger{})
	require.ErrorIs(t, err, validate.Required, "no programme")
	_, err = funding.NewBook(nil, funding.Ledger{})
	require.ErrorIs(t, err, validate.Required, "no programme")
	_, err = funding.ReadBookCSV(strings.NewReader(""), p, funding.Ledger{})
	require.ErrorIs(t, err, validate.Required, "no header")
	_, err = funding.ReadBookCSV(iotest.ErrReader(io.ErrClosedPipe), p, funding.Ledger{})
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

// Columns tell long texts apart that begin and end alike, and short ones that
// differ by one byte, and know each again.
func TestReadBookCSV_TellsTextsApart(t *testing.T) {
	p, l := testProgramme(t), plainLedger()
	l.Allocations = nil
	var slug string
	for v := range p.All() {
		slug = v.Slug
	}
	var keys []string
	for _, middle := range []string{"", "a", "b", "ab", "ba", "abcdefgh", "abcdefgx"} {
		keys = append(keys, "12345678"+middle+"87654321", "1"+middle+"2")
	}
	var table strings.Builder
	table.WriteString("id,round,recipients,year,element,stream,kind,on,status,amount,source_publisher\n")
	for i, key := range keys {
		l.Rounds = append(l.Rounds, funding.Round{ID: funding.RoundID(key), Fund: "fund", Year: l.Rounds[0].Year, Sources: said()})
		for again := range 3 {
			fmt.Fprintf(&table, "%s-%d,%s,%s,2016/17,%d,transformation,revenue,2016-05-19,approved,%d.00,peers\n", key, again, key, slug, again, 100+i)
		}
	}
	book, err := funding.ReadBookCSV(strings.NewReader(table.String()), p, l)
	require.NoError(t, err)
	rows, err := book.Table(funding.ByRound)
	require.NoError(t, err)
	require.Equal(t, len(keys), rows.Len())
	for i, key := range keys {
		row, ok := rows.Row(funding.Key{Round: funding.RoundID(key)})
		require.True(t, ok, key)
		require.Equal(t, funding.Pence(int64(3*100*(100+i))), row.Sum, key)
	}
}

// Rows of one allocation that stand apart, as in a table kept by date.
func TestReadBookCSV_ByDate(t *testing.T) {
	const table = `id,recipients,year,stream,on,status,amount,source_publisher
a,ash,2015/16,transformation,2015-05-01,requested,5m,NHS England
b,birch,2015/16,transformation,2015-05-02,requested,4m,NHS England
a,,,,2015-07-01,approved,3m,NHS England
b,,,,2015-07-02,declined,,NHS England
a,ash,2015/16,transformation,2015-09-01,paid,1m,NHS England
`
	b, err := funding.ReadBookCSV(strings.NewReader(table), testProgramme(t), funding.Ledger{})
	require.NoError(t, err)
	require.Zero(t, b.Warnings().Len())
	total, err := b.Total()
	require.NoError(t, err)
	require.Equal(t, funding.MustParseMoney("£3m"), total)
	require.Equal(t, []int{0}, slices.Collect(b.Positions()))
	require.Equal(t, []int{1}, slices.Collect(b.Uncommitted()))
}

// FuzzReadBookCSV: no table makes the reader panic, and every table is read as by
// way of records.
func FuzzReadBookCSV(f *testing.F) {
	f.Add([]byte(july))
	f.Add([]byte("id,recipients,year,stream,status,amount,supersedes\na,ash;birch,2015/16,x,paid,1,\nb,ash,2015/16,x,approved,1,a\na,,,,withdrawn,,\n"))
	f.Add([]byte("id,recipients,year,through,element,stream,status,amount,bound\n\"a\nb\",,2015/16,2016/17,e,x,paid,,not-stated\n"))
	p := testProgramme(f)
	l := funding.Ledger{}
	l.Funds, l.Rounds = trialFunds()
	f.Fuzz(func(t *testing.T, table []byte) {
		requireSameBook(t, p, l, table)
		if header, body, ok := bytes.Cut(table, []byte("\n")); ok && len(body) > 0 { // long enough to be read by blocks
			requireSameBook(t, p, l, slices.Concat(header, []byte("\n"), bytes.Repeat(body, 1+6000/len(body))))
		}
	})
}

// Tens of thousands of rows, in order and mixed, are the book of their records.
func TestReadBookCSV_Large(t *testing.T) {
	p, l := smallProgramme(t, 50), largeLedger(20_000)
	var table bytes.Buffer
	require.NoError(t, l.WriteCSV(&table))
	rows, err := csv.NewReader(bytes.NewReader(table.Bytes())).ReadAll()
	require.NoError(t, err)
	requireSameBook(t, p, funding.Ledger{}, table.Bytes())

	// By day, as a table is kept: rows of one allocation stand apart.
	day := slices.Index(rows[0], "on")
	slices.SortStableFunc(rows[1:], func(a, b []string) int { return strings.Compare(a[day], b[day]) })
	var byDay bytes.Buffer
	require.NoError(t, csv.NewWriter(&byDay).WriteAll(rows))
	requireSameBook(t, p, funding.Ledger{}, byDay.Bytes())
}

// The answers, and what is wrong with a table, are the same however many
// processors read it and in whatever pieces it comes.
func TestReadBookCSV_Workers(t *testing.T) {
	p := testProgramme(t)
	header := []string{
		"id", "recipients", "year", "element", "stream", "kind", "on", "status", "amount", "source_url", "note",
	}
	sound := slices.Concat([][]string{header}, filler(header, "one", 4000), [][]string{
		{"quoted", "ash;birch", "2016/17", "a \"b\"\nc", "elsewhere", "", "", "approved in principle", "£2m", "", "a note, with a comma"},
		{"one-001", "", "", "", "", "", "2016-06-01", "paid", "7", "", ""}, // far from its first row
	}, filler(header, "two", 4000))
	odd := slices.Clone(sound)
	odd[1234] = []string{"odd", "nobody", "16/17", "", "elsewhere", "", "", "planned", "1.005", "", ""}
	odd[7000] = slices.Clone(odd[7000])
	odd[7000][4] = "transformation"
	odd[7000][0] = odd[6000][0] // contradicts the first row
	for _, rows := range [][][]string{sound, odd} {
		var b bytes.Buffer
		require.NoError(t, csv.NewWriter(&b).WriteAll(rows))
		var first *funding.Book
		var found []validate.Violation
		pieces := []func(io.Reader) io.Reader{iotest.DataErrReader, iotest.HalfReader, iotest.OneByteReader}
		for i, processors := range []int{1, 2, 7} {
			before := runtime.GOMAXPROCS(processors)
			book, err := funding.ReadBookCSV(pieces[i](bytes.NewReader(b.Bytes())), p, funding.Ledger{})
			runtime.GOMAXPROCS(before)
			if i == 0 {
				first, found = book, slices.Collect(validate.Of(err).All())
				requireSameBook(t, p, funding.Ledger{}, b.Bytes())
				continue
			}
			require.Equal(t, found, slices.Collect(validate.Of(err).All()))
			if first != nil {
				requireSameAnswers(t, first, book)
			}
		}
		require.Equal(t, first == nil, len(found) > 0)
	}
}

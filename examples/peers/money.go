package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// few is how many vanguards P1 has.
const few = 50

// award is one generated allocation as small numbers: the same for everybody who
// is given it in whatever form.
type award struct {
	vanguard, year, stream, kind, paid, day int
	pence                                   int64
}

var (
	years   = [...]string{"2015/16", "2016/17", "2017/18", "2018/19"}
	streams = [...]funding.Stream{funding.StreamTransformation, funding.StreamMatched, funding.StreamElsewhere}
	kinds   = [...]funding.Kind{funding.Revenue, funding.Capital}
	stages  = [...]funding.Status{funding.Approved, funding.Paid}
)

// awards passes n awards to so many vanguards, the same for the same numbers.
func awards(n, vanguards int, yield func(i int, a award) error) error {
	random := rand.New(rand.NewPCG(2015, uint64(vanguards)))
	for i := range n {
		bits := random.Uint64()
		a := award{
			vanguard: int(bits >> 32 % uint64(vanguards)), year: int(bits & 3), stream: int(bits >> 2 & 0xff % 3), kind: int(bits >> 10 & 1),
			paid: int(bits>>11&1) & int(bits>>12&1), day: int(bits >> 13 & 0xffff % 365),
			pence: 100_000 + random.Int64N(90_000_000),
		}
		if err := yield(i, a); err != nil {
			return err
		}
	}
	return nil
}

// on returns the day of an award.
func (a award) on() caremodel.Date {
	return funding.MustParseFinancialYear(years[a.year]).Start().AddDays(a.day)
}

func slug(vanguard int) string { return fmt.Sprintf("place-%04d", vanguard) }

// programme has so many vanguards, of five categories in turn.
func programme(vanguards int) (*caremodel.Programme, error) {
	d := caremodel.Definition{Slug: "peers", Name: "Peers", Categories: caremodel.EnglandCategories()}
	sources := []caremodel.Source{{Publisher: "peers"}}
	d.Sources = sources
	for i := range vanguards {
		d.Vanguards = append(d.Vanguards, caremodel.Vanguard{
			Slug: slug(i), Name: "Place number " + strconv.Itoa(i), Category: d.Categories[i%len(d.Categories)].Code, Sources: sources,
		})
	}
	return caremodel.NewProgramme(d)
}

// frame is the ledger without its allocations: a fund, and a round a year.
func frame() funding.Ledger {
	first, last := funding.MustParseFinancialYear(years[0]), funding.MustParseFinancialYear(years[len(years)-1])
	sources := []caremodel.Source{{Publisher: "peers"}}
	l := funding.Ledger{Funds: []funding.Fund{{
		ID: "fund", Limits: []funding.Limit{{From: first, Through: last, Amount: funding.MustParseMoney("£90000bn")}}, Sources: sources,
	}}}
	for _, y := range years {
		year := funding.MustParseFinancialYear(y)
		l.Rounds = append(l.Rounds, funding.Round{ID: roundOf(year), Fund: "fund", Year: year, Sources: sources})
	}
	return l
}

func roundOf(y funding.FinancialYear) funding.RoundID { return funding.RoundID("round-" + y.String()) }

// records returns n awards to 50 vanguards as a ledger.
func records(n int) (funding.Ledger, error) {
	l := frame()
	l.Allocations = make([]funding.Allocation, 0, n)
	sources := []caremodel.Source{{Publisher: "peers", URL: "https://example.org/awards"}}
	ids := make([]caremodel.VanguardID, few)
	for v := range ids {
		ids[v] = caremodel.VanguardIDFor("peers", slug(v))
	}
	err := awards(n, few, func(i int, a award) error {
		year := funding.MustParseFinancialYear(years[a.year])
		l.Allocations = append(l.Allocations, funding.Allocation{
			ID: funding.AllocationID(fmt.Sprintf("award-%08d", i)), Round: roundOf(year), Element: strconv.Itoa(i),
			Recipients: ids[a.vanguard : a.vanguard+1 : a.vanguard+1],
			Year:       year, Stream: streams[a.stream], Kind: kinds[a.kind],
			Events:  []funding.Event{{On: a.on(), Status: stages[a.paid], Figure: funding.Figure{Amount: funding.Pence(a.pence)}}},
			Sources: sources,
		})
		return nil
	})
	return l, err
}

// writeAwards writes n awards as the table that the readers of both sides take.
func writeAwards(path string, n, vanguards int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriterSize(file, 1<<20)
	if _, err := w.WriteString("id,round,recipients,year,element,stream,kind,on,status,amount,source_publisher\n"); err != nil {
		return err
	}
	var days [len(years)][365]string
	for y := range days {
		for d := range days[y] {
			days[y][d] = award{year: y, day: d}.on().String()
		}
	}
	places := make([]string, vanguards)
	for v := range places {
		places[v] = slug(v)
	}
	line := make([]byte, 0, 256)
	err = awards(n, vanguards, func(i int, a award) error {
		line = fmt.Appendf(line[:0], "award-%08d,round-%s,%s,%s,%d,%s,%s,%s,%s,%d.%02d,peers\n", i, years[a.year], places[a.vanguard],
			years[a.year], i, streams[a.stream], kinds[a.kind], days[a.year][a.day], stages[a.paid], a.pence/100, a.pence%100)
		_, err := w.Write(line)
		return err
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// moneyCase is a book of generated awards, and the file that it was read from.
type moneyCase struct {
	n, vanguards int
	file         string
	programme    *caremodel.Programme
	book         *funding.Book
	kept         float64 // bytes of memory for each allocation
}

// awardsFile returns the file of n awards to so many vanguards.
func (b *bench) awardsFile(n, vanguards int) (string, error) {
	path := filepath.Join(b.dir, fmt.Sprintf("awards-%d-%d.csv", n, vanguards))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	return path, writeAwards(path, n, vanguards)
}

// money reads the book of n awards; the last one is held.
func (b *bench) money(n, vanguards int) (*moneyCase, error) {
	if b.held != nil && b.held.n == n && b.held.vanguards == vanguards {
		return b.held, nil
	}
	b.held = nil
	file, err := b.awardsFile(n, vanguards)
	if err != nil {
		return nil, err
	}
	p, err := programme(vanguards)
	if err != nil {
		return nil, err
	}
	m := &moneyCase{n: n, vanguards: vanguards, file: file, programme: p}
	before := heap()
	start := time.Now()
	if m.book, err = readBook(file, p); err != nil {
		return nil, err
	}
	m.kept = float64(heap()-before) / float64(n)
	fmt.Fprintf(b.log, "a book of %d allocations, read in %s\n", n, time.Since(start).Round(time.Millisecond))
	b.held = m
	return m, nil
}

// readBook reads a table of awards.
func readBook(file string, p *caremodel.Programme) (*funding.Book, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return funding.ReadBookCSV(f, p, frame())
}

// heap returns the bytes that are in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// places creates the vanguards with their categories, and the sets of words, in
// a database.
func places(p *caremodel.Programme) []string {
	create := []string{
		"CREATE TABLE place (slug VARCHAR, category VARCHAR)",
		"CREATE TYPE year AS ENUM ('2015/16', '2016/17', '2017/18', '2018/19')",
		"CREATE TYPE stream AS ENUM ('transformation', 'matched', 'elsewhere')",
		"CREATE TYPE kind AS ENUM ('revenue', 'capital')",
		"CREATE TYPE status AS ENUM ('approved', 'paid')",
	}
	var rows []string
	for v := range p.All() {
		rows = append(rows, "("+quoted(v.Slug)+","+quoted(string(v.Category))+")")
	}
	return append(create, "INSERT INTO place VALUES "+strings.Join(rows, ","),
		"CREATE TYPE vanguard AS ENUM (SELECT slug FROM place ORDER BY slug)",
		"CREATE TYPE category AS ENUM (SELECT DISTINCT category FROM place ORDER BY category)")
}

// fromFile is the FROM clause that reads a table of awards with what questions
// need of it.
func fromFile(file string) string {
	return "read_csv(" + quoted(file) + `, header = true, columns = {'id': 'VARCHAR', 'round': 'VARCHAR', 'recipients': 'VARCHAR',
		'year': 'VARCHAR', 'element': 'VARCHAR', 'stream': 'VARCHAR', 'kind': 'VARCHAR', 'on': 'DATE', 'status': 'VARCHAR',
		'amount': 'DECIMAL(18,2)', 'source_publisher': 'VARCHAR'}) JOIN place ON slug = recipients`
}

// openMoney loads a table of awards into a native table in its best form: sets of
// words as ENUM, the category joined, pence as integers.
func openMoney(m *moneyCase) (*duck, error) {
	return openDuck(append(places(m.programme), `CREATE TABLE award AS SELECT category::category AS category, recipients::vanguard AS vanguard,
		year::year AS year, stream::stream AS stream, "on" AS day, (amount * 100)::BIGINT AS pence FROM `+fromFile(m.file))...)
}

// figures are what every question asks of a group.
const figures = "sum(pence)::BIGINT, count(*), min(pence), max(pence)"

// tableLines gives a table's rows as lines: its keys, then figures.
func tableLines(t funding.Table, key func(funding.Key) string) []string {
	lines := make([]string, 0, t.Len())
	for r := range t.Rows() {
		lines = append(lines, line(key(r.Key), r.Sum.Pence(), r.Count, r.Min.Pence(), r.Max.Pence()))
	}
	return sorted(lines)
}

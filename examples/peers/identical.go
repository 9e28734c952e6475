package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// identical is P11: every result is the same to the last bit for any number of
// processors, any order of the input and any chunks in which it arrives.
func (b *bench) identical() (goal, error) {
	cores := []int{1, 2, 3, 8}
	variants := 0
	for _, check := range []func(random *rand.Rand) ([]string, error){b.moneyAnswers, b.peopleAnswers} {
		var first []string
		for i, n := range cores {
			before := runtime.GOMAXPROCS(n)
			answers, err := check(rand.New(rand.NewPCG(11, uint64(i))))
			runtime.GOMAXPROCS(before)
			if err != nil {
				return goal{}, err
			}
			if i == 0 {
				first = answers
			} else if err := same(fmt.Sprintf("with %d processors", n), answers, first); err != nil {
				return goal{}, err
			}
			variants++
		}
	}
	return newGoal("P11", bounded(measure{
		What:  fmt.Sprintf("%d runs with 1 to 8 processors, rows and records shuffled, read in chunks of any length: all results the same", variants),
		Ratio: 1, Must: 1, Target: 1, Better: "higher", Unit: "of all",
	})), nil
}

// moneyAnswers asks a book of a shuffled table that comes in chunks, and one of
// shuffled records, which must say the same.
func (b *bench) moneyAnswers(random *rand.Rand) ([]string, error) {
	p, err := programme(few)
	if err != nil {
		return nil, err
	}
	table, err := b.awardsFile(b.records, few)
	if err != nil {
		return nil, err
	}
	input, err := shuffled(table, random)
	if err != nil {
		return nil, err
	}
	book, err := funding.ReadBookCSV(input, p, frame())
	if err != nil {
		return nil, err
	}
	l, err := records(b.records)
	if err != nil {
		return nil, err
	}
	shuffle(random, l.Allocations)
	held, err := funding.NewBook(p, l)
	if err != nil {
		return nil, err
	}
	return both(moneyLines, book, held)
}

// moneyLines asks a book what walks its rows and what walks its cells.
func moneyLines(book *funding.Book) ([]string, error) {
	least, day := funding.Pence(40_000_000), caremodel.MustParseDate("2017-01-01")
	predicate, err := book.Where(funding.Filter{Until: day, AtLeast: &least})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, view := range []*funding.Book{book, predicate, book.AsAt(day)} {
		for _, dims := range [][]funding.Dimension{byCategory.dims, byVanguard.dims, {funding.ByStatus, funding.ByStream}, {funding.ByRound, funding.ByKind, funding.ByStream}} {
			t, err := view.Table(dims...)
			if err != nil {
				return nil, err
			}
			for r := range t.Rows() {
				out = append(out, fmt.Sprint(r))
			}
		}
	}
	return out, nil
}

// both asks two indexes, which must say the same.
func both[T any](ask func(T) ([]string, error), one, two T) ([]string, error) {
	answer, err := ask(one)
	if err != nil {
		return nil, err
	}
	other, err := ask(two)
	if err != nil {
		return nil, err
	}
	return answer, same("through records", other, answer)
}

func shuffle[T any](random *rand.Rand, list []T) {
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// peopleAnswers asks an atlas of a shuffled extract that comes in chunks, and one of
// shuffled records, which must say the same.
func (b *bench) peopleAnswers(random *rand.Rand) ([]string, error) {
	c, err := b.people()
	if err != nil {
		return nil, err
	}
	file, err := b.extractFile()
	if err != nil {
		return nil, err
	}
	input, err := shuffled(file, random)
	if err != nil {
		return nil, err
	}
	shuffle(random, c.survey.Footprints)
	a, err := coverage.ReadAtlasCSV(input, extractColumns, c.programme, c.survey)
	if err != nil {
		return nil, err
	}
	s := c.survey
	s.Base.Units = c.units()
	shuffle(random, s.Base.Units)
	held, err := coverage.NewAtlas(c.programme, s)
	if err != nil {
		return nil, err
	}
	return both(c.lines, a, held)
}

// lines asks an atlas.
func (c *peopleCase) lines(a *coverage.Atlas) ([]string, error) {
	answer, err := coverageJob(a, c.categories())
	if err != nil {
		return nil, err
	}
	everything, err := a.Select(coverage.Filter{})
	if err != nil {
		return nil, err
	}
	out := answer.lines(c.categories())
	for _, one := range everything.Contributions() {
		out = append(out, fmt.Sprint(one))
	}
	return append(out, fmt.Sprint(everything.Account())), nil
}

// shuffled returns the rows of a file in another order, in chunks of any length.
func shuffled(file string, random *rand.Rand) (io.Reader, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	rows := bytes.SplitAfter(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	rows[len(rows)-1] = append(bytes.Clone(rows[len(rows)-1]), '\n')
	random.Shuffle(len(rows)-1, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
	return &chunks{bytes.NewReader(bytes.Join(rows, nil)), random}, nil
}

// chunks reads as much as chance has it.
type chunks struct {
	r      io.Reader
	random *rand.Rand
}

// Read implements [io.Reader].
func (c *chunks) Read(p []byte) (int, error) {
	return c.r.Read(p[:min(len(p), 1+c.random.IntN(5000))])
}

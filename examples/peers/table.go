package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/newcaremodels/newcaremodels/funding"
)

func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}

// byCategory is the question of P1, in both languages.
var byCategory = question{
	dims: []funding.Dimension{funding.ByCategory, funding.ByYear, funding.ByStream},
	key:  func(k funding.Key) string { return line(k.Category, k.Year, k.Stream) },
	sql:  "SELECT category, year, stream, " + figures + " FROM award GROUP BY ALL",
}

// byVanguard is the question of P2 that is split by vanguard.
var byVanguard = question{
	dims: []funding.Dimension{funding.ByVanguard, funding.ByYear, funding.ByStream},
	sql:  "SELECT vanguard, year, stream, " + figures + " FROM award GROUP BY ALL",
}

type question struct {
	dims []funding.Dimension
	key  func(funding.Key) string
	sql  string
}

// ask compares the answers to a question, then the times.
func (q question) ask(b *bench, m *moneyCase, d *duck, large bool) (timing, error) {
	t, err := m.book.Table(q.dims...)
	if err != nil {
		return timing{}, err
	}
	peer, err := d.lines(q.sql)
	if err != nil {
		return timing{}, err
	}
	if err := same("table", tableLines(t, q.key), peer); err != nil {
		return timing{}, err
	}
	ours := func() error { _, err := m.book.Table(q.dims...); return err }
	theirs := func() error { return d.ask(q.sql) }
	if large { // then it stays in the database, so that the driver costs nothing
		theirs = func() error { return d.exec("CREATE OR REPLACE TEMP TABLE answer AS " + q.sql) }
	}
	return compare(b.rounds, ours, theirs)
}

// table is P1: money by category, year and stream.
func (b *bench) table() (goal, error) {
	var parts []measure
	var smallest, largest time.Duration
	for i, n := range b.sizes {
		m, err := b.money(n, few)
		if err != nil {
			return goal{}, err
		}
		d, err := openMoney(m)
		if err != nil {
			return goal{}, err
		}
		t, err := byCategory.ask(b, m, d, false)
		d.close()
		if err != nil {
			return goal{}, err
		}
		if i == 0 {
			smallest = t.ours
		}
		largest = t.ours
		what := fmt.Sprintf("table by category, year and stream, %s allocations, against DuckDB", count(n))
		fmt.Fprintf(b.log, "%s: %.0f times as fast (%s, %s)\n", what, t.ratio, t.ours, t.peer)
		if n == b.measured() {
			parts = append(parts, faster(what, t, 500, 1000))
		}
	}
	allocations := testing.AllocsPerRun(10, func() { _, _ = b.held.book.Table(byCategory.dims...) })
	parts = append(parts, atMost("its allocations of memory", allocations, 5, 5, "allocations"))
	if len(b.sizes) > 1 {
		parts = append(parts, atMost(fmt.Sprintf("its time at %s over that at %s", count(b.sizes[len(b.sizes)-1]), count(b.sizes[0])),
			float64(largest)/float64(smallest), 2, 1.5, "times"))
	}
	return newGoal("P1", parts...), nil
}

// tableOfMany is P2: the same with thousands of vanguards.
func (b *bench) tableOfMany() (goal, error) {
	m, err := b.money(b.measured(), b.many)
	if err != nil {
		return goal{}, err
	}
	d, err := openMoney(m)
	if err != nil {
		return goal{}, err
	}
	defer d.close()
	slugs := map[string]string{}
	for v := range m.programme.All() {
		slugs[v.ID.String()] = v.Slug
	}
	byVanguard := byVanguard
	byVanguard.key = func(k funding.Key) string { return line(slugs[k.Vanguard.String()], k.Year, k.Stream) }
	split, err := byVanguard.ask(b, m, d, true)
	if err != nil {
		return goal{}, err
	}
	whole, err := byCategory.ask(b, m, d, false)
	if err != nil {
		return goal{}, err
	}
	what := fmt.Sprintf("%s allocations, %s vanguards, against DuckDB", count(m.n), count(m.vanguards))
	return newGoal("P2",
		faster("table by vanguard, year and stream, "+what, split, 10, 50),
		faster("table by category, year and stream, "+what, whole, 500, 1000)), nil
}

// memory is P10: what a book keeps.
func (b *bench) memory() (goal, error) {
	m, err := b.money(b.sizes[len(b.sizes)-1], few)
	if err != nil {
		return goal{}, err
	}
	return newGoal("P10", atMost(fmt.Sprintf("memory that a book of %s allocations keeps of each", count(m.n)), m.kept, 24, 18, "bytes")), nil
}

// count is a number for people: 10M.
func count(n int) string {
	switch {
	case n >= 1_000_000 && n%100_000 == 0:
		return fmt.Sprintf("%gM", float64(n)/1e6)
	case n >= 1_000 && n < 1_000_000 && n%1_000 == 0:
		return fmt.Sprintf("%d,000", n/1000)
	}
	return fmt.Sprint(n)
}

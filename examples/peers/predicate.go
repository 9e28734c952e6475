package main

import (
	"fmt"
	"math"
	"runtime"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// columns are the awards as a careful programmer would lay them out for this one
// question: the group of each award worked out beforehand.
type columns struct {
	groups  []uint32 // category, year and stream
	days    []int32
	pence   []int64
	labels  []string
	numbers map[string]uint32
}

// tally is what a group adds up to.
type tally struct{ sum, count, min, max int64 }

func newColumns(m *moneyCase) (*columns, error) {
	c := &columns{
		groups: make([]uint32, 0, m.n), days: make([]int32, 0, m.n), pence: make([]int64, 0, m.n), numbers: map[string]uint32{},
	}
	categories := make([]caremodel.Category, 0, m.vanguards)
	for v := range m.programme.All() {
		categories = append(categories, v.Category)
	}
	var starts [len(years)]int32
	origin := funding.MustParseFinancialYear(years[0]).Start()
	for y := range years {
		starts[y] = int32(funding.MustParseFinancialYear(years[y]).Start().Sub(origin))
	}
	type group struct {
		category     caremodel.Category
		year, stream int
	}
	known := map[group]uint32{}
	err := awards(m.n, m.vanguards, func(_ int, a award) error {
		g := group{categories[a.vanguard], a.year, a.stream}
		at, ok := known[g]
		if !ok {
			at = uint32(len(known))
			known[g] = at
			c.labels = append(c.labels, line(g.category, years[a.year], streams[a.stream]))
		}
		c.groups = append(c.groups, at)
		c.days = append(c.days, starts[a.year]+int32(a.day))
		c.pence = append(c.pence, a.pence)
		return nil
	})
	return c, err
}

// stream adds up what meets a predicate, a part of the columns on each processor.
func (c *columns) stream(from, until int32, least int64) []tally {
	n := runtime.GOMAXPROCS(0)
	parts := make([][]tally, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { parts[i] = c.part(len(c.days)*i/n, len(c.days)*(i+1)/n, from, until, least) })
	}
	group.Wait()
	whole := parts[0]
	for _, part := range parts[1:] {
		for g, t := range part {
			whole[g] = tally{whole[g].sum + t.sum, whole[g].count + t.count, min(whole[g].min, t.min), max(whole[g].max, t.max)}
		}
	}
	return whole
}

func (c *columns) part(start, end int, from, until int32, least int64) []tally {
	out := make([]tally, len(c.labels))
	for g := range out {
		out[g].min, out[g].max = math.MaxInt64, math.MinInt64
	}
	groups, days, pence := c.groups[start:end], c.days[start:end], c.pence[start:end]
	for i, day := range days {
		if amount := pence[i]; day >= from && day <= until && amount >= least {
			t := &out[groups[i]]
			t.sum += amount
			t.count++
			t.min, t.max = min(t.min, amount), max(t.max, amount)
		}
	}
	return out
}

func (c *columns) lines(tallies []tally) []string {
	var out []string
	for g, t := range tallies {
		if t.count > 0 {
			out = append(out, line(c.labels[g], t.sum, t.count, t.min, t.max))
		}
	}
	return sorted(out)
}

// predicate is P3: what no cell of the cube can answer.
func (b *bench) predicate() (goal, error) {
	m, err := b.money(b.measured(), few)
	if err != nil {
		return goal{}, err
	}
	c, err := newColumns(m)
	if err != nil {
		return goal{}, err
	}
	origin := funding.MustParseFinancialYear(years[0]).Start()
	from, until := caremodel.MustParseDate("2016-01-01"), caremodel.MustParseDate("2017-09-30")
	least := funding.Pence(40_000_000)
	var parts []measure
	for _, p := range []struct {
		what     string
		filter   funding.Filter
		from, to int32
		least    int64
	}{
		{"on the day", funding.Filter{From: from, Until: until}, int32(from.Sub(origin)), int32(until.Sub(origin)), math.MinInt64},
		{"on the amount", funding.Filter{AtLeast: &least}, 0, math.MaxInt32, least.Pence()},
		{"on day and amount", funding.Filter{From: from, Until: until, AtLeast: &least}, int32(from.Sub(origin)), int32(until.Sub(origin)), least.Pence()},
	} {
		view, err := m.book.Where(p.filter)
		if err != nil {
			return goal{}, err
		}
		t, err := view.Table(byCategory.dims...)
		if err != nil {
			return goal{}, err
		}
		if err := same(p.what, tableLines(t, byCategory.key), c.lines(c.stream(p.from, p.to, p.least))); err != nil {
			return goal{}, err
		}
		taken, err := compare(b.rounds,
			func() error { _, err := view.Table(byCategory.dims...); return err },
			func() error { c.stream(p.from, p.to, p.least); return nil })
		if err != nil {
			return goal{}, err
		}
		parts = append(parts, slower(fmt.Sprintf("the same with a predicate %s, %s allocations, against streaming columns by hand", p.what, count(m.n)), taken, 2.5, 1.8))
	}
	return newGoal("P3", parts...), nil
}

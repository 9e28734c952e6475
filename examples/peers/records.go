package main

import (
	"fmt"
	"runtime"

	"github.com/go-playground/validator/v10"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// mapKey is a row of the question of P1.
type mapKey struct {
	category caremodel.Category
	year     funding.FinancialYear
	stream   funding.Stream
}

// groupBy is what a developer writes by hand: one pass, one map.
func groupBy(l *funding.Ledger, categories map[caremodel.VanguardID]caremodel.Category) map[mapKey]tally {
	out := map[mapKey]tally{}
	for i := range l.Allocations {
		a := &l.Allocations[i]
		amount := a.Events[len(a.Events)-1].Figure.Amount.Pence()
		k := mapKey{categories[a.Recipients[0]], a.Year, a.Stream}
		t, ok := out[k]
		if !ok {
			t.min, t.max = amount, amount
		}
		t.sum += amount
		t.count++
		t.min, t.max = min(t.min, amount), max(t.max, amount)
		out[k] = t
	}
	return out
}

func groupLines(groups map[mapKey]tally) []string {
	var out []string
	for k, t := range groups {
		out = append(out, line(k.category, k.year, k.stream, t.sum, t.count, t.min, t.max))
	}
	return sorted(out)
}

// newBook is P4: from records to an answer, every rule checked on the way.
func (b *bench) newBook() (goal, error) {
	p, err := programme(few)
	if err != nil {
		return goal{}, err
	}
	l, err := records(b.records)
	if err != nil {
		return goal{}, err
	}
	categories := map[caremodel.VanguardID]caremodel.Category{}
	for v := range p.All() {
		categories[v.ID] = v.Category
	}
	book, err := funding.NewBook(p, l)
	if err != nil {
		return goal{}, err
	}
	t, err := book.Table(byCategory.dims...)
	if err != nil {
		return goal{}, err
	}
	if err := same("map", tableLines(t, byCategory.key), groupLines(groupBy(&l, categories))); err != nil {
		return goal{}, err
	}
	taken, err := compare(b.rounds,
		func() error { _, err := funding.NewBook(p, l); return err },
		func() error { groupBy(&l, categories); return nil })
	if err != nil {
		return goal{}, err
	}
	return newGoal("P4", faster(fmt.Sprintf("NewBook of %s records, all rules checked, against one map group-by by hand", count(b.records)), taken, 1, 4)), nil
}

// checkedAllocation is an allocation as go-playground/validator wants it: the
// rules of one record by itself.
type checkedAllocation struct {
	ID         string          `validate:"required,max=80"`
	Round      string          `validate:"max=80"`
	Recipients [][16]byte      `validate:"unique,dive,required"`
	Year       int             `validate:"required,min=1900,max=9999"`
	Through    int             `validate:"omitempty,gtefield=Year"`
	Element    string          `validate:"max=80"`
	Stream     string          `validate:"required,oneof=transformation matched central-support elsewhere"`
	Kind       int             `validate:"required,min=1,max=3"`
	Events     []checkedEvent  `validate:"required,min=1,dive"`
	Sources    []checkedSource `validate:"required,min=1,dive"`
}

type checkedEvent struct {
	Day    int   `validate:"required,min=1"`
	Status int   `validate:"required,min=1,max=7"`
	Pence  int64 `validate:"min=0"`
	Bound  int   `validate:"min=0,max=4"`
}

type checkedSource struct {
	Title     string `validate:"required_without_all=Publisher URL"`
	Publisher string
	URL       string `validate:"omitempty,url"`
}

func checkedRecords(l *funding.Ledger) []checkedAllocation {
	out := make([]checkedAllocation, len(l.Allocations))
	for i := range l.Allocations {
		a := &l.Allocations[i]
		c := checkedAllocation{
			ID: string(a.ID), Round: string(a.Round), Year: a.Year.Start().Year(), Element: a.Element, Stream: string(a.Stream), Kind: int(a.Kind),
		}
		for _, r := range a.Recipients {
			c.Recipients = append(c.Recipients, r)
		}
		for _, e := range a.Events {
			c.Events = append(c.Events, checkedEvent{e.On.Year()*366 + e.On.Day(), int(e.Status), e.Figure.Amount.Pence(), int(e.Figure.Bound)})
		}
		for _, s := range a.Sources {
			c.Sources = append(c.Sources, checkedSource{s.Title, s.Publisher, s.URL})
		}
		out[i] = c
	}
	return out
}

// checkAll returns how many records break a rule.
func checkAll(v *validator.Validate, list []checkedAllocation) (bad int) {
	for i := range list {
		if v.Struct(&list[i]) != nil {
			bad++
		}
	}
	return bad
}

// identity is what makes two allocations the same money.
type identity struct {
	round         funding.RoundID
	recipient     caremodel.VanguardID
	year, through funding.FinancialYear
	stream        funding.Stream
	kind          funding.Kind
	element       string
}

// duplicates counts, by two maps, keys and money that come again.
func duplicates(l *funding.Ledger) (found int) {
	ids, money := make(map[funding.AllocationID]struct{}, len(l.Allocations)), make(map[identity]struct{}, len(l.Allocations))
	for i := range l.Allocations {
		a := &l.Allocations[i]
		ids[a.ID] = struct{}{}
		money[identity{a.Round, a.Recipients[0], a.Year, a.Through, a.Stream, a.Kind, a.Element}] = struct{}{}
	}
	return 2*len(l.Allocations) - len(ids) - len(money)
}

// validation is P8, on one processor: all rules against a validator of tags, and
// all rules with duplicates against two maps that find duplicates alone.
func (b *bench) validation() (goal, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p, err := programme(few)
	if err != nil {
		return goal{}, err
	}
	l, err := records(b.records)
	if err != nil {
		return goal{}, err
	}
	list, v := checkedRecords(&l), validator.New(validator.WithRequiredStructEnabled())
	if ours, peer := l.Validate(p).Errors().Len(), checkAll(v, list)+duplicates(&l); ours != peer {
		return goal{}, fmt.Errorf("ours finds %d errors, the peers %d", ours, peer)
	}
	ours := func() error { l.Validate(p); return nil }
	rules, err := compare(b.rounds, ours, func() error { checkAll(v, list); return nil })
	if err != nil {
		return goal{}, err
	}
	twice, err := compare(b.rounds, ours, func() error { duplicates(&l); return nil })
	if err != nil {
		return goal{}, err
	}
	what := fmt.Sprintf("Validate of %s records, duplicates included, on one core, against ", count(b.records))
	return newGoal("P8",
		faster(what+"go-playground/validator for the rules of single records", rules, 40, 100),
		faster(what+"Go maps for the duplicates alone", twice, 4, 10)), nil
}

// bookFile is P7: from a file to an answer.
func (b *bench) bookFile() (goal, error) {
	file, err := b.awardsFile(b.file, few)
	if err != nil {
		return goal{}, err
	}
	p, err := programme(few)
	if err != nil {
		return goal{}, err
	}
	d, err := openDuck(places(p)...)
	if err != nil {
		return goal{}, err
	}
	defer d.close()
	sql := "SELECT category, year, stream, " + figures + " FROM (SELECT category, year, stream, (amount * 100)::BIGINT AS pence FROM " +
		fromFile(file) + ") GROUP BY ALL"
	answer := func() (funding.Table, error) {
		book, err := readBook(file, p)
		if err != nil {
			return funding.Table{}, err
		}
		return book.Table(byCategory.dims...)
	}
	t, err := answer()
	if err != nil {
		return goal{}, err
	}
	peer, err := d.lines(sql)
	if err != nil {
		return goal{}, err
	}
	if err := same("file", tableLines(t, byCategory.key), peer); err != nil {
		return goal{}, err
	}
	taken, err := compare(b.rounds, func() error { _, err := answer(); return err }, func() error { return d.ask(sql) })
	if err != nil {
		return goal{}, err
	}
	return newGoal("P7", faster(fmt.Sprintf("CSV of %s allocations to a checked Book and a table, against DuckDB's answer from the file", count(b.file)), taken, 1, 3)), nil
}

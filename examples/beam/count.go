package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// count answers a question for a part of the feed. It gathers allocations into
// books of their own, as many as come in a bundle, and passes the rows of each
// book's table: parts of the rows of the whole.
type count struct {
	Setting  Setting
	Question MoneyQuestion

	programme *caremodel.Programme
	ledger    funding.Ledger
	gathered  []funding.Allocation
}

// Setup reads the programme, the funds and the rounds.
func (f *count) Setup() (err error) {
	if f.programme, err = f.Setting.programme(); err != nil {
		return err
	}
	f.ledger, err = f.Setting.ledger(f.programme)
	return err
}

// StartBundle forgets what a bundle that failed has left.
func (f *count) StartBundle(func(funding.Key, funding.Row), func(string)) { f.gathered = nil }

// ProcessElement takes an allocation and the awards that supersede it. As a rule
// there are none and it waits for the others. Otherwise what it stands for hangs
// on them, and is found at once.
func (f *count) ProcessElement(id string, own, heirs func(*funding.Allocation) bool, emit func(funding.Key, funding.Row), violation func(string)) {
	var a, heir funding.Allocation
	if !own(&a) {
		for heirs(&heir) {
			violation(fmt.Sprintf("allocation %s: supersedes %q, which is no allocation in order of this feed", heir.ID, id))
			heir = funding.Allocation{}
		}
		return
	}
	a.Supersedes = nil // its own figure does not depend on those that it settles
	var settledBy []funding.Allocation
	for heirs(&heir) {
		heir.Supersedes = []funding.AllocationID{a.ID}
		settledBy = append(settledBy, heir)
		heir = funding.Allocation{}
	}
	if len(settledBy) > 0 {
		f.settled(a, settledBy, emit, violation)
		return
	}
	if f.gathered = append(f.gathered, a); f.Setting.full(len(f.gathered)) {
		f.flush(emit, violation)
	}
}

// FinishBundle counts what is left.
func (f *count) FinishBundle(emit func(funding.Key, funding.Row), violation func(string)) {
	f.flush(emit, violation)
}

func (f *count) flush(emit func(funding.Key, funding.Row), violation func(string)) {
	rows, err := f.table(f.gathered)
	if err != nil {
		blame(f.gathered, err, violation)
	}
	for _, row := range rows {
		emit(row.Key, row)
	}
	f.gathered = nil
}

// settled passes what is left of a superseded award. A book of the award and its
// heirs knows; what the heirs have in it, a book without the award knows; the rest
// is the award's. The heirs themselves are counted elsewhere, under their own ids.
func (f *count) settled(a funding.Allocation, heirs []funding.Allocation, emit func(funding.Key, funding.Row), violation func(string)) {
	all := append([]funding.Allocation{a}, heirs...)
	together, err := f.table(all)
	if err != nil {
		blame(all, err, violation)
		return
	}
	for i := range heirs {
		heirs[i].Supersedes = nil
	}
	alone, err := f.table(heirs)
	if err != nil {
		blame(heirs, err, violation)
		return
	}
	for _, row := range together {
		var theirs funding.Row
		if i := slices.IndexFunc(alone, func(r funding.Row) bool { return r.Key == row.Key }); i >= 0 {
			theirs = alone[i]
		}
		rest, any, err := without(row, theirs)
		if err != nil {
			report("allocation "+string(a.ID), err, violation)
		} else if any {
			emit(rest.Key, rest)
		}
	}
}

// blame passes what is wrong with some allocations, each under its own id.
func blame(allocations []funding.Allocation, err error, violation func(string)) {
	reportAs(func(path string) string {
		index, rest, ok := strings.Cut(strings.TrimPrefix(path, "allocations["), "]")
		i, err := strconv.Atoi(index)
		if !ok || err != nil || i >= len(allocations) {
			return path
		}
		return strings.TrimSuffix("allocation "+string(allocations[i].ID)+": "+strings.TrimPrefix(rest, "."), ": ")
	}, fmt.Sprintf("%d allocations", len(allocations)), err, violation)
}

// without returns the row of the one allocation that row has more than theirs, and
// whether there is one.
func without(row, theirs funding.Row) (funding.Row, bool, error) {
	rest := funding.Row{
		Key: row.Key, Count: row.Count - theirs.Count, Unknown: row.Unknown - theirs.Unknown, Uncommitted: row.Uncommitted - theirs.Uncommitted,
	}
	if rest.Count > 0 {
		amount, err := row.Sum.Sub(theirs.Sum)
		if err != nil {
			return funding.Row{}, false, err
		}
		rest.Sum, rest.Min, rest.Max = amount, amount, amount
	}
	return rest, rest.Count+rest.Unknown+rest.Uncommitted > 0, nil
}

// table answers the question for some allocations. A book does not know a stream
// that none of them has, so the filter is cut to those that are there.
func (f *count) table(allocations []funding.Allocation) ([]funding.Row, error) {
	filter := f.Question.Filter
	if len(filter.Streams) > 0 {
		filter.Streams = slices.DeleteFunc(slices.Clone(filter.Streams), func(s funding.Stream) bool {
			return !slices.ContainsFunc(allocations, func(a funding.Allocation) bool { return a.Stream == s })
		})
		if len(filter.Streams) == 0 {
			return nil, nil
		}
	}
	ledger := f.ledger
	ledger.Allocations = allocations
	book, err := funding.NewBook(f.programme, ledger)
	if err != nil {
		return nil, err
	}
	if book, err = book.AsAt(f.Question.AsAt).Where(filter); err != nil {
		return nil, err
	}
	t, err := book.Table(f.Question.By...)
	if err != nil {
		return nil, err
	}
	return slices.Collect(t.Rows()), nil
}

// mergeRows adds up the rows of one key from all machines. It is exact, in any
// order and any grouping, so the runner may combine as early and as often as it
// likes.
type mergeRows struct{}

// MergeAccumulators returns the row of two parts together.
func (*mergeRows) MergeAccumulators(a, b funding.Row) (funding.Row, error) { return a.Merge(b) }

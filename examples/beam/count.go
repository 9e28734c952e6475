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

// ProcessElement takes the allocations of a lineage, most of which have one. They
// stay together, because what each stands for hangs on the others.
func (f *count) ProcessElement(_ string, lineage func(*funding.Allocation) bool, emit func(funding.Key, funding.Row), violation func(string)) {
	var all []funding.Allocation
	ids := map[funding.AllocationID]bool{}
	for a := (funding.Allocation{}); lineage(&a); a = (funding.Allocation{}) {
		all = append(all, a)
		ids[a.ID] = true
	}
	for i := range all {
		all[i].Supersedes = slices.DeleteFunc(slices.Clone(all[i].Supersedes), func(award funding.AllocationID) bool {
			if !ids[award] {
				violation(fmt.Sprintf("allocation %s: supersedes %q, which is no allocation in order of this feed", all[i].ID, award))
			}
			return !ids[award]
		})
	}
	if f.gathered = append(f.gathered, all...); f.Setting.full(len(f.gathered)) {
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

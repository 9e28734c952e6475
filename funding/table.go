package funding

import (
	"iter"
	"slices"
	"strconv"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Table is a view's money divided by dimensions. Its rows stand in the order of
// the first dimension's values, within each in that of the second, and so on (see
// [Dimension]); a combination that no allocation has, has no row. The zero Table
// is empty. A Table is immutable and safe for concurrent use.
type Table struct {
	book   *Book   // the view that it divides
	groups *groups // nil = no rows
	len    int
	total  Row
	grid   []uint64 // the numbers of the rows, also of those without a record; nil = as groups has them
}

// groups are the figures of a table's rows by their numbers.
type groups struct {
	facts.Groups
	layout *layout
	query  *query // that was asked
	once   sync.Once
	known  vanguardsKnown // once it is asked for
}

// denseRows is how many numbers a table may always have to be held in an array. A book of
// many cells or allocations may fill a larger one.
const denseRows = 1 << 12

func (l *layout) newGroups() facts.Groups {
	return facts.NewGroups(l.rows, uint64(max(denseRows, len(l.cells), l.len()/16)))
}

// Table divides the money of the view by any combination of dimensions; without
// one it has a single row. What counts, and where a joint award stands, is said
// in "What counts" ([Book]).
//
// Each allocation stands in one row, or each part of it where a split is in force,
// so the rows add up to the total. With [ByStatus] or [ByStrength] an allocation
// stands at its strongest status, of those that the filter names if it names
// any; one that was declined or withdrawn, unless the filter names statuses,
// stands there, with strength zero.
//
// Errors: money of several streams, unless the filter names them or [ByStream] is
// among the dimensions ([MixedStreams]); a dimension given twice
// ([validate.Duplicate]) or not one of the constants ([validate.Range]); more
// combinations than 64 bits can number ([validate.TooLarge]); a sum that does not
// fit ([validate.Overflow]).
func (b *Book) Table(dims ...Dimension) (Table, error) {
	b = b.orEmpty()
	const op = "funding.Book.Table"
	l, err := b.index.newLayout(op, dims)
	if err != nil {
		return Table{}, err
	}
	g, err := b.askBy(l).gather(op, l, b.scope.named || l.has(ByStream))
	if err != nil {
		return Table{}, err
	}
	t, err := g.table(op)
	t.book = b
	return t, err
}

// askBy returns the query of a table: with a status or strength among its
// dimensions an allocation stands where it got to.
func (b *Book) askBy(l *layout) *query {
	if l.has(ByStatus, ByStrength) && !b.scope.asked {
		return b.query(b.index.furthest, false)
	}
	return b.ask()
}

// table checks the sums. The rows are written out when somebody looks at them: a
// Row is some two hundred bytes, three times its figures, and of a table of sixty
// thousand rows the memory for them took longer than the figures.
func (g *groups) table(op string) (Table, error) {
	t := Table{groups: g}
	var whole facts.Tally
	g.Sort()
	for _, sum := range g.All {
		if _, fits := sum.Sum.Int64(); !fits {
			return Table{}, tooLarge(op, sum)
		}
		whole.Merge(sum)
		t.len++
	}
	var err error
	t.total, err = rowOf(op, &whole)
	return t, err
}

// row returns the row with a number, which has this tally.
func (t Table) row(n uint64, sum *facts.Tally) (r Row) {
	t.groups.layout.key(n, &r.Key)
	r.set(sum)
	return r
}

// Len returns the number of rows.
func (t Table) Len() int { return t.len }

// Rows returns the rows in order.
func (t Table) Rows() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		if t.groups == nil {
			return
		}
		if t.grid == nil {
			for n, sum := range t.groups.All {
				if !yield(t.row(n, sum)) {
					return
				}
			}
			return
		}
		for _, n := range t.grid {
			if !yield(t.row(n, t.groups.Get(n))) {
				return
			}
		}
	}
}

// Row returns the row with a key, and whether there is one.
func (t Table) Row(k Key) (Row, bool) {
	if t.groups == nil {
		return Row{}, false
	}
	n, ok := t.groups.layout.find(k)
	if !ok {
		return Row{}, false
	}
	sum := t.groups.Get(n)
	if _, there := slices.BinarySearch(t.grid, n); !there && sum.Empty() {
		return Row{}, false
	}
	r := t.row(n, sum)
	if r.Key != k { // of which a field is set that the table is not divided by
		return Row{}, false
	}
	return r, true
}

// View returns the view behind the row with a key: its Total, Len and Positions are
// the row's. It asks the table's own question, also by status or strength, where
// an allocation stands under how far it got. A key without a row is an error of code
// [validate.Unknown].
func (t Table) View(k Key) (*Book, error) {
	const op = "funding.Table.View"
	if _, ok := t.Row(k); !ok {
		return nil, fault.New(op, validate.Unknown, "", "the table has no row with this key")
	}
	s := *t.book.scope
	l := t.groups.layout
	status := l.only(Dimension.ofEvent)
	row, _ := status.find(k)
	for st, at := range status.byStatus {
		if at != row {
			s.only &^= setOf(Status(st))
		}
	}
	s.furthest = s.furthest || status.n > 0 && !s.asked
	rest := l.only(func(d Dimension) bool { return !d.ofEvent() })
	row, _ = rest.find(k)
	s.rows = append(slices.Clip(s.rows), tableRow{rest, row})
	s.vanguardAsked = s.vanguardAsked || l.has(ByVanguard)
	if byRecipient := l.only(Dimension.ofRecipient); byRecipient.n > 0 {
		row, _ = byRecipient.find(k)
		meant := make([]bool, len(l.dicts.vanguards.Values))
		for v := range meant {
			meant[v] = byRecipient.base(l.cellOfVanguard(v)) == row
		}
		s.keepVanguards = both(s.keepVanguards, meant)
	}
	return t.book.with(&s), nil
}

// Total returns the rows together, with a blank key. Where [ByStream] is among the
// dimensions it adds up the streams, as the question asked.
func (t Table) Total() Row { return t.total }

// Dimensions returns what the table is divided by, in order.
func (t Table) Dimensions() []Dimension {
	if t.groups == nil {
		return nil
	}
	return slices.Clone(t.groups.layout.dims[:t.groups.layout.n])
}

// maxSharePlaces is how many decimals a share has at most, as
// [caremodel.Ratio.Percent].
const maxSharePlaces = 9

// Shares returns each row's share of the total sum as a percentage with this many
// decimals, from 0 to 9: a ratio of which [caremodel.Ratio.Percent] with the same
// places is the text. The shares add up to exactly 100 %: they are apportioned by
// largest remainder ([Money.Apportion]), so each is within one unit of the last
// place of the exact share.
//
// A table with a negative sum or without any has no shares ([validate.Range]).
func (t Table) Shares(places int) (iter.Seq2[Key, caremodel.Ratio], error) {
	const op = "funding.Table.Shares"
	if places < 0 || places > maxSharePlaces {
		return nil, fault.New(op, validate.Range, strconv.Itoa(places), "a share has 0 to 9 decimals")
	}
	whole := int64(100)
	for range places {
		whole *= 10
	}
	weights := make([]int64, 0, t.len)
	for r := range t.Rows() {
		if r.Sum.Sign() < 0 {
			return nil, fault.New(op, validate.Range, r.Sum.String(), "a sum below zero is no share of a whole")
		}
		weights = append(weights, r.Sum.pence)
	}
	parts, err := Pence(whole).Apportion(weights)
	if err != nil {
		return nil, fault.New(op, validate.Range, t.total.Sum.String(), "there is nothing to have a share of")
	}
	return func(yield func(Key, caremodel.Ratio) bool) {
		i := 0
		for r := range t.Rows() {
			if !yield(r.Key, caremodel.Ratio{Num: parts[i].pence, Den: whole}) {
				return
			}
			i++
		}
	}, nil
}

// Dimension is something that a [Table] divides money by. The zero value is unset
// and not a dimension.
//
// The values of each have an order, which is the order of a table's rows:
// vanguards as the programme lists them, categories as its taxonomy, waves as the
// programme, regions by name, years as they pass (multi-year money after its first
// year alone), streams as the constants stand and then by name, kinds, statuses
// and strengths as the constants stand, funds by key, rounds by year and key. Then
// come joint awards whose recipients differ, and last money without a value.
type Dimension uint8

// The dimensions.
const (
	ByVanguard Dimension = iota + 1 // the recipient
	ByCategory                      // the recipient's category
	ByWave                          // the wave in which the recipient was selected
	ByRegion                        // the recipient's region
	ByYear                          // the financial year; also sets Key.Through of multi-year money
	ByStream                        // whose money it is
	ByKind                          // what it is for: revenue, capital and the like
	ByStatus                        // each decision by itself, from requested to withdrawn
	ByStrength                      // requests, pledges, commitments, disbursements
	ByFund                          // the fund of the round
	ByRound                         // the round of the fund
)

var dimensionNames = ladder.Names{
	"vanguard", "category", "wave", "region", "year", "stream", "kind", "status", "strength", "fund", "round",
}

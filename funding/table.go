package funding

import (
	"cmp"
	"iter"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Table is a view's money divided by dimensions. Its rows stand in the order of
// the first dimension's values, within each in that of the second, and so on (see
// [Dimension]); a combination that no allocation has, has no row. The zero Table
// is empty. A Table is immutable and safe for concurrent use.
type Table struct {
	layout *layout
	rows   []Row // in the order of their numbers in the layout
	total  Row
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
// ([validate.Duplicate]) or off its ladder ([validate.Range]); more combinations
// than 64 bits can number ([validate.TooLarge]); a sum that does not fit
// ([validate.Overflow]).
func (b *Book) Table(dims ...Dimension) (Table, error) {
	const op = "funding.Book.Table"
	l, err := b.index.newLayout(op, dims)
	if err != nil {
		return Table{}, err
	}
	g, err := b.askBy(l).gather(op, l, b.scope.named || l.has(ByStream))
	if err != nil {
		return Table{}, err
	}
	return g.table(op)
}

// askBy returns the query of a table: with a status or strength among its
// dimensions an allocation stands where it got to.
func (b *Book) askBy(l *layout) *query {
	if l.has(ByStatus, ByStrength) && !b.scope.asked {
		return b.query(b.index.furthest, false)
	}
	return b.ask()
}

// table returns the rows in the order of their numbers. Each is written where it
// stays: a Row is some two hundred bytes, and a profile showed a third of the time
// of a small table in copying it about.
func (g *groups) table(op string) (Table, error) {
	t := Table{layout: g.layout, rows: make([]Row, g.len())}
	var whole tally
	i := 0
	for n, sum := range g.each {
		row := &t.rows[i]
		if err := sum.into(op, row); err != nil {
			return Table{}, err
		}
		g.layout.key(n, &row.Key)
		whole.merge(sum)
		i++
	}
	if err := whole.into(op, &t.total); err != nil {
		return Table{}, err
	}
	return t, nil
}

// Len returns the number of rows.
func (t Table) Len() int { return len(t.rows) }

// Rows returns the rows in order.
func (t Table) Rows() iter.Seq[Row] { return slices.Values(t.rows) }

// Row returns the row with a key, and whether there is one.
func (t Table) Row(k Key) (Row, bool) {
	if t.layout == nil {
		return Row{}, false
	}
	n, ok := t.layout.find(k)
	if !ok {
		return Row{}, false
	}
	i, ok := slices.BinarySearchFunc(t.rows, n, func(r Row, n uint64) int {
		at, _ := t.layout.find(r.Key)
		return cmp.Compare(at, n)
	})
	if !ok || t.rows[i].Key != k {
		return Row{}, false
	}
	return t.rows[i], true
}

// Total returns the rows together, with a blank key. Where [ByStream] is among the
// dimensions it adds up the streams, as the question asked.
func (t Table) Total() Row { return t.total }

// Dimensions returns what the table is divided by, in order.
func (t Table) Dimensions() []Dimension {
	if t.layout == nil {
		return nil
	}
	return slices.Clone(t.layout.dims[:t.layout.n])
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
	weights := make([]int64, len(t.rows))
	for i, r := range t.rows {
		weights[i] = r.Sum.pence
		if weights[i] < 0 {
			return nil, fault.New(op, validate.Range, r.Sum.String(), "a sum below zero is no share of a whole")
		}
	}
	parts, err := Pence(whole).Apportion(weights)
	if err != nil {
		return nil, fault.New(op, validate.Range, t.total.Sum.String(), "there is nothing to have a share of")
	}
	return func(yield func(Key, caremodel.Ratio) bool) {
		for i, r := range t.rows {
			if !yield(r.Key, caremodel.Ratio{Num: parts[i].pence, Den: whole}) {
				return
			}
		}
	}, nil
}

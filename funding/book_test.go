package funding_test

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Every answer of a view is that of a model which walks the records.
func TestBook_AgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, l := testProgramme(t), drawLedger(t)
		whole, err := funding.NewBook(p, l)
		require.NoError(t, err)
		b, n := drawView(t, whole, newNaiveBook(p, l))

		items := n.items(n.question())
		var positions, uncommitted []int
		for _, item := range items {
			if item.status != 0 {
				positions = append(positions, item.position)
			} else {
				uncommitted = append(uncommitted, item.position)
			}
		}
		positions, uncommitted = slices.Compact(positions), slices.Compact(uncommitted)
		require.Equal(t, positions, slices.Collect(b.Positions()))
		require.Equal(t, uncommitted, slices.Collect(b.Uncommitted()))
		require.Equal(t, len(positions), b.Len())

		require.Equal(t, n.undated(), slices.Collect(b.Undated()))
		require.Equal(t, n.straddling(), slices.Collect(b.Undivided()))

		total, err := b.Total()
		if n.mixed(items) {
			require.ErrorIs(t, err, funding.MixedStreams)
		} else if !known(items) {
			require.ErrorIs(t, err, validate.NotKnown)
		} else {
			require.NoError(t, err)
			require.Equal(t, sumOf(items).String(), strconv.FormatInt(total.Pence(), 10))
		}

		dims := drawDimensions(t)
		table, err := b.Table(dims...)
		items = n.items(n.question(dims...))
		if n.mixed(items, dims...) {
			require.ErrorIs(t, err, funding.MixedStreams)
			return
		}
		require.NoError(t, err)
		requireRows(t, n, n.table(items, dims...), table, dims)
	})
}

// So are the sums that a book makes beforehand, by each dimension alone: vanguards that
// differ in one dimension are not added together under it.
func TestBook_DenseAgainstModel(t *testing.T) {
	p := trialProgramme(t, twin)
	rapid.Check(t, func(t *rapid.T) {
		l := dense(drawLedger(t))
		b, err := funding.NewBook(p, l)
		require.NoError(t, err)
		n := newNaiveBook(p, l)
		if rapid.IntRange(0, 3).Draw(t, "a view") == 0 {
			b, n = drawView(t, b, n)
		}
		d := funding.Dimension(rapid.IntRange(int(funding.ByVanguard), int(funding.ByRound)).Draw(t, "dimension"))
		dims := slices.Compact([]funding.Dimension{funding.ByStream, d})
		table, err := b.Table(dims...)
		require.NoError(t, err)
		requireRows(t, n, n.table(n.items(n.question(dims...)), dims...), table, dims)
	})
}

// known reports whether items have a known amount, or stand for awards of which none
// is committed.
func known(items []naiveItem) bool {
	known, unknown := false, false
	for _, item := range items {
		known = known || item.status != 0 && item.amount != nil
		unknown = unknown || item.status != 0 && item.amount == nil
	}
	return known || len(items) > 0 && !unknown
}

func sumOf(items []naiveItem) *big.Int {
	sum := new(big.Int)
	for _, item := range items {
		if item.status != 0 && item.amount != nil {
			sum.Add(sum, item.amount)
		}
	}
	return sum
}

// requireRows compares a table with the model's: its rows, their order, and that
// they add up to the total.
func requireRows(t require.TestingT, n naiveBook, want map[funding.Key]*naiveRow, table funding.Table, dims []funding.Dimension) {
	keys := slices.Collect(maps.Keys(want))
	n.sortKeys(keys, dims...)
	require.Equal(t, len(keys), table.Len())
	total := funding.Row{}
	i := 0
	for row := range table.Rows() {
		require.Equal(t, keys[i], row.Key, "row %d", i)
		require.Equal(t, want[keys[i]].row(keys[i]), row)
		found, ok := table.Row(row.Key)
		require.True(t, ok)
		require.Equal(t, row, found)
		row.Key = funding.Key{}
		var err error
		total, err = total.Merge(row)
		require.NoError(t, err)
		i++
	}
	require.Equal(t, total, table.Total())
}

func (r *naiveRow) row(k funding.Key) funding.Row {
	pence := func(n *big.Int) funding.Money {
		if n == nil {
			return funding.Money{}
		}
		return funding.Pence(n.Int64())
	}
	return funding.Row{
		Key: k, Sum: pence(r.sum), Min: pence(r.min), Max: pence(r.max),
		Count: r.count, Unknown: r.unknown, Uncommitted: r.uncommitted,
	}
}

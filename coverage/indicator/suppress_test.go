package indicator_test

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func hiddenSum(rows [][]int64, t indicator.SuppressedTable) (sum int64) {
	for i, row := range t.Cells {
		for j, c := range row {
			if c.Hidden != indicator.HiddenNot {
				sum += rows[i][j]
			}
		}
	}
	return sum
}

func TestSuppress_Published(t *testing.T) {
	for _, r := range published(t, "indicator/suppress_secondary_tables.csv") {
		columns := int(r.count(t, "cols"))
		var rows [][]int64
		for k, text := range strings.Split(r["cells"], ";") {
			if k%columns == 0 {
				rows = append(rows, nil)
			}
			v, err := strconv.ParseInt(text, 10, 64)
			require.NoError(t, err)
			rows[len(rows)-1] = append(rows[len(rows)-1], v)
		}
		lines := map[string]indicator.Lines{
			"col": indicator.ColumnTotals, "row": indicator.RowTotals, "col+row": indicator.ColumnTotals | indicator.RowTotals,
		}[r["where"]]
		got, err := indicator.Suppress(rows, lines, indicator.SuppressionRule{Threshold: r.count(t, "threshold"), KeepZeros: true})
		require.NoError(t, err)
		require.True(t, got.Exact, r)
		require.EqualValues(t, r.count(t, "optimal_n"), got.Hidden, r)
		require.Equal(t, r.count(t, "optimal_total"), hiddenSum(rows, got), r)
		for k, bit := range r["primary"] {
			require.Equal(t, bit == '1', got.Cells[k/columns][k%columns].Hidden == indicator.HiddenPrimary, r)
		}
	}
	for _, r := range published(t, "indicator/suppress_lists.csv") {
		var list []int64
		for text := range strings.SplitSeq(r["values"], ";") {
			v, err := strconv.ParseInt(text, 10, 64)
			require.NoError(t, err)
			list = append(list, v)
		}
		got, err := indicator.Suppress([][]int64{list}, indicator.RowTotals, indicator.SuppressionRule{
			Threshold: r.count(t, "threshold"), KeepZeros: r["zeros_kept"] == "true", HideTies: strings.Contains(r["source"], "OpenSAFELY"),
		})
		require.NoError(t, err)
		var hidden []string
		for j, c := range got.Cells[0] {
			if c.Hidden != indicator.HiddenNot {
				hidden = append(hidden, strconv.FormatInt(list[j], 10))
			}
		}
		want := strings.Split(r["must_be_suppressed"], ";")
		slices.Sort(want)
		slices.Sort(hidden)
		require.Equal(t, want, hidden, r)
	}
}

// attacker is somebody who knows what is shown and that no count is below 0.
type attacker struct {
	table  indicator.SuppressedTable
	lines  indicator.Lines
	most   int64 // no count that he tries is above this
	cells  [][]int64
	values []map[int64]bool // of each hidden count: what it can be
}

// shown returns whether a total binds, and its value.
func shown(published bool, cells []indicator.PublishedCell, i int) (int64, bool) {
	if !published || cells[i].Hidden != indicator.HiddenNot {
		return 0, false
	}
	return cells[i].Value, true
}

// try goes through every table from cell k on.
func (a *attacker) try(k int) {
	rows, columns := len(a.cells), len(a.cells[0])
	i, j := k/columns, k%columns
	if k > 0 && j == 0 { // a row is complete
		if total, ok := shown(a.lines&indicator.RowTotals != 0, a.table.RowTotals, i-1); ok && total != sumOf(a.cells[i-1]) {
			return
		}
	}
	if i == rows {
		a.note()
		return
	}
	if c := a.table.Cells[i][j]; c.Hidden == indicator.HiddenNot {
		a.cells[i][j] = c.Value
		a.try(k + 1)
		return
	}
	for v := int64(0); v <= a.most; v++ {
		a.cells[i][j] = v
		a.try(k + 1)
	}
}

func sumOf(values []int64) (sum int64) {
	for _, v := range values {
		sum += v
	}
	return sum
}

// note takes down what the hidden counts are in a table that agrees.
func (a *attacker) note() {
	rows, columns := len(a.cells), len(a.cells[0])
	totals := make([]int64, columns)
	all := int64(0)
	for _, row := range a.cells {
		for j, v := range row {
			totals[j] += v
			all += v
		}
	}
	for j, v := range totals {
		if total, ok := shown(a.lines&indicator.ColumnTotals != 0, a.table.ColumnTotals, j); ok && total != v {
			return
		}
	}
	if a.lines&indicator.GrandTotal != 0 && a.table.Grand.Hidden == indicator.HiddenNot && a.table.Grand.Value != all {
		return
	}
	figures := slices.Concat(slices.Concat(a.cells...), totals)
	for i := range rows {
		figures = append(figures, sumOf(a.cells[i]))
	}
	figures = append(figures, all)
	for k, v := range figures {
		a.values[k][v] = true
	}
}

// follows returns whether any hidden count has a single possible value.
func follows(table indicator.SuppressedTable, lines indicator.Lines, most int64) bool {
	rows, columns := len(table.Cells), len(table.Cells[0])
	a := attacker{table: table, lines: lines, most: most, cells: make([][]int64, rows), values: make([]map[int64]bool, rows*columns+rows+columns+1)}
	for i := range a.cells {
		a.cells[i] = make([]int64, columns)
	}
	for k := range a.values {
		a.values[k] = map[int64]bool{}
	}
	a.try(0)
	hidden := slices.Concat(table.Cells...)
	blank := func(published bool, cells []indicator.PublishedCell, n int) {
		for i := range n {
			if published {
				hidden = append(hidden, cells[i])
			} else {
				hidden = append(hidden, indicator.PublishedCell{})
			}
		}
	}
	blank(lines&indicator.ColumnTotals != 0, table.ColumnTotals, columns)
	blank(lines&indicator.RowTotals != 0, table.RowTotals, rows)
	blank(lines&indicator.GrandTotal != 0, []indicator.PublishedCell{table.Grand}, 1)
	for k, c := range hidden {
		if c.Hidden != indicator.HiddenNot && len(a.values[k]) < 2 {
			return true
		}
	}
	return false
}

func drawTable(t *rapid.T, height int, most int64) [][]int64 {
	rows, columns := rapid.IntRange(1, height).Draw(t, "rows"), rapid.IntRange(1, 3).Draw(t, "columns")
	table := make([][]int64, rows)
	for i := range table {
		table[i] = rapid.SliceOfN(rapid.Int64Range(0, most), columns, columns).Draw(t, "row")
	}
	return table
}

func drawRule(t *rapid.T) indicator.SuppressionRule {
	return indicator.SuppressionRule{
		Threshold: rapid.Int64Range(0, 3).Draw(t, "threshold"), KeepZeros: rapid.Bool().Draw(t, "zeros"),
		HideTies: rapid.Bool().Draw(t, "ties"), HiddenAbove: rapid.SampledFrom([]int64{0, 0, 2, 3}).Draw(t, "above"),
	}
}

// No hidden count follows from what is shown, by trying every table.
func TestSuppress_NothingFollows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawTable(t, 3, 3)
		lines := indicator.Lines(rapid.IntRange(0, 7).Draw(t, "lines"))
		rule := drawRule(t)
		got, err := indicator.Suppress(rows, lines, rule)
		require.NoError(t, err)
		require.False(t, follows(got, lines, 4), "%v", got)
		checkShown(t, rows, lines, rule, got)
	})
}

// checkShown holds what is shown to be true, and no small count to be among it.
func checkShown(t require.TestingT, rows [][]int64, lines indicator.Lines, rule indicator.SuppressionRule, got indicator.SuppressedTable) {
	check := func(c indicator.PublishedCell, v int64) {
		small := v >= 1 && v <= rule.Threshold
		require.Equal(t, small, c.Hidden == indicator.HiddenPrimary)
		if c.Hidden == indicator.HiddenNot {
			require.Equal(t, v, c.Value)
		} else {
			require.Zero(t, c.Value)
		}
	}
	hidden := 0
	columns := make([]int64, len(rows[0]))
	for i, row := range rows {
		hides, sum := false, int64(0)
		for j, v := range row {
			c := got.Cells[i][j]
			check(c, v)
			columns[j] += v
			if c.Hidden != indicator.HiddenNot {
				hidden, hides, sum = hidden+1, true, sum+v
			}
			require.False(t, rule.KeepZeros && v == 0 && c.Hidden != indicator.HiddenNot)
		}
		if lines&indicator.RowTotals != 0 {
			check(got.RowTotals[i], sumOf(row))
			if got.RowTotals[i].Hidden == indicator.HiddenNot && hides {
				require.Greater(t, sum, rule.HiddenAbove)
			}
		}
	}
	require.Equal(t, hidden, got.Hidden)
	for j, v := range columns {
		if lines&indicator.ColumnTotals != 0 {
			check(got.ColumnTotals[j], v)
		}
	}
	require.Equal(t, lines&indicator.RowTotals == 0, got.RowTotals == nil)
	require.Equal(t, lines&indicator.ColumnTotals == 0, got.ColumnTotals == nil)
	if lines&indicator.GrandTotal == 0 {
		require.NotEqual(t, indicator.HiddenNot, got.Grand.Hidden)
	}
}

// Where the fewest are said to be proven, no choice of fewer cells, or of as few
// that add up to less, protects the table.
func TestSuppress_ExactIsLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawTable(t, 2, 6)
		lines := indicator.Lines(rapid.IntRange(1, 7).Draw(t, "lines"))
		rule := drawRule(t)
		rule.Threshold, rule.HiddenAbove, rule.HideTies = 1, 0, false // few totals are as small
		got, err := indicator.Suppress(rows, lines, rule)
		require.NoError(t, err)
		if !got.Exact {
			return
		}
		var open []*indicator.PublishedCell
		var values []int64
		bare := indicator.SuppressedTable{Cells: make([][]indicator.PublishedCell, len(rows)), RowTotals: got.RowTotals, ColumnTotals: got.ColumnTotals, Grand: got.Grand}
		for i, row := range rows {
			bare.Cells[i] = slices.Clone(got.Cells[i])
			for j, v := range row {
				if c := &bare.Cells[i][j]; c.Hidden != indicator.HiddenPrimary {
					*c = indicator.PublishedCell{Value: v}
					if v > 0 || !rule.KeepZeros {
						open, values = append(open, c), append(values, v)
					}
				}
			}
		}
		primary, least := got.Hidden, hiddenSum(rows, got)
		for _, row := range got.Cells {
			for _, c := range row {
				if c.Hidden == indicator.HiddenSecondary {
					primary--
				}
			}
		}
		primarySum := int64(0)
		for i, row := range rows {
			for j, v := range row {
				if got.Cells[i][j].Hidden == indicator.HiddenPrimary {
					primarySum += v
				}
			}
		}
		for choice := range 1 << len(open) {
			n, sum := primary, primarySum
			for k, c := range open {
				*c = indicator.PublishedCell{Value: values[k]}
				if choice>>k&1 == 1 {
					*c = indicator.PublishedCell{Hidden: indicator.HiddenSecondary}
					n++
					sum += values[k]
				}
			}
			if n < got.Hidden || n == got.Hidden && sum < least {
				require.True(t, follows(bare, lines, 7), "%v hides less", bare)
			}
		}
	})
}

func TestSuppress_TypedCases(t *testing.T) {
	// The list of the README of mojSuppression: 6, 55, 1 and 12 with their total.
	got, err := indicator.Suppress([][]int64{{6, 55, 1, 12}}, indicator.RowTotals, indicator.SuppressionRule{Threshold: 2, KeepZeros: true})
	require.NoError(t, err)
	require.Equal(t, []indicator.PublishedCell{{Hidden: indicator.HiddenSecondary}, {Value: 55}, {Hidden: indicator.HiddenPrimary}, {Value: 12}}, got.Cells[0])
	require.Equal(t, []indicator.PublishedCell{{Value: 74}}, got.RowTotals)
	require.Equal(t, 2, got.Hidden)
	require.True(t, got.Exact)

	// Two 1s under a total: the sum that is hidden tells them, unless guarded.
	ones := [][]int64{{1, 1, 9, 20}}
	got, err = indicator.Suppress(ones, indicator.RowTotals, indicator.SuppressionRule{Threshold: 2, KeepZeros: true})
	require.NoError(t, err)
	require.Equal(t, 2, got.Hidden)
	got, err = indicator.Suppress(ones, indicator.RowTotals, indicator.SuppressionRule{Threshold: 2, KeepZeros: true, HiddenAbove: 2})
	require.NoError(t, err)
	require.Equal(t, 3, got.Hidden)
	require.Equal(t, indicator.HiddenSecondary, got.Cells[0][2].Hidden)
	require.True(t, got.Exact)

	// All that are equal to the next smallest.
	got, err = indicator.Suppress([][]int64{{1, 6, 6, 9}}, indicator.RowTotals, indicator.SuppressionRule{Threshold: 5, HideTies: true})
	require.NoError(t, err)
	require.Equal(t, 3, got.Hidden)
	require.False(t, got.Exact)

	// Nothing published beside the cells: nothing follows.
	got, err = indicator.Suppress([][]int64{{1, 6}, {7, 8}}, 0, indicator.SuppressionRule{Threshold: 5})
	require.NoError(t, err)
	require.Equal(t, 1, got.Hidden)
	require.True(t, got.Exact)
	require.Nil(t, got.RowTotals)
	require.Equal(t, "*", got.Grand.String())

	// A single cell is its total: both are hidden.
	got, err = indicator.Suppress([][]int64{{3}}, indicator.RowTotals|indicator.ColumnTotals|indicator.GrandTotal, indicator.SuppressionRule{Threshold: 5})
	require.NoError(t, err)
	require.Equal(t, indicator.HiddenPrimary, got.RowTotals[0].Hidden)
	require.Equal(t, indicator.HiddenPrimary, got.Grand.Hidden)
	require.False(t, got.Exact)
}

// Large tables are protected too.
func TestSuppress_Large(t *testing.T) {
	for _, size := range [][2]int{{12, 12}, {40, 60}, {1, 20_000}, {60, 60}, {700, 12}} {
		rows := make([][]int64, size[0])
		state := uint32(7)
		for i := range rows {
			rows[i] = make([]int64, size[1])
			for j := range rows[i] {
				state = state*1664525 + 1013904223
				rows[i][j] = int64(state>>16) % 400
			}
		}
		got, err := indicator.Suppress(rows, indicator.RowTotals|indicator.ColumnTotals|indicator.GrandTotal, indicator.SuppressionRule{Threshold: 7, KeepZeros: true, HiddenAbove: 7})
		require.NoError(t, err)
		checkShown(t, rows, indicator.RowTotals|indicator.ColumnTotals|indicator.GrandTotal, indicator.SuppressionRule{Threshold: 7, KeepZeros: true, HiddenAbove: 7}, got)
		for _, row := range got.Cells {
			n := 0
			for _, c := range row {
				if c.Hidden != indicator.HiddenNot {
					n++
				}
			}
			require.NotEqual(t, 1, n)
		}
	}
}

func TestSuppress_Refuses(t *testing.T) {
	for name, c := range map[string]struct {
		rows   [][]int64
		totals indicator.Lines
		rule   indicator.SuppressionRule
		code   error
	}{
		"no cells":    {nil, 0, indicator.SuppressionRule{}, indicator.TooFewGroups},
		"empty row":   {[][]int64{{}}, 0, indicator.SuppressionRule{}, indicator.TooFewGroups},
		"ragged":      {[][]int64{{1, 2}, {3}}, 0, indicator.SuppressionRule{}, indicator.Range},
		"negative":    {[][]int64{{1, -2}}, 0, indicator.SuppressionRule{}, indicator.Range},
		"too large":   {[][]int64{{math.MaxInt64, 1}}, 0, indicator.SuppressionRule{}, indicator.Range},
		"threshold":   {[][]int64{{1}}, 0, indicator.SuppressionRule{Threshold: -1}, indicator.Range},
		"above":       {[][]int64{{1}}, 0, indicator.SuppressionRule{HiddenAbove: -1}, indicator.Range},
		"other lines": {[][]int64{{1}}, 8, indicator.SuppressionRule{}, indicator.Range},
	} {
		got, err := indicator.Suppress(c.rows, c.totals, c.rule)
		require.ErrorIs(t, err, c.code, name)
		require.Zero(t, got, name)
	}
}

func TestPublishedCell_JSON(t *testing.T) {
	cells := []indicator.PublishedCell{{Value: 0}, {Value: 12}, {Hidden: indicator.HiddenPrimary}, {Hidden: indicator.HiddenSecondary}}
	text, err := json.Marshal(cells)
	require.NoError(t, err)
	require.Equal(t, `[{"value":0},{"value":12},{"hidden":"primary"},{"hidden":"secondary"}]`, string(text))
	var read []indicator.PublishedCell
	require.NoError(t, json.Unmarshal(text, &read))
	require.Equal(t, cells, read)
	for _, wrong := range []string{`null`, `{}`, `{"value":3,"hidden":"primary"}`, `{"hidden":"maybe"}`, `[]`} {
		cell := indicator.PublishedCell{Value: 5}
		require.Error(t, json.Unmarshal([]byte(wrong), &cell), wrong)
		require.Equal(t, indicator.PublishedCell{Value: 5}, cell)
	}
	require.Equal(t, []string{"12", "*"}, []string{cells[1].String(), cells[2].String()})
	require.Equal(t, "not", indicator.HiddenNot.String())
}

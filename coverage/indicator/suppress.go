package indicator

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Lines is the set of totals that are published with a table's cells.
type Lines uint8

// The totals.
const (
	ColumnTotals Lines = 1 << iota // one below each column
	RowTotals                      // one beside each row
	GrandTotal                     // one of the whole table
)

// A SuppressionRule says which counts must not be published.
type SuppressionRule struct {
	// Threshold is the greatest count that is hidden: counts from 1 to Threshold
	// are, in cells and in totals.
	Threshold int64 `json:"threshold"`
	// KeepZeros never hides a zero. Without it a zero may be hidden to protect
	// another cell.
	KeepZeros bool `json:"keep_zeros,omitzero"`
	// HideTies hides, with a cell that protects another, all cells of its line that
	// are equal to it, as OpenSAFELY does: the order of the numbers then does not
	// show which of them it is.
	HideTies bool `json:"hide_ties,omitzero"`
	// HiddenAbove is a bound that the sum of the hidden cells of a line with a
	// published total must exceed. With 2, for example, two 1s under a total of 2
	// are not enough: anyone who knows the rule could infer them.
	HiddenAbove int64 `json:"hidden_above,omitzero"`
}

// A SuppressedTable is the publishable form of a table.
type SuppressedTable struct {
	Cells        [][]PublishedCell `json:"cells"`                  // the inner cells, as given
	RowTotals    []PublishedCell   `json:"row_totals,omitzero"`    // nil unless published
	ColumnTotals []PublishedCell   `json:"column_totals,omitzero"` // nil unless published
	Grand        PublishedCell     `json:"grand"`                  // hidden unless published
	Hidden       int               `json:"hidden"`                 // inner cells hidden
	// Exact means that no fewer cells could be hidden, nor as few with a smaller
	// sum. It is false if that was not proved: in tables too large to search, if a
	// total had to be hidden, and if ties were hidden.
	Exact bool `json:"exact"`
}

// A PublishedCell is a count as it may be published. Value is 0 if it is hidden.
type PublishedCell struct {
	Value  int64  // the count; 0 if it is hidden
	Hidden Hiding // whether and why it is hidden
}

// Hiding is the reason why a count is hidden.
type Hiding uint8

// The reasons. The zero Hiding means that the count is shown.
const (
	HiddenNot       Hiding = iota // shown
	HiddenPrimary                 // it is small
	HiddenSecondary               // to protect a small count
)

var hidingNames = ladder.Names{"primary", "secondary"}

// String returns "not", "primary" or "secondary".
func (h Hiding) String() string {
	if h == HiddenNot {
		return "not"
	}
	return hidingNames.String("Hiding", uint8(h))
}

// String returns the count, or "*" if it is hidden.
func (c PublishedCell) String() string {
	if c.Hidden != HiddenNot {
		return "*"
	}
	return strconv.FormatInt(c.Value, 10)
}

// publishedCell is a cell in JSON: a hidden cell has no value.
type publishedCell struct {
	Value  *int64 `json:"value,omitzero"`
	Hidden Hiding `json:"hidden,omitzero"`
}

// MarshalJSON writes {"value":12}, or {"hidden":"primary"} without a value.
func (c PublishedCell) MarshalJSON() ([]byte, error) {
	if c.Hidden != HiddenNot {
		return json.Marshal(publishedCell{Hidden: c.Hidden})
	}
	return json.Marshal(publishedCell{Value: &c.Value})
}

// UnmarshalJSON reads what MarshalJSON writes; on failure c is unchanged.
func (c *PublishedCell) UnmarshalJSON(text []byte) error {
	const op = "PublishedCell"
	var read publishedCell
	if err := json.Unmarshal(text, &read); err != nil {
		return err
	}
	if (read.Value == nil) == (read.Hidden == HiddenNot) {
		return fail(op, Range, "a published count has a value, or says why it is hidden")
	}
	*c = PublishedCell{Hidden: read.Hidden}
	if read.Value != nil {
		c.Value = *read.Value
	}
	return nil
}

// Suppress returns the publishable form of a table of counts, given as its inner
// cells by rows, with its totals: small counts are hidden, and as many others as it
// takes so that no hidden count follows from what is shown. A list with its total
// is a table of one row.
//
// A hidden count follows from the others if it is the same in every table of
// non-negative counts that agrees with what is shown. Of all ways to protect a
// table, Suppress hides the fewest cells, and of these the ones with the least sum,
// if a search of bounded length finds them (see Exact); otherwise a heuristic hides
// a few more. A total is hidden only if it is small, or if no cells can protect its
// line. Of several equally good results, the table alone determines which is
// returned.
//
// This protects against arithmetic with one table. It does not know what is
// published elsewhere: figures by ward beside figures by practice, or last month's,
// may still reveal a count.
//
// Negative counts, rows of unequal length and totals that overflow an int64 are a
// [Range] error; no cells are a [TooFewGroups] error.
func Suppress(rows [][]int64, totals Lines, rule SuppressionRule) (SuppressedTable, error) {
	const op = "Suppress"
	if err := checkTable(op, rows, totals, rule); err != nil {
		return SuppressedTable{}, err
	}
	n := newNetwork(rows, totals, rule)
	exact := n.protect()
	return n.table(exact), nil
}

func checkTable(op string, rows [][]int64, totals Lines, rule SuppressionRule) error {
	switch {
	case totals > ColumnTotals|RowTotals|GrandTotal:
		return fail(op, Range, "totals of "+count(int64(totals))+": use ColumnTotals, RowTotals, GrandTotal or several of them")
	case rule.Threshold < 0:
		return fail(op, Range, "a threshold of "+count(rule.Threshold)+": it cannot be negative")
	case rule.HiddenAbove < 0:
		return fail(op, Range, "a hidden sum above "+count(rule.HiddenAbove)+": it cannot be negative")
	case len(rows) == 0 || len(rows[0]) == 0:
		return fail(op, TooFewGroups, "there is no cell")
	}
	room := int64(math.MaxInt64)
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			return fail(op, Range, "row "+count(int64(i))+" has "+count(int64(len(row)))+" cells and row 0 "+count(int64(len(rows[0])))+": they must be equal")
		}
		for j, v := range row {
			where := func() string { return "row " + count(int64(i)) + ", column " + count(int64(j)) + ": " }
			if v < 0 {
				return fail(op, Range, where()+"a count of "+count(v)+": it cannot be negative")
			}
			if room -= v; room < 0 {
				return fail(op, Range, where()+"the counts up to here add up to more than an int64 holds")
			}
		}
	}
	return nil
}

// table converts the network to the published table.
func (n *network) table(exact bool) SuppressedTable {
	t := SuppressedTable{Exact: exact, Cells: make([][]PublishedCell, n.rows), Grand: n.arcs[n.grand()].published()}
	for i := range t.Cells {
		t.Cells[i] = make([]PublishedCell, n.columns)
		for j := range t.Cells[i] {
			t.Cells[i][j] = n.arcs[n.inner(i, j)].published()
			if t.Cells[i][j].Hidden != HiddenNot {
				t.Hidden++
			}
		}
	}
	if n.totals&RowTotals != 0 {
		for i := range n.rows {
			t.RowTotals = append(t.RowTotals, n.arcs[n.rowTotal(i)].published())
		}
	}
	if n.totals&ColumnTotals != 0 {
		for j := range n.columns {
			t.ColumnTotals = append(t.ColumnTotals, n.arcs[n.columnTotal(j)].published())
		}
	}
	return t
}

func (a arc) published() PublishedCell {
	switch a.state {
	case arcShown:
		return PublishedCell{Value: a.value}
	case arcPrimary:
		return PublishedCell{Hidden: HiddenPrimary}
	}
	return PublishedCell{Hidden: HiddenSecondary}
}

// hiddenArcs returns the hidden arcs that must be protected.
func (n *network) hiddenArcs() []int {
	var hidden []int
	for i := range n.arcs {
		if n.arcs[i].hidden() {
			hidden = append(hidden, i)
		}
	}
	return slices.Clip(hidden)
}

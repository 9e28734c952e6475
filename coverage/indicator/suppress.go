package indicator

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Lines says which totals of a table are published beside its cells: a set.
type Lines uint8

// The totals.
const (
	ColumnTotals Lines = 1 << iota // one below each column
	RowTotals                      // one beside each row
	GrandTotal                     // one of the whole table
)

// A SuppressionRule says what must not be published.
type SuppressionRule struct {
	// Threshold is the largest count that is hidden: 1 to Threshold are, in cells
	// and in totals.
	Threshold int64 `json:"threshold"`
	// KeepZeros never hides a zero, which could otherwise be hidden to protect
	// another cell.
	KeepZeros bool `json:"keep_zeros,omitzero"`
	// HideTies hides, with a cell that protects another, all cells of its line that
	// are equal to it, as OpenSAFELY does: nobody can tell from the order of
	// numbers which it is.
	HideTies bool `json:"hide_ties,omitzero"`
	// HiddenAbove is what the hidden cells of a line with a published total must
	// add up to more than. The threshold guards two 1s under a total of 2, which
	// anyone who knows the rule can read off.
	HiddenAbove int64 `json:"hidden_above,omitzero"`
}

// A SuppressedTable is what may be published of a table.
type SuppressedTable struct {
	Cells        [][]PublishedCell `json:"cells"`                  // the inner cells, as given
	RowTotals    []PublishedCell   `json:"row_totals,omitzero"`    // nil unless published
	ColumnTotals []PublishedCell   `json:"column_totals,omitzero"` // nil unless published
	Grand        PublishedCell     `json:"grand"`                  // hidden unless published
	Hidden       int               `json:"hidden"`                 // inner cells hidden
	// Exact says that no fewer cells could be hidden, and of as few none that add
	// up to less. It is false where that is not proven: in tables too large to
	// search, where a total had to be hidden, and where ties were.
	Exact bool `json:"exact"`
}

// A PublishedCell is a count as it may be published. Value is 0 where it is
// hidden.
type PublishedCell struct {
	Value  int64  // the count; 0 where it is hidden
	Hidden Hiding // whether and why it is hidden
}

// Hiding says why a count is not shown.
type Hiding uint8

// The reasons. The zero Hiding is a count that is shown.
const (
	HiddenNot       Hiding = iota // shown
	HiddenPrimary                 // small itself
	HiddenSecondary               // a small count would follow from it
)

var hidingNames = ladder.Names{"primary", "secondary"}

// String returns "not", "primary" or "secondary".
func (h Hiding) String() string {
	if h == HiddenNot {
		return "not"
	}
	return hidingNames.String("Hiding", uint8(h))
}

// String returns the count, or "*" where it is hidden.
func (c PublishedCell) String() string {
	if c.Hidden != HiddenNot {
		return "*"
	}
	return strconv.FormatInt(c.Value, 10)
}

// publishedCell is a cell on the wire: a hidden one has no value.
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

// Suppress returns what may be published of a table of counts, given as its
// inner cells by rows, together with its totals: small counts are hidden, and so
// many others that no hidden count follows from what is shown. One row is a list
// with its total.
//
// A hidden count follows from the others if every table of counts from 0 up that
// agrees with what is shown has the same number there. Of all ways to protect a
// table the fewest cells are hidden, and of these such as add up to least, if a
// search of bounded length finds them (Exact says so); otherwise a short-cut hides
// a few more. A total is hidden only if it is small, or if no cells can protect
// its line. Many answers may be equally good: which one is returned depends on
// the table alone.
//
// This protects against arithmetic with one table. It does not know what is
// published elsewhere: figures by ward beside figures by practice, or last
// month's, may still tell.
//
// Negative counts, rows of unequal length and totals that are too large for an
// int64 are a [Range] error, no cells a [TooFewGroups] error.
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

// table reads the published table off the network.
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

// hiddenArcs returns the arcs that are hidden and must be protected.
func (n *network) hiddenArcs() []int {
	var hidden []int
	for i := range n.arcs {
		if n.arcs[i].hidden() {
			hidden = append(hidden, i)
		}
	}
	return slices.Clip(hidden)
}

package funding

import (
	"io"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// WriteText writes the table for a terminal: aligned columns, at most 80
// characters wide (names that do not fit are cut, with "…"), the total last.
// Columns: the dimensions, the sum ("not known" where no amount is), of how many
// amounts it is ("2 of 8" where six are not stated), how many allocations are left
// out because they are not committed, and of how many vanguards the row is known
// ([Table.Vanguards]).
func (t Table) WriteText(w io.Writer) error { return t.tabular(false).WriteText(w) }

// String returns what [Table.WriteText] writes.
func (t Table) String() string { return t.tabular(false).String() }

// WriteMarkdown writes the table as a Markdown table with all the figures of
// [Row], the total last, in bold. A name shows as it is, whatever Markdown would
// make of it.
func (t Table) WriteMarkdown(w io.Writer) error { return t.tabular(true).WriteMarkdown(w) }

// WriteCSV writes the rows for a program: a header of snake_case names, one line
// a row, no total. By vanguard there are two columns, "vanguard" with the slug and
// "vanguard_name"; by year there is a column "through", by a recipient's dimension
// a column "joint" (true or blank). Money is plain pounds; a figure that is not
// known is blank.
//
// A spreadsheet takes a text that begins with "=", "+", "-" or "@" for a formula:
// for texts that others wrote, write to [caremodel.QuoteFormulas].
func (t Table) WriteCSV(w io.Writer) error { return t.tabular(true).WriteCSV(w) }

// tabular returns the table ready to be written, with the least and the largest
// amount for people where they are wanted.
func (t Table) tabular(extremes bool) tabular.Table {
	dims := t.Dimensions()
	columns := append(dimensionColumns(dims), figureColumns(extremes)...)
	out := tabular.Table{Columns: columns, Rows: func(yield func([]tabular.Cell) bool) {
		cells := make([]tabular.Cell, 0, len(columns))
		for r := range t.Rows() {
			cells = append(dimensionCells(cells[:0], t.programme(), dims, r.Key), figureCells(r, t.Vanguards(r.Key))...)
			if !yield(cells) {
				return
			}
		}
	}}
	if len(dims) > 0 {
		out.Total = append(totalCells(columns[:len(columns)-figures]), figureCells(t.total, t.groups.vanguards().whole)...)
	}
	return out
}

func (t Table) programme() *caremodel.Programme {
	if t.groups == nil {
		return nil
	}
	return t.groups.layout.programme
}

// totalCells returns the cells in front of the figures of a total.
func totalCells(columns []tabular.Column) []tabular.Cell {
	cells := make([]tabular.Cell, len(columns))
	for i, c := range columns {
		if c.Head != "" {
			cells[i].Text = "Total"
			break
		}
	}
	return cells
}

// figures is how many columns the figures of a row take.
const figures = 10

func figureColumns(extremes bool) []tabular.Column {
	least, most := "", ""
	if extremes {
		least, most = "Min", "Max"
	}
	return []tabular.Column{
		{Name: "sum", Head: "Sum", Figure: true}, {Name: "min", Head: least, Figure: true}, {Name: "max", Head: most, Figure: true},
		{Name: "count"}, {Name: "unknown"}, {Head: "Amounts", Figure: true},
		{Name: "uncommitted", Head: "Left out", Figure: true},
		{Head: "Vanguards", Figure: true}, {Name: "vanguards_known"}, {Name: "vanguards"},
	}
}

func figureCells(r Row, vanguards KnownOf) []tabular.Cell {
	sum, known := r.Amount()
	return []tabular.Cell{
		moneyCell(sum, known), extremeCell(r.Min, r), extremeCell(r.Max, r),
		countCell(r.Count), countCell(r.Unknown), knownCell(r.Amounts()), countCell(r.Uncommitted),
		knownCell(vanguards), countCell(vanguards.Known), countCell(vanguards.Of),
	}
}

// moneyCell is an amount; one that is not known never looks like zero.
func moneyCell(m Money, known bool) tabular.Cell {
	if !known {
		return tabular.Cell{Text: "not known"}
	}
	return tabular.Cell{Data: m.String(), Text: m.FormatPounds()}
}

// extremeCell is the least or the largest known amount of a row, if it has one.
func extremeCell(m Money, r Row) tabular.Cell {
	if r.Count == 0 {
		return tabular.Cell{}
	}
	return moneyCell(m, true)
}

// knownCell says for people how much is known, of how much where anybody says so.
func knownCell(k KnownOf) tabular.Cell {
	if k.Of == 0 && k.Known > 0 {
		return tabular.Cell{Text: strconv.Itoa(k.Known)}
	}
	return tabular.Cell{Text: strconv.Itoa(k.Known) + " of " + strconv.Itoa(k.Of)}
}

func countCell(n int) tabular.Cell { return tabular.Same(strconv.Itoa(n)) }

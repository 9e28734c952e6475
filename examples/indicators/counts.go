package main

import (
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// published is a cell of a table as it may be shown.
type published struct {
	row, column string
	indicator.PublishedCell
}

const total = "total"

func cellFields(p published) []field {
	shown := tables.Figure("count", "", "", "hidden")
	if p.Hidden == indicator.HiddenNot {
		n := strconv.FormatInt(p.Value, 10)
		shown = tables.Figure("count", "", n, tables.Thousands(p.Value))
	}
	shown.Head = "Count"
	hidden := tables.Key("hidden", "")
	if p.Hidden != indicator.HiddenNot {
		hidden.Data = p.Hidden.String()
	}
	return []field{tables.Word("row", "Row", p.row), tables.Word("column", "Column", p.column), shown, hidden}
}

func suppress(o options, d *data) tables.Table {
	lines := d.by("row")
	var columns []string
	var counts [][]int64
	for _, r := range lines[0].rows {
		columns = append(columns, r.label("column"))
	}
	for _, line := range lines {
		cells := make([]int64, len(columns))
		seen := make([]bool, len(columns))
		for _, r := range line.rows {
			i := slices.Index(columns, r.label("column"))
			if i < 0 || seen[i] {
				r.fault("column").Error(validate.Conflict, r.text("column"), "every row has each column of the first row once")
				continue
			}
			cells[i], seen[i] = r.count("count"), true
		}
		if i := slices.Index(seen, false); i >= 0 && sound(line.rows...) {
			d.checker.Row(line.rows[0].number).Error(validate.Required, line.name, "the row has no column "+strconv.Quote(columns[i])+", which another has")
		}
		counts = append(counts, cells)
	}
	if !d.checker.OK() {
		return tables.Table{}
	}
	s, err := indicator.Suppress(counts, o.lines(), o.suppression)
	if err != nil {
		d.checker.Row(d.rows[0].number).Report(err)
		return tables.Table{}
	}
	var list []published
	for i, line := range lines {
		for j, column := range columns {
			list = append(list, published{line.name, column, s.Cells[i][j]})
		}
		if s.RowTotals != nil {
			list = append(list, published{line.name, total, s.RowTotals[i]})
		}
	}
	for j, cell := range s.ColumnTotals {
		list = append(list, published{total, columns[j], cell})
	}
	if slices.Contains(o.totals, "grand") {
		list = append(list, published{total, total, s.Grand})
	}
	t := tables.Table{Across: "Column", Remarks: []string{strconv.Itoa(s.Hidden) + " cells are hidden, so that none follows from the totals."}}
	if !s.Exact {
		t.Remarks[0] += " That these are the fewest possible is not proven."
	}
	return tables.Of(t, slices.Values(list), cellFields)
}

func round(o options, d *data) tables.Table {
	var list []published
	for _, r := range d.rows {
		n := r.count("count")
		p := published{row: r.label("row"), column: r.label("column")}
		if !sound(r) {
			continue
		}
		var err error
		if p.PublishedCell, err = indicator.RoundCount(n, o.rounding); err != nil {
			r.place("count").Report(err)
		}
		list = append(list, p)
	}
	return tables.Of(tables.Table{Across: "Column"}, slices.Values(list), cellFields)
}

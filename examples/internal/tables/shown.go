package tables

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// block is a part of a table as people see it.
type block struct {
	heading string
	columns []tabular.Column
	rows    [][]string
}

// blocks returns what people see of a table. The values of the column Across stand
// side by side where fits says that the block has room for them.
func (t Table) blocks(fits func(block) bool) []block {
	whole := block{}
	for _, c := range t.Columns {
		if c.Head != "" {
			whole.columns = append(whole.columns, c)
		}
	}
	for _, row := range slices.Concat(t.Rows, t.Totals) {
		var line []string
		for i, cell := range row {
			if t.Columns[i].Head != "" {
				line = append(line, Plain(cell.Text))
			}
		}
		whole.rows = append(whole.rows, line)
	}
	blocks := whole.apart(t.Apart)
	for i, b := range blocks {
		if wide := b.across(t.Across); fits(wide) {
			blocks[i] = wide
		}
	}
	return blocks
}

func (b block) column(head string) int {
	return slices.IndexFunc(b.columns, func(c tabular.Column) bool { return c.Head == head })
}

// apart returns a block for each value of a column, which becomes its heading.
func (b block) apart(head string) []block {
	at := b.column(head)
	if at < 0 {
		return []block{b}
	}
	var blocks []block
	columns := slices.Delete(slices.Clone(b.columns), at, at+1)
	for _, row := range b.rows {
		i := slices.IndexFunc(blocks, func(o block) bool { return o.heading == row[at] })
		if i < 0 {
			i = len(blocks)
			blocks = append(blocks, block{heading: row[at], columns: columns})
		}
		blocks[i].rows = append(blocks[i].rows, slices.Delete(slices.Clone(row), at, at+1))
	}
	return blocks
}

// across returns the block with the values of a column side by side: the columns
// before it label a row, those behind it stand under each of its values.
func (b block) across(head string) block {
	at := b.column(head)
	if at < 0 {
		return b
	}
	var values []string
	for _, row := range b.rows {
		if !slices.Contains(values, row[at]) {
			values = append(values, row[at])
		}
	}
	under := b.columns[at+1:]
	wide := block{heading: b.heading, columns: slices.Clone(b.columns[:at])}
	for _, value := range values {
		for i, c := range under {
			if i == 0 {
				c.Head = value
			}
			wide.columns = append(wide.columns, c)
		}
	}
	for _, row := range b.rows {
		i := slices.IndexFunc(wide.rows, func(o []string) bool { return slices.Equal(o[:at], row[:at]) })
		if i < 0 {
			i = len(wide.rows)
			wide.rows = append(wide.rows, append(slices.Clone(row[:at]), make([]string, len(wide.columns)-at)...))
		}
		copy(wide.rows[i][at+len(under)*slices.Index(values, row[at]):], row[at+1:])
	}
	return wide
}

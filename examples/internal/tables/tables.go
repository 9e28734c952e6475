// Package tables writes the tables of the example programs: as text for a
// terminal, as Markdown and as a page for people, as CSV and JSON for programs.
package tables

import (
	"iter"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// Report is a title and tables.
type Report struct {
	Title  string
	Tables []Table
}

// Table is one tidy table. A column may be of data, for people, or both.
type Table struct {
	Name    string   // of its file: snake_case, unique in a report
	Title   string   // for people
	Remarks []string // how to read it, for people
	Columns []tabular.Column
	Rows    [][]tabular.Cell
	Totals  [][]tabular.Cell // what rows come to, for people: a program would count them twice
	// Apart is the head of a column whose values people see as tables of their own,
	// and Across that of one whose values they see side by side, where this fits.
	Apart, Across string
}

// Field is one cell with its column.
type Field = tabular.Value

// Of returns t with a column for each field and a row for each of rows. The columns
// are those of the zero R, so that a table without rows has them too.
func Of[R any](t Table, rows iter.Seq[R], fields func(R) []Field) Table {
	var zero R
	for _, f := range fields(zero) {
		t.Columns = append(t.Columns, f.Column)
	}
	for r := range rows {
		t.Add(fields(r))
	}
	return t
}

// Add adds a row.
func (t *Table) Add(fields []Field) { t.Rows = append(t.Rows, cells(fields)) }

func cells(fields []Field) []tabular.Cell {
	cells := make([]tabular.Cell, len(fields))
	for i, f := range fields {
		cells[i] = f.Cell
	}
	return cells
}

// Total adds a line that people read below the rows.
func (t *Table) Total(fields []Field) {
	t.Totals = append(t.Totals, cells(fields))
}

// Word is a text that programs and people read alike.
func Word(name, head, text string) Field { return Both(name, head, text, text) }

// Both is a text that people read in another form than programs.
func Both(name, head, data, text string) Field { return tabular.Words(name, head, data, text) }

// Key is a text for programs alone.
func Key(name, data string) Field { return Both(name, "", data, "") }

// Shown is a text for people alone.
func Shown(head, text string) Field { return Both("", head, "", text) }

// Figure is a number: plain for programs, blank where it is not known, and as people
// read it. A blank name or head leaves it to the others.
func Figure(name, head, data, text string) Field {
	f := Both(name, head, data, text)
	f.Figure, f.Bare = true, true
	return f
}

// Count is a whole number.
func Count[N int | int64](name, head string, n N) Field {
	return Figure(name, head, strconv.FormatInt(int64(n), 10), Thousands(int64(n)))
}

// Thousands writes a number with thousands apart.
func Thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	first := 3
	if n < 0 {
		first = 4
	}
	for i := len(digits) - 3; i > first-3; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Select returns the report with one table alone.
func (r Report) Select(name string) (Report, bool) {
	i := slices.IndexFunc(r.Tables, func(t Table) bool { return t.Name == name })
	if i < 0 {
		return r, false
	}
	return Report{Title: r.Title, Tables: r.Tables[i : i+1]}, true
}

// shown returns the tables that have a column for people; one without rows says so.
func (r Report) shown() []Table {
	var shown []Table
	for _, t := range r.Tables {
		if len(t.Rows) == 0 {
			t.Remarks = append(slices.Clone(t.Remarks), "Nothing is on record.")
		}
		if slices.ContainsFunc(t.Columns, func(c tabular.Column) bool { return c.Head != "" }) {
			shown = append(shown, t)
		}
	}
	return shown
}

// Names returns the names of the tables.
func (r Report) Names() []string {
	var names []string
	for _, t := range r.Tables {
		names = append(names, t.Name)
	}
	return names
}

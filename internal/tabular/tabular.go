// Package tabular writes tables of results: as CSV for programs, as aligned text
// for a terminal, and as Markdown. Every table of money and of people is written
// here.
//
// A column may be for data, for people, or both: a program needs the slug and the
// name of a vanguard in two columns, people need one label.
package tabular

import (
	"encoding/csv"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

// Column describes a column of a table.
type Column struct {
	Name   string // in data: snake_case, unique in its table; blank = the column is for people only
	Head   string // for people: "Sum"; blank = the column is for data only
	Figure bool   // a number: aligned to the right, and never cut
	Bare   bool   // a number or true: JSON has it without quotes
}

// Cell is one value of a row.
type Cell struct {
	Data string // as programs read it: a plain number, a key; blank = not known
	Text string // as people read it: "£1,234.50", "not known"
}

// Same is a cell that reads the same in data and for people.
func Same(text string) Cell { return Cell{text, text} }

// Table is a table to be written.
type Table struct {
	Columns []Column
	Rows    iter.Seq[[]Cell] // each with a cell for every column; it may be used again for the next
	Total   []Cell           // the total of the rows, for people; nil = none
}

// maxWidth is the greatest width of a table as text.
const maxWidth = 80

// WriteCSV writes the data columns: a header with their names, then the rows,
// without the total, which a program would count twice.
func (t Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	line := make([]string, 0, len(t.Columns))
	for _, c := range t.Columns {
		if c.Name != "" {
			line = append(line, c.Name)
		}
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for row := range t.Rows {
		line = line[:0]
		for i, cell := range row {
			if t.Columns[i].Name != "" {
				line = append(line, cell.Data)
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// shown returns the columns for people, and the lines: the header, the rows and
// the total, with text as escape makes it.
func (t Table) shown(escape func(string) string) (columns []Column, lines [][]string) {
	add := func(cell func(int) string) {
		line := make([]string, 0, len(columns))
		for i, c := range t.Columns {
			if c.Head != "" {
				line = append(line, escape(cell(i)))
			}
		}
		lines = append(lines, line)
	}
	for _, c := range t.Columns {
		if c.Head != "" {
			columns = append(columns, c)
		}
	}
	add(func(i int) string { return t.Columns[i].Head })
	for row := range t.Rows {
		add(func(i int) string { return row[i].Text })
	}
	if t.Total != nil {
		add(func(i int) string { return t.Total[i].Text })
	}
	return columns, lines
}

// WriteText writes the columns for people, aligned, with the total last. A line has
// at most 80 characters, unless the figures alone take more: labels that do not fit
// are cut, with "…".
func (t Table) WriteText(w io.Writer) error {
	columns, lines := t.shown(oneLine)
	widths := fit(columns, lines)
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(textLine(columns, line, widths))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// String returns the table as WriteText writes it.
func (t Table) String() string {
	var b strings.Builder
	_ = t.WriteText(&b) // a Builder never fails
	return b.String()
}

// fit returns the widths of the columns. The widest label is narrowed until a line
// fits; something is left of each.
func fit(columns []Column, lines [][]string) []int {
	widths := make([]int, len(columns))
	for _, line := range lines {
		for i, text := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
		}
	}
	over := 2*(len(widths)-1) - maxWidth
	for _, w := range widths {
		over += w
	}
	for ; over > 0; over-- {
		widest := -1
		for i, c := range columns {
			if !c.Figure && widths[i] > 1 && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

// textLine pads the texts of a line.
func textLine(columns []Column, line []string, widths []int) string {
	var b strings.Builder
	for i, text := range line {
		if i > 0 {
			b.WriteString("  ")
		}
		text = cut(text, widths[i])
		pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text))
		if columns[i].Figure {
			b.WriteString(pad + text)
		} else {
			b.WriteString(text + pad)
		}
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}

// cut returns at most width characters of text.
func cut(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	runes := []rune(text)
	return strings.TrimRight(string(runes[:max(width-1, 0)]), " ") + "…"
}

// oneLine returns text with blanks for line breaks and tabs, and with all other
// characters that are not graphic escaped.
func oneLine(text string) string { return ascii.Escape(breaks.Replace(text)) }

var breaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ", "\r", " ")

// WriteMarkdown writes the columns for people as a Markdown table, with the total
// last, in bold. Markdown shows every cell as its literal text.
func (t Table) WriteMarkdown(w io.Writer) error {
	columns, lines := t.shown(literal)
	var b strings.Builder
	for i, line := range lines {
		if t.Total != nil && i == len(lines)-1 {
			for j, text := range line {
				if text != "" {
					line[j] = "**" + text + "**"
				}
			}
		}
		b.WriteString("| " + strings.Join(line, " | ") + " |\n")
		if i == 0 {
			b.WriteString(rule(columns))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Literal returns text, on one line, escaped so that Markdown shows it literally.
func Literal(text string) string { return literal(text) }

// rule returns the line below the header of a Markdown table.
func rule(columns []Column) string {
	var b strings.Builder
	for _, c := range columns {
		if c.Figure {
			b.WriteString("| ---: ")
		} else {
			b.WriteString("| --- ")
		}
	}
	return b.String() + "|\n"
}

// marks escapes what Markdown would not take for text, wherever it is in a cell.
// Angle brackets become entities, which no reader of Markdown takes for HTML.
var marks = strings.NewReplacer(
	`\`, `\\`, `|`, `\|`, `*`, `\*`, `_`, `\_`, "`", "\\`", `[`, `\[`, `]`, `\]`, `~`, `\~`, `&`, `\&`, `<`, `&lt;`, `>`, `&gt;`,
)

// literal returns text escaped so that Markdown shows it literally.
func literal(text string) string { return marks.Replace(oneLine(text)) }

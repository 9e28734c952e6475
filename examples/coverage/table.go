package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// table is one answer, whatever the format. The first column is text, and every
// other that holds no number is as well.
type table struct {
	title   string
	remarks []string
	columns []string
	rows    [][]string
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) remark(format string, args ...any) {
	t.remarks = append(t.remarks, fmt.Sprintf(format, args...))
}

// formats are how tables can be printed.
var formats = map[string]func(io.Writer, []table) error{"text": writeText, "markdown": writeMarkdown, "csv": writeCSV}

// lineWidth is how wide the text may be.
const lineWidth = 100

func writeText(w io.Writer, tables []table) error {
	var b strings.Builder
	for i, t := range tables {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(t.title + "\n" + strings.Repeat("-", utf8.RuneCountInString(t.title)) + "\n")
		for _, words := range t.remarks {
			for _, line := range wrap(words, lineWidth) {
				b.WriteString(line + "\n")
			}
		}
		if len(t.rows) == 0 {
			continue
		}
		if len(t.remarks) > 0 {
			b.WriteByte('\n')
		}
		widths := t.widths()
		for _, row := range append([][]string{t.columns}, t.rows...) {
			writeRow(&b, row, widths, t.isText)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeRow writes the cells side by side, over as many lines as the longest takes.
func writeRow(b *strings.Builder, row []string, widths []int, isText func(int) bool) {
	lines := make([][]string, len(row))
	height := 1
	for i, value := range row {
		lines[i] = wrap(value, widths[i])
		height = max(height, len(lines[i]))
	}
	for h := range height {
		var line strings.Builder
		for i := range row {
			value := ""
			if h < len(lines[i]) {
				value = lines[i][h]
			}
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(value))
			if isText(i) {
				line.WriteString(value + pad + "  ")
			} else {
				line.WriteString(pad + value + "  ")
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// widths gives every column the width of its widest cell, and then takes from the
// widest of them until the line fits.
func (t table) widths() []int {
	widths := make([]int, len(t.columns))
	for _, row := range append([][]string{t.columns}, t.rows...) {
		for i, value := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(value))
		}
	}
	for {
		total, widest := -2, 0
		for i, w := range widths {
			total += w + 2
			if w > widths[widest] {
				widest = i
			}
		}
		if total <= lineWidth || widths[widest] <= 1 {
			return widths
		}
		widths[widest]--
	}
}

// isText tells whether a column is aligned to the left.
func (t table) isText(column int) bool {
	for _, row := range t.rows {
		if s := row[column]; column == 0 || s != "" && strings.Trim(s[:1], "-0123456789") != "" {
			return true
		}
	}
	return false
}

// wrap breaks text at blanks into lines of at most width, and words that are
// longer where they end up.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines, line = append(lines, line), ""
		}
		for runes := []rune(word); len(runes) > width; runes = []rune(word) {
			lines, word = append(lines, string(runes[:width])), string(runes[width:])
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

func writeMarkdown(w io.Writer, tables []table) error {
	var b strings.Builder
	for i, t := range tables {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "## %s\n", t.title)
		for _, words := range t.remarks {
			fmt.Fprintf(&b, "\n%s\n", words)
		}
		if len(t.rows) == 0 {
			continue
		}
		rules := make([]string, len(t.columns))
		for i := range rules {
			if rules[i] = "---:"; t.isText(i) {
				rules[i] = "---"
			}
		}
		b.WriteByte('\n')
		for _, row := range append([][]string{t.columns, rules}, t.rows...) {
			for _, value := range row {
				b.WriteString("| " + strings.ReplaceAll(value, "|", `\|`) + " ")
			}
			b.WriteString("|\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeCSV writes one line a cell, so that tables of different shapes stand in one
// file that any program can read.
func writeCSV(w io.Writer, tables []table) error {
	out := csv.NewWriter(w)
	out.Write([]string{"table", "row", "column", "value"})
	for _, t := range tables {
		for i, words := range t.remarks {
			out.Write([]string{t.title, strconv.Itoa(i + 1), "remark", words})
		}
		for i, row := range t.rows {
			for j, value := range row {
				out.Write([]string{t.title, strconv.Itoa(i + 1), t.columns[j], value})
			}
		}
	}
	out.Flush()
	return out.Error()
}

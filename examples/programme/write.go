package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// writers are the formats that the program knows.
var writers = map[string]func(io.Writer, report) error{
	"text":     writeText,
	"markdown": writeMarkdown,
	"csv":      writeCSV,
	"json":     writeJSON,
}

// lineWidth is how wide the text may be.
const lineWidth = 100

func writeJSON(w io.Writer, r report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// writeCSV writes one line a cell, so that tables of different shapes stand in
// one file that any program can read.
func writeCSV(w io.Writer, r report) error {
	out := csv.NewWriter(w)
	out.Write([]string{"section", "row", "column", "value"})
	for _, s := range r.Sections {
		for i, words := range s.Remarks {
			out.Write([]string{s.Title, strconv.Itoa(i + 1), "remark", words})
		}
		for i, row := range s.Rows {
			for j, value := range row {
				out.Write([]string{s.Title, strconv.Itoa(i + 1), s.Columns[j].Name, value})
			}
		}
	}
	out.Flush()
	return out.Error()
}

func writeMarkdown(w io.Writer, r report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", r.Title)
	for _, s := range r.Sections {
		fmt.Fprintf(&b, "\n## %s\n", s.Title)
		for _, words := range s.Remarks {
			fmt.Fprintf(&b, "\n%s\n", words)
		}
		if len(s.Rows) == 0 {
			continue
		}
		b.WriteString("\n")
		names, rules := make([]cell, len(s.Columns)), make([]cell, len(s.Columns))
		for i, c := range s.Columns {
			names[i], rules[i] = c.Name, "---"
			if c.Number {
				rules[i] = "---:"
			}
		}
		for _, row := range append([][]cell{names, rules}, s.Rows...) {
			b.WriteString("|")
			for _, value := range row {
				b.WriteString(" " + strings.ReplaceAll(value, "|", `\|`) + " |")
			}
			b.WriteString("\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeText(w io.Writer, r report) error {
	var b strings.Builder
	b.WriteString(r.Title + "\n" + strings.Repeat("=", utf8.RuneCountInString(r.Title)) + "\n")
	for _, s := range r.Sections {
		b.WriteString("\n" + s.Title + "\n" + strings.Repeat("-", utf8.RuneCountInString(s.Title)) + "\n")
		for _, words := range s.Remarks {
			for _, line := range wrap(words, lineWidth) {
				b.WriteString(line + "\n")
			}
		}
		if len(s.Rows) > 0 {
			if len(s.Remarks) > 0 {
				b.WriteString("\n")
			}
			writeTable(&b, s)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

const gap = "  "

func writeTable(b *strings.Builder, s section) {
	widths := columnWidths(s)
	names := make([]cell, len(s.Columns))
	for i, c := range s.Columns {
		names[i] = c.Name
	}
	for _, row := range append([][]cell{names}, s.Rows...) {
		wrapped := make([][]string, len(row))
		height := 1
		for i, value := range row {
			wrapped[i] = wrap(value, widths[i])
			height = max(height, len(wrapped[i]))
		}
		for h := range height {
			var line strings.Builder
			for i := range row {
				value := ""
				if h < len(wrapped[i]) {
					value = wrapped[i][h]
				}
				pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(value))
				if s.Columns[i].Number {
					line.WriteString(pad + value + gap)
				} else {
					line.WriteString(value + pad + gap)
				}
			}
			b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		}
	}
}

// columnWidths gives every column the width of its widest cell, and then takes
// from the widest column of text until the line fits.
func columnWidths(s section) []int {
	widths := make([]int, len(s.Columns))
	for i, c := range s.Columns {
		widths[i] = utf8.RuneCountInString(c.Name)
		for _, row := range s.Rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	for {
		total, widest := -len(gap), -1
		for i, w := range widths {
			total += w + len(gap)
			if !s.Columns[i].Number && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if total <= lineWidth || widest < 0 {
			return widths
		}
		widths[widest]--
	}
}

// wrap breaks text at blanks into lines of at most width. A word that is longer
// still, an address say, is broken after a hyphen or a slash where it has one.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines, line = append(lines, line), ""
		}
		for runes := []rune(word); len(runes) > width; runes = []rune(word) {
			n := width
			if i := strings.LastIndexAny(string(runes[:width]), "-/"); i > 0 {
				n = utf8.RuneCountInString(string(runes[:width])[:i+1])
			}
			lines, word = append(lines, string(runes[:n])), string(runes[n:])
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

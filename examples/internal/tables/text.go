package tables

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

const gap = "  "

// page is text of a width.
type page struct {
	strings.Builder
	width int
}

// WriteText writes a report for a terminal. A line has at most width characters but
// for single words that are longer; no word is broken. A table that does not fit is
// written with one column a line.
func (r Report) WriteText(w io.Writer, width int) error {
	p := page{width: width}
	p.heading(r.Title, "=")
	for _, t := range r.shown() {
		p.WriteString("\n")
		p.heading(t.Title, "-")
		for _, remark := range t.Remarks {
			p.lines("", wrap(Plain(remark), width))
		}
		for i, b := range t.blocks(func(b block) bool { return p.fit(b) != nil }) {
			if len(b.rows) == 0 {
				continue
			}
			if i > 0 || len(t.Remarks) > 0 {
				p.WriteString("\n")
			}
			if b.heading != "" {
				p.lines("", wrap(b.heading, width))
			}
			if widths := p.fit(b); widths != nil {
				p.table(b, widths)
			} else {
				p.records(b)
			}
		}
	}
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *page) heading(title, rule string) {
	longest := 0
	lines := wrap(Plain(title), p.width)
	for _, line := range lines {
		longest = max(longest, utf8.RuneCountInString(line))
	}
	p.lines("", append(lines, strings.Repeat(rule, longest)))
}

func (p *page) lines(margin string, lines []string) {
	for _, line := range lines {
		p.WriteString(margin + line + "\n")
	}
}

// fit returns the widths of the columns: as wide as the widest cell, and then the
// widest text gives way until the line fits, down to its longest word, and after the
// texts the figures: "1,000 to 2,000" takes two lines. nil = no way.
func (p *page) fit(b block) []int {
	widths, least := make([]int, len(b.columns)), make([]int, len(b.columns))
	total := -len(gap)
	for i, c := range b.columns {
		for _, row := range append([][]string{nil}, b.rows...) {
			text := c.Head
			if row != nil {
				text = row[i]
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
			least[i] = max(least[i], longestWord(text))
		}
		total += widths[i] + len(gap)
	}
	for _, figures := range []bool{false, true} {
		for total > p.width {
			widest := -1
			for i, w := range widths {
				if w > least[i] && b.columns[i].Figure == figures && (widest < 0 || w > widths[widest]) {
					widest = i
				}
			}
			if widest < 0 {
				break
			}
			widths[widest]--
			total--
		}
	}
	if total > p.width {
		return nil
	}
	return widths
}

func (p *page) table(b block, widths []int) {
	var heads []string
	for _, c := range b.columns {
		heads = append(heads, c.Head)
	}
	for _, row := range append([][]string{heads}, b.rows...) {
		cells := make([][]string, len(row))
		height := 1
		for i, text := range row {
			cells[i] = wrap(text, widths[i])
			height = max(height, len(cells[i]))
		}
		for h := range height {
			var line strings.Builder
			for i, c := range b.columns {
				text := ""
				if h < len(cells[i]) {
					text = cells[i][h]
				}
				pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text))
				if c.Figure {
					line.WriteString(pad + text + gap)
				} else {
					line.WriteString(text + pad + gap)
				}
			}
			p.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		}
	}
}

// records writes a column a line, and the rows apart.
func (p *page) records(b block) {
	for i, row := range b.rows {
		if i > 0 {
			p.WriteString("\n")
		}
		for j, text := range row {
			if text != "" {
				lines := wrap(b.columns[j].Head+": "+text, p.width-len(gap))
				p.lines("", lines[:1])
				p.lines(gap, lines[1:])
			}
		}
	}
}

func longestWord(text string) int {
	longest := 0
	for word := range strings.FieldsSeq(text) {
		longest = max(longest, utf8.RuneCountInString(word))
	}
	return longest
}

// wrap breaks text at blanks into lines of at most width. A word that is longer
// has a line of its own.
func wrap(text string, width int) []string {
	lines := []string{""}
	for word := range strings.FieldsSeq(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

// Plain is a text from outside as a terminal may have it: on one line, and with what
// steers a terminal or turns the direction of writing escaped.
func Plain(text string) string { return ascii.Escape(breaks.Replace(text)) }

var breaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")

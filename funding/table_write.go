package funding

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// textWidth is how wide a table written as text may be.
const textWidth = 100

// WriteText writes the table for a terminal: aligned columns, at most 100
// characters wide (names that do not fit are cut, with "…"), the total last.
// Columns: the dimensions, the sum ("not known" where no amount is), how many
// amounts are known, how many are not, and how many allocations are left out
// because they are not committed.
func (t Table) WriteText(w io.Writer) error {
	var dims []Dimension
	heads := []string{}
	for _, d := range t.Dimensions() {
		dims, heads = append(dims, d), append(heads, heading(d))
	}
	heads = append(heads, "Sum", "Known", "Unknown", "Uncommitted")
	lines := [][]string{heads}
	for r := range t.Rows() {
		lines = append(lines, append(t.labels(dims, r.Key), figures(r)...))
	}
	total := make([]string, len(dims))
	if len(dims) > 0 {
		total[0] = "Total"
		lines = append(lines, append(total, figures(t.total)...))
	}
	widths := fit(lines, len(dims))
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(textLine(line, widths, len(dims)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func figures(r Row) []string {
	return []string{sumText(r), strconv.Itoa(r.Count), strconv.Itoa(r.Unknown), strconv.Itoa(r.Uncommitted)}
}

// sumText is a sum for people. A row of which nothing is known does not say £0.00.
func sumText(r Row) string {
	if r.Count == 0 && r.Unknown > 0 {
		return "not known"
	}
	return r.Sum.FormatPounds()
}

// fit returns the widths of the columns. The first labels of them give way, the
// widest first, until the line fits.
func fit(lines [][]string, labels int) []int {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, text := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(text))
		}
	}
	over := 2*(len(widths)-1) - textWidth
	for _, w := range widths {
		over += w
	}
	for ; over > 0 && labels > 0; over-- {
		widest := 0
		for i := range labels {
			if widths[i] > widths[widest] {
				widest = i
			}
		}
		widths[widest]--
	}
	return widths
}

// textLine pads a line's texts: labels to the left, figures to the right.
func textLine(line []string, widths []int, labels int) string {
	var b strings.Builder
	for i, text := range line {
		if i > 0 {
			b.WriteString("  ")
		}
		text = cutText(text, widths[i])
		pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text))
		if i < labels {
			b.WriteString(text + pad)
		} else {
			b.WriteString(pad + text)
		}
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}

// cutText returns at most width characters of text.
func cutText(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	runes := []rune(text)
	return strings.TrimRight(string(runes[:max(width-1, 0)]), " ") + "…"
}

// WriteMarkdown writes the table as a Markdown table with all the figures of
// [Row], the total last, in bold.
func (t Table) WriteMarkdown(w io.Writer) error {
	dims := t.Dimensions()
	var b strings.Builder
	cells := make([]string, 0, len(dims)+6)
	for _, d := range dims {
		cells = append(cells, heading(d))
	}
	writeCells(&b, append(cells, "Sum", "Min", "Max", "Known", "Unknown", "Uncommitted"))
	writeCells(&b, append(slices.Repeat([]string{"---"}, len(dims)), slices.Repeat([]string{"---:"}, 6)...))
	for r := range t.Rows() {
		writeCells(&b, append(t.labels(dims, r.Key), markdownFigures(r)...))
	}
	if len(dims) > 0 {
		total := append(make([]string, len(dims)), markdownFigures(t.total)...)
		total[0] = "Total"
		for i, text := range total {
			if text != "" {
				total[i] = "**" + text + "**"
			}
		}
		writeCells(&b, total)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownFigures(r Row) []string {
	least, most := "", ""
	if r.Count > 0 {
		least, most = r.Min.FormatPounds(), r.Max.FormatPounds()
	}
	return []string{
		sumText(r), least, most,
		strconv.Itoa(r.Count), strconv.Itoa(r.Unknown), strconv.Itoa(r.Uncommitted),
	}
}

func writeCells(b *strings.Builder, cells []string) {
	b.WriteByte('|')
	for _, c := range cells {
		b.WriteString(" " + strings.ReplaceAll(c, "|", `\|`) + " |")
	}
	b.WriteByte('\n')
}

// WriteCSV writes the rows for a program: a header of snake_case names, one line
// a row, no total. A vanguard is written as its slug; by year there is a column
// "through", by a recipient's dimension a column "joint" (true or blank). Money is
// plain pounds; min and max, and the sum of what is not stated, are blank where no
// amount is known.
func (t Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	dims := t.Dimensions()
	byRecipient := slices.ContainsFunc(dims, recipientDimension)
	var head []string
	for _, d := range dims {
		head = append(head, d.String())
		if d == ByYear {
			head = append(head, "through")
		}
	}
	if byRecipient {
		head = append(head, "joint")
	}
	if err := out.Write(append(head, "sum", "min", "max", "count", "unknown", "uncommitted")); err != nil {
		return err
	}
	for r := range t.Rows() {
		var line []string
		for _, d := range dims {
			line = append(line, t.csvValue(d, r.Key))
			if d == ByYear {
				line = append(line, r.Key.Through.String())
			}
		}
		if byRecipient {
			line = append(line, trueOrBlank(r.Key.Joint))
		}
		if err := out.Write(append(line, csvFigures(r)...)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func trueOrBlank(b bool) string {
	if b {
		return "true"
	}
	return ""
}

func csvFigures(r Row) []string {
	sum, least, most := r.Sum.String(), "", ""
	if r.Count > 0 {
		least, most = r.Min.String(), r.Max.String()
	} else if r.Unknown > 0 {
		sum = ""
	}
	return []string{
		sum, least, most,
		strconv.Itoa(r.Count), strconv.Itoa(r.Unknown), strconv.Itoa(r.Uncommitted),
	}
}

// csvValue returns the value of a dimension as programs read it; blank for none.
func (t Table) csvValue(d Dimension, k Key) string {
	switch d {
	case ByVanguard:
		v, _ := t.groups.layout.programme.Vanguard(k.Vanguard)
		return v.Slug
	case ByCategory:
		return string(k.Category)
	case ByWave:
		return k.Wave
	case ByRegion:
		return k.Region
	case ByYear:
		return k.Year.String()
	case ByStream:
		return string(k.Stream)
	case ByKind:
		return textOrBlank(k.Kind)
	case ByStatus:
		return textOrBlank(k.Status)
	case ByStrength:
		return textOrBlank(k.Strength)
	case ByFund:
		return string(k.Fund)
	}
	return string(k.Round)
}

// textOrBlank returns the text of a value on a ladder, blank where it is unset.
func textOrBlank[T interface {
	IsZero() bool
	String() string
}](v T) string {
	if v.IsZero() {
		return ""
	}
	return v.String()
}

// heading returns the head of a dimension's column.
func heading(d Dimension) string {
	name := d.String()
	return strings.ToUpper(name[:1]) + name[1:]
}

// labels returns what people read of a key.
func (t Table) labels(dims []Dimension, k Key) []string {
	out := make([]string, 0, len(dims)+6)
	for _, d := range dims {
		out = append(out, t.label(d, k))
	}
	return out
}

func (t Table) label(d Dimension, k Key) string {
	text := t.csvValue(d, k)
	switch {
	case d == ByYear && !k.Through.IsZero():
		return text + " to " + k.Through.String()
	case text == "" && recipientDimension(d) && k.Joint:
		return "several jointly"
	case text == "":
		return noValue(d)
	case d == ByVanguard:
		v, _ := t.groups.layout.programme.Vanguard(k.Vanguard)
		return v.Name
	}
	return text
}

// noValue says for people that an allocation has no value under a dimension.
func noValue(d Dimension) string {
	switch d {
	case ByVanguard, ByCategory:
		return "no recipient"
	case ByStrength:
		return "ended"
	case ByFund:
		return "outside any fund"
	case ByRound:
		return "outside any round"
	}
	return "not known"
}

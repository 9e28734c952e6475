// Package show puts tables and pictures into the notebook, so that its cells hold the
// analysis alone.
package show

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// Must returns a value, or ends the cell with the error.
func Must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// File opens a file for a cell, or ends the cell with the error.
func File(name string) *os.File { return Must(os.Open(name)) }

// Table shows a table of the library.
func Table(t interface{ WriteMarkdown(w io.Writer) error }) {
	var b strings.Builder
	if err := t.WriteMarkdown(&b); err != nil {
		log.Fatal(err)
	}
	markdown(b.String())
}

// Rows shows rows under a header; a column whose name ends in a colon is one of numbers.
func Rows(header []string, rows ...[]string) {
	var t tables.Table
	for _, name := range header {
		head := strings.TrimSuffix(name, ":")
		column := tables.Shown(head, "").Column
		column.Figure = head != name
		t.Columns = append(t.Columns, column)
	}
	for _, row := range rows {
		cells := make([]tables.Field, len(row))
		for i, text := range row {
			cells[i] = tables.Shown("", text)
		}
		t.Add(cells)
	}
	Table(t)
}

// Problems shows what is wrong with a file, by row and column.
func Problems(found validate.Violations) {
	var rows [][]string
	for v := range found.All() {
		rows = append(rows, []string{v.Path, v.Value, v.Detail})
	}
	if rows == nil {
		rows = [][]string{{"", "", "Nothing is wrong."}}
	}
	Rows([]string{"where", "value", "problem"}, rows...)
}

// Picture shows a chart, and its words where there are no pictures.
func Picture(ch chart.Chart) {
	var b bytes.Buffer
	if err := ch.WritePNG(&b); err != nil {
		log.Fatal(err)
	}
	gonbui.SendData(&protocol.DisplayData{Data: map[protocol.MIMEType]any{
		protocol.MIMEImagePNG:  b.Bytes(),
		protocol.MIMETextPlain: ch.Title + ". " + ch.Alt,
	}})
	gonbui.Sync()
}

func markdown(text string) {
	gonbui.DisplayMarkdown(strings.TrimSuffix(text, "\n"))
	gonbui.Sync()
}

// People writes an estimate: one number where its ends are equal, else both, "about"
// where a source says so, and "not known" where no area is.
func People(e coverage.Estimate) string {
	if !e.Known() {
		return "not known"
	}
	text := tables.Thousands(e.Low)
	if e.Low != e.High {
		text += " to " + tables.Thousands(e.High)
	}
	if e.Approximate {
		return "about " + text
	}
	return text
}

// Words is one of the library's constants as people read it: "cannot be checked".
func Words(constant fmt.Stringer) string { return strings.ReplaceAll(constant.String(), "-", " ") }

// Number writes a number with thousands apart.
func Number(n int64) string { return tables.Thousands(n) }

// Text shows a line between tables, in their order; what a cell prints may come before
// or behind them.
func Text(words ...any) { markdown(strings.TrimSuffix(fmt.Sprintln(words...), "\n")) }

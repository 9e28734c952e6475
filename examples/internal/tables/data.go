package tables

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/tabular"
)

// WriteCSV writes the columns of data: plain numbers, blank = not known. With quote,
// texts that a spreadsheet would take for formulas are quoted, see
// [caremodel.QuoteFormulas].
func (t Table) WriteCSV(w io.Writer, quote bool) error {
	if quote {
		w = caremodel.QuoteFormulas(w)
	}
	return tabular.Table{Columns: t.Columns, Rows: slices.Values(t.Rows)}.WriteCSV(w)
}

// WriteFolder writes each table into a file of its own: folder/NAME.csv.
func (r Report) WriteFolder(folder string, quote bool) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, t := range r.Tables {
		err := WriteFile(filepath.Join(folder, t.Name+".csv"), func(w io.Writer) error { return t.WriteCSV(w, quote) })
		if err != nil {
			return err
		}
	}
	return nil
}

// WriteFile writes a file whole, or not at all: what stood there stays until the
// new content is there.
func WriteFile(name string, write func(io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	if err := os.WriteFile(name, content.Bytes(), 0o644); err != nil {
		return fmt.Errorf("the output was not written: %w", err)
	}
	return nil
}

// WriteJSON writes a report of several tables as an object, each with its rows.
func (r Report) WriteJSON(w io.Writer) error {
	type table struct {
		Name    string          `json:"name"`
		Title   string          `json:"title"`
		Remarks []string        `json:"remarks,omitempty"`
		Rows    json.RawMessage `json:"rows"`
	}
	out := struct {
		Title  string  `json:"title"`
		Tables []table `json:"tables"`
	}{Title: r.Title}
	for _, t := range r.Tables {
		rows, err := t.rowsJSON()
		if err != nil {
			return err
		}
		out.Tables = append(out.Tables, table{t.Name, t.Title, t.Remarks, rows})
	}
	return encode(w, out)
}

// WriteJSON writes a table as an array of rows. A row is an object with the columns
// of data; numbers are numbers, and what is blank is left out.
func (t Table) WriteJSON(w io.Writer) error {
	rows, err := t.rowsJSON()
	if err != nil {
		return err
	}
	return encode(w, rows)
}

func encode(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

func (t Table) rowsJSON() (json.RawMessage, error) {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, row := range t.Rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('{')
		first := true
		for j, cell := range row {
			c := t.Columns[j]
			if c.Name == "" || cell.Data == "" {
				continue
			}
			if !first {
				b.WriteByte(',')
			}
			first = false
			value := any(cell.Data)
			if c.Figure {
				value = json.Number(cell.Data)
			}
			name, err := json.Marshal(c.Name)
			text, wrong := json.Marshal(value)
			if err := errors.Join(err, wrong); err != nil {
				return nil, fmt.Errorf("table %s, row %d, column %s: %w", t.Name, i+1, c.Name, err)
			}
			b.Write(append(append(name, ':'), text...))
		}
		b.WriteByte('}')
	}
	b.WriteByte(']')
	return b.Bytes(), nil
}

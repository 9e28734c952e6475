package tables

import (
	"bytes"
	"encoding/json"
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
	return t.data().WriteCSV(w)
}

func (t Table) data() tabular.Table {
	return tabular.Table{Columns: t.Columns, Rows: slices.Values(t.Rows)}
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
		rows, err := t.data().JSON()
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
	rows, err := t.data().JSON()
	if err != nil {
		return err
	}
	return encode(w, json.RawMessage(rows))
}

func encode(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

package tables

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Output says how and where a report is written.
type Output struct {
	Format string
	Table  string // the one that is asked for; blank = all
	File   string // or folder; blank = standard output
	Quote  bool   // in CSV, texts that a spreadsheet would take for formulas
	Width  int    // of text
}

var formats = []string{"text", "markdown", "html", "csv", "json"}

// Flags defines the flags of an output.
func (o *Output) Flags(flags *flag.FlagSet) {
	once := func(value *string, name, use string) {
		flags.Func(name, use, func(text string) error {
			if *value != "" {
				return errors.New("it is given already")
			}
			*value = text
			return nil
		})
	}
	once(&o.Format, "format", "how to write: "+strings.Join(formats, ", ")+"; text is for a terminal, csv and json are data")
	once(&o.Table, "table", "write one table alone, by its `name`")
	once(&o.File, "o", "write to a `file`; csv without -table writes a folder with a file for each table")
	flags.BoolVar(&o.Quote, "quote-formulas", false, "in csv, put an apostrophe before texts that a spreadsheet would take for formulas")
}

// Check reports what no report can be written by.
func (o *Output) Check() error {
	if o.Format == "" {
		o.Format = "text"
	}
	if !slices.Contains(formats, o.Format) {
		return fmt.Errorf("no format %q: the formats are %s", o.Format, strings.Join(formats, ", "))
	}
	if o.Quote && o.Format != "csv" {
		return errors.New("-quote-formulas is for -format csv")
	}
	return nil
}

// Width is how wide text may be: what COLUMNS says, or 80.
func Width(columns string) int {
	if n, err := strconv.Atoi(columns); err == nil && n > 0 {
		return n
	}
	return 80
}

// Write writes a report.
func (o Output) Write(stdout io.Writer, r Report) error {
	if o.Table != "" {
		one, ok := r.Select(o.Table)
		if !ok {
			return fmt.Errorf("no table %q here: there are %s", o.Table, strings.Join(r.Names(), ", "))
		}
		r = one
	}
	if o.Format == "csv" && len(r.Tables) > 1 {
		if o.File == "" {
			return fmt.Errorf("csv has one table a file: name a folder with -o, or one table with -table, of %s", strings.Join(r.Names(), ", "))
		}
		return r.WriteFolder(o.File, o.Quote)
	}
	if o.File == "" {
		return o.content(stdout, r)
	}
	return WriteFile(o.File, func(w io.Writer) error { return o.content(w, r) })
}

func (o Output) content(w io.Writer, r Report) error {
	switch o.Format {
	case "markdown":
		return r.WriteMarkdown(w)
	case "html":
		return r.WriteHTML(w)
	case "csv":
		return r.Tables[0].WriteCSV(w, o.Quote)
	case "json":
		if len(r.Tables) == 1 {
			return r.Tables[0].WriteJSON(w)
		}
		return r.WriteJSON(w)
	}
	return r.WriteText(w, o.Width)
}

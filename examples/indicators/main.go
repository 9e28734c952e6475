// Indicators computes the official indicator methods on a table: rates, proportions,
// standardised rates and ratios, inequality, funnels, control charts, comparisons,
// trends, life expectancy, pooling and suppression, without a line of Go.
//
// Usage:
//
//	go run ./examples/indicators METHOD [flags] [FILE]
//
// FILE is a table (CSV) in long form, "-" for standard input; without one the method
// runs on a sample, which is made up and which -template prints. -h lists the methods,
// METHOD -h its columns and flags. The exit code is 0, or 1 when the table breaks a
// rule, or 2 when the call was wrong or a file could not be read or written.
package main

import (
	"bytes"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

//go:embed sample/*.csv
var samples embed.FS

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	found, err := answer(args, stdin, stdout, stderr)
	return tables.Exit("indicators", stderr, found, err)
}

// answer does what the arguments ask for. The violations are those of the table.
func answer(args []string, stdin io.Reader, stdout, stderr io.Writer) (found validate.Violations, err error) {
	if len(args) == 0 || slices.Contains([]string{"-h", "-help", "--help"}, args[0]) {
		help(stdout)
		if len(args) == 0 {
			err = errors.New("name a method")
		}
		return found, err
	}
	i := slices.IndexFunc(methods, func(m method) bool { return m.name == args[0] })
	if i < 0 {
		return found, fmt.Errorf("no method %q: the methods are %s", args[0], strings.Join(names(), ", "))
	}
	m := methods[i]
	o, file, err := m.parse(args[1:], stdout)
	if err != nil {
		return found, err
	}
	content, err := samples.ReadFile("sample/" + m.sample + ".csv")
	switch {
	case err != nil:
		return found, err
	case o.template:
		_, err = stdout.Write(content)
		return found, err
	case file == "":
		file = "the sample"
		fmt.Fprintln(stderr, "indicators: no file is named: this is a sample, which is made up")
	default:
		if content, err = records.Content(file, stdin); err != nil {
			return found, err
		}
	}
	var c validate.Checker
	d, err := read(bytes.NewReader(content), m, o.table, &c)
	if err != nil {
		return found, err
	}
	var t tables.Table
	if c.OK() {
		t = m.run(o, d)
	}
	if found = c.Violations().Under(file); found.Err() != nil {
		return found, nil
	}
	t.Name, t.Title = strings.ReplaceAll(m.name, "-", "_"), m.title
	return found, o.out.Write(stdout, tables.Report{Title: "Indicators of " + file, Tables: []tables.Table{t}})
}

func names() []string {
	var names []string
	for _, m := range methods {
		names = append(names, m.name)
	}
	return names
}

func help(w io.Writer) {
	fmt.Fprint(w, "Computes the official indicator methods on a table.\n\nUsage: indicators METHOD [flags] [FILE]\n\n")
	for _, m := range methods {
		fmt.Fprintf(w, "  %-20s %s\n", m.name, m.title)
	}
	fmt.Fprint(w, "\nMETHOD -h tells the columns and flags of a method. Without FILE it runs on a sample.\n")
}

// parse reads the flags of a method, and the name of the file.
func (m method) parse(args []string, stdout io.Writer) (o options, file string, err error) {
	flags := flag.NewFlagSet(m.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	o = defaults()
	o.flags(flags, m.flags)
	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(stdout, "%s\n\n%s\n\nUsage: indicators %s [flags] [FILE]\n\nColumns: %s", m.title, m.about, m.name, strings.Join(m.required, ", "))
		if len(m.optional) > 0 {
			fmt.Fprintf(stdout, "; and, if wanted, %s", strings.Join(m.optional, ", "))
		}
		fmt.Fprint(stdout, ".\n\n")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return o, "", err
	case err != nil:
		return o, "", fmt.Errorf("%w; %s -h lists the flags", err, m.name)
	case flags.NArg() > 1:
		return o, "", fmt.Errorf("%q is one word too many: flags stand before the file", flags.Arg(1))
	}
	return o, flags.Arg(0), errors.Join(o.out.Check(), o.check())
}

// columns maps the headers of the user's table to the names that a method knows.
func columns(o *caremodel.CSV) func(string) error {
	return func(text string) error {
		ours, theirs, ok := strings.Cut(text, "=")
		if !ok || ours == "" || theirs == "" {
			return errors.New(`write it as in area="Area code"`)
		}
		if o.Columns == nil {
			o.Columns = map[string]string{}
		}
		if was, twice := o.Columns[theirs]; twice {
			return fmt.Errorf("%q is taken for %s already", theirs, was)
		}
		o.Columns[theirs] = ours
		return nil
	}
}

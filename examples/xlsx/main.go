// Xlsx reads a programme of new care models from a workbook and writes its tables as
// one: vanguards, partners, allocations, populations and footprints in, the report out.
//
// Usage:
//
//	go run . [-o report.xlsx] BOOK.xlsx
//	go run . -template [-o mine.xlsx]
//	go run . -england [-o england.xlsx]
//
// The exit code is 0, or 1 when the records break a rule (nothing is written then), or 2
// when the call was wrong or a file could not be read or written.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/examples/internal/overview"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	found, err := convert(args, stdout)
	return tables.Exit("xlsx", stderr, found, err)
}

func convert(args []string, stdout io.Writer) (found validate.Violations, err error) {
	var out records.Name
	flags := flag.NewFlagSet("xlsx", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	flags.Var(&out, "o", "the `workbook` to write (default report.xlsx, template.xlsx or england.xlsx)")
	template := flags.Bool("template", false, "write a workbook with the sheets and headers to fill in")
	england := flags.Bool("england", false, "write the records of the programme that the library embeds, to read back or to change")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, "Reads a programme from a workbook and writes its tables as one.\n\nUsage: xlsx [-o report.xlsx] BOOK.xlsx\n       xlsx -template | -england [-o FILE]\n\n")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return found, err
	} else if err != nil {
		return found, fmt.Errorf("%w; -h lists the flags", err)
	}
	switch {
	case *template && *england:
		return found, errors.New("give -template or -england")
	case (*template || *england) != (flags.NArg() == 0) || flags.NArg() > 1:
		return found, errors.New("name one workbook, after the flags; -template and -england need none")
	case *template:
		return found, save(name(out, "template.xlsx"), sheetsOf(content{}))
	case *england:
		return found, save(name(out, "england.xlsx"), sheetsOf(englandContent()))
	}
	r, found, err := read(flags.Arg(0))
	if err != nil || found.Err() != nil {
		return found, err
	}
	report, err := overview.Programme(r)
	if err != nil {
		return found, err
	}
	return found, save(name(out, "report.xlsx"), reportSheets(report))
}

func name(given records.Name, otherwise string) string {
	if given != "" {
		return string(given)
	}
	return otherwise
}

// Grants takes a file of the 360Giving standard, JSON or CSV: it makes 360Giving's
// own checks, makes a ledger of the grants, adds it up, and writes it back. What is
// lost on either way it says.
//
// Usage:
//
//	go run ./examples/grants [-programme FILE|england] [-as-at DAY] [-by DIMENSIONS]
//		[-format text|csv|json] [-table NAME] [-quote-formulas] [-max N] [-o FILE] [-ledger FILE] [FILE]
//	go run ./examples/grants -from-ledger FILE [-programme FILE] [-funder ID=NAME] [-prefix 360G-...] [-streams STREAMS] -o FILE
//
// With -from-ledger the grants are those of a ledger, and -o writes them.
// Without a file it runs on a made-up sample. The exit code is 0 when no rule is
// broken (warnings are fine), 1 when one is, and 2 when the call was wrong or a file
// could not be read or written.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

const (
	exitFine       = 0
	exitViolations = 1
	exitUsage      = 2 // or a file that could not be read or written
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return exitFine
	}
	var r *report
	if err == nil {
		r, err = newReport(o, stdin)
	}
	if err == nil {
		err = r.save()
	}
	if err == nil {
		err = formats[o.format](stdout, r)
	}
	switch {
	case err != nil:
		first, _, more := strings.Cut(err.Error(), "\n")
		if more {
			first += " (and more: see examples/validate)"
		}
		fmt.Fprintln(stderr, "grants:", tables.Plain(first))
		return exitUsage
	case r.broken():
		fmt.Fprintf(stderr, "grants: %s\n", r.verdict())
		return exitViolations
	}
	return exitFine
}

// options are what the command line says.
type options struct {
	file, programme, format, table, out, ledger string

	fromLedger, prefix string // the file that the grants are made of
	funder             grants360.Organization
	streams            []funding.Stream
	quote              bool

	by   []funding.Dimension
	asAt caremodel.Date
	most int
}

func parse(args []string, stdout io.Writer) (options, error) {
	var o options
	var by string
	flags := flag.NewFlagSet("grants", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.programme, "programme", "", "the recipients are vanguards of the programme in this `file`, or of the embedded\none (\"england\"); without it each recipient stands for itself")
	flags.TextVar(&o.asAt, "as-at", caremodel.Date{}, "`day` of the checks for dates in the future and long past, as in 2026-03-31")
	flags.StringVar(&by, "by", "year", "add up by these `dimensions`: year, vanguard (the recipient), fund, round, kind, ...")
	flags.StringVar(&o.format, "format", "text", "how to print: text, csv or json")
	flags.StringVar(&o.table, "table", "", "with -format csv, the table to print: "+strings.Join(tableNames(), ", "))
	flags.IntVar(&o.most, "max", 5, "how many places of a check or problem text shows")
	flags.StringVar(&o.out, "o", "", "write the ledger back as a 360Giving `file`")
	flags.BoolVar(&o.quote, "quote-formulas", false, "in csv, put an apostrophe before what a spreadsheet would take for a formula")
	flags.StringVar(&o.fromLedger, "from-ledger", "", "make the grants of the ledger in this `file` (JSON); its vanguards are those of -programme, or else of the embedded programme")
	flags.StringVar(&o.prefix, "prefix", "", "with -from-ledger, the publisher's `prefix`, as 360Giving gives it out: 360G-blackpool")
	flags.Func("funder", "with -from-ledger, who gives, by identifier and name: `ID=NAME`; without it, the owner of each fund", func(text string) (err error) {
		if o.funder.ID, o.funder.Name, _ = strings.Cut(text, "="); o.funder.ID == "" || o.funder.Name == "" {
			err = errors.New("write ID=NAME")
		}
		return err
	})
	flags.Func("streams", "with -from-ledger, whose money the funder gives, with commas between the `streams` (default transformation)", func(text string) error {
		for name := range strings.SplitSeq(text, ",") {
			o.streams = append(o.streams, funding.Stream(strings.TrimSpace(name)))
		}
		return nil
	})
	flags.StringVar(&o.ledger, "ledger", "", "write the ledger to this `file`, as JSON")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(stdout, "Checks a file of the 360Giving standard, makes a ledger of it, and writes it back.\n\nUsage: grants [flags] [FILE]   (- is standard input)")
			flags.SetOutput(stdout)
			flags.PrintDefaults()
		}
		return o, err
	}
	if flags.NArg() > 1 {
		return o, fmt.Errorf("one file at a time, and %q is a second", flags.Arg(1))
	}
	o.file = flags.Arg(0)
	for name := range strings.SplitSeq(by, ",") {
		d, err := funding.ParseDimension(strings.TrimSpace(name))
		if err != nil {
			return o, err
		}
		o.by = append(o.by, d)
	}
	return o, o.consistent()
}

// consistent reports what the flags do not mean together.
func (o options) consistent() error {
	switch {
	case formats[o.format] == nil:
		return fmt.Errorf("no format %q: the formats are text, csv and json", o.format)
	case o.format == "csv" && !slices.Contains(tableNames(), o.table):
		return fmt.Errorf("one table a file: -table is one of %s", strings.Join(tableNames(), ", "))
	case o.format != "csv" && (o.table != "" || o.quote):
		return errors.New("-table and -quote-formulas belong to -format csv")
	case o.fromLedger != "" && (o.file != "" || o.ledger != ""):
		return errors.New("-from-ledger takes the place of a file of grants and of -ledger")
	case o.fromLedger == "" && (o.prefix != "" || o.funder.ID != "" || o.streams != nil):
		return errors.New("-prefix, -funder and -streams belong to -from-ledger")
	}
	return nil
}

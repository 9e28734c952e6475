// Validate checks files of a programme of new care models and prints everything
// that is wrong with them: the programme, its money, its populations and its
// footprints.
//
// Usage:
//
//	go run ./examples/validate [-programme p.json] [-ledger l.json] [-allocations a.csv]
//		[-survey s.json] [-populations b.csv] [-footprints f.csv|f.json] [-as-at DAY] [-format text|jsonl]
//
// Without -programme the other files are held against the programme that the
// library embeds. The exit code is 0 when no rule is broken (warnings are fine),
// 1 when one is, and 2 when the call was wrong or a file could not be read.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

const (
	exitFine       = 0
	exitViolations = 1
	exitUsage      = 2 // or a file that could not be read, or output that could not be written
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitFine
	case err != nil:
		if !errors.Is(err, errTold) {
			fmt.Fprintln(stderr, "validate:", err)
		}
		return exitUsage
	}
	c := checks{options: o, progress: newProgress(stderr)}
	if err := c.all(); err != nil {
		fmt.Fprintln(stderr, "validate:", err)
		return exitUsage
	}
	if err := formats[o.format](stdout, stderr, c.done); err != nil {
		fmt.Fprintln(stderr, "validate:", err)
		return exitUsage
	}
	if c.broken() {
		return exitViolations
	}
	return exitFine
}

// options are what the command line says.
type options struct {
	programmeFile, ledgerFile, allocationsFile, surveyFile, populationsFile, footprintsFile string

	columns coverage.Columns
	basis   coverage.Basis
	edition string
	counted caremodel.Date
	asAt    caremodel.Date
	format  string
}

// errTold is a mistake of which the flag package has told already.
var errTold = errors.New("wrong usage")

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	var attributes string
	flags := flag.NewFlagSet("validate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.programmeFile, "programme", "", "programme `file` (JSON); without it, the programme that the library embeds")
	flags.StringVar(&o.ledgerFile, "ledger", "", "ledger `file` (JSON): funds, rounds, allocations")
	flags.StringVar(&o.allocationsFile, "allocations", "", "allocations `file` (CSV)")
	flags.StringVar(&o.surveyFile, "survey", "", "survey `file` (JSON): populations, layers, footprints, claims")
	flags.StringVar(&o.populationsFile, "populations", "", "populations `file` (CSV): one row an area, or an area and age band")
	flags.StringVar(&o.footprintsFile, "footprints", "", "footprints `file`: CSV, or a survey as JSON")
	flags.StringVar(&o.columns.Area, "area", "area", "`column` of the populations that holds the area codes")
	flags.StringVar(&o.columns.People, "people", "people", "`column` of the populations that holds the numbers of people")
	flags.StringVar(&attributes, "attributes", "", "`columns` of the populations that are attributes, with commas between them")
	flags.TextVar(&o.basis, "basis", coverage.Basis(0), "who the populations count: resident, registered, weighted or served")
	flags.StringVar(&o.edition, "edition", "", "edition of the populations' areas, as in \"LSOA 2011\"")
	flags.TextVar(&o.counted, "counted", caremodel.Date{}, "`day` of which the populations speak, as in 2025-06-30")
	flags.TextVar(&o.asAt, "as-at", caremodel.Date{}, "`day` after which nothing may have happened, as in 2026-03-31")
	flags.StringVar(&o.format, "format", "text", "how to print: text, or jsonl for one JSON object a line")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "Checks the files of a programme and prints everything that is wrong with them.\n\nUsage: validate [flags]")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return o, err
	} else if err != nil {
		return o, errTold
	}
	if attributes != "" {
		o.columns.Attributes = strings.Split(attributes, ",")
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%q belongs to no flag: name each file by its flag, as in -allocations a.csv", flags.Arg(0))
	}
	return o, o.consistent()
}

// consistent reports what no file can be checked by.
func (o options) consistent() error {
	if formats[o.format] == nil {
		return fmt.Errorf("no format %q: the formats are text and jsonl", o.format)
	}
	if o.programmeFile+o.ledgerFile+o.allocationsFile+o.surveyFile+o.populationsFile+o.footprintsFile == "" {
		return errors.New("name a file to check, as in -allocations a.csv; -h lists the flags")
	}
	if o.surveyFile != "" && o.isJSON() {
		return errors.New("-footprints takes a survey where it ends in .json: give it or -survey, not both")
	}
	return nil
}

// isJSON tells whether the footprints are a survey.
func (o options) isJSON() bool { return strings.EqualFold(filepath.Ext(o.footprintsFile), ".json") }

// Validate checks files of a programme of new care models and prints everything
// that is wrong with them: the programme, its money, its populations and its
// footprints.
//
// Usage:
//
//	go run ./examples/validate [-programme p.json] [-ledger l.json] [-allocations a.csv ...]
//		[-survey s.json] [-populations b.csv ...] [-footprints f.csv|f.json ...] [-as-at DAY]
//		[-max N] [-format text|csv|jsonl]
//
// A file may be compressed by gzip, and one may be "-", standard input.
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
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

const (
	exitFine       = 0
	exitViolations = 1
	exitUsage      = 2 // or a file that could not be read, or output that could not be written
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, in io.Reader, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitFine
	case err != nil:
		tell(stderr, err)
		return exitUsage
	}
	c := checks{options: o, source: source{progress: newProgress(stderr), in: in}}
	if err := c.all(); err != nil {
		tell(stderr, err)
		return exitUsage
	}
	if err := formats[o.format](stdout, stderr, c.done, o.most); err != nil {
		fmt.Fprintln(stderr, "validate:", err)
		return exitUsage
	}
	if c.broken() {
		return exitViolations
	}
	return exitFine
}

// tell says what is wrong with a call, one error a line.
func tell(stderr io.Writer, err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			tell(stderr, e)
		}
		return
	}
	fmt.Fprintln(stderr, "validate:", shown(err.Error()))
}

// options are what the command line says.
type options struct {
	programmeFile, ledgerFile, surveyFile once    // one of a kind
	allocations, populations, footprints  several // tables, which may come in several files

	columns coverage.Columns
	basis   coverage.Basis
	edition string
	counted caremodel.Date
	asAt    caremodel.Date
	format  string
	most    int // problems of each rule and file that are printed
}

// once is a file that is named by one flag, once.
type once string

func (f *once) String() string { return string(*f) }

func (f *once) Set(name string) error {
	if *f != "" {
		return fmt.Errorf("%s is given already, and there is one such file", shown(string(*f)))
	}
	*f = once(name)
	return nil
}

// several is the files that a flag names, which may be given several times.
type several []string

func (f *several) String() string { return strings.Join(*f, ", ") }

func (f *several) Set(name string) error {
	if slices.Contains(*f, name) {
		return fmt.Errorf("%s is given already", shown(name))
	}
	*f = append(*f, name)
	return nil
}

func parse(args []string, stdout, stderr io.Writer) (options, error) {
	var o options
	var attributes string
	flags := flag.NewFlagSet("validate", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Var(&o.programmeFile, "programme", "programme `file` (JSON); without it, the programme that the library embeds")
	flags.Var(&o.ledgerFile, "ledger", "ledger `file` (JSON): funds, rounds, allocations")
	flags.Var(&o.allocations, "allocations", "allocations `file` (CSV); may be given several times")
	flags.Var(&o.surveyFile, "survey", "survey `file` (JSON): populations, layers, footprints, claims")
	flags.Var(&o.populations, "populations", "populations `file` (CSV): one row an area, or an area and age band; may be given several times")
	flags.Var(&o.footprints, "footprints", "footprints `file`: CSV, or a survey as JSON; may be given several times")
	flags.StringVar(&o.columns.Area, "area", "area", "`column` of the populations that holds the area codes")
	flags.StringVar(&o.columns.People, "people", "people", "`column` of the populations that holds the numbers of people")
	flags.StringVar(&attributes, "attributes", "", "`columns` of the populations that are attributes, with commas between them")
	flags.TextVar(&o.basis, "basis", coverage.Basis(0), "who the populations count: resident, registered, weighted or served")
	flags.StringVar(&o.edition, "edition", "", "edition of the populations' areas, as in \"LSOA 2011\"")
	flags.TextVar(&o.counted, "counted", caremodel.Date{}, "`day` of which the populations speak, as in 2025-06-30")
	flags.TextVar(&o.asAt, "as-at", caremodel.Date{}, "`day` after which nothing may have happened, as in 2026-03-31")
	flags.StringVar(&o.format, "format", "text", "how to print: text, csv, or jsonl for one JSON object a line")
	flags.IntVar(&o.most, "max", 100, "how many problems of each rule and file to print, from 1 to 100; the rest is counted")
	flags.Usage = func() {}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, "Checks the files of a programme and prints everything that is wrong with them.\n\nUsage: validate [flags]\n\n")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return o, err
	} else if err != nil {
		return o, fmt.Errorf("%w; -h lists the flags", err)
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
		return fmt.Errorf("no format %q: the formats are text, csv and jsonl", o.format)
	}
	if len(o.files()) == 0 {
		return errors.New("name a file to check, as in -allocations a.csv; -h lists the flags")
	}
	if o.most < 1 || o.most > 100 {
		return errors.New("-max is from 1 to 100")
	}
	surveys := 0
	for _, name := range o.footprints {
		if isJSON(name) {
			surveys++
		}
	}
	if surveys > 1 || surveys == 1 && o.surveyFile != "" {
		return errors.New("-footprints takes a survey where it ends in .json: give one of these or -survey, not both")
	}
	if i := slices.Index(o.files(), stdin); i >= 0 && slices.Contains(o.files()[i+1:], stdin) {
		return errors.New("- is standard input, which can be one file only")
	}
	return nil
}

// files are the names of all files.
func (o options) files() []string {
	all := slices.Concat([]string{string(o.programmeFile), string(o.ledgerFile)}, o.allocations,
		[]string{string(o.surveyFile)}, o.populations, o.footprints)
	return slices.DeleteFunc(all, func(name string) bool { return name == "" })
}

// isJSON tells whether footprints are a survey.
func isJSON(name string) bool {
	return strings.EqualFold(filepath.Ext(strings.TrimSuffix(name, ".gz")), ".json")
}

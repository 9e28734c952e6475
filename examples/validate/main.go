// Validate checks files of a programme of new care models and prints everything
// that is wrong with them: the programme and its plan, its money, its populations
// and footprints, its evidence, financial cases and grants.
//
// Usage:
//
//	go run ./examples/validate [-programme p.json] [-vanguards v.csv] [-ledger l.json] [-allocations a.csv ...]
//		[-survey s.json] [-populations b.csv ...] [-footprints f.csv|f.json ...]
//		[-plan d.json] [-evidence e.json|e.csv ...] [-case c.json ...] [-grants g.json|g.csv ...]
//		[-column THEIRS=OURS ...] [-comma ;] [-day-first] [-as-at DAY] [-max N]
//		[-format text|json|jsonl|csv] [-quote-formulas] [-save-ledger FILE]
//
// A file may be compressed by gzip, and one may be "-", standard input.
//
// Without -programme and -vanguards the other files are held against the programme that the
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
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
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
	for _, d := range c.done {
		if d.note != "" && o.format != "text" { // what was not checked is no problem, and goes to people
			fmt.Fprintf(stderr, "validate: %s: %s\n", tables.Plain(d.file), d.note)
		}
	}
	if err := c.save(stderr); err != nil {
		tell(stderr, err)
		return exitUsage
	}
	if o.quote {
		stdout = caremodel.QuoteFormulas(stdout)
	}
	if err := formats[o.format](stdout, c.done, o.most); err != nil {
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
	fmt.Fprintln(stderr, "validate:", tables.Plain(err.Error()))
}

// options are what the command line says.
type options struct {
	programmeFile, vanguardsFile, ledgerFile, surveyFile, planFile once // one of a kind

	allocations, populations, footprints several // tables, which may come in several files
	evidence, cases, grants              several

	table   caremodel.CSV // how tables are written
	saved   string        // the file that takes the ledger
	columns coverage.Columns
	basis   coverage.Basis
	edition string
	counted caremodel.Date
	asAt    caremodel.Date
	format  string
	most    int  // problems of each rule and file that are printed
	quote   bool // what a spreadsheet would take for a formula
}

// once is a file that is named by one flag, once.
type once string

func (f *once) String() string { return string(*f) }

func (f *once) Set(name string) error {
	if *f != "" {
		return fmt.Errorf("%s is given already, and there is one such file", tables.Plain(string(*f)))
	}
	*f = once(name)
	return nil
}

// several is the files that a flag names, which may be given several times.
type several []string

func (f *several) String() string { return strings.Join(*f, ", ") }

func (f *several) Set(name string) error {
	if slices.Contains(*f, name) {
		return fmt.Errorf("%s is given already", tables.Plain(name))
	}
	*f = append(*f, name)
	return nil
}

// column maps a column of tables.
func (o *options) column(text string) error {
	i := strings.LastIndex(text, "=")
	if i < 1 {
		return errors.New("write THEIRS=OURS")
	}
	if o.table.Columns == nil {
		o.table.Columns = map[string]string{}
	}
	if _, ok := o.table.Columns[text[:i]]; ok {
		return errors.New("the column is mapped already")
	}
	o.table.Columns[text[:i]] = text[i+1:]
	return nil
}

func (o *options) comma(text string) error {
	if text == "tab" {
		text = "\t"
	}
	var size int
	o.table.Comma, size = utf8.DecodeRuneInString(text)
	if size == 0 || size < len(text) {
		return errors.New("give one character, or tab")
	}
	return nil
}

func parse(args []string, stdout, stderr io.Writer) (options, error) {
	var o options
	var attributes string
	flags := flag.NewFlagSet("validate", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Var(&o.programmeFile, "programme", "programme `file` (JSON); without it, the programme that the library embeds")
	flags.Var(&o.vanguardsFile, "vanguards", "vanguards `file` (CSV): those of -programme, or without it of a programme with the embedded categories and waves")
	flags.Var(&o.ledgerFile, "ledger", "ledger `file` (JSON): funds, rounds, allocations")
	flags.Var(&o.allocations, "allocations", "allocations `file` (CSV); may be given several times")
	flags.Var(&o.surveyFile, "survey", "survey `file` (JSON): populations, layers, footprints, claims")
	flags.Var(&o.populations, "populations", "populations `file` (CSV): one row an area, or an area and age band; may be given several times")
	flags.Var(&o.footprints, "footprints", "footprints `file`: CSV, or a survey as JSON; may be given several times")
	flags.Var(&o.planFile, "plan", "plan `file` (JSON): support, barriers, milestones")
	flags.Var(&o.evidence, "evidence", "evidence `file` (JSON or CSV): studies and results; may be given several times")
	flags.Var(&o.cases, "case", "financial case `file` (JSON); may be given several times")
	flags.Var(&o.grants, "grants", "grants `file` of the 360Giving standard (JSON or CSV); may be given several times")
	flags.Func("column", "in allocations and evidence, a column of theirs and its name, `THEIRS=OURS`, as in \"Amount (£)=amount\"; blank = pass it over.\nMay be given several times; their further columns are then passed over with a warning", o.column)
	flags.Func("comma", "what separates the cells of vanguards, allocations and evidence: a `character`, or tab", o.comma)
	flags.BoolVar(&o.table.DayFirst, "day-first", false, "03/04/2016 is 3 April, in vanguards, allocations and evidence")
	flags.StringVar(&o.saved, "save-ledger", "", "where no rule is broken, write the ledger with all allocations to this `file` (JSON)")
	flags.StringVar(&o.columns.Area, "area", "area", "`column` of the populations that holds the area codes")
	flags.StringVar(&o.columns.People, "people", "people", "`column` of the populations that holds the numbers of people")
	flags.StringVar(&attributes, "attributes", "", "`columns` of the populations that are attributes, with commas between them")
	flags.TextVar(&o.basis, "basis", coverage.Basis(0), "who the populations count: resident, registered, weighted or served")
	flags.StringVar(&o.edition, "edition", "", "edition of the populations' areas, as in \"LSOA 2011\"")
	flags.TextVar(&o.counted, "counted", caremodel.Date{}, "`day` of which the populations speak, as in 2025-06-30")
	flags.TextVar(&o.asAt, "as-at", caremodel.Date{}, "`day` after which nothing may have happened, as in 2026-03-31")
	flags.StringVar(&o.format, "format", "text", "how to print: text, csv, json, or jsonl for one JSON object a line")
	flags.BoolVar(&o.quote, "quote-formulas", false, "in csv, put an apostrophe before what a spreadsheet would take for a formula")
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
		return fmt.Errorf("no format %q: the formats are text, csv, json and jsonl", o.format)
	}
	if len(o.files()) == 0 {
		return errors.New("name a file to check, as in -allocations a.csv; -h lists the flags")
	}
	if o.saved != "" && o.ledgerFile == "" && o.allocations == nil {
		return errors.New("-save-ledger needs -ledger or -allocations")
	}
	if o.quote && o.format != "csv" {
		return errors.New("-quote-formulas is for -format csv")
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
	all := slices.Concat([]string{string(o.programmeFile), string(o.vanguardsFile), string(o.ledgerFile)}, o.allocations,
		[]string{string(o.surveyFile)}, o.populations, o.footprints, []string{string(o.planFile)}, o.evidence, o.cases, o.grants)
	return slices.DeleteFunc(all, func(name string) bool { return name == "" })
}

// isJSON tells by a file's name whether it is a document, and no table.
func isJSON(name string) bool {
	return strings.EqualFold(filepath.Ext(strings.TrimSuffix(name, ".gz")), ".json")
}

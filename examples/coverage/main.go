// Coverage counts the people of a national file of small areas who lie in the
// footprints of another file, each person once: who is covered, who is counted
// twice, how coverage goes with deprivation, and what it comes to in the areas of a
// look-up.
//
// Usage:
//
//	go run ./examples/coverage
//	go run ./examples/coverage -base FILE -footprints FILE [-by|-deprivation COLUMN] [-crosswalk FILE] [-format text|markdown|csv]
//
// Without files it runs on a small made-up sample. The exit code is 0, 1 when a
// file breaks a rule, or 2 when the call was wrong or a file could not be read.
package main

import (
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

const (
	exitFine       = 0
	exitViolations = 1
	exitUsage      = 2 // or a file that could not be read, or output that could not be written
)

//go:embed data/*.csv
var sample embed.FS

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitFine
	case err != nil:
		if !errors.Is(err, errTold) {
			tell(stderr, err)
		}
		return exitUsage
	}
	tables, err := o.report()
	if err != nil {
		tell(stderr, err)
		if validate.Of(err).Len() > 0 {
			return exitViolations
		}
		return exitUsage
	}
	if err := formats[o.format](stdout, tables); err != nil {
		tell(stderr, err)
		return exitUsage
	}
	return exitFine
}

// tell says what is wrong, one problem a line. Problems with a file are told line by
// line by the library, with what steers a terminal escaped.
func tell(stderr io.Writer, err error) {
	text := err.Error()
	if validate.Of(err).Len() == 0 {
		text = shown(text)
	}
	fmt.Fprintln(stderr, "coverage:", text)
}

// options are what the command line says.
type options struct {
	files func(name string) (fs.File, error)
	made  bool // the made-up sample

	base, footprints, deciles, crosswalk string

	name    string
	basis   coverage.Basis
	edition string
	counted caremodel.Date
	area    string
	people  string

	unit  string
	in    []string
	names []string
	only  []string

	by          string
	deprivation bool // by is an order of deprivation
	on          caremodel.Date
	decilesArea string

	from, to, weight string
	method           coverage.Method

	top    int
	format string
}

// errTold is a mistake of which the flag package has told already.
var errTold = errors.New("wrong usage")

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{files: func(name string) (fs.File, error) { return os.Open(name) }}
	var order string
	flags := flag.NewFlagSet("coverage", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.base, "base", "", "`file` of populations (CSV), one row an area")
	flags.StringVar(&o.area, "area", "area", "`column` of -base with the area codes")
	flags.StringVar(&o.people, "people", "people", "`column` of -base with the numbers of people")
	flags.StringVar(&o.name, "name", "the base", "what the populations are called")
	flags.TextVar(&o.basis, "basis", coverage.Resident, "whom they count: resident, registered, weighted or served")
	flags.StringVar(&o.edition, "edition", "", "which set of areas the codes are of, as in \"LSOA 2011\"")
	flags.TextVar(&o.counted, "counted", caremodel.Date{}, "`day` of the count, as in 2017-06-30")
	flags.StringVar(&o.footprints, "footprints", "", "`file` of footprints (CSV), one row an area")
	flags.StringVar(&o.unit, "unit", "area", "`column` of -footprints with the area codes")
	flags.Var(list{&o.in}, "in", "`columns` of -footprints with the footprints that an area lies in, with commas between them (default footprint)")
	flags.Var(list{&o.names}, "names", "`columns` with the names of these footprints, in the same order")
	flags.Var(list{&o.only}, "only", "take these `footprints` alone")
	flags.StringVar(&o.by, "by", "", "`column` of -base by which coverage is shown")
	flags.StringVar(&order, "deprivation", "", "`column` as in -by that is an order of deprivation, 1 the most deprived: adds the slope index of inequality")
	flags.StringVar(&o.deciles, "deciles", "", "`file` (CSV) in which the column of -by or -deprivation stands, if not in -base")
	flags.TextVar(&o.on, "on", caremodel.Date{}, "`day` on which footprints must be open, where the file has from and until (default the day of the count)")
	flags.StringVar(&o.decilesArea, "deciles-area", "area", "`column` of -deciles with the area codes")
	flags.StringVar(&o.crosswalk, "crosswalk", "", "look-up `file` (CSV) from these areas to others")
	flags.StringVar(&o.from, "from", "area", "`column` of -crosswalk with these areas")
	flags.StringVar(&o.to, "to", "target", "`column` of -crosswalk with the others")
	flags.StringVar(&o.weight, "weight", "", "`column` of -crosswalk with the people in both; without it every row counts one")
	flags.TextVar(&o.method, "method", coverage.MethodExact, "how an area goes to several: exact (it must not), best-fit, population-weighted or equal-split")
	flags.IntVar(&o.top, "top", 10, "how many of the largest overlaps and areas to print")
	flags.StringVar(&o.format, "format", "text", "how to print: text, markdown or csv")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "Counts the people in footprints, each once. Without files: a made-up sample.\n\nUsage: coverage [flags]")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return o, err
	} else if err != nil {
		return o, errTold
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%q belongs to no flag", flags.Arg(0))
	}
	if order != "" {
		if o.by != "" && o.by != order {
			return o, errors.New("give -by or -deprivation")
		}
		o.by, o.deprivation = order, true
	}
	if o.base+o.footprints+o.deciles+o.crosswalk == "" {
		o.takeSample()
	}
	return o, o.complete()
}

// takeSample asks for everything that the made-up sample has.
func (o *options) takeSample() {
	o.made, o.files = true, sample.Open
	o.name, o.basis, o.edition = "A made-up sample", coverage.Registered, "small areas (made up)"
	o.counted = caremodel.MustParseDate("2027-04-01")
	o.base, o.area, o.people = "data/populations.csv", "area", "people"
	o.footprints, o.unit = "data/networks.csv", "area"
	o.in = []string{"network_1", "network_2", "network_3"}
	o.names = []string{"network_1_name", "network_2_name", "network_3_name"}
	o.deciles, o.decilesArea, o.by, o.deprivation = "data/deciles.csv", "area", "decile", true
	o.crosswalk, o.from, o.to, o.weight = "data/districts.csv", "area", "district", "people"
	o.method = coverage.MethodPopulationWeighted
}

// day is the day on which footprints must be open.
func (o options) day() caremodel.Date {
	if o.on.IsZero() {
		return o.counted
	}
	return o.on
}

func (o *options) complete() error {
	if o.in == nil {
		o.in = []string{"footprint"}
	}
	switch {
	case formats[o.format] == nil:
		return fmt.Errorf("no format %q: the formats are text, markdown and csv", o.format)
	case o.base == "" || o.footprints == "":
		return errors.New("give both -base and -footprints, or no file at all for the sample")
	case o.edition == "" || o.counted.IsZero():
		return errors.New(`say of which areas and day the populations are, as in -edition "LSOA 2011" -counted 2017-06-30: a table does not say so`)
	case o.names != nil && len(o.names) != len(o.in):
		return errors.New("-names takes as many columns as -in")
	case o.deciles != "" && o.by == "":
		return errors.New("say by which column of -deciles, as in -deprivation IMD_decile")
	case o.top < 1:
		return errors.New("-top is at least 1")
	}
	return nil
}

// list is a flag of texts with commas between them.
type list struct{ texts *[]string }

func (l list) String() string { return "" }

func (l list) Set(text string) error {
	*l.texts = nil
	for part := range strings.SplitSeq(text, ",") {
		*l.texts = append(*l.texts, strings.TrimSpace(part))
	}
	return nil
}

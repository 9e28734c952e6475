// Coverage counts the people of a national file of small areas who lie in the
// footprints of another file, each person once: who is covered, who is counted
// twice, how coverage goes with deprivation, and what it comes to in the areas of a
// look-up.
//
// Usage:
//
//	go run ./examples/coverage
//	go run ./examples/coverage -base FILE -footprints FILE [-by|-deprivation COLUMN] [-crosswalk FILE]
//		[-table NAME] [-format text|markdown|html|csv|json] [-o FILE]
//
// Without files it runs on a small made-up sample. A file may be packed by gzip, and
// one may be "-", standard input. The exit code is 0, or 1 when a file breaks a rule,
// or 2 when the call was wrong or a file could not be read or written.
package main

import (
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

//go:embed data/*.csv
var sample embed.FS

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout)
	var found validate.Violations
	if err == nil {
		o.stdin = stdin
		found, err = o.print(stdout)
	}
	return tables.Exit("coverage", stderr, found, err)
}

// options are what the command line says.
type options struct {
	stdin io.Reader
	made  bool // the made-up sample
	csv   caremodel.CSV
	out   tables.Output

	base, footprints, deciles, crosswalk records.Name

	name    string
	basis   coverage.Basis
	edition string
	counted caremodel.Date
	area    string
	people  []string
	marks   []string
	most    int64
	country string

	unit      string
	in        []string
	names     []string
	only      []string
	unmatched bool

	by          string
	deprivation bool // by is an order of deprivation
	on          caremodel.Date
	decilesArea string

	from, to, toName, weight string
	method                   coverage.Method

	top int
}

func parse(args []string, stdout io.Writer) (options, error) {
	o := options{out: tables.Output{Width: tables.Width(os.Getenv("COLUMNS"))}}
	var order, separator string
	flags := flag.NewFlagSet("coverage", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Var(&o.base, "base", "`file` of populations (CSV), one row an area")
	flags.StringVar(&o.area, "area", "area", "`column` of -base with the area codes")
	flags.Var(list{&o.people}, "people", "`columns` of -base with the numbers of people, added up (default people)")
	flags.Func("suppressed", "a `text` in -base for a number that is not shown, as in \"*\"; may be given several times", func(text string) error {
		o.marks = append(o.marks, text)
		return nil
	})
	flags.Int64Var(&o.most, "suppressed-most", 7, "the largest `number` that is not shown")
	flags.StringVar(&o.country, "country", "", "take the areas of one `country` alone, as in England")
	flags.StringVar(&o.name, "name", "the base", "what the populations are called")
	flags.TextVar(&o.basis, "basis", coverage.Resident, "whom they count: resident, registered, weighted or served")
	flags.StringVar(&o.edition, "edition", "", "which set of areas the codes are of, as in \"LSOA 2011\"")
	flags.TextVar(&o.counted, "counted", caremodel.Date{}, "`day` of the count, as in 2017-06-30")
	flags.Var(&o.footprints, "footprints", "`file` of footprints (CSV), one row an area")
	flags.StringVar(&o.unit, "unit", "area", "`column` of -footprints with the area codes")
	flags.Var(list{&o.in}, "in", "`columns` of -footprints with the footprints that an area lies in, with commas between them (default footprint)")
	flags.Var(list{&o.names}, "names", "`columns` with the names of these footprints, in the same order")
	flags.Var(list{&o.only}, "only", "take these `footprints` alone")
	flags.BoolVar(&o.unmatched, "unmatched", false, "pass over areas of -footprints that -base does not have: they are listed, and the footprints count as incomplete")
	flags.StringVar(&o.by, "by", "", "`column` of -base by which coverage is shown")
	flags.StringVar(&order, "deprivation", "", "`column` as in -by that is an order of deprivation, 1 the most deprived: adds the slope index of inequality")
	flags.Var(&o.deciles, "deciles", "`file` (CSV) in which the column of -by or -deprivation stands, if not in -base")
	flags.StringVar(&o.decilesArea, "deciles-area", "area", "`column` of -deciles with the area codes")
	flags.TextVar(&o.on, "on", caremodel.Date{}, "`day` on which footprints must be open, where the file has from and until (default the day of the count)")
	flags.Var(&o.crosswalk, "crosswalk", "look-up `file` (CSV) from these areas to others")
	flags.StringVar(&o.from, "from", "area", "`column` of -crosswalk with these areas")
	flags.StringVar(&o.to, "to", "target", "`column` of -crosswalk with the others")
	flags.StringVar(&o.toName, "to-name", "", "`column` of -crosswalk with the names of the others")
	flags.StringVar(&o.weight, "weight", "", "`column` of -crosswalk with the people in both; without it every row counts one")
	flags.TextVar(&o.method, "method", coverage.MethodExact, "how an area goes to several: exact (it must not), best-fit, population-weighted or equal-split")
	flags.StringVar(&separator, "separator", "", "what separates the cells of every file, as in \";\" (default a comma)")
	flags.BoolVar(&o.csv.DayFirst, "day-first", false, "read 03/04/2017 as 3 April")
	flags.IntVar(&o.top, "top", 10, "how many of the largest rows to print for people; csv and json have all")
	o.out.Flags(flags)
	flags.Usage = func() {}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, "Counts the people in footprints, each once. Without files: a made-up sample.\n\nUsage: coverage [flags]\n\n")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return o, err
	} else if err != nil {
		return o, fmt.Errorf("%w; -h lists the flags", err)
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%s belongs to no flag; -h lists the flags", strconv.Quote(flags.Arg(0)))
	}
	if order != "" {
		if o.by != "" && o.by != order {
			return o, errors.New("give -by or -deprivation")
		}
		o.by, o.deprivation = order, true
	}
	if runes := []rune(separator); len(runes) == 1 {
		o.csv.Comma = runes[0]
	} else if separator != "" {
		return o, fmt.Errorf("-separator is one character, not %q", separator)
	}
	if o.base+o.footprints+o.deciles+o.crosswalk == "" {
		o.takeSample()
	}
	return o, o.complete()
}

// takeSample asks for everything that the made-up sample has.
func (o *options) takeSample() {
	o.made = true
	o.name, o.basis, o.edition = "A made-up sample", coverage.Registered, "small areas (made up)"
	o.counted = caremodel.MustParseDate("2027-04-01")
	o.base, o.area, o.people = "data/populations.csv", "area", []string{"people"}
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
	if o.people == nil {
		o.people = []string{"people"}
	}
	stdin := 0
	for _, name := range []records.Name{o.base, o.footprints, o.deciles, o.crosswalk} {
		if name == records.Stdin {
			stdin++
		}
	}
	switch {
	case stdin > 1:
		return errors.New("- is standard input, which can be one file only")
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
	if err := o.out.Check(); err != nil {
		return err
	}
	if o.out.Format == "csv" || o.out.Format == "json" {
		o.top = math.MaxInt
	}
	return nil
}

// list is a flag of texts with commas between them.
type list struct{ texts *[]string }

func (l list) String() string { return "" }

func (l list) Set(text string) error {
	if *l.texts != nil {
		return errors.New("it is given already: put commas between several")
	}
	for part := range strings.SplitSeq(text, ",") {
		*l.texts = append(*l.texts, strings.TrimSpace(part))
	}
	return nil
}

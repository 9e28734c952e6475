// Programme prints a programme of new care models: who takes part, the money, the
// people, what changed for them, and what is not known. Without files it is NHS
// England's programme of 2015 to 2018, which the library embeds.
//
// Usage:
//
//	go run ./examples/programme [-programme p.json] [-ledger l.json|a.csv] [-survey s.json]
//		[-plan d.json] [-evidence e.json] [-vanguard NAME] [-by DIMENSION,...] [-as-at DAY]
//		[-table NAME] [-list] [-format text|markdown|html|csv|json] [-o FILE]
//
// A file may be packed by gzip, and one may be "-", standard input. The exit code is
// 0, or 1 when the records break a rule, or 2 when the call was wrong or a file could
// not be read or written.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/examples/internal/overview"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/funding"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := parse(args, stdout)
	var found validate.Violations
	if err == nil {
		found, err = o.print(stdin, stdout)
	}
	return tables.Exit("programme", stderr, found, err)
}

// options are what the command line says.
type options struct {
	files    records.Files
	vanguard string
	by       []funding.Dimension
	asAt     caremodel.Date
	list     bool
	out      tables.Output
}

func parse(args []string, stdout io.Writer) (options, error) {
	o := options{out: tables.Output{Width: tables.Width(os.Getenv("COLUMNS"))}}
	flags := flag.NewFlagSet("programme", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	o.files.Flags(flags)
	flags.StringVar(&o.vanguard, "vanguard", "", "the page of one vanguard, by slug, `name` or alias")
	flags.Func("by", "one table of the money by `dimensions`, with commas between them, as in category,year; see -list", func(text string) error {
		for name := range strings.SplitSeq(text, ",") {
			d, err := funding.ParseDimension(strings.TrimSpace(name))
			if err != nil {
				return err
			}
			o.by = append(o.by, d)
		}
		return nil
	})
	flags.TextVar(&o.asAt, "as-at", caremodel.Date{}, "the money as it was known on a `day`, as in 2015-07-31")
	flags.BoolVar(&o.list, "list", false, "list the vanguards, tables and dimensions that may be asked for")
	o.out.Flags(flags)
	flags.Usage = func() {}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, "Prints a programme of new care models: who takes part, the money, the people, what\nchanged, and what is not known.\n\nUsage: programme [flags]\n\n")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return o, err
	} else if err != nil {
		return o, fmt.Errorf("%w; -h lists the flags", err)
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("%s belongs to no flag; -h lists the flags", strconv.Quote(flags.Arg(0)))
	case o.list && (o.vanguard != "" || o.by != nil):
		return o, errors.New("-list goes with neither -vanguard nor -by")
	}
	return o, o.out.Check()
}

// print reads the records and prints what was asked for. There is nothing to print
// where a record breaks a rule.
func (o options) print(stdin io.Reader, stdout io.Writer) (validate.Violations, error) {
	r, found, err := o.files.Read(stdin)
	if err != nil || found.Err() != nil {
		return found, err
	}
	if r.Book != nil && !o.asAt.IsZero() {
		r.Book = r.Book.AsAt(o.asAt)
	}
	report, err := o.report(r)
	if err != nil {
		return found, err
	}
	return found, o.out.Write(stdout, report)
}

func (o options) report(r records.Records) (tables.Report, error) {
	var member caremodel.Vanguard
	if o.vanguard != "" {
		var err error
		if member, err = r.Programme.Find(o.vanguard); err != nil {
			return tables.Report{}, err
		}
	}
	switch {
	case o.by != nil && r.Book == nil:
		return tables.Report{}, errors.New("-by is about money: name the ledger with -ledger")
	case o.by != nil && o.vanguard != "":
		book, err := r.Book.Where(funding.Filter{Vanguards: []caremodel.VanguardID{member.ID}})
		if err != nil {
			return tables.Report{}, err
		}
		r.Book = book
		fallthrough
	case o.by != nil:
		return overview.Money(r, o.by...)
	case o.vanguard != "":
		return overview.Vanguard(r, member)
	}
	report, err := overview.Programme(r)
	if o.list && err == nil {
		report = overview.Names(report, r.Programme)
	}
	return report, err
}

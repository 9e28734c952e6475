// Programme prints NHS England's New Care Models programme of 2015 to 2018 from
// the records that the library embeds: its 50 vanguards, the money, the people,
// what changed for them, and what is not known.
//
// Usage:
//
//	go run ./examples/programme [-format text|markdown|csv|json] [-vanguard NAME]
//
// With -vanguard it prints the page of one vanguard, by its slug, its name or
// any name that sources use; a name that leads to none or to several is told
// with the candidates. The exit code is 0, or 2 when the call was wrong.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/funding"
)

const (
	exitFine  = 0
	exitWrite = 1 // the output could not be written
	exitUsage = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("programme", flag.ContinueOnError)
	flags.SetOutput(stderr)
	format := flags.String("format", "text", "how to print: "+strings.Join(formats(), ", "))
	name := flags.String("vanguard", "", "print the page of one vanguard, by slug, name or alias")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "Prints the embedded New Care Models programme of 2015 to 2018.\n\nUsage: programme [-format FORMAT] [-vanguard NAME]")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return exitFine
	} else if err != nil {
		return exitUsage
	}
	write, known := writers[*format]
	if !known || flags.NArg() > 0 {
		fmt.Fprintf(stderr, "programme: no format %q, or words too many: the formats are %s\n", *format, strings.Join(formats(), ", "))
		return exitUsage
	}

	v := view{programme: caremodel.England(), book: funding.England(), atlas: coverage.England(), evidence: evaluation.England()}
	pages := v.programmePage
	if *name != "" {
		vanguard, err := v.programme.Find(*name)
		if err != nil {
			fmt.Fprintln(stderr, "programme:", err)
			return exitUsage
		}
		pages = func() (report, error) { return v.vanguardPage(vanguard) }
	}
	r, err := pages()
	if err == nil {
		err = write(stdout, r)
	}
	if err != nil {
		fmt.Fprintln(stderr, "programme:", err)
		return exitWrite
	}
	return exitFine
}

func formats() []string { return slices.Sorted(maps.Keys(writers)) }

// view is the programme with its money, its people and what changed for them.
type view struct {
	programme *caremodel.Programme
	book      *funding.Book
	atlas     *coverage.Atlas
	evidence  *evaluation.Evidence
}

// Neighbourhood builds a programme of today from nothing: its own categories, six
// of the 43 places of England's neighbourhood health programme, layers that lie
// within each other, registered patients, a financial case and a target.
//
// The names of the places are real. Everything else, every figure above all, is
// made up.
//
// Usage:
//
//	go run ./examples/neighbourhood [-records FOLDER]
//
// With -records it also writes the records as JSON files into a folder, for
// ./examples/validate and as a start for one's own. The exit code is 0, 1 when the
// records break a rule, or 2 when the call was wrong or a file cannot be written.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

const (
	exitFine       = 0
	exitViolations = 1
	exitUsage      = 2 // or a file or output that could not be written
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("neighbourhood", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	folder := flags.String("records", "", "write the records as JSON files into this `folder`")
	flags.Usage = func() {}
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(stdout, "Builds a neighbourhood programme from made-up figures and prints what it comes to.\n\nUsage: neighbourhood [-records FOLDER]")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return exitFine
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("%q belongs to no flag", flags.Arg(0))
	}
	if err != nil {
		fmt.Fprintln(stderr, "neighbourhood:", tables.Plain(err.Error()))
		return exitUsage
	}
	text, err := report()
	if err != nil {
		fmt.Fprintln(stderr, "neighbourhood:", tables.Plain(err.Error()))
		return exitViolations
	}
	if *folder != "" {
		err = writeRecords(*folder)
	}
	if err == nil {
		_, err = io.WriteString(stdout, text)
	}
	if err != nil {
		fmt.Fprintln(stderr, "neighbourhood:", tables.Plain(err.Error()))
		return exitUsage
	}
	return exitFine
}

// report builds the indexes, which refuse records that break a rule, and asks
// them.
func report() (string, error) {
	programme, err := caremodel.NewProgramme(definition())
	if err != nil {
		return "", err
	}
	atlas, err := coverage.NewAtlas(programme, survey())
	if err != nil {
		return "", err
	}
	var p page
	for _, write := range []func() error{
		func() error { return p.programme(programme) },
		func() error { return p.people(programme, atlas) },
		func() error { return p.target(atlas) },
		func() error { return p.money(programme) },
		func() error { return p.oddities(programme, atlas) },
	} {
		if err := write(); err != nil {
			return "", err
		}
	}
	return p.String(), nil
}

// writeRecords writes what the programme is built from.
func writeRecords(folder string) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	for name, write := range map[string]func(io.Writer) error{
		"programme.json": definition().WriteJSON,
		"survey.json":    survey().WriteJSON,
		"case.json":      financialCase().WriteJSON,
	} {
		f, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		if err := errors.Join(write(f), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Charts draws a programme of care models as SVG and PNG pictures: its money by
// category and year, the people covered by deprivation and by vanguard, where
// vanguards overlap, how far the programme is from its targets, what studies found, a
// figure over time, and areas beside each other.
//
// Usage:
//
//	go run . -out DIR [-format svg|png|both] [-width PIXELS] [-people FILE -deprivation FILE -lookup FILE] [-boundaries FILE]
//		[-programme FILE] [-ledger FILE] [-survey FILE] [-evidence FILE -measure CODE] [-control FILE -better WAY] [-funnel FILE]
//
// Money, people and results are those of the caller's records, or of the programme that
// the library embeds.
// Deprivation needs a population by small area, which it does not embed: without
// files of the caller's, made-up data are drawn and marked as such. The exit code
// is 0, 1 when a file is not in order, and 2 when the call was wrong or a file
// could not be read or written.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
)

const (
	exitFine       = 0
	exitViolations = 1
	exitUsage      = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if err == nil {
		err = drawAll(o, stdout)
	}
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitFine
	case errors.Is(err, errTold):
		return exitUsage
	}
	fmt.Fprintln(stderr, "charts:", err)
	if found := validate.Of(err); found.Len() > 0 {
		return exitViolations
	}
	return exitUsage
}

// drawAll writes every chart and tells the names of the files.
func drawAll(o options, stdout io.Writer) error {
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	var found validate.Violations
	var err error
	if o.records, found, err = o.files.Read(os.Stdin); err != nil {
		return err
	}
	if err := found.Err(); err != nil {
		return err
	}
	charts := []func() (chart.Chart, error){o.decilesChart, o.controlChart, o.funnelChart}
	if o.records.Book != nil {
		charts = append(charts, o.fundingChart)
	}
	if o.records.Atlas != nil {
		charts = append(charts, o.overlapChart, o.peopleChart)
	}
	if o.files.Programme == "" && o.files.Survey == "" {
		charts = append(charts, o.trajectoryChart)
	}
	if o.records.Evidence != nil {
		charts = append(charts, o.forestChart)
	}
	if o.boundaries.file != "" {
		charts = append(charts, o.mapChart)
	}
	for _, make := range charts {
		ch, err := make()
		if err != nil {
			return err
		}
		ch.Width = o.width
		for _, f := range o.formats() {
			if err := write(filepath.Join(o.out, ch.Name+"."+f.name), ch, f, stdout); err != nil {
				return err
			}
		}
	}
	return nil
}

// write writes one chart in one format.
func write(path string, ch chart.Chart, f format, stdout io.Writer) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(f.write(ch, file), file.Close()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	_, err = fmt.Fprintln(stdout, path)
	return err
}

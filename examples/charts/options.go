package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
)

// options are what the command line says.
type options struct {
	out    string
	format string
	width  int

	people, deprivation, lookup table
	boundaries                  table // its columns are the property of the area's code
	edition                     string
	counted                     caremodel.Date

	files           records.Files
	records         records.Records
	control, funnel given
	measure         string
	better          indicator.Polarity
	source          string
}

// table is a file of the caller's and the two columns of it that are read.
type table struct {
	file    string
	columns string
}

// column returns the name of the first or of the second column.
func (t table) column(n int) string { return strings.Split(t.columns, ",")[n] }

// errTold is a mistake of which the flag package has told already.
var errTold = errors.New("wrong usage")

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("charts", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.out, "out", "", "`directory` to write the pictures to; it is made where there is none")
	flags.StringVar(&o.format, "format", "both", "what to write: svg, png or both")
	flags.IntVar(&o.width, "width", 800, "how wide the pictures are, in `pixels`; 360 suits a phone")
	flags.StringVar(&o.people.file, "people", "", "people by small area: a CSV `file`, which may be gzipped (.gz)")
	flags.StringVar(&o.people.columns, "people-columns", "area,people", "its `columns` of the area and of the people")
	flags.StringVar(&o.deprivation.file, "deprivation", "", "decile of deprivation by small area, 1 the most deprived: a CSV `file`")
	flags.StringVar(&o.deprivation.columns, "deprivation-columns", "area,imd_decile", "its `columns` of the area and of the decile")
	flags.StringVar(&o.lookup.file, "lookup", "", "clinical commissioning group of April 2015 by small area, by ODS code: a CSV `file`")
	flags.StringVar(&o.lookup.columns, "lookup-columns", "area,ccg", "its `columns` of the area and of the group")
	flags.StringVar(&o.boundaries.file, "boundaries", "", "boundaries of the areas, for a map: a GeoJSON `file`")
	flags.StringVar(&o.boundaries.columns, "boundaries-code", "area", "its `property` with the code of the area: of the small area, or without -people the group's ODS code")
	flags.StringVar(&o.edition, "edition", string(coverage.EditionLSOA2011), "`edition` of the small areas")
	flags.TextVar(&o.counted, "counted", caremodel.Date{}, "`day` for which the people were counted, as in 2017-06-30")
	o.control.sample, o.funnel.sample = "sample/months.csv", "sample/areas.csv"
	o.files.Flags(flags)
	flags.StringVar(&o.measure, "measure", "emergency-admissions", "the `measure` of the chart of effects")
	flags.StringVar(&o.control.file, "control", "", "figures in order of time, for the control chart: a CSV `file` with the columns period and value")
	flags.TextVar(&o.better, "better", indicator.NoJudgement, "which `way` of the control chart is good: high-is-good, low-is-good or no-judgement")
	flags.StringVar(&o.funnel.file, "funnel", "", "shares of areas, for the funnel: a CSV `file` with the columns area, numerator and denominator")
	flags.StringVar(&o.source, "source", "", "where the three files come from, for the chart's source `line`")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "Draws the charts of a programme of care models.\n\nUsage: charts -out DIR [flags]")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return o, err
	} else if err != nil {
		return o, errTold
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%q belongs to no flag; -h lists the flags", flags.Arg(0))
	}
	return o, o.consistent()
}

// consistent reports what cannot be drawn.
func (o options) consistent() error {
	if o.out == "" {
		return errors.New("name a directory, as in -out pictures")
	}
	if len(o.formats()) == 0 {
		return fmt.Errorf("no format %q: the formats are svg, png and both", o.format)
	}
	if o.width < chart.MinWidth || o.width > chart.MaxWidth {
		return fmt.Errorf("no picture is %d pixels wide: -width takes %d to %d", o.width, chart.MinWidth, chart.MaxWidth)
	}
	given := 0
	for _, t := range []table{o.people, o.deprivation, o.lookup} {
		if t.file != "" {
			given++
		}
		if strings.Count(t.columns, ",") != 1 {
			return fmt.Errorf("%q are not two columns with a comma between them", t.columns)
		}
	}
	switch {
	case given == 0 && !o.counted.IsZero(), given == 0 && o.source != "":
		return errors.New("-counted and -source are about files that were not given: -people, -deprivation, -lookup")
	case given == 0:
		return nil
	case given < 3:
		return errors.New("-people, -deprivation and -lookup are needed together")
	case o.counted.IsZero():
		return errors.New("say when the people were counted, as in -counted 2017-06-30")
	case o.source == "":
		return errors.New("say where the files come from, as in -source \"ONS mid-2017 estimates\": a chart has a source")
	}
	return nil
}

// national reports whether the caller gives files.
func (o options) national() bool { return o.people.file != "" }

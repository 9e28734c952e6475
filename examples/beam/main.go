// Beam counts a programme's money and people on Apache Beam: feeds too large for
// one machine, on Flink, Spark or Dataflow, with the answer that one machine would
// give, to the penny and to the person.
//
// Usage:
//
//	go run . [-by DIMENSIONS] [-streams STREAMS] [-statuses STATUSES] [-on DAY]
//	         [-allocations GLOB] [-people GLOB] [-footprints GLOB]
//	         [-attributes NAMES] [-definition FILE] [-ledger FILE] [-survey FILE]
//	         [-at_once N] [-output PREFIX] [-runner NAME and its flags]
//	go run . -template allocations|people|footprints [-attributes NAMES]
//
// With -template it prints the header of a feed.
// Without feeds it counts the embedded programme on the Prism runner, in this
// process. The exit code is 0; 1 when something is wrong with the feeds or the job
// fails; 2 when the call was wrong.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

const (
	exitFine  = 0
	exitJob   = 1
	exitUsage = 2
)

func main() {
	o := optionsOn(flag.CommandLine) // where Beam has put the flags of its runners
	flag.Usage = func() { help(os.Stdout, flag.CommandLine) }
	if slices.ContainsFunc(os.Args[1:], func(arg string) bool { return strings.Trim(arg, "-") == "h" || strings.Trim(arg, "-") == "help" }) {
		flag.Usage()
		return
	}
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "beam: -h lists the flags") }
	flag.Parse()
	beam.Init() // on a worker this does not return
	os.Exit(run(context.Background(), o, flag.Args(), os.Stdout, os.Stderr))
}

// options are the program's own flags.
type options struct {
	by, streams, statuses, on       string
	allocations, people, footprints string
	definition, ledger, survey      string
	attributes, output, template    string
	atOnce                          int
}

func optionsOn(flags *flag.FlagSet) *options {
	o := new(options)
	flags.StringVar(&o.by, "by", "category,year", "what the money is divided by: vanguard, category, wave, region, year, stream, kind, status, strength, fund, round")
	flags.StringVar(&o.streams, "streams", string(funding.StreamTransformation), "which money is added up, with commas between; blank with -by stream")
	flags.StringVar(&o.statuses, "statuses", "", "whose figures count, with commas between: requested, approved-in-principle, paid and so on; blank = what is committed")
	flags.StringVar(&o.on, "on", "", "what was known on this day; blank = everything")
	flags.StringVar(&o.allocations, "allocations", "", "files of allocations: "+allocationHeader)
	flags.StringVar(&o.people, "people", "", "files of populations: "+peopleHeader)
	flags.StringVar(&o.footprints, "footprints", "", "files of footprints: "+footprintHeader)
	flags.StringVar(&o.attributes, "attributes", "", "the populations' further columns, with commas between; footprints then have a column cells.NAME for each")
	flags.StringVar(&o.definition, "definition", "", "the programme as JSON; blank = the embedded one")
	flags.StringVar(&o.ledger, "ledger", "", "funds and rounds as JSON")
	flags.StringVar(&o.survey, "survey", "", "base, remainder and layers as JSON")
	flags.IntVar(&o.atOnce, "at_once", 0, "how many lines or allocations a worker holds before it counts them; 0 = 10,000")
	flags.StringVar(&o.output, "output", "", "the beginning of the names of the files that the workers write; blank = a folder of this machine, for the answer to be printed")
	flags.StringVar(&o.template, "template", "", "print the header of a feed, and nothing else: allocations, people or footprints, with the columns of -attributes")
	return o
}

// help lists the program's own flags, and then those that Beam's runners bring.
func help(w io.Writer, all *flag.FlagSet) {
	own := flag.NewFlagSet("beam", flag.ContinueOnError)
	optionsOn(own)
	others := flag.NewFlagSet("beam", flag.ContinueOnError)
	all.VisitAll(func(f *flag.Flag) {
		if own.Lookup(f.Name) == nil {
			others.Var(f.Value, f.Name, f.Usage)
		}
	})
	fmt.Fprint(w, "Counts a programme's money and people on Apache Beam.\n\nUsage: beam [flags]\n\n")
	own.SetOutput(w)
	own.PrintDefaults()
	fmt.Fprint(w, "\nFlags of Beam and its runners:\n\n")
	others.SetOutput(w)
	others.PrintDefaults()
}

// header returns the header of a feed.
func (o *options) header() (string, error) {
	setting := Setting{}
	if o.attributes != "" {
		setting.Attributes = strings.Split(o.attributes, ",")
	}
	switch o.template {
	case "allocations":
		return allocationHeader, nil
	case "people":
		return setting.peopleHeader(), nil
	case "footprints":
		return setting.footprintHeader(), nil
	}
	return "", fmt.Errorf("no feed %q: there are allocations, people and footprints", o.template)
}

func run(ctx context.Context, o *options, rest []string, stdout, stderr io.Writer) int {
	if o.template != "" && len(rest) == 0 {
		header, err := o.header()
		if err != nil {
			fmt.Fprintln(stderr, "beam:", err)
			return exitUsage
		}
		fmt.Fprintln(stdout, header)
		return exitFine
	}
	job, err := o.job()
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%q is no flag", rest[0])
	}
	if err != nil {
		fmt.Fprintln(stderr, "beam:", err)
		return exitUsage
	}
	if job.Output == "" {
		folder, err := os.MkdirTemp("", "newcaremodels-beam-")
		if err != nil {
			fmt.Fprintln(stderr, "beam:", err)
			return exitJob
		}
		defer os.RemoveAll(folder)
		job.Output = filepath.Join(folder, "answer")
	}
	if err := finish(ctx, job, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "beam:", err)
		return exitJob
	}
	return exitFine
}

// finish runs the job and prints its answer where it can be read here.
func finish(ctx context.Context, job Job, stdout, stderr io.Writer) error {
	fmt.Fprintf(stderr, "beam: counting %s; this takes some seconds, or as long as the feeds are\n", job.inWords())
	if err := job.run(ctx); err != nil {
		return err
	}
	fmt.Fprintln(stderr, "beam: counted")
	if job.remote() {
		_, err := fmt.Fprintf(stdout, "the answer is in %s and %s, unless %s says otherwise\n", job.moneyFile(), job.peopleFile(), job.violationsFile())
		return err
	}
	answer, err := job.answer()
	if err != nil {
		return err
	}
	p, err := job.Setting.programme()
	if err != nil {
		return err
	}
	return printAnswer(stdout, p, job.Money, answer)
}

// inWords says what is counted.
func (j Job) inWords() string {
	var words []string
	for _, feed := range []struct{ name, files string }{{"allocations", j.Allocations}, {"people", j.People}, {"footprints", j.Footprints}} {
		if feed.files != "" {
			words = append(words, feed.name+" of "+feed.files)
		}
	}
	if words == nil {
		return "the embedded programme"
	}
	return strings.Join(words, ", ")
}

// job reads the flags and the files that they name.
func (o *options) job() (Job, error) {
	job := Job{Allocations: o.allocations, People: o.people, Footprints: o.footprints, Output: o.output}
	for word := range strings.SplitSeq(o.by, ",") {
		d, err := funding.ParseDimension(word)
		if err != nil {
			return job, err
		}
		job.Money.By = append(job.Money.By, d)
	}
	if o.streams != "" {
		for word := range strings.SplitSeq(o.streams, ",") {
			job.Money.Filter.Streams = append(job.Money.Filter.Streams, funding.Stream(word))
		}
	}
	if o.statuses != "" {
		for word := range strings.SplitSeq(o.statuses, ",") {
			status, err := funding.ParseStatus(word)
			if err != nil {
				return job, err
			}
			job.Money.Filter.Statuses = append(job.Money.Filter.Statuses, status)
		}
	}
	job.Setting.AtOnce = o.atOnce
	if o.attributes != "" {
		job.Setting.Attributes = strings.Split(o.attributes, ",")
	}
	if o.on != "" {
		var err error
		if job.Money.AsAt, err = caremodel.ParseDate(o.on); err != nil {
			return job, err
		}
	}
	for _, document := range []struct {
		file string
		text *string
	}{{o.definition, &job.Setting.Definition}, {o.ledger, &job.Setting.Ledger}, {o.survey, &job.Setting.Survey}} {
		if document.file == "" {
			continue
		}
		content, err := os.ReadFile(document.file)
		if err != nil {
			return job, err
		}
		*document.text = string(content)
	}
	return job, errorOf(job.Setting, job.Money)
}

// errorOf tries setting and question here, so that a mistake shows before the job
// is sent off.
func errorOf(s Setting, q MoneyQuestion) error {
	p, err := s.programme()
	if err != nil {
		return err
	}
	l, err := s.ledger(p)
	if err != nil {
		return err
	}
	if _, err := s.survey(p); err != nil {
		return err
	}
	book, err := funding.NewBook(p, l)
	if err != nil {
		return err
	}
	if _, err := book.Table(q.By...); err != nil {
		return err
	}
	return q.check()
}

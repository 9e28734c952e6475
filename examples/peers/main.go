// Command peers holds the library against what a user would pick instead, on the
// goals P1 to P15: DuckDB, go-playground/validator, roaring bitmaps, and Go
// written by hand. Every figure is a ratio between two programs that give the
// same answer, run in turn on one machine; the answers are compared before any
// clock is read.
//
// It exits with 0 when every measure reaches what it must, with 1 when one does
// not or an answer differs, with 2 for a wrong flag.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"strconv"
	"strings"
)

func main() {
	if isChild(os.Args) {
		os.Exit(childMain(os.Args[1:]))
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// isChild reports whether the program was started to do one job alone.
func isChild(args []string) bool {
	return len(args) == 3 && (args[1] == childCommand || args[1] == firstCommand)
}

// options are what the flags say.
type options struct {
	quick, json bool
	sizes       []int
	rounds      int
	goals       []string
	scratch     string
	profile     string
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	var sizes, goals string
	f := flag.NewFlagSet("peers", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.BoolVar(&o.quick, "quick", false, "small sizes: ends within a minute")
	f.BoolVar(&o.json, "json", false, "one JSON object a goal instead of a table")
	f.StringVar(&sizes, "sizes", "1000000,10000000,50000000", "numbers of allocations for P1 to P3 and P10, ascending; goals are measured at up to 10000000, growth over all")
	f.IntVar(&o.rounds, "rounds", 5, "how often each pair is timed; the median counts")
	f.StringVar(&goals, "goals", "", "only these, such as P1,P5")
	f.StringVar(&o.scratch, "scratch", os.TempDir(), "where the generated files go while it runs")
	f.StringVar(&o.profile, "profile", "", "write a CPU profile to this file")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	if o.rounds < 1 {
		return o, fmt.Errorf("-rounds %d: at least one", o.rounds)
	}
	if goals != "" {
		o.goals = strings.Split(goals, ",")
	}
	for text := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return o, fmt.Errorf("-sizes: %q is not a number of allocations", text)
		}
		o.sizes = append(o.sizes, n)
	}
	return o, nil
}

func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if err != nil {
		fmt.Fprintln(stderr, "peers:", err)
		return 2
	}
	b, err := newBench(o.scale(), o.scratch, stderr)
	if err != nil {
		fmt.Fprintln(stderr, "peers:", err)
		return 1
	}
	defer b.close()
	stop, err := profile(o.profile)
	if err != nil {
		fmt.Fprintln(stderr, "peers:", err)
		return 1
	}
	found, err := b.all(o.goals)
	stop()
	if err == nil {
		err = write(stdout, found, o.json)
	}
	if err != nil {
		fmt.Fprintln(stderr, "peers:", err)
		return 1
	}
	for _, g := range found {
		if !g.Met {
			return 1
		}
	}
	return 0
}

// profile starts a CPU profile where a file is named, and returns what ends it.
func profile(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		file.Close()
	}, nil
}

package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
	"github.com/stretchr/testify/require"
)

// The tests run on Prism, in this process, or on the runner that -runner names.
func TestMain(m *testing.M) { ptest.Main(m) }

// call runs the program with its own flags as they stand and these changes.
func call(t *testing.T, change func(*options), rest ...string) (code int, stdout, stderr string) {
	t.Helper()
	o := &options{by: "category,year", streams: "transformation"}
	if change != nil {
		change(o)
	}
	var out, errs bytes.Buffer
	code = run(t.Context(), o, rest, &out, &errs)
	return code, out.String(), errs.String()
}

func TestBeam_Run(t *testing.T) {
	code, stdout, stderr := call(t, nil)
	require.Equal(t, exitFine, code, stderr)
	plain := strings.Join(strings.Fields(stdout), " ")
	for _, words := range []string{
		"PACS 2015/16 £45,850,000.00 9 0 0",
		"EHCH 2016/17 not known 0 6 0",
		"£182,260,000.00 60 55 0",
		"all 30,604,709 about 24,911,333 to 26,330,959 of 54,786,327 (45.5% to 48.1%); the areas of 9 of 44 vanguards are not, or not wholly, known",
		"EHCH not known not known: the areas meant stand aside; name the layer care-homes",
	} {
		require.Contains(t, plain, words)
	}
}

// A template is the header of a feed; help has the program's own flags first.
func TestBeam_TemplateAndHelp(t *testing.T) {
	for name, want := range map[string]string{
		"allocations": allocationHeader, "people": "area,people,age", "footprints": footprintHeader + ",cells.age",
	} {
		code, stdout, stderr := call(t, func(o *options) { o.template, o.attributes = name, "age" })
		require.Equal(t, exitFine, code, stderr)
		require.Equal(t, want+"\n", stdout)
	}
	code, _, stderr := call(t, func(o *options) { o.template = "x" })
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "footprints")

	var b bytes.Buffer
	all := flag.NewFlagSet("", flag.ContinueOnError)
	optionsOn(all)
	all.String("a_runners_flag", "", "of a runner")
	help(&b, all)
	own, others, found := strings.Cut(b.String(), "Flags of Beam")
	require.True(t, found)
	require.Contains(t, own, "-template")
	require.NotContains(t, own, "a_runners_flag")
	require.Contains(t, others, "a_runners_flag")
	require.NotContains(t, others, "-template")
}

// What was promised by the end of 2015: one joint award.
func TestBeam_RunOnPromises(t *testing.T) {
	code, stdout, stderr := call(t, func(o *options) { o.statuses, o.on = "approved-in-principle", "2015-12-31" })
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, strings.Join(strings.Fields(stdout), " "), "jointly 2015/16 £41,000,000.00 1 0 0")
}

// Files of a caller's own, and the answer beside the names that the caller gives.
func TestBeam_RunOnFiles(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	change := func(o *options) {
		o.by, o.streams, o.attributes, o.on = "vanguard,stream", "", "age", "2026-12-31"
		o.definition = file("programme.json", `{"format": "newcaremodels/programme/1", "slug": "mine", "name": "Mine",
			"categories": [{"code": "NHC", "name": "Neighbourhood health centre"}], "vanguards": [{"slug": "hill", "name": "Hill", "category": "NHC"}]}`)
		o.ledger = file("ledger.json", `{"format": "newcaremodels/ledger/1"}`)
		o.survey = file("survey.json", `{"format": "newcaremodels/survey/1", "base": {"basis": "resident", "edition": "LSOA 2021", "as_at": "2026-06-30"}}`)
		o.allocations = file("allocations.csv", allocationHeader+"\n"+
			"2,one,,hill,2026/27,,,charity,revenue,2026-06-01,approved,1000.50,,,,,,,,,,\r\n"+
			"1,one,,hill,2026/27,,,charity,revenue,2026-05-01,requested,2000,,,,,,,,,,\r\n")
		o.people = file("people.csv", "area,people,age\nE01000001,90,0-74\nE01000001,10,75+\nNO2011,7,75+\n")
		o.footprints = file("footprints.csv", footprintHeader+",cells.age\nf,hill,,,,,E01000001,,,75+\n")
		o.output = filepath.Join(folder, "answer")
	}
	code, stdout, stderr := call(t, change)
	require.Equal(t, exitFine, code, stderr)
	plain := strings.Join(strings.Fields(stdout), " ")
	require.Contains(t, plain, "hill charity £1,000.50 1 0 0")
	require.Contains(t, plain, "NHC 10 10 of 107 (9.3%)")
	require.FileExists(t, filepath.Join(folder, "answer-money.json"))

	// The same with something wrong: the old answer does not stay behind.
	code, stdout, stderr = call(t, func(o *options) {
		change(o)
		o.people = file("people.csv", "area,people,age\nE01000001,-90,0-74\n")
	})
	require.Equal(t, exitJob, code)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "1 violations:\narea E01000001: row 2, column people")
	require.NoFileExists(t, filepath.Join(folder, "answer-people.json"))
}

func TestBeam_WrongUsage(t *testing.T) {
	for says, change := range map[string]func(*options){
		"colour":                func(o *options) { o.by = "colour" },
		"planned":               func(o *options) { o.statuses = "paid,planned" },
		"twice":                 func(o *options) { o.by = "year,year" },
		"soon":                  func(o *options) { o.on = "soon" },
		"name the streams":      func(o *options) { o.streams = "" },
		"no/such/file":          func(o *options) { o.ledger = "no/such/file" },
		"newcaremodels/ledger/": func(o *options) { o.survey = "../../funding/data/england.json" },
	} {
		code, stdout, stderr := call(t, change)
		require.Equal(t, exitUsage, code, says)
		require.Empty(t, stdout, says)
		if says != "twice" {
			require.Contains(t, stderr, says)
		}
	}
	code, _, stderr := call(t, nil, "words")
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "words")
}

func TestBeam_NoSuchFeed(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none-*.csv")
	code, stdout, stderr := call(t, func(o *options) { o.allocations, o.people, o.footprints = none, none, none })
	require.Equal(t, exitJob, code)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "3 violations:\nallocations: no lines\nfootprints: no lines\npeople: no lines\n")
}

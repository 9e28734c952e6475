package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

var update = flag.Bool("update", false, "write the golden files anew")

// call runs the program as the shell would.
func call(args ...string) (code int, stdout, stderr string) { return callWith("", args...) }

// callWith also gives the program something to read on standard input.
func callWith(in string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(in), &out, &errs)
	return code, out.String(), errs.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// args are flags as a user types them; a name with an extension is a file under
// testdata.
func args(line string) []string {
	words := strings.Fields(line)
	for i, word := range words {
		if strings.HasPrefix(word, "sound/") || strings.HasPrefix(word, "broken/") {
			words[i] = "testdata/" + word
		}
	}
	return words
}

const soundProgramme = "-programme sound/programme.json "

func TestValidate_Golden(t *testing.T) {
	for name, c := range map[string]struct {
		code int
		line string
	}{
		"sound.txt":            {exitFine, soundProgramme + "-ledger sound/ledger.json -allocations sound/allocations.csv -survey sound/survey.json"},
		"tables.txt":           {exitFine, soundProgramme + "-populations sound/populations.csv -attributes age -footprints sound/footprints.csv -allocations sound/allocations.csv"},
		"footprints.txt":       {exitFine, soundProgramme + "-footprints sound/footprints.json"},
		"broken-programme.txt": {exitViolations, "-programme broken/programme.json -ledger sound/ledger.json -survey sound/survey.json"},
		"broken-rules.txt":     {exitViolations, "-programme broken/rules.json -as-at 2027-02-01"},
		"broken-ledger.txt":    {exitViolations, soundProgramme + "-ledger broken/ledger.json -as-at 2027-03-31"},
		"broken-shape.txt":     {exitViolations, soundProgramme + "-ledger broken/ledger-shape.json -allocations broken/allocations.csv"},
		"broken-money.txt":     {exitViolations, soundProgramme + "-ledger sound/ledger.json -allocations broken/allocations.csv"},
		"broken-header.txt":    {exitViolations, soundProgramme + "-allocations broken/header.csv"},
		"broken-people.txt":    {exitViolations, soundProgramme + "-populations broken/populations.csv -attributes age -footprints broken/footprints.csv"},
		"broken-survey.txt":    {exitViolations, soundProgramme + "-survey broken/survey.json -footprints broken/footprints.csv -as-at 2028-01-01"},
		"broken-footprints.txt": {exitViolations, soundProgramme + "-footprints broken/rules.csv -populations sound/populations.csv -attributes age " +
			"-basis registered -edition practices -counted 2027-04-01 -as-at 2027-12-31"},
		"broken.jsonl": {exitViolations, soundProgramme + "-ledger sound/ledger.json -allocations broken/allocations.csv -populations broken/populations.csv -format jsonl"},
	} {
		code, stdout, stderr := call(args(c.line)...)
		require.Equal(t, c.code, code, "%s: %s", name, stderr)
		golden(t, name, stdout)
	}
}

// Each rule between rows names the row and the column as a spreadsheet shows them.
func TestValidate_RowsAndColumns(t *testing.T) {
	_, stdout, _ := call(args(soundProgramme + "-ledger sound/ledger.json -allocations broken/allocations.csv -format jsonl")...)
	require.Contains(t, stdout, `"path":"row 6, column on","code":"order"`)
	require.Contains(t, stdout, `"path":"row 8","code":"duplicate","severity":"error","value":"\"lower-2\"","detail":"round, recipients, years, stream, kind and element are those of row 5;`)
	require.Contains(t, stdout, `"path":"row 10, column round","code":"unknown"`, "behind a line break inside quotes and a blank row")
	require.NotContains(t, stdout, "allocations[")
}

func TestValidate_LinesAreJSON(t *testing.T) {
	code, stdout, stderr := call(args("-programme broken/programme.json -ledger sound/ledger.json -format jsonl")...)
	require.Equal(t, exitViolations, code)
	require.Equal(t, "validate: testdata/sound/ledger.json: "+noteProgramme+"\n", stderr)
	errors := 0
	for line := range strings.Lines(stdout) {
		var p problem
		require.NoError(t, json.Unmarshal([]byte(line), &p))
		require.Equal(t, "testdata/broken/programme.json", p.File)
		require.NotEmpty(t, p.Path)
		require.NotEmpty(t, p.Code)
		require.NotEmpty(t, p.Detail)
		if p.Severity == validate.SeverityError {
			errors++
		}
	}
	require.Equal(t, 12, errors)
}

// What is sound prints no line at all.
func TestValidate_SoundLines(t *testing.T) {
	code, stdout, stderr := call(args(soundProgramme + "-survey sound/survey.json -format jsonl")...)
	require.Equal(t, exitFine, code)
	require.Empty(t, stdout)
	require.Empty(t, stderr)
}

// The embedded programme's own records, written out, are held against the embedded
// programme.
func TestValidate_Embedded(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, to func(f *os.File) error) string {
		f, err := os.Create(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NoError(t, to(f))
		require.NoError(t, f.Close())
		return f.Name()
	}
	ledger := write("ledger.json", func(f *os.File) error { return funding.EnglandLedger().WriteJSON(f) })
	table := write("allocations.csv", func(f *os.File) error { return funding.EnglandLedger().WriteCSV(f) })
	survey := write("survey.json", func(f *os.File) error { return coverage.EnglandSurvey().WriteJSON(f) })
	prints := write("footprints.csv", func(f *os.File) error {
		_, err := f.WriteString("id,vanguard,layer,area,source_title\nmine,Airedale and Partners,care-homes,02N,A page\n")
		return err
	})
	astray := write("astray.csv", func(f *os.File) error {
		_, err := f.WriteString("id,vanguard,layer,area,source_title\nmine,Airedale and Partners,care-home,02NN,A page\n")
		return err
	})

	for _, args := range [][]string{{"-ledger", ledger}, {"-allocations", table}, {"-survey", survey}, {"-footprints", prints}} {
		code, stdout, stderr := call(args...)
		require.Equal(t, exitFine, code, stdout+stderr)
	}
	code, stdout, _ := call("-footprints", astray)
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, `row 2, column layer: "care-home": no such layer; the nearest is "care-homes"`)
	require.Contains(t, stdout, `row 2, column area: "02NN"`)
}

// Beyond the first hundred of a rule the problems are counted, by file.
func TestValidate_Omitted(t *testing.T) {
	var table strings.Builder
	table.WriteString("area,people\n")
	for i := range 250 {
		fmt.Fprintf(&table, "A%05d,lots\n", i)
	}
	name := filepath.Join(t.TempDir(), "populations.csv")
	require.NoError(t, os.WriteFile(name, []byte(table.String()), 0o644))
	_, stdout, _ := call("-populations", name)
	require.Contains(t, stdout, "error: format, 250\n")
	require.Contains(t, stdout, "problems in at least 100 of 250 rows (40.0%)")
	require.Contains(t, stdout, "row 101, column people")
	require.NotContains(t, stdout, "row 102, column people")
	require.Contains(t, stdout, ": and 150 more of these, which are not shown\n")

	_, stdout, _ = call("-populations", name, "-format", "jsonl")
	require.Contains(t, stdout, `,"omitted":150}`)
}

func TestValidate_WrongUsage(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		says []string
	}{
		"no file":           {"", []string{"-allocations a.csv"}},
		"missing files":     {"-ledger nowhere.json -allocations gone.csv", []string{"nowhere.json", "gone.csv"}},
		"a folder":          {"-ledger sound/", []string{"is a folder"}},
		"unknown format":    {"-format xml -ledger sound/ledger.json", []string{"xml", "jsonl"}},
		"unknown flag":      {"-fix", []string{"-fix", "-h lists"}},
		"no flag":           {"sound/ledger.json", []string{"ledger.json"}},
		"no day":            {"-as-at 2027-02-30", []string{"2027-02-30"}},
		"no basis":          {"-basis people", []string{"registered"}},
		"two ledgers":       {"-ledger sound/ledger.json -ledger broken/ledger.json", []string{"sound/ledger.json is given already"}},
		"the same twice":    {"-allocations sound/allocations.csv -allocations sound/allocations.csv", []string{"is given already"}},
		"stdin twice":       {"-allocations - -footprints -", []string{"standard input"}},
		"no problems":       {"-allocations - -max 0", []string{"-max"}},
		"two surveys":       {"-survey sound/survey.json -footprints sound/footprints.json", []string{"not both"}},
		"populations twice": {soundProgramme + "-survey sound/survey.json -populations sound/populations.csv", []string{"populations of its own"}},
	} {
		code, stdout, stderr := call(args(c.line)...)
		require.Equal(t, exitUsage, code, name)
		require.Empty(t, stdout, name)
		for _, words := range c.says {
			require.Contains(t, stderr, words, name)
		}
	}
}

func TestValidate_Help(t *testing.T) {
	code, stdout, stderr := call("-h")
	require.Equal(t, exitFine, code)
	require.Empty(t, stderr)
	require.Contains(t, stdout, "-populations")
}

// A file that cannot be read to its end is no file that was checked.
func TestValidate_FailedRead(t *testing.T) {
	f, err := (&source{progress: &progress{}}).open("testdata/sound/ledger.json")
	require.NoError(t, err)
	require.NoError(t, f.Close())
	_, err = f.Read(make([]byte, 8))
	require.Error(t, err)
	require.ErrorIs(t, f.failed, os.ErrClosed)
}

// Whatever stands in a file, there is an answer, and any file by any flag.
func TestValidate_EveryFileByEveryFlag(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.*")
	require.NoError(t, err)
	require.Greater(t, len(files), 30)
	for _, file := range files {
		for _, flag := range []string{"-programme", "-ledger", "-allocations", "-survey", "-populations", "-footprints"} {
			code, stdout, stderr := call(flag, file)
			require.NotEqual(t, exitUsage, code, "%s %s: %s", flag, file, stderr)
			require.Contains(t, stdout, file)
			if code == exitViolations {
				require.Contains(t, stdout, "error: ", "%s %s", flag, file)
			}
		}
	}
}

// Damaged files are told of and never end the program.
func TestValidate_Damage(t *testing.T) {
	files, err := filepath.Glob("testdata/sound/*.*")
	require.NoError(t, err)
	flags := map[string]string{
		"programme.json": "-programme", "ledger.json": "-ledger", "allocations.csv": "-allocations", "survey.json": "-survey",
		"populations.csv": "-populations", "footprints.csv": "-footprints", "footprints.json": "-footprints",
	}
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		file := rapid.SampledFrom(files).Draw(t, "file")
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		from := rapid.IntRange(0, len(text)).Draw(t, "from")
		to := rapid.IntRange(from, min(len(text), from+20)).Draw(t, "to")
		put := rapid.SampledFrom([]string{"", ",", "\"", "\n", "}", "[", "null", "-1", "\x00", "\xff", "é", "9999999999999999999999"}).Draw(t, "put")
		name := filepath.Join(dir, filepath.Base(file))
		require.NoError(t, os.WriteFile(name, []byte(string(text[:from])+put+string(text[to:])), 0o644))
		args := []string{flags[filepath.Base(file)], name}
		if args[0] != "-programme" {
			args = append(args, "-programme", "testdata/sound/programme.json")
		}
		code, stdout, stderr := call(args...)
		require.NotEqual(t, exitUsage, code, stderr)
		require.Equal(t, code == exitViolations, strings.Contains(stdout, "\nerror: "), stdout)
	})
}

func TestValidate_Progress(t *testing.T) {
	var out bytes.Buffer
	clock := time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC)
	p := &progress{w: &out, now: func() time.Time { return clock }}
	p.show("a.csv", 1_000_000, 40_000_000)
	require.Empty(t, out.String(), "a short file shows nothing")
	clock = clock.Add(patience)
	p.show("a.csv", 30_000_000, 40_000_000)
	require.Equal(t, "\ra.csv: 30.0 MB of 40.0 MB (75%)", out.String())
	p.show("a.csv", 31_000_000, 40_000_000)
	require.Equal(t, "\ra.csv: 30.0 MB of 40.0 MB (75%)", out.String(), "not again at once")
	out.Reset()
	clock = clock.Add(patience)
	p.show("b", 2_000_000, 0)
	require.Equal(t, "\rb: 2.0 MB"+strings.Repeat(" ", 22), out.String(), "the longer line is written over")
	out.Reset()
	p.clear()
	require.Equal(t, "\r"+strings.Repeat(" ", 31)+"\r", out.String())
	out.Reset()
	p.clear()
	require.Empty(t, out.String())
}

// Nobody looks at a buffer or a file.
func TestValidate_ProgressIsForTerminals(t *testing.T) {
	require.Nil(t, newProgress(new(bytes.Buffer)).w)
	f, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	require.NoError(t, err)
	defer f.Close()
	require.Nil(t, newProgress(f).w)
}

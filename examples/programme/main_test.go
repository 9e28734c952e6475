package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// call runs the program as the shell would.
func call(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	return callWith(t, "", args...)
}

func callWith(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Setenv("COLUMNS", "")
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

// fine runs the program and returns what it prints.
func fine(t *testing.T, args ...string) string {
	t.Helper()
	code, stdout, stderr := call(t, args...)
	require.Equal(t, tables.ExitFine, code, stderr)
	return stdout
}

// own are made-up records: a programme of three vanguards with two categories.
func own(more ...string) []string {
	at := func(name string) string { return filepath.Join("testdata", "own", name) }
	return append([]string{"-programme", at("programme.json"), "-ledger", at("ledger.json"), "-survey", at("survey.json"),
		"-plan", at("plan.json"), "-evidence", at("evidence.json")}, more...)
}

func TestProgramme_Golden(t *testing.T) {
	for name, args := range map[string][]string{
		"programme.txt":     nil,
		"morecambe-bay.txt": {"-vanguard", "Better Care Together (Morecambe)"},
		"money.md":          {"-by", "category,year", "-format", "markdown"},
		"money.csv":         {"-by", "category,year", "-format", "csv"},
		"own.txt":           own(),
		"own.json":          own("-format", "json"),
		"own.html":          own("-format", "html"),
	} {
		code, stdout, stderr := call(t, args...)
		require.Equal(t, tables.ExitFine, code, stderr)
		goldentest.Equal(t, name, stdout)
	}
}

func TestProgramme_TextFitsTheTerminal(t *testing.T) {
	for _, columns := range []int{80, 50, 120} {
		t.Setenv("COLUMNS", strconv.Itoa(columns))
		for _, args := range [][]string{nil, {"-vanguard", "merit"}, {"-by", "vanguard,year,status"}, {"-list"}, own()} {
			var out, errs bytes.Buffer
			require.Equal(t, tables.ExitFine, run(args, nil, &out, &errs), errs.String())
			for line := range strings.Lines(out.String()) {
				line = strings.TrimSuffix(line, "\n")
				if strings.Contains(strings.TrimSpace(line), " ") { // a single long word is not broken
					require.LessOrEqual(t, utf8.RuneCountInString(line), columns, line)
				}
				require.Equal(t, strings.TrimRight(line, " "), line, "blanks at the end")
			}
		}
	}
}

func TestProgramme_WhatItSays(t *testing.T) {
	plain := strings.Join(strings.Fields(fine(t)), " ")
	for _, words := range []string{
		"PACS, integrated primary and acute care system",
		"all 29 8 13 50",
		"PACS £45.85m 9 of 9",
		"EHCH £1.08m 1 of 6 not known 0 of 6",
		"54,786,327 people",
		"layer population",
		"What is not known",
		"controlled independent 21 4 0 18",
		"uncontrolled vanguards 20 0 0 3",
		"This is vote counting",
		"a ratio of 0.76 (95% limits 0.50 to 1.16)",
		"transformation money 2016/17 22 50",
	} {
		require.Contains(t, plain, words)
	}
	require.NotContains(t, plain, "mid-nottinghamshire-better-together", "names, not slugs")
	require.Regexp(t, `differs, [\d,]+ too (high|low)`, plain)
}

func TestProgramme_EveryVanguardHasAPage(t *testing.T) {
	for m := range caremodel.England().All() {
		page := fine(t, "-vanguard", m.Name)
		require.Contains(t, page, "\nSources\n")
		require.Contains(t, page, "\nWhat changed\n")
	}
}

// What a program reads is one tidy table a file: columns with snake_case names of
// their own, numbers that are numbers, and the same in JSON.
func TestProgramme_DataIsTidy(t *testing.T) {
	for name, args := range map[string][]string{"embedded": nil, "own": own(), "page": {"-vanguard", "salford"}} {
		folder := filepath.Join(t.TempDir(), "out")
		require.Empty(t, fine(t, slices.Concat(args, []string{"-format", "csv", "-o", folder})...))
		var doc struct {
			Tables []struct {
				Name string
				Rows []map[string]any
			}
		}
		require.NoError(t, json.Unmarshal([]byte(fine(t, slices.Concat(args, []string{"-format", "json"})...)), &doc))
		files, err := os.ReadDir(folder)
		require.NoError(t, err)
		require.Len(t, files, len(doc.Tables))
		for _, table := range doc.Tables {
			text, err := os.ReadFile(filepath.Join(folder, table.Name+".csv"))
			require.NoError(t, err)
			lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
			require.NoError(t, err, table.Name)
			header, lines := lines[0], lines[1:]
			require.Len(t, lines, len(table.Rows), table.Name)
			seen := map[string]bool{}
			for _, column := range header {
				require.Regexp(t, `^[a-z][a-z_]*$`, column, table.Name)
				require.False(t, seen[column], "%s: two columns %s", table.Name, column)
				seen[column] = true
			}
			for i, row := range table.Rows {
				filled := 0
				for j, column := range header {
					value := lines[i][j]
					if value == "" {
						require.NotContains(t, row, column, "blank is left out")
						continue
					}
					filled++
					if row[column] == true {
						require.Equal(t, "true", value)
					} else if number, is := row[column].(float64); is {
						read, err := strconv.ParseFloat(value, 64)
						require.NoError(t, err)
						require.InDelta(t, read, number, 0)
					} else {
						require.Equal(t, value, row[column], "%s, %s, row %d, %s", name, table.Name, i, column)
					}
				}
				require.Len(t, row, filled)
			}
			for _, slug := range []string{"vanguard", "vanguards"} {
				if i := slices.Index(header, slug); i >= 0 && slices.Contains(header, slug+"_name") {
					require.Equal(t, slug+"_name", header[i+1], "slug and name stand beside each other")
				}
			}
		}
	}
}

func TestProgramme_OneTable(t *testing.T) {
	require.Equal(t, fine(t, "-by", "year,category", "-format", "csv"),
		fine(t, "-by", "stream,year,category", "-format", "csv"), "streams come first where nobody asks for them")
	lines, err := csv.NewReader(strings.NewReader(fine(t, "-table", "vanguards", "-format", "csv"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, lines, 51)
	require.Equal(t, []string{"vanguard", "vanguard_name"}, lines[0][:2])

	file := filepath.Join(t.TempDir(), "salford.json")
	require.Empty(t, fine(t, "-vanguard", "salford", "-by", "year", "-format", "json", "-o", file))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var rows []map[string]any
	require.NoError(t, json.Unmarshal(text, &rows))
	require.Equal(t, "transformation", rows[0]["stream"])
	require.InDelta(t, 5470000.0, rows[0]["sum"], 0)

	then := strings.Join(strings.Fields(fine(t, "-by", "status", "-as-at", "2015-07-31")), " ")
	require.Contains(t, then, "approved in principle £41.00m")
}

func TestProgramme_OwnFormula(t *testing.T) {
	d := caremodel.EnglandDefinition()
	d.Vanguards, d.Facts = d.Vanguards[:1], nil
	d.Vanguards[0].Name = "=1+1 <b>\x1b[31m\u202e|"
	file := filepath.Join(t.TempDir(), "p.json")
	var b bytes.Buffer
	require.NoError(t, d.WriteJSON(&b))
	// The library refuses control characters in a name, and this program prints why.
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
	code, _, stderr := call(t, "-programme", file)
	require.Equal(t, tables.ExitViolations, code)
	require.NotContains(t, stderr, "\x1b")

	d.Vanguards[0].Name = "=1+1 <b>bold</b> | x"
	b.Reset()
	require.NoError(t, d.WriteJSON(&b))
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
	one := []string{"-programme", file, "-table", "vanguards", "-format"}
	require.Contains(t, fine(t, append(one, "csv")...), ",=1+1 <b>bold</b> | x,")
	require.Contains(t, fine(t, append(one, "csv", "-quote-formulas")...), ",'=1+1 <b>bold</b> | x,")
	require.Contains(t, fine(t, append(one, "html")...), "=1&#43;1 &lt;b&gt;bold&lt;/b&gt; | x")
	require.NotRegexp(t, `[^\\]<b>`, fine(t, append(one, "markdown")...))
}

// Where the records break a rule, every problem is told by file and place.
func TestProgramme_Violations(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join("testdata", "own", name))
		require.NoError(t, err)
		return string(text)
	}
	programme := []string{"-programme", filepath.Join("testdata", "own", "programme.json")}
	for _, c := range []struct {
		flag, file string
		says       []string
	}{
		{"-ledger", write("a.csv", strings.Replace(strings.Replace(read("allocations.csv"), "750000.00", "75O", 1), "2027-02-01", "2027-02-31", 1)), []string{"row 2, column on", "row 3, column amount"}},
		{"-ledger", write("l.json", strings.Replace(read("ledger.json"), `"round-1"`, `"round-2"`, 1)), []string{"allocations[0].round"}},
		{"-survey", write("s.json", strings.Replace(read("survey.json"), `"A81003"`, `"A81099"`, 1)), []string{"footprints[1].units[1].area"}},
		{"-plan", write("d.json", strings.Replace(read("plan.json"), `"Team in post"`, `""`, 1)), []string{"milestones[0].title"}},
		{"-evidence", write("e.json", strings.Replace(read("evidence.json"), `1.20`, `1.02`, 1)), []string{"results[0]"}},
		{"-evidence", write("e.csv", strings.Replace(read("evidence.csv"), `1.20`, `x`, 1)), []string{"row 2"}},
	} {
		code, stdout, stderr := call(t, append(programme, c.flag, c.file)...)
		require.Equal(t, tables.ExitViolations, code, stderr)
		require.Empty(t, stdout)
		for _, words := range c.says {
			require.Contains(t, stderr, c.file+": "+words)
		}
	}
	code, _, stderr := call(t, "-programme", write("p.json", strings.Replace(read("programme.json"), `"IHO"`, `"IH O"`, 1)), "-ledger", filepath.Join("testdata", "own", "ledger.json"))
	require.Equal(t, tables.ExitViolations, code)
	require.Contains(t, stderr, "p.json: categories[1].code")
}

// Files come packed, with a byte-order mark, in Windows-1252, on standard input.
func TestProgramme_FilesAsTheyAre(t *testing.T) {
	folder := t.TempDir()
	programme, err := os.ReadFile(filepath.Join("testdata", "own", "programme.json"))
	require.NoError(t, err)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err = z.Write(append([]byte("\ufeff"), programme...))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	gz := filepath.Join(folder, "p.json.gz")
	require.NoError(t, os.WriteFile(gz, packed.Bytes(), 0o600))

	table, err := os.ReadFile(filepath.Join("testdata", "own", "allocations.csv"))
	require.NoError(t, err)
	windows := bytes.Replace(table, []byte("750000.00,"), []byte("\xa3750000.00,"), 1)
	code, stdout, stderr := callWith(t, string(windows), "-programme", gz, "-ledger", "-", "-by", "year", "-format", "csv")
	require.Equal(t, tables.ExitFine, code, stderr)
	require.Contains(t, stdout, "2027/28,,750000.00,")
}

func TestProgramme_WrongUsage(t *testing.T) {
	own := filepath.Join("testdata", "own", "ledger.json")
	for name, c := range map[string]struct {
		args []string
		says []string
	}{
		"ambiguous name":      {[]string{"-vanguard", "Wakefield"}, []string{"West Wakefield Health and Wellbeing Ltd", "Connecting Care – Wakefield District"}},
		"near miss":           {[]string{"-vanguard", "Northumberlnd"}, []string{"Northumberland Accountable Care Organisation"}},
		"unknown name":        {[]string{"-vanguard", "Atlantis"}, []string{"Atlantis"}},
		"unknown format":      {[]string{"-format", "yaml"}, []string{"yaml", "markdown"}},
		"unknown flag":        {[]string{"-colour"}, []string{"-colour", "-h"}},
		"unknown dimension":   {[]string{"-by", "colour"}, []string{"colour"}},
		"unknown table":       {[]string{"-table", "colours"}, []string{"colours", "people_covered"}},
		"words too many":      {[]string{"Wakefield"}, []string{"Wakefield", "-h"}},
		"no such file":        {[]string{"-programme", "nowhere.json"}, []string{"nowhere.json"}},
		"a folder":            {[]string{"-survey", "testdata"}, []string{"testdata is a folder"}},
		"csv without a place": {[]string{"-format", "csv"}, []string{"-o", "-table", "money_by_status"}},
		"a file twice":        {[]string{"-survey", "a.json", "-survey", "b.json"}, []string{"a.json is given already"}},
		"a format twice":      {[]string{"-format", "csv", "-format", "json"}, []string{"given already"}},
		"two ledgers":         {[]string{"-ledger", own, "-ledger", "./" + own}, []string{"one ledger"}},
		"standard input":      {[]string{"-programme", "-", "-ledger", "-"}, []string{"one file only"}},
		"money without any":   {[]string{"-programme", filepath.Join("testdata", "own", "programme.json"), "-by", "year"}, []string{"-ledger"}},
		"list of a page":      {[]string{"-list", "-vanguard", "salford"}, []string{"-list"}},
	} {
		code, stdout, stderr := call(t, c.args...)
		require.Equal(t, tables.ExitUsage, code, name)
		require.Empty(t, stdout, name)
		for _, words := range c.says {
			require.Contains(t, stderr, words, name)
		}
	}
}

func TestProgramme_Help(t *testing.T) {
	stdout := fine(t, "-h")
	require.Contains(t, stdout, "-vanguard")
	require.Contains(t, stdout, "-evidence")
}

// The README's own commands run from a folder with nothing else in it.
func TestProgramme_README(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	source, err := os.Getwd()
	require.NoError(t, err)
	binary := filepath.Join(t.TempDir(), "programme")
	build := exec.Command("go", "build", "-o", binary, ".")
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	commands := regexp.MustCompile(`(?m)^    go run (\./examples/programme.*?)(?: +#.*)?$`).FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, commands)
	folder := t.TempDir()
	for _, command := range commands {
		line := strings.ReplaceAll(command[1], "./examples/programme", binary)
		line = strings.ReplaceAll(line, "examples/programme/testdata", filepath.Join(source, "testdata"))
		shell := exec.Command("sh", "-c", line)
		shell.Dir = folder
		output, err := shell.CombinedOutput()
		require.NoError(t, err, "%s\n%s", line, output)
	}
}

// Names from outside reach no terminal and no page raw, in whatever record they stand;
// CSV and JSON keep them.
func TestProgramme_HostileNames(t *testing.T) {
	const hostile = "=x|@\u202e<img src=x onerror=alert(1)>[x](javascript:alert(1))"
	quoted, err := json.Marshal(hostile)
	require.NoError(t, err)
	folder := t.TempDir()
	names, err := os.ReadDir(filepath.Join("testdata", "own"))
	require.NoError(t, err)
	for _, entry := range names {
		text, err := os.ReadFile(filepath.Join("testdata", "own", entry.Name()))
		require.NoError(t, err)
		for _, name := range []string{
			"Upper River", "Upper River valley", "Upper River Council", "River neighbourhood programme", "Made up for this example", "Team in post", "River practices",
			"The practices use two record systems.", "18,000 patients", "transformation funding, 2027/28", "patients of the teams", "Emergency admissions", "far fewer people come to hospital",
		} {
			text = bytes.ReplaceAll(text, []byte(`"`+name+`"`), quoted)
		}
		require.NoError(t, os.WriteFile(filepath.Join(folder, entry.Name()), text, 0o600))
	}
	args := own()
	for i, arg := range args {
		if !strings.HasPrefix(arg, "-") {
			args[i] = filepath.Join(folder, filepath.Base(arg))
		}
	}
	for _, page := range [][]string{nil, {"-vanguard", "upper-river"}, {"-by", "vanguard,year"}, {"-list"}} {
		for _, format := range []string{"text", "markdown", "html"} {
			code, stdout, stderr := call(t, slices.Concat(args, page, []string{"-format", format})...)
			require.Equal(t, tables.ExitFine, code, stderr)
			require.NotContains(t, stdout+stderr, "\u202e")
			if format != "text" {
				require.NotRegexp(t, `[^\\]<img`, stdout)
			}
			if format == "markdown" {
				require.NotRegexp(t, `[^\\]\]\(javascript`, stdout)
			}
		}
		code, stdout, stderr := call(t, slices.Concat(args, page, []string{"-format", "json"})...)
		require.Equal(t, tables.ExitFine, code, stderr)
		require.Contains(t, stdout, `=x|@`+"\u202e")
	}
}

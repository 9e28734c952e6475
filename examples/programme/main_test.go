package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// call runs the program as the shell would.
func call(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return code, out.String(), errs.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestGolden(t *testing.T) {
	for name, args := range map[string][]string{
		"programme.txt":     nil,
		"programme.md":      {"-format", "markdown"},
		"morecambe-bay.txt": {"-vanguard", "Better Care Together (Morecambe)"},
	} {
		code, stdout, stderr := call(args...)
		require.Equal(t, exitFine, code, stderr)
		require.Empty(t, stderr)
		golden(t, name, stdout)
	}
}

func TestTextIsNoWiderThanATerminal(t *testing.T) {
	_, stdout, _ := call()
	for line := range strings.Lines(stdout) {
		line = strings.TrimSuffix(line, "\n")
		require.LessOrEqual(t, utf8.RuneCountInString(line), lineWidth, line)
		require.Equal(t, strings.TrimRight(line, " "), line, "blanks at the end")
		require.NotContains(t, line, "\x1b", "colour")
	}
}

func TestWhatItSays(t *testing.T) {
	_, stdout, _ := call()
	plain := strings.Join(strings.Fields(stdout), " ")
	for _, words := range []string{
		"all 29 8 13 50",
		"PACS £45.85m 9 of 9",
		"joint, several categories £41.00m",
		"54,786,327 people",
		"02E NHS Warrington",
		"What is not known",
		"controlled independent 21 4 0 18",
		"uncontrolled vanguards 20 0 0 3",
		"This is vote counting",
		"a rate ratio of 0.76 (95% limits 0.50 to 1.16)",
		"national money 2016/17 22 50",
	} {
		require.Contains(t, plain, words)
	}
}

func TestEveryVanguardHasAPage(t *testing.T) {
	_, stdout, _ := call("-format", "json")
	var r report
	require.NoError(t, json.Unmarshal([]byte(stdout), &r))
	require.Equal(t, "The vanguards", r.Sections[1].Title)
	require.Len(t, r.Sections[1].Rows, 50)
	for _, row := range r.Sections[1].Rows {
		code, page, stderr := call("-vanguard", row[1])
		require.Equal(t, exitFine, code, stderr)
		require.Contains(t, page, "Sources\n")
	}
}

// The four formats say the same.
func TestFormats(t *testing.T) {
	_, asJSON, _ := call("-format", "json")
	var r report
	require.NoError(t, json.Unmarshal([]byte(asJSON), &r))

	_, asCSV, _ := call("-format", "csv")
	lines, err := csv.NewReader(strings.NewReader(asCSV)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"section", "row", "column", "value"}, lines[0])
	cells := 0
	for _, s := range r.Sections {
		cells += len(s.Remarks)
		for _, row := range s.Rows {
			require.Len(t, row, len(s.Columns), s.Title)
			cells += len(row)
		}
	}
	require.Len(t, lines, cells+1)

	_, asMarkdown, _ := call("-format", "markdown")
	for _, s := range r.Sections {
		require.Contains(t, asMarkdown, "\n## "+s.Title+"\n")
	}
}

func TestWrongUsage(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		says []string
	}{
		"ambiguous name": {[]string{"-vanguard", "Wakefield"}, []string{"West Wakefield Health and Wellbeing Ltd", "Connecting Care – Wakefield District"}},
		"near miss":      {[]string{"-vanguard", "Northumberlnd"}, []string{"Northumberland Accountable Care Organisation"}},
		"unknown name":   {[]string{"-vanguard", "Atlantis"}, []string{"Atlantis"}},
		"unknown format": {[]string{"-format", "yaml"}, []string{"yaml", "markdown"}},
		"unknown flag":   {[]string{"-colour"}, []string{"-colour", "Usage"}},
		"words too many": {[]string{"Wakefield"}, []string{"markdown"}},
	} {
		code, stdout, stderr := call(c.args...)
		require.Equal(t, exitUsage, code, name)
		require.Empty(t, stdout, name)
		for _, words := range c.says {
			require.Contains(t, stderr, words, name)
		}
	}
}

func TestHelp(t *testing.T) {
	code, _, stderr := call("-h")
	require.Equal(t, exitFine, code)
	require.Contains(t, stderr, "-vanguard")
}

func TestWrap(t *testing.T) {
	require.Equal(t, []string{"mid-", "nottinghamshire", "-better-", "together"}, wrap("mid-nottinghamshire-better-together", 15))
	require.Equal(t, []string{"one two", "three"}, wrap("one two three", 8))
	require.Equal(t, []string{""}, wrap("", 8))
}

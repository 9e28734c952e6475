package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// call runs the program as the shell would.
func call(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestSql_Run(t *testing.T) {
	code, stdout, stderr := call()
	require.Equal(t, exitFine, code, stderr)
	require.Empty(t, stderr)
	plain := strings.Join(strings.Fields(stdout), " ")
	for _, words := range []string{
		"50 vanguards, 131 allocations with 154 events, 44 footprints, 74 claims",
		"PACS 2015/16 £45,850,000.00 9 0 0",
		"approved-in-principle £41,000,000.00 5",
		"£205,000,000.00",
		"not known approved £4,590,000.00 1",
		"PACS 11 2,182,308 0 of 9 about 2,182,308 (4.0%)", "EHCH 0 0 6 of 6 not known",
		"all 107 30,604,709 15 of 50 about 24,911,333 to 26,330,959 (45.5% to 48.1%)",
	} {
		require.Contains(t, plain, words)
	}
	for line := range strings.Lines(stdout) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 100, line)
	}
}

func TestSql_RunOtherQuestions(t *testing.T) {
	code, stdout, stderr := call("-on", "2016-06-30", "-vanguard", "wakefield-connecting-care")
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, stdout, "as known on 2016-06-30")
	require.Contains(t, stdout, "The money of wakefield-connecting-care")
}

// A database is kept, and holds one's own records.
func TestSql_DatabaseFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "the records.db")
	const sound = "../validate/testdata/sound/"
	code, stdout, stderr := call("-db", file, "-programme", sound+"programme.json", "-ledger", sound+"ledger.json", "-survey", sound+"survey.json")
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, stdout, "Stored and read back: 3 vanguards, 1 allocation")
	db, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	defer db.Close()
	back, err := OnSQLite(db).Load(t.Context())
	require.NoError(t, err)
	require.Len(t, back.Definition.Vanguards, 3)

	code, _, stderr = call("-db", file)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "there already")

	code, stdout, stderr = call("-programme", sound+"programme.json")
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, stdout, "No populations and footprints are given.")
	code, _, stderr = call("-ledger", "../validate/testdata/broken/ledger.json")
	require.NotEqual(t, exitFine, code)
	require.NotEmpty(t, stderr)
}

func TestSql_WrongUsage(t *testing.T) {
	for _, args := range [][]string{{"-on", "soon"}, {"-vanguard", "atlantis"}, {"-colour"}, {"words"}} {
		code, stdout, stderr := call(args...)
		require.Equal(t, exitUsage, code, args)
		require.Empty(t, stdout, args)
		require.NotEmpty(t, stderr, args)
	}
	code, help, _ := call("-h")
	require.Equal(t, exitFine, code)
	require.Contains(t, help, "-vanguard")
}

// The README's own commands run from a folder that has the user's records alone.
func TestSql_README(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	folder := t.TempDir()
	for name, from := range map[string]string{"p.json": "programme.json", "l.json": "ledger.json", "s.json": "survey.json"} {
		content, err := os.ReadFile(filepath.Join("../validate/testdata/sound", from))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), content, 0o600))
	}
	t.Chdir(folder)
	commands := regexp.MustCompile(`(?m)^    go run \.(.*)$`).FindAllStringSubmatch(string(text), -1)
	require.Len(t, commands, 2)
	for _, command := range commands {
		code, stdout, stderr := call(strings.Fields(command[1])...)
		require.Equal(t, exitFine, code, "%s\n%s", command[0], stderr)
		require.NotEmpty(t, stdout)
	}
}

package main

import (
	"bytes"
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

func TestRun(t *testing.T) {
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

func TestRunOtherQuestions(t *testing.T) {
	code, stdout, stderr := call("-on", "2016-06-30", "-vanguard", "wakefield-connecting-care")
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, stdout, "as known on 2016-06-30")
	require.Contains(t, stdout, "The money of wakefield-connecting-care")
}

func TestWrongUsage(t *testing.T) {
	for _, args := range [][]string{{"-on", "soon"}, {"-vanguard", "atlantis"}, {"-colour"}, {"words"}} {
		code, stdout, stderr := call(args...)
		require.Equal(t, exitUsage, code, args)
		require.Empty(t, stdout, args)
		require.NotEmpty(t, stderr, args)
	}
	code, _, stderr := call("-h")
	require.Equal(t, exitFine, code)
	require.Contains(t, stderr, "-vanguard")
}

package main

import (
	"bufio"
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate/validatetest"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

var update = flag.Bool("update", false, "write the golden file anew")

// call runs the program as the shell would.
func call(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestNeighbourhood_Golden(t *testing.T) {
	code, stdout, stderr := call()
	require.Equal(t, exitFine, code, stderr)
	require.Empty(t, stderr)
	path := filepath.Join("testdata", "neighbourhood.txt")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(stdout), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), stdout)
}

func TestNeighbourhood_TextIsNoWiderThanATerminal(t *testing.T) {
	_, stdout, _ := call()
	for line := range strings.Lines(stdout) {
		line = strings.TrimSuffix(line, "\n")
		require.LessOrEqual(t, utf8.RuneCountInString(line), 100, line)
		require.Equal(t, strings.TrimRight(line, " "), line, "blanks at the end")
	}
}

// Nobody can take the figures for real ones.
func TestNeighbourhood_ItSaysWhatIsMadeUp(t *testing.T) {
	_, stdout, _ := call()
	require.Contains(t, stdout, "EVERYTHING ELSE IS MADE UP")
	require.Equal(t, 4, strings.Count(stdout, " (made up)\n"), "each heading over made-up figures")
}

// What the report says can be worked out by hand from the records.
func TestNeighbourhood_Figures(t *testing.T) {
	programme, err := caremodel.NewProgramme(definition())
	require.NoError(t, err)
	atlas, err := coverage.NewAtlas(programme, survey())
	require.NoError(t, err)

	var all int64
	for _, practices := range lists() {
		for _, l := range practices {
			all += l.under65 + l.over64
		}
	}
	require.Equal(t, all, atlas.Population())

	half := lists()["rotherham"][1]
	teams, err := atlas.Select(coverage.Filter{Layers: []string{inTeam}})
	require.NoError(t, err)
	covered := teams.Covered()
	require.Equal(t, (half.under65+half.over64)/2, covered.High-covered.Low, "two halves of one practice")

	a, err := financialCase().Appraise(choices())
	require.NoError(t, err)
	require.Len(t, a.Years, horizon)
	// £1.8m, 200% bias for the development of equipment, 40% of it left.
	require.Equal(t, "3240000.00", a.Lines[0].PresentValue.String())
}

func TestNeighbourhood_TheOneOddity(t *testing.T) {
	programme, err := caremodel.NewProgramme(definition())
	require.NoError(t, err)
	require.Zero(t, programme.Warnings().Len())
	validatetest.Expect(t, survey().Validate(programme), validatetest.Want{Path: "footprints[11].units[0].area", Code: coverage.OutsideLayer})
	require.Zero(t, financialCase().Validate().Len())
}

// No code of a made-up practice has the form of a real one.
func TestNeighbourhood_PracticesAreNobodys(t *testing.T) {
	for _, u := range base().Units {
		require.Empty(t, u.Area.Entity(), u.Area)
	}
}

func TestNeighbourhood_Records(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "my-records")
	code, _, stderr := call("-records", folder)
	require.Equal(t, exitFine, code, stderr)
	read := func(name string) *bufio.Reader {
		f, err := os.Open(filepath.Join(folder, name))
		require.NoError(t, err)
		t.Cleanup(func() { f.Close() })
		return bufio.NewReader(f)
	}
	programme, err := caremodel.ReadProgramme(read("programme.json"))
	require.NoError(t, err)
	require.Equal(t, 6, programme.Len())
	s, err := coverage.ReadSurvey(read("survey.json"), programme)
	require.NoError(t, err)
	require.Equal(t, survey().Footprints, s.Footprints)
	c, err := appraisal.ReadCase(read("case.json"))
	require.NoError(t, err)
	require.Len(t, c.Lines, 5)
}

func TestNeighbourhood_Usage(t *testing.T) {
	code, help, _ := call("-h")
	require.Equal(t, exitFine, code)
	require.Contains(t, help, "-records")
	for _, args := range [][]string{{"-places"}, {"Wakefield"}, {"-records", filepath.Join("main.go", "records")}} {
		code, stdout, stderr := call(args...)
		require.Equal(t, exitUsage, code)
		require.Empty(t, stdout)
		require.NotEmpty(t, stderr)
	}
}

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

func TestGolden(t *testing.T) {
	for name, args := range map[string][]string{
		"sample.txt": nil,
		"sample.md":  {"-format", "markdown"},
		"sample.csv": {"-format", "csv"},
		"two.txt":    {"-only", "HARBOUR,TOWN"},
	} {
		code, stdout, stderr := call(args...)
		require.Equal(t, exitFine, code, stderr)
		require.Empty(t, stderr)
		path := filepath.Join("testdata", name)
		if *update {
			require.NoError(t, os.WriteFile(path, []byte(stdout), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(want), stdout, name)
	}
}

func TestTextIsNoWiderThanATerminal(t *testing.T) {
	_, stdout, _ := call()
	require.Contains(t, stdout, "EVERY FIGURE HERE IS MADE UP")
	for line := range strings.Lines(stdout) {
		line = strings.TrimSuffix(line, "\n")
		require.LessOrEqual(t, utf8.RuneCountInString(line), lineWidth, line)
		require.Equal(t, strings.TrimRight(line, " "), line, "blanks at the end")
	}
}

// The sample by hand: the numbers of the files, added up without the library.
func TestSampleByHand(t *testing.T) {
	people := rows(t, "data/populations.csv")
	in := rows(t, "data/networks.csv")
	var all, naive, covered int64
	size := map[string]int64{}
	for _, row := range people[1:] {
		size[row[0]] = whole(t, row[1])
		all += whole(t, row[1])
	}
	for _, row := range in[1:] {
		times := int64(0)
		for _, column := range []int{1, 3, 5} {
			if row[column] != "" {
				times++
			}
		}
		naive += times * size[row[0]]
		covered += min(times, 1) * size[row[0]]
	}
	_, stdout, _ := call("-format", "csv")
	require.Contains(t, stdout, number(all)+" people (registered)")
	require.Equal(t, number(naive), cell(t, stdout, "Covered, each person counted once", 1, "people"))
	require.Equal(t, number(covered), cell(t, stdout, "Covered, each person counted once", 2, "people"))
	require.Equal(t, number(naive-covered), cell(t, stdout, "Covered, each person counted once", 3, "people"))
}

// national is where the national files are, if they are here.
const national = "../../../shared/reference/coverage/data/"

// The people of England by small area and the local enterprise partnerships of
// April 2017, of which the Office for National Statistics says that 2,519 small
// areas lie in two. (Look-up of the lower layer super output areas to overlapping
// partnerships; mid-2017 residents; Index of Multiple Deprivation 2015; look-up to
// the districts of 2015.)
func TestNationalFiles(t *testing.T) {
	if _, err := os.Stat(national); err != nil {
		t.Skip("reference files of " + national + " are not here")
	}
	dir := t.TempDir()
	unpack := func(name string) string {
		packed, err := os.Open(national + name + ".gz")
		require.NoError(t, err)
		defer packed.Close()
		r, err := gzip.NewReader(packed)
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, text, 0o644))
		return path
	}
	base := unpack("population_mid2017_lsoa11_agebands.csv")
	partnerships := unpack("ons_lsoa11_lep17_overlapping.csv")
	code, stdout, stderr := call("-base", base, "-area", "lsoa11_code", "-people", "total", "-name", "England and Wales",
		"-edition", "LSOA 2011", "-counted", "2017-06-30",
		"-footprints", partnerships, "-unit", "LSOA11CD", "-in", "LEP17CD1,LEP17CD2", "-names", "LEP17NM1,LEP17NM2",
		"-deciles", unpack("imd2015_lsoa11.csv"), "-deciles-area", "lsoa11_code", "-deprivation", "IMD_decile",
		"-crosswalk", unpack("ons_lsoa11_ccg15_lad15.csv"), "-from", "LSOA11CD", "-to", "LAD15CD", "-format", "csv")
	require.Equal(t, exitFine, code, stderr)

	size := map[string]int64{}
	for _, row := range rows(t, base)[1:] {
		size[row[0]] = whole(t, row[1])
	}
	var naive, covered, twice int64
	areas := 0
	for _, row := range rows(t, partnerships)[1:] {
		naive += size[row[0]]
		covered += size[row[0]]
		if row[4] != "" {
			naive += size[row[0]]
			twice += size[row[0]]
			areas++
		}
	}
	require.Equal(t, 2519, areas)
	const first = "Covered, each person counted once"
	require.Equal(t, number(naive), cell(t, stdout, first, 1, "people"))
	require.Equal(t, number(covered), cell(t, stdout, first, 2, "people"))
	require.Equal(t, "55,619,430", number(covered), "the residents of England that the Office for National Statistics published")
	require.Equal(t, number(twice), cell(t, stdout, first, 3, "people"))
	require.Equal(t, "2,519", cell(t, stdout, first, 5, "areas"))
	require.Equal(t, "30,325", cell(t, stdout, first, 4, "areas"))
	require.Contains(t, stdout, "Moved by look-up, exact: 55,619,430 people to 326 areas")
	require.Contains(t, stdout, "15 pairs of footprints share people.")
	require.Contains(t, stdout, "Slope index of inequality: +0.00 percentage points; relative index: 1.000.", "everybody in England is in a partnership")
}

// What is wrong with a file is told by file, row and column.
func TestViolations(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	base := write("base.csv", "area,people,decile\nE01000001,100,1\nE01000002,200,2\n")
	prints := write("prints.csv", "area,footprint\nE01000001,A\n")
	head := []string{"-edition", "LSOA 2011", "-counted", "2017-06-30"}
	for name, c := range map[string]struct {
		args []string
		says []string
	}{
		"people":       {[]string{"-base", write("b1.csv", "area,people\nE01000001,many\ne01000002,5\n"), "-footprints", prints}, []string{"b1.csv: row 2, column people", "b1.csv: row 3, column area"}},
		"both files":   {[]string{"-base", write("b2.csv", "area,people\nE01000001,-1\n"), "-footprints", write("f1.csv", "area,footprint\ne1,A\n")}, []string{"b2.csv: row 2", "f1.csv: row 2, column area"}},
		"no column":    {[]string{"-base", base, "-footprints", write("f2.csv", "\ufeffarea,network\nE01000001,A\n")}, []string{"f2.csv: row 1, column footprint", "network"}},
		"empty":        {[]string{"-base", base, "-footprints", write("f3.csv", "")}, []string{"no header row"}},
		"ragged":       {[]string{"-base", base, "-footprints", write("f4.csv", "area,footprint\nE01000001,A,B\n")}, []string{"f4.csv: line 2"}},
		"not in base":  {[]string{"-base", base, "-footprints", write("f5.csv", "area,footprint\nE01000003,A\n")}, []string{"E01000003", "E01000003"}},
		"not exact":    {[]string{"-base", base, "-footprints", prints, "-crosswalk", write("x.csv", "area,target\nE01000001,X\nE01000001,Y\n")}, []string{"E01000001"}},
		"no such by":   {[]string{"-base", base, "-footprints", prints, "-by", "quintile"}, []string{"quintile", "decile"}},
		"nobody chose": {[]string{"-base", base, "-footprints", prints, "-only", "A,B"}, []string{`-only: "B"`}},
	} {
		code, stdout, stderr := call(append(c.args, head...)...)
		require.Equal(t, exitViolations, code, "%s: %s", name, stderr)
		require.Empty(t, stdout, name)
		for _, words := range c.says {
			require.Contains(t, stderr, words, name)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"unknown format": {[]string{"-format", "xml"}, "markdown"},
		"half":           {[]string{"-base", "b.csv"}, "-footprints"},
		"no edition":     {[]string{"-base", "b.csv", "-footprints", "f.csv"}, "-edition"},
		"missing file":   {[]string{"-base", "b.csv", "-footprints", "f.csv", "-edition", "x", "-counted", "2017-06-30"}, "b.csv"},
		"names":          {[]string{"-names", "a,b", "-base", "b.csv", "-footprints", "f.csv", "-edition", "x", "-counted", "2017-06-30"}, "-names"},
		"unknown flag":   {[]string{"-colour"}, "Usage"},
		"word too many":  {[]string{"b.csv"}, "b.csv"},
		"no day":         {[]string{"-counted", "June"}, "June"},
		"top":            {[]string{"-top", "0"}, "-top"},
	} {
		code, stdout, stderr := call(c.args...)
		require.Equal(t, exitUsage, code, name)
		require.Empty(t, stdout, name)
		require.Contains(t, stderr, c.says, name)
	}
	code, _, stderr := call("-h")
	require.Equal(t, exitFine, code)
	require.Contains(t, stderr, "-crosswalk")
}

// rows reads a table for the reckoning by hand.
func rows(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	r := csv.NewReader(f)
	all, err := r.ReadAll()
	require.NoError(t, err)
	return all
}

func whole(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err)
	return n
}

// cell is one cell of the program's CSV.
func cell(t *testing.T, text, table string, row int, column string) string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	i := slices.IndexFunc(all, func(r []string) bool { return r[0] == table && r[1] == strconv.Itoa(row) && r[2] == column })
	require.GreaterOrEqual(t, i, 0, "%s, row %d, %s", table, row, column)
	return all[i][3]
}

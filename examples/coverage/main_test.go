package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

var update = flag.Bool("update", false, "write the golden files anew")

// call runs the program as the shell would.
func call(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// data runs the program for one table, and returns its rows by column.
func data(t *testing.T, table string, args ...string) []map[string]string {
	t.Helper()
	code, stdout, stderr := call(append(args, "-format", "csv", "-table", table)...)
	require.Equal(t, tables.ExitFine, code, stderr)
	all, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
	require.NoError(t, err)
	var out []map[string]string
	for _, row := range all[1:] {
		cells := map[string]string{}
		for i, name := range all[0] {
			require.NotContains(t, cells, name)
			cells[name] = row[i]
		}
		out = append(out, cells)
	}
	return out
}

func TestCoverage_Golden(t *testing.T) {
	for name, args := range map[string][]string{
		"sample.txt": nil,
		"sample.md":  {"-format", "markdown"},
		"groups.csv": {"-format", "csv", "-table", "groups"},
		"two.json":   {"-only", "HARBOUR,TOWN", "-format", "json", "-table", "overlaps"},
	} {
		code, stdout, stderr := call(args...)
		require.Equal(t, tables.ExitFine, code, stderr)
		require.Contains(t, stderr, "deciles.csv, column decile: \"decile\": 1 of 40 cells lack this attribute")
		path := filepath.Join("testdata", name)
		if *update {
			require.NoError(t, os.WriteFile(path, []byte(stdout), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(want), stdout, name)
	}
}

func TestCoverage_TextFitsTheTerminal(t *testing.T) {
	t.Setenv("COLUMNS", "")
	_, stdout, _ := call()
	require.Contains(t, stdout, "EVERY FIGURE HERE IS MADE UP")
	for line := range strings.Lines(stdout) {
		line = strings.TrimSuffix(line, "\n")
		require.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
	}
}

// The sample by hand: the numbers of the files, added up without the library.
func TestCoverage_SampleByHand(t *testing.T) {
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
	once := data(t, "covered")
	_, stdout, _ := call()
	require.Contains(t, stdout, tables.Thousands(all)+" people (registered)")
	for i, n := range []int64{naive, covered, naive - covered} {
		require.Equal(t, strconv.FormatInt(n, 10), once[i]["people_low"])
	}
}

// national is where the national files are, if they are here.
const national = "../../../shared/reference/coverage/data/"

// The people of England by small area and the local enterprise partnerships of
// April 2017, of which the Office for National Statistics says that 2,519 small
// areas lie in two. (Look-up of the lower layer super output areas to overlapping
// partnerships; mid-2017 residents; Index of Multiple Deprivation 2015; look-up to
// the districts of 2015.)
func TestCoverage_NationalFiles(t *testing.T) {
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
	args := []string{
		"-base", base, "-area", "lsoa11_code", "-people", "total", "-name", "England", "-country", "England",
		"-edition", "LSOA 2011", "-counted", "2017-06-30",
		"-footprints", partnerships, "-unit", "LSOA11CD", "-in", "LEP17CD1,LEP17CD2", "-names", "LEP17NM1,LEP17NM2",
		"-deciles", unpack("imd2015_lsoa11.csv"), "-deciles-area", "lsoa11_code", "-deprivation", "IMD_decile",
		"-crosswalk", unpack("ons_lsoa11_ccg15_lad15.csv"), "-from", "LSOA11CD", "-to", "LAD15CD", "-to-name", "LAD15NM",
	}
	code, stdout, stderr := call(args...)
	require.Equal(t, tables.ExitFine, code, stderr)

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
	require.EqualValues(t, 55_619_430, covered, "the residents of England that the Office for National Statistics published")
	once := data(t, "covered", args...)
	for i, n := range []int64{naive, covered, twice, covered - twice, twice} {
		require.Equal(t, strconv.FormatInt(n, 10), once[i]["people_low"])
	}
	require.Equal(t, "30325", once[3]["areas"])
	require.Equal(t, "2519", once[4]["areas"])
	stdout = strings.Join(strings.Fields(stdout), " ")
	require.Contains(t, stdout, "The areas of England alone. Left out are people of other countries, 3,125,165, and rows of the footprint file, 0.")
	require.Contains(t, stdout, "Moved by look-up, exact: 55,619,430 people to 326 areas, 0 to none; nobody is lost or made. The footprints touch 326 of these areas.")
	require.Contains(t, stdout, "15 pairs of footprints share people.")
	require.Contains(t, stdout, "Slope index of inequality: +0.00 percentage points; relative index: 1.000.", "everybody in England is in a partnership")
	require.Contains(t, stdout, "E08000025 Birmingham")
	require.Len(t, data(t, "areas", args...), 32_844)
	require.Len(t, data(t, "targets", args...), 326)
	each := data(t, "footprint_groups", args...)
	require.Len(t, each, 38*10)
	var one int64
	for _, row := range each {
		if row["footprint"] == each[0]["footprint"] {
			one += whole(t, row["people_low"])
		}
	}
	require.EqualValues(t, 8_825_001, one, "London")
}

// What is wrong with a file is told by file, row and column.
func TestCoverage_Violations(t *testing.T) {
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
		"semicolons":   {[]string{"-base", base, "-footprints", write("f6.csv", "area;footprint\nE01000001;A\n")}, []string{"f6.csv: row 1", "semicolons"}},
		"two rows":     {[]string{"-base", write("b3.csv", "area,people\nE01000001,1\nE01000001,2\n"), "-footprints", prints}, []string{"b3.csv: row 3", "row 2 is the same area"}},
		"practices":    {[]string{"-base", write("b4.csv", "area,people\nA81001,100\n"), "-footprints", write("f7.csv", "area,footprint\nA81001,A\n")}, []string{"b4.csv: base.basis", "registered patients"}},
		"empty":        {[]string{"-base", base, "-footprints", write("f3.csv", "")}, []string{"no header row"}},
		"ragged":       {[]string{"-base", base, "-footprints", write("f4.csv", "area,footprint\nE01000001,A,B\n")}, []string{"f4.csv: row 2"}},
		"not in base":  {[]string{"-base", base, "-footprints", write("f5.csv", "area,footprint\nE01000003,A\n")}, []string{"E01000003", "E01000003"}},
		"not exact":    {[]string{"-base", base, "-footprints", prints, "-crosswalk", write("x.csv", "area,target\nE01000001,X\nE01000001,Y\n")}, []string{"E01000001"}},
		"no such by":   {[]string{"-base", base, "-footprints", prints, "-by", "quintile"}, []string{"quintile", "decile"}},
		"nobody chose": {[]string{"-base", base, "-footprints", prints, "-only", "A,B"}, []string{`-only: "B"`}},
	} {
		code, stdout, stderr := call(append(c.args, head...)...)
		require.Equal(t, tables.ExitViolations, code, "%s: %s", name, stderr)
		require.Empty(t, stdout, name)
		for _, words := range c.says {
			require.Contains(t, stderr, words, name)
		}
	}
}

func TestCoverage_WrongUsage(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"unknown format": {[]string{"-format", "xml"}, "markdown"},
		"half":           {[]string{"-base", "b.csv"}, "-footprints"},
		"no edition":     {[]string{"-base", "b.csv", "-footprints", "f.csv"}, "-edition"},
		"missing file":   {[]string{"-base", "b.csv", "-footprints", "f.csv", "-edition", "x", "-counted", "2017-06-30"}, "f.csv"},
		"names":          {[]string{"-names", "a,b", "-base", "b.csv", "-footprints", "f.csv", "-edition", "x", "-counted", "2017-06-30"}, "-names"},
		"unknown flag":   {[]string{"-colour"}, "-h lists the flags"},
		"word too many":  {[]string{"b.csv"}, "b.csv"},
		"no day":         {[]string{"-counted", "June"}, "June"},
		"top":            {[]string{"-top", "0"}, "-top"},
	} {
		code, stdout, stderr := call(c.args...)
		require.Equal(t, tables.ExitUsage, code, name)
		require.Empty(t, stdout, name)
		require.Contains(t, stderr, c.says, name)
	}
	code, stdout, stderr := call("-h")
	require.Equal(t, tables.ExitFine, code)
	require.Contains(t, stdout, "-crosswalk")
	require.Empty(t, stderr)
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

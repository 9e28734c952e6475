package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// tableFiles writes a base and a footprint file, and returns the flags that name them.
func tableFiles(t *testing.T, base, footprints string) []string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"base.csv": base, "footprints.csv": footprints} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return []string{
		"-base", filepath.Join(dir, "base.csv"), "-footprints", filepath.Join(dir, "footprints.csv"),
		"-edition", "LSOA 2011", "-counted", "2017-06-30", "-by", "age",
	}
}

const smallBase = "area,people,age\nE01000001,100,0.5\nE01000001,50,0.25\nE01000002,200,10.5\nE01000003,400,-1\n"

// Shares, bounds, days and cells of a footprint file count.
func TestFiles_FootprintColumns(t *testing.T) {
	for name, c := range map[string]struct{ footprints, low, high, approximate string }{
		"whole":    {"area,footprint\nE01000001,A\n", "150", "150", ""},
		"share":    {"area,footprint,share\nE01000001,A,50%\n", "75", "75", ""},
		"about":    {"area,footprint,share,bound\nE01000001,A,1/2,about\n", "75", "75", "true"},
		"at most":  {"area,footprint,share,bound\nE01000001,A,1/2,at-most\n", "0", "75", ""},
		"cells":    {"area,footprint,cells.age\nE01000001,A,0.5\n", "100", "100", ""},
		"open":     {"area,footprint,from,until\nE01000001,A,2017-01-01,2017-12-31\nE01000002,B,,2016-12-31\n", "150", "150", ""},
		"vanguard": {"area,footprint,vanguard,layer\nE01000001,A,The Valley,people\nE01000002,A,,\n", "350", "350", ""},
	} {
		got := data(t, "covered", tableFiles(t, smallBase, c.footprints)...)[1]
		require.Equal(t, []string{c.low, c.high, c.approximate}, []string{got["people_low"], got["people_high"], got["approximate"]}, name)
	}
	_, stdout, _ := call(tableFiles(t, smallBase, "area,footprint,until\nE01000001,A,\nE01000002,B,2016-12-31\n")...)
	require.Contains(t, stdout, "1 of the 2 footprints of the file are not open on 2017-06-30")
	got := data(t, "covered", append(tableFiles(t, smallBase, "area,footprint,until\nE01000001,A,\nE01000002,B,2016-12-31\n"), "-on", "2016-01-01")...)
	require.Equal(t, "350", got[1]["people_low"])
}

// What is wrong with these columns is told by the row of the file.
func TestFiles_FootprintRows(t *testing.T) {
	args := tableFiles(t, smallBase, "area,lies_in,share,note\nE01000009,,,\nE01000001,A,half,x\ne01000002,B,,\n")
	code, _, stderr := call(append(args, "-in", "lies_in")...)
	require.Equal(t, tables.ExitViolations, code)
	require.Contains(t, stderr, `footprints.csv: row 3, column share: "half"`)
	require.Contains(t, stderr, `footprints.csv: row 4, column area: "e01000002"`)

	args = tableFiles(t, smallBase, "area,a,b,share\nE01000001,A,B,50%\n")
	code, _, stderr = call(append(args, "-in", "a,b")...)
	require.Equal(t, tables.ExitViolations, code)
	require.Contains(t, stderr, `row 1, column share`, "of which of the two is it?")

	args = tableFiles(t, smallBase, "area,footprint\n\nE01000009,A\nE01000001,A\nE01000001,A\n")
	code, _, stderr = call(args...)
	require.Equal(t, tables.ExitViolations, code)
	require.Contains(t, stderr, `footprints.csv: row 3, column area: "E01000009": the base has no such area`)
	require.Contains(t, stderr, `footprints.csv: row 5, column area: "E01000001": row 4 of this footprint has the same area`)
}

// A slope index is of deprivation, and nobody guesses what a column means.
func TestFiles_SlopeOnRequestAlone(t *testing.T) {
	args := tableFiles(t, smallBase, "area,footprint\nE01000001,A\nE01000002,A\n")
	_, stdout, _ := call(args...)
	require.NotContains(t, stdout, "Slope index")
	require.NotContains(t, stdout, "most deprived")
	for i, value := range []string{"-1", "0.25", "0.5", "10.5"} {
		require.Equal(t, value, data(t, "groups", args...)[i]["value"], "decimals sort as numbers")
	}
	_, stdout, _ = call(append(args, "-deprivation", "age")...)
	require.Contains(t, stdout, "Slope index of inequality")
	code, _, stderr := call(append(args, "-deprivation", "people")...)
	require.Equal(t, tables.ExitUsage, code)
	require.Contains(t, stderr, "-deprivation")

	// Bounds of the covered bound the index.
	args = tableFiles(t, smallBase, "area,footprint,share\nE01000001,A,50%\nE01000002,A,\n")
	code, stdout, stderr = call(append(args, "-deprivation", "age")...)
	require.Equal(t, tables.ExitFine, code, stderr)
	require.Contains(t, stdout, " to +")
}

// Files are read as spreadsheets of Windows and the publishers of national files
// write them.
func TestFiles_WindowsAndGzip(t *testing.T) {
	names := "area,footprint,name\nE01000001,A,Caf\xe9 \x96 North\n"
	args := append(tableFiles(t, smallBase, names), "-names", "name")
	code, stdout, stderr := call(args...)
	require.Equal(t, tables.ExitFine, code, stderr)
	require.Contains(t, stdout, "Café – North")

	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(names))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	code, stdout, stderr = call(append(tableFiles(t, smallBase, packed.String()), "-names", "name")...)
	require.Equal(t, tables.ExitFine, code, stderr)
	require.Contains(t, stdout, "Café – North")
}

// What stands in a file or its name steers no terminal and forges no line.
func TestFiles_HostileNames(t *testing.T) {
	const hostile = "x\x1b[31m\nforged: row 2\u202e"
	for _, args := range [][]string{
		tableFiles(t, "area,\""+hostile+"\"\n", "area,footprint\nE01000001,A\n"),
		tableFiles(t, smallBase, "area,\""+hostile+"\"\nE01000001,A\n"),
		tableFiles(t, smallBase, "area,footprint\nE01000001,\""+hostile+"\"\n"),
		append(tableFiles(t, smallBase, "area,footprint,name\nE01000001,A,\""+hostile+"\"\n"), "-names", "name"),
		append(tableFiles(t, smallBase, "area,footprint\nE01000001,A\n"), "-deciles", hostile),
		append(tableFiles(t, smallBase, "area,footprint\nE01000001,A\n"), "-country", hostile),
		append(tableFiles(t, smallBase, "area,footprint\nE01000001,A\n"), "-in", hostile),
		append(tableFiles(t, smallBase, "area,footprint\nE01000001,A\n"), "-crosswalk", hostile),
	} {
		code, stdout, stderr := call(args...)
		require.NotEqual(t, tables.ExitFine, code, stdout)
		require.NotContains(t, stdout+stderr, "\x1b", "%q", args)
		require.NotContains(t, stdout+stderr, "\u202e", "%q", args)
		require.NotContains(t, "\n"+stdout+stderr, "\nforged", "%q", args)
	}
}

// What goes to other areas is within the bounds of what is covered, and only areas that
// the footprints touch are told, with their names.
func TestFiles_LookUpOfParts(t *testing.T) {
	args := tableFiles(t, smallBase, "area,footprint,share,bound\nE01000001,A,50%,at-most\n")
	to := filepath.Join(t.TempDir(), "to.csv")
	require.NoError(t, os.WriteFile(to, []byte("area,target,name\nE01000001,X,Xshire\nE01000002,X,Xshire\nE01000003,Y,Yshire\n"), 0o644))
	args = append(args, "-crosswalk", to, "-to-name", "name")
	got := data(t, "targets", args...)
	require.Len(t, got, 1)
	require.Equal(t, "X Xshire 350 0 75", strings.Join([]string{got[0]["area"], got[0]["area_name"], got[0]["population"], got[0]["people_low"], got[0]["people_high"]}, " "))
	_, stdout, _ := call(args...)
	require.Contains(t, stdout, "The footprints touch 1 of these areas")
	require.Contains(t, stdout, "X Xshire")
	areas := data(t, "areas", args...)
	require.Len(t, areas, 1)
	require.Equal(t, "E01000001", areas[0]["area"])
}

// What the covered are made of, all together and by footprint.
func TestFiles_Composition(t *testing.T) {
	args := tableFiles(t, "area,people,decile\nE01000001,100,1\nE01000002,200,2\nE01000003,700,3\n", "area,a,b\nE01000001,A,\nE01000002,,B\nE01000003,,\n")
	args = append(args[:len(args)-2], "-in", "a,b", "-deprivation", "decile")
	_, stdout, _ := call(args...)
	require.Contains(t, stdout, "Of the covered 100.0% live in groups 1 and 2, of everybody 30.0%.")
	groups := data(t, "groups", args...)
	require.Equal(t, "33.3333", groups[0]["of_covered_low"])
	require.Equal(t, "66.6667", groups[1]["of_covered_high"])
	each := data(t, "footprint_groups", args...)
	require.Len(t, each, 6)
	require.Equal(t, "B 1 0", strings.Join([]string{each[0]["footprint"], each[0]["value"], each[0]["people_low"]}, " "))
	require.Equal(t, "100.0000", each[1]["of_covered_low"])
}

// Areas that the base does not have, numbers that are not shown and areas of other
// countries are what the flags say, and are told.
func TestFiles_AsTheyAre(t *testing.T) {
	args := tableFiles(t, "area;m;f\nE01000001;100;*\nE01000002;10;20\nW01000001;5;5\n", "area;footprint\nE01000001;A\nE01000009;A\nW01000001;B\n")
	args = append(args[:len(args)-2], "-separator", ";", "-people", "m,f", "-suppressed", "*", "-unmatched")
	code, stdout, stderr := call(args...)
	require.Equal(t, tables.ExitFine, code, stderr)
	require.Contains(t, stderr, `footprints.csv: row 3, column area: "E01000009": the base has no such area (warning: coverage.unmatched)`)
	require.Contains(t, stdout, "up to 7 more may be there")
	got := data(t, "covered", args...)[1]
	require.Equal(t, "110 117 147 7 1", strings.Join([]string{got["people_low"], got["people_high"], got["of"], got["hidden"], got["missing"]}, " "))

	args = append(args, "-country", "england")
	_, stdout, stderr = call(args...)
	stdout = strings.Join(strings.Fields(stdout), " ")
	require.Contains(t, stdout, "The areas of england alone. Left out are people of other countries, 10, and rows of the footprint file, 1.")
	require.Contains(t, stdout, "covered at least 100 at least 73.0%")
	require.NotContains(t, stderr, "coverage.outside")
	code, _, stderr = call(append(args[:len(args)-1], "Scotland")...)
	require.Equal(t, tables.ExitViolations, code)
	require.Contains(t, stderr, "no area of this country")
}

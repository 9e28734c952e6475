package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// files writes a base and a footprint file, and returns the flags that name them.
func files(t *testing.T, base, footprints string) []string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"base.csv": base, "footprints.csv": footprints} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return []string{
		"-base", filepath.Join(dir, "base.csv"), "-footprints", filepath.Join(dir, "footprints.csv"),
		"-edition", "LSOA 2011", "-counted", "2017-06-30", "-format", "csv", "-by", "age",
	}
}

const (
	smallBase = "area,people,age\nE01000001,100,0.5\nE01000001,50,0.25\nE01000002,200,10.5\nE01000003,400,-1\n"
	once      = "Covered, each person counted once"
)

// Shares, bounds, days and cells of a footprint file count.
func TestFootprintColumns(t *testing.T) {
	for name, c := range map[string]struct{ footprints, covered string }{
		"whole":    {"area,footprint\nE01000001,A\n", "150"},
		"share":    {"area,footprint,share\nE01000001,A,50%\n", "75"},
		"about":    {"area,footprint,share,bound\nE01000001,A,1/2,about\n", "about 75"},
		"cells":    {"area,footprint,cells.age\nE01000001,A,0.5\n", "100"},
		"open":     {"area,footprint,from,until\nE01000001,A,2017-01-01,2017-12-31\nE01000002,B,,2016-12-31\n", "150"},
		"vanguard": {"area,footprint,vanguard,layer\nE01000001,A,The Valley,people\nE01000002,A,,\n", "350"},
	} {
		code, stdout, stderr := call(files(t, smallBase, c.footprints)...)
		require.Equal(t, exitFine, code, name+": "+stderr)
		require.Equal(t, c.covered, cell(t, stdout, once, 2, "people"), name)
	}
	_, stdout, _ := call(files(t, smallBase, "area,footprint,until\nE01000001,A,\nE01000002,B,2016-12-31\n")...)
	require.Contains(t, stdout, "1 of the 2 footprints of the file are not open on 2017-06-30")
	_, stdout, _ = call(append(files(t, smallBase, "area,footprint,until\nE01000001,A,\nE01000002,B,2016-12-31\n"), "-on", "2016-01-01")...)
	require.Equal(t, "350", cell(t, stdout, once, 2, "people"))
}

// What is wrong with these columns is told by the row of the file.
func TestFootprintRows(t *testing.T) {
	args := files(t, smallBase, "area,lies_in,share,note\nE01000009,,,\nE01000001,A,half,x\ne01000002,B,,\n")
	code, _, stderr := call(append(args, "-in", "lies_in")...)
	require.Equal(t, exitViolations, code)
	require.Contains(t, stderr, `footprints.csv: row 3, column share: "half"`)
	require.Contains(t, stderr, `footprints.csv: row 4, column area: "e01000002"`)

	args = files(t, smallBase, "area,a,b,share\nE01000001,A,B,50%\n")
	code, _, stderr = call(append(args, "-in", "a,b")...)
	require.Equal(t, exitViolations, code)
	require.Contains(t, stderr, `row 1, column share`, "of which of the two is it?")
}

// A slope index is of deprivation, and nobody guesses what a column means.
func TestSlopeOnRequestAlone(t *testing.T) {
	args := files(t, smallBase, "area,footprint\nE01000001,A\nE01000002,A\n")
	_, stdout, _ := call(append(args, "-by", "age")...)
	require.NotContains(t, stdout, "Slope index")
	require.NotContains(t, stdout, "most deprived")
	for i, value := range []string{"-1", "0.25", "0.5", "10.5"} {
		require.Equal(t, value, cell(t, stdout, "Coverage by age", i+1, "age"), "decimals sort as numbers")
	}
	_, stdout, _ = call(append(args, "-by", "age", "-deprivation", "age")...)
	require.Contains(t, stdout, "Slope index of inequality")
	code, _, stderr := call(append(args, "-deprivation", "age", "-by", "people")...)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "-deprivation")

	// Bounds of the covered bound the index.
	args = files(t, smallBase, "area,footprint,share\nE01000001,A,50%\nE01000002,A,\n")
	code, stdout, stderr = call(append(args, "-by", "age", "-deprivation", "age")...)
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, stdout, " to +")
}

// Files are read as spreadsheets of Windows and the publishers of national files
// write them.
func TestWindowsAndGzip(t *testing.T) {
	names := "area,footprint,name\nE01000001,A,Caf\xe9 \x96 North\n"
	args := append(files(t, smallBase, names), "-names", "name")
	code, stdout, stderr := call(args...)
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, stdout, "Café – North")

	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(names))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	code, stdout, stderr = call(append(files(t, smallBase, packed.String()), "-names", "name")...)
	require.Equal(t, exitFine, code, stderr)
	require.Contains(t, stdout, "Café – North")
}

// What stands in a file or its name steers no terminal and forges no line.
func TestHostileNames(t *testing.T) {
	const hostile = "x\x1b[31m\nforged: row 2\u202e"
	for _, args := range [][]string{
		files(t, "area,\""+hostile+"\"\n", "area,footprint\nE01000001,A\n"),
		files(t, smallBase, "area,\""+hostile+"\"\nE01000001,A\n"),
		files(t, smallBase, "area,footprint\nE01000001,\""+hostile+"\"\n"),
		append(files(t, smallBase, "area,footprint,name\nE01000001,A,\""+hostile+"\"\n"), "-names", "name"),
		append(files(t, smallBase, "area,footprint\nE01000001,A\n"), "-by", hostile),
		append(files(t, smallBase, "area,footprint\nE01000001,A\n"), "-in", hostile),
		append(files(t, smallBase, "area,footprint\nE01000001,A\n"), "-crosswalk", hostile),
	} {
		code, stdout, stderr := call(args...)
		require.NotEqual(t, exitFine, code, stdout)
		require.NotContains(t, stdout+stderr, "\x1b", "%q", args)
		require.NotContains(t, stdout+stderr, "\u202e", "%q", args)
		require.NotContains(t, "\n"+stdout+stderr, "\nforged", "%q", args)
	}
}

// What goes to other areas is each area once, and says that it is a least figure.
func TestLookUpOfParts(t *testing.T) {
	args := files(t, smallBase, "area,footprint,share,bound\nE01000001,A,50%,about\n")
	to := filepath.Join(t.TempDir(), "to.csv")
	require.NoError(t, os.WriteFile(to, []byte("area,target\nE01000001,X\nE01000002,X\nE01000003,Y\n"), 0o644))
	code, stdout, stderr := call(append(args, "-crosswalk", to)...)
	require.Equal(t, exitFine, code, stderr)
	require.Equal(t, "350", cell(t, stdout, "Coverage by target", 1, "people"))
	require.Equal(t, "75", cell(t, stdout, "Coverage by target", 1, "covered"))
	require.Contains(t, stdout, "Covered is the least")
}

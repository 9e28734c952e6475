package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// files writes files into a folder and returns their names, in order.
func files(t *testing.T, texts ...string) []string {
	t.Helper()
	var names []string
	dir := t.TempDir()
	for i, text := range texts {
		name := filepath.Join(dir, string(rune('a'+i))+".csv")
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
		names = append(names, name)
	}
	return names
}

// What is wrong with the base as a whole is told whatever other files there are.
func TestErrorsOfTheBase(t *testing.T) {
	f := files(t, "area,people\nA81001,4000\nA81002,3000\n", "id,vanguard,layer,area,source_title\nmine,Airedale and Partners,care-homes,A81001,A page\n")
	for _, also := range [][]string{nil, {"-footprints", f[1]}} {
		args := append([]string{"-populations", f[0], "-basis", "registered", "-edition", "GP practices", "-counted", "2099-01-01", "-as-at", "2026-01-01"}, also...)
		code, stdout, stderr := call(args...)
		require.Equal(t, exitViolations, code, stdout+stderr)
		require.Contains(t, stdout, "error: future")
		require.Contains(t, stdout, f[0]+": -counted: ")

		args = append([]string{"-populations", f[0], "-basis", "resident", "-edition", "GP practices", "-counted", "2025-01-01"}, also...)
		code, stdout, _ = call(args...)
		require.Equal(t, exitViolations, code, stdout)
		require.Contains(t, stdout, f[0]+": -basis: \"resident\"", "practices have patients and not residents")
	}
	code, stdout, _ := call("-populations", f[0])
	require.Equal(t, exitFine, code)
	require.Contains(t, stdout, "what it counts is not checked without -basis, -edition, -counted")
}

const allocationHeader = "id,recipients,year,stream,status,amount,source_title\n"

// Tables of a kind may come in several files, which are checked together.
func TestSeveralFiles(t *testing.T) {
	f := files(t,
		allocationHeader+"one,Airedale and Partners,2015/16,transformation,approved,1000,A page\n",
		allocationHeader+"two,Wakefield,2015/16,transformation,approved,x,A page\none,Airedale and Partners,2016/17,transformation,approved,1000,A page\n")
	code, stdout, _ := call("-allocations", f[0], "-allocations", f[1])
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, f[0]+": 1 allocation\n")
	require.Contains(t, stdout, f[1]+": row 2, column amount")
	require.Contains(t, stdout, f[1]+": row 3, column id: \"one\"", "given in the first file")

	f = files(t, "area,people\nA81001,4000\n", "area,people\nA81002,3000\nA81001,10\n", "area,people\nA81003,many\n")
	code, stdout, _ = call("-populations", f[0], "-populations", f[1], "-populations", f[2])
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, f[1]+": row 3")
	require.Contains(t, stdout, f[2]+": row 2, column people")
}

// A compressed file and standard input are files like others.
func TestGzipAndStandardInput(t *testing.T) {
	const text = allocationHeader + "two,Wakefield,2015/16,transformation,approved,x,A page\n"
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	f := files(t, packed.String(), packed.String()[:packed.Len()-9])
	code, stdout, _ := call("-allocations", f[0])
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, f[0]+": row 2, column amount")
	code, _, stderr := call("-allocations", f[1])
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, f[1]+": unexpected EOF")

	for _, in := range []string{text, packed.String()} {
		code, stdout, _ = callWith(in, "-allocations", "-")
		require.Equal(t, exitViolations, code)
		require.Contains(t, stdout, "-: row 2, column amount")
	}
}

func TestProblemsAsCSV(t *testing.T) {
	code, stdout, stderr := call(args(soundProgramme + "-ledger sound/ledger.json -allocations broken/allocations.csv -max 1 -format csv")...)
	require.Equal(t, exitViolations, code, stderr)
	rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"file", "path", "code", "severity", "value", "detail", "omitted"}, rows[0])
	seen := map[string]int{}
	for _, row := range rows[1:] {
		if row[6] == "" {
			seen[row[0]+row[2]+row[3]]++
		}
	}
	require.NotEmpty(t, seen)
	for rule, n := range seen {
		require.Equal(t, 1, n, rule)
	}
}

// What stands in a header, a cell or the name of a file forges no line and steers
// no terminal.
func TestHostileNames(t *testing.T) {
	const hostile = "x\x1b[31m\nforged.csv: row 2\u202e|<b>"
	f := files(t,
		"id,recipients,year,stream,status,amount,\""+hostile+"\"\n",
		"\"id\",vanguard,area,\""+hostile+"\"\n",
		"area,people,\""+hostile+"\"\n",
		allocationHeader+"\""+hostile+"\",\""+hostile+"\",\""+hostile+"\",\""+hostile+"\",\""+hostile+"\",\""+hostile+"\",\""+hostile+"\"\n")
	strange := filepath.Join(t.TempDir(), "x\x1b[31m\nforged.csv")
	require.NoError(t, os.WriteFile(strange, []byte("area\n"), 0o644))
	for _, args := range [][]string{
		{"-allocations", f[0]}, {"-footprints", f[1]}, {"-populations", f[2], "-people", "lots"}, {"-populations", f[2], "-attributes", hostile},
		{"-allocations", f[3]}, {"-programme", f[3]}, {"-populations", strange}, {"-populations", strange + "gone"}, {"-format", hostile}, {hostile},
		{"-" + hostile}, {"-as-at", hostile},
	} {
		for _, format := range []string{"text", "jsonl"} {
			_, stdout, stderr := call(append([]string{"-format", format}, args...)...)
			require.NotContains(t, stdout+stderr, "\x1b", "%q", args)
			if format == "text" {
				require.NotContains(t, stdout+stderr, "\u202e", "%q", args)
			}
			require.NotContains(t, "\n"+stdout+stderr, "\nforged", "%q", args)
		}
	}
}

package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// call runs the program as the shell would.
func call(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

// files returns the documents of a folder of testdata.
func files(t *testing.T, folder string) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/" + folder + "/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	return paths
}

func TestSchema_FineDocuments(t *testing.T) {
	own := []string{
		"../../caremodel/data/england.json", "../../funding/data/england.json",
		"../../coverage/data/england.json", "../../caremodel/delivery/data/england.json",
	}
	code, stdout, stderr := call("", append(own, files(t, "sound")...)...)
	require.Equal(t, exitFine, code, stdout)
	require.Empty(t, stdout)
	require.Empty(t, stderr)
}

func TestSchema_BrokenDocuments(t *testing.T) {
	paths := files(t, "broken")
	code, stdout, stderr := call("", paths...)
	require.Equal(t, exitViolations, code)
	require.Empty(t, stderr)
	for _, path := range paths {
		require.Contains(t, stdout, path+": ")
	}
	if *update {
		require.NoError(t, os.WriteFile("testdata/broken.golden.txt", []byte(stdout), 0o644))
	}
	want, err := os.ReadFile("testdata/broken.golden.txt")
	require.NoError(t, err)
	require.Equal(t, string(want), stdout)
}

func TestSchema_NamedSchema(t *testing.T) {
	const plan = `{"format": "newcaremodels/delivery/1"}`
	code, stdout, _ := call(plan, "-schema", "plan", "-")
	require.Equal(t, exitFine, code)
	require.Empty(t, stdout)
	code, stdout, _ = call(plan, "-schema", "ledger", "-")
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, "-: /format: ")
	code, stdout, _ = call(`{"format": "newcaremodels/delivery/2"}`, "-")
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, `"newcaremodels/delivery/2" is the format of no schema here`)
	code, stdout, _ = call(plan+"{}", "-")
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, "this is no JSON document")
}

func TestSchema_Usage(t *testing.T) {
	for _, args := range [][]string{{}, {"-schema", "plans", "x.json"}, {"-x"}, {filepath.Join(t.TempDir(), "missing.json")}} {
		code, stdout, stderr := call("", args...)
		require.Equal(t, exitUsage, code, args)
		require.Empty(t, stdout, args)
		require.NotEmpty(t, stderr, args)
	}
	code, _, stderr := call("", "-h")
	require.Equal(t, exitFine, code)
	require.Contains(t, stderr, "programme, ledger, survey, plan")
}

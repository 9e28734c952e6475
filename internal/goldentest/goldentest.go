// Package goldentest compares what tests produce with golden files. Only tests
// import it.
package goldentest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Equal fails t unless got equals the golden file with this name under the
// package's testdata, and shows the first line that differs. With the flag -update
// it writes the file first.
func Equal[T ~string | ~[]byte](t testing.TB, name string, got T) {
	t.Helper()
	File(t, filepath.Join("testdata", name), got)
}

// File is [Equal] for the file at path. With -update, an embedded document that was
// edited by hand is rewritten as the library writes it.
func File[T ~string | ~[]byte](t testing.TB, path string, got T) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == string(got) {
		return
	}
	line, was, is := firstDifference(string(want), string(got))
	t.Fatalf("%s, line %d:\nwant %q\ngot  %q", path, line, was, is)
}

// firstDifference returns the number of the first line in which two different texts
// differ, counted from 1, and that line of each.
func firstDifference(want, got string) (line int, was, is string) {
	a, b := strings.SplitAfter(want, "\n"), strings.SplitAfter(got, "\n")
	for i := range max(len(a), len(b)) {
		was, is = "", ""
		if i < len(a) {
			was = a[i]
		}
		if i < len(b) {
			is = b[i]
		}
		if was != is {
			return i + 1, was, is
		}
	}
	return 0, "", ""
}

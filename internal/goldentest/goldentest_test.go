package goldentest

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// failing records whether a test failed, and continues.
type failing struct {
	testing.TB
	failed bool
}

func (f *failing) Helper()               {}
func (f *failing) Fatal(...any)          { f.failed = true }
func (f *failing) Fatalf(string, ...any) { f.failed = true }

func TestEqual(t *testing.T) {
	for got, wrong := range map[string]bool{"one\ntwo\n": false, "one\n2\n": true, "one\n": true, "one\ntwo\nthree\n": true} {
		f := &failing{TB: t}
		Equal(f, "two.golden.txt", got)
		require.Equal(t, wrong, f.failed, got)
	}
}

func TestGoldentest_FirstDifference(t *testing.T) {
	line, was, is := firstDifference("one\ntwo\n", "one\n2\n")
	require.Equal(t, []any{2, "two\n", "2\n"}, []any{line, was, is})
	line, was, is = firstDifference("one\n", "one\ntwo")
	require.Equal(t, []any{2, "", "two"}, []any{line, was, is})
}

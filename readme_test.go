package newcaremodels_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The program that the README shows is the one whose output is tested, line for
// line.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	example, err := os.ReadFile("example_test.go")
	require.NoError(t, err)

	_, program, ok := strings.Cut(string(readme), "func main() {\n")
	require.True(t, ok)
	program, _, ok = strings.Cut(program, "}\n```")
	require.True(t, ok)
	require.Contains(t, string(example), program)
}

// The README's first lines are its two commands.
func TestREADMECommands(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	lines := strings.Split(string(readme), "\n")
	require.Contains(t, lines[2], "    go run ./examples/programme ")
	require.Contains(t, lines[3], "    go test ./... ")
}

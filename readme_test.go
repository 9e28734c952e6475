package newcaremodels_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The README shows the program that Example runs, and all of what it prints.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	example, err := os.ReadFile("example_test.go")
	require.NoError(t, err)

	_, tested, ok := strings.Cut(string(example), "func Example() {\n")
	require.True(t, ok)
	tested, output, ok := strings.Cut(tested, "\t// Output:\n")
	require.True(t, ok)

	_, program, ok := strings.Cut(string(readme), "func main() {\n")
	require.True(t, ok)
	program, after, ok := strings.Cut(program, "}\n```")
	require.True(t, ok)
	require.Equal(t, tested, program)

	_, shown, ok := strings.Cut(after, "```text\n")
	require.True(t, ok)
	shown, _, ok = strings.Cut(shown, "```")
	require.True(t, ok)
	var printed strings.Builder
	for line := range strings.Lines(output) {
		if text, ok := strings.CutPrefix(line, "\t// "); ok {
			printed.WriteString(text)
		}
	}
	require.Equal(t, printed.String(), shown)
}

// What a page links to in the repository is there.
func TestReadme_Links(t *testing.T) {
	link := regexp.MustCompile(`(?:\]\(|src="|srcset=")([^)#\s"]+)`)
	require.NoError(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		page, err := os.ReadFile(path)
		for _, found := range link.FindAllStringSubmatch(string(page), -1) {
			if target := found[1]; !strings.Contains(target, "://") {
				_, missing := os.Stat(filepath.Join(filepath.Dir(path), target))
				require.NoError(t, missing, "%s links to %s", path, target)
			}
		}
		return err
	}))
}

// The README's first lines are its two commands.
func TestREADME_Commands(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	lines := strings.Split(string(readme), "\n")
	require.Contains(t, lines[2], "    go run ./examples/programme ")
	require.Contains(t, lines[3], "    go test ./... ")
}

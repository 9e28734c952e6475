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

	_, after, ok := strings.Cut(string(readme), "It prints, after")
	require.True(t, ok)
	printed := regexp.MustCompile("`((?:about )?[0-9][^`]*%\\))`").FindStringSubmatch(after)
	require.NotNil(t, printed)
	require.Contains(t, string(example), "// "+printed[1]+"\n")
}

// What a page links to in the repository is there.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)
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
func TestREADMECommands(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	lines := strings.Split(string(readme), "\n")
	require.Contains(t, lines[2], "    go run ./examples/programme ")
	require.Contains(t, lines[3], "    go test ./... ")
}

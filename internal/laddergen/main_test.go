package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLaddergen_Generate(t *testing.T) {
	dir := t.TempDir()
	source := `package tools

import "github.com/newcaremodels/newcaremodels/internal/ladder"

type Tool uint8

const (
	Hammer Tool = iota + 1
	Saw
)

var toolNames = ladder.Names{"hammer", "saw"}

var otherNames = []string{"no ladder"}
`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tool.go"), []byte(source), 0o600))
	require.NoError(t, generate(dir))
	first, err := os.ReadFile(filepath.Join(dir, output))
	require.NoError(t, err)
	require.Contains(t, string(first), "// ParseTool reads \"hammer\" or \"saw\", and nothing else.\n")
	require.Contains(t, string(first), "return ladder.Parse[Tool](toolNames, \"tools.ParseTool\", text)")
	require.NotContains(t, string(first), "Other")

	require.NoError(t, generate(dir), "its own output is no input")
	second, err := os.ReadFile(filepath.Join(dir, output))
	require.NoError(t, err)
	require.Equal(t, string(first), string(second))
}

// The generated files that are checked in are those of today's tables.
func TestLaddergen_GenerateIsUpToDate(t *testing.T) {
	packages, err := filepath.Glob("../../*/" + output)
	require.NoError(t, err)
	nested, err := filepath.Glob("../../*/*/" + output)
	require.NoError(t, err)
	for _, name := range append(packages, nested...) {
		before, err := os.ReadFile(name)
		require.NoError(t, err)
		dir := t.TempDir()
		sources, err := filepath.Glob(filepath.Join(filepath.Dir(name), "*.go"))
		require.NoError(t, err)
		for _, source := range sources {
			text, err := os.ReadFile(source)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(source)), text, 0o600))
		}
		require.NoError(t, generate(dir))
		after, err := os.ReadFile(filepath.Join(dir, output))
		require.NoError(t, err)
		require.Equal(t, string(before), string(after), "%s: run go generate", name)
	}
}

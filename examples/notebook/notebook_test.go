package notebook

import (
	"bytes"
	"encoding/base64"
	"flag"
	"image/png"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const stored = "programme.ipynb"

var (
	executed = flag.String("executed", "", "a copy of the notebook that was just executed, to compare the stored one with")
	update   = flag.Bool("update", false, "store the outputs of the executed copy")
)

func TestNotebook_Format(t *testing.T) {
	d := read(t, stored)
	require.Equal(t, 4, d.Format)
	require.Equal(t, 5, d.FormatMinor)
	require.JSONEq(t, `{
		"kernelspec": {"display_name": "Go (gonb)", "language": "go", "name": "gonb"},
		"language_info": {"name": "go", "file_extension": ".go", "mimetype": "text/x-go"}
	}`, string(d.Metadata))
	ids := map[string]bool{}
	for _, c := range d.Cells {
		require.Regexp(t, `^[a-z0-9-]{1,64}$`, c.ID)
		require.False(t, ids[c.ID], "two cells %q", c.ID)
		ids[c.ID] = true
		require.JSONEq(t, `{}`, string(c.Metadata), c.ID)
		require.NotEmpty(t, strings.TrimSpace(string(c.Source)), c.ID)
		require.Contains(t, []string{"code", "markdown"}, c.Type, c.ID)
	}
	data, err := os.ReadFile(stored)
	require.NoError(t, err)
	require.Less(t, len(data), 1_000_000)
	require.True(t, d.write(t) == string(data), "not as Jupyter writes it: who opens and saves it changes every line")
}

func TestNotebook_EveryCellHasItsOutput(t *testing.T) {
	d := read(t, stored)
	requireSound(t, d)
	code, pictures, tables := 0, 0, 0
	for _, c := range d.Cells {
		if c.Type == "code" {
			code++
		}
		for _, o := range c.Outputs {
			if o.Data["text/markdown"] != "" {
				tables++
			}
			if data, ok := o.Data["image/png"]; ok {
				pictures++
				require.NotEmpty(t, o.Data["text/plain"], "%s: a picture without words", c.ID)
				requirePicture(t, c.ID, string(data))
			}
		}
	}
	require.GreaterOrEqual(t, code, 15)
	require.GreaterOrEqual(t, pictures, 3)
	require.GreaterOrEqual(t, tables, 8)
}

// requireSound checks that each code cell was run, in order, put something out,
// and did not fail. A program that ends in an error leaves words on stderr, and
// Jupyter does not take that for a failure.
func requireSound(t *testing.T, d document) {
	t.Helper()
	n := 0
	for _, c := range d.Cells {
		if c.Type != "code" {
			require.Empty(t, c.Outputs, c.ID)
			continue
		}
		n++
		require.NotNil(t, c.ExecutionCount, c.ID)
		require.Equal(t, n, *c.ExecutionCount, c.ID)
		require.NotEmpty(t, c.said(), c.ID)
		for _, o := range c.Outputs {
			require.NotEqual(t, "error", o.Type, c.ID)
			require.NotEqual(t, "stderr", o.Name, "%s: %s", c.ID, o.Text)
		}
	}
}

func requirePicture(t *testing.T, id, data string) {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(data))
	require.NoError(t, err, id)
	picture, err := png.DecodeConfig(bytes.NewReader(raw))
	require.NoError(t, err, id)
	require.Equal(t, 1600, picture.Width, id)
}

// Nothing tells on whose machine the notebook ran.
func TestNotebook_NoPathsOfAMachine(t *testing.T) {
	paths := regexp.MustCompile(`(?:^|[\s"'(:=])(/(?:tmp|home|root|work|Users|var|usr|opt|mnt|go)\b|[A-Z]:\\)|gonb_[0-9a-f]{8}`)
	for _, c := range read(t, stored).Cells {
		for _, text := range append(c.said(), string(c.Source)) {
			require.NotRegexp(t, paths, text, c.ID)
		}
	}
	for _, path := range []string{"/tmp/x.go:3", `open "/home/ann/x"`, "in /root/go/pkg", "/tmp/gonb_0a1b2c3d/main.go"} {
		require.Regexp(t, paths, path)
	}
}

// What the notebook says is what it was written to say.
func TestNotebook_Story(t *testing.T) {
	var all strings.Builder
	for _, c := range read(t, stored).Cells {
		all.WriteString(strings.Join(c.said(), "\n"))
	}
	for _, words := range []string{
		"50 vanguards",
		"West Wakefield Health and Wellbeing Ltd",                                                            // an ambiguous name and its candidates
		"Integrated primary and acute care system: 2015/16 £45.85m (9 of 9)",                                 // the money, with what is known
		"Urgent and emergency care: 2015/16 not known (0 of 8)",                                              // and what is not
		"| several jointly | £41,000,000.00 |",                                                               // the joint award
		"cannot be checked",                                                                                  // reconciliation
		"| all | 30,604,709 | about 24,911,333 to 26,330,959 |",                                              // people added up, and once
		"| 9.1% | 8.8% | about 4,487,879 to 5,524,136 | within rounding |",                                   // a claim
		"about 4,487,879 to 5,524,136 of 54,786,327 (8.2% to 10.1%)",                                         // bounds
		"Vanguards for everybody in an area (PACS and MCP) covered 8.2% to 10.1% of people by 31 March 2018", // on the way to the targets
		"| 31 vanguards on whole populations | 2017/18 | -0.031 |",                                           // the national study
		"Emergency admissions: better in 6 of 9 results, worse in 2, uncertain in 1",                         // the forest plot
		"rate ratio 0.76 (95% limits 0.50 to 1.16) of 3 effects",                                             // what may be pooled
		"known for 2 of 3 vanguards",                                                                         // one's own records
		`row 2, column recipients | "Uper River"`,                                                            // and what is wrong with them
		"| national money, 2017/18 | 17 | 33 |",                                                              // what is not known
	} {
		require.Contains(t, all.String(), words)
	}
}

// The stored outputs are what the cells put out today. ./ci executes the
// notebook and runs this test with the copy.
func TestNotebook_StoredOutputsAreTodays(t *testing.T) {
	if *executed == "" {
		t.Skip("./ci executes the notebook and compares")
	}
	then, now := read(t, stored), read(t, *executed)
	requireSound(t, now)
	require.Len(t, now.Cells, len(then.Cells))
	for i, c := range now.Cells {
		require.Equal(t, then.Cells[i].ID, c.ID)
		if !*update {
			require.Equal(t, then.Cells[i].said(), c.said(), "cell %q puts out something else than it did: ./ci -update stores it", c.ID)
			require.Equal(t, kinds(then.Cells[i]), kinds(c), c.ID)
		}
		then.Cells[i].Outputs, then.Cells[i].ExecutionCount = c.Outputs, c.ExecutionCount
	}
	if *update {
		require.NoError(t, os.WriteFile(stored, []byte(then.write(t)), 0o644))
	}
}

// kinds are the MIME types of what a cell displayed, pictures too.
func kinds(c cell) []string {
	var found []string
	for _, o := range c.Outputs {
		found = append(found, slices.Sorted(maps.Keys(o.Data))...)
	}
	return found
}

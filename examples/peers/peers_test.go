package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMain lets the test binary be the child processes of P6 and P12.
func TestMain(m *testing.M) {
	if isChild(os.Args) {
		os.Exit(childMain(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// tiny is a scale at which only the answers are of interest.
func tiny() scale {
	return scale{
		rounds: 1, sizes: []int{2_000, 20_000}, many: 100, records: 20_000, file: 5_000, rows: 16_000, footprints: 60, areas: 6_000,
		names: 100, codes: 100,
	}
}

// Every goal compares its answers with its peer's before it reads a clock, so a
// run that ends without an error has found them all the same.
func TestPeers_AnswersAreIdentical(t *testing.T) {
	b, err := newBench(tiny(), t.TempDir(), io.Discard)
	require.NoError(t, err)
	defer b.close()
	goals, err := b.all(nil)
	require.NoError(t, err)
	require.Len(t, goals, 16)
	for _, g := range goals {
		for _, m := range g.measures() {
			require.Positive(t, m.Ratio, "%s %s", g.Goal, m.What)
		}
	}
	require.True(t, goals[11].Met, "P11 is met on any machine")

	var text bytes.Buffer
	require.NoError(t, write(&text, goals, false))
	require.Contains(t, text.String(), "P11")
}

func TestPeers_AnswersThatDifferAreAnError(t *testing.T) {
	require.NoError(t, same("sums", []string{"a|1"}, []string{"a|1"}))
	require.ErrorContains(t, same("sums", []string{"a|1"}, []string{"a|2"}), "ours a|1, the peer's a|2")
	require.ErrorContains(t, same("sums", []string{"a|1"}, nil), "the peer's nothing")
}

// A goal is as good as its worst part, whichever way better is.
func TestPeers_GoalOfParts(t *testing.T) {
	fast := faster("fast", timing{ours: 1, peer: 900, ratio: 900}, 500, 1000)
	heavy := atMost("heavy", 100, 96, 64, "MiB")
	g := newGoal("P6", fast, heavy)
	require.Equal(t, "heavy", g.What)
	require.False(t, g.Met)
	require.True(t, newGoal("P1", fast).Met)
	require.False(t, newGoal("P1", fast).Hit)
	require.True(t, slower("near", timing{ratio: 0.5}, 2.5, 1.8).Met)
}

// One object a goal, with the fields that scripts look for.
func TestPeers_JSON(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, write(&out, []goal{
		newGoal("P1", faster("fast", timing{ours: 1, peer: 900, ratio: 900}, 500, 1000)),
		newGoal("P10", atMost("memory", 17, 24, 18, "bytes")),
	}, true))
	decoder := json.NewDecoder(&out)
	for range 2 {
		var fields map[string]any
		require.NoError(t, decoder.Decode(&fields))
		for _, name := range []string{"goal", "what", "ratio", "must", "target", "met"} {
			require.Contains(t, fields, name)
		}
	}
	require.False(t, decoder.More())
}

func TestPeers_WrongFlags(t *testing.T) {
	for _, args := range [][]string{{"-no-such-flag"}, {"-sizes", "many"}, {"-rounds", "0"}, {"unexpected"}} {
		require.Equal(t, 2, run(args, io.Discard, io.Discard), args)
	}
}

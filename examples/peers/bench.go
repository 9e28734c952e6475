package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

// scale is how much of everything a run uses.
type scale struct {
	rounds     int
	sizes      []int // allocations in P1 to P3, ascending
	many       int   // vanguards of P2; P1 has 50
	records    int   // allocations held as records: P4, P8
	file       int   // rows of the file of P7
	rows       int   // practice-by-area rows of P5 and P6
	footprints int   // of P9, over areas areas
	areas      int
	names      int // of P15: nearly the same
	codes      int // of P15: unknown
}

// scale returns what the flags ask for.
func (o options) scale() scale {
	if o.quick {
		return scale{
			rounds: o.rounds, sizes: []int{300_000, 3_000_000}, many: 500, records: 500_000, file: 500_000, rows: 500_000,
			footprints: 400, areas: 33_000, names: 5_000, codes: 5_000,
		}
	}
	return scale{
		rounds: o.rounds, sizes: o.sizes, many: 5_000, records: 1_000_000, file: 1_000_000, rows: 1_300_000,
		footprints: 1_000, areas: 33_000, names: 20_000, codes: 5_000,
	}
}

// goalSize is the number of allocations for which the goals are set.
const goalSize = 10_000_000

// measured returns the size at which goals are measured; the others show growth.
func (s scale) measured() int {
	for _, n := range slices.Backward(s.sizes) {
		if n <= goalSize {
			return n
		}
	}
	return s.sizes[0]
}

// bench holds what the goals share.
type bench struct {
	scale
	dir  string // of generated files, removed at the end
	log  io.Writer
	held *moneyCase // loaded last
}

func newBench(s scale, scratch string, log io.Writer) (*bench, error) {
	dir, err := os.MkdirTemp(scratch, "peers")
	if err != nil {
		return nil, err
	}
	return &bench{scale: s, dir: dir, log: log}, nil
}

func (b *bench) close() { os.RemoveAll(b.dir) }

// goals in the order in which they run: those of one book follow each other, and
// memory is measured before anything large has been held.
func (b *bench) goals() []struct {
	name string
	run  func() (goal, error)
} {
	return []struct {
		name string
		run  func() (goal, error)
	}{
		{"P1", b.table}, {"P2", b.tableOfMany}, {"P3", b.predicate}, {"P4", b.newBook}, {"P5", b.coverage}, {"P5b", b.coverageRecords},
		{"P6", b.coverageFile}, {"P7", b.bookFile}, {"P8", b.validation}, {"P9", b.overlap}, {"P10", b.memory}, {"P11", b.identical},
		{"P12", b.firstCall}, {"P13", b.indicators}, {"P14", b.size}, {"P15", b.faults},
	}
}

// all runs the goals that are named, or all of them.
func (b *bench) all(names []string) ([]goal, error) {
	var found []goal
	for _, g := range b.goals() {
		if len(names) > 0 && !slices.Contains(names, g.name) {
			continue
		}
		start := time.Now()
		one, err := g.run()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.name, err)
		}
		fmt.Fprintf(b.log, "%s done after %s\n", g.name, time.Since(start).Round(time.Millisecond))
		found = append(found, one)
	}
	return found, nil
}

// same compares two answers, each a sorted list of lines.
func same(what string, ours, peer []string) error {
	if slices.Equal(ours, peer) {
		return nil
	}
	for i := range max(len(ours), len(peer)) {
		a, b := "nothing", "nothing"
		if i < len(ours) {
			a = ours[i]
		}
		if i < len(peer) {
			b = peer[i]
		}
		if a != b {
			return fmt.Errorf("%s: the answers differ: ours %s, the peer's %s", what, a, b)
		}
	}
	return nil
}

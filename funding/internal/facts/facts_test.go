package facts_test

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
)

// event is an event as given; a record has one or more.
type event struct {
	state  uint8
	amount int64
	known  bool
	day    int32
	note   int64 // 0 = none
}

type record struct {
	cell   uint32
	events []event
}

// Records of one cell have the same states, and so do those of the cell six further
// on.
const cells = 12

func statesOf(cell uint32) []uint8 {
	return [...][]uint8{{1}, {2}, {1, 2}, {3}, {1, 3}, {2, 3}}[cell%6]
}

func maskOf(cell uint32) (mask uint8) {
	for _, s := range statesOf(cell) {
		mask |= 1 << s
	}
	return mask
}

// records draws records; about half the time each record has one event.
func records(t *rapid.T) []record {
	n := rapid.SampledFrom([]int{0, 1, 3, facts.Block, facts.Block + 1, 5 * facts.Block}).Draw(t, "records")
	allowed := []uint32{0, 1, 3}
	if rapid.Bool().Draw(t, "several") {
		allowed = []uint32{0, 1, 2, 3, 4, 5}
	}
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	out := make([]record, n)
	for i := range out {
		pick := random.IntN(1 << 20)
		r := record{cell: allowed[pick%len(allowed)] + uint32(pick>>9%2*6)}
		for j, s := range statesOf(r.cell) {
			e := event{state: s, amount: int64(pick>>j%7 - 3), known: pick>>(3+j)%5 != 0, day: int32(pick >> (6 + j) % 9)}
			if pick%11 == 0 {
				e.note = int64(pick)
			}
			r.events = append(r.events, e)
		}
		out[i] = r
	}
	return out
}

// tableOf makes a table of records in two parts, as two goroutines would.
func tableOf(t require.TestingT, given []record) *facts.Table {
	table := facts.NewTable(len(given))
	middle := len(given) / 2 / facts.Block * facts.Block
	first, second := table.Part(0, middle), table.Part(middle, len(given))
	n := 0
	for i, r := range given {
		part := &first
		if i >= middle {
			part = &second
		}
		part.Begin(r.cell)
		for j, e := range r.events {
			tag := facts.Tag(e.state)
			if !e.known {
				tag |= facts.Unknown
			}
			if j == len(r.events)-1 {
				tag |= facts.Last
			}
			if e.note != 0 {
				part.Note(e.note)
			}
			part.Add(e.amount, e.day, tag)
			n++
		}
	}
	require.Equal(t, n, table.Join([]*facts.Table{&first, &second}))
	return &table
}

func TestTable_GivesBackWhatItWasGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := records(t)
		table := tableOf(t, given)
		require.Equal(t, len(given), table.Len())
		got := make([]record, 0, len(given))
		for i, events := range table.All() {
			require.Equal(t, events, table.Events(i))
			r := record{cell: table.Cells[i]}
			for e := events.First; e < events.End; e++ {
				r.events = append(r.events, event{
					table.Tags[e].State(), table.Amounts[e], table.Tags[e].Known(), table.Days[e], table.Notes[uint32(e)],
				})
			}
			got = append(got, r)
		}
		require.Equal(t, given, got)
	})
}

// naive adds up by a map the records that meet a predicate, each at its last event.
func naive(given []record, meets func(event) bool, group func(record) uint64) map[uint64]facts.Tally {
	out := map[uint64]facts.Tally{}
	for _, r := range given {
		if e := r.events[len(r.events)-1]; meets(e) {
			t := out[group(r)]
			t.Add(e.state, e.amount, e.known)
			out[group(r)] = t
		}
	}
	return out
}

func tallies(g *facts.Groups) map[uint64]facts.Tally {
	g.Sort()
	out := map[uint64]facts.Tally{}
	var order []uint64
	for n, t := range g.All {
		out[n] = *t
		order = append(order, n)
	}
	if !slices.IsSorted(order) {
		return nil
	}
	return out
}

// A scan adds up the same as a loop over the records, for any number of processors,
// for dense and sparse groups, and whichever cells are handled one by one.
func TestTable_ScanIsALoopOverRecords(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	rapid.Check(t, func(t *rapid.T) {
		runtime.GOMAXPROCS(rapid.IntRange(1, 3).Draw(t, "processors"))
		given := records(t)
		table := tableOf(t, given)
		s := facts.Scan{Targets: make([]facts.Target, cells)}
		s.Predicates = facts.Predicates{
			AnyDay: rapid.Bool().Draw(t, "any day"), From: rapid.Int32Range(0, 5).Draw(t, "from"), Until: rapid.Int32Range(3, 9).Draw(t, "until"),
			AnyAmount: rapid.Bool().Draw(t, "any amount"), AtLeast: rapid.Int64Range(-3, 1).Draw(t, "least"), AtMost: rapid.Int64Range(0, 3).Draw(t, "most"),
		}
		meets := func(e event) bool {
			return (s.AnyDay || s.From <= e.day && e.day <= s.Until) && (s.AnyAmount || e.known && s.AtLeast <= e.amount && e.amount <= s.AtMost)
		}
		const left = 3 // a cell that is left out
		for cell := range s.Targets {
			states := statesOf(uint32(cell))
			s.Targets[cell] = facts.Target{Group: uint64(cell % 4), State: states[len(states)-1]}
			if cell == left {
				s.Targets[cell].Group = facts.LeftOut
			} else if rapid.Bool().Draw(t, "one by one") {
				s.Targets[cell].Group = facts.OneByOne
			}
		}
		s.Take = func(i int, events facts.Range, g *facts.Groups) bool {
			r := given[i]
			e := r.events[len(r.events)-1]
			if r.cell == left || !meets(e) {
				return false
			}
			g.At(uint64(r.cell%4)).Add(e.state, e.amount, e.known)
			return true
		}
		dense := rapid.SampledFrom([]uint64{0, 4}).Draw(t, "dense")
		groups, counted := table.Scan(&s, func() facts.Groups { return facts.NewGroups(4, dense) })
		var kept []record
		want := make([]bool, cells)
		for _, r := range given {
			if r.cell != left {
				kept = append(kept, r)
				want[r.cell] = want[r.cell] || meets(r.events[len(r.events)-1])
			}
		}
		require.Equal(t, naive(kept, meets, func(r record) uint64 { return uint64(r.cell % 4) }), tallies(&groups))
		require.Equal(t, want, counted)
	})
}

// pair is a cell of a cube, as a caller defines it.
type pair struct{ cell, family uint32 }

// A cube, fine or coarse, holds the totals of the records for each cell and state.
func TestNewCubes_AddUpRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := records(t)
		table := tableOf(t, given)
		all := make([]pair, cells)
		for i := range all {
			all[i] = pair{uint32(i), uint32(i % 6)}
		}
		fine, coarse := facts.NewCubes(table, all, facts.Schema[pair]{
			Compare: func(a, b *pair) int { return -cmp.Compare(a.cell, b.cell) },
			States:  func(c *pair) uint8 { return maskOf(c.cell) },
			Coarser: func(c pair) pair { return pair{c.family, c.family} },
			Amounts: func(events facts.Range, at *[facts.States]facts.Amount) (had uint8) {
				for e := events.First; e < events.End; e++ {
					s := table.Tags[e].State()
					at[s] = facts.Amount{Amount: table.Amounts[e], Known: table.Tags[e].Known()}
					had |= 1 << s
				}
				return had
			},
		})
		if table.Len() < 32*10 {
			require.Nil(t, fine, "more tallies than are worth their memory")
		} else {
			require.True(t, slices.IsSortedFunc(fine.Cells, func(a, b pair) int { return cmp.Compare(b.cell, a.cell) }))
		}
		for name, cube := range map[string]*facts.Cube[pair]{"fine": fine, "coarse": coarse} {
			if cube == nil {
				continue
			}
			for i, c := range cube.Cells {
				size, want := 0, map[uint8]facts.Tally{}
				for _, r := range given {
					if name == "fine" && r.cell != c.cell || name == "coarse" && r.cell%6 != c.family {
						continue
					}
					size++
					for _, e := range r.events {
						tally := want[e.state]
						tally.Add(e.state, e.amount, e.known)
						want[e.state] = tally
					}
				}
				require.Equal(t, size, cube.Sizes[i], name)
				for s := range want {
					require.Equal(t, want[s], *cube.At(i, s), "%s, cell %d, state %d", name, c.cell, s)
				}
			}
		}
	})
}

func TestDict_CodesAreThePlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.SampledFrom([]string{"b", "a", "d", "c"})).Draw(t, "values")
		var d facts.Dict[string]
		for _, v := range values {
			code := d.Add(v)
			require.Equal(t, v, d.Values[code])
		}
		sorted, codes := d.Sorted(cmp.Compare[string])
		require.Equal(t, slices.Sorted(maps.Keys(setOf(values))), append([]string(nil), sorted.Values...))
		for old, v := range d.Values {
			code, ok := sorted.Find(v)
			require.True(t, ok && sorted.Has(v))
			require.Equal(t, codes[old], uint32(code))
		}
		require.Equal(t, sorted.None(), sorted.Code("none of them"))
		require.Equal(t, len(sorted.Values), sorted.Mixed())
		require.Equal(t, len(sorted.Values)+2, sorted.Size())
	})
}

func setOf(values []string) map[string]bool {
	out := map[string]bool{}
	for _, v := range values {
		out[v] = true
	}
	return out
}

// Tallies of parts add up to the tally of the whole, and no sum wraps on the way.
func TestTally_MergeIsAddition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.SampledFrom([]int64{math.MinInt64, -1, 0, 5, math.MaxInt64}), 1, 9).Draw(t, "amounts")
		at := rapid.IntRange(0, len(amounts)).Draw(t, "at")
		var whole, first, second facts.Tally
		for i, amount := range amounts {
			state, known := uint8(i%3), i%4 != 1
			whole.Add(state, amount, known)
			if i < at {
				first.Add(state, amount, known)
			} else {
				second.Add(state, amount, known)
			}
		}
		require.False(t, whole.Empty())
		first.Merge(&second)
		require.Equal(t, whole, first)
	})
}

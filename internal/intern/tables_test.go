package intern_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/internal/intern"
)

func TestKeys_FindWhatWasPut(t *testing.T) {
	hash := func(k int) uint64 { return uint64(k % 3) } // nearly all collide
	rapid.Check(t, func(t *rapid.T) {
		table := intern.NewKeys(1, hash)
		want := map[int]uint32{}
		for _, k := range rapid.SliceOfN(rapid.IntRange(0, 40), 0, 80).Draw(t, "keys") {
			n, known := table.Find(hash(k), k)
			number, have := want[k]
			require.Equal(t, have, known)
			if have {
				require.Equal(t, number, n)
				continue
			}
			want[k] = uint32(len(want))
			table.Put(k, want[k])
		}
		require.Equal(t, len(want), table.Len())
	})
}

func TestList_KeepsEverything(t *testing.T) {
	var list intern.List[int]
	const n = 3*1<<13 + 1 // several chunks
	for i := range n {
		list.Push(i)
	}
	require.Equal(t, n, list.Len())
	for i := range n {
		require.Equal(t, i, *list.At(i))
	}
}

// Texts are numbered in the order in which they first appear, whether they ascend or not.
func TestArena_NumbersInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.StringMatching(`[a-c]{0,3}`)).Draw(t, "texts")
		if rapid.Bool().Draw(t, "sorted") {
			slices.Sort(texts)
		}
		arena, want := intern.NewArena(1000), map[string]uint32{}
		for _, text := range texts {
			n, known := arena.Number([]byte(text))
			number, have := want[text]
			require.Equal(t, have, known, "%q", text)
			if !have {
				number = uint32(len(want))
				want[text] = number
			}
			require.Equal(t, number, n)
			require.Equal(t, text, arena.Text(n))
		}
		require.Equal(t, len(want), arena.Len())
	})
}

// Beyond the limit every text gets a new number.
func TestArena_LooksUpSoMany(t *testing.T) {
	arena := intern.NewArena(2)
	var numbers []uint32
	for _, text := range []string{"c", "b", "a", "c", "a", "a"} {
		n, _ := arena.Number([]byte(text))
		numbers = append(numbers, n)
	}
	require.Equal(t, []uint32{0, 1, 2, 0, 3, 4}, numbers)
}

func TestRepeats_TheEarliest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(rapid.IntRange(0, 30), 1, 200).Draw(t, "records")
		half := rapid.IntRange(0, len(records)).Draw(t, "half")
		hasher := intern.NewHasher()
		if rapid.Bool().Draw(t, "few hashes") {
			hasher = intern.Hasher{}
		}
		parts := []intern.Partitions{intern.NewPartitions(len(records), half), intern.NewPartitions(len(records), len(records)-half)}
		for i, r := range records {
			part := &parts[0]
			if i >= half {
				part = &parts[1]
			}
			part.Add(hasher.HashWords(uint64(r%7), 1, 8), i)
		}
		var want map[int]int
		for i, r := range records {
			if first := slices.Index(records, r); first < i {
				if want == nil {
					want = map[int]int{}
				}
				want[i] = first
			}
		}
		got := intern.Repeats(parts, func() func(i, j int) bool { return func(i, j int) bool { return records[i] == records[j] } })
		require.Equal(t, fmt.Sprint(want), fmt.Sprint(got))
	})
}

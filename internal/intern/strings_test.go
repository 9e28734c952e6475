package intern_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/internal/intern"
)

// Texts are numbered in insertion order, each once, whether given as strings or as
// bytes.
func TestStrings_NumbersInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.StringMatching(`[a-c]{0,3}`)).Draw(t, "texts")
		var table intern.Strings[string]
		want := map[string]int32{}
		for i, text := range texts {
			number, known := want[text]
			require.Equal(t, known, table.Number(text) >= 0)
			require.Equal(t, table.Number(text), table.NumberOfBytes([]byte(text)))
			if !known {
				number = int32(len(want))
				want[text] = number
			}
			if i%2 == 0 {
				require.Equal(t, number, table.Add(text))
			} else {
				require.Equal(t, number, table.AddBytes([]byte(text)))
			}
			require.Equal(t, text, table.List[number])
		}
		require.Len(t, table.List, len(want))
	})
}

func TestStrings_Grows(t *testing.T) {
	var table intern.Strings[string]
	for n := range 10_000 {
		require.EqualValues(t, n, table.Add(strconv.Itoa(n)))
	}
	for n := range 10_000 {
		require.EqualValues(t, n, table.Number(strconv.Itoa(n)))
	}
	require.EqualValues(t, -1, table.Number("x"))
	table.Freeze()
	require.Len(t, table.List, 10_000)
	require.EqualValues(t, -1, table.Number("1"))
}

// Entries with equal hashes are distinguished by their values.
func TestTable_OneHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "n")
		hashes := rapid.SliceOfN(rapid.Uint32Range(0, 3), n, n).Draw(t, "hashes")
		var table intern.Table
		for i, hash := range hashes {
			table = table.Grown(i)
			at := table.Find(hash, func(number int32) bool { return number == int32(i+1) })
			require.Zero(t, at.Number)
			*at = intern.Slot{Hash: hash, Number: int32(i + 1)}
		}
		for i, hash := range hashes {
			require.EqualValues(t, i+1, table.Find(hash, func(number int32) bool { return number == int32(i+1) }).Number)
		}
	})
}

func TestMix_Differs(t *testing.T) {
	seen := map[uint32]bool{}
	for n := range uint64(1000) {
		seen[intern.Mix(n)] = true
	}
	require.Greater(t, len(seen), 990)
}

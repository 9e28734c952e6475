package indicator_test

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func TestQuantiles(t *testing.T) {
	for _, c := range []struct {
		values []float64
		q      int
		want   []int
	}{
		{[]float64{40, 10, 30, 20}, 4, []int{4, 1, 3, 2}},
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5, []int{1, 1, 2, 2, 3, 3, 4, 4, 5, 5}},
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 4, []int{1, 1, 1, 2, 2, 3, 3, 3, 4, 4}},
		{[]float64{5, 5, 5, 5}, 2, []int{1, 1, 1, 1}}, // equal values stay together, in the lowest group
		{[]float64{7}, 1, []int{1}},
	} {
		got, err := indicator.Quantiles(c.values, c.q)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
}

func TestWeightedQuantiles(t *testing.T) {
	// One area of 70 of the 100 people, in the middle of which the middle lies.
	got, err := indicator.WeightedQuantiles([]float64{1, 2, 3, 4}, []int64{10, 70, 10, 10}, 2)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1, 2, 2}, got)

	got, err = indicator.WeightedQuantiles([]float64{3, 1, 2, 3}, []int64{1, 1, 0, 1}, 3)
	require.NoError(t, err)
	require.Equal(t, []int{3, 1, 2, 3}, got)
}

func TestQuantiles_Refuse(t *testing.T) {
	for _, c := range []struct {
		values []float64
		q      int
		code   validate.Code
	}{
		{nil, 1, indicator.TooFewGroups},
		{[]float64{1, 2}, 3, indicator.TooFewGroups},
		{[]float64{1, 2}, 0, indicator.Range},
		{[]float64{1, math.NaN()}, 2, indicator.NotFinite},
		{[]float64{1, math.Inf(-1)}, 2, indicator.NotFinite},
	} {
		_, err := indicator.Quantiles(c.values, c.q)
		require.ErrorIs(t, err, c.code)
		_, err = indicator.WeightedQuantiles(c.values, make([]int64, len(c.values)), c.q)
		require.ErrorIs(t, err, c.code)
	}
	for _, people := range [][]int64{nil, {1}, {1, -1}, {0, 0}} {
		_, err := indicator.WeightedQuantiles([]float64{1, 2}, people, 2)
		require.ErrorIs(t, err, indicator.Range)
	}
}

func TestQuantiles_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-9, 9), 1, 60).Draw(t, "values")
		q := rapid.IntRange(1, len(values)).Draw(t, "q")
		before := slices.Clone(values)
		got, err := indicator.Quantiles(values, q)
		require.NoError(t, err)
		require.Equal(t, before, values, "the caller's values stay as they are")
		weighted, err := indicator.WeightedQuantiles(values, slices.Repeat([]int64{3}, len(values)), q)
		require.NoError(t, err)
		for i := range values {
			require.GreaterOrEqual(t, got[i], 1)
			require.LessOrEqual(t, got[i], q)
			for j := range values {
				if values[i] <= values[j] {
					require.LessOrEqual(t, got[i], got[j])
					require.LessOrEqual(t, weighted[i], weighted[j])
				}
			}
		}

		// Distinct values fill groups that differ by one area at most.
		distinct := make([]float64, len(values))
		for i := range distinct {
			distinct[i] = float64(i)
		}
		got, err = indicator.Quantiles(distinct, q)
		require.NoError(t, err)
		sizes := make([]int, q)
		for _, group := range got {
			sizes[group-1]++
		}
		require.LessOrEqual(t, slices.Max(sizes)-slices.Min(sizes), 1)
	})
}

func FuzzQuantiles(f *testing.F) {
	f.Add([]byte("12345678abcdefgh"), 2)
	f.Fuzz(func(t *testing.T, data []byte, q int) {
		var values []float64
		var people []int64
		for ; len(data) >= 8; data = data[8:] {
			bits := binary.LittleEndian.Uint64(data)
			values, people = append(values, math.Float64frombits(bits)), append(people, int64(bits))
		}
		for _, groups := range [][]int{must(indicator.Quantiles(values, q)), must(indicator.WeightedQuantiles(values, people, q))} {
			for _, group := range groups {
				require.GreaterOrEqual(t, group, 1)
				require.LessOrEqual(t, group, q)
			}
		}
	})
}

// must drops the error of a call that may refuse.
func must(groups []int, err error) []int {
	if err != nil {
		return nil
	}
	return groups
}

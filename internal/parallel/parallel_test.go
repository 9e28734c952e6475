package parallel_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

func TestParts(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(7))
	for n, want := range map[int]int{0: 1, 99: 1, 100: 1, 299: 2, 700: 7, 9_999: 7} {
		require.Equal(t, want, parallel.Parts(n, 100), n)
	}
}

func TestDo(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7} {
		done := make([]int, n)
		parallel.Do(n, func(part int) { done[part]++ })
		for part, times := range done {
			require.Equal(t, 1, times, part)
		}
	}
}

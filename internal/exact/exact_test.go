package exact_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/internal/exact"
)

// signed64 and unsigned64 draw the ends of the type as often as its middle.
func signed64() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64 - 1, math.MaxInt64}))
}

func unsigned64() *rapid.Generator[uint64] {
	return rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, 2, 1<<63 - 1, 1 << 63, 1<<63 + 1, math.MaxUint64}))
}

func unsignedInt(n uint64) *big.Int { return new(big.Int).SetUint64(n) }

func TestMulDiv_IsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := unsigned64().Draw(t, "a"), unsigned64().Draw(t, "b")
		den := max(unsigned64().Draw(t, "den"), 1)
		quo, rem, ok := exact.MulDiv(a, b, den)
		wantQuo, wantRem := new(big.Int).QuoRem(new(big.Int).Mul(unsignedInt(a), unsignedInt(b)), unsignedInt(den), new(big.Int))
		require.Equal(t, wantQuo.IsUint64(), ok)
		if ok {
			require.Equal(t, wantQuo.Uint64(), quo)
			require.Equal(t, wantRem.Uint64(), rem)
			twice := new(big.Int).Lsh(wantRem, 1)
			require.Equal(t, twice.Cmp(unsignedInt(den)), exact.CompareHalf(rem, den))
			up := twice.Cmp(unsignedInt(den)) > 0 || twice.Cmp(unsignedInt(den)) == 0 && quo%2 == 1
			require.Equal(t, up, exact.HalfEven(quo, rem, den))
		}
	})
}

func TestCompareProducts_IsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SliceOfN(unsigned64(), 4, 4).Draw(t, "n")
		want := new(big.Int).Mul(unsignedInt(n[0]), unsignedInt(n[1])).Cmp(new(big.Int).Mul(unsignedInt(n[2]), unsignedInt(n[3])))
		require.Equal(t, want, exact.CompareProducts(n[0], n[1], n[2], n[3]))
	})
}

func TestMagnitude_RoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := signed64().Draw(t, "n")
		require.Equal(t, new(big.Int).Abs(big.NewInt(n)).Uint64(), exact.Magnitude(n))
		back, ok := exact.Signed(exact.Magnitude(n), n < 0)
		require.True(t, ok)
		require.Equal(t, n, back)
		require.Equal(t, new(big.Int).SetInt64(n).String(), strings.ReplaceAll(exact.Grouped(n), ",", ""))
	})
	for _, tt := range []struct {
		magnitude uint64
		negative  bool
	}{{1 << 63, false}, {1<<63 + 1, true}, {math.MaxUint64, false}} {
		_, ok := exact.Signed(tt.magnitude, tt.negative)
		require.False(t, ok)
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", -1000: "-1,000", 54_786_327: "54,786,327", 1_000_001: "1,000,001",
		math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		require.Equal(t, want, exact.Grouped(n))
	}
}

func TestSum_NeverWraps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(signed64(), 0, 20).Draw(t, "terms")
		var sum, first, second exact.Sum
		want := new(big.Int)
		for i, n := range terms {
			switch i % 3 {
			case 2:
				sum.Sub(n)
				want.Sub(want, big.NewInt(n))
				second.Sub(n)
			default:
				sum.Add(n)
				want.Add(want, big.NewInt(n))
				first.Add(n)
			}
		}
		first.AddSum(second)
		require.Equal(t, sum, first, "sums of parts add up to the sum")

		got, ok := sum.Int64()
		require.Equal(t, want.IsInt64(), ok)
		switch {
		case ok:
			require.Equal(t, want.Int64(), got)
			require.Equal(t, got, sum.Clamp())
		case want.Sign() < 0:
			require.EqualValues(t, math.MinInt64, sum.Clamp())
		default:
			require.EqualValues(t, math.MaxInt64, sum.Clamp())
		}
		limit := signed64().Draw(t, "limit")
		require.Equal(t, want.Cmp(big.NewInt(limit)), sum.Compare(limit))
	})
}

// The largest remainders go up, and no part that stays has a larger one.
func TestLargest_TakesTheLargest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rests := rapid.SliceOfN(rapid.Uint64Range(0, 5), 1, 12).Draw(t, "rests")
		n := rapid.Uint64Range(0, uint64(len(rests))).Draw(t, "n")
		backwards := rapid.Bool().Draw(t, "backwards")
		all := make([]exact.Remainder, len(rests))
		for i, r := range rests {
			all[i] = exact.Remainder{Index: i, Rest: r}
		}
		var tie func(i, j int) int
		if backwards {
			tie = func(i, j int) int { return j - i }
		}
		up := make(map[int]bool)
		for _, r := range exact.Largest(all, n, tie) {
			up[r.Index] = true
		}
		require.Len(t, up, int(n))
		for i := range rests {
			for j := range rests {
				if up[i] && !up[j] {
					require.GreaterOrEqual(t, rests[i], rests[j])
					if rests[i] == rests[j] {
						require.Equal(t, backwards, i > j)
					}
				}
			}
		}
	})
}

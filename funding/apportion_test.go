package funding_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

func pence(list []funding.Money) []int64 {
	out := make([]int64, len(list))
	for i, m := range list {
		out[i] = m.Pence()
	}
	return out
}

// Cases that libraries of money and of apportionment publish, where their rule
// is that of largest remainders with ties to the earlier, or agrees with it.
func TestApportion(t *testing.T) {
	for _, c := range []struct {
		source  string
		total   int64
		weights []int64
		want    []int64
	}{
		{"Balinski and Young 1975, example 1", 100, []int64{5117, 4400, 162, 161, 160}, []int64{51, 44, 2, 2, 1}},
		{"Balinski and Young 1975, example 2", 26, []int64{9061, 7179, 5259, 3319, 1182}, []int64{9, 7, 5, 4, 1}},
		{
			"Danish election of 2019, 175 seats after the threshold of 2 %", 175,
			[]int64{915393, 304273, 233349, 83228, 0, 272093, 82228, 0, 308219, 0, 825486, 244664, 104148},
			[]int64{48, 16, 12, 4, 0, 14, 4, 0, 16, 0, 43, 13, 5},
		},
		{"martinlackner/apportionment, weak proportionality", 12, []int64{14, 28, 7, 35}, []int64{2, 4, 1, 5}},
		{"martinlackner/apportionment, zero parties", 6, []int64{0, 14, 28, 0, 0}, []int64{0, 2, 4, 0, 0}},
		{"martinlackner/apportionment, fewer seats than parties", 3, []int64{10, 9, 8, 8, 11, 12}, []int64{1, 0, 0, 0, 1, 1}},
		{"martinlackner/apportionment, ties to the first", 2, []int64{2, 1, 1, 2, 2}, []int64{1, 0, 0, 1, 0}},
		{"Rhymond/go-money, money_test.go", 5, []int64{50, 25, 25}, []int64{3, 1, 1}},
		{"dinerojs/dinero.js, distribute.test.ts", 1003, []int64{0, 50, 50}, []int64{0, 502, 501}},
		{"moneyphp/money, MoneyTest.php", 5, []int64{3, 7}, []int64{2, 3}},
		{"moneyphp/money, MoneyTest.php", 101, []int64{7, 3}, []int64{71, 30}},
		{"moneyphp/money, pull request 492", 9999, []int64{75, 25}, []int64{7499, 2500}},
		{"brick/money, issue 111", 22000, []int64{445455, 9091, 545455}, []int64{9800, 200, 12000}},
		{"brick/money, MoneyTest.php", 10000, []int64{7, 6}, []int64{5385, 4615}}, // 1/3 and 2/7
		{"brick/money, MoneyTest.php", -10000, []int64{30, 20, 40, 40}, []int64{-2308, -1538, -3077, -3077}},
		{"Shopify/money, allocator_spec.rb", 48851, []int64{111, 50, 500}, []int64{8204, 3695, 36952}},
		{"Shopify/money, allocator_spec.rb", 19535, []int64{1, 1, 5, 5, 16, 12}, []int64{488, 488, 2442, 2442, 7814, 5861}},
		{"a penny among three", 1, []int64{1, 1, 1}, []int64{1, 0, 0}},
		{"a debt of a penny", -1, []int64{1, 1, 1}, []int64{-1, 0, 0}},
		{"nothing", 0, []int64{3, 4}, []int64{0, 0}},
		{"the whole range", math.MinInt64, []int64{1, 1}, []int64{math.MinInt64 / 2, math.MinInt64 / 2}},
		{"the greatest weights", math.MaxInt64, []int64{math.MaxInt64 - 1, 1}, []int64{math.MaxInt64 - 1, 1}},
	} {
		got, err := funding.Pence(c.total).Apportion(c.weights)
		require.NoError(t, err, c.source)
		require.Equal(t, c.want, pence(got), c.source)
	}
}

func TestApportion_Refuses(t *testing.T) {
	for code, all := range map[validate.Code][][]int64{
		validate.Range:    {nil, {}, {0}, {0, 0, 0}, {-1}, {5, -1}, {math.MinInt64}},
		validate.Overflow: {{math.MaxInt64, 1}, {math.MaxInt64, math.MaxInt64, math.MaxInt64}},
	} {
		for _, weights := range all {
			parts, err := funding.Pence(10).Apportion(weights)
			require.ErrorIs(t, err, code, "%v", weights)
			require.Nil(t, parts)
		}
	}
}

// scaled turns weights such as "1/40|3/10" into whole numbers of the same
// proportions.
func scaled(t *testing.T, text string) []int64 {
	t.Helper()
	common := big.NewInt(1)
	var fractions []*big.Rat
	for field := range strings.SplitSeq(text, "|") {
		r, ok := new(big.Rat).SetString(field)
		require.True(t, ok, field)
		fractions = append(fractions, r)
		gcd := new(big.Int).GCD(nil, nil, common, r.Denom())
		common.Mul(common, new(big.Int).Div(r.Denom(), gcd))
	}
	weights := make([]int64, len(fractions))
	for i, r := range fractions {
		whole := new(big.Rat).Mul(r, new(big.Rat).SetInt(common))
		require.True(t, whole.IsInt() && whole.Num().IsInt64())
		weights[i] = whole.Num().Int64()
	}
	return weights
}

func TestApportion_PublishedCases(t *testing.T) {
	ran := 0
	for _, c := range publishedCases(t, "allocation_cases.csv") {
		name := c["library"] + " " + c["case"]
		total, err := strconv.ParseInt(c["total_minor"], 10, 64)
		require.NoError(t, err, name)
		switch c["equals_hamilton_ties_first"] {
		case "yes":
			var want []int64
			for field := range strings.SplitSeq(c["expected_minor"], "|") {
				n, err := strconv.ParseInt(field, 10, 64)
				require.NoError(t, err, name)
				want = append(want, n)
			}
			weights := scaled(t, c["weights"])
			got, err := funding.Pence(total).Apportion(weights)
			require.NoError(t, err, name)
			require.Equal(t, want, pence(got), name)
			if slices.Min(weights) == slices.Max(weights) {
				parts, err := funding.Pence(total).Split(len(weights))
				require.NoError(t, err, name)
				whole, err := funding.Pence(total).Apportion(weights)
				require.NoError(t, err, name)
				require.Equal(t, whole, parts, name)
			}
			ran++
		case "error":
			_, err := funding.Pence(total).Apportion(scaled(t, c["weights"]))
			require.ErrorIs(t, err, validate.Range, name)
			ran++
		}
	}
	require.GreaterOrEqual(t, ran, 100)
}

func anyWeights() *rapid.Generator[[]int64] {
	one := rapid.OneOf(rapid.Int64Range(0, 5), rapid.Int64Range(0, 1e6), rapid.Int64Range(0, math.MaxInt64/64))
	return rapid.SliceOfN(one, 1, 40).Filter(func(weights []int64) bool { return slices.Max(weights) > 0 })
}

func TestApportion_Laws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, weights := anyMoney().Draw(t, "m"), anyWeights().Draw(t, "weights")
		parts, err := m.Apportion(weights)
		require.NoError(t, err)
		require.Len(t, parts, len(weights))

		sum, err := funding.Sum(slices.Values(parts))
		require.NoError(t, err)
		require.Equal(t, m, sum, "the parts add up")

		total := new(big.Int)
		for _, w := range weights {
			total.Add(total, big.NewInt(w))
		}
		for i, w := range weights {
			exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(m.Pence()), big.NewInt(w)), total)
			off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(parts[i].Pence()))
			require.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1)), "within a penny of the exact share")
			if w == 0 {
				require.Zero(t, parts[i])
			}
			for j := range i {
				if weights[j] > w {
					require.False(t, m.Sign() != 0 && m.Sign() == parts[i].Compare(parts[j]), "no more for less weight")
				}
			}
		}
		if neg, err := m.Neg(); err == nil {
			mirrored, err := neg.Apportion(weights)
			require.NoError(t, err)
			for i := range parts {
				require.Equal(t, -parts[i].Pence(), mirrored[i].Pence())
			}
		}
	})
}

// The order of the parties decides nothing but ties: with weights that are all
// different, shuffled weights get shuffled parts.
func TestApportion_Permutation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoney().Draw(t, "m")
		weights := rapid.SliceOfNDistinct(rapid.Int64Range(0, 1e9), 2, 20, rapid.ID[int64]).Draw(t, "weights")
		order := rapid.Permutation(slices.Collect(func(yield func(int) bool) {
			for i := range weights {
				if !yield(i) {
					return
				}
			}
		})).Draw(t, "order")
		shuffled := make([]int64, len(weights))
		for i, from := range order {
			shuffled[i] = weights[from]
		}
		before, err := m.Apportion(weights)
		require.NoError(t, err)
		after, err := m.Apportion(shuffled)
		require.NoError(t, err)
		// Different weights may still lose the same fraction of a penny; such ties
		// go to the earlier, so compare those that moved by their sum.
		moved := int64(0)
		for i, from := range order {
			off := after[i].Pence() - before[from].Pence()
			require.LessOrEqual(t, off*off, int64(1))
			moved += off
		}
		require.Zero(t, moved)
		if tie := tied(m, weights); !tie {
			for i, from := range order {
				require.Equal(t, before[from], after[i])
			}
		}
	})
}

// tied reports whether two weights lose the same fraction of a penny.
func tied(m funding.Money, weights []int64) bool {
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, big.NewInt(w))
	}
	seen := map[string]bool{}
	for _, w := range weights {
		amount := new(big.Int).Mul(new(big.Int).Abs(big.NewInt(m.Pence())), big.NewInt(w))
		rem := amount.Mod(amount, total).String()
		if seen[rem] {
			return true
		}
		seen[rem] = true
	}
	return false
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		total int64
		n     int
		want  []int64
	}{
		{101, 3, []int64{34, 34, 33}},              // govalues/money, amount_test.go
		{-101, 4, []int64{-26, -25, -25, -25}},     // govalues/money, amount_test.go
		{9999, 4, []int64{2500, 2500, 2500, 2499}}, // brick/money, MoneyTest.php
		{2, 4, []int64{1, 1, 0, 0}},                // brick/money, MoneyTest.php
		{0, 2, []int64{0, 0}},
		{math.MinInt64, 1, []int64{math.MinInt64}},
		{math.MinInt64, 3, []int64{-3074457345618258603, -3074457345618258603, -3074457345618258602}},
	} {
		got, err := funding.Pence(c.total).Split(c.n)
		require.NoError(t, err)
		require.Equal(t, c.want, pence(got))
	}
	for _, n := range []int{-1, 0, 1<<24 + 1, math.MaxInt} {
		_, err := funding.Pence(5).Split(n)
		require.ErrorIs(t, err, validate.Range)
	}
	rapid.Check(t, func(t *rapid.T) {
		m, n := anyMoney().Draw(t, "m"), rapid.IntRange(1, 60).Draw(t, "n")
		parts, err := m.Split(n)
		require.NoError(t, err)
		equal, err := m.Apportion(slices.Repeat([]int64{1}, n))
		require.NoError(t, err)
		require.Equal(t, equal, parts)
	})
}

func pounds(n int64) *funding.Money { m := funding.Pence(n * 100); return &m }

func TestApportionBy(t *testing.T) {
	a, err := funding.ApportionBy(funding.Pence(10_000), []funding.Claimant[string]{
		{Key: "South Somerset", Weight: 1},
		{Key: "Northumberland", Weight: 1, Cap: pounds(20)},
		{Key: "Morecambe Bay", Weight: 1},
		{Key: "observer", Weight: 0, Cap: pounds(5)},
	})
	require.NoError(t, err)
	b, err := json.Marshal(a)
	require.NoError(t, err)
	require.Equal(t, `{"total":"100.00","parts":[`+
		`{"key":"South Somerset","weight":1,"quota":"40.00","remainder":"0/2","amount":"40.00"},`+
		`{"key":"Northumberland","weight":1,"quota":"33.33","remainder":"1/3","amount":"20.00","capped":true},`+
		`{"key":"Morecambe Bay","weight":1,"quota":"40.00","remainder":"0/2","amount":"40.00"},`+
		`{"key":"observer","weight":0,"quota":"0.00","remainder":"0/2","amount":"0.00"}]}`, string(b))

	var keys []string
	for key, amount := range a.Amounts() {
		keys = append(keys, key+" "+amount.String())
	}
	require.Equal(t, []string{"South Somerset 40.00", "Northumberland 20.00", "Morecambe Bay 40.00", "observer 0.00"}, keys)
	for key := range a.Amounts() {
		require.Equal(t, "South Somerset", key)
		break
	}
}

// Shopify/money, allocator_spec.rb, allocate_max_amounts: their caps are the
// weights too. What they drop over the caps is Left here.
func TestApportionBy_Caps(t *testing.T) {
	for _, c := range []struct {
		total      int64
		caps, want []int64
		left       int64
	}{
		{3075, []int64{2600, 475}, []int64{2600, 475}, 0},
		{3075, []int64{2600, 474}, []int64{2600, 474}, 1},
		{3000, []int64{1500, 1500}, []int64{1500, 1500}, 0},
		{10000, []int64{500, 200}, []int64{500, 200}, 9300},
		{-10000, []int64{500, 200}, []int64{-500, -200}, -9300},
	} {
		var shares []funding.Claimant[int]
		for i, most := range c.caps {
			limit := funding.Pence(most)
			shares = append(shares, funding.Claimant[int]{Key: i, Weight: most, Cap: &limit})
		}
		a, err := funding.ApportionBy(funding.Pence(c.total), shares)
		require.NoError(t, err)
		for i, p := range a.Parts {
			require.Equal(t, c.want[i], p.Amount.Pence())
		}
		require.Equal(t, c.left, a.Left.Pence())
	}
	a, err := funding.ApportionBy(funding.Pence(500), []funding.Claimant[string]{{Key: "a", Weight: 3, Cap: pounds(0)}, {Key: "b", Weight: 0}})
	require.NoError(t, err)
	require.Equal(t, int64(500), a.Left.Pence(), "a cap of £0 is a cap, and a zero weight takes nothing of what is left")
	require.True(t, a.Parts[0].Capped)
	require.True(t, a.Parts[1].Remainder.Known())
}

func TestApportionBy_Refuses(t *testing.T) {
	least := funding.Pence(-1)
	for code, shares := range map[validate.Code][]funding.Claimant[string]{
		validate.Duplicate: {{Key: "a", Weight: 1}, {Key: "b", Weight: 1}, {Key: "a", Weight: 2}},
		validate.Overflow:  {{Key: "a", Weight: math.MaxInt64}, {Key: "b", Weight: 1}},
	} {
		_, err := funding.ApportionBy(funding.Pence(5), shares)
		require.ErrorIs(t, err, code)
	}
	for _, shares := range [][]funding.Claimant[string]{
		nil,
		{{Key: "a", Weight: 0}},
		{{Key: "a", Weight: -1}, {Key: "b", Weight: 5}},
		{{Key: "a", Weight: 1, Cap: &least}},
	} {
		_, err := funding.ApportionBy(funding.Pence(5), shares)
		require.ErrorIs(t, err, validate.Range)
	}
}

// water is the rule of caps written the long way round: round after round, every
// share over its cap gets the cap and leaves, until nobody is over.
func water(m funding.Money, shares []funding.Claimant[int]) (map[int]bool, funding.Money) {
	capped := map[int]bool{}
	for {
		rest, weight := big.NewInt(m.Pence()), new(big.Int)
		rest.Abs(rest)
		for _, s := range shares {
			if capped[s.Key] {
				rest.Sub(rest, big.NewInt(s.Cap.Pence()))
			} else {
				weight.Add(weight, big.NewInt(s.Weight))
			}
		}
		again := false
		for _, s := range shares {
			if capped[s.Key] || s.Cap == nil || weight.Sign() == 0 {
				continue
			}
			over := new(big.Int).Mul(rest, big.NewInt(s.Weight)).Cmp(new(big.Int).Mul(big.NewInt(s.Cap.Pence()), weight)) > 0
			if over {
				capped[s.Key], again = true, true
			}
		}
		if !again {
			return capped, funding.Pence(rest.Int64() * int64(m.Sign()))
		}
	}
}

func TestApportionBy_Laws(t *testing.T) {
	share := rapid.Custom(func(t *rapid.T) funding.Claimant[int] {
		s := funding.Claimant[int]{Weight: rapid.Int64Range(0, 50).Draw(t, "weight")}
		if rapid.Bool().Draw(t, "has cap") {
			limit := funding.Pence(rapid.Int64Range(0, 3000).Draw(t, "cap"))
			s.Cap = &limit
		}
		return s
	})
	rapid.Check(t, func(t *rapid.T) {
		m := funding.Pence(rapid.Int64Range(-20_000, 20_000).Draw(t, "m"))
		shares := rapid.SliceOfN(share, 1, 12).Draw(t, "shares")
		weights, anyWeight := make([]int64, len(shares)), false
		for i := range shares {
			shares[i].Key, weights[i] = i, shares[i].Weight
			anyWeight = anyWeight || weights[i] > 0
		}
		a, err := funding.ApportionBy(m, shares)
		if !anyWeight {
			require.ErrorIs(t, err, validate.Range)
			return
		}
		require.NoError(t, err)

		capped, rest := water(m, shares)
		sum, takers := a.Left.Pence(), int64(0)
		var others []int64
		for i, p := range a.Parts {
			require.Equal(t, shares[i].Key, p.Key)
			require.Equal(t, capped[i], p.Capped)
			amount, err := p.Amount.Abs()
			require.NoError(t, err)
			if p.Capped {
				require.Equal(t, *shares[i].Cap, amount)
			} else {
				over := (p.Amount.Pence() - p.Quota.Pence()) * int64(m.Sign())
				require.Contains(t, []int64{0, 1}, over, "the quota or a penny more")
				require.False(t, over == 1 && p.Remainder.Num == 0, "no penny without a fraction")
				others = append(others, p.Weight)
				takers += p.Weight
			}
			if shares[i].Cap != nil {
				require.LessOrEqual(t, amount.Compare(*shares[i].Cap), 0, "never more than the cap")
			}
			sum += p.Amount.Pence()
		}
		require.Equal(t, m.Pence(), sum, "nothing is lost")
		if takers == 0 {
			require.Equal(t, rest, a.Left)
			return
		}
		require.Zero(t, a.Left)
		want, err := rest.Apportion(others)
		require.NoError(t, err)
		var got []funding.Money
		for _, p := range a.Parts {
			if !p.Capped {
				got = append(got, p.Amount)
			}
		}
		require.Equal(t, want, got, "the others divide what the caps leave")
		if len(capped) == 0 {
			plain, err := m.Apportion(weights)
			require.NoError(t, err)
			require.Equal(t, plain, got)
		}
	})
}

func FuzzApportion(f *testing.F) {
	f.Add(int64(101), int64(7), int64(3), int64(0))
	f.Add(int64(math.MinInt64), int64(math.MaxInt64), int64(1), int64(-1))
	f.Fuzz(func(t *testing.T, total, a, b, c int64) {
		parts, err := funding.Pence(total).Apportion([]int64{a, b, c})
		if err != nil {
			return
		}
		sum, err := funding.Sum(slices.Values(parts))
		require.NoError(t, err)
		require.Equal(t, total, sum.Pence())
	})
}

func benchmarkApportion(b *testing.B, parties int) {
	weights := make([]int64, parties)
	for i := range weights {
		weights[i] = int64(i*7919%104729 + 1)
	}
	m := funding.Pence(20_000_000_001)
	for b.Loop() {
		if _, err := m.Apportion(weights); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkApportion50(b *testing.B)   { benchmarkApportion(b, 50) }
func BenchmarkApportion5000(b *testing.B) { benchmarkApportion(b, 5000) }

func BenchmarkApportionBy5000(b *testing.B) {
	shares := make([]funding.Claimant[int], 5000)
	for i := range shares {
		limit := funding.Pence(int64(i * 1000))
		shares[i] = funding.Claimant[int]{Key: i, Weight: int64(i*7919%104729 + 1), Cap: &limit}
	}
	m := funding.Pence(9_000_000_001)
	for b.Loop() {
		if _, err := funding.ApportionBy(m, shares); err != nil {
			b.Fatal(err)
		}
	}
}

package coverage_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// thirds sends A in three equal parts to X, Y and Z, B whole to X, and half of C nowhere.
func thirds(t require.TestingT) coverage.Crosswalk {
	third := share(t, "1/3")
	return coverage.Crosswalk{
		From: "old", To: "new", Method: coverage.MethodEqualSplit,
		Weights: []coverage.Weight{
			{From: "A", To: "Z", Share: third}, {From: "A", To: "Y", Share: third}, {From: "A", To: "X", Share: third},
			{From: "B", To: "X"}, {From: "C", To: "Y", Share: share(t, "1/2")},
		},
	}
}

func TestCrosswalk_CountsByLargestRemainder(t *testing.T) {
	m, err := thirds(t).Counts([]coverage.Population{
		{Area: "A", People: 10}, {Area: "B", People: 5}, {Area: "C", People: 7}, {Area: "NO2011", People: 3}, {Area: "W01001958", People: 2}, {Area: "A", People: 1},
	})
	require.NoError(t, err)
	// A: 11 people, 3.67 each; Y has 3.67 + 3.5 = 7.17, X 8.67, Z 3.67, and C leaves
	// 3.5. One person of three tied at .67 after X and Z.
	require.Equal(t, coverage.Recast{
		Units:    []coverage.Population{{Area: "X", People: 9}, {Area: "Y", People: 7}, {Area: "Z", People: 4}},
		Unmapped: []coverage.Population{{Area: "C", People: 3}, {Area: "NO2011", People: 3}, {Area: "W01001958", People: 2}},
	}, m)
	units, unmapped := m.People()
	require.Equal(t, int64(28), units+unmapped)
}

func TestCrosswalk_CountsKeepEveryAttribute(t *testing.T) {
	cells := []coverage.Population{
		{Area: "A", People: 1, Attributes: map[string]string{"age": "65+"}},
		{Area: "B", People: 4, Attributes: map[string]string{"age": "65+"}},
		{Area: "A", People: 2, Attributes: map[string]string{"age": "0-64"}},
	}
	m, err := thirds(t).Counts(cells)
	require.NoError(t, err)
	require.Equal(t, []coverage.Population{
		{Area: "X", People: 1, Attributes: map[string]string{"age": "0-64"}},
		{Area: "X", People: 5, Attributes: map[string]string{"age": "65+"}},
		{Area: "Y", People: 1, Attributes: map[string]string{"age": "0-64"}},
		{Area: "Y", People: 0, Attributes: map[string]string{"age": "65+"}},
		{Area: "Z", People: 0, Attributes: map[string]string{"age": "0-64"}},
		{Area: "Z", People: 0, Attributes: map[string]string{"age": "65+"}},
	}, m.Units)
	require.Empty(t, m.Unmapped)
}

func TestCrosswalk_CountsRefuse(t *testing.T) {
	_, err := thirds(t).Counts([]coverage.Population{{Area: "A", People: -1}})
	require.ErrorIs(t, err, validate.Range)
	_, err = thirds(t).Counts([]coverage.Population{{Area: "A", People: math.MaxInt64}, {Area: "B", People: 1}})
	require.ErrorIs(t, err, validate.Overflow)
	broken := thirds(t)
	broken.Weights[0].Share = coverage.Share{}
	_, err = broken.Counts(nil)
	require.ErrorIs(t, err, coverage.NotConserved)
	m, err := thirds(t).Counts([]coverage.Population{{Area: "A", People: math.MaxInt64}})
	require.NoError(t, err)
	units, _ := m.People()
	require.Equal(t, int64(math.MaxInt64), units)
}

func TestBase_Moves(t *testing.T) {
	b := coverage.Base{
		Name: "n", Basis: coverage.Registered, Edition: "old", AsAt: day("2015-06-30"),
		Units:     []coverage.Population{{Area: "B", People: 5}, {Area: "C", People: 8}, {Area: "Q", People: 1}},
		Remainder: []coverage.Population{{Area: "Q", People: 2}},
		Sources:   []caremodel.Source{source("one")},
	}
	c := thirds(t)
	c.Sources = []caremodel.Source{source("two")}
	got, err := c.Base(b)
	require.NoError(t, err)
	require.Equal(t, coverage.Base{
		Name: "n", Basis: coverage.Registered, Edition: "new", AsAt: day("2015-06-30"),
		Units:     []coverage.Population{{Area: "X", People: 5}, {Area: "Y", People: 4}},
		Remainder: []coverage.Population{{Area: "C", People: 4}, {Area: "Q", People: 3}},
		Sources:   []caremodel.Source{source("one"), source("two")},
	}, got)
	_, err = c.Base(got)
	require.ErrorIs(t, err, coverage.OtherEdition)
}

func TestNewCrosswalk(t *testing.T) {
	parts := []coverage.Intersection{
		{"B", "X", 5}, {"A", "Y", 30}, {"A", "X", 50}, {"A", "Y", 20}, {"N", "Y", 0}, {"N", "X", 0}, {"H", "X", 1}, {"H", "", 3},
	}
	weights := func(method coverage.Method) string {
		c, err := coverage.NewCrosswalk("old", "new", method, parts)
		require.NoError(t, err)
		var out []string
		for _, w := range c.Weights {
			out = append(out, fmt.Sprintf("%s>%s %s", w.From, w.To, w.Share))
		}
		return strings.Join(out, ", ")
	}
	require.Equal(t, "A>X 1/2, A>Y 1/2, B>X 1/1, H>X 1/4, N>X 1/2, N>Y 1/2", weights(coverage.MethodPopulationWeighted))
	require.Equal(t, "A>X 1/2, A>Y 1/2, B>X 1/1, H>X 1/2, N>X 1/2, N>Y 1/2", weights(coverage.MethodEqualSplit))
	require.Equal(t, "A>X 1/1, B>X 1/1, N>X 1/1", weights(coverage.MethodBestFit))

	_, err := coverage.NewCrosswalk("old", "new", coverage.MethodExact, parts)
	require.ErrorIs(t, err, coverage.NotConserved)
	_, err = coverage.NewCrosswalk("old", "new", coverage.MethodPopulationWeighted, []coverage.Intersection{{"A", "X", -1}})
	require.ErrorIs(t, err, validate.Range)
	_, err = coverage.NewCrosswalk("old", "new", coverage.MethodPopulationWeighted, []coverage.Intersection{{"A", "X", math.MaxInt64}, {"A", "X", 1}})
	require.ErrorIs(t, err, validate.Overflow)
	_, err = coverage.NewCrosswalk("old", "new", coverage.MethodPopulationWeighted, []coverage.Intersection{{"A", "X", math.MaxInt64}, {"A", "Y", 1}})
	require.ErrorIs(t, err, validate.Overflow)
	_, err = coverage.NewCrosswalk("old", "old", coverage.MethodExact, parts[:1])
	require.ErrorIs(t, err, validate.Conflict)
}

func TestCrosswalk_BestFitOfCrosswalk(t *testing.T) {
	c := thirds(t)
	c.Weights[2].Share = share(t, "1/3")
	best := c.BestFit()
	require.NoError(t, best.Validate().Errors().Err())
	require.Equal(t, coverage.MethodBestFit, best.Method)
	require.Equal(t, []coverage.Weight{{From: "A", To: "X"}, {From: "B", To: "X"}, {From: "C", To: "Y"}}, best.Weights)
}

func TestCrosswalk_Rates(t *testing.T) {
	m, err := thirds(t).Rates([]coverage.AreaRate{{"B", 10, 30}, {"A", 40, 30}, {"C", 7, 0}, {"NO2011", 5, 2}})
	require.NoError(t, err)
	require.Equal(t, []coverage.AreaRate{{"X", 17.5, 40}, {"Y", 40, 10}, {"Z", 40, 10}}, m.Rates)
	require.Equal(t, []coverage.AreaRate{{"NO2011", 5, 2}}, m.Unmapped)
	require.Empty(t, m.Undefined)

	m, err = thirds(t).Rates([]coverage.AreaRate{{"B", 10, 30}})
	require.NoError(t, err)
	require.Equal(t, []coverage.AreaCode{"Y", "Z"}, m.Undefined)

	_, err = thirds(t).Rates([]coverage.AreaRate{{"B", 1, 1}, {"B", 1, 1}})
	require.ErrorIs(t, err, validate.Duplicate)
	_, err = thirds(t).Rates([]coverage.AreaRate{{"B", math.NaN(), 1}})
	require.ErrorIs(t, err, validate.Range)
	_, err = thirds(t).Rates([]coverage.AreaRate{{"B", math.Inf(1), 1}})
	require.ErrorIs(t, err, validate.Range)
	_, err = thirds(t).Rates([]coverage.AreaRate{{"B", 1, -1}})
	require.ErrorIs(t, err, validate.Range)
}

func TestCrosswalk_Then(t *testing.T) {
	second := coverage.Crosswalk{From: "new", To: "newest", Method: coverage.MethodExact, Weights: []coverage.Weight{{From: "X", To: "P"}, {From: "Y", To: "P"}}}
	c, err := thirds(t).Then(second)
	require.NoError(t, err)
	require.Equal(t, coverage.Crosswalk{
		From: "old", To: "newest", Method: coverage.MethodEqualSplit,
		Weights: []coverage.Weight{{From: "A", To: "P", Share: share(t, "2/3")}, {From: "B", To: "P"}, {From: "C", To: "P", Share: share(t, "1/2")}},
	}, c)
	_, err = second.Then(thirds(t))
	require.ErrorIs(t, err, coverage.OtherEdition)
}

// TestCrosswalk_ThenKeepsTheTotalWhereTermsAreTooLarge: products of shares with large prime
// denominators do not fit, and still add up.
func TestCrosswalk_ThenKeepsTheTotalWhereTermsAreTooLarge(t *testing.T) {
	weights := func(from string, den int64, targets ...string) []coverage.Weight {
		var out []coverage.Weight
		left := den
		for i, to := range targets {
			n := left / 2
			if i == len(targets)-1 {
				n = left
			}
			left -= n
			s, err := coverage.ShareOf(n, den)
			require.NoError(t, err)
			out = append(out, coverage.Weight{From: coverage.AreaCode(from), To: coverage.AreaCode(to), Share: s})
		}
		return out
	}
	first := coverage.Crosswalk{From: "a", To: "b", Method: coverage.MethodPopulationWeighted, Weights: weights("A", 999_999_937, "X", "Y", "Z")}
	second := coverage.Crosswalk{From: "b", To: "c", Method: coverage.MethodPopulationWeighted, Weights: slices.Concat(
		weights("X", 999_999_929, "P", "Q"), weights("Y", 999_999_893, "P", "Q"), weights("Z", 999_999_883, "P", "Q"))}
	c, err := first.Then(second)
	require.NoError(t, err)
	require.Len(t, c.Weights, 2)
	total := new(big.Rat)
	for _, w := range c.Weights {
		total.Add(total, big.NewRat(w.Share.Ratio().Num, w.Share.Ratio().Den))
	}
	require.Equal(t, "1", total.RatString())
	require.InDelta(t, 0.5, float64(c.Weights[0].Share.Ratio().Num)/float64(c.Weights[0].Share.Ratio().Den), 1e-8)
}

func TestCrosswalk_Inverse(t *testing.T) {
	recode := coverage.Crosswalk{From: "a", To: "b", Method: coverage.MethodExact, Weights: []coverage.Weight{{From: "A", To: "Y"}, {From: "B", To: "X"}}}
	back, err := recode.Inverse()
	require.NoError(t, err)
	require.Equal(t, []coverage.Weight{{From: "X", To: "B"}, {From: "Y", To: "A"}}, back.Weights)
	again, err := back.Inverse()
	require.NoError(t, err)
	require.Equal(t, recode, again)

	_, err = thirds(t).Inverse()
	require.ErrorIs(t, err, coverage.NotConserved)
	merged := recode
	merged.Weights = []coverage.Weight{{From: "A", To: "X"}, {From: "B", To: "X"}}
	_, err = merged.Inverse()
	require.ErrorIs(t, err, coverage.NotConserved)
	require.ErrorContains(t, err, "both A and B go to this area")
}

// crosswalks draws crosswalks between areas S0.. and T0.. under these names; complete
// ones leave nobody.
func crosswalks(from, to string, exact, complete bool) *rapid.Generator[coverage.Crosswalk] {
	return rapid.Custom(func(t *rapid.T) coverage.Crosswalk {
		c := coverage.Crosswalk{From: coverage.Edition(from), To: coverage.Edition(to), Method: coverage.MethodPopulationWeighted}
		if exact {
			c.Method = coverage.MethodExact
		}
		targets := rapid.IntRange(1, 6).Draw(t, "targets")
		for i := range rapid.IntRange(1, 8).Draw(t, "sources") {
			source := coverage.AreaCode(fmt.Sprintf("%s%d", from, i))
			if exact {
				to := rapid.IntRange(0, targets-1).Draw(t, "target")
				c.Weights = append(c.Weights, coverage.Weight{From: source, To: coverage.AreaCode(fmt.Sprintf("%s%d", c.To, to))})
				continue
			}
			cuts := rapid.SliceOfN(rapid.Int64Range(0, 40), targets, targets).Draw(t, "cuts")
			var den int64
			for _, n := range cuts {
				den += n
			}
			if !complete {
				den += rapid.Int64Range(0, 40).Draw(t, "left")
			}
			if den == 0 {
				cuts[0], den = 1, 1
			}
			for j, n := range cuts {
				if n == 0 {
					continue
				}
				s, err := coverage.ShareOf(n, den)
				require.NoError(t, err)
				c.Weights = append(c.Weights, coverage.Weight{From: source, To: coverage.AreaCode(fmt.Sprintf("%s%d", c.To, j)), Share: s})
			}
		}
		if len(c.Weights) == 0 {
			c.Weights = []coverage.Weight{{From: coverage.AreaCode(from + "0"), To: coverage.AreaCode(to + "0")}}
		}
		return c
	})
}

func counts(edition string) *rapid.Generator[[]coverage.Population] {
	return rapid.Custom(func(t *rapid.T) []coverage.Population {
		var cells []coverage.Population
		for i := range 9 { // one more than crosswalks know
			area := coverage.AreaCode(fmt.Sprintf("%s%d", edition, i))
			for _, age := range []string{"", "young", "old"} {
				cell := coverage.Population{Area: area, People: rapid.Int64Range(0, 1000).Draw(t, "people")}
				if age != "" {
					cell.Attributes = map[string]string{"age": age}
				}
				cells = append(cells, cell)
			}
		}
		return cells
	})
}

// TestCrosswalk_CountsConserve: for every combination of attributes nobody is lost or made, no
// figure is a whole person off, and the order of cells does not matter.
func TestCrosswalk_CountsConserve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := crosswalks("S", "T", false, rapid.Bool().Draw(t, "complete")).Draw(t, "crosswalk")
		cells := counts("S").Draw(t, "cells")
		m, err := c.Counts(cells)
		require.NoError(t, err)

		want, got := map[string]int64{}, map[string]int64{}
		for _, cell := range cells {
			want[cell.Attributes["age"]] += cell.People
		}
		for _, cell := range slices.Concat(m.Units, m.Unmapped) {
			require.GreaterOrEqual(t, cell.People, int64(0))
			got[cell.Attributes["age"]] += cell.People
		}
		require.Equal(t, want, got)

		for _, u := range m.Units {
			exact := new(big.Rat)
			for _, cell := range cells {
				for _, w := range c.Weights {
					if w.From == cell.Area && w.To == u.Area && cell.Attributes["age"] == u.Attributes["age"] {
						r := w.Share.Ratio()
						exact.Add(exact, new(big.Rat).Mul(big.NewRat(r.Num, r.Den), new(big.Rat).SetInt64(cell.People)))
					}
				}
			}
			off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(u.People))
			require.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1)), "%s", off)
		}

		shuffled := slices.Clone(cells)
		rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "seed"))).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again, err := c.Counts(shuffled)
		require.NoError(t, err)
		require.Equal(t, m, again)
	})
}

// TestCrosswalk_ThereAndBack: a crosswalk that leads every area whole to one target, and back by
// the same people, changes nothing.
func TestCrosswalk_ThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := crosswalks("S", "T", true, true).Draw(t, "crosswalk")
		var cells []coverage.Population
		for _, w := range c.Weights {
			cells = append(cells, coverage.Population{Area: w.From, People: rapid.Int64Range(1, 1e6).Draw(t, "people")})
		}
		slices.SortFunc(cells, func(a, b coverage.Population) int { return strings.Compare(string(a.Area), string(b.Area)) })
		there, err := c.Counts(cells)
		require.NoError(t, err)
		back, err := c.Back(cells)
		require.NoError(t, err)
		require.NoError(t, back.Validate().Errors().Err())
		again, err := back.Counts(there.Units)
		require.NoError(t, err)
		require.Equal(t, cells, again.Units)
		require.Empty(t, again.Unmapped)
		if inverse, err := c.Inverse(); err == nil {
			again, err := inverse.Counts(there.Units)
			require.NoError(t, err)
			require.Equal(t, cells, again.Units)
		}
	})
}

// TestCrosswalk_BackConserves: for any crosswalk, what comes back adds up to what was moved.
func TestCrosswalk_BackConserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := crosswalks("S", "T", false, rapid.Bool().Draw(t, "complete")).Draw(t, "crosswalk")
		cells := counts("S").Draw(t, "cells")
		there, err := c.Counts(cells)
		require.NoError(t, err)
		back, err := c.Back(cells)
		if err != nil {
			t.Skip("nobody is moved")
		}
		if len(back.Weights) == 0 {
			t.Skip("nobody is moved")
		}
		require.NoError(t, back.Validate().Errors().Err())
		again, err := back.Counts(there.Units)
		require.NoError(t, err)
		moved, _ := there.People()
		units, unmapped := again.People()
		require.Equal(t, moved, units+unmapped)
	})
}

// TestCrosswalk_ThenIsAssociative: chains of three crosswalks are the same however they are
// bracketed, and so are their totals.
func TestCrosswalk_ThenIsAssociative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := crosswalks("S", "T", false, false).Draw(t, "a")
		b := crosswalks("T", "U", false, false).Draw(t, "b")
		c := crosswalks("U", "V", false, false).Draw(t, "c")
		ab, err := a.Then(b)
		require.NoError(t, err)
		bc, err := b.Then(c)
		require.NoError(t, err)
		if len(ab.Weights) == 0 || len(bc.Weights) == 0 {
			t.Skip("nothing leads through")
		}
		left, err := ab.Then(c)
		require.NoError(t, err)
		right, err := a.Then(bc)
		require.NoError(t, err)
		require.Equal(t, left, right)
		if len(left.Weights) == 0 {
			t.Skip("nothing leads through")
		}
		cells := counts("S").Draw(t, "cells")
		m, err := left.Counts(cells)
		require.NoError(t, err)
		var total int64
		for _, cell := range cells {
			total += cell.People
		}
		units, unmapped := m.People()
		require.Equal(t, total, units+unmapped)
	})
}

// TestCrosswalk_RatesAreMeans: a rate that is the same everywhere stays the same, and any other
// stays within its sources' range.
func TestCrosswalk_RatesAreMeans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := crosswalks("S", "T", false, false).Draw(t, "crosswalk")
		var rates []coverage.AreaRate
		low, high := math.Inf(1), math.Inf(-1)
		same := rapid.Bool().Draw(t, "same")
		value := rapid.Float64Range(-1e6, 1e6).Draw(t, "value")
		for i := range 8 {
			if !same {
				value = rapid.Float64Range(-1e6, 1e6).Draw(t, "value")
			}
			low, high = min(low, value), max(high, value)
			rates = append(rates, coverage.AreaRate{Area: coverage.AreaCode(fmt.Sprintf("S%d", i)), Value: value, People: rapid.Int64Range(0, 1000).Draw(t, "people")})
		}
		m, err := c.Rates(rates)
		require.NoError(t, err)
		for _, r := range m.Rates {
			require.GreaterOrEqual(t, r.Value, low)
			require.LessOrEqual(t, r.Value, high)
		}
		slices.Reverse(rates)
		again, err := c.Rates(rates)
		require.NoError(t, err)
		require.Equal(t, m, again)
	})
}

func TestReadIntersectionsCSV(t *testing.T) {
	text := "\uFEFFLSOA11CD,LSOA11NM,CCG15CD,people\n" +
		"E01010638,\"Bradford, 004A\",E38000001,1537\n" +
		"E01010639,Bradford,,20\n" +
		"E01010640,Bradford,e38,20\n" +
		"E01010641,Bradford,E38000001,many\n" +
		"NO2011,none,E38000001,4\n"
	parts, err := coverage.ReadIntersectionsCSV(strings.NewReader(text), coverage.LookupColumns{From: "LSOA11CD", To: "CCG15CD", People: "people"})
	require.Equal(t, []string{"error format row 4, column CCG15CD", "error format row 5, column people"}, listed(validate.Of(err)))
	require.Equal(t, []coverage.Intersection{{"E01010638", "E38000001", 1537}, {"E01010639", "", 20}, {"NO2011", "E38000001", 4}}, parts)

	parts, err = coverage.ReadIntersectionsCSV(strings.NewReader("a,b\nE01010638,E38000001\n"), coverage.LookupColumns{From: "a", To: "b"})
	require.NoError(t, err)
	require.Equal(t, []coverage.Intersection{{"E01010638", "E38000001", 1}}, parts)
	_, err = coverage.ReadIntersectionsCSV(strings.NewReader("a,b\n"), coverage.LookupColumns{From: "a"})
	require.ErrorIs(t, err, validate.Required)
}

func BenchmarkCounts(b *testing.B) {
	var parts []coverage.Intersection
	var cells []coverage.Population
	for i := range 32_844 {
		area := coverage.AreaCode(fmt.Sprintf("E010%05d", i))
		parts = append(parts, coverage.Intersection{From: area, To: coverage.AreaCode(fmt.Sprintf("E38%06d", i/157)), People: 1600})
		cells = append(cells, coverage.Population{Area: area, People: 1600})
	}
	c, err := coverage.NewCrosswalk("LSOA 2011", "groups", coverage.MethodExact, parts)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Counts(cells); err != nil {
			b.Fatal(err)
		}
	}
}

// TestShares_ThatOverflow: sums of shares whose common denominator does not fit into
// int64 are still held exactly against the whole.
func TestShares_ThatOverflow(t *testing.T) {
	ratio := func(num, den int64) coverage.Share {
		s, err := coverage.ShareOf(num, den)
		require.NoError(t, err)
		return s
	}
	const p, q, r = 999_999_999_989, 999_999_999_961, 999_999_999_959 // the largest primes below 10^12
	c := coverage.Crosswalk{From: "a", To: "b", Method: coverage.MethodPopulationWeighted, Weights: []coverage.Weight{
		{From: "A", To: "X", Share: ratio(333_333_333_330, p)},
		{From: "A", To: "Y", Share: ratio(333_333_333_320, q)},
		{From: "A", To: "Z", Share: ratio(333_333_333_319, r)},
	}}
	require.Empty(t, listed(c.Validate()))
	m, err := c.Counts([]coverage.Population{{Area: "A", People: 900_000_000_000}})
	require.NoError(t, err)
	units, unmapped := m.People()
	require.Equal(t, int64(900_000_000_000), units+unmapped)
	require.Equal(t, int64(1), unmapped) // the shares leave two thirds of a million-millionth, which is 0.6 people

	c.Weights[2].Share = ratio(333_333_333_400, r)
	require.Equal(t, []string{"error coverage.not-conserved weights[2]"}, listed(c.Validate()))
}

// TestCrosswalk_EmptyProduct: where nothing leads through, the product has no weight, and says so
// when it is used.
func TestCrosswalk_EmptyProduct(t *testing.T) {
	elsewhere := coverage.Crosswalk{From: "new", To: "newest", Method: coverage.MethodExact, Weights: []coverage.Weight{{From: "Q", To: "P"}}}
	c, err := thirds(t).Then(elsewhere)
	require.NoError(t, err)
	require.Empty(t, c.Weights)
	_, err = c.Counts(nil)
	require.ErrorIs(t, err, validate.Required)

	broken := thirds(t)
	broken.Method = 0
	for _, do := range []func() error{
		func() error { _, err := broken.Then(elsewhere); return err },
		func() error { _, err := thirds(t).Then(coverage.Crosswalk{From: "new"}); return err },
		func() error { _, err := broken.Inverse(); return err },
		func() error { _, err := broken.Back(nil); return err },
		func() error { _, err := broken.Rates(nil); return err },
		func() error { _, err := broken.Base(coverage.Base{Edition: "old"}); return err },
	} {
		require.ErrorIs(t, do(), validate.Required)
	}
	_, err = thirds(t).Back([]coverage.Population{{Area: "A", People: -1}})
	require.ErrorIs(t, err, validate.Range)
	_, err = thirds(t).Back(nil)
	require.ErrorIs(t, err, validate.Required)
}

// TestCrosswalk_RemaindersThatTie: what was cut off on the way to a third does not decide who gets
// the odd person; codes do, and people in no target come last.
func TestCrosswalk_RemaindersThatTie(t *testing.T) {
	c := coverage.Crosswalk{
		From: "wards 2014", To: "wards 2016", Method: coverage.MethodEqualSplit,
		Weights: []coverage.Weight{
			{From: "E05000001", To: "E05000011", Share: share(t, "1/3")},
			{From: "E05000001", To: "E05000012", Share: share(t, "1/3")},
			{From: "E05000002", To: "E05000010", Share: share(t, "1/6")},
			{From: "E05000002", To: "E05000011", Share: share(t, "1/6")},
		},
	}
	m, err := c.Counts([]coverage.Population{{Area: "E05000001", People: 100}})
	require.NoError(t, err)
	require.Equal(t, []coverage.Population{{Area: "E05000011", People: 34}, {Area: "E05000012", People: 33}}, m.Units)
	require.Equal(t, []coverage.Population{{Area: "E05000001", People: 33}}, m.Unmapped)

	// E05000010 gets 1/3 and 1/6, E05000011 a half.
	c.Weights = []coverage.Weight{
		{From: "E05000001", To: "E05000010", Share: share(t, "1/3")},
		{From: "E05000002", To: "E05000010", Share: share(t, "1/6")},
		{From: "E05000002", To: "E05000011", Share: share(t, "1/2")},
		{From: "E05000001", To: "E05000012", Share: share(t, "2/3")},
		{From: "E05000002", To: "E05000013", Share: share(t, "1/3")},
	}
	m, err = c.Counts([]coverage.Population{{Area: "E05000001", People: 1}, {Area: "E05000002", People: 1}})
	require.NoError(t, err)
	var people []int64
	for _, u := range m.Units {
		people = append(people, u.People)
	}
	require.Equal(t, []int64{1, 0, 1, 0}, people)
}

func FuzzReadIntersectionsCSV(f *testing.F) {
	f.Add("from,to,people\nE01000001,E38000215,1200\nE01000002,,\"1,234\"\n")
	f.Add("\xef\xbb\xbffrom,to,people\r\nNO2011,E38000215,7 \r\n")
	f.Add("from,to,people\nE01,E02,-1\ne01,E02,1\nE01,E02\n")
	f.Fuzz(func(t *testing.T, table string) {
		parts, err := coverage.ReadIntersectionsCSV(strings.NewReader(table), coverage.LookupColumns{From: "from", To: "to", People: "people"})
		if err != nil {
			require.NotZero(t, validate.Of(err).Len())
		}
		for _, p := range parts {
			require.NotZero(t, p.From.Scheme())
			require.GreaterOrEqual(t, p.People, int64(0))
		}
		c, err := coverage.NewCrosswalk("a", "b", coverage.MethodPopulationWeighted, parts)
		if err == nil {
			require.NoError(t, c.Validate().Err())
		}
	})
}

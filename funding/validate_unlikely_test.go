package funding_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// awards is a ledger of one round with an award of each of these amounts, in pence.
func awards(pence ...int64) funding.Ledger {
	l := funding.Ledger{Rounds: []funding.Round{{ID: "r", Sources: said()}}}
	for i, n := range pence {
		l.Allocations = append(l.Allocations, funding.Allocation{
			ID: funding.AllocationID(fmt.Sprint("a", i)), Round: "r", Recipients: []caremodel.VanguardID{place(i % 5)}, Element: fmt.Sprint(i),
			Year: funding.MustParseFinancialYear("2016/17"), Stream: funding.StreamTransformation, Kind: funding.Revenue, Sources: said(),
			Events: []funding.Event{{Status: funding.Approved, Figure: funding.Figure{Amount: funding.Pence(n)}, Reason: "as published"}},
		})
	}
	return l
}

// unlikely returns which awards are far from the others.
func unlikely(t require.TestingT, l funding.Ledger) []int {
	var found []int
	for v := range l.Validate(nil).All() {
		require.Equal(t, validate.Unlikely, v.Code, v.Error())
		require.Equal(t, validate.SeverityWarning, v.Severity)
		i := slices.IndexFunc(l.Allocations, func(a funding.Allocation) bool {
			return v.Path == fmt.Sprintf("allocations[%s].events[0].figure.amount", a.ID[1:])
		})
		require.GreaterOrEqual(t, i, 0, v.Path)
		found = append(found, i)
	}
	return found
}

const million = 1_000_000_00

// Every slip by a thousand in a round of awards of £1m to £9m is seen, whichever
// way, and nothing is said of the round itself.
func TestLedger_ValidateSeesPoundsForThousands(t *testing.T) {
	sound := []int64{1 * million, 2 * million, 3 * million, 4 * million, 5 * million, 6 * million, 7 * million, 8 * million, 9 * million}
	require.Empty(t, unlikely(t, awards(sound...)))
	for _, slip := range []struct{ times, by int64 }{{1, 1000}, {1000, 1}, {1, 1_000_000}, {1_000_000, 1}} {
		for i := range sound {
			slipped := slices.Clone(sound)
			slipped[i] = slipped[i] * slip.times / slip.by
			require.Equal(t, []int{i}, unlikely(t, awards(slipped...)), "%d × %d / %d", sound[i], slip.times, slip.by)
		}
	}
}

// A lost point, a factor of 100, is seen in a round of like awards.
func TestLedger_ValidateSeesALostPoint(t *testing.T) {
	for _, slipped := range []int64{4 * million * 100, 4 * million / 100} {
		require.Equal(t, []int{5}, unlikely(t, awards(3*million, 4*million, 4*million, 5*million, 6*million, slipped)))
	}
}

func TestLedger_ValidateUnlikelyBounds(t *testing.T) {
	like := func(n int, more ...int64) []int64 { return append(slices.Repeat([]int64{million}, n), more...) }
	far := 10 * int64(million)
	for _, tc := range []struct {
		name  string
		pence []int64
		want  []int
	}{
		{"four amounts say nothing", like(3, 1), nil},
		{"five do", like(4, 1), []int{4}},
		{"zeros are no fellows", like(3, 0, 1), nil},
		{"zeros are not far", like(5, 0, 0), nil},
		{"39 times", like(5, 39*million), nil},
		{"40 times", like(5, 40*million), []int{5}},
		{"a 39th", like(5, million/39), nil},
		{"a 40th", like(5, million/40), []int{5}},
		{"a penny", like(5, 1), []int{5}},
		{"the largest amount", like(5, math.MaxInt64), []int{5}},
		{"a clawback is as large as its amount", like(5, -40*million), nil}, // refused for another reason
		{"two far on either side", like(5, 1, 100*far), []int{5, 6}},
		// Half a decade of median distance reaches three decades.
		{"unlike awards are left alone", []int64{million / 10, million / 4, million, 4 * million, 10 * million, 500 * million}, nil},
		{"but not beyond six median distances", []int64{million / 10, million / 4, million, 4 * million, 10 * million, 1, 1000_000 * million}, []int{5, 6}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := awards(tc.pence...)
			if slices.Min(tc.pence) < 0 {
				l.Allocations[5].Events[0].Status = funding.Paid
				l.Allocations[5].Events = append([]funding.Event{on("", funding.Paid, "£40m")}, l.Allocations[5].Events...)
				require.Equal(t, []string{"allocations[5].events[0].figure.amount", "allocations[5].events[1].figure.amount"}, pathsOf(l.Validate(nil)))
				return
			}
			require.Equal(t, tc.want, unlikely(t, l))
		})
	}
}

func pathsOf(vs validate.Violations) []string {
	var out []string
	for v := range vs.All() {
		out = append(out, v.Path)
	}
	return out
}

// Other rounds and streams are no fellows.
func TestLedger_ValidateUnlikelyByRoundAndStream(t *testing.T) {
	l := awards(million, million, million, million, million, 1, 1)
	l.Rounds = append(l.Rounds, funding.Round{ID: "s", Sources: said()})
	l.Allocations[5].Round, l.Allocations[6].Stream = "s", funding.StreamMatched
	require.Empty(t, unlikely(t, l))
}

// The rule is Hampel's: on random amounts it says what the definition says in
// floating point, but for amounts within a hundredth of a decade of the bound, and
// it says the same in any order.
func TestLedger_ValidateUnlikelyIsHampelsRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pence := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(1, math.MaxInt64), rapid.Int64Range(million, 10*million)), 1, 30).Draw(t, "pence")
		logs := make([]float64, len(pence))
		for i, n := range pence {
			logs[i] = math.Log10(float64(n))
		}
		middle := middleOf(logs)
		apart := make([]float64, len(logs))
		for i, x := range logs {
			apart[i] = math.Abs(x - middle)
		}
		reach := max(1.6, 6*middleOf(apart))
		got := unlikely(t, awards(pence...))
		for i := range pence {
			if math.Abs(apart[i]-reach) < 0.02 {
				continue
			}
			require.Equal(t, len(pence) >= 5 && apart[i] > reach, slices.Contains(got, i), "%d of %d", i, pence)
		}
		shuffled := rapid.Permutation(pence).Draw(t, "shuffled")
		var a, b []int64
		for _, i := range got {
			a = append(a, pence[i])
		}
		for _, i := range unlikely(t, awards(shuffled...)) {
			b = append(b, shuffled[i])
		}
		slices.Sort(a)
		slices.Sort(b)
		require.Equal(t, a, b)
	})
}

func middleOf(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// A slip by 1,000 of any amount within 25 times of the median is seen, where the
// others are alike.
func TestLedger_ValidateSeesASlipWithin25Times(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		usual := rapid.Int64Range(1_000_00, 1_000_000*million).Draw(t, "usual")
		amount := rapid.Int64Range(usual/25+1, 25*usual).Draw(t, "amount")
		if rapid.Bool().Draw(t, "down") {
			amount = max(amount/1000, 1)
		} else {
			amount *= 1000
		}
		ratio := float64(amount) / float64(usual)
		if ratio > 1/40.0 && ratio < 40 {
			t.Skip("an amount below £10 loses its pence")
		}
		require.Equal(t, []int{6}, unlikely(t, awards(usual, usual, usual, usual, usual, usual, amount)))
	})
}

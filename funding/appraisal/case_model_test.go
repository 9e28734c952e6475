package appraisal_test

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// caseModel appraises a case with exact fractions, written from the documentation
// alone. Rates of a schedule are given by the step that leads to a year.
type caseModel struct {
	lines          []appraisal.Line
	horizon        int
	rate, health   func(year int) *big.Rat
	perLine        []*big.Rat // present value
	undiscounted   []*big.Rat
	costs, benefit []*big.Rat // by year, undiscounted
	cash, present  []*big.Rat // by year
}

func rat(d decimal.Decimal) *big.Rat { return d.Rat() }

func zeros(n int) []*big.Rat {
	out := make([]*big.Rat, n)
	for i := range out {
		out[i] = new(big.Rat)
	}
	return out
}

func newCaseModel(lines []appraisal.Line, horizon int, rate, health func(int) *big.Rat) *caseModel {
	m := &caseModel{
		lines: lines, horizon: horizon, rate: rate, health: health,
		perLine: zeros(len(lines)), undiscounted: zeros(len(lines)),
		costs: zeros(horizon), benefit: zeros(horizon), cash: zeros(horizon), present: zeros(horizon),
	}
	one := big.NewRat(1, 1)
	for i, l := range lines {
		rest := new(big.Rat).Mul(rat(l.OptimismBias), new(big.Rat).Sub(one, rat(l.Mitigation)))
		rates, sign := rate, int64(-1)
		if l.Nature == appraisal.Health {
			rates = health
		}
		factor := new(big.Rat).Add(one, rest)
		if l.Side == appraisal.Benefit {
			factor.Sub(one, rest)
			sign = 1
		}
		for _, a := range l.Amounts {
			year := a.Year.Sub(base)
			if year >= horizon {
				continue
			}
			worth := new(big.Rat).Mul(big.NewRat(a.Money.Pence(), 1), factor)
			add(m.undiscounted[i], worth)
			if l.Side == appraisal.Cost {
				add(m.costs[year], worth)
			} else {
				add(m.benefit[year], worth)
			}
			signed := new(big.Rat).Mul(worth, big.NewRat(sign, 1))
			if l.Nature == appraisal.Cashable {
				add(m.cash[year], signed)
			}
			discount := discountFactor(year, rates)
			add(m.perLine[i], new(big.Rat).Mul(worth, discount))
			add(m.present[year], new(big.Rat).Mul(signed, discount))
		}
	}
	return m
}

func add(to, n *big.Rat) { to.Add(to, n) }

// discountFactor is 1 over the product of 1 + rate of every step, to 20 decimal places.
func discountFactor(year int, rates func(int) *big.Rat) *big.Rat {
	f := big.NewRat(1, 1)
	for step := 1; step <= year; step++ {
		f.Quo(f, new(big.Rat).Add(big.NewRat(1, 1), rates(step)))
	}
	f.SetString(f.FloatString(20))
	return f
}

// total adds up the present values of lines.
func (m *caseModel) total(of func(appraisal.Line) bool) *big.Rat {
	sum := new(big.Rat)
	for i, l := range m.lines {
		if of(l) {
			add(sum, m.perLine[i])
		}
	}
	return sum
}

// payback returns the year from which the cumulative net cash stays at zero or
// above, and the last year before it plus the part of a year that makes up the
// shortfall.
func (m *caseModel) payback(flows []*big.Rat) (year int, years float64, ok bool) {
	sum, last := new(big.Rat), -1
	before := new(big.Rat) // the last shortfall
	for i, f := range flows {
		if add(sum, f); sum.Sign() < 0 {
			last = i
			before.Set(sum)
		}
	}
	switch {
	case last == len(flows)-1:
		return 0, 0, false
	case last < 0:
		return 0, 0, true
	}
	part, _ := new(big.Rat).Quo(new(big.Rat).Neg(before), flows[last+1]).Float64()
	return last + 1, float64(last) + part, true
}

// pence rounds half to even.
func pence(n *big.Rat) int64 {
	twice := new(big.Int).Lsh(n.Num(), 1)
	twice.Add(twice, n.Denom())
	whole, rest := new(big.Int).DivMod(twice, new(big.Int).Lsh(n.Denom(), 1), new(big.Int))
	if rest.Sign() == 0 && whole.Bit(0) == 1 {
		whole.Sub(whole, big.NewInt(1))
	}
	return whole.Int64()
}

func TestCase_Model(t *testing.T) {
	percent := func(t *rapid.T, most int, what string) decimal.Decimal {
		return decimal.New(int64(rapid.IntRange(0, most).Draw(t, what)), -2)
	}
	rapid.Check(t, func(t *rapid.T) {
		horizon := rapid.IntRange(1, 8).Draw(t, "horizon")
		c := appraisal.Case{Base: base}
		beyond, last := 0, 0
		for i := range rapid.IntRange(1, 5).Draw(t, "lines") {
			l := appraisal.Line{
				Name: "line " + strconv.Itoa(i), Side: rapid.SampledFrom([]appraisal.Side{appraisal.Cost, appraisal.Benefit}).Draw(t, "side"),
				Nature:       appraisal.Nature(rapid.IntRange(1, int(appraisal.Health)).Draw(t, "nature")),
				OptimismBias: percent(t, 100, "bias"), Mitigation: percent(t, 100, "mitigation"),
			}
			for _, year := range rapid.SliceOfNDistinct(rapid.IntRange(0, 9), 1, 6, rapid.ID).Draw(t, "years") {
				l.Amounts = append(l.Amounts, appraisal.Amount{Year: base.Add(year), Money: funding.Pence(rapid.Int64Range(0, 1e10).Draw(t, "amount"))})
				last = max(last, year)
				if year >= horizon {
					beyond++
				}
			}
			c.Lines = append(c.Lines, l)
		}
		first, second, change := percent(t, 20, "first rate"), percent(t, 20, "second rate"), rapid.IntRange(1, 6).Draw(t, "change")
		schedule, err := appraisal.NewSchedule("drawn", caremodel.Source{Title: "a test"}, appraisal.Band{Rate: first}, appraisal.Band{First: change, Rate: second})
		require.NoError(t, err)
		health := percent(t, 20, "health rate")
		o := appraisal.Options{
			Schedule: schedule, Health: appraisal.FlatRate(health), Horizon: horizon,
			Denominator: appraisal.Denominator(rapid.IntRange(0, int(appraisal.Budget)).Draw(t, "denominator")),
		}
		if rapid.Bool().Draw(t, "to the last year") {
			o.Horizon, horizon, beyond = 0, last+1, 0
		}
		a, err := c.Appraise(o)
		require.NoError(t, err)

		m := newCaseModel(c.Lines, horizon, func(year int) *big.Rat {
			if year < change {
				return rat(first)
			}
			return rat(second)
		}, func(int) *big.Rat { return rat(health) })
		cost := func(l appraisal.Line) bool { return l.Side == appraisal.Cost }
		benefit := func(l appraisal.Line) bool { return l.Side == appraisal.Benefit }
		costs, benefits := m.total(cost), m.total(benefit)
		net := new(big.Rat).Sub(benefits, costs)
		require.Equal(t, []int64{pence(costs), pence(benefits), pence(net)}, []int64{a.Costs.Pence(), a.Benefits.Pence(), a.NPSV.Pence()})
		require.Equal(t, beyond, a.Beyond)

		require.Len(t, a.Years, horizon)
		sum := new(big.Rat)
		for i, y := range a.Years {
			add(sum, m.cash[i])
			require.Equal(t, base.Add(i), y.Year)
			require.Equal(t,
				[]int64{
					pence(m.costs[i]), pence(m.benefit[i]), pence(new(big.Rat).Sub(m.benefit[i], m.costs[i])),
					pence(m.present[i]), pence(m.cash[i]), pence(sum),
				},
				[]int64{y.Costs.Pence(), y.Benefits.Pence(), y.Net.Pence(), y.PresentValue.Pence(), y.Cash.Pence(), y.CumulativeCash.Pence()})
		}
		for i, l := range a.Lines {
			require.Equal(t, []int64{pence(m.undiscounted[i]), pence(m.perLine[i])}, []int64{l.Total.Pence(), l.PresentValue.Pence()})
			change := pence(net)
			if benefit(c.Lines[i]) {
				change = -change
			}
			require.Equal(t, caremodel.Ratio{Num: change, Den: pence(m.perLine[i])}.Known(), l.Switching.Known())
			if l.Switching.Known() { // the change of the line that takes the net value to nothing
				require.Zero(t, caremodel.Ratio{Num: change, Den: pence(m.perLine[i])}.Compare(l.Switching))
			}
		}

		below, above := costs, benefits
		if o.Denominator == appraisal.Budget {
			below = m.total(func(l appraisal.Line) bool { return cost(l) && l.Nature == appraisal.Cashable })
			above = new(big.Rat).Sub(benefits, new(big.Rat).Sub(costs, below))
		}
		require.Equal(t, o.Denominator != 0 && pence(below) != 0, a.BCR.Known())
		if a.BCR.Known() {
			require.Equal(t, caremodel.Ratio{Num: pence(above), Den: pence(below)}, a.BCR)
		}

		// Only net cash pays back; it is discounted by the main schedule, since
		// health effects are not cash.
		discounted := make([]*big.Rat, horizon)
		for i := range discounted {
			discounted[i] = new(big.Rat).Mul(m.cash[i], discountFactor(i, m.rate))
		}
		for _, p := range []struct {
			flows []*big.Rat
			got   appraisal.Payback
		}{{m.cash, a.Payback}, {discounted, a.DiscountedPayback}} {
			year, years, ok := m.payback(p.flows)
			require.Equal(t, !ok, p.got.IsZero())
			if ok {
				require.Equal(t, base.Add(year), p.got.Year)
				require.InDelta(t, years, p.got.Years, 1e-9)
			}
		}
	})
}

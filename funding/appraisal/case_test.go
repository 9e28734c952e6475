package appraisal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

var base = funding.MustParseFinancialYear("2015/16")

// line returns a cashable line whose amounts, in pounds, start in year first,
// counted from the base year.
func line(name string, side appraisal.Side, first int, amounts ...string) appraisal.Line {
	l := appraisal.Line{Name: name, Side: side, Nature: appraisal.Cashable, Source: caremodel.Source{Title: "value proposition"}}
	for i, a := range amounts {
		l.Amounts = append(l.Amounts, appraisal.Amount{Year: base.Add(first + i), Money: funding.MustParseMoney(a)})
	}
	return l
}

func (p modified) line(l appraisal.Line) appraisal.Line { p(&l); return l }

// modified is a change to a line.
type modified func(*appraisal.Line)

func nature(n appraisal.Nature) modified { return func(l *appraisal.Line) { l.Nature = n } }

func bias(bias, mitigation int64) modified {
	return func(l *appraisal.Line) {
		l.OptimismBias, l.Mitigation = decimal.New(bias, -2), decimal.New(mitigation, -2)
	}
}

func recurrent(l *appraisal.Line) { l.Recurrent = true }

// simple invests £100 and gets £40 in each of the next four years.
func simple() appraisal.Case {
	return appraisal.Case{Base: base, Lines: []appraisal.Line{
		line("build", appraisal.Cost, 0, "100"),
		line("fewer admissions", appraisal.Benefit, 1, "40", "40", "40", "40"),
	}}
}

func at(percent int64) appraisal.Options {
	return appraisal.Options{Schedule: appraisal.FlatRate(decimal.New(percent, -2)), Denominator: appraisal.AllCosts}
}

// £100 for four times £40 at 10 %, computed by hand.
func TestCase_AppraiseByHand(t *testing.T) {
	a, err := simple().Appraise(at(10))
	require.NoError(t, err)
	require.Equal(t, "26.79", a.NPSV.String()) // 40/1.1 + 40/1.21 + 40/1.331 + 40/1.4641 - 100
	require.Equal(t, "100.00", a.Costs.String())
	require.Equal(t, "126.79", a.Benefits.String())
	require.Equal(t, caremodel.Ratio{Num: 12679, Den: 10000}, a.BCR)
	require.Equal(t, "flat 10%", a.Schedule)

	require.Equal(t, appraisal.Payback{Year: base.Add(3), Years: 2.5}, a.Payback)
	require.Equal(t, base.Add(4), a.DiscountedPayback.Year)
	require.InDelta(t, 3.01925, a.DiscountedPayback.Years, 1e-5) // £0.526 short after three years, £27.32 in the fourth

	var rows []string
	for _, y := range a.Years {
		rows = append(rows, strings.Join([]string{
			y.Year.String(), y.Costs.String(), y.Benefits.String(), y.Net.String(), y.PresentValue.String(), y.Cash.String(), y.CumulativeCash.String(),
		}, " "))
	}
	require.Equal(t, []string{
		"2015/16 100.00 0.00 -100.00 -100.00 -100.00 -100.00",
		"2016/17 0.00 40.00 40.00 36.36 40.00 -60.00",
		"2017/18 0.00 40.00 40.00 33.06 40.00 -20.00",
		"2018/19 0.00 40.00 40.00 30.05 40.00 20.00",
		"2019/20 0.00 40.00 40.00 27.32 40.00 60.00",
	}, rows)

	require.Equal(t, []appraisal.LineValue{
		{Name: "build", Side: appraisal.Cost, Nature: appraisal.Cashable, Total: funding.Pence(10000), PresentValue: funding.Pence(10000), Switching: caremodel.Ratio{Num: 2679, Den: 10000}},
		{Name: "fewer admissions", Side: appraisal.Benefit, Nature: appraisal.Cashable, Total: funding.Pence(16000), PresentValue: funding.Pence(12679), Switching: caremodel.Ratio{Num: -2679, Den: 12679}},
	}, a.Lines)
}

// The switching value does what it says: when the line changes by it, the net
// present social value is zero to about a penny.
func TestCase_SwitchingValue(t *testing.T) {
	a, err := simple().Appraise(at(10))
	require.NoError(t, err)
	for _, l := range a.Lines {
		change := decimal.New(l.Switching.Num, 0).DivRound(decimal.New(l.Switching.Den, 0), 10)
		outcomes, err := simple().Sensitivity(at(10), appraisal.Scenario{Name: l.Name, Lines: map[string]decimal.Decimal{l.Name: change}})
		require.NoError(t, err)
		require.InDelta(t, 0, outcomes[1].Appraisal.NPSV.Pence(), 1, l.Name)
	}
}

func TestPayback(t *testing.T) {
	for name, c := range map[string]struct {
		cost, benefit []string
		year          int
		years         float64
		never         bool
	}{
		"at once":                     {[]string{"10"}, []string{"10", "5"}, 0, 0, false},
		"on the day":                  {[]string{"10"}, []string{"0", "5", "5"}, 2, 2, false},
		"never":                       {[]string{"10"}, []string{"0", "5", "4"}, 0, 0, true},
		"and stays so":                {[]string{"10", "0", "8"}, []string{"0", "12", "0", "12"}, 3, 2.5, false}, // up in year 1, down in year 2
		"not while it falls back":     {[]string{"10", "0", "8"}, []string{"0", "12", "0", "5"}, 0, 0, true},
		"a later cost within the sum": {[]string{"10", "0", "1"}, []string{"0", "12", "0", "5"}, 1, 10.0 / 12, false},
	} {
		a, err := appraisal.Case{Base: base, Lines: []appraisal.Line{
			line("cost", appraisal.Cost, 0, c.cost...), line("benefit", appraisal.Benefit, 0, c.benefit...),
		}}.Appraise(at(0))
		require.NoError(t, err)
		require.Equal(t, c.never, a.Payback.IsZero(), name)
		if !c.never {
			require.Equal(t, base.Add(c.year), a.Payback.Year, name)
		}
		require.InDelta(t, c.years, a.Payback.Years, 1e-12, name)
		require.Equal(t, a.Payback, a.DiscountedPayback, "at a rate of zero they are one")
	}
}

// HMT and Mott MacDonald, worked example: 51 % of which 92 % is mitigated leaves
// 4 %; £100m become £104m. The other figures: charlescoverdale/greenbook.
func TestCase_OptimismBias(t *testing.T) {
	for _, c := range []struct {
		side             appraisal.Side
		bias, mitigation int64
		amount, want     string
	}{
		{appraisal.Cost, 51, 92, "£100m", "104080000.00"},
		{appraisal.Cost, 51, 0, "50", "75.50"},
		{appraisal.Cost, 50, 50, "100", "125.00"},
		{appraisal.Cost, 50, 100, "200", "200.00"},
		{appraisal.Cost, 200, 0, "1", "3.00"},
		{appraisal.Benefit, 51, 0, "100", "49.00"},
		{appraisal.Benefit, 50, 50, "100", "75.00"},
		{appraisal.Benefit, 100, 0, "100", "0.00"},
		{appraisal.Cost, 50, 0, "0.01", "0.02"}, // 1.5p, to even
		{appraisal.Cost, 50, 0, "0.03", "0.04"}, // 4.5p, to even
	} {
		l := bias(c.bias, c.mitigation).line(line("x", c.side, 0, c.amount))
		adjusted, err := l.Adjusted()
		require.NoError(t, err)
		require.Equal(t, []appraisal.Amount{{Year: base, Money: funding.MustParseMoney(c.want)}}, adjusted)

		a, err := appraisal.Case{Base: base, Lines: []appraisal.Line{l}}.Appraise(at(0))
		require.NoError(t, err)
		require.Equal(t, c.want, a.Lines[0].Total.String())
	}
	_, err := bias(101, 0).line(line("x", appraisal.Benefit, 0, "1")).Adjusted()
	require.ErrorIs(t, err, validate.Range)
	_, err = bias(10, 0).line(line("x", 0, 0, "1")).Adjusted()
	require.ErrorIs(t, err, validate.Range)
	_, err = bias(100, 0).line(line("x", appraisal.Cost, 0, "92233720368547758.07")).Adjusted()
	require.ErrorIs(t, err, validate.Overflow)
}

func TestUpperBound(t *testing.T) {
	bound, ok := appraisal.NonStandardBuildings.UpperBound()
	require.True(t, ok)
	require.True(t, bound.Capital.Equal(decimal.New(51, -2)) && bound.Works.Equal(decimal.New(39, -2)) && bound.Running.IsZero())
	bound, ok = appraisal.StandardBuildings.UpperBound()
	require.True(t, ok)
	require.True(t, bound.Capital.Equal(decimal.New(24, -2)))
	_, ok = appraisal.Project(0).UpperBound()
	require.False(t, ok)
}

func mixed() appraisal.Case {
	return appraisal.Case{Base: base, Lines: []appraisal.Line{
		line("team", appraisal.Cost, 0, "100", "100"),
		nature(appraisal.NonCashable).line(line("staff time", appraisal.Cost, 1, "10")),
		line("fewer admissions", appraisal.Benefit, 1, "150"),
		nature(appraisal.NonCashable).line(line("bed days", appraisal.Benefit, 1, "30")),
		nature(appraisal.Social).line(line("carers' time", appraisal.Benefit, 1, "20")),
		nature(appraisal.Health).line(line("QALYs", appraisal.Benefit, 1, "203")),
	}}
}

// Natures are kept apart: health effects use the health schedule, cash counts only
// cashable lines, and the social value counts all lines.
func TestCase_Natures(t *testing.T) {
	o := appraisal.Options{Schedule: appraisal.FlatRate(decimal.New(1, 0)), Health: appraisal.GreenBookHealth2026(), Denominator: appraisal.AllCosts}
	a, err := mixed().Appraise(o)
	require.NoError(t, err)
	require.Equal(t, "Green Book 2026, health", a.Health)
	require.Equal(t, "155.00", a.Costs.String())    // 100 + (100 + 10)/2
	require.Equal(t, "300.00", a.Benefits.String()) // (150 + 30 + 20)/2 + 203/1.015
	require.Equal(t, "145.00", a.NPSV.String())
	require.Equal(t, "200.00", a.Lines[5].PresentValue.String())
	require.Equal(t, "50.00", a.Years[1].Cash.String())
	require.Equal(t, "293.00", a.Years[1].Net.String())
	require.Equal(t, caremodel.Ratio{Num: 30000, Den: 15500}, a.BCR)

	o.Denominator = appraisal.Budget
	a, err = mixed().Appraise(o)
	require.NoError(t, err)
	require.Equal(t, caremodel.Ratio{Num: 29500, Den: 15000}, a.BCR, "£5 of staff time is taken off the benefits")

	o.Denominator = 0
	a, err = mixed().Appraise(o)
	require.NoError(t, err)
	require.True(t, a.BCR.IsZero(), "no ratio without a denominator")

	o.Health = appraisal.Schedule{}
	_, err = mixed().Appraise(o)
	require.ErrorIs(t, err, validate.Required)
	require.ErrorContains(t, err, "QALYs")
	a, err = simple().Appraise(at(10))
	require.NoError(t, err)
	require.Empty(t, a.Health, "not used, not named")
}

func TestCase_Horizon(t *testing.T) {
	o := at(0)
	o.Horizon = 3
	a, err := simple().Appraise(o)
	require.NoError(t, err)
	require.Len(t, a.Years, 3)
	require.Equal(t, 2, a.Beyond)
	require.Equal(t, "-20.00", a.NPSV.String())
	require.True(t, a.Payback.IsZero())

	o.Horizon = 10
	a, err = simple().Appraise(o)
	require.NoError(t, err)
	require.Len(t, a.Years, 10)
	require.Zero(t, a.Beyond)
	require.Equal(t, "2024/25", a.Years[9].Year.String())
}

func TestCase_AppraiseRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		o    appraisal.Options
		code validate.Code
	}{
		"no schedule":       {appraisal.Options{}, validate.Required},
		"a rate below zero": {appraisal.Options{Schedule: appraisal.FlatRate(rate(-1))}, validate.Range},
		"horizon":           {appraisal.Options{Schedule: appraisal.GreenBook2026(), Horizon: -1}, validate.Range},
		"far horizon":       {appraisal.Options{Schedule: appraisal.GreenBook2026(), Horizon: 1002}, validate.Range},
		"denominator":       {appraisal.Options{Schedule: appraisal.GreenBook2026(), Denominator: 9}, validate.Range},
	} {
		_, err := simple().Appraise(c.o)
		require.ErrorIs(t, err, c.code, name)
	}
	_, err := appraisal.Case{}.Appraise(at(1))
	require.ErrorIs(t, err, validate.Required)

	late := simple()
	late.Base = funding.MustParseFinancialYear("9990/91")
	late.Lines = []appraisal.Line{{Name: "x", Side: appraisal.Cost, Nature: appraisal.Cashable, Amounts: []appraisal.Amount{{Year: late.Base, Money: funding.Pence(1)}}}}
	o := at(1)
	o.Horizon = 20
	_, err = late.Appraise(o)
	require.ErrorIs(t, err, validate.Range)

	vast := appraisal.Case{Base: base, Lines: []appraisal.Line{
		line("a", appraisal.Cost, 0, "92233720368547758.07"), line("b", appraisal.Cost, 0, "92233720368547758.07"),
	}}
	_, err = vast.Appraise(at(1))
	require.ErrorIs(t, err, validate.Overflow)
}

func TestCase_Sensitivity(t *testing.T) {
	reduced := appraisal.Scenario{Name: "3.5%", Schedule: appraisal.FlatRate(rate(350))}
	outcomes, err := simple().Sensitivity(at(0),
		appraisal.Scenario{Name: "costs +10%", Costs: decimal.New(1, -1)},
		appraisal.Scenario{Name: "benefits -20%", Benefits: decimal.New(-2, -1)},
		appraisal.Scenario{Name: "a year later", Delay: 1},
		appraisal.Scenario{Name: "none of it", Lines: map[string]decimal.Decimal{"fewer admissions": decimal.New(-1, 0)}, Benefits: decimal.New(5, 0)},
		reduced,
	)
	require.NoError(t, err)
	var got []string
	for _, o := range outcomes {
		got = append(got, o.Scenario+" "+o.Appraisal.NPSV.String()+" "+o.Appraisal.Payback.Year.String())
	}
	require.Equal(t, []string{" 60.00 2018/19", "costs +10% 50.00 2018/19", "benefits -20% 28.00 2019/20", "a year later 60.00 2019/20", "none of it -100.00 ", "3.5% 46.92 2018/19"}, got)
	require.Equal(t, "flat 3.5%", outcomes[5].Appraisal.Schedule)

	plain, err := simple().Appraise(at(0))
	require.NoError(t, err)
	require.Equal(t, plain, outcomes[0].Appraisal)

	for code, s := range map[validate.Code]appraisal.Scenario{
		validate.Unknown: {Lines: map[string]decimal.Decimal{"fewer admisions": decimal.New(1, -1)}},
		validate.Range:   {Delay: -1},
	} {
		_, err := simple().Sensitivity(at(0), s)
		require.ErrorIs(t, err, code)
	}
	for _, s := range []appraisal.Scenario{
		{Costs: decimal.New(-101, -2)}, {Benefits: decimal.New(101, 0)}, {Costs: decimal.New(1, -11)}, {Delay: 1001},
		{Lines: map[string]decimal.Decimal{"build": decimal.New(1, 1_000_000)}}, {Schedule: appraisal.FlatRate(rate(-1))},
	} {
		_, err := simple().Sensitivity(at(0), s)
		require.ErrorIs(t, err, validate.Range)
	}
	_, err = appraisal.Case{}.Sensitivity(at(0))
	require.ErrorIs(t, err, validate.Required)
}

func TestCase_Validate(t *testing.T) {
	for path, c := range map[string]struct {
		code   validate.Code
		change func(*appraisal.Case)
	}{
		"base":                     {validate.Required, func(c *appraisal.Case) { c.Base = funding.FinancialYear{} }},
		"lines":                    {validate.Required, func(c *appraisal.Case) { c.Lines = nil }},
		"lines[0].name":            {validate.Required, func(c *appraisal.Case) { c.Lines[0].Name = " " }},
		"lines[1].name":            {validate.Duplicate, func(c *appraisal.Case) { c.Lines[1].Name = "build" }},
		"lines[1].side":            {validate.Required, func(c *appraisal.Case) { c.Lines[1].Side = 0 }},
		"lines[0].side":            {validate.Range, func(c *appraisal.Case) { c.Lines[0].Side = 3 }},
		"lines[1].nature":          {validate.Required, func(c *appraisal.Case) { c.Lines[1].Nature = 0 }},
		"lines[0].nature":          {validate.Range, func(c *appraisal.Case) { c.Lines[0].Nature = 5 }},
		"lines[0].amounts":         {validate.Required, func(c *appraisal.Case) { c.Lines[0].Amounts = nil }},
		"lines[0].amounts[0].year": {validate.Required, func(c *appraisal.Case) { c.Lines[0].Amounts[0].Year = funding.FinancialYear{} }},
		"lines[1].amounts[0].year": {validate.Order, func(c *appraisal.Case) { c.Lines[1].Amounts[0].Year = base.Prev() }},
		"lines[1].amounts[2].year": {validate.Duplicate, func(c *appraisal.Case) { c.Lines[1].Amounts[2].Year = c.Lines[1].Amounts[1].Year }},
		"lines[1].amounts[3].year": {validate.Range, func(c *appraisal.Case) { c.Lines[1].Amounts[3].Year = base.Add(1001) }},
		"lines[1].amounts[3].money": {
			validate.Range, func(c *appraisal.Case) { c.Lines[1].Amounts[3].Money = funding.Pence(-1) },
		},
		"lines[0].optimism_bias": {validate.Range, func(c *appraisal.Case) { c.Lines[0].OptimismBias = decimal.New(-1, -2) }},
		"lines[1].optimism_bias": {validate.Range, func(c *appraisal.Case) { c.Lines[1].OptimismBias = decimal.New(101, -2) }},
		"lines[1].mitigation": {
			validate.Range, func(c *appraisal.Case) { bias(10, 101)(&c.Lines[1]) },
		},
		"lines[0].mitigation": {
			validate.Precision, func(c *appraisal.Case) {
				c.Lines[0].OptimismBias, c.Lines[0].Mitigation = decimal.New(1, -1), decimal.New(1, -1_000_000)
			},
		},
	} {
		k := simple()
		c.change(&k)
		errs := slices.Collect(k.Validate().Errors().All())
		require.Len(t, errs, 1, path)
		require.Equal(t, path, errs[0].Path)
		require.Equal(t, c.code, errs[0].Code, path)
		_, err := k.Appraise(at(1))
		require.ErrorIs(t, err, c.code, path)
	}
	require.Zero(t, simple().Validate().Len())
}

func TestCase_ValidateWarns(t *testing.T) {
	for path, c := range map[string]struct {
		code   validate.Code
		change func(*appraisal.Case)
	}{
		"lines":               {validate.Unlikely, func(c *appraisal.Case) { c.Lines = c.Lines[:1] }},
		"lines[0].name":       {validate.Unlikely, func(c *appraisal.Case) { c.Lines[0].Name = "Irrecoverable VAT (20%)" }},
		"lines[1].name":       {validate.Unlikely, func(c *appraisal.Case) { c.Lines[1].Name = "Capital-charges saved" }},
		"lines[0].mitigation": {validate.Unlikely, func(c *appraisal.Case) { c.Lines[0].Mitigation = decimal.New(1, -1) }},
		"lines[1].source":     {validate.Required, func(c *appraisal.Case) { c.Lines[1].Source = caremodel.Source{} }},
	} {
		k := simple()
		c.change(&k)
		all := slices.Collect(k.Validate().All())
		require.Len(t, all, 1, path)
		require.Equal(t, path, all[0].Path)
		require.Equal(t, c.code, all[0].Code)
		require.Equal(t, validate.SeverityWarning, all[0].Severity)
		_, err := k.Appraise(at(1))
		require.NoError(t, err)
	}
	k := simple()
	k.Lines[0].Name = "private innovation" // holds "vat" within a word
	require.Zero(t, k.Validate().Len())
}

// The appraisal of a case without bias is the plain arithmetic of its lines.
func TestCase_AppraiseLaws(t *testing.T) {
	amounts := rapid.SliceOfN(rapid.Int64Range(0, 1e11), 1, 12)
	rapid.Check(t, func(t *rapid.T) {
		var c appraisal.Case
		c.Base = base
		net := make([]funding.Money, 12)
		for i, side := range rapid.SliceOfN(rapid.SampledFrom([]appraisal.Side{appraisal.Cost, appraisal.Benefit}), 1, 5).Draw(t, "sides") {
			l := appraisal.Line{Name: strings.Repeat("x", i+1), Side: side, Nature: rapid.SampledFrom([]appraisal.Nature{appraisal.Cashable, appraisal.NonCashable, appraisal.Social}).Draw(t, "nature")}
			for year, n := range amounts.Draw(t, "amounts") {
				l.Amounts = append(l.Amounts, appraisal.Amount{Year: base.Add(year), Money: funding.Pence(n)})
				if side == appraisal.Cost {
					n = -n
				}
				net[year] = funding.Pence(net[year].Pence() + n)
			}
			c.Lines = append(c.Lines, l)
		}
		s := appraisal.FlatRate(decimal.New(rapid.Int64Range(0, 2e9).Draw(t, "rate"), -10))
		a, err := c.Appraise(appraisal.Options{Schedule: s, Horizon: 12, Denominator: appraisal.AllCosts})
		require.NoError(t, err)
		npv, err := appraisal.NPV(net, s)
		require.NoError(t, err)
		require.Equal(t, npv, a.NPSV, "NPSV is the NPV of the net flows")
		require.InDelta(t, a.NPSV.Pence(), a.Benefits.Pence()-a.Costs.Pence(), 1)
		for year, row := range a.Years {
			require.Equal(t, net[year], row.Net)
			require.Equal(t, row.Net.Pence(), row.Benefits.Pence()-row.Costs.Pence())
		}
		sum := int64(0)
		for _, l := range a.Lines {
			if l.Side == appraisal.Cost {
				sum -= l.PresentValue.Pence()
			} else {
				sum += l.PresentValue.Pence()
			}
		}
		require.InDelta(t, a.NPSV.Pence(), sum, float64(len(a.Lines)))
		slices.Reverse(c.Lines)
		b, err := c.Appraise(appraisal.Options{Schedule: s, Horizon: 12, Denominator: appraisal.AllCosts})
		require.NoError(t, err)
		require.Equal(t, a.Years, b.Years, "the order of the lines does not matter")
	})
}

func worked() appraisal.Case {
	c := mixed()
	c.Vanguard = caremodel.VanguardIDFor("england-2015", "morecambe-bay")
	bias(24, 50)(&c.Lines[0])
	recurrent(&c.Lines[2])
	c.Lines[2].Payer = "Lancashire North CCG"
	return c
}

func TestCase_JSON(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, worked().WriteJSON(&b))
	goldentest.Equal(t, "case.json", b.Bytes())

	back, err := appraisal.ReadCase(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	var again bytes.Buffer
	require.NoError(t, back.WriteJSON(&again))
	require.Equal(t, b.String(), again.String())

	a, err := back.Appraise(appraisal.Options{Schedule: appraisal.GreenBook2026(), Health: appraisal.GreenBookHealth2026(), Denominator: appraisal.Budget})
	require.NoError(t, err)
	text, err := json.MarshalIndent(a, "", "  ")
	require.NoError(t, err)
	goldentest.Equal(t, "appraisal.json", append(text, '\n'))

	text, err = json.Marshal(worked())
	require.NoError(t, err)
	var plain appraisal.Case
	require.NoError(t, json.Unmarshal(text, &plain))
	again.Reset()
	require.NoError(t, plain.WriteJSON(&again))
	require.Equal(t, b.String(), again.String(), "encoding/json alone gives the same case")
}

func TestReadCase_Refuses(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, worked().WriteJSON(&b))
	for _, c := range []struct {
		from, to, path string
		code           validate.Code
	}{
		{`"0.24"`, `0.24`, "lines[0].optimism_bias", validate.Format},
		{`"0.24"`, `"24%"`, "lines[0].optimism_bias", validate.Format},
		{`"0.24"`, `"1e1000000"`, "lines[0].optimism_bias", validate.Format},
		{`"0.24"`, `"0.24000000001"`, "lines[0].optimism_bias", validate.Format},
		{`"0.24"`, `"-0.24"`, "lines[0].optimism_bias", validate.Range},
		{`"100.00"`, `100.00`, "lines[0].amounts[0].money", validate.Format},
		{`"2015/16"`, `"2015/17"`, "base", validate.Format},
		{`"cashable"`, `"cash"`, "lines[0].nature", validate.Format},
		{`"recurrent"`, `"recurent"`, "lines[2].recurent", validate.Unknown},
		{`newcaremodels/case/1`, `newcaremodels/ledger/1`, "format", validate.Unknown},
	} {
		text := strings.Replace(b.String(), c.from, c.to, 1)
		require.NotEqual(t, b.String(), text, c.from)
		_, err := appraisal.ReadCase(strings.NewReader(text))
		require.ErrorIs(t, err, c.code, c.to)
		v, ok := errors.AsType[validate.Violation](err)
		require.True(t, ok)
		require.Equal(t, c.path, v.Path, c.to)
	}
	for _, bad := range []string{`{"optimism_bias":0.24}`, `{"mitigation":"1."}`, `{"mitigation":".5"}`, `{"mitigation":""}`, `{"mitigation":"-"}`, `{"mitigation":"1234567890123456789"}`} {
		l := line("kept", appraisal.Cost, 0, "1")
		require.Error(t, json.Unmarshal([]byte(bad), &l), bad)
		require.Equal(t, "kept", l.Name)
	}
	_, err := json.Marshal(appraisal.Line{OptimismBias: decimal.New(1, 1_000_000)})
	require.Error(t, err)
	require.Error(t, appraisal.Case{Base: base, Lines: []appraisal.Line{{Side: 7}}}.WriteJSON(&b))
}

// Results do not depend on the settings of the decimal package. The settings are
// global, so this test is not parallel.
func TestCase_DecimalSettingsDoNotMatter(t *testing.T) {
	outcome := func() []any {
		var out []any
		keep := func(v any, err error) { out = append(out, v, err) }
		var b bytes.Buffer
		keep(nil, worked().WriteJSON(&b))
		keep(appraisal.ReadCase(bytes.NewReader(b.Bytes())))
		keep(b.String(), nil)
		keep(worked().Appraise(appraisal.Options{Schedule: appraisal.GreenBook2026(), Health: appraisal.GreenBookHealth2026(), Denominator: appraisal.Budget}))
		keep(appraisal.FlatRate(rate(350)).Name(), appraisal.FlatRate(decimal.New(-1, 0)).Err())
		keep(appraisal.GreenBook2026().Factor(60).Coefficient().String(), nil)
		keep(appraisal.MIRR([]funding.Money{funding.Pence(-100), funding.Pence(110)}, rate(350), rate(350)))
		keep(appraisal.XNPV([]appraisal.DatedFlow{on("2015-04-01", "1"), on("2016-05-01", "1")}, rate(350)))
		return out
	}
	before := outcome()

	division, power, quotes := decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes
	trim, scientific := decimal.TrimTrailingZeros, decimal.UseScientificNotation
	iterations, exponent, zero := decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero
	defer func() {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes = division, power, quotes
		decimal.TrimTrailingZeros, decimal.UseScientificNotation = trim, scientific
		decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero = iterations, exponent, zero
	}()
	decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes = 1, 1, true
	decimal.TrimTrailingZeros, decimal.UseScientificNotation = false, true
	decimal.ExpMaxIterations, decimal.MaxDecodeExponent, decimal.Zero = 1, 1, decimal.New(7, 0)

	require.Equal(t, before, outcome())
}

func FuzzReadCase(f *testing.F) {
	var b bytes.Buffer
	require.NoError(f, worked().WriteJSON(&b))
	f.Add(b.Bytes())
	f.Add([]byte(`{"format":"newcaremodels/case/1","base":"2015/16","lines":[{"name":"x","optimism_bias":"1e9"}]}`))
	f.Add([]byte(`{"format":"newcaremodels/case/1","lines":[null,{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := appraisal.ReadCase(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b, again bytes.Buffer
		require.NoError(t, c.WriteJSON(&b))
		back, err := appraisal.ReadCase(bytes.NewReader(b.Bytes()))
		require.NoError(t, err)
		require.NoError(t, back.WriteJSON(&again))
		require.Equal(t, b.String(), again.String())

		a, err := c.Appraise(appraisal.Options{Schedule: appraisal.GreenBook2026(), Health: appraisal.GreenBookHealth2026(), Horizon: 30, Denominator: appraisal.Budget})
		if err == nil {
			require.False(t, math.IsNaN(a.Payback.Years) || math.IsInf(a.Payback.Years, 0))
		}
	})
}

func BenchmarkAppraise(b *testing.B) {
	c := appraisal.Case{Base: base}
	for i := range 20 {
		l := bias(24, 50).line(line(strings.Repeat("x", i+1), appraisal.Cost+appraisal.Side(i%2), 0))
		for year := range 10 {
			l.Amounts = append(l.Amounts, appraisal.Amount{Year: base.Add(year), Money: funding.Pence(int64(i*year) * 1_000_000)})
		}
		c.Lines = append(c.Lines, l)
	}
	o := appraisal.Options{Schedule: appraisal.GreenBook2026(), Denominator: appraisal.AllCosts}
	for b.Loop() {
		if _, err := c.Appraise(o); err != nil {
			b.Fatal(err)
		}
	}
}

// HM Treasury, Supplementary Green Book guidance: optimism bias, table 1, in percent:
// capital, works, running. That of outsourcing is of operating expenditure.
func TestProject_UpperBounds(t *testing.T) {
	for p, want := range map[appraisal.Project][3]string{
		appraisal.StandardBuildings: {"24", "4", "0"}, appraisal.NonStandardBuildings: {"51", "39", "0"},
		appraisal.StandardCivilEngineering: {"44", "20", "0"}, appraisal.NonStandardCivilEngineering: {"66", "25", "0"},
		appraisal.EquipmentDevelopment: {"200", "54", "0"}, appraisal.Outsourcing: {"0", "0", "41"},
	} {
		b, ok := p.UpperBound()
		require.True(t, ok, p)
		hundred := decimal.New(100, 0)
		require.Equal(t, want, [3]string{b.Capital.Mul(hundred).String(), b.Works.Mul(hundred).String(), b.Running.Mul(hundred).String()}, p)
	}
	_, ok := appraisal.Project(0).UpperBound()
	require.False(t, ok)
}

func TestLine_EveryDigit(t *testing.T) {
	var l appraisal.Line
	require.NoError(t, json.Unmarshal([]byte(`{"optimism_bias":"0.190"}`), &l))
	require.True(t, decimal.New(19, -2).Equal(l.OptimismBias))
	require.NoError(t, json.Unmarshal([]byte(`{"mitigation":"0.1234567890"}`), &l))
	require.True(t, decimal.New(123456789, -9).Equal(l.Mitigation))
}

package appraisal_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

func gap() appraisal.Target {
	return appraisal.Target{Name: "the £22bn", Year: funding.MustParseFinancialYear("2020/21"), Amount: funding.MustParseMoney("£22bn")}
}

func TestPortfolio(t *testing.T) {
	a := appraisal.Case{Vanguard: caremodel.VanguardIDFor("england-2015", "a"), Base: base, Lines: []appraisal.Line{
		line("set-up", appraisal.Cost, 0, "£50m"),
		modified(recurrent).line(line("team", appraisal.Cost, 0, "£1m", "£1m", "£1m", "£1m", "£1m", "£2m")),
		modified(recurrent).line(line("admissions", appraisal.Benefit, 3, "£4m", "£8m", "£10m", "£99m")),
		line("sale of a site", appraisal.Benefit, 5, "£7m"),
	}}
	b := appraisal.Case{Vanguard: caremodel.VanguardIDFor("england-2015", "b"), Base: base, Lines: []appraisal.Line{
		bias(20, 50).line(modified(recurrent).line(line("admissions", appraisal.Benefit, 5, "£5m"))),
		modified(recurrent).line(nature(appraisal.NonCashable).line(line("bed days", appraisal.Benefit, 5, "£30m"))),
		nature(appraisal.Social).line(line("carers", appraisal.Benefit, 5, "£3m")),
		nature(appraisal.Social).line(line("volunteers", appraisal.Cost, 5, "£1m")),
		nature(appraisal.Health).line(line("QALYs", appraisal.Benefit, 5, "£9m")),
	}}
	k, err := appraisal.Portfolio{Cases: []appraisal.Case{a, b}}.Against(gap())
	require.NoError(t, err)
	require.Equal(t, "£14,500,000.00", k.Saving.FormatPounds(), "£10m, and £5m less a bias of 10 %")
	require.Equal(t, "£2,000,000.00", k.Cost.FormatPounds())
	require.Equal(t, "£12,500,000.00", k.Net.FormatPounds(), "one year's money: not the sum of years, not a present value")
	require.Equal(t, caremodel.Ratio{Num: 1_250_000_000, Den: 2_200_000_000_000}, k.Share)
	require.Equal(t, "0.06%", k.Share.Percent(2))
	require.Equal(t, base, k.Prices)
	require.Equal(t, "£7,000,000.00", k.NotCounted.OneOffCash.FormatPounds())
	require.Equal(t, "£30,000,000.00", k.NotCounted.NonCashable.FormatPounds(), "beside it, never added")
	require.Equal(t, "£2,000,000.00", k.NotCounted.Social.FormatPounds())
	require.Equal(t, "£9,000,000.00", k.NotCounted.Health.FormatPounds())
	require.Equal(t, []appraisal.CaseNet{{Vanguard: a.Vanguard, Net: funding.MustParseMoney("£8m")}, {Vanguard: b.Vanguard, Net: funding.MustParseMoney("£4.5m")}}, k.Cases)

	text, err := json.MarshalIndent(k, "", "  ")
	require.NoError(t, err)
	goldentest.Equal(t, "contribution.json", append(text, '\n'))
}

// A year without figures in a case is not a year without savings.
func TestPortfolio_NotKnown(t *testing.T) {
	short := appraisal.Case{Base: base, Lines: []appraisal.Line{modified(recurrent).line(line("admissions", appraisal.Benefit, 1, "£5m"))}}
	_, err := appraisal.Portfolio{Cases: []appraisal.Case{short}}.Against(gap())
	require.ErrorIs(t, err, validate.NotKnown)

	nothing := appraisal.Case{Base: base, Lines: []appraisal.Line{modified(recurrent).line(line("admissions", appraisal.Benefit, 5, "£0"))}}
	k, err := appraisal.Portfolio{Cases: []appraisal.Case{short, nothing}}.Against(gap())
	require.NoError(t, err)
	require.Equal(t, "1 of 2 known", k.Known.String())
	require.Len(t, k.Cases, 1)
	require.Zero(t, k.Net, "£0.00 is an amount")
}

func TestPortfolio_Refuses(t *testing.T) {
	other := simple()
	other.Base = base.Prev()
	noYear, nothing := gap(), gap()
	noYear.Year, nothing.Amount = funding.FinancialYear{}, funding.Money{}
	for name, c := range map[string]struct {
		cases  []appraisal.Case
		target appraisal.Target
		code   validate.Code
	}{
		"no cases":       {nil, gap(), validate.Required},
		"no year":        {[]appraisal.Case{simple()}, noYear, validate.Required},
		"no target":      {[]appraisal.Case{simple()}, nothing, validate.Range},
		"mixed prices":   {[]appraisal.Case{simple(), other}, gap(), appraisal.MixedPrices},
		"a case at odds": {[]appraisal.Case{simple(), {}}, gap(), validate.Required},
	} {
		_, err := appraisal.Portfolio{Cases: c.cases}.Against(c.target)
		require.ErrorIs(t, err, c.code, name)
	}
	most := appraisal.Case{Base: base, Lines: []appraisal.Line{modified(recurrent).line(line("x", appraisal.Benefit, 5, "92233720368547758.07"))}}
	_, err := appraisal.Portfolio{Cases: []appraisal.Case{most, most}}.Against(gap())
	require.ErrorIs(t, err, validate.Overflow)
}

func TestPortfolio_Validate(t *testing.T) {
	twice := simple()
	twice.Vanguard = caremodel.VanguardIDFor("england-2015", "a")
	broken := simple()
	broken.Lines[1].Side = 0
	all := slices.Collect(appraisal.Portfolio{Cases: []appraisal.Case{twice, broken, twice, simple()}}.Validate().All())
	require.Len(t, all, 3)
	require.Equal(t, "cases[1].lines[1].side", all[0].Path)
	require.Equal(t, "cases[1].lines", all[1].Path, "no benefit")
	require.Equal(t, "cases[2].vanguard", all[2].Path)
	require.Equal(t, validate.Duplicate, all[2].Code)
	require.Equal(t, validate.SeverityWarning, all[2].Severity)
}

// The contribution of a portfolio is the sum of those of its cases, in any order.
func TestPortfolio_AddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var cases []appraisal.Case
		for _, n := range rapid.SliceOfN(rapid.Int64Range(0, 1e12), 1, 8).Draw(t, "savings") {
			l := modified(recurrent).line(line("saving", appraisal.Benefit, 5, "0"))
			l.Amounts[0].Money = funding.Pence(n)
			cost := modified(recurrent).line(line("cost", appraisal.Cost, 5, "0"))
			cost.Amounts[0].Money = funding.Pence(rapid.Int64Range(0, 1e12).Draw(t, "cost"))
			cases = append(cases, appraisal.Case{Base: base, Lines: []appraisal.Line{l, cost}})
		}
		whole, err := appraisal.Portfolio{Cases: cases}.Against(gap())
		require.NoError(t, err)
		sum := int64(0)
		for _, c := range cases {
			one, err := appraisal.Portfolio{Cases: []appraisal.Case{c}}.Against(gap())
			require.NoError(t, err)
			sum += one.Net.Pence()
		}
		require.Equal(t, sum, whole.Net.Pence())
		require.Equal(t, whole.Net.Pence(), whole.Saving.Pence()-whole.Cost.Pence())
		slices.Reverse(cases)
		reversed, err := appraisal.Portfolio{Cases: cases}.Against(gap())
		require.NoError(t, err)
		require.Equal(t, whole.Net, reversed.Net)
	})
}

package main

import (
	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// financialCase is what one place's neighbourhood teams cost and bring, in prices
// of 2026/27. All amounts, biases and mitigations are made up; the rates by which
// they are discounted are the Green Book's.
func financialCase() appraisal.Case {
	bias, _ := appraisal.EquipmentDevelopment.UpperBound()
	percent := func(n int64) decimal.Decimal { return decimal.New(n, -2) }
	return appraisal.Case{
		Vanguard: id("wakefield"),
		Base:     funding.MustParseFinancialYear("2026/27"),
		Lines: []appraisal.Line{
			{
				Name: "shared care record", Side: appraisal.Cost, Nature: appraisal.Cashable,
				Amounts: once("1800000"), OptimismBias: bias.Capital, Mitigation: percent(60),
				Payer: "integrated care board", Source: madeUp,
			},
			{
				Name: "neighbourhood teams", Side: appraisal.Cost, Nature: appraisal.Cashable, Recurrent: true,
				Amounts: yearly("2100000", "4200000"), OptimismBias: percent(10),
				Payer: "integrated care board", Source: madeUp,
			},
			{
				Name: "wards that close", Side: appraisal.Benefit, Nature: appraisal.Cashable, Recurrent: true,
				Amounts: yearly("0", "2500000", "6200000", "7400000"), OptimismBias: percent(15),
				Payer: "integrated care board", Source: madeUp,
			},
			{
				Name: "bed days set free", Side: appraisal.Benefit, Nature: appraisal.NonCashable, Recurrent: true,
				Amounts: yearly("0", "900000", "1500000"), OptimismBias: percent(15),
				Payer: "hospital trust", Source: madeUp,
			},
			{
				Name: "healthier years of life", Side: appraisal.Benefit, Nature: appraisal.Health, Recurrent: true,
				Amounts: yearly("0", "400000", "1100000", "1600000", "2000000"), OptimismBias: percent(25), Source: madeUp,
			},
		},
	}
}

// horizon is how many years are appraised.
const horizon = 10

// once is an amount of the base year.
func once(pounds string) []appraisal.Amount {
	return []appraisal.Amount{{Year: funding.MustParseFinancialYear("2026/27"), Money: funding.MustParseMoney(pounds)}}
}

// yearly gives amounts from the base year on, the last of them in every year that
// is left.
func yearly(pounds ...string) []appraisal.Amount {
	amounts := once(pounds[0])
	for i := 1; i < horizon; i++ {
		amounts = append(amounts, appraisal.Amount{
			Year: amounts[0].Year.Add(i), Money: funding.MustParseMoney(pounds[min(i, len(pounds)-1)]),
		})
	}
	return amounts
}

// choices are what the appraisal rests on. Nothing of it has a default.
func choices() appraisal.Options {
	return appraisal.Options{
		Schedule: appraisal.GreenBook2026(), Health: appraisal.GreenBookHealth2026(),
		Horizon: horizon, Denominator: appraisal.Budget,
	}
}

// scenarios are the changes under which the case is tried again.
func scenarios() []appraisal.Scenario {
	return []appraisal.Scenario{
		{Name: "benefits 20% lower", Benefits: decimal.New(-20, -2)},
		{Name: "benefits a year later", Delay: 1},
		{Name: "costs 20% higher", Costs: decimal.New(20, -2)},
		{Name: "no ward closes", Lines: map[string]decimal.Decimal{"wards that close": decimal.New(-1, 0)}},
	}
}

// savingTarget is what the programme is to save a year.
func savingTarget() appraisal.Target {
	return appraisal.Target{
		Name: "saving a year by 2030/31", Year: funding.MustParseFinancialYear("2030/31"),
		Amount: funding.MustParseMoney("10000000"), Source: madeUp,
	}
}

package appraisal_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// proposition is a made-up value proposition of a vanguard.
func proposition() appraisal.Case {
	amounts := func(first string, millions ...string) []appraisal.Amount {
		var list []appraisal.Amount
		for i, m := range millions {
			list = append(list, appraisal.Amount{Year: funding.MustParseFinancialYear(first).Add(i), Money: funding.MustParseMoney("£" + m + "m")})
		}
		return list
	}
	source := caremodel.Source{Title: "value proposition", Publisher: "the vanguard"}
	return appraisal.Case{Base: funding.MustParseFinancialYear("2015/16"), Lines: []appraisal.Line{
		{
			Name: "hub building", Side: appraisal.Cost, Nature: appraisal.Cashable, Source: source,
			Amounts:      amounts("2015/16", "4"),
			OptimismBias: decimal.New(24, -2), Mitigation: decimal.New(5, -1),
		},
		{
			Name: "care teams", Side: appraisal.Cost, Nature: appraisal.Cashable, Recurrent: true, Source: source,
			Amounts: amounts("2015/16", "1.2", "1.2", "1.2", "1.2", "1.2", "1.2"),
		},
		{
			Name: "fewer emergency admissions", Side: appraisal.Benefit, Nature: appraisal.Cashable, Recurrent: true, Source: source,
			Amounts:      amounts("2016/17", "1.5", "3", "3.5", "3.5", "3.5"),
			OptimismBias: decimal.New(1, -1),
		},
		{
			Name: "health of carers", Side: appraisal.Benefit, Nature: appraisal.Health, Recurrent: true, Source: source,
			Amounts: amounts("2017/18", "0.4", "0.4", "0.4", "0.4"),
		},
	}}
}

func ExampleCase_Appraise() {
	a, err := proposition().Appraise(appraisal.Options{
		Schedule:    appraisal.GreenBook2026(),
		Health:      appraisal.GreenBookHealth2026(),
		Denominator: appraisal.AllCosts,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tcosts\tbenefits\tnet\tpresent value\tnet cash\tcumulative\t")
	for _, y := range a.Years {
		fmt.Fprintf(w, "%v\t%s\t%s\t%s\t%s\t%s\t%s\t\n", y.Year, y.Costs.FormatMillions(2), y.Benefits.FormatMillions(2),
			y.Net.FormatMillions(2), y.PresentValue.FormatMillions(2), y.Cash.FormatMillions(2), y.CumulativeCash.FormatMillions(2))
	}
	if err := w.Flush(); err != nil {
		fmt.Println(err)
	}
	fmt.Println()
	fmt.Printf("present value of costs     %9s\n", a.Costs.FormatMillions(2))
	fmt.Printf("present value of benefits  %9s\n", a.Benefits.FormatMillions(2))
	fmt.Printf("net present social value   %9s\n", a.NPSV.FormatMillions(2))
	fmt.Printf("benefit-cost ratio         %8.2f   (%v)\n", a.BCR.Float64(), a.Denominator)
	fmt.Printf("payback                    %8.1f   years, in %v\n", a.Payback.Years, a.Payback.Year)
	fmt.Printf("discounted payback         %8.1f   years, in %v\n", a.DiscountedPayback.Years, a.DiscountedPayback.Year)
	fmt.Println()
	for _, l := range a.Lines {
		fmt.Printf("%-27s %7s  switches at %s\n", l.Name, l.PresentValue.FormatMillions(2), l.Switching.Percent(0))
	}
	// Output:
	//            costs  benefits      net  present value  net cash  cumulative
	//   2015/16  £5.68m    £0.00m  -£5.68m        -£5.68m   -£5.68m     -£5.68m
	//   2016/17  £1.20m    £1.35m   £0.15m         £0.14m    £0.15m     -£5.53m
	//   2017/18  £1.20m    £3.10m   £1.90m         £1.79m    £1.50m     -£4.03m
	//   2018/19  £1.20m    £3.55m   £2.35m         £2.14m    £1.95m     -£2.08m
	//   2019/20  £1.20m    £3.55m   £2.35m         £2.08m    £1.95m     -£0.13m
	//   2020/21  £1.20m    £3.55m   £2.35m         £2.01m    £1.95m      £1.82m
	//
	// present value of costs       £11.10m
	// present value of benefits    £13.58m
	// net present social value      £2.48m
	// benefit-cost ratio             1.22   (all-costs)
	// payback                         4.1   years, in 2020/21
	// discounted payback              4.4   years, in 2020/21
	//
	// hub building                 £4.48m  switches at 55%
	// care teams                   £6.62m  switches at 38%
	// fewer emergency admissions  £12.06m  switches at -21%
	// health of carers             £1.52m  switches at -164%
}

func ExampleCase_Sensitivity() {
	outcomes, err := proposition().Sensitivity(
		appraisal.Options{Schedule: appraisal.GreenBook2026(), Health: appraisal.GreenBookHealth2026()},
		appraisal.Scenario{Name: "benefits 20 % lower", Benefits: decimal.New(-2, -1)},
		appraisal.Scenario{Name: "benefits a year later", Delay: 1},
		appraisal.Scenario{Name: "building twice as dear", Lines: map[string]decimal.Decimal{"hub building": decimal.New(1, 0)}},
		appraisal.Scenario{Name: "reduced rates", Schedule: appraisal.GreenBookReduced2026()},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range outcomes {
		name := o.Scenario
		if name == "" {
			name = "as it stands"
		}
		fmt.Printf("%-23s %8s\n", name, o.Appraisal.NPSV.FormatMillions(2))
	}
	// Output:
	// as it stands              £2.48m
	// benefits 20 % lower      -£0.23m
	// benefits a year later     £2.05m
	// building twice as dear   -£2.00m
	// reduced rates             £2.60m
}

func ExamplePortfolio_Against() {
	k, err := appraisal.Portfolio{Cases: []appraisal.Case{proposition()}}.Against(appraisal.Target{
		Name: "saving by 2020/21", Year: funding.MustParseFinancialYear("2020/21"), Amount: funding.MustParseMoney("£22bn"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("recurrent cashable saving", k.Saving.FormatMillions(2))
	fmt.Println("less recurrent cost      ", k.Cost.FormatMillions(2))
	fmt.Println("towards the target       ", k.Net.FormatMillions(2), "=", k.Share.Percent(3))
	fmt.Println("beside it, health        ", k.NotCounted.Health.FormatMillions(2))
	// Output:
	// recurrent cashable saving £3.15m
	// less recurrent cost       £1.20m
	// towards the target        £1.95m = 0.009%
	// beside it, health         £0.40m
}

func ExampleCase_Validate() {
	c := proposition()
	c.Lines[0].Amounts[0].Year = funding.MustParseFinancialYear("2014/15")
	c.Lines[1].Name = "care teams, with VAT"
	for v := range c.Validate().All() {
		fmt.Println(v)
	}
	// Output:
	// lines[0].amounts[0].year: "2014/15": before the base year 2015/16: sunk costs stay out (order)
	// lines[1].name: "care teams, with VAT": VAT stays out of an appraisal (warning: unlikely)
}

func ExampleSchedule_Factor() {
	for _, s := range []appraisal.Schedule{appraisal.GreenBook2026(), appraisal.GreenBookHealth2026()} {
		fmt.Print(s.Name(), ":")
		for _, year := range []int{0, 1, 10, 30, 31, 60} {
			fmt.Print(" ", s.Factor(year).StringFixed(4))
		}
		fmt.Println()
	}
	// Output:
	// Green Book 2026, standard: 1.0000 0.9662 0.7089 0.3563 0.3459 0.1468
	// Green Book 2026, health: 1.0000 0.9852 0.8617 0.6398 0.6316 0.4355
}

func ExampleNPV() {
	flows := []funding.Money{funding.MustParseMoney("-£50m"), funding.MustParseMoney("£80m")}
	npv, err := appraisal.NPV(flows, appraisal.GreenBook2026())
	fmt.Println(npv.FormatMillions(1), err)

	// The NPV function of spreadsheets puts the first flow a year from now.
	npv, err = appraisal.NPV(append([]funding.Money{{}}, flows...), appraisal.GreenBook2026())
	fmt.Println(npv.FormatMillions(1), err)
	// Output:
	// £27.3m <nil>
	// £26.4m <nil>
}

func ExampleIRR() {
	flows := func(amounts ...string) (list []funding.Money) {
		for _, a := range amounts {
			list = append(list, funding.MustParseMoney(a))
		}
		return list
	}
	rate, err := appraisal.IRR(flows("-150000", "15000", "25000", "35000", "45000", "60000"))
	fmt.Printf("%.2f%% %v\n", rate*100, err)

	_, err = appraisal.IRR(flows("100", "100"))
	fmt.Println(err, errors.Is(err, appraisal.NoRate))
	_, err = appraisal.IRR(flows("-100", "230", "-132"))
	fmt.Println(err, errors.Is(err, appraisal.ManyRates))
	// Output:
	// 5.24% <nil>
	// appraisal.IRR: the value of these flows is zero at no rate true
	// appraisal.IRR: the value of these flows is zero at several rates: 10.00%, 20.00% true
}

func ExampleXNPV() {
	flow := func(day, amount string) appraisal.DatedFlow {
		return appraisal.DatedFlow{On: caremodel.MustParseDate(day), Amount: funding.MustParseMoney(amount)}
	}
	npv, err := appraisal.XNPV([]appraisal.DatedFlow{
		flow("2015-07-31", "-£1m"), flow("2016-03-31", "£400,000"), flow("2017-03-31", "£700,000"),
	}, decimal.New(35, -3))
	fmt.Println(npv.FormatPounds(), err)
	// Output:
	// £51,858.50 <nil>
}

func ExampleLine_Adjusted() {
	// HM Treasury's worked example: an upper bound of 51 %, of which 92 % is
	// mitigated, leaves 4 %, and £100m become £104m.
	bound, _ := appraisal.NonStandardBuildings.UpperBound()
	l := appraisal.Line{
		Name: "building", Side: appraisal.Cost, Nature: appraisal.Cashable,
		Amounts:      []appraisal.Amount{{Year: funding.MustParseFinancialYear("2015/16"), Money: funding.MustParseMoney("£100m")}},
		OptimismBias: bound.Capital, Mitigation: decimal.New(92, -2),
	}
	adjusted, err := l.Adjusted()
	fmt.Println(adjusted[0].Year, adjusted[0].Money.FormatShort(2), err)
	// Output: 2015/16 £104.08m <nil>
}

func ExampleReadCase() {
	c, err := appraisal.ReadCase(strings.NewReader(`{
		"format": "newcaremodels/case/1",
		"base": "2015/16",
		"lines": [
			{"name": "care teams", "side": "cost", "nature": "cashable", "amounts": [{"year": "2015/16", "money": "1200000.00"}],
			 "source": {"title": "value proposition"}},
			{"name": "fewer admissions", "side": "benefit", "nature": "cash", "amounts": [{"year": "2016/17", "money": "1500000.00"}]}
		]
	}`))
	fmt.Println(len(c.Lines), "line is sound")
	fmt.Println(err)
	// Output:
	// 1 line is sound
	// lines[1].nature: "cash": use one of "cashable", "non-cashable", "social" or "health" (format)
}

// Receipts are reinvested at a given rate, so there is always one answer, where IRR
// may have several.
func ExampleMIRR() {
	flows := []funding.Money{
		funding.MustParseMoney("-£100,000"), funding.MustParseMoney("£230,000"), funding.MustParseMoney("-£132,000"),
	}
	rate, err := appraisal.MIRR(flows, decimal.New(35, -3), decimal.New(35, -3))
	fmt.Printf("%.2f%% %v\n", rate*100, err)
	// Output:
	// 3.27% <nil>
}

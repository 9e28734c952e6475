package appraisal_test

import (
	"fmt"
	"os"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// The financial case of a made-up care model by HM Treasury's Green Book: every line a
// cost or a benefit, in prices of the base year, with its optimism bias.
func Example() {
	a, err := proposition().Appraise(appraisal.Options{
		Schedule: appraisal.GreenBook2026(), Health: appraisal.GreenBookHealth2026(), Denominator: appraisal.AllCosts,
	})
	if err != nil {
		fmt.Println(err) // every violation of the case
		return
	}
	fmt.Println("costs", a.Costs.FormatPounds(), "benefits", a.Benefits.FormatPounds())
	fmt.Println("net present social value", a.NPSV.FormatPounds())
	// Output:
	// costs £11,098,062.85 benefits £13,582,174.05
	// net present social value £2,484,111.20
}

func ExampleGreenBook2026() {
	s := appraisal.GreenBook2026()
	fmt.Println(s.Name(), s.Source().Publisher)
	for band := range s.Bands() {
		fmt.Println("from year", band.First, band.Rate)
	}
	fmt.Println(s.Rate(1), s.Rate(31))
	// Output:
	// Green Book 2026, standard HM Treasury
	// from year 0 0.035
	// from year 31 0.03
	// from year 76 0.025
	// from year 126 0.02
	// from year 201 0.015
	// from year 301 0.01
	// 0.035 0.03
}

func ExampleGreenBookHealth2026() {
	fmt.Println(appraisal.GreenBookHealth2026().Rate(1), appraisal.GreenBookReduced2026().Rate(1))
	// Output:
	// 0.015 0.03
}

func ExampleFlatRate() {
	s := appraisal.FlatRate(decimal.RequireFromString("0.035"))
	fmt.Println(s.Factor(1), s.Err())
	fmt.Println(appraisal.FlatRate(decimal.NewFromInt(-1)).Err())
	// Output:
	// 0.96618357487922705314 <nil>
	// appraisal.FlatRate "-1e0": a discount rate is from 0 to 10 (1,000 %) and has at most ten decimals
}

func ExampleNewSchedule() {
	s, err := appraisal.NewSchedule("a later edition", caremodel.Source{Title: "Green Book"},
		appraisal.Band{First: 0, Rate: decimal.RequireFromString("0.03")}, appraisal.Band{First: 30, Rate: decimal.RequireFromString("0.025")})
	fmt.Println(s.Rate(29), s.Rate(31), err)
	// Output:
	// 0.03 0.025 <nil>
}

// Flows whose sign changes twice may have two rates, neither of which is
// meaningful.
func ExampleIRRs() {
	flows := []funding.Money{funding.MustParseMoney("-100"), funding.MustParseMoney("230"), funding.MustParseMoney("-132")}
	rates, err := appraisal.IRRs(flows)
	fmt.Printf("%.2f %v\n", rates, err)
	_, err = appraisal.IRR(flows)
	fmt.Println(err)
	// Output:
	// [0.10 0.20] <nil>
	// appraisal.IRR: the value of these flows is zero at several rates: 10.00%, 20.00%
}

func ExampleXIRR() {
	flow := func(day, amount string) appraisal.DatedFlow {
		return appraisal.DatedFlow{On: caremodel.MustParseDate(day), Amount: funding.MustParseMoney(amount)}
	}
	rate, err := appraisal.XIRR([]appraisal.DatedFlow{flow("2015-04-01", "-1000"), flow("2016-03-31", "1100")})
	fmt.Printf("%.4f %v\n", rate, err)
	// Output:
	// 0.1000 <nil>
}

func ExampleCAGR() {
	rate, err := appraisal.CAGR(funding.MustParseMoney("£100m"), funding.MustParseMoney("£121m"), 2)
	fmt.Printf("%.3f %v\n", rate, err)
	// Output:
	// 0.100 <nil>
}

// The Green Book's upper bound of optimism bias for a kind of project.
func ExampleProject_UpperBound() {
	bound, ok := appraisal.StandardBuildings.UpperBound()
	fmt.Println(bound.Capital, bound.Works, ok)
	// Output:
	// 0.24 0.04 true
}

// A second case of one vanguard may count a saving twice.
func ExamplePortfolio_Validate() {
	c := proposition()
	c.Vanguard = caremodel.VanguardIDFor("example", "ash")
	fmt.Println(appraisal.Portfolio{Cases: []appraisal.Case{c, c}}.Validate())
	// Output:
	// cases[1].vanguard: "12325204-3f32-546a-b6ad-007f85fa7df7": a second case of this vanguard (warning: duplicate)
}

func ExampleCase_WriteJSON() {
	c := proposition()
	c.Lines = c.Lines[:1]
	fmt.Println(c.WriteJSON(os.Stdout))
	// Output:
	// {
	//   "format": "newcaremodels/case/1",
	//   "base": "2015/16",
	//   "lines": [
	//     {
	//       "name": "hub building",
	//       "side": "cost",
	//       "nature": "cashable",
	//       "amounts": [
	//         {
	//           "year": "2015/16",
	//           "money": "4000000.00"
	//         }
	//       ],
	//       "optimism_bias": "0.24",
	//       "mitigation": "0.5",
	//       "source": {
	//         "title": "value proposition",
	//         "publisher": "the vanguard"
	//       }
	//     }
	//   ]
	// }
	// <nil>
}

func ExampleParseSide() {
	fmt.Println(appraisal.ParseSide("benefit"))
	fmt.Println(appraisal.ParseNature("non-cashable"))
	fmt.Println(appraisal.ParseDenominator("all-costs"))
	fmt.Println(appraisal.ParseProject("standard-buildings"))
	// Output:
	// benefit <nil>
	// non-cashable <nil>
	// all-costs <nil>
	// standard-buildings <nil>
}

// The rate of a year is the rate of the step that leads to it.
func ExampleSchedule_Rate() {
	s := appraisal.GreenBook2026()
	fmt.Println(s.Rate(30), s.Rate(31))
	for band := range s.Bands() {
		fmt.Println("from year", band.First, band.Rate)
		break
	}
	// Output:
	// 0.035 0.03
	// from year 0 0.035
}

func ExampleSchema() {
	fmt.Println(len(appraisal.Schema()) > 0, appraisal.Format)
	// Output:
	// true newcaremodels/case/1
}

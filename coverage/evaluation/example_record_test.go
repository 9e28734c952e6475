package evaluation_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
)

// What changed: results as they were published, each with what it can show.
func Example() {
	e, err := evaluation.NewEvidence(exampleProgramme(), homes())
	if err != nil {
		fmt.Println(err)
		return
	}
	for f := range e.Findings() {
		fmt.Println(f.Study.Title, f.Verdict, f.Grounds)
	}
	for _, c := range e.Tally(evaluation.ByMeasure) {
		fmt.Println(c) // counts what was published: no synthesis
	}
	// Output:
	// Ash homes better interval
	// Birch homes inconclusive interval
	// Cedar homes better interval
	// emergency-admissions: 2 better, 1 inconclusive
}

func ExampleEvidence_Findings() {
	for f := range exampleEvidence().Findings() {
		fmt.Println(f.Result.ID, f.Verdict, f.Lean)
	}
	// Output:
	// ash better better
	// birch inconclusive worse
	// cedar better better
}

func ExampleEvidence_Finding() {
	f, ok := exampleEvidence().Finding("birch")
	fmt.Println(f.Verdict, f.Lean, ok)
	// Output:
	// inconclusive worse true
}

func ExampleEvidence_Study() {
	s, ok := exampleEvidence().Study("ash")
	fmt.Println(s.Title, s.Design, s.Design.Tier(), len(s.Groups), ok)
	// Output:
	// Ash homes matched-cohort controlled 1 true
}

func ExampleEvidence_Measures() {
	for _, m := range exampleEvidence().Measures() {
		fmt.Println(m.Code, m.Better)
	}
	// Output:
	// emergency-admissions low-is-good
}

func ExampleEvidence_Tally() {
	for _, c := range exampleEvidence().Tally(evaluation.ByTier, evaluation.ByVanguard) {
		fmt.Println(c)
	}
	// Output:
	// controlled, ash: 1 better
	// controlled, birch: 1 inconclusive
	// controlled, cedar: 1 better
}

// What was claimed and what no controlled result covers.
func ExampleEvidence_Unconfirmed() {
	n := 0
	for range exampleEvidence().Unconfirmed() {
		n++
	}
	fmt.Println(n)
	// Output:
	// 0
}

func ExampleEvidence_Warnings() {
	e := exampleEvidence()
	fmt.Println(e.Len(), e.Warnings().Len())
	// Output:
	// 3 0
}

func ExampleRecord_Validate() {
	r := homes()
	r.Results[0].Study = "ashes"
	fmt.Println(r.Validate(exampleProgramme()).Errors())
	// Output:
	// results[0].study: "ashes": no such study; there are "ash", "birch", "cedar" (unknown)
}

func ExampleRecord_ValidateAsOf() {
	r := homes()
	r.Studies[0].Period, _ = evaluation.ParsePeriod("2026/27")
	fmt.Println(r.ValidateAsOf(exampleProgramme(), caremodel.MustParseDate("2026-11-30")).Errors())
	// Output:
	// studies[0].period.until: "2027-03-31": after 2026-11-30, the day of this check (future)
}

func ExampleReadRecord() {
	_, err := evaluation.ReadRecord(strings.NewReader(`{"format": "newcaremodels/evidence/1", "results": [{"id": "r1"}]}`), exampleProgramme())
	fmt.Println(err)
	// Output:
	// results[0].group: this field must be given (required)
	// results[0].kind: this field must be given (required)
	// results[0].measure: this field must be given (required)
	// results[0].study: this field must be given (required)
}

func ExampleRecord_WriteJSON() {
	r := homes()
	r.Studies, r.Results = r.Studies[:1], nil
	fmt.Println(r.WriteJSON(os.Stdout))
	// Output:
	// {
	//   "format": "newcaremodels/evidence/1",
	//   "measures": [
	//     {
	//       "code": "emergency-admissions",
	//       "name": "Emergency admissions",
	//       "better": "low-is-good"
	//     }
	//   ],
	//   "studies": [
	//     {
	//       "id": "ash",
	//       "title": "Ash homes",
	//       "relation": "independent",
	//       "design": "matched-cohort",
	//       "groups": [
	//         {
	//           "id": "residents",
	//           "cohort": "care-home-residents",
	//           "vanguards": [
	//             "12325204-3f32-546a-b6ad-007f85fa7df7"
	//           ]
	//         }
	//       ],
	//       "comparator": {
	//         "kind": "matched"
	//       },
	//       "sources": [
	//         {
	//           "title": "Report on Ash homes"
	//         }
	//       ]
	//     }
	//   ]
	// }
	// <nil>
}

func ExampleEnglandRecord() {
	r := evaluation.EnglandRecord() // a fresh copy
	fmt.Println(len(r.Studies) > 30, len(r.Results) > 100)
	// Output:
	// true true
}

func ExampleEnglandMeasures() {
	for _, m := range evaluation.EnglandMeasures()[:2] {
		fmt.Println(m.Code, "-", m.Name, "-", m.Better)
	}
	// Output:
	// emergency-admissions - Emergency admissions - low-is-good
	// avoidable-admissions - Avoidable emergency admissions - low-is-good
}

// Within a tier no design outranks another.
func ExampleDesign_Tier() {
	fmt.Println(evaluation.DesignMatchedCohort.Tier(), evaluation.DesignMonitoring.Tier(), evaluation.DesignStatement.Tier())
	// Output:
	// controlled uncontrolled not-measured
}

// A figure keeps its places: "0.30" is known to two.
func ExampleNumber_Places() {
	n, err := evaluation.ParseNumber("0.30")
	fmt.Println(n, n.Places(), n.Decimal(), n.Float64(), n.Known(), err)
	fmt.Println(evaluation.Number{}.Known())
	// Output:
	// 0.30 2 0.3 0.3 true <nil>
	// false
}

func ExampleNumberFromDecimal() {
	fmt.Println(evaluation.NumberFromDecimal(decimal.RequireFromString("12.50")))
	// Output:
	// 12.50 <nil>
}

func ExampleSchema() {
	fmt.Println(strings.Contains(string(evaluation.Schema()), "newcaremodels/evidence/1"))
	// Output:
	// true
}

func ExampleParseDesign() {
	fmt.Println(evaluation.ParseDesign("matched-cohort"))
	fmt.Println(evaluation.ParseScale("rate-ratio"))
	fmt.Println(evaluation.ParseVerdict("worst"))
	// Output:
	// matched-cohort <nil>
	// rate-ratio <nil>
	// Verdict(0) evaluation.ParseVerdict "worst": use one of "better", "worse", "no-difference", "inconclusive" or "not-judged"
}

// A figure that is not printed is not stated, and never nought.
func ExampleNumber_Known() {
	nought, _ := evaluation.ParseNumber("0")
	fmt.Println(nought.Known(), evaluation.Number{}.Known())
	// Output:
	// true false
}

package evaluation_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// homes is a small record of three studies of care homes.
func homes() evaluation.Record {
	figure := func(value, low, high string) evaluation.Figure {
		var f evaluation.Figure
		for _, n := range []struct {
			dst  *evaluation.Number
			text string
		}{{&f.Value, value}, {&f.Low, low}, {&f.High, high}} {
			*n.dst, _ = evaluation.ParseNumber(n.text)
		}
		return f
	}
	confidence, _ := evaluation.ParseNumber("0.95")
	r := evaluation.Record{Measures: []evaluation.MeasureDefinition{
		{Code: "emergency-admissions", Name: "Emergency admissions", Better: indicator.LowIsGood},
	}}
	for _, s := range []struct {
		slug, title string
		scale       evaluation.Scale
		estimate    evaluation.Figure
	}{
		{"ash", "Ash homes", evaluation.RateRatio, figure("0.50", "0.30", "0.82")},
		{"birch", "Birch homes", evaluation.RateRatio, figure("1.17", "0.76", "1.81")},
		{"cedar", "Cedar homes", evaluation.PercentChange, figure("-27", "-45", "-2")},
	} {
		id := evaluation.StudyID(s.slug)
		r.Studies = append(r.Studies, evaluation.Study{
			ID: id, Title: s.title, Relation: evaluation.RelationIndependent, Design: evaluation.DesignMatchedCohort,
			Groups: []evaluation.Group{{
				ID: "residents", Cohort: "care-home-residents", Vanguards: []caremodel.VanguardID{caremodel.VanguardIDFor("example", s.slug)},
			}},
			Comparator: evaluation.Comparator{Kind: evaluation.ComparatorMatched},
			Sources:    []caremodel.Source{{Title: "Report on " + s.title}},
		})
		r.Results = append(r.Results, evaluation.Result{
			ID: evaluation.ResultID(s.slug), Study: id, Group: "residents", Measure: "emergency-admissions",
			Kind: evaluation.KindEffect, Scale: s.scale, Estimate: s.estimate, Confidence: confidence, Check: evaluation.CheckedText,
		})
	}
	return r
}

// three places with care homes.
func exampleProgramme() *caremodel.Programme {
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "example", Name: "An example",
		Categories: []caremodel.CategoryDefinition{{Code: "EHCH", Name: "Enhanced health in care homes"}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "ash", Name: "Ash", Category: "EHCH"}, {Slug: "birch", Name: "Birch", Category: "EHCH"}, {Slug: "cedar", Name: "Cedar", Category: "EHCH"},
		},
	})
	if err != nil {
		panic(err)
	}
	return p
}

func exampleEvidence() *evaluation.Evidence {
	e, err := evaluation.NewEvidence(exampleProgramme(), homes())
	if err != nil {
		panic(err)
	}
	return e
}

func ExampleNewEvidence() {
	e, err := evaluation.NewEvidence(exampleProgramme(), homes())
	if err != nil {
		fmt.Println(err)
		return
	}
	for f := range e.Findings() {
		fmt.Println(f)
	}
	// Output:
	// Emergency admissions rate ratio 0.50 (95% limits 0.30 to 0.82) against matched controls: better, by its interval
	// Emergency admissions rate ratio 1.17 (95% limits 0.76 to 1.81) against matched controls: inconclusive, by its interval
	// Emergency admissions 27% lower (95% limits -45% to -2%) than matched controls: better, by its interval
}

func ExampleEngland() {
	for _, c := range evaluation.England().Tally(evaluation.ByTier) {
		fmt.Println(c)
	}
	// Output:
	// controlled: 21 better, 4 worse, 18 inconclusive, 19 not judged
	// uncontrolled: 29 better, 10 worse, 3 inconclusive (23 by the vanguards themselves)
	// not-measured: 1 better, 2 no difference, 21 not judged (2 by the vanguards themselves)
}

// Three studies of care homes, pooled: the mean favours them, and its limits
// include no difference.
func ExampleEvidence_Pool() {
	p, err := exampleEvidence().Pool("emergency-admissions", indicator.RandomEffects, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	ratio, err := p.Pooled.Ratio()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f (%.2f to %.2f), I² %.0f%%\n", ratio.Value, ratio.Low, ratio.High, p.Pooled.I2)
	for _, l := range p.Left {
		fmt.Println("left out:", l.Finding.Result.ID, l.Reason)
	}
	// Output:
	// 0.76 (0.50 to 1.16), I² 69%
}

func ExampleEvidence_Forest() {
	f, err := exampleEvidence().Forest("emergency-admissions", evaluation.RateRatio)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range f.Rows {
		fmt.Printf("%-12s %.2f (%.2f to %.2f)\n", row.Finding.Study.Title, row.Effect.Value, row.Effect.Low, row.Effect.High)
	}
	// Output:
	// Ash homes    0.50 (0.30 to 0.82)
	// Birch homes  1.17 (0.76 to 1.81)
	// Cedar homes  0.73 (0.55 to 0.98)
}

// What a trust or a commissioner says, and a study with controls does not.
func ExampleEvidence_Conflicts() {
	for _, c := range evaluation.England().Conflicts() {
		fmt.Println(c.Kind, c.A.Result.ID, c.B.Result.ID)
	}
	// Output:
	// opposite fylde-coast/extensive-care/emergency-admissions fylde-coast-own/emergency-admissions
	// not-confirmed wakefield-ccg/emergency-admissions wakefield/all/emergency-admissions
	// not-confirmed wakefield-ccg/ae-attendances wakefield/all/ae-attendances
	// figure principia/all/people/hsj principia/all/people/abstract
}

func ExampleEvidence_Where() {
	claims, err := evaluation.England().Where(evaluation.Filter{
		Relations: []evaluation.Relation{evaluation.RelationOwn}, Measures: []evaluation.Measure{"ae-attendances"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for f := range claims.Unconfirmed() {
		fmt.Println(f)
	}
	// Output:
	// A&E attendances down 10%: better, by its bare figure
	// A&E attendances down 13%: better, by its bare figure
	// A&E attendances down 69%: better, by its bare figure
	// A&E attendances, read as no difference, "no impact": no difference, by its words
}

func ExampleEvidence_Of() {
	northumberland, err := caremodel.England().Find("Northumberland")
	if err != nil {
		fmt.Println(err)
		return
	}
	for f := range evaluation.England().Of(northumberland.ID) {
		if !f.Shared {
			fmt.Println(f)
		}
	}
	// Output:
	// Emergency admissions against a synthetic control, read as better, "may be chance": inconclusive, by its words
	// A&E attendances 13.6% higher than a synthetic control: worse, by its bare figure
	// Time in A&E 14.3 minutes lower than a synthetic control: better, by its bare figure
	// A&E visits that end within four hours 91.8% of visits beside 85.2% of visits for a synthetic control: better, by its bare figure
}

func ExampleFinding_On() {
	f, _ := exampleEvidence().Finding("cedar")
	ratio, err := f.On(evaluation.RateRatio)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(ratio.Value, ratio.Low, ratio.High)
	_, err = f.On(evaluation.OddsRatio)
	fmt.Println(err)
	// Output:
	// 0.73 0.55 0.98
	// evaluation.Finding.On "odds-ratio": a figure on the scale percent-change is not to be had on it
}

// A table that a data team keeps, with a slip in it.
func ExampleReadRecordCSV() {
	table := `id,study,group,measure,kind,scale,estimate.value,estimate.low,estimate.high,confidence,check,study.design,study.relation,study.comparator.kind,group.vanguards,source.title
1,ash,homes,emergency admissions,effect,percent-change,-23,-39,-3,95%,text,matched-cohort,independent,matched,Ash,A report
2,ash,homes,A&E visits,effect,percent-change,-29,-11,-43,95%,text,,,,,A report
`
	r, err := evaluation.ReadRecordCSV(strings.NewReader(table), exampleProgramme())
	if err != nil {
		fmt.Println(err)
		return
	}
	for v := range r.Validate(exampleProgramme()).All() {
		fmt.Println(v)
	}
	// Output:
	// results[1].estimate.low: "-11": the lower limit is above the upper one, -43 (order)
}

func ExampleRecord_WriteCSV() {
	r := homes()
	r.Measures, r.Studies[0].Groups[0].Vanguards = nil, nil
	r.Studies[0].Groups[0].People = 568
	r.Studies, r.Results = r.Studies[:1], r.Results[:1]
	if err := r.WriteCSV(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,study,group,measure,kind,scale,estimate.value,estimate.low,estimate.high,confidence,check,group.cohort,group.people,study.title,study.relation,study.design,study.comparator.kind,study.sources[0].title
	// ash,ash,residents,emergency-admissions,effect,rate-ratio,0.50,0.30,0.82,0.95,text,care-home-residents,568,Ash homes,independent,matched-cohort,matched,Report on Ash homes
}

func ExampleParsePeriod() {
	for _, text := range []string{"12 months to 2017-09", "2018/19", "2014-08 on"} {
		p, err := evaluation.ParsePeriod(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(p, "is", p.From, "to", p.Until)
	}
	// Output:
	// 12 months to 2017-09 is 2016-10-01 to 2017-09-30
	// 2018/19 is 2018-04-01 to 2019-03-31
	// 2014-08 on is 2014-08-01 to
}

// A figure keeps the places with which it was printed.
func ExampleParseNumber() {
	a, _ := evaluation.ParseNumber("0.30")
	b, _ := evaluation.ParseNumber("0.3")
	fmt.Println(a == b, a.Compare(b) == 0, a, evaluation.Number{}.Known())
	// Output: false true 0.30 false
}

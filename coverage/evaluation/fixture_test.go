package evaluation_test

import (
	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

func day(text string) caremodel.Date { return caremodel.MustParseDate(text) }

func vanguard(slug string) caremodel.VanguardID { return caremodel.VanguardIDFor("trial", slug) }

// num is a figure as it was printed.
func num(text string) evaluation.Number {
	n, err := evaluation.ParseNumber(text)
	if err != nil {
		panic(err)
	}
	return n
}

func period(text string) evaluation.Period {
	p, err := evaluation.ParsePeriod(text)
	if err != nil {
		panic(err)
	}
	return p
}

// bare is a figure without limits, limited one with two.
func bare(value string) evaluation.Figure { return evaluation.Figure{Value: num(value)} }

func limited(value, low, high string) evaluation.Figure {
	return evaluation.Figure{Value: num(value), Low: num(low), High: num(high)}
}

// trialProgramme has five vanguards in two categories.
func trialProgramme(t require.TestingT) *caremodel.Programme {
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "trial", Name: "A trial", Starts: day("2015-03-10"),
		Categories: []caremodel.CategoryDefinition{{Code: "MCP", Name: "Community provider"}, {Code: "EHCH", Name: "Enhanced health in care homes"}},
		Waves:      []caremodel.Wave{{Name: "first", Announced: day("2015-03-10")}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "ash", Name: "Ash", Category: "MCP", Wave: "first", Partners: []caremodel.Partner{{Organisation: "Ash and District CCG"}}},
			{Slug: "birch", Name: "Birch", Aliases: []string{"The Birches"}, Category: "MCP", Wave: "first"},
			{Slug: "cedar", Name: "Cedar", Category: "EHCH", Wave: "first"},
			{Slug: "damson", Name: "Damson", Category: "EHCH", Wave: "first"},
			{Slug: "elm", Name: "Elm", Category: "EHCH", Wave: "first"},
		},
	})
	require.NoError(t, err)
	return p
}

var page = caremodel.Source{Title: "A page", Publisher: "A body", URL: "https://example.org/page", Published: day("2018-01-31")}

func trialMeasures() []evaluation.MeasureDefinition {
	return []evaluation.MeasureDefinition{
		{Code: "emergency-admissions", Name: "Emergency admissions", Unit: "admissions", Better: indicator.LowIsGood, Aliases: []string{"unplanned admissions"}},
		{Code: "avoidable-admissions", Name: "Avoidable admissions", Unit: "admissions", Better: indicator.LowIsGood, PartOf: []evaluation.Measure{"emergency-admissions"}},
		{Code: "seen-in-time", Name: "Seen in time", Unit: "percent", Better: indicator.HighIsGood},
		{Code: "outpatient-attendances", Name: "Outpatient attendances", Better: indicator.NoJudgement},
	}
}

// trialStudy is a study of one vanguard with matched controls.
func trialStudy(id evaluation.StudyID, slug string) evaluation.Study {
	return evaluation.Study{
		ID: id, Title: "A study", Relation: evaluation.RelationIndependent, Design: evaluation.DesignMatchedCohort,
		Groups:     []evaluation.Group{{ID: "all", Cohort: "care-home-residents", Intervention: "support", Vanguards: []caremodel.VanguardID{vanguard(slug)}}},
		Comparator: evaluation.Comparator{Kind: evaluation.ComparatorMatched, Words: "matched controls"},
		Period:     period("2016/17"), Sources: []caremodel.Source{page},
	}
}

// effect is a checked effect of a study's group "all".
func effect(study evaluation.StudyID, m evaluation.Measure, s evaluation.Scale, f evaluation.Figure) evaluation.Result {
	r := evaluation.Result{
		ID: evaluation.ResultID(string(study) + "/" + string(m)), Study: study, Group: "all", Measure: m,
		Kind: evaluation.KindEffect, Scale: s, Estimate: f, Check: evaluation.CheckedText,
	}
	if f.Low.Known() || f.High.Known() {
		r.Confidence = num("0.95")
	}
	return r
}

// record is a record of these studies and results on the trial's measures.
func record(studies []evaluation.Study, results ...evaluation.Result) evaluation.Record {
	return evaluation.Record{Measures: trialMeasures(), Studies: studies, Results: results}
}

func evidence(t require.TestingT, r evaluation.Record) *evaluation.Evidence {
	e, err := evaluation.NewEvidence(trialProgramme(t), r)
	require.NoError(t, err)
	return e
}

// fullRecord has every field, and breaks no rule.
func fullRecord() evaluation.Record {
	study := trialStudy("ash-study", "ash")
	study.Evaluator, study.Data, study.Note = "A university", "hospital records", "a note,\nof two lines"
	study.Baseline = period("12 months to 2015-03")
	study.Comparator.People = 700
	study.RiskOfBias, study.RiskSource = evaluation.RiskModerate, page
	study.Sources = []caremodel.Source{page, {Title: "Another; with a semicolon", For: []string{"design", "period"}}}
	study.Groups = []evaluation.Group{
		{
			ID: "all", Name: "all homes", Cohort: "care-home-residents", Intervention: "support",
			Vanguards: []caremodel.VanguardID{vanguard("ash"), vanguard("birch")}, Categories: []caremodel.Category{"MCP"},
			Members: caremodel.ListComplete, Size: 2, People: 500, ComparatorPeople: 700, Sites: 20, SitesOf: 25,
			FollowUp: evaluation.Figure{Value: num("33"), Bound: caremodel.AtMost},
		},
		{ID: "residential", Within: "all", Sites: 12},
		{ID: "elsewhere", Name: "homes of the country", Outside: true},
	}
	full := evaluation.Result{
		ID: "ash-study/1", Study: "ash-study", Group: "residential", Measure: "emergency-admissions",
		Period: evaluation.Period{From: day("2016-04-01"), Words: "year 2"}, Kind: evaluation.KindEffect, Scale: evaluation.RateRatio, Unit: "per person",
		Estimate:         evaluation.Figure{Value: num("0.60"), Low: num("0.42"), High: num("0.86"), Events: num("86"), Exposure: num("145.5"), Bound: caremodel.About},
		Comparator:       bare("1"),
		Before:           limited("1.1", "1.0", "1.2"),
		ComparatorBefore: bare("0.9"),
		Confidence:       num("0.95"), P: num("0.01"), PBound: caremodel.AtMost, Adjustment: evaluation.Adjusted,
		Reads: evaluation.ReadsBetter, Conclusive: evaluation.Conclusive, Words: `"significantly" lower, <of all>`,
		Check: evaluation.CheckedText, Note: "a note", Source: page,
	}
	said := evaluation.Result{
		ID: "ash-study/2", Study: "ash-study", Group: "all", Measure: "outpatient-attendances", Kind: evaluation.KindEffect,
		Conclusive: evaluation.NotConclusive, Check: evaluation.CheckedAbstract,
	}
	return record([]evaluation.Study{study}, full, said)
}

// listed shows violations as "severity code path".
func listed(vs validate.Violations) []string {
	var out []string
	for v := range vs.All() {
		out = append(out, v.Severity.String()+" "+string(v.Code)+" "+v.Path)
	}
	return out
}

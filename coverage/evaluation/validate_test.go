package evaluation_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
)

// Each change of a sound record breaks one rule.
func TestRecord_Validate(t *testing.T) {
	type r = *evaluation.Record
	first := func(r r) *evaluation.Result { return &r.Results[0] }
	study := func(r r) *evaluation.Study { return &r.Studies[0] }
	group := func(r r) *evaluation.Group { return &r.Studies[0].Groups[0] }
	for _, c := range []struct {
		name   string
		change func(r)
		want   string
	}{
		{"no measure's code", func(r r) { r.Measures[2].Code = "" }, "error required measures[2].code"},
		{"a measure twice", func(r r) { r.Measures[2].Code = "avoidable-admissions" }, "error duplicate measures[2].code"},
		{"a measure's odd code", func(r r) { r.Measures[2].Code = "In Time" }, "error format measures[2].code"},
		{"no measure's name", func(r r) { r.Measures[2].Name = "" }, "error required measures[2].name"},
		{"a name of two measures", func(r r) { r.Measures[2].Aliases = []string{"Unplanned Admissions"} }, "error duplicate measures[2]"},
		{"no polarity", func(r r) { r.Measures[2].Better = 0 }, "error required measures[2].better"},
		{"no such polarity", func(r r) { r.Measures[2].Better = 9 }, "error range measures[2].better"},
		{"part of itself", func(r r) { r.Measures[2].PartOf = []evaluation.Measure{"seen-in-time"} }, "error conflict measures[2].part_of[0]"},
		{"part of nothing", func(r r) { r.Measures[2].PartOf = []evaluation.Measure{"x"} }, "error unknown measures[2].part_of[0]"},

		{"no study's key", func(r r) { r.Studies = append(r.Studies, evaluation.Study{Design: 1, Relation: 1}) }, "error required studies[1].id"},
		{"a study twice", func(r r) { r.Studies = append(r.Studies, r.Studies[0]) }, "error duplicate studies[1].id"},
		{"an odd key", func(r r) {
			r.Studies = append(r.Studies, evaluation.Study{ID: "a\nb", Design: 1, Relation: 1})
		}, "error format studies[1].id"},
		{"no design", func(r r) { study(r).Design = 0 }, "error required studies[0].design"},
		{"no such design", func(r r) { study(r).Design = 99 }, "error range studies[0].design"},
		{"no relation", func(r r) { study(r).Relation = 0 }, "warning required studies[0].relation"},
		{"no such relation", func(r r) { study(r).Relation = 99 }, "error range studies[0].relation"},
		{"own and independent", func(r r) { study(r).Evaluator = "Ash & District CCG" }, "warning conflict studies[0].evaluator"},
		{"no such comparator", func(r r) { study(r).Comparator.Kind = 99 }, "error range studies[0].comparator.kind"},
		{"people below 0", func(r r) { study(r).Comparator.People = -1 }, "error range studies[0].comparator.people"},
		{"a reversed period", func(r r) { study(r).Period = evaluation.Period{From: day("2017-01-01"), Until: day("2016-01-01")} }, "error order studies[0].period"},
		{"no such risk", func(r r) { study(r).RiskOfBias = 99 }, "error range studies[0].risk_of_bias"},
		{"a risk without source", func(r r) { study(r).RiskSource = caremodel.Source{} }, "warning required studies[0].risk_source"},
		{"an odd address", func(r r) { study(r).Sources[0].URL = "www" }, "error format studies[0].sources[0].url"},
		{"a control character", func(r r) { study(r).Note = "\x00" }, "error format studies[0].note"},

		{"no group's key", func(r r) { r.Studies[0].Groups[2].ID = "" }, "error required studies[0].groups[2].id"},
		{"a group twice", func(r r) { r.Studies[0].Groups[2].ID = "all" }, "error duplicate studies[0].groups[2].id"},
		{"nobody", func(r r) { r.Studies[0].Groups[2].Outside = false }, "error required studies[0].groups[2]"},
		{"an unknown vanguard", func(r r) { group(r).Vanguards[0] = vanguard("oak") }, "error unknown studies[0].groups[0].vanguards[0]"},
		{"a vanguard twice", func(r r) { group(r).Vanguards[1] = vanguard("ash") }, "error duplicate studies[0].groups[0].vanguards[1]"},
		{"an unknown category", func(r r) { group(r).Categories[0] = "mcp" }, "error unknown studies[0].groups[0].categories[0]"},
		{"a list of another size", func(r r) { group(r).Size = 3 }, "warning unlikely studies[0].groups[0].size"},
		{"no such extent", func(r r) { group(r).Members = 9 }, "error range studies[0].groups[0].members"},
		{"outside with vanguards", func(r r) { group(r).Outside = true }, "error conflict studies[0].groups[0].outside"},
		{"within nothing", func(r r) { r.Studies[0].Groups[1].Within = "al" }, "error unknown studies[0].groups[1].within"},
		{"within itself", func(r r) { group(r).Within = "residential" }, "error conflict studies[0].groups[0].within"},
		{"more sites than there are", func(r r) { group(r).Sites = 26 }, "error range studies[0].groups[0].sites"},
		{"people below 0 in a group", func(r r) { group(r).People = -1 }, "error range studies[0].groups[0].people"},
		{"follow-up below 0", func(r r) { group(r).FollowUp.Value = num("-1") }, "error range studies[0].groups[0].follow_up.value"},
		{"an odd cohort", func(r r) { group(r).Cohort = "Care homes" }, "error format studies[0].groups[0].cohort"},

		{"no result's key", func(r r) { first(r).ID = "" }, "error required results[0].id"},
		{"a result's key twice", func(r r) { r.Results[1].ID = r.Results[0].ID }, "error duplicate results[1].id"},
		{"an unknown study", func(r r) { first(r).Study = "ash-stud" }, "error unknown results[0].study"},
		{"an unknown group", func(r r) { first(r).Group = "al" }, "error unknown results[0].group"},
		{"an unknown measure", func(r r) { first(r).Measure = "emergency-admission" }, "error unknown results[0].measure"},
		{"no kind", func(r r) { r.Results[1].Kind = 0 }, "error required results[1].kind"},
		{"no such kind", func(r r) { r.Results[1].Kind = 9 }, "error range results[1].kind"},
		{"no such scale", func(r r) { r.Results[1].Scale = 99 }, "error range results[1].scale"},
		{"no such reading", func(r r) { r.Results[1].Reads = 9 }, "error range results[1].reads"},
		{"no such bound", func(r r) { first(r).Estimate.Bound = 9 }, "error range results[0].estimate.bound"},
		{"no scale", func(r r) { first(r).Scale = 0 }, "error required results[0].scale"},
		{"a plain effect", func(r r) { first(r).Scale = evaluation.Plain }, "error conflict results[0].scale"},
		{"a level on a ratio", func(r r) { first(r).Kind = evaluation.KindLevel }, "error conflict results[0].scale"},
		{"nothing said", func(r r) { r.Results[1].Conclusive = 0 }, "error required results[1]"},
		{"limits the wrong way round", func(r r) { first(r).Before = limited("1.1", "1.3", "1.0") }, "error order results[0].before.low"},
		{"an estimate below its limits", func(r r) { first(r).Before = limited("1.1", "1.3", "1.4") }, "error range results[0].before.value"},
		{"an estimate above its limits", func(r r) { first(r).Before = limited("1.1", "0.3", "0.4") }, "error range results[0].before.value"},
		{"a ratio of 0", func(r r) { first(r).Before = bare("0") }, "error range results[0].before.value"},
		{"a fall by more than everything", func(r r) {
			r.Results[1].Scale, r.Results[1].Estimate = evaluation.PercentChange, bare("-100.1")
		}, "error range results[1].estimate.value"},
		{"events below 0", func(r r) { first(r).Estimate.Events = num("-1") }, "error range results[0].estimate.events"},
		{"limits without confidence", func(r r) { first(r).Confidence = evaluation.Number{} }, "error required results[0].confidence"},
		{"a confidence of 95", func(r r) { first(r).Confidence = num("95") }, "error range results[0].confidence"},
		{"a confidence of 1", func(r r) { first(r).Confidence = num("1.0") }, "error range results[0].confidence"},
		{"a p of 0", func(r r) { first(r).P = num("0.000") }, "error range results[0].p"},
		{"no source", func(r r) { study(r).Sources = nil }, "error required results[1].source"},
		{"words against the measure", func(r r) { first(r).Reads = evaluation.ReadsWorse }, "error conflict results[0].reads"},
		{"no difference against limits", func(r r) { first(r).Reads = evaluation.ReadsNoDifference }, "error conflict results[0].reads"},
		{"not conclusive against limits", func(r r) { first(r).Conclusive = evaluation.NotConclusive }, "error conflict results[0].conclusive"},
		{"conclusive against limits", func(r r) { first(r).Estimate.High = num("1.01") }, "error conflict results[0].conclusive"},
		{"a figure twice", func(r r) {
			again := *first(r)
			again.ID = "again"
			r.Results = append(r.Results, again)
		}, "error duplicate results[2]"},

		{"a ratio as percent", func(r r) {
			r.Results[1] = effect("ash-study", "outpatient-attendances", evaluation.PercentChange, limited("0.8", "0.5", "1.3"))
		}, "warning unlikely results[1].estimate"},
		{"a percent as ratio", func(r r) {
			r.Results[1] = effect("ash-study", "outpatient-attendances", evaluation.RateRatio, bare("20.1"))
		}, "warning unlikely results[1].estimate.value"},
		{"an effect against nothing", func(r r) {
			study(r).Comparator = evaluation.Comparator{}
			first(r).Measure, first(r).Comparator = "emergency-admissions", bare("1")
		}, "warning required results[1]"},
		{"before the programme", func(r r) { r.Results[1].Period = period("2014") }, "warning unlikely results[1].period"},
		{"not checked", func(r r) { first(r).Check = evaluation.NotChecked }, "warning unlikely results[0].check"},
		{"nothing said of a check", func(r r) { first(r).Check = 0 }, "warning unlikely results[0].check"},
		{"second hand", func(r r) { first(r).Check = evaluation.CheckedSecondHand }, "warning unlikely results[0].check"},
	} {
		record := fullRecord()
		c.change(&record)
		require.Equal(t, []string{c.want}, listed(record.Validate(trialProgramme(t))), c.name)
		_, err := evaluation.NewEvidence(trialProgramme(t), record)
		require.Equal(t, strings.HasPrefix(c.want, "error"), err != nil, c.name)
	}
}

// What is odd at first sight and right.
func TestRecord_ValidateAccepts(t *testing.T) {
	for name, change := range map[string]func(*evaluation.Record){
		"a small percentage without limits": func(r *evaluation.Record) {
			r.Results[1] = effect("ash-study", "outpatient-attendances", evaluation.PercentChange, bare("0.8"))
		},
		"a fall to nothing": func(r *evaluation.Record) {
			r.Results[1] = effect("ash-study", "outpatient-attendances", evaluation.PercentChange, bare("-100"))
		},
		"an estimate rounded to its limit": func(r *evaluation.Record) { r.Results[0].Before = limited("1.1", "1.14", "1.3") },
		"one limit":                        func(r *evaluation.Record) { r.Results[0].Before = evaluation.Figure{Low: num("0.5")} },
		"a figure of two sources": func(r *evaluation.Record) {
			again := r.Results[0]
			again.ID, again.Source.URL = "again", "https://example.org/other"
			r.Results = append(r.Results, again)
		},
		"a figure in another unit": func(r *evaluation.Record) {
			again := r.Results[0]
			again.ID, again.Unit = "again", "per home"
			r.Results = append(r.Results, again)
		},
		"a measure without judgement read as better": func(r *evaluation.Record) {
			r.Results[1] = effect("ash-study", "outpatient-attendances", evaluation.PercentChange, bare("8"))
			r.Results[1].Reads = evaluation.ReadsBetter
		},
		"growth read as better beside others": func(r *evaluation.Record) {
			r.Results[1] = effect("ash-study", "emergency-admissions", evaluation.PercentChange, bare("8"))
			r.Results[1].Kind, r.Results[1].Reads = evaluation.KindChange, evaluation.ReadsBetter
		},
	} {
		r := fullRecord()
		change(&r)
		require.Empty(t, listed(r.Validate(trialProgramme(t))), name)
	}
}

func TestRecord_ValidateNamesTheNearest(t *testing.T) {
	r := fullRecord()
	r.Results[0].Measure, r.Results[1].Measure = "emergency-admission", "Unplanned admissions"
	err := r.Validate(trialProgramme(t)).Err()
	require.ErrorContains(t, err, `the nearest is "emergency-admissions"`)
	require.ErrorContains(t, err, `write the measure's code, "emergency-admissions"`)
}

func TestRecord_ValidateWithoutProgramme(t *testing.T) {
	require.Equal(t, []string{"error required programme"}, listed(fullRecord().Validate(nil)))
	_, err := evaluation.NewEvidence(nil, fullRecord())
	require.ErrorIs(t, err, validate.Required)
}

func TestRecord_ValidateAsOf(t *testing.T) {
	r := fullRecord()
	p := trialProgramme(t)
	require.Empty(t, listed(r.ValidateAsOf(p, day("2018-02-01"))))
	require.Empty(t, listed(r.ValidateAsOf(p, caremodel.Date{})))
	require.Equal(t, []string{
		"error future studies[0].period.until", "error future studies[0].risk_source.published", "error future studies[0].sources[0].published",
		"error future results[0].source.published",
	}, listed(r.ValidateAsOf(p, day("2016-06-01"))))
	r.Results[1].Period = period("2017/18")
	require.Contains(t, listed(r.ValidateAsOf(p, day("2016-06-01"))), "error future results[1].period.until")
	r.Studies[0].Design = evaluation.DesignForecast
	found := listed(r.ValidateAsOf(p, day("2016-06-01")))
	require.NotContains(t, found, "error future studies[0].period.until")
	require.NotContains(t, found, "error future results[1].period.until")
}

// A record without definitions goes by those of England.
func TestRecord_WithoutMeasures(t *testing.T) {
	r := fullRecord()
	r.Measures = nil
	require.Empty(t, listed(r.Validate(trialProgramme(t))))
	e := evidence(t, r)
	require.Equal(t, evaluation.EnglandMeasures(), e.Measures())
}

// An unknown study is told once for a result, whatever else depends on it.
func TestRecord_ValidateTellsAnUnknownStudyOnce(t *testing.T) {
	r := fullRecord()
	r.Studies = nil
	require.Equal(t, []string{"error unknown results[0].study", "error unknown results[1].study"}, listed(r.Validate(trialProgramme(t))))
}

// Circles of groups end, and each is told once.
func TestRecord_ValidateFindsCircles(t *testing.T) {
	r := fullRecord()
	groups := []evaluation.Group{
		{ID: "a", Within: "b", Size: 1}, {ID: "b", Within: "c", Size: 1}, {ID: "c", Within: "b", Size: 1}, {ID: "d", Within: "a", Size: 1}, {ID: "e", Within: "e", Size: 1},
	}
	r.Studies[0].Groups = append(r.Studies[0].Groups, groups...)
	found := listed(r.Validate(trialProgramme(t)))
	require.Len(t, slices.DeleteFunc(found, func(s string) bool { return !strings.HasSuffix(s, ".within") }), 2)
}

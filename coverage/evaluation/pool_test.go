package evaluation_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

const emergency = evaluation.Measure("emergency-admissions")

// three effects of three vanguards that can be pooled.
func three() evaluation.Record {
	return record(
		[]evaluation.Study{trialStudy("a", "cedar"), trialStudy("b", "damson"), trialStudy("c", "elm")},
		effect("a", emergency, evaluation.RateRatio, limited("0.50", "0.30", "0.82")),
		effect("b", emergency, evaluation.RateRatio, limited("1.17", "0.76", "1.81")),
		effect("c", emergency, evaluation.PercentChange, limited("-27", "-45", "-2")),
	)
}

func left(all []evaluation.LeftOut) map[evaluation.ResultID]validate.Code {
	out := map[evaluation.ResultID]validate.Code{}
	for _, l := range all {
		out[l.Finding.Result.ID] = l.Code
	}
	return out
}

func used(p evaluation.Pooling) []evaluation.ResultID {
	var out []evaluation.ResultID
	for _, f := range p.Used {
		out = append(out, f.Result.ID)
	}
	return out
}

func TestEvidence_Pool(t *testing.T) {
	p, err := evidence(t, three()).Pool(emergency, indicator.RandomEffects, 0.95)
	require.NoError(t, err)
	require.Equal(t, []evaluation.ResultID{"a/emergency-admissions", "b/emergency-admissions", "c/emergency-admissions"}, used(p))
	require.Empty(t, p.Left)
	require.Equal(t, evaluation.RateRatio, p.Scale)
	require.Equal(t, "care-home-residents", p.Cohort)
	require.Equal(t, "support", p.Intervention)
	ratio, err := p.Pooled.Ratio()
	require.NoError(t, err)
	require.InDelta(t, 0.76, ratio.Value, 0.005)
	require.InDelta(t, 0.50, ratio.Low, 0.005)
	require.InDelta(t, 1.16, ratio.High, 0.005)
	require.InDelta(t, 69, p.Pooled.I2, 0.5)
}

// Each change takes the third effect out, or refuses the pool.
func TestEvidence_PoolLeavesOut(t *testing.T) {
	third := func(r *evaluation.Record) *evaluation.Result { return &r.Results[2] }
	study := func(r *evaluation.Record) *evaluation.Study { return &r.Studies[2] }
	for _, c := range []struct {
		name   string
		change func(*evaluation.Record)
		code   validate.Code
	}{
		{"no limits", func(r *evaluation.Record) { third(r).Estimate = bare("-27") }, evaluation.NoLimits},
		{"one limit", func(r *evaluation.Record) { third(r).Estimate.Low = evaluation.Number{} }, evaluation.NoLimits},
		{"limits without an estimate", func(r *evaluation.Record) { third(r).Estimate.Value = evaluation.Number{} }, evaluation.NoLimits},
		{"skewed limits", func(r *evaluation.Record) { third(r).Estimate = limited("-27", "-45", "20") }, evaluation.Skewed},
		{"a change", func(r *evaluation.Record) { third(r).Kind = evaluation.KindChange }, evaluation.NotAnEffect},
		{"a forecast", func(r *evaluation.Record) { study(r).Design = evaluation.DesignForecast }, evaluation.NotAnEffect},
		{"outside the programme", func(r *evaluation.Record) {
			study(r).Groups[0].Vanguards, study(r).Groups[0].Outside = nil, true
		}, evaluation.NotAnEffect},
		{"crude", func(r *evaluation.Record) { third(r).Adjustment = evaluation.Crude }, evaluation.NotAdjusted},
		{"a coefficient", func(r *evaluation.Record) { third(r).Scale = evaluation.Coefficient }, evaluation.OtherScale},
		{"an odds ratio", func(r *evaluation.Record) {
			third(r).Scale, third(r).Estimate = evaluation.OddsRatio, limited("0.50", "0.30", "0.82")
		}, evaluation.OtherScale},
		{"a trial beside observations", func(r *evaluation.Record) { study(r).Design = evaluation.DesignRandomised }, evaluation.OtherTier},
		{"without controls", func(r *evaluation.Record) { study(r).Design = evaluation.DesignCrossSectional }, evaluation.OtherTier},
		{"frail patients with care-home residents", func(r *evaluation.Record) { study(r).Groups[0].Cohort = "enrolled-patients" }, evaluation.OtherPeople},
		{"another intervention", func(r *evaluation.Record) { study(r).Groups[0].Intervention = "telemedicine" }, evaluation.OtherPeople},
	} {
		r := three()
		c.change(&r)
		p, err := evidence(t, r).Pool(emergency, indicator.RandomEffects, 0.95)
		require.NoError(t, err, c.name)
		require.Equal(t, []evaluation.ResultID{"a/emergency-admissions", "b/emergency-admissions"}, used(p), c.name)
		require.Equal(t, map[evaluation.ResultID]validate.Code{"c/emergency-admissions": c.code}, left(p.Left), c.name)
		require.NotEmpty(t, p.Left[0].Reason)

		_, err = evidence(t, r).Pool(emergency, indicator.RandomEffects, 0.95, "c/emergency-admissions", "a/emergency-admissions")
		require.Error(t, err, c.name) // what cannot be pooled is not to be had by naming it
	}
	// A part of the measure is not on the measure at all.
	r := three()
	third(&r).Measure = "avoidable-admissions"
	p, err := evidence(t, r).Pool(emergency, indicator.CommonEffect, 0.95)
	require.NoError(t, err)
	require.Len(t, p.Used, 2)
	require.Empty(t, p.Left)
}

// Effects that may count the same people are left out by name, unless one is
// chosen.
func TestEvidence_PoolOverlaps(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*evaluation.Record)
		overlap bool
	}{
		{"a vanguard in both", func(r *evaluation.Record) { r.Studies[2].Groups[0].Vanguards = r.Studies[0].Groups[0].Vanguards }, true},
		{"a vanguard in both at other times", func(r *evaluation.Record) {
			r.Studies[2].Groups[0].Vanguards = r.Studies[0].Groups[0].Vanguards
			r.Studies[2].Period = period("2018/19")
		}, false},
		{"a vanguard in both, at a time not known", func(r *evaluation.Record) {
			r.Studies[2].Groups[0].Vanguards = r.Studies[0].Groups[0].Vanguards
			r.Studies[2].Period = evaluation.Period{}
		}, true},
		{"a vanguard among others", func(r *evaluation.Record) {
			r.Studies[2].Groups[0].Vanguards = []caremodel.VanguardID{vanguard("elm"), vanguard("cedar")}
		}, true},
	} {
		r := three()
		c.change(&r)
		e := evidence(t, r)
		p, err := e.Pool(emergency, indicator.RandomEffects, 0.95)
		if !c.overlap {
			require.NoError(t, err, c.name)
			require.Len(t, p.Used, 3, c.name)
			continue
		}
		require.ErrorIs(t, err, indicator.TooFewGroups, c.name)
		require.ErrorIs(t, err, evaluation.Overlap, c.name)
		require.ErrorContains(t, err, `beside "c/emergency-admissions"`)
		require.ErrorContains(t, err, `beside "a/emergency-admissions"`)
		p, err = e.Pool(emergency, indicator.RandomEffects, 0.95, "c/emergency-admissions")
		require.NoError(t, err, c.name)
		require.Equal(t, []evaluation.ResultID{"b/emergency-admissions", "c/emergency-admissions"}, used(p), c.name)
		require.Equal(t, map[evaluation.ResultID]validate.Code{"a/emergency-admissions": evaluation.Overlap}, left(p.Left))
		_, err = e.Pool(emergency, indicator.RandomEffects, 0.95, "c/emergency-admissions", "a/emergency-admissions")
		require.ErrorIs(t, err, evaluation.Overlap, c.name)
	}
	// Who is in a group is not known: it may be anybody.
	r := three()
	r.Studies[2].Groups[0].Vanguards, r.Studies[2].Groups[0].Size = nil, 15
	_, err := evidence(t, r).Pool(emergency, indicator.RandomEffects, 0.95)
	require.ErrorIs(t, err, evaluation.Overlap)
	require.ErrorContains(t, err, "not known")
	require.NotContains(t, err.Error(), "the only one left", "who may be anybody is left out as well")
	p, err := evidence(t, r).Pool(emergency, indicator.RandomEffects, 0.95, "a/emergency-admissions")
	require.NoError(t, err)
	require.Len(t, p.Used, 2)
	r.Studies[0].Data, r.Studies[2].Data = "hospital records", "hospital records"
	_, err = evidence(t, r).Pool(emergency, indicator.RandomEffects, 0.95)
	require.ErrorContains(t, err, "counted from the same data")
}

// oneStudy has homes of all kinds, residential and nursing homes, and years.
func oneStudy(comparator evaluation.ComparatorKind) evaluation.Record {
	s := trialStudy("s", "cedar")
	s.Comparator.Kind = comparator
	s.Groups = append(s.Groups, s.Groups[0], s.Groups[0])
	s.Groups[1].ID, s.Groups[2].ID = "residential", "nursing"
	s.Groups[1].Within, s.Groups[2].Within = "all", "all"
	of := func(g evaluation.GroupID, id evaluation.ResultID, f evaluation.Figure) evaluation.Result {
		r := effect("s", emergency, evaluation.RateRatio, f)
		r.ID, r.Group = id, g
		return r
	}
	return record([]evaluation.Study{s},
		of("residential", "residential", limited("0.50", "0.30", "0.82")), of("nursing", "nursing", limited("1.17", "0.76", "1.81")))
}

func TestEvidence_PoolOfOneStudy(t *testing.T) {
	// Residential and nursing homes are other people.
	p, err := evidence(t, oneStudy(evaluation.ComparatorMatched)).Pool(emergency, indicator.RandomEffects, 0.95)
	require.NoError(t, err)
	require.Len(t, p.Used, 2)

	// All homes hold both.
	r := oneStudy(evaluation.ComparatorMatched)
	all := r.Results[0]
	all.ID, all.Group = "all", "all"
	r.Results = append(r.Results, all)
	_, err = evidence(t, r).Pool(emergency, indicator.RandomEffects, 0.95)
	require.ErrorIs(t, err, evaluation.Overlap)
	require.ErrorContains(t, err, "within")
	p, err = evidence(t, r).Pool(emergency, indicator.RandomEffects, 0.95, "residential", "nursing")
	require.NoError(t, err)
	require.Equal(t, map[evaluation.ResultID]validate.Code{"all": evaluation.Overlap}, left(p.Left))

	// Two years of one group are the same people.
	r = oneStudy(evaluation.ComparatorMatched)
	r.Results[1].Group, r.Results[1].Period = "residential", period("2017/18")
	_, err = evidence(t, r).Pool(emergency, indicator.RandomEffects, 0.95)
	require.ErrorIs(t, err, evaluation.Overlap)

	// Groups against the same areas share their controls.
	_, err = evidence(t, oneStudy(evaluation.ComparatorAreas)).Pool(emergency, indicator.RandomEffects, 0.95)
	require.ErrorIs(t, err, evaluation.SharedControls)
	require.ErrorContains(t, err, "the same areas")
}

func TestEvidence_PoolOfSeveralSets(t *testing.T) {
	r := three()
	more := three()
	for i, slug := range []string{"ash", "birch"} {
		s, result := more.Studies[i], more.Results[i]
		s.ID = evaluation.StudyID(slug)
		result.Study, result.ID = s.ID, evaluation.ResultID(slug)
		s.Groups[0].Vanguards, s.Groups[0].Cohort = []caremodel.VanguardID{vanguard(slug)}, "enrolled-patients"
		r.Studies, r.Results = append(r.Studies, s), append(r.Results, result)
	}
	e := evidence(t, r)
	_, err := e.Pool(emergency, indicator.RandomEffects, 0.95)
	require.ErrorIs(t, err, evaluation.OtherPeople)
	require.ErrorContains(t, err, "care-home-residents")
	require.ErrorContains(t, err, "enrolled-patients")
	p, err := e.Pool(emergency, indicator.RandomEffects, 0.95, "ash")
	require.NoError(t, err)
	require.Equal(t, []evaluation.ResultID{"ash", "birch"}, used(p))
	require.Len(t, p.Left, 3)
	homes, err := e.Where(evaluation.Filter{Cohorts: []string{"care-home-residents"}})
	require.NoError(t, err)
	p, err = homes.Pool(emergency, indicator.RandomEffects, 0.95)
	require.NoError(t, err)
	require.Len(t, p.Used, 3)
	_, err = e.Pool(emergency, indicator.RandomEffects, 0.95, "ash", "a/emergency-admissions")
	require.ErrorIs(t, err, evaluation.OtherPeople)
	_, err = homes.Pool(emergency, indicator.RandomEffects, 0.95, "ash")
	require.ErrorIs(t, err, validate.Unknown)
}

func TestEvidence_PoolOfDifferences(t *testing.T) {
	r := three()
	for i := range r.Results {
		r.Results[i].Scale, r.Results[i].Estimate = evaluation.Difference, limited("-2", "-3", "-1")
	}
	r.Results[2].Unit = "admissions a month"
	p, err := evidence(t, r).Pool(emergency, indicator.CommonEffect, 0.95)
	require.NoError(t, err)
	require.Equal(t, evaluation.Difference, p.Scale)
	require.InDelta(t, -2, p.Pooled.Interval.Value, 1e-12)
	require.Equal(t, map[evaluation.ResultID]validate.Code{"c/emergency-admissions": evaluation.OtherScale}, left(p.Left))
	r.Results[1].Estimate = limited("-2", "-3", "5")
	_, err = evidence(t, r).Pool(emergency, indicator.CommonEffect, 0.95)
	require.ErrorIs(t, err, evaluation.Skewed)
}

func TestEvidence_PoolRefuses(t *testing.T) {
	e := evidence(t, three())
	for name, c := range map[string]struct {
		m          evaluation.Measure
		model      indicator.PoolModel
		confidence float64
		use        []evaluation.ResultID
		code       validate.Code
	}{
		"an unknown measure":        {"emergency-admission", 1, 0.95, nil, validate.Unknown},
		"a measure without effects": {"seen-in-time", 1, 0.95, nil, indicator.TooFewGroups},
		"no model":                  {emergency, 0, 0.95, nil, indicator.Range},
		"a confidence of 95":        {emergency, 1, 95, nil, indicator.Range},
		"an unknown result":         {emergency, 1, 0.95, []evaluation.ResultID{"d"}, validate.Unknown},
	} {
		_, err := e.Pool(c.m, c.model, c.confidence, c.use...)
		require.ErrorIs(t, err, c.code, name)
	}
	r := three()
	r.Results[0].Measure = "avoidable-admissions"
	_, err := evidence(t, r).Pool(emergency, 1, 0.95, r.Results[0].ID)
	require.ErrorIs(t, err, validate.Conflict)
	_, err = new(evaluation.Evidence).Pool(emergency, 1, 0.95)
	require.ErrorIs(t, err, validate.Unknown)
}

// The order of records changes no pool.
func TestEvidence_PoolOfAnyOrder(t *testing.T) {
	england := evaluation.EnglandRecord()
	want, err := evaluation.England().Pool("avoidable-admissions", indicator.RandomEffects, 0.95)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		r := evaluation.Record{Measures: england.Measures, Studies: rapid.Permutation(england.Studies).Draw(t, "studies"), Results: rapid.Permutation(england.Results).Draw(t, "results")}
		e, err := evaluation.NewEvidence(caremodel.England(), r)
		require.NoError(t, err)
		got, err := e.Pool("avoidable-admissions", indicator.RandomEffects, 0.95)
		require.NoError(t, err)
		require.ElementsMatch(t, used(want), used(got))
		require.Equal(t, left(want.Left), left(got.Left))
		require.InDelta(t, want.Pooled.Interval.Value, got.Pooled.Interval.Value, 1e-12)
		require.Equal(t, evaluation.England().Tally(evaluation.ByCategory, evaluation.ByTier, evaluation.ByCohort), e.Tally(evaluation.ByCategory, evaluation.ByTier, evaluation.ByCohort))
		for f := range e.Findings() {
			same, ok := evaluation.England().Finding(f.Result.ID)
			require.True(t, ok)
			require.Equal(t, same, f)
		}
	})
}

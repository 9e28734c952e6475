package evaluation_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// manyResults are n results of m studies of England's vanguards.
func manyResults(t require.TestingT, n, m int) evaluation.Record {
	var vanguards []caremodel.VanguardID
	for v := range caremodel.England().All() {
		vanguards = append(vanguards, v.ID)
	}
	measures := evaluation.EnglandMeasures()[:12]
	var r evaluation.Record
	for i := range m {
		s := trialStudy(evaluation.StudyID(fmt.Sprint("study ", i)), "ash")
		s.Groups[0].Vanguards = []caremodel.VanguardID{vanguards[i%len(vanguards)]}
		s.Design = evaluation.DesignRandomised + evaluation.Design(i%10)
		s.Relation = evaluation.RelationIndependent + evaluation.Relation(i%3)
		s.Period = period(fmt.Sprint(2015 + i%5))
		s.Groups = append(s.Groups, evaluation.Group{ID: "part", Within: "all", Vanguards: s.Groups[0].Vanguards})
		r.Studies = append(r.Studies, s)
	}
	for i := range n {
		value := evaluation.Figure{Value: num(fmt.Sprintf("0.%02d", 10+i%80))}
		if i%3 > 0 {
			value.Low, value.High = num(fmt.Sprintf("0.%02d", 5+i%80)), num(fmt.Sprintf("%d.%02d", i%2, 20+i%75))
		}
		if value.High.Known() && value.High.Compare(value.Value) < 0 {
			value.High = num("1.50")
		}
		result := effect(r.Studies[i%m].ID, measures[i%len(measures)].Code, evaluation.RateRatio, value)
		result.ID = evaluation.ResultID(fmt.Sprint(i))
		if i%4 == 0 {
			result.Group = "part"
		}
		result.Unit = fmt.Sprint("unit ", i) // so that no two are one figure
		r.Results = append(r.Results, result)
	}
	require.NoError(t, r.Validate(caremodel.England()).Err())
	return r
}

const manyStudies = 500

func BenchmarkNewEvidence(b *testing.B) {
	r := manyResults(b, 10_000, manyStudies)
	p := caremodel.England()
	b.ReportAllocs()
	for b.Loop() {
		_, err := evaluation.NewEvidence(p, r)
		require.NoError(b, err)
	}
}

func BenchmarkEvidence(b *testing.B) {
	e, err := evaluation.NewEvidence(caremodel.England(), manyResults(b, 10_000, manyStudies))
	require.NoError(b, err)
	for name, ask := range map[string]func(){
		"findings":  func() { ids(e.Findings()) },
		"tally":     func() { e.Tally(evaluation.ByCategory, evaluation.ByTier) },
		"forest":    func() { _, _ = e.Forest("emergency-admissions", evaluation.RateRatio) },
		"pool":      func() { _, _ = e.Pool("emergency-admissions", indicator.RandomEffects, 0.95) },
		"conflicts": func() { e.Conflicts() },
		"claims":    func() { ids(e.Unconfirmed()) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ask()
			}
		})
	}
}

package evaluation_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

func TestEngland_RecordIsCanonical(t *testing.T) {
	embedded, err := os.ReadFile("data/england.json")
	require.NoError(t, err)
	read, err := evaluation.ReadRecord(bytes.NewReader(embedded), caremodel.England())
	require.NoError(t, err)
	require.Equal(t, evaluation.EnglandRecord(), read)
	var written bytes.Buffer
	require.NoError(t, read.WriteJSON(&written))
	require.Equal(t, string(embedded), written.String())
}

func TestEngland_RecordIsAFreshCopy(t *testing.T) {
	r := evaluation.EnglandRecord()
	r.Measures[0].Aliases[0] = "changed"
	r.Studies[0].Groups[0].Vanguards[0] = caremodel.VanguardID{}
	r.Results[0].ID = "changed"
	again := evaluation.EnglandRecord()
	require.NotEqual(t, r.Measures[0], again.Measures[0])
	require.NotEqual(t, r.Studies[0], again.Studies[0])
	require.NotEqual(t, r.Results[0], again.Results[0])
}

// No error, and the warnings that the data deserve.
func TestEngland_Warnings(t *testing.T) {
	require.NoError(t, evaluation.EnglandRecord().ValidateAsOf(caremodel.England(), day("2025-01-01")).Err())
	var all []string
	for v := range evaluation.England().Warnings().All() {
		all = append(all, v.Error())
	}
	goldentest.Equal(t, "england.warnings.golden.txt", strings.Join(all, "\n")+"\n")
}

// Every result with its verdict, its grounds and the reason.
func TestEngland_Findings(t *testing.T) {
	var b strings.Builder
	for f := range evaluation.England().Findings() {
		fmt.Fprintf(&b, "%s\n  %s\n  %s\n", f.Result.ID, f, f.Reason)
		if f.BeforeProgramme {
			b.WriteString("  before the programme\n")
		}
	}
	goldentest.Equal(t, "england.findings.golden.txt", b.String())
}

// The embedded record has the figures of the table that it was made from.
func TestEngland_HasTheRowsOfItsSource(t *testing.T) {
	file, err := os.ReadFile("../../../shared/reference/vanguards3/outcomes_clean.csv")
	if err != nil {
		t.Skip("the table that the record was made from is not here: ", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	require.NoError(t, err)
	at := func(name string) int { return slices.Index(rows[0], name) }
	var want, got []string
	for _, row := range rows[1:] {
		if !slices.Contains([]string{"75", "98", "99"}, row[0]) {
			estimate := strings.TrimPrefix(row[at("estimate")], "-")
			want = append(want, strings.Join([]string{row[at("source")], shortened(estimate), row[at("lower")], row[at("upper")], row[at("bound")]}, " "))
		}
	}
	for _, r := range evaluation.EnglandRecord().Results {
		estimate := strings.TrimPrefix(r.Estimate.Value.String(), "-")
		bound := r.Estimate.Bound.String()
		if r.Estimate.Bound == caremodel.Exactly {
			bound = ""
		}
		got = append(got, strings.Join([]string{r.Source.URL, shortened(estimate), r.Estimate.Low.String(), r.Estimate.High.String(), bound}, " "))
	}
	// Two rows are two measures each, and 568 people stand in a note of the table.
	for _, twice := range []string{"Wakefield-care-home-residents/interpretation?preview=1    ", "didnt-work/7020192.article    "} {
		i := slices.IndexFunc(got, func(s string) bool { return strings.HasSuffix(s, twice) })
		require.GreaterOrEqual(t, i, 0)
		got = slices.Delete(got, i, i+1)
	}
	i := slices.IndexFunc(got, func(s string) bool { return strings.Contains(s, " 568 ") })
	got = slices.Delete(got, i, i+1)
	require.ElementsMatch(t, want, got)
}

// shortened leaves out noughts at the end: the table has 0.5 for a printed 0.50.
func shortened(text string) string {
	if strings.Contains(text, ".") {
		return strings.TrimSuffix(text, "0")
	}
	return text
}

// tally counts by tier, with the two claims that are two measures each counted
// once.
func tally(t *testing.T, dims ...evaluation.Dimension) map[string][4]int {
	out := map[string][4]int{}
	for _, c := range evaluation.England().Tally(dims...) {
		out[strings.Join(c.Key, " ")] = [4]int{c.Better, c.Worse, c.NoDifference, c.Inconclusive}
	}
	twice := []evaluation.ResultID{"wakefield/all/ae-attendances", "harrogate-statement/ae-attendances"}
	for i, id := range twice {
		f, ok := evaluation.England().Finding(id)
		require.True(t, ok)
		require.Equal(t, []evaluation.Verdict{evaluation.Inconclusive, evaluation.NoDifference}[i], f.Verdict)
	}
	return out
}

func TestEngland_BetterAndWorse(t *testing.T) {
	require.Equal(t, map[string][4]int{"": {51, 14, 2, 21}}, tally(t))
	require.Equal(t, map[string][4]int{
		"controlled": {21, 4, 0, 18}, "uncontrolled": {29, 10, 0, 3}, "not-measured": {1, 0, 2, 0},
	}, tally(t, evaluation.ByTier))
	require.Equal(t, map[string][4]int{
		"controlled independent": {21, 4, 0, 18}, "uncontrolled independent": {1, 0, 0, 0}, "uncontrolled national": {8, 10, 0, 0},
		"uncontrolled own": {20, 0, 0, 3}, "not-measured independent": {}, "not-measured national": {1, 0, 0, 0},
		"not-measured own": {0, 0, 2, 0}, "not-measured not known": {},
	}, tally(t, evaluation.ByTier, evaluation.ByRelation))
	all := evaluation.England().Tally()[0]
	require.Contains(t, all.String(), "of tiers controlled, uncontrolled and not measured")
}

// Pioneers are kept, judged and not counted; Sutton is inconclusive and leans to
// worse; Harrogate says that there was no impact.
func TestEngland_WhatTheRulesMove(t *testing.T) {
	for id, want := range map[evaluation.ResultID][2]any{
		"pioneers-and-vanguards/pioneer-only/emergency-admissions": {evaluation.Better, evaluation.ReadsBetter},
		"sutton/emergency-admissions":                              {evaluation.Inconclusive, evaluation.ReadsWorse},
		"harrogate-statement/emergency-admissions":                 {evaluation.NoDifference, evaluation.Reading(0)},
	} {
		f, ok := evaluation.England().Finding(id)
		require.True(t, ok, id)
		require.Equal(t, want, [2]any{f.Verdict, f.Lean}, id)
		require.Equal(t, strings.Contains(string(id), "pioneer-only"), f.Group.Outside)
	}
}

// All three controlled results of teams for enrolled patients, from two
// evaluations, lean to worse; one has limits.
func TestEngland_TeamsForEnrolledPatients(t *testing.T) {
	e, err := evaluation.England().Where(evaluation.Filter{
		Cohorts: []string{"enrolled-patients"}, Tiers: []evaluation.Tier{evaluation.TierControlled}, Kinds: []evaluation.Kind{evaluation.KindEffect},
	})
	require.NoError(t, err)
	require.Equal(t, 3, e.Len())
	studies, limits := map[evaluation.StudyID]bool{}, 0
	for f := range e.Findings() {
		studies[f.Study.ID] = true
		require.Equal(t, evaluation.ReadsWorse, f.Lean)
		if f.Grounds == evaluation.ByInterval {
			limits++
		}
	}
	require.Len(t, studies, 2)
	require.Equal(t, 1, limits)
}

// Residential homes did well where nursing homes did not.
func TestEngland_ResidentialAndNursingHomes(t *testing.T) {
	for group, want := range map[string][]evaluation.Verdict{
		"residential": {evaluation.Better, evaluation.Better, evaluation.Better},
		"nursing":     {evaluation.Inconclusive, evaluation.Inconclusive, evaluation.Inconclusive},
	} {
		var got []evaluation.Verdict
		for _, m := range []string{"emergency-admissions", "avoidable-admissions", "ae-attendances"} {
			f, ok := evaluation.England().Finding(evaluation.ResultID("principia/" + group + "/" + m))
			require.True(t, ok)
			got = append(got, f.Verdict)
		}
		require.Equal(t, want, got, group)
	}
	f, _ := evaluation.England().Finding("wakefield/all/avoidable-admissions")
	require.Equal(t, [2]any{evaluation.Better, evaluation.ByInterval}, [2]any{f.Verdict, f.Grounds})
}

// The national difference in differences is conclusive in its third year, and for
// care homes over all three.
func TestEngland_NationalStudyByYear(t *testing.T) {
	want := map[string]evaluation.Verdict{
		"population-based/emergency-admissions": evaluation.Inconclusive, "population-based/emergency-admissions/year-1": evaluation.Inconclusive,
		"population-based/emergency-admissions/year-2": evaluation.Inconclusive, "population-based/emergency-admissions/year-3": evaluation.Better,
		"care-homes/emergency-admissions": evaluation.Better, "care-homes/emergency-admissions/year-1": evaluation.Inconclusive,
		"care-homes/emergency-admissions/year-2": evaluation.Inconclusive, "care-homes/emergency-admissions/year-3": evaluation.Better,
		"population-based/bed-days": evaluation.Inconclusive, "care-homes/bed-days": evaluation.Inconclusive,
	}
	for id, verdict := range want {
		f, ok := evaluation.England().Finding(evaluation.ResultID("national-did/" + id))
		require.True(t, ok, id)
		require.Equal(t, verdict, f.Verdict, id)
		_, err := f.On(evaluation.RateRatio)
		require.ErrorIs(t, err, evaluation.OtherScale) // a coefficient is never converted
	}
}

func TestEngland_SyntheticControls(t *testing.T) {
	for id, want := range map[evaluation.ResultID]evaluation.Verdict{
		"northumberland/ae-attendances": evaluation.Worse, "northumberland/ae-time": evaluation.Better, "northumberland/ae-within-4-hours": evaluation.Better,
		"northumberland/emergency-admissions": evaluation.Inconclusive, "mid-nottinghamshire/emergency-admissions": evaluation.Better,
		"mid-nottinghamshire/ae-attendances": evaluation.Better,
	} {
		f, ok := evaluation.England().Finding(id)
		require.True(t, ok, id)
		require.Equal(t, evaluation.DesignSyntheticControl, f.Study.Design)
		require.Equal(t, want, f.Verdict, id)
	}
}

func TestEngland_PooledAvoidableAdmissions(t *testing.T) {
	p, err := evaluation.England().Pool("avoidable-admissions", indicator.RandomEffects, 0.95)
	require.NoError(t, err)
	require.Equal(t, []evaluation.ResultID{
		"principia/residential/avoidable-admissions", "principia/nursing/avoidable-admissions", "wakefield/all/avoidable-admissions",
	}, used(p))
	ratio, err := p.Pooled.Ratio()
	require.NoError(t, err)
	require.Equal(t, "0.76 (0.50 to 1.16), I2 69", fmt.Sprintf("%.2f (%.2f to %.2f), I2 %.0f", ratio.Value, ratio.Low, ratio.High, p.Pooled.I2))
	require.Equal(t, map[evaluation.ResultID]validate.Code{
		"wakefield/three-months/avoidable-admissions": evaluation.NoLimits, "nottingham/all/avoidable-admissions": evaluation.NoLimits,
		"nottingham/residential/avoidable-admissions": evaluation.NoLimits,
	}, left(p.Left))
}

// What must not be pooled is refused by name.
func TestEngland_PoolRefusals(t *testing.T) {
	e := evaluation.England()
	// All homes of Principia hold its residential and nursing homes.
	_, err := e.Pool("emergency-admissions", indicator.RandomEffects, 0.95)
	require.ErrorIs(t, err, evaluation.Overlap)
	for _, name := range []string{"principia/all/emergency-admissions", "principia/residential/emergency-admissions", "principia/nursing/emergency-admissions"} {
		require.Contains(t, paths(err), "results."+name)
	}
	p, err := e.Pool("emergency-admissions", indicator.RandomEffects, 0.95, "principia/residential/emergency-admissions", "principia/nursing/emergency-admissions")
	require.NoError(t, err)
	reasons := left(p.Left)
	require.Equal(t, evaluation.Overlap, reasons["principia/all/emergency-admissions"])
	require.Equal(t, evaluation.OtherScale, reasons["national-did/care-homes/emergency-admissions"])
	require.Equal(t, evaluation.OtherTier, reasons["wakefield-ccg/emergency-admissions"])
	require.Equal(t, evaluation.NotAnEffect, reasons["forecast-15/fifteen/emergency-admissions/avoided"])

	// Frail patients are other people than care-home residents.
	p, err = e.Pool("ae-attendances", indicator.RandomEffects, 0.95, "principia/residential/ae-attendances", "principia/nursing/ae-attendances")
	require.NoError(t, err)
	require.Equal(t, evaluation.OtherPeople, left(p.Left)["north-east-hampshire/ae-attendances"])

	// The 31 and the 6 have one set of controls. Their coefficients are never
	// pooled; as differences they would be refused too.
	r := evaluation.EnglandRecord()
	for i := range r.Results {
		if r.Results[i].Study == "national-did" {
			r.Results[i].Scale = evaluation.Difference
		}
	}
	for i := range r.Studies {
		if r.Studies[i].ID == "national-did" {
			r.Studies[i].Groups[1].Intervention = r.Studies[i].Groups[0].Intervention
		}
	}
	other, err := evaluation.NewEvidence(caremodel.England(), r)
	require.NoError(t, err)
	_, err = other.Pool("bed-days", indicator.RandomEffects, 0.95, "national-did/population-based/bed-days", "national-did/care-homes/bed-days")
	require.ErrorIs(t, err, evaluation.SharedControls)
}

func paths(err error) []string {
	var all []string
	for v := range validate.Of(err).All() {
		all = append(all, v.Path)
	}
	return all
}

func TestEngland_Conflicts(t *testing.T) {
	var all []string
	for _, c := range evaluation.England().Conflicts() {
		all = append(all, fmt.Sprintf("%s: %s | %s | %s", c.Kind, c.A.Result.ID, c.B.Result.ID, c.Reason))
	}
	require.Equal(t, []string{
		"opposite: fylde-coast/extensive-care/emergency-admissions | fylde-coast-own/emergency-admissions | worse (matched-cohort) and better (before-after)",
		"not-confirmed: wakefield-ccg/emergency-admissions | wakefield/all/emergency-admissions | better without controls (cross-sectional), inconclusive with controls (matched-cohort)",
		"not-confirmed: wakefield-ccg/ae-attendances | wakefield/all/ae-attendances | better without controls (cross-sectional), inconclusive with controls (matched-cohort)",
		"figure: principia/all/people/hsj | principia/all/people/abstract | two sources give 588 and 568",
	}, all)
}

// What is claimed and not measured.
func TestEngland_Unconfirmed(t *testing.T) {
	goldentest.Equal(t, "england.unconfirmed.golden.txt", strings.Join(ids(evaluation.England().Unconfirmed()), "\n")+"\n")
}

func TestEngland_EveryResultHasASourceAndACheck(t *testing.T) {
	for f := range evaluation.England().Findings() {
		require.NotEmpty(t, f.Result.Source.URL, f.Result.ID)
		require.False(t, f.Result.Check.IsZero(), f.Result.ID)
	}
	require.Equal(t, 136, evaluation.England().Len())
}

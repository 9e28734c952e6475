package evaluation_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

func TestRecord_WireFormat(t *testing.T) {
	p, r := trialProgramme(t), fullRecord()
	require.Empty(t, listed(r.Validate(p)))
	var out bytes.Buffer
	require.NoError(t, r.WriteJSON(&out))
	goldentest.Equal(t, "record.golden.json", out.Bytes())

	read, err := evaluation.ReadRecord(bytes.NewReader(out.Bytes()), p)
	require.NoError(t, err)
	require.Equal(t, r, read)
}

func TestRecord_EmptyListsAreAbsent(t *testing.T) {
	var absent, empty bytes.Buffer
	r := fullRecord()
	r.Studies[0].Sources, r.Measures[0].Aliases, r.Studies[0].Groups[1].Vanguards = nil, nil, nil
	require.NoError(t, r.WriteJSON(&absent))
	r.Studies[0].Sources, r.Measures[0].Aliases, r.Studies[0].Groups[1].Vanguards = []caremodel.Source{}, []string{}, []caremodel.VanguardID{}
	require.NoError(t, r.WriteJSON(&empty))
	require.Equal(t, absent.String(), empty.String())
}

func TestReadRecord_ReportsEverything(t *testing.T) {
	r, err := evaluation.ReadRecord(strings.NewReader(`{
		"format": "newcaremodels/evidence/1",
		"measures": [{"code": "a", "name": "A"}],
		"studies": [
			{"id": "s", "design": "before-after", "groups": [{"id": "g", "vanguards": ["ash"]}]},
			{"id": "u", "design": "guess", "groups": [{"id": "g", "vanguards": ["oak"], "size": "3"}]}
		],
		"results": [
			{"id": "1", "study": "s", "group": "g", "measure": "a", "kind": "level", "estimate": {"value": 0.30, "low": -1}},
			{"id": "2", "study": "s", "group": "g", "measure": "a", "kind": "effect", "estimate": {"value": "0.3"}},
			{"id": "3", "study": "s", "group": "g", "measure": "a", "kind": "effect", "estimate": {"value": 1e3}},
			{"id": "4", "study": "s", "group": "g", "measure": "a", "kind": "effect", "estimate": {"value": null}, "colour": "red"}
		]
	}`), trialProgramme(t))
	require.Equal(t, []string{
		"error required measures[0].better",
		"error format studies[1].design",
		"error unknown studies[1].groups[0].vanguards[0]",
		"error format studies[1].groups[0].size",
		"error format results[1].estimate.value",
		"error format results[2].estimate.value",
		"error format results[3].estimate.value",
		"error unknown results[3].colour",
	}, listed(validate.Of(err)))
	require.Empty(t, r.Measures)
	require.Len(t, r.Studies, 1)
	require.Equal(t, vanguard("ash"), r.Studies[0].Groups[0].Vanguards[0])
	require.Len(t, r.Results, 1)
	require.Equal(t, num("0.30"), r.Results[0].Estimate.Value)
}

func TestRecord_WriteJSONRefusesWhatHasNoText(t *testing.T) {
	r := fullRecord()
	r.Studies[0].Design = 0
	require.Error(t, r.WriteJSON(&bytes.Buffer{}))
}

func FuzzReadRecord(f *testing.F) {
	var out bytes.Buffer
	require.NoError(f, fullRecord().WriteJSON(&out))
	f.Add(out.String())
	f.Add(`{"format":"newcaremodels/evidence/1"}`)
	f.Add(`{"format":"newcaremodels/evidence/1","studies":[{"id":"s","design":"forecast","groups":[{"id":"g","within":"g"}]}],
		"results":[{"id":"1","study":"s","group":"g","measure":"savings","kind":"effect","scale":"difference","estimate":{"value":-1,"low":3}}]}`)
	p := trialProgramme(f)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := evaluation.ReadRecord(strings.NewReader(text), p)
		if err != nil {
			require.Positive(t, validate.Of(err).Len())
			return
		}
		r.ValidateAsOf(p, day("2015-01-01"))
		var first, second bytes.Buffer
		require.NoError(t, r.WriteJSON(&first))
		again, err := evaluation.ReadRecord(bytes.NewReader(first.Bytes()), p)
		require.NoError(t, err)
		require.NoError(t, again.WriteJSON(&second))
		require.Equal(t, first.String(), second.String())
		if e, err := evaluation.NewEvidence(p, r); err == nil {
			askEverything(t, e)
		}
	})
}

// askEverything asks every question, for its panics.
func askEverything(t require.TestingT, e *evaluation.Evidence) {
	n := 0
	for f := range e.Findings() {
		n++
		_ = f.String()
		for s := range evaluation.Plain + 2 {
			if i, err := f.On(s); err == nil {
				require.LessOrEqual(t, i.Low, i.High)
			}
		}
	}
	require.Equal(t, e.Len(), n)
	for d := range evaluation.ByCohort + 2 {
		for _, c := range e.Tally(d) {
			_ = c.String()
			require.Equal(t, c.Results, c.Better+c.Worse+c.NoDifference+c.Inconclusive+c.NotJudged)
		}
	}
	for _, m := range e.Measures() {
		_, err := e.Forest(m.Code, evaluation.RateRatio)
		require.NoError(t, err)
		_, _ = e.Pool(m.Code, 2, 0.95)
	}
	e.Conflicts()
	for range e.Unconfirmed() {
	}
}

// Without a programme a vanguard is an id, and no slug is known.
func TestReadRecord_WithoutProgramme(t *testing.T) {
	const format = `{"format":"newcaremodels/evidence/1","studies":[{"id":"s","title":"t","design":"monitoring","groups":[{"id":"all","vanguards":["%s"]}]}]}`
	r, err := evaluation.ReadRecord(strings.NewReader(fmt.Sprintf(format, vanguard("ash"))), nil)
	require.NoError(t, err)
	require.Equal(t, vanguard("ash"), r.Studies[0].Groups[0].Vanguards[0])
	_, err = evaluation.ReadRecord(strings.NewReader(fmt.Sprintf(format, "ash")), nil)
	require.ErrorContains(t, err, "studies[0].groups[0].vanguards[0]")
}

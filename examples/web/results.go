package main

import (
	"cmp"
	"net/http"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
)

// result is a published result for a page.
type result struct {
	ID      evaluation.ResultID `json:"id"`
	Measure evaluation.Measure  `json:"measure"`
	Words   string              `json:"words"`
	Verdict string              `json:"verdict"`
	Tier    string              `json:"tier"`
	Study   string              `json:"study"`
	Group   string              `json:"group"`
	Period  string              `json:"period,omitempty"`
	Shared  bool                `json:"shared,omitzero"` // of a group that holds others too
}

func resultOf(f evaluation.Finding) result {
	period := f.Result.Period
	if period.IsZero() {
		period = f.Study.Period
	}
	return result{
		Group: f.Group.Name, Period: period.String(),
		ID: f.Result.ID, Measure: f.Result.Measure, Words: f.String(), Verdict: f.Verdict.String(),
		Tier: f.Study.Design.Tier().String(), Study: cmp.Or(f.Study.Title, f.Study.Evaluator, string(f.Study.ID)), Shared: f.Shared,
	}
}

func resultsOf(x *indexes, id caremodel.VanguardID) (out []result) {
	for f := range x.evidence.Of(id) {
		out = append(out, resultOf(f))
	}
	return out
}

// results is the page of all results, or those of one measure.
type results struct {
	Results []result            `json:"results"`
	Note    string              `json:"note"`
	Menus   map[string][]choice `json:"-"`
}

func resultsPage(x *indexes, r *http.Request) (page, error) {
	measures, err := all(r.URL.Query(), "measure", as[evaluation.Measure])
	if err != nil {
		return page{}, err
	}
	evidence, err := x.evidence.Where(evaluation.Filter{Measures: measures})
	if err != nil {
		return page{}, refused(err)
	}
	out := results{Note: "What was published about the programme, by measure and by how it was found out. To count results is not to weigh them."}
	for f := range evidence.Findings() {
		out.Results = append(out.Results, resultOf(f))
	}
	var names [][2]string
	for _, m := range x.evidence.Measures() {
		names = append(names, [2]string{string(m.Code), m.Name})
	}
	out.Menus = map[string][]choice{"measure": menu(r, "measure", names...)}
	return page{"results", "Results", out}, nil
}

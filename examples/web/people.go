package main

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/charts/chart"
)

// people is who is covered: once, and as often as footprints count them.
type people struct {
	Covered coverage.Estimate                 `json:"covered,omitzero"`
	Words   string                            `json:"words"`
	Account coverage.Account                  `json:"account,omitzero"`
	By      []coverage.Contribution           `json:"contributions,omitempty"`
	Basis   string                            `json:"basis,omitzero"`
	Name    func(coverage.FootprintID) string `json:"-"`
	Menus   map[string][]choice               `json:"-"`
	Picture bool                              `json:"-"`
}

func peoplePage(x *indexes, r *http.Request) (page, error) {
	if x.atlas == nil {
		return page{"people", "People", people{Words: nobodyRecorded}}, nil
	}
	filter, err := peopleFilter(x, r.URL.Query())
	if err != nil {
		return page{}, err
	}
	selection, err := x.atlas.Select(filter)
	if err != nil {
		return page{}, refused(err)
	}
	p := people{
		Covered: selection.Covered(), Account: selection.Account(), By: selection.Contributions(),
		Basis: x.atlas.Basis().String(), Name: chart.FootprintNames(x.programme, x.records.survey), Picture: x.pictures["targets"],
	}
	p.Words = p.Covered.String()
	slices.SortStableFunc(p.By, func(a, b coverage.Contribution) int {
		return cmp.Compare(b.People.High, a.People.High)
	})
	var layers [][2]string
	for _, l := range x.atlas.Layers() {
		layers = append(layers, [2]string{l.Name, l.Name})
	}
	p.Menus = map[string][]choice{"category": categoryMenu(x, r), "layer": menu(r, "layer", layers...)}
	return page{"people", "People", p}, nil
}

const nobodyRecorded = "not known: no people are recorded"

// inWords is how many people an estimate says, where what is missing stands beside.
func inWords(e coverage.Estimate) string {
	words := grouped(e.Low)
	if e.Low != e.High {
		words += " to " + grouped(e.High)
	}
	if e.Approximate {
		words = "about " + words
	}
	return words
}

package main

import (
	"net/http"
	"slices"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// people is who is covered: once, and as often as footprints count them.
type people struct {
	Covered coverage.Estimate               `json:"covered"`
	Words   string                          `json:"words"`
	Account coverage.Account                `json:"account"`
	By      []coverage.Contribution         `json:"contributions"`
	Basis   string                          `json:"basis"`
	Names   map[coverage.FootprintID]string `json:"-"`
	Menus   map[string][]choice             `json:"-"`
}

func peoplePage(x *indexes, r *http.Request) (page, error) {
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
		Basis: x.atlas.Basis().String(), Names: map[coverage.FootprintID]string{},
	}
	p.Words = p.Covered.String()
	slices.SortStableFunc(p.By, func(a, b coverage.Contribution) int {
		return int(min(max(b.People.High-a.People.High, -1), 1))
	})
	for _, c := range p.By {
		p.Names[c.Footprint] = x.programme.NameOf(c.Vanguard)
	}
	var layers [][2]string
	for _, l := range x.atlas.Layers() {
		layers = append(layers, [2]string{l.Name, l.Name})
	}
	p.Menus = map[string][]choice{"category": categoryMenu(x, r), "layer": menu(r, "layer", layers...)}
	return page{"people", "People", p}, nil
}

package overview

import (
	"fmt"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// covered shows the people once against the naive sum, by category and in all.
func (v view) covered() (tables.Table, error) {
	t := tables.Table{Name: "people_covered", Title: "People covered, each counted once"}
	t.Remarks = []string{
		fmt.Sprintf("Out of %s people (%s, %s). Added up: what a sum over footprints says, the way public figures are often made, and by how much that is too high.",
			tables.Thousands(v.Atlas.Population()), set("", "", v.Atlas.Basis()).Text, v.Atlas.AsAt()),
		"A range stands where only a part of an area is covered and nobody knows which people that are. Missing: vanguards whose areas no source names, or not all of them; the true figure may be higher by theirs.",
	}
	if aside := v.aside(); aside != "" {
		t.Remarks = append(t.Remarks, "Not counted here, because these layers stand aside: "+aside+".")
	}
	type row struct {
		category caremodel.Category
		coverage.Account
	}
	account := func(c caremodel.Category, f coverage.Filter) (row, error) {
		s, err := v.Atlas.Select(f)
		if err != nil {
			return row{}, err
		}
		return row{c, s.Account()}, nil
	}
	fields := func(r row) []field {
		naive := tables.Count("added_up", "Added up", r.Naive)
		missing := fmt.Sprintf("%d of %d", r.Covered.Missing, r.Covered.Meant)
		if r.Covered.Meant == 0 {
			missing = "–"
		}
		low, high := r.Covered.Share()
		share := low.Percent(1)
		if low != high {
			share += " to " + high.Percent(1)
		}
		if !r.Covered.Known() {
			naive.Data, naive.Text, share = "", notKnown, notKnown
		}
		return slices.Concat(v.categoryFields(r.category), []field{naive}, estimate("people", "Once", r.Covered), []field{
			tables.Count("of", "", r.Covered.Of), tables.Figure("", "Share", "", share),
		}, estimate("too_high_by", "Too high by", r.DoubleCounted), []field{
			tables.Count("missing", "", r.Covered.Missing), tables.Count("meant", "", r.Covered.Meant),
			tables.Figure("", "Missing", "", missing),
		})
	}
	var rows []row
	for c := range v.Programme.CountByCategory() {
		r, err := account(c, coverage.Filter{Categories: []caremodel.Category{c}})
		if err != nil {
			return t, err
		}
		rows = append(rows, r)
	}
	all, err := account("", coverage.Filter{})
	t = tables.Of(t, slices.Values(rows), fields)
	total := fields(all)
	total[0].Text = "all"
	t.Total(total)
	return t, err
}

// aside are the layers that are in no sum unless they are named.
func (v view) aside() string {
	var names []string
	for _, l := range v.Atlas.Layers() {
		if l.Aside {
			names = append(names, words(l.Name))
		}
	}
	return strings.Join(names, ", ")
}

// layers are all of them, those that stand aside too.
func (v view) layers() []string {
	var names []string
	for _, l := range v.Atlas.Layers() {
		names = append(names, l.Name)
	}
	return names
}

// shared lists the areas that lie in several vanguards.
func (v view) shared() (tables.Table, error) {
	t := tables.Table{Name: "shared_areas", Title: "The areas that lie in more than one vanguard"}
	t.Remarks = []string{"Footprints of every layer. A person here is counted once above, and as often as there are vanguards in a sum."}
	type row struct {
		area      coverage.AreaCode
		name      string
		people    coverage.Estimate
		vanguards []caremodel.VanguardID
	}
	holders := map[coverage.AreaCode][]caremodel.VanguardID{}
	for _, f := range v.Survey.Footprints {
		for _, part := range f.Units {
			if !slices.Contains(holders[part.Area], f.Vanguard) {
				holders[part.Area] = append(holders[part.Area], f.Vanguard)
			}
		}
	}
	var rows []row
	at := map[coverage.AreaCode]int{}
	for _, u := range v.Survey.Base.Units {
		i, seen := at[u.Area]
		if !seen && len(holders[u.Area]) > 1 {
			i = len(rows)
			rows, at[u.Area] = append(rows, row{area: u.Area, name: u.Attributes["name"], vanguards: holders[u.Area]}), i
			seen = true
		}
		if seen {
			rows[i].people.Low += u.People
			rows[i].people.High += max(u.People, u.AtMost)
		}
	}
	return tables.Of(t, slices.Values(rows), func(r row) []field {
		fields := []field{
			tables.Key("area", string(r.area)), tables.Key("area_name", r.name), tables.Shown("Area", strings.TrimSpace(string(r.area)+" "+r.name)),
		}
		return slices.Concat(fields, v.members("vanguards", "Vanguards", r.vanguards, ""), estimate("people", "People", r.people))
	}), nil
}

// footprints shows the people in the footprints of one vanguard.
func (v view) footprints(m caremodel.Vanguard) (tables.Table, error) {
	t := tables.Table{Name: "people", Title: "People in the footprint"}
	selection, err := v.Atlas.Select(coverage.Filter{Vanguards: []caremodel.VanguardID{m.ID}, Layers: v.layers()})
	if err != nil {
		return t, err
	}
	return tables.Of(t, slices.Values(selection.Contributions()), func(c coverage.Contribution) []field {
		return append([]field{tables.Word("footprint", "Footprint", string(c.Footprint))}, estimate("people", "People", c.People)...)
	}), nil
}

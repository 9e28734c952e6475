// Package overview makes the tables of a programme: who takes part, what money, how
// many people, what changed, and what is not known.
package overview

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/funding"
)

const notKnown = "not known"

// view is the records that tables are made of.
type view struct{ records.Records }

// Programme returns the tables of a whole programme.
func Programme(r records.Records) (tables.Report, error) {
	v := view{r}
	report := tables.Report{Title: fmt.Sprintf("%s: %s", r.Programme.Name(), number(r.Programme.Len(), "vanguard"))}
	report.Tables = []tables.Table{v.byWave(), v.vanguards(), v.partners(slices.Collect(r.Programme.All())...)}
	parts := []struct {
		given bool
		make  []func() (tables.Table, error)
	}{
		{r.Book != nil, []func() (tables.Table, error){v.byCategoryAndYear, v.byStatus, v.shortfall, sound(v.statedTotals)}},
		{r.Atlas != nil, []func() (tables.Table, error){v.covered, v.shared, sound(func() tables.Table { return v.claims() }), sound(v.onBases)}},
		{r.Evidence != nil, []func() (tables.Table, error){sound(v.tally), sound(v.unconfirmed), sound(v.contradictions)}},
		{r.Delivery != nil, []func() (tables.Table, error){sound(func() tables.Table { return v.milestones() }), sound(v.barriers)}},
		{true, []func() (tables.Table, error){v.unknown}},
	}
	for _, part := range parts {
		if !part.given {
			continue
		}
		for _, make := range part.make {
			t, err := make()
			if err != nil {
				return report, fmt.Errorf("%s: %w", t.Title, err)
			}
			report.Tables = append(report.Tables, t)
		}
	}
	v.explain(&report)
	return report, nil
}

func sound(make func() tables.Table) func() (tables.Table, error) {
	return func() (tables.Table, error) { return make(), nil }
}

// Vanguard returns the page of one vanguard.
func Vanguard(r records.Records, member caremodel.Vanguard) (tables.Report, error) {
	v := view{r}
	report := tables.Report{Title: member.Name}
	report.Tables = append(report.Tables, v.record(member), v.partners(member))
	if r.Book != nil {
		report.Tables = append(report.Tables, v.decisions(member))
	}
	if r.Atlas != nil {
		people, err := v.footprints(member)
		if err != nil {
			return report, err
		}
		report.Tables = append(report.Tables, people, v.claims(member.ID))
	}
	if r.Evidence != nil {
		report.Tables = append(report.Tables, v.resultsOf(member))
	}
	if r.Delivery != nil {
		report.Tables = append(report.Tables, v.milestones(member.ID))
	}
	report.Tables = append(report.Tables, sources(member))
	v.explain(&report)
	return report, nil
}

// Money returns one table of the money by dimensions. Streams are kept apart: where
// there are several and nobody asks for them, they come first.
func Money(r records.Records, dims ...funding.Dimension) (tables.Report, error) {
	v := view{r}
	var names []string
	streams := 0
	for range r.Book.Streams() {
		streams++
	}
	if streams > 1 && !slices.Contains(dims, funding.ByStream) {
		dims = append([]funding.Dimension{funding.ByStream}, dims...)
	}
	for _, d := range dims {
		names = append(names, d.String())
	}
	t := tables.Table{Name: "money_by_" + strings.Join(names, "_"), Title: "Money by " + strings.Join(names, ", ")}
	t.Remarks = []string{committed + " Left out: awards that are not committed."}
	book, err := r.Book.Table(dims...)
	if err != nil {
		return tables.Report{}, err
	}
	t = v.rows(t, book, "Left out")
	if len(dims) > 1 && dims[0] == funding.ByStream {
		t.Apart = "Stream"
	}
	report := tables.Report{Title: r.Programme.Name(), Tables: []tables.Table{t}}
	v.explain(&report)
	return report, nil
}

// abbreviations are those of the field that figures and names have.
var abbreviations = [][2]string{
	{"A&E", "accident and emergency department"}, {"CCG", "clinical commissioning group, a local body that bought care"},
	{"GP", "general practitioner"}, {"NHS", "National Health Service"},
}

// explain spells out the initials of care models, and other abbreviations that people
// meet, before the first table.
func (v view) explain(r *tables.Report) {
	met := map[string]bool{}
	for _, t := range r.Tables {
		for _, row := range t.Rows {
			for i, cell := range row {
				if t.Columns[i].Head != "" {
					for word := range strings.FieldsFuncSeq(cell.Text, func(r rune) bool { return r != '&' && !unicode.IsLetter(r) }) {
						met[strings.TrimSuffix(word, "s")] = true
					}
				}
			}
		}
	}
	var list []string
	for def := range v.Programme.Taxonomy().All() {
		if met[strings.TrimSuffix(string(def.Code), "s")] && v.category(def.Code) == string(def.Code) && def.Name != string(def.Code) {
			list = append(list, string(def.Code)+", "+lower(def.Name))
		}
	}
	for _, a := range abbreviations {
		if met[a[0]] {
			list = append(list, a[0]+", "+a[1])
		}
	}
	if list != nil {
		r.Tables[0].Remarks = append([]string{"Abbreviations: " + strings.Join(list, "; ") + "."}, r.Tables[0].Remarks...)
	}
}

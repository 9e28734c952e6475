package main

import (
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// programmePage is the whole programme.
func (v view) programmePage() (report, error) {
	r := report{Title: v.programme.Name() + ": " + strconv.Itoa(v.programme.Len()) + " vanguards"}
	r.Sections = append(r.Sections, v.byCategoryAndWave(), v.list())
	for _, make := range []func() (section, error){v.byCategoryAndYear, v.ladder, v.asked, v.promises} {
		s, err := make()
		if err != nil {
			return r, err
		}
		r.Sections = append(r.Sections, s)
	}
	r.Sections = append(r.Sections, v.reconciliation())
	for _, make := range []func() (section, error){v.covered, v.shared} {
		s, err := make()
		if err != nil {
			return r, err
		}
		r.Sections = append(r.Sections, s)
	}
	r.Sections = append(r.Sections, v.claims(), v.claimsOfVanguards(), v.changed(), v.claimed(), v.contradictions())
	s, err := v.unknown()
	r.Sections = append(r.Sections, s)
	return r, err
}

// vanguardPage is one vanguard: who, what money, which people, what changed.
func (v view) vanguardPage(member caremodel.Vanguard) (report, error) {
	r := report{Title: member.Name}
	r.Sections = append(r.Sections, v.record(member), partners(member), v.moneyOf(member))
	people, err := v.peopleOf(member)
	r.Sections = append(r.Sections, people, v.resultsOf(member), sources(member))
	return r, err
}

const notKnown = "not known"

func (v view) record(member caremodel.Vanguard) section {
	s := section{Title: "The record", Columns: text("field", "value")}
	def, _ := v.programme.Taxonomy().Definition(member.Category)
	s.row("id", member.ID.String())
	s.row("slug", member.Slug)
	s.row("category", string(member.Category)+", "+def.Name)
	s.row("wave", member.Wave+", announced "+member.Announced.String())
	for _, f := range [][2]string{{"area", member.Area}, {"region", member.Region}, {"lead or host", member.Host}} {
		if f[1] == "" {
			f[1] = notKnown
		}
		s.row(f[0], f[1])
	}
	practices := notKnown
	if member.GPPractices > 0 {
		practices = strconv.Itoa(member.GPPractices)
	}
	s.row("general practices", practices)
	stage := member.Stage.String()
	if into, ok := v.programme.Vanguard(member.MergedInto); ok {
		stage += " into " + into.Name
	}
	s.row("stage", stage)
	if len(member.Aliases) > 0 {
		s.row("also called", strings.Join(member.Aliases, "; "))
	}
	for _, in := range member.Initiatives {
		words := in.Title
		if in.Kind != "" {
			words += ": " + in.Kind
		}
		s.row("initiative", words)
	}
	return s
}

func partners(member caremodel.Vanguard) section {
	s := section{Title: "Partners", Columns: text("organisation", "kind", "code")}
	if len(member.Partners) == 0 {
		s.remark("None is known by name.")
	}
	for _, p := range member.Partners {
		s.row(p.Organisation, string(p.Kind), string(p.Code))
	}
	return s
}

// moneyOf lists every event of the allocations in which a vanguard has a part.
func (v view) moneyOf(member caremodel.Vanguard) section {
	s := section{Title: "Money, every decision on record", Columns: append(append(text("year", "stream", "status", "day"), number("amount")...), text("note")...)}
	for _, a := range funding.EnglandLedger().Allocations {
		part := false
		for _, id := range a.Recipients {
			part = part || id == member.ID
		}
		if !part {
			continue
		}
		for _, e := range a.Events {
			note := e.Reason
			if note == "" {
				note = e.Figure.Note
			}
			if a.Joint() {
				note = strings.TrimSpace("joint award of " + strconv.Itoa(len(a.Recipients)) + " vanguards. " + note)
			}
			if a.Element != "" {
				note = strings.TrimSpace("element: " + a.Element + ". " + note)
			}
			year := a.Year.String()
			if a.LastYear() != a.Year {
				year += " to " + a.LastYear().String()
			}
			s.row(year, string(a.Stream), e.Status.String(), e.On.String(), stated(e.Figure), note)
		}
	}
	if len(s.Rows) == 0 {
		s.remark("No figure is known.")
	}
	return s
}

func (v view) peopleOf(member caremodel.Vanguard) (section, error) {
	s := section{Title: "People", Columns: append(append(text("what"), number("people")...), text("verdict")...)}
	selection, err := v.atlas.Select(coverage.Filter{Vanguards: []caremodel.VanguardID{member.ID}, Layers: v.layers()})
	if err != nil {
		return s, err
	}
	for _, standing := range selection.Contributions() {
		s.row("residents in the footprint "+string(standing.Footprint), span(standing.People), "")
	}
	if selection.Len() == 0 {
		s.remark("No source says which areas it covers.")
	}
	for _, r := range v.atlas.Reconcile() {
		if ids := r.Claim.Scope.Vanguards; len(ids) != 1 || ids[0] != member.ID {
			continue
		}
		s.row("published: "+r.Claim.Words, claimed(r.Claim), verdict(r))
	}
	return s, nil
}

func sources(member caremodel.Vanguard) section {
	s := section{Title: "Sources", Columns: text("publisher", "title or address")}
	for _, source := range member.Sources {
		where := source.Title
		if where == "" {
			where = source.URL
		}
		s.row(source.Publisher, where)
	}
	return s
}

package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// covered shows the people once against the naive sum, by category and in all.
func (v view) covered() (section, error) {
	s := section{Title: "People covered, each counted once", Columns: append(text("vanguards"), number("added up", "once, at least", "once, at most", "of England", "too high by")...)}
	s.remark(fmt.Sprintf("%s of England by clinical commissioning group, %s: %s people. Added up: what a sum over footprints says, the way public figures were made, and by how much that is too high. A range stands where a source says that a vanguard covers part of a group and nobody knows which part. Not known: vanguards whose areas no source names, or not all of them; the true figure may be higher by theirs. Care-home vanguards serve residents of homes: their people stand in a layer of their own, care-homes.",
		"Residents", v.atlas.AsAt(), people(v.atlas.Population())))
	for c := range v.programme.CountByCategory() {
		if err := v.account(&s, string(c), coverage.Filter{Categories: []caremodel.Category{c}}); err != nil {
			return s, err
		}
	}
	first := []caremodel.Category{caremodel.PACS, caremodel.MCP}
	if err := v.account(&s, "PACS and MCP", coverage.Filter{Categories: first}); err != nil {
		return s, err
	}
	return s, v.account(&s, "all", coverage.Filter{})
}

func (v view) account(s *section, name string, f coverage.Filter) error {
	selection, err := v.atlas.Select(f)
	if err != nil {
		return err
	}
	a := selection.Account()
	if a.Covered.Missing > 0 {
		name += fmt.Sprintf(" (%d of %d not known)", a.Covered.Missing, a.Covered.Meant)
	}
	if !a.Covered.Known() {
		s.row(name, "not known", "not known", "not known", "not known", "not known")
		return nil
	}
	low, high := a.Covered.Share()
	share := low.Percent(1)
	if a.Covered.Low != a.Covered.High {
		share += " to " + high.Percent(1)
	}
	s.row(name, people(a.Naive), people(a.Covered.Low), people(a.Covered.High), share, span(a.DoubleCounted))
	return nil
}

// shared lists the commissioning groups that lie in several vanguards.
func (v view) shared() (section, error) {
	s := section{Title: "The groups that lie in more than one vanguard", Columns: append(text("group", "in"), number("people in all of them")...)}
	s.remark("Footprints of every layer, care homes too. A person here is counted once above, and as often as there are vanguards in a sum.")
	survey := coverage.EnglandSurvey()
	holders := map[coverage.AreaCode][]string{}
	names := map[coverage.AreaCode]coverage.Population{}
	for _, u := range survey.Base.Units {
		names[u.Area] = u
	}
	for _, f := range survey.Footprints {
		vanguard, _ := v.programme.Vanguard(f.Vanguard)
		for _, part := range f.Units {
			if held := holders[part.Area]; len(held) == 0 || held[len(held)-1] != vanguard.Slug {
				holders[part.Area] = append(held, vanguard.Slug)
			}
		}
	}
	for _, u := range survey.Base.Units {
		if held := holders[u.Area]; len(held) > 1 {
			s.row(string(u.Area)+" "+names[u.Area].Attributes["name"], strings.Join(held, ", "), people(u.People))
		}
	}
	return s, nil
}

// claims shows what publications say of the programme and its categories beside
// the recomputed figures, and on every denominator.
func (v view) claims() section {
	s := section{Title: "Published populations of the programme against recomputed ones", Columns: append(append(text("scope", "claim"), number("of residents", "of registered", "recomputed")...), text("verdict")...)}
	s.remark("The same number of people is a larger share of residents than of registered patients, of whom there are more. A claim is held against the footprints of its scope.")
	for _, r := range v.atlas.Reconcile() {
		if len(r.Claim.Scope.Vanguards)+len(r.Claim.Scope.Footprints) > 0 {
			continue
		}
		s.row(v.whose(r.Claim.Scope), r.Claim.Words, onBasis(r, coverage.Resident), onBasis(r, coverage.Registered), recomputed(r), verdict(r))
	}
	return s
}

// claimsOfVanguards shows what publications say of single vanguards.
func (v view) claimsOfVanguards() section {
	s := section{Title: "Published populations of vanguards against recomputed ones", Columns: append(append(text("vanguard", "claim"), number("claimed", "recomputed")...), text("verdict")...)}
	s.remark("Recomputed: residents of the vanguard's footprint in mid-2015, in brackets the share of England's residents. \"Not independent\": the footprint's share was made from that very figure. \"Cannot be checked\": the footprint is incomplete or unknown, or the claim counts others than residents.")
	for _, r := range v.atlas.Reconcile() {
		if len(r.Claim.Scope.Vanguards)+len(r.Claim.Scope.Footprints) > 0 {
			s.row(v.whose(r.Claim.Scope), r.Claim.Words, claimed(r.Claim)+v.ofEngland(coverage.Estimate{Low: r.Claim.People, High: r.Claim.People}), recomputed(r)+v.ofEngland(r.Covered), verdict(r))
		}
	}
	return s
}

// ofEngland shows a number of people as a share of all residents, where it is more
// than one in a hundred.
func (v view) ofEngland(e coverage.Estimate) string {
	n := e.High
	if !e.Known() || n < v.atlas.Population()/100 {
		return ""
	}
	return " (" + caremodel.Ratio{Num: n, Den: v.atlas.Population()}.Percent(1) + ")"
}

// onBasis is the claim as a share of one denominator.
func onBasis(r coverage.Reconciliation, b coverage.Basis) cell {
	for _, t := range r.Bases {
		if t.Reference.Basis == b && t.Share.Known() {
			return t.Share.Percent(1)
		}
	}
	return "-"
}

// claimed is the claim's figure as its source puts it.
func claimed(c coverage.Claim) cell {
	figure := people(c.People)
	if c.People == 0 {
		figure = c.Share.Percent(0)
	}
	if c.Bound != caremodel.Exactly {
		return strings.ReplaceAll(c.Bound.String(), "-", " ") + " " + figure
	}
	return figure
}

// verdict says how a claim stands, and by how many people it is too high or too low.
// A claim that gives a share alone differs in people of what it is a share of.
func verdict(r coverage.Reconciliation) cell {
	words := strings.ReplaceAll(r.Verdict.String(), "-", " ")
	switch {
	case r.Verdict != coverage.Differs || r.Difference == 0:
		return words
	case r.Difference < 0:
		return words + ", " + people(-r.Difference) + " too low"
	}
	return words + ", " + people(r.Difference) + " too high"
}

func recomputed(r coverage.Reconciliation) cell {
	return span(r.Covered)
}

// whose says of whom a figure is, in the order in which people ask: the vanguards
// or footprints, or else what narrows the programme.
func (v view) whose(f coverage.Filter) string {
	var parts []string
	for _, id := range f.Vanguards {
		vanguard, _ := v.programme.Vanguard(id)
		parts = append(parts, vanguard.Slug)
	}
	for _, id := range f.Footprints {
		parts = append(parts, string(id))
	}
	var codes []string
	for _, c := range f.Categories {
		codes = append(codes, string(c))
	}
	for _, narrowed := range []struct {
		noun   string
		values []string
	}{{"", codes}, {"wave ", f.Waves}, {"region ", f.Regions}, {"layer ", f.Layers}} {
		if len(narrowed.values) > 0 {
			parts = append(parts, narrowed.noun+strings.Join(narrowed.values, ", "))
		}
	}
	if !f.On.IsZero() {
		parts = append(parts, "on "+f.On.String())
	}
	if parts == nil {
		return "the programme"
	}
	return strings.Join(parts, "; ")
}

// span is an estimate for people: one number where the bounds are equal, and "not
// known" where nothing is.
func span(e coverage.Estimate) string {
	text := people(e.Low)
	if e.Low != e.High {
		text += " to " + people(e.High)
	}
	switch {
	case !e.Known():
		return "not known"
	case e.Approximate:
		return "about " + text
	}
	return text
}

// people writes a number with thousands apart.
func people(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

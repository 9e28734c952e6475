package overview

import (
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// claims shows what publications say beside the recomputed figures: of everything, or
// of one vanguard alone.
func (v view) claims(only ...caremodel.VanguardID) tables.Table {
	t := tables.Table{Name: "published_populations", Title: "Published populations against recomputed ones"}
	t.Remarks = []string{"A claim is held against the footprints of its scope. \"Not independent\": the footprint's share was made from that very figure. \"Cannot be checked\": the footprint is incomplete or unknown, or the claim counts others."}
	claims := slices.DeleteFunc(v.Atlas.Reconcile(), func(r coverage.Reconciliation) bool {
		return only != nil && !slices.Equal(r.Claim.Scope.Vanguards, only)
	})
	return tables.Of(t, slices.Values(claims), func(r coverage.Reconciliation) []field {
		people := tables.Count("people", "", r.Claim.People)
		if r.Claim.People == 0 {
			people.Data = ""
		}
		difference := tables.Count("difference", "", r.Difference)
		if r.Verdict == coverage.CannotBeChecked || r.Verdict.IsZero() {
			difference.Data = ""
		}
		fields := append(v.scope(r.Claim.Scope), tables.Word("claim", "Claim", r.Claim.Words), people,
			percent("share_percent", "", r.Claim.Share), tables.Key("bound", r.Claim.Bound.String()), set("basis", "", r.Claim.Basis),
			tables.Key("as_at", r.Claim.AsAt.String()), tables.Figure("", "Claimed", "", claimed(r.Claim)))
		return slices.Concat(fields, estimate("recomputed", "Recomputed", r.Covered),
			[]field{tables.Both("verdict", "Verdict", set("", "", r.Verdict).Data, verdict(r)), difference, tables.Key("reason", r.Reason)})
	})
}

// onBases shows the same claims as shares of each population that they may have
// meant.
func (v view) onBases() tables.Table {
	t := tables.Table{Name: "published_populations_by_basis", Title: "Published populations of several vanguards, as shares of whom"}
	t.Remarks = []string{"The same number of people is a larger share of residents than of registered patients, of whom there are more."}
	type row struct {
		claim coverage.Claim
		on    coverage.OnBasis
	}
	var rows []row
	for _, r := range v.Atlas.Reconcile() {
		for _, on := range r.Bases {
			if len(r.Claim.Scope.Vanguards)+len(r.Claim.Scope.Footprints) == 0 && on.Share.Known() {
				rows = append(rows, row{r.Claim, on})
			}
		}
	}
	return tables.Of(t, slices.Values(rows), func(r row) []field {
		return append(v.scope(r.claim.Scope), tables.Word("claim", "Claim", r.claim.Words), set("basis", "Basis", r.on.Reference.Basis), day("as_at", "Day", r.on.Reference.AsAt),
			tables.Key("base", r.on.Reference.Name), tables.Count("base_people", "", r.on.Reference.People),
			tables.Count("people", "", r.on.People), percent("share_percent", "Share", r.on.Share))
	})
}

// scope says of whom a figure is: for programs what narrows the programme, for people
// in the order in which they ask.
func (v view) scope(f coverage.Filter) []field {
	var footprints, categories []string
	members := v.members("vanguards", "", f.Vanguards, "")
	var names []string
	if len(f.Vanguards) > 0 {
		names = []string{members[2].Text}
	}
	for _, id := range f.Footprints {
		footprints = append(footprints, string(id))
	}
	codes := make([]string, len(f.Categories))
	for i, c := range f.Categories {
		codes[i] = string(c)
		categories = append(categories, v.category(c))
	}
	var parts []string
	for _, narrowed := range []struct {
		noun   string
		values []string
	}{{"", names}, {"footprint ", footprints}, {"", categories}, {"wave ", f.Waves}, {"region ", f.Regions}, {"layer ", f.Layers}} {
		if len(narrowed.values) > 0 {
			parts = append(parts, narrowed.noun+strings.Join(narrowed.values, ", "))
		}
	}
	if !f.On.IsZero() {
		parts = append(parts, "on "+f.On.String())
	}
	if parts == nil {
		parts = []string{"the programme"}
	}
	return append(members[:2], []field{
		tables.Key("footprints", list(footprints)),
		tables.Key("categories", list(codes)), tables.Key("waves", list(f.Waves)), tables.Key("regions", list(f.Regions)),
		tables.Key("layers", list(f.Layers)), tables.Key("on", f.On.String()), tables.Shown("Of whom", strings.Join(parts, "; ")),
	}...)
}

// claimed is the claim's figure as its source puts it.
func claimed(c coverage.Claim) string {
	if c.People == 0 {
		return bounded(c.Bound, c.Share.Percent(0))
	}
	return bounded(c.Bound, tables.Thousands(c.People))
}

// verdict says how a claim stands, and by how many people it is too high or too low.
func verdict(r coverage.Reconciliation) string {
	text := set("", "", r.Verdict).Text
	switch {
	case r.Verdict != coverage.Differs || r.Difference == 0:
		return text
	case r.Difference < 0:
		return text + ", " + tables.Thousands(-r.Difference) + " too low"
	}
	return text + ", " + tables.Thousands(r.Difference) + " too high"
}

package overview

import (
	"cmp"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// owner names the vanguard of a step or a barrier, or the programme.
func (v view) owner(id caremodel.VanguardID) []field {
	fields := v.vanguardFields(id)
	fields[1].Text = cmp.Or(fields[1].Text, "the programme")
	return fields
}

// milestones lists the dated steps: of everybody, or of one vanguard.
func (v view) milestones(only ...caremodel.VanguardID) tables.Table {
	t := tables.Table{Name: "milestones", Title: "Milestones, planned and reached"}
	var rows []delivery.Milestone
	for _, m := range v.Delivery.Plan().Milestones {
		if only == nil || slices.Contains(only, m.Vanguard) {
			rows = append(rows, m)
		}
	}
	return tables.Of(t, slices.Values(rows), func(m delivery.Milestone) []field {
		reached := tables.Both("reached", "Reached", m.Reached.String(), m.Reached.String())
		if !m.Reached.IsZero() {
			reached.Text = bounds[m.Bound] + reached.Text
		}
		owner := v.owner(m.Vanguard)
		if len(only) == 1 {
			owner[1].Head = ""
		}
		return append(owner, tables.Word("title", "Milestone", m.Title), set("stage", "", m.Stage), day("due", "Due", m.Due), reached,
			tables.Key("bound", m.Bound.String()))
	})
}

// barriers lists what stands in the way.
func (v view) barriers() tables.Table {
	t := tables.Table{Name: "barriers", Title: "Barriers"}
	return tables.Of(t, slices.Values(v.Delivery.Plan().Barriers), func(b delivery.Barrier) []field {
		status := set("status", "Status", b.Status)
		status.Text = cmp.Or(status.Text, notKnown)
		return slices.Concat([]field{tables.Key("barrier", b.Slug), tables.Both("theme", "Theme", string(b.Theme), words(string(b.Theme)))},
			v.owner(b.Vanguard), []field{tables.Word("summary", "Barrier", b.Summary), tables.Key("raised", b.Raised.String()), status})
	})
}

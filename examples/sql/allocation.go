package main

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

func (w *writer) writeAllocation(position int, a funding.Allocation) {
	w.row("allocation (id, position, round, year, through, element, stream, kind, note)",
		a.ID, position, orNull(a.Round), a.Year, orNull(a.Through), orNull(a.Element), a.Stream, orNull(a.Kind), orNull(a.Note))
	list(w, "recipient (allocation, position, vanguard)", a.Recipients, a.ID)
	list(w, "supersedes (allocation, position, award)", a.Supersedes, a.ID)
	for i, c := range a.Conditions {
		w.row("allocation_condition (allocation, position, text, amount, by_day, met)", a.ID, i, c.Text, orNull(c.Amount), orNull(c.By), c.Met)
	}
	w.cite("allocation_source (allocation, position, source)", a.Sources, a.ID)
	for i, e := range a.Events {
		w.row("event (allocation, position, on_day, status, reason, amount, bound, precision, source, note)",
			append([]any{a.ID, i, orNull(e.On), e.Status, orNull(e.Reason)}, w.figure(e.Figure)...)...)
		for j, other := range e.Others {
			w.row("other_figure (allocation, event, position, amount, bound, precision, source, note)",
				append([]any{a.ID, i, j}, w.figure(other)...)...)
		}
	}
}

func (r *reader) readAllocations() []funding.Allocation {
	recipients := lists(r, "SELECT allocation, vanguard FROM recipient ORDER BY position", of[funding.AllocationID, caremodel.VanguardID])
	supersedes := lists(r, "SELECT allocation, award FROM supersedes ORDER BY position", of[funding.AllocationID, funding.AllocationID])
	conditions := lists(r, "SELECT allocation, text, amount, by_day, met FROM allocation_condition ORDER BY position",
		func(of *funding.AllocationID, c *funding.Condition) []any {
			return []any{of, &c.Text, maybe(&c.Amount), maybe(&c.By), &c.Met}
		})
	sources := lists(r, "SELECT allocation, source FROM allocation_source ORDER BY position", cited[funding.AllocationID](r))
	events := r.readEvents()
	all := readAll(r, "SELECT id, round, year, through, element, stream, kind, note FROM allocation ORDER BY position",
		func(a *funding.Allocation) []any {
			return []any{&a.ID, maybe(&a.Round), &a.Year, maybe(&a.Through), maybe(&a.Element), &a.Stream, maybe(&a.Kind), maybe(&a.Note)}
		})
	for i := range all {
		a := &all[i]
		a.Recipients, a.Supersedes, a.Conditions = recipients[a.ID], supersedes[a.ID], conditions[a.ID]
		a.Events, a.Sources = events[a.ID], sources[a.ID]
	}
	return all
}

func (r *reader) readEvents() map[funding.AllocationID][]funding.Event {
	others := lists(r, "SELECT allocation, event, amount, bound, precision, source, note FROM other_figure ORDER BY position",
		func(at *place[funding.AllocationID], f *funding.Figure) []any {
			return append([]any{&at.of, &at.position}, r.figure(f)...)
		})
	all := lists(r, "SELECT allocation, on_day, status, reason, amount, bound, precision, source, note FROM event ORDER BY position",
		func(of *funding.AllocationID, e *funding.Event) []any {
			return append([]any{of, maybe(&e.On), &e.Status, maybe(&e.Reason)}, r.figure(&e.Figure)...)
		})
	for id, events := range all {
		for i := range events {
			events[i].Others = others[place[funding.AllocationID]{id, i}]
		}
	}
	return all
}

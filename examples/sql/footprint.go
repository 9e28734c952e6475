package main

import (
	"github.com/newcaremodels/newcaremodels/coverage"
)

func (w *writer) writeFootprint(position int, f coverage.Footprint) {
	w.row("footprint (id, position, vanguard, layer, edition, from_day, until, completeness, unmatched)",
		f.ID, position, f.Vanguard, orNull(f.Layer), orNull(f.Edition), orNull(f.From), orNull(f.Until), orNull(f.Completeness), f.Unmatched)
	w.cite("footprint_source (footprint, position, source)", f.Sources, f.ID)
	for i, p := range f.Units {
		w.row("part (footprint, position, area, share, bound, source)", f.ID, i, p.Area, p.Share, p.Bound, w.source(p.Source))
		for name, value := range p.Cells {
			w.row("part_cell (footprint, part, name, value)", f.ID, i, name, value)
		}
	}
}

func (r *reader) readFootprints() []coverage.Footprint {
	sources := lists(r, "SELECT footprint, source FROM footprint_source ORDER BY position", cited[coverage.FootprintID](r))
	cells := texts(r, "SELECT footprint, part, name, value FROM part_cell",
		func(at *place[coverage.FootprintID]) []any { return []any{&at.of, &at.position} })
	parts := lists(r, "SELECT footprint, area, share, bound, source FROM part ORDER BY position",
		func(of *coverage.FootprintID, p *coverage.Part) []any {
			return []any{of, &p.Area, &p.Share, &p.Bound, r.source(&p.Source)}
		})
	all := readAll(r, "SELECT id, vanguard, layer, edition, from_day, until, completeness, unmatched FROM footprint ORDER BY position",
		func(f *coverage.Footprint) []any {
			return []any{&f.ID, &f.Vanguard, maybe(&f.Layer), maybe(&f.Edition), maybe(&f.From), maybe(&f.Until), maybe(&f.Completeness), &f.Unmatched}
		})
	for i := range all {
		f := &all[i]
		f.Units, f.Sources = parts[f.ID], sources[f.ID]
		for j := range f.Units {
			f.Units[j].Cells = cells[place[coverage.FootprintID]{f.ID, j}]
		}
	}
	return all
}

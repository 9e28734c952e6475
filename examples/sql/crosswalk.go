package main

import (
	"github.com/newcaremodels/newcaremodels/coverage"
)

func (w *writer) writeCrosswalk(position int, c coverage.Crosswalk) {
	w.row("crosswalk (position, from_edition, to_edition, method, identity)", position, c.From, c.To, c.Method, c.Identity)
	for i, weight := range c.Weights {
		w.row("crosswalk_weight (crosswalk, position, from_area, to_area, share)", position, i, weight.From, weight.To, weight.Share)
	}
	w.cite("crosswalk_source (crosswalk, position, source)", c.Sources, position)
}

func (r *reader) readCrosswalks() []coverage.Crosswalk {
	sources := lists(r, "SELECT crosswalk, source FROM crosswalk_source ORDER BY position", cited[int](r))
	weights := lists(r, "SELECT crosswalk, from_area, to_area, share FROM crosswalk_weight ORDER BY position",
		func(of *int, w *coverage.Weight) []any { return []any{of, &w.From, &w.To, &w.Share} })
	all := readAll(r, "SELECT from_edition, to_edition, method, identity FROM crosswalk ORDER BY position",
		func(c *coverage.Crosswalk) []any { return []any{&c.From, &c.To, &c.Method, &c.Identity} })
	for i := range all {
		all[i].Weights, all[i].Sources = weights[i], sources[i]
	}
	return all
}

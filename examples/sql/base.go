package main

import (
	"github.com/newcaremodels/newcaremodels/coverage"
)

// writeBase stores a base at its position: 0, or after it an alternative's.
func (w *writer) writeBase(position int, b coverage.Base) {
	w.row("base (position, name, basis, edition, as_at)", position, orNull(b.Name), b.Basis, b.Edition, b.AsAt)
	w.cite("base_source (base, position, source)", b.Sources, position)
	w.writePopulations(cells{position, false}, b.Units)
	w.writePopulations(cells{position, true}, b.Remainder)
}

// cells are the units of a base, or its remainder.
type cells struct {
	base      int
	remainder bool
}

func (w *writer) writePopulations(of cells, list []coverage.Population) {
	for i, c := range list {
		w.row("population (base, remainder, position, area, people, at_most)", of.base, of.remainder, i, c.Area, c.People, c.AtMost)
		for name, value := range c.Attributes {
			w.row("population_attribute (base, remainder, position, name, value)", of.base, of.remainder, i, name, value)
		}
	}
}

// readBases returns the base and the alternatives to it.
func (r *reader) readBases() []coverage.Base {
	sources := lists(r, "SELECT base, source FROM base_source ORDER BY position", cited[int](r))
	attributes := texts(r, "SELECT base, remainder, position, name, value FROM population_attribute",
		func(at *place[cells]) []any { return []any{&at.of.base, &at.of.remainder, &at.position} })
	populations := lists(r, "SELECT base, remainder, area, people, at_most FROM population ORDER BY position",
		func(of *cells, c *coverage.Population) []any {
			return []any{&of.base, &of.remainder, &c.Area, &c.People, &c.AtMost}
		})
	for of, list := range populations {
		for i := range list {
			list[i].Attributes = attributes[place[cells]{of, i}]
		}
	}
	all := readAll(r, "SELECT name, basis, edition, as_at FROM base ORDER BY position",
		func(b *coverage.Base) []any { return []any{maybe(&b.Name), &b.Basis, &b.Edition, &b.AsAt} })
	for i := range all {
		all[i].Units, all[i].Remainder, all[i].Sources = populations[cells{i, false}], populations[cells{i, true}], sources[i]
	}
	return all
}

// texts returns the named texts of the records of a table by their place. The
// function names where the columns of the place go; the name and the text follow.
func texts[K comparable](r *reader, query string, columns func(at *place[K]) []any) map[place[K]]map[string]string {
	all := map[place[K]]map[string]string{}
	r.each(query, func(scan func(...any)) {
		var at place[K]
		var name, value string
		scan(append(columns(&at), &name, &value)...)
		if all[at] == nil {
			all[at] = map[string]string{}
		}
		all[at][name] = value
	})
	return all
}

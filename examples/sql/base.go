package main

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

func (w *writer) writeBase(b coverage.Base) {
	w.row("base (position, name, basis, edition, as_at)", 0, orNull(b.Name), b.Basis, b.Edition, b.AsAt)
	w.cite("base_source (position, source)", b.Sources)
	w.writePopulations(false, b.Units)
	w.writePopulations(true, b.Remainder)
}

func (w *writer) writePopulations(remainder bool, cells []coverage.Population) {
	for i, c := range cells {
		w.row("population (remainder, position, area, people)", remainder, i, c.Area, c.People)
		for name, value := range c.Attributes {
			w.row("population_attribute (remainder, position, name, value)", remainder, i, name, value)
		}
	}
}

func (r *reader) readBase() coverage.Base {
	var b coverage.Base
	r.each("SELECT name, basis, edition, as_at FROM base", func(scan func(...any)) {
		scan(maybe(&b.Name), &b.Basis, &b.Edition, &b.AsAt)
	})
	b.Sources = readAll(r, "SELECT source FROM base_source ORDER BY position",
		func(s *caremodel.Source) []any { return []any{r.source(s)} })
	attributes := texts[bool](r, "SELECT remainder, position, name, value FROM population_attribute")
	cells := lists(r, "SELECT remainder, area, people FROM population ORDER BY position",
		func(remainder *bool, c *coverage.Population) []any { return []any{remainder, &c.Area, &c.People} })
	for remainder, list := range cells {
		for i := range list {
			list[i].Attributes = attributes[place[bool]{remainder, i}]
		}
	}
	b.Units, b.Remainder = cells[false], cells[true]
	return b
}

// texts returns the named texts of the records of a table by their place.
func texts[K comparable](r *reader, query string) map[place[K]]map[string]string {
	all := map[place[K]]map[string]string{}
	r.each(query, func(scan func(...any)) {
		var at place[K]
		var name, value string
		scan(&at.of, &at.position, &name, &value)
		if all[at] == nil {
			all[at] = map[string]string{}
		}
		all[at][name] = value
	})
	return all
}

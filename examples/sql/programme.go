package main

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
)

// writeDefinition stores a programme. A vanguard whose id the definition leaves to
// the slugs gets it here, because a row needs its key.
func (w *writer) writeDefinition(d caremodel.Definition) {
	w.row("programme (slug, name, starts, ends)", d.Slug, d.Name, orNull(d.Starts), orNull(d.Ends))
	w.cite("programme_source (position, source)", d.Sources)
	for i, c := range d.Categories {
		w.row("category (code, position, name, aim)", c.Code, i, c.Name, orNull(c.Aim))
		list(w, "category_alias (category, position, alias)", c.Aliases, c.Code)
	}
	for i, wave := range d.Waves {
		w.row("wave (name, position, announced, source)", wave.Name, i, wave.Announced, w.source(wave.Source))
	}
	for i, v := range d.Vanguards {
		if v.ID.IsZero() {
			v.ID = caremodel.VanguardIDFor(d.Slug, v.Slug)
		}
		w.writeVanguard(i, v)
	}
	for i, p := range d.People {
		w.row("person (position, name, role, organisation, from_day, until)", i, p.Name, p.Role, orNull(p.Organisation), orNull(p.From), orNull(p.Until))
		w.cite("person_source (person, position, source)", p.Sources, i)
	}
	for i, f := range d.Facts {
		w.row("fact (position, vanguard, key, value, unit, bound, as_at, source, note)",
			i, orNull(f.Vanguard), f.Key, f.Value, orNull(f.Unit), f.Bound, orNull(f.AsAt), w.source(f.Source), orNull(f.Note))
	}
}

// readDefinition reads what writeDefinition stored.
func (r *reader) readDefinition() caremodel.Definition {
	var d caremodel.Definition
	r.each("SELECT slug, name, starts, ends FROM programme", func(scan func(...any)) {
		scan(&d.Slug, &d.Name, maybe(&d.Starts), maybe(&d.Ends))
	})
	d.Sources = readAll(r, "SELECT source FROM programme_source ORDER BY position",
		func(s *caremodel.Source) []any { return []any{r.source(s)} })
	d.Categories = r.readCategories()
	d.Waves = readAll(r, "SELECT name, announced, source FROM wave ORDER BY position",
		func(w *caremodel.Wave) []any { return []any{&w.Name, &w.Announced, r.source(&w.Source)} })
	d.Vanguards = r.readVanguards()
	d.People = r.readPeople()
	d.Facts = readAll(r, "SELECT vanguard, key, value, unit, bound, as_at, source, note FROM fact ORDER BY position",
		func(f *caremodel.Fact) []any {
			return []any{maybe(&f.Vanguard), &f.Key, &f.Value, maybe(&f.Unit), &f.Bound, maybe(&f.AsAt), r.source(&f.Source), maybe(&f.Note)}
		})
	return d
}

func (r *reader) readPeople() []caremodel.Person {
	sources := lists(r, "SELECT person, source FROM person_source ORDER BY position", cited[int](r))
	all := readAll(r, "SELECT name, role, organisation, from_day, until FROM person ORDER BY position",
		func(p *caremodel.Person) []any {
			return []any{&p.Name, &p.Role, maybe(&p.Organisation), maybe(&p.From), maybe(&p.Until)}
		})
	for i := range all {
		all[i].Sources = sources[i]
	}
	return all
}

func (r *reader) readCategories() []caremodel.CategoryDefinition {
	aliases := lists(r, "SELECT category, alias FROM category_alias ORDER BY position", of[caremodel.Category, string])
	all := readAll(r, "SELECT code, name, aim FROM category ORDER BY position",
		func(c *caremodel.CategoryDefinition) []any { return []any{&c.Code, &c.Name, maybe(&c.Aim)} })
	for i := range all {
		all[i].Aliases = aliases[all[i].Code]
	}
	return all
}

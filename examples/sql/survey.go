package main

import (
	"github.com/newcaremodels/newcaremodels/coverage"
)

// writeSurvey stores a survey, after the programme whose vanguards made its
// footprints.
func (w *writer) writeSurvey(s coverage.Survey) {
	if !s.Base.Basis.IsZero() { // a programme may have no survey
		w.writeBase(0, s.Base)
	}
	for i, b := range s.Alternatives {
		w.writeBase(i+1, b)
	}
	for i, ref := range s.References {
		w.row("reference (position, name, basis, as_at, people, source)",
			i, orNull(ref.Name), ref.Basis, ref.AsAt, ref.People, w.source(ref.Source))
	}
	for i, c := range s.Crosswalks {
		w.writeCrosswalk(i, c)
	}
	for i, l := range s.Layers {
		w.row("layer (name, position, within, aside)", l.Name, i, orNull(l.Within), l.Aside)
	}
	for i, f := range s.Footprints {
		w.writeFootprint(i, f)
	}
	for i, c := range s.Claims {
		w.row("claim (position, scope, people, precision, share, bound, basis, as_at, words, note, source)",
			i, scopeText(w, c.Scope), orNull(c.People), orNull(c.Precision), orNull(c.Share), c.Bound, orNull(c.Basis),
			orNull(c.AsAt), orNull(c.Words), orNull(c.Note), w.source(c.Source))
	}
	for i, t := range s.Targets {
		w.row("target (position, scope, share, people, by_day, bound, source)",
			i, scopeText(w, t.Scope), orNull(t.Share), orNull(t.People), orNull(t.By), t.Bound, w.source(t.Source))
	}
}

// readSurvey reads what writeSurvey stored.
func (r *reader) readSurvey() coverage.Survey {
	s := coverage.Survey{Crosswalks: r.readCrosswalks(), Footprints: r.readFootprints()}
	if bases := r.readBases(); len(bases) > 0 {
		s.Base = bases[0]
		s.Alternatives = append(s.Alternatives, bases[1:]...) // nil where there is none
	}
	s.References = readAll(r, "SELECT name, basis, as_at, people, source FROM reference ORDER BY position",
		func(ref *coverage.Reference) []any {
			return []any{maybe(&ref.Name), &ref.Basis, &ref.AsAt, &ref.People, r.source(&ref.Source)}
		})
	s.Layers = readAll(r, "SELECT name, within, aside FROM layer ORDER BY position",
		func(l *coverage.Layer) []any { return []any{&l.Name, maybe(&l.Within), &l.Aside} })
	s.Claims = readAll(r, "SELECT scope, people, precision, share, bound, basis, as_at, words, note, source FROM claim ORDER BY position",
		func(c *coverage.Claim) []any {
			return []any{
				scope(&c.Scope), maybe(&c.People), maybe(&c.Precision), maybe(&c.Share), &c.Bound, maybe(&c.Basis),
				maybe(&c.AsAt), maybe(&c.Words), maybe(&c.Note), r.source(&c.Source),
			}
		})
	s.Targets = readAll(r, "SELECT scope, share, people, by_day, bound, source FROM target ORDER BY position",
		func(t *coverage.Target) []any {
			return []any{scope(&t.Scope), maybe(&t.Share), maybe(&t.People), maybe(&t.By), &t.Bound, r.source(&t.Source)}
		})
	return s
}

package grants360

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/fold"
)

// Matcher returns the vanguards that an organisation stands for as the recipient of
// a grant: one vanguard, several for a joint award, or none if the organisation is
// not a vanguard.
type Matcher func(Organization) []caremodel.VanguardID

// MatchIDs returns the matcher of the identifiers that [FromLedger] gives: the
// prefix, ":org-" and the vanguards' slugs with "+" between them. A blank prefix
// is that of the zero [Options]. An identifier with a slug that p does not have
// matches no vanguard.
func MatchIDs(p *caremodel.Programme, prefix string) Matcher {
	if prefix == "" {
		prefix = prefixStart + p.Slug()
	}
	ids := make(map[string]caremodel.VanguardID, p.Len())
	for v := range p.All() {
		ids[v.Slug] = v.ID
	}
	return func(o Organization) []caremodel.VanguardID {
		slugs, ok := strings.CutPrefix(o.ID, prefix+recipientMark)
		if !ok {
			return nil
		}
		var out []caremodel.VanguardID
		for slug := range strings.SplitSeq(slugs, slugSeparator) {
			id, ok := ids[slug]
			if !ok {
				return nil
			}
			out = append(out, id)
		}
		return out
	}
}

// MatchNames returns the matcher of organisations that have the name of a vanguard:
// see [caremodel.Programme.Find]. A name that fits several vanguards matches none.
func MatchNames(p *caremodel.Programme) Matcher {
	known := map[string]bool{} // Find searches for near names if there is no match, which is slow
	for v := range p.All() {
		for _, name := range append([]string{v.Slug, v.Name}, v.Aliases...) {
			for _, part := range append(fold.Parts(name), name) {
				known[fold.Key(part)] = true
			}
		}
	}
	return func(o Organization) []caremodel.VanguardID {
		for _, name := range [...]string{o.Name, o.AlternateName} {
			if name == "" || !known[fold.Key(name)] {
				continue
			}
			if v, err := p.Find(name); err == nil {
				return []caremodel.VanguardID{v.ID}
			}
		}
		return nil
	}
}

package grants360

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/fold"
)

// Matcher tells which vanguards an organisation stands for as the recipient of a
// grant: one; several, where the grant is a joint award; none, where it is no
// vanguard.
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

// MatchNames returns the matcher of organisations that are called as a vanguard is:
// see [caremodel.Programme.Find]. A name to which several answer matches none.
func MatchNames(p *caremodel.Programme) Matcher {
	known := map[string]bool{} // Find looks for what is near where there is nothing, which takes its time
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

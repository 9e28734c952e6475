package grants360

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Matcher tells which vanguards an organisation stands for as the recipient of a
// grant: one; several, where the grant is a joint award; none, where it is no
// vanguard.
type Matcher func(Organization) []caremodel.VanguardID

// MatchIDs returns the matcher of the identifiers that [FromLedger] gives: the
// prefix, ":org-" and the vanguards' slugs with "+" between them. A blank prefix
// is that of the zero [Options]. An identifier with a slug that p does not have
// stands for nobody.
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
// see [caremodel.Programme.Find]. A name to which several answer stands for nobody.
func MatchNames(p *caremodel.Programme) Matcher {
	return func(o Organization) []caremodel.VanguardID {
		for _, name := range [...]string{o.Name, o.AlternateName} {
			if v, err := p.Find(name); name != "" && err == nil {
				return []caremodel.VanguardID{v.ID}
			}
		}
		return nil
	}
}

package caremodel

import (
	"cmp"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/fold"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// Ambiguous is the code of a name to which several vanguards answer.
const Ambiguous validate.Code = "caremodel.ambiguous"

// nameIndex finds vanguards by what sources call them.
type nameIndex struct {
	keys    map[string][]int // folded name to the vanguards that answer to it, in definition order
	ordered []string         // the keys in definition order, for candidates
	shown   []string         // each vanguard's official name
}

func newNameIndex(vanguards []Vanguard) nameIndex {
	x := nameIndex{keys: make(map[string][]int, 4*len(vanguards))}
	for i, v := range vanguards {
		x.shown = append(x.shown, v.Name)
		x.add(v.Slug, i)
		for _, name := range append([]string{v.Name}, v.Aliases...) {
			x.add(name, i)
			for _, part := range fold.Parts(name) {
				x.add(part, i)
			}
		}
	}
	return x
}

func (x *nameIndex) add(name string, i int) {
	key := fold.Key(name)
	if key == "" || slices.Contains(x.keys[key], i) {
		return
	}
	if len(x.keys[key]) == 0 {
		x.ordered = append(x.ordered, key)
	}
	x.keys[key] = append(x.keys[key], i)
}

// Find returns the vanguard to which name belongs: its slug, its name or an
// alias. Letter case, "&" or "and", "the", apostrophes, dashes and other
// punctuation make no difference, and a name that ends in parentheses also
// answers to either part. Parts of a name are not enough: "Wakefield" is refused
// where two vanguards have it in their names. A slug that is written exactly
// always finds its vanguard.
//
// The error is [Ambiguous] where several vanguards answer or have all of the
// words in one of their names, otherwise [validate.Unknown]; it lists the
// candidates.
func (p *Programme) Find(name string) (Vanguard, error) {
	const op = "caremodel.Programme.Find"
	if i, ok := p.slugs[name]; ok {
		return cloneVanguard(p.d.Vanguards[i]), nil
	}
	key := fold.Key(name)
	if hits := p.names.keys[key]; len(hits) == 1 {
		return cloneVanguard(p.d.Vanguards[hits[0]]), nil
	} else if len(hits) > 1 {
		return Vanguard{}, fault.New(op, Ambiguous, name, "several vanguards answer to it: "+p.names.list(hits))
	}
	switch hits := p.names.containing(key); {
	case len(hits) > 1:
		return Vanguard{}, fault.New(op, Ambiguous, name, "several vanguards have this in their names: "+p.names.list(hits))
	case len(hits) == 1:
		return Vanguard{}, fault.New(op, validate.Unknown, name, "no vanguard has exactly this name; perhaps "+p.names.list(hits))
	}
	if best, ok := near.Best(key, slices.Values(p.names.ordered)); ok {
		return Vanguard{}, fault.New(op, validate.Unknown, name, "no vanguard has this name; the nearest is "+p.names.list(p.names.keys[best]))
	}
	return Vanguard{}, fault.New(op, validate.Unknown, name, "no vanguard has this name")
}

// containing returns the vanguards that have all words of key in one of their
// names, in definition order.
func (x *nameIndex) containing(key string) []int {
	words := strings.Fields(key)
	if len(words) == 0 {
		return nil
	}
	var hits []int
	for _, candidate := range x.ordered {
		have := strings.Fields(candidate)
		missing := slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(have, w) })
		if !missing {
			hits = append(hits, x.keys[candidate]...)
		}
	}
	slices.SortFunc(hits, cmp.Compare)
	return slices.Compact(hits)
}

// list names vanguards for people.
func (x *nameIndex) list(hits []int) string {
	names := make([]string, len(hits))
	for i, hit := range hits {
		names[i] = x.shown[hit]
	}
	return listed(names)
}

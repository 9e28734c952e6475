package caremodel

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/fold"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// Ambiguous is the code of a name to which several vanguards answer.
const Ambiguous validate.Code = "caremodel.ambiguous"

// nameIndex finds vanguards by what sources call them.
type nameIndex struct {
	keys    map[string][]int // folded name to the vanguards that answer to it, in definition order
	ordered []string         // the keys in definition order
	words   map[string][]int // word of a key to the keys that have it, by their place in ordered
}

func newNameIndex(vanguards []Vanguard) nameIndex {
	x := nameIndex{keys: make(map[string][]int, 4*len(vanguards)), words: make(map[string][]int, 4*len(vanguards))}
	for i, v := range vanguards {
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
	words := fold.Words(name)
	key := strings.Join(words, " ")
	if key == "" || slices.Contains(x.keys[key], i) {
		return
	}
	if len(x.keys[key]) == 0 {
		for _, w := range words {
			if places := x.words[w]; len(places) == 0 || places[len(places)-1] != len(x.ordered) {
				x.words[w] = append(places, len(x.ordered))
			}
		}
		x.ordered = append(x.ordered, key)
	}
	x.keys[key] = append(x.keys[key], i)
}

// mostNames bounds the names that are looked through for all words of a text.
const mostNames = 1000

// containing returns the vanguards that have all of the words in one of their
// names, in definition order, at least the first limit of them.
func (x *nameIndex) containing(words []string, limit int) []int {
	var rarest []int
	for i, w := range words {
		if places := x.words[w]; i == 0 || len(places) < len(rarest) {
			rarest = places
		}
	}
	var hits []int
	for _, place := range rarest[:min(len(rarest), mostNames)] {
		have := strings.Fields(x.ordered[place])
		if !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(have, w) }) {
			hits = append(hits, x.keys[x.ordered[place]]...)
			slices.Sort(hits)
			if hits = slices.Compact(hits); len(hits) >= limit {
				break
			}
		}
	}
	return hits
}

// Find returns the vanguard to which name belongs: its id, its slug, its name or
// an alias. Letter case, "&" or "and", "the", apostrophes, dashes and other
// punctuation make no difference, and a name that ends in parentheses also
// answers to either part. Nothing else resolves: neither a part of a name, nor a
// misspelt one, nor a place or a partner. A slug that is written exactly always
// finds its vanguard.
//
// The error is [Ambiguous] where several vanguards answer or have all of the
// words in one of their names, otherwise [validate.Unknown]. It lists the
// candidates, a single one too, which [Candidates] gives to programs: the
// vanguards with these words in a name, a place, the host or a partner, or with
// this code of a partner; else those with words spelt nearly so; else the nearest.
func (p *Programme) Find(name string) (Vanguard, error) {
	i, err := p.find(name)
	if err != nil {
		return Vanguard{}, err
	}
	return deep.Copy(p.d.Vanguards[i]), nil
}

// find returns the place of the vanguard to which name belongs.
func (p *Programme) find(name string) (int, error) {
	if i, ok := p.slugs[name]; ok {
		return i, nil
	}
	if id, ok := parseUUID(name); ok {
		if i, ok := p.position[id]; ok {
			return i, nil
		}
	}
	if len(name) > mostName {
		return 0, &findError{p, name, validate.Unknown}
	}
	words := fold.Words(name)
	hits := p.names.keys[strings.Join(words, " ")]
	if len(hits) == 1 {
		return hits[0], nil
	}
	if len(hits) > 1 || len(p.names.containing(words, 2)) > 1 {
		return 0, &findError{p, name, Ambiguous}
	}
	return 0, &findError{p, name, validate.Unknown}
}

// mostName bounds the bytes of a name that is looked for.
const mostName = 1 << 10

// findError is the error of a name that leads to no vanguard, or to several. What
// it says is worked out when it is asked for: readers of large tables meet many.
type findError struct {
	p    *Programme
	name string
	code validate.Code
}

func (e *findError) Error() string { return e.fault().Error() }

func (e *findError) Unwrap() error { return errors.Unwrap(e.fault()) }

// Deferred is for [validate.Place.Report], which needs no detail beyond its bound.
func (e *findError) Deferred() (code validate.Code, value string, detail func() string) {
	return e.code, e.name, func() string { detail, _ := e.candidates(); return detail }
}

func (e *findError) fault() error {
	detail, _ := e.candidates()
	return fault.New("caremodel.Programme.Find", e.code, e.name, detail)
}

// Candidates returns the vanguards that the error of [Programme.Find] lists, in
// definition order; none for any other error.
func Candidates(err error) []VanguardID {
	e, ok := errors.AsType[*findError](err)
	if !ok {
		return nil
	}
	_, hits := e.candidates()
	ids := make([]VanguardID, len(hits))
	for i, hit := range hits {
		ids[i] = e.p.d.Vanguards[hit].ID
	}
	return ids
}

// candidates returns whom the name may mean, and says so.
func (e *findError) candidates() (detail string, hits []int) {
	p := e.p
	if len(e.name) > mostName {
		return "no vanguard has this name", nil
	}
	words := fold.Words(e.name)
	key := strings.Join(words, " ")
	if hits = p.names.keys[key]; len(hits) > 1 {
		return "several vanguards answer to it: " + p.listed(hits), hits
	}
	inNames := p.names.containing(words, len(p.d.Vanguards))
	elsewhere := slices.DeleteFunc(p.mentioning(e.name, words), func(i int) bool { return slices.Contains(inNames, i) })
	hits = slices.Sorted(slices.Values(slices.Concat(inNames, elsewhere)))
	with := ""
	if len(elsewhere) > 0 {
		with = "; it is a place or a partner of " + p.listed(elsewhere)
	}
	switch {
	case len(inNames) > 1:
		return "several vanguards have this in their names: " + p.listed(inNames) + with, hits
	case len(inNames) == 1:
		return "no vanguard has exactly this name; perhaps " + p.listed(inNames) + with, hits
	case len(elsewhere) > 0:
		return "no vanguard has this name" + with, hits
	}
	if best, ok := near.Best(key, slices.Values(p.names.ordered)); ok {
		hits = p.names.keys[best]
		return "no vanguard has this name; the nearest is " + p.listed(hits), hits
	}
	if hits = p.misspelt(words); len(hits) > 0 {
		return "no vanguard has exactly this name; perhaps " + p.listed(hits), hits
	}
	return "no vanguard has this name", nil
}

// mention is what a vanguard's record says beside its names: a place, the host or a
// partner.
type mention struct {
	vanguard int
	words    string // those of the text, each with a blank on either side
	code     string // a partner's
}

func newMentions(vanguards []Vanguard) []mention {
	var all []mention
	for i := range vanguards {
		v := &vanguards[i]
		for _, text := range [...]string{v.Area, v.Region, v.Host} {
			if text != "" {
				all = append(all, mention{i, " " + fold.Key(text) + " ", ""})
			}
		}
		for _, q := range v.Partners {
			all = append(all, mention{i, " " + fold.Key(q.Organisation) + " ", string(q.Code)})
		}
	}
	return all
}

// mentioning returns the vanguards that have all of the words in their area, their
// region, their host or one partner, or a partner of this code.
func (p *Programme) mentioning(name string, words []string) []int {
	if p.mentions == nil || len(words) == 0 {
		return nil
	}
	code := strings.ToUpper(strings.TrimSpace(name))
	var hits []int
	for _, m := range p.mentions() {
		lacks := func(w string) bool { return !strings.Contains(m.words, " "+w+" ") }
		if m.code != "" && m.code == code || !slices.ContainsFunc(words, lacks) {
			hits = append(hits, m.vanguard)
		}
	}
	return slices.Compact(hits)
}

// misspelt returns the vanguards of whose names one has a word like each of the
// words.
func (p *Programme) misspelt(words []string) []int {
	var hits []int
	for _, key := range p.names.ordered {
		have := strings.Fields(key)
		unlike := func(w string) bool {
			if slices.Contains(have, w) {
				return false
			}
			_, ok := near.Best(w, slices.Values(have))
			return !ok || len(w) < 4
		}
		if len(words) > 0 && !slices.ContainsFunc(words, unlike) {
			hits = append(hits, p.names.keys[key]...)
		}
	}
	slices.SortFunc(hits, cmp.Compare)
	return slices.Compact(hits)
}

// listed names vanguards for people.
func (p *Programme) listed(hits []int) string {
	names := make([]string, len(hits))
	for i, hit := range hits {
		names[i] = p.d.Vanguards[hit].Name
	}
	return listed(names)
}

package caremodel

import (
	"iter"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/fold"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// Programme is a definition that was checked and indexed. It is immutable and
// safe for concurrent use; what its methods return is the caller's to change. The
// zero Programme has no vanguards.
type Programme struct {
	d        Definition // ids and days of announcement filled in
	taxonomy *Taxonomy
	warnings validate.Violations
	position map[VanguardID]int
	slugs    map[string]int
	names    nameIndex
	mentions func() []mention // made when a name is first not found
}

// NewProgramme checks and indexes a definition. A definition with an error is
// rejected; the error lists every violation (see [Definition.Validate]); warnings
// are kept for [Programme.Warnings]. The programme shares no memory with d.
func NewProgramme(d Definition) (*Programme, error) {
	vs := d.Validate()
	if err := vs.Err(); err != nil {
		return nil, err
	}
	return newProgramme(deep.Copy(d), vs), nil
}

// newProgramme indexes a definition that is in order, and keeps it.
func newProgramme(d Definition, found validate.Violations) *Programme {
	var c validate.Checker
	p := &Programme{
		d:        d,
		taxonomy: newTaxonomy(&c, d.Categories),
		warnings: found.Warnings(),
		position: make(map[VanguardID]int, len(d.Vanguards)),
		slugs:    make(map[string]int, len(d.Vanguards)),
	}
	announced := make(map[string]Date, len(d.Waves))
	for _, w := range d.Waves {
		announced[w.Name] = w.Announced
	}
	for i := range p.d.Vanguards {
		v := &p.d.Vanguards[i]
		v.ID = effectiveID(d.Slug, *v)
		if v.Announced.IsZero() {
			v.Announced = announced[v.Wave]
		}
		p.position[v.ID], p.slugs[v.Slug] = i, i
	}
	p.names = newNameIndex(p.d.Vanguards)
	p.mentions = sync.OnceValue(func() []mention { return newMentions(p.d.Vanguards) })
	return p
}

// Slug returns the programme's short name.
func (p *Programme) Slug() string { return p.d.Slug }

// Name returns the programme's full name.
func (p *Programme) Name() string { return p.d.Name }

// Len returns the number of vanguards.
func (p *Programme) Len() int { return len(p.d.Vanguards) }

// Taxonomy returns the programme's categories.
func (p *Programme) Taxonomy() *Taxonomy {
	if p.taxonomy == nil {
		return new(Taxonomy)
	}
	return p.taxonomy
}

// Warnings returns what was odd about the definition but not refused.
func (p *Programme) Warnings() validate.Violations { return p.warnings }

// Definition returns the programme as records, with every id and day of
// announcement filled in.
func (p *Programme) Definition() Definition { return deep.Copy(p.d) }

// All returns the vanguards in definition order.
func (p *Programme) All() iter.Seq[Vanguard] {
	return p.where(func(*Vanguard) bool { return true })
}

// InCategory returns the vanguards of category c in definition order; none for a
// category that the programme does not have.
func (p *Programme) InCategory(c Category) iter.Seq[Vanguard] {
	return p.where(func(v *Vanguard) bool { return v.Category == c })
}

func (p *Programme) where(keep func(*Vanguard) bool) iter.Seq[Vanguard] {
	return func(yield func(Vanguard) bool) {
		for i := range p.d.Vanguards {
			v := &p.d.Vanguards[i]
			if keep(v) && !yield(deep.Copy(*v)) {
				return
			}
		}
	}
}

// Vanguard returns the vanguard with this id, and whether there is one.
func (p *Programme) Vanguard(id VanguardID) (Vanguard, bool) {
	i, ok := p.position[id]
	if !ok {
		return Vanguard{}, false
	}
	return deep.Copy(p.d.Vanguards[i]), true
}

// Has reports whether the programme has a vanguard with this id.
func (p *Programme) Has(id VanguardID) bool {
	_, ok := p.position[id]
	return ok
}

// Position returns the place of the vanguard with this id in definition order,
// counted from 0, and whether there is one.
func (p *Programme) Position(id VanguardID) (int, bool) {
	i, ok := p.position[id]
	return i, ok
}

// ID returns the identifier of the vanguard to which text refers: an id of 36
// characters, or a slug. It is how documents name vanguards; [Programme.Find]
// takes the names that people write. A reference that leads to no vanguard of
// this programme is a [validate.Unknown] error with the nearest slug.
func (p *Programme) ID(text string) (VanguardID, error) {
	const op = "caremodel.Programme.ID"
	if id, ok := parseUUID(text); ok {
		if !p.Has(id) {
			return VanguardID{}, fault.New(op, validate.Unknown, text, "no vanguard of this programme has this id")
		}
		return id, nil
	}
	if i, ok := p.slugs[text]; ok {
		return p.d.Vanguards[i].ID, nil
	}
	return VanguardID{}, fault.Later(op, validate.Unknown, text, func() string {
		slugs := make([]string, len(p.d.Vanguards))
		for i := range p.d.Vanguards {
			slugs[i] = p.d.Vanguards[i].Slug
		}
		if best, ok := near.Best(text, slices.Values(slugs)); ok {
			return "no vanguard has this id or slug; the nearest slug is " + validate.Quote(best)
		}
		return "no vanguard of this programme has this id or slug"
	})
}

// NameOf returns the official name of the vanguard with this id; blank where the
// programme has none.
func (p *Programme) NameOf(id VanguardID) string {
	if i, ok := p.position[id]; ok {
		return p.d.Vanguards[i].Name
	}
	return ""
}

// PartnersOf returns the vanguards in which an organisation takes part, by its name
// or its ODS code, in definition order. Names are compared as [Programme.Find]
// compares those of vanguards.
func (p *Programme) PartnersOf(organisation string) iter.Seq[Vanguard] {
	key, code := fold.Key(organisation), strings.ToUpper(strings.TrimSpace(organisation))
	return p.where(func(v *Vanguard) bool {
		return slices.ContainsFunc(v.Partners, func(q Partner) bool {
			return key != "" && fold.Key(q.Organisation) == key || q.Code != "" && string(q.Code) == code
		})
	})
}

// Regions returns the regions of the vanguards in alphabetical order, each once;
// those that are not known are left out.
func (p *Programme) Regions() iter.Seq[string] {
	var regions []string
	for i := range p.d.Vanguards {
		if region := p.d.Vanguards[i].Region; region != "" {
			regions = append(regions, region)
		}
	}
	slices.Sort(regions)
	return slices.Values(slices.Compact(regions))
}

// MarshalJSON is an error: a programme is an index, and what is stored and sent is
// its definition.
func (p Programme) MarshalJSON() ([]byte, error) {
	return nil, fault.New("caremodel.Programme.MarshalJSON", validate.Format, "",
		"a programme is an index: marshal Programme.Definition(), or write it with WriteJSON, and tag a field of this type `json:\"-\"`")
}

// LogValue returns the programme's slug and the number of its vanguards.
func (p Programme) LogValue() slog.Value {
	return slog.GroupValue(slog.String("slug", p.d.Slug), slog.Int("vanguards", len(p.d.Vanguards)))
}

// String returns what a log shows: "[slug=england-2015 vanguards=50]".
func (p Programme) String() string { return p.LogValue().String() }

// CountByCategory returns how many vanguards each category has, in the order of
// the taxonomy, zeros included.
func (p *Programme) CountByCategory() iter.Seq2[Category, int] {
	return func(yield func(Category, int) bool) {
		counts := count(p, func(v *Vanguard) Category { return v.Category })
		for _, def := range p.Taxonomy().defs {
			if !yield(def.Code, counts[def.Code]) {
				return
			}
		}
	}
}

// CountByWave returns how many vanguards each wave has, in the order of the
// waves, zeros included; last, under a blank name, those of no wave, if any.
func (p *Programme) CountByWave() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		counts := count(p, func(v *Vanguard) string { return v.Wave })
		for _, w := range p.d.Waves {
			if !yield(w.Name, counts[w.Name]) {
				return
			}
		}
		if n := counts[""]; n > 0 {
			yield("", n)
		}
	}
}

// CountByStage returns how many vanguards are at each stage, in the order of the
// constants, zeros included; last, under the zero Stage, those whose stage is not
// known, if any.
func (p *Programme) CountByStage() iter.Seq2[Stage, int] {
	return func(yield func(Stage, int) bool) {
		counts := count(p, func(v *Vanguard) Stage { return v.Stage })
		for s := StageSelected; s <= StageWithdrawn; s++ {
			if !yield(s, counts[s]) {
				return
			}
		}
		if n := counts[0]; n > 0 {
			yield(0, n)
		}
	}
}

// count counts the vanguards by what of gives.
func count[K comparable](p *Programme, of func(*Vanguard) K) map[K]int {
	counts := make(map[K]int)
	for i := range p.d.Vanguards {
		counts[of(&p.d.Vanguards[i])]++
	}
	return counts
}

// Waves returns the waves in definition order.
func (p *Programme) Waves() iter.Seq[Wave] {
	return copies(p.d.Waves)
}

// Facts returns the programme's facts in definition order.
func (p *Programme) Facts() iter.Seq[Fact] {
	return copies(p.d.Facts)
}

// FactsFor returns the facts of this key in definition order, those of the
// programme and those of its vanguards.
func (p *Programme) FactsFor(key string) iter.Seq[Fact] {
	return func(yield func(Fact) bool) {
		for f := range p.Facts() {
			if f.Key == key && !yield(f) {
				return
			}
		}
	}
}

// Conflicts returns the facts of one key that disagree, key by key in definition
// order. Two facts of one key and vanguard, in the same unit, disagree when their
// values cannot both be right: they differ, are not of two days, and no bound
// ("more than 380" beside 400) has room for both.
func (p *Programme) Conflicts() iter.Seq2[string, []Fact] {
	type subject struct {
		key      string
		vanguard VanguardID
		unit     string
	}
	var order []subject
	facts := map[subject][]Fact{}
	for f := range p.Facts() {
		s := subject{f.Key, f.Vanguard, f.Unit}
		if facts[s] == nil {
			order = append(order, s)
		}
		facts[s] = append(facts[s], f)
	}
	return func(yield func(string, []Fact) bool) {
		for _, s := range order {
			if found := disagreeing(facts[s]); len(found) > 0 && !yield(s.key, found) {
				return
			}
		}
	}
}

// People returns those who are named as leading the programme, in definition
// order.
func (p *Programme) People() iter.Seq[Person] {
	return copies(p.d.People)
}

// copies yields copies of records that share no memory with the programme.
func copies[T any](list []T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, v := range list {
			if !yield(deep.Copy(v)) {
				return
			}
		}
	}
}

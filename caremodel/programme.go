package caremodel

import (
	"iter"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/near"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Programme is a definition that was checked and indexed. It is immutable and
// safe for concurrent use; what its methods return is the caller's to change.
type Programme struct {
	d        Definition // ids and days of announcement filled in
	taxonomy *Taxonomy
	warnings validate.Violations
	position map[VanguardID]int
	slugs    map[string]int
	names    nameIndex
}

// NewProgramme checks and indexes a definition. A definition with an error is
// refused with every violation (see [Definition.Validate]); warnings are kept
// for [Programme.Warnings]. The programme shares no memory with d.
func NewProgramme(d Definition) (*Programme, error) {
	vs := d.Validate()
	if err := vs.Err(); err != nil {
		return nil, err
	}
	return newProgramme(cloneDefinition(d), vs), nil
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
	return p
}

// Slug returns the programme's short name.
func (p *Programme) Slug() string { return p.d.Slug }

// Name returns the programme's full name.
func (p *Programme) Name() string { return p.d.Name }

// Len returns the number of vanguards.
func (p *Programme) Len() int { return len(p.d.Vanguards) }

// Taxonomy returns the programme's categories.
func (p *Programme) Taxonomy() *Taxonomy { return p.taxonomy }

// Warnings returns what was odd about the definition but not refused.
func (p *Programme) Warnings() validate.Violations { return p.warnings }

// Definition returns the programme as records, with every id and day of
// announcement filled in.
func (p *Programme) Definition() Definition { return cloneDefinition(p.d) }

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
			if keep(v) && !yield(cloneVanguard(*v)) {
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
	return cloneVanguard(p.d.Vanguards[i]), true
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
// this programme is an [validate.Unknown] error with the nearest slug.
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
	slugs := make([]string, len(p.d.Vanguards))
	for i := range p.d.Vanguards {
		slugs[i] = p.d.Vanguards[i].Slug
	}
	if best, ok := near.Best(text, slices.Values(slugs)); ok {
		return VanguardID{}, fault.New(op, validate.Unknown, text, "no vanguard has this id or slug; the nearest slug is "+validate.Quote(best))
	}
	return VanguardID{}, fault.New(op, validate.Unknown, text, "no vanguard of this programme has this id or slug")
}

// CountByCategory returns how many vanguards each category has, in the order of
// the taxonomy, zeros included.
func (p *Programme) CountByCategory() iter.Seq2[Category, int] {
	return func(yield func(Category, int) bool) {
		counts := count(p, func(v *Vanguard) Category { return v.Category })
		for _, def := range p.taxonomy.defs {
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
// ladder, zeros included; last, under the zero Stage, those whose stage is not
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
	return cloned(p.d.Waves, func(w Wave) Wave {
		w.Source = w.Source.Clone()
		return w
	})
}

// Facts returns the programme's facts in definition order.
func (p *Programme) Facts() iter.Seq[Fact] {
	return cloned(p.d.Facts, func(f Fact) Fact {
		f.Source = f.Source.Clone()
		return f
	})
}

// People returns those who are named as leading the programme, in definition
// order.
func (p *Programme) People() iter.Seq[Person] {
	return cloned(p.d.People, func(x Person) Person {
		x.Sources = wire.Clone(x.Sources)
		return x
	})
}

// cloned yields copies of records that share no memory with the programme.
func cloned[T any](list []T, clone func(T) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, v := range list {
			if !yield(clone(v)) {
				return
			}
		}
	}
}

package coverage

import (
	"cmp"
	"fmt"
	"log/slog"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Atlas is a survey that was checked and indexed: who lives where, and which
// footprints lie on them. It answers any number of questions without reading
// the records again, each person counted once.
//
// An Atlas is immutable and safe for concurrent use. Every figure is made of
// whole people and integers only. It is the same whatever the order of the
// base's rows and of the footprints was; footprints come in the order of their
// ids.
type Atlas struct {
	cells      *baseCells
	index      *index
	footprints []footprint // in the order of their ids
	vanguards  []vanguard  // in the programme's order
	known      *filterNames
	survey     Survey // without units, remainder and parts: what Reconcile and Observe need
	tables     []func() *table
	ranks      func() []int32 // of the base's profiles, in cell order
	warnings   validate.Violations
	bases      []*Atlas // this one among them, the main one first
}

// footprint is what a filter asks of a footprint.
type footprint struct {
	id           FootprintID
	vanguard     caremodel.VanguardID
	owner        int // in the atlas's vanguards
	category     caremodel.Category
	wave, region string
	layer        int // in the survey's layers
	layerName    string
	aside        bool
	from, until  caremodel.Date
	completeness Completeness
	incomplete   bool               // more areas exist than the atlas has of it
	about        bool               // some part is given as "about"
	sources      []caremodel.Source // of its shares, each once
}

// vanguard is what a filter asks of a vanguard, and its footprints.
type vanguard struct {
	id           caremodel.VanguardID
	slug, name   string
	category     caremodel.Category
	wave, region string
	footprints   []int32
}

// NewAtlas checks and indexes a survey of programme p. A survey with an error is
// rejected; the error lists every violation (see [Survey.Validate]). Warnings are
// kept for [Atlas.Warnings], and claims that differ from the recomputed figure are
// added to them. The atlas shares no memory with s.
//
// A footprint's codes are of its own edition. Where that is not the base's they lead
// to the base by a crosswalk of the survey in either direction, or by the only chain of
// them; of a crosswalk that leads from the edition to the base, an area into which
// several others go holds an unknown part of each. A footprint that does not say its
// edition has the base's, and where the base has not its code, that of a crosswalk
// from the base's edition, the earlier of two.
//
// People times footprints must fit in an int64, so that no sum can wrap; a
// larger survey is an Overflow error.
func NewAtlas(p *caremodel.Programme, s Survey) (*Atlas, error) {
	k := s.check(p, caremodel.Date{})
	found := k.Violations()
	if err := found.Err(); err != nil {
		return nil, err
	}
	return newAtlas(p, s, append([]*baseCells{k.cells}, k.others...), found)
}

// newAtlas indexes a survey that is in order on each of its bases: the base itself,
// whose units are in the first cells, and the alternatives.
func newAtlas(p *caremodel.Programme, s Survey, of []*baseCells, found validate.Violations) (*Atlas, error) {
	bases := make([]*Atlas, len(of))
	main := s.Base
	for i, c := range of {
		if err := addUp(c); err != nil {
			return nil, err
		}
		on := s
		if i > 0 {
			on.Base = s.Alternatives[i-1]
			on.Footprints = slices.Clone(s.Footprints)
			for f := range on.Footprints {
				if on.Footprints[f].Edition == "" && on.Base.Edition != main.Edition {
					on.Footprints[f].Edition = main.Edition
				}
			}
		}
		a, err := onBase(p, on, c)
		if err != nil {
			return nil, err
		}
		a.bases, bases[i] = bases, a
	}
	for i, a := range bases {
		a.warnings = validate.Join(found.Warnings(), a.farClaims())
		of[i].Freeze()
	}
	return bases[0], nil
}

// onBase indexes a survey on one base.
func onBase(p *caremodel.Programme, s Survey, c *baseCells) (*Atlas, error) {
	if hi, lo := bits.Mul64(uint64(c.All), uint64(len(s.Footprints)+1)); hi > 0 || int64(lo) < 0 {
		return nil, tooMuch(validate.Overflow, c.All, "people times footprints exceed what an int64 can hold")
	}
	records := slices.SortedFunc(slices.Values(s.Footprints), func(a, b Footprint) int { return cmp.Compare(a.ID, b.ID) })
	x, err := newIndex(c, s, records)
	if err != nil {
		return nil, err
	}
	a := &Atlas{
		cells:      c,
		index:      x,
		footprints: make([]footprint, len(records)),
		known:      newFilterNames(p, &s),
		survey:     frame(s),
		tables:     newTables(c, x),
		ranks:      sync.OnceValue(c.Ranks),
	}
	vanguards := make(map[caremodel.VanguardID]caremodel.Vanguard, p.Len())
	place := make(map[caremodel.VanguardID]int, p.Len())
	for v := range p.All() {
		vanguards[v.ID], place[v.ID] = v, len(a.vanguards)
		a.vanguards = append(a.vanguards, vanguard{id: v.ID, slug: v.Slug, name: v.Name, category: v.Category, wave: v.Wave, region: v.Region})
	}
	for i, r := range records {
		a.footprints[i] = newFootprint(r, vanguards[r.Vanguard], s.Layers)
		a.footprints[i].incomplete = r.Completeness == Incomplete || x.lacking[i]
		a.footprints[i].owner = place[r.Vanguard]
		of := &a.vanguards[place[r.Vanguard]]
		of.footprints = append(of.footprints, int32(i))
	}
	return a, nil
}

// On returns the same footprints on the base of another basis, one of the survey's
// alternatives: the registered patients of areas whose residents are the base. A
// footprint of which that base has not all areas or cells counts as incomplete there.
// A basis on which there is no base is an Unknown error, and two of that basis are a
// Conflict error, which names them: [Atlas.OnBase] takes a name.
func (a *Atlas) On(b Basis) (*Atlas, error) {
	const op = "coverage.Atlas.On"
	var found []*Atlas
	var names, all []string
	for _, other := range a.bases {
		all = append(all, other.Basis().String())
		if other.Basis() == b {
			found, names = append(found, other), append(names, validate.Quote(other.survey.Base.Name))
		}
	}
	switch len(found) {
	case 0:
		if len(all) == 0 { // the zero Atlas
			return nil, fault.New(op, validate.Unknown, b.String(), "no base counts these people, and there is none")
		}
		return nil, fault.New(op, validate.Unknown, b.String(), "no base counts these people; there are "+strings.Join(slices.Compact(slices.Sorted(slices.Values(all))), ", "))
	case 1:
		return found[0], nil
	}
	return nil, fault.New(op, validate.Conflict, b.String(), "several bases count these people, "+strings.Join(names, " and ")+": choose one by OnBase")
}

// OnBase is [Atlas.On] for the base of this name. A name that no base has is an
// Unknown error.
func (a *Atlas) OnBase(name string) (*Atlas, error) {
	names := make([]string, len(a.bases))
	for i, other := range a.bases {
		if names[i] = other.survey.Base.Name; names[i] == name {
			return other, nil
		}
	}
	return nil, fault.New("coverage.Atlas.OnBase", validate.Unknown, name, namesOf("base", slices.Clone(names)).Hint(name))
}

// MarshalJSON is an error: an atlas is an index, and what is stored and sent is the
// survey that it was made from.
func (a Atlas) MarshalJSON() ([]byte, error) {
	return nil, fault.New("coverage.Atlas.MarshalJSON", validate.Format, "",
		"an atlas is an index: marshal the Survey that it was made from, or write it with WriteJSON, and tag a field of this type `json:\"-\"`")
}

// LogValue returns what tells the atlas from others: the base's name, basis, edition
// and day, its people and the number of footprints.
func (a Atlas) LogValue() slog.Value {
	if a.cells == nil {
		return slog.GroupValue() // the zero Atlas
	}
	return slog.GroupValue(
		slog.String("base", a.survey.Base.Name), slog.String("basis", a.Basis().String()), slog.String("edition", string(a.Edition())),
		slog.String("as_at", a.AsAt().String()), slog.Int64("people", a.Population()), slog.Int("footprints", len(a.footprints)))
}

// String returns what a log shows, in one line.
func (a Atlas) String() string { return ascii.Escape(a.LogValue().String()) }

// Layers returns the survey's layers, in its order.
func (a *Atlas) Layers() []Layer { return slices.Clone(a.survey.Layers) }

// Attributes returns the names of the attributes that cells of the base have, in
// order: what [Selection.Breakdown] can be asked for.
func (a *Atlas) Attributes() []string {
	if a.cells == nil {
		return nil // the zero Atlas
	}
	var names []string
	for _, name := range a.cells.Names {
		if a.cells.Attribute(name) >= 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Regions returns the regions of the programme's vanguards, each once, in order; that
// of vanguards without one is left out.
func (a *Atlas) Regions() []string {
	var regions []string
	for i := range a.vanguards {
		if region := a.vanguards[i].region; region != "" {
			regions = append(regions, region)
		}
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

func newFootprint(r Footprint, v caremodel.Vanguard, layers []Layer) footprint {
	f := footprint{
		id: r.ID, vanguard: r.Vanguard, category: v.Category, wave: v.Wave, region: v.Region, layerName: r.Layer,
		from: r.From, until: r.Until, completeness: r.Completeness,
	}
	f.layer = slices.IndexFunc(layers, func(l Layer) bool { return l.Name == r.Layer })
	f.aside = f.layer >= 0 && layers[f.layer].Aside
	for _, part := range r.Units {
		f.about = f.about || part.Bound == caremodel.About
		if !part.Source.IsZero() && !slices.ContainsFunc(f.sources, part.Source.Equal) {
			f.sources = append(f.sources, part.Source)
		}
	}
	return f
}

// frame is a copy of the records that an atlas still needs once it is indexed.
func frame(s Survey) Survey {
	kept := Survey{Base: s.Base, References: s.References, Layers: s.Layers, Claims: s.Claims}
	kept.Base.Units, kept.Base.Remainder, kept.Base.Sources = nil, nil, nil
	return deep.Copy(kept)
}

// Warnings returns what was odd about the survey but not refused.
func (a *Atlas) Warnings() validate.Violations { return a.warnings }

// Population returns the people of the whole base, those outside every unit
// included; at most so many where the base does not state every number
// ([Population.AtMost]), as Of and Hidden of an [Estimate] say.
func (a *Atlas) Population() int64 {
	if a.cells == nil {
		return 0
	}
	return a.cells.All
}

// Basis returns how the people of the base are counted.
func (a *Atlas) Basis() Basis { return a.survey.Base.Basis }

// Edition returns which edition of area codes the base uses.
func (a *Atlas) Edition() Edition { return a.survey.Base.Edition }

// AsAt returns the day for which the people of the base were counted.
func (a *Atlas) AsAt() caremodel.Date { return a.survey.Base.AsAt }

// Select returns the footprints that f chooses. Categories, waves, regions,
// vanguards, layers and footprints that the programme and the survey do not know
// are Unknown errors, all of them at once, each with the nearest name; one that is
// known but has no footprint is fine and chooses none. Layers that stand aside are chosen by
// name only ([Filter]).
func (a *Atlas) Select(f Filter) (*Selection, error) {
	if a.cells == nil {
		return nil, fault.New("coverage.Atlas.Select", validate.Required, "", "the zero Atlas has no base: make one by NewAtlas")
	}
	var c validate.Checker
	if a.known.check(&f, c.At); !c.OK() {
		return nil, fmt.Errorf("coverage.Atlas.Select: %w", c.Violations().Err())
	}
	return a.choose(f.clone(), caremodel.Date{}), nil
}

// choose is Select for a filter whose names are known, on a day too; the zero day
// is any day.
func (a *Atlas) choose(f Filter, day caremodel.Date) *Selection {
	s := newSelection(len(a.footprints))
	s.on, s.filter, s.empty = a, f, Estimate{Of: a.cells.All, Hidden: a.cells.AllHidden}
	for i := range a.footprints {
		s.rank[i] = none
		if a.footprints[i].in(&f) && a.footprints[i].open(day) {
			s.rank[i] = s.count
			s.count++
		}
	}
	s.meant(day)
	return s
}

// in reports whether f chooses the footprint.
func (p *footprint) in(f *Filter) bool {
	return oneOf(f.Categories, p.category) && oneOf(f.Waves, p.wave) && oneOf(f.Regions, p.region) &&
		oneOf(f.Vanguards, p.vanguard) && p.there(f) && p.open(f.On) && (f.namesPlaces() || !p.aside)
}

// there reports whether the footprint is one of those that f narrows to.
func (p *footprint) there(f *Filter) bool {
	return oneOf(f.Layers, p.layerName) && oneOf(f.Footprints, p.id)
}

// open reports whether the footprint covers its areas on this day; the zero day
// is any day.
func (p *footprint) open(on caremodel.Date) bool {
	return on.IsZero() || !on.Before(p.from) && (p.until.IsZero() || !on.After(p.until))
}

// oneOf reports whether value is one of list, or list is empty.
func oneOf[T comparable](list []T, value T) bool {
	return len(list) == 0 || slices.Contains(list, value)
}

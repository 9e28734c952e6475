package coverage

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/key"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// allLayers checks the survey's layers and notes what each encloses.
func (k *checker) allLayers() {
	layers := k.survey.Layers
	k.layers = make(map[string]int, len(layers))
	for i, l := range layers {
		if _, taken := k.layers[l.Name]; !taken {
			k.layers[l.Name] = i
		}
	}
	k.enclosing = make([]bitset, len(layers))
	for i, l := range layers {
		at := k.At("layers").Index(i)
		switch first := k.layers[l.Name]; {
		case l.Name == "":
			at.At("name").Error(validate.Required, "", "a layer has a name")
		case first != i:
			at.At("name").Error(validate.Duplicate, l.Name, "layers["+strconv.Itoa(first)+"] has this name already")
		default:
			form.Name(at.At("name"), l.Name)
		}
		if l.Within != "" {
			k.nesting(at.At("within"), l)
		}
	}
}

// nesting checks that the layer encloses l and not itself.
func (k *checker) nesting(at validate.Place, l Layer) {
	outer, known := k.layers[l.Within]
	if !known {
		at.Error(validate.Unknown, l.Within, k.layerHint(l.Within))
		return
	}
	for range k.survey.Layers {
		if k.survey.Layers[outer].Name == l.Name {
			at.Error(validate.Conflict, l.Within, "the layers nest in a circle")
			return
		}
		next, known := k.layers[k.survey.Layers[outer].Within]
		if !known {
			break
		}
		outer = next
	}
	if k.areas != nil {
		k.enclosing[k.layers[l.Within]] = newBitset(k.areas.inside)
	}
}

func (k *checker) layerHint(name string) string {
	names := make([]string, len(k.survey.Layers))
	for i, l := range k.survey.Layers {
		names[i] = l.Name
	}
	return hint("layer", name, names)
}

// allFootprints checks every footprint.
func (k *checker) allFootprints() {
	k.footprints = make(map[FootprintID]int, len(k.survey.Footprints))
	if k.areas != nil {
		k.seen = newAreaStamps(k.areas.inside+len(k.crossed), k.survey.Footprints)
		k.enclose()
	}
	for i := range k.survey.Footprints {
		k.footprint(k.At("footprints").Index(i), i, &k.survey.Footprints[i])
	}
}

// enclose notes the areas of the layers that enclose others.
func (k *checker) enclose() {
	for i := range k.survey.Footprints {
		f := &k.survey.Footprints[i]
		layer, known := k.layers[f.Layer]
		if !known || k.enclosing[layer] == nil {
			continue
		}
		for _, part := range f.Units {
			if n := k.areas.number(part.Area); n >= 0 {
				k.enclosing[layer].add(n)
			}
		}
	}
}

func (k *checker) footprint(at validate.Place, i int, f *Footprint) {
	k.footprintID(at.At("id"), i, f.ID)
	switch {
	case f.Vanguard.IsZero():
		at.At("vanguard").Error(validate.Required, "", "say whose footprint it is")
	case !k.programme.Has(f.Vanguard):
		at.At("vanguard").Error(validate.Unknown, f.Vanguard.String(), noVanguard)
	}
	outer := k.layerOf(at.At("layer"), f.Layer)
	if len(f.Units) == 0 {
		at.At("units").Error(validate.Required, "", "a footprint has at least one area")
	}
	if f.Edition != "" {
		form.Name(at.At("edition"), string(f.Edition))
	}
	k.parts(at, i, f, outer)
	if !f.From.IsZero() && !f.Until.IsZero() && f.Until.Before(f.From) {
		at.At("until").Error(validate.Order, f.Until.String(), "the footprint begins later, on "+f.From.String())
	}
	k.future(at.At("from"), f.From)
	if f.Completeness > Derived {
		at.At("completeness").Error(validate.Range, f.Completeness.String(), "no such completeness")
	}
	caremodel.CheckSources(at.At("sources"), f.Sources, k.day)
}

func (k *checker) footprintID(at validate.Place, i int, id FootprintID) {
	first, taken := k.footprints[id]
	switch fault := key.Fault(string(id)); {
	case id == "":
		at.Error(validate.Required, "", "a footprint has an id")
		return
	case fault != "":
		at.Error(validate.Format, string(id), fault)
	case taken:
		at.Error(validate.Duplicate, string(id), "footprints["+strconv.Itoa(first)+"] has this id already")
		return
	}
	k.footprints[id] = i
}

// layerOf checks a footprint's layer and returns the position of the layer that
// encloses it, or -1.
func (k *checker) layerOf(at validate.Place, name string) int {
	i, known := k.layers[name]
	switch {
	case known:
		if outer, has := k.layers[k.survey.Layers[i].Within]; has && k.enclosing[outer] != nil {
			return outer
		}
	case name == "" && len(k.survey.Layers) == 0:
	case name == "":
		at.Error(validate.Required, "", "say in which of the survey's layers it lies")
	default:
		at.Error(validate.Unknown, name, k.layerHint(name))
	}
	return -1
}

// parts checks the parts of footprint i.
func (k *checker) parts(at validate.Place, i int, f *Footprint, outer int) {
	for j := range f.Units {
		p := &f.Units[j]
		w := partPlace{area: -1, earlier: -1, outer: outer}
		if k.areas != nil && p.Area.valid() {
			w.area, w.made = k.place(p.Area)
		}
		switch {
		case w.area >= 0:
			w.earlier = k.seen.earlier(w.area, i, j, f.Units)
		case w.made != nil: // stamped after the base's own areas
			w.earlier = k.seen.earlier(int32(k.areas.inside)+w.made.number, i, j, f.Units)
		}
		if !k.soundPart(p, w) {
			k.part(at.At("units").Index(j), p, w)
		}
	}
}

// place returns the number of an area of the base, or -1 and what an area of
// another edition is made of.
func (k *checker) place(c AreaCode) (int32, *composed) {
	if n := k.areas.number(c); n >= 0 {
		return n, nil
	}
	return -1, k.crossed[c]
}

// partPlace is where a part lies: the number of its area or what it is made of, an
// earlier part with the same area and the layer that encloses its footprint, each
// -1 or nil where there is none.
type partPlace struct {
	area           int32
	made           *composed
	earlier, outer int
}

// places returns the numbers of the base's areas in which a part lies.
func (k *checker) places(w partPlace) []int32 {
	if w.made == nil {
		return []int32{w.area}
	}
	var numbers []int32
	for _, code := range w.made.from {
		if n := k.areas.number(code); n >= 0 {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// soundPart is all rules for a plain part in one test.
func (k *checker) soundPart(p *Part, w partPlace) bool {
	return w.area >= 0 && w.earlier < 0 && (w.outer < 0 || k.enclosing[w.outer].has(w.area)) &&
		p.Bound < caremodel.NotStated && len(p.Cells) == 0 && p.Source.IsZero()
}

func (k *checker) part(at validate.Place, p *Part, w partPlace) {
	k.partBound(at, p)
	if !p.Source.IsZero() {
		p.Source.Check(at.At("source"), k.day)
	}
	if k.areas == nil || !k.code(at.At("area"), p.Area) {
		return
	}
	if w.area < 0 && w.made == nil {
		k.unknownArea(at.At("area"), p.Area)
		return
	}
	if w.earlier >= 0 {
		at.At("area").Error(validate.Duplicate, string(p.Area), fmt.Sprintf("units[%d] of this footprint has the same area", w.earlier))
	}
	switch places := k.places(w); {
	case len(places) == 0:
		at.At("area").Error(validate.Unknown, string(p.Area), "the base has none of the areas of which a crosswalk makes it")
	case len(p.Cells) > 0:
		k.partCells(at.At("cells"), places, p)
	}
	if w.area >= 0 && w.outer >= 0 && !k.enclosing[w.outer].has(w.area) {
		at.At("area").Warn(OutsideLayer, string(p.Area), "no footprint of the enclosing layer, "+validate.Quote(k.survey.Layers[w.outer].Name)+", has this area")
	}
}

func (k *checker) partBound(at validate.Place, p *Part) {
	if p.Bound > caremodel.NotStated {
		at.At("bound").Error(validate.Range, p.Bound.String(), "no such bound")
	}
	if p.Bound == caremodel.NotStated && !p.Share.IsWhole() {
		at.At("share").Error(validate.Conflict, p.Share.String(), "a share whose size is not stated is left out")
	}
}

// partCells checks that one of the areas has the cells that the part is limited
// to.
func (k *checker) partCells(at validate.Place, areas []int32, p *Part) {
	for name, value := range p.Cells {
		if oddAttribute(name, value) {
			k.oddAttributes(at, p.Cells)
			return
		}
	}
	if !slices.ContainsFunc(areas, func(n int32) bool { return k.areas.hasCell(n, p.Cells) }) {
		at.Error(validate.Unknown, showCells(p.Cells), "the base has no such cell of "+string(p.Area))
	}
}

func showCells(cells map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(cells)) {
		parts = append(parts, name+"="+cells[name])
	}
	return strings.Join(parts, ", ")
}

// unknownArea reports an area that the base does not have.
func (k *checker) unknownArea(at validate.Place, c AreaCode) {
	b := &k.survey.Base
	for i := range b.Remainder {
		if b.Remainder[i].Area == c {
			at.Error(validate.Unknown, string(c), "the base counts people under this code only outside every area; they cannot be part of a footprint")
			return
		}
	}
	code, detail := k.elsewhere(c)
	if k.hints == nil {
		k.hints = map[validate.Code]int{}
	}
	if k.hints[code]++; k.hints[code] <= maxHints {
		if best, ok := near.Best(string(c), k.areas.codes()); ok {
			detail += "; the nearest is " + validate.Quote(best)
		}
	}
	at.Error(code, string(c), detail)
}

// elsewhere says to which other edition or scheme a code belongs, if that can be
// told.
func (k *checker) elsewhere(c AreaCode) (validate.Code, string) {
	edition := k.survey.Base.Edition
	scheme, entity, _ := k.areas.kind()
	if c.IsPseudo() {
		return validate.Unknown, "a pseudo code is no area, and its people cannot be part of a footprint"
	}
	if other, ok := k.editionOf(c); ok {
		return OtherEdition, "this code belongs to another edition, " + string(other) + ", and no crosswalk from " + string(edition) + " leads there"
	}
	if last, ok := lastInstances[edition]; ok && c.isAfter(last) {
		return OtherEdition, "this code belongs to another edition: it was given out after " + string(edition)
	}
	if why := c.notOf(edition); why != "" {
		return OtherEdition, "this code belongs to another edition: " + why
	}
	if c.Scheme() != scheme {
		return MixedSchemes, k.otherScheme(c, scheme, entity)
	}
	if e := c.Entity(); e != "" && entity != "" && e != entity {
		return OtherEdition, "this code belongs to another edition: it is that of a " + string(e) + ", and the base counts by " + string(entity) + mixedLists(e, entity)
	}
	return validate.Unknown, "the base has no such area"
}

// otherScheme says why a code of another scheme is none of the base's.
func (k *checker) otherScheme(c AreaCode, scheme Scheme, entity Entity) string {
	detail := "the base's codes are of the scheme " + scheme.String() + mixedLists(c.Entity(), entity)
	if area, name, ok := k.withValue(string(c)); ok {
		detail += "; " + validate.Quote(string(area)) + " has this code as its " + name
	}
	return detail
}

// withValue returns the first area that has value among its attributes, and the
// attribute.
func (k *checker) withValue(value string) (area AreaCode, name string, ok bool) {
	for i := range k.survey.Base.Units { // in the order of the records, as far as they are held
		u := &k.survey.Base.Units[i]
		for _, name := range k.areas.names {
			if v, has := u.Attributes[name]; has && v == value {
				return u.Area, name, true
			}
		}
	}
	return k.areas.withValue(value)
}

// mixedLists says why a practice and an area do not mix, where one of the two is
// a practice.
func mixedLists(a, b Entity) string {
	if a.isList() == b.isList() {
		return ""
	}
	return "; " + listsAreRegistered
}

// areaStamps finds areas that one footprint has twice, without clearing anything
// between footprints.
type areaStamps struct {
	footprint []int32 // area number -> the footprint that had it last, counted from 1
	part      []int32 // area number -> its last part there
	previous  []int32 // part -> the previous part with the same area, or -1
}

func newAreaStamps(areas int, footprints []Footprint) areaStamps {
	longest := 0
	for i := range footprints {
		longest = max(longest, len(footprints[i].Units))
	}
	return areaStamps{make([]int32, areas), make([]int32, areas), make([]int32, longest)}
}

// earlier notes that part j of footprint i is area n, and returns an earlier part
// of the footprint that may hold the same people, or -1.
func (s areaStamps) earlier(n int32, i, j int, parts []Part) int {
	last := int32(-1)
	if s.footprint[n] == int32(i)+1 {
		last = s.part[n]
	}
	s.footprint[n], s.part[n], s.previous[j] = int32(i)+1, int32(j), last
	for ; last >= 0; last = s.previous[last] {
		if !disjoint(parts[last].Cells, parts[j].Cells) {
			return int(last)
		}
	}
	return -1
}

// disjoint reports whether no cell can have the attributes of both.
func disjoint(a, b map[string]string) bool {
	for name, value := range a {
		if other, ok := b[name]; ok && other != value {
			return true
		}
	}
	return false
}

// bitset is a set of small numbers.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) add(i int32)      { b[i>>6] |= 1 << (i & 63) }
func (b bitset) has(i int32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

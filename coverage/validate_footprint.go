package coverage

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/internal/cells"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/key"
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
	switch _, known := k.layers[l.Within]; {
	case !known:
		at.Error(validate.Unknown, l.Within, k.layerHint(l.Within))
	case k.circular(k.layers[l.Name]):
		at.Error(validate.Conflict, l.Within, "the layers nest in a circle")
	}
}

// circular reports whether a layer encloses itself. It looks at each layer once.
func (k *checker) circular(layer int) bool {
	if k.circles == nil {
		k.circles = make([]bool, len(k.survey.Layers))
		route := make([]int, len(k.circles)) // by layer: the route that came by, counted from 1
		for first := range route {
			at, known := first, true
			for known && route[at] == 0 {
				route[at] = first + 1
				at, known = k.outer(at)
			}
			for known && route[at] == first+1 && !k.circles[at] {
				k.circles[at] = true
				at, _ = k.outer(at)
			}
		}
	}
	return k.circles[layer]
}

// outer returns the layer that encloses a layer.
func (k *checker) outer(layer int) (int, bool) {
	within := k.survey.Layers[layer].Within
	if within == "" {
		return 0, false
	}
	outer, known := k.layers[within]
	return outer, known
}

func (k *checker) layerHint(name string) string {
	if k.names == nil {
		k.names = newFilterNames(k.programme, k.survey)
	}
	return k.names.layers.Hint(name)
}

// allFootprints checks every footprint.
func (k *checker) allFootprints() {
	k.beginFootprints()
	for i := range k.survey.Footprints {
		k.footprint(k.At("footprints").Index(i), i, &k.survey.Footprints[i])
	}
}

// beginFootprints makes ready for the footprints to be checked.
func (k *checker) beginFootprints() {
	k.footprints = make(map[FootprintID]int, len(k.survey.Footprints))
	if k.areas != nil {
		k.finder = cells.Finder[AreaCode]{Cells: k.areas}
		k.last = make([]lastPart, k.areas.Inside+len(k.crossed))
		k.enclose()
	}
}

// enclose notes the areas of the layers that enclose those of footprints.
func (k *checker) enclose() {
	for i := range k.survey.Footprints {
		if inner, known := k.layers[k.survey.Footprints[i].Layer]; known {
			if outer, has := k.outer(inner); has && k.enclosing[outer] == nil && !k.circular(inner) {
				k.enclosing[outer] = newBitset(k.areas.Inside)
			}
		}
	}
	for i := range k.survey.Footprints {
		f := &k.survey.Footprints[i]
		layer, known := k.layers[f.Layer]
		if !known || k.enclosing[layer] == nil {
			continue
		}
		for _, part := range f.Units {
			if n := k.areas.Number(part.Area); n >= 0 {
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
		at.At("vanguard").Error(validate.Unknown, f.Vanguard.String(), "the programme has no vanguard with this id")
	}
	outer := k.layerOf(at.At("layer"), f.Layer)
	if len(f.Units) == 0 {
		at.At("units").Error(validate.Required, "", "a footprint has at least one area")
	}
	k.parts(at, i, f, outer, k.editionOfFootprint(at.At("edition"), f))
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
		if outer, has := k.outer(i); has && k.enclosing[outer] != nil {
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

// editionOfFootprint checks in which edition a footprint's codes stand, and returns
// how they lead to the base; nil where they are the base's, or lead nowhere.
func (k *checker) editionOfFootprint(at validate.Place, f *Footprint) *relation {
	base := k.survey.Base.Edition
	if f.Edition == "" {
		if k.areas != nil {
			k.twoEditions(at, f)
		}
		return nil
	}
	form.Name(at, string(f.Edition))
	if !form.IsText(string(f.Edition)) || f.Edition == base || base == "" || k.areas == nil {
		return nil
	}
	if k.routes == nil {
		k.routes = newEditions(k.areas, k.survey)
	}
	switch route, only := k.routes.graph.path(base, f.Edition); {
	case !only:
		at.Error(OtherEdition, string(f.Edition), "several chains of crosswalks lead from "+string(base)+" there; give the crosswalk between the two")
		return nil
	case route == nil:
		at.Error(OtherEdition, string(f.Edition), "no crosswalk of the survey leads from "+string(base)+", the base's edition, there")
		return nil
	}
	return k.routes.into(f.Edition)
}

// twoEditions warns of a footprint that does not say its edition and has a code that
// stands in two, with different people.
func (k *checker) twoEditions(at validate.Place, f *Footprint) {
	moving := k.movingCodes()
	for i := range f.Units {
		if c := f.Units[i].Area; (len(c) == 3 && c.moved() || len(moving) > 0 && moving[c]) && k.areas.Number(c) >= 0 {
			at.Warn(OtherEdition, string(c), "this code has other people in another edition; say of which edition the footprint's codes are")
			return
		}
	}
}

// movingCodes returns the codes that a crosswalk from the base's edition, or to it,
// leads to themselves and not all of them, or others too.
func (k *checker) movingCodes() map[AreaCode]bool {
	if k.moving == nil {
		k.moving = map[AreaCode]bool{}
		for i := range k.survey.Crosswalks {
			x := &k.survey.Crosswalks[i]
			if base := k.survey.Base.Edition; x.From != base && x.To != base {
				continue
			}
			into := map[AreaCode]int{}
			for _, w := range x.Weights {
				into[w.To]++
			}
			for _, w := range x.Weights {
				if w.From == w.To && (!w.Share.IsWhole() || into[w.To] > 1) {
					k.moving[w.From] = true
				}
			}
		}
	}
	return k.moving
}

// parts checks the parts of footprint i, whose codes lead to the base by a relation or
// directly.
func (k *checker) parts(at validate.Place, i int, f *Footprint, outer int, into *relation) {
	base := f.Edition == "" || f.Edition == k.survey.Base.Edition || k.survey.Base.Edition == "" && len(k.survey.Crosswalks) == 0
	if !base && into == nil {
		return // said of its edition
	}
	clear(k.sameArea)
	lost := 0
	for j := range f.Units {
		p := &f.Units[j]
		w := partPlace{area: -1, earlier: -1, outer: outer, missing: (validate.Place).Error}
		if f.Unmatched {
			w.missing = func(at validate.Place, _ validate.Code, value, detail string) {
				at.Warn(UnmatchedUnit, value, detail)
				lost++
			}
		}
		if k.areas != nil && p.Area.valid() {
			switch {
			case into != nil:
				w.made = k.strictly(f.Edition, p.Area, into)
			default:
				w.area = k.areas.Number(p.Area)
				if w.area < 0 && f.Edition == "" {
					w.made = k.crossed[p.Area]
				}
			}
		}
		switch {
		case w.area >= 0:
			w.earlier = k.earlier(w.area, i, j, f.Units)
		case w.made != nil: // numbered after the base's own areas
			w.earlier = k.earlier(int32(k.areas.Inside)+w.made.number, i, j, f.Units)
		}
		if !k.soundPart(p, w) {
			k.part(at.At("units").Index(j), p, w)
		}
	}
	if lost > 0 {
		at.At("units").Warn(validate.NotKnown, "", fmt.Sprintf("%s of %s parts are not in the base: the others are used, and the footprint counts as incomplete", thousands(int64(lost)), thousands(int64(len(f.Units)))))
	}
}

// strictly returns what an area of an edition is made of; nil where nothing leads to
// it.
func (k *checker) strictly(e Edition, c AreaCode, into *relation) *composed {
	m, ok := into.made[c]
	if !ok {
		return nil
	}
	at := areaOfEdition{e, c}
	made := k.editions[at]
	if made == nil {
		made = &composed{number: int32(len(k.crossed) + len(k.editions))}
		for _, p := range m.places {
			made.from = append(made.from, k.areas.Areas[p.area])
		}
		if k.editions == nil {
			k.editions = map[areaOfEdition]*composed{}
		}
		k.editions[at] = made
	}
	return made
}

// areaOfEdition is an area of another edition than the base's.
type areaOfEdition struct {
	edition Edition
	area    AreaCode
}

// partPlace is where a part lies: the number of its area or what it is made of, an
// earlier part with the same area and the layer that encloses its footprint, each
// -1 or nil where there is none.
type partPlace struct {
	area           int32
	made           *composed
	earlier, outer int
	missing        func(at validate.Place, code validate.Code, value, detail string) // tells what the base does not have
}

// places returns the numbers of the base's areas in which a part lies.
func (k *checker) places(w partPlace) []int32 {
	if w.made == nil {
		return []int32{w.area}
	}
	var numbers []int32
	for _, code := range w.made.from {
		if n := k.areas.Number(code); n >= 0 {
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
		code, detail := k.elsewhere(p.Area)
		w.missing(at.At("area"), code, string(p.Area), detail)
		return
	}
	if w.earlier >= 0 {
		at.At("area").Error(validate.Duplicate, string(p.Area), fmt.Sprintf("units[%d] of this footprint has the same area", w.earlier))
	}
	switch places := k.places(w); {
	case len(places) == 0:
		w.missing(at.At("area"), validate.Unknown, string(p.Area), "the base has none of the areas of which a crosswalk makes it")
	case len(p.Cells) > 0:
		k.partCells(at.At("cells"), places, p, w.missing)
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
func (k *checker) partCells(at validate.Place, areas []int32, p *Part, missing func(at validate.Place, code validate.Code, value, detail string)) {
	for name, value := range p.Cells {
		if oddAttribute(name, value) {
			k.oddAttributes(at, p.Cells)
			return
		}
	}
	if !slices.ContainsFunc(areas, func(n int32) bool { return len(k.finder.Matching(n, p.Cells)) > 0 }) {
		missing(at, validate.Unknown, showCells(p.Cells), "the base has no such cell of "+string(p.Area))
	}
}

func showCells(cells map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(cells)) {
		parts = append(parts, name+"="+cells[name])
	}
	return strings.Join(parts, ", ")
}

// elsewhere says why the base does not have an area: to which other edition or scheme
// its code belongs, if that can be told.
func (k *checker) elsewhere(c AreaCode) (validate.Code, string) {
	if slices.Contains(k.areas.Areas[k.areas.Inside:], c) {
		return validate.Unknown, "the base counts people under this code only outside every area; they cannot be part of a footprint"
	}
	edition := k.survey.Base.Edition
	if k.kinds == nil {
		k.kinds = countKinds(k.areas.Areas[:k.areas.Inside])
	}
	main := k.kinds.most()
	scheme, entity := main.scheme, main.entity
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

// otherScheme says why a code of another scheme does not belong to the base.
func (k *checker) otherScheme(c AreaCode, scheme Scheme, entity Entity) string {
	detail := "the base's codes are of the scheme " + scheme.String() + mixedLists(c.Entity(), entity)
	if k.valued == nil {
		k.valued = k.areas.AreasByValue()
	}
	if of, ok := k.valued[string(c)]; ok {
		detail += "; " + validate.Quote(string(k.areas.Areas[of.Area])) + " has this code as its " + k.areas.Names[of.Attribute]
	}
	return detail
}

// mixedLists says why a practice and an area do not mix, where one of the two is
// a practice.
func mixedLists(a, b Entity) string {
	if a.isList() == b.isList() {
		return ""
	}
	return "; " + listsAreRegistered
}

// earlier notes that part j of footprint i is of area n, and returns an earlier part
// of the footprint that may hold the same people, or -1.
func (k *checker) earlier(n int32, i, j int, parts []Part) int {
	for int(n) >= len(k.last) {
		k.last = append(k.last, lastPart{})
	}
	before := k.last[n]
	k.last[n] = lastPart{int32(i) + 1, int32(j)}
	if before.footprint != int32(i)+1 {
		return -1
	}
	same := k.sameArea[n]
	if same == nil { // the second part of the area
		same = new(cellParts)
		same.add(parts[before.part].Cells, int(before.part))
		if k.sameArea == nil {
			k.sameArea = map[int32]*cellParts{}
		}
		k.sameArea[n] = same
	}
	return same.add(parts[j].Cells, j)
}

// lastPart is the footprint that had an area last, counted from 1, and its last part
// there.
type lastPart struct{ footprint, part int32 }

// cellParts are parts of one area, each limited to cells by some attributes. Two of
// them may hold the same people unless an attribute of both has different values.
type cellParts struct{ kinds []cellKind }

// cellKind are the parts that are limited by the same attributes: by the values of
// those attributes that other parts have too, the last part.
type cellKind struct {
	names  []string
	shared []string // how the names have been asked for, joined
	by     []map[string]int
	parts  []cellPart
}

type cellPart struct {
	cells map[string]string
	part  int
}

// add adds a part, and returns the last earlier one that may hold the same people, or
// -1. Each part is looked up by its values, not held against every other.
func (s *cellParts) add(cells map[string]string, part int) int {
	names := slices.Sorted(maps.Keys(cells))
	found, own := -1, -1
	for i := range s.kinds {
		kind := &s.kinds[i]
		if slices.Equal(kind.names, names) {
			own = i
		}
		shared := slices.DeleteFunc(slices.Clone(kind.names), func(name string) bool { _, ok := cells[name]; return !ok })
		if at, ok := kind.lookup(shared)[valuesOf(cells, shared)]; ok {
			found = max(found, at)
		}
	}
	if own < 0 {
		own = len(s.kinds)
		s.kinds = append(s.kinds, cellKind{names: names})
	}
	kind := &s.kinds[own]
	kind.parts = append(kind.parts, cellPart{cells, part})
	for i, by := range kind.by {
		by[valuesOf(cells, strings.Split(kind.shared[i], "\x00"))] = part
	}
	return found
}

// lookup returns the kind's parts by their values of some of its attributes.
func (k *cellKind) lookup(names []string) map[string]int {
	joined := strings.Join(names, "\x00")
	if i := slices.Index(k.shared, joined); i >= 0 {
		return k.by[i]
	}
	by := map[string]int{}
	for _, p := range k.parts {
		by[valuesOf(p.cells, names)] = p.part
	}
	k.shared, k.by = append(k.shared, joined), append(k.by, by)
	return by
}

// valuesOf joins the values of attributes.
func valuesOf(cells map[string]string, names []string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString(cells[name])
		b.WriteByte(0)
	}
	return b.String()
}

// bitset is a set of small numbers.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) add(i int32)      { b[i>>6] |= 1 << (i & 63) }
func (b bitset) has(i int32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

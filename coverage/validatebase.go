package coverage

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// base checks the base and indexes its areas.
func (k *checker) base() {
	b, at := &k.survey.Base, k.At("base")
	k.baseHead(at, b)
	areas := newAreaIndex(b.Units)
	if len(b.Units) > 0 { // where there are none, every area would be said to be unknown
		k.areas = areas
	}
	k.units(at.At("units"), b, areas)
	k.remainder(at.At("remainder"), b, areas)
	caremodel.CheckSources(at.At("sources"), b.Sources, k.day)
}

// baseHead checks what says whom the base counts, where and when.
func (k *checker) baseHead(at validate.Place, b *Base) {
	k.basis(at.At("basis"), b.Basis, true)
	form.Text(at.At("name"), b.Name)
	k.edition(at.At("edition"), b.Edition, `say of which set of areas the codes are, as in "LSOA 2011"`)
	k.asAt(at.At("as_at"), b.AsAt)
}

func (k *checker) edition(at validate.Place, e Edition, missing string) {
	if e == "" {
		at.Error(validate.Required, "", missing)
		return
	}
	form.Name(at, string(e))
}

func (k *checker) basis(at validate.Place, b Basis, required bool) {
	switch {
	case b > Served:
		at.Error(validate.Range, b.String(), "no such basis")
	case b.IsZero() && required:
		at.Error(validate.Required, "", `say who is counted: "resident", "registered", "weighted" or "served"`)
	}
}

// units checks every cell of the base.
func (k *checker) units(at validate.Place, b *Base, areas *areaIndex) {
	if len(b.Units) == 0 {
		at.Error(validate.Required, "", "a base has at least one area")
		return
	}
	w := unitRules{
		checker: k, edition: b.Edition,
		duplicates: areas.duplicates(),
	}
	w.lacking, w.odd = k.lacking(at, b.Units)
	w.scheme, w.entity, w.country = areas.kind()
	w.known, w.hasLast = lastInstances[b.Edition]
	w.head()
	told := w.duplicates != nil || w.lacking != nil || w.odd
	for i := range b.Units {
		if u := &b.Units[i]; told || !w.sound(u) {
			w.unit(at.Index(i), int32(i), u)
		}
	}
}

// unitRules are the rules for one cell, with what they compare it to.
type unitRules struct {
	*checker
	edition    Edition
	known      instance
	hasLast    bool
	scheme     Scheme
	entity     Entity
	country    string
	duplicates map[int32]int32
	lacking    map[int32][]lack // cell to the attributes that it is the first to lack
	odd        bool             // some cell has a blank attribute, or one that cannot be written
	prefix     AreaCode         // the first three characters of an ONS code that was in order
	total      int64
	told       struct{ scheme, entity, country, total bool }
}

// head checks that the base's codes are those of its edition and of its basis.
func (w *unitRules) head() {
	at := w.At("base")
	if want := w.edition.Entity(); want != "" && w.entity != "" && w.entity != want {
		at.At("edition").Warn(OtherEdition, string(w.edition), "the codes are those of a "+string(w.entity))
	}
	if basis := w.survey.Base.Basis; basis == Resident && w.entity.isList() {
		at.At("basis").Error(validate.Conflict, basis.String(), "the codes are those of a "+string(w.entity)+": "+listsAreRegistered)
	}
}

// listsAreRegistered says why people of a practice and people of an area do not
// mix.
const listsAreRegistered = "a practice's list counts registered patients and not the residents of an area, " +
	"and the lists of England hold more people than live there"

// sound is all rules for one cell in one test, for bases in which no cell is given
// twice and none lacks an attribute.
func (w *unitRules) sound(u *Population) bool {
	if u.People < 0 || u.People > maxUnit || w.total > math.MaxInt64-u.People || !w.soundArea(u.Area) {
		return false
	}
	w.total += u.People
	return true
}

func (w *unitRules) soundArea(c AreaCode) bool {
	if w.hasLast && c.isAfter(w.known) {
		return false
	}
	if w.scheme == SchemeGSS && c.isGSS() && c[:3] == w.prefix {
		return true
	}
	entity := c.Entity()
	if c.Scheme() != w.scheme || entity != w.entity || entity == EntityPseudo || c.Country() != w.country {
		return false
	}
	if w.scheme == SchemeGSS && entity != "" {
		w.prefix = c[:3]
	}
	return true
}

func (w *unitRules) unit(at validate.Place, i int32, u *Population) {
	if w.code(at.At("area"), u.Area) {
		w.areaOf(at.At("area"), u.Area)
	}
	w.people(at.At("people"), u.People)
	w.sum(at.At("people"), u.People)
	if w.odd {
		w.attributes(at.At("attributes"), u.Attributes)
	}
	if w.duplicates != nil {
		w.duplicate(at, i)
	}
	for _, l := range w.lacking[i] {
		at.At("attributes").Warn(MissingAttribute, l.name, fmt.Sprintf("%d of %d cells lack this attribute; their people are shown as unknown", l.cells, len(w.survey.Base.Units)))
	}
}

// areaOf checks that a code is of the base's scheme, kind, country and edition.
// Each but the last is said once: where it fails for one it mostly fails for many.
func (w *unitRules) areaOf(at validate.Place, c AreaCode) {
	if scheme := c.Scheme(); scheme != w.scheme {
		if !w.told.scheme {
			w.told.scheme = true
			at.Error(MixedSchemes, string(c), "a base has codes of one scheme; its first are of the scheme "+w.scheme.String()+mixedLists(c.Entity(), w.entity))
		}
		return
	}
	if w.hasLast && c.isAfter(w.known) {
		at.Error(OtherEdition, string(c), "this code belongs to another edition: it was given out after "+string(w.edition))
		return
	}
	switch entity := c.Entity(); {
	case entity == EntityPseudo:
		at.Warn(Outside, string(c), "a pseudo code is no area: put its people in the remainder")
	case entity != w.entity && !w.told.entity:
		w.told.entity = true
		at.Warn(MixedSchemes, string(c), "the base has areas of several kinds, which may hold the same people: "+string(entity)+" and "+string(w.entity))
	}
	if country := c.Country(); country != w.country && !w.told.country {
		w.told.country = true
		at.Warn(Outside, string(c), "the base has areas of several countries: "+country+" and "+w.country)
	}
}

func (k *checker) people(at validate.Place, n int64) {
	switch {
	case n < 0:
		at.Error(validate.Range, strconv.FormatInt(n, 10), "a number of people is at least 0")
	case n > maxUnit:
		at.Warn(validate.Unlikely, strconv.FormatInt(n, 10), "more than 100 million people in one cell")
	}
}

// sum checks that all people together can be counted.
func (w *unitRules) sum(at validate.Place, n int64) {
	if n <= 0 || w.told.total {
		return
	}
	if w.total > math.MaxInt64-n {
		w.told.total = true
		at.Error(validate.Overflow, strconv.FormatInt(n, 10), "the base's people add up to more than can be held")
		return
	}
	w.total += n
}

// attributes checks the attributes of one cell.
func (k *checker) attributes(at validate.Place, attributes map[string]string) {
	for name, value := range attributes {
		if oddAttribute(name, value) {
			k.oddAttributes(at, attributes)
			return
		}
	}
}

// oddAttribute reports whether an attribute is blank, or cannot be written to a
// document and read back.
func oddAttribute(name, value string) bool {
	return name == "" || value == "" || !form.IsText(value) || !form.IsText(name)
}

func (k *checker) oddAttributes(at validate.Place, attributes map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		switch {
		case name == "":
			at.Error(validate.Required, attributes[name], "an attribute has a name")
		case !form.IsText(name):
			form.Text(at, name)
		case attributes[name] == "":
			at.At(name).Error(validate.Required, "", "leave out an attribute that is not known")
		default:
			form.Text(at.At(name), attributes[name])
		}
	}
}

func (w *unitRules) duplicate(at validate.Place, i int32) {
	earlier, ok := w.duplicates[i]
	if !ok {
		return
	}
	u := w.survey.Base.Units[i]
	at.Error(validate.Duplicate, string(u.Area), fmt.Sprintf("base.units[%d] is the same area%s", earlier, withAttributes(u.Attributes)))
}

func withAttributes(attributes map[string]string) string {
	if len(attributes) == 0 {
		return ""
	}
	return " with the same attributes"
}

// lack is an attribute that some cells have and others do not.
type lack struct {
	name  string
	cells int // how many do not
}

// lacking finds the attributes that only some cells have, under the first cell
// that has it not, and whether some attribute is odd.
func (k *checker) lacking(at validate.Place, units []Population) (found map[int32][]lack, odd bool) {
	have := map[string]int{}
	for i := range units {
		for name, value := range units[i].Attributes {
			if have[name]++; have[name] == 1 {
				odd = odd || name == "" || !form.IsText(name)
			}
			odd = odd || value == "" || !form.IsText(value)
		}
		if len(have) > maxAttributes {
			at.Index(i).At("attributes").Error(validate.TooLarge, "", fmt.Sprintf("a base has at most %d attributes", maxAttributes))
			return nil, odd
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if have[name] == len(units) || name == "" {
			continue
		}
		if found == nil {
			found = map[int32][]lack{}
		}
		first := int32(slices.IndexFunc(units, func(u Population) bool { _, has := u.Attributes[name]; return !has }))
		found[first] = append(found[first], lack{name, len(units) - have[name]})
	}
	return found, odd
}

// remainder checks the people outside every unit.
func (k *checker) remainder(at validate.Place, b *Base, areas baseAreas) {
	if len(b.Remainder) == 0 {
		return
	}
	duplicates := newAreaIndex(b.Remainder).duplicates()
	for i := range b.Remainder {
		r := &b.Remainder[i]
		if k.code(at.Index(i).At("area"), r.Area) && areas.number(r.Area) >= 0 {
			at.Index(i).At("area").Error(validate.Conflict, string(r.Area), "the base has this area among its units; a remainder is what lies outside them")
		}
		k.people(at.Index(i).At("people"), r.People)
		k.attributes(at.Index(i).At("attributes"), r.Attributes)
		if earlier, ok := duplicates[int32(i)]; ok {
			at.Index(i).Error(validate.Duplicate, string(r.Area), fmt.Sprintf("base.remainder[%d] is the same area%s", earlier, withAttributes(r.Attributes)))
		}
	}
}

// references checks the denominators of other bases and days.
func (k *checker) references() {
	for i := range k.survey.References {
		r, at := &k.survey.References[i], k.At("references").Index(i)
		form.Text(at.At("name"), r.Name)
		k.basis(at.At("basis"), r.Basis, true)
		k.asAt(at.At("as_at"), r.AsAt)
		if r.People <= 0 {
			at.At("people").Error(validate.Range, strconv.FormatInt(r.People, 10), "a denominator is at least 1")
		}
		r.Source.Check(at.At("source"), k.day)
	}
}

package coverage

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/internal/cells"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// base checks the base and gathers its cells, for the rules and for an atlas.
func (k *checker) base() {
	k.cells = k.baseRecord(k.At("base"), "base", &k.survey.Base)
	if len(k.survey.Base.Units) > 0 { // where there are none, every area would be said to be unknown
		k.areas = k.cells
	}
}

// alternatives checks the other bases and gathers their cells.
func (k *checker) alternatives() {
	names := map[string]string{k.survey.Base.Name: "base"}
	for i := range k.survey.Alternatives {
		b, path := &k.survey.Alternatives[i], "alternatives["+strconv.Itoa(i)+"]"
		at := k.At("alternatives").Index(i)
		switch earlier, taken := names[b.Name]; {
		case b.Name == "":
			at.At("name").Error(validate.Required, "", "an alternative base has a name, which tells it from the others")
		case taken:
			at.At("name").Error(validate.Duplicate, b.Name, earlier+" has this name already")
		default:
			names[b.Name] = path
		}
		k.others = append(k.others, k.baseRecord(at, path, b))
	}
}

// baseRecord checks a base, which stands at path, and returns its cells, nil where
// it has too many.
func (k *checker) baseRecord(at validate.Place, path string, b *Base) *baseCells {
	k.baseHead(at, b)
	r := buildRecords(b)
	c, err := finish(r.baseBuilder)
	if err != nil {
		at.At("units").Report(err)
		return nil
	}
	var found cells.Duplicates
	if r.overfull < 0 {
		found = r.Duplicates(c)
	}
	w := unitRules{checker: k, at: at, path: path, base: b, cells: c}
	w.units(r, found)
	w.remainder(found, 0)
	caremodel.CheckSources(at.At("sources"), b.Sources, k.day)
	return c
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
func (w *unitRules) units(r *recordBuilder, found cells.Duplicates) {
	at, b := w.at.At("units"), w.base
	if len(b.Units) == 0 {
		at.Error(validate.Required, "", "a base has at least one area")
		return
	}
	w.twins, w.odd = found, r.odd
	if r.overfull >= 0 {
		at.Index(r.overfull).At("attributes").Error(validate.TooLarge, "", fmt.Sprintf("a base has at most %d attributes", maxAttributes))
	} else {
		w.remarks = remarks(r.baseBuilder, w.cells, r.lacking(w.cells))
	}
	w.known, w.hasLast = lastInstances[b.Edition]
	w.head()
	if w.allSound() {
		return
	}
	for i := range b.Units {
		if u := &b.Units[i]; w.odd || w.marked(i) || !w.sound(u) {
			w.unit(at.Index(i), i, u)
		}
	}
}

// unitRules are the rules for one cell, with what they compare it to.
type unitRules struct {
	*checker
	at      validate.Place // of the base
	path    string
	base    *Base
	cells   *baseCells
	known   instance
	hasLast bool
	kinds   kinds
	main    kind // what most areas are
	twins   cells.Duplicates
	remarks []remark
	odd     bool     // some cell has a blank attribute, or one that cannot be written
	prefix  AreaCode // the first three characters of an ONS code that was in order
	total   int64
	told    struct {
		scheme, overflow bool
		kinds            []kind
		totals           map[AreaCode]bool
	}
}

// head checks that the base's codes are those of its edition and of its basis.
func (w *unitRules) head() {
	at := w.at
	w.kinds = countKinds(w.cells.Areas[:w.cells.Inside])
	w.main = w.kinds.most()
	if want := w.base.Edition.Entity(); want != "" && w.main.entity != "" && w.main.entity != want {
		at.At("edition").Warn(OtherEdition, string(w.base.Edition), "the codes are those of a "+string(w.main.entity))
	}
	if basis := w.base.Basis; basis == Resident && w.main.entity.isList() {
		at.At("basis").Error(validate.Conflict, basis.String(), "the codes are those of a "+string(w.main.entity)+": "+listsAreRegistered)
	}
}

// listsAreRegistered says why people of a practice and people of an area do not
// mix.
const listsAreRegistered = "a practice's list counts registered patients and not the residents of an area, " +
	"and the lists of England hold more people than live there"

// allSound is all rules for all cells in one test, by area and by profile.
func (w *unitRules) allSound() bool {
	c := w.cells
	return !w.odd && len(w.twins) == 0 && len(w.remarks) == 0 && !c.Stats.Unlikely &&
		!slices.ContainsFunc(c.Areas[:c.Inside], func(code AreaCode) bool { return !w.soundArea(code) })
}

// marked reports whether cell i is given twice, or has a remark.
func (w *unitRules) marked(i int) bool {
	_, twice := w.twins.Of(i)
	return twice || slices.ContainsFunc(w.remarks, func(r remark) bool { return r.cell == i })
}

// sound is all other rules for one cell in one test.
func (w *unitRules) sound(u *Population) bool {
	n := u.most()
	if u.People < 0 || n > maxUnit || n < u.People || w.total > math.MaxInt64-n || !w.soundArea(u.Area) {
		return false
	}
	w.total += n
	return true
}

func (w *unitRules) soundArea(c AreaCode) bool {
	if w.hasLast && c.isAfter(w.known) {
		return false
	}
	if w.main.scheme == SchemeGSS && c.isGSS() && c[:3] == w.prefix {
		return true
	}
	if k := kindOf(c); k != w.main || k.entity == EntityPseudo || w.kinds.hasTotal(k) {
		return false
	}
	if w.main.scheme == SchemeGSS && w.main.entity != "" {
		w.prefix = c[:3]
	}
	return true
}

func (w *unitRules) unit(at validate.Place, i int, u *Population) {
	if w.code(at.At("area"), u.Area) {
		w.areaOf(at.At("area"), u.Area)
	}
	w.number(at.At("people"), at.At("at_most"), u)
	w.sum(at.At("people"), max(u.People, u.AtMost))
	if w.odd {
		w.attributes(at.At("attributes"), u.Attributes)
	}
	if earlier, ok := w.twins.Of(i); ok {
		at.Error(validate.Duplicate, string(u.Area), fmt.Sprintf("%s.units[%d] is the same area%s", w.path, earlier, withAttributes(u.Attributes)))
	}
	for _, r := range w.remarks {
		switch {
		case r.cell != i:
		case r.attribute == "":
			at.At("people").Warn(r.code, r.value, r.detail)
		default:
			at.At("attributes").Warn(r.code, r.value, r.detail)
		}
	}
}

// areaOf checks that a code is no total of the others, and is of the base's edition,
// scheme, kind and country. The last three are said once for each kind that is odd:
// where they fail for one code they mostly fail for many.
func (w *unitRules) areaOf(at validate.Place, c AreaCode) {
	k := kindOf(c)
	switch {
	case k.entity == EntityPseudo:
		at.Warn(Outside, string(c), "a pseudo code is no area: put its people in the remainder")
	case w.kinds.hasTotal(k):
		if !w.told.totals[c] {
			if w.told.totals == nil {
				w.told.totals = map[AreaCode]bool{}
			}
			w.told.totals[c] = true
			at.Error(MixedSchemes, string(c), k.aTotal())
		}
	case k.scheme != w.main.scheme:
		if !w.told.scheme {
			w.told.scheme = true
			odd := w.kinds.list(func(k kind) bool { return k.scheme != w.main.scheme && !w.kinds.hasTotal(k) })
			at.Error(MixedSchemes, string(c), "a base has codes of one scheme: most are of the scheme "+w.main.scheme.String()+", not "+odd+mixedLists(k.entity, w.main.entity))
		}
	case w.hasLast && c.isAfter(w.known):
		at.Error(OtherEdition, string(c), "this code belongs to another edition: it was given out after "+string(w.base.Edition))
	case k != w.main && !slices.Contains(w.told.kinds, k):
		w.told.kinds = append(w.told.kinds, k)
		w.otherKind(at, c, k)
	}
}

// otherKind says that areas are of another kind, or of another country, than most.
func (w *unitRules) otherKind(at validate.Place, c AreaCode, k kind) {
	odd := ", not " + w.kinds.list(func(other kind) bool { return other == k })
	if k.entity != w.main.entity {
		const none = "no kind that is known here"
		at.Warn(MixedSchemes, string(c), "the base has areas of several kinds, which may hold the same people: most are of "+or(w.main.entity, none)+odd+" of "+or(k.entity, none))
	}
	if k.country != w.main.country {
		const none = "no country by their codes"
		at.Warn(Outside, string(c), "the base has areas of several countries: most are of "+or(w.main.country, none)+odd+" of "+or(k.country, none))
	}
}

// number checks how many people a cell has.
func (k *checker) number(people, atMost validate.Place, u *Population) {
	k.people(people, u.People)
	switch {
	case u.AtMost == 0:
	case u.AtMost < u.People:
		atMost.Error(validate.Conflict, strconv.FormatInt(u.AtMost, 10), "the cell has more people than that: "+strconv.FormatInt(u.People, 10))
	case u.People <= maxUnit:
		k.people(atMost, u.AtMost)
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
	if n <= 0 || w.told.overflow {
		return
	}
	if w.total > math.MaxInt64-n {
		w.told.overflow = true
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

func withAttributes(attributes map[string]string) string {
	if len(attributes) == 0 {
		return ""
	}
	return " with the same attributes"
}

// remainder checks the people outside every unit from the one at first on. Their cells
// come after those of the units; those before first are of a table.
func (w *unitRules) remainder(found cells.Duplicates, first int) {
	at, units := w.at.At("remainder"), w.cells.UnitCells
	for i := range w.base.Remainder[first:] {
		r := &w.base.Remainder[first+i]
		if w.code(at.Index(i).At("area"), r.Area) && w.cells.Number(r.Area) >= 0 {
			at.Index(i).At("area").Error(validate.Conflict, string(r.Area), "the base has this area among its units; a remainder is what lies outside them")
		}
		w.number(at.Index(i).At("people"), at.Index(i).At("at_most"), r)
		w.attributes(at.Index(i).At("attributes"), r.Attributes)
		if earlier, ok := found.Of(units + first + i); ok {
			detail := fmt.Sprintf("%s.remainder[%d] is the same area%s", w.path, earlier-units-first, withAttributes(r.Attributes))
			if earlier < units+first {
				detail = "the table has the same area" + withAttributes(r.Attributes)
			}
			at.Index(i).Error(validate.Duplicate, string(r.Area), detail)
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

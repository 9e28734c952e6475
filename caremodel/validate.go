package caremodel

import (
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fold"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/near"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// mostPractices is more general practices than any vanguard could have: England
// had 8,000 in 2015.
const mostPractices = 8000

// Validate checks every rule that needs no clock and returns all violations, in
// the order of the records, then of the rules. Errors are what [NewProgramme]
// refuses:
//
//   - a missing slug, name, category code, wave name or date of a wave, and a
//     programme without categories;
//   - a slug, code, kind, key or address that is not of its form, a name with
//     blanks at its ends or line breaks, and a text that is not valid UTF-8, has
//     control characters or is longer than 64 KiB;
//   - a slug, id, name, category or wave that is given twice;
//   - a category or wave that the programme does not define, with the nearest
//     that it does;
//   - a programme that ends before it starts;
//   - a merger into no vanguard, into itself or in a circle, and a stage that
//     contradicts it;
//   - a partner, an initiative or a person without a name, one listed twice, a
//     person without a role or whose role ends before it begins, text that is not
//     an ODS code, a fact without a key or a value, or of an unknown vanguard;
//   - a source for a field that its record does not have;
//   - a number below zero.
//
// Warnings do not prevent the record from being used: a record without a source;
// an announcement on another day than its wave's, or outside the programme; a
// slug, an alias or a part of a name to which another vanguard answers too; a
// partner whose kind is nearly one of the constants, or whose ODS code does not
// have the shape of its kind; a number of practices beyond any likelihood.
func (d Definition) Validate() validate.Violations { return d.validate(Date{}) }

// ValidateAsOf checks what [Definition.Validate] does, and that no announcement,
// fact or source is dated after day. The start and the end of a programme may be.
// If day is unset, dates in the future are not reported.
func (d Definition) ValidateAsOf(day Date) validate.Violations { return d.validate(day) }

func (d Definition) validate(day Date) validate.Violations {
	var c validate.Checker
	k := checker{Checker: &c, d: d, day: day}
	k.head()
	k.taxonomy = newTaxonomy(&c, d.Categories)
	k.categories()
	k.waves()
	k.vanguards()
	k.people()
	k.facts()
	k.sources(c.At("sources"), d.Sources, definitionFields)
	return c.Violations()
}

// checker holds what the rules look up while they walk a definition.
type checker struct {
	*validate.Checker
	d   Definition
	day Date // zero = no rule about the future

	taxonomy *Taxonomy
	wave     map[string]Date
	slugs    map[string]int
	own      []VanguardID // of each vanguard, as the programme will have it
	ids      map[VanguardID]int
	names    map[string]int // folded names, then slugs and aliases, to their vanguard
	circular []bool         // of each vanguard, whether its mergers lead back to it
}

func (k *checker) head() {
	checkSlug(k.At("slug"), k.d.Slug)
	form.Name(k.At("name"), k.d.Name)
	if k.backwards() {
		k.At("ends").Error(validate.Order, k.d.Ends.String(), "the programme starts later, on "+k.d.Starts.String())
	}
}

func (k *checker) categories() {
	if len(k.d.Categories) == 0 {
		k.At("categories").Error(validate.Required, "", "define at least one category; EnglandCategories are those of England's vanguards")
	}
}

func (k *checker) waves() {
	k.wave = make(map[string]Date, len(k.d.Waves))
	for i, w := range k.d.Waves {
		at := k.At("waves").Index(i)
		form.Name(at.At("name"), w.Name)
		if _, taken := k.wave[w.Name]; taken {
			at.At("name").Error(validate.Duplicate, w.Name, "another wave has this name")
		} else if w.Name != "" {
			k.wave[w.Name] = w.Announced
		}
		if w.Announced.IsZero() {
			at.At("announced").Error(validate.Required, "", "give the day of the announcement")
		}
		k.announced(at, w.Announced)
		w.Source.Check(at.At("source"), k.day, waveFields...)
	}
}

func (k *checker) vanguards() {
	n := len(k.d.Vanguards)
	k.slugs, k.ids, k.names = make(map[string]int, n), make(map[VanguardID]int, n), make(map[string]int, 4*n)
	k.own = make([]VanguardID, n)
	for i, v := range k.d.Vanguards {
		k.own[i] = effectiveID(k.d.Slug, v)
		if _, taken := k.ids[k.own[i]]; !taken {
			k.ids[k.own[i]] = i
		}
	}
	k.circular = k.circles()
	for i, v := range k.d.Vanguards {
		k.vanguard(k.At("vanguards").Index(i), i, v)
	}
	k.answers()
}

// effectiveID is the identifier that the programme gives v.
func effectiveID(programme string, v Vanguard) VanguardID {
	if v.ID.IsZero() {
		return VanguardIDFor(programme, v.Slug)
	}
	return v.ID
}

func (k *checker) vanguard(at validate.Place, i int, v Vanguard) {
	k.identity(at, i, v)
	k.place(at, v)
	if v.PartnerList > ListExamples {
		at.At("partner_list").Error(validate.Range, v.PartnerList.String(), "no such extent of a list")
	}
	k.partners(at.At("partners"), v.Partners)
	switch {
	case v.GPPractices < 0:
		at.At("gp_practices").Error(validate.Range, itoa(v.GPPractices), "a number of practices is 1 or more; leave out what is not known")
	case v.GPPractices > mostPractices:
		at.At("gp_practices").Warn(validate.Unlikely, itoa(v.GPPractices), "more practices than England has")
	}
	k.stage(at, i, v)
	for j, in := range v.Initiatives {
		k.initiative(at.At("initiatives").Index(j), in)
	}
	CheckSources(at.At("sources"), v.Sources, k.day, vanguardFields...)
}

// identity checks what tells a vanguard from every other.
func (k *checker) identity(at validate.Place, i int, v Vanguard) {
	slugAt := at.At("slug")
	checkSlug(slugAt, v.Slug)
	first, taken := k.slugs[v.Slug]
	switch {
	case v.Slug == "":
	case taken:
		slugAt.Error(validate.Duplicate, v.Slug, "vanguards["+itoa(first)+"] has this slug already")
	default:
		k.slugs[v.Slug] = i
	}
	if first := k.ids[k.own[i]]; first != i && !taken && !(v.Slug == "" && v.ID.IsZero()) {
		at.At("id").Error(validate.Duplicate, k.own[i].String(), "vanguards["+itoa(first)+"] has this id already")
	}
	form.Name(at.At("name"), v.Name)
	key := fold.Key(v.Name)
	if first, taken := k.names[key]; taken && key != "" {
		at.At("name").Error(validate.Duplicate, v.Name, "vanguards["+itoa(first)+"] has this name already; letter case and punctuation do not tell names apart")
	} else if key != "" {
		k.names[key] = i
	}
	for j, alias := range v.Aliases {
		form.Name(at.At("aliases").Index(j), alias)
	}
}

// place checks where a vanguard stands in the programme.
func (k *checker) place(at validate.Place, v Vanguard) {
	switch _, known := k.taxonomy.index[v.Category]; {
	case v.Category == "":
		at.At("category").Error(validate.Required, "", "give one of the programme's categories")
	case !known && len(k.d.Categories) > 0: // one without any is told so once
		at.At("category").Error(validate.Unknown, string(v.Category), k.categoryHint(string(v.Category)))
	}
	announced, known := k.wave[v.Wave]
	if v.Wave != "" && !known {
		at.At("wave").Error(validate.Unknown, v.Wave, k.waveHint(v.Wave))
	}
	form.Text(at.At("area"), v.Area)
	form.Text(at.At("region"), v.Region)
	form.Text(at.At("host"), v.Host)
	if known && v.Announced == announced {
		return // what is odd about it is told of the wave
	}
	if known && !v.Announced.IsZero() && !announced.IsZero() {
		at.At("announced").Warn(validate.Conflict, v.Announced.String(), "its wave was announced on "+announced.String())
	}
	k.announced(at, v.Announced)
}

func (k *checker) initiative(at validate.Place, in Initiative) {
	form.Name(at.At("title"), in.Title)
	form.Text(at.At("kind"), in.Kind)
	for i, role := range in.StaffRoles {
		form.Name(at.At("staff_roles").Index(i), role)
	}
	for i, condition := range in.Conditions {
		form.Name(at.At("conditions").Index(i), condition)
	}
	k.sources(at.At("sources"), in.Sources, initiativeFields)
}

// hint reports whether it is worth the while to search for the nearest name.
func (k *checker) hint() bool {
	return !k.Full(validate.SeverityError, validate.Unknown)
}

// categoryHint names the code that the taxonomy's Parse would give.
func (k *checker) categoryHint(text string) string {
	if !k.hint() {
		return "no such category"
	}
	if c, err := k.taxonomy.Parse(text); err == nil {
		return "write the category's code, " + validate.Quote(string(c))
	}
	return k.taxonomy.hint(text)
}

func (k *checker) waveHint(text string) string {
	if !k.hint() {
		return "no such wave"
	}
	var names []string
	for _, w := range k.d.Waves {
		if strings.EqualFold(w.Name, text) {
			return "write the wave's name as it is defined, " + validate.Quote(w.Name)
		}
		names = append(names, w.Name)
	}
	if best, ok := near.Best(text, values(names)); ok {
		return "no such wave; the nearest is " + validate.Quote(best)
	}
	if len(names) == 0 {
		return "no such wave: the programme defines none"
	}
	return "no such wave; there are " + listed(names)
}

func (k *checker) announced(at validate.Place, d Date) {
	if d.IsZero() {
		return
	}
	at = at.At("announced")
	k.future(at, d)
	if k.backwards() {
		return // that is told once
	}
	if !k.d.Starts.IsZero() && d.Before(k.d.Starts) {
		at.Warn(validate.Range, d.String(), "before the programme starts, on "+k.d.Starts.String())
	}
	if !k.d.Ends.IsZero() && d.After(k.d.Ends) {
		at.Warn(validate.Range, d.String(), "after the programme ends, on "+k.d.Ends.String())
	}
}

// backwards reports whether the programme ends before it starts.
func (k *checker) backwards() bool {
	return !k.d.Starts.IsZero() && !k.d.Ends.IsZero() && k.d.Ends.Before(k.d.Starts)
}

func (k *checker) future(at validate.Place, d Date) {
	if !k.day.IsZero() && d.After(k.day) {
		at.Error(validate.Future, d.String(), "after "+k.day.String()+", the day of this check")
	}
}

func (k *checker) stage(at validate.Place, i int, v Vanguard) {
	if v.Stage > StageWithdrawn {
		at.At("stage").Error(validate.Range, v.Stage.String(), "no such stage")
	}
	into := at.At("merged_into")
	if v.MergedInto.IsZero() {
		if v.Stage == StageMerged {
			into.Error(validate.Required, "", "say into which vanguard it went")
		}
		return
	}
	if v.Stage != StageMerged {
		at.At("stage").Error(validate.Conflict, v.Stage.String(), `a vanguard that went into another is at stage "merged"`)
	}
	switch _, known := k.ids[v.MergedInto]; {
	case !known:
		into.Error(validate.Unknown, v.MergedInto.String(), "no vanguard of this programme has this id")
	case k.own[i] == v.MergedInto:
		into.Error(validate.Conflict, v.MergedInto.String(), "a vanguard cannot go into itself")
	case k.circular[i]:
		into.Error(validate.Conflict, v.MergedInto.String(), "the mergers go round in a circle")
	}
}

// circles walks every chain of mergers once.
func (k *checker) circles() []bool {
	circular := make([]bool, len(k.d.Vanguards))
	walk := make([]int, len(k.d.Vanguards)) // by which walk a vanguard was come to; 0 = by none
	for i := range k.d.Vanguards {
		j := i
		for j >= 0 && walk[j] == 0 {
			walk[j] = i + 1
			j = k.mergedInto(j)
		}
		if j < 0 || walk[j] != i+1 {
			continue
		}
		for !circular[j] {
			circular[j] = true
			j = k.mergedInto(j)
		}
	}
	return circular
}

// mergedInto returns the vanguard that vanguard i went into, or -1.
func (k *checker) mergedInto(i int) int {
	into := k.d.Vanguards[i].MergedInto
	if j, known := k.ids[into]; known && !into.IsZero() {
		return j
	}
	return -1
}

// answers warns of slugs, aliases and parts of names to which another vanguard
// answers too. It comes after all names are known, because a name takes
// precedence wherever it stands, and of the rest the earlier.
func (k *checker) answers() {
	for i, v := range k.d.Vanguards {
		if k.slugs[v.Slug] == i { // a slug given twice is told already
			k.answer(k.At("vanguards").Index(i).At("slug"), i, v.Slug)
		}
	}
	for i, v := range k.d.Vanguards {
		for j, alias := range v.Aliases {
			k.answer(k.At("vanguards").Index(i).At("aliases").Index(j), i, alias)
		}
	}
	for i, v := range k.d.Vanguards {
		at := k.At("vanguards").Index(i)
		if k.names[fold.Key(v.Name)] == i {
			k.answer(at.At("name"), i, fold.Parts(v.Name)...)
		}
		for j, alias := range v.Aliases {
			if k.names[fold.Key(alias)] == i {
				k.answer(at.At("aliases").Index(j), i, fold.Parts(alias)...)
			}
		}
	}
}

func (k *checker) answer(at validate.Place, i int, texts ...string) {
	for _, text := range texts {
		key := fold.Key(text)
		first, taken := k.names[key]
		switch {
		case key == "":
		case !taken:
			k.names[key] = i
		case first != i:
			at.Warn(validate.Conflict, text, "vanguards["+itoa(first)+"] answers to this too, so that Find tells the two apart by slug only")
		}
	}
}

func (k *checker) partners(at validate.Place, partners []Partner) {
	var seen map[string]bool
	if len(partners) > 1 {
		seen = make(map[string]bool, len(partners))
	}
	for i, p := range partners {
		at := at.Index(i)
		form.Name(at.At("organisation"), p.Organisation)
		if key := fold.Key(p.Organisation); key != "" && seen != nil {
			if seen[key] {
				at.At("organisation").Error(validate.Duplicate, p.Organisation, "this vanguard lists the organisation already; one partner may have several sources")
			}
			seen[key] = true
		}
		checkKind(at.At("kind"), string(p.Kind))
		k.partnerCode(at.At("code"), p)
		k.sources(at.At("sources"), p.Sources, partnerFields)
	}
}

func (k *checker) partnerCode(at validate.Place, p Partner) {
	if p.Code == "" {
		return
	}
	if _, err := ParseODSCode(string(p.Code)); err != nil {
		at.Report(err)
		return
	}
	var shapes []string
	switch p.Kind {
	case PartnerCCG:
		shapes = []string{"99A", "A9A9A"}
	case PartnerTrust, PartnerFoundationTrust, PartnerAmbulance:
		shapes = []string{"RXX", "TAA"}
	default:
		return
	}
	if slices.ContainsFunc(shapes, p.Code.has) {
		return
	}
	at.Warn(validate.Unlikely, string(p.Code), "codes of a "+string(p.Kind)+" do not have this shape")
}

func (k *checker) facts() {
	for i, f := range k.d.Facts {
		at := k.At("facts").Index(i)
		checkKey(at.At("key"), f.Key)
		switch {
		case f.Bound > NotStated:
			at.At("bound").Error(validate.Range, f.Bound.String(), "no such bound")
		case f.Value == "" && f.Bound != NotStated:
			at.At("value").Error(validate.Required, "", "give the fact's value")
		case f.Value != "" && f.Bound == NotStated:
			at.At("bound").Error(validate.Conflict, f.Bound.String(), "the fact has a value")
		}
		if _, known := k.ids[f.Vanguard]; !known && !f.Vanguard.IsZero() {
			at.At("vanguard").Error(validate.Unknown, f.Vanguard.String(), "no vanguard of this programme has this id")
		}
		form.Text(at.At("value"), f.Value)
		form.Text(at.At("unit"), f.Unit)
		form.Text(at.At("note"), f.Note)
		k.future(at.At("as_at"), f.AsAt)
		f.Source.Check(at.At("source"), k.day, factFields...)
	}
}

func (k *checker) sources(at validate.Place, sources []Source, fields []string) {
	for i, s := range sources {
		s.Check(at.Index(i), k.day, fields...)
	}
}

// The fields for which a source of these records may stand.
var (
	definitionFields = wire.Fields[Definition]()
	waveFields       = wire.Fields[Wave]()
	vanguardFields   = wire.Fields[Vanguard]()
	partnerFields    = wire.Fields[Partner]()
	initiativeFields = wire.Fields[Initiative]()
	factFields       = wire.Fields[Fact]()
)

package evaluation

import (
	"iter"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/filters"
	"github.com/newcaremodels/newcaremodels/internal/fold"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/key"
)

// Validate checks every rule that needs no clock and returns all violations, in
// the order of the records, then of the rules. Errors are what [NewEvidence]
// refuses:
//
//   - an unknown vanguard, category, measure, study or group; a measure, study,
//     group or result given twice or without its key; a study without a design, a
//     result without a kind; a value that is not one of the constants;
//   - a group of nobody: no vanguards, categories, size, sites or people, and not
//     outside the programme; a group within itself;
//   - a period that ends before it starts; events, exposure or people below 0;
//   - a figure without its scale, or on one that its kind cannot have; limits the
//     wrong way round; an estimate outside its limits by more than rounding in
//     print; a ratio that is not above 0, a percent change below -100;
//   - limits without a confidence; a confidence or p outside 0 to 1;
//   - no figure, reading or conclusion at all;
//   - words that contradict the figures: a reading against the order of good and
//     bad of the measure, a conclusion against the limits or the p value;
//   - two results of one study, group, measure, period, kind, scale, unit and
//     adjustment, unless they are of two sources ([ConflictFigure]);
//   - a result without a source, its study's included; a text or an address that
//     cannot be written.
//
// Warnings do not prevent the record from being used: a percent change whose
// limits are both above 0 with 1 between them (perhaps a ratio); a ratio beyond
// 1/20 to 20; an effect without a comparator; a dashboard without a baseline or
// comparator; a result that ends before the programme; one that was not checked,
// or second hand; an evaluator that is part of the vanguard and called
// independent; a group whose size is not that of its list; a relation or risk of
// bias without its source.
//
// A study, group or measure that is unknown is reported once for a result, and not
// again by every rule that needs it.
func (r Record) Validate(p *caremodel.Programme) validate.Violations {
	return r.check(p, caremodel.Date{}).Violations()
}

// ValidateAsOf checks what [Record.Validate] does, and that nothing is dated after
// day: periods, unless they are those of forecasts, and sources. If day is unset,
// dates in the future are not reported.
func (r Record) ValidateAsOf(p *caremodel.Programme, day caremodel.Date) validate.Violations {
	return r.check(p, day).Violations()
}

// check applies the rules. What it gathered is for the index of a sound record.
func (r Record) check(p *caremodel.Programme, day caremodel.Date) *checker {
	k := &checker{Checker: new(validate.Checker), programme: p, record: &r, day: day}
	if p == nil {
		k.At("programme").Error(validate.Required, "", "a record is checked against a programme, and there is none")
		return k
	}
	k.vanguards, k.starts = filters.Of(p), startOf(p)
	k.measures()
	k.studies()
	k.results()
	return k
}

// startOf returns the first day of a programme, or of its first vanguards where
// it does not say.
func startOf(p *caremodel.Programme) caremodel.Date {
	first := p.Definition().Starts
	if first.IsZero() {
		for w := range p.Waves() {
			if first.IsZero() || before(w.Announced, first) {
				first = w.Announced
			}
		}
	}
	return first
}

// checker holds what the rules look up while they walk a record.
type checker struct {
	*validate.Checker
	programme *caremodel.Programme
	vanguards *filters.Programme
	record    *Record
	day       caremodel.Date // zero = no rule about the future
	starts    caremodel.Date // of the programme; zero = not known

	definitions []MeasureDefinition
	byMeasure   map[Measure]int
	byStudy     map[StudyID]int
	byGroup     []map[GroupID]int // by study
	byResult    map[ResultID]int
	placed      []placed // of each result
}

// hint says that there is no such thing, and what was probably meant: to find that takes
// a walk over all names.
func hint[T ~string](k *checker, noun string, name T, all iter.Seq[T]) string {
	if k.Full(validate.SeverityError, validate.Unknown) {
		return "no such " + noun
	}
	return filters.Names[T]{Noun: noun, All: all}.Hint(name)
}

// A place costs more than most rules. What follows is called with a field's name, and
// makes the field's place only where a rule is broken.

// key checks a key that must be given, and reports whether it is one.
func (k *checker) key(at validate.Place, text string) bool {
	if text == "" {
		at.At("id").Error(validate.Required, "", "this must be given")
		return false
	}
	if fault := key.Fault(text); fault != "" {
		at.At("id").Error(validate.Format, text, fault)
		return false
	}
	return true
}

// text checks a text that may be left out.
func text(at validate.Place, field, text string) {
	if !form.IsText(text) {
		form.Text(at.At(field), text)
	}
}

// word checks a text of an open set, which may be blank.
func word(at validate.Place, field, text string) {
	if text != "" && !form.Word(text, '-') {
		at.At(field).Error(validate.Format, text, `write lower-case letters, digits and single hyphens between them: "care-home-residents"`)
	}
}

// closed checks a value of a closed set; zero is for the caller to judge.
func closed[T interface {
	~uint8
	String() string
}](at validate.Place, field string, v, last T, what string) {
	if v > last {
		at.At(field).Error(validate.Range, v.String(), "no such "+what)
	}
}

func notNegative[T int | int64](at validate.Place, field string, n T, what string) {
	if n < 0 {
		at.At(field).Error(validate.Range, strconv.FormatInt(int64(n), 10), what+" is at least 0")
	}
}

// period checks a period. A forecast may end after the day of the check.
func (k *checker) period(at validate.Place, field string, p Period, forecast bool) {
	if !form.IsText(p.Words) {
		form.Text(at.At(field).At("words"), p.Words)
	}
	if p.reversed() {
		at.At(field).Error(validate.Order, p.String(), "the period ends before it starts")
	}
	if forecast || k.day.IsZero() {
		return
	}
	for _, end := range [...]struct {
		name string
		day  caremodel.Date
	}{{"from", p.From}, {"until", p.Until}} {
		if end.day.After(k.day) {
			at.At(field).At(end.name).Error(validate.Future, end.day.String(), "after "+k.day.String()+", the day of this check")
		}
	}
}

// source checks a source that may be missing.
func (k *checker) source(at validate.Place, field string, s caremodel.Source) {
	if !s.IsZero() {
		s.Check(at.At(field), k.day)
	}
}

// measures checks the definitions of measures.
func (k *checker) measures() {
	k.definitions = k.record.measures()
	k.byMeasure = make(map[Measure]int, len(k.definitions))
	for i := range k.definitions {
		if _, twice := k.byMeasure[k.definitions[i].Code]; !twice {
			k.byMeasure[k.definitions[i].Code] = i
		}
	}
	if len(k.record.Measures) == 0 {
		return
	}
	names := make(map[string]int, len(k.definitions)) // by all their names, folded
	for i := range k.definitions {
		k.measure(k.At("measures").Index(i), i, names)
	}
}

func (k *checker) measure(at validate.Place, i int, names map[string]int) {
	d := &k.definitions[i]
	switch {
	case d.Code == "":
		at.At("code").Error(validate.Required, "", "this must be given")
	case k.byMeasure[d.Code] != i:
		at.At("code").Error(validate.Duplicate, string(d.Code), "measures["+strconv.Itoa(k.byMeasure[d.Code])+"] has this code already")
	default:
		word(at, "code", string(d.Code))
	}
	form.Name(at.At("name"), d.Name)
	text(at, "unit", d.Unit)
	for j, alias := range d.Aliases {
		form.Name(at.At("aliases").Index(j), alias)
	}
	for j, name := range append([]string{string(d.Code), d.Name}, d.Aliases...) {
		other, taken := names[fold.Key(name)]
		if taken && other != i && j > 0 {
			at.Error(validate.Duplicate, name, "measures["+strconv.Itoa(other)+"] answers to this name")
		}
		names[fold.Key(name)] = i
	}
	if d.Better.IsZero() {
		at.At("better").Error(validate.Required, "", "say which way is good, or that there is no judgement")
	}
	closed(at, "better", d.Better, indicator.NoJudgement, "polarity")
	for j, whole := range d.PartOf {
		switch _, known := k.byMeasure[whole]; {
		case whole == d.Code:
			at.At("part_of").Index(j).Error(validate.Conflict, string(whole), "a measure is no part of itself")
		case !known:
			at.At("part_of").Index(j).Error(validate.Unknown, string(whole), k.measureHint(whole))
		}
	}
}

// measureHint says that there is no such measure, and which was meant.
func (k *checker) measureHint(m Measure) string {
	if code, ok := measureNamed(k.definitions, string(m)); ok {
		return "write the measure's code, " + validate.Quote(string(code))
	}
	return hint(k, "measure", m, codesOf(k.definitions))
}

// measureNamed returns the code of the measure that has this code, name or alias,
// however it is written.
func measureNamed(definitions []MeasureDefinition, name string) (Measure, bool) {
	folded := fold.Key(name)
	is := func(other string) bool { return fold.Key(other) == folded }
	for _, d := range definitions {
		if is(string(d.Code)) || is(d.Name) || slices.ContainsFunc(d.Aliases, is) {
			return d.Code, true
		}
	}
	return "", false
}

func codesOf(definitions []MeasureDefinition) iter.Seq[Measure] {
	return func(yield func(Measure) bool) {
		for i := range definitions {
			if !yield(definitions[i].Code) {
				return
			}
		}
	}
}

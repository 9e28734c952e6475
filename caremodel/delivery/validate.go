package delivery

import (
	"iter"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// Unled is the code of a workstream that lacks one of its two leads.
const Unled validate.Code = "delivery.unled"

// Validate checks every rule that needs no clock against programme p and returns
// all violations, in the order of the records (principles, assessments, packages,
// bodies, workstreams, barriers, milestones, sources), then of the rules. These are
// errors, for which [NewDelivery] rejects the plan:
//
//   - a principle, area, theme, body or slug in the wrong form, given twice in a
//     list, or defined without a name;
//   - a record that names an unknown vanguard, category, wave, principle or area,
//     or a body that is not in the plan's list, if it has one;
//   - a workstream without both leads ([Unled]), and a workstream or package that
//     ends before it starts;
//   - a missing title, summary, rating or day, and a value that is not one of the
//     constants;
//   - a vanguard assessed twice on one day against one principle, and a package or
//     milestone given twice;
//   - a milestone of the programme itself with a stage;
//   - a title, summary or name with line breaks or with blanks at its ends, a
//     text that is not UTF-8, has control characters or more than 64 KiB, a
//     source's address without a scheme, and a source for a field that its record
//     does not have.
//
// Warnings do not prevent the record from being used: milestones that take a
// vanguard back to an earlier stage on exact days, a vanguard whose stage is not
// that of its latest milestone, and a record without a source.
//
// With a nil programme, rules that need a programme are not checked.
func (l Plan) Validate(p *caremodel.Programme) validate.Violations {
	return l.validate(p, caremodel.Date{})
}

// ValidateAsOf checks the rules of [Plan.Validate], and that nothing was assessed,
// raised, published or reached after day. Due days may be in the future. If day is
// unset, dates in the future are not reported.
func (l Plan) ValidateAsOf(p *caremodel.Programme, day caremodel.Date) validate.Violations {
	return l.validate(p, day)
}

func (l Plan) validate(p *caremodel.Programme, day caremodel.Date) validate.Violations {
	var c validate.Checker
	k := checker{Checker: &c, p: p, day: day}
	k.principles = defined(c.At("principles"), l.Principles)
	k.assessments(l.Assessments)
	k.areas = k.packages(l.Packages)
	k.bodies = defined(c.At("bodies"), l.Bodies)
	k.workstreams(l.Workstreams)
	k.barriers(l.Barriers)
	k.milestones(l.Milestones)
	for i, s := range l.Sources {
		s.Check(c.At("sources").Index(i), day, planFields...)
	}
	return c.Violations()
}

// checker holds what the rules need while they go through a plan.
type checker struct {
	*validate.Checker
	p          *caremodel.Programme // nil = vanguards and categories are not checked
	day        caremodel.Date       // zero = no rule about the future
	principles words
	areas      words
	bodies     words           // empty = any will do
	waves      map[string]bool // of the programme, where a package needs them
}

// words are the distinct words of a list.
type words struct {
	list []string
	set  map[string]bool
}

// add adds a word and reports whether it is new.
func (w *words) add(word string) bool {
	if w.set[word] {
		return false
	}
	w.list, w.set[word] = append(w.list, word), true
	return true
}

// distinct checks a list of bodies for repetitions.
func (k *checker) distinct(at validate.Place, list []NationalBody) {
	w := words{set: make(map[string]bool, len(list))}
	for i, body := range list {
		k.body(at.Index(i), body)
		if !w.add(string(body)) && body != "" {
			at.Index(i).Error(validate.Duplicate, string(body), "it is in this list already")
		}
	}
}

// body checks a national body: if the plan lists bodies, it must be in the list.
func (k *checker) body(at validate.Place, body NationalBody) {
	switch word := string(body); {
	case len(k.bodies.list) == 0 || !form.Word(word, '-'):
		checkWord(at, word)
	case !k.bodies.set[word]:
		at.Error(validate.Unknown, word, k.nearest("the plan lists no such body", word, slices.Values(k.bodies.list)))
	}
}

// defined checks a list of words that are defined, and returns their codes.
func defined[T interface {
	words() (code, name, aim string)
}](at validate.Place, list []T) words {
	if len(list) == 0 {
		return words{}
	}
	w := words{make([]string, 0, len(list)), make(map[string]bool, len(list))}
	for i, definition := range list {
		at := at.Index(i)
		code, name, aim := definition.words()
		checkWord(at.At("code"), code)
		if !w.add(code) && code != "" {
			at.At("code").Error(validate.Duplicate, code, "it is in this list already")
		}
		form.Name(at.At("name"), name)
		form.Text(at.At("aim"), aim)
	}
	return w
}

// member checks that word is in the plan's list.
func (k *checker) member(at validate.Place, word string, w words, noun string) {
	switch {
	case word == "":
		at.Error(validate.Required, "", "name the "+noun)
	case !w.set[word]:
		at.Error(validate.Unknown, word, k.nearest("the plan lists no such "+noun, word, slices.Values(w.list)))
	}
}

// nearest returns detail with the candidate that was probably meant, if there is
// one.
func (k *checker) nearest(detail, text string, candidates iter.Seq[string]) string {
	if !k.Full(validate.SeverityError, validate.Unknown) {
		if best, ok := near.Best(text, candidates); ok {
			detail += "; the nearest is " + validate.Quote(best)
		}
	}
	return detail
}

// vanguard checks a reference to a vanguard; must says whether it is required.
func (k *checker) vanguard(at validate.Place, id caremodel.VanguardID, must bool) {
	switch {
	case id.IsZero() && must:
		at.Error(validate.Required, "", "name the vanguard")
	case !id.IsZero() && k.p != nil && !k.p.Has(id):
		at.Error(validate.Unknown, id.String(), "no vanguard of this programme has this id")
	}
}

func (k *checker) category(at validate.Place, c caremodel.Category) {
	if c == "" || k.p == nil {
		return
	}
	if _, ok := k.p.Taxonomy().Definition(c); ok {
		return
	}
	if meant, err := k.p.Taxonomy().Parse(string(c)); err == nil {
		at.Error(validate.Unknown, string(c), "write the category's code, "+validate.Quote(string(meant)))
	} else {
		at.Report(err)
	}
}

func (k *checker) future(at validate.Place, d caremodel.Date) {
	if !k.day.IsZero() && d.After(k.day) {
		at.Error(validate.Future, d.String(), "after "+k.day.String()+", the day of this check")
	}
}

// checkWord checks the form of a word like "harnessing-technology".
func checkWord(at validate.Place, word string) {
	if word == "" {
		at.Error(validate.Required, "", "this must be given")
	} else if !form.Word(word, '-') {
		at.Error(validate.Format, word, `write lower-case letters, digits and single hyphens between them, at most 80: "harnessing-technology"`)
	}
}

package delivery

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// Unled is the code of a workstream that lacks one of its two leads.
const Unled validate.Code = "delivery.unled"

// Validate checks every rule that needs no clock against programme p and returns
// all violations, in the order of the records (principles, assessments, areas,
// workstreams, barriers, milestones, sources), then of the rules. Errors are
// what [NewDelivery] refuses:
//
//   - a principle, area, theme, body or slug that is not of its form, and one
//     that a list has twice;
//   - an assessment, workstream, barrier or milestone that names a vanguard,
//     category, principle or area that there is not, with the nearest;
//   - a workstream without both leads ([Unled]), or ending before it starts;
//   - a missing title, summary, rating, stage or day, and a value off its ladder;
//   - a vanguard that is assessed twice on one day against one principle, and a
//     milestone that is given twice;
//   - a title, summary or name with line breaks or with blanks at its ends, a
//     text that is not UTF-8, has control characters or more than 64 KiB, and a
//     source's address without a scheme.
//
// Warnings are what is kept but odd: milestones of a vanguard that go back on
// the ladder of stages, where both days are sure, and a record without a source.
//
// With a nil programme, what needs one is not checked.
func (l Plan) Validate(p *caremodel.Programme) validate.Violations {
	return l.validate(p, caremodel.Date{})
}

// ValidateAsOf checks what [Plan.Validate] does, and that no assessment, barrier
// or source is dated after day. Milestones and workstreams may lie ahead. An
// unset day knows no future.
func (l Plan) ValidateAsOf(p *caremodel.Programme, day caremodel.Date) validate.Violations {
	return l.validate(p, day)
}

func (l Plan) validate(p *caremodel.Programme, day caremodel.Date) validate.Violations {
	var c validate.Checker
	k := checker{Checker: &c, p: p, day: day}
	k.principles = distinct(c.At("principles"), l.Principles)
	k.assessments(l.Assessments)
	k.areas = distinct(c.At("areas"), l.Areas)
	k.workstreams(l.Workstreams)
	k.barriers(l.Barriers)
	k.milestones(l.Milestones)
	for i, s := range l.Sources {
		s.Check(c.At("sources").Index(i), day)
	}
	return c.Violations()
}

// checker holds what the rules look up while they walk a plan.
type checker struct {
	*validate.Checker
	p          *caremodel.Programme // nil = vanguards and categories are not checked
	day        caremodel.Date       // zero = no rule about the future
	principles words
	areas      words
	hints      int // how many nearest words were looked for
}

// mostHints bounds the search for nearest words: a list of violations keeps no
// more of one code.
const mostHints = 100

// words are those of a list.
type words struct {
	list []string
	set  map[string]bool
}

// distinct checks a list of words and returns them.
func distinct[T ~string](at validate.Place, list []T) words {
	if len(list) == 0 {
		return words{}
	}
	w := words{make([]string, 0, len(list)), make(map[string]bool, len(list))}
	for i, text := range list {
		word := string(text)
		checkWord(at.Index(i), word)
		if w.set[word] && word != "" {
			at.Index(i).Error(validate.Duplicate, word, "it stands in this list already")
		}
		w.list, w.set[word] = append(w.list, word), true
	}
	return w
}

// member checks that word is one of those that the plan lists.
func (k *checker) member(at validate.Place, word string, w words, noun string) {
	if word == "" {
		at.Error(validate.Required, "", "name the "+noun)
		return
	}
	if w.set[word] {
		return
	}
	detail := "the plan lists no such " + noun
	if k.hints++; k.hints <= mostHints {
		if best, ok := near.Best(word, slices.Values(w.list)); ok {
			detail += "; the nearest is " + validate.Quote(best)
		}
	}
	at.Error(validate.Unknown, word, detail)
}

// vanguard checks a reference to a vanguard, which may have to be given.
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

// checkWord checks "harnessing-technology".
func checkWord(at validate.Place, word string) {
	if word == "" {
		at.Error(validate.Required, "", "this must be given")
	} else if !form.Word(word, '-') {
		at.Error(validate.Format, word, `write lower-case letters, digits and single hyphens between them, at most 80: "harnessing-technology"`)
	}
}

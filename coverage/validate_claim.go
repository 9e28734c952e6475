package coverage

import (
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// claims checks what publications say, not whether it is true.
func (k *checker) claims() {
	for i := range k.survey.Claims {
		k.claim(k.At("claims").Index(i), &k.survey.Claims[i])
	}
}

func (k *checker) claim(at validate.Place, c *Claim) {
	k.scope(at.At("scope"), c.Scope)
	k.amount(at, c.People, c.Share, c.Bound, false)
	if c.People > 0 && c.Share.Num > 0 && c.Share.Num <= c.Share.Den && c.contradicts(k.populations(c.Basis)) {
		at.At("share").Warn(validate.Conflict, c.Share.String(), "the claim's "+thousands(c.People)+" people are not this share of any population that it may mean")
	}
	if c.Precision < 0 {
		at.At("precision").Error(validate.Range, strconv.FormatInt(c.Precision, 10), "a precision is at least 0")
	}
	k.basis(at.At("basis"), c.Basis, false)
	k.future(at.At("as_at"), c.AsAt)
	form.Text(at.At("words"), c.Words)
	form.Text(at.At("note"), c.Note)
	c.Source.Check(at.At("source"), k.day)
}

// populations returns the people of the bases and references of a basis; the zero
// basis is any.
func (k *checker) populations(b Basis) []int64 {
	if k.denominators == nil {
		k.denominators = slices.Clone(k.survey.References)
		bases := append([]Base{k.survey.Base}, k.survey.Alternatives...)
		for i, c := range append([]*baseCells{k.cells}, k.others...) {
			if c != nil && addUp(c) == nil {
				k.denominators = append(k.denominators, Reference{Basis: bases[i].Basis, People: c.All})
			}
		}
	}
	var people []int64
	for _, r := range k.denominators {
		if r.People > 0 && (b.IsZero() || r.Basis == b) {
			people = append(people, r.People)
		}
	}
	return people
}

func (k *checker) targets() {
	for i := range k.survey.Targets {
		k.target(k.At("targets").Index(i), &k.survey.Targets[i])
	}
}

func (k *checker) target(at validate.Place, t *Target) {
	k.scope(at.At("scope"), t.Scope)
	k.amount(at, t.People, t.Share, t.Bound, true)
	if t.By.IsZero() {
		at.At("by").Error(validate.Required, "", "say by which day")
	}
	t.Source.Check(at.At("source"), k.day)
}

// amount checks the people and the share of a claim or a target, which must give
// one of them.
func (k *checker) amount(at validate.Place, people int64, share caremodel.Ratio, bound caremodel.Bound, target bool) {
	if bound > caremodel.NotStated {
		at.At("bound").Error(validate.Range, bound.String(), "no such bound")
	}
	if people < 0 {
		at.At("people").Error(validate.Range, strconv.FormatInt(people, 10), "a number of people is at least 0")
	}
	switch {
	case !share.IsZero() && (!share.Known() || share.Num < 0 || share.Num > share.Den):
		at.At("share").Error(validate.Range, fractionText(share.Num, share.Den), "a share is at least nothing and at most the whole")
	case people == 0 && share.IsZero() && (target || bound != caremodel.NotStated):
		at.At("people").Error(validate.Required, "", "give the people or the share")
	}
}

func (k *checker) asAt(at validate.Place, d caremodel.Date) {
	if d.IsZero() {
		at.Error(validate.Required, "", "say of which day the count is")
		return
	}
	k.future(at, d)
}

// scope checks that a filter names only what there is.
func (k *checker) scope(at validate.Place, f Filter) {
	if f.IsZero() {
		return
	}
	if k.names == nil {
		k.names = newFilterNames(k.programme, k.survey)
	}
	k.names.check(&f, at.At)
}

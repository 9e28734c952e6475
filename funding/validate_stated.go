package funding

import (
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/key"
)

func (k *auditor) checkStated() {
	for i := range k.l.Stated {
		s := &k.l.Stated[i]
		at := k.At("stated").Index(i)
		form.Name(at.At("name"), s.Name)
		k.scope(at.At("scope"), &s.Scope)
		if !k.day.IsZero() && s.AsAt.After(k.day) {
			at.At("as_at").Error(validate.Future, s.AsAt.String(), k.afterToday())
		}
		k.figure(figureAt{list: "stated", i: i}, &s.Figure, false)
		if unsourced(&s.Figure.Source) {
			at.At("figure").At("source").Warn(validate.Required, "", "say where this was read: a title, a publisher or an address")
		}
		if s.Items < 0 {
			at.At("items").Error(validate.Range, strconv.Itoa(s.Items), "a number of recipients is not below zero")
		}
	}
}

// scope checks that what a filter names exists. A blank text stands for what has
// none.
func (k *auditor) scope(at validate.Place, f *Filter) {
	for i, id := range f.Funds {
		if _, ok := k.funds[id]; !ok && id != "" {
			at.At("funds").Index(i).Error(validate.Unknown, string(id), "no fund has this key")
		}
	}
	for i, id := range f.Rounds {
		if _, ok := k.rounds[id]; !ok && id != "" {
			at.At("rounds").Index(i).Error(validate.Unknown, string(id), "no round has this key")
		}
	}
	for i, s := range f.Streams {
		if fault := key.Fault(string(s)); fault != "" {
			at.At("streams").Index(i).Error(validate.Format, string(s), fault)
		}
	}
	f.checkValues(at.At)
	if k.p == nil {
		namelessScope(at, f)
		return
	}
	for i, id := range f.Vanguards {
		if !k.p.Has(id) {
			at.At("vanguards").Index(i).Error(validate.Unknown, id.String(), "the programme has no vanguard with this id")
		}
	}
	for i, c := range f.Categories {
		if _, ok := k.p.Taxonomy().Definition(c); !ok {
			at.At("categories").Index(i).Error(validate.Unknown, string(c), "the programme has no such category")
		}
	}
	for i, w := range f.Waves {
		if !k.some(w, func(v *caremodel.Vanguard) string { return v.Wave }) {
			at.At("waves").Index(i).Error(validate.Unknown, w, "no vanguard is of this wave")
		}
	}
	for i, r := range f.Regions {
		if !k.some(r, func(v *caremodel.Vanguard) string { return v.Region }) {
			at.At("regions").Index(i).Error(validate.Unknown, r, "no vanguard is in this region")
		}
	}
}

// namelessScope checks the values of a filter that only a programme could confirm
// as far as a document must hold them.
func namelessScope(at validate.Place, f *Filter) {
	for i, id := range f.Vanguards {
		if id.IsZero() {
			at.At("vanguards").Index(i).Error(validate.Required, "", "the id is unset")
		}
	}
	for i, c := range f.Categories {
		form.Text(at.At("categories").Index(i), string(c))
	}
	for i, w := range f.Waves {
		form.Text(at.At("waves").Index(i), w)
	}
	for i, r := range f.Regions {
		form.Text(at.At("regions").Index(i), r)
	}
}

// some reports whether a vanguard has this text in the field; blank always passes.
func (k *auditor) some(text string, field func(*caremodel.Vanguard) string) bool {
	if text == "" {
		return true
	}
	for v := range k.p.All() {
		if field(&v) == text {
			return true
		}
	}
	return false
}

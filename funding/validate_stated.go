package funding

import (
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

func (k *auditor) checkStated() {
	for i := range k.l.Stated {
		s := &k.l.Stated[i]
		at := k.At("stated").Index(i)
		form.Name(at.At("name"), s.Name)
		k.filterNames().check(&s.Scope, at.At("scope").At)
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

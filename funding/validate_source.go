package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// unsourced reports whether a source says nothing of where to look.
func unsourced(s *caremodel.Source) bool {
	return s.Title == "" && s.Publisher == "" && s.URL == ""
}

// readable reports whether [form.Text] finds nothing wrong with a text; most are
// blank.
func readable(text string) bool { return text == "" || form.IsText(text) }

// soundSource reports whether [caremodel.Source.Check] finds nothing wrong with a
// source, but for one that says nothing: that is sound where it stands, and
// [auditor.provenance] asks for it. Neighbouring figures mostly have one source.
func (k *auditor) soundSource(s *caremodel.Source) bool {
	if unsourced(s) && s.Published.IsZero() && len(s.For) == 0 || len(s.For) == 0 && s.Equal(k.goodSource) {
		return true
	}
	sound := len(s.For) == 0 && readable(s.Title) && readable(s.Publisher) && (s.URL == "" || form.Address(s.URL)) &&
		(k.day.IsZero() || !s.Published.After(k.day))
	if sound {
		k.goodSource = *s
	}
	return sound
}

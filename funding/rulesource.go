package funding

import (
	"strings"
	"unicode"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// unsourced reports whether a source says nothing of where to look.
func unsourced(s *caremodel.Source) bool {
	return s.Title == "" && s.Publisher == "" && s.URL == ""
}

// sources checks the sources of a record that must have one.
func (k *auditor) sources(at validate.Place, sources []caremodel.Source) {
	if len(sources) == 0 {
		at.Warn(validate.Required, "", "say where this was read: a title, a publisher or an address")
	}
	for i := range sources {
		k.source(at.Index(i), sources[i])
	}
}

// soundSource reports whether nothing is wrong with a source. One that says
// nothing is sound where it stands: [auditor.provenance] asks for it.
func (k *auditor) soundSource(s *caremodel.Source) bool {
	if s.URL != "" && s.URL != k.goodURL {
		if !addressed(s.URL) {
			return false
		}
		k.goodURL = s.URL
	}
	return k.day.IsZero() || !s.Published.After(k.day)
}

// addressed reports whether an address has a scheme and no blanks.
func addressed(url string) bool {
	return strings.Contains(url, "://") && !strings.ContainsFunc(url, unicode.IsSpace)
}

// source reports what is wrong with a source.
func (k *auditor) source(at validate.Place, s caremodel.Source) {
	if s.URL != "" && !addressed(s.URL) {
		at.At("url").Error(validate.Format, s.URL, `write an address with its scheme and without blanks, as in "https://www.england.nhs.uk/"`)
	}
	if !k.day.IsZero() && s.Published.After(k.day) {
		at.At("published").Error(validate.Future, s.Published.String(), k.afterToday())
	}
}

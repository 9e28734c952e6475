package caremodel

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// Source is where a fact was read. A source needs a title, a publisher or an
// address; a fact without any source is reported by Validate.
type Source struct {
	// Title is that of the page, document or table.
	Title string `json:"title,omitzero"`
	// Publisher is who published it.
	Publisher string `json:"publisher,omitzero"`
	// URL is its address, with a scheme.
	URL string `json:"url,omitzero"`
	// Published is when; zero = not known.
	Published Date `json:"published,omitzero"`
}

// IsZero reports whether nothing of the source is given.
func (s Source) IsZero() bool { return s == Source{} }

// Check records at this place what is wrong with a source that should be given,
// as the Validate methods of this library do: a warning when it says nothing of
// where to look, an error for an address without a scheme or with blanks, for a
// text that cannot be written to a document, and for one that was published after
// day. A zero day knows no future. Callers use it for records of their own.
func (s Source) Check(at validate.Place, day Date) {
	if s.Title == "" && s.Publisher == "" && s.URL == "" {
		at.Warn(validate.Required, "", "say where this was read: a title, a publisher or an address")
	}
	form.Text(at.At("title"), s.Title)
	form.Text(at.At("publisher"), s.Publisher)
	if s.URL != "" && !form.Address(s.URL) {
		at.At("url").Error(validate.Format, s.URL, `write an address with its scheme and without blanks, as in "https://www.england.nhs.uk/"`)
	}
	if !day.IsZero() && s.Published.After(day) {
		at.At("published").Error(validate.Future, s.Published.String(), "after "+day.String()+", the day of this check")
	}
}

// CheckSources checks the list of sources of a record that should have one, each
// as [Source.Check] does; a list without any is a warning at its place.
func CheckSources(at validate.Place, sources []Source, day Date) {
	if len(sources) == 0 {
		at.Warn(validate.Required, "", "say where this was read")
	}
	for i, s := range sources {
		s.Check(at.Index(i), day)
	}
}

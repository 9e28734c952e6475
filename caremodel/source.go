package caremodel

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/near"
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
	// For names the fields of the record for which it was read, as documents
	// write them: "gp_practices", "host"; none = the record as a whole.
	For []string `json:"for,omitempty"`
}

// IsZero reports whether every field is blank.
func (s Source) IsZero() bool {
	return s.Title == "" && s.Publisher == "" && s.URL == "" && s.Published.IsZero() && len(s.For) == 0
}

// Equal reports whether two sources say the same; no list of fields is the same
// as an empty one.
func (s Source) Equal(other Source) bool {
	return s.Title == other.Title && s.Publisher == other.Publisher && s.URL == other.URL && s.Published == other.Published &&
		slices.Equal(s.For, other.For)
}

// Check records at this place what is wrong with a source that should be given, as
// the Validate methods of this library do: a warning when it says nothing of where
// to look, an error for an address without a scheme or with blanks, for a text
// that cannot be written to a document, for one that was published after day, and
// for a field that stands twice in For or that the record does not have. If day is
// unset, dates in the future are not reported. Fields are those of the record, by
// their names in documents; without any, For is checked for its form alone.
// Callers use it for records of their own.
func (s Source) Check(at validate.Place, day Date, fields ...string) {
	if s.Title == "" && s.Publisher == "" && s.URL == "" {
		at.Warn(validate.Required, "", "say where this was read: a title, a publisher or an address")
	}
	if !form.IsText(s.Title) {
		form.Text(at.At("title"), s.Title)
	}
	if !form.IsText(s.Publisher) {
		form.Text(at.At("publisher"), s.Publisher)
	}
	if s.URL != "" && !form.Address(s.URL) {
		at.At("url").Error(validate.Format, s.URL, `write an address with its scheme and without blanks, as in "https://www.england.nhs.uk/"`)
	}
	if !day.IsZero() && s.Published.After(day) {
		at.At("published").Error(validate.Future, s.Published.String(), "after "+day.String()+", the day of this check")
	}
	for i, field := range s.For {
		s.field(at.At("for").Index(i), i, field, fields)
	}
}

// field checks field i of For.
func (s Source) field(at validate.Place, i int, field string, fields []string) {
	switch {
	case !form.Word(field, '_'):
		at.Error(validate.Format, field, `name a field of the record as documents write it: "gp_practices"`)
	case len(fields) > 0 && !slices.Contains(fields, field):
		detail := "the record has no such field"
		if best, ok := near.Best(field, slices.Values(fields)); ok {
			detail += "; the nearest is " + validate.Quote(best)
		}
		at.Error(validate.Unknown, field, detail)
	case slices.Contains(s.For[:min(i, mostFields)], field):
		at.Error(validate.Duplicate, field, "the field is in this list already")
	}
}

// mostFields is more fields than any record has.
const mostFields = 64

// CheckSources checks the list of sources of a record that should have one, each
// as [Source.Check] does; a list without any is a warning at its place.
func CheckSources(at validate.Place, sources []Source, day Date, fields ...string) {
	if len(sources) == 0 {
		at.Warn(validate.Required, "", "say where this was read")
	}
	for i, s := range sources {
		s.Check(at.Index(i), day, fields...)
	}
}

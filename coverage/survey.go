package coverage

import (
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Survey holds the records of a programme's coverage, as callers fill, store and
// send them. A survey may hold anything; [Survey.Validate] says what is wrong
// with it and [NewAtlas] refuses one that breaks a rule.
//
// The order of each list is the caller's and is kept.
type Survey struct {
	Base Base `json:"base"` // the people of each area
	// Alternatives are the same areas counted on another basis or day: registered
	// patients beside residents. Their names tell them apart.
	Alternatives []Base      `json:"alternatives,omitempty"`
	References   []Reference `json:"references,omitempty"` // populations of another basis or day, to divide by
	Crosswalks   []Crosswalk `json:"crosswalks,omitempty"` // from the editions of footprints to that of the base
	Layers       []Layer     `json:"layers,omitempty"`     // levels at which people are covered
	Footprints   []Footprint `json:"footprints,omitempty"` // which areas each vanguard covers
	Claims       []Claim     `json:"claims,omitempty"`     // what publications say
	Targets      []Target    `json:"targets,omitempty"`    // what was aimed at
}

// Format is what the "format" field of a survey's JSON document says.
const Format = "newcaremodels/survey/1"

// maxSurvey bounds a survey's JSON document: a base of every small area of
// England by age band and sex, indented, is a quarter of it.
const maxSurvey = 256 << 20

// surveyDocument is a survey as it is written.
type surveyDocument struct {
	Format string `json:"format"`
	Survey
}

// WriteJSON writes the survey as a JSON document of format
// "newcaremodels/survey/1". The writing is canonical: equal surveys give the same
// bytes, and an empty list is the same as an absent one. A survey that
// [Survey.Validate] finds in order can always be written.
func (s Survey) WriteJSON(w io.Writer) error {
	return wire.Write(w, surveyDocument{Format, s})
}

// ReadSurvey reads a JSON document of format "newcaremodels/survey/1". Vanguards
// are named by id or by slug of the programme p; a nil programme knows no slugs.
// It reports everything that is
// wrong with the document's shape, each with its path; the rules between records
// are [Survey.Validate]'s.
//
// On an error the survey holds the records with which nothing is wrong; a
// footprint or crosswalk with a spoiled element is left out whole.
//
// A document may have 256 MiB, be 32 levels deep, and hold texts of up to 1 MiB.
func ReadSurvey(r io.Reader, p *caremodel.Programme) (Survey, error) {
	s, doc := readSurvey(r, p)
	doc.DropSpoiled(&s)
	return s, doc.Violations().Err()
}

// readSurvey returns all that could be decoded, sound or not.
func readSurvey(r io.Reader, p *caremodel.Programme) (Survey, wire.Document) {
	var d surveyDocument
	options := wire.Options{Format: Format, MaxBytes: maxSurvey}
	if p != nil {
		options.Resolve = wire.Resolve(p.ID)
	}
	doc := wire.Read(r, &d, options)
	return d.Survey, doc
}

// ReadAtlas reads a JSON document as [ReadSurvey] does and builds the atlas. The
// error holds what is wrong with the document's shape and what breaks a rule, all
// of it.
func ReadAtlas(r io.Reader, p *caremodel.Programme) (*Atlas, error) {
	s, doc := readSurvey(r, p)
	if doc.Cut() {
		return nil, doc.Violations().Err()
	}
	if doc.Violations().Len() > 0 {
		return nil, doc.Join(s.Validate(p)).Err()
	}
	return NewAtlas(p, s)
}

// Claim is what a publication says about how many people are covered: "more than
// five million, around nine per cent". It is kept beside the recomputed figure
// and never added to anything.
type Claim struct {
	// Scope is what the claim speaks of; the zero Scope is the whole programme.
	Scope Filter `json:"scope,omitzero"`
	// People is how many; 0 = the claim gives only a share.
	People int64 `json:"people,omitzero"`
	// Precision is half the width of what the source rounds to, in people: five
	// million is ±500,000.
	Precision int64 `json:"precision,omitzero"`
	// Share is the claimed share of the population; 0/0 = the claim gives only
	// people.
	Share caremodel.Ratio `json:"share,omitzero"`
	// Bound is how the source puts it: "more than five million" is AtLeast.
	Bound caremodel.Bound `json:"bound,omitzero"`
	// Basis says which people; zero = not stated, and the claim is tried on every
	// basis that the survey has.
	Basis Basis `json:"basis,omitzero"`
	// AsAt is the day of which the claim speaks; zero = not stated.
	AsAt caremodel.Date `json:"as_at,omitzero"`
	// Words are the claim in few words.
	Words string `json:"words,omitzero"`
	// Note says what may explain that the recomputed figure is another, or why there is
	// none.
	Note   string           `json:"note,omitzero"`
	Source caremodel.Source `json:"source,omitzero"` // where it was read
}

// Target is how many people are to be covered by a day: half of England by 2020.
type Target struct {
	// Scope is what is to cover them; the zero Scope is the whole programme.
	Scope Filter `json:"scope,omitzero"`
	// Share is the share of the population; 0/0 = the target is a number of
	// people.
	Share caremodel.Ratio `json:"share,omitzero"`
	// People is how many; 0 = the target is a share.
	People int64 `json:"people,omitzero"`
	// By is the last day on which the target can be met.
	By caremodel.Date `json:"by,omitzero"`
	// Bound is how the source puts it.
	Bound  caremodel.Bound  `json:"bound,omitzero"`
	Source caremodel.Source `json:"source,omitzero"` // where it was read
}

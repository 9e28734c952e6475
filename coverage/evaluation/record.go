package evaluation

import (
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Record holds what was published about the results of a programme, as callers
// fill, store and send it. A record may hold anything; [Record.Validate] says what
// is wrong with it and [NewEvidence] refuses one that breaks a rule.
//
// The order of each list is the caller's and is kept.
type Record struct {
	// Measures are what results measure; none = [EnglandMeasures].
	Measures []MeasureDefinition `json:"measures,omitempty"`
	Studies  []Study             `json:"studies,omitempty"` // who found it, and how
	Results  []Result            `json:"results,omitempty"` // what was found
}

// Format is what the "format" field of a record's JSON document says.
const Format = "newcaremodels/evidence/1"

// document is a record as it is written.
type document struct {
	Format string `json:"format"`
	Record
}

// WriteJSON writes the record as a JSON document of format
// "newcaremodels/evidence/1". The writing is canonical: equal records give the
// same bytes, and an empty list is the same as an absent one. A record that
// [Record.Validate] finds in order can always be written.
func (r Record) WriteJSON(w io.Writer) error {
	return wire.Write(w, document{Format, r})
}

// ReadRecord reads a JSON document of format "newcaremodels/evidence/1". Vanguards
// are named by id or by slug of the programme p; a nil programme knows no slugs.
// It reports everything that is wrong with the document's shape, each with its
// path; the rules between records are [Record.Validate]'s.
//
// On an error the record holds the measures, studies and results with which
// nothing is wrong.
//
// A document may have 64 MiB, be 32 levels deep, and hold texts of up to 1 MiB.
func ReadRecord(r io.Reader, p *caremodel.Programme) (Record, error) {
	var d document
	options := wire.Options{Format: Format}
	if p != nil {
		options.Resolve = wire.Resolve(p.ID)
	}
	doc := wire.Read(r, &d, options)
	doc.DropSpoiled(&d)
	return d.Record, doc.Violations().Err()
}

// measures returns the definitions that the record goes by.
func (r *Record) measures() []MeasureDefinition {
	if len(r.Measures) == 0 {
		return EnglandMeasures()
	}
	return r.Measures
}

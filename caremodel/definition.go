package caremodel

import (
	"io"

	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Definition is a programme as plain records, to be filled, stored and sent.
// [NewProgramme] turns it into an index.
type Definition struct {
	// Slug is the programme's short name (lower case, digits, hyphens) and the
	// name space of its vanguards' ids: England's is "england-2015".
	Slug string `json:"slug"`
	// Name is the programme's full name.
	Name string `json:"name"`
	// Starts and Ends are the programme's first and last day; zero = not known,
	// or open.
	Starts Date `json:"starts,omitzero"`
	Ends   Date `json:"ends,omitzero"` // its last day; unset = it goes on, or not known
	// Categories are the care models that its vanguards build, in its own order.
	Categories []CategoryDefinition `json:"categories"`
	// Waves are the announcements, in their order.
	Waves []Wave `json:"waves,omitempty"`
	// Vanguards are those that take part, in the programme's order.
	Vanguards []Vanguard `json:"vanguards"`
	// People are those who are named in public as leading it.
	People []Person `json:"people,omitempty"`
	// Facts are figures without a record of their own.
	Facts []Fact `json:"facts,omitempty"`
	// Sources are where the programme as a whole was read.
	Sources []Source `json:"sources,omitempty"`
}

// Format is what the "format" field of a programme's JSON document says.
const Format = "newcaremodels/programme/1"

// document is a definition as it is written.
type document struct {
	Format string `json:"format"`
	Definition
}

// WriteJSON writes the definition as a JSON document of format
// "newcaremodels/programme/1". The writing is canonical: equal definitions give
// the same bytes, and an empty list is the same as an absent one. A definition
// that [Definition.Validate] finds in order can always be written.
func (d Definition) WriteJSON(w io.Writer) error {
	if d.Categories == nil {
		d.Categories = []CategoryDefinition{}
	}
	if d.Vanguards == nil {
		d.Vanguards = []Vanguard{}
	}
	return wire.Write(w, document{Format, d})
}

// ReadDefinition reads a JSON document of format "newcaremodels/programme/1". It
// reports everything that is wrong with the document's shape: unknown fields,
// keys given twice, wrong types, texts that are no date or id, missing required
// fields, null, text that is not UTF-8, data after the end, a document that is
// cut off, each with its path. The rules between records are
// [Definition.Validate]'s.
//
// On an error the definition holds the records with which nothing is wrong.
//
// A document may have 64 MiB, be 32 levels deep, and hold texts of up to 1 MiB;
// one of another format, with 10,000 things wrong, or with 10,000 empty objects in
// its lists, is not read on. Beside the records that it returns, the reader holds
// less than 16 MiB; the records take a few times the size of a usual document, and
// at worst some twenty times. A failure of r is a [validate.Unreadable] error that
// errors.Is and errors.AsType see through.
func ReadDefinition(r io.Reader) (Definition, error) {
	d, doc := readDefinition(r)
	doc.DropSpoiled(&d)
	return d, doc.Violations().Err()
}

// readDefinition returns all that could be decoded, sound or not.
func readDefinition(r io.Reader) (Definition, wire.Document) {
	var d document
	doc := wire.Read(r, &d, wire.Options{Format: Format})
	return d.Definition, doc
}

// ReadProgramme reads a JSON document as [ReadDefinition] does and builds the
// programme. The error holds what is wrong with the document's shape and what
// breaks a rule, all of it.
func ReadProgramme(r io.Reader) (*Programme, error) {
	d, doc := readDefinition(r)
	if doc.Cut() {
		return nil, doc.Violations().Err()
	}
	found := doc.Join(d.Validate())
	if err := found.Err(); err != nil {
		return nil, err
	}
	return newProgramme(d, found), nil
}

// Wave is a group of vanguards that were announced together.
type Wave struct {
	// Name is the wave's name, unique in its programme.
	Name string `json:"name"`
	// Announced is the day of the announcement.
	Announced Date `json:"announced"`
	// Source is where that was read.
	Source Source `json:"source,omitzero"`
}

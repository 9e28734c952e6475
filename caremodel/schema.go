package caremodel

import (
	"bytes"
	_ "embed"
)

//go:embed schema.json
var schemaJSON []byte

// Schema returns the JSON Schema (draft 2020-12) of documents of format
// "newcaremodels/programme/1", a fresh copy: for editors, and for checking
// documents where this library is not at hand.
//
// The schema describes the shape of a document, which [ReadDefinition] refuses on
// the same grounds, and says with each field the rules that only
// [Definition.Validate] checks. Some faults of shape no schema can see: a key
// that stands twice in an object, a number with a point or exponent that is
// whole all the same ("1.0"), data after the end, a document or text that is too
// large or too deep. A day that the calendar does not have (2015-02-30) is seen
// by validators that take "format" as more than a remark.
func Schema() []byte { return bytes.Clone(schemaJSON) }

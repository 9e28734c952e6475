package caremodel

import (
	"bytes"
	_ "embed"
)

//go:embed schema.json
var schemaJSON []byte

// Schema returns the JSON Schema (draft 2020-12) of documents of format
// "newcaremodels/programme/1", a fresh copy: for editors, and for checking
// documents where this library is not available.
//
// The schema describes the shape of a document. Its descriptions say which rules
// only [Definition.Validate] checks. [ReadDefinition] rejects the same documents,
// and some that no schema can reject: a key that stands twice in an object, a
// number with a point or exponent that is whole all the same ("1.0"), data after
// the end, a document or text that is too large or too deep. A day that the
// calendar does not have (2015-02-30) is rejected only by validators that assert
// "format".
func Schema() []byte { return bytes.Clone(schemaJSON) }

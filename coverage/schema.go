package coverage

import (
	"bytes"
	_ "embed"
)

//go:embed schema.json
var schemaJSON []byte

// Schema returns the JSON Schema (draft 2020-12) of documents of format
// "newcaremodels/survey/1", a fresh copy: for editors, and for checking
// documents where this library is not available.
//
// The schema describes the shape of a document, which [ReadSurvey] refuses on the
// same grounds, and says with each field the rules that only [Survey.Validate]
// checks. Beside what no schema can see (see [caremodel.Schema]), it does not know
// the vanguards of a programme, nor that 3/2 is more than the whole, nor ratios of
// numbers that an int64 cannot hold.
func Schema() []byte { return bytes.Clone(schemaJSON) }

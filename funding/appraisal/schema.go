package appraisal

import (
	"bytes"
	_ "embed"
)

//go:embed schema.json
var schemaJSON []byte

// Schema returns a fresh copy of the JSON Schema (draft 2020-12) of documents of
// format "newcaremodels/case/1": for editors, and for checking documents where this
// library is not available.
//
// The schema describes the shape of a document: [ReadCase] rejects the same
// documents. The descriptions of its fields state the rules that only
// [Case.Validate] checks. Beside the faults that no schema can find (see
// [caremodel.Schema]), it does not know the vanguards of a programme.
func Schema() []byte { return bytes.Clone(schemaJSON) }

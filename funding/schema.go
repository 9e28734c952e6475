package funding

import (
	"bytes"
	_ "embed"
)

//go:embed schema.json
var schemaJSON []byte

// Schema returns the JSON Schema (draft 2020-12) of documents of format
// "newcaremodels/ledger/1", a fresh copy: for editors, and for checking
// documents where this library is not available.
//
// The schema describes the shape of a document, which [ReadLedger] refuses on the
// same grounds, and says with each field the rules that only [Ledger.Validate]
// checks. Beside what no schema can see (see [caremodel.Schema]), it does not know
// the vanguards of a programme, nor that a financial year's second year follows
// its first, nor amounts of 17 digits that [Money] cannot hold.
func Schema() []byte { return bytes.Clone(schemaJSON) }

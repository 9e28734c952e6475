package evaluation

import (
	"bytes"
	_ "embed"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/deep"
)

//go:embed data/england.json
var englandJSON []byte

// England returns the published results of NHS England's New Care Models
// programme: the records of [EnglandRecord], checked and indexed. It is built
// once, at the first call.
func England() *Evidence { return england() }

var england = sync.OnceValue(func() *Evidence { return mustEvidence(caremodel.England(), EnglandRecord()) })

// EnglandRecord returns a fresh copy of the published results of NHS England's
// New Care Models programme: controlled studies, national dashboards, forecasts
// and the claims of the vanguards themselves, each with its source and how far it
// was verified. DATA.md tells what was not entered, and why.
func EnglandRecord() Record { return deep.Copy(englandRecord()) }

var englandRecord = sync.OnceValue(func() Record { return mustRecord(englandJSON, caremodel.England()) })

// mustRecord reads an embedded document, which the tests show to be sound.
func mustRecord(document []byte, p *caremodel.Programme) Record {
	r, err := ReadRecord(bytes.NewReader(document), p)
	if err != nil {
		panic(err)
	}
	return r
}

func mustEvidence(p *caremodel.Programme, r Record) *Evidence {
	e, err := NewEvidence(p, r)
	if err != nil {
		panic(err)
	}
	return e
}

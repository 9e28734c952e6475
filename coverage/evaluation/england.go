package evaluation

import (
	_ "embed"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

//go:embed data/england.json
var englandJSON []byte

// England returns the published results of NHS England's New Care Models
// programme: the records of [EnglandRecord], checked and indexed. It is built
// once, at the first call.
func England() *Evidence { return england() }

var england = sync.OnceValue(func() *Evidence { return fault.Must(NewEvidence(caremodel.England(), EnglandRecord())) })

// EnglandRecord returns a fresh copy of the published results of NHS England's
// New Care Models programme: controlled studies, national dashboards, forecasts
// and the claims of the vanguards themselves, each with its source and how far it
// was verified. DATA.md tells what was not entered, and why.
func EnglandRecord() Record { return deep.Copy(englandRecord()) }

var englandRecord = sync.OnceValue(func() Record { return wire.MustDecode[Record](englandJSON) })

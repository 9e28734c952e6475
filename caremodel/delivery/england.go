package delivery

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

// England returns how NHS England's New Care Models programme of 2015 to 2018 was
// run, as far as its published texts say: the six principles, the eight areas of
// the support package, the barriers that vanguards named and the dated milestones.
// No text names the two leads of a workstream or rates a vanguard against a
// principle, so there are no workstreams and no assessments. It is built once, at
// the first call.
func England() *Delivery { return england() }

var england = sync.OnceValue(func() *Delivery { return fault.Must(NewDelivery(caremodel.England(), EnglandPlan())) })

// EnglandPlan returns a fresh copy of the records behind [England].
func EnglandPlan() Plan { return deep.Copy(englandPlan()) }

var englandPlan = sync.OnceValue(func() Plan { return wire.MustDecode[Plan](englandJSON) })

package delivery

import (
	"bytes"
	_ "embed"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/deep"
)

//go:embed data/england.json
var englandJSON []byte

// England returns how NHS England's New Care Models programme of 2015 to 2018
// was run, as far as its published texts say: the six principles, the eight
// areas of the support package, the barriers that vanguards named and the dated
// milestones. No text names the two leads of a workstream or rates a vanguard
// against a principle, so there are no workstreams and no assessments. It is
// built once, at the first call.
func England() *Delivery { return england() }

var england = sync.OnceValue(func() *Delivery { return mustDelivery(caremodel.England(), EnglandPlan()) })

// EnglandPlan returns a fresh copy of the records behind [England].
func EnglandPlan() Plan { return deep.Copy(englandPlan()) }

var englandPlan = sync.OnceValue(func() Plan { return mustPlan(englandJSON) })

// mustPlan reads an embedded document, which the tests show to be sound.
func mustPlan(document []byte) Plan {
	plan, err := ReadPlan(bytes.NewReader(document), caremodel.England())
	if err != nil {
		panic(err)
	}
	return plan
}

func mustDelivery(p *caremodel.Programme, plan Plan) *Delivery {
	d, err := NewDelivery(p, plan)
	if err != nil {
		panic(err)
	}
	return d
}

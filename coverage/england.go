package coverage

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

// England returns the published coverage of NHS England's New Care Models
// programme as an atlas: the records of [EnglandSurvey], checked and indexed. It
// is built once, at the first call.
//
// Its warnings are the published claims that the recomputed figures do not bear
// out; [Atlas.Reconcile] shows them all.
func England() *Atlas { return england() }

var england = sync.OnceValue(func() *Atlas { return fault.Must(NewAtlas(caremodel.England(), EnglandSurvey())) })

// EnglandSurvey returns a fresh copy of the published coverage of NHS England's
// New Care Models programme: the residents of England in mid-2015 by clinical
// commissioning group, the footprints that sources name, and what publications
// claim. DATA.md tells where each kind of figure comes from.
//
// Units are the 209 groups of April 2015 under their ODS codes, with the
// attributes "name", "region" and "gss" (the code of the Office for National
// Statistics), so that a footprint of any of them can be added. The same groups
// are there by registered patients of April to June 2015, as an alternative base.
// A footprint is [Complete] where a source says which areas the vanguard covers,
// as for the National Cancer Vanguards, and [Derived] where a group is only a
// partner. Vanguards for care homes stand aside, in the layer "care-homes".
func EnglandSurvey() Survey { return deep.Copy(englandSurvey()) }

var englandSurvey = sync.OnceValue(func() Survey { return wire.MustDecode[Survey](englandJSON) })

//go:embed data/england_succession.json
var englandSuccessionJSON []byte

// EnglandSuccession returns a fresh copy of what became of the 209 clinical
// commissioning groups of April 2015: the mergers, splits and transfers of April 2017
// to 2021 and of July 2022, when sub-ICB locations took their place, under ODS codes;
// what each area was called; and the integrated care board of each sub-ICB location.
// Shares are by count of small areas. A footprint of 2015 is counted on a base of
// 2022 by its crosswalk ([Succession.Crosswalk]), in [Survey].Crosswalks.
func EnglandSuccession() Succession {
	return deep.Copy(englandSuccession())
}

var englandSuccession = sync.OnceValue(func() Succession { return wire.MustDecode[Succession](englandSuccessionJSON) })

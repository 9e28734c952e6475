package coverage

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/internal/cells"
)

// Validate checks every rule that needs no clock and returns all violations, in
// the order of the records, then of the rules. Errors are what [NewAtlas]
// refuses:
//
//   - a base without basis, edition or day; a reference without basis or day;
//     practices in a base of residents, because their lists count registered
//     patients;
//   - text that is not an area code, codes of two schemes in one base, and a code
//     that was given out after the base's edition;
//   - a cell given twice (same area, same attributes), a number of people below
//     zero, a remainder under the code of a unit;
//   - a layer, footprint or pair of a crosswalk given twice, layers that nest in a
//     circle;
//   - a footprint without an id, a vanguard or areas, of an unknown vanguard or an
//     unlisted layer, or one that ends before it begins;
//   - an area that the base does not have, with the reason where it is known:
//     [OtherEdition] where its code is of another edition or kind, unless crosswalks
//     lead to it; an edition of a footprint to which no crosswalk leads, nor one
//     chain of them;
//   - an area twice in one footprint, unless its parts are limited to different
//     cells; cells that the area does not have; an area of another edition that
//     consists of none of the base's;
//   - a crosswalk that would make people out of nothing;
//   - a text with control characters, that is not valid UTF-8 or is longer than 64
//     KiB;
//   - a claim or target that says nothing, a share outside its range, a scope that
//     names an unknown vanguard, layer or footprint.
//
// Warnings do not prevent the record from being used: a record without a source;
// an attribute that some cells lack; areas of two kinds or two countries in one
// base; more than 100 million people in a cell; an area outside the enclosing
// layer. What a claim says against the recomputed figure is [Atlas.Reconcile]'s.
//
// A vanguard, layer or area that is unknown is reported once, and not again by
// every rule that needs it.
func (s Survey) Validate(p *caremodel.Programme) validate.Violations {
	return s.check(p, caremodel.Date{}).Violations()
}

// ValidateAsOf checks what [Survey.Validate] does, and that nothing that has
// happened is dated after day: counts, claims, sources, and the day from which a
// footprint covers its areas. A footprint's last day and a target's may be. If day
// is unset, dates in the future are not reported.
func (s Survey) ValidateAsOf(p *caremodel.Programme, day caremodel.Date) validate.Violations {
	return s.check(p, day).Violations()
}

// check applies the rules. What it gathered is for the atlas of a survey in order.
func (s Survey) check(p *caremodel.Programme, day caremodel.Date) *checker {
	k := &checker{Checker: new(validate.Checker), programme: p, survey: &s, day: day}
	k.base()
	k.alternatives()
	k.rest()
	return k
}

// maxUnit is more people than any area or practice could have: England has 55
// million.
const maxUnit = 100_000_000

// checker holds what the rules look up while they walk a survey.
type checker struct {
	*validate.Checker
	programme *caremodel.Programme
	survey    *Survey
	day       caremodel.Date // zero = no rule about the future

	cells  *baseCells   // of the base
	others []*baseCells // of the alternative bases
	areas  *baseCells   // the same, or nil where the base has no units

	layers       map[string]int                   // name to position
	finder       cells.Finder[AreaCode]           // of areas
	circles      []bool                           // by layer: whether it encloses itself; built when first asked for
	enclosing    []bitset                         // layer position to the areas of its footprints; empty for layers that enclose none
	footprints   map[FootprintID]int              // id to position
	crossed      map[AreaCode]*composed           // areas of other editions that a crosswalk brings into the base
	elsewhereIn  map[AreaCode]Edition             // areas of the crosswalks' other editions; built when first asked for
	editions     map[areaOfEdition]*composed      // areas of footprints' own editions; numbered after crossed
	routes       *editions                        // built when first asked for
	denominators []Reference                      // of the bases too; built when first asked for
	moving       map[AreaCode]bool                // codes that a crosswalk leads to themselves in part; built when first asked for
	last         []lastPart                       // by area
	sameArea     map[int32]*cellParts             // of the current footprint: areas with several parts
	names        *filterNames                     // built when first asked for
	valued       map[string]cells.AttributeOfArea // values of attributes; built when first asked for
	kinds        kinds                            // of the units; built when first asked for
}

// rest checks everything after the base, which needs a programme.
func (k *checker) rest() {
	if k.programme == nil {
		k.At("programme").Error(validate.Required, "", "a survey is checked against a programme, and there is none")
		return
	}
	k.references()
	k.crosswalks()
	k.allLayers()
	k.allFootprints()
	k.claims()
	k.targets()
}

func (k *checker) future(at validate.Place, d caremodel.Date) {
	if !k.day.IsZero() && d.After(k.day) {
		at.Error(validate.Future, d.String(), "after "+k.day.String()+", the day of this check")
	}
}

// code checks the form of an area code.
func (k *checker) code(at validate.Place, c AreaCode) bool {
	if c.valid() {
		return true
	}
	_, err := ParseAreaCode(string(c))
	at.Report(err)
	return false
}

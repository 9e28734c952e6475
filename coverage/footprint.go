package coverage

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// FootprintID is the caller's own key for a footprint: 1 to 80 bytes of UTF-8
// without control characters, compared byte for byte. The zero value, the empty
// string, is unset.
type FootprintID string

// Layer is a level at which footprints lie over each other on purpose: the
// people of a vanguard, the urgent-care network above them, the hospitals.
type Layer struct {
	// Name is what footprints refer to: "population", "network", "provider",
	// "care-homes".
	Name string `json:"name"`
	// Within is the layer that this one nests in; blank = none. An area of a
	// nested layer that no footprint of the enclosing layer has is a warning.
	Within string `json:"within,omitzero"`
	// Aside keeps the layer out of a selection unless it is named: people served
	// in care homes are not the population of an area.
	Aside bool `json:"aside,omitzero"`
}

// Footprint is the set of areas, or of practices, whose people one vanguard
// covers at one level. A vanguard may have several.
type Footprint struct {
	ID       FootprintID          `json:"id"`                // the caller's own, unique in a survey
	Vanguard caremodel.VanguardID `json:"vanguard,omitzero"` // whose it is
	// Layer is one of the survey's layers; blank only where the survey has none.
	Layer string `json:"layer,omitzero"`
	// Units are the areas and how much of each.
	Units []Part `json:"units,omitempty"`
	// Edition is the edition that the codes of Units are of; blank = the base's.
	// Areas of another edition reach the base by a crosswalk of the survey, in
	// either direction, or by a chain of crosswalks if there is exactly one, also
	// where a code stands in both editions.
	Edition Edition `json:"edition,omitzero"`
	// From and Until are the first and the last day on which it covers them; zero
	// = open.
	From  caremodel.Date `json:"from,omitzero"`
	Until caremodel.Date `json:"until,omitzero"` // last day; unset = it goes on
	// Completeness says how far the list of areas can be trusted. A claim about
	// an incomplete footprint cannot be checked unless it is below what is listed.
	Completeness Completeness `json:"completeness,omitzero"`
	// Unmatched lets Units name areas that the base does not have: each is a warning of
	// code [UnmatchedUnit] instead of an error, and with any the footprint counts as
	// [Incomplete].
	Unmatched bool               `json:"unmatched,omitzero"`
	Sources   []caremodel.Source `json:"sources,omitempty"` // where it was read
}

// Part is one area of a footprint and how much of it is covered.
type Part struct {
	Area AreaCode `json:"area"` // a unit of the base, or an area of Edition
	// Share is how much of the area's people; the zero Share is all of them. Who
	// they are is not known, so that two parts of one area may or may not be the
	// same people.
	Share Share `json:"share,omitzero"`
	// Bound is how the source puts the share. AtMost: some part of the area, at
	// most Share, so that nobody is certain. AtLeast: Share is certain, and it may
	// be everybody. NotStated: some part of the area, of a size that no source
	// gives.
	Bound caremodel.Bound `json:"bound,omitzero"`
	// Cells limits the part to those cells of the area that have all these
	// attributes: "need_segment" to "care home resident". Empty = all cells.
	Cells map[string]string `json:"cells,omitempty"`
	// Source is where the share comes from. A claim that the share was made from
	// proves nothing about it, and is reported as not independent.
	Source caremodel.Source `json:"source,omitzero"`
}

// Completeness says how far a footprint's list of areas can be trusted. The zero
// Completeness is not stated, which every calculation takes as [Complete].
type Completeness uint8

// How much of what a footprint covers is listed.
const (
	Complete   Completeness = iota + 1 // a source lists the areas
	Incomplete                         // more areas exist than are listed: every figure is a lower bound
	Derived                            // drawn from the vanguard's partners, not from a list of areas
)

var completenessNames = ladder.Names{"complete", "incomplete", "derived"}

// unmatched returns the footprints with leave to name areas that the base does not
// have.
func unmatched(list []Footprint) []Footprint {
	list = slices.Clone(list)
	for i := range list {
		list[i].Unmatched = true
	}
	return list
}

package coverage

//go:generate go run ../internal/laddergen

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Base is the population that footprints are laid on: who is counted, in which
// areas, on which day. It is the denominator of every share.
type Base struct {
	// Name is what the base is called: "England, mid-2015 residents".
	Name string `json:"name,omitzero"`
	// Basis says which people are counted.
	Basis Basis `json:"basis,omitzero"`
	// Edition says which set of areas the codes are of.
	Edition Edition `json:"edition"`
	// AsAt is the day of the count; 30 June for a mid-year estimate.
	AsAt caremodel.Date `json:"as_at,omitzero"`
	// Units are the cells that footprints can name.
	Units []Population `json:"units,omitempty"`
	// Remainder are people outside every unit, under the code of what they are
	// part of ("E40000001") or under a pseudo code ("NO2011"). They count in the
	// population, in breakdowns and in what is not covered, and are never part of
	// a footprint.
	Remainder []Population       `json:"remainder,omitempty"`
	Sources   []caremodel.Source `json:"sources,omitempty"` // where it was read
}

// Reference is a denominator of another basis or date than the base: a claim of
// "nine per cent" may have been made against it.
type Reference struct {
	// Name is what it is called: "registered patients, April to June 2015".
	Name  string         `json:"name,omitzero"`
	Basis Basis          `json:"basis,omitzero"` // how they are counted
	AsAt  caremodel.Date `json:"as_at,omitzero"` // the day of the count
	// People is the whole population, above zero.
	People int64            `json:"people"`
	Source caremodel.Source `json:"source,omitzero"` // where it was read
}

// Columns names the columns of a table of populations as its header does, without
// regard to case. Other columns are passed over.
type Columns struct {
	Area       string   `json:"area"`                 // the column of area codes: "LSOA11CD"
	People     string   `json:"people"`               // the column of counts: "total"; blank where Wide or PeopleOf names several
	Attributes []string `json:"attributes,omitempty"` // columns that become attributes, under their own names
}

// Basis says which people a figure counts. Two figures of different bases are
// never added, subtracted or divided: lists of registered patients in England
// were 57.0 million in 2015 when about 54.8 million people lived there, and by
// clinical commissioning group the one is 0.84 to 1.45 times the other. The zero
// Basis is unset.
type Basis uint8

// What people are counted by.
const (
	Resident   Basis = iota + 1 // people who live in an area (census and mid-year estimates)
	Registered                  // patients on the lists of general practices
	Weighted                    // registered patients weighted for need, as in payment formulas
	Served                      // people a service enrols, as care-home residents: never compared with an area
)

var basisNames = ladder.Names{"resident", "registered", "weighted", "served"}

// Population is one cell of a base: the people of one area, or of one
// combination of area, age band, sex and whatever else the base is cut by.
// Several cells with one area and different attributes are the normal case.
type Population struct {
	// Area is the area or practice.
	Area AreaCode `json:"area"`
	// People is how many, at least zero; at least so many where AtMost is above it.
	People int64 `json:"people"`
	// AtMost is how many there are at most where the number is not stated, as the "*"
	// of a published table; 0 = People is the number. Every figure of an atlas is then
	// known within bounds ([Estimate]).
	AtMost int64 `json:"at_most,omitzero"`
	// Attributes say which of the area's people: "age" to "75+", "imd_decile" to
	// "1". An attribute that is not known is left out, never blank. A reader may
	// let many cells share one map: treat it as read-only, and clone it to change
	// it.
	Attributes map[string]string `json:"attributes,omitempty"`
}

// most returns how many people the cell has at most.
func (p *Population) most() int64 {
	if p.AtMost != 0 {
		return p.AtMost
	}
	return p.People
}

package coverage

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Codes of rules that only this package has.
const (
	// OtherEdition: a code or a figure is of another edition than the base, and no
	// crosswalk is given.
	OtherEdition validate.Code = "coverage.edition"
	// MixedSchemes: codes of the ONS and of the ODS, or of two kinds of area, stand
	// where one is wanted.
	MixedSchemes validate.Code = "coverage.scheme"
	// MissingAttribute: some units have an attribute and others do not.
	MissingAttribute validate.Code = "coverage.missing-attribute"
	// OutsideLayer: a footprint has an area that no footprint of the enclosing
	// layer has.
	OutsideLayer validate.Code = "coverage.outside-layer"
	// Outside: people who are not of the areas that the base is about: residents
	// of another country, patients without a small area.
	Outside validate.Code = "coverage.outside"
	// UnmatchedUnit: a footprint has an area that the base does not have, and is used
	// without it ([Unmatched]).
	UnmatchedUnit validate.Code = "coverage.unmatched"
	// NotConserved: a crosswalk that would make people out of nothing or lose
	// them.
	NotConserved validate.Code = "coverage.not-conserved"
)

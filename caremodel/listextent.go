package caremodel

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// ListExtent is how a source's list reads: all there are, or some of them. The
// zero value means not known. A count over a list that is not complete is a lower
// bound.
type ListExtent uint8

// How a list may read.
const (
	ListComplete ListExtent = iota + 1 // "is made up of": all there are
	ListExamples                       // "partners include": some of them
)

var listExtentNames = ladder.Names{"complete", "examples"}

// String returns the extent's word, "not known" for the zero ListExtent, and
// "ListExtent(9)" for an invalid one.
func (e ListExtent) String() string {
	if e == 0 {
		return "not known"
	}
	return listExtentNames.String("ListExtent", uint8(e))
}

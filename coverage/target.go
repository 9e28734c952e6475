package coverage

import "github.com/newcaremodels/newcaremodels/caremodel"

// Target is how many people are to be covered by a day: half of England by 2020.
type Target struct {
	// Scope is what is to cover them; the zero Scope is the whole programme.
	Scope Filter `json:"scope,omitzero"`
	// Share is the share of the population; 0/0 = the target is a number of
	// people.
	Share caremodel.Ratio `json:"share,omitzero"`
	// People is how many; 0 = the target is a share.
	People int64 `json:"people,omitzero"`
	// By is the last day on which the target can be met.
	By caremodel.Date `json:"by,omitzero"`
	// Bound is how the source puts it.
	Bound  caremodel.Bound  `json:"bound,omitzero"`
	Source caremodel.Source `json:"source,omitzero"`
}

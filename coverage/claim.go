package coverage

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Claim is what a publication says about how many people are covered: "more than
// five million, around nine per cent". It is kept beside the recomputed figure
// and never added to anything.
type Claim struct {
	// Scope is what the claim speaks of; the zero Scope is the whole programme.
	Scope Filter `json:"scope,omitzero"`
	// People is how many; 0 = the claim gives only a share.
	People int64 `json:"people,omitzero"`
	// Precision is half the width of what the source rounds to, in people: five
	// million is ±500,000.
	Precision int64 `json:"precision,omitzero"`
	// Share is the claimed share of the population; 0/0 = the claim gives only
	// people.
	Share caremodel.Ratio `json:"share,omitzero"`
	// Bound is how the source puts it: "more than five million" is AtLeast.
	Bound caremodel.Bound `json:"bound,omitzero"`
	// Basis says which people; zero = not stated, and the claim is tried on every
	// basis that the survey has.
	Basis Basis `json:"basis,omitzero"`
	// AsAt is the day of which the claim speaks; zero = not stated.
	AsAt caremodel.Date `json:"as_at,omitzero"`
	// Words are the claim in few words.
	Words string `json:"words,omitzero"`
	// Note says what may explain that the recomputed figure is another, or why there is
	// none.
	Note   string           `json:"note,omitzero"`
	Source caremodel.Source `json:"source,omitzero"` // where it was read
}

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
	Source caremodel.Source `json:"source,omitzero"` // where it was read
}

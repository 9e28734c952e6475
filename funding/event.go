package funding

import "github.com/newcaremodels/newcaremodels/caremodel"

// Event is one decision about an allocation, or one payment. Events stand in
// decision order; their known dates never run backwards.
type Event struct {
	On     caremodel.Date `json:"on,omitzero"` // the day of the decision; unset = not known
	Status Status         `json:"status,omitzero"`
	Figure Figure         `json:"figure"`           // the figure that counts; £0.00 where money is declined or withdrawn
	Others []Figure       `json:"others,omitempty"` // what other sources say of the same decision: kept, never counted
	Reason string         `json:"reason,omitzero"`  // why, and the source's own word
}

// Figure is a sum of money as a source puts it.
//
// Zero pounds is a decision. A figure that nobody published is
// [caremodel.NotStated]: its amount is £0.00 and never counted.
type Figure struct {
	Amount    Money            `json:"amount"`
	Bound     caremodel.Bound  `json:"bound,omitzero"`     // exactly, about, at least, at most, not stated
	Precision Money            `json:"precision,omitzero"` // half of what the source rounds to: "£41m" is ±£500,000
	Source    caremodel.Source `json:"source,omitzero"`
	Note      string           `json:"note,omitzero"` // what limits the figure, and why it counts or not
}

// Known reports whether the figure has an amount: every bound but NotStated.
func (f Figure) Known() bool { return f.Bound != caremodel.NotStated }

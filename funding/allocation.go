package funding

import "github.com/newcaremodels/newcaremodels/caremodel"

// Allocation is a sum of money for one purpose, with all that was decided about
// it. Round, recipients, years, stream, kind and element identify an allocation:
// a second one with the same is a duplicate.
type Allocation struct {
	ID AllocationID `json:"id"`
	// Round is the round that decided. Blank is money outside any fund, matched
	// or from elsewhere, which never uses a fund's headroom.
	Round RoundID `json:"round,omitzero"`
	// Recipients are the vanguards. One is the rule; several are a joint award,
	// one amount; none is central support, the programme's own.
	Recipients []caremodel.VanguardID `json:"recipients,omitempty"`
	// Year is the financial year, or the first one.
	Year FinancialYear `json:"year,omitzero"`
	// Through is the last year, when no source divides multi-year money; unset =
	// Year.
	Through FinancialYear `json:"through,omitzero"`
	// Element names a part of an award ("evaluation"); blank = the award itself.
	Element string `json:"element,omitzero"`
	Stream  Stream `json:"stream,omitzero"`
	Kind    Kind   `json:"kind,omitzero"`
	// Events are the decisions and payments in decision order. The list only
	// grows.
	Events []Event `json:"events,omitempty"`
	// Supersedes are the joint awards that this one settles.
	Supersedes []AllocationID     `json:"supersedes,omitempty"`
	Conditions []Condition        `json:"conditions,omitempty"`
	Note       string             `json:"note,omitzero"`
	Sources    []caremodel.Source `json:"sources,omitempty"` // beside those of the figures
}

// Condition is what an award hangs on: "all milestones by 31 December".
type Condition struct {
	Text   string         `json:"text"`
	Amount Money          `json:"amount,omitzero"` // the part of the award that hangs on it; £0.00 = not said
	By     caremodel.Date `json:"by,omitzero"`
	Met    bool           `json:"met,omitzero"` // a source says that it was met
}

// Joint reports whether the allocation has several recipients and one amount.
func (a Allocation) Joint() bool { return len(a.Recipients) > 1 }

// LastYear returns the last year of the allocation: Through, or Year where
// Through is unset.
func (a Allocation) LastYear() FinancialYear { return lastYear(a.Year, a.Through) }

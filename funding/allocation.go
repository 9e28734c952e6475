package funding

//go:generate go run ../internal/laddergen

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Allocation is a sum of money for one purpose, with all that was decided about
// it. Round, recipients, years, stream, kind and element identify an allocation:
// a second one with the same is a duplicate.
type Allocation struct {
	ID AllocationID `json:"id"` // the caller's own, unique in a ledger
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
	Stream  Stream `json:"stream,omitzero"` // where the money comes from
	Kind    Kind   `json:"kind,omitzero"`   // revenue, capital, or not said
	// Events are the decisions and payments in decision order. The list only
	// grows.
	Events []Event `json:"events,omitempty"`
	// Supersedes are the joint awards that this one settles.
	Supersedes []AllocationID     `json:"supersedes,omitempty"`
	Conditions []Condition        `json:"conditions,omitempty"` // what the award hangs on
	Note       string             `json:"note,omitzero"`        // what a reader should know; no rule reads it
	Sources    []caremodel.Source `json:"sources,omitempty"`    // beside those of the figures
}

// Condition is what an award hangs on: "all milestones by 31 December".
type Condition struct {
	Text   string         `json:"text"`            // in the words of the source, or of the caller
	Amount Money          `json:"amount,omitzero"` // the part of the award that hangs on it; £0.00 = not said
	By     caremodel.Date `json:"by,omitzero"`     // the day by which it has to be met; unset = not said
	Met    bool           `json:"met,omitzero"`    // a source says that it was met
}

// Joint reports whether the allocation has several recipients and one amount.
func (a Allocation) Joint() bool { return len(a.Recipients) > 1 }

// LastYear returns the last year of the allocation: Through, or Year where
// Through is unset.
func (a Allocation) LastYear() FinancialYear { return lastYear(a.Year, a.Through) }

// Day returns the day from which event i counts, and whether that is its own: the
// day of the decision; else that on which its source was published; else that of the
// next dated event; else the last day of the financial year.
func (a Allocation) Day(i int) (day caremodel.Date, own bool) {
	return (&eventDays{a: &a}).of(i)
}

// Event is one decision about an allocation, or one payment. Events stand in
// decision order; their known dates never run backwards.
type Event struct {
	On     caremodel.Date `json:"on,omitzero"`      // the day of the decision; unset = not known
	Status Status         `json:"status,omitzero"`  // what was decided or paid
	Figure Figure         `json:"figure"`           // the figure that counts; £0.00 where money is declined or withdrawn
	Others []Figure       `json:"others,omitempty"` // what other sources say of the same decision: kept, never counted
	Reason string         `json:"reason,omitzero"`  // why, and the source's own word
}

// Figure is a sum of money as a source puts it.
//
// Zero pounds is a decision. A figure that nobody published is
// [caremodel.NotStated]: its amount is £0.00 and never counted.
type Figure struct {
	Amount    Money            `json:"amount"`             // £0.00 where Bound is NotStated
	Bound     caremodel.Bound  `json:"bound,omitzero"`     // exactly, about, at least, at most, not stated
	Precision Money            `json:"precision,omitzero"` // half of what the source rounds to: "£41m" is ±£500,000
	Source    caremodel.Source `json:"source,omitzero"`    // where it was read; blank = the allocation's sources
	Note      string           `json:"note,omitzero"`      // what limits the figure, and why it counts or not
}

// Known reports whether the figure has an amount: every bound but NotStated.
func (f Figure) Known() bool { return f.Bound != caremodel.NotStated }

// Stream is the route by which money reaches a vanguard. Money of two streams is
// never added up silently. The constants are those that the library knows;
// programmes may use words of their own.
type Stream string

// The streams that the library knows.
const (
	StreamTransformation Stream = "transformation"  // national money of a programme's transformation fund
	StreamMatched        Stream = "matched"         // the vanguard's own, local resources beside it
	StreamCentralSupport Stream = "central-support" // the programme's support, spent centrally
	StreamElsewhere      Stream = "elsewhere"       // another route, as the Greater Manchester fund
)

// Kind says which budget money belongs to. The zero value is unset and not a
// kind; [Unspecified] says that the source does not tell.
type Kind uint8

// The kinds.
const (
	Revenue     Kind = iota + 1 // running costs
	Capital                     // buildings, equipment, systems
	Unspecified                 // the source does not say
)

var kindNames = ladder.Names{"revenue", "capital", "unspecified"}

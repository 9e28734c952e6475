package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Fund is a pot of money with an owner and limits: the transformation fund of
// £200m for 2015/16.
type Fund struct {
	ID      FundID             `json:"id"`                // the caller's own, unique in a ledger
	Name    string             `json:"name,omitzero"`     // what it is called
	Owner   string             `json:"owner,omitzero"`    // the body that decides: "NHS England"
	Limits  []Limit            `json:"limits,omitempty"`  // none = the limit is not known
	Sources []caremodel.Source `json:"sources,omitempty"` // where it was read
}

// Limit is how much a fund holds for the years From to Through, both included.
// The limits of one fund cover years that do not overlap.
type Limit struct {
	From    FinancialYear `json:"from,omitzero"`    // the first year that it covers
	Through FinancialYear `json:"through,omitzero"` // unset = From
	Amount  Money         `json:"amount"`           // of all its years together
}

// LastYear returns the last year of the limit: Through, or From where Through
// is unset.
func (l Limit) LastYear() FinancialYear { return lastYear(l.From, l.Through) }

// covers reports whether the limit applies to a year.
func (l Limit) covers(y FinancialYear) bool {
	return l.From.Compare(y) <= 0 && y.Compare(l.LastYear()) <= 0
}

// lastYear returns through, or from where through is unset.
func lastYear(from, through FinancialYear) FinancialYear {
	if through.IsZero() {
		return from
	}
	return through
}

// Round is one occasion on which a fund's money was asked for and decided. Its
// dates, where known, never run backwards: it opens, closes, and is announced.
type Round struct {
	ID        RoundID            `json:"id"`                 // the caller's own, unique in a ledger
	Fund      FundID             `json:"fund,omitzero"`      // blank = of no known fund
	Name      string             `json:"name,omitzero"`      // what it is called
	Year      FinancialYear      `json:"year,omitzero"`      // the financial year that the round is for
	Limit     *Money             `json:"limit,omitzero"`     // what the round holds; nil = not known
	Opens     caremodel.Date     `json:"opens,omitzero"`     // the first day for requests; unset = not known
	Closes    caremodel.Date     `json:"closes,omitzero"`    // the last day for requests; unset = not known
	Announced caremodel.Date     `json:"announced,omitzero"` // the day of the decision; unset = not known
	Sources   []caremodel.Source `json:"sources,omitempty"`  // where it was read
}

// FundID, RoundID and AllocationID are the caller's own keys for funds, rounds
// and allocations: 1 to 80 bytes of UTF-8 without control characters, compared
// byte for byte. The library gives them no meaning; readable ones
// ("2015-16/transformation/morecambe-bay") help whoever reads a violation. The
// zero value, the empty string, is unset.
type (
	// FundID is the key of a [Fund].
	FundID string
	// RoundID is the key of a [Round].
	RoundID string
	// AllocationID is the key of an [Allocation].
	AllocationID string
)

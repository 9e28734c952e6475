package funding

import "github.com/newcaremodels/newcaremodels/caremodel"

// Fund is a pot of money with an owner and limits: the transformation fund of
// £200m for 2015/16.
type Fund struct {
	ID      FundID             `json:"id"`
	Name    string             `json:"name,omitzero"`
	Owner   string             `json:"owner,omitzero"`   // the body that decides: "NHS England"
	Limits  []Limit            `json:"limits,omitempty"` // none = the limit is not known
	Sources []caremodel.Source `json:"sources,omitempty"`
}

// Limit is how much a fund holds for the years From to Through, both included.
// The limits of one fund cover years that do not overlap.
type Limit struct {
	From    FinancialYear `json:"from,omitzero"`
	Through FinancialYear `json:"through,omitzero"` // unset = From
	Amount  Money         `json:"amount"`
}

// LastYear returns the last year of the limit: Through, or From where Through
// is unset.
func (l Limit) LastYear() FinancialYear { return lastYear(l.From, l.Through) }

// covers reports whether all years from first to last stand within the limit.
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

package funding

import "github.com/newcaremodels/newcaremodels/caremodel"

// Key names a row of a [Table]. Only the fields of the dimensions that were asked
// for are set. Key is comparable, with == and as a map key.
//
// The zero value of a field says, besides "not asked for": by vanguard and by
// category, money without a recipient, or a joint award (see Joint); by wave and
// by region, the same or a vanguard that has none; by fund and by round, money
// outside any; by strength, an allocation that was declined or withdrawn.
type Key struct {
	Vanguard caremodel.VanguardID `json:"vanguard,omitzero"`
	Category caremodel.Category   `json:"category,omitzero"`
	Wave     string               `json:"wave,omitzero"`
	Region   string               `json:"region,omitzero"`
	Year     FinancialYear        `json:"year,omitzero"`
	Through  FinancialYear        `json:"through,omitzero"` // by year: the last year of multi-year money that no source divides; unset for a single year
	Stream   Stream               `json:"stream,omitzero"`
	Kind     Kind                 `json:"kind,omitzero"`
	Status   Status               `json:"status,omitzero"`
	Strength Strength             `json:"strength,omitzero"`
	Fund     FundID               `json:"fund,omitzero"`
	Round    RoundID              `json:"round,omitzero"`
	Joint    bool                 `json:"joint,omitzero"` // by vanguard, category, wave or region: joint awards whose recipients differ in one of them, which stays blank
}

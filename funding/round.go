package funding

import "github.com/newcaremodels/newcaremodels/caremodel"

// Round is one occasion on which a fund's money was asked for and decided. Its
// dates, where known, never run backwards: it opens, closes, and is announced.
type Round struct {
	ID        RoundID            `json:"id"`
	Fund      FundID             `json:"fund,omitzero"` // blank = of no known fund
	Name      string             `json:"name,omitzero"`
	Year      FinancialYear      `json:"year,omitzero"` // the financial year that the round is for
	Opens     caremodel.Date     `json:"opens,omitzero"`
	Closes    caremodel.Date     `json:"closes,omitzero"`
	Announced caremodel.Date     `json:"announced,omitzero"`
	Sources   []caremodel.Source `json:"sources,omitempty"`
}

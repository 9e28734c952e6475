package funding

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Dimension is something that a [Table] divides money by. The zero value is unset
// and not a dimension.
//
// The values of each have an order, which is the order of a table's rows:
// vanguards as the programme lists them, categories as its taxonomy, waves as the
// programme, regions by name, years as they pass (multi-year money after its first
// year alone), streams as the constants stand and then by name, kinds, statuses
// and strengths as the constants stand, funds by key, rounds by year and key. Then
// come joint awards whose recipients differ, and last money without a value.
type Dimension uint8

// The dimensions.
const (
	ByVanguard Dimension = iota + 1 // the recipient
	ByCategory                      // the recipient's category
	ByWave                          // the wave in which the recipient was selected
	ByRegion                        // the recipient's region
	ByYear                          // the financial year; also sets Key.Through of multi-year money
	ByStream                        // whose money it is
	ByKind                          // what it is for: revenue, capital and the like
	ByStatus                        // each decision by itself, from requested to withdrawn
	ByStrength                      // requests, pledges, commitments, disbursements
	ByFund                          // the fund of the round
	ByRound                         // the round of the fund
)

var dimensionNames = ladder.Names{
	"vanguard", "category", "wave", "region", "year", "stream", "kind", "status", "strength", "fund", "round",
}

package appraisal

import "github.com/newcaremodels/newcaremodels/caremodel/validate"

// The codes of this package.
const (
	// NoRate says that flows have no rate of return: their value never crosses
	// zero, as when all of them are receipts.
	NoRate validate.Code = "appraisal.no-rate"
	// ManyRates says that flows have several rates of return, so that none of them
	// is meaningful.
	ManyRates validate.Code = "appraisal.many-rates"
	// MixedPrices says that cases are in prices of different years and cannot be
	// added up.
	MixedPrices validate.Code = "appraisal.mixed-prices"
)

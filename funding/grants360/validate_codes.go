package grants360

import "github.com/newcaremodels/newcaremodels/caremodel/validate"

// The codes for problems of grants. The others are those of caremodel/validate and
// [funding.Negative], [funding.PaidAboveApproved] and
// [funding.ApprovedAboveRequested].
const (
	// WrongCurrency is an amount in a currency other than pounds, which
	// [funding.Money] cannot hold and which must not be added to pounds.
	WrongCurrency validate.Code = "grants360.currency"
	// PersonalData is a warning: a text with what looks like an email address.
	PersonalData validate.Code = "grants360.personal-data"
	// Unmatched is a warning: a grant that is not in the ledger, because its
	// recipient is not a vanguard.
	Unmatched validate.Code = "grants360.unmatched"
)

// The codes for what the standard cannot hold: see [FromLedger].
const (
	// NotWritten is a warning: an allocation that is not a grant of the package.
	// Only these lose money.
	NotWritten validate.Code = "grants360.not-written"
	// LostDecision is a decision that only the ledger knows: what was earmarked or
	// approved in principle, a request or a payment whose figure is not stated, and
	// that an award was paid without a recorded approval.
	LostDecision validate.Code = "grants360.lost-decision"
	// LostPrecision is the bound of a figure ("over", "up to") and its rounding.
	// For the amount awarded, the grant's description states them.
	LostPrecision validate.Code = "grants360.lost-precision"
	// LostDay means that nobody published the day of an award. The standard
	// requires a day: it is written as the day from which the award counts, by the
	// rule of [funding.Book], or [Options].Modified if that is earlier. The grant's
	// description says so.
	LostDay validate.Code = "grants360.lost-day"
	// LostRecord is a record that has no place in the standard: the limit of a
	// fund, the dates of a round, a stated total, the figures of other sources for
	// an event, and the relation between two awards if only one of them is written.
	LostRecord validate.Code = "grants360.lost-record"
)

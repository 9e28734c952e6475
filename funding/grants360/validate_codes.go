package grants360

import "github.com/newcaremodels/newcaremodels/caremodel/validate"

// The codes of what is wrong or odd with grants. The others are those of
// caremodel/validate and [funding.Negative], [funding.PaidAboveApproved] and
// [funding.ApprovedAboveRequested].
const (
	// WrongCurrency is an amount in another currency than pounds, which
	// [funding.Money] cannot hold and no sum may hide.
	WrongCurrency validate.Code = "grants360.currency"
	// PersonalData is a warning: a text with what looks like an email address.
	PersonalData validate.Code = "grants360.personal-data"
	// Unmatched is a warning: a grant that is not in the ledger, because its
	// recipient is no vanguard.
	Unmatched validate.Code = "grants360.unmatched"
)

// The codes of what the standard cannot hold: see [FromLedger].
const (
	// NotWritten is a warning: an allocation that is no grant of the package. It
	// is the only loss of money.
	NotWritten validate.Code = "grants360.not-written"
	// LostDecision is a decision that only the ledger knows: what was earmarked or
	// approved in principle, a request or a payment whose figure is not stated, and
	// that an award was paid without a recorded approval.
	LostDecision validate.Code = "grants360.lost-decision"
	// LostPrecision is how a source puts a figure ("over", "up to") and how far it
	// rounds. Of the amount awarded the grant's description says it.
	LostPrecision validate.Code = "grants360.lost-precision"
	// LostDay is that nobody published the day of an award. The standard wants one:
	// what is written is the day from which the award counts, by the rule of
	// [funding.Book], or [Options].Modified where that is earlier. The grant's
	// description says so.
	LostDay validate.Code = "grants360.lost-day"
	// LostRecord is a record that has no place in the standard: the limit of a
	// fund, the dates of a round, a stated total, what other sources say of an
	// event, and which award settles which where only one of them is written.
	LostRecord validate.Code = "grants360.lost-record"
)

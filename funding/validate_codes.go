package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// The codes of the rules that are about money. The others that [Ledger.Validate]
// reports are those of caremodel/validate: required, duplicate, unknown, format,
// range, order, conflict, unlikely, overflow and future.
const (
	// OutsideFund is money for a year that its round's fund does not cover, and
	// a round of such a year.
	OutsideFund validate.Code = "funding.outside-fund"
	// Transition is a decision that cannot follow the one before it: see
	// [Status.CanBecome].
	Transition validate.Code = "funding.transition"
	// Negative is an amount below zero that is not a clawback: a negative payment
	// with a reason.
	Negative validate.Code = "funding.negative"
	// PaidAboveApproved is a warning: more was paid than was approved.
	PaidAboveApproved validate.Code = "funding.paid-above-approved"
	// ApprovedAboveRequested is a warning: more was approved than was asked for.
	ApprovedAboveRequested validate.Code = "funding.approved-above-requested"
	// Overcommitted is a warning: what a fund's rounds use of a limit at the
	// strength of a commitment exceeds it, as [Book.Headroom] reckons it. A warning
	// only, because programmes over-plan. Approving exactly the limit is allowed.
	Overcommitted validate.Code = "funding.overcommitted"
	// Overspent is what was paid in a fund's rounds beyond its limit.
	Overspent validate.Code = "funding.overspent"
	// Supersession is an award that supersedes itself, in one step or in several;
	// as a warning, one that names an award which it settles through another.
	Supersession validate.Code = "funding.supersession"
	// ClawedBackAbovePaid is a warning: more was clawed back than had been paid.
	ClawedBackAbovePaid validate.Code = "funding.clawed-back-above-paid"
	// Untimely is a warning: a decision or a payment far from its financial year, a
	// request outside the window of its round, or a decision before that closes.
	Untimely validate.Code = "funding.untimely"
)

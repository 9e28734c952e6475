package funding

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Status is what was decided about an allocation. The zero value is unset and
// not a status.
//
// Requested to Approved are levels: a later figure replaces an earlier one, and
// an award that is approved in tranches carries the running total. Paid is a
// flow: instalments add up, and a clawback is a negative payment with a reason.
// Declined and Withdrawn end an allocation.
//
// [Status.CanBecome] tells which decision may follow which.
type Status uint8

// The statuses.
const (
	Requested           Status = iota + 1 // asked for
	Earmarked                             // set aside, nothing promised in form
	ApprovedInPrinciple                   // promised, the sum or the split to be settled
	Approved                              // awarded: a commitment
	Paid                                  // handed over; for matched money: spent
	Declined                              // refused before any approval
	Withdrawn                             // taken back, by either side
)

var statusNames = ladder.Names{
	"requested", "earmarked", "approved-in-principle", "approved", "paid", "declined", "withdrawn",
}

// Strength returns how firm the money is, or zero for Declined, Withdrawn and a
// value that is not one of the constants.
func (s Status) Strength() Strength {
	switch s {
	case Requested:
		return Request
	case Earmarked, ApprovedInPrinciple:
		return Pledge
	case Approved:
		return Commitment
	case Paid:
		return Disbursement
	}
	return 0
}

// CanBecome reports whether the decision next may follow s in an allocation's
// history. The zero status stands for the beginning.
//
//	beginning              any but withdrawn
//	requested              itself, earmarked, approved in principle, approved, paid, declined, withdrawn
//	earmarked              itself, approved in principle, approved, paid, declined, withdrawn
//	approved in principle  itself, approved, paid, declined, withdrawn
//	approved               itself, paid, withdrawn
//	paid                   itself, approved (the next tranche), withdrawn
//	declined, withdrawn    nothing
//
// A decision never falls back: less money is a later figure of the same status,
// and what is asked for again is a new allocation.
func (s Status) CanBecome(next Status) bool {
	if next < Requested || next > Withdrawn {
		return false
	}
	switch s {
	case 0:
		return next != Withdrawn
	case Requested, Earmarked, ApprovedInPrinciple:
		return next >= s
	case Approved:
		return next >= s && next != Declined
	case Paid:
		return next == Approved || next == Paid || next == Withdrawn
	}
	return false
}

// Strength is how firm money is, from a wish to a payment. The words pledge,
// commitment and disbursement are those of the International Aid Transparency
// Initiative. The zero value is unset: nothing is promised.
type Strength uint8

// The strengths.
const (
	Request      Strength = iota + 1 // requested
	Pledge                           // earmarked, or approved in principle
	Commitment                       // approved
	Disbursement                     // paid
)

var strengthNames = ladder.Names{"request", "pledge", "commitment", "disbursement"}

package grants360

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// events returns the history of a grant: the requests, then the approvals and
// payments by day. A payment without a day comes last, because nothing else is
// known of it.
func events(place validate.Place, g *Grant) []funding.Event {
	requests := levels(place.At("applicationTransaction"), g.ApplicationTransaction, g.AmountAppliedFor, funding.Requested)
	approvals := levels(place.At("commitmentTransaction"), g.CommitmentTransaction, &g.AmountAwarded, funding.Approved)
	if approvals[0].On.IsZero() {
		approvals[0].On = g.AwardDate
	}
	paid := payments(place.At("disbursementTransaction"), g)
	return inOrder(place, append(requests, merge(approvals, paid)...))
}

// merge puts approvals and payments in the order of their days, each kind in the
// given order; an approval without a day stays with the approval before it.
func merge(approvals, payments []funding.Event) []funding.Event {
	var out []funding.Event
	var latest caremodel.Date
	for _, a := range approvals {
		if a.On.After(latest) {
			latest = a.On
		}
		for len(payments) > 0 && !payments[0].On.IsZero() && payments[0].On.Before(latest) {
			out, payments = append(out, payments[0]), payments[1:]
		}
		out = append(out, a)
	}
	return append(out, payments...)
}

// inOrder removes the day of an event that is dated after a later event.
func inOrder(place validate.Place, events []funding.Event) []funding.Event {
	var next caremodel.Date
	for i := range slices.Backward(events) {
		e := &events[i]
		switch {
		case e.On.IsZero():
		case !next.IsZero() && e.On.After(next):
			place.Warn(validate.Order, e.On.String(), e.Status.String()+" after "+next.String()+", the day of an event that follows from it: the day is left out")
			e.On = caremodel.Date{}
		default:
			next = e.On
		}
	}
	return events
}

// levels returns the events of an amount that holds until the next decision: the
// running totals of its transactions, if they add up to it.
func levels(place validate.Place, steps []Transaction, amount *funding.Money, status funding.Status) []funding.Event {
	if steps = usable(place, steps, amount); len(steps) == 0 {
		return single(place, amount, status)
	}
	steps = slices.Clone(steps)
	slices.SortStableFunc(steps, func(a, b Transaction) int { return a.TransactionDate.Compare(b.TransactionDate) })
	var out []funding.Event
	var level funding.Money
	for i := range steps {
		next, err := level.Add(*steps[i].Value)
		if err != nil || next.Sign() < 0 {
			place.Index(i).At("value").Warn(funding.Negative, steps[i].Value.String(), "the steps up to here come to less than zero: left out")
			return single(place, amount, status)
		}
		level = next
		out = append(out, funding.Event{On: steps[i].TransactionDate, Status: status, Figure: funding.Figure{Amount: level}, Reason: steps[i].Description})
	}
	return out
}

// single returns the one event of an amount, or nil.
func single(place validate.Place, amount *funding.Money, status funding.Status) []funding.Event {
	switch {
	case amount == nil:
		return nil
	case amount.Sign() < 0:
		place.Warn(funding.Negative, amount.String(), "only a payment is below zero: left out")
		return nil
	}
	return []funding.Event{{Status: status, Figure: funding.Figure{Amount: *amount}}}
}

// payments returns the instalments that were paid. An instalment without a day was
// known when the record was modified.
func payments(place validate.Place, g *Grant) []funding.Event {
	modified := sourceOf(g)
	paid := func(on caremodel.Date, m funding.Money, reason string) funding.Event {
		e := funding.Event{On: on, Status: funding.Paid, Figure: funding.Figure{Amount: m}, Reason: reason}
		if on.IsZero() {
			e.Figure.Source = modified
		}
		if e.Reason == "" {
			e.Reason = "disbursed"
		}
		return e
	}
	steps := usable(place, g.DisbursementTransaction, g.AmountDisbursed)
	if len(steps) == 0 && g.AmountDisbursed != nil {
		return []funding.Event{paid(caremodel.Date{}, *g.AmountDisbursed, "")}
	}
	var out []funding.Event
	for _, s := range steps {
		out = append(out, paid(s.TransactionDate, *s.Value, s.Description))
	}
	slices.SortStableFunc(out, func(a, b funding.Event) int {
		if a.On.IsZero() || b.On.IsZero() {
			return b.On.Compare(a.On)
		}
		return a.On.Compare(b.On)
	})
	return out
}

// usable returns the transactions if they explain the amount: each has a value, and
// they add up to it.
func usable(place validate.Place, steps []Transaction, amount *funding.Money) []Transaction {
	if len(steps) == 0 {
		return nil
	}
	sum, known, _ := sumOf(steps)
	if !known || amount != nil && sum != *amount {
		place.Warn(validate.Unreconciled, "", "the transactions do not add up to the amount, which is taken alone")
		return nil
	}
	return steps
}

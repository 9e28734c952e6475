package grants360

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// commitment is what an allocation commits by its own events, by the rule of
// [funding.Book].
type commitment struct {
	status funding.Status // Approved or Paid; zero = not committed
	first  int            // the first event with that status
	last   int            // the event whose figure counts
	known  bool           // the amount is stated
	amount funding.Money
}

// figures are the contributions of the allocations of a ledger to a query, by
// index.
type figures map[int]funding.Contribution

func figuresOf(b *funding.Book) figures {
	f := figures{}
	for c := range b.Contributions() {
		f[c.Position] = c
	}
	return f
}

// stand determines what every allocation commits, alone and after later awards, and
// what was requested and paid for each.
func (x *exporter) stand() error {
	book, err := funding.NewBook(x.programme, *x.ledger)
	if err != nil {
		return err
	}
	x.left = figuresOf(book)
	if len(x.successors) > 0 {
		alone := *x.ledger
		alone.Allocations = slices.Clone(alone.Allocations)
		for i := range alone.Allocations {
			alone.Allocations[i].Supersedes = nil
		}
		if book, err = funding.NewBook(x.programme, alone); err != nil {
			return err
		}
	}
	x.own = figuresOf(book)
	x.at = map[funding.Status]figures{}
	for _, status := range [...]funding.Status{funding.Requested, funding.Paid} {
		view, err := book.Where(funding.Filter{Statuses: []funding.Status{status}})
		if err != nil {
			return err
		}
		x.at[status] = figuresOf(view)
	}
	return nil
}

// commitment returns what allocation i commits.
func (x *exporter) commitment(i int) commitment {
	own, ok := x.own[i]
	if !ok {
		return commitment{}
	}
	s := commitment{status: own.Status, known: own.Amount != nil, first: -1}
	if s.known {
		s.amount = *own.Amount
	}
	for j := range x.ledger.Allocations[i].Events {
		if x.ledger.Allocations[i].Events[j].Status == s.status {
			s.last = j
			if s.first < 0 {
				s.first = j
			}
		}
	}
	return s
}

// remaining returns what is left of a joint award for the recipients that have no
// award of their own yet.
func (x *exporter) remaining(i int) (left funding.Money, waiting []caremodel.VanguardID) {
	c := x.left[i]
	if c.Amount != nil {
		left = *c.Amount
	}
	return left, c.Recipients
}

// dayKnown returns the day from which an event counts, by the rule of
// [funding.Book], and in words where the day comes from if it is not the event's
// own.
func dayKnown(a *funding.Allocation, i int) (day caremodel.Date, how string) {
	day, own := a.Day(i)
	switch {
	case own:
		return day, ""
	case day == a.Events[i].Figure.Source.Published:
		return day, "the day on which its source was published"
	case slices.ContainsFunc(a.Events[i+1:], func(e funding.Event) bool { return e.On == day }):
		return day, "the day of a later event"
	}
	return day, "the end of its financial year"
}

package grants360

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// standing is what an allocation stands for by its own events: what is committed,
// by the rule of [funding.Book]: the approved level, or the sum paid where nothing
// was approved, unless it was declined or withdrawn.
type standing struct {
	status funding.Status // Approved or Paid; zero = not committed
	first  int            // the event in which it was first of that status
	last   int            // the event whose figure counts
	known  bool           // the amount is stated
	amount funding.Money
}

// standingOf returns what an allocation stands for. Payments that add up to more
// than Money holds are an error, as they are for [funding.NewBook].
func standingOf(a *funding.Allocation) (standing, error) {
	if at(a, funding.Paid) >= 0 {
		if _, _, err := figureAt(a, funding.Paid); err != nil {
			return standing{}, err
		}
	}
	if at(a, funding.Declined) >= 0 || at(a, funding.Withdrawn) >= 0 {
		return standing{}, nil
	}
	for _, status := range [...]funding.Status{funding.Approved, funding.Paid} {
		last := at(a, status)
		if last < 0 {
			continue
		}
		s := standing{status: status, last: last}
		s.first = slices.IndexFunc(a.Events, func(e funding.Event) bool { return e.Status == status })
		var err error
		s.amount, s.known, err = figureAt(a, status)
		return s, err
	}
	return standing{}, nil
}

// at returns the last event of a status, or -1.
func at(a *funding.Allocation, status funding.Status) int {
	for i, e := range slices.Backward(a.Events) {
		if e.Status == status {
			return i
		}
	}
	return -1
}

// figureAt returns the level of a status, or the sum of the payments, and whether
// it is stated.
func figureAt(a *funding.Allocation, status funding.Status) (m funding.Money, known bool, err error) {
	if status != funding.Paid {
		f := a.Events[at(a, status)].Figure
		return f.Amount, f.Known(), nil
	}
	known = true
	m, err = funding.Sum(func(yield func(funding.Money) bool) {
		for _, e := range a.Events {
			if e.Status != funding.Paid {
				continue
			}
			known = known && e.Figure.Known()
			if !yield(e.Figure.Amount) {
				return
			}
		}
	})
	return m, known, err
}

// remaining returns what is left of a joint award for those of its recipients who
// still wait, as [funding.Book.Contributions] says.
func (x *exporter) remaining(i int) (left funding.Money, waiting []caremodel.VanguardID, err error) {
	if x.left == nil {
		x.left = map[int]funding.Contribution{}
		book, err := funding.NewBook(x.programme, *x.ledger)
		if err != nil {
			return left, nil, err
		}
		for c := range book.Contributions() {
			x.left[c.Position] = c
		}
	}
	c := x.left[i]
	if c.Amount != nil {
		left = *c.Amount
	}
	return left, c.Recipients, nil
}

// dayKnown returns the day from which an event counts, by the rule of
// [funding.Book], and how that is known where it is not its own.
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

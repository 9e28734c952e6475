package funding

import (
	"cmp"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Headroom is what a fund's limit leaves, reckoned at one strength.
type Headroom struct {
	Fund      FundID        `json:"fund"`       // the fund's
	From      FinancialYear `json:"from"`       // the years of the limit
	Through   FinancialYear `json:"through"`    // the last of them
	Strength  Strength      `json:"strength"`   // money of this strength or a greater one uses the fund
	Limit     Money         `json:"limit"`      // what the fund holds
	Used      Money         `json:"used"`       // by known amounts
	Left      Money         `json:"left"`       // limit - used; negative where the fund is over-planned
	Coverage  KnownOf       `json:"coverage"`   // vanguards whose use is known, of those that the view means
	Unknown   int           `json:"unknown"`    // amounts that are not stated
	MultiYear int           `json:"multi_year"` // multi-year amounts that reach beyond the limit's years: in no use
}

// UpperBound reports whether Left may be less than it says: while the use of any
// recipient is not known, or amounts are not stated or not divided by year.
func (h Headroom) UpperBound() bool {
	return !h.Coverage.Full() || h.Unknown > 0 || h.MultiYear > 0
}

// Headroom returns what each limit of a fund leaves, in the order of the limits'
// years, at each strength in the order of its ladder:
//
//	left = limit - Σ used
//
// Only the fund's own rounds use it, whatever the stream of their money. An
// allocation uses it at a strength by the greater of what it stands for at that
// strength or above and of what was paid under it: at [Commitment] by the approved
// level, or the sum paid without a recorded approval, but never by less than what
// was paid; at [Pledge] by that level or else the pledge, at [Request] by either or
// else the request; at [Disbursement] by the sum paid. What was declined or
// withdrawn stands for nothing, and of a superseded award counts what is left of it,
// but what was paid was paid. So use never falls with a weaker strength. A level
// that is not stated counts what was paid, and is unknown.
//
// It is an upper bound while any recipient is unknown: see [Headroom.UpperBound].
//
// Errors: a fund that the book does not have ([validate.Unknown]) or whose limit
// is not known ([validate.Required]), a filter that names statuses
// ([validate.Conflict]), a sum that does not fit ([validate.Overflow]).
func (b *Book) Headroom(fund FundID) ([]Headroom, error) {
	b = b.orEmpty()
	const op = "funding.Book.Headroom"
	if err := b.ownStatuses(op); err != nil {
		return nil, err
	}
	if !b.index.funds.Has(fund) {
		return nil, fault.New(op, validate.Unknown, string(fund), b.index.names.funds.Hint(fund))
	}
	limits := slices.Clone(b.index.limits[fund])
	if len(limits) == 0 {
		return nil, fault.New(op, validate.Required, string(fund), "the limit of this fund is not known")
	}
	slices.SortFunc(limits, func(x, y Limit) int { return cmp.Or(x.From.Compare(y.From), x.LastYear().Compare(y.LastYear())) })
	own, err := b.Where(Filter{Funds: []FundID{fund}})
	if err != nil {
		return nil, err
	}
	var out []Headroom
	for _, limit := range limits {
		for s := Request; s <= Disbursement; s++ {
			h, err := own.headroom(op, fund, limit, s)
			if err != nil {
				return nil, err
			}
			out = append(out, h)
		}
	}
	return out, nil
}

// headroom reckons one limit at one strength.
func (b *Book) headroom(op string, fund FundID, limit Limit, s Strength) (Headroom, error) {
	h := Headroom{Fund: fund, From: limit.From, Through: limit.LastYear(), Strength: s, Limit: limit.Amount}
	var used total
	var who recipientCount
	q := b.query(useAt(s), false)
	q.uses = true
	for c := range q.each {
		years := b.index.spans.Values[c.cell.span]
		switch {
		case limit.covers(years.year) && limit.covers(years.last()):
			used.add(c.amount)
			h.Unknown += exact.One(!c.known)
			who.note(b.index.recipients(c.cell), c.known)
		case years.year.Compare(h.Through) <= 0 && h.From.Compare(years.last()) <= 0:
			h.MultiYear++
		}
	}
	var fits bool
	if h.Used, fits = used.exact(); !fits {
		return Headroom{}, fault.New(op, validate.Overflow, used.String(), "the amounts add up to more than this; "+moneyRange)
	}
	who.vanguardsOnly()
	h.Coverage = who.of(who.whole(), b.population())
	var err error
	h.Left, err = h.Limit.Sub(h.Used)
	return h, err
}

// population returns how many vanguards the view means.
func (b *Book) population() int {
	n := 0
	for v := range b.index.dicts.vanguards.Values {
		if kept(b.scope.keepVanguards, v) {
			n++
		}
	}
	return n
}

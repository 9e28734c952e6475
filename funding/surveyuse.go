package funding

import "math/bits"

// use is what the rounds of a fund take of one of its limits.
type use struct{ committed, paid total }

// total is a sum of pence that cannot overflow.
type total struct{ hi, lo uint64 }

func (t *total) add(pence int64) {
	var carry uint64
	t.lo, carry = bits.Add64(t.lo, uint64(pence), 0)
	t.hi, _ = bits.Add64(t.hi, uint64(pence>>63), carry)
}

// money returns the sum as money, or the end of the type that it is beyond.
func (t total) money() Money {
	switch {
	case t.hi == uint64(int64(t.lo)>>63):
		return Money{int64(t.lo)}
	case int64(t.hi) < 0:
		return Money{-1 << 63}
	}
	return Money{1<<63 - 1}
}

func (t total) exceeds(m Money) bool {
	hi, lo := m.pence>>63, uint64(m.pence)
	return int64(t.hi) > hi || int64(t.hi) == hi && t.lo > lo
}

func (t total) String() string { return t.money().String() }

// plus adds another total.
func (t *total) plus(o total) {
	var carry uint64
	t.lo, carry = bits.Add64(t.lo, o.lo, 0)
	t.hi, _ = bits.Add64(t.hi, o.hi, carry)
}

// add adds what [standing] says of an allocation.
func (u *use) add(committed, paid int64) {
	u.committed.add(committed)
	u.paid.add(paid)
}

// noUse returns a use of nothing for each limit of each fund.
func (k *auditor) noUse() [][]use {
	uses := make([][]use, len(k.l.Funds))
	for i := range uses {
		uses[i] = make([]use, len(k.l.Funds[i].Limits))
	}
	return uses
}

// uses adds up, for each limit of each fund, what was approved and what was paid
// in the fund's rounds, without repeated records and with superseded awards for
// what they still stand for. Money of several years counts where one limit covers
// them all.
func (k *auditor) uses(s *survey) [][]use {
	uses := k.noUse()
	for i := range k.l.Allocations {
		a := &k.l.Allocations[i]
		if a.Round == "" || !s.counted(i) {
			continue
		}
		if into := k.useOf(uses, a); into != nil {
			into.add(standing(a.Events))
		}
	}
	for target, successors := range s.successors {
		k.settle(s, uses, target, successors)
	}
	return uses
}

// useOf returns the use to which an allocation belongs, or nil.
func (k *auditor) useOf(uses [][]use, a *Allocation) *use {
	r, ok := k.rounds[a.Round]
	if !ok {
		return nil
	}
	f, ok := k.funds[k.l.Rounds[r].Fund]
	if !ok {
		return nil
	}
	for j := range k.l.Funds[f].Limits {
		limit := &k.l.Funds[f].Limits[j]
		if limit.covers(a.Year) && limit.covers(a.LastYear()) {
			return &uses[f][j]
		}
	}
	return nil
}

// standing returns what an allocation's history comes to in pence: the approved
// level, or the payments where nothing was ever approved, unless it was declined
// or withdrawn; and the payments.
func standing(events []Event) (committed, paid int64) {
	approved, ended := false, false
	for j := range events {
		e := &events[j]
		switch e.Status {
		case Approved:
			committed, approved = e.Figure.Amount.pence, true
		case Paid:
			paid = clampAdd(paid, e.Figure.Amount.pence)
		case Declined, Withdrawn:
			ended = true
		}
	}
	switch {
	case ended:
		committed = 0
	case !approved:
		committed = paid
	}
	return committed, paid
}

package funding

// use is what the rounds of a fund take of one of its limits. It fills a cache
// line: two goroutines that each add to their own would else wait for each other.
type use struct {
	committed, paid total
	_               [32]byte
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
func (k *auditor) uses(s *overview) [][]use {
	uses := k.noUse()
	for i, a := range each(k.all) {
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

// commits and pays hold, by status, whether an amount counts: all of its bits or
// none. Which status comes next cannot be guessed, and a wrong guess costs the
// processor more than two looks.
var (
	commits = [256]int64{Approved: -1, Paid: -1}
	pays    = [256]int64{Paid: -1}
)

// standing returns what an allocation's history comes to in pence: the approved
// level, or the payments where nothing was ever approved, unless it was declined
// or withdrawn; and the payments.
func standing(events []Event) (committed, paid int64) {
	if len(events) == 1 {
		e := &events[0]
		return e.Figure.Amount.pence & commits[e.Status], e.Figure.Amount.pence & pays[e.Status]
	}
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

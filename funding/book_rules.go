package funding

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// The rules of "What counts" (see Book), one function a rule. Where a joint award
// stands is party.agree's rule, what mixes streams streamWatch's.

// dayOf returns the day from which event i of an allocation counts, and whether
// that is its own. An event whose day nobody published was known at the latest
// when its source appeared; failing that, decisions stand in order, so it was
// known on the next known day of the same allocation; failing that too, it is
// taken to fall within its financial year.
func dayOf(a *Allocation, i int) (day caremodel.Date, own bool) {
	e := &a.Events[i]
	switch {
	case !e.On.IsZero():
		return e.On, true
	case !e.Figure.Source.Published.IsZero():
		return e.Figure.Source.Published, false
	}
	for j := i + 1; j < len(a.Events); j++ {
		if on := a.Events[j].On; !on.IsZero() {
			return on, false
		}
	}
	return a.Year.End(), false
}

// statusSet is a set of statuses, a bit for each; bit 0 is never of interest.
type statusSet uint8

const (
	everyStatus statusSet = 1<<(Withdrawn+1) - 2
	endings               = 1<<Declined | 1<<Withdrawn
)

func setOf(s Status) statusSet { return 1 << s }

func (s statusSet) has(st Status) bool { return s>>st&1 == 1 }

// strongest lists the statuses from strong to weak: by strength, then by ladder.
func strongest() []Status {
	return []Status{Paid, Approved, ApprovedInPrinciple, Earmarked, Requested, Withdrawn, Declined}
}

// choice says, for every set of statuses that an allocation may have had, whose
// figure counts; zero where none does.
type choice [1 << (Withdrawn + 1)]Status

// prefer chooses the first of these statuses that the allocation has had.
func prefer(order ...Status) *choice {
	c := new(choice)
	for had := range c {
		if i := slices.IndexFunc(order, statusSet(had).has); i >= 0 {
			c[had] = order[i]
		}
	}
	return c
}

// unlessEnded chooses nothing for what was declined or withdrawn: an ending undoes
// what was decided before it.
func (c *choice) unlessEnded() *choice {
	for had := range c {
		if statusSet(had)&endings != 0 {
			c[had] = 0
		}
	}
	return c
}

// committed is the rule without a status in the filter: the approved level, or
// the sum paid where money was paid without a recorded approval. A level before a
// flow, because instalments still to come are committed too.
func committed() *choice { return prefer(Approved, Paid).unlessEnded() }

// asked is the rule with statuses in the filter: the strongest of them that the
// allocation ever had, whatever became of it afterwards.
func asked(set statusSet) *choice {
	return prefer(slices.DeleteFunc(strongest(), func(s Status) bool { return !set.has(s) })...)
}

// furthest is the rule of a table by status or strength: how far the allocation
// got. What has ended stands where it ended.
func furthest() *choice {
	return prefer(append([]Status{Withdrawn, Declined}, strongest()...)...)
}

// reading is the figure that an allocation has at a status.
type reading struct {
	amount int64 // pence
	known  bool
	counts bool // an event of the status is there, and meets what the filter asks
}

// level returns the figure of the last event of a status from Requested to
// Approved, Declined and Withdrawn: a later figure replaces an earlier one.
func (q *query) level(s Status, first, end int) reading {
	for e := end - 1; e >= first; e-- {
		if q.tags[e].status() == s && q.dated(e) {
			return reading{q.amounts[e], q.tags[e].known(), q.meets(e)}
		}
	}
	return reading{}
}

// flow returns the sum of the payments: instalments add up, a clawback is
// negative. The sum is known only if every instalment is.
func (q *query) flow(first, end int) reading {
	r := reading{known: true}
	for e := first; e < end; e++ {
		if q.tags[e].status() == Paid && q.dated(e) && q.meets(e) {
			r.counts = true
			r.known = r.known && q.tags[e].known()
			r.amount += q.amounts[e] // fits: the builder has added them all up
		}
	}
	return r
}

// dated reports whether an event was known on the day of the view.
func (q *query) dated(event int) bool { return q.days[event].Compare(q.asAt) <= 0 }

// meets reports whether an event satisfies the filter's predicates. Of an amount
// that is not stated nobody can say that it does.
func (q *query) meets(event int) bool {
	if !q.predicates {
		return true
	}
	if day := q.days[event]; day.Compare(q.from) < 0 || day.Compare(q.until) > 0 {
		return false
	}
	if !q.bounded {
		return true
	}
	amount := q.amounts[event]
	return q.tags[event].known() && q.atLeast <= amount && amount <= q.atMost
}

// within reports whether a filter keeps a span of years: all of them must be
// among those that it names, because nobody has said what falls to each.
func (s span) within(years []FinancialYear) bool {
	for y := range s.year.Through(s.last()) {
		if !slices.Contains(years, y) {
			return false
		}
	}
	return !s.year.IsZero()
}

// meant reports whether a filter by recipient keeps money for these: all of them
// must be meant, and somebody must be. A joint award of which only some are meant
// cannot be counted, because nobody has said what is theirs.
func (p party) meant(vanguards []bool) bool {
	return len(p.members) > 0 && !slices.ContainsFunc(p.members, func(v int) bool { return !vanguards[v] })
}

// remains returns what a superseded award still stands for, and which of its
// recipients are still waiting: its amount less what its recipients have
// received since under the awards that settle it, never below zero, and nothing
// once nobody waits: a promise that was settled is not waiting to be committed
// either. It is judged among the events that the view keeps: who asks for promises
// alone sees the promise in full.
//
// What an heir received is its own figure in full, also where that is a joint
// award that others settle in turn: the two together then still stand for the
// first. Money without a recipient waits until money without a recipient settles
// it.
func (q *query) remains(c claim) (pence int64, waiting []int) {
	var left total
	left.add(c.amount)
	recipients := q.recipients(c.cell)
	waiting = slices.Clone(recipients)
	for _, position := range q.heirs[uint32(c.position)] {
		heir, ok := q.read(int(position))
		if !ok || heir.status == 0 {
			continue
		}
		theirs := q.recipients(heir.cell)
		concerned := func(v int) bool { return slices.Contains(theirs, v) }
		if !slices.ContainsFunc(recipients, concerned) && recipients[0] != noVanguard {
			continue
		}
		waiting = slices.DeleteFunc(waiting, concerned)
		if heir.known {
			left.sub(heir.amount)
		}
	}
	return max(left.money().pence, 0), waiting
}

// noVanguard stands for the programme itself where money has no recipient.
const noVanguard = -1

// recipients returns the vanguards of a cell by their places, never none.
func (ix *index) recipients(c cell) []int {
	if members := ix.parties[c.party].members; len(members) > 0 {
		return members
	}
	return []int{noVanguard}
}

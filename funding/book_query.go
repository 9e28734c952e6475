package funding

import (
	"iter"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// query is one question to a view: which allocations, which figure of each.
type query struct {
	*index
	*scope
	rule            *precedence // the question's: supersession is judged by it
	pick            *precedence // the same, but for what does not stand in the row that the view is of
	withUncommitted bool        // what is not committed is told as well
	uses            bool        // what counts is what is used of a fund

	standings []standing // of the members of the lineage
}

// cellMode says how the allocations of a cell are taken.
type cellMode uint8

const (
	leaveOut cellMode = iota // the filter does not keep them
	takeEach                 // each stands for itself
	oneByOne                 // superseded, or perhaps in a split
)

// contribution is what an allocation, or one part of a split award, contributes.
type contribution struct {
	position   int
	cell       cell
	status     Status // whose figure counts; zero = none does, the allocation is not committed
	first, end int    // its events
	amount     int64  // in pence, of what is stated
	known      bool   // all of the amount is stated
	sibling    bool   // a further part of an award of which another came before
}

// ask returns the query of a view by the rule that its filter calls for: the
// statuses that it names, or what is committed.
func (b *Book) ask() *query {
	switch s := b.scope; {
	case s.asked:
		return b.query(asked(s.statuses, s.ended), false)
	case s.furthest:
		return b.query(b.index.furthest, false)
	}
	return b.query(b.index.committed, !b.scope.predicates)
}

// query returns a query of the view by a rule. What is not committed is told only
// where nothing is asked of the event that counts: it has none.
func (b *Book) query(rule *precedence, withUncommitted bool) *query {
	q := &query{index: b.index, scope: b.scope, rule: rule, pick: rule, withUncommitted: withUncommitted}
	if q.only != anyStatus {
		q.pick = rule.among(q.only)
	}
	if len(q.lineage.members) > 0 {
		q.standings = q.lineage.standings(q.countMember)
	}
	return q
}

// modeOf returns how the allocations of a cell are taken.
func (q *query) modeOf(c cell) cellMode {
	switch {
	case len(q.splits) > 0 && q.parties[c.party].joint():
		return oneByOne
	case !q.keeps(c):
		return leaveOut
	case c.settled:
		return oneByOne
	}
	return takeEach
}

// each passes the claims of the view in the order of the ledger: those that
// count, and where the query tells them those that are not committed.
func (q *query) each(yield func(contribution) bool) {
	cells := make([]cellMode, len(q.cells))
	for i, c := range q.cells {
		cells[i] = q.modeOf(c)
	}
	end := 0
	for position, id := range q.facts.cellOf {
		first := end
		end = q.index.end(first)
		switch cells[id] {
		case takeEach:
			if c, ok := q.claim(position, q.cells[id], first, end); ok && !yield(c) {
				return
			}
		case oneByOne:
			if c, ok := q.claim(position, q.cells[id], first, end); ok && !q.parts(c, yield) {
				return
			}
		}
	}
}

// countMember returns what a member of the lineage counts for, whatever the filter
// asks of recipients, of years or of events.
func (q *query) countMember(member int) counted {
	var f statusFigures
	at := q.memberEvents[member]
	q.read(&f, at.first, at.end, false)
	return f.pick(q.rule)
}

// read adds up the events that were known on the day of the view.
func (q *query) read(f *statusFigures, first, end int, predicates bool) {
	for e := first; e < end; e++ {
		if q.dated(e) {
			f.add(q.facts.tags[e].status(), q.facts.days[e], q.facts.amounts[e], q.facts.tags[e].known(), !predicates || q.meets(e))
		}
	}
}

// claim reads the events of an allocation: what was known of it on the day, whose
// figure counts, and how much that is, or is left of it.
func (q *query) claim(position int, c cell, first, end int) (contribution, bool) {
	var f statusFigures
	q.read(&f, first, end, q.predicates)
	if f.had == 0 {
		return contribution{}, false
	}
	stands, paid := f.pick(q.pick), f.paid()
	if stands.status != 0 && !stands.counts {
		if !q.uses {
			return contribution{}, false
		}
		stands = counted{}
	}
	if c.settled {
		var still bool
		if stands, still = q.standing(position).of(stands); !still && !q.uses {
			return contribution{}, false
		}
		stands.known = stands.known && (!q.uses || paid.status == 0 || paid.known)
	}
	if q.uses {
		if !paid.counts {
			paid = counted{}
		}
		stands = use(stands, paid)
	}
	return contribution{
		position: position, cell: c, first: first, end: end,
		status: stands.status, amount: stands.pence, known: stands.known,
	}, stands.status != 0 || q.withUncommitted
}

// standing returns what an award that others supersede still stands for.
func (q *query) standing(position int) *standing {
	member, _ := q.lineage.find(position)
	return &q.standings[member]
}

// dated reports whether an event was known on the day of the view.
func (q *query) dated(event int) bool { return q.facts.days[event].Compare(q.asAt) <= 0 }

// meets reports whether an event satisfies the filter's predicates. Of an amount
// that is not stated nobody can say that it does.
func (q *query) meets(event int) bool {
	if !q.predicates {
		return true
	}
	if day := q.facts.days[event]; day.Compare(q.from) < 0 || day.Compare(q.until) > 0 {
		return false
	}
	if !q.bounded {
		return true
	}
	amount := q.facts.amounts[event]
	return q.facts.tags[event].known() && q.atLeast <= amount && amount <= q.atMost
}

// parts passes a claim, or each part of it where a split is in force. It reports
// whether to go on.
func (q *query) parts(c contribution, yield func(contribution) bool) bool {
	d, ok := q.splitOf(c)
	if !ok {
		return !q.keeps(c.cell) || yield(c)
	}
	recipients, amounts := q.divide(d, &c)
	for i, v := range recipients {
		part := c
		part.cell.party, part.cell.settled = uint32(v+1), false
		part.amount, part.sibling = amounts[i].pence, i > 0
		if q.keeps(part.cell) && !yield(part) {
			return false
		}
	}
	return true
}

// divide divides a claim by a split: a level among the recipients that are still
// waiting, a flow among all, instalment by instalment, so that no later payment
// takes from anybody. A level of which others have received what is not stated
// leaves each with an amount that is not known.
func (q *query) divide(d division, c *contribution) (recipients []int, amounts []Money) {
	recipients = q.waiting(c)
	if c.status == Paid {
		amounts = make([]Money, len(recipients))
		for e := range q.counted(*c) {
			for i, m := range d.divide(Money{q.facts.amounts[e]}, recipients) {
				amounts[i].pence += m.pence // fits: the builder has added up the payments
			}
		}
		return recipients, amounts
	}
	if q.superseded(c) {
		s := q.standing(c.position)
		c.known = c.known && !(s.unstated && s.left > 0)
	}
	return recipients, d.divide(Money{c.amount}, recipients)
}

// superseded reports whether a claim is what is left of an award.
func (q *query) superseded(c *contribution) bool {
	return c.cell.settled && (c.status == 0 || levels.has(c.status))
}

// waiting returns whom a claim is for: all recipients, or of a superseded award those
// that are still waiting.
func (q *query) waiting(c *contribution) []int {
	recipients := q.recipients(c.cell)
	if q.superseded(c) {
		return q.standing(c.position).stillWaiting(recipients)
	}
	return recipients
}

// splitOf returns the split in force for a claim: the last that is about it.
func (q *query) splitOf(c contribution) (division, bool) {
	if !q.parties[c.cell.party].joint() {
		return division{}, false
	}
	for _, d := range slices.Backward(q.splits) {
		if d.about(c.position) {
			return d, true
		}
	}
	return division{}, false
}

// counted returns the events whose figures a claim rests on: the last of a level,
// every instalment of a flow.
func (q *query) counted(c contribution) iter.Seq[int] {
	return func(yield func(int) bool) {
		for e := c.end - 1; e >= c.first; e-- {
			if q.facts.tags[e].status() != c.status || !q.dated(e) || !q.meets(e) {
				continue
			}
			if !yield(e) || c.status != Paid {
				return
			}
		}
	}
}

// gather adds up the claims of a query under the rows of a layout.
func (q *query) gather(op string, l *layout, free bool) (*groups, error) {
	w := mixedStreams{index: q.index, free: free}
	var g *groups
	if c := q.cube(l.has(ByVanguard)); c != nil {
		g = newGroups(l)
		q.gatherCells(c, g, &w)
	} else {
		g = q.walk(l, &w)
	}
	g.query = q
	return g, w.err(op)
}

// gatherCells adds up the cells of a cube, and what stands apart.
func (q *query) gatherCells(c *cube, g *groups, w *mixedStreams) {
	var last cell // without its statuses, of which neither care nor base depends
	var how cellMode
	var row uint64
	for i := range c.cells {
		cell := &c.cells[i]
		if here := cell.apart(); i == 0 || here != last {
			last, how = here, q.modeOf(*cell)
			if how == takeEach {
				row = g.layout.base(*cell)
			}
		}
		if how != takeEach {
			continue
		}
		switch s := q.pick[cell.had]; {
		case s != 0:
			w.see(cell.stream)
			g.at(row + g.layout.byStatus[s]).merge(c.entry(i, s))
		case q.withUncommitted && cell.had != 0:
			g.at(row).uncommitted += c.sizes[i]
		}
	}
	for _, position := range q.apart {
		cell := q.cells[q.facts.cellOf[position]]
		if q.modeOf(cell) != oneByOne {
			continue
		}
		first, end := q.events(int(position))
		q.gatherParts(int(position), cell, first, end, g, w)
	}
}

// gatherParts adds up an allocation that stands apart.
func (q *query) gatherParts(position int, cell cell, first, end int, g *groups, w *mixedStreams) {
	c, ok := q.claim(position, cell, first, end)
	if !ok {
		return
	}
	q.parts(c, func(part contribution) bool {
		if part.status != 0 {
			w.see(part.cell.stream)
		}
		g.at(g.layout.base(part.cell)+g.layout.byStatus[part.status]).add(part.status, part.amount, part.known)
		return true
	})
}

// MixedStreams is the code of a sum over several streams that nobody asked for.
const MixedStreams validate.Code = "funding.mixed-streams"

// mixedStreams sees to it that national money never adds up silently with local
// money.
type mixedStreams struct {
	*index
	free          bool // the question says that it is about several streams
	any           bool
	first, second uint32 // streams seen; the same unless they are mixed
}

// see notes the stream of an amount that counts.
func (w *mixedStreams) see(stream uint32) {
	switch {
	case w.first != w.second:
	case !w.any:
		w.any, w.first, w.second = true, stream, stream
	default:
		w.second = stream
	}
}

func (w *mixedStreams) err(op string) error {
	if w.free || w.first == w.second {
		return nil
	}
	a, b := min(w.first, w.second), max(w.first, w.second)
	return fault.New(op, MixedStreams, "", "the money is of several streams, such as "+string(w.streams.values[a])+" and "+
		string(w.streams.values[b])+": name in the filter those that may be added up, or ask ByStream")
}

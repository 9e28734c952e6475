package funding

import (
	"iter"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
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

	asAtDay, fromDay, untilDay int32 // of the scope, as the columns have days
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
	position int
	cell     cell
	status   Status // whose figure counts; zero = none does, the allocation is not committed
	events   facts.Range
	amount   int64 // in pence, of what is stated
	known    bool  // all of the amount is stated
	sibling  bool  // a further part of an award of which another came before
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
	q := &query{
		index: b.index, scope: b.scope, rule: rule, pick: rule, withUncommitted: withUncommitted,
		asAtDay: dayNumber(b.scope.asAt), fromDay: dayNumber(b.scope.from), untilDay: dayNumber(b.scope.until),
	}
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
	for position, events := range q.columns.All() {
		id := q.columns.Cells[position]
		if cells[id] == leaveOut {
			continue
		}
		c, ok := q.claim(position, q.cells[id], events)
		if ok && (cells[id] == takeEach && !yield(c) || cells[id] == oneByOne && !q.parts(c, yield)) {
			return
		}
	}
}

// countMember returns what a member of the lineage counts for, whatever the filter
// asks of recipients, of years or of events.
func (q *query) countMember(member int) counted {
	var f statusFigures
	q.read(&f, q.memberEvents[member], false)
	return f.pick(q.rule)
}

// read adds up the events that were known on the day of the view.
func (q *query) read(f *statusFigures, events facts.Range, predicates bool) {
	for e := events.First; e < events.End; e++ {
		if q.dated(e) {
			q.index.addEvent(f, e, !predicates || q.meets(e))
		}
	}
}

// claim reads the events of an allocation: what was known of it on the day, whose
// figure counts, and how much that is, or is left of it.
func (q *query) claim(position int, c cell, events facts.Range) (contribution, bool) {
	var f statusFigures
	q.read(&f, events, q.predicates)
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
		position: position, cell: c, events: events,
		status: stands.status, amount: stands.pence, known: stands.known,
	}, stands.status != 0 || q.withUncommitted
}

// standing returns what an award that others supersede still stands for.
func (q *query) standing(position int) *standing {
	member, _ := q.lineage.find(position)
	return &q.standings[member]
}

// dated reports whether an event was known on the day of the view.
func (q *query) dated(event int) bool { return q.columns.Days[event] <= q.asAtDay }

// meets reports whether an event satisfies the filter's predicates. Of an amount
// that is not stated nobody can say that it does.
func (q *query) meets(event int) bool {
	if !q.predicates {
		return true
	}
	if day := q.columns.Days[event]; day < q.fromDay || day > q.untilDay {
		return false
	}
	if !q.bounded {
		return true
	}
	amount := q.columns.Amounts[event]
	return q.columns.Tags[event].Known() && q.atLeast <= amount && amount <= q.atMost
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
			for i, m := range d.divide(Money{q.columns.Amounts[e]}, recipients) {
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
		for e := c.events.End - 1; e >= c.events.First; e-- {
			if Status(q.columns.Tags[e].State()) != c.status || !q.dated(e) || !q.meets(e) {
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
	g := &groups{layout: l, query: q}
	if c := q.cube(l.has(ByVanguard)); c != nil {
		g.Groups = l.newGroups()
		q.gatherCells(c, g, &w)
	} else {
		g.Groups = q.scan(l, &w)
	}
	return g, w.err(op)
}

// cube returns the cube that answers a question, or nil.
func (q *query) cube(byVanguard bool) *facts.Cube[cell] {
	if q.dayAsked || q.predicates {
		return nil
	}
	if byVanguard || q.vanguardAsked {
		return q.fine
	}
	return q.coarse
}

// gatherCells adds up the cells of a cube, and what stands apart.
func (q *query) gatherCells(c *facts.Cube[cell], g *groups, w *mixedStreams) {
	var last cell // without its statuses, of which neither mode nor base depends
	var how cellMode
	var row uint64
	for i := range c.Cells {
		cell := &c.Cells[i]
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
			g.At(row + g.layout.byStatus[s]).Merge(c.At(i, uint8(s)))
		case q.withUncommitted && cell.had != 0:
			g.At(row).Uncounted += c.Sizes[i]
		}
	}
	for part := range q.standApart {
		if part.status != 0 {
			w.see(part.cell.stream)
		}
		part.addTo(&g.Groups, g.layout)
	}
}

// standApart passes the claims of the allocations that no cube has: superseded awards, and
// joint ones where a split is in force.
func (q *query) standApart(yield func(contribution) bool) {
	for _, position := range q.apart {
		cell := q.cells[q.columns.Cells[position]]
		if q.modeOf(cell) != oneByOne {
			continue
		}
		c, ok := q.claim(int(position), cell, q.columns.Events(int(position)))
		if ok && !q.parts(c, yield) {
			return
		}
	}
}

func (c *contribution) addTo(g *facts.Groups, l *layout) {
	g.At(l.base(c.cell)+l.byStatus[c.status]).Add(uint8(c.status), c.amount, c.known)
}

// scan adds up the claims of all allocations.
func (q *query) scan(l *layout, w *mixedStreams) facts.Groups {
	modes := make([]cellMode, len(q.cells))
	s := facts.Scan{Predicates: q.ranges(), Targets: make([]facts.Target, len(q.cells))}
	for i, c := range q.cells {
		modes[i] = q.modeOf(c)
		status := q.pick[c.had] // where there is one event, its cell tells its status
		switch {
		case modes[i] == oneByOne:
			s.Targets[i].Group = facts.OneByOne
		case modes[i] == takeEach && (status != 0 || q.withUncommitted):
			s.Targets[i] = facts.Target{Group: l.base(c) + l.byStatus[status], State: uint8(status)}
		default:
			s.Targets[i].Group = facts.LeftOut
		}
	}
	s.Take = func(position int, events facts.Range, g *facts.Groups) (counted bool) {
		id := q.columns.Cells[position]
		if modes[id] == leaveOut {
			return false
		}
		c, ok := q.claim(position, q.cells[id], events)
		add := func(part contribution) bool {
			counted = counted || part.status != 0
			part.addTo(g, l)
			return true
		}
		switch {
		case ok && modes[id] == oneByOne:
			q.parts(c, add)
		case ok:
			add(c)
		}
		return counted
	}
	g, counted := q.columns.Scan(&s, l.newGroups)
	for id, counts := range counted {
		if counts {
			w.see(q.cells[id].stream)
		}
	}
	return g
}

// ranges returns what is asked of the event of an allocation that has only one.
func (q *query) ranges() facts.Predicates {
	return facts.Predicates{
		AnyDay: !q.dayAsked && q.from.IsZero() && q.until == lastOfDays(), From: q.fromDay, Until: min(q.asAtDay, q.untilDay),
		AnyAmount: !q.bounded, AtLeast: q.atLeast, AtMost: q.atMost,
	}
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
	return fault.New(op, MixedStreams, "", "the money is of several streams, such as "+string(w.streams.Values[a])+" and "+
		string(w.streams.Values[b])+": name in the filter those that may be added up, or ask ByStream")
}

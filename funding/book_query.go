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
	pick *choice
	told bool // what is not committed is told as well
}

// care says how the allocations of a cell are taken.
type care uint8

const (
	leaveOut care = iota // the filter does not keep them
	takeEach             // each stands for itself
	takeCare             // superseded, or perhaps in a split
)

// claim is what an allocation, or one part of a split award, contributes.
type claim struct {
	position   int
	cell       cell
	status     Status // whose figure counts; zero = none does, the allocation is not committed
	first, end int    // its events
	amount     int64  // in pence; 0 unless known
	known      bool   // the amount is stated
	sibling    bool   // a further part of an award of which another came before
}

// ask returns the query of a view by the rule that its filter calls for: the
// statuses that it names, or what is committed.
func (b *Book) ask() *query {
	if b.scope.asked {
		return b.query(asked(b.scope.statuses), false)
	}
	return b.query(b.index.committed, !b.scope.predicates)
}

// query returns a query of the view by a rule. What is not committed is told only
// where nothing is asked of the event that counts: it has none.
func (b *Book) query(pick *choice, told bool) *query {
	return &query{index: b.index, scope: b.scope, pick: pick, told: told}
}

// careOf returns how the allocations of a cell are taken.
func (q *query) careOf(c cell) care {
	switch {
	case len(q.splits) > 0 && q.parties[c.party].joint():
		return takeCare
	case !q.keeps(c):
		return leaveOut
	case c.settled:
		return takeCare
	}
	return takeEach
}

// each passes the claims of the view in the order of the ledger: those that
// count, and where the query tells them those that are not committed.
func (q *query) each(yield func(claim) bool) {
	cells := make([]care, len(q.cells))
	for i, c := range q.cells {
		cells[i] = q.careOf(c)
	}
	end := 0
	for position, id := range q.cellOf {
		first := end
		end = q.index.end(first)
		switch cells[id] {
		case takeEach:
			if c, ok := q.claim(position, q.cells[id], first, end); ok && !yield(c) {
				return
			}
		case takeCare:
			if c, ok := q.claim(position, q.cells[id], first, end); ok && !q.parts(c, yield) {
				return
			}
		}
	}
}

// read returns the claim of one allocation by itself, whoever supersedes it.
func (q *query) read(position int) (claim, bool) {
	c := q.cells[q.cellOf[position]]
	if !q.keeps(c) {
		return claim{}, false
	}
	first, end := q.events(position)
	return q.claim(position, c, first, end)
}

// claim reads the events of an allocation: what was known of it on the day, whose
// figure counts, and how much that is.
func (q *query) claim(position int, c cell, first, end int) (claim, bool) {
	var had statusSet
	for e := first; e < end; e++ {
		if q.dated(e) {
			had |= setOf(q.tags[e].status())
		}
	}
	if had &= everyStatus; had == 0 {
		return claim{}, false
	}
	out := claim{position: position, cell: c, first: first, end: end, status: q.pick[had]}
	if out.status == 0 {
		return out, q.told
	}
	r := q.figure(out.status, first, end)
	if !r.counts {
		return claim{}, false
	}
	if r.known {
		out.known, out.amount = true, r.amount
	}
	return out, true
}

// figure returns the figure at a status: a level, or a flow.
func (q *query) figure(s Status, first, end int) reading {
	if s == Paid {
		return q.flow(first, end)
	}
	return q.level(s, first, end)
}

// parts passes what is left of a superseded award, and the parts of a split one.
// It reports whether to go on.
func (q *query) parts(c claim, yield func(claim) bool) bool {
	waiting := q.recipients(c.cell)
	if c.cell.settled {
		if c.amount, waiting = q.remains(c); len(waiting) == 0 {
			return true
		}
		if !c.known {
			c.amount = 0
		}
	}
	d, ok := q.splitOf(c)
	if !ok {
		return !q.keeps(c.cell) || yield(c)
	}
	amounts := d.divide(Money{c.amount}, waiting)
	for i, v := range waiting {
		part := c
		part.cell.party, part.cell.settled = uint32(v+1), false
		part.amount, part.sibling = amounts[i].pence, i > 0
		if q.keeps(part.cell) && !yield(part) {
			return false
		}
	}
	return true
}

// splitOf returns the split in force for a claim: the last that is about it.
func (q *query) splitOf(c claim) (division, bool) {
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
func (q *query) counted(c claim) iter.Seq[int] {
	return func(yield func(int) bool) {
		for e := c.end - 1; e >= c.first; e-- {
			if q.tags[e].status() != c.status || !q.dated(e) || !q.meets(e) {
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
	w := streamWatch{index: q.index, free: free}
	var g *groups
	if c := q.cube(l.has(ByVanguard)); c != nil {
		g = newGroups(l)
		q.gatherCells(c, g, &w)
	} else {
		g = q.walk(l, &w)
	}
	return g, w.err(op)
}

// gatherCells adds up the cells of a cube, and what stands apart.
func (q *query) gatherCells(c *cube, g *groups, w *streamWatch) {
	var last cell // without its statuses, of which neither care nor base depends
	var how care
	var row uint64
	for i := range c.cells {
		cell := &c.cells[i]
		if here := cell.apart(); i == 0 || here != last {
			last, how = here, q.careOf(*cell)
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
		case q.told && cell.had != 0:
			g.at(row).uncommitted += c.sizes[i]
		}
	}
	for _, position := range q.apart {
		cell := q.cells[q.cellOf[position]]
		if q.careOf(cell) != takeCare {
			continue
		}
		first, end := q.events(int(position))
		q.gatherParts(int(position), cell, first, end, g, w)
	}
}

// gatherParts adds up an allocation that stands apart.
func (q *query) gatherParts(position int, cell cell, first, end int, g *groups, w *streamWatch) {
	c, ok := q.claim(position, cell, first, end)
	if !ok {
		return
	}
	q.parts(c, func(part claim) bool {
		if part.status != 0 {
			w.see(part.cell.stream)
		}
		g.at(g.layout.base(part.cell)+g.layout.byStatus[part.status]).add(part.status, part.amount, part.known)
		return true
	})
}

// MixedStreams is the code of a sum over several streams that nobody asked for.
const MixedStreams validate.Code = "funding.mixed-streams"

// streamWatch sees to it that national money never adds up silently with local
// money.
type streamWatch struct {
	*index
	free          bool // the question says that it is about several streams
	any           bool
	first, second uint32 // streams seen; the same unless they are mixed
}

// see notes the stream of an amount that counts.
func (w *streamWatch) see(stream uint32) {
	switch {
	case w.first != w.second:
	case !w.any:
		w.any, w.first, w.second = true, stream, stream
	default:
		w.second = stream
	}
}

func (w *streamWatch) err(op string) error {
	if w.free || w.first == w.second {
		return nil
	}
	a, b := min(w.first, w.second), max(w.first, w.second)
	return fault.New(op, MixedStreams, "", "the money is of several streams, such as "+string(w.streams.values[a])+" and "+
		string(w.streams.values[b])+": name in the filter those that may be added up, or ask ByStream")
}

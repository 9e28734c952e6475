package funding

import (
	"iter"
	"slices"
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

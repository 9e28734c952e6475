package funding

import (
	"math"

	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// walk adds up the claims of all allocations, a part of them on each processor.
// Sums of integers are the same in any order.
func (q *query) walk(l *layout, w *mixedStreams) *groups {
	const leastPart = 1 << 14 / block
	rows := q.rows(l)
	single := q.singleRows(l, rows)
	n := parallel.Parts(len(q.facts.blocks), leastPart)
	parts := make([]*scanWorker, n)
	for i := range parts {
		parts[i] = q.newWalker(l, rows, single, *w)
	}
	parallel.Do(n, func(i int) { parts[i].walk(len(q.facts.blocks)*i/n, len(q.facts.blocks)*(i+1)/n) })
	whole := parts[0]
	for _, part := range parts[1:] {
		whole.merge(part)
	}
	for id, touched := range whole.touched {
		if touched {
			whole.watch.see(q.cells[id].stream)
		}
	}
	*w = whole.watch
	return whole.groups
}

// noRow marks a cell whose allocations the filter does not keep, apartRow one
// whose allocations are taken one by one.
const (
	noRow      = math.MaxUint64
	specialRow = math.MaxUint64 - 1
)

// rows returns the number of the row of each cell, short of its status.
func (q *query) rows(l *layout) []uint64 {
	rows := make([]uint64, len(q.cells))
	for i, c := range q.cells {
		switch q.modeOf(c) {
		case takeEach:
			rows[i] = l.base(c)
		case oneByOne:
			rows[i] = specialRow
		default:
			rows[i] = noRow
		}
	}
	return rows
}

// single is how an allocation of one event is taken: its cell tells its status.
type single struct {
	row    uint64 // or noRow, or apartRow
	status Status // zero where it is not committed
}

// singleRows returns how the allocations of each cell are taken that have one event.
func (q *query) singleRows(l *layout, rows []uint64) []single {
	out := make([]single, len(rows))
	for i, row := range rows {
		switch s := q.pick[q.cells[i].had]; {
		case row >= specialRow:
			out[i].row = row
		case s != 0 || q.withUncommitted:
			out[i] = single{row + l.byStatus[s], s}
		default:
			out[i].row = noRow
		}
	}
	return out
}

// scanWorker adds up a part of the allocations.
type scanWorker struct {
	*query
	rows     []uint64
	single   []single // by cell
	byStatus [Withdrawn + 1]uint64
	groups   *groups
	watch    mixedStreams
	touched  []bool // cells of which an amount counts
	anyDay   bool   // nothing is asked of days
	all      [block]uint8
}

func (q *query) newWalker(l *layout, rows []uint64, single []single, watch mixedStreams) *scanWorker {
	w := &scanWorker{
		query: q, rows: rows, single: single, byStatus: l.byStatus, groups: newGroups(l), watch: watch, touched: make([]bool, len(q.cells)),
		anyDay: q.anyDay(),
	}
	for i := range w.all {
		w.all[i] = uint8(i)
	}
	return w
}

func (w *scanWorker) walk(from, to int) {
	for b := from; b < to; b++ {
		position, first := b*block, int(w.facts.blocks[b])
		n, events := min(block, w.len()-position), len(w.facts.tags)-first
		if b+1 < len(w.facts.blocks) {
			events = int(w.facts.blocks[b+1]) - first
		}
		if events == n {
			w.singles(position, first, n)
		} else {
			w.several(position, first, n)
		}
	}
}

// several takes allocations of which some have several events.
func (w *scanWorker) several(position, end, n int) {
	for ; n > 0; n-- {
		id, first := w.facts.cellOf[position], end
		end = w.end(first)
		switch row := w.rows[id]; row {
		case noRow:
		case specialRow:
			w.gatherParts(position, w.cells[id], first, end, w.groups, &w.watch)
		default:
			if c, ok := w.claim(position, w.cells[id], first, end); ok {
				w.take(id, row, c.status, c.amount, c.known)
			}
		}
		position++
	}
}

// singles takes allocations of one event each, at most a block of them. It does
// for them what claim does, column by column: what the filter asks of days and
// amounts first, which leaves fewer to look at.
//
// A place is noted before it is known whether it stays, so that the processor has
// no branch to guess: predicates keep one row here and drop the next, and a wrong
// guess costs more than the row. Days are not read when nothing is asked of them,
// which took a fifth off a question about amounts.
func (w *scanWorker) singles(position, first, n int) {
	days, amounts, tags := w.facts.days[first:first+n], w.facts.amounts[first:first+n], w.facts.tags[first:first+n]
	from, until := w.from, w.until
	if w.asAt.Before(until) {
		until = w.asAt
	}
	chosen, m := w.all, n
	if !w.anyDay {
		m = 0
		for i, day := range days {
			chosen[m%block] = uint8(i)
			m += one(!day.Before(from)) & one(!day.After(until))
		}
	}
	if w.bounded {
		met := 0
		for _, i := range chosen[:m] {
			chosen[met%block] = i
			met += one(tags[i].known()) & one(w.atLeast <= amounts[i]) & one(amounts[i] <= w.atMost)
		}
		m = met
	}
	cells, how := w.facts.cellOf[position:position+n], w.single
	for _, i := range chosen[:m] {
		id := cells[i]
		switch h := &how[id]; {
		case h.row < specialRow:
			w.touched[id] = w.touched[id] || h.status != 0
			w.groups.at(h.row).add(h.status, amounts[i], tags[i].known())
		case h.row == specialRow:
			event := first + int(i)
			w.gatherParts(position+int(i), w.cells[id], event, event+1, w.groups, &w.watch)
		}
	}
}

// one returns 1 for true.
func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (w *scanWorker) take(id uint32, row uint64, s Status, amount int64, known bool) {
	if s != 0 {
		w.touched[id] = true
	}
	w.groups.at(row+w.byStatus[s]).add(s, amount, known)
}

func (w *scanWorker) merge(o *scanWorker) {
	o.groups.finishGroups()
	for n, t := range o.groups.each {
		w.groups.at(n).merge(t)
	}
	for id, touched := range o.touched {
		w.touched[id] = w.touched[id] || touched
	}
	if o.watch.any {
		w.watch.see(o.watch.first)
		w.watch.see(o.watch.second)
	}
}

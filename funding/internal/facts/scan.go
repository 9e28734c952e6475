package facts

import (
	"math"

	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// Scan is a query that must look at every record.
type Scan struct {
	Predicates
	Targets []Target // by cell: the group for records of one event
	// Take adds a record of several events, or of a cell whose target is OneByOne,
	// and reports whether an amount of it counts. Several goroutines call it at
	// once.
	Take func(record int, events Range, groups *Groups) bool
}

// Target is the group to which a record is added, and its state; state 0 means that
// no amount of the record counts.
type Target struct {
	Group uint64
	State uint8
}

// Groups with a special meaning: of records that are left out, and of records that
// are handled one by one.
const (
	LeftOut  = math.MaxUint64
	OneByOne = math.MaxUint64 - 1
)

// Predicates are the conditions on the event of a record.
type Predicates struct {
	AnyDay          bool  // any day matches
	From, Until     int32 // else it must be between these
	AnyAmount       bool
	AtLeast, AtMost int64 // else it must be known and between these
}

// Scan adds up the records of a table, with a part of them on each processor. It
// returns the groups, which newGroups makes empty, and for each cell whether an
// amount counts. Sums of integers are the same in any order.
func (t *Table) Scan(s *Scan, newGroups func() Groups) (Groups, []bool) {
	const leastPart = 1 << 14 / Block
	n := parallel.Parts(len(t.blocks), leastPart)
	parts := make([]scanner, n)
	for i := range parts {
		parts[i] = scanner{Table: t, Scan: s, groups: newGroups(), counted: make([]bool, len(s.Targets))}
	}
	parallel.Do(n, func(i int) { parts[i].blocks(len(t.blocks)*i/n, len(t.blocks)*(i+1)/n) })
	whole := &parts[0]
	for i := range parts[1:] {
		part := &parts[i+1]
		whole.groups.Merge(&part.groups)
		for cell, counted := range part.counted {
			whole.counted[cell] = whole.counted[cell] || counted
		}
	}
	return whole.groups, whole.counted
}

// scanner adds up a part of the records.
type scanner struct {
	*Table
	*Scan
	groups  Groups
	counted []bool
}

func (w *scanner) blocks(from, to int) {
	var every [Block]uint8
	for i := range every {
		every[i] = uint8(i)
	}
	for b := from; b < to; b++ {
		record, first := b*Block, int(w.Table.blocks[b])
		n, events := min(Block, w.Len()-record), len(w.Tags)-first
		if b+1 < len(w.Table.blocks) {
			events = int(w.Table.blocks[b+1]) - first
		}
		if events == n {
			w.singles(record, first, n, &every)
		} else {
			w.several(record, first, n)
		}
	}
}

// several adds records of which some have several events.
func (w *scanner) several(record, end, n int) {
	for ; n > 0; n-- {
		first := end
		end = w.end(first)
		w.take(record, Range{first, end})
		record++
	}
}

func (w *scanner) take(record int, events Range) {
	if w.Take(record, events, &w.groups) {
		w.counted[w.Cells[record]] = true
	}
}

// singles adds at most a block of records of one event each, column by column: the
// predicates on days and amounts come first, which leaves fewer records to look at.
//
// An index is entered into the selection vector before it is known whether it
// stays, so that the loop has no branch: which records match is unpredictable, and
// a misprediction costs more than the record. Days are not read if any day matches.
func (w *scanner) singles(record, first, n int, every *[Block]uint8) {
	days, amounts, tags := w.Days[first:first+n], w.Amounts[first:first+n], w.Tags[first:first+n]
	from, until, atLeast, atMost := w.From, w.Until, w.AtLeast, w.AtMost
	selected, m := *every, n
	if !w.AnyDay {
		m = 0
		for i, day := range days {
			selected[m%Block] = uint8(i)
			m += exact.One(from <= day) & exact.One(day <= until)
		}
	}
	if !w.AnyAmount {
		met := 0
		for _, i := range selected[:m] {
			selected[met%Block] = i
			met += exact.One(tags[i].Known()) & exact.One(atLeast <= amounts[i]) & exact.One(amounts[i] <= atMost)
		}
		m = met
	}
	cells, targets := w.Cells[record:record+n], w.Targets
	for _, i := range selected[:m] {
		cell := cells[i]
		switch to := &targets[cell]; {
		case to.Group < OneByOne:
			w.counted[cell] = w.counted[cell] || to.State != 0
			w.groups.At(to.Group).Add(to.State, amounts[i], tags[i].Known())
		case to.Group == OneByOne:
			event := first + int(i)
			w.take(record+int(i), Range{event, event + 1})
		}
	}
}

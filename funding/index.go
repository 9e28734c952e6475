package funding

import (
	"cmp"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// index holds a ledger's facts as columns of small numbers. All the views of a
// book share one index, and nothing changes it once it is built. What is rare
// (joint awards, supersession, unusual precisions) stands in tables beside the
// columns.
type index struct {
	programme *caremodel.Programme
	places
	spans   axis[span]
	streams axis[Stream]
	funds   axis[FundID]
	rounds  axis[RoundID]
	fundOf  []int // the place of each round's fund
	limits  map[FundID][]Limit
	stated  []Stated

	parties []party // nobody, every vanguard, then the joint ones
	cells   []cell
	facts

	widths []Money             // what tags say of precision
	heirs  map[uint32][]uint32 // superseded allocations: those that settle them, ascending
	apart  []uint32            // allocations that are superseded or joint, ascending

	fine, coarse *cube // nil where walking the columns is as good
	committed    *choice
	furthest     *choice
}

// cell is all that a filter or a dimension may ask about an allocation, apart
// from its amounts and days. Allocations that have it in common share one.
type cell struct {
	party, round, span, stream uint32 // places in parties and on the axes
	kind                       Kind
	had                        statusSet // of all its events
	settled                    bool      // superseded by others: counted one by one
}

// compare puts cells in order: those that only their statuses tell apart follow
// each other.
func (c *cell) compare(o *cell) int {
	if c.party != o.party {
		return cmp.Compare(c.party, o.party)
	}
	return cmp.Or(
		cmp.Compare(c.place(), o.place()), cmp.Compare(c.round, o.round), cmp.Compare(c.kind, o.kind),
		cmp.Compare(one(c.settled), one(o.settled)), cmp.Compare(c.had, o.had))
}

// place is span and stream in one number.
func (c *cell) place() uint64 { return uint64(c.span)<<32 | uint64(c.stream) }

// apart returns the cell without its statuses.
func (c *cell) apart() cell {
	other := *c
	other.had = 0
	return other
}

// block is how many allocations share one entry of index.blocks.
const block = 256

// tag is what is known of an event beside its amount and day.
//
//	bits 0-2   status
//	bits 3-5   bound
//	bit  6     the last event of its allocation
//	bit  7     it has no day of its own
//	bits 8-15  precision, a place in index.widths, or oddWidth
type tag uint16

const (
	lastEvent tag = 1 << 6
	dateless  tag = 1 << 7
	oddWidth      = 1<<8 - 1
)

func newTag(e *Event) tag { return tag(e.Status) | tag(e.Figure.Bound)<<3 }

func (t tag) status() Status         { return Status(t & 7) }
func (t tag) bound() caremodel.Bound { return caremodel.Bound(t >> 3 & 7) }
func (t tag) last() bool             { return t&lastEvent != 0 }
func (t tag) dateless() bool         { return t&dateless != 0 }
func (t tag) width() int             { return int(t >> 8) }

// known reports whether the event has an amount.
func (t tag) known() bool { return t.bound() != caremodel.NotStated }

// len returns the number of allocations.
func (ix *index) len() int { return len(ix.cellOf) }

// events returns where the events of an allocation begin and end.
func (ix *index) events(position int) (first, end int) {
	first = int(ix.blocks[position/block])
	for range position % block {
		first = ix.end(first)
	}
	return first, ix.end(first)
}

// end returns where the events end that begin at first.
func (ix *index) end(first int) int {
	for !ix.tags[first].last() {
		first++
	}
	return first + 1
}

// precision returns the half-width of an event's amount.
func (ix *index) precision(event int) Money {
	if w := ix.tags[event].width(); w != oddWidth {
		return ix.widths[w]
	}
	return ix.wide[uint32(event)]
}

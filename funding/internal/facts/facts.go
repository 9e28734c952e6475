// Package facts holds a fact table in columns, like a column store, and answers
// aggregate queries: sum, count, least and greatest amount by group.
//
// A record has one or more events; each event has an amount, a day and a state. All
// other attributes of a record form its cell: records that agree in all of them
// share a cell. The meaning of cells, states and groups is up to the caller, who
// passes in the group of each cell, the ranges of events, and functions for records
// that must be handled one by one.
package facts

import (
	"iter"
	"math"
	"slices"
)

// Table is the table. The events of a record are adjacent, in order; a bit of the
// tag marks the last one.
type Table struct {
	Cells  []uint32 // by record
	blocks []uint32 // the first event of every Block-th record

	Amounts []int64 // by event
	Days    []int32
	Tags    []Tag
	Notes   map[uint32]int64 // by event, what [Table.Note] recorded
}

// Block is how many records share one entry of the index of events.
const Block = 256

// Tag holds what is known of an event beside its amount and day: its state in bits
// 0 to 2, then whether its amount is unknown and whether it is the last event of
// its record. The bits from [TagBits] on are the caller's.
type Tag uint16

// Parts of a tag.
const (
	stateMask Tag = 1<<3 - 1
	Unknown   Tag = 1 << 3
	Last      Tag = 1 << 4
	TagBits       = 5
)

// States is the number of states. State 0 means that no amount counts.
const States = 1 << 3

// State returns the state of the event.
func (t Tag) State() uint8 { return uint8(t & stateMask) }

// Known reports whether the event has an amount.
func (t Tag) Known() bool { return t&Unknown == 0 }

// NewTable returns a table with room for this many records of one event each.
func NewTable(records int) Table {
	return Table{
		Cells: make([]uint32, records), blocks: make([]uint32, blocksOf(records)),
		Amounts: make([]int64, records), Days: make([]int32, records), Tags: make([]Tag, records),
	}
}

// blocksOf returns the number of blocks for this many records.
func blocksOf(records int) int { return (records + Block - 1) / Block }

// Part returns an empty table in the memory of the records from first to end, where
// first begins a block. Columns that outgrow it are reallocated by append.
func (t *Table) Part(first, end int) Table {
	from, until := first/Block, blocksOf(end)
	return Table{
		Cells: t.Cells[first:first:end], blocks: t.blocks[from:from:until],
		Amounts: t.Amounts[first:first:end], Days: t.Days[first:first:end], Tags: t.Tags[first:first:end],
	}
}

// Begin begins the next record.
func (t *Table) Begin(cell uint32) {
	if len(t.Cells)%Block == 0 {
		t.blocks = append(t.blocks, uint32(len(t.Tags)))
	}
	t.Cells = append(t.Cells, cell)
}

// Add adds the next event of the record; the tag marks the record's last event.
func (t *Table) Add(amount int64, day int32, tag Tag) {
	t.Amounts, t.Days, t.Tags = append(t.Amounts, amount), append(t.Days, day), append(t.Tags, tag)
}

// Note stores a number with the next event.
func (t *Table) Note(n int64) {
	if t.Notes == nil {
		t.Notes = map[uint32]int64{}
	}
	t.Notes[uint32(len(t.Tags))] = n
}

// MaxEvents is the greatest number of events in a table.
const MaxEvents = math.MaxUint32 - 1024

// Join joins all parts of the table, in order, and returns the number of events.
// More than [MaxEvents] are not joined. If each record has one event the parts are
// adjacent in memory already.
func (t *Table) Join(parts []*Table) (events int) {
	for _, p := range parts {
		events += len(p.Tags)
	}
	if events > MaxEvents {
		return events
	}
	before := uint32(0)
	t.Notes = map[uint32]int64{}
	for _, p := range parts {
		for i := range p.blocks {
			p.blocks[i] += before
		}
		for e, n := range p.Notes {
			t.Notes[before+e] = n
		}
		before += uint32(len(p.Tags))
	}
	if events > len(t.Cells) {
		t.Amounts = joined(parts, func(p *Table) []int64 { return p.Amounts })
		t.Days = joined(parts, func(p *Table) []int32 { return p.Days })
		t.Tags = joined(parts, func(p *Table) []Tag { return p.Tags })
	}
	return events
}

func joined[T any](parts []*Table, column func(*Table) []T) []T {
	columns := make([][]T, len(parts))
	for i, p := range parts {
		columns[i] = column(p)
	}
	return slices.Concat(columns...)
}

// Len returns the number of records.
func (t *Table) Len() int { return len(t.Cells) }

// Range holds the indices of a record's events.
type Range struct{ First, End int }

// Events returns the range of the events of a record.
func (t *Table) Events(record int) Range {
	first := int(t.blocks[record/Block])
	for range record % Block {
		first = t.end(first)
	}
	return Range{first, t.end(first)}
}

// All passes the records in order, with their events.
func (t *Table) All() iter.Seq2[int, Range] {
	return func(yield func(int, Range) bool) {
		end := 0
		for record := range t.Cells {
			first := end
			end = t.end(first)
			if !yield(record, Range{first, end}) {
				return
			}
		}
	}
}

// end returns the end of the range of events that begins at first.
func (t *Table) end(first int) int {
	for t.Tags[first]&Last == 0 {
		first++
	}
	return first + 1
}

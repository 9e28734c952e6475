package funding

import "github.com/newcaremodels/newcaremodels/caremodel"

// facts hold, in columns, what is known of each allocation and of each event. The
// events of an allocation stand together, in decision order; a bit of the last
// one's tag ends them.
type facts struct {
	cellOf []uint32 // one an allocation
	blocks []uint32 // the first event of every blockth allocation

	amounts []int64          // one an event: pence
	days    []caremodel.Date // the day from which it counts
	tags    []tag
	wide    map[uint32]Money // the precision of events whose tag says oddWidth
}

// newFacts returns columns for this many allocations of one event each.
func newFacts(allocations int) facts {
	return facts{
		cellOf: make([]uint32, allocations), blocks: make([]uint32, blocksOf(allocations)),
		amounts: make([]int64, allocations), days: make([]caremodel.Date, allocations), tags: make([]tag, allocations),
	}
}

// blocksOf returns in how many blocks so many allocations stand.
func blocksOf(allocations int) int { return (allocations + block - 1) / block }

// region returns empty columns in the place of the allocations from first to end,
// first being that of a block. Columns that turn out to be longer move elsewhere as
// they grow.
func (c *facts) region(first, end int) facts {
	from, until := first/block, blocksOf(end)
	return facts{
		cellOf: c.cellOf[first:first:end], blocks: c.blocks[from:from:until],
		amounts: c.amounts[first:first:end], days: c.days[first:first:end], tags: c.tags[first:first:end],
	}
}

// begin begins an allocation of this cell.
func (c *facts) begin(cell uint32) {
	if len(c.cellOf)%block == 0 {
		c.blocks = append(c.blocks, uint32(len(c.tags)))
	}
	c.cellOf = append(c.cellOf, cell)
}

// add adds an event.
func (c *facts) add(pence int64, day caremodel.Date, t tag) {
	c.amounts, c.days, c.tags = append(c.amounts, pence), append(c.days, day), append(c.tags, t)
}

// widen notes the precision of the next event.
func (c *facts) widen(precision Money) {
	if c.wide == nil {
		c.wide = map[uint32]Money{}
	}
	c.wide[uint32(len(c.tags))] = precision
}

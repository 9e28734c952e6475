package funding

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/intern"
)

// index holds a ledger's facts as columns of small numbers. All the views of a
// book share one index, and nothing changes it once it is built. What is rare
// (joint awards, supersession, unusual precisions) stands in tables beside the
// columns.
type index struct {
	programme *caremodel.Programme
	dicts     dicts
	spans     dict[span]
	streams   dict[Stream]
	funds     dict[FundID]
	rounds    dict[RoundID]
	fundOf    []int // the place of each round's fund
	names     filterNames

	fundRecords  []Fund  // by key
	roundRecords []Round // by year and key
	limits       map[FundID][]Limit
	stated       []Stated

	parties []recipientCodes // nobody, every vanguard, then the joint ones
	cells   []cell
	facts   facts

	widths []Money  // what tags say of precision
	apart  []uint32 // allocations that are superseded or joint, ascending

	lineage      *lineage
	memberEvents []eventRange // of the lineage

	fine, coarse *cube // nil where walking the columns is as good
	committed    *precedence
	furthest     *precedence
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

// eventTag is what is known of an event beside its amount and day.
//
//	bits 0-2   status
//	bits 3-5   bound
//	bit  6     the last event of its allocation
//	bit  7     it has no day of its own
//	bits 8-15  precision, a place in index.widths, or oddWidth
type eventTag uint16

const (
	lastEvent eventTag = 1 << 6
	dateless  eventTag = 1 << 7
	oddWidth           = 1<<8 - 1
)

func newTag(e *Event) eventTag { return eventTag(e.Status) | eventTag(e.Figure.Bound)<<3 }

func (t eventTag) status() Status         { return Status(t & 7) }
func (t eventTag) bound() caremodel.Bound { return caremodel.Bound(t >> 3 & 7) }
func (t eventTag) last() bool             { return t&lastEvent != 0 }
func (t eventTag) dateless() bool         { return t&dateless != 0 }
func (t eventTag) width() int             { return int(t >> 8) }

// known reports whether the event has an amount.
func (t eventTag) known() bool { return t.bound() != caremodel.NotStated }

// len returns the number of allocations.
func (ix *index) len() int { return len(ix.facts.cellOf) }

// events returns where the events of an allocation begin and end.
func (ix *index) events(position int) (first, end int) {
	first = int(ix.facts.blocks[position/block])
	for range position % block {
		first = ix.end(first)
	}
	return first, ix.end(first)
}

// eventRange is where the events of an allocation begin and end.
type eventRange struct{ first, end int }

// end returns where the events end that begin at first.
func (ix *index) end(first int) int {
	for !ix.facts.tags[first].last() {
		first++
	}
	return first + 1
}

// precision returns the half-width of an event's amount.
func (ix *index) precision(event int) Money {
	if w := ix.facts.tags[event].width(); w != oddWidth {
		return ix.widths[w]
	}
	return ix.facts.wide[uint32(event)]
}

// dict holds the values of a dimension in their order, so that a value can be a
// small number inside the index.
type dict[T comparable] struct {
	values []T
	at     map[T]int
}

func newAxis[T comparable](values []T) dict[T] {
	a := dict[T]{values: values, at: make(map[T]int, len(values))}
	for i, v := range values {
		a.at[v] = i
	}
	return a
}

// find returns the place of v on the axis.
func (a dict[T]) find(v T) (int, bool) {
	i, ok := a.at[v]
	return i, ok
}

// has reports whether v is on the axis.
func (a dict[T]) has(v T) bool {
	_, ok := a.at[v]
	return ok
}

// span is the year or years of an allocation; through is unset for a single year.
type span struct{ year, through FinancialYear }

func spanOf(year, last FinancialYear) span {
	if last == year {
		last = FinancialYear{}
	}
	return span{year, last}
}

// last returns the last year of the span.
func (s span) last() FinancialYear { return lastYear(s.year, s.through) }

func compareSpans(a, b span) int {
	return cmp.Or(a.year.Compare(b.year), a.through.Compare(b.through))
}

// knownStreams are the streams that the library knows, in order.
func knownStreams() [4]Stream {
	return [...]Stream{StreamTransformation, StreamMatched, StreamCentralSupport, StreamElsewhere}
}

// compareStreams puts the streams that the library knows first, as their
// constants stand, and the others behind them by name.
func compareStreams(a, b Stream) int {
	known := knownStreams()
	rank := func(s Stream) int {
		if i := slices.Index(known[:], s); i >= 0 {
			return i
		}
		return len(known)
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

// dicts are the axes of a programme: its vanguards, and what each is counted
// under.
type dicts struct {
	vanguards  dict[caremodel.VanguardID]
	categories dict[caremodel.Category]
	waves      dict[string]
	regions    dict[string]
}

func newPlaces(p *caremodel.Programme) dicts {
	var ids []caremodel.VanguardID
	var regions []string
	for v := range p.All() {
		ids = append(ids, v.ID)
		if v.Region != "" {
			regions = append(regions, v.Region)
		}
	}
	slices.Sort(regions)
	var categories []caremodel.Category
	for c := range p.Taxonomy().All() {
		categories = append(categories, c.Code)
	}
	var waves []string
	for w := range p.Waves() {
		waves = append(waves, w.Name)
	}
	return dicts{newAxis(ids), newAxis(categories), newAxis(waves), newAxis(slices.Compact(regions))}
}

// recipientCodes is who receives an allocation: nobody (the programme itself), one
// vanguard, or the several of a joint award.
//
// Under each dimension by recipient it has the place that all its members agree
// on; where they do not, the place after the last value, and where there is no
// value the one after that.
type recipientCodes struct {
	members                          []int // vanguards by their place in the programme, ascending
	vanguard, category, wave, region int
}

// joint reports whether the party has several members.
func (p recipientCodes) joint() bool { return len(p.members) > 1 }

// mixedCode returns the place under an axis of money whose recipients differ, and
// nowhere that of money without a value there.
func mixedCode(size int) int { return size }
func noneCode(size int) int  { return size + 1 }

// codeOf returns the place of a value, or nowhere.
func codeOf[T comparable](a dict[T], v T) int {
	if i, ok := a.find(v); ok {
		return i
	}
	return noneCode(len(a.values))
}

// nobody is the party of money without a recipient.
func (pl dicts) nobody() recipientCodes {
	return recipientCodes{
		vanguard: noneCode(len(pl.vanguards.values)), category: noneCode(len(pl.categories.values)),
		wave: noneCode(len(pl.waves.values)), region: noneCode(len(pl.regions.values)),
	}
}

// single is the party of one vanguard, the one at place i of the programme.
func (pl dicts) single(i int, v caremodel.Vanguard) recipientCodes {
	return recipientCodes{
		members: []int{i}, vanguard: i,
		category: codeOf(pl.categories, v.Category), wave: codeOf(pl.waves, v.Wave), region: codeOf(pl.regions, v.Region),
	}
}

// together is the party of several vanguards. Where all agree it stands where
// they do.
func (pl dicts) together(singles []recipientCodes) recipientCodes {
	joint := singles[0]
	joint.members = nil
	for _, s := range singles {
		joint.members = append(joint.members, s.members...)
		joint.vanguard = agree(joint.vanguard, s.vanguard, len(pl.vanguards.values))
		joint.category = agree(joint.category, s.category, len(pl.categories.values))
		joint.wave = agree(joint.wave, s.wave, len(pl.waves.values))
		joint.region = agree(joint.region, s.region, len(pl.regions.values))
	}
	slices.Sort(joint.members)
	return joint
}

// agree returns the place of two recipients, or the one of those that straddle.
func agree(a, b, size int) int {
	if a == b {
		return a
	}
	return mixedCode(size)
}

// facts hold, in columns, what is known of each allocation and of each event. The
// events of an allocation stand together, in decision order; a bit of the last
// one's tag ends them.
type facts struct {
	cellOf []uint32 // one an allocation
	blocks []uint32 // the first event of every blockth allocation

	amounts []int64          // one an event: pence
	days    []caremodel.Date // the day from which it counts
	tags    []eventTag
	wide    map[uint32]Money // the precision of events whose tag says oddWidth
}

// newFacts returns columns for this many allocations of one event each.
func newFacts(allocations int) facts {
	return facts{
		cellOf: make([]uint32, allocations), blocks: make([]uint32, blocksOf(allocations)),
		amounts: make([]int64, allocations), days: make([]caremodel.Date, allocations), tags: make([]eventTag, allocations),
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
func (c *facts) add(pence int64, day caremodel.Date, t eventTag) {
	c.amounts, c.days, c.tags = append(c.amounts, pence), append(c.days, day), append(c.tags, t)
}

// setPrecision notes the precision of the next event.
func (c *facts) setPrecision(precision Money) {
	if c.wide == nil {
		c.wide = map[uint32]Money{}
	}
	c.wide[uint32(len(c.tags))] = precision
}

// meant reports whether a filter by recipient keeps money for these: all of them
// must be meant, and somebody must be. A joint award of which only some are meant
// cannot be counted, because nobody has said what is theirs.
func (p recipientCodes) meant(vanguards []bool) bool {
	return len(p.members) > 0 && !slices.ContainsFunc(p.members, func(v int) bool { return !vanguards[v] })
}

// cellOfVanguard returns a cell that has the recipient alone: the parties of single
// vanguards stand behind that of nobody.
func (ix *index) cellOfVanguard(v int) cell { return cell{party: uint32(v + 1)} }

// recipients returns the vanguards of a cell by their places, never none.
func (ix *index) recipients(c cell) []int {
	if members := ix.parties[c.party].members; len(members) > 0 {
		return members
	}
	return []int{noVanguard}
}

// vanguardIndex numbers the vanguards of a programme by their places in it. It is asked
// once for every recipient of a ledger.
type vanguardIndex = intern.Keys[caremodel.VanguardID]

func newVanguardIndex(p *caremodel.Programme) vanguardIndex {
	r := intern.NewKeys(p.Len(), hashVanguard)
	for v := range p.All() {
		r.Put(v.ID, uint32(r.Len()))
	}
	return r
}

// hashVanguard makes do with a part of the id, which is a hash already.
func hashVanguard(id caremodel.VanguardID) uint64 { return binary.LittleEndian.Uint64(id[8:]) >> 16 }

package funding

import (
	"cmp"
	"encoding/binary"
	"slices"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/intern"
)

// index holds a ledger's facts as columns of small numbers. All the views of a
// book share one index, and nothing changes it once it is built. What is rare
// (joint awards, supersession, unusual precisions) stands in tables beside the
// columns.
type index struct {
	programme *caremodel.Programme
	dicts     dicts
	spans     facts.Dict[span]
	streams   facts.Dict[Stream]
	funds     facts.Dict[FundID]
	rounds    facts.Dict[RoundID]
	fundOf    []int // the code of each round's fund
	names     filterNames

	fundRecords  []Fund  // by key
	roundRecords []Round // by year and key
	limits       map[FundID][]Limit
	stated       []Stated

	parties []recipientCodes // nobody, every vanguard, then the joint ones
	cells   []cell
	columns facts.Table // amounts in pence

	widths []Money  // what tags say of precision
	apart  []uint32 // allocations that are superseded or joint, ascending

	lineage      *lineage
	memberEvents []facts.Range // of the lineage

	fine, coarse *facts.Cube[cell] // nil where a scan of the columns is as good
	committed    *precedence
	furthest     *precedence
}

// cell is all that a filter or a dimension may ask about an allocation, apart
// from its amounts and days. Allocations that have it in common share one.
type cell struct {
	party, round, span, stream uint32 // a place in parties, and codes
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
		cmp.Compare(exact.One(c.settled), exact.One(o.settled)), cmp.Compare(c.had, o.had))
}

// place is span and stream in one number.
func (c *cell) place() uint64 { return uint64(c.span)<<32 | uint64(c.stream) }

// apart returns the cell without its statuses.
func (c *cell) apart() cell {
	other := *c
	other.had = 0
	return other
}

// len returns the number of allocations.
func (ix *index) len() int { return ix.columns.Len() }

// The tags of events have, beside what the columns need, what is known of an amount: its
// bound (two bits), whether the event has no day of its own (one bit), and its precision,
// a place in index.widths or oddWidth, whose precision stands in the notes of the columns
// (eight bits).
const (
	boundShift           = facts.TagBits
	dateless   facts.Tag = 1 << 7
	widthShift           = 8
	oddWidth             = 1<<8 - 1
)

// cellOf returns the cell of an allocation.
func (ix *index) cellOf(position int) cell { return ix.cells[ix.columns.Cells[position]] }

func newTag(e *Event) facts.Tag {
	tag := facts.Tag(e.Status)
	if !e.Figure.Known() {
		return tag | facts.Unknown
	}
	return tag | facts.Tag(e.Figure.Bound)<<boundShift
}

// boundOf returns the bound of an amount that is known.
func (ix *index) boundOf(event int) caremodel.Bound {
	return caremodel.Bound(ix.columns.Tags[event] >> boundShift & 3)
}

// precision returns the half-width of an event's amount.
func (ix *index) precision(event int) Money {
	if w := int(ix.columns.Tags[event] >> widthShift); w != oddWidth {
		return ix.widths[w]
	}
	return Money{ix.columns.Notes[uint32(event)]}
}

// dayNumber is a day in the columns: from 1 for the first that a date can be, 0 for none.
func dayNumber(d caremodel.Date) int32 {
	if d.IsZero() {
		return 0
	}
	return int32(d.Sub(firstOfDays)) + 1
}

var firstOfDays = day(1, time.January, 1)

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

// dicts are the dictionaries of a programme: its vanguards, and what each is counted
// under.
type dicts struct {
	vanguards  facts.Dict[caremodel.VanguardID]
	categories facts.Dict[caremodel.Category]
	waves      facts.Dict[string]
	regions    facts.Dict[string]
}

func newDicts(p *caremodel.Programme) dicts {
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
	return dicts{facts.NewDict(ids), facts.NewDict(categories), facts.NewDict(waves), facts.NewDict(slices.Compact(regions))}
}

// recipientCodes is who receives an allocation: nobody (the programme itself), one
// vanguard, or the several of a joint award.
//
// Under each dimension by recipient it has the place that all its members agree
// on; where they do not, the place after the last value, and where there is no
// value the one after that.
type recipientCodes struct {
	members []int               // vanguards by their place in the programme, ascending
	codes   [dimensionCount]int // by dimension, one less than its constant
}

// code returns the code under a dimension of recipients.
func (p *recipientCodes) code(d Dimension) int { return p.codes[d-1] }

// joint reports whether the party has several members.
func (p *recipientCodes) joint() bool { return len(p.members) > 1 }

// partyBy returns the party with the code that each dimension of recipients is given.
func partyBy(members []int, code func(Dimension) int) recipientCodes {
	p := recipientCodes{members: members}
	for i := range dimensions {
		if d := Dimension(i + 1); d.ofRecipient() {
			p.codes[i] = code(d)
		}
	}
	return p
}

// nobody is the party of money without a recipient.
func (ix *index) nobody() recipientCodes {
	return partyBy(nil, func(d Dimension) int { return d.parts().size(ix) - 1 })
}

// single is the party of one vanguard, the one at place i of the programme.
func (ix *index) single(i int, v *caremodel.Vanguard) recipientCodes {
	return partyBy([]int{i}, func(d Dimension) int { return d.parts().member(ix, v) })
}

// together is the party of several vanguards. Where all agree it stands where
// they do.
func (ix *index) together(singles []recipientCodes) recipientCodes {
	var members []int
	for _, s := range singles {
		members = append(members, s.members...)
	}
	slices.Sort(members)
	return partyBy(members, func(d Dimension) int {
		for _, s := range singles {
			if s.code(d) != singles[0].code(d) {
				return d.parts().size(ix) - 2
			}
		}
		return singles[0].code(d)
	})
}

// meant reports whether a filter by recipient keeps money for these: all of them
// must be meant, and somebody must be. A joint award of which only some are meant
// cannot be counted, because nobody has said what is theirs.
func (p *recipientCodes) meant(vanguards []bool) bool {
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

package funding

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// shelf holds the rows of a table of allocations in little room, in the order in
// which they come, and gives them back as allocations one at a time. What no rule
// and no answer asks for (the texts of sources and reasons) it does not keep.
type shelf struct {
	ids      *lexicon // an allocation's number is its place in the ledger
	elements *lexicon
	last     uint32 // the allocation of the row before

	heads      []head
	headAt     map[head]uint32
	recipients [][]caremodel.VanguardID
	listAt     map[string]uint32

	headOf     []uint32 // one an allocation
	elementOf  []uint32
	supersedes map[uint32][]AllocationID
	notes      map[uint32]string

	owners     []uint32 // one an event: its allocation
	amounts    []int64
	precisions []int64
	on         []caremodel.Date
	published  []caremodel.Date
	marks      []mark
	addresses  map[uint32]string // of events whose source has an address that is none

	order  []uint32 // the events by allocation; nil where they came like that
	starts []uint32 // where the events of each allocation begin; one more at the end
}

// head is what many allocations have in common.
type head struct {
	round         RoundID
	recipients    uint32
	year, through FinancialYear
	stream        Stream
	kind          Kind
}

// mark is what is kept of an event in bits: status (0-2), bound (3-5), whether it
// has a reason (6) and a source (7).
type mark uint8

const (
	withReason mark = 1 << 6
	withSource mark = 1 << 7
)

func newShelf() *shelf {
	s := &shelf{
		ids: newLexicon(), elements: newLexicon(),
		headAt: map[head]uint32{}, listAt: map[string]uint32{},
		supersedes: map[uint32][]AllocationID{}, notes: map[uint32]string{}, addresses: map[uint32]string{},
	}
	s.elements.number("") // 0 = blank
	return s
}

// add takes one row, as [allocationTable.add] does.
func (s *shelf) add(row *allocationRow) {
	i, known := s.find(string(row.head.ID))
	if !known {
		row.begins()
		s.begin(i, &row.head)
	} else if !row.blankHead() {
		first := s.first(i)
		if !row.agrees(&first) {
			row.sound = false
		}
	}
	s.last = i
	if row.sound {
		s.addEvent(i, &row.event)
	}
}

// blankHead reports whether a row says nothing of its allocation but the key.
func (r *allocationRow) blankHead() bool {
	for _, c := range [...]column{
		columnRound, columnRecipients, columnYear, columnThrough, columnElement, columnStream, columnKind, columnSupersedes, columnNote,
	} {
		if !r.blank(c) {
			return false
		}
	}
	return true
}

func (s *shelf) find(id string) (i uint32, known bool) {
	if s.ids.len() > 0 && string(s.ids.at(s.last)) == id {
		return s.last, true
	}
	return s.ids.number(id)
}

// begin notes what the first row of an allocation says of it.
func (s *shelf) begin(i uint32, a *Allocation) {
	h := head{a.Round, s.list(a.Recipients), a.Year, a.Through, a.Stream, a.Kind}
	at := uint32(0)
	if n := len(s.headOf); n > 0 && s.heads[s.headOf[n-1]] == h {
		at = s.headOf[n-1]
	} else if known, ok := s.headAt[h]; ok {
		at = known
	} else {
		at = uint32(len(s.heads))
		s.headAt[h] = at
		s.heads = append(s.heads, h)
	}
	element, _ := s.elements.number(a.Element)
	s.headOf, s.elementOf = append(s.headOf, at), append(s.elementOf, element)
	if len(a.Supersedes) > 0 {
		s.supersedes[i] = a.Supersedes
	}
	if a.Note != "" {
		s.notes[i] = a.Note
	}
}

// list returns the number of a list of recipients.
func (s *shelf) list(ids []caremodel.VanguardID) uint32 {
	if n := len(s.headOf); n > 0 {
		if last := s.heads[s.headOf[n-1]].recipients; slices.Equal(s.recipients[last], ids) {
			return last
		}
	}
	key := make([]byte, 0, 16*len(ids))
	for _, id := range ids {
		key = append(key, id[:]...)
	}
	at, ok := s.listAt[string(key)]
	if !ok {
		at = uint32(len(s.recipients))
		s.listAt[string(key)] = at
		s.recipients = append(s.recipients, ids)
	}
	return at
}

func (s *shelf) addEvent(i uint32, e *Event) {
	m := mark(e.Status) | mark(e.Figure.Bound)<<3
	if e.Reason != "" {
		m |= withReason
	}
	if !unsourced(&e.Figure.Source) {
		m |= withSource
	}
	if url := e.Figure.Source.URL; url != "" && !form.Address(url) {
		s.addresses[uint32(len(s.owners))] = url
	}
	s.owners = append(s.owners, i)
	s.amounts = append(s.amounts, e.Figure.Amount.pence)
	s.precisions = append(s.precisions, e.Figure.Precision.pence)
	s.on = append(s.on, e.On)
	s.published = append(s.published, e.Figure.Source.Published)
	s.marks = append(s.marks, m)
}

// close ends the adding, and makes of the rows the records of a ledger.
func (s *shelf) close() {
	s.ids.seal()
	s.elements.seal()
	s.sort()
}

// sort puts the events of each allocation together, in the order in which they
// came.
func (s *shelf) sort() {
	s.starts = make([]uint32, s.ids.len()+1)
	for _, i := range s.owners {
		s.starts[i+1]++
	}
	for i := range s.ids.len() {
		s.starts[i+1] += s.starts[i]
	}
	if slices.IsSorted(s.owners) {
		return
	}
	next := slices.Clone(s.starts)
	s.order = make([]uint32, len(s.owners))
	for e, i := range s.owners {
		s.order[next[i]] = uint32(e)
		next[i]++
	}
}

// first returns what the first row of an allocation said of it.
func (s *shelf) first(i uint32) Allocation {
	a := Allocation{Element: string(s.elements.at(s.elementOf[i])), Note: s.notes[i]}
	s.fill(i, &a)
	return a
}

// fill sets what allocations have in common with others.
func (s *shelf) fill(i uint32, a *Allocation) {
	h := &s.heads[s.headOf[i]]
	a.Round, a.Recipients, a.Year, a.Through, a.Stream, a.Kind = h.round, s.recipients[h.recipients], h.year, h.through, h.stream, h.kind
	a.Supersedes = s.supersedes[i]
}

// at implements [records]. Events are in room's own.
func (s *shelf) at(i int, room *Allocation) *Allocation {
	s.fill(uint32(i), room)
	room.ID, room.Element = AllocationID(s.ids.text(uint32(i))), s.elements.text(s.elementOf[i])
	room.Events = room.Events[:0]
	for at := s.starts[i]; at < s.starts[i+1]; at++ {
		e := at
		if s.order != nil {
			e = s.order[at]
		}
		room.Events = append(room.Events, s.event(e))
	}
	return room
}

func (s *shelf) event(e uint32) Event {
	m := s.marks[e]
	out := Event{On: s.on[e], Status: Status(m & 7)}
	out.Figure.Amount, out.Figure.Precision = Money{s.amounts[e]}, Money{s.precisions[e]}
	out.Figure.Bound = caremodel.Bound(m >> 3 & 7)
	out.Figure.Source.Published = s.published[e]
	if m&withReason != 0 {
		out.Reason = "given"
	}
	if m&withSource != 0 {
		out.Figure.Source.Title = "given"
	}
	if len(s.addresses) > 0 {
		out.Figure.Source.URL = s.addresses[e]
	}
	return out
}

func (s *shelf) len() int { return s.ids.len() }

func (s *shelf) distinct() bool { return true }

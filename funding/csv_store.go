package funding

import (
	"math"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/intern"
)

// rowStore holds the rows of a table of allocations in little room, in the order in
// which they come, and gives them back as allocations one at a time. What no rule
// and no answer asks for (the texts of sources and reasons) it does not keep.
type rowStore struct {
	ids      *intern.Arena // an allocation's number is its place in the ledger
	elements *intern.Arena
	last     uint32 // the allocation of the row before

	heads      facts.Dict[header]
	recipients [][]caremodel.VanguardID
	listAt     map[string]uint32

	outlines   intern.List[storedAllocation] // one an allocation
	supersedes map[uint32][]AllocationID
	notes      map[uint32]string

	events    intern.List[storedEvent]
	extras    intern.List[extra]
	addresses map[uint32]string // of events whose source has a malformed web address

	order  []uint32 // the events by allocation; nil where they came like that
	starts []uint32 // where the events of each allocation begin; one more at the end
}

// storedAllocation is what is kept of an allocation beside its key and its events.
type storedAllocation struct{ head, element uint32 }

// header is what many allocations have in common.
type header struct {
	round         RoundID
	recipients    uint32
	year, through FinancialYear
	stream        Stream
	kind          Kind
}

// eventFlags is what is kept of an event in bits: status (0-2), bound (3-5), whether it
// has a reason (6) and a source (7).
type eventFlags uint8

const (
	withReason eventFlags = 1 << 6
	withSource eventFlags = 1 << 7
)

func newMark(s Status, b caremodel.Bound) eventFlags { return eventFlags(s) | eventFlags(b)<<3 }

// maxElements is how many names of elements are looked up. Tables repeat a few; in
// one where every row has its own, looking them up would only cost time.
const maxElements = 1 << 12

func newRowStore() *rowStore {
	return &rowStore{
		ids: intern.NewArena(math.MaxInt), elements: intern.NewArena(maxElements),
		listAt:     map[string]uint32{},
		supersedes: map[uint32][]AllocationID{}, notes: map[uint32]string{}, addresses: map[uint32]string{},
	}
}

func (s *rowStore) find(id []byte) (i uint32, known bool) {
	if int(s.last)+1 < s.len() && s.ids.Text(s.last) == string(id) {
		return s.last, true
	}
	return s.ids.Number(id)
}

// begin begins an allocation.
func (s *rowStore) begin(i, head uint32, element []byte) {
	at, _ := s.elements.Number(element)
	s.outlines.Push(storedAllocation{head, at})
}

// head returns the number of what an allocation has in common with others.
func (s *rowStore) head(a *Allocation) uint32 {
	return s.heads.Add(header{a.Round, s.list(a.Recipients), a.Year, a.Through, a.Stream, a.Kind})
}

// list returns the number of a list of recipients.
func (s *rowStore) list(ids []caremodel.VanguardID) uint32 {
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

// eventRow is what is kept of a row's event.
type eventRow struct {
	amount, precision int64
	on, published     caremodel.Date
	mark              eventFlags
}

// storedEvent is an event in the row store.
type storedEvent struct {
	amount int64
	on     caremodel.Date
	owner  uint32 // its allocation
	extra  uint32 // where the extras have what few events have, and one; 0 = nothing
	mark   eventFlags
}

// extra is a precision, and the day on which a source was published.
type extra struct {
	precision int64
	published caremodel.Date
}

func (s *rowStore) addEvent(i uint32, e *Event) {
	m := newMark(e.Status, e.Figure.Bound)
	if e.Reason != "" {
		m |= withReason
	}
	if !unsourced(&e.Figure.Source) {
		m |= withSource
	}
	if url := e.Figure.Source.URL; url != "" && !form.Address(url) {
		s.addresses[uint32(s.events.Len())] = url
	}
	s.put(i, &eventRow{e.Figure.Amount.pence, e.Figure.Precision.pence, e.On, e.Figure.Source.Published, m})
}

// put puts an event behind those of an allocation.
func (s *rowStore) put(i uint32, e *eventRow) {
	at := uint32(0)
	if e.precision != 0 || !e.published.IsZero() {
		s.extras.Push(extra{e.precision, e.published})
		at = uint32(s.extras.Len())
	}
	s.events.Push(storedEvent{e.amount, e.on, i, at, e.mark})
}

// close ends the adding, and makes of the rows the records of a ledger: it puts the
// events of each allocation together, in the order in which they came.
func (s *rowStore) close() {
	s.starts = make([]uint32, s.len()+1)
	last, sorted := uint32(0), true
	for e := range s.events.Len() {
		owner := s.events.At(e).owner
		sorted = sorted && owner >= last
		last = owner
		s.starts[owner+1]++
	}
	for i := range s.len() {
		s.starts[i+1] += s.starts[i]
	}
	if sorted {
		return
	}
	next := slices.Clone(s.starts)
	s.order = make([]uint32, s.events.Len())
	for e := range s.events.Len() {
		i := s.events.At(e).owner
		s.order[next[i]] = uint32(e)
		next[i]++
	}
}

// first returns what the first row of an allocation said of it.
func (s *rowStore) first(i uint32) Allocation {
	a := Allocation{Note: s.notes[i]}
	s.fill(i, &a)
	return a
}

// fill sets what is known of an allocation but its key, its events and its note.
func (s *rowStore) fill(i uint32, a *Allocation) {
	o := s.outlines.At(int(i))
	h := &s.heads.Values[o.head]
	a.Round, a.Recipients, a.Year, a.Through, a.Stream, a.Kind = h.round, s.recipients[h.recipients], h.year, h.through, h.stream, h.kind
	a.Element, a.Supersedes = s.elements.Text(o.element), s.supersedes[i]
}

// at implements [records]. Events are in room's own.
func (s *rowStore) at(i int, room *Allocation) *Allocation {
	room.ID = AllocationID(s.ids.Text(uint32(i)))
	s.fill(uint32(i), room)
	from, end := s.starts[i], s.starts[i+1]
	n := int(end - from)
	if n > cap(room.Events) {
		room.Events = make([]Event, n)
	}
	room.Events = room.Events[:n]
	for j := range room.Events {
		e := from + uint32(j)
		if s.order != nil {
			e = s.order[e]
		}
		s.event(e, &room.Events[j])
	}
	return room
}

// event sets all of an event that a row store keeps.
func (s *rowStore) event(e uint32, into *Event) {
	from := s.events.At(int(e))
	m := from.mark
	into.On, into.Status, into.Reason = from.on, Status(m&7), ""
	f := &into.Figure
	var more extra
	if from.extra > 0 {
		more = *s.extras.At(int(from.extra) - 1)
	}
	f.Amount, f.Precision, f.Bound = Money{from.amount}, Money{more.precision}, caremodel.Bound(m>>3&7)
	f.Source = caremodel.Source{Published: more.published}
	if m&withReason != 0 {
		into.Reason = "given"
	}
	if m&withSource != 0 {
		f.Source.Title = "given"
	}
	if len(s.addresses) > 0 {
		f.Source.URL = s.addresses[e]
	}
}

func (s *rowStore) len() int { return s.ids.Len() }

func (s *rowStore) distinct() bool { return true }

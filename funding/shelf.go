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
		var first Allocation
		s.fill(i, &first)
		first.Note = s.notes[i]
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

// fill sets a to the allocation at a place, without its key and its events.
func (s *shelf) fill(i uint32, a *Allocation) {
	h := &s.heads[s.headOf[i]]
	a.Element = s.elements.text(s.elementOf[i])
	a.Round, a.Recipients, a.Year, a.Through, a.Stream, a.Kind = h.round, s.recipients[h.recipients], h.year, h.through, h.stream, h.kind
	a.Supersedes = s.supersedes[i]
}

// at sets a to the allocation at a place, without its key. Its events are in a's
// own room.
func (s *shelf) at(i int, a *Allocation) {
	s.fill(uint32(i), a)
	a.Events = a.Events[:0]
	for at := s.starts[i]; at < s.starts[i+1]; at++ {
		e := at
		if s.order != nil {
			e = s.order[at]
		}
		a.Events = append(a.Events, s.event(e))
	}
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

// each passes the allocations in order. They are good until the next.
func (s *shelf) each(yield func(int, *Allocation) bool) {
	var a Allocation
	for i := range s.ids.len() {
		s.at(i, &a)
		a.ID = s.id(i)
		if !yield(i, &a) {
			return
		}
	}
}

// id returns the key of the allocation at a place.
func (s *shelf) id(i int) AllocationID { return AllocationID(s.ids.text(uint32(i))) }

// audit checks the shelf as [Ledger.Validate] checks the ledger that it stands
// for.
func (s *shelf) audit(k *auditor) {
	k.overview = s.overview(k)
	k.checkFunds()
	k.checkRounds()
	for i, a := range s.each {
		k.checkAllocation(i, a, k.settingOf(a))
	}
	k.checkStated()
}

// overview gathers what the rules must know of all allocations. Those that
// supersede others, and those superseded, become the auditor's list: rules look
// nothing else up there.
func (s *shelf) overview(k *auditor) overview {
	awards := make([]uint64, s.ids.len())
	w := sweeper{k: *k, uses: k.noUse(), sizes: map[group]*scale{}}
	var a, b Allocation
	for i := range awards {
		s.at(i, &a)
		setting := w.place(&a)
		awards[i] = k.awardHash(&a, setting)
		w.gather(&a, setting)
	}
	out := overview{uses: w.uses, scales: s.scales(w.sizes)}
	out.sameAward = repeated(awards, func(i, j int) bool {
		s.fill(uint32(i), &a)
		s.fill(uint32(j), &b)
		return sameMoney(&a, &b)
	})
	var places []int
	k.l.Allocations, places = s.linked()
	out.targets = targets(k.l.Allocations)
	out.successors = successors(k.l.Allocations, out.targets)
	out.circles = map[link]bool{}
	for at := range circles(k.l.Allocations, out.targets) {
		out.circles[link{places[at.i], at.j}] = true
	}
	if len(out.sameAward)+len(out.successors) > 0 { // then not every allocation counts for what it is
		out.uses = s.uses(k, &out, places)
	}
	return out
}

// linked returns the allocations that supersede others and those that are
// superseded, in order, and their places.
func (s *shelf) linked() (list []Allocation, places []int) {
	for i, ids := range s.supersedes {
		places = append(places, int(i))
		for _, id := range ids {
			if target, known := s.ids.lookup(string(id)); known {
				places = append(places, int(target))
			}
		}
	}
	slices.Sort(places)
	places = slices.Compact(places)
	list = make([]Allocation, len(places))
	for n, i := range places {
		s.at(i, &list[n])
		list[n].ID = s.id(i)
	}
	return list, places
}

// uses adds up what the rounds of each fund take of each limit, as
// [auditor.uses] does. The auditor's list holds the allocations at these places.
func (s *shelf) uses(k *auditor, found *overview, places []int) [][]use {
	uses := k.noUse()
	var a Allocation
	for i := range s.ids.len() {
		s.at(i, &a)
		if a.Round == "" || !found.counted(i) {
			continue
		}
		if into := k.useOf(uses, &a); into != nil {
			into.add(standing(a.Events))
		}
	}
	listed := overview{sameAward: map[int]int{}}
	for n, i := range places {
		if !found.counted(i) {
			listed.sameAward[n] = n
		}
	}
	for target, heirs := range found.successors {
		k.settle(&listed, uses, target, heirs)
	}
	return uses
}

// scales returns the groups whose amounts lie so far apart that one may be a
// mistake, with their medians, as [auditor.scales] does.
func (s *shelf) scales(sizes map[group]*scale) map[group]scale {
	amounts := map[group][]int64{}
	for g, of := range sizes {
		if of.wide() {
			amounts[g] = make([]int64, 0, of.n)
		}
	}
	if len(amounts) == 0 {
		return nil
	}
	for e, i := range s.owners {
		h := &s.heads[s.headOf[i]]
		g := group{h.round, h.stream}
		list, wide := amounts[g]
		event := s.event(uint32(e))
		if n, ok := magnitudeOf(&event); ok && wide {
			amounts[g] = append(list, n)
		}
	}
	wide := make(map[group]scale, len(amounts))
	for g, list := range amounts {
		of := *sizes[g]
		of.median = median(list)
		wide[g] = of
	}
	return wide
}

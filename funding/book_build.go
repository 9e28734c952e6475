package funding

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/intern"
	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// builder turns records into an index. Several goroutines may build parts of it
// at once; what they share grows under a lock, whenever one of them comes across
// something for the first time. The numbers that are given out then depend on who
// comes first; no answer does.
//
// Records may break any rule: they are taken without harm, and the index is not
// finished.
type builder struct {
	*index
	who   vanguardIndex
	parts []*part

	mu       sync.Mutex
	joints   map[string]uint32 // the party of several members
	cellDict facts.Dict[cell]
	// settingDict has cells of which only round, span and stream are known yet.
	settingDict facts.Dict[cell]
	widthDict   facts.Dict[Money]
}

// newBuilder takes all of the ledger but its allocations.
func newBuilder(p *caremodel.Programme, l *Ledger) *builder {
	b := &builder{
		index: &index{
			programme: p, dicts: newDicts(p), limits: make(map[FundID][]Limit, len(l.Funds)),
		},
		who: newVanguardIndex(p), joints: map[string]uint32{}, widthDict: facts.NewDict([]Money{{}}),
	}
	b.parties = append(b.parties, b.nobody())
	for v := range p.All() {
		b.parties = append(b.parties, b.single(len(b.parties)-1, &v))
	}
	b.addFunds(l)
	for _, s := range l.Stated {
		b.stated = append(b.stated, deep.Copy(s))
	}
	return b
}

// addFunds puts funds in the order of their keys and rounds in that of their
// years and keys.
func (b *builder) addFunds(l *Ledger) {
	for _, f := range l.Funds {
		b.limits[f.ID] = slices.Clone(f.Limits)
	}
	b.funds = facts.NewDict(slices.Sorted(maps.Keys(b.limits)))
	b.fundRecords = deep.Copy(l.Funds)
	slices.SortFunc(b.fundRecords, func(x, y Fund) int { return cmp.Compare(x.ID, y.ID) })
	rounds := deep.Copy(l.Rounds)
	slices.SortFunc(rounds, func(x, y Round) int {
		return cmp.Or(x.Year.Compare(y.Year), cmp.Compare(x.ID, y.ID))
	})
	ids := make([]RoundID, len(rounds))
	for i, r := range rounds {
		ids[i] = r.ID
		b.fundOf = append(b.fundOf, b.funds.Code(r.Fund))
	}
	b.rounds, b.roundRecords = facts.NewDict(ids), rounds
	b.fundOf = append(b.fundOf, 0, b.funds.None()) // what has no round has no fund
}

// cellAt returns the number of the cell with a key.
func (b *builder) cellAt(s cellKey) uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.settingDict.Values[s.setting]
	c.party, c.kind, c.had = s.party, s.kind, s.had
	return b.cellDict.Add(c)
}

// setting returns the number of an allocation's setting.
func (b *builder) setting(a *Allocation) uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.settingDict.Add(cell{
		round: uint32(b.rounds.Code(a.Round)), span: b.spans.Add(spanOf(a.Year, a.LastYear())), stream: b.streams.Add(a.Stream),
	})
}

// party returns the place of the party of these recipients, in any order; of
// recipients that the programme does not have, that of nobody.
func (b *builder) party(recipients []caremodel.VanguardID) uint32 {
	switch len(recipients) {
	case 0:
		return 0
	case 1:
		return b.partyOf(recipients[0])
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	singles := make([]recipientCodes, 0, len(recipients))
	for _, id := range recipients {
		singles = append(singles, b.parties[b.partyOf(id)])
	}
	together := b.together(singles)
	key := fmt.Sprint(together.members)
	i, ok := b.joints[key]
	if !ok {
		i = uint32(len(b.parties))
		b.joints[key] = i
		b.parties = append(b.parties, together)
	}
	return i
}

// partyOf returns the place of the party of one vanguard.
func (b *builder) partyOf(id caremodel.VanguardID) uint32 {
	i, known := b.who.Find(hashVanguard(id), id)
	if !known {
		return 0
	}
	return i + 1
}

// widthOf returns the number of a precision, or oddWidth where there are too many.
func (b *builder) widthOf(precision Money) uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.widthDict.Values) >= oddWidth && !b.widthDict.Has(precision) {
		return oddWidth
	}
	return b.widthDict.Add(precision)
}

// finish puts the parts together, sorts the dictionaries that grew on the way, and
// notes who supersedes whom.
func (b *builder) finish(g *lineage) (*index, error) {
	for _, p := range b.parts {
		if p.fault != nil {
			return nil, p.fault
		}
	}
	if err := b.join(); err != nil {
		return nil, err
	}
	b.lineage = g
	for _, m := range g.members {
		b.memberEvents = append(b.memberEvents, b.columns.Events(m.position))
		if m.settled {
			b.setSettled(m.position)
		}
	}
	var spans, streams []uint32
	b.spans, spans = b.spans.Sorted(compareSpans)
	b.streams, streams = b.streams.Sorted(compareStreams)
	ix := b.index
	ix.cells, ix.parties, ix.widths = tight(b.cellDict.Values), tight(ix.parties), b.widthDict.Values
	for i := range ix.cells {
		c := &ix.cells[i]
		c.span, c.stream = spans[c.span], streams[c.stream]
	}
	ix.setApart()
	ix.committed, ix.furthest = committed(), furthest()
	alike := ix.alike()
	ix.fine, ix.coarse = facts.NewCubes(&ix.columns, ix.cells, facts.Schema[cell]{
		Compare: (*cell).compare,
		States:  func(c *cell) uint8 { return uint8(c.had) },
		Coarser: func(c cell) cell { c.party = alike[c.party]; return c },
		Amounts: ix.amountsOf,
	})
	return ix, nil
}

// amountsOf sets what an allocation has at each status, and returns which it has had.
func (ix *index) amountsOf(events facts.Range, at *[facts.States]facts.Amount) uint8 {
	var f statusFigures
	for e := events.First; e < events.End; e++ {
		ix.addEvent(&f, e, true)
	}
	for s := range f.at {
		at[s] = facts.Amount{Amount: f.at[s].pence, Known: f.at[s].known}
	}
	return uint8(f.had)
}

// addEvent adds an event to the figures of its allocation.
func (ix *index) addEvent(f *statusFigures, event int, meets bool) {
	tag := ix.columns.Tags[event]
	f.add(Status(tag.State()), ix.columns.Days[event], ix.columns.Amounts[event], tag.Known(), meets)
}

// alike returns for each party the first one that is like it under every dimension but its
// own. A joint party is like itself only: filters ask who its members are.
func (ix *index) alike() []uint32 {
	first := map[[dimensionCount]int]uint32{}
	out := make([]uint32, len(ix.parties))
	for i, p := range ix.parties {
		out[i] = uint32(i)
		if len(p.members) != 1 {
			continue
		}
		at := p.codes
		at[ByVanguard-1] = 0
		if other, known := first[at]; known {
			out[i] = other
		} else {
			first[at] = uint32(i)
		}
	}
	return out
}

// join makes one table of the parts.
func (b *builder) join() error {
	tables := make([]*facts.Table, len(b.parts))
	for i, p := range b.parts {
		tables[i] = &p.Table
	}
	if events := b.columns.Join(tables); events > facts.MaxEvents {
		return fault.New("funding.NewBook", validate.TooLarge, strconv.Itoa(events), "a book holds about four billion events")
	}
	return nil
}

// setSettled notes that an award is superseded.
func (b *builder) setSettled(position int) {
	c := b.cellDict.Values[b.columns.Cells[position]]
	c.settled = true
	b.columns.Cells[position] = b.cellDict.Add(c)
}

// setApart lists the allocations that are superseded or joint.
func (ix *index) setApart() {
	apart := make([]bool, len(ix.cells))
	for i, c := range ix.cells {
		apart[i] = c.settled || ix.parties[c.party].joint()
	}
	if !slices.Contains(apart, true) {
		return
	}
	for position, id := range ix.columns.Cells {
		if apart[id] {
			ix.apart = append(ix.apart, uint32(position))
		}
	}
	ix.apart = tight(ix.apart)
}

// tight returns a column without spare room, as it stands when that is little.
func tight[T any](column []T) []T {
	if cap(column)-len(column) <= len(column)/16 {
		return column
	}
	return append(make([]T, 0, len(column)), column...)
}

// part is the columns of a run of allocations, which one goroutine builds.
type part struct {
	facts.Table
	builder *builder
	numbers intern.Keys[cellKey] // of the cells that the part has come across
	widths  map[Money]uint32
	fault   error // the first thing that an index cannot hold
}

// cellKey is a cell within a round context: in a table of keys more find room in the
// processor's cache.
type cellKey struct {
	setting, party uint32
	kind           Kind
	had            statusSet
}

func (s cellKey) hash() uint64 {
	return intern.Fold(uint64(s.setting)<<32|uint64(s.party), uint64(s.kind)<<8|uint64(s.had))
}

// part begins the next part: the allocations from first to end.
func (b *builder) part(first, end int) *part {
	p := &part{builder: b, Table: b.columns.Part(first, end), numbers: intern.NewKeys(64, cellKey.hash), widths: map[Money]uint32{}}
	b.parts = append(b.parts, p)
	return p
}

// take takes the next allocation, of the setting and the party with these numbers.
func (p *part) take(position int, a *Allocation, setting, party uint32) {
	p.Begin(p.number(cellKey{setting, party, a.Kind, hadBy(a.Events)}))
	last := len(a.Events) - 1
	days := eventDays{a: a}
	for i := range last {
		p.addEvent(&days, i, 0)
	}
	if last >= 0 {
		p.addEvent(&days, last, facts.Last)
	} else { // a place that says nothing, so that events tell where allocations end
		p.Add(0, 0, facts.Last)
	}
	if len(a.Events) > 1 && p.fault == nil {
		p.fault = paymentsFit(a)
	}
}

// number returns the number of the cell with a key.
func (p *part) number(s cellKey) uint32 {
	n, known := p.numbers.Find(s.hash(), s)
	if !known {
		n = p.builder.cellAt(s)
		p.numbers.Put(s, n)
	}
	return n
}

// hadBy returns the statuses of events.
func hadBy(events []Event) statusSet {
	var had statusSet
	for i := range events {
		had |= setOf(events[i].Status)
	}
	return had
}

// addEvent adds event i of an allocation, with what its tag says besides.
func (p *part) addEvent(days *eventDays, i int, t facts.Tag) {
	e := &days.a.Events[i]
	day, own := e.On, true
	if day.IsZero() {
		day, own = days.of(i)
	}
	t |= newTag(e)
	if !own {
		t |= dateless
	}
	if precision := e.Figure.Precision; !precision.IsZero() {
		t |= facts.Tag(p.width(precision)) << widthShift
	}
	p.Add(e.Figure.Amount.pence, dayNumber(day), t)
}

// width returns the number of the next event's precision.
func (p *part) width(precision Money) uint32 {
	w, known := p.widths[precision]
	if !known {
		w = p.builder.widthOf(precision)
		if w == oddWidth {
			p.Note(precision.pence)
			return w
		}
		p.widths[precision] = w
	}
	return w
}

// paymentsFit refuses what would make an answer wrong: payments that cannot be
// added up, whichever of them a question picks.
func paymentsFit(a *Allocation) error {
	var in, out total // paid, and clawed back
	for i := range a.Events {
		if e := &a.Events[i]; e.Status != Paid {
			continue
		} else if e.Figure.Amount.pence > 0 {
			in.add(e.Figure.Amount.pence)
		} else {
			out.add(e.Figure.Amount.pence)
		}
	}
	_, fits := in.exact()
	if _, also := out.exact(); fits && also {
		return nil
	}
	return fault.New("funding.NewBook", validate.Overflow, string(a.ID),
		"the payments of this allocation add up to more than money can hold; "+moneyRange)
}

// leastPart is how many allocations are worth a goroutine of their own; a
// multiple of facts.Block.
const leastPart = 1 << 13

// runChecks walks over the allocations once, on all processors. It checks each by
// itself, gathers the overview, hands each to the builder where there is one, and
// returns what it found; where the overview then speaks, the records have to be
// checked again in its light.
func (k *auditor) runChecks(b *builder) validate.Violations {
	parts := k.checkWorkers(b)
	parallel.Do(len(parts), func(i int) { parts[i].walk() })
	whole := parts[0]
	found := make([]validate.Violations, len(parts))
	for i, part := range parts {
		found[i] = part.k.Violations()
		if i > 0 {
			whole.merge(part)
		}
	}
	k.overview = duplicatesIn(k.all, parts)
	s := &k.overview
	s.lineage = k.lineage(whole.successors)
	s.uses = whole.uses
	if s.hasFindings() { // then not every allocation counts for what it is
		s.uses = k.uses(s)
	}
	s.sizes, s.extents = whole.sizes, whole.extents
	return validate.Join(found...)
}

// checkWorker walks over a part of the allocations.
type checkWorker struct {
	k          auditor // with memories of its own
	checker    validate.Checker
	first, end int
	part       *part // of the book; nil where the ledger is only checked
	successors []int // those that supersede others

	keys   keySet
	awards intern.Partitions // the allocations by what identifies their money

	uses    [][]fundUse
	sizes   map[roundStream]*histogram
	extents []extent // of all allocations: each part sets its own
}

// checkWorkers divides the allocations between the processors.
func (k *auditor) checkWorkers(b *builder) []*checkWorker {
	n := k.all.len()
	parts := make([]*checkWorker, parallel.Parts(n, leastPart))
	if b != nil {
		b.columns = facts.NewTable(n)
	}
	extents := make([]extent, n)
	start := func(i int) int { return n * i / len(parts) &^ (facts.Block - 1) }
	for i := range parts {
		w := &checkWorker{k: *k, first: start(i), end: start(i + 1), uses: k.noUse(), sizes: map[roundStream]*histogram{}, extents: extents}
		w.k.Checker = &w.checker
		if i > 0 {
			w.k.settings = new(contextCache)
		}
		if i == len(parts)-1 {
			w.end = n
		}
		if b != nil {
			w.part = b.part(w.first, w.end)
		}
		parts[i] = w
	}
	return parts
}

// walk looks at each allocation once.
func (w *checkWorker) walk() {
	var room Allocation
	var last AllocationID
	distinct := w.k.all.distinct()
	list, _ := w.k.all.(held) // spares most books a call for each
	w.reserve()
	for i := w.first; i < w.end; i++ {
		var a *Allocation
		if list != nil {
			a = &list[i]
		} else {
			a = w.k.all.at(i, &room)
		}
		s := w.place(a)
		if !distinct {
			w.keys.add(i, a.ID, last)
			last = a.ID
		}
		recipient, known := w.k.soleRecipient(a)
		w.awards.Add(w.k.awardHash(a, s, recipient, known), i)
		w.gather(i, a, s)
		if !known || !w.k.unremarkable(a, s) {
			w.k.checkAllocation(i, a, s)
		}
		if w.part == nil {
			continue
		}
		party := recipient + 1
		if !known {
			party = w.part.builder.party(a.Recipients)
		}
		w.part.take(i, a, s.number, party)
	}
}

// reserve makes room for what the part will hold.
func (w *checkWorker) reserve() {
	w.keys = keySet{all: w.k.all, first: w.first, end: w.end, hasher: &w.k.hasher}
	w.awards = intern.NewPartitions(w.k.all.len(), w.end-w.first)
}

// place returns an allocation's setting with the use and the histogram to
// which it belongs.
func (w *checkWorker) place(a *Allocation) *roundContext {
	s := w.k.settings.find(a)
	if s.placed {
		return s
	}
	w.k.settingOf(a)
	s.placed = true
	if a.Round != "" {
		s.use = w.k.useOf(w.uses, a)
	}
	here := roundStream{a.Round, a.Stream}
	if s.size = w.sizes[here]; s.size == nil {
		s.size = new(histogram)
		w.sizes[here] = s.size
	}
	if w.part != nil {
		s.number = w.part.builder.setting(a)
	}
	return s
}

// gather notes what the rules must know of all allocations.
func (w *checkWorker) gather(i int, a *Allocation, s *roundContext) {
	if len(a.Supersedes) > 0 {
		w.successors = append(w.successors, i)
	}
	if s.use != nil {
		s.use.add(a.Events)
	}
	e := nothing()
	for j := range a.Events {
		if m, ok := magnitudeOf(&a.Events[j]); ok {
			s.size.add(m)
			e.add(m)
		}
	}
	w.extents[i] = e
}

// merge adds what the next part has gathered.
func (w *checkWorker) merge(next *checkWorker) {
	w.successors = append(w.successors, next.successors...)
	for i := range w.uses {
		for j := range w.uses[i] {
			w.uses[i][j].committed.plus(next.uses[i][j].committed)
			w.uses[i][j].paid.plus(next.uses[i][j].paid)
		}
	}
	for g, s := range next.sizes {
		if into, ok := w.sizes[g]; ok {
			into.merge(s)
		} else {
			w.sizes[g] = s
		}
	}
}

// duplicatesIn finds the allocations that are there twice.
func duplicatesIn(all records, parts []*checkWorker) (s crossRecord) {
	var keys []keySet
	var awards []intern.Partitions
	for _, w := range parts {
		keys, awards = append(keys, w.keys), append(awards, w.awards)
	}
	s.sameKey = repeatedKeys(all, keys)
	s.sameAward = intern.Repeats(awards, comparer(all, sameMoney))
	return s
}

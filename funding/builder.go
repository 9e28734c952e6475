package funding

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// builder turns records that are in order into an index, one allocation after
// the other.
type builder struct {
	*index
	joints map[string]uint32 // the party of several members
	cellAt map[cell]uint32
	spanAt map[span]uint32 // provisional: sorted at the end
	flowAt map[Stream]uint32
	width  map[Money]int
	who    roster
	recent recent[cell] // the round, span and stream of settings seen lately

	settlements []settlement
	fault       error // the first thing that an index cannot hold
}

// settlement says that one allocation supersedes another.
type settlement struct {
	heir  uint32
	award AllocationID
}

// newBuilder takes all of the ledger but its allocations.
func newBuilder(p *caremodel.Programme, l *Ledger) *builder {
	b := &builder{
		index: &index{
			programme: p, places: newPlaces(p), limits: make(map[FundID][]Limit, len(l.Funds)),
			widths: []Money{{}}, wide: map[uint32]Money{}, heirs: map[uint32][]uint32{},
		},
		joints: map[string]uint32{}, cellAt: map[cell]uint32{}, spanAt: map[span]uint32{}, flowAt: map[Stream]uint32{},
		width: map[Money]int{{}: 0}, who: newRoster(p),
	}
	b.parties = append(b.parties, b.nobody())
	i := 0
	for v := range p.All() {
		b.parties = append(b.parties, b.single(i, v))
		i++
	}
	b.addFunds(l)
	for _, s := range l.Stated {
		b.stated = append(b.stated, cloneStated(s))
	}
	return b
}

// addFunds puts funds in the order of their keys and rounds in that of their
// years and keys.
func (b *builder) addFunds(l *Ledger) {
	for _, f := range l.Funds {
		b.limits[f.ID] = slices.Clone(f.Limits)
	}
	b.funds = newAxis(slices.Sorted(maps.Keys(b.limits)))
	rounds := slices.Clone(l.Rounds)
	slices.SortFunc(rounds, func(x, y Round) int {
		return cmp.Or(x.Year.Compare(y.Year), cmp.Compare(x.ID, y.ID))
	})
	ids := make([]RoundID, len(rounds))
	for i, r := range rounds {
		ids[i] = r.ID
		b.fundOf = append(b.fundOf, onAxis(b.funds, r.Fund))
	}
	b.rounds = newAxis(ids)
	b.fundOf = append(b.fundOf, 0, nowhere(len(b.funds.values))) // what has no round has no fund
}

// grow makes room for this many allocations and events.
func (b *builder) grow(allocations, events int) {
	b.cellOf = make([]uint32, 0, allocations)
	b.blocks = make([]uint32, 0, allocations/block+1)
	b.amounts = make([]int64, 0, events)
	b.days = make([]caremodel.Date, 0, events)
	b.tags = make([]tag, 0, events)
}

// add takes the next allocation.
func (b *builder) add(a *Allocation) {
	position := len(b.cellOf)
	if position%block == 0 {
		b.blocks = append(b.blocks, uint32(len(b.tags)))
	}
	b.cellOf = append(b.cellOf, b.cell(b.cellFor(a)))
	for i := range a.Events {
		b.addEvent(a, i)
	}
	if len(a.Events) == 0 { // a place that says nothing, so that events tell where allocations end
		b.amounts, b.days, b.tags = append(b.amounts, 0), append(b.days, caremodel.Date{}), append(b.tags, 0)
	}
	b.tags[len(b.tags)-1] |= lastEvent
	for _, id := range a.Supersedes {
		b.settlements = append(b.settlements, settlement{uint32(position), id})
	}
	b.check(a)
}

// cellFor returns the cell of an allocation.
func (b *builder) cellFor(a *Allocation) cell {
	setting, known := b.recent.find(a)
	if !known {
		setting.round = uint32(onAxis(b.rounds, a.Round))
		setting.span = intern(b.spanAt, spanOf(a.Year, a.LastYear()))
		setting.stream = intern(b.flowAt, a.Stream)
	}
	c := *setting
	c.party, c.kind, c.had = b.party(a.Recipients), a.Kind, hadBy(a.Events)
	return c
}

// hadBy returns the statuses of events.
func hadBy(events []Event) statusSet {
	var had statusSet
	for i := range events {
		had |= setOf(events[i].Status)
	}
	return had
}

func (b *builder) addEvent(a *Allocation, i int) {
	e := &a.Events[i]
	day, own := dayOf(a, i)
	t := newTag(e) | b.widthTag(e.Figure.Precision)
	if !own {
		t |= dateless
	}
	b.amounts = append(b.amounts, e.Figure.Amount.pence)
	b.days = append(b.days, day)
	b.tags = append(b.tags, t)
}

// widthTag returns the bits that stand for a precision of the next event.
func (b *builder) widthTag(precision Money) tag {
	if precision.IsZero() { // nearly always
		return 0
	}
	w, seen := b.width[precision]
	if !seen {
		w = len(b.widths)
		if w >= oddWidth {
			b.wide[uint32(len(b.tags))] = precision
			return oddWidth << 8
		}
		b.width[precision] = w
		b.widths = append(b.widths, precision)
	}
	return tag(w) << 8
}

// check refuses what would make an answer wrong: payments that cannot be added
// up, whichever of them a question picks, and more events than the index counts.
func (b *builder) check(a *Allocation) {
	if b.fault != nil {
		return
	}
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
	if _, also := out.exact(); !fits || !also {
		b.fault = fault.New("funding.NewBook", validate.Overflow, string(a.ID),
			"the payments of this allocation add up to more than money can hold; "+moneyRange)
	}
	if len(b.tags) > math.MaxUint32-1024 {
		b.fault = fault.New("funding.NewBook", validate.TooLarge, strconv.Itoa(len(b.tags)), "a book holds about four billion events")
	}
}

// intern returns the place of a value, a new one where it has none.
func intern[T comparable](at map[T]uint32, v T) uint32 {
	i, ok := at[v]
	if !ok {
		i = uint32(len(at))
		at[v] = i
	}
	return i
}

func (b *builder) cell(c cell) uint32 {
	i, ok := b.cellAt[c]
	if !ok {
		i = uint32(len(b.cells))
		b.cellAt[c] = i
		b.cells = append(b.cells, c)
	}
	return i
}

// party returns the place of the party of these recipients, in any order.
func (b *builder) party(recipients []caremodel.VanguardID) uint32 {
	switch len(recipients) {
	case 0:
		return 0
	case 1:
		i, _ := b.who.place(recipients[0])
		return uint32(i + 1)
	}
	singles := make([]party, 0, len(recipients))
	for _, id := range recipients {
		i, _ := b.vanguards.find(id)
		singles = append(singles, b.parties[i+1])
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

// finish sorts the axes that were not known before, and settles who supersedes
// whom; awards tells where the superseded ones stand.
func (b *builder) finish(awards map[AllocationID]int) (*index, error) {
	if b.fault != nil {
		return nil, b.fault
	}
	for _, s := range b.settlements {
		award := uint32(awards[s.award])
		b.heirs[award] = append(b.heirs[award], s.heir)
		c := b.cells[b.cellOf[award]]
		c.settled = true
		b.cellOf[award] = b.cell(c)
	}
	spans, spanTo := sorted(b.spanAt, compareSpans)
	streams, streamTo := sorted(b.flowAt, compareStreams)
	b.spans, b.streams = newAxis(spans), newAxis(streams)
	for i := range b.cells {
		c := &b.cells[i]
		c.span, c.stream = spanTo[c.span], streamTo[c.stream]
	}
	for position, id := range b.cellOf {
		if c := b.cells[id]; c.settled || b.parties[c.party].joint() {
			b.apart = append(b.apart, uint32(position))
		}
	}
	b.trim()
	b.committed, b.furthest = committed(), furthest()
	b.fine, b.coarse = b.cubes()
	return b.index, nil
}

// sorted returns the values in order, and where each provisional place went.
func sorted[T comparable](at map[T]uint32, compare func(a, b T) int) (values []T, to []uint32) {
	values = slices.SortedFunc(maps.Keys(at), compare)
	to = make([]uint32, len(values))
	for i, v := range values {
		to[at[v]] = uint32(i)
	}
	return values, to
}

// trim gives back what columns that grew row by row hold too much.
func (b *builder) trim() {
	b.cells, b.parties, b.apart = tight(b.cells), tight(b.parties), tight(b.apart)
	b.cellOf, b.blocks = tight(b.cellOf), tight(b.blocks)
	b.amounts, b.days, b.tags = tight(b.amounts), tight(b.days), tight(b.tags)
}

// tight returns a column without spare room, as it stands when that is little.
func tight[T any](column []T) []T {
	if cap(column)-len(column) <= len(column)/16 {
		return column
	}
	return append(make([]T, 0, len(column)), column...)
}

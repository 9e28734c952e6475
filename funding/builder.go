package funding

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
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
	who   roster
	parts []*part

	mu     sync.Mutex
	joints map[string]uint32 // the party of several members
	known  map[cell]uint32   // the number of each cell
	// settings are cells of which only round, span and stream are known yet.
	settings []cell
	numbers  map[cell]uint32
	spanAt   map[span]uint32 // provisional: sorted at the end
	flowAt   map[Stream]uint32
	width    map[Money]int
}

// newBuilder takes all of the ledger but its allocations.
func newBuilder(p *caremodel.Programme, l *Ledger) *builder {
	b := &builder{
		index: &index{
			programme: p, places: newPlaces(p), limits: make(map[FundID][]Limit, len(l.Funds)),
			widths: []Money{{}}, heirs: map[uint32][]uint32{},
		},
		who:    newRoster(p),
		joints: map[string]uint32{}, known: map[cell]uint32{}, numbers: map[cell]uint32{}, spanAt: map[span]uint32{}, flowAt: map[Stream]uint32{},
		width: map[Money]int{{}: 0},
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

// intern returns the place of a value, a new one where it has none.
func intern[T comparable](at map[T]uint32, v T) uint32 {
	i, ok := at[v]
	if !ok {
		i = uint32(len(at))
		at[v] = i
	}
	return i
}

// cell returns the number of a cell.
func (b *builder) cell(c cell) uint32 {
	i := intern(b.known, c)
	if int(i) == len(b.cells) {
		b.cells = append(b.cells, c)
	}
	return i
}

// cellAt returns the number of the cell at a spot.
func (b *builder) cellAt(s spot) uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.settings[s.setting]
	c.party, c.kind, c.had = s.party, s.kind, s.had
	return b.cell(c)
}

// setting returns the number of an allocation's setting.
func (b *builder) setting(a *Allocation) uint32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := cell{
		round: uint32(onAxis(b.rounds, a.Round)), span: intern(b.spanAt, spanOf(a.Year, a.LastYear())), stream: intern(b.flowAt, a.Stream),
	}
	i := intern(b.numbers, c)
	if int(i) == len(b.settings) {
		b.settings = append(b.settings, c)
	}
	return i
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
	singles := make([]party, 0, len(recipients))
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
	i, known := b.who.find(hashVanguard(id), id)
	if !known {
		return 0
	}
	return i + 1
}

// widthOf returns the number of a precision, or oddWidth where there are too many.
func (b *builder) widthOf(precision Money) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	w, seen := b.width[precision]
	if !seen {
		if w = len(b.widths); w >= oddWidth {
			return oddWidth
		}
		b.width[precision] = w
		b.widths = append(b.widths, precision)
	}
	return w
}

// finish puts the parts together, sorts the axes that were not known before, and
// settles who supersedes whom; awards tells where the superseded ones stand.
func (b *builder) finish(awards map[AllocationID]int) (*index, error) {
	for _, p := range b.parts {
		if p.fault != nil {
			return nil, p.fault
		}
	}
	if err := b.join(); err != nil {
		return nil, err
	}
	for _, p := range b.parts {
		for _, s := range p.settlements {
			b.settle(s.heir, uint32(awards[s.award]))
		}
	}
	spans, spanTo := sorted(b.spanAt, compareSpans)
	streams, streamTo := sorted(b.flowAt, compareStreams)
	b.spans, b.streams = newAxis(spans), newAxis(streams)
	for i := range b.cells {
		c := &b.cells[i]
		c.span, c.stream = spanTo[c.span], streamTo[c.stream]
	}
	b.setApart()
	b.cells, b.parties = tight(b.cells), tight(b.parties)
	b.committed, b.furthest = committed(), furthest()
	b.fine, b.coarse = b.cubes()
	return b.index, nil
}

// join makes one of the columns of the parts. Where each allocation has one event
// they stand behind each other already.
func (b *builder) join() error {
	events := 0
	wide := map[uint32]Money{}
	for _, p := range b.parts {
		for i := range p.blocks {
			p.blocks[i] += uint32(events)
		}
		for e, w := range p.wide {
			wide[uint32(events)+e] = w
		}
		events += len(p.tags)
	}
	if events > math.MaxUint32-1024 {
		return fault.New("funding.NewBook", validate.TooLarge, strconv.Itoa(events), "a book holds about four billion events")
	}
	if events > len(b.cellOf) {
		b.amounts = joined(b.parts, func(p *part) []int64 { return p.amounts })
		b.days = joined(b.parts, func(p *part) []caremodel.Date { return p.days })
		b.tags = joined(b.parts, func(p *part) []tag { return p.tags })
	}
	b.wide = wide
	return nil
}

// joined returns one column of all parts.
func joined[T any](parts []*part, column func(*part) []T) []T {
	columns := make([][]T, len(parts))
	for i, p := range parts {
		columns[i] = column(p)
	}
	return slices.Concat(columns...)
}

// settle notes that an award is superseded.
func (b *builder) settle(heir, award uint32) {
	b.heirs[award] = append(b.heirs[award], heir)
	c := b.cells[b.cellOf[award]]
	c.settled = true
	b.cellOf[award] = b.cell(c)
}

// setApart lists the allocations that are superseded or joint.
func (b *builder) setApart() {
	apart := make([]bool, len(b.cells))
	for i, c := range b.cells {
		apart[i] = c.settled || b.parties[c.party].joint()
	}
	if !slices.Contains(apart, true) {
		return
	}
	for position, id := range b.cellOf {
		if apart[id] {
			b.apart = append(b.apart, uint32(position))
		}
	}
	b.apart = tight(b.apart)
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

// tight returns a column without spare room, as it stands when that is little.
func tight[T any](column []T) []T {
	if cap(column)-len(column) <= len(column)/16 {
		return column
	}
	return append(make([]T, 0, len(column)), column...)
}

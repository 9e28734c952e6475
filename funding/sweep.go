package funding

import (
	"math"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/parallel"
)

// leastPart is how many allocations are worth a goroutine of their own; a
// multiple of block.
const leastPart = 1 << 13

// sweep walks over the allocations once, on all processors. It checks each by
// itself, gathers the overview, hands each to the builder where there is one, and
// returns what it found; where the overview then speaks, the records have to be
// checked again in its light.
func (k *auditor) sweep(b *builder) validate.Violations {
	parts := k.sweepers(b)
	parallel.Do(len(parts), func(i int) { parts[i].walk() })
	whole := parts[0]
	found := make([]validate.Violations, len(parts))
	for i, part := range parts {
		found[i] = part.k.Violations()
		if i > 0 {
			whole.merge(part)
		}
	}
	k.overview = twice(k.all, parts)
	s := &k.overview
	s.link(k.all, whole.heirs)
	s.uses = whole.uses
	if s.speaks() { // then not every allocation counts for what it is
		s.uses = k.uses(s)
	}
	s.scales = k.scales(whole.sizes)
	return validate.Join(found...)
}

// sweeper walks over a part of the allocations.
type sweeper struct {
	k          auditor // with a checker and memories of its own
	first, end int
	part       *part // of the book; nil where the ledger is only checked
	heirs      []int // those that supersede others

	keys   keyring
	awards bins // the allocations by what identifies their money

	uses  [][]use
	sizes map[group]*scale
}

// sweepers divides the allocations between the processors.
func (k *auditor) sweepers(b *builder) []*sweeper {
	n := k.all.len()
	parts := make([]*sweeper, parallel.Parts(n, leastPart))
	if b != nil {
		b.facts = newFacts(n)
	}
	start := func(i int) int { return n * i / len(parts) &^ (block - 1) }
	for i := range parts {
		w := &sweeper{k: *k, first: start(i), end: start(i + 1), uses: k.noUse(), sizes: map[group]*scale{}}
		if i > 0 {
			w.k.settings = new(recent)
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

// walk looks at each allocation once. A record of one event takes some 750
// instructions, a third of them for the rules, a fifth to find what comes twice;
// they, and not the memory that the records stand in, are what bounds it: touching
// records ahead of the rules made a check of a million a fifth slower.
func (w *sweeper) walk() {
	var room Allocation
	var last AllocationID
	distinct := w.k.all.distinct()
	list, _ := w.k.all.(held) // spares most books a call for each
	w.makeRoom()
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
		recipient, known := w.k.lone(a)
		w.awards.add(w.k.awardHash(a, s, recipient, known), i)
		w.gather(i, a, s)
		if !known || !w.k.plain(a, s) {
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

// makeRoom makes room for what the part will hold.
func (w *sweeper) makeRoom() {
	w.keys = keyring{all: w.k.all, first: w.first, end: w.end, hasher: &w.k.hasher}
	w.awards = newBins(w.k.all.len(), w.end-w.first)
}

// place returns an allocation's setting with the use and the scale to which it
// belongs.
func (w *sweeper) place(a *Allocation) *setting {
	s := w.k.settings.find(a)
	if s.placed {
		return s
	}
	w.k.settingOf(a)
	s.placed = true
	if a.Round != "" {
		s.use = w.k.useOf(w.uses, a)
	}
	here := group{a.Round, a.Stream}
	if s.size = w.sizes[here]; s.size == nil {
		s.size = &scale{least: math.MaxInt64}
		w.sizes[here] = s.size
	}
	if w.part != nil {
		s.number = w.part.builder.setting(a)
	}
	return s
}

// gather notes what the rules must know of all allocations.
func (w *sweeper) gather(i int, a *Allocation, s *setting) {
	if len(a.Supersedes) > 0 {
		w.heirs = append(w.heirs, i)
	}
	if s.use != nil {
		s.use.add(standing(a.Events))
	}
	for j := range a.Events {
		if n, ok := magnitudeOf(&a.Events[j]); ok {
			s.size.add(n)
		}
	}
}

// merge adds what the next part has gathered.
func (w *sweeper) merge(next *sweeper) {
	w.heirs = append(w.heirs, next.heirs...)
	for i := range w.uses {
		for j := range w.uses[i] {
			w.uses[i][j].committed.plus(next.uses[i][j].committed)
			w.uses[i][j].paid.plus(next.uses[i][j].paid)
		}
	}
	for g, s := range next.sizes {
		if into, ok := w.sizes[g]; ok {
			into.least, into.most, into.n = min(into.least, s.least), max(into.most, s.most), into.n+s.n
		} else {
			w.sizes[g] = s
		}
	}
}

// twice finds the allocations that are there twice.
func twice(all records, parts []*sweeper) (s overview) {
	var keys []keyring
	var awards []bins
	for _, w := range parts {
		keys, awards = append(keys, w.keys), append(awards, w.awards)
	}
	s.sameKey = repeatedKeys(all, keys)
	s.sameAward = repeated(awards, all, sameMoney)
	return s
}

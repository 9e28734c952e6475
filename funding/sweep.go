package funding

import (
	"hash/maphash"
	"math"
	"runtime"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// leastPart is how many allocations are worth a goroutine of their own.
const leastPart = 1 << 13

// sweep walks over the allocations once. It checks each by itself, gathers the
// overview, and returns what it found; where the overview then speaks, the records
// have to be checked again in its light.
func (k *auditor) sweep() validate.Violations {
	all := k.l.Allocations
	keys, awards := make([]uint64, len(all)), make([]uint64, len(all))
	parts := k.sweepers(keys, awards)
	together(len(parts), func(i int) { parts[i].walk(keys, awards) })
	whole := parts[0]
	found := make([]validate.Violations, len(parts))
	for i, part := range parts {
		found[i] = part.k.Violations()
		if i > 0 {
			whole.merge(part)
		}
	}
	s := &k.overview
	together(2, func(i int) {
		if i == 0 {
			s.sameKey = repeated(keys, func(i, j int) bool { return all[i].ID == all[j].ID && all[i].ID != "" })
		} else {
			s.sameAward = repeated(awards, func(i, j int) bool { return sameMoney(&all[i], &all[j]) })
		}
	})
	if whole.linked {
		s.targets = targets(all)
		s.successors = successors(all, s.targets)
		s.circles = circles(all, s.targets)
	}
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
	linked     bool // an allocation supersedes another

	uses  [][]use
	sizes map[group]*scale
}

// sweepers divides the allocations between the processors.
func (k *auditor) sweepers(keys, awards []uint64) []*sweeper {
	n := max(1, min(runtime.GOMAXPROCS(0), len(keys)/leastPart))
	parts := make([]*sweeper, n)
	for i := range parts {
		parts[i] = &sweeper{
			k: *k, first: len(keys) * i / n, end: len(keys) * (i + 1) / n,
			uses: k.noUse(), sizes: map[group]*scale{},
		}
	}
	return parts
}

func (w *sweeper) walk(keys, awards []uint64) {
	for i := w.first; i < w.end; i++ {
		a := &w.k.l.Allocations[i]
		s := w.place(a)
		keys[i] = maphash.String(w.k.seed, string(a.ID))
		awards[i] = w.k.awardHash(a, s)
		w.gather(a, s)
		w.k.checkAllocation(i, a, s)
	}
}

// place returns an allocation's setting with the use and the scale to which it
// belongs.
func (w *sweeper) place(a *Allocation) *setting {
	s := w.k.settingOf(a)
	if s.placed {
		return s
	}
	s.placed = true
	if a.Round != "" {
		s.use = w.k.useOf(w.uses, a)
	}
	here := group{a.Round, a.Stream}
	if s.size = w.sizes[here]; s.size == nil {
		s.size = &scale{least: math.MaxInt64}
		w.sizes[here] = s.size
	}
	return s
}

// gather notes what the rules must know of all allocations.
func (w *sweeper) gather(a *Allocation, s *setting) {
	w.linked = w.linked || len(a.Supersedes) > 0
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
	w.linked = w.linked || next.linked
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

// together does work(0) to work(n-1), at once where there are processors.
func together(n int, work func(int)) {
	if n == 1 {
		work(0)
		return
	}
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { work(i) })
	}
	group.Wait()
}

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
// survey, and returns what it found; where the survey then speaks, the records
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
	s := &k.survey
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
	hash       awardHash
	linked     bool // an allocation supersedes another

	uses [][]use
	at   coverKey // the round and years seen last,
	into *use     // and their use

	sizes map[group]*scale
	group group  // seen last,
	size  *scale // and its scale
}

// sweepers divides the allocations between the processors.
func (k *auditor) sweepers(keys, awards []uint64) []*sweeper {
	n := max(1, min(runtime.GOMAXPROCS(0), len(keys)/leastPart))
	parts := make([]*sweeper, n)
	seed := maphash.MakeSeed()
	for i := range parts {
		parts[i] = &sweeper{
			k: *k, first: len(keys) * i / n, end: len(keys) * (i + 1) / n,
			hash: awardHash{seed: seed}, uses: k.noUse(), sizes: map[group]*scale{},
		}
	}
	return parts
}

func (w *sweeper) walk(keys, awards []uint64) {
	for i := w.first; i < w.end; i++ {
		a := &w.k.l.Allocations[i]
		keys[i] = maphash.String(w.hash.seed, string(a.ID))
		awards[i] = w.hash.of(a)
		w.addUse(a)
		w.addSize(a)
		w.linked = w.linked || len(a.Supersedes) > 0
		w.k.checkAllocation(i, a)
	}
}

func (w *sweeper) addUse(a *Allocation) {
	if a.Round == "" || len(w.uses) == 0 {
		return
	}
	if now := (coverKey{a.Round, a.Year, a.Through}); now != w.at {
		w.at, w.into = now, w.k.useOf(w.uses, a)
	}
	if w.into != nil {
		w.into.add(standing(a.Events))
	}
}

func (w *sweeper) addSize(a *Allocation) {
	if now := (group{a.Round, a.Stream}); w.size == nil || now != w.group {
		w.group = now
		if w.size = w.sizes[now]; w.size == nil {
			w.size = &scale{least: math.MaxInt64}
			w.sizes[now] = w.size
		}
	}
	for j := range a.Events {
		if n, ok := magnitudeOf(&a.Events[j]); ok {
			w.size.add(n)
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

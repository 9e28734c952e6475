package coverage

import (
	"slices"
	"sort"

	"github.com/newcaremodels/newcaremodels/internal/exact"
)

// Account shows both figures of a selection: the people as added up, where
// somebody in two footprints counts twice, and the people themselves.
type Account struct {
	// Naive is the sum of the footprints' people, parts at their highest share.
	// Public figures are often such sums.
	Naive int64 `json:"naive"`
	// Covered counts each person once.
	Covered Estimate `json:"covered"`
	// DoubleCounted is how much the sum counts too much: Low = max(0, Naive -
	// Covered.High), High = Naive - Covered.Low.
	DoubleCounted Estimate `json:"double_counted"`
	// Multiplicity says how many people are in exactly one footprint, in two,
	// and so on, by Times; people in none are left out.
	Multiplicity []Multiple `json:"multiplicity,omitempty"`
	// Layers are those that were added up, in the survey's order.
	Layers []string `json:"layers,omitempty"`
}

// Multiple is the people in exactly so many footprints of a selection, and the
// areas that so many name. An area counts once, however finely the base cuts
// it. Where footprints hold parts of an area nobody knows who is in both, so
// that people may stand under other Times than their area does.
type Multiple struct {
	Times  int      `json:"times"`  // how often counted: once, twice, ...
	People Estimate `json:"people"` // counted so often
	Units  int      `json:"units"`  // areas in so many footprints
}

// Account returns the plain sum of the selection's footprints and the
// de-duplicated count.
func (s *Selection) Account() Account {
	account := Account{Layers: s.layers()}
	times := make([]Multiple, s.count+1) // by times
	for t := range times {
		times[t].People = s.nobody()
	}
	var l multiplicityBounds
	var sums bounds
	exactly := func(b *block, put func(int32, int64, int64, bool)) {
		if b.parts == nil {
			put(int32(len(b.in)), b.people-b.hidden, b.people, false)
			return
		}
		l.of(b)
		about := b.about()
		for t := 1; t <= len(b.in); t++ {
			low, high := l.exactly(t)
			put(int32(t), low, high, about)
		}
	}
	count := func(n int32, low, high int64, about bool) { times[n].People.add(low, high, about) }
	s.each(func(v *zoneView) {
		times[len(v.named)].Units += len(v.areas)
		sums.of(v, len(v.named)+1, exactly, count)
	})
	for f, at := range s.rank {
		if at != none {
			account.Naive += s.own(f).high
		}
	}
	account.Covered = s.Covered()
	account.DoubleCounted = s.nobody()
	twice := slices.ContainsFunc(times[min(2, len(times)):], func(m Multiple) bool { return m.People.Approximate && m.People.High > 0 })
	account.DoubleCounted.add(max(0, account.Naive-account.Covered.High), account.Naive-account.Covered.Low, twice)
	for t, m := range times {
		if t > 0 && (m.People.High > 0 || m.Units > 0) {
			m.Times = t
			account.Multiplicity = append(account.Multiplicity, m)
		}
	}
	return account
}

// layers returns the names of the layers that the footprints are in, in the
// survey's order.
func (s *Selection) layers() []string {
	used := make([]bool, len(s.atlas().survey.Layers))
	for _, f := range s.members() {
		if f.layer >= 0 { // a survey without layers has footprints in none
			used[f.layer] = true
		}
	}
	var names []string
	for i, l := range s.atlas().survey.Layers {
		if used[i] {
			names = append(names, l.Name)
		}
	}
	return names
}

// multiplicityBounds answers how many people of a block can be in exactly so many
// footprints when only the sizes of their parts are known.
//
// A person's degree is the number of parts he or she is in. Parts of sizes s_i
// can be laid on p people with given degrees whenever the degrees, the largest
// first, are dominated by the sizes (Gale and Ryser 1957): every r people
// together are at most sum min(s_i, r) times in a part. The bounds below follow
// from it and are attained.
type multiplicityBounds struct {
	people            int64
	low, high         []int64 // the parts' bounds, the largest first
	lowSums, highSums []int64 // of the first so many
}

// of takes the parts of a block.
func (l *multiplicityBounds) of(b *block) {
	l.people = b.people
	l.low, l.high = l.low[:0], l.high[:0]
	for _, p := range b.parts {
		l.low = append(l.low, p.low)
		l.high = append(l.high, p.high)
	}
	l.lowSums = sums(l.lowSums, l.low)
	l.highSums = sums(l.highSums, l.high)
}

// sums sorts list, the largest first, and returns the sums of its first 0, 1, 2
// ... entries.
func sums(out, list []int64) []int64 {
	slices.SortFunc(list, func(a, b int64) int { return int(min(max(b-a, -1), 1)) })
	out = append(out[:0], 0)
	for i, n := range list {
		out = append(out, out[i]+n)
	}
	return out
}

// exactly bounds the people in exactly t parts.
func (l *multiplicityBounds) exactly(t int) (low, high int64) {
	low = max(0, l.leastWith(t)-l.mostWith(t+1))
	high = l.most(func(m int64) bool {
		// m people take t parts each from what the parts hold at most, and the
		// others can take the rest of what they hold at least.
		return l.upTo(m) >= int64(t)*m && l.beyond(l.people-m) <= int64(t)*m
	})
	return low, high
}

// leastWith is the fewest people in t parts or more: the parts with the largest
// q lower bounds can leave p·q minus their sum places open, and each person in
// fewer than t parts leaves at least q-t+1 of them open.
func (l *multiplicityBounds) leastWith(t int) int64 {
	if t > len(l.low) {
		return 0
	}
	open := func(q int) uint64 { return uint64(l.people*int64(q) - l.lowSums[q]) }
	// The open places grow faster and faster with q, so that their quotient by
	// q-t+1 falls to its least value and rises from there.
	best := t + sort.Search(len(l.low)-t, func(i int) bool {
		q := t + i
		return exact.CompareProducts(open(q+1), uint64(q-t+1), open(q), uint64(q-t+2)) >= 0
	})
	return l.people - min(l.people, int64(open(best)/uint64(best-t+1)))
}

// mostWith is the most people in t parts or more.
func (l *multiplicityBounds) mostWith(t int) int64 {
	return l.most(func(m int64) bool { return l.upTo(m) >= int64(t)*m })
}

// upTo is how many times m people can be in a part: the sum of min(m, high).
func (l *multiplicityBounds) upTo(m int64) int64 {
	n := sort.Search(len(l.high), func(i int) bool { return l.high[i] < m })
	return int64(n)*m + l.highSums[len(l.high)] - l.highSums[n]
}

// beyond is how many times others than m people must be in a part: the sum of
// max(0, low - m).
func (l *multiplicityBounds) beyond(m int64) int64 {
	n := sort.Search(len(l.low), func(i int) bool { return l.low[i] <= m })
	return l.lowSums[n] - int64(n)*m
}

// most is the largest number of people, from 0 up, up to which fits holds.
func (l *multiplicityBounds) most(fits func(m int64) bool) int64 {
	from, to := int64(0), l.people // fits(from)
	for from < to {
		if middle := to - (to-from)/2; fits(middle) {
			from = middle
		} else {
			to = middle - 1
		}
	}
	return from
}

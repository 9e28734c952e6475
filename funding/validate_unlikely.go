package funding

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
)

// roundStream is the money that an amount is compared with.
type roundStream struct {
	round  RoundID
	stream Stream
}

// magnitude is how large an amount is: the place of its highest bit and the eight
// bits below it. Amounts of one magnitude differ by less than 0.4 %, and a larger
// amount has no smaller magnitude.
type magnitude uint16

// magnitudeBits is how many bits of a magnitude stand below the highest one.
const magnitudeBits = 8

// magnitudeOf returns the magnitude of an event's amount, and whether it is one to
// compare: known, and not zero.
func magnitudeOf(e *Event) (magnitude, bool) {
	pence := e.Figure.Amount.pence
	if pence == 0 || e.Figure.Bound == caremodel.NotStated {
		return 0, false
	}
	n := exact.Magnitude(pence)
	power := bits.Len64(n)
	return magnitude(power<<magnitudeBits) | magnitude(n<<(64-power)<<1>>(64-magnitudeBits)), true
}

// least returns the least amount of a magnitude, in pence.
func (m magnitude) least() uint64 {
	mantissa := uint64(1)<<magnitudeBits | uint64(m)&(1<<magnitudeBits-1)
	if shift := int(m>>magnitudeBits) - 1 - magnitudeBits; shift >= 0 {
		return mantissa << shift
	} else {
		return mantissa >> -shift
	}
}

// logBits is how many bits after the point a logarithm has.
const logBits = 20

// log2 returns the binary logarithm of the least amount of a magnitude, rounded
// down: bit by bit, by squaring what stands before the point away.
func (m magnitude) log2() int64 {
	log := int64(m>>magnitudeBits) - 1
	rest := (uint64(1)<<magnitudeBits | uint64(m)&(1<<magnitudeBits-1)) << (63 - magnitudeBits) // from 1 to 2, with 63 bits after the point
	for range logBits {
		high, _ := bits.Mul64(rest, rest) // 62 bits after the point
		log <<= 1
		if high >= 1<<63 {
			log, rest = log|1, high
		} else {
			rest = high << 1
		}
	}
	return log
}

// An amount is far from its fellows beyond the larger of these two distances from
// their median, in logarithms: 1.6 decades, so that a slip by 1,000 is seen of any
// amount within 25 times of the median, and six times the median distance, so that
// a round of very unlike awards is left alone.
const (
	leastDistance = 5_573_270 // 1.6 decades: 1.6 × log2(10) × 2^logBits, rounded down
	deviations    = 6
	leastFellows  = 5 // of fewer amounts nobody can say what is usual
)

// histogram counts amounts by magnitude. It is as large as the magnitudes are many,
// however many amounts there are, and knows no order.
//
// A few amounts wait to be counted together: a ledger may have as many groups as
// amounts, and one of many amounts comes back to a group when its counts have left
// the processor's nearest cache.
type histogram struct {
	waiting [64]magnitude
	size    int                              // how many are waiting
	counts  *[65]*[1 << magnitudeBits]uint32 // by power; nil while all are waiting
}

// add adds an amount.
func (h *histogram) add(m magnitude) {
	if h.size == len(h.waiting) {
		h.count()
	}
	h.waiting[h.size] = m
	h.size++
}

// count counts the amounts that are waiting.
func (h *histogram) count() {
	if h.counts == nil {
		h.counts = new([65]*[1 << magnitudeBits]uint32)
	}
	for _, m := range h.waiting[:h.size] {
		row := &h.counts[m>>magnitudeBits]
		if *row == nil {
			*row = new([1 << magnitudeBits]uint32)
		}
		(*row)[m%(1<<magnitudeBits)]++
	}
	h.size = 0
}

// merge adds the amounts of others.
func (h *histogram) merge(o *histogram) {
	for _, m := range o.waiting[:o.size] {
		h.add(m)
	}
	if h.counts == nil || o.counts == nil {
		h.counts = cmp.Or(h.counts, o.counts)
		return
	}
	for power, row := range o.counts {
		if row == nil {
			continue
		}
		if h.counts[power] == nil {
			h.counts[power] = new([1 << magnitudeBits]uint32)
		}
		for i, n := range row {
			h.counts[power][i] += n
		}
	}
}

// all returns the magnitudes in order, with how many amounts have each.
func (h *histogram) all() []weighted {
	var all []weighted
	if h.counts == nil {
		for _, m := range h.waiting[:h.size] {
			all = append(all, weighted{int64(m), 1})
		}
		slices.SortFunc(all, weighted.compare)
		return all
	}
	h.count()
	for power, row := range h.counts {
		if row == nil {
			continue
		}
		for i, n := range row {
			if n > 0 {
				all = append(all, weighted{int64(power<<magnitudeBits | i), int(n)})
			}
		}
	}
	return all
}

// extent is from which magnitude to which the amounts of an allocation are, so that
// those of which nothing is unlikely need not be read again.
type extent struct{ least, most magnitude }

func nothing() extent { return extent{least: math.MaxUint16} }

func (e *extent) add(m magnitude) { e.least, e.most = min(e.least, m), max(e.most, m) }

// has reports whether a magnitude is in the extent, and holds whether another extent is.
func (e extent) has(m magnitude) bool { return e.least <= m && m <= e.most }
func (e extent) holds(o extent) bool  { return e.least <= o.least && o.most <= e.most }

// usual is which amounts of a group are near enough to their median.
type usual struct {
	extent
	median magnitude
	why    string // an amount is unlikely that is not among them
}

// usual returns which amounts are near enough to the median, and how many are not.
func (h *histogram) usual() (u usual, odd int) {
	all := h.all()
	at := make([]weighted, len(all))
	total := 0
	for i, w := range all {
		at[i] = weighted{magnitude(w.value).log2(), w.count}
		total += w.count
	}
	if total < leastFellows {
		return usual{}, 0
	}
	middle := median(at, total)
	reach := max(leastDistance, deviations*deviation(at, middle, total))
	for i, w := range at {
		m := magnitude(all[i].value)
		switch {
		case w.value < middle-reach || w.value > middle+reach:
			odd += w.count
		case u.least == 0:
			u.least, u.most = m, m
		default:
			u.most = m
		}
		if w.value <= middle {
			u.median = m
		}
	}
	return u, odd
}

// weighted is a value and how many there are of it.
type weighted struct {
	value int64
	count int
}

func (w weighted) compare(o weighted) int { return cmp.Compare(w.value, o.value) }

// median returns the middle one of so many sorted values; of an even number, the
// mean of the two in the middle.
func median(sorted []weighted, total int) int64 {
	before, low := 0, int64(0)
	for _, w := range sorted {
		if before <= (total-1)/2 {
			low = w.value
		}
		if before += w.count; before > total/2 {
			return low + (w.value-low)/2
		}
	}
	return low
}

// deviation returns the median distance of so many sorted values from their median:
// it takes values from both sides of it, the nearest first.
func deviation(sorted []weighted, middle int64, total int) int64 {
	above, _ := slices.BinarySearchFunc(sorted, weighted{value: middle}, weighted.compare)
	below := above - 1
	apart := make([]weighted, 0, len(sorted))
	for len(apart) < len(sorted) {
		if above == len(sorted) || below >= 0 && middle-sorted[below].value < sorted[above].value-middle {
			apart = append(apart, weighted{middle - sorted[below].value, sorted[below].count})
			below--
		} else {
			apart = append(apart, weighted{sorted[above].value - middle, sorted[above].count})
			above++
		}
	}
	return median(apart, total)
}

// checkUnlikely reports the amounts that are far from those of their round and
// stream: pounds entered for thousands, or the point lost. How many there are is known
// before one is looked for, and where no more of them are kept, the rest is counted.
func (k *auditor) checkUnlikely() {
	odd := map[roundStream]usual{}
	near := extent{most: math.MaxUint16} // in every group
	left := 0
	for g, h := range k.overview.sizes {
		if u, n := h.usual(); n > 0 {
			u.why = "far from the amounts of its round and stream, half of which are below " + Pence(int64(u.median.least())).FormatPounds() + ": perhaps pounds for thousands"
			odd[g] = u
			near.least, near.most = max(near.least, u.least), min(near.most, u.most)
			left += n
		}
	}
	var room Allocation
	for i, e := range k.overview.extents {
		if left == 0 || k.Full(validate.SeverityWarning, validate.Unlikely) {
			break
		}
		if !near.holds(e) {
			left -= k.unlikely(i, k.all.at(i, &room), near, odd)
		}
	}
	for range left {
		k.At("allocations").Warn(validate.Unlikely, "", "")
	}
}

// unlikely reports the amounts of one allocation that are far from the others of
// its group, if that is one of the odd, in which there are such amounts, and returns how
// many they are; amounts that are near in each of these need no look.
func (k *auditor) unlikely(i int, a *Allocation, near extent, odd map[roundStream]usual) (n int) {
	for j := range a.Events {
		m, ok := magnitudeOf(&a.Events[j])
		if !ok || near.has(m) {
			continue
		}
		if u, is := odd[roundStream{a.Round, a.Stream}]; is && !u.has(m) {
			k.event(i, j, "figure").At("amount").Warn(validate.Unlikely, a.Events[j].Figure.Amount.String(), u.why)
			n++
		}
	}
	return n
}

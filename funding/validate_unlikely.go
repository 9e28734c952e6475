package funding

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
)

// group is the money that an amount is compared with.
type group struct {
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

// histogram counts amounts by magnitude. It is as large as the magnitudes are
// many, however many amounts there are, and knows no order.
type histogram map[magnitude]int

// usual is which amounts of a group are near enough to their median.
type usual struct{ least, most, median magnitude }

func (u usual) has(m magnitude) bool { return u.least <= m && m <= u.most }

// usual returns which amounts are near enough to the median, and whether there is
// one that is not.
func (h histogram) usual() (u usual, odd bool) {
	all := slices.Sorted(maps.Keys(h))
	at := make([]weighted, len(all))
	total := 0
	for i, m := range all {
		at[i] = weighted{m.log2(), h[m]}
		total += h[m]
	}
	if total < leastFellows {
		return usual{}, false
	}
	middle := median(at, total)
	apart := make([]weighted, len(at))
	for i, w := range at {
		apart[i] = weighted{max(w.value-middle, middle-w.value), w.count}
	}
	slices.SortFunc(apart, func(a, b weighted) int { return cmp.Compare(a.value, b.value) })
	reach := max(leastDistance, deviations*median(apart, total))
	for i, m := range all {
		switch w := at[i]; {
		case w.value < middle-reach || w.value > middle+reach:
			odd = true
		case u.least == 0:
			u.least, u.most = m, m
		default:
			u.most = m
		}
		if at[i].value <= middle {
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

// checkUnlikely reports the amounts that are far from those of their round and
// stream: pounds entered for thousands, or the point lost.
func (k *auditor) checkUnlikely() {
	odd := map[group]usual{}
	for g, h := range k.overview.sizes {
		if u, is := h.usual(); is {
			odd[g] = u
		}
	}
	if len(odd) == 0 {
		return
	}
	for i, a := range each(k.all) {
		u, is := odd[group{a.Round, a.Stream}]
		if !is {
			continue
		}
		for j := range a.Events {
			if m, ok := magnitudeOf(&a.Events[j]); ok && !u.has(m) {
				k.event(i, j, "figure").At("amount").Warn(validate.Unlikely, a.Events[j].Figure.Amount.String(),
					"far from the amounts of its round and stream, half of which are below "+Pence(int64(u.median.least())).FormatPounds()+": perhaps pounds for thousands")
			}
		}
	}
}

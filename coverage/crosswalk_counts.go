package coverage

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Recast is what a crosswalk makes of counts. Units and Unmapped together hold
// exactly the people who went in.
type Recast struct {
	// Units are the people by target area.
	Units []Population `json:"units,omitempty"`
	// Unmapped are the people who are in no target, by source area: areas that the
	// crosswalk does not know (NO2011, areas of another country), and what the
	// shares of an area leave. They are counted and never spread over the targets.
	Unmapped []Population `json:"unmapped,omitempty"`
}

// People returns how many people are in targets and how many in none.
func (m Recast) People() (units, unmapped int64) { return peopleIn(m.Units), peopleIn(m.Unmapped) }

func peopleIn(cells []Population) int64 {
	var n int64
	for i := range cells {
		n += cells[i].People
	}
	return n
}

// Counts moves counts of people (or of anything that adds up) to the target
// areas: y_j = sum of w_ij y_i. Cells with the same attributes are moved together,
// and the results are brought to whole people by largest remainder, ties to the
// target whose code comes first, so that for every combination of attributes the
// total of targets and unmapped people is what it was. Several cells with one area
// and the same attributes add up.
//
// Results are by area code, then by attributes, whatever the order of cells; those
// of nobody are kept where they come from a cell. A crosswalk that
// [Crosswalk.Validate] finds at fault, a negative count ([validate.Range]), one
// that is not stated ([validate.NotKnown]) and a total beyond int64
// ([validate.Overflow]) are errors.
func (c Crosswalk) Counts(cells []Population) (Recast, error) {
	x, err := c.compile(areasOf(cells)...)
	if err != nil {
		return Recast{}, err
	}
	if err := checkCounts("coverage.Crosswalk.Counts", cells); err != nil {
		return Recast{}, err
	}
	return newTally(x).moved(cells), nil
}

// Base moves a base to the crosswalk's target edition. People in no target join
// the remainder, under their source's code. A base of another edition is an
// [OtherEdition] error.
func (c Crosswalk) Base(b Base) (Base, error) {
	if b.Edition != c.From {
		return Base{}, fault.New("coverage.Crosswalk.Base", OtherEdition, string(b.Edition), "the crosswalk leads from "+string(c.From))
	}
	m, err := c.Counts(b.Units)
	if err != nil {
		return Base{}, err
	}
	if err := checkCounts("coverage.Crosswalk.Base", slices.Concat(b.Units, b.Remainder)); err != nil {
		return Base{}, err
	}
	outside := newTally(&crossing{}).moved(slices.Concat(b.Remainder, m.Unmapped)) // adds up what has one code
	b.Edition, b.Units, b.Remainder = c.To, m.Units, outside.Unmapped
	b.Sources = slices.Concat(b.Sources, c.Sources)
	return b, nil
}

func checkCounts(op string, cells []Population) error {
	var total int64
	for i := range cells {
		n := cells[i].People
		if n < 0 {
			return fault.New(op, validate.Range, strconv.FormatInt(n, 10), "the people of "+string(cells[i].Area)+": at least 0")
		}
		if total > math.MaxInt64-n {
			return fault.New(op, validate.Overflow, strconv.FormatInt(n, 10), "the counts add up to more than can be held")
		}
		if cells[i].AtMost > n {
			return fault.New(op, validate.NotKnown, strconv.FormatInt(cells[i].AtMost, 10),
				"the people of "+string(cells[i].Area)+" are not stated, only that there are at most so many: set a number that you answer for")
		}
		total += n
	}
	return nil
}

// fixed is a number of people with 64 binary digits after the point.
type fixed struct{ whole, fraction uint64 }

func (f fixed) plus(g fixed) fixed {
	fraction, carry := bits.Add64(f.fraction, g.fraction, 0)
	return fixed{f.whole + g.whole + carry, fraction}
}

func (f fixed) minus(g fixed) fixed {
	fraction, borrow := bits.Sub64(f.fraction, g.fraction, 0)
	return fixed{f.whole - g.whole - borrow, fraction}
}

// times returns num/den of f, cut off after the last digit; the result fits.
func (f fixed) times(num, den int64) fixed {
	if num == den {
		return f
	}
	whole, rest, _ := exact.MulDiv(f.whole, uint64(num), uint64(den))
	high, low := bits.Mul64(f.fraction, uint64(num))
	high += rest // below den + num, so that the sum fits
	fraction, _ := bits.Div64(high%uint64(den), low, uint64(den))
	return fixed{whole + high/uint64(den), fraction}
}

// remainder is the fraction to 32 binary digits. The digits after them hold what
// was cut off on the way, which must not decide between equal remainders.
func (f fixed) remainder() uint64 { return f.fraction>>32 + f.fraction>>31&1 }

// times returns people times share, cut off after the last digit.
func times(people int64, s Share) fixed {
	r := s.Ratio()
	hi, lo := bits.Mul64(uint64(people), uint64(r.Num))
	whole, rest := bits.Div64(hi, lo, uint64(r.Den)) // num <= den, so that the quotient is at most people
	if rest == 0 {
		return fixed{whole: whole}
	}
	fraction, _ := bits.Div64(rest, 0, uint64(r.Den))
	return fixed{whole, fraction}
}

// tally adds up what comes to each target, and what to none, by group of cells
// with the same attributes.
type tally struct {
	*crossing
	groups     map[string]int32
	attributes []map[string]string // of each group
	keys       []string            // of each group
	people     []int64             // of each group
	sums       map[tallyKey]fixed
	unknown    map[AreaCode]int32 // source areas with people in no target
	unmapped   []AreaCode         // the same, by number
}

// tallyKey is a target, or a source of unmapped people as -1 minus its number,
// and a group.
type tallyKey struct{ place, group int32 }

func newTally(x *crossing) *tally {
	return &tally{crossing: x, groups: map[string]int32{}, sums: map[tallyKey]fixed{}, unknown: map[AreaCode]int32{}}
}

func (t *tally) add(cell *Population) {
	g := t.group(cell.Attributes)
	t.people[g] += cell.People
	s, known := t.of(cell.Area)
	left := fixed{whole: uint64(cell.People)}
	for _, p := range s.parts {
		part := times(cell.People, p.share)
		left = left.minus(part)
		t.put(tallyKey{p.target, g}, part)
	}
	if !known || !s.whole {
		t.put(tallyKey{-1 - t.number(cell.Area), g}, left)
	}
}

func (t *tally) put(k tallyKey, f fixed) { t.sums[k] = t.sums[k].plus(f) }

func (t *tally) number(area AreaCode) int32 {
	n, ok := t.unknown[area]
	if !ok {
		n = int32(len(t.unmapped))
		t.unknown[area] = n
		t.unmapped = append(t.unmapped, area)
	}
	return n
}

func (t *tally) group(attributes map[string]string) int32 {
	key := attributesKey(attributes)
	g, ok := t.groups[key]
	if !ok {
		g = int32(len(t.people))
		t.groups[key] = g
		t.keys = append(t.keys, key)
		t.people = append(t.people, 0)
		t.attributes = append(t.attributes, maps.Clone(attributes))
	}
	return g
}

// attributesKey is the same for equal attributes and differs for others; keys are
// in the order of the attributes' names, then values.
func attributesKey(attributes map[string]string) string {
	if len(attributes) == 0 {
		return ""
	}
	var key []byte
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		key = append(key, name...)
		key = append(key, 0)
		key = append(key, attributes[name]...)
		key = append(key, 0)
	}
	// Lengths at the end tell texts apart that themselves hold the separator.
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		key = binary.AppendUvarint(key, uint64(len(name)))
		key = binary.AppendUvarint(key, uint64(len(attributes[name])))
	}
	return string(key)
}

// tallied is what one place gets of one group.
type tallied struct {
	group  int32
	area   AreaCode
	mapped bool
	fixed
}

// moved moves the cells and brings the results to whole people.
func (t *tally) moved(cells []Population) Recast {
	for i := range cells {
		t.add(&cells[i])
	}
	all := make([]tallied, 0, len(t.sums))
	for k, f := range t.sums {
		if k.place >= 0 {
			all = append(all, tallied{k.group, t.targets[k.place], true, f})
		} else {
			all = append(all, tallied{k.group, t.unmapped[-1-k.place], false, f})
		}
	}
	slices.SortFunc(all, func(a, b tallied) int { return cmp.Compare(a.group, b.group) })
	for rest := all; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].group == rest[0].group {
			n++
		}
		roundUp(rest[:n], t.people[rest[0].group])
		rest = rest[n:]
	}
	return t.sorted(all)
}

// roundUp gives whole people to those with the largest fractions until all of a
// group's people are given.
func roundUp(group []tallied, people int64) {
	missing := people
	for i := range group {
		missing -= int64(group[i].whole)
	}
	slices.SortFunc(group, func(a, b tallied) int {
		return cmp.Or(cmp.Compare(b.remainder(), a.remainder()), -compareBool(a.mapped, b.mapped), cmp.Compare(a.area, b.area))
	})
	for i := range group[:missing] {
		group[i].whole++
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (t *tally) sorted(all []tallied) Recast {
	slices.SortFunc(all, func(a, b tallied) int {
		return cmp.Or(cmp.Compare(a.area, b.area), cmp.Compare(t.keys[a.group], t.keys[b.group]))
	})
	var m Recast
	for _, s := range all {
		cell := Population{Area: s.area, People: int64(s.whole), Attributes: t.attributes[s.group]}
		switch {
		case s.mapped:
			m.Units = append(m.Units, cell)
		case cell.People > 0:
			m.Unmapped = append(m.Unmapped, cell)
		}
	}
	return m
}

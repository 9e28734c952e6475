package funding

import (
	"math"
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// layout turns a claim into the number of its row and a number back into a key.
// The number is a mixed-radix one, the first dimension being the most
// significant, so that rows in the order of their numbers stand in the order of
// their dimensions' values.
type layout struct {
	*index
	dims [ByRound]Dimension
	size [ByRound]uint64 // how many places each dimension has
	n    int
	rows uint64 // how many numbers there are

	byStatus [Withdrawn + 1]uint64 // what a status adds to the number of a row
}

// newLayout checks the dimensions of a table.
func (ix *index) newLayout(op string, dims []Dimension) (*layout, error) {
	l := &layout{index: ix, rows: 1}
	var seen [ByRound + 1]bool
	for _, d := range dims {
		if d < ByVanguard || d > ByRound {
			return nil, fault.New(op, validate.Range, d.String(), "not a dimension")
		}
		if seen[d] {
			return nil, fault.New(op, validate.Duplicate, d.String(), "a table has a dimension once")
		}
		seen[d] = true
		size := uint64(ix.size(d))
		l.dims[l.n], l.size[l.n] = d, size
		l.n++
		hi, rows := bits.Mul64(l.rows, size)
		if hi != 0 || rows > math.MaxInt64 {
			return nil, fault.New(op, validate.TooLarge, d.String(), "with this dimension the table could have more rows than can be numbered")
		}
		l.rows = rows
	}
	for s := range l.byStatus {
		l.byStatus[s] = l.statusPart(Status(s))
	}
	return l, nil
}

// statusPart returns what a status adds to the number of a row.
func (l *layout) statusPart(s Status) (n uint64) {
	for i, d := range l.dims[:l.n] {
		n *= l.size[i]
		switch d {
		case ByStatus:
			n += uint64(lastIfZero(int(s), int(Withdrawn)))
		case ByStrength:
			n += uint64(lastIfZero(int(s.Strength()), int(Disbursement)))
		}
	}
	return n
}

// has reports whether the table has one of these dimensions.
func (l *layout) has(dims ...Dimension) bool {
	return slices.ContainsFunc(l.dims[:l.n], func(d Dimension) bool { return slices.Contains(dims, d) })
}

// size returns how many codes a dimension has.
func (ix *index) size(d Dimension) int {
	switch d {
	case ByVanguard:
		return ix.dicts.vanguards.Size()
	case ByCategory:
		return ix.dicts.categories.Size()
	case ByWave:
		return ix.dicts.waves.Size()
	case ByRegion:
		return ix.dicts.regions.Size()
	case ByYear:
		return len(ix.spans.Values)
	case ByStream:
		return len(ix.streams.Values)
	case ByKind:
		return int(Unspecified) + 1
	case ByStatus:
		return int(Withdrawn) + 1
	case ByStrength:
		return int(Disbursement) + 1
	case ByFund:
		return ix.funds.Size()
	}
	return ix.rounds.Size()
}

// recipientDimension reports whether the dimension is one by recipient.
func recipientDimension(d Dimension) bool { return d >= ByVanguard && d <= ByRegion }

// statusDimension reports whether the dimension asks where an allocation stands.
func statusDimension(d Dimension) bool { return d == ByStatus || d == ByStrength }

// only returns the layout of those dimensions of a layout that are wanted.
func (l *layout) only(wanted func(Dimension) bool) *layout {
	dims := slices.DeleteFunc(slices.Clone(l.dims[:l.n]), func(d Dimension) bool { return !wanted(d) })
	some, err := l.newLayout("", dims)
	if err != nil {
		return &layout{index: l.index, rows: 1} // not reached: it has fewer dimensions than one in order
	}
	return some
}

// base returns the number of the row of a cell, but for what its status adds.
func (l *layout) base(c cell) uint64 {
	var places [ByRound]int
	mixed := false
	for i, d := range l.dims[:l.n] {
		places[i] = l.place(d, c)
		mixed = mixed || recipientDimension(d) && places[i]+2 == int(l.size[i])
	}
	var n uint64
	for i, d := range l.dims[:l.n] {
		if mixed && recipientDimension(d) && places[i]+1 == int(l.size[i]) {
			places[i]-- // one key, one row: what stands under Joint has no other blank
		}
		n = n*l.size[i] + uint64(places[i])
	}
	return n
}

// place returns where a cell stands under a dimension that is not its status.
func (l *layout) place(d Dimension, c cell) int {
	switch d {
	case ByVanguard:
		return l.parties[c.party].vanguard
	case ByCategory:
		return l.parties[c.party].category
	case ByWave:
		return l.parties[c.party].wave
	case ByRegion:
		return l.parties[c.party].region
	case ByYear:
		return int(c.span)
	case ByStream:
		return int(c.stream)
	case ByKind:
		return lastIfZero(int(c.kind), int(Unspecified))
	case ByFund:
		return l.fundOf[c.round]
	case ByRound:
		return int(c.round)
	}
	return 0
}

// lastIfZero puts the unset value behind the constants.
func lastIfZero(v, top int) int {
	if v == 0 {
		return top
	}
	return v - 1
}

// zeroIfLast undoes lastIfZero.
func zeroIfLast(place, top int) int {
	if place == top {
		return 0
	}
	return place + 1
}

// key sets k, which is blank, to the key of the row with a number.
func (l *layout) key(n uint64, k *Key) {
	for i := l.n - 1; i >= 0; i-- {
		l.set(k, l.dims[i], int(n%l.size[i]))
		n /= l.size[i]
	}
}

// set sets the field of a dimension to the value at a place.
func (l *layout) set(k *Key, d Dimension, place int) {
	switch d {
	case ByVanguard:
		k.Vanguard = valueAt(l.dicts.vanguards, place, k)
	case ByCategory:
		k.Category = valueAt(l.dicts.categories, place, k)
	case ByWave:
		k.Wave = valueAt(l.dicts.waves, place, k)
	case ByRegion:
		k.Region = valueAt(l.dicts.regions, place, k)
	case ByYear:
		k.Year, k.Through = l.spans.Values[place].year, l.spans.Values[place].through
	case ByStream:
		k.Stream = l.streams.Values[place]
	case ByKind:
		k.Kind = Kind(zeroIfLast(place, int(Unspecified)))
	case ByStatus:
		k.Status = Status(zeroIfLast(place, int(Withdrawn)))
	case ByStrength:
		k.Strength = Strength(zeroIfLast(place, int(Disbursement)))
	case ByFund:
		k.Fund = valueAt(l.funds, place, k)
	default:
		k.Round = valueAt(l.rounds, place, k)
	}
}

// valueAt returns the value with a code, or the zero value where there is none, and marks
// the key of an award whose recipients differ.
func valueAt[T comparable](d facts.Dict[T], code int, k *Key) (v T) {
	if code < len(d.Values) {
		return d.Values[code]
	}
	k.Joint = k.Joint || code == d.Mixed()
	return v
}

// find returns the number of the row that has a key, or false where a field says
// what the book does not have. A number may still be that of another key, where
// a field is set that the table does not ask for.
func (l *layout) find(k Key) (n uint64, ok bool) {
	for i, d := range l.dims[:l.n] {
		place, ok := l.findPlace(k, d)
		if !ok {
			return 0, false
		}
		n = n*l.size[i] + uint64(place)
	}
	return n, true
}

func (l *layout) findPlace(k Key, d Dimension) (place int, ok bool) {
	switch d {
	case ByVanguard:
		return placeOf(l.dicts.vanguards, k.Vanguard, k.Joint)
	case ByCategory:
		return placeOf(l.dicts.categories, k.Category, k.Joint)
	case ByWave:
		return placeOf(l.dicts.waves, k.Wave, k.Joint)
	case ByRegion:
		return placeOf(l.dicts.regions, k.Region, k.Joint)
	case ByYear:
		return l.spans.Find(span{k.Year, k.Through})
	case ByStream:
		return l.streams.Find(k.Stream)
	case ByKind:
		return lastIfZero(int(k.Kind), int(Unspecified)), k.Kind <= Unspecified
	case ByStatus:
		return lastIfZero(int(k.Status), int(Withdrawn)), k.Status <= Withdrawn
	case ByStrength:
		return lastIfZero(int(k.Strength), int(Disbursement)), k.Strength <= Disbursement
	case ByFund:
		return placeOf(l.funds, k.Fund, false)
	}
	return placeOf(l.rounds, k.Round, false)
}

// placeOf returns the code of a value, or that of blank: mixed or none.
func placeOf[T comparable](d facts.Dict[T], v T, joint bool) (code int, ok bool) {
	if code, ok = d.Find(v); ok {
		return code, true
	}
	var none T
	if joint {
		return d.Mixed(), v == none
	}
	return d.None(), v == none
}

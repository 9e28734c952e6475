package funding

import (
	"math"
	"math/bits"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// layout turns a claim into the number of its row and a number back into a key.
// The number is a mixed-radix one, the first dimension being the most
// significant, so that rows in the order of their numbers stand in the order of
// their dimensions' values.
type layout struct {
	*index
	dims [dimensionCount]Dimension
	size [dimensionCount]uint64 // how many codes each dimension has
	n    int
	rows uint64 // how many numbers there are

	byStatus [Withdrawn + 1]uint64 // what a status adds to the number of a row
}

// newLayout checks the dimensions of a table.
func (ix *index) newLayout(op string, dims []Dimension) (*layout, error) {
	l := &layout{index: ix, rows: 1}
	var seen [dimensionCount + 1]bool
	for _, d := range dims {
		if d.IsZero() || d > dimensionCount {
			return nil, fault.New(op, validate.Range, d.String(), "not a dimension")
		}
		if seen[d] {
			return nil, fault.New(op, validate.Duplicate, d.String(), "a table has a dimension once")
		}
		seen[d] = true
		size := uint64(d.parts().size(ix))
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
		if d.ofEvent() {
			n += uint64(d.parts().code(l.index, cell{}, s))
		}
	}
	return n
}

// has reports whether the table has one of these dimensions.
func (l *layout) has(dims ...Dimension) bool {
	return slices.ContainsFunc(l.dims[:l.n], func(d Dimension) bool { return slices.Contains(dims, d) })
}

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
	var codes [dimensionCount]int
	mixed := false
	for i, d := range l.dims[:l.n] {
		if !d.ofEvent() {
			codes[i] = d.parts().code(l.index, c, 0)
		}
		mixed = mixed || d.ofRecipient() && codes[i]+2 == int(l.size[i])
	}
	var n uint64
	for i, d := range l.dims[:l.n] {
		if mixed && d.ofRecipient() && codes[i]+1 == int(l.size[i]) {
			codes[i]-- // one key, one row: what stands under Joint has no other blank
		}
		n = n*l.size[i] + uint64(codes[i])
	}
	return n
}

// key sets k, which is blank, to the key of the row with a number.
func (l *layout) key(n uint64, k *Key) {
	for i := l.n - 1; i >= 0; i-- {
		l.dims[i].parts().set(l.index, k, int(n%l.size[i]))
		n /= l.size[i]
	}
}

// find returns the number of the row that has a key, or false where a field says
// what the book does not have. A number may still be that of another key, where
// a field is set that the table does not ask for.
func (l *layout) find(k Key) (n uint64, ok bool) {
	for i, d := range l.dims[:l.n] {
		code, ok := d.parts().find(l.index, k)
		if !ok {
			return 0, false
		}
		n = n*l.size[i] + uint64(code)
	}
	return n, true
}

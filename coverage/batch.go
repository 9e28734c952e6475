package coverage

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// batch is rows of a table of populations that follow each other, with areas and
// profiles by the numbers of the converter that made them.
type batch struct {
	dictionary            // as far as the cells need it
	areas      []AreaCode // the same
	cells      []cell
	row        int  // of the first cell
	unusual    bool // not all rows are sound and follow each other: cells are missing
}

type cell struct {
	people        int64
	area, profile int32
}

// converter turns rows of a table of populations into cells. Its areas and
// profiles have numbers of its own, so that it can work beside others.
type converter struct {
	table *baseTable
	dictionary
	areas   textTable[AreaCode]
	area    int32   // of the last row
	profile int32   // of the last row
	after   []int32 // by profile: the profile that last came after it
	open    *batch
	meaning meaning
}

// block converts a block of rows into b.
func (v *converter) block(block *sheet.Block, b *batch) *batch {
	var c validate.Checker
	v.begin(b)
	block.EachBytes(&c, v.row)
	b.unusual = b.unusual || !c.OK()
	return v.end()
}

// begin has row add to b.
func (v *converter) begin(b *batch) {
	b.cells, b.row, b.unusual = b.cells[:0], 0, false
	v.open = b
}

// row adds one row.
func (v *converter) row(row int, fields [][]byte) {
	b := v.open
	if len(b.cells) == 0 {
		b.row = row
	}
	people, ok := wholeNumber(fields[v.table.people])
	if !ok || !v.toArea(fields[v.table.area]) || row != b.row+len(b.cells) {
		b.unusual = true
		return
	}
	v.toProfile(fields)
	b.cells = append(b.cells, cell{people, v.area, v.profile})
}

// toArea goes on to the area of a row. It reports whether the text is a code.
func (v *converter) toArea(code []byte) bool {
	if len(v.areas.list) > 0 && string(v.areas.list[v.area]) == string(code) {
		return true // files tend to keep an area together
	}
	n := v.areas.numberOfBytes(code)
	if n < 0 {
		if !validCode(code) {
			return false
		}
		n = v.areas.numberOrAdd(AreaCode(code))
	}
	v.area = n
	return true
}

// toProfile goes on to the profile of a row. Rows tend to come in runs that have
// come before, as neighbouring practices list the same small areas: the profile
// that followed the last one before is tried first. In a national extract that is
// nearly always right, and spares looks into tables of tens of thousands of texts.
func (v *converter) toProfile(fields [][]byte) {
	last := v.profile
	if v.profile = v.after[last]; v.isProfile(fields) {
		return
	}
	for k, column := range v.table.attributes {
		v.tuple[k] = 0
		if value := fields[column]; len(value) > 0 {
			v.tuple[k] = v.values[k].numberOrAddBytes(value)
		}
	}
	v.profile = v.here()
	for len(v.after) < v.profiles {
		v.after = doubling(v.after, 0)
	}
	v.after[last] = v.profile
}

// isProfile reports whether a row has the attributes of the profile at hand.
func (v *converter) isProfile(fields [][]byte) bool {
	for k, column := range v.table.attributes {
		if v.value(v.profile, k) != string(fields[column]) {
			return false
		}
	}
	return true
}

// end returns the batch with what its numbers mean. The converter only adds to
// that, so that another goroutine may read it.
func (v *converter) end() *batch {
	b := v.open
	b.areas, b.names, b.profiles = v.areas.list, v.names, v.profiles
	b.values, b.columns = append(b.values[:0], v.values...), append(b.columns[:0], v.columns...)
	return b
}

// meaning says which areas, profiles and values a converter's are in the base:
// unknown until the first cell that has them is taken, so that the base numbers
// them in the order of the rows, whichever converter meets them first.
type meaning struct {
	areas, profiles []int32
	values          [][]int32 // by attribute
}

const (
	unknown = -1
	outside = -2 // a pseudo code: people in no area
)

// grow makes room for what is new in a batch.
func (m *meaning) grow(b *batch) {
	m.areas, m.profiles = unknownUpTo(m.areas, len(b.areas)), unknownUpTo(m.profiles, b.profiles)
	m.profiles[0] = 0
	for len(m.values) < len(b.values) {
		m.values = append(m.values, nil)
	}
	for k := range b.values {
		m.values[k] = unknownUpTo(m.values[k], len(b.values[k].list))
		m.values[k][0] = 0
	}
}

func unknownUpTo(list []int32, n int) []int32 {
	for len(list) < n {
		list = doubling(list, unknown)
	}
	return list
}

package validate

import (
	"strconv"

	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

// inline is how many steps of a path a Place holds without allocating. Deeper
// places keep the front of their path as text.
const inline = 4

// Place is a place in a record: a path that is written out only when asked for.
// Places are small values, cheap to make in a loop. Start from [Checker.At] or
// [Checker.Row]: the zero Place belongs to no checker and records nothing.
type Place struct {
	checker *Checker
	front   string // the path before steps, if it was too deep
	row     int    // a table's row; 0 = not a table
	steps   [inline]step
	n       int
}

// step is a field, or an index into the field before it.
type step struct {
	field string
	index int // counted from 1; 0 = a field
}

// At returns the place of a field within p, or of a column where p is a row.
func (p Place) At(field string) Place { return p.with(step{field: field}) }

// Index returns the place of element i, counted from 0, of the list at p.
func (p Place) Index(i int) Place {
	if p.n > 0 && p.steps[p.n-1].index == 0 {
		p.steps[p.n-1].index = i + 1
		return p
	}
	return p.with(step{index: i + 1})
}

func (p Place) with(s step) Place {
	if p.n == inline {
		p = Place{checker: p.checker, front: p.String()}
	}
	p.steps[p.n] = s
	p.n++
	return p
}

// String returns the path, as in "vanguards[3].name" or "row 17, column name".
func (p Place) String() string { return string(p.appendPath(nil)) }

func (p Place) appendPath(b []byte) []byte {
	b = append(b, p.front...)
	if p.row > 0 {
		b = append(b, "row "...)
		b = strconv.AppendInt(b, int64(p.row), 10)
	}
	for i, s := range p.steps[:p.n] {
		switch {
		case s.field == "":
		case i == 0 && p.row > 0:
			b = append(b, ", column "...)
		case len(b) > 0:
			b = append(b, '.')
		}
		b = append(b, ascii.Escape(s.field)...)
		if s.index > 0 {
			b = append(b, '[')
			b = strconv.AppendInt(b, int64(s.index-1), 10)
			b = append(b, ']')
		}
	}
	return b
}

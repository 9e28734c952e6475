package coverage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// maxAttributes bounds the columns that become attributes.
const maxAttributes = 64

// ReadBaseCSV reads a table of populations: a header, then one row a cell. The
// columns are found by the names that c gives, spelled as in the header, and
// other columns are passed over. The table may have a byte-order mark, fields in
// Windows-1252, quoted commas and line breaks, and blanks at the ends of fields.
//
//   - An area is an [AreaCode]. Rows of pseudo codes (NO2011) become the base's
//     Remainder, so that their people are counted and stay apart. A row of totals
//     (a country, a region or a word as "Total" among smaller areas) is refused.
//   - People is a whole number without a sign, with or without commas between
//     groups of three digits.
//   - A blank attribute is not known and is left out of the cell.
//
// Name, Basis, Edition and AsAt are the caller's to fill: a table does not say
// them. Rows keep their order. On violations, which name row and column, the base
// holds the sound rows; [Survey.Validate] checks what needs more than one row.
//
// The table is streamed: beside the cells, which share their attributes and equal
// texts, the reader holds one record of at most 64 KiB.
func ReadBaseCSV(r io.Reader, c Columns) (Base, error) {
	var b Base
	in := newInterner(c.Attributes)
	var k validate.Checker
	wide := map[AreaCode]int{} // areas that may hold others, with their first rows
	err := scanBase(r, c, &k, func(row int, area []byte, people int64, values [][]byte) {
		cell := Population{Area: in.area(area), People: people, Attributes: in.attributes(values)}
		if in.added && kindOf(cell.Area).extent > extentArea {
			wide[cell.Area] = row
		}
		if cell.Area.IsPseudo() {
			b.Remainder = append(b.Remainder, cell)
			return
		}
		b.Units = append(b.Units, cell)
	})
	if len(wide) > 0 {
		kinds := countKinds(slices.Collect(maps.Values(in.areas)))
		maps.DeleteFunc(wide, func(area AreaCode, _ int) bool { return !kinds.hasTotal(kindOf(area)) })
		for _, area := range slices.SortedFunc(maps.Keys(wide), func(x, y AreaCode) int { return wide[x] - wide[y] }) {
			k.Row(wide[area]).At(c.Area).Error(MixedSchemes, string(area), kindOf(area).aTotal())
		}
		b.Units = slices.DeleteFunc(b.Units, func(u Population) bool { return wide[u.Area] > 0 })
	}
	return b, errors.Join(k.Violations().Err(), err)
}

// scanBase reads the rows of a table of populations and calls cell for each
// sound one with its row, its area, its people and the values of c.Attributes in
// their order (blank = not known). The bytes are valid until cell returns. What
// is wrong with a row goes on k's list; the error is the reader's own.
func scanBase(r io.Reader, c Columns, k *validate.Checker, cell func(row int, area []byte, people int64, values [][]byte)) error {
	rows := sheet.NewReader(r)
	t := baseTable{k: k, names: c, values: make([][]byte, len(c.Attributes))}
	if ok, err := t.find(rows); !ok {
		return err
	}
	return rows.EachBytes(k, func(row int, fields [][]byte) {
		people, ok := t.sound(row, fields)
		if !ok {
			return
		}
		for i, column := range t.attributes {
			t.values[i] = fields[column]
		}
		cell(row, fields[t.area], people, t.values)
	})
}

// baseTable is where the columns of a table of populations stand.
type baseTable struct {
	k            *validate.Checker
	names        Columns
	area, people int
	attributes   []int
	values       [][]byte
}

// find looks the columns up in the header.
func (t *baseTable) find(rows *sheet.Reader) (bool, error) {
	if _, err := rows.Header(); err != nil {
		return t.failed(err)
	}
	if len(t.names.Attributes) > maxAttributes {
		t.k.Row(1).Error(validate.TooLarge, "", fmt.Sprintf("at most %d columns can become attributes", maxAttributes))
		return false, nil
	}
	ok := true
	t.area = t.column(rows, "area codes", t.names.Area, &ok)
	t.people = t.column(rows, "people", t.names.People, &ok)
	for _, name := range t.names.Attributes {
		t.attributes = append(t.attributes, t.column(rows, "attribute", name, &ok))
	}
	return ok, nil
}

// column returns where the column of this name stands; ok is put to false where it
// stands nowhere.
func (t *baseTable) column(rows *sheet.Reader, what, name string, ok *bool) int {
	if name == "" {
		*ok = false
		t.k.Row(1).Error(validate.Required, "", "say which column holds the "+what)
		return 0
	}
	i, err := rows.Column(name)
	if problem, is := errors.AsType[sheet.Problem](err); is {
		*ok = false
		problem.Record(t.k)
	}
	return i
}

func (t *baseTable) failed(err error) (bool, error) {
	if problem, ok := errors.AsType[sheet.Problem](err); ok {
		problem.Record(t.k)
		return false, nil
	}
	return false, err
}

// sound checks one row, and returns its people.
func (t *baseTable) sound(row int, fields [][]byte) (people int64, ok bool) {
	areaOK := t.checkArea(row, t.names.Area, fields[t.area])
	people, ok = t.count(row, fields[t.people])
	return people, ok && areaOK
}

func (t *baseTable) checkArea(row int, column string, text []byte) bool {
	if validCode(text) {
		return true
	}
	_, err := ParseAreaCode(string(text))
	t.k.Row(row).At(column).Report(err)
	return false
}

// count reads a number of people.
func (t *baseTable) count(row int, text []byte) (int64, bool) {
	n, ok := wholeNumber(text)
	if ok {
		return n, true
	}
	at := t.k.Row(row).At(t.names.People)
	digits := strings.TrimPrefix(string(text), "-")
	switch _, isNumber := wholeNumber([]byte(digits)); {
	case len(text) == 0:
		at.Error(validate.Required, "", "the number of people is missing; write 0 for nobody")
	case isNumber:
		at.Error(validate.Range, string(text), "a number of people is at least 0")
	case isDigits(digits):
		at.Error(validate.Overflow, string(text), "the number is too large to be held")
	default:
		at.Error(validate.Format, string(text), `a number of people is a whole number, as in "1537" or "1,537"`)
	}
	return 0, false
}

// wholeNumber reads up to 18 digits, with or without a comma in front of every
// group of three.
func wholeNumber(text []byte) (int64, bool) {
	var n int64
	digits, group := 0, -1 // group: digits since the last comma
	for _, b := range text {
		switch {
		case isDigit(b):
			n = n*10 + int64(b-'0')
			digits++
			if group >= 0 {
				group++
			}
		case b == ',' && digits > 0 && (group == 3 || group < 0 && digits <= 3):
			group = 0
		default:
			return 0, false
		}
		if digits > 18 || group > 3 {
			return 0, false
		}
	}
	return n, digits > 0 && (group < 0 || group == 3)
}

func isDigits(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return text != ""
}

// interner lets equal texts and equal sets of attributes share memory.
type interner struct {
	names []string
	areas map[string]AreaCode
	last  AreaCode
	added bool // last was not there before
	texts map[string]string
	sets  map[string]map[string]string
	key   []byte
}

func newInterner(names []string) *interner {
	return &interner{
		names: names,
		areas: map[string]AreaCode{},
		texts: map[string]string{},
		sets:  map[string]map[string]string{},
	}
}

func (in *interner) area(b []byte) AreaCode {
	in.added = false
	if string(b) == string(in.last) { // tables tend to keep an area together
		return in.last
	}
	a, ok := in.areas[string(b)]
	if in.added = !ok; in.added {
		a = AreaCode(b)
		in.areas[string(a)] = a
	}
	in.last = a
	return a
}

func (in *interner) text(b []byte) string {
	s, ok := in.texts[string(b)]
	if !ok {
		s = string(b)
		in.texts[s] = s
	}
	return s
}

// attributes returns the set with these values, or nil when none is known.
func (in *interner) attributes(values [][]byte) map[string]string {
	in.key = in.key[:0]
	known := 0
	for _, v := range values {
		in.key = binary.AppendUvarint(in.key, uint64(len(v)))
		in.key = append(in.key, v...)
		if len(v) > 0 {
			known++
		}
	}
	if known == 0 {
		return nil
	}
	set, ok := in.sets[string(in.key)]
	if !ok {
		set = make(map[string]string, known)
		for i, v := range values {
			if len(v) > 0 {
				set[in.names[i]] = in.text(v)
			}
		}
		in.sets[string(in.key)] = set
	}
	return set
}

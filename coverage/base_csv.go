package coverage

import (
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// ReadBaseCSV reads a table of populations: a header, then one row a cell. The
// columns are found by the names that c gives, without regard to case, and other
// columns are passed over. The table may have a byte-order mark, fields in
// Windows-1252, quoted commas and line breaks, and blanks at the ends of fields.
//
//   - An area is an [AreaCode]. Rows of pseudo codes (NO2011) become the base's
//     Remainder, so that their people are counted and stay apart. A row of totals
//     (a country, a region or a word as "Total" among smaller areas) is refused.
//   - People is a whole number without a sign, with or without commas or blanks
//     between groups of three digits, or as pandas and Excel write one ("1537.0",
//     "1.2E+06").
//   - A blank attribute is not known and is left out of the cell.
//
// The options say how the table is written where it differs: a [caremodel.CSV],
// [Wide], [PeopleOf] and [Suppressed].
//
// Name, Basis, Edition and AsAt are the caller's to fill: a table does not say
// them. Rows keep their order. On violations, which name row and column, the base
// holds the sound rows; [ValidateBaseCSV] and [Survey.Validate] check what needs more
// than one row.
//
// The table is streamed: beside the cells, which share their attributes and equal
// texts, the reader holds one record of at most 64 KiB.
func ReadBaseCSV(r io.Reader, c Columns, o ...BaseOption) (Base, error) {
	var b Base
	var k validate.Checker
	table := baseTable{k: &k}
	options := sortOptions(&k, o, "Wide", "PeopleOf", "Suppressed")
	rows := sheet.Open(r, options.csv)
	ok, err := table.find(rows, c, &options, true)
	if !ok {
		return b, errors.Join(k.Violations().Err(), err)
	}
	in := newInterner(table.names)
	wide := map[AreaCode]int{} // areas that may hold others, with their first rows
	var one rowBatch
	err = rows.EachBytes(&k, func(row int, fields [][]byte) {
		if !one.one(&table, row, fields) {
			table.tell(row, fields)
			return
		}
		area := in.area(fields[table.area])
		if in.added && kindOf(area).extent > extentArea {
			wide[area] = row
		}
		to := &b.Units
		if area.IsPseudo() {
			to = &b.Remainder
		}
		for i := range one.people {
			*to = append(*to, one.population(area, i, in.attributes(one.of(i))))
		}
	})
	if len(wide) > 0 {
		kinds := countKinds(slices.Collect(maps.Values(in.areas)))
		maps.DeleteFunc(wide, func(area AreaCode, _ int) bool { return !kinds.hasTotal(kindOf(area)) })
		for _, area := range slices.SortedFunc(maps.Keys(wide), func(x, y AreaCode) int { return wide[x] - wide[y] }) {
			k.Row(wide[area]).At(table.found.Label(0)).Error(MixedSchemes, string(area), kindOf(area).aTotal())
		}
		b.Units = slices.DeleteFunc(b.Units, func(u Population) bool { return wide[u.Area] > 0 })
	}
	return b, errors.Join(k.Violations().Err(), err)
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

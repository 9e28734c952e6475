package coverage

import (
	"errors"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// LookupColumns names the columns of a look-up table as its header spells them.
// Other columns are passed over.
type LookupColumns struct {
	From   string `json:"from"`            // the column of source areas: "LSOA11CD"
	To     string `json:"to"`              // the column of target areas: "CCG15CD"
	People string `json:"people,omitzero"` // the column of people in both; blank = every row counts one
}

// ReadIntersectionsCSV reads a look-up table, as the Office for National
// Statistics and the NHS publish them: a header, then one row for each area or for
// each pair of areas. It reads the same file formats as [ReadBaseCSV]. A blank
// target is people in no target; pseudo codes stay as they are. Rows keep their
// order. On violations, which name row and column, the sound rows are returned
// beside the error.
//
// [NewCrosswalk] makes a crosswalk of the result.
func ReadIntersectionsCSV(r io.Reader, c LookupColumns) ([]Intersection, error) {
	var k validate.Checker
	rows := sheet.NewReader(r)
	t := lookupTable{baseTable: baseTable{k: &k, names: Columns{Area: c.From, People: c.People}}, names: c, in: newInterner(nil)}
	ok, err := t.find(rows)
	if ok {
		err = rows.EachBytes(&k, t.row)
	}
	return t.parts, errors.Join(k.Violations().Err(), err)
}

// lookupTable is where the columns of a look-up table stand, and what was read.
type lookupTable struct {
	baseTable
	names LookupColumns
	to    int
	in    *interner
	parts []Intersection
}

func (t *lookupTable) find(rows *sheet.Reader) (bool, error) {
	if _, err := rows.Header(); err != nil {
		return t.failed(err)
	}
	ok := true
	t.area = t.column(rows, "source areas", t.names.From, &ok)
	t.to = t.column(rows, "target areas", t.names.To, &ok)
	if t.names.People != "" {
		t.baseTable.people = t.column(rows, "people", t.names.People, &ok)
	}
	return ok, nil
}

func (t *lookupTable) row(row int, fields [][]byte) {
	from, to := fields[t.area], fields[t.to]
	fromOK := t.checkArea(row, t.names.From, from)
	toOK := len(to) == 0 || t.checkArea(row, t.names.To, to)
	n, ok := int64(1), true
	if t.names.People != "" {
		n, ok = t.count(row, fields[t.baseTable.people])
	}
	if !fromOK || !toOK || !ok {
		return
	}
	p := Intersection{From: t.in.area(from), People: n}
	if len(to) > 0 {
		p.To = t.in.area(to)
	}
	t.parts = append(t.parts, p)
}

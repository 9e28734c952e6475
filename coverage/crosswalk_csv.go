package coverage

import (
	"errors"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// LookupColumns names the columns of a look-up table as its header does, without regard
// to case. Other columns are passed over.
type LookupColumns struct {
	From   string `json:"from"`            // the column of source areas: "LSOA11CD"
	To     string `json:"to"`              // the column of target areas: "CCG15CD"
	People string `json:"people,omitzero"` // the column of people in both; blank = every row counts one
}

// ReadIntersectionsCSV reads a look-up table, as the Office for National
// Statistics and the NHS publish them: a header, then one row for each area or for
// each pair of areas. It reads the same file formats as [ReadBaseCSV], and takes a
// [caremodel.CSV] and [PeopleOf] as options. A blank
// target is people in no target; pseudo codes stay as they are. Rows keep their
// order. On violations, which name row and column, the sound rows are returned
// beside the error.
//
// [NewCrosswalk] makes a crosswalk of the result.
func ReadIntersectionsCSV(r io.Reader, c LookupColumns, o ...BaseOption) ([]Intersection, error) {
	var k validate.Checker
	var parts []Intersection
	var one rowBatch
	table, in := baseTable{k: &k}, newInterner(nil)
	options := sortOptions(&k, o, "PeopleOf")
	rows := sheet.Open(r, options.csv)
	ok, err := table.find(rows, Columns{c.From, c.People, []string{c.To}}, &options, false)
	if ok {
		err = rows.EachBytes(&k, func(row int, fields [][]byte) {
			to := fields[table.attributes[0]]
			sound := one.one(&table, row, fields)
			if !sound {
				table.tell(row, fields)
			}
			if len(to) > 0 && !validCode(to) {
				_, err := ParseAreaCode(string(to))
				k.Row(row).At(table.label(c.To)).Report(err)
				return
			}
			if sound {
				p := Intersection{From: in.area(fields[table.area]), People: one.people[0]}
				if len(to) > 0 {
					p.To = in.area(to)
				}
				parts = append(parts, p)
			}
		})
	}
	return parts, errors.Join(k.Violations().Err(), err)
}

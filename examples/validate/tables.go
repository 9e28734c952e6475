package main

import "github.com/newcaremodels/newcaremodels/examples/internal/tables"

// table is one of the files that together hold a list of records.
type table struct {
	checked
	from, to int // of the records, those that the file holds
}

func (t table) holds(record int) bool { return t.from <= record && record < t.to }

// placed returns the place of a record in the words of one table, which leaves
// out its own name.
func placed(all []table, own string, record int, row func(t table) int) (name string, n int) {
	for _, t := range all {
		if t.holds(record) {
			if t.file != own {
				name = tables.Plain(t.file) + " "
			}
			return name, row(t)
		}
	}
	return "", 0
}

// anyFound tells whether anything is wrong with any of the tables.
func anyFound(tables []table) bool {
	for _, t := range tables {
		if t.found.Len() > 0 {
			return true
		}
	}
	return false
}

package main

import (
	"strings"
	"unicode"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// table is one of the files that together hold a list of records.
type table struct {
	checked
	from, to int // of the records, those that the file holds
}

func (t table) holds(record int) bool { return t.from <= record && record < t.to }

// placed returns the place of a record in the words of one table, which leaves
// out its own name.
func placed(tables []table, own string, record int, row func(t table) int) (name string, n int) {
	for _, t := range tables {
		if t.holds(record) {
			if t.file != own {
				name = shown(t.file) + " "
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

// shown is a text from outside as a terminal may have it: on one line, and with
// characters that steer a terminal or turn the direction of writing escaped.
func shown(text string) string {
	var b strings.Builder
	for _, r := range text {
		if !unicode.IsGraphic(r) {
			quoted := validate.Quote(string(r))
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

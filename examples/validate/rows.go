package main

import (
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A table's rows become records, and the rules between records name records:
// "allocations[4].events[0].figure.amount". Who keeps the table wants the row.

// inRows returns a function that puts a row and a column in the place of every
// path in a text. The path's groups are the record, a part of it, and the rest. A
// record of which no row is known stays as it is.
func inRows(path *regexp.Regexp, row func(record, part int) (string, int), column func(rest string) string) func(string) string {
	return func(text string) string {
		return path.ReplaceAllStringFunc(text, func(found string) string {
			groups := path.FindStringSubmatch(found)
			record, _ := strconv.Atoi(groups[1])
			part, _ := strconv.Atoi(groups[2])
			name, n := row(record, part)
			if n == 0 {
				return found
			}
			place := name + "row " + strconv.Itoa(n)
			if name := column(withoutIndex(strings.TrimPrefix(groups[3], "."))); name != "" {
				place += ", column " + name
			}
			return place
		})
	}
}

var index = regexp.MustCompile(`\[\d+\]`)

func withoutIndex(path string) string { return index.ReplaceAllString(path, "") }

// indexIn returns the place in a list to which a path leads, or -1.
func indexIn(path, list string) int {
	rest, ok := strings.CutPrefix(path, list+"[")
	number, _, closed := strings.Cut(rest, "]")
	n, err := strconv.Atoi(number)
	if !ok || !closed || err != nil {
		return -1
	}
	return n
}

// at returns the row of a part, or the first row for what no row of its own has.
func at(rows []int, part int) int {
	switch {
	case part < len(rows):
		return rows[part]
	case len(rows) > 0:
		return rows[0]
	}
	return 0
}

// rowsByKey returns the rows of a table by what stands in one column.
func (s *source) rowsByKey(name, column string) (map[string][]int, error) {
	rows := map[string][]int{}
	err := s.eachRow(name, column, func(row int, value string) { rows[value] = append(rows[value], row) })
	return rows, err
}

// rowsInOrder returns the row of each key, the keys standing in the order of the
// table, in which others may stand between them.
func (s *source) rowsInOrder(name, column string, keys []string) ([]int, error) {
	rows := make([]int, 0, len(keys))
	err := s.eachRow(name, column, func(row int, value string) {
		if len(rows) < len(keys) && value == keys[len(rows)] {
			rows = append(rows, row)
		}
	})
	return rows, err
}

// eachRow reads one column of a table once more. Rows are numbered as a
// spreadsheet shows them: the header is row 1, and a line break inside quotes
// begins no row.
func (s *source) eachRow(name, column string, each func(row int, value string)) error {
	return s.with(name, func(r io.Reader) {
		table := csv.NewReader(r)
		table.FieldsPerRecord, table.LazyQuotes, table.ReuseRecord = -1, true, true
		where, within := -1, 0
		for {
			record, err := table.Read()
			if _, wrong := errors.AsType[*csv.ParseError](err); wrong {
				continue
			}
			if err != nil {
				return // the end, or what withFile tells
			}
			line, _ := table.FieldPos(0)
			row := line - within
			within += strings.Count(strings.Join(record, ""), "\n")
			switch {
			case where < 0:
				if where = slices.IndexFunc(record, func(name string) bool { return strings.EqualFold(cell(name), column) }); where < 0 {
					return
				}
			case where < len(record):
				each(row, cell(record[where]))
			}
		}
	})
}

// cell is a field without a byte-order mark before it and blanks after it.
func cell(field string) string {
	return strings.TrimRight(strings.TrimPrefix(field, "\ufeff"), " \t\r\u00a0")
}

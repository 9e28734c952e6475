package main

// report is what the program prints, whatever the format: sections of a title,
// a table and remarks.
type report struct {
	Title    string    `json:"title"`
	Sections []section `json:"sections"`
}

type section struct {
	Title string `json:"title"`
	// Remarks say how to read the table; they stand above it.
	Remarks []string `json:"remarks,omitempty"`
	Columns []column `json:"columns,omitempty"`
	Rows    [][]cell `json:"rows,omitempty"`
}

type column struct {
	Name string `json:"name"`
	// Number columns are aligned to the right.
	Number bool `json:"number,omitzero"`
}

// cell is what people read; programs read the same text.
type cell = string

// text and number make columns.
func text(names ...string) []column {
	columns := make([]column, len(names))
	for i, name := range names {
		columns[i] = column{Name: name}
	}
	return columns
}

func number(names ...string) []column {
	columns := text(names...)
	for i := range columns {
		columns[i].Number = true
	}
	return columns
}

func (s *section) row(cells ...cell) { s.Rows = append(s.Rows, cells) }

func (s *section) remark(words string) { s.Remarks = append(s.Remarks, words) }

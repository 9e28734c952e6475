package caremodel

// CSV says how a table is written that a reader of CSV is given as its last argument, where it is not written as the reader's
// documentation has it. The zero value changes nothing. It holds for every such reader of this library.
//
// Whatever it says, these are read: UTF-8 with or without a byte-order mark, Windows-1252, blanks at both ends of a cell, blank
// cells beyond the last column, Excel's first line "sep=;". Columns are found by name without regard to case. A file that is no
// such table (a workbook, UTF-16, lines that end in a carriage return alone, another separator, titles above the header) is
// refused with what it is.
type CSV struct {
	// Columns maps the file's headers, without regard to case, to those of the reader: {"Amount (£)": "amount"}. A column mapped
	// to "" is passed over. Where any is mapped, a further column that is like none of the reader's is passed over with a warning
	// instead of refused. In a file without a header a column may be named by its number: {"1": "id"}.
	Columns map[string]string
	// Comma separates the cells: one ASCII character; 0 = a comma.
	Comma rune
	// DayFirst reads "03/04/2016" as 3 April. Without it, days whose month is not plain are refused.
	DayFirst bool
	// NoHeader says that the first row is data, and row 1 of violations.
	NoHeader bool
	// Header names the columns of a file without a header, from the left; columns named "" and those further right are passed
	// over.
	Header []string
}

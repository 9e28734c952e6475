package caremodel

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// QuoteFormulas returns a writer for CSV that people will open in a spreadsheet.
// A spreadsheet takes a cell that begins with "=", "+", "-", "@", a tab or a
// carriage return for a formula, whoever wrote it and with or without quotation
// marks; such a cell gets an apostrophe in front, which shows it as text. A plain
// number, "-500.00", is left alone.
//
// What is written may come in pieces of any size. It reaches w cell by cell, each
// once the comma or the line break after it was written, so the last line must end
// in a line break, as every WriteCSV of this library does. The apostrophe is part
// of the file: a program that reads it back reads it too.
func QuoteFormulas(w io.Writer) io.Writer { return &formulaQuoter{w: w} }

// formulaQuoter holds the cell that is being written.
type formulaQuoter struct {
	w      io.Writer
	cell   []byte
	quoted bool // within quotation marks
}

// Write implements [io.Writer].
func (q *formulaQuoter) Write(p []byte) (int, error) {
	var out bytes.Buffer
	for _, b := range p {
		q.cell = append(q.cell, b)
		if b == '"' {
			q.quoted = !q.quoted
		}
		if !q.quoted && (b == ',' || b == '\n') {
			writeCell(&out, q.cell)
			q.cell = q.cell[:0]
		}
	}
	if _, err := q.w.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// writeCell writes a cell with what ends it.
func writeCell(out *bytes.Buffer, cell []byte) {
	text := cell[:len(cell)-1]
	if len(text) > 0 && text[0] == '"' {
		out.WriteByte('"')
		text, cell = text[1:], cell[1:]
	}
	if first, _ := utf8.DecodeRune(text); isFormulaStart(first) && !isPlainNumber(text) {
		out.WriteByte('\'')
	}
	out.Write(cell)
}

func isFormulaStart(r rune) bool {
	switch r {
	case '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠': // spreadsheets take the wide forms too
		return true
	}
	return false
}

// isPlainNumber reports whether a cell is a sign, digits and at most one point.
func isPlainNumber(text []byte) bool {
	text = bytes.TrimRight(text, "\"\r")
	if len(text) < 2 || text[0] != '-' && text[0] != '+' {
		return false
	}
	digits := bytes.Replace(text[1:], []byte("."), nil, 1)
	return len(digits) > 0 && len(bytes.Trim(digits, "0123456789")) == 0
}

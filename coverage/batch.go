package coverage

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// batch is rows of a table of populations that follow each other: the numbers are
// read and the codes checked; what codes and attributes mean is left to whoever
// takes the batch. Its texts are parts of the block that the rows came from.
type batch struct {
	table   *baseTable
	row     int // the first
	people  []int64
	codes   []codeRun
	texts   [][]byte // attribute by attribute, row by row
	unusual bool     // not all rows are sound and follow each other: some are missing
}

// codeRun is an area code that stands in several rows, from this one of the batch
// up to the next run's.
type codeRun struct {
	code []byte
	from int
}

// read reads the rows of a block. The batch may have been used before.
func (b *batch) read(table *baseTable, block *sheet.Block) *batch {
	var c validate.Checker
	b.begin(table)
	block.EachBytes(&c, b.add)
	b.unusual = b.unusual || !c.OK()
	return b
}

// begin empties the batch.
func (b *batch) begin(table *baseTable) {
	*b = batch{table: table, people: b.people[:0], codes: b.codes[:0], texts: b.texts[:0]}
}

// add adds one row.
func (b *batch) add(row int, fields [][]byte) {
	if len(b.people) == 0 {
		b.row = row
	}
	people, ok := wholeNumber(fields[b.table.people])
	if !ok || row != b.row+len(b.people) || !b.enter(fields[b.table.area]) {
		b.unusual = true
		return
	}
	b.people = append(b.people, people)
	for _, column := range b.table.attributes {
		b.texts = append(b.texts, fields[column])
	}
}

// enter begins a run where the code is not that of the row before. It reports
// whether the text is a code.
func (b *batch) enter(code []byte) bool {
	if n := len(b.codes); n > 0 && string(b.codes[n-1].code) == string(code) {
		return true // files tend to keep an area together
	}
	if !validCode(code) {
		return false
	}
	b.codes = append(b.codes, codeRun{code, len(b.people)})
	return true
}

// end returns the row of the batch where a run ends.
func (b *batch) end(run int) int {
	if run+1 < len(b.codes) {
		return b.codes[run+1].from
	}
	return len(b.people)
}

// of returns the attributes of a row of the batch.
func (b *batch) of(i int) [][]byte {
	k := len(b.table.attributes)
	return b.texts[i*k : (i+1)*k]
}

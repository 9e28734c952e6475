package funding

import (
	"errors"
	"io"
	"math"
	"runtime"
	"strconv"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/intern"
	"github.com/newcaremodels/newcaremodels/internal/key"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// ReadBookCSV reads a table of allocations, as [ReadAllocationsCSV] does, into a
// book. Funds, rounds and stated totals are l's, which has no allocations of its
// own ([validate.Conflict]). The book is the one that [NewBook] makes of l with the
// allocations that ReadAllocationsCSV reads, its warnings included; what either of
// them refuses is refused, with the same violations.
//
// It is for tables too large to be held as records: while it reads it keeps some
// fifty bytes of a row beside its key. Rows with one id may stand apart.
func ReadBookCSV(r io.Reader, p *caremodel.Programme, l Ledger, options ...caremodel.CSV) (*Book, error) {
	const op = "funding.ReadBookCSV"
	if n := len(l.Allocations); n > 0 {
		return nil, fault.New(op, validate.Conflict, strconv.Itoa(n), "the ledger has allocations of its own: the table has them")
	}
	if p == nil {
		return nil, fault.New(op, validate.Required, "", "give the programme whose vanguards receive the money")
	}
	s := newRowStore()
	if err := s.read(sheet.Open(r, options), p); err != nil {
		return nil, err
	}
	s.close()
	return newBook(p, l, s)
}

// bookRow is a row of a table of allocations as a row store keeps it. Its texts are
// parts of the block that it was read from.
type bookRow struct {
	id, element []byte
	head        uint32 // the reader's number of it
	event       eventRow
}

// blankHead stands for the head of a row that says nothing of its allocation but
// the key.
const blankHead = math.MaxUint32

// bookRows are the first rows of a block: all up to the first that calls for care.
type bookRows struct {
	rows  []bookRow
	heads []Allocation // by the reader's numbers
	all   bool         // there is none
}

// bookReader reads rows about which there is nothing to say and nothing unusual:
// blocks of them, beside other readers, where [allocationRow] goes row by row. It
// gives what that gives, and leaves to it whatever it cannot read; a property holds
// the two against each other.
type bookReader struct {
	*allocationScan // with memories of its own
	numbers         intern.Keys[headNumbers]
	heads           []Allocation
	meaning         []uint32 // by number of a head: the row store's number and one; 0 = not known yet
	address         string   // one that was in order
	open            *bookRows
}

// headNumbers are what the columns of a head remember their texts by.
type headNumbers struct{ round, recipients, year, through, stream, kind uint16 }

func (h headNumbers) hash() uint64 {
	return intern.Fold(uint64(h.round)<<32|uint64(h.recipients), uint64(h.year)<<48|uint64(h.through)<<32|uint64(h.stream)<<16|uint64(h.kind))
}

func newBookReader(s *allocationScan) *bookReader {
	return &bookReader{allocationScan: s, numbers: intern.NewKeys(64, headNumbers.hash)}
}

// block reads a block of rows into b.
func (r *bookReader) block(block *sheet.Block, b *bookRows) *bookRows {
	var c validate.Checker
	b.rows, b.all = b.rows[:0], true
	r.open = b
	block.EachBytes(&c, r.row)
	if !c.OK() { // some row is none
		b.rows, b.all = b.rows[:0], false
	}
	b.heads = r.heads
	return b
}

// row reads one more row.
func (r *bookReader) row(_ int, fields [][]byte) {
	b := r.open
	if !b.all {
		return
	}
	b.rows = append(b.rows, bookRow{})
	if !r.read(fields, &b.rows[len(b.rows)-1]) {
		b.rows, b.all = b.rows[:len(b.rows)-1], false
	}
}

func (r *bookReader) read(fields [][]byte, row *bookRow) bool {
	row.id, row.element = r.cell(fields, columnID), r.cell(fields, columnElement)
	return len(row.id) > 0 && len(row.id) <= key.MaxBytes && ascii.Printable(row.id) && isText(row.element) &&
		len(r.cell(fields, columnSupersedes))+len(r.cell(fields, columnNote)) == 0 &&
		r.readHead(fields, row) && r.readEvent(fields, &row.event)
}

// readHead reads what allocations have in common with others.
func (r *bookReader) readHead(fields [][]byte, row *bookRow) bool {
	var n headNumbers
	if !r.rounds.find(r.cell(fields, columnRound), &n.round) || !r.recipients.find(r.cell(fields, columnRecipients), &n.recipients) ||
		!r.year.find(r.cell(fields, columnYear), &n.year) || !r.through.find(r.cell(fields, columnThrough), &n.through) ||
		!r.streams.find(r.cell(fields, columnStream), &n.stream) || !r.kind.find(r.cell(fields, columnKind), &n.kind) {
		return false
	}
	if n == (headNumbers{}) && len(row.element) == 0 {
		row.head = blankHead
		return true
	}
	if n.year == 0 || n.stream == 0 {
		return false
	}
	head, known := r.numbers.Find(n.hash(), n)
	if !known {
		head = uint32(len(r.heads))
		r.heads = append(r.heads, r.head(n))
		r.numbers.Put(n, head)
	}
	row.head = head
	return true
}

func (r *bookReader) head(n headNumbers) Allocation {
	a := Allocation{
		Round: r.rounds.value[n.round], Recipients: r.recipients.value[n.recipients],
		Year: r.year.value[n.year], Through: r.through.value[n.through], Stream: r.streams.value[n.stream], Kind: r.kind.value[n.kind],
	}
	if n.kind == 0 {
		a.Kind = Unspecified
	}
	return a
}

func (r *bookReader) readEvent(fields [][]byte, e *eventRow) bool {
	var status, bound, on, published uint16
	if !r.status.find(r.cell(fields, columnStatus), &status) || !r.bound.find(r.cell(fields, columnBound), &bound) ||
		!r.on.find(r.cell(fields, columnOn), &on) || !r.published.find(r.cell(fields, columnSourcePublished), &published) {
		return false
	}
	e.on, e.published = r.on.value[on], r.published.value[published]
	return status > 0 && r.readAmounts(fields, r.status.value[status], r.bound.value[bound], e) && r.readTexts(fields, e)
}

// readAmounts reads an amount, or a blank cell that may be one.
func (r *bookReader) readAmounts(fields [][]byte, s Status, b caremodel.Bound, e *eventRow) bool {
	e.mark = newMark(s, b)
	amount, precision := r.cell(fields, columnAmount), r.cell(fields, columnPrecision)
	if len(amount) == 0 && b != caremodel.NotStated && s.Strength() != 0 || b == caremodel.About {
		return false
	}
	return plainMoney(amount, &e.amount) && plainMoney(precision, &e.precision)
}

// readTexts notes whether there is a reason and a source.
func (r *bookReader) readTexts(fields [][]byte, e *eventRow) bool {
	reason, title, publisher := r.cell(fields, columnReason), r.cell(fields, columnSourceTitle), r.cell(fields, columnSourcePublisher)
	url := r.cell(fields, columnSourceURL)
	if len(reason) > 0 {
		e.mark |= withReason
	}
	if len(title)+len(publisher)+len(url) > 0 {
		e.mark |= withSource
	}
	return isText(reason) && isText(title) && isText(publisher) && isText(r.cell(fields, columnFigureNote)) && r.isAddress(url)
}

// isAddress reports whether a cell is blank or has an address. Most rows have that
// of the row before.
func (r *bookReader) isAddress(url []byte) bool {
	if len(url) == 0 || string(url) == r.address {
		return true
	}
	text := string(url)
	if !form.Address(text) || !form.IsText(text) {
		return false
	}
	r.address = text
	return true
}

func isText(field []byte) bool {
	return len(field) == 0 || ascii.Printable(field) || form.IsText(string(field))
}

// plainMoney reads the digits of an amount in pounds, with two decimals or none,
// as [parseAmount] does; nothing where the cell is blank. Whatever else there may be
// is parseAmount's to read.
func plainMoney(field []byte, pence *int64) bool {
	whole := len(field)
	if whole > 3 && field[whole-3] == '.' {
		whole -= 3
	}
	if whole > 15 || whole > 1 && field[0] == '0' {
		return parsedMoney(field, pence)
	}
	n, odd := addDigits(0, field[:whole])
	if whole < len(field) {
		m, also := addDigits(n, field[whole+1:])
		n, odd = m, odd|also
	} else {
		n *= 100
	}
	if odd > 0xf {
		return parsedMoney(field, pence)
	}
	*pence = n
	return true
}

// addDigits appends the digits of a field to a number. Where the field has anything
// else, odd is above 15.
func addDigits(n int64, field []byte) (_ int64, odd byte) {
	for _, b := range field {
		digit := b - '0'
		n = n*10 + int64(digit)
		odd |= digit | (digit + 6)
	}
	return n, odd
}

func parsedMoney(field []byte, pence *int64) bool {
	m, err := parseAmount(string(field))
	*pence = m.pence
	return err == nil
}

// read reads the rows of a table, on all processors.
func (s *rowStore) read(rows *sheet.Reader, p *caremodel.Programme) error {
	var c validate.Checker
	scan, err := beginAllocationRows(rows, p, &c)
	if scan != nil {
		err = s.readRows(rows, scan, &c)
	}
	return errors.Join(c.Violations().Err(), err)
}

// readRows reads the rows by blocks. Of a block that has something unusual the rows
// from there on are read with care, one by one.
func (s *rowStore) readRows(rows *sheet.Reader, scan *allocationScan, c *validate.Checker) error {
	readers := make([]*bookReader, runtime.GOMAXPROCS(0))
	for i := range readers {
		readers[i] = newBookReader(scan.again())
	}
	careful := scan.each(s.add)
	pool := sync.Pool{New: func() any { return new(bookRows) }}
	return sheet.EachBlock(rows, c, len(readers), func(i int, block *sheet.Block) *bookRows {
		return readers[i].block(block, pool.Get().(*bookRows))
	}, func(i int, block *sheet.Block, b *bookRows) {
		if taken := s.take(readers[i], b); taken < len(b.rows) || !b.all {
			block.EachBytes(c, after(taken, careful))
		}
		pool.Put(b)
	}, careful)
}

// after returns a function that passes over so many rows.
func after(rows int, next func(n int, fields [][]byte)) func(n int, fields [][]byte) {
	return func(n int, fields [][]byte) {
		if rows--; rows < 0 {
			next(n, fields)
		}
	}
}

// unknownHead marks a head that the row store has not numbered yet.
const unknownHead = math.MaxUint32

// take takes rows as add does, and returns how many there are before the first that
// calls for care.
func (s *rowStore) take(r *bookReader, b *bookRows) int {
	for len(r.meaning) < len(b.heads) {
		r.meaning = append(r.meaning, unknownHead)
	}
	for n := range b.rows {
		row := &b.rows[n]
		head := row.head
		if head != blankHead {
			at := &r.meaning[head]
			if *at == unknownHead {
				*at = s.head(&b.heads[head])
			}
			head = *at
		}
		if !s.takeRow(row, head) {
			return n
		}
	}
	return len(b.rows)
}

// takeRow takes one row, unless it has to be compared with the first of its
// allocation.
func (s *rowStore) takeRow(row *bookRow, head uint32) bool {
	if head == blankHead {
		if s.len() == 0 || s.ids.Text(s.last) != string(row.id) {
			return false
		}
		s.put(s.last, &row.event)
		return true
	}
	i, known := s.find(row.id)
	if !known {
		s.begin(i, head, row.element)
	} else if o := s.outlines.At(int(i)); o.head != head || s.elements.Text(o.element) != string(row.element) {
		return false
	}
	s.last = i
	s.put(i, &row.event)
	return true
}

// add takes one row, as [allocationTable.add] does.
func (s *rowStore) add(row *allocationRow) {
	i, known := s.find([]byte(row.head.ID))
	if !known {
		row.begins()
		s.begin(i, s.head(&row.head), []byte(row.head.Element))
		if len(row.head.Supersedes) > 0 {
			s.supersedes[i] = row.head.Supersedes
		}
		if row.head.Note != "" {
			s.notes[i] = row.head.Note
		}
	} else if !row.blankHead() {
		first := s.first(i)
		row.agrees(&first)
	}
	s.last = i
	if row.wrong == 0 {
		s.addEvent(i, &row.event)
	}
}

// blankHead reports whether a row says nothing of its allocation but the key.
func (r *allocationRow) blankHead() bool {
	for _, c := range [...]column{
		columnRound, columnRecipients, columnYear, columnThrough, columnElement, columnStream, columnKind, columnSupersedes, columnNote,
	} {
		if !r.blank(c) {
			return false
		}
	}
	return true
}

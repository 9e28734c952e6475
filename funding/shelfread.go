package funding

import (
	"errors"
	"math"
	"runtime"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// read reads the rows of a table, on all processors.
func (s *shelf) read(rows *sheet.Reader, p *caremodel.Programme) error {
	var c validate.Checker
	scan, err := beginAllocationRows(rows, p, &c)
	if scan != nil {
		err = s.readRows(rows, scan, &c)
	}
	return errors.Join(c.Violations().Err(), err)
}

// readRows reads the rows by blocks. Of a block that has something unusual the rows
// from there on are read with care, one by one.
func (s *shelf) readRows(rows *sheet.Reader, scan *allocationScan, c *validate.Checker) error {
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

// unknownHead marks a head that the shelf has not numbered yet.
const unknownHead = math.MaxUint32

// take takes rows as add does, and returns how many there are before the first that
// calls for care.
func (s *shelf) take(r *bookReader, b *bookRows) int {
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
func (s *shelf) takeRow(row *bookRow, head uint32) bool {
	if head == blankHead {
		if s.len() == 0 || s.ids.text(s.last) != string(row.id) {
			return false
		}
		s.put(s.last, &row.event)
		return true
	}
	i, known := s.find(row.id)
	if !known {
		s.begin(i, head, row.element)
	} else if o := s.outlines.at(int(i)); o.head != head || s.elements.text(o.element) != string(row.element) {
		return false
	}
	s.last = i
	s.put(i, &row.event)
	return true
}

// add takes one row, as [allocationTable.add] does.
func (s *shelf) add(row *allocationRow) {
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
		if !row.agrees(&first) {
			row.sound = false
		}
	}
	s.last = i
	if row.sound {
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

package sheet

import (
	"bytes"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Block is whole rows of a sheet without a quotation mark, which need nothing of the rows around them: they may be read on
// another goroutine, and again.
type Block struct {
	text          []byte // in buf
	buf           []byte
	lines, within int // of the source before the block
	rows          Reader
}

// EachBytes gives the block's rows as [Reader.EachBytes] would.
func (b *Block) EachBytes(c *validate.Checker, row func(n int, fields [][]byte)) {
	s := b.rows.source
	s.buf, s.from, s.to, s.lines, s.within = b.text, 0, len(b.text), b.lines, b.within
	b.rows.err = nil
	_ = b.rows.EachBytes(c, row) // nothing is left to read that could fail
}

// take takes the next n bytes of a sheet, which are whole lines. Where little follows them in the source's buffer, the source
// goes on in the block's.
func (b *Block) take(r *Reader, n int) {
	s := r.source
	if b.buf == nil {
		b.buf = make([]byte, bufferBytes)
		b.rows = *r
		b.rows.source = &source{began: true, err: io.EOF, comma: s.comma}
	}
	text, rest := s.buf[s.from:s.from+n], s.buf[s.from+n:s.to]
	if len(rest) < n {
		b.text = text
		s.from, s.to = 0, copy(b.buf, rest)
		s.buf, b.buf = b.buf, s.buf
	} else {
		b.text = b.buf[:copy(b.buf, text)]
		s.from += n
	}
	b.lines, b.within = s.lines, s.within
	s.lines += bytes.Count(b.text, lineBreak)
}

var lineBreak = []byte{'\n'}

// EachBlock reads what is left of a sheet by blocks. work converts a block; it is called on so many goroutines at once, each
// with its own number from 0 to workers-1, for state of its own. done takes what work returned, block by block in the order of
// the sheet, on the caller's goroutine. What work returned may point into the block until done returns, and done may read the
// block again, as for problems, which work has no place for in order. row takes the rows that cannot be in a block (those with
// quotation marks and their close neighbours, those that are not held whole), in their place in that order, on the caller's
// goroutine too; problems of such rows go on c's list. The error is the underlying reader's, as in [Reader.EachBytes].
//
// A block has at most some hundred kilobytes, and workers + 2 of them exist. With one worker no goroutine is started; otherwise
// all have ended when EachBlock returns. A fatal problem ends the reading once the block that has it was done.
func EachBlock[T any](
	r *Reader, c *validate.Checker, workers int,
	work func(worker int, b *Block) T, done func(worker int, b *Block, result T), row func(n int, fields [][]byte),
) error {
	if _, err := r.Header(); err != nil || r.err != nil {
		return r.EachBytes(c, row)
	}
	q := newQueue(r, workers, work, done)
	defer q.close()
	for {
		n := r.source.clear(r.block)
		if n > r.block/leastPart {
			if !q.put(n) {
				return nil
			}
			continue
		}
		if !q.drain() {
			return nil
		}
		for range bytes.Count(r.source.buf[r.source.from:r.source.from+n], lineBreak) + 1 {
			if more, err := r.one(c, row); !more {
				return err
			}
		}
	}
}

// leastPart says which part of a block's bytes are worth a block.
const leastPart = 64

// clear returns how many of the next bytes are whole lines without a quotation mark, of at most so many bytes; where the sheet
// goes on, it looks at half of that or more.
func (s *source) clear(most int) int {
	for s.err == nil && s.to-s.from < most/2 {
		s.fill()
	}
	held := s.buf[s.from:min(s.to, s.from+most)]
	if quote := bytes.IndexByte(held, '"'); quote >= 0 {
		held = held[:quote]
	}
	return bytes.LastIndexByte(held, '\n') + 1
}

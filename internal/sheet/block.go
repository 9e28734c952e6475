package sheet

import (
	"bytes"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Block is a run of whole rows without a quotation mark. They do not depend on the rows around them: they may be read on
// another goroutine, and again.
type Block struct {
	text          []byte // in buf
	buf           []byte
	lines, within int // of the source before the block
	rows          Reader
}

// EachBytes passes the block's rows to row as [Reader.EachBytes] would.
func (b *Block) EachBytes(c *validate.Checker, row func(n int, fields [][]byte)) {
	s := b.rows.source
	s.buf, s.from, s.to, s.lines, s.within = b.text, 0, len(b.text), b.lines, b.within
	b.rows.err = nil
	_ = b.rows.EachBytes(c, row) // nothing is left to read that could fail
}

// take takes the next n bytes of a sheet, which are whole lines. If little follows them in the source's buffer, the source
// continues in the block's buffer.
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

// EachBlock reads the rest of a sheet in blocks. work converts a block; it runs on this many goroutines at once, each with
// its own number from 0 to workers-1, for state of its own. done receives the results of work on the caller's goroutine,
// block by block in the order of the sheet. A result may point into the block until done returns, and done may read the
// block again, for instance to report problems, which work cannot do in order. row receives the rows that cannot be in a
// block (those with quotation marks and their close neighbours, those that the buffer does not hold whole), in their place
// in that order, also on the caller's goroutine; problems of such rows are added to c. The error is the underlying
// reader's, as in [Reader.EachBytes].
//
// A block has at most a few hundred kilobytes, and workers + 2 of them exist. With one worker no goroutine is started;
// otherwise all have ended when EachBlock returns. A fatal problem ends the reading after its block is done.
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

// leastPart is the fraction of a block's greatest size that makes a block
// worthwhile: one in leastPart.
const leastPart = 64

// clear returns how many of the next bytes, at most so many, are whole lines without a quotation mark. It looks at half of
// that or more unless the sheet ends before.
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

// Package sheet reads a spreadsheet saved as CSV: one header row, then one record
// per row.
//
// Every CSV reader of this module is built on it. It streams, accepts what national files really contain (a byte-order
// mark, Windows-1252, quoted commas and line breaks, trailing blanks, blank rows) and bounds what one record may cost. Rows
// are numbered as a spreadsheet shows them: the header is row 1 and a line break inside quotes does not start a new row.
//
// # Errors
//
// A problem with the text is a [Problem]; unless it is Fatal, the next call continues with the next row. Any other error is
// the underlying reader's own and comes back wrapped.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Bounds on one file. A record that is longer or wider ends the reading.
const (
	MaxRecordBytes = 64 << 10 // bytes in one record, its line break included
	MaxColumns     = 1024     // columns in the header
)

// Reader reads the rows of one sheet. It is not safe for concurrent use.
type Reader struct {
	source *source
	header []string
	err    error // the error of Header, or a fatal problem; further calls return it again
	read   bool  // Header was read
	row    int
	joined []byte
	texts  []string
	block  int // bytes that a Block has at most

	options Options
	unnamed int // columns without a name at the right of the header, which are not in it
}

// NewReader returns a Reader of r. Nothing is read before the first call of Header or Next.
func NewReader(r io.Reader) *Reader {
	return &Reader{source: newSource(r), block: bufferBytes}
}

// Header returns the column names, without blanks at their ends and without the unnamed columns at the right. Further calls
// return the same slice. An input without a row is a fatal [Problem].
func (r *Reader) Header() ([]string, error) {
	if r.read {
		return r.header, r.err
	}
	r.read = true
	if r.options.NoHeader {
		if err := r.source.begin(); err != nil {
			r.err = err
			return nil, err
		}
		r.header = r.options.names()
		return r.header, nil
	}
	fields, err := r.next()
	r.unnamed = len(fields)
	for len(fields) > 0 && len(fields[len(fields)-1]) == 0 {
		fields = fields[:len(fields)-1]
	}
	r.unnamed -= len(fields)
	switch {
	case errors.Is(err, io.EOF):
		err = Problem{Row: 1, Code: validate.Required, Fatal: true, Detail: "the file has no header row"}
	case err == nil && len(fields) > MaxColumns:
		err = Problem{
			Row: r.row, Code: validate.TooLarge, Fatal: true,
			Detail: fmt.Sprintf("the header has %d columns; the limit is %d", len(fields), MaxColumns),
		}
	}
	if err != nil {
		r.err = asFatal(err)
		return nil, r.err
	}
	r.header = r.strings(nil, fields)
	return r.header, nil
}

// Next returns the next row, in header order, each field without blanks at its ends; [io.EOF] at the end. The following
// call reuses the slice; its strings may be kept. Rows without any content are skipped, though they count in Row, and so
// are blank cells beyond the header. A row with more or fewer fields than the header is a [Problem] that leaves the reader
// usable.
func (r *Reader) Next() ([]string, error) {
	fields, err := r.NextBytes()
	if err != nil {
		return nil, err
	}
	r.texts = r.strings(r.texts[:0], fields)
	return r.texts, nil
}

// NextBytes is [Reader.Next] without the strings: the fields are valid until the following call, and a row that needs no
// conversion costs no memory.
func (r *Reader) NextBytes() ([][]byte, error) {
	if _, err := r.Header(); err != nil {
		return nil, err
	}
	if r.err != nil {
		return nil, r.err
	}
	fields, err := r.next()
	if err != nil {
		p, ok := errors.AsType[Problem](err)
		if !ok || p.Fatal {
			r.err = err
		}
		if ok && 0 < p.Column && p.Column <= len(r.header) {
			p.Name = r.header[p.Column-1]
			return nil, p
		}
		return nil, err
	}
	if len(fields) == len(r.header) || r.spare(fields) {
		return fields[:len(r.header)], nil
	}
	return nil, Problem{Row: r.row, Code: validate.Format, Value: string(bytes.Join(fields, []byte(","))), Detail: r.misfit(fields)}
}

// spare reports whether a row is as wide as the header apart from cells that have no name: blank ones, or any if the file
// has no header.
func (r *Reader) spare(fields [][]byte) bool {
	if len(fields) < len(r.header) {
		return false
	}
	for _, f := range fields[len(r.header):] {
		if len(f) > 0 && !r.options.NoHeader {
			return false
		}
	}
	return true
}

// misfit says why a row does not have as many cells as the header.
func (r *Reader) misfit(fields [][]byte) string {
	last := len(fields) - 1
	for last > 0 && len(fields[last]) == 0 {
		last--
	}
	wide := fmt.Sprintf("has %s; the header has %d", count(len(fields)), len(r.header))
	switch {
	case len(fields) > len(r.header) && last < len(r.header)+r.unnamed:
		return fmt.Sprintf("column %d, which has no name in the header, says %s", last+1, validate.Quote(string(fields[last])))
	case len(fields) > len(r.header):
		if number := thousands(fields); number != "" {
			return wide + "; is " + number + " one number? Then put it in quotes"
		}
	case len(fields) == 1:
		if name := separator(string(fields[0])); name != "" {
			return wide + "; its cells are separated by " + name
		}
	}
	return wide
}

// strings appends the fields as parts of one string.
func (r *Reader) strings(texts []string, fields [][]byte) []string {
	r.joined = r.joined[:0]
	for _, f := range fields {
		r.joined = append(r.joined, f...)
	}
	whole := string(r.joined)
	for _, f := range fields {
		texts = append(texts, whole[:len(f)])
		whole = whole[len(f):]
	}
	return texts
}

// Row returns the spreadsheet row of the last row read: the header is row 1, unless blank rows are above it. It is zero
// before anything is read.
func (r *Reader) Row() int { return r.row }

// Each calls row for every remaining row, with its place ("row 17"; At names a column) and its fields, as Next returns
// them. Problems of the text are added to c, and reading goes on as far as it can. The error is the underlying reader's,
// never a [Problem].
func (r *Reader) Each(c *validate.Checker, row func(at validate.Place, fields []string)) error {
	return r.EachBytes(c, func(n int, fields [][]byte) {
		r.texts = r.strings(r.texts[:0], fields)
		row(c.Row(n), r.texts)
	})
}

// EachBytes is [Reader.Each] with the fields as NextBytes returns them, and the
// row's number.
func (r *Reader) EachBytes(c *validate.Checker, row func(n int, fields [][]byte)) error {
	for {
		for r.quick() {
			row(r.row, r.source.fields)
		}
		if more, err := r.one(c, row); !more {
			return err
		}
	}
}

// quick reads the next row if it is like nearly all rows: held whole, without quotation marks, not blank and as wide as the
// header. Otherwise it consumes nothing.
func (r *Reader) quick() bool {
	s := r.source
	from, lines := s.from, s.lines
	if !r.read || r.err != nil || !s.plain() {
		return false
	}
	if !s.tidy && !r.clean(s.fields) || len(s.fields) != len(r.header) && !r.spare(s.fields) {
		s.from, s.lines = from, lines
		return false
	}
	s.fields = s.fields[:len(r.header)]
	r.row = lines - s.within + 1
	return true
}

// one calls row for the next row, or adds its problem to c. It reports whether reading goes on.
func (r *Reader) one(c *validate.Checker, row func(n int, fields [][]byte)) (more bool, err error) {
	fields, err := r.NextBytes()
	if err == nil {
		row(r.row, fields)
		return true, nil
	}
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	p, ok := errors.AsType[Problem](err)
	if !ok {
		return false, err
	}
	p.Record(c)
	return !p.Fatal, nil
}

// next reads one row that has content.
func (r *Reader) next() ([][]byte, error) {
	for {
		fields, row, err := r.source.record()
		if row > 0 {
			r.row = row
		}
		if err != nil {
			return nil, err
		}
		if r.source.tidy || r.clean(fields) {
			return fields, nil
		}
	}
}

// clean converts each field to text without blanks at its ends. It reports whether any field has content.
func (r *Reader) clean(fields [][]byte) (content bool) {
	for i, f := range fields {
		if n := len(f); !r.source.ascii || n > 0 && (f[0] <= ' ' || f[n-1] <= ' ') {
			fields[i] = clean(f)
		}
		content = content || len(fields[i]) > 0
	}
	return content
}

// asFatal makes a problem in the header fatal: without column names the rows have
// no meaning.
func asFatal(err error) error {
	if p, ok := errors.AsType[Problem](err); ok {
		p.Fatal = true
		return p
	}
	return err
}

func count(fields int) string {
	if fields == 1 {
		return "1 field"
	}
	return fmt.Sprintf("%d fields", fields)
}

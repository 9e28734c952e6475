package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// bufferBytes holds the longest record and a good deal more, so that reads are large.
const bufferBytes = 4 * MaxRecordBytes

// source returns raw records and the spreadsheet row of each. It splits a line without a quotation mark at its commas
// itself, in plain if possible; any other line goes to encoding/csv, which takes from this source exactly the lines that
// its record needs.
type source struct {
	r        io.Reader
	buf      []byte // what was read and not yet consumed is buf[from:to]
	from, to int
	err      error // what the underlying reader said last
	began    bool

	comma      byte // separates cells
	commaGiven bool // and is the caller's

	fields [][]byte
	ascii  bool // the fields are known to be ASCII
	tidy   bool // and to have content and no trailing blanks
	lines  int  // lines consumed so far
	within int  // of those, how many were begun inside quotes: they start no spreadsheet row

	quoted  *csv.Reader
	feed    feeder
	scratch []byte
}

func newSource(r io.Reader) *source { return &source{r: r, comma: ','} }

// record returns the next record that is not an empty line, and its row; the row is zero if it is not known. The fields are
// valid until the next call.
func (s *source) record() (fields [][]byte, row int, err error) {
	if err := s.begin(); err != nil {
		return nil, 1, err
	}
	for {
		row := s.lines - s.within + 1
		if s.plain() {
			return s.fields, row, nil
		}
		s.ascii, s.tidy = false, false
		line, err := s.line()
		if err != nil {
			return nil, 0, err
		}
		if len(line) > MaxRecordBytes {
			return nil, row, tooLong(row)
		}
		if bytes.IndexByte(line, '"') >= 0 {
			return s.withQuotes(row)
		}
		s.from += len(line)
		s.lines++
		line = withoutBreak(line)
		if err := s.damaged(line, row); err != nil {
			return nil, row, err
		}
		if len(line) > 0 && !(s.atEnd() && string(line) == endOfFile) {
			return s.cut(line), row, nil
		}
	}
}

// line returns the next line with its break, without consuming it. A line longer than the longest record comes without its
// end.
func (s *source) line() ([]byte, error) {
	searched := 0
	for {
		rest := s.buf[s.from:s.to]
		if i := bytes.IndexByte(rest[searched:], '\n'); i >= 0 {
			return rest[:searched+i+1], nil
		}
		searched = len(rest)
		switch {
		case searched > MaxRecordBytes:
			return rest, nil
		case s.err == nil:
			s.fill()
		case !errors.Is(s.err, io.EOF):
			return nil, s.failed()
		case searched == 0:
			return nil, io.EOF
		default:
			return rest, nil
		}
	}
}

// failed is the error of a table whose reader failed: a violation at the row that could not be read.
func (s *source) failed() error {
	var c validate.Checker
	c.Row(s.lines - s.within + 1).Report(fmt.Errorf("%w: the rest of the file could not be read: %w", validate.Unreadable, s.err))
	return c.Violations().Err()
}

// atEnd reports whether everything was read and consumed.
func (s *source) atEnd() bool { return s.from == s.to && errors.Is(s.err, io.EOF) }

// fill reads once more. There is room: a line is only requested while less than a
// record is held.
func (s *source) fill() {
	if s.from > 0 && cap(s.buf)-s.to < bufferBytes/2 {
		s.to = copy(s.buf, s.buf[s.from:s.to])
		s.from = 0
	}
	for range 100 {
		n, err := s.r.Read(s.buf[s.to:])
		s.to += n
		s.err = err
		if n > 0 || err != nil {
			return
		}
	}
	s.err = io.ErrNoProgress
}

// withoutBreak strips "\n" or "\r\n" from the end of a line, and a lone "\r" at the end of the file, as encoding/csv does.
func withoutBreak(line []byte) []byte {
	if n := len(line); line[n-1] == '\n' || line[n-1] == '\r' {
		broken := line[n-1] == '\n'
		line = line[:n-1]
		if broken && n >= 2 && line[n-2] == '\r' {
			line = line[:n-2]
		}
	}
	return line
}

// cut splits a line without quotation marks into its cells.
func (s *source) cut(line []byte) [][]byte {
	s.fields = s.fields[:0]
	for {
		i := bytes.IndexByte(line, s.comma)
		if i < 0 {
			s.fields = append(s.fields, line)
			return s.fields
		}
		s.fields = append(s.fields, line[:i])
		line = line[i+1:]
	}
}

// withQuotes reads the record that begins at the next line with encoding/csv.
func (s *source) withQuotes(row int) ([][]byte, int, error) {
	if s.quoted == nil {
		s.feed.source = s
		s.quoted = csv.NewReader(&s.feed)
		s.quoted.FieldsPerRecord = -1
		s.quoted.ReuseRecord = true
		s.quoted.Comma = rune(s.comma)
		s.quoted.TrimLeadingSpace = s.comma > ' ' // otherwise blank cells would go
	}
	before := s.lines
	s.feed.bytes, s.feed.formula = 0, false
	record, err := s.quoted.Read()
	s.within += max(0, s.lines-before-1)
	if err != nil {
		return nil, row, s.refused(row, before, err)
	}
	s.scratch, s.fields = s.scratch[:0], s.fields[:0]
	for _, f := range record {
		s.scratch = append(s.scratch, f...)
	}
	at := 0
	for _, f := range record {
		s.fields = append(s.fields, s.scratch[at:at+len(f)])
		at += len(f)
	}
	return s.fields, row, nil
}

// refused turns an error of encoding/csv, for the record that began after so many lines, into a [Problem].
func (s *source) refused(row, before int, err error) error {
	if errors.Is(err, errTooLong) {
		return tooLong(row)
	}
	syntax, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return err
	}
	line := before + 1 + syntax.Line - syntax.StartLine
	detail := "there is a quotation mark in a field that does not begin with one"
	switch {
	case s.feed.formula:
		detail = "a cell is a formula of a spreadsheet, as in =\"00C\": write the text alone, 00C"
	case errors.Is(syntax, csv.ErrQuote):
		detail = "a quoted field is not closed, or goes on after its closing mark"
	}
	return Problem{
		Row: row, Code: validate.Format,
		Detail: fmt.Sprintf("%s (line %d of the file, byte %d)", detail, line, syntax.Column),
	}
}

func tooLong(row int) Problem {
	return Problem{
		Row: row, Code: validate.TooLarge, Fatal: true,
		Detail: fmt.Sprintf("the record is longer than %d bytes; is a quotation mark not closed?", MaxRecordBytes),
	}
}

var errTooLong = errors.New("record too long")

// feeder hands encoding/csv one line at a time, so that it never reads beyond its record.
type feeder struct {
	source  *source
	bytes   int  // handed out for the current record
	formula bool // a cell of it begins with ="
}

// Read implements [io.Reader].
func (f *feeder) Read(p []byte) (int, error) {
	line, err := f.source.line()
	if err != nil {
		return 0, err
	}
	f.formula = f.formula || bytes.HasPrefix(line, []byte(`="`)) || bytes.Contains(line, []byte{f.source.comma, '=', '"'})
	n := copy(p, line)
	f.source.from += n
	if n == len(line) {
		f.source.lines++
	}
	if f.bytes += n; f.bytes > MaxRecordBytes {
		return 0, errTooLong
	}
	return n, nil
}

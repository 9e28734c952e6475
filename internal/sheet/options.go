package sheet

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Options say how a table is written. They have the fields of caremodel.CSV, are documented there, and convert to it.
type Options struct {
	Columns            map[string]string
	Comma              rune
	DayFirst, NoHeader bool
	Header             []string
}

// Open returns a Reader of r, given the last optional argument of a reader of tables: none, or one caremodel.CSV. Header
// reports options that cannot be used.
func Open[O ~struct {
	Columns            map[string]string
	Comma              rune
	DayFirst, NoHeader bool
	Header             []string
}](r io.Reader, options []O) *Reader {
	out := NewReader(r)
	switch {
	case len(options) > 1:
		out.refuse(validate.Conflict, "", "give the options of a table once")
	case len(options) == 1:
		out.use(Options(options[0]))
	}
	return out
}

// DayFirst reports whether the table's dates begin with the day where they could begin with the month.
func (r *Reader) DayFirst() bool { return r.options.DayFirst }

// use adopts the options, and rejects those that contradict each other.
func (r *Reader) use(o Options) {
	r.options = o
	switch comma := o.Comma; {
	case comma == 0:
	case comma >= utf8.RuneSelf || strings.ContainsRune("\"\r\n\x00", comma) || comma == ' ':
		r.refuse(validate.Format, string(comma), "cells are separated by one ASCII character, as in ';' or '\\t'")
	default:
		r.source.comma, r.source.commaGiven = byte(comma), true
	}
	if !o.NoHeader && len(o.Header) > 0 {
		r.refuse(validate.Conflict, "", "Header names the columns of a file without a header: set NoHeader too")
	}
}

// refuse makes Header fail.
func (r *Reader) refuse(code validate.Code, value, detail string) {
	if r.err == nil {
		r.read, r.err = true, Problem{Row: 1, Code: code, Value: value, Fatal: true, Detail: detail}
	}
}

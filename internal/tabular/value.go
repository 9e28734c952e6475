package tabular

import (
	"bytes"
	"encoding/json"
	"iter"
	"strconv"
)

// Value is a cell with its column: rows that name their own columns need no
// separate list of them.
type Value struct {
	Column
	Cell
}

// Number is a whole number.
func Number(name, head string, n int64) Value {
	return Value{Column{Name: name, Head: head, Figure: true, Bare: true}, Same(strconv.FormatInt(n, 10))}
}

// Words is a text, as programs and as people read it.
func Words(name, head, data, text string) Value {
	return Value{Column{Name: name, Head: head}, Cell{data, text}}
}

// True is a remark that is either "true" or blank.
func True(name string, is bool) Value {
	v := Value{Column: Column{Name: name, Bare: true}}
	if is {
		v.Data = "true"
	}
	return v
}

// Of returns the table of rows with these columns.
func Of(columns []Value, rows iter.Seq[[]Value]) Table {
	t := Table{Rows: func(yield func([]Cell) bool) {
		cells := make([]Cell, len(columns))
		for row := range rows {
			for i, v := range row {
				cells[i] = v.Cell
			}
			if !yield(cells) {
				return
			}
		}
	}}
	for _, v := range columns {
		t.Columns = append(t.Columns, v.Column)
	}
	return t
}

// JSON returns the data columns as a list of objects; blank cells are left out.
func (t Table) JSON() ([]byte, error) {
	out := []byte{'['}
	for row := range t.Rows {
		if len(out) > 1 {
			out = append(out, ',')
		}
		var fields []Field
		for i, c := range t.Columns {
			fields = append(fields, Field{c.Name, row[i].Data, c.Bare})
		}
		object, err := Splice([]byte("{}"), fields...)
		if err != nil {
			return nil, err
		}
		out = append(out, object...)
	}
	return append(out, ']'), nil
}

// Field is a field of a JSON object: a text, or with Bare a JSON value.
type Field struct {
	Name, Text string
	Bare       bool
}

// Splice returns a JSON object with more fields in front. Fields without a name or
// a text are left out.
func Splice(object []byte, fields ...Field) ([]byte, error) {
	out := []byte{'{'}
	put := func(text string, bare bool) error {
		part := []byte(text)
		if !bare {
			var err error
			if part, err = json.Marshal(text); err != nil {
				return err
			}
		}
		out = append(out, part...)
		return nil
	}
	for _, f := range fields {
		if f.Name == "" || f.Text == "" {
			continue
		}
		if err := put(f.Name, false); err != nil {
			return nil, err
		}
		out = append(out, ':')
		if err := put(f.Text, f.Bare); err != nil {
			return nil, err
		}
		out = append(out, ',')
	}
	if rest := bytes.TrimPrefix(object, []byte{'{'}); len(rest) > 1 {
		return append(out, rest...), nil
	}
	return append(bytes.TrimSuffix(out, []byte{','}), '}'), nil
}

package grants360

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// encoder writes records as compact JSON. The records have no JSON methods of their
// own, because money and days are written differently in the library's own
// documents.
type encoder struct {
	b      bytes.Buffer
	texts  *json.Encoder
	shapes shapes
}

func newEncoder() *encoder {
	e := &encoder{shapes: shapes{}}
	e.texts = json.NewEncoder(&e.b)
	e.texts.SetEscapeHTML(false)
	return e
}

func (e *encoder) value(v reflect.Value) error {
	switch x := v.Interface().(type) {
	case funding.Money:
		e.b.WriteString(x.String())
		return nil
	case caremodel.Date:
		e.b.WriteString(`"` + x.String() + `T00:00:00Z"`)
		return nil
	case time.Time, string, json.Number:
		return e.leaf(x)
	}
	switch v.Kind() {
	case reflect.Pointer:
		return e.value(v.Elem())
	case reflect.Slice:
		return e.list(v)
	}
	return e.object(v)
}

// leaf writes values whose form does not depend on the field. Times beyond the year
// 9999 and invalid numbers are errors.
func (e *encoder) leaf(x any) error {
	if err := e.texts.Encode(x); err != nil {
		return err
	}
	e.b.Truncate(e.b.Len() - 1) // the line break
	return nil
}

func (e *encoder) list(v reflect.Value) error {
	for i := range v.Len() {
		e.b.WriteByte(separator(i == 0, '['))
		if err := e.value(v.Index(i)); err != nil {
			return err
		}
	}
	e.b.WriteByte(']')
	return nil
}

func (e *encoder) object(v reflect.Value) error {
	first := true
	e.b.WriteByte('{')
	if err := e.fields(v, &first); err != nil {
		return err
	}
	e.b.WriteByte('}')
	return nil
}

// fields writes the fields that are given, those of an embedded record first.
func (e *encoder) fields(v reflect.Value, first *bool) error {
	if v.Type().Field(0).Anonymous {
		if err := e.fields(v.Field(0), first); err != nil {
			return err
		}
	}
	for _, f := range e.shapes.of(v.Type()).fields {
		x := v.Field(f.index)
		if !f.always && !given(x) {
			continue
		}
		if !*first {
			e.b.WriteByte(',')
		}
		*first = false
		e.b.WriteString(`"` + f.name + `":`)
		if err := e.value(x); err != nil {
			return err
		}
	}
	return nil
}

// given reports whether a field has a value.
func given(v reflect.Value) bool {
	if t, ok := v.Interface().(time.Time); ok {
		return !t.IsZero()
	}
	if v.Kind() == reflect.Slice {
		return v.Len() > 0
	}
	return !v.IsZero()
}

func separator(first bool, open byte) byte {
	if first {
		return open
	}
	return ','
}

package wire

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// binder puts the tokens of a document into Go values.
type binder struct {
	tokens  *Tokens
	options Options
	doc     Document
	known   map[reflect.Type]map[string]field // fieldsOf, remembered
	numbers map[reflect.Type]bool
	blank   int // empty list elements
}

func (b *binder) fields(t reflect.Type) map[string]field {
	fields, ok := b.known[t]
	if !ok {
		fields = fieldsOf(t)
		b.known[t] = fields
	}
	return fields
}

// document reads the whole input: one object and nothing after it.
func (b *binder) document(dst reflect.Value) error {
	at := b.doc.checker.At(root)
	token, err := b.next(at)
	if err != nil {
		return err
	}
	if token != json.Delim('{') {
		b.doc.spoil(at, validate.Format, Show(token), "a document is one JSON object")
		return errStop
	}
	if err := b.object(at, b.doc.checker.At, dst, 1); err != nil {
		return err
	}
	if err := b.tokens.End(); err != nil {
		b.doc.report(at, err)
	}
	return nil
}

// next reads a token. After an error the rest cannot be read.
func (b *binder) next(at validate.Place) (json.Token, error) {
	if b.doc.problems >= maxProblems {
		b.doc.spoil(at, validate.TooLarge, "", fmt.Sprintf("%d problems with the document: reading stopped", maxProblems))
		return nil, errStop
	}
	token, err := b.tokens.Next()
	if err != nil {
		b.doc.report(at, err)
		return nil, errStop
	}
	return token, nil
}

// at returns a function that reads the tokens of a place.
func (b *binder) at(at validate.Place) Next {
	return func() (json.Token, error) { return b.next(at) }
}

// object reads the fields of an object whose opening brace has been read. The field
// function returns the place of a field.
func (b *binder) object(at validate.Place, field func(string) validate.Place, dst reflect.Value, depth int) error {
	fields := b.fields(dst.Type())
	seen := make(map[string]bool, len(fields))
	err := Keys(b.at(at), func(name string, again bool) error {
		f, known := fields[name]
		place := field(label(name, known))
		switch {
		case again:
			b.doc.spoil(place, validate.Duplicate, name, "the key is given twice in this object: keep one")
			known = false
		case !known:
			b.doc.spoil(place, validate.Unknown, name, unknownField(name, fields))
		}
		seen[name] = true
		if !known {
			return b.skip(place, depth)
		}
		if err := b.value(place, dst.FieldByIndex(f.index), depth); err != nil || depth > 1 || name != "format" {
			return err
		}
		return b.format(place, dst.FieldByIndex(f.index).String())
	})
	if err != nil {
		return err
	}
	for _, name := range required(fields) {
		if !seen[name] {
			b.doc.spoil(field(name), validate.Required, "", b.missing(name, depth))
		}
	}
	return nil
}

// missing says what would be right if a field is missing.
func (b *binder) missing(name string, depth int) string {
	if name == "format" && depth <= 1 {
		return `give "format": ` + strconv.Quote(b.options.Format) + ": WriteJSON writes it, and json.Marshal of the records alone does not"
	}
	return "this field must be given"
}

// format checks the format that the document states. A document of another format
// is not read further: its fields may have other meanings.
func (b *binder) format(at validate.Place, got string) error {
	if got == b.options.Format || b.doc.exact[at.String()] {
		return nil
	}
	b.doc.spoil(at, validate.Unknown, got, "this reader takes documents of format "+strconv.Quote(b.options.Format))
	return errStop
}

// label returns how a path shows a key: a known key as it is, any other so that it
// can neither break a line nor look like a longer path.
func label(key string, known bool) string {
	if known {
		return key
	}
	return Label(key)
}

// value reads one value into dst.
func (b *binder) value(at validate.Place, dst reflect.Value, depth int) error {
	token, err := b.next(at)
	if err != nil {
		return err
	}
	return b.bind(at, token, dst, depth)
}

func (b *binder) bind(at validate.Place, token json.Token, dst reflect.Value, depth int) error {
	if err := Within(depth); err != nil {
		b.doc.report(at, err)
		return errStop
	}
	if dst.Kind() == reflect.Pointer {
		dst.Set(reflect.New(dst.Type().Elem()))
		return b.bind(at, token, dst.Elem(), depth)
	}
	if token == nil {
		b.doc.spoil(at, validate.Format, "null", "null is not a value: leave the field out")
		return nil
	}
	if resolve, ok := b.options.Resolve[dst.Type()]; ok {
		return b.text(at, token, depth, func(text string) error {
			v, err := resolve(text)
			if err == nil {
				dst.Set(reflect.ValueOf(v))
			}
			return err
		})
	}
	if b.isNumber(dst.Type()) {
		return b.number(at, token, depth, dst.Addr().Interface().(json.Unmarshaler))
	}
	if u, ok := dst.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return b.text(at, token, depth, func(text string) error { return u.UnmarshalText([]byte(text)) })
	}
	switch dst.Kind() {
	case reflect.String:
		return b.text(at, token, depth, func(text string) error { dst.SetString(text); return nil })
	case reflect.Bool:
		if v, ok := token.(bool); ok {
			dst.SetBool(v)
			return nil
		}
		return b.mismatch(at, token, "true or false", depth)
	case reflect.Int, reflect.Int64, reflect.Int32:
		return b.integer(at, token, dst, depth)
	case reflect.Slice:
		if token != json.Delim('[') {
			return b.mismatch(at, token, "a list in [ ]", depth)
		}
		return b.list(at, dst, depth+1)
	case reflect.Map:
		if token != json.Delim('{') {
			return b.mismatch(at, token, "an object in { }", depth)
		}
		return b.dictionary(at, dst, depth+1)
	case reflect.Struct:
		if token != json.Delim('{') {
			return b.mismatch(at, token, "an object in { }", depth)
		}
		return b.object(at, at.At, dst, depth+1)
	}
	b.doc.spoil(at, validate.Format, Show(token), "the library cannot read into a "+dst.Type().String())
	return b.rest(at, token, depth)
}

// text reads a text with set, whose error becomes a violation.
func (b *binder) text(at validate.Place, token json.Token, depth int, set func(string) error) error {
	text, ok := token.(string)
	if !ok {
		return b.mismatch(at, token, "a text in quotes", depth)
	}
	if Damaged(text) {
		b.doc.spoil(at, validate.Format, text, damage)
		return nil
	}
	if err := set(text); err != nil {
		b.doc.report(at, err)
	}
	return nil
}

const damage = "the text is not valid UTF-8, as one saved in Windows-1252, or was damaged: it holds the replacement character U+FFFD"

// IsNumber reports whether a type is written as a JSON number: it reads a number by
// its own UnmarshalJSON. Other types with such a method are texts.
func IsNumber(t reflect.Type) bool {
	u, ok := reflect.New(t).Interface().(json.Unmarshaler)
	return ok && u.UnmarshalJSON([]byte("0")) == nil
}

// isNumber is IsNumber, remembered.
func (b *binder) isNumber(t reflect.Type) bool {
	is, ok := b.numbers[t]
	if !ok {
		is = IsNumber(t)
		b.numbers[t] = is
	}
	return is
}

// number reads a JSON number as its type.
func (b *binder) number(at validate.Place, token json.Token, depth int, u json.Unmarshaler) error {
	number, ok := token.(json.Number)
	if !ok {
		return b.mismatch(at, token, "a number without quotes", depth)
	}
	if err := u.UnmarshalJSON([]byte(number)); err != nil {
		b.doc.report(at, err)
	}
	return nil
}

func (b *binder) integer(at validate.Place, token json.Token, dst reflect.Value, depth int) error {
	number, ok := token.(json.Number)
	if !ok {
		return b.mismatch(at, token, "a whole number without quotes", depth)
	}
	n, err := strconv.ParseInt(number.String(), 10, dst.Type().Bits())
	switch {
	case errors.Is(err, strconv.ErrRange):
		b.doc.spoil(at, validate.Overflow, number.String(), "the number is too large to be held")
	case err != nil:
		b.doc.spoil(at, validate.Format, number.String(), "a whole number is needed, without point or exponent")
	default:
		dst.SetInt(n)
	}
	return nil
}

func (b *binder) list(at validate.Place, dst reflect.Value, depth int) error {
	next := func(i int) (json.Token, error) { return b.next(at.Index(i)) }
	return Elements(next, func(i int, token json.Token) error {
		element := reflect.New(dst.Type().Elem()).Elem()
		if err := b.bind(at.Index(i), token, element, depth); err != nil {
			return err
		}
		if token == json.Delim('{') && element.IsZero() {
			if b.blank++; b.blank > maxBlank {
				b.doc.spoil(at.Index(i), validate.TooLarge, "", fmt.Sprintf("more than %d empty elements in the document's lists: reading stopped", maxBlank))
				return errStop
			}
		}
		dst.Set(reflect.Append(dst, element))
		return nil
	})
}

// dictionary reads an object whose keys are data.
func (b *binder) dictionary(at validate.Place, dst reflect.Value, depth int) error {
	m := reflect.MakeMap(dst.Type())
	err := Keys(b.at(at), func(name string, again bool) error {
		place := at.At(Label(name))
		value := reflect.New(dst.Type().Elem()).Elem()
		if err := b.value(place, value, depth); err != nil {
			return err
		}
		switch {
		case Damaged(name):
			b.doc.spoil(place, validate.Format, name, damage)
		case again:
			b.doc.spoil(place, validate.Duplicate, name, "the key is given twice in this object: keep one")
		default:
			m.SetMapIndex(reflect.ValueOf(name).Convert(dst.Type().Key()), value)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if m.Len() > 0 {
		dst.Set(m)
	}
	return nil
}

// mismatch records that the value beginning with token is of the wrong type, and
// skips it.
func (b *binder) mismatch(at validate.Place, token json.Token, want string, depth int) error {
	b.doc.spoil(at, validate.Format, Show(token), want+" is needed here")
	return b.rest(at, token, depth)
}

// skip skips one value.
func (b *binder) skip(at validate.Place, depth int) error {
	token, err := b.next(at)
	if err != nil {
		return err
	}
	return b.rest(at, token, depth)
}

// rest skips what is left of the value that begins with token.
func (b *binder) rest(at validate.Place, token json.Token, depth int) error {
	err := Pass(b.at(at), token, depth, func(json.Token) {})
	if err != nil && err != errStop {
		b.doc.report(at, err)
		return errStop
	}
	return err
}

// field is a field of a struct under its name in documents.
type field struct {
	index    []int
	required bool
}

// fieldsOf returns the fields of a struct by their names in documents, including
// those of embedded structs.
func fieldsOf(t reflect.Type) map[string]field {
	fields := make(map[string]field, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			for name, inner := range fieldsOf(f.Type) {
				inner.index = append([]int{i}, inner.index...)
				fields[name] = inner
			}
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		fields[name] = field{index: []int{i}, required: !strings.Contains(options, "omit")}
	}
	return fields
}

// required returns the names of the required fields, sorted.
func required(fields map[string]field) []string {
	var names []string
	for name, f := range fields {
		if f.required {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func unknownField(name string, fields map[string]field) string {
	names := slices.Sorted(maps.Keys(fields))
	if best, ok := near.Best(name, slices.Values(names)); ok {
		return "no such field; the nearest is " + strconv.Quote(best)
	}
	return "no such field; there are " + strings.Join(names, ", ")
}

func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// Fields returns the names that the fields of a record have in documents, in order.
func Fields[T any]() []string {
	var names []string
	for field := range reflect.TypeFor[T]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}

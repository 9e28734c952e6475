package wire

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// binder puts the tokens of a document into Go values.
type binder struct {
	dec     *json.Decoder
	meter   *meter
	options Options
	doc     Document
	known   map[reflect.Type]map[string]field // fieldsOf, remembered
	blank   int                               // list elements that say nothing
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
		b.doc.spoil(at, validate.Format, show(token), "a document is one JSON object")
		return errStop
	}
	if err := b.object(at, b.doc.checker.At, dst, 1); err != nil {
		return err
	}
	b.meter.token = 0
	if _, err := b.dec.Token(); err != io.EOF && !b.unreadable(at, err) {
		b.doc.spoil(at, validate.Format, "", "the document must end after its closing brace, and more follows")
	}
	return nil
}

// next reads a token. An error means that the rest cannot be read.
func (b *binder) next(at validate.Place) (json.Token, error) {
	if b.doc.problems >= maxProblems {
		b.doc.spoil(at, validate.TooLarge, "", fmt.Sprintf("%d things are wrong with the document: it is not read on", maxProblems))
		return nil, errStop
	}
	b.meter.token = 0
	token, err := b.dec.Token()
	switch {
	case err == nil:
		return token, nil
	case b.unreadable(at, err):
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
		b.doc.spoil(at, validate.Format, "", "the document is cut off here")
	case b.dec.InputOffset() == 0 && b.meter.marked():
		b.doc.spoil(at, validate.Format, "", "the document begins with a byte-order mark: leave it out")
	default:
		b.doc.spoil(at, validate.Format, "", "this is not JSON: "+strings.TrimPrefix(err.Error(), "json: ")+
			" (byte "+strconv.FormatInt(b.dec.InputOffset(), 10)+")")
	}
	return nil, errStop
}

// unreadable records what keeps the input from being read, other than its end
// and its syntax, and reports whether there is such a thing.
func (b *binder) unreadable(at validate.Place, err error) bool {
	switch {
	case errors.Is(err, errDocumentTooLarge):
		b.doc.spoil(at, validate.TooLarge, "", fmt.Sprintf("the document may have at most %d bytes", b.options.MaxBytes))
	case errors.Is(err, errTokenTooLarge):
		b.doc.spoil(at, validate.TooLarge, "", fmt.Sprintf("one text may have at most about %d bytes", maxToken))
	case b.meter.err != nil:
		b.doc.report(at, &readError{b.meter.err})
	default:
		return false
	}
	return true
}

// readError is a failure of the reader that a document comes from.
type readError struct{ err error }

func (e *readError) Error() string   { return "the document could not be read on: " + e.err.Error() }
func (e *readError) Unwrap() []error { return []error{validate.Unreadable, e.err} }

// object reads the fields of an object whose opening brace is read. The field
// function gives the place of a field.
func (b *binder) object(at validate.Place, field func(string) validate.Place, dst reflect.Value, depth int) error {
	fields := b.fields(dst.Type())
	seen := make(map[string]bool, len(fields))
	for {
		token, err := b.next(at)
		if err != nil {
			return err
		}
		if token == json.Delim('}') {
			break
		}
		name := token.(string) // between the braces, a key or the closing one
		f, known := fields[name]
		place := field(label(name, known))
		switch {
		case seen[name]:
			b.doc.spoil(place, validate.Duplicate, name, "the key stands twice in this object: keep one")
			known = false
		case !known:
			b.doc.spoil(place, validate.Unknown, name, unknownField(name, fields))
		}
		seen[name] = true
		if !known {
			err = b.skip(place, depth)
		} else {
			err = b.value(place, dst.FieldByIndex(f.index), depth)
		}
		if err != nil {
			return err
		}
		if depth == 1 && name == "format" && known {
			if err := b.format(place, dst.FieldByIndex(f.index).String()); err != nil {
				return err
			}
		}
	}
	for _, name := range required(fields) {
		if !seen[name] {
			b.doc.spoil(field(name), validate.Required, "", "this field must be given")
		}
	}
	return nil
}

// format checks what the document says that it is. Another format is not read
// on: nothing in it could be trusted to mean what it seems to.
func (b *binder) format(at validate.Place, got string) error {
	if got == b.options.Format || b.doc.exact[at.String()] {
		return nil
	}
	b.doc.spoil(at, validate.Unknown, got, "this reader takes documents of format "+strconv.Quote(b.options.Format))
	return errStop
}

// label is how a key stands in a path: a plain one as it is, any other quoted
// and cut, so that it can neither break a line nor look like a longer path.
func label(key string, known bool) string {
	if known {
		return key
	}
	odd := func(r rune) bool {
		return strings.ContainsRune(`.[]":`, r) || !unicode.IsGraphic(r) || r == utf8.RuneError
	}
	if key == "" || len(key) > maxLabel || strings.ContainsFunc(key, odd) {
		return validate.Quote(key)
	}
	return key
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
	if depth >= maxDepth {
		b.doc.spoil(at, validate.TooLarge, "", fmt.Sprintf("a document may be at most %d levels deep", maxDepth))
		return errStop
	}
	if dst.Kind() == reflect.Pointer {
		dst.Set(reflect.New(dst.Type().Elem()))
		return b.bind(at, token, dst.Elem(), depth)
	}
	if token == nil {
		b.doc.spoil(at, validate.Format, "null", "null is no value: leave the field out")
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
	b.doc.spoil(at, validate.Format, show(token), "the library cannot read into a "+dst.Type().String())
	return b.rest(at, token, depth)
}

// text reads a text by way of set, whose error becomes a violation.
func (b *binder) text(at validate.Place, token json.Token, depth int, set func(string) error) error {
	text, ok := token.(string)
	if !ok {
		return b.mismatch(at, token, "a text in quotes", depth)
	}
	if damaged(text) {
		b.doc.spoil(at, validate.Format, text, damage)
		return nil
	}
	if err := set(text); err != nil {
		b.doc.report(at, err)
	}
	return nil
}

// damaged reports whether text holds U+FFFD. The decoder puts it wherever the
// input is not valid UTF-8, and one that was in the input is damage done earlier.
func damaged(text string) bool { return strings.ContainsRune(text, utf8.RuneError) }

const damage = "the text is not valid UTF-8 or was damaged: it holds the replacement character U+FFFD"

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
	for i := 0; ; i++ {
		token, err := b.next(at.Index(i))
		if err != nil {
			return err
		}
		if token == json.Delim(']') {
			return nil
		}
		element := reflect.New(dst.Type().Elem()).Elem()
		if err := b.bind(at.Index(i), token, element, depth); err != nil {
			return err
		}
		if token == json.Delim('{') && element.IsZero() {
			if b.blank++; b.blank > maxBlank {
				b.doc.spoil(at.Index(i), validate.TooLarge, "", fmt.Sprintf("more than %d elements of the document's lists say nothing: it is not read on", maxBlank))
				return errStop
			}
		}
		dst.Set(reflect.Append(dst, element))
	}
}

// dictionary reads an object whose keys are data.
func (b *binder) dictionary(at validate.Place, dst reflect.Value, depth int) error {
	m := reflect.MakeMap(dst.Type())
	for {
		token, err := b.next(at)
		if err != nil {
			return err
		}
		if token == json.Delim('}') {
			break
		}
		name := token.(string)
		place := at.At(label(name, false))
		key := reflect.ValueOf(name).Convert(dst.Type().Key())
		value := reflect.New(dst.Type().Elem()).Elem()
		if err := b.value(place, value, depth); err != nil {
			return err
		}
		switch {
		case damaged(name):
			b.doc.spoil(place, validate.Format, name, damage)
		case m.MapIndex(key).IsValid():
			b.doc.spoil(place, validate.Duplicate, name, "the key stands twice in this object: keep one")
		default:
			m.SetMapIndex(key, value)
		}
	}
	if m.Len() > 0 {
		dst.Set(m)
	}
	return nil
}

// mismatch records that the value beginning with token is of the wrong type,
// and passes over it.
func (b *binder) mismatch(at validate.Place, token json.Token, want string, depth int) error {
	b.doc.spoil(at, validate.Format, show(token), want+" is needed here")
	return b.rest(at, token, depth)
}

// skip passes over one value.
func (b *binder) skip(at validate.Place, depth int) error {
	token, err := b.next(at)
	if err != nil {
		return err
	}
	return b.rest(at, token, depth)
}

// rest passes over what is left of the value that begins with token.
func (b *binder) rest(at validate.Place, token json.Token, depth int) error {
	open := 0
	for {
		switch token {
		case json.Delim('{'), json.Delim('['):
			if open++; depth+open >= maxDepth {
				b.doc.spoil(at, validate.TooLarge, "", fmt.Sprintf("a document may be at most %d levels deep", maxDepth))
				return errStop
			}
		case json.Delim('}'), json.Delim(']'):
			open--
		}
		if open == 0 {
			return nil
		}
		var err error
		if token, err = b.next(at); err != nil {
			return err
		}
	}
}

func show(token json.Token) string {
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return "{…}"
		}
		return "[…]"
	case nil:
		return "null"
	}
	return fmt.Sprint(token)
}

// field is a field of a struct as documents name it.
type field struct {
	index    []int
	required bool
}

// fieldsOf returns the fields of a struct by their names in documents, those of
// embedded structs included.
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

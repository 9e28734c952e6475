package wire

import (
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Options say what a document must be like.
type Options struct {
	// Format is what the document's "format" field must say.
	Format string
	// MaxBytes bounds the document's size; 0 = [DefaultMaxBytes].
	MaxBytes int64
	// Resolve reads the texts of a type instead of its UnmarshalText, for instance
	// a reference that may be an id or a name. The result must be of that type.
	Resolve map[reflect.Type]func(text string) (any, error)
}

// Resolve returns the option to read the texts of one type with a function.
func Resolve[T any](read func(text string) (T, error)) map[reflect.Type]func(text string) (any, error) {
	return map[reflect.Type]func(text string) (any, error){
		reflect.TypeFor[T](): func(text string) (any, error) { return read(text) },
	}
}

// Document is the result of [Read].
type Document struct {
	checker *validate.Checker
	exact   map[string]bool // paths at which something is wrong
	above   map[string]bool // those and every path above them
	cut     bool

	problems int
}

// root is the path of a problem with a document as a whole.
const root = "document"

// Read decodes one JSON document into dst, a pointer to a struct with a "format"
// field. It decodes everything that it can; everything else is a violation with its
// path: an unknown field (with the nearest known one), a key given twice, a missing
// required field, a value of the wrong type, a text that its type rejects, null,
// text that is not UTF-8, data after the end, a document that is cut off, too deep
// or too large. Field names are case-sensitive.
//
// A field is required unless its tag says omitzero or omitempty. Integers are read
// exactly or rejected. Reading stops at another format, at 10,000 problems, and at
// 10,000 empty objects in the document's lists. An error of r stays visible to
// errors.Is.
//
// Apart from its result, Read holds one text of at most about 1 MiB and the places
// of the problems, together below 16 MiB. The result is at worst some twenty times
// the size of the document, for lists of objects that are nearly empty.
func Read(r io.Reader, dst any, o Options) Document {
	b := &binder{tokens: NewTokens(r, o.MaxBytes), options: o, known: map[reflect.Type]map[string]field{}, numbers: map[reflect.Type]bool{}, doc: Document{
		checker: new(validate.Checker),
		exact:   map[string]bool{},
		above:   map[string]bool{},
	}}
	if err := b.document(reflect.ValueOf(dst).Elem()); err != nil {
		b.doc.cut = true
	}
	return b.doc
}

// Violations returns the problems of the document's shape.
func (d Document) Violations() validate.Violations { return d.checker.Violations() }

// Cut reports whether reading stopped before the end of the document, so that the
// rest is not known.
func (d Document) Cut() bool { return d.cut }

// Spoiled reports whether there is a problem at path, below it, or at a place above
// it.
func (d Document) Spoiled(path string) bool {
	if d.above[path] {
		return true
	}
	for front := range fronts(path) {
		if d.exact[front] {
			return true
		}
	}
	return false
}

// Join returns the document's violations followed by those of found, which come
// from checking the records, without those that only follow from a spoiled value.
func (d Document) Join(found validate.Violations) validate.Violations {
	shape := d.Violations()
	if shape.Len() == 0 {
		return found
	}
	return validate.Join(shape, found.Where(func(v validate.Violation) bool { return !d.Spoiled(v.Path) }))
}

// DropSpoiled removes the elements that have problems from the lists of dst, the
// struct that was read into, and of the structs in it.
func (d Document) DropSpoiled(dst any) { d.dropSpoiled("", reflect.ValueOf(dst).Elem()) }

func (d Document) dropSpoiled(above string, v reflect.Value) {
	for name, f := range fieldsOf(v.Type()) {
		path, value := above+name, v.FieldByIndex(f.index)
		switch {
		case !d.above[path]:
		case value.Kind() == reflect.Struct:
			d.dropSpoiled(path+".", value)
		case value.Kind() == reflect.Slice:
			sound := reflect.Zero(value.Type())
			for i := range value.Len() {
				if !d.Spoiled(index(path, i)) {
					sound = reflect.Append(sound, value.Index(i))
				}
			}
			value.Set(sound)
		}
	}
}

func (d *Document) spoil(at validate.Place, code validate.Code, value, detail string) {
	at.Error(code, value, detail)
	d.mark(at.String())
}

func (d *Document) report(at validate.Place, err error) {
	at.Report(err)
	d.mark(at.String())
}

func (d *Document) mark(path string) {
	d.problems++
	d.exact[path], d.above[path] = true, true
	for front := range fronts(path) {
		d.above[front] = true
	}
}

// fronts yields every path above path: of "a[1].b" those are "a[1]" and "a".
func fronts(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for {
			i := strings.LastIndexAny(path, ".[")
			if i <= 0 {
				return
			}
			path = path[:i]
			if !yield(path) {
				return
			}
		}
	}
}

// errStop is the error of a document whose reading must stop; the cause is recorded
// where errStop is returned.
var errStop = errors.New("reading stopped")

// MustDecode decodes one of the library's own documents, which a test shows to have
// no violation for Read. It is faster than Read, for a program that waits for it at
// its first query.
func MustDecode[T any](document []byte) T {
	var v T
	if err := json.Unmarshal(document, &v); err != nil {
		panic(err)
	}
	return v
}

package grants360

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// maxKeys is the greatest number of keys of an object.
const maxKeys = 10_000

// keys passes on the keys of an object whose opening brace has been read, each with
// its place; read must read the value. A key that is given twice is an error, and
// only the first counts.
func (d *reader) keys(at validate.Place, field func(string) validate.Place, depth int, read func(validate.Place, string) error) error {
	n := 0
	return wire.Keys(d.at(at), func(name string, again bool) error {
		if n++; n > maxKeys {
			d.fail(at, validate.TooLarge, "", fmt.Sprintf("an object may have at most %d keys", maxKeys))
			return errStop
		}
		place := field(wire.Label(name))
		if again {
			d.fail(place, validate.Duplicate, name, "the key is given twice in this object: keep one")
			return d.skip(place, depth)
		}
		return read(place, name)
	})
}

// member reads the value of a field of a record, and reports whether it was null,
// which means that it is not given. Scope is the path of the record without
// indices, under which fields that the standard does not have are counted.
func (d *reader) member(at validate.Place, scope, name string, record reflect.Value, depth int) (null bool, err error) {
	s := d.shapes.of(record.Type())
	i, ok := s.byName[name]
	if !ok {
		d.unknown.add(scope+name, at)
		return false, d.skip(at, depth)
	}
	token, err := d.next(at)
	if err != nil {
		return false, err
	}
	if token == nil {
		at.Info(validate.Format, "null", "null says nothing: leave the field out")
		return true, nil
	}
	return false, d.bind(at, scope+name, token, record.Field(s.fields[i].index), depth)
}

// bind reads the value that begins with token, which is not null.
func (d *reader) bind(at validate.Place, scope string, token json.Token, dst reflect.Value, depth int) error {
	if err := d.within(at, wire.Within(depth)); err != nil {
		return err
	}
	switch dst.Interface().(type) {
	case funding.Money, *funding.Money:
		return d.amount(at, token, dst, depth)
	case caremodel.Date, time.Time, json.Number, string:
		return d.leaf(at, scope, token, dst, depth)
	}
	if dst.Kind() == reflect.Slice {
		return d.list(at, scope, token, dst, depth)
	}
	if token != json.Delim('{') {
		return d.mismatch(at, token, "an object in { }", depth)
	}
	if dst.Kind() == reflect.Pointer {
		dst.Set(reflect.New(dst.Type().Elem()))
		dst = dst.Elem()
	}
	return d.object(at, scope, dst, depth)
}

// within stops reading a file that is too deeply nested.
func (d *reader) within(at validate.Place, err error) error {
	if err == nil || err == errStop {
		return err
	}
	d.failures++
	at.Report(err)
	return errStop
}

func (d *reader) object(at validate.Place, scope string, dst reflect.Value, depth int) error {
	money := d.money
	defer func() { d.money = money }()
	return d.keys(at, at.At, depth+1, func(place validate.Place, name string) error {
		d.money = money && neededWithin(name)
		_, err := d.member(place, scope+".", name, dst, depth+1)
		return err
	})
}

// list reads a list. A single value instead of a list is read as a list of one, and
// elements that say nothing are left out.
func (d *reader) list(at validate.Place, scope string, token json.Token, dst reflect.Value, depth int) error {
	scope += "[]"
	if token != json.Delim('[') {
		if isObject := token == json.Delim('{'); isObject != (dst.Type().Elem().Kind() == reflect.Struct) {
			return d.mismatch(at, token, "a list in [ ]", depth)
		}
		at.Warn(validate.Format, wire.Show(token), "a list in [ ] is needed here: read as a list of one")
		return d.element(at, scope, token, dst, depth)
	}
	return wire.Elements(d.elementsOf(at), func(i int, token json.Token) error {
		if token == nil {
			at.Index(i).Info(validate.Format, "null", "null says nothing: leave it out")
			return nil
		}
		return d.element(at.Index(i), scope, token, dst, depth+1)
	})
}

// element reads a value into a new element of a list.
func (d *reader) element(at validate.Place, scope string, token json.Token, list reflect.Value, depth int) error {
	v := reflect.New(list.Type().Elem()).Elem()
	if err := d.bind(at, scope, token, v, depth); err != nil {
		return err
	}
	if !v.IsZero() {
		list.Set(reflect.Append(list, v))
	}
	return nil
}

// amount reads pounds: a number, or with a warning a text such as "£1,000".
func (d *reader) amount(at validate.Place, token json.Token, dst reflect.Value, depth int) error {
	var m funding.Money
	var err error
	switch t := token.(type) {
	case json.Number:
		var remark string
		if m, remark, err = amountOf(t.String()); remark != "" {
			at.Info(validate.Precision, t.String(), remark)
		}
	case string:
		m, err = funding.ParseMoney(t)
		if err == nil {
			at.Warn(validate.Format, t, "an amount is a plain number: read as "+m.String())
		}
	default:
		return d.mismatch(at, token, "a number", depth)
	}
	if err != nil {
		d.odd(at, err)
		return nil
	}
	if dst.Kind() == reflect.Pointer {
		dst.Set(reflect.ValueOf(&m))
	} else {
		dst.Set(reflect.ValueOf(m))
	}
	return nil
}

// leaf reads a text, a number that is kept as written, a day or a moment.
func (d *reader) leaf(at validate.Place, scope string, token json.Token, dst reflect.Value, depth int) error {
	text, ok := d.text(at, token)
	if !ok {
		return d.mismatch(at, token, "a text in quotes", depth)
	}
	_, quoted := token.(string)
	var remark string
	var err error
	switch v := dst.Addr().Interface().(type) {
	case *string:
		*v = text
		if !quoted {
			remark = "a text has quotes: read as " + validate.Quote(text)
		}
		if tidy := oneLine(text); isKey(scope) && tidy != text {
			*v = tidy
			at.Info(validate.Format, text, "blanks at the ends, or a tab or line break within: read as "+validate.Quote(tidy))
		}
	case *json.Number:
		*v, err = numberOf(text)
		if quoted {
			remark = "a number has no quotes: read as " + text
		}
	case *caremodel.Date:
		*v, remark, err = dayOf(text, edgeFor(scope))
	case *time.Time:
		*v, remark, err = momentOf(text)
	}
	switch {
	case err != nil:
		d.odd(at, err)
		if errors.Is(err, validate.Range) {
			d.unheld.At(at.String()).Report(err)
		}
	case remark != "":
		at.Warn(validate.Format, text, remark)
	}
	return nil
}

// isKey reports whether a field holds a name or an identifier by which records are
// distinguished.
func isKey(scope string) bool {
	name := scope[strings.LastIndexByte(scope, '.')+1:]
	return name == "id" || name == "name" || name == "code" || scope == "grants[].relatedActivity[]"
}

// oneLine returns a text without blanks at its ends, tabs and line breaks.
func oneLine(text string) string {
	if strings.ContainsAny(text, "\t\n\r") {
		return strings.Join(strings.Fields(text), " ")
	}
	return strings.TrimSpace(text)
}

// text returns a value that is neither a list nor an object as text.
func (d *reader) text(at validate.Place, token json.Token) (string, bool) {
	switch t := token.(type) {
	case string:
		if wire.Damaged(t) {
			at.Warn(validate.Format, t, "the text is not valid UTF-8 or was damaged: it holds the replacement character U+FFFD")
		}
		return t, true
	case json.Number:
		return t.String(), true
	case bool:
		return strconv.FormatBool(t), true
	}
	return "", false
}

// edgeFor returns the day of a month or a year that a field stands for: the first
// for the start of a period, the last for its end.
func edgeFor(scope string) edge {
	switch {
	case strings.HasSuffix(scope, ".startDate"):
		return firstDay
	case strings.HasSuffix(scope, ".endDate"):
		return lastDay
	}
	return noEdge
}

// odd reports a value that could not be read: as an error if the value is required.
func (d *reader) odd(at validate.Place, err error) {
	if d.money {
		d.failures++
		d.spoiled[d.field] = true
		at.Report(err)
		return
	}
	for v := range validate.Of(err).All() {
		v.Path, v.Severity, v.Detail = at.String(), validate.SeverityWarning, v.Detail+": left out"
		d.Add(v)
	}
}

// mismatch reports that the value that begins with token is of the wrong type, and
// skips it.
func (d *reader) mismatch(at validate.Place, token json.Token, want string, depth int) error {
	d.odd(at, fault.New("grants360.Read", validate.Format, wire.Show(token), want+" is needed here"))
	return d.rest(at, token, depth)
}

// skip skips one value.
func (d *reader) skip(at validate.Place, depth int) error {
	token, err := d.next(at)
	if err != nil {
		return err
	}
	return d.rest(at, token, depth)
}

// rest skips what is left of the value that begins with token.
func (d *reader) rest(at validate.Place, token json.Token, depth int) error {
	return d.within(at, wire.Pass(d.at(at), token, depth, func(token json.Token) {
		if text, ok := token.(string); ok {
			d.unread(at, text)
		}
	}))
}

// unread checks a text that is not kept in any record.
func (d *reader) unread(at validate.Place, text string) {
	if looksLikeMail(text) {
		d.unheld.At(at.String()).Warn(PersonalData, text, "")
		d.private(at, text)
	}
}

// numberOf returns the text of a JSON number.
func numberOf(text string) (json.Number, error) {
	if n := len(text); n == 0 || n > maxNumber || !strings.Contains("-0123456789", text[:1]) || text[n-1] == ' ' || !json.Valid([]byte(text)) {
		return "", fault.New("grants360.Read", validate.Format, text, "a number is needed")
	}
	return json.Number(text), nil
}

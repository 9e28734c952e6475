package evaluation

import (
	"encoding"
	"reflect"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// A table has the fields of the JSON document as columns, under the names that
// their paths have there: those of the result, and those of its study, group and
// measure with a prefix. So the types are the one place where columns are named.

// section is a record of which each row of a table has one.
type section struct {
	prefix  string // "study."
	columns []tableColumn
}

// tableColumn is a column and the field that it fills.
type tableColumn struct {
	name   string
	index  []int  // of the field, as reflect counts
	period string // for a field of a period, the column of its text
}

var (
	resultSection  = sectionOf[Result]("")
	studySection   = sectionOf[Study]("study.", "id", "groups", "sources")
	groupSection   = sectionOf[Group]("group.", "id")
	measureSection = sectionOf[MeasureDefinition]("measure.", "code")
	sourceSection  = sectionOf[caremodel.Source]("")
)

// studySources begins the columns of a study's sources: "study.sources[0].url".
const studySources = "study.sources["

func sectionOf[T any](prefix string, without ...string) section {
	s := section{prefix: prefix}
	s.gather(reflect.TypeFor[T](), prefix, nil, "")
	for _, name := range without {
		s.columns = deleteColumn(s.columns, prefix+name)
	}
	return s
}

func deleteColumn(columns []tableColumn, name string) []tableColumn {
	var kept []tableColumn
	for _, c := range columns {
		if c.name != name {
			kept = append(kept, c)
		}
	}
	return kept
}

// gather adds the fields of a struct. A [Period] has a column of its own besides
// those of its fields, for the text that [ParsePeriod] reads.
func (s *section) gather(t reflect.Type, prefix string, index []int, period string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		at := append(index[:len(index):len(index)], i)
		inner := ""
		if f.Type == reflect.TypeFor[Period]() {
			inner = prefix + name
			s.columns = append(s.columns, tableColumn{name: inner, index: at})
		}
		if f.Type.Kind() != reflect.Struct || isText(f.Type) {
			s.columns = append(s.columns, tableColumn{prefix + name, at, period})
			continue
		}
		s.gather(f.Type, prefix+name+".", at, inner)
	}
}

func isText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// names returns the names of the columns.
func (s *section) names() []string {
	all := make([]string, len(s.columns))
	for i, c := range s.columns {
		all[i] = c.name
	}
	return all
}

// separator stands between the values of a list in one cell.
const separator = ";"

// cellText returns the text of a field, blank for its zero value.
func cellText(v reflect.Value) (string, error) {
	const op = "evaluation.Record.WriteCSV"
	if v.IsZero() {
		return "", nil
	}
	if p, ok := v.Interface().(Period); ok {
		if read, err := ParsePeriod(p.Words); err != nil || read != p {
			return "", nil // its fields say it
		}
		return p.Words, nil
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	switch v.Kind() {
	case reflect.Slice:
		texts := make([]string, v.Len())
		for i := range texts {
			text, err := cellText(v.Index(i))
			if err != nil {
				return "", err
			}
			if text == "" || strings.Contains(text, separator) {
				return "", fault.New(op, validate.Format, text, "a value of a list in a table cannot be blank or have a semicolon")
			}
			texts[i] = text
		}
		return strings.Join(texts, separator), nil
	case reflect.Bool:
		return "true", nil
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	}
	text := v.String()
	if strings.TrimSpace(text) != text {
		return "", fault.New(op, validate.Format, text, "a text in a table cannot begin or end with a blank")
	}
	return text, nil
}

// cellReader reads the text of a cell into a field.
type cellReader struct {
	programme *caremodel.Programme
	vanguards map[string]caremodel.VanguardID // found before
	dayFirst  bool
}

func (c *cellReader) read(v reflect.Value, text string) error {
	var err error
	switch dst := v.Addr().Interface().(type) {
	case *Period:
		*dst, err = ParsePeriod(text)
		return err
	case *caremodel.VanguardID:
		*dst, err = c.vanguard(text)
		return err
	case *caremodel.Date:
		*dst, err = c.date(text)
		return err
	case *caremodel.Category:
		*dst, err = c.programme.Taxonomy().Parse(text)
		return err
	case encoding.TextUnmarshaler:
		return dst.UnmarshalText([]byte(text))
	}
	switch v.Kind() {
	case reflect.Slice:
		return c.list(v, text)
	case reflect.Bool:
		if text != "true" && text != "false" {
			return fault.New("evaluation.ReadRecordCSV", validate.Format, text, "write true or false")
		}
		v.SetBool(text == "true")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		if err != nil {
			return fault.New("evaluation.ReadRecordCSV", validate.Format, text, "write a whole number of digits alone")
		}
		v.SetInt(n)
	default:
		v.SetString(text)
	}
	return nil
}

func (c *cellReader) list(v reflect.Value, text string) error {
	for part := range strings.SplitSeq(text, separator) {
		element := reflect.New(v.Type().Elem()).Elem()
		if err := c.read(element, strings.TrimSpace(part)); err != nil {
			return err
		}
		v.Set(reflect.Append(v, element))
	}
	return nil
}

// date reads a day as spreadsheets write it.
func (c *cellReader) date(text string) (caremodel.Date, error) {
	iso, wrong := form.Day(text, c.dayFirst)
	if wrong != "" {
		return caremodel.Date{}, fault.New("evaluation.ReadRecordCSV", validate.Format, text, wrong)
	}
	return caremodel.ParseDate(iso)
}

// vanguard reads an id, a slug, a name or an alias.
func (c *cellReader) vanguard(text string) (caremodel.VanguardID, error) {
	if id, ok := c.vanguards[text]; ok {
		return id, nil
	}
	id, err := c.programme.ID(text)
	if err != nil {
		var v caremodel.Vanguard
		if v, err = c.programme.Find(text); err != nil {
			return caremodel.VanguardID{}, err
		}
		id = v.ID
	}
	c.vanguards[strings.Clone(text)] = id
	return id, nil
}

// parseConfidence reads a confidence as tables write it: "0.95", "95" or "95%".
func parseConfidence(text string) (Number, error) {
	n, err := ParseNumber(strings.TrimSuffix(strings.TrimSuffix(text, "%"), " "))
	if err != nil || n.Compare(Number{digits: 1, known: true}) < 0 && !strings.HasSuffix(text, "%") {
		return n, err
	}
	return NumberFromDecimal(n.Decimal().Shift(-2))
}

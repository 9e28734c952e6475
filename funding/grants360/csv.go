package grants360

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// maxPlaces is the greatest index of a list element in the columns of a table.
const maxPlaces = 100

// table reads a table of grants, one per row, under the titles of the standard.
func (d *reader) table(r io.Reader, options []caremodel.CSV) {
	s := sheet.Open(&bounded{r, maxBytes}, options)
	columns, ok := d.columns(s, options)
	if !ok {
		return
	}
	rows := 0
	err := s.Each(&d.Checker, func(at validate.Place, fields []string) {
		rows++
		switch {
		case d.failures < maxFailures:
			d.row(at, columns, fields)
		case d.failures == maxFailures:
			d.fail(at, validate.TooLarge, "", fmt.Sprintf("%d problems with the file: reading stopped", maxFailures))
		}
	})
	if err != nil {
		d.failures++
		d.At("file").Report(err)
	} else if rows == 0 {
		d.At("grants").Warn(validate.Required, "", "a package has at least one grant")
	}
}

// column says which field of a grant a column holds.
type column struct {
	header string
	passed bool   // the options say to skip it
	path   []step // empty: not a field of the standard
	scope  string // the path as in a JSON file, without indices
}

// step is a field of a record, and the index if the field is a list.
type step struct{ field, place int }

// columns reads the header. The identifier is required.
func (d *reader) columns(s *sheet.Reader, options []caremodel.CSV) ([]column, bool) {
	header, _ := s.Header() // Columns reports its problems
	before, identifier := d.failures, "Identifier"
	columns := make([]column, len(header))
	seen := map[string]string{}
	for i, name := range header {
		c := &columns[i]
		c.header = name
		ours := meaning(name, options)
		c.passed = ours == "" && name != ""
		c.path, c.scope = d.resolve(ours)
		if key := fmt.Sprint(c.path); len(c.path) > 0 && seen[key] != "" {
			d.fail(d.Row(1).At(sheet.Label(name)), validate.Duplicate, name, "this holds the same field as the column "+validate.Quote(seen[key]))
		} else {
			seen[key] = name
		}
		if c.scope == "grants[].id" {
			identifier = ours
		}
	}
	schema := sheet.Schema{Names: []string{identifier}, Required: []string{identifier}, Others: true}
	for _, o := range options {
		for _, ours := range o.Columns {
			if path, _ := d.resolve(ours); len(path) > 0 && !slices.Contains(schema.Names, ours) {
				schema.Names = append(schema.Names, ours)
			}
		}
	}
	_, ok, err := s.Columns(&d.Checker, schema)
	if err != nil {
		d.failures++
		d.At("file").Report(err)
	}
	return columns, ok && err == nil && before == d.failures
}

// meaning returns the name to which the options map a header, or else the header.
func meaning(header string, options []caremodel.CSV) string {
	for _, o := range options {
		for their, ours := range o.Columns {
			if titleKey(their) == titleKey(header) {
				return ours
			}
		}
	}
	return header
}

// resolve finds the field for a title of the standard: "Amount Awarded", "Recipient
// Org:Identifier", "Beneficiary Location:1:Name", or by the names of fields
// "recipientOrganization/0/id".
func (d *reader) resolve(title string) (path []step, scope string) {
	t, list := reflect.TypeFor[Grant](), false
	scope = "grants[]"
	for part := range strings.FieldsFuncSeq(title, func(r rune) bool { return r == ':' || r == '/' }) {
		part = strings.TrimSpace(part)
		if place, err := strconv.Atoi(part); err == nil && list && place >= 0 && place < maxPlaces {
			path[len(path)-1].place = place
			list = false
			continue
		}
		if t.Kind() != reflect.Struct {
			return nil, ""
		}
		f, ok := d.titled(t, titleKey(part))
		if !ok {
			return nil, ""
		}
		path = append(path, step{field: f.index})
		scope += "." + f.name
		t = t.Field(f.index).Type
		if list = t.Kind() == reflect.Slice; list {
			scope += "[]"
		}
		if list || t.Kind() == reflect.Pointer && !isLeaf(t.Elem()) {
			t = t.Elem()
		}
	}
	if len(path) == 0 || !isLeaf(t) {
		return nil, ""
	}
	return path, scope
}

// titled returns the field of a record that a title stands for.
func (d *reader) titled(t reflect.Type, key string) (field, bool) {
	s := d.shapes.of(t)
	for _, f := range s.fields {
		if titleKey(f.name) == key || titles[f.name] == key && key != "" {
			return f, true
		}
	}
	return field{}, false
}

// titles are titles that are not the words of a field's name, by their keys.
var titles = map[string]string{
	"id": "identifier", "dateModified": "lastmodified", "fromOpenCall": "fromanopencall", "regrantType": "forregranttype",
	"recipientOrganization": "recipientorg", "recipientIndividual": "recipientind", "fundingOrganization": "fundingorg",
	"addressLocality": "city", "addressRegion": "county", "addressCountry": "country", "telephone": "phonenumber", "url": "webaddress",
	"duration": "durationmonths", "geoCode": "geographiccode", "geoCodeType": "geographiccodetype",
}

// isLeaf reports whether values of a type are a single text or number.
func isLeaf(t reflect.Type) bool {
	return t.Kind() != reflect.Struct || t == reflect.TypeFor[funding.Money]() || t == reflect.TypeFor[caremodel.Date]() || t == reflect.TypeFor[time.Time]()
}

// titleKey is the form in which titles are compared: letters and digits, in lower
// case.
func titleKey(title string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ':' && r != '/' {
			return -1
		}
		return unicode.ToLower(r)
	}, title)
}

// row reads a grant.
func (d *reader) row(at validate.Place, columns []column, cells []string) {
	var g Grant
	d.begin()
	for i, c := range columns {
		text := strings.TrimSpace(cells[i])
		place := at.At(sheet.Label(c.header))
		switch {
		case text == "" || c.passed:
		case len(c.path) == 0:
			d.unknown.add(c.header, place)
			d.unread(place, text)
		default:
			d.cell(place, c, text, reflect.ValueOf(&g).Elem())
			d.awarded = d.awarded || c.scope == "grants[].amountAwarded"
		}
	}
	withoutGaps(reflect.ValueOf(&g).Elem())
	d.keep(at, &g)
}

// withoutGaps removes list elements for which no cell has a value.
func withoutGaps(record reflect.Value) {
	for _, list := range record.Fields() {
		if list.Kind() != reflect.Slice {
			continue
		}
		kept := list.Slice(0, 0)
		for j := range list.Len() {
			if !list.Index(j).IsZero() {
				kept = reflect.Append(kept, list.Index(j))
			}
		}
		list.Set(kept)
	}
}

// cell reads a cell into its field.
func (d *reader) cell(at validate.Place, c column, text string, record reflect.Value) {
	name := strings.Split(strings.TrimPrefix(c.scope, "grants[]."), "[]")[0]
	last := c.scope[strings.LastIndexByte(c.scope, '.')+1:]
	d.field, d.money = name, needed(name) && (len(c.path) == 1 || neededWithin(last))
	defer func() { d.field, d.money = "", false }()
	for _, s := range c.path {
		record = reached(record.Field(s.field), s.place)
	}
	var token json.Token = text
	if _, err := numberOf(text); err == nil && record.Type() != reflect.TypeFor[string]() {
		token = json.Number(text)
	} else if isMoney(record.Type()) {
		plain, wrong := form.Amount(text)
		if wrong != "" {
			d.odd(at, fault.New("grants360.Read", validate.Format, text, wrong))
			return
		}
		token = plain
	}
	_ = d.bind(at, c.scope, token, record, 1) // of one token, which does not end the reading
}

func isMoney(t reflect.Type) bool {
	return t == reflect.TypeFor[funding.Money]() || t == reflect.TypeFor[*funding.Money]()
}

// reached returns the element of a list at an index, extending the list as needed,
// or the record behind a pointer; any other value is returned itself.
func reached(v reflect.Value, place int) reflect.Value {
	switch {
	case v.Kind() == reflect.Slice:
		for v.Len() <= place {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		}
		return v.Index(place)
	case v.Kind() == reflect.Pointer && !isLeaf(v.Type().Elem()):
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return v.Elem()
	}
	return v
}

// bounded is a reader with a limit on the number of bytes.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p[:min(int64(len(p)), b.left+1)])
	if b.left -= int64(n); b.left < 0 {
		return 0, fault.New("grants360.Read", validate.TooLarge, "", fmt.Sprintf("a file may have at most %d bytes", maxBytes))
	}
	return n, err
}

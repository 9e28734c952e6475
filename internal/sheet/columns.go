package sheet

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// Schema says which columns a table has.
type Schema struct {
	Names    []string // in the order of [Columns.At]
	Required []string // those of Names that must be there
	Prefix   string   // columns whose names begin with it and go on belong to the table; blank = none
	Others   bool     // other columns are skipped; without it they are violations
}

// Columns says where the columns of a table are. Copies may be used by several
// goroutines at once.
type Columns struct {
	At       []int      // in the order of [Schema.Names]; -1 = nowhere
	Prefixed []Prefixed // the columns with the schema's prefix, in the order of the header
	labels   []string
}

// Prefixed is a column with the schema's prefix.
type Prefixed struct {
	Name string // what follows the prefix, as the header spells it
	At   int
}

// Label returns how paths name column i of the schema: as the schema does, or as the header of the file does if the options
// map it.
func (c *Columns) Label(i int) string { return c.labels[i] }

// Cell returns the cell in column i of the schema; nil if the table has no such
// column.
func (c *Columns) Cell(fields [][]byte, i int) []byte {
	if at := c.At[i]; at >= 0 {
		return fields[at]
	}
	return nil
}

// Columns reads the header and finds the columns of a table, each by its name without regard to case, or by the name that
// the options map to it. Problems are added to c; ok reports whether the rows can be read. The error is the underlying
// reader's.
//
// A column that the schema does not know is an error, with the nearest name if there is one. In that case the rows are not
// read, since the nearest column is probably meant; otherwise they are, so that all other problems are reported too. If the
// options map columns, an unknown column is only a warning, and a column mapped to a blank name is skipped.
func (r *Reader) Columns(c *validate.Checker, s Schema) (columns Columns, ok bool, err error) {
	header, err := r.Header()
	if problem, is := errors.AsType[Problem](err); is {
		problem.Record(c)
		return Columns{}, false, nil
	}
	if err != nil {
		return Columns{}, false, err
	}
	f := newFinder(s, r.options, header)
	f.row = c.Row(max(1, r.row))
	if len(f.absent()) > 0 && r.elsewhere(f) {
		return Columns{}, false, nil
	}
	f.options.check(f)
	f.find()
	return f.columns, !f.failed, nil
}

// finder matches a header with a schema.
type finder struct {
	schema  Schema
	options Options
	header  []string

	theirs   map[string]string // the headers that the options map, by their keys
	meanings []string          // of the header's columns: what the options say, or the header itself
	mapped   []bool            // those of which the options say it
	places   map[string][]int  // where each meaning stands, by its key

	row     validate.Place // of the header
	columns Columns
	failed  bool
}

func newFinder(s Schema, o Options, header []string) *finder {
	f := &finder{
		schema: s, options: o, header: header,
		theirs:   make(map[string]string, len(o.Columns)),
		meanings: make([]string, len(header)), mapped: make([]bool, len(header)), places: make(map[string][]int, len(header)),
	}
	for _, name := range slices.Sorted(maps.Keys(o.Columns)) {
		f.theirs[key(name)] = name
	}
	for i, name := range header {
		f.meanings[i] = name
		if their, ok := f.theirs[key(name)]; ok {
			f.meanings[i], f.mapped[i] = o.Columns[their], true
		}
		if k := key(f.meanings[i]); k != "" {
			f.places[k] = append(f.places[k], i)
		}
	}
	return f
}

// key returns the form in which names are compared.
func key(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// absent returns the required columns that the header lacks.
func (f *finder) absent() []string {
	return slices.DeleteFunc(slices.Clone(f.schema.Required), func(name string) bool { return len(f.places[key(name)]) > 0 })
}

func (f *finder) error(name string, code validate.Code, value, detail string) {
	f.failed = true
	f.row.At(Label(name)).Error(code, value, detail)
}

// check compares the columns that the options map with the header and the schema.
func (o Options) check(f *finder) {
	there := make(map[string]bool, len(f.header))
	for _, name := range f.header {
		there[key(name)] = true
	}
	for _, name := range slices.Sorted(maps.Keys(o.Columns)) {
		switch ours := o.Columns[name]; {
		case f.theirs[key(name)] != name:
			f.error(name, validate.Duplicate, name, "the options map this column twice, also as "+validate.Quote(f.theirs[key(name)]))
		case !there[key(name)]:
			f.error(name, validate.Unknown, name, "the options map this column, but the file does not have it"+f.list())
		case ours != "" && !f.known(ours):
			f.error(name, validate.Unknown, ours, f.unknown(ours))
		}
	}
}

// find finds the columns of the schema in the header.
func (f *finder) find() {
	taken := make([]bool, len(f.header))
	for _, name := range f.schema.Names {
		at, label := f.column(name, taken)
		f.columns.At, f.columns.labels = append(f.columns.At, at), append(f.columns.labels, label)
	}
	for _, name := range f.absent() {
		f.error(name, validate.Required, "", "the table must have this column"+f.list())
	}
	for i, meaning := range f.meanings {
		switch rest, prefixed := cutPrefix(meaning, f.schema.Prefix); {
		case taken[i]:
		case prefixed && f.places[key(meaning)][0] != i:
			f.error(f.header[i], validate.Duplicate, f.header[i], "another column has this name")
		case prefixed:
			f.columns.Prefixed = append(f.columns.Prefixed, Prefixed{rest, i})
		case !f.schema.Others:
			f.stray(i)
		}
	}
}

// column returns where a column of the schema is and how paths name it. If other columns are skipped, the exact spelling of
// the name may distinguish two columns.
func (f *finder) column(name string, taken []bool) (int, string) {
	places := f.places[key(name)]
	if f.schema.Others && len(places) > 1 {
		exact := slices.DeleteFunc(slices.Clone(places), func(i int) bool { return f.meanings[i] != name })
		if len(exact) > 0 {
			places = exact
		}
	}
	if len(places) == 0 {
		return -1, Label(name)
	}
	for _, i := range places {
		taken[i] = true
	}
	for _, i := range places[1:] {
		f.error(f.header[i], validate.Duplicate, f.header[i], fmt.Sprintf("columns %d and %d both have this name", places[0]+1, i+1))
	}
	if f.mapped[places[0]] {
		return places[0], Label(f.header[places[0]])
	}
	return places[0], Label(name)
}

// stray reports a column of the header that the schema does not have.
func (f *finder) stray(i int) {
	switch name := f.header[i]; {
	case f.meanings[i] == "" && f.mapped[i], f.options.numbered():
	case name == "" && f.options.NoHeader:
	case name == "":
		f.failed = true
		f.row.Error(validate.Required, "", fmt.Sprintf("column %d has no name", i+1))
	case f.mapped[i]: // reported by check
	case len(f.options.Columns) > 0 && f.near(name) == "":
		f.row.At(Label(name)).Warn(validate.Unknown, name, "not a column of the table, nor among the options: skipped")
	default:
		f.row.At(Label(name)).Error(validate.Unknown, name, f.unknown(name))
		f.failed = f.failed || f.near(name) != "" // the rows would lack the column that was meant
	}
}

// known reports whether the schema has a column of this name.
func (f *finder) known(name string) bool {
	_, prefixed := cutPrefix(name, f.schema.Prefix)
	return prefixed || slices.ContainsFunc(f.schema.Names, func(n string) bool { return key(n) == key(name) })
}

func (f *finder) near(name string) string {
	best, _ := near.Best(key(name), slices.Values(f.schema.Names))
	return best
}

func (f *finder) unknown(name string) string {
	if best := f.near(name); best != "" {
		return "no such column; the nearest is " + best
	}
	all := strings.Join(f.schema.Names, ", ")
	if f.schema.Prefix != "" {
		all += " and " + f.schema.Prefix + "NAME"
	}
	return "no such column; there are " + all
}

// list describes the header when its names are up to the caller, and asks whether the first row is a header at all.
func (f *finder) list() string {
	const most = 20
	out := ""
	if f.options.numbered() {
		return "; name the columns of a file without a header by Header, or by their numbers"
	}
	if f.schema.Others || len(f.options.Columns) > 0 {
		labels := make([]string, 0, most+1)
		for _, name := range f.header[:min(len(f.header), most)] {
			labels = append(labels, Label(name))
		}
		if len(f.header) > most {
			labels = append(labels, "…")
		}
		out = "; the header has " + strings.Join(labels, ", ")
	}
	if len(f.absent()) == len(f.schema.Required) && slices.ContainsFunc(f.header, func(name string) bool { return name != "" && digits(name) }) {
		out += "; is the first row data? A file without a header is read with NoHeader"
	}
	return out
}

// elsewhere reports a header in a later row, or cells separated by another character than stated. No other problem then
// needs reporting.
func (r *Reader) elsewhere(f *finder) bool {
	for range mostTitles {
		fields, err := r.next()
		if r.options.NoHeader || err != nil {
			break
		}
		if len(newFinder(f.schema, f.options, r.strings(nil, fields)).absent()) == 0 {
			f.row.Error(validate.Required, f.header[0], fmt.Sprintf("the header is in row %d: take out the rows above it", r.row))
			return true
		}
	}
	if len(f.header) == 1 {
		if name := separator(f.header[0]); name != "" {
			f.row.Error(validate.Format, f.header[0], "the cells are separated by "+name)
			return true
		}
	}
	return false
}

// mostTitles bounds the rows in which a header is searched for.
const mostTitles = 20

// Label returns how paths show the name of a column from outside: as it is, or quoted and cut if it could break a line or
// look like something else.
func Label(name string) string {
	odd := func(r rune) bool {
		return strings.ContainsRune(`",:`, r) || !unicode.IsGraphic(r) || r == utf8.RuneError
	}
	if name == "" || len(name) > 80 || strings.ContainsFunc(name, odd) {
		return validate.Quote(name)
	}
	return name
}

func cutPrefix(name, prefix string) (string, bool) {
	n := len(prefix)
	if n == 0 || len(name) <= n || !strings.EqualFold(name[:n], prefix) {
		return "", false
	}
	return name[n:], true
}

// numbered reports whether the columns of a table without a header are named by
// their numbers.
func (o Options) numbered() bool { return o.NoHeader && len(o.Header) == 0 }

// names are the columns of a table without a header: those given, or "1", "2" and so on up to the last that is mapped.
func (o Options) names() []string {
	if !o.numbered() {
		return o.Header
	}
	last := 0
	for name := range o.Columns {
		if n, err := strconv.Atoi(name); err == nil && n <= MaxColumns {
			last = max(last, n)
		}
	}
	names := make([]string, last)
	for i := range names {
		names[i] = strconv.Itoa(i + 1)
	}
	return names
}

package coverage

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// maxAttributes bounds the columns that become attributes.
const maxAttributes = 64

// baseTable is where the columns of a table of populations stand. It reads rows on
// several goroutines; what is wrong is told on one.
type baseTable struct {
	k          *validate.Checker
	found      sheet.Columns
	names      []string // of the attributes: those of columns, then those of Wide
	area       int
	attributes []int         // where the columns stand
	bands      []bandColumns // what each row has a cell of
	totals     counted
	marks      map[string]int64
}

// bandColumns are columns of people that are added up, and what Wide says of them.
type bandColumns struct {
	columns []counted
	values  [][]byte // blank = not known
}

// counted is a column of people.
type counted struct {
	at    int // -1 = nowhere
	label string
}

// find looks the columns up in the header. Where nobody says which column has the
// people, and each row need not say it, every row counts one.
func (t *baseTable) find(rows *sheet.Reader, c Columns, o *tableOptions, counts bool) (ok bool, err error) {
	attributes := distinct(c.Attributes)
	people := t.people(o)
	at := t.k.Row(1)
	for _, need := range [...]struct {
		what    string
		missing bool
	}{{"area codes", c.Area == ""}, {"people", counts && len(people) == 0 && c.People == ""}, {"attribute", slices.Contains(attributes, "")}} {
		if need.missing {
			at.Error(validate.Required, "", "say which column holds the "+need.what)
		}
	}
	t.names = slices.Clone(attributes)
	for _, w := range o.wide {
		if slices.Contains(t.names, w.attribute) {
			at.Error(validate.Duplicate, w.attribute, "the table has this attribute twice")
		}
		t.names = append(t.names, w.attribute)
	}
	if len(c.Attributes)+len(o.wide) > maxAttributes {
		at.Error(validate.TooLarge, "", fmt.Sprintf("at most %d columns can become attributes", maxAttributes))
	}
	if !t.k.OK() {
		return false, nil
	}
	names := slices.Concat([]string{c.Area}, attributes, people)
	if c.People != "" {
		names = append(names, c.People)
	}
	t.found, ok, err = rows.Columns(t.k, sheet.Schema{Names: names, Required: names, Others: true})
	if !ok {
		return false, err
	}
	t.marks, t.totals.at = o.marks, -1
	t.area, t.attributes = t.found.At[0], t.found.At[1:1+len(attributes)]
	last := counted{t.found.At[len(names)-1], t.found.Label(len(names) - 1)}
	switch first := 1 + len(attributes); {
	case len(people) > 0:
		t.band(first, people, o)
		if c.People != "" {
			t.totals = last
		}
	case c.People != "":
		t.bands = []bandColumns{{columns: []counted{last}}}
	default:
		t.bands = []bandColumns{{}}
	}
	return t.k.OK(), nil
}

// people returns the columns of people that the options name.
func (t *baseTable) people(o *tableOptions) []string {
	at := t.k.Row(1)
	var names []string
	for i, w := range o.wide {
		headers := slices.Sorted(maps.Keys(w.columns))
		switch {
		case w.attribute == "" || len(headers) == 0:
			at.Error(validate.Required, w.attribute, "Wide names an attribute and the columns of its values")
		case i > 0 && !slices.Equal(headers, names):
			at.Error(validate.Conflict, w.attribute, "every Wide names the same columns: a column has a value of each attribute")
		}
		names = headers
	}
	if len(names) > 0 && len(o.peopleOf) > 0 {
		at.Error(validate.Conflict, "", "give Wide or PeopleOf: Wide adds the columns of one value up")
	}
	return append(names, o.peopleOf...)
}

// band puts the columns of people together that have the same values, in the order of
// the header. The first of them is that of the schema's column first.
func (t *baseTable) band(first int, people []string, o *tableOptions) {
	order := make([]int, len(people))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return t.found.At[first+a] - t.found.At[first+b] })
	index := map[string]int{}
	taken := map[int]bool{}
	for _, i := range order {
		column := counted{t.found.At[first+i], t.found.Label(first + i)}
		if taken[column.at] {
			t.k.Row(1).At(column.label).Error(validate.Duplicate, people[i], "the people of this column are counted twice")
		}
		taken[column.at] = true
		var key strings.Builder
		var values [][]byte
		for _, w := range o.wide {
			key.WriteString(w.columns[people[i]] + "\x00")
			values = append(values, []byte(w.columns[people[i]]))
		}
		n, known := index[key.String()]
		if !known {
			n = len(t.bands)
			index[key.String()] = n
			t.bands = append(t.bands, bandColumns{values: values})
		}
		t.bands[n].columns = append(t.bands[n].columns, column)
	}
}

// distinct returns the names, each once, in the order of their first mention.
func distinct(names []string) []string {
	var out []string
	for _, name := range names {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// label returns how the column of an attribute stands in a path.
func (t *baseTable) label(attribute string) string {
	if i := slices.Index(t.names, attribute); i >= 0 && i < len(t.attributes) {
		return t.found.Label(1 + i)
	}
	return attribute
}

// peopleLabel returns how the column of people stands in a path in which cell i of a
// row is.
func (t *baseTable) peopleLabel(i int) string {
	if columns := t.bands[i%len(t.bands)].columns; len(columns) > 0 {
		return columns[0].label
	}
	return ""
}

// number reads how many people a field says at least, and how many more there may be.
func (t *baseTable) number(text []byte) (people, hidden int64, ok bool) {
	if t.marks != nil {
		if most, is := t.marks[string(text)]; is {
			return 0, most, true
		}
	}
	people, code, _ := form.Count(text)
	return people, 0, code == ""
}

// count reads how many people a row says in a band.
func (t *baseTable) count(b *bandColumns, fields [][]byte) (people, hidden int64, ok bool) {
	switch len(b.columns) {
	case 0:
		return 1, 0, true
	case 1: // as most tables are
		return t.number(fields[b.columns[0].at])
	}
	for _, column := range b.columns {
		n, more, ok := t.number(fields[column.at])
		if !ok || people > math.MaxInt64-hidden-more-n {
			return 0, 0, false
		}
		people, hidden = people+n, hidden+more
	}
	return people, hidden, true
}

// adds reports whether what the row says to be the total can be that of so many people,
// and of those who may be there beside them.
func (t *baseTable) adds(fields [][]byte, people, hidden int64) bool {
	total, more, ok := t.number(fields[t.totals.at])
	return ok && people <= total+more && total <= people+hidden
}

// tell tells all that is wrong with a row.
func (t *baseTable) tell(row int, fields [][]byte) {
	at := t.k.Row(row)
	if !validCode(fields[t.area]) {
		_, err := ParseAreaCode(string(fields[t.area]))
		at.At(t.found.Label(0)).Report(err)
	}
	var people, hidden int64
	sound := true
	for i := range t.bands {
		for _, column := range t.bands[i].columns {
			n, more, ok := t.number(fields[column.at])
			switch {
			case !ok:
				t.notANumber(at.At(column.label), fields[column.at])
			case people > math.MaxInt64-hidden-more-n:
				ok = false
				at.At(column.label).Error(validate.Overflow, string(fields[column.at]), "the row's people add up to more than can be held")
			default:
				people, hidden = people+n, hidden+more
			}
			sound = sound && ok
		}
	}
	if t.totals.at < 0 || t.adds(fields, people, hidden) {
		return
	}
	text := fields[t.totals.at]
	if _, _, ok := t.number(text); !ok {
		t.notANumber(at.At(t.totals.label), text)
	} else if sound {
		at.At(t.totals.label).Error(validate.Conflict, string(text), "the columns of people add up to "+thousands(people)+
			"; leave this column out of Columns where numbers are rounded")
	}
}

// notANumber says why a field is no number of people.
func (t *baseTable) notANumber(at validate.Place, text []byte) {
	_, code, fault := form.Count(text)
	switch value := string(text); {
	case value == "":
		fault = "the number of people is missing; write 0 for nobody, and read a blank that is not stated with the option Suppressed"
	case len(value) <= 3 && !strings.ContainsAny(value, "0123456789") || value[0] == '<':
		fault = "is this a number that is not shown? The option Suppressed reads it as not stated; " + fault
	}
	at.Error(code, string(text), fault)
}

// rowBatch is rows of a table of populations that follow each other: the numbers are
// read and the codes checked; what codes and attributes mean is left to whoever
// takes the batch. Its texts are parts of the block that the rows came from.
type rowBatch struct {
	table   *baseTable
	row     int // the first
	rows    int
	people  []int64 // row by row, band by band: at least
	hidden  []int64 // how many more there may be, up to the last cell of which that is not stated
	codes   []areaRun
	texts   [][]byte // attribute by attribute, cell by cell
	unusual bool     // not all rows are sound and follow each other: some are missing
}

// areaRun is an area code that stands in several cells, from this one of the batch
// up to the next run's.
type areaRun struct {
	code []byte
	from int
}

// read reads the rows of a block. The batch may have been used before.
func (b *rowBatch) read(table *baseTable, block *sheet.Block) *rowBatch {
	var c validate.Checker
	b.begin(table)
	block.EachBytes(&c, b.add)
	b.unusual = b.unusual || !c.OK()
	return b
}

// begin empties the batch.
func (b *rowBatch) begin(table *baseTable) {
	*b = rowBatch{table: table, people: b.people[:0], hidden: b.hidden[:0], codes: b.codes[:0], texts: b.texts[:0]}
}

// one has the batch hold this row alone, and reports whether it is sound.
func (b *rowBatch) one(table *baseTable, row int, fields [][]byte) bool {
	b.begin(table)
	b.add(row, fields)
	return !b.unusual
}

// add adds one row.
func (b *rowBatch) add(row int, fields [][]byte) {
	t := b.table
	if b.rows == 0 {
		b.row = row
	}
	if row != b.row+b.rows || !b.enter(fields[t.area]) {
		b.unusual = true
		return
	}
	b.rows++
	var all, more int64
	for i := range t.bands {
		people, hidden, ok := t.count(&t.bands[i], fields)
		if !ok || all > math.MaxInt64-more-people-hidden {
			b.unusual = true
			return
		}
		all, more = all+people, more+hidden
		if hidden > 0 {
			b.hidden = append(b.hidden, make([]int64, len(b.people)+1-len(b.hidden))...)
			b.hidden[len(b.people)] = hidden
		}
		b.people = append(b.people, people)
		for _, column := range t.attributes {
			b.texts = append(b.texts, fields[column])
		}
		b.texts = append(b.texts, t.bands[i].values...)
	}
	if t.totals.at >= 0 && !t.adds(fields, all, more) {
		b.unusual = true
	}
}

// enter begins a run where the code is not that of the row before. It reports
// whether the text is a code.
func (b *rowBatch) enter(code []byte) bool {
	if n := len(b.codes); n > 0 && string(b.codes[n-1].code) == string(code) {
		return true // files tend to keep an area together
	}
	if !validCode(code) {
		return false
	}
	b.codes = append(b.codes, areaRun{code, len(b.people)})
	return true
}

// end returns the cell of the batch where a run ends.
func (b *rowBatch) end(run int) int {
	if run+1 < len(b.codes) {
		return b.codes[run+1].from
	}
	return len(b.people)
}

// numbers returns how many people a cell of the batch has at least, and how many more
// there may be.
func (b *rowBatch) numbers(i int) (people, hidden int64) {
	if i < len(b.hidden) {
		return b.people[i], b.hidden[i]
	}
	return b.people[i], 0
}

// of returns the attributes of a cell of the batch.
func (b *rowBatch) of(i int) [][]byte {
	k := len(b.table.names)
	return b.texts[i*k : (i+1)*k]
}

// population returns a cell of the batch as a record.
func (b *rowBatch) population(area AreaCode, i int, attributes map[string]string) Population {
	people, hidden := b.numbers(i)
	p := Population{Area: area, People: people, Attributes: attributes}
	if hidden > 0 {
		p.AtMost = people + hidden
	}
	return p
}

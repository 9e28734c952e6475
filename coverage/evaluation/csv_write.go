package evaluation

import (
	"encoding/csv"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// WriteCSV writes the record as a table that [ReadRecordCSV] reads back the same:
// a header, then one row a result, with its study, group and measure repeated in
// each. Columns that would be blank are left out; equal records give equal bytes.
// Where studies, groups or measures are not in the order of their results, or have
// none, rows for them alone stand first.
//
// What could not be read back is an error: a text that begins or ends with a
// blank, a value of a list with a semicolon (both [validate.Format]), a study of
// more than 100 sources and a row over 64 KiB (both [validate.TooLarge]).
func (r Record) WriteCSV(w io.Writer) error {
	t := tableWriter{record: &r, values: map[string]int{}}
	for _, name := range requiredColumns {
		t.column(name)
	}
	if err := t.fill(); err != nil {
		return err
	}
	order := t.order()
	out := csv.NewWriter(w)
	if err := out.Write(t.row(order, t.names)); err != nil {
		return err
	}
	for _, cells := range t.rows {
		row := t.row(order, cells)
		if err := fits(row); err != nil {
			return err
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// fits refuses a row that is too long to be read back, quotation marks included.
func fits(row []string) error {
	size := len("\n")
	for _, cell := range row {
		size += len(cell) + strings.Count(cell, `"`) + len(`"",`)
	}
	if size > sheet.MaxRecordBytes {
		return fault.New("evaluation.Record.WriteCSV", validate.TooLarge, row[0], "a row has at most "+strconv.Itoa(sheet.MaxRecordBytes)+" bytes")
	}
	return nil
}

// tableWriter gathers the cells that are not blank.
type tableWriter struct {
	record *Record
	names  []string       // of the columns that are used
	values map[string]int // their places
	rows   [][]string     // cells by the places of their columns
}

// column returns the place of a column.
func (t *tableWriter) column(name string) int {
	i, ok := t.values[name]
	if !ok {
		i = len(t.names)
		t.values[name], t.names = i, append(t.names, name)
	}
	return i
}

// order returns the places of the columns in the order in which they are written:
// the keys, then as the fields are declared.
func (t *tableWriter) order() []int {
	all := slices.Concat(requiredColumns[:4], resultSection.names(), measureSection.names(), groupSection.names(), studySection.names())
	rank := make(map[string]int, len(all))
	for i, name := range slices.Backward(all) {
		rank[name] = i
	}
	order := make([]int, len(t.names))
	for i := range order {
		order[i] = i
	}
	of := func(i int) int {
		if r, ok := rank[t.names[i]]; ok {
			return r
		}
		return len(all) + i // sources of studies, in their order
	}
	slices.SortFunc(order, func(a, b int) int { return of(a) - of(b) })
	return order
}

// row returns cells in the order of the columns.
func (t *tableWriter) row(order []int, cells []string) []string {
	row := make([]string, len(order))
	for i, place := range order {
		if place < len(cells) {
			row[i] = cells[place]
		}
	}
	return row
}

func (t *tableWriter) set(row *[]string, name, text string) {
	if text == "" {
		return
	}
	i := t.column(name)
	for len(*row) <= i {
		*row = append(*row, "")
	}
	(*row)[i] = text
}

// section adds the columns of a section to a row. A period whose text says it all
// needs no columns for its fields.
func (t *tableWriter) section(row *[]string, s *section, record reflect.Value) error {
	whole := "" // the period whose text says it all
	for _, c := range s.columns {
		if c.period != "" && c.period == whole {
			continue
		}
		field := record.FieldByIndex(c.index)
		text, err := cellText(field)
		if err != nil {
			return err
		}
		if field.Type() == reflect.TypeFor[Period]() && text != "" {
			whole = c.name
		}
		t.set(row, c.name, text)
	}
	return nil
}

// fill gathers all rows.
func (t *tableWriter) fill() error {
	r := t.record
	studies := make(map[StudyID]*Study, len(r.Studies))
	groups := map[groupKey]*Group{}
	for i := range r.Studies {
		s := &r.Studies[i]
		studies[s.ID] = s
		for j := range s.Groups {
			groups[groupKey{s.ID, s.Groups[j].ID}] = &s.Groups[j]
		}
	}
	measures := make(map[Measure]*MeasureDefinition, len(r.Measures))
	for i := range r.Measures {
		measures[r.Measures[i].Code] = &r.Measures[i]
	}
	if !t.inOrder() {
		if err := t.definitions(); err != nil {
			return err
		}
	}
	for i := range r.Results {
		result := &r.Results[i]
		var row []string
		if err := t.section(&row, &resultSection, reflect.ValueOf(*result)); err != nil {
			return err
		}
		if err := t.study(&row, studies[result.Study], groups[groupKey{result.Study, result.Group}]); err != nil {
			return err
		}
		if err := t.measure(&row, measures[result.Measure]); err != nil {
			return err
		}
		t.rows = append(t.rows, row)
	}
	return nil
}

// study adds the columns of a study and one of its groups.
func (t *tableWriter) study(row *[]string, s *Study, g *Group) error {
	if s == nil {
		return nil
	}
	if len(s.Sources) > maxSources {
		return fault.New("evaluation.Record.WriteCSV", validate.TooLarge, string(s.ID), "a study in a table has at most "+strconv.Itoa(maxSources)+" sources")
	}
	if g != nil {
		if err := t.section(row, &groupSection, reflect.ValueOf(*g)); err != nil {
			return err
		}
	}
	if err := t.section(row, &studySection, reflect.ValueOf(*s)); err != nil {
		return err
	}
	for n, source := range s.Sources {
		numbered := section{columns: slices.Clone(sourceSection.columns)}
		for i := range numbered.columns {
			numbered.columns[i].name = studySources + strconv.Itoa(n) + "]." + numbered.columns[i].name
		}
		if err := t.section(row, &numbered, reflect.ValueOf(source)); err != nil {
			return err
		}
	}
	return nil
}

func (t *tableWriter) measure(row *[]string, d *MeasureDefinition) error {
	if d == nil {
		return nil
	}
	return t.section(row, &measureSection, reflect.ValueOf(*d))
}

// inOrder reports whether studies, groups and measures stand in the order of
// their first results.
func (t *tableWriter) inOrder() bool {
	r := t.record
	studies, measures := map[StudyID]int{}, map[Measure]int{}
	groups := map[groupKey]int{}
	perStudy := map[StudyID]int{}
	for i := range r.Results {
		result := &r.Results[i]
		count(studies, result.Study, len(studies))
		count(measures, result.Measure, len(measures))
		if count(groups, groupKey{result.Study, result.Group}, perStudy[result.Study]) {
			perStudy[result.Study]++
		}
	}
	for i := range r.Studies {
		s := &r.Studies[i]
		if at, ok := studies[s.ID]; !ok || at != i || perStudy[s.ID] != len(s.Groups) {
			return false
		}
		for j := range s.Groups {
			if at, ok := groups[groupKey{s.ID, s.Groups[j].ID}]; !ok || at != j {
				return false
			}
		}
	}
	for i := range r.Measures {
		if at, ok := measures[r.Measures[i].Code]; !ok || at != i {
			return false
		}
	}
	return true
}

// count gives a key its number, unless it has one, and reports whether it is
// new.
func count[K comparable](numbers map[K]int, key K, next int) bool {
	if _, ok := numbers[key]; ok {
		return false
	}
	numbers[key] = next
	return true
}

// definitions adds a row for each measure and for each study or group.
func (t *tableWriter) definitions() error {
	for i := range t.record.Measures {
		var row []string
		t.set(&row, "measure", string(t.record.Measures[i].Code))
		if err := t.measure(&row, &t.record.Measures[i]); err != nil {
			return err
		}
		t.rows = append(t.rows, row)
	}
	for i := range t.record.Studies {
		s := &t.record.Studies[i]
		for j := range max(1, len(s.Groups)) {
			var row []string
			t.set(&row, "study", string(s.ID))
			var g *Group
			if j < len(s.Groups) {
				g = &s.Groups[j]
				t.set(&row, "group", string(g.ID))
			}
			if err := t.study(&row, s, g); err != nil {
				return err
			}
			t.rows = append(t.rows, row)
		}
	}
	return nil
}

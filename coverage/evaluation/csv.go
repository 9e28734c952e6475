package evaluation

import (
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// ReadRecordCSV reads a table of results: a header, then one row a result. Its
// columns, in any order, are the fields of the JSON document under their paths:
//
//   - id, study, group, measure, kind: required; scale, unit, estimate.value,
//     estimate.low, comparator.value, confidence, reads, source.url and all others
//     of a [Result];
//   - study.title, study.design, study.period, study.sources[0].url and all others of
//     its [Study]; group.name, group.vanguards, group.cohort and all others of its
//     [Group]. They may be left blank after the first row of the study or group,
//     and must not contradict it;
//   - measure.name, measure.better and all others of its [MeasureDefinition], in the
//     same way. A table without any of them goes by [EnglandMeasures], and may name
//     a measure by its name or an alias too.
//
// A period is one column for the text that [ParsePeriod] reads (period,
// study.period, study.baseline), or three for its fields (period.from,
// period.until, period.words). A list has semicolons between its values.
// Vanguards are given by id, slug, name or alias, categories as
// [caremodel.Taxonomy.Parse] reads them, a confidence as 0.95, 95 or 95%, days as "2015-03-10", "10 March 2015" or,
// with DayFirst, "10/03/2015". A row of
// which only the columns of a study, group or measure are filled in tells of
// these alone.
//
// Any other column is a violation. Violations name row and column ("row 17,
// column estimate.low"). On an error the studies and results in whose rows nothing
// is wrong are returned beside it. The rules between records are
// [Record.Validate]'s. How the table is written may be said by one
// [caremodel.CSV].
func ReadRecordCSV(r io.Reader, p *caremodel.Programme, o ...caremodel.CSV) (Record, error) {
	if p == nil {
		return Record{}, fault.New("evaluation.ReadRecordCSV", validate.Required, "", "vanguards are looked up in a programme, and there is none")
	}
	rows := sheet.Open(r, o)
	t := recordTable{
		rows:  rows,
		cells: cellReader{p, map[string]caremodel.VanguardID{}, rows.DayFirst()},
		study: map[StudyID]int{}, group: map[groupKey]int{}, measure: map[Measure]int{},
		spoiled: map[StudyID]bool{},
	}
	err := t.read()
	return t.sound(), errors.Join(t.k.Violations().Err(), err)
}

// recordTable reads a table of results.
type recordTable struct {
	k       validate.Checker
	rows    *sheet.Reader
	columns sheet.Columns
	at      map[string]int // columns that are there, by name
	sources []sourceColumn
	cells   cellReader

	record  Record
	study   map[StudyID]int
	group   map[groupKey]int
	measure map[Measure]int
	spoiled map[StudyID]bool
	bad     map[int]bool // results in whose rows something is wrong
	defines bool         // whether the table defines its measures
}

type groupKey struct {
	study StudyID
	group GroupID
}

// sourceColumn is a column of one of a study's sources.
type sourceColumn struct {
	number int
	column tableColumn
	at     int
}

// requiredColumns are those of every table.
var requiredColumns = []string{"id", "study", "group", "measure", "kind"}

func (t *recordTable) read() error {
	t.bad = map[int]bool{}
	names := slices.Concat(resultSection.names(), studySection.names(), groupSection.names(), measureSection.names())
	columns, ok, err := t.rows.Columns(&t.k, sheet.Schema{Names: names, Required: requiredColumns, Prefix: studySources})
	if err != nil || !ok {
		return err
	}
	t.columns, t.at = columns, make(map[string]int, len(names))
	for i, name := range names {
		if columns.At[i] >= 0 {
			t.at[name] = i
			t.defines = t.defines || strings.HasPrefix(name, measureSection.prefix)
		}
	}
	if !t.sourceColumns() {
		return nil
	}
	return t.rows.Each(&t.k, t.row)
}

// sourceColumns finds the columns of the studies' sources.
func (t *recordTable) sourceColumns() bool {
	for _, p := range t.columns.Prefixed {
		number, field, _ := strings.Cut(p.Name, "].")
		n, err := strconv.Atoi(number)
		i := slices.IndexFunc(sourceSection.columns, func(c tableColumn) bool { return c.name == field })
		if err != nil || n < 0 || n >= maxSources || i < 0 {
			t.k.Row(t.rows.Row()).At(sheet.Label(studySources+p.Name)).Error(validate.Unknown, studySources+p.Name,
				"a source of a study is "+studySources+"0] to "+strconv.Itoa(maxSources-1)+"], as in "+studySources+"0].url")
			continue
		}
		t.sources = append(t.sources, sourceColumn{n, sourceSection.columns[i], p.At})
	}
	return t.k.OK()
}

// maxSources is how many sources of a study a table may have.
const maxSources = 100

// row takes one row.
func (t *recordTable) row(at validate.Place, fields []string) {
	r := tableRow{recordTable: t, place: at, fields: fields, ok: true}
	var result Result
	r.fill(&resultSection, reflect.ValueOf(&result).Elem())
	alone := result.ID == "" && reflect.DeepEqual(result, Result{Study: result.Study, Group: result.Group, Measure: result.Measure})
	for _, key := range [...]struct{ name, text string }{{"id", string(result.ID)}, {"study", string(result.Study)}, {"group", string(result.Group)}, {"measure", string(result.Measure)}} {
		if key.text == "" && !alone {
			r.wrong(key.name, validate.Required, "", "this must be given")
		}
	}
	sound := r.ok
	r.ok = true
	if result.Study != "" {
		r.takeStudy(result.Study, result.Group)
	}
	if t.defines && result.Measure != "" {
		r.takeMeasure(result.Measure)
	}
	if !r.ok {
		t.spoiled[result.Study] = true
	}
	if !alone {
		if !sound {
			t.bad[len(t.record.Results)] = true
		}
		t.record.Results = append(t.record.Results, result)
	}
}

// sound returns the records in whose rows nothing is wrong.
func (t *recordTable) sound() Record {
	out := Record{Measures: t.record.Measures}
	for _, s := range t.record.Studies {
		if !t.spoiled[s.ID] {
			out.Studies = append(out.Studies, s)
		}
	}
	for i, r := range t.record.Results {
		if !t.bad[i] && !t.spoiled[r.Study] {
			out.Results = append(out.Results, t.named(r))
		}
	}
	return out
}

// named gives a result the code of its measure, where it has a name or an alias.
func (t *recordTable) named(r Result) Result {
	if t.defines {
		return r
	}
	code, known := t.measure[r.Measure]
	definitions := englandRecord().Measures
	if !known {
		code = -1
		if named, ok := measureNamed(definitions, string(r.Measure)); ok {
			code = slices.IndexFunc(definitions, func(d MeasureDefinition) bool { return d.Code == named })
		}
		t.measure[r.Measure] = code
	}
	if code >= 0 {
		r.Measure = definitions[code].Code
	}
	return r
}

// tableRow reads the fields of one row.
type tableRow struct {
	*recordTable
	place  validate.Place
	fields []string
	ok     bool // nothing is wrong so far
}

func (r *tableRow) wrong(column string, code validate.Code, value, detail string) {
	r.place.At(r.label(column)).Error(code, value, detail)
	r.ok = false
}

// label returns how a column stands in a path.
func (r *tableRow) label(column string) string {
	if i, ok := r.at[column]; ok {
		return r.columns.Label(i)
	}
	return sheet.Label(column)
}

// cell returns the text of a column, blank where there is no such column.
func (r *tableRow) cell(column string) string {
	if i, ok := r.at[column]; ok {
		return r.fields[r.columns.At[i]]
	}
	return ""
}

// fill reads the columns of a section into a record, and returns those that are
// not blank.
func (r *tableRow) fill(s *section, record reflect.Value) (filled []tableColumn) {
	for _, c := range s.columns {
		text := r.cell(c.name)
		if text == "" {
			continue
		}
		field := record.FieldByIndex(c.index)
		if c.period != "" && r.cell(c.period) != "" {
			r.wrong(c.name, validate.Conflict, text, "the period stands in the column "+c.period+" already")
			continue
		}
		var err error
		if c.name == "confidence" {
			var n Number
			n, err = parseConfidence(text)
			field.Set(reflect.ValueOf(n))
		} else {
			err = r.cells.read(field, text)
		}
		if err != nil {
			r.place.At(r.label(c.name)).Report(err)
			r.ok = false
			continue
		}
		filled = append(filled, c)
	}
	return filled
}

// agree checks that what a later row says is what the first one said.
func (r *tableRow) agree(filled []tableColumn, now, first reflect.Value) {
	for _, c := range filled {
		if !reflect.DeepEqual(now.FieldByIndex(c.index).Interface(), first.FieldByIndex(c.index).Interface()) {
			r.wrong(c.name, validate.Conflict, r.cell(c.name), "the first row says something else: repeat it or leave the cell blank")
		}
	}
}

// takeStudy reads the study and the group of a row.
func (r *tableRow) takeStudy(id StudyID, group GroupID) {
	now := Study{ID: id}
	filled := r.fill(&studySection, reflect.ValueOf(&now).Elem())
	now.Sources = r.studySources()
	i, known := r.study[id]
	if !known {
		i = len(r.record.Studies)
		r.study[id] = i
		r.record.Studies = append(r.record.Studies, now)
	} else {
		first := &r.record.Studies[i]
		r.agree(filled, reflect.ValueOf(now), reflect.ValueOf(*first))
		for n, s := range now.Sources {
			if !s.IsZero() && (n >= len(first.Sources) || !s.Equal(first.Sources[n])) {
				r.wrong(studySources+strconv.Itoa(n)+"].url", validate.Conflict, s.URL, "the first row says something else: repeat it or leave the cells blank")
			}
		}
	}
	if group != "" {
		r.takeGroup(i, group)
	}
}

// studySources reads the sources of a row's study.
func (r *tableRow) studySources() []caremodel.Source {
	var all []caremodel.Source
	for _, c := range r.sources {
		text := r.fields[c.at]
		if text == "" {
			continue
		}
		for len(all) <= c.number {
			all = append(all, caremodel.Source{})
		}
		if err := r.cells.read(reflect.ValueOf(&all[c.number]).Elem().FieldByIndex(c.column.index), text); err != nil {
			r.place.At(sheet.Label(studySources + strconv.Itoa(c.number) + "]." + c.column.name)).Report(err)
			r.ok = false
		}
	}
	return all
}

func (r *tableRow) takeGroup(study int, id GroupID) {
	now := Group{ID: id}
	filled := r.fill(&groupSection, reflect.ValueOf(&now).Elem())
	s := &r.record.Studies[study]
	key := groupKey{s.ID, id}
	if i, known := r.group[key]; known {
		r.agree(filled, reflect.ValueOf(now), reflect.ValueOf(s.Groups[i]))
		return
	}
	r.group[key] = len(s.Groups)
	s.Groups = append(s.Groups, now)
}

func (r *tableRow) takeMeasure(code Measure) {
	now := MeasureDefinition{Code: code}
	filled := r.fill(&measureSection, reflect.ValueOf(&now).Elem())
	if i, known := r.measure[code]; known {
		r.agree(filled, reflect.ValueOf(now), reflect.ValueOf(r.record.Measures[i]))
		return
	}
	r.measure[code] = len(r.record.Measures)
	r.record.Measures = append(r.record.Measures, now)
}

package caremodel

import (
	"cmp"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// separator stands between the entries of a cell that holds a list.
const separator = ";"

var sourceColumns = []string{"source_title", "source_publisher", "source_url", "source_published", "source_for"}

var vanguardColumns = append([]string{
	"slug", "name", "id", "aliases", "category", "wave", "announced", "area", "region", "host", "partner_list", "gp_practices", "stage", "merged_into",
}, sourceColumns...)

var partnerColumns = append([]string{"vanguard", "organisation", "kind", "code"}, sourceColumns...)

// ReadVanguardsCSV reads the vanguards of a definition from a table: a header, then
// one row a vanguard. The columns, in any order:
//
//   - slug, name, category (its code, name or alias in d.Categories): required;
//   - id, aliases (with a semicolon between them), wave, announced, area, region,
//     host, partner_list, gp_practices, stage, merged_into (an id, or a slug of the
//     table);
//   - source_title, source_publisher, source_url, source_published, source_for (fields
//     with a semicolon between them): one of the vanguard's sources. Further ones
//     stand in rows of their own with the slug alone.
//
// Of d only the slug and the categories are looked at. On violations, which name row
// and column, the vanguards in whose rows nothing is wrong are returned beside the
// error. Options, at most one, say how the table is written.
func ReadVanguardsCSV(r io.Reader, d Definition, options ...CSV) ([]Vanguard, error) {
	t, err := readVanguards(r, d, options)
	return t.sound(), errors.Join(t.Violations().Err(), err)
}

// ValidateVanguardsCSV returns everything that is wrong with a table of vanguards, of
// shape and of the rules of [Definition.Validate] for a definition d with these
// vanguards: one with the slug of a vanguard of d takes its place, the others stand
// behind d's. Each violation names row and column, also where a rule is about two rows;
// they stand in the order of the rows. What is wrong with d alone is not reported.
//
// A cell that could not be read counts as not known for the rules, so each mistake is
// reported once.
func ValidateVanguardsCSV(r io.Reader, d Definition, options ...CSV) validate.Violations {
	return ValidateVanguardsCSVAsOf(r, d, Date{}, options...)
}

// ValidateVanguardsCSVAsOf is [ValidateVanguardsCSV] by the rules of
// [Definition.ValidateAsOf]: what is dated after the day is a violation too.
func ValidateVanguardsCSVAsOf(r io.Reader, d Definition, day Date, options ...CSV) validate.Violations {
	t, err := readVanguards(r, d, options)
	t.At("").Report(err)
	d.Vanguards = slices.DeleteFunc(slices.Clone(d.Vanguards), func(v Vanguard) bool { return t.index[v.Slug] > 0 })
	first := len(d.Vanguards)
	d.Vanguards = append(d.Vanguards, t.all...)
	rules := d.ValidateAsOf(day)
	var c validate.Checker
	for v := range rules.All() {
		at, told := t.place(&c, v, first)
		if told {
			continue
		}
		v.Path = at.String()
		v.Detail = vanguardPath.ReplaceAllStringFunc(v.Detail, func(path string) string {
			i, _ := position(path)
			if i < first {
				return "the vanguard " + validate.Quote(d.Vanguards[i].Slug)
			}
			return t.Row(t.rows[i-first]).String()
		})
		c.Add(v)
	}
	sheet.CountOmitted(&c, rules)
	return sheet.ByRow(t.Violations(), c.Violations())
}

var vanguardPath = regexp.MustCompile(`vanguards\[(\d+)\]`)

// position returns the vanguard of which a path speaks, and the field: -1 for none.
func position(path string) (i int, field string) {
	at := vanguardPath.FindStringSubmatchIndex(path)
	if at == nil || at[0] > 0 {
		return -1, path
	}
	i, _ = strconv.Atoi(path[at[2]:at[3]])
	return i, strings.TrimPrefix(path[at[1]:], ".")
}

// ReadPartnersCSV reads the partners of d's vanguards from a table: a header, then one
// row a partner. The columns, in any order: vanguard (an id, slug, name or alias of
// d.Vanguards) and organisation, both required; kind, code (of the Organisation Data
// Service); and the source's, as of [ReadVanguardsCSV]. A row that names a partner once
// more adds a source.
//
// It returns d's vanguards with these partners after those that they have. On
// violations, which name row and column, the sound rows are in them.
func ReadPartnersCSV(r io.Reader, d Definition, options ...CSV) ([]Vanguard, error) {
	t := table{names: partnerColumns}
	out := deep.Copy(d).Vanguards
	for i := range out {
		out[i].ID = effectiveID(d.Slug, out[i])
	}
	p := newProgramme(Definition{Slug: d.Slug, Vanguards: out}, validate.Violations{})
	err := t.read(r, []string{"vanguard", "organisation"}, options, func(row *tableRow) {
		i, findErr := p.find(row.text("vanguard"))
		partner := Partner{
			Organisation: row.text("organisation"),
			Kind:         PartnerKind(strings.ReplaceAll(strings.ToLower(row.text("kind")), " ", "-")),
			Code:         cell(row, "code", ParseODSCode),
		}
		s := row.source()
		if findErr != nil {
			row.report("vanguard", findErr)
		}
		form.Name(row.at("organisation"), partner.Organisation)
		checkKind(row.at("kind"), string(partner.Kind))
		if row.wrong = row.wrong || partner.Organisation == ""; row.wrong {
			return
		}
		same := func(q Partner) bool {
			return q.Organisation == partner.Organisation && q.Kind == partner.Kind && q.Code == partner.Code
		}
		at := slices.IndexFunc(out[i].Partners, same)
		if at < 0 {
			at = len(out[i].Partners)
			out[i].Partners = append(out[i].Partners, partner)
		}
		if !s.IsZero() {
			out[i].Partners[at].Sources = append(out[i].Partners[at].Sources, s)
		}
	})
	for i := range out {
		out[i].ID = d.Vanguards[i].ID
	}
	return out, errors.Join(t.Violations().Err(), err)
}

// vanguardTable is a table of vanguards that was read.
type vanguardTable struct {
	table
	all     []Vanguard
	index   map[string]int // where each slug is in all, from 1 on
	rows    []int          // where each begins
	sources [][]int        // the rows of each one's sources
	wrong   []bool
	merged  []string // what each says of the vanguard that it went into
}

func readVanguards(r io.Reader, d Definition, options []CSV) (*vanguardTable, error) {
	t := &vanguardTable{table: table{names: vanguardColumns}, index: map[string]int{}}
	taxonomy, err := NewTaxonomy(d.Categories...)
	if err != nil {
		return t, err
	}
	err = t.read(r, []string{"slug", "name", "category"}, options, func(row *tableRow) {
		slug := row.text("slug")
		if slug == "" {
			row.vanguard(taxonomy) // for all that is wrong with it
			return
		}
		i := t.index[slug] - 1
		if i < 0 {
			i = len(t.all)
			t.index[slug] = i + 1
			t.all, t.rows, t.sources = append(t.all, row.vanguard(taxonomy)), append(t.rows, row.n), append(t.sources, nil)
			t.wrong, t.merged = append(t.wrong, false), append(t.merged, row.text("merged_into"))
		} else if row.says(vanguardColumns[1 : len(vanguardColumns)-len(sourceColumns)]) {
			row.refuse("slug", validate.Duplicate, "another vanguard of the table has this slug; a row that adds a source has no more than slug and source")
		}
		if s := row.source(); !s.IsZero() {
			t.all[i].Sources, t.sources[i] = append(t.all[i].Sources, s), append(t.sources[i], row.n)
		}
		t.wrong[i] = t.wrong[i] || row.wrong
	})
	for i, text := range t.merged {
		id, idErr := ParseVanguardID(text)
		if j := t.index[text]; j > 0 {
			id = effectiveID(d.Slug, t.all[j-1])
		} else if text != "" && idErr != nil {
			row := tableRow{table: &t.table, n: t.rows[i]}
			row.spoil("merged_into")
			row.at("merged_into").Error(validate.Unknown, text, "give an id, or the slug of a vanguard of the table")
			t.wrong[i] = true
		}
		t.all[i].MergedInto = id
	}
	return t, err
}

// sound returns the vanguards in whose rows nothing is wrong.
func (t *vanguardTable) sound() []Vanguard {
	var out []Vanguard
	for i, v := range t.all {
		if !t.wrong[i] {
			out = append(out, v)
		}
	}
	return out
}

// place returns the row and column of what breaks a rule in a definition that has the
// vanguards of the table from first on, and whether there is nothing to tell: of another
// record, or of a cell that could not be read.
func (t *vanguardTable) place(c *validate.Checker, v validate.Violation, first int) (at validate.Place, told bool) {
	i, field := position(v.Path)
	if i -= first; i < 0 {
		return at, true
	}
	row := t.rows[i]
	head, rest, _ := strings.Cut(field, ".")
	field, index, indexed := strings.Cut(head, "[")
	if field == "sources" {
		rest, _, _ = strings.Cut(rest, "[")
		field = "source_" + cmp.Or(rest, "title")
		if j, _ := strconv.Atoi(strings.TrimSuffix(index, "]")); indexed {
			row = t.sources[i][j]
		}
	}
	spoiled := func(column string) bool { return t.spoiled[spoiledCell{row, column}] }
	merger := field == "stage" || field == "merged_into" // each is held against the other
	if spoiled(field) || merger && (spoiled("stage") || spoiled("merged_into")) {
		return at, true
	}
	if field == "" {
		return c.Row(row), false
	}
	return c.Row(row).At(t.label(field)), false
}

// table reads the rows of a table into records.
type table struct {
	validate.Checker
	names    []string
	columns  sheet.Columns
	dayFirst bool
	spoiled  map[spoiledCell]bool
}

// spoiledCell is a cell that could not be read.
type spoiledCell struct {
	row    int
	column string
}

// read calls take for each row. The error is the reader's own.
func (t *table) read(r io.Reader, required []string, options []CSV, take func(*tableRow)) error {
	rows := sheet.Open(r, options)
	columns, ok, err := rows.Columns(&t.Checker, sheet.Schema{Names: t.names, Required: required})
	if !ok {
		return err
	}
	t.columns, t.dayFirst = columns, rows.DayFirst()
	return rows.EachBytes(&t.Checker, func(n int, fields [][]byte) { take(&tableRow{table: t, n: n, fields: fields}) })
}

// label returns how a column stands in a path.
func (t *table) label(column string) string {
	if i := slices.Index(t.names, column); i >= 0 {
		return t.columns.Label(i)
	}
	return column
}

// tableRow is one row of a table.
type tableRow struct {
	*table
	n      int
	fields [][]byte
	wrong  bool // something is wrong with it
}

func (r *tableRow) text(column string) string {
	return string(r.columns.Cell(r.fields, slices.Index(r.names, column)))
}

func (r *tableRow) at(column string) validate.Place { return r.Row(r.n).At(r.label(column)) }

// spoil notes that a cell could not be read.
func (r *tableRow) spoil(column string) {
	r.wrong = true
	if r.spoiled == nil {
		r.spoiled = map[spoiledCell]bool{}
	}
	r.spoiled[spoiledCell{r.n, column}] = true
}

func (r *tableRow) refuse(column string, code validate.Code, detail string) {
	r.spoil(column)
	r.at(column).Error(code, r.text(column), detail)
}

func (r *tableRow) report(column string, err error) {
	r.spoil(column)
	r.at(column).Report(err)
}

// says reports whether one of the columns is not blank.
func (r *tableRow) says(columns []string) bool {
	return slices.ContainsFunc(columns, func(column string) bool { return r.text(column) != "" })
}

// cell reads a cell that may be blank.
func cell[T any](r *tableRow, column string, parse func(string) (T, error)) T {
	var value T
	text := r.text(column)
	if text == "" {
		return value
	}
	value, err := parse(text)
	if err != nil {
		r.report(column, err)
	}
	return value
}

// list reads a cell of several entries.
func (r *tableRow) list(column string) []string {
	var out []string
	for entry := range strings.SplitSeq(r.text(column), separator) {
		if entry = strings.TrimSpace(entry); entry != "" {
			out = append(out, entry)
		}
	}
	return out
}

// day reads a day as spreadsheets write it.
func (r *tableRow) day(text string) (Date, error) {
	iso, wrong := form.Day(text, r.dayFirst)
	if wrong != "" {
		return Date{}, fault.New("caremodel.CSV", validate.Format, text, wrong)
	}
	return ParseDate(iso)
}

func (r *tableRow) source() Source {
	return Source{
		Title: r.text("source_title"), Publisher: r.text("source_publisher"), URL: r.text("source_url"),
		Published: cell(r, "source_published", r.day), For: r.list("source_for"),
	}
}

// vanguard reads what a row says of a vanguard, but where it went.
func (r *tableRow) vanguard(t *Taxonomy) Vanguard {
	v := Vanguard{
		Slug: r.text("slug"), Name: r.text("name"), ID: cell(r, "id", ParseVanguardID), Aliases: r.list("aliases"),
		Category: cell(r, "category", t.Parse), Wave: r.text("wave"), Announced: cell(r, "announced", r.day),
		Area: r.text("area"), Region: r.text("region"), Host: r.text("host"),
		PartnerList: cell(r, "partner_list", inLowerCase(ParseListExtent)), Stage: cell(r, "stage", inLowerCase(ParseStage)),
	}
	for _, column := range []string{"slug", "name", "category"} {
		if r.text(column) == "" {
			r.refuse(column, validate.Required, "this must be given")
		}
	}
	if r.text("gp_practices") != "" {
		n, code, wrong := form.Count([]byte(r.text("gp_practices")))
		if v.GPPractices = int(n); wrong != "" {
			r.refuse("gp_practices", code, wrong)
		}
	}
	return v
}

// inLowerCase reads the words of a ladder in any letter case.
func inLowerCase[T any](parse func(string) (T, error)) func(string) (T, error) {
	return func(text string) (T, error) { return parse(strings.ReplaceAll(strings.ToLower(text), " ", "-")) }
}

// CSV says how a table is written that a reader of CSV is given as its last argument, where it is not written as the reader's
// documentation has it. The zero value changes nothing. It holds for every such reader of this library.
//
// Whatever it says, these are read: UTF-8 with or without a byte-order mark, Windows-1252, blanks at both ends of a cell, blank
// cells beyond the last column, Excel's first line "sep=;". Columns are found by name without regard to case. A file that is no
// such table (a workbook, UTF-16, lines that end in a carriage return alone, another separator, titles above the header) is
// refused with what it is.
type CSV struct {
	// Columns maps the file's headers, without regard to case, to those of the reader: {"Amount (£)": "amount"}. A column mapped
	// to "" is passed over. Where any is mapped, a further column that is like none of the reader's is passed over with a warning
	// instead of refused. In a file without a header a column may be named by its number: {"1": "id"}.
	Columns map[string]string
	// Comma separates the cells: one ASCII character; 0 = a comma.
	Comma rune
	// DayFirst reads "03/04/2016" as 3 April. Without it, days whose month is not plain are refused.
	DayFirst bool
	// NoHeader says that the first row is data, and row 1 of violations.
	NoHeader bool
	// Header names the columns of a file without a header, from the left; columns named "" and those further right are passed
	// over.
	Header []string
}

// TableOption does nothing. It lets a CSV stand among the further options that some readers take, as those of package coverage.
func (CSV) TableOption() {}

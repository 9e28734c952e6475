package funding

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// ValidateAllocationsCSV checks a table of allocations before it is taken over:
// everything that [ReadAllocationsCSV] would refuse and every rule of
// [Ledger.Validate], for the ledger l with the allocations of the table behind its
// own. Each violation names row and column, also where a rule is about two rows
// ("row 3", and in its words "row 2"); they stand in the order of the rows. What
// the table does to l's funds comes last, by path; what is wrong with l alone is
// not reported.
//
// A cell that could not be read counts as not known for the rules, so each mistake
// is reported once: text in an amount leaves out the sums, not the dates.
//
// An error of the underlying reader is a violation too, within the reach of
// errors.Is.
func ValidateAllocationsCSV(r io.Reader, p *caremodel.Programme, l Ledger, options ...caremodel.CSV) validate.Violations {
	return ValidateAllocationsCSVAsOf(r, p, l, caremodel.Date{}, options...)
}

// ValidateAllocationsCSVAsOf is [ValidateAllocationsCSV] by the rules of
// [Ledger.ValidateAsOf]: what is dated after the day is a violation too.
func ValidateAllocationsCSVAsOf(r io.Reader, p *caremodel.Programme, l Ledger, day caremodel.Date, options ...caremodel.CSV) validate.Violations {
	var c validate.Checker
	t := allocationTable{index: map[AllocationID]int{}, withRows: true}
	s, err := t.read(sheet.Open(r, options), p, &c)
	if s == nil || err != nil {
		c.At("").Report(err)
		return c.Violations()
	}
	all := l
	all.Allocations = slices.Concat(l.Allocations, t.all)
	rules := all.ValidateAsOf(p, day)
	if p != nil && c.OK() && rules.Err() == nil {
		_, err := NewBook(p, all)
		rules = validate.Join(rules, validate.Of(err))
	}
	u := upload{t: &t, columns: &s.columns, first: len(l.Allocations), alone: map[string]bool{}}
	for v := range l.ValidateAsOf(p, day).All() {
		u.alone[v.Path+string(v.Code)] = true
	}
	return u.join(c.Violations(), rules)
}

// upload says where in a table the records are of which rules speak.
type upload struct {
	t       *allocationTable
	columns *sheet.Columns
	first   int             // how many allocations stand before those of the table
	alone   map[string]bool // what is wrong without the table, by path and code
}

// join returns what is wrong with the shape of a table and with its records, by row.
func (u *upload) join(shape, rules validate.Violations) validate.Violations {
	var c validate.Checker
	for v := range rules.All() {
		if u.belongs(v) {
			v.Path, v.Detail = u.inRows(v.Path), u.inRows(v.Detail)
			c.Add(v)
		}
	}
	sheet.CountOmitted(&c, rules)
	return sheet.ByRow(shape, c.Violations())
}

// belongs reports whether a violation is of the table's making and not told yet.
func (u *upload) belongs(v validate.Violation) bool {
	i, j, rest := recordPath(v.Path)
	if i < u.first || i-u.first >= len(u.t.rows) {
		return !u.alone[v.Path+string(v.Code)]
	}
	rows := u.t.rows[i-u.first]
	if rest == "" && v.Code == validate.Duplicate { // the money of another: of cells that could not be read nobody knows
		return !slices.ContainsFunc(rows, func(e eventAt) bool { return e.wrong&headColumns != 0 })
	}
	c, wrong := columnOf(rest), rows[min(max(j, 0), len(rows)-1)].wrong
	if c == columnReason && (wrong.has(columnStatus) || wrong.has(columnAmount)) { // nobody knows that £0.00 was decided
		return false
	}
	return c < 0 || !wrong.has(c)
}

var allocationPath = regexp.MustCompile(`allocations\[(\d+)\](?:\.events\[(\d+)\])?\.?([\w.]*)(?:\[\d+\])?`)

// recordPath takes a path apart: the allocation, its event and the field, -1 for
// none.
func recordPath(path string) (i, j int, rest string) {
	m := allocationPath.FindStringSubmatch(path)
	if m == nil {
		return -1, -1, path
	}
	i, _ = strconv.Atoi(m[1])
	if j = -1; m[2] != "" {
		j, _ = strconv.Atoi(m[2])
	}
	return i, j, m[3]
}

// columnOf returns the column that a field of an allocation or of an event was read
// from, -1 for none.
func columnOf(field string) column {
	switch field {
	case "figure.note":
		return columnFigureNote
	case "sources", "figure.source":
		return columnSourceTitle
	}
	return column(slices.Index(columnNames[:], strings.ReplaceAll(strings.TrimPrefix(field, "figure."), ".", "_")))
}

// inRows puts rows and columns in the place of the paths in a text that lead into the
// table.
func (u *upload) inRows(text string) string {
	return allocationPath.ReplaceAllStringFunc(text, func(path string) string {
		i, j, rest := recordPath(path)
		if i < u.first || i-u.first >= len(u.t.rows) {
			return path
		}
		rows := u.t.rows[i-u.first]
		place := "row " + strconv.Itoa(rows[min(max(j, 0), len(rows)-1)].row)
		if c := columnOf(rest); c >= 0 {
			place += ", column " + u.columns.Label(int(c))
		}
		return place
	})
}

package main

import (
	"errors"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// data is a table as it was read. What is wrong with a cell goes on the checker's list
// when it is asked for.
type data struct {
	columns sheet.Columns
	names   []string
	rows    []row
	checker *validate.Checker
	unsound map[int]bool // numbers of rows in which a cell is wrong
}

type row struct {
	*data
	number int // as a spreadsheet shows it
	cells  []string
}

// read reads a table with the columns of a method; others are passed over.
func read(r io.Reader, m method, options caremodel.CSV, c *validate.Checker) (*data, error) {
	d := &data{names: slices.Concat(m.required, m.optional), checker: c, unsound: map[int]bool{}}
	in := sheet.Open(r, []caremodel.CSV{options})
	var ok bool
	var err error
	if d.columns, ok, err = in.Columns(c, sheet.Schema{Names: d.names, Required: m.required, Others: true}); err != nil || !ok {
		return d, err
	}
	err = in.EachBytes(c, func(n int, fields [][]byte) {
		cells := make([]string, len(d.names))
		for i := range cells {
			cells[i] = string(d.columns.Cell(fields, i))
		}
		d.rows = append(d.rows, row{d, n, cells})
	})
	if err == nil && len(d.rows) == 0 && c.OK() {
		c.Row(2).Error(validate.Required, "", "the table has a header and no row")
	}
	return d, err
}

// has reports whether the table has a column.
func (d *data) has(column string) bool {
	i := slices.Index(d.names, column)
	return i >= 0 && d.columns.At[i] >= 0
}

// place is a cell of the row in a report.
func (r row) place(column string) validate.Place {
	return r.checker.Row(r.number).At(r.columns.Label(slices.Index(r.names, column)))
}

// fault is the place of a cell that is wrong: nothing is calculated from its row.
func (r row) fault(column string) validate.Place {
	r.unsound[r.number] = true
	return r.place(column)
}

// sound reports whether all rows are right so far. Others need not be: every fault of
// a table is told at once, and each only once.
func sound(rows ...row) bool {
	return !slices.ContainsFunc(rows, func(r row) bool { return r.unsound[r.number] })
}

// text is what stands in a column; blank where the table has no such column.
func (r row) text(column string) string { return r.cells[slices.Index(r.names, column)] }

// label is a text that must be given.
func (r row) label(column string) string {
	text := r.text(column)
	if text == "" && r.has(column) {
		r.fault(column).Error(validate.Required, "", "say which "+column+" the row is of")
	}
	return text
}

// count is a whole number of events or people.
func (r row) count(column string) int64 {
	text := r.text(column)
	n, code, fault := form.Count([]byte(text))
	if fault != "" {
		r.fault(column).Error(code, text, fault)
	}
	return n
}

// value is any number. Where it may be missing, blank is not known.
func (r row) value(column string, optional bool) (n float64, known bool) {
	text := r.text(column)
	if text == "" && optional {
		return 0, false
	}
	if text == "" {
		r.fault(column).Error(validate.Required, "", "give a number")
		return 0, false
	}
	plain := text
	if thousands.MatchString(text) {
		plain = strings.ReplaceAll(text, ",", "")
	}
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) || strings.ContainsAny(text, "xXpP_") {
		r.fault(column).Error(validate.Format, text, "write a number with a point, as in 12.5 or 1,234.5")
		return 0, false
	}
	return n, true
}

var thousands = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)

// group is the rows of one area, in their order.
type group struct {
	name string
	rows []row
}

// by puts the rows that have the same text in a column together, in the order in which
// the texts first appear. Without the column all rows are one group.
func (d *data) by(column string) []group {
	at := map[string]int{}
	var groups []group
	for _, r := range d.rows {
		name := r.label(column)
		i, seen := at[name]
		if !seen {
			i, at[name] = len(groups), len(groups)
			groups = append(groups, group{name: name})
		}
		groups[i].rows = append(groups[i].rows, r)
	}
	return groups
}

// unanswered are the codes of figures that must not be published: nothing is wrong with
// the table.
var unanswered = []validate.Code{
	indicator.TooFewEvents, indicator.ZeroDenominator, indicator.NotEstimable, indicator.TooFewPeople,
}

// reason says why a group has no figure. Any other error is a violation at its first row.
func (g group) reason(err error) string {
	if err == nil {
		return ""
	}
	for _, code := range unanswered {
		if errors.Is(err, code) {
			for v := range validate.Of(err).All() {
				return v.Detail
			}
			return err.Error()
		}
	}
	r := g.rows[0]
	r.checker.Row(r.number).Report(err)
	return ""
}

// single reports a second row of an area where a method takes one.
func (g group) single() row {
	for _, r := range g.rows[1:] {
		r.place("area").Error(validate.Duplicate, g.name, "the area is that of row "+strconv.Itoa(g.rows[0].number)+": one row an area")
	}
	return g.rows[0]
}

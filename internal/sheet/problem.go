package sheet

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Problem is one thing that is wrong with the text of a sheet. It is comparable. Its codes:
//
//   - [validate.Required]: no header row
//   - [validate.Format]: a row with more or fewer fields than the header, a quotation mark out of place, UTF-16
//   - [validate.TooLarge]: a record longer than [MaxRecordBytes], a header wider than [MaxColumns]
type Problem struct {
	Row    int    // the spreadsheet row where the record begins
	Column int    // counted from 1, if the problem is in one cell; 0 = in the row
	Name   string // of the column
	Code   validate.Code
	Value  string // the offending text, if it helps; unbounded
	Detail string // for people
	Fatal  bool   // reading cannot go on
}

// Error prints the row, the detail and the code.
func (p Problem) Error() string { return p.violation().Error() }

// Unwrap returns the problem's code.
func (p Problem) Unwrap() error { return p.Code }

// Record adds the problem to a checker's list, as an error at its row.
func (p Problem) Record(c *validate.Checker) {
	at := c.Row(p.Row)
	if p.Name != "" {
		at = at.At(Label(p.Name))
	}
	at.Error(p.Code, p.Value, p.Detail)
}

func (p Problem) violation() (v validate.Violation) {
	var c validate.Checker
	p.Record(&c)
	for v = range c.Violations().All() {
	}
	return v
}

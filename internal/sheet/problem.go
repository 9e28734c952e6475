package sheet

import (
	"fmt"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Problem is one thing that is wrong with the text of a sheet. It is comparable. Its codes:
//
//   - [validate.Required]: no header row, or no column of the name asked for
//   - [validate.Duplicate]: two columns bear the name asked for
//   - [validate.Format]: a row with more or fewer fields than the header, a quotation mark out of place, UTF-16
//   - [validate.TooLarge]: a record longer than [MaxRecordBytes], a header wider than [MaxColumns]
type Problem struct {
	Row    int // the spreadsheet row where the record begins
	Code   validate.Code
	Value  string // the offending text, if it helps; unbounded
	Detail string // for people
	Fatal  bool   // reading cannot go on
}

// Error prints the row, the detail and the code.
func (p Problem) Error() string { return p.violation().Error() }

// Unwrap returns the problem's code.
func (p Problem) Unwrap() error { return p.Code }

// Record puts the problem on a checker's list, as an error at its row.
func (p Problem) Record(c *validate.Checker) { c.Row(p.Row).Error(p.Code, p.Value, p.Detail) }

func (p Problem) violation() validate.Violation {
	v := validate.Violation{
		Path: fmt.Sprintf("row %d", p.Row), Code: p.Code, Severity: validate.SeverityError, Detail: p.Detail,
	}
	if p.Value != "" {
		v.Value = validate.Quote(p.Value)
	}
	return v
}

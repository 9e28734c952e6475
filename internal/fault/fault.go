// Package fault makes the errors of Parse functions and of operations on
// values: the operation, the offending value, what would be right, and a code
// for errors.Is.
package fault

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

// New returns the error of op, the function's name as callers write it
// ("funding.ParseMoney"). The value is the offending text as it stands; blank
// means that there is none to show. errors.Is finds the code, and
// errors.AsType a [validate.Violation] with code, value and detail. Texts are quoted
// and escaped when somebody asks: a table in which all is wrong has many errors of which
// few are read.
func New(op string, code validate.Code, value, detail string) error {
	return &failure{op: op, code: code, value: value, detail: detail}
}

// Later is New with a detail that takes time to work out, as a search for the
// nearest name: it is worked out when somebody asks for it, and every time.
func Later(op string, code validate.Code, value string, detail func() string) error {
	return &failure{op: op, code: code, value: value, later: detail}
}

// Must returns v, and panics where there is an error: for texts of a program's own and
// for the embedded records, which the tests show to be sound.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

type failure struct {
	op            string
	code          validate.Code
	value, detail string
	later         func() string // in place of detail
}

// Deferred is for [validate.Place.Report], which needs no detail beyond its bound.
func (f *failure) Deferred() (code validate.Code, value string, detail func() string) {
	return f.code, f.value, f.text
}

func (f *failure) text() string {
	if f.later != nil {
		return f.later()
	}
	return f.detail
}

func (f *failure) violation() validate.Violation {
	v := validate.Violation{Code: f.code, Severity: validate.SeverityError, Detail: ascii.Escape(f.text())}
	if f.value != "" {
		v.Value = validate.Quote(f.value)
	}
	return v
}

func (f *failure) Error() string {
	v, space := f.violation(), ""
	if v.Value != "" {
		space = " "
	}
	return f.op + space + v.Value + ": " + v.Detail
}

func (f *failure) Unwrap() error { return f.violation() }

// Package fault makes the errors of Parse functions and of operations on
// values: the operation, the offending value, what would be right, and a code
// for errors.Is.
package fault

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

// New returns the error of op, the function's name as callers write it
// ("funding.ParseMoney"). The value is the offending text, unquoted; blank means
// that there is no value to show. errors.Is finds the code, and errors.AsType a
// [validate.Violation] with code, value and detail. Texts are quoted and escaped
// only when the error is used: a bad table makes many errors of which few are read.
func New(op string, code validate.Code, value, detail string) error {
	return &failure{op: op, code: code, value: value, detail: detail}
}

// Later is New with a detail that takes time to work out, such as a search for the
// nearest name. The detail is worked out every time the error is used.
func Later(op string, code validate.Code, value string, detail func() string) error {
	return &failure{op: op, code: code, value: value, later: detail}
}

// Must returns v and panics if err is not nil. It is for constants of a program and
// for the embedded records, which tests show to be valid.
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
	later         func() string // instead of detail
}

// Deferred lets [validate.Place.Report] leave out the details of violations that it
// only counts.
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

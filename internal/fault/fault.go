// Package fault makes the errors of Parse functions and of operations on
// values: the operation, the offending value, what would be right, and a code
// for errors.Is.
package fault

import (
	"errors"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

// Later is [New] with a detail that takes time to work out, as a search for the
// nearest name: it is worked out when somebody asks for it, and every time.
func Later(op string, code validate.Code, value string, detail func() string) error {
	return &deferred{op, code, value, detail}
}

type deferred struct {
	op     string
	code   validate.Code
	value  string
	detail func() string
}

func (d *deferred) failure() error { return New(d.op, d.code, d.value, d.detail()) }

func (d *deferred) Error() string { return d.failure().Error() }

func (d *deferred) Unwrap() error { return errors.Unwrap(d.failure()) }

// Deferred is for [validate.Place.Report], which needs no detail beyond its bound.
func (d *deferred) Deferred() (code validate.Code, value string, detail func() string) {
	return d.code, d.value, d.detail
}

type failure struct {
	op string
	v  validate.Violation
}

// New returns the error of op, the function's name as callers write it
// ("funding.ParseMoney"). The value is the offending text as it stands; blank
// means that there is none to show. errors.Is finds the code, and
// errors.AsType a [validate.Violation] with code, value and detail.
func New(op string, code validate.Code, value, detail string) error {
	v := validate.Violation{Code: code, Severity: validate.SeverityError, Detail: ascii.Escape(detail)}
	if value != "" {
		v.Value = validate.Quote(value)
	}
	return &failure{op, v}
}

func (f *failure) Error() string {
	var b strings.Builder
	b.WriteString(f.op)
	if f.v.Value != "" {
		b.WriteByte(' ')
		b.WriteString(f.v.Value)
	}
	b.WriteString(": ")
	b.WriteString(f.v.Detail)
	return b.String()
}

func (f *failure) Unwrap() error { return f.v }

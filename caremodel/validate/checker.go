package validate

import (
	"errors"
	"slices"

	"github.com/newcaremodels/newcaremodels/internal/ascii"
)

// Checker collects the violations of records. The zero value is ready. Paths
// are written only when a violation is recorded, so checking valid records
// allocates nothing.
//
// A Checker must not be copied after first use, nor used by several goroutines
// at once.
type Checker struct {
	_    noCopy
	list Violations
}

// noCopy makes go vet report copies.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// At returns the place of a top-level field.
func (c *Checker) At(field string) Place { return Place{checker: c}.At(field) }

// Row returns the place of a table's row; the header is row 1. At on that
// place names a column: "row 17, column amount".
func (c *Checker) Row(n int) Place { return Place{checker: c, row: n} }

// Violations returns what was recorded, in the order in which it was recorded.
func (c *Checker) Violations() Violations {
	// The copy's capacity ends at its length, so later records of this checker
	// cannot show through.
	vs := c.list
	vs.kept = vs.kept[:len(vs.kept):len(vs.kept)]
	vs.causes = vs.causes[:len(vs.causes):len(vs.causes)]
	vs.tallies = slices.Clone(vs.tallies)
	return vs
}

// Full reports whether the most violations of this severity and code are already
// kept. Further ones are only counted, so their details need not be composed.
func (c *Checker) Full(s Severity, code Code) bool { return c.list.count(s, code) >= maxKept }

// OK reports whether no error has been recorded; warnings do not count.
func (c *Checker) OK() bool {
	for _, t := range c.list.tallies {
		if t.severity == SeverityError {
			return false
		}
	}
	return true
}

// Add records a violation that the caller has composed. Its value is not quoted:
// [Quote] brings it into the usual form. Characters of its texts that are not
// graphic are escaped. A violation whose severity is not one of the constants is
// recorded as an error.
func (c *Checker) Add(v Violation) {
	v.Path, v.Value, v.Detail = ascii.Escape(v.Path), ascii.Escape(v.Value), ascii.Escape(v.Detail)
	if !v.Severity.valid() {
		v.Severity = SeverityError
	}
	c.list.add(v)
}

// Error records an error at p. The value is quoted and cut at 80 runes; blank means
// that there is no value to show.
func (p Place) Error(code Code, value, detail string) {
	p.record(SeverityError, code, value, detail)
}

// Warn records a warning at p, as [Place.Error] does an error.
func (p Place) Warn(code Code, value, detail string) {
	p.record(SeverityWarning, code, value, detail)
}

// Info records a remark at p, as [Place.Error] does an error.
func (p Place) Info(code Code, value, detail string) {
	p.record(SeverityInfo, code, value, detail)
}

// Report records err at p. Violations of this library that err holds, such as the
// errors of its Parse functions and of [Violations.Err], keep their code, severity,
// value and detail, and their paths are put under p. Any other error becomes one
// error with the [Code] that it wraps, or else [Format], and stays visible to
// errors.Is and errors.AsType. A nil error records nothing.
func (p Place) Report(err error) {
	if err == nil || p.checker == nil {
		return
	}
	if d, ok := err.(interface {
		Deferred() (Code, string, func() string)
	}); ok {
		code, value, detail := d.Deferred()
		text := ""
		if !p.checker.Full(SeverityError, code) {
			text = detail()
		}
		p.Error(code, value, text)
		return
	}
	if found := Of(err); found.Len() > 0 {
		p.checker.list.merge(found.Under(p.String()))
		return
	}
	code, ok := errors.AsType[Code](err)
	if !ok {
		code = Format
	}
	p.Error(code, "", err.Error())
	p.checker.list.cause(err)
}

func (p Place) record(severity Severity, code Code, value, detail string) {
	if p.checker == nil {
		return
	}
	v := Violation{Code: code, Severity: severity}
	if !p.checker.Full(severity, code) {
		v.Path, v.Detail = p.String(), ascii.Escape(detail)
		if value != "" {
			v.Value = Quote(value)
		}
	}
	p.checker.list.add(v)
}

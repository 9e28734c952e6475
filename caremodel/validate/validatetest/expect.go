package validatetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Want is a violation that a test expects, by what is stable about it: texts for
// people may improve from release to release.
type Want struct {
	// Path is the violation's place: "vanguards[3].name".
	Path string
	// Code is the rule that it breaks.
	Code validate.Code
	// Severity is how bad it is; zero = however bad.
	Severity validate.Severity
}

// Expect fails t unless vs holds exactly the violations of want, each once, in
// any order, and lists those that are missing and those that nobody expected. It
// is for the tests of rules: a broken record, and everything that must be said
// about it. With [validate.Violations.Errors] it leaves warnings out.
//
// Violations beyond the bound of a list count as unexpected.
func Expect(t testing.TB, vs validate.Violations, want ...Want) {
	t.Helper()
	found := make([]bool, len(want))
	var b strings.Builder
	for v := range vs.All() {
		if !match(v, want, found) {
			fmt.Fprintf(&b, "\nunexpected %s, %s: %s", v.Code, v.Severity, line(v))
		}
	}
	if n := vs.Omitted(); n > 0 {
		fmt.Fprintf(&b, "\nunexpected: %d more that the list did not keep", n)
	}
	for i, w := range want {
		if !found[i] {
			b.WriteString("\nmissing " + w.String())
		}
	}
	if b.Len() > 0 {
		t.Errorf("the violations are not those expected:%s", b.String())
	}
}

// match marks the first expectation that v meets and that nothing met before.
// One that names the severity goes before one that does not.
func match(v validate.Violation, want []Want, found []bool) bool {
	best := -1
	for i, w := range want {
		if found[i] || w.Path != v.Path || w.Code != v.Code {
			continue
		}
		if w.Severity == v.Severity {
			best = i
			break
		}
		if w.Severity == 0 && best < 0 {
			best = i
		}
	}
	if best < 0 {
		return false
	}
	found[best] = true
	return true
}

// String returns the expectation as a failed test shows it:
// "required, error: vanguards[3].name".
func (w Want) String() string {
	s := string(w.Code)
	if w.Severity != 0 {
		s += ", " + w.Severity.String()
	}
	if w.Path != "" {
		s += ": " + w.Path
	}
	return s
}

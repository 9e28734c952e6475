package validatetest

import (
	"testing"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Check fails t when vs holds an error, with all of them in one readable list:
// by rule, the most frequent first, each on a line with its path, its value and
// what would be right. Warnings and remarks are logged in the same form.
//
// A list has no room for what is not a violation, as a file that cannot be read:
// hand errors to [NoError], not to Check through [validate.Of].
func Check(t testing.TB, vs validate.Violations) {
	t.Helper()
	if milder := report(vs, false); milder != "" {
		t.Log(milder)
	}
	if errors := report(vs, true); errors != "" {
		t.Error(errors)
	}
}

// NoError fails t when err is an error. The violations behind it are listed as
// [Check] lists them, below whatever else the error says; an error that holds
// none is printed as it is.
func NoError(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	vs := validate.Of(err)
	list := vs.Err()
	if list == nil {
		t.Error(err)
		return
	}
	if milder := report(vs, false); milder != "" {
		t.Log(milder)
	}
	if err.Error() == list.Error() {
		t.Error(report(vs, true))
		return
	}
	t.Errorf("%v\n%s", err, report(vs, true))
}

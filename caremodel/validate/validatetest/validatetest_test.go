package validatetest_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/caremodel/validate/validatetest"
)

// recorder is a test that writes down what it is told.
type recorder struct {
	testing.TB // nil: a call of anything else would stop the test
	helper     bool
	logs       []string
	errors     []string
}

func (r *recorder) Helper()        { r.helper = true }
func (r *recorder) Log(a ...any)   { r.logs = append(r.logs, fmt.Sprint(a...)) }
func (r *recorder) Error(a ...any) { r.errors = append(r.errors, fmt.Sprint(a...)) }
func (r *recorder) Errorf(format string, a ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, a...))
}

// faults are violations of every severity.
func faults() validate.Violations {
	var c validate.Checker
	c.At("vanguards").Index(2).At("name").Warn(validate.Unlikely, "Airdale", "perhaps \"Airedale\" was meant")
	c.At("vanguards").Index(3).At("slug").Error(validate.Format, "A b", "a slug is lower case")
	c.At("vanguards").Index(3).At("name").Error(validate.Required, "", "this must be given")
	c.Row(17).At("amount").Error(validate.Format, "£5p", "write an amount as \"£4.59m\"")
	c.At("facts").Index(0).Info(validate.Unlikely, "", "worth a look")
	return c.Violations()
}

const faultList = `3 errors
format, error: 2
    vanguards[3].slug: "A b": a slug is lower case
    row 17, column amount: "£5p": write an amount as "£4.59m"
required, error: 1
    vanguards[3].name: this must be given`

const mildList = `warnings and remarks: 2
unlikely, warning: 1
    vanguards[2].name: "Airdale": perhaps "Airedale" was meant
unlikely, info: 1
    facts[0]: worth a look`

func TestCheck(t *testing.T) {
	var r recorder
	validatetest.Check(&r, faults())
	require.True(t, r.helper)
	require.Equal(t, []string{faultList}, r.errors)
	require.Equal(t, []string{mildList}, r.logs)
}

func TestCheck_Passes(t *testing.T) {
	for name, vs := range map[string]validate.Violations{"nothing": {}, "warnings": faults().Warnings()} {
		var r recorder
		validatetest.Check(&r, vs)
		require.Empty(t, r.errors, name)
		require.Len(t, r.logs, min(vs.Len(), 1), name)
	}
}

// A list keeps 100 violations of a rule; the count tells of the rest.
func TestCheck_CountsTheRest(t *testing.T) {
	var c validate.Checker
	for i := range 123 {
		c.At("units").Index(i).Error(validate.Range, "-1", "at least zero")
	}
	var r recorder
	validatetest.Check(&r, c.Violations())
	require.Len(t, r.errors, 1)
	require.True(t, strings.HasPrefix(r.errors[0], "123 errors\nrange, error: 123\n    units[0]: \"-1\": at least zero\n"), r.errors[0])
	require.True(t, strings.HasSuffix(r.errors[0], "\n    units[99]: \"-1\": at least zero\n    and 23 more"), r.errors[0])
}

func TestNoError(t *testing.T) {
	var r recorder
	validatetest.NoError(&r, nil)
	require.Empty(t, r.errors)
	require.Empty(t, r.logs)

	validatetest.NoError(&r, faults().Err())
	require.Equal(t, []string{faultList}, r.errors)
	require.Equal(t, []string{mildList}, r.logs)
}

// What else an error says is not lost.
func TestNoError_Wrapped(t *testing.T) {
	var r recorder
	validatetest.NoError(&r, fmt.Errorf("our file: %w", faults().Err()))
	require.Len(t, r.errors, 1)
	require.True(t, strings.HasPrefix(r.errors[0], "our file: vanguards[3].slug"), r.errors[0])
	require.True(t, strings.HasSuffix(r.errors[0], "\n"+faultList), r.errors[0])

	r = recorder{}
	_, missing := os.Open(filepath.Join(t.TempDir(), "ledger.json"))
	validatetest.NoError(&r, errors.Join(missing, faults().Err()))
	require.Len(t, r.errors, 1)
	require.Contains(t, r.errors[0], "ledger.json")
	require.Contains(t, r.errors[0], faultList)
}

// An error that holds no violation is an error all the same.
func TestNoError_WithoutViolations(t *testing.T) {
	var r recorder
	validatetest.NoError(&r, fs.ErrNotExist)
	require.Equal(t, []string{"file does not exist"}, r.errors)
}

func TestNoError_OfParse(t *testing.T) {
	var r recorder
	_, err := caremodel.ParseDate("10 March 2015")
	validatetest.NoError(&r, err)
	require.Equal(t, []string{`caremodel.ParseDate "10 March 2015": write a date as "2015-03-10"
1 error
format, error: 1
    "10 March 2015": write a date as "2015-03-10"`}, r.errors)
}

func TestExpect(t *testing.T) {
	var r recorder
	validatetest.Expect(&r, faults(),
		validatetest.Want{Path: "row 17, column amount", Code: validate.Format},
		validatetest.Want{Path: "vanguards[3].slug", Code: validate.Format, Severity: validate.SeverityError},
		validatetest.Want{Path: "vanguards[3].name", Code: validate.Required},
		validatetest.Want{Path: "facts[0]", Code: validate.Unlikely},
		validatetest.Want{Path: "vanguards[2].name", Code: validate.Unlikely, Severity: validate.SeverityWarning},
	)
	require.True(t, r.helper)
	require.Empty(t, r.errors)
	validatetest.Expect(&r, validate.Violations{})
	require.Empty(t, r.errors)
}

func TestExpect_Fails(t *testing.T) {
	var r recorder
	validatetest.Expect(&r, faults().Errors(),
		validatetest.Want{Path: "vanguards[3].slug", Code: validate.Format, Severity: validate.SeverityWarning},
		validatetest.Want{Path: "vanguards[3].name", Code: validate.Required},
		validatetest.Want{Path: "vanguards[3].name", Code: validate.Required},
		validatetest.Want{Path: "row 17, column amount", Code: validate.Range},
		validatetest.Want{Code: validate.Future},
	)
	require.Equal(t, []string{`the violations are not those expected:
unexpected format, error: vanguards[3].slug: "A b": a slug is lower case
unexpected format, error: row 17, column amount: "£5p": write an amount as "£4.59m"
missing format, warning: vanguards[3].slug
missing required: vanguards[3].name
missing range: row 17, column amount
missing future`}, r.errors)
}

// An expectation of any severity leaves the one that names it to that severity.
func TestExpect_PrefersTheSeverity(t *testing.T) {
	var c validate.Checker
	c.At("a").Error(validate.Range, "", "")
	c.At("a").Warn(validate.Range, "", "")
	for _, want := range [][]validatetest.Want{
		{{Path: "a", Code: validate.Range}, {Path: "a", Code: validate.Range, Severity: validate.SeverityError}},
		{{Path: "a", Code: validate.Range, Severity: validate.SeverityError}, {Path: "a", Code: validate.Range}},
	} {
		var r recorder
		validatetest.Expect(&r, c.Violations(), want...)
		require.Empty(t, r.errors)
	}
}

func TestExpect_CountsTheRest(t *testing.T) {
	var c validate.Checker
	var want []validatetest.Want
	for i := range 101 {
		c.At("units").Index(i).Error(validate.Range, "", "")
		want = append(want, validatetest.Want{Path: fmt.Sprintf("units[%d]", i), Code: validate.Range})
	}
	var r recorder
	validatetest.Expect(&r, c.Violations(), want[:100]...)
	require.Equal(t, []string{"the violations are not those expected:\nunexpected: 1 more that the list did not keep"}, r.errors)
}

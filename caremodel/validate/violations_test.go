package validate_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

const overspent validate.Code = "example.overspent"

// list collects violations written as "error required a[0].b".
func list(t testing.TB, entries ...string) validate.Violations {
	t.Helper()
	var c validate.Checker
	for _, entry := range entries {
		var severity, code, path string
		_, err := fmt.Sscan(entry, &severity, &code, &path)
		require.NoError(t, err)
		s, err := validate.ParseSeverity(severity)
		require.NoError(t, err)
		c.Add(validate.Violation{Path: path, Code: validate.Code(code), Severity: s, Detail: "because"})
	}
	return c.Violations()
}

func entries(vs validate.Violations) []string {
	var out []string
	for v := range vs.All() {
		out = append(out, fmt.Sprint(v.Severity, " ", v.Code, " ", v.Path))
	}
	return out
}

func TestViolations_ErrIsNilOnlyWithoutErrors(t *testing.T) {
	require.NoError(t, validate.Violations{}.Err())
	require.NoError(t, list(t, "warning range a", "info unlikely b").Err())
	require.NoError(t, list(t, "warning range a", "error order b").Warnings().Err())

	// For an empty list Err returns a nil interface.
	err := validate.Violations{}.Err()
	require.True(t, err == nil)

	err = list(t, "warning range a", "error order b").Err()
	require.Error(t, err)
	require.ErrorIs(t, err, validate.Order)
}

func TestViolations_ErrorsReachEveryEntry(t *testing.T) {
	vs := list(t, "error required a", "warning unlikely b", "error "+string(overspent)+" c", "info range d")
	err := vs.Err()
	for name, wrapped := range map[string]error{
		"as it is":       err,
		"wrapped":        fmt.Errorf("reading ledger.json: %w", err),
		"wrapped twice":  fmt.Errorf("today: %w", fmt.Errorf("reading ledger.json: %w", err)),
		"joined":         errors.Join(io.ErrClosedPipe, err),
		"wrapped in two": fmt.Errorf("%w and %w", fs.ErrNotExist, err),
	} {
		t.Run(name, func(t *testing.T) {
			for _, code := range []validate.Code{validate.Required, validate.Unlikely, overspent, validate.Range} {
				require.ErrorIs(t, wrapped, code)
			}
			require.NotErrorIs(t, wrapped, validate.Duplicate)

			v, ok := errors.AsType[validate.Violation](wrapped)
			require.True(t, ok)
			require.Equal(t, "a", v.Path)

			require.Equal(t, vs, validate.Of(wrapped), "Of returns the list, warnings included")
		})
	}
}

func TestOf(t *testing.T) {
	require.Zero(t, validate.Of(nil).Len())
	require.Zero(t, validate.Of(io.EOF).Len())
	require.Zero(t, validate.Of(validate.Required).Len(), "a bare code is not a violation")

	alone := validate.Violation{Path: "a", Code: validate.Range, Detail: "too much"}
	got := slices.Collect(validate.Of(fmt.Errorf("x: %w", alone)).All())
	alone.Severity = validate.SeverityError // a violation without a severity is an error
	require.Equal(t, []validate.Violation{alone}, got)

	one, two := list(t, "error order a", "warning range b"), list(t, "error order c")
	joined := errors.Join(one.Err(), io.EOF, fmt.Errorf("second: %w", two.Err()))
	require.Equal(t, validate.Join(one, two), validate.Of(joined))
}

func TestJoin_KeepsArgumentOrder(t *testing.T) {
	a, b := list(t, "warning range a", "error order b"), list(t, "error required c", "error order d")
	require.Equal(t, []string{"warning range a", "error order b", "error required c", "error order d"}, entries(validate.Join(a, b)))
	require.Equal(t, []string{"error required c", "error order d", "warning range a", "error order b"}, entries(validate.Join(b, a)))
	require.Equal(t, a, validate.Join(validate.Violations{}, a))
	require.Zero(t, validate.Join().Len())
}

// flood records n violations of each entry.
func flood(n int, records ...validate.Violation) validate.Violations {
	var c validate.Checker
	for i := range n {
		for _, v := range records {
			v.Path = fmt.Sprintf("rows[%d]", i)
			c.Add(v)
		}
	}
	return c.Violations()
}

// At most 100 of each severity and code are kept; the rest are counted.
func TestViolations_Bound(t *testing.T) {
	odd := validate.Violation{Code: validate.Unlikely, Severity: validate.SeverityWarning}
	missing := validate.Violation{Code: validate.Required, Severity: validate.SeverityError}
	for _, n := range []int{1, 99, 100, 101, 2500} {
		vs := flood(n, odd, missing)
		kept := min(n, 100)
		require.Equal(t, 2*kept, vs.Len(), n)
		require.Equal(t, 2*(n-kept), vs.Omitted(), n)
		require.Equal(t, kept, vs.Errors().Len(), n)
		require.Equal(t, n-kept, vs.Errors().Omitted(), n)
		require.Equal(t, n-kept, vs.Warnings().Omitted(), n)
		require.Equal(t, 3*n, validate.Join(vs, flood(n, odd)).Len()+validate.Join(vs, flood(n, odd)).Omitted(), n)
		require.Equal(t, vs, validate.Of(vs.Err()), n)
		require.Equal(t, vs.Omitted(), vs.Under("x").Omitted(), n)
	}
}

func TestViolations_WarningsNeverDisplaceAnError(t *testing.T) {
	var c validate.Checker
	for i := range 5000 {
		c.At("rows").Index(i).Warn(validate.Required, "", "odd")
	}
	c.At("rows").Index(5000).Error(validate.Required, "", "wrong")
	vs := c.Violations()
	require.Equal(t, []string{"error required rows[5000]"}, entries(vs.Errors()))
	require.Equal(t, 4900, vs.Omitted())
	require.ErrorIs(t, vs.Err(), validate.Required)
}

func TestViolations_Where(t *testing.T) {
	vs := validate.Join(flood(250, validate.Violation{Code: validate.Range}), list(t, "error order a", "warning order b"))
	none := vs.Where(func(validate.Violation) bool { return false })
	require.Zero(t, none.Len())
	require.Zero(t, none.Omitted())
	require.Empty(t, none.Summary())

	first := vs.Where(func(v validate.Violation) bool { return v.Path == "rows[0]" || v.Path == "b" })
	require.Equal(t, []string{"error range rows[0]", "warning order b"}, entries(first))
	require.Equal(t, 150, first.Omitted(), "what could not be asked stays counted")
	require.Equal(t, vs, vs.Where(func(validate.Violation) bool { return true }))
}

func TestViolations_Under(t *testing.T) {
	for _, tc := range []struct{ front, path, want string }{
		{"allocations.csv", "row 17, column amount", "allocations.csv: row 17, column amount"},
		{"allocations", "row 17, column amount", "allocations: row 17, column amount"},
		{"data/allocations", "funds[0].name", "data/allocations: funds[0].name"},
		{`C:\data`, "funds[0].name", `C:\data: funds[0].name`},
		{"march 2016", "funds[0].name", "march 2016: funds[0].name"},
		{"archive", "allocations.csv: row 2", "archive: allocations.csv: row 2"},
		{"plan", "areas[2].name", "plan.areas[2].name"},
		{"areas[2]", "name", "areas[2].name"},
		{"plan.areas[2]", "name", "plan.areas[2].name"},
		{"plan", "[2].name", "plan[2].name"},
		{"row 3, column area", "code", "row 3, column area.code"},
		{"plan", "", "plan"},
		{"", "areas[2]", "areas[2]"},
	} {
		var c validate.Checker
		c.Add(validate.Violation{Path: tc.path, Code: validate.Format})
		for v := range c.Violations().Under(tc.front).All() {
			require.Equal(t, tc.want, v.Path)
		}
	}

	vs := list(t, "error order a")
	vs.Under("x")
	require.Equal(t, []string{"error order a"}, entries(vs), "the list itself is as it was")
}

func TestViolations_Summary(t *testing.T) {
	require.Empty(t, validate.Violations{}.Summary())

	vs := validate.Join(
		flood(300, validate.Violation{Code: validate.Unlikely, Severity: validate.SeverityWarning}),
		list(t, "info future a", "error required b", "error order c", "error required d", "error duplicate e"),
		flood(95, validate.Violation{Code: validate.Order, Severity: validate.SeverityWarning}),
	)
	require.Equal(t, []validate.CodeCount{
		{Code: validate.Required, Severity: validate.SeverityError, Count: 2, Share: 2. / 400},
		{Code: validate.Duplicate, Severity: validate.SeverityError, Count: 1, Share: 1. / 400},
		{Code: validate.Order, Severity: validate.SeverityError, Count: 1, Share: 1. / 400},
		{Code: validate.Unlikely, Severity: validate.SeverityWarning, Count: 300, Share: 300. / 400},
		{Code: validate.Order, Severity: validate.SeverityWarning, Count: 95, Share: 95. / 400},
		{Code: validate.Future, Severity: validate.SeverityInfo, Count: 1, Share: 1. / 400},
	}, vs.Summary())
}

// Whatever was recorded, each view adds up to the whole.
func TestViolations_CountsAddUp(t *testing.T) {
	codes := []validate.Code{validate.Required, validate.Range, overspent}
	rapid.Check(t, func(t *rapid.T) {
		var c validate.Checker
		n := rapid.IntRange(0, 700).Draw(t, "n")
		failures := 0
		for i := range n {
			v := validate.Violation{
				Path:     fmt.Sprint(i),
				Code:     rapid.SampledFrom(codes).Draw(t, "code"),
				Severity: validate.Severity(rapid.IntRange(1, 3).Draw(t, "severity")),
			}
			if v.Severity == validate.SeverityError {
				failures++
			}
			c.Add(v)
		}
		vs := c.Violations()
		require.Equal(t, n, vs.Len()+vs.Omitted())
		require.Equal(t, failures == 0, vs.Err() == nil)
		require.Equal(t, failures == 0, c.OK())
		require.Equal(t, failures, vs.Errors().Len()+vs.Errors().Omitted())

		total, share := 0, 0.
		for _, s := range vs.Summary() {
			total, share = total+s.Count, share+s.Share
		}
		require.Equal(t, n, total)
		if n > 0 {
			require.InDelta(t, 1, share, 1e-9)
		}
		require.Equal(t, 2*n, validate.Join(vs, vs).Len()+validate.Join(vs, vs).Omitted())
	})
}

func TestViolations_ErrorPrintsTheFirstErrors(t *testing.T) {
	require.EqualError(t, list(t, "warning range a", "error order b").Err(), "b: because (order)")

	entries := make([]string, 0, 20)
	for i := range 10 {
		entries = append(entries, fmt.Sprintf("error order b[%d]", i), fmt.Sprintf("warning range a[%d]", i))
	}
	require.EqualError(t, list(t, entries...).Err(), strings.TrimSpace(`
b[0]: because (order)
b[1]: because (order)
b[2]: because (order)
b[3]: because (order)
b[4]: because (order)
b[5]: because (order)
b[6]: because (order)
b[7]: because (order)
and 2 more`))

	err := flood(5000, validate.Violation{Code: validate.Order}).Err()
	require.True(t, strings.HasSuffix(err.Error(), "\nand 4992 more"), err)
}

func TestViolations_JSON(t *testing.T) {
	var c validate.Checker
	c.At("vanguards").Index(3).At("partners").Index(0).At("code").Error(validate.Format, "12 F", "an ODS code has no blanks")
	c.Row(17).At("amount").Warn(validate.Unlikely, "£1bn & more", "more than <any> round")
	c.At("name").Info(validate.Required, "", "give a name\u2028or a title")
	c.At("note").Error(validate.TooLarge, strings.Repeat("é", 100), "a note has at most 80 characters")

	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	require.NoError(t, enc.Encode(c.Violations()))
	goldentest.Equal(t, "violations.golden.json", b.Bytes())

	var back []validate.Violation
	require.NoError(t, json.Unmarshal(b.Bytes(), &back))
	require.Equal(t, slices.Collect(c.Violations().All()), back)

	text, err := json.Marshal(c.Violations())
	require.NoError(t, err)
	require.NotContains(t, string(text), "&", "the encoder around decides about escapes")

	text, err = json.Marshal(validate.Violations{})
	require.NoError(t, err)
	require.Equal(t, "[]", string(text))
}

// A list is a value: nothing that happens later changes it.
func TestViolations_AreImmutable(t *testing.T) {
	var c validate.Checker
	c.At("a").Error(validate.Required, "", "give a")
	first := c.Violations()
	before := entries(first)

	second := c.Violations()
	for range 300 {
		c.At("b").Error(validate.Required, "", "give b")
		c.At("c").Warn(validate.Order, "", "odd")
	}
	require.Equal(t, before, entries(first))
	require.Equal(t, first, second)
	require.Zero(t, first.Omitted())
	require.Equal(t, 1, first.Summary()[0].Count)

	third := c.Violations()
	for _, derived := range []validate.Violations{third.Errors(), third.Under("x"), validate.Join(third, first)} {
		require.NotZero(t, derived.Len())
	}
	require.Equal(t, 200, third.Len())
	require.Equal(t, 401, third.Omitted())
}

func TestViolations_ConcurrentReaders(t *testing.T) {
	vs := validate.Join(flood(200, validate.Violation{Code: validate.Order}), list(t, "warning range a"))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 50 {
				err := vs.Under("x.csv").Err()
				if !errors.Is(err, validate.Order) || err.Error() == "" || len(vs.Summary()) != 2 ||
					validate.Join(vs, vs).Len() != 102 || validate.Of(err).Len() != vs.Len() {
					t.Error("a reader saw another list")
					return
				}
			}
		})
	}
	group.Wait()
}

func TestViolations_Print(t *testing.T) {
	var c validate.Checker
	require.Empty(t, c.Violations().String())
	c.At("a").Error(validate.Range, "v", "too much")
	c.At("b").Warn(validate.Unlikely, "w\x1b[31m", "odd\nand forged: (range)\u202e")
	want := "a: \"v\": too much (range)\nb: \"w\\x1b[31m\": odd\\nand forged: (range)\\u202e (warning: unlikely)"
	require.Equal(t, want, c.Violations().String())
	for _, verb := range []string{"%v", "%s", "%+v"} {
		require.Equal(t, want, fmt.Sprintf(verb, c.Violations()))
	}
	for range 101 {
		c.At("b").Warn(validate.Unlikely, "w", "odd")
	}
	require.True(t, strings.HasSuffix(c.Violations().String(), "\nand 2 more"))
}

func TestViolations_Log(t *testing.T) {
	var c validate.Checker
	c.At("a").Error(validate.Range, "v", "too much")
	c.At("b").Warn(validate.Unlikely, "", "odd")
	for want, handler := range map[string]func(io.Writer, *slog.HandlerOptions) slog.Handler{
		`level=INFO msg=checked found.errors=1 found.warnings=1 found.remarks=0 found.first="[a: \"v\": too much (range) b: odd (warning: unlikely)]"`: func(w io.Writer, o *slog.HandlerOptions) slog.Handler {
			return slog.NewTextHandler(w, o)
		},
		`{"level":"INFO","msg":"checked","found":{"errors":1,"warnings":1,"remarks":0,"first":[{"path":"a","code":"range","severity":"error","value":"\"v\"","detail":"too much"},{"path":"b","code":"unlikely","severity":"warning","detail":"odd"}]}}`: func(w io.Writer, o *slog.HandlerOptions) slog.Handler {
			return slog.NewJSONHandler(w, o)
		},
	} {
		var b strings.Builder
		slog.New(handler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		}})).Info("checked", "found", c.Violations())
		require.Equal(t, want+"\n", b.String())
	}
}

// A detail that takes time is only worked out for violations that are kept.
func TestReport_Later(t *testing.T) {
	var c validate.Checker
	asked := 0
	for range 1000 {
		c.At("a").Report(fault.Later("op", validate.Unknown, "x", func() string { asked++; return "the nearest is y" }))
	}
	require.Equal(t, 100, asked)
	require.Equal(t, 900, c.Violations().Omitted())
	err := fault.Later("op", validate.Unknown, "x", func() string { return "the nearest is y" })
	require.EqualError(t, err, `op "x": the nearest is y`)
	require.ErrorIs(t, err, validate.Unknown)
	require.Equal(t, 1, validate.Of(err).Len())
}

package validate_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

func TestChecker_RecordsInOrder(t *testing.T) {
	var c validate.Checker
	require.True(t, c.OK())
	require.Zero(t, c.Violations().Len())

	c.At("b").Warn(validate.Range, "7", "odd")
	require.True(t, c.OK())
	c.At("a").Error(validate.Required, "", "give it")
	c.At("a").Info(validate.Unlikely, "x\ny", "well")
	require.False(t, c.OK())
	require.Equal(t, []validate.Violation{
		{Path: "b", Code: validate.Range, Severity: validate.SeverityWarning, Value: `"7"`, Detail: "odd"},
		{Path: "a", Code: validate.Required, Severity: validate.SeverityError, Detail: "give it"},
		{Path: "a", Code: validate.Unlikely, Severity: validate.SeverityInfo, Value: `"x\ny"`, Detail: "well"},
	}, slices.Collect(c.Violations().All()))
}

// A violation without a severity is an error: it must not pass as harmless.
func TestChecker_AddWithoutSeverityIsAnError(t *testing.T) {
	for _, s := range []validate.Severity{0, 4, 255} {
		var c validate.Checker
		c.Add(validate.Violation{Code: validate.Range, Severity: s})
		require.False(t, c.OK(), s)
		require.ErrorIs(t, c.Violations().Err(), validate.Range, s)
	}
}

func TestChecker_Report(t *testing.T) {
	at := func(err error) validate.Violations {
		var c validate.Checker
		c.Row(3).At("amount").Report(err)
		return c.Violations()
	}
	require.Zero(t, at(nil).Len())

	parsed := fmt.Errorf("funding.ParseMoney: %w", validate.Violation{
		Code: validate.Precision, Severity: validate.SeverityError, Value: `"0.001"`, Detail: "finer than a penny",
	})
	require.Equal(t, []validate.Violation{{
		Path: "row 3, column amount", Code: validate.Precision, Severity: validate.SeverityError,
		Value: `"0.001"`, Detail: "finer than a penny",
	}}, slices.Collect(at(parsed).All()))

	// A list keeps all its entries, below this place.
	require.Equal(t, []string{"error order row 3, column amount.a", "warning range row 3, column amount.b"},
		entries(at(list(t, "error order a", "warning range b").Err())))
	require.Equal(t, 400, at(flood(500, validate.Violation{Code: validate.Order}).Err()).Omitted())

	// An error from outside the library becomes one violation and stays visible.
	for _, tc := range []struct {
		err  error
		code validate.Code
	}{
		{io.ErrUnexpectedEOF, validate.Format},
		{fmt.Errorf("%w: %w", validate.Overflow, strconv.ErrRange), validate.Overflow},
	} {
		vs := at(tc.err)
		require.Equal(t, []string{"error " + string(tc.code) + " row 3, column amount"}, entries(vs))
		require.ErrorIs(t, vs.Err(), tc.err)
		require.ErrorIs(t, vs.Under("a.csv").Err(), tc.err)
		require.ErrorIs(t, validate.Join(list(t, "error order a"), vs).Err(), tc.err)
		require.ErrorIs(t, fmt.Errorf("x: %w", vs.Errors().Err()), tc.err)
	}
}

func TestPlace(t *testing.T) {
	var c validate.Checker
	for _, tc := range []struct {
		place validate.Place
		want  string
	}{
		{c.At("name"), "name"},
		{c.At("vanguards").Index(3).At("name"), "vanguards[3].name"},
		{c.At("vanguards").Index(3).At("partners").Index(0).At("code"), "vanguards[3].partners[0].code"},
		{c.At("matrix").Index(1).Index(2).Index(3), "matrix[1][2][3]"},
		{c.At("a").At("b").At("c").At("d").At("e").At("f").At("g").At("h").At("i").At("j"), "a.b.c.d.e.f.g.h.i.j"},
		{c.At("a").Index(0).At("b").Index(1).At("c").Index(2).At("d").Index(3).At("e").Index(4).At("f"), "a[0].b[1].c[2].d[3].e[4].f"},
		{c.At("a").At("b").At("c").At("d").Index(5).Index(6).At("e"), "a.b.c.d[5][6].e"},
		{c.At("").Index(2).At("name"), "[2].name"},
		{c.Row(17), "row 17"},
		{c.Row(17).At("amount"), "row 17, column amount"},
		{c.Row(17).At("amount").At("pence"), "row 17, column amount.pence"},
		{c.Row(2).At("a").At("b").At("c").At("d").At("e"), "row 2, column a.b.c.d.e"},
		{c.Row(1_048_576).At("the amount"), "row 1048576, column the amount"},
		{validate.Place{}, ""},
		{validate.Place{}.At("a").Index(1), "a[1]"},
	} {
		require.Equal(t, tc.want, tc.place.String())
	}

	// Places are values: extending a place does not change it.
	at := c.At("vanguards").Index(3)
	_, _ = at.At("name"), at.Index(9)
	require.Equal(t, "vanguards[3]", at.String())
	list := c.At("vanguards")
	_ = list.Index(3)
	require.Equal(t, "vanguards", list.String())
}

func TestChecker_ZeroPlaceRecordsNothing(t *testing.T) {
	var p validate.Place
	require.NotPanics(t, func() {
		p.Error(validate.Range, "1", "x")
		p.At("a").Index(2).Warn(validate.Range, "1", "x")
		p.Report(io.EOF)
	})
}

func TestQuote(t *testing.T) {
	for _, tc := range []struct{ value, want string }{
		{"", `""`},
		{"£5p", `"£5p"`},
		{`say "no"`, `"say \"no\""`},
		{"a\nb\x00\u202e", `"a\nb\x00\u202e"`},
		{"\xff", `"\xff"`},
		{strings.Repeat("é", 80), `"` + strings.Repeat("é", 80) + `"`},
		{strings.Repeat("é", 81), `"` + strings.Repeat("é", 80) + `"…`},
		{strings.Repeat("\xff", 81), `"` + strings.Repeat(`\xff`, 80) + `"…`},
	} {
		require.Equal(t, tc.want, validate.Quote(tc.value))
	}
}

func TestViolation_Error(t *testing.T) {
	for _, tc := range []struct {
		v    validate.Violation
		want string
	}{
		{validate.Violation{Path: "a[1].b", Code: validate.Range, Severity: validate.SeverityError, Value: `"7"`, Detail: "at most 5"}, `a[1].b: "7": at most 5 (range)`},
		{validate.Violation{Path: "a", Code: validate.Required, Severity: validate.SeverityError, Detail: "give it"}, `a: give it (required)`},
		{validate.Violation{Path: "a", Code: validate.Unlikely, Severity: validate.SeverityWarning, Detail: "odd"}, `a: odd (warning: unlikely)`},
		{validate.Violation{Code: validate.Format, Detail: "no date"}, `no date (format)`},
		{validate.Violation{Code: validate.Format}, `(format)`},
		{validate.Violation{}, `()`},
	} {
		require.EqualError(t, tc.v, tc.want)
		require.True(t, errors.Is(tc.v, tc.v.Code))
	}
}

// Checking valid records allocates nothing.
func TestChecker_NoAllocationWhileValid(t *testing.T) {
	var c validate.Checker
	valid := true
	names := []string{"a", "b", "c"}
	for name, check := range map[string]func(){
		"field": func() {
			if at := c.At("name"); !valid {
				at.Error(validate.Required, "", "give it")
			}
		},
		"four steps": func() {
			for i, name := range names {
				at := c.At("vanguards").Index(i).At("partners").Index(i).At("sources").Index(i).At("title")
				if name == "" {
					at.Error(validate.Required, name, "give it")
				}
			}
		},
		"row": func() {
			if at := c.Row(17).At("amount"); !valid {
				at.Warn(validate.Range, "7", "too much")
			}
		},
		"report":     func() { c.At("amount").Report(nil) },
		"violations": func() { _ = c.Violations() },
		"err":        func() { _ = c.Violations().Err() },
	} {
		t.Run(name, func(t *testing.T) {
			require.Zero(t, testing.AllocsPerRun(100, check))
		})
	}
}

// A flood costs no more memory than the bound, whatever the values.
func TestChecker_FloodCostsNothingBeyondTheBound(t *testing.T) {
	var c validate.Checker
	value := strings.Repeat("x", 1<<16)
	record := func() { c.At("rows").Index(7).At("amount").Error(validate.Range, value, "too much") }
	for range 100 {
		record()
	}
	require.Zero(t, testing.AllocsPerRun(100, record))
}

func BenchmarkCheckValid(b *testing.B) {
	var c validate.Checker
	b.ReportAllocs()
	for b.Loop() {
		at := c.At("vanguards").Index(3).At("partners").Index(0)
		if at.At("code") == (validate.Place{}) {
			at.Error(validate.Required, "", "give it")
		}
	}
}

func BenchmarkRecord(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var c validate.Checker
		c.At("vanguards").Index(3).At("partners").Index(0).At("code").Error(validate.Format, "12 F", "no blanks")
	}
}

// Once full, a severity and code only count; others are not affected.
func TestChecker_Full(t *testing.T) {
	var c validate.Checker
	kept := 0
	for i := range 250 {
		if !c.Full(validate.SeverityWarning, validate.Unlikely) {
			kept++
		}
		c.At("amounts").Index(i).Warn(validate.Unlikely, "", "far from the others")
	}
	require.True(t, c.Full(validate.SeverityWarning, validate.Unlikely))
	require.False(t, c.Full(validate.SeverityError, validate.Unlikely))
	require.False(t, c.Full(validate.SeverityWarning, validate.Range))
	found := c.Violations()
	require.Equal(t, kept, found.Len())
	require.Equal(t, 250-kept, found.Omitted())
}

// What was counted and not kept is counted on in a list that knew nothing of its kind.
func TestJoin_CountsWhatIsNotKept(t *testing.T) {
	var a, b validate.Checker
	a.At("x").Error(validate.Required, "", "give it")
	for range 250 {
		b.At("y").Warn(validate.Unlikely, "", "odd")
	}
	for _, found := range []validate.Violations{validate.Join(a.Violations(), b.Violations()), validate.Join(b.Violations(), a.Violations())} {
		require.Equal(t, 101, found.Len())
		require.Equal(t, 150, found.Omitted())
	}
}

// An error shows eight violations and says how many more there are, be it one.
func TestViolations_ErrSaysHowManyMore(t *testing.T) {
	for n, more := range map[int]string{8: "", 9: "and 1 more", 250: "and 242 more"} {
		var c validate.Checker
		for range n {
			c.Row(3).At("a").At("b").Error(validate.Range, "", "too much")
		}
		lines := strings.Split(c.Violations().Err().Error(), "\n")
		require.Equal(t, "row 3, column a.b: too much (range)", lines[0])
		if more == "" {
			require.Len(t, lines, 8)
			continue
		}
		require.Len(t, lines, 9)
		require.Equal(t, more, lines[8])
	}
}

func TestSeverity_LogValue(t *testing.T) {
	require.Empty(t, validate.Severity(0).LogValue().String())
	require.Equal(t, "warning", validate.SeverityWarning.LogValue().String())
}

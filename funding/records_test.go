package funding_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// rung is what every ladder offers.
type rung interface {
	~uint8
	fmt.Stringer
	encoding.TextAppender
	encoding.TextMarshaler
	driver.Valuer
	IsZero() bool
}

// requireLadder checks the laws of a ladder whose values are the words, counted
// from 1.
func requireLadder[T rung, P interface {
	*T
	encoding.TextUnmarshaler
	sql.Scanner
}](t *testing.T, parse func(string) (T, error), words ...string) {
	t.Helper()
	for i, word := range words {
		v := T(i + 1)
		require.Equal(t, word, v.String())
		require.False(t, v.IsZero())
		parsed, err := parse(word)
		require.NoError(t, err)
		require.Equal(t, v, parsed)

		text, err := v.MarshalText()
		require.NoError(t, err)
		require.Equal(t, word, string(text))
		text, err = v.AppendText([]byte("> "))
		require.NoError(t, err)
		require.Equal(t, "> "+word, string(text))
		var back T
		require.NoError(t, P(&back).UnmarshalText([]byte(word)))
		require.Equal(t, v, back)

		stored, err := v.Value()
		require.NoError(t, err)
		require.Equal(t, word, stored)
		back = 0
		require.NoError(t, P(&back).Scan([]byte(word)))
		require.Equal(t, v, back)

		asKey, err := json.Marshal(map[T]int{v: 1})
		require.NoError(t, err)
		require.Equal(t, `{"`+word+`":1}`, string(asKey))
		for _, wrong := range []string{"", " " + word, word + " ", word + "s", fmt.Sprintf("%c%s", word[0]-'a'+'A', word[1:])} {
			_, err := parse(wrong)
			require.ErrorIs(t, err, validate.Format, "%q", wrong)
			require.Error(t, P(&back).UnmarshalText([]byte(wrong)))
			require.Error(t, P(&back).Scan(wrong))
			require.Equal(t, v, back, "unchanged on failure")
		}
		require.ErrorIs(t, P(&back).Scan(nil), validate.Required, "NULL is not the row before")
		require.Equal(t, v, back)
	}
	require.True(t, T(0).IsZero())
	for _, off := range []T{0, T(len(words) + 1), 255} {
		_, err := off.MarshalText()
		require.Error(t, err)
		_, err = off.Value()
		require.Error(t, err)
		require.Contains(t, off.String(), fmt.Sprintf("(%d)", uint8(off)))
	}
}

func TestRecords_Ladders(t *testing.T) {
	requireLadder(t, funding.ParseKind, "revenue", "capital", "unspecified")
	requireLadder(t, funding.ParseStatus, "requested", "earmarked", "approved-in-principle", "approved", "paid", "declined", "withdrawn")
	requireLadder(t, funding.ParseStrength, "request", "pledge", "commitment", "disbursement")
}

// TestStrength follows the standard of the International Aid Transparency
// Initiative: a pledge is not yet a commitment, a disbursement is money handed
// over.
func TestStrength(t *testing.T) {
	want := map[funding.Status]funding.Strength{
		funding.Requested: funding.Request,
		funding.Earmarked: funding.Pledge, funding.ApprovedInPrinciple: funding.Pledge,
		funding.Approved: funding.Commitment, funding.Paid: funding.Disbursement,
	}
	for s := range 256 {
		require.Equal(t, want[funding.Status(s)], funding.Status(s).Strength(), s)
	}
}

// TestStatus_CanBecome writes out the whole table of transitions.
func TestStatus_CanBecome(t *testing.T) {
	const (
		none = funding.Status(iota)
		requested
		earmarked
		inPrinciple
		approved
		paid
		declined
		withdrawn
	)
	legal := map[funding.Status][]funding.Status{
		none:        {requested, earmarked, inPrinciple, approved, paid, declined},
		requested:   {requested, earmarked, inPrinciple, approved, paid, declined, withdrawn},
		earmarked:   {earmarked, inPrinciple, approved, paid, declined, withdrawn},
		inPrinciple: {inPrinciple, approved, paid, declined, withdrawn},
		approved:    {approved, paid, withdrawn},
		paid:        {approved, paid, withdrawn},
	}
	for from := range funding.Status(9) {
		for to := range funding.Status(9) {
			want := false
			for _, s := range legal[from] {
				want = want || s == to
			}
			require.Equal(t, want, from.CanBecome(to), "%v to %v", from, to)
		}
	}
	// What strengthens is always legal: that is what the ladder means.
	for from := requested; from <= paid; from++ {
		for to := from; to <= paid; to++ {
			require.True(t, from.CanBecome(to))
		}
	}
}

func TestRecords_RecordHelpers(t *testing.T) {
	y := funding.MustParseFinancialYear
	a := funding.Allocation{Year: y("2016/17")}
	require.Equal(t, y("2016/17"), a.LastYear())
	require.False(t, a.Joint())
	a.Through, a.Recipients = y("2018/19"), []caremodel.VanguardID{place(0), place(1)}
	require.Equal(t, y("2018/19"), a.LastYear())
	require.True(t, a.Joint())
	require.Equal(t, y("2015/16"), funding.Limit{From: y("2015/16")}.LastYear())
	require.Equal(t, y("2016/17"), funding.Limit{From: y("2015/16"), Through: y("2016/17")}.LastYear())
	for b := caremodel.Exactly; b <= caremodel.NotStated; b++ {
		require.Equal(t, b != caremodel.NotStated, funding.Figure{Bound: b}.Known())
	}
}

func fuzzLadder[T rung](f *testing.F, parse func(string) (T, error), words ...string) {
	for _, w := range words {
		f.Add(w)
	}
	f.Add("")
	f.Add("Approved")
	f.Fuzz(func(t *testing.T, text string) {
		v, err := parse(text)
		if err != nil {
			_, ok := errors.AsType[validate.Violation](err)
			require.True(t, ok)
			require.Zero(t, v)
			return
		}
		require.Equal(t, text, v.String())
		marshalled, err := v.MarshalText()
		require.NoError(t, err)
		require.Equal(t, text, string(marshalled))
	})
}

func FuzzParseKind(f *testing.F)        { fuzzLadder(f, funding.ParseKind, "revenue") }
func FuzzParseStatus(f *testing.F)      { fuzzLadder(f, funding.ParseStatus, "approved-in-principle") }
func FuzzParseStrength(f *testing.F)    { fuzzLadder(f, funding.ParseStrength, "pledge") }
func FuzzParseDimension(f *testing.F)   { fuzzLadder(f, funding.ParseDimension, "vanguard") }
func FuzzParseVerdict(f *testing.F)     { fuzzLadder(f, funding.ParseVerdict, "within-rounding") }
func FuzzParseSplitMethod(f *testing.F) { fuzzLadder(f, funding.ParseSplitMethod, "by-weight") }

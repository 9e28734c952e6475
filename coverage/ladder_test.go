package coverage_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// rung is a value of a closed ladder.
type rung interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
	encoding.TextAppender
	driver.Valuer
	IsZero() bool
}

// checkLadder holds a ladder to its words, in their order.
func checkLadder[T rung, P interface {
	*T
	encoding.TextUnmarshaler
	sql.Scanner
}](t *testing.T, parse func(string) (T, error), words ...string,
) {
	t.Helper()
	for i, word := range words {
		v := T(i + 1)
		require.Equal(t, word, v.String())
		parsed, err := parse(word)
		require.NoError(t, err)
		require.Equal(t, v, parsed)
		text, err := v.MarshalText()
		require.NoError(t, err)
		require.Equal(t, word, string(text))
		var read T
		require.NoError(t, P(&read).UnmarshalText(text))
		require.Equal(t, v, read)
		stored, err := v.Value()
		require.NoError(t, err)
		var scanned T
		require.NoError(t, P(&scanned).Scan(stored))
		require.Equal(t, v, scanned)
		require.False(t, v.IsZero())
		require.Error(t, P(&scanned).UnmarshalText([]byte("no such word")))
		require.Error(t, P(&scanned).Scan(nil))
		require.Equal(t, v, scanned)
	}
	for _, off := range []T{0, T(len(words) + 1), 255} {
		_, err := off.MarshalText()
		require.Error(t, err)
		_, err = off.Value()
		require.Error(t, err)
		require.Contains(t, off.String(), "(")
	}
	for _, text := range []string{"", "RESIDENT", words[0] + " ", "1"} {
		_, err := parse(text)
		require.ErrorIs(t, err, validate.Format, "%q", text)
	}
	require.True(t, T(0).IsZero())
}

func TestLadders_RoundTrip(t *testing.T) {
	checkLadder[coverage.Basis](t, coverage.ParseBasis, "resident", "registered", "weighted", "served")
	checkLadder[coverage.Completeness](t, coverage.ParseCompleteness, "complete", "incomplete", "derived")
	checkLadder[coverage.Method](t, coverage.ParseMethod, "exact", "best-fit", "population-weighted", "equal-split")
	checkLadder[coverage.EventKind](t, coverage.ParseEventKind, "merge", "split", "transfer", "recode", "rename")
	checkLadder[coverage.Scheme](t, coverage.ParseScheme, "gss", "ods")
	checkLadder[coverage.Track](t, coverage.ParseTrack, "on-track", "off-track", "undecided")
	checkLadder[coverage.Verdict](t, coverage.ParseVerdict,
		"agrees", "inside-bounds", "within-rounding", "differs", "not-independent", "cannot-be-checked")
}

// lawOfLadder holds that a text is refused, or is the one text of its value.
func lawOfLadder[T rung](t *testing.T, parse func(string) (T, error), text string) {
	t.Helper()
	v, err := parse(text)
	if err != nil {
		require.ErrorIs(t, err, validate.Format)
		require.True(t, v.IsZero())
		return
	}
	require.Equal(t, text, v.String())
}

func FuzzParseLadders(f *testing.F) {
	for _, seed := range []string{"resident", "complete", "best-fit", "split", "gss", "undecided", "within-rounding", "Agrees", "", "gss "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lawOfLadder(t, coverage.ParseBasis, text)
		lawOfLadder(t, coverage.ParseCompleteness, text)
		lawOfLadder(t, coverage.ParseMethod, text)
		lawOfLadder(t, coverage.ParseEventKind, text)
		lawOfLadder(t, coverage.ParseScheme, text)
		lawOfLadder(t, coverage.ParseTrack, text)
		lawOfLadder(t, coverage.ParseVerdict, text)
	})
}

func TestEdition_Entity(t *testing.T) {
	for edition, want := range map[coverage.Edition]coverage.Entity{
		coverage.EditionLSOA2011:   coverage.EntityLSOA,
		coverage.EditionCCG2015:    coverage.EntityCCG,
		"LAD December 2016":        coverage.EntityLAD,
		"practices, February 2016": coverage.EntityPractice,
		"neighbourhoods of Leeds":  "",
		"":                         "",
	} {
		require.Equal(t, want, edition.Entity(), "%q", edition)
	}
}

package indicator_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

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
		text, err := json.Marshal(v)
		require.NoError(t, err)
		require.Equal(t, `"`+word+`"`, string(text))
		var read T
		require.NoError(t, json.Unmarshal(text, &read))
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
	}
	_, err := parse("")
	require.Error(t, err)
	require.True(t, T(0).IsZero())
}

func TestLadders_RoundTrip(t *testing.T) {
	checkLadder(t, indicator.ParsePolarity, "high-is-good", "low-is-good", "no-judgement")
	checkLadder(t, indicator.ParseEffectScale, "difference", "ratio")
	checkLadder(t, indicator.ParseEffectMeasure, "risk-ratio", "odds-ratio", "risk-difference", "rate-ratio")
	checkLadder(t, indicator.ParseCountKind, "events", "people")
	checkLadder(t, indicator.ParsePoolModel, "common-effect", "random-effects")
	checkLadder(t, indicator.ParseSpecialCause, "none", "above-limit", "below-limit", "trend-up", "trend-down",
		"two-of-three-high", "two-of-three-low", "shift-high", "shift-low")
	checkLadder(t, indicator.ParseVariation, "common", "improvement", "concern", "high", "low")
	checkLadder(t, indicator.ParseAssurance, "consistent-pass", "inconsistent", "consistent-fail")
	checkLadder(t, indicator.ParseFunnelKind, "proportion", "proportion-wilson", "ratio", "rate", "standardised-rate")
	checkLadder(t, indicator.ParseSignal, "low-99.8", "low-95", "none", "high-95", "high-99.8")
	checkLadder(t, indicator.ParseComparison, "best", "better", "similar", "worse", "worst", "highest", "higher", "lower", "lowest", "not-compared")
	checkLadder(t, indicator.ParseTrendKind, "proportion", "value")
	checkLadder(t, indicator.ParseDirection, "no-change", "rising", "falling")
	checkLadder(t, indicator.ParseRoundingRule, "central", "star", "national")
}

package evaluation_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
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
		encoded, err := json.Marshal(v)
		require.NoError(t, err)
		var decoded T
		require.NoError(t, json.Unmarshal(encoded, &decoded))
		require.Equal(t, v, decoded)
		row := struct{ Value T }{v}
		require.Error(t, json.Unmarshal([]byte(`{"Value":null}`), &row))
		require.Equal(t, v, row.Value)
		require.Equal(t, word, any(v).(slog.LogValuer).LogValue().String())
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
	for _, text := range []string{"", "RANDOMISED", words[0] + " ", "1"} {
		_, err := parse(text)
		require.ErrorIs(t, err, validate.Format, "%q", text)
	}
	require.True(t, T(0).IsZero())
}

func TestLadders_RoundTrip(t *testing.T) {
	checkLadder[evaluation.Design](t, evaluation.ParseDesign,
		"randomised", "non-randomised", "interrupted-time-series", "matched-cohort", "difference-in-differences", "synthetic-control",
		"controlled-before-after", "cross-sectional", "before-after", "monitoring", "forecast", "statement")
	checkLadder[evaluation.Tier](t, evaluation.ParseTier, "randomised", "controlled", "uncontrolled", "not-measured")
	checkLadder[evaluation.Relation](t, evaluation.ParseRelation, "independent", "national", "own")
	checkLadder[evaluation.RiskOfBias](t, evaluation.ParseRiskOfBias, "low", "moderate", "serious", "critical")
	checkLadder[evaluation.ComparatorKind](t, evaluation.ParseComparatorKind, "before", "matched", "synthetic", "areas", "non-participants", "projection")
	checkLadder[evaluation.Kind](t, evaluation.ParseKind, "effect", "change", "level", "characteristic")
	checkLadder[evaluation.Scale](t, evaluation.ParseScale,
		"rate-ratio", "risk-ratio", "odds-ratio", "hazard-ratio", "percent-change", "difference", "percentage-points", "coefficient", "plain")
	checkLadder[evaluation.Adjustment](t, evaluation.ParseAdjustment, "adjusted", "crude")
	checkLadder[evaluation.Reading](t, evaluation.ParseReading, "better", "worse", "no-difference")
	checkLadder[evaluation.Conclusion](t, evaluation.ParseConclusion, "conclusive", "not-conclusive")
	checkLadder[evaluation.Check](t, evaluation.ParseCheck, "text", "abstract", "second-hand", "not-checked")
	checkLadder[evaluation.Verdict](t, evaluation.ParseVerdict, "better", "worse", "no-difference", "inconclusive", "not-judged")
	checkLadder[evaluation.Grounds](t, evaluation.ParseGrounds, "interval", "test", "difference", "words", "sign")
	checkLadder[evaluation.Dimension](t, evaluation.ParseDimension,
		"category", "vanguard", "measure", "design", "tier", "relation", "kind", "grounds", "cohort")
	checkLadder[evaluation.ConflictKind](t, evaluation.ParseConflictKind, "opposite", "not-confirmed", "figure")
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
	for _, seed := range []string{"matched-cohort", "own", "rate-ratio", "better", "not-confirmed", "Better", "", "better "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lawOfLadder(t, evaluation.ParseDesign, text)
		lawOfLadder(t, evaluation.ParseTier, text)
		lawOfLadder(t, evaluation.ParseRelation, text)
		lawOfLadder(t, evaluation.ParseRiskOfBias, text)
		lawOfLadder(t, evaluation.ParseComparatorKind, text)
		lawOfLadder(t, evaluation.ParseKind, text)
		lawOfLadder(t, evaluation.ParseScale, text)
		lawOfLadder(t, evaluation.ParseAdjustment, text)
		lawOfLadder(t, evaluation.ParseReading, text)
		lawOfLadder(t, evaluation.ParseConclusion, text)
		lawOfLadder(t, evaluation.ParseCheck, text)
		lawOfLadder(t, evaluation.ParseVerdict, text)
		lawOfLadder(t, evaluation.ParseGrounds, text)
		lawOfLadder(t, evaluation.ParseDimension, text)
		lawOfLadder(t, evaluation.ParseConflictKind, text)
	})
}

func TestDesign_Tier(t *testing.T) {
	for d := evaluation.DesignRandomised; d <= evaluation.DesignStatement; d++ {
		want := evaluation.TierControlled
		switch d {
		case evaluation.DesignRandomised:
			want = evaluation.TierRandomised
		case evaluation.DesignCrossSectional, evaluation.DesignBeforeAfter, evaluation.DesignMonitoring:
			want = evaluation.TierUncontrolled
		case evaluation.DesignForecast, evaluation.DesignStatement:
			want = evaluation.TierNotMeasured
		}
		require.Equal(t, want, d.Tier(), d)
	}
	require.Zero(t, evaluation.Design(0).Tier())
	require.Zero(t, (evaluation.DesignStatement + 1).Tier())
}

package appraisal_test

import (
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// word is a value of an enumeration.
type word interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
	driver.Valuer
	IsZero() bool
}

// target is a pointer to a word.
type target[T any] interface {
	*T
	encoding.TextUnmarshaler
	Scan(any) error
}

func checkLadder[T word, P target[T]](t *testing.T, names ...string) {
	t.Helper()
	for i, name := range names {
		v := T(i + 1)
		require.Equal(t, name, v.String())
		require.False(t, v.IsZero())
		b, err := json.Marshal(map[string]T{"v": v})
		require.NoError(t, err)
		require.Equal(t, `{"v":"`+name+`"}`, string(b))
		var back T
		require.NoError(t, P(&back).UnmarshalText([]byte(name)))
		require.Equal(t, v, back)
		stored, err := v.Value()
		require.NoError(t, err)
		require.Equal(t, name, stored)
		require.NoError(t, P(&back).Scan([]byte(name)))
		require.ErrorIs(t, P(&back).Scan(nil), validate.Required)
		require.Equal(t, v, back)
	}
	for _, v := range []T{0, T(len(names) + 1), 255} {
		_, err := v.MarshalText()
		require.Error(t, err)
		_, err = v.Value()
		require.Error(t, err)
		require.Contains(t, v.String(), "(")
	}
	for _, text := range []string{"", "COST", "cost ", "1", "x"} {
		kept := T(1)
		require.ErrorIs(t, P(&kept).UnmarshalText([]byte(text)), validate.Format)
		require.Equal(t, T(1), kept)
	}
	require.True(t, T(0).IsZero())
}

func TestLadders_RoundTrip(t *testing.T) {
	checkLadder[appraisal.Side](t, "cost", "benefit")
	checkLadder[appraisal.Nature](t, "cashable", "non-cashable", "social", "health")
	checkLadder[appraisal.Denominator](t, "all-costs", "budget")
	checkLadder[appraisal.Project](t, "standard-buildings", "non-standard-buildings", "standard-civil-engineering",
		"non-standard-civil-engineering", "equipment-development", "outsourcing")
}

// FuzzLadders checks that a text that is parsed is written back unchanged, and that
// a word of an enumeration has one value.
func FuzzLadders(f *testing.F) {
	for _, text := range []string{"", "cost", "non-cashable", "budget", "outsourcing", "Budget", "cost\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		law(t, text, appraisal.ParseSide)
		law(t, text, appraisal.ParseNature)
		law(t, text, appraisal.ParseDenominator)
		law(t, text, appraisal.ParseProject)
	})
}

func law[T word](t *testing.T, text string, parse func(string) (T, error)) {
	v, err := parse(text)
	if err != nil {
		require.ErrorIs(t, err, validate.Format)
		require.True(t, v.IsZero())
		return
	}
	require.Equal(t, text, v.String())
}

// FuzzLineJSON checks that a line that was decoded is the same when written and
// decoded again.
func FuzzLineJSON(f *testing.F) {
	for _, text := range []string{
		`{"name":"a","side":"cost","optimism_bias":"0.24","mitigation":"-1.5"}`,
		`{"optimism_bias":0.24}`, `{"mitigation":"1e9"}`, `{"optimism_bias":null}`, `{"optimism_bias":"000000000000000001"}`, `null`,
		`{"optimism_bias":"7000000001"}`, // can be read exactly, and not written with ten decimals
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var l, back appraisal.Line
		if json.Unmarshal(data, &l) != nil {
			require.Zero(t, l)
			return
		}
		text, err := json.Marshal(l)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))
	})
}

// A rate that could not be written again is not read.
func TestLine_RateTooLarge(t *testing.T) {
	var l appraisal.Line
	require.NoError(t, json.Unmarshal([]byte(`{"optimism_bias":"-922337203"}`), &l))
	err := json.Unmarshal([]byte(`{"optimism_bias":"922337204"}`), &l)
	require.ErrorIs(t, err, validate.Overflow)
}

package appraisal_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// rung is a value of a ladder.
type rung interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
	IsZero() bool
}

// target is a pointer to one.
type target[T any] interface {
	*T
	encoding.TextUnmarshaler
	Scan(any) error
}

func checkLadder[T rung, P target[T]](t *testing.T, names ...string) {
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
		require.NoError(t, P(&back).Scan([]byte(name)))
		require.ErrorIs(t, P(&back).Scan(nil), validate.Required)
		require.Equal(t, v, back)
	}
	for _, v := range []T{0, T(len(names) + 1), 255} {
		_, err := v.MarshalText()
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

func TestLadders(t *testing.T) {
	checkLadder[appraisal.Side](t, "cost", "benefit")
	checkLadder[appraisal.Nature](t, "cashable", "non-cashable", "social", "health")
	checkLadder[appraisal.Denominator](t, "all-costs", "budget")
	checkLadder[appraisal.Project](t, "standard-buildings", "non-standard-buildings", "standard-civil-engineering",
		"non-standard-civil-engineering", "equipment-development", "outsourcing")
}

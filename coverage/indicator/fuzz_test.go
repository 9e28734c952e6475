package indicator_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
)

// What is read is written, and read back the same.
func FuzzPublishedCell(f *testing.F) {
	for _, seed := range []string{`{"value":12}`, `{"hidden":"primary"}`, `{}`, `null`, `{"value":-1}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var c, again indicator.PublishedCell
		if json.Unmarshal([]byte(text), &c) != nil {
			require.Zero(t, c)
			return
		}
		written, err := json.Marshal(c)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(written, &again))
		require.Equal(t, c, again)
	})
}

func FuzzSpecialCauses(f *testing.F) {
	for _, seed := range []string{"none", "above-limit,trend-up", "trend-up,", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s, again indicator.SpecialCauses
		if s.UnmarshalText([]byte(text)) != nil {
			require.Zero(t, s)
			return
		}
		written, err := s.MarshalText()
		require.NoError(t, err)
		require.NoError(t, again.UnmarshalText(written))
		require.Equal(t, s, again)
	})
}
